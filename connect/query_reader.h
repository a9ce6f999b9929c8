/* connect/query_reader.h - the HnReader of a database: one query, row by row, on a connection of
 * its own.
 *
 * Data walk: cli/ opens one for each feed that comes from a connection; linker/ spools its batches
 *   (records/batch_spool.h) before it looks at them.
 * Values: what a column holds as text: numbers in their shortest exact form, dates and times as ISO
 *   8601 (2026-11-30, 2026-11-30 01:02:03.5, with +07 behind it where there is a zone), true and
 *   false, bytes as hex digits, lists and objects as JSON (HN_FIELD_JSON). NULL is missing; an
 *   empty text is empty, where the database knows the difference.
 * Errors: of a connection HN_CONNECT_ERROR_OPEN (cannot be reached, refused, wrong query), of a
 *   stream that broke HN_CONNECT_ERROR_BROKEN: what came before it must not be used, and asking
 *   again may help. HN_CONNECT_ERROR_HEADER: columns without names or of one name. A message never
 *   holds a password or a value of a row. A bad cell puts its row into quarantine, whose offset is
 *   the number of the row from 0 and whose raw bytes are CSV: a header and the row.
 * Memory: one batch, and what the client library holds for one row or `fetch_rows` rows.
 * Digest: none (zeros); the spool has one.
 * Threads: belongs to one thread at a time; readers of several connections may run side by side.
 */
#pragma once
#include "records/connection.h"
#include "records/reader.h"

/* As what a key, which is text here, is compared by the database. */
typedef enum {
    HN_KEY_TEXT, /* it makes of a text what its column is */
    HN_KEY_BYTES,
    HN_KEY_TIME, /* a date, or a date with a time */
} HnKeyForm;

typedef struct {
    const HnConnection *connection; /* borrowed for the reader's life */
    const char *table;              /* [schema.]table; or NULL with query */
    const char *query;              /* one SELECT without a semicolon at its end; or NULL */
    const char *const *columns;     /* NULL-terminated: only these; NULL = all */
    const char *const *named;       /* NULL-terminated: columns as the source's configuration names
                                       them: one whose name the database folds has this name, where
                                       it is the only one that it can mean; or NULL */
    const char *since_column;       /* only rows with at least since_value in it; or NULL = all */
    const char *since_value;        /* digits, letters and " -:.+" alone; compared as the column's
                                       type */
    const char *const *key;         /* NULL-terminated columns; with keys */
    const guint8 *key_forms;        /* HnKeyForm of each column of key, for a driver's own use; or
                                       NULL = all texts */
    const GPtrArray *keys;          /* of char **: only rows with one of these keys, a text for each
                                       column of key; NULL = all. Some hundred at most */
    const char *encoding;           /* of the text; NULL = what the connection says, as UTF-8 */
    guint64 record_bytes_max;       /* longer rows are quarantined; 0 = 1 MiB */
    const volatile int *interrupted; /* not 0: give up with HN_BASE_ERROR_INTERRUPTED; nullable */
} HnQueryOptions;

/* Connects, asks, and knows the columns. Texts of @options are borrowed for the reader's life. */
HnReader *hn_query_reader_new(const HnQueryOptions *options, GError **error);

/* One for each kind, in a file of its own. */
HnReader *hn_postgresql_reader_new(const HnQueryOptions *options, GError **error);
HnReader *hn_mariadb_reader_new(const HnQueryOptions *options, GError **error);
HnReader *hn_odbc_reader_new(const HnQueryOptions *options, GError **error);
HnReader *hn_sqlite_reader_new(const HnQueryOptions *options, GError **error);
