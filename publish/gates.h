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
    guint64 rows_last; /* published; 0 = nothing to compare with */
    guint64 rows_now;  /* staged */
    guint64 n_read, n_quarantined;
} HnGateSource;
typedef struct {
    char *gate;   /* row_ratio, entity_churn, quarantine */
    char *source; /* or entity type */
    gdouble value, limit;
    gboolean passed;
    char *message;    /* one sentence, with what to do */
    char *message_vi; /* the same in Vietnamese; NULL where it passed */
} HnGateResult;
void hn_gate_result_free(HnGateResult *result);

typedef struct {
    const HnGateSource *sources;
    gsize n_sources;
    const char *entity_type;
    const HnChangeCounts *counts;
    guint64 n_entities_last; /* live ones last published; 0 = nothing to compare with */
} HnGateInput;
/* Of HnGateResult, passed or not: row_ratio of each source, quarantine of each source,
 * entity_churn.
 * @ret_passed: all did. (transfer full) */
GPtrArray *hn_gates_check(const HnGates *gates, const HnGateInput *input, gboolean *ret_passed);
