/* tests/reference/reference_score.h - a pair's levels and weight, straight from the strings.
 *
 * Data walk: property tests compare hn_pair_scorer_*() with it.
 * Nothing is prepared, remembered or skipped: every level of every comparison is tried in order,
 *   and weights are computed from m and u each time. The string measures themselves have
 *   references of their own.
 * Threads: reentrant.
 */
#pragma once
#include "scoring/pair_scorer.h"

/* Index of the first level that holds for two canonical values; @tokens: their words' weights,
 * nullable. */
guint reference_level(const HnComparison *comparison, const HnTermTable *tokens, HnSlice a,
                      HnSlice b);
/* As hn_pair_scorer_explain(); @model nullable: then weights are 0. */
gint32 reference_score(const HnRecordTable *table, const HnEntityType *type, const HnModel *model,
                       guint32 row_a, guint32 row_b, HnScoredComparison *ret_comparisons);
