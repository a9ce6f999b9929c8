/* cli/top_print.h - lists of a run's metrics as lines of text: what to look at first.
 *
 * Data walk: metrics.json -> stdout, for `report --top`. Names of records are shown as the report
 *   shows them: what a terminal would obey becomes U+FFFD.
 * Threads: one.
 */
#pragma once
#include "base/slice.h"

typedef struct {
    const char *list; /* of hn_top_print_lists; NULL: none is asked for */
    guint n;
    gboolean json; /* the objects of metrics.json, one a line */
} HnTopPrint;

extern const char *const hn_top_print_lists[]; /* NULL-terminated */
gboolean hn_top_print_knows(const char *list);
/* HN_LINKER_ERROR_UNKNOWN: the run left no metrics. */
gboolean hn_top_print(const HnTopPrint *print, HnSlice metrics, GError **error);
