/* insight/insight_error.h - error domain of insight/: what keeps a question from its answer.
 *
 * Data walk: set where files that somebody hands in do not say what the question needs; cli/ ends
 *   2.
 * Threads: constants.
 */
#pragma once
#include <glib.h>

#define HN_INSIGHT_ERROR (hn_insight_error_quark())
GQuark hn_insight_error_quark(void);

typedef enum {
    HN_INSIGHT_ERROR_COLUMN, /* a column that is needed is not there */
    HN_INSIGHT_ERROR_ROW,    /* a row that cannot be used; the message names it */
    HN_INSIGHT_ERROR_RECORD, /* a record that is there twice, or that nobody can tell */
} HnInsightError;
