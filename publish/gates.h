/* publish/gates.h - the tests between a staged night and its publication (contract 3).
 *
 * Data walk: after link, before commit. A failed gate publishes nothing; the run is held, exit 3.
 * Threads: reentrant.
 */
#pragma once
#include "config/project.h"
#include "publish/changes.h"

typedef struct {
    const char *source;
    guint64 rows_last,
        rows_now; /* last published and staged; rows_last = 0: nothing to compare with */
    guint64 n_read, n_quarantined;
} HnGateSource;
typedef struct {
    char *gate;   /* row_ratio, entity_churn, quarantine */
    char *source; /* or entity type */
    gdouble value, limit;
    gboolean passed;
    char *message; /* one sentence, with what to do */
} HnGateResult;
void hn_gate_result_free(HnGateResult *result);
/* All results, passed or not, in a fixed order. @ret_passed = all. */
GPtrArray *hn_gates_check(const HnGates *gates, const HnGateSource *sources, gsize n_sources,
                          const char *entity_type, const HnChangeCounts *counts,
                          guint64 n_entities_last, gboolean *ret_passed);
