/* insight/insight_error.h - error domain of insight/: what data or options leave open.
 *
 * Data walk: set where files that somebody hands in do not say what a question needs; cli/ ends 2.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_INSIGHT_ERROR (hn_insight_error_quark())
GQuark hn_insight_error_quark(void);

typedef enum {
    HN_INSIGHT_ERROR_FORMAT,       /* neither CSV nor JSON lines */
    HN_INSIGHT_ERROR_HEADER,       /* the first line of a CSV is no header */
    HN_INSIGHT_ERROR_KEY,          /* several columns may be the key */
    HN_INSIGHT_ERROR_COLUMN,       /* a column that is needed or named is not there */
    HN_INSIGHT_ERROR_NO_ATTRIBUTE, /* nothing that can be compared */
    HN_INSIGHT_ERROR_ROW,          /* a row that cannot be used; the message names it */
    HN_INSIGHT_ERROR_RECORD,       /* a record that is there twice, or that nobody can tell */
} HnInsightError;
