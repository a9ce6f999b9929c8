/* connect/connect_error.h - error domain of connect/: what a delivery does wrong as a whole.
 *
 * Data walk: a reader's next() gives one when the delivery is refused; a bad row is never an error,
 * it is in the batch's quarantine. Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_CONNECT_ERROR (hn_connect_error_quark())
GQuark hn_connect_error_quark(void);

typedef enum {
    HN_CONNECT_ERROR_OPEN,      /* no such file, or nothing matches a pattern; a database that
                                   cannot be reached or refuses the query */
    HN_CONNECT_ERROR_COLUMN,    /* the query names a column that the database has not */
    HN_CONNECT_ERROR_OPTIONS,   /* options that do not fit together or the file */
    HN_CONNECT_ERROR_CONTAINER, /* compressed data that are damaged, cut, or followed by junk */
    HN_CONNECT_ERROR_HEADER,    /* the columns cannot be known */
    HN_CONNECT_ERROR_ENCODING,  /* an encoding that is unknown, or a byte order mark that is missing
                                 */
    HN_CONNECT_ERROR_LIMIT,     /* a record without an end within the limit */
    HN_CONNECT_ERROR_BROKEN,    /* a query's stream ended before its end: asking again may help */
    HN_CONNECT_ERROR_VALUE,     /* format json-value: the file is not one JSON value */
} HnConnectError;
