/* text/text_error.h - error domain of text/: a pattern in the configuration that makes no sense.
 *
 * Data walk: config/ and standardise/ pass it on with the name of the attribute in front.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_TEXT_ERROR (hn_text_error_quark())
GQuark hn_text_error_quark(void);

typedef enum {
    HN_TEXT_ERROR_DATE_FORMAT,
} HnTextError;
