/* linker/level_rates.h - how often two random records show each level of each comparison.
 *
 * Data walk: training; p(level) of random pairs is u plus a little m (see training.h, step 5).
 *   Exact agreement is counted: sum f(f-1) / n(n-1) over the values' frequencies f. The other
 *   levels come from 500,000 random pairs of records, all pairs when there are fewer; what the
 *   exact level takes is scaled to the counted figure.
 * Cost: one pass over the rows for frequencies; pairs x kernel.
 * Threads: the pool.
 */
#pragma once
#include "base/thread_pool.h"
#include "records/record_table.h"
#include "scoring/pair_scorer.h"

typedef struct {
    double rate[HN_COMPARISONS_MAX][HN_LEVELS_MAX]; /* sums to 1 over the levels of a comparison */
    guint32 n_with_value[HN_COMPARISONS_MAX];
} HnLevelRates;

/* A value of a number, phone or e-mail address that this many records hold is nobody's: a filler,
 * an office, a typing habit. It is no evidence, and training does not look at it. */
#define HN_COMMON_COUNT 50u
gboolean hn_level_rates_identifies(HnAttributeType type); /* meant to be one holder's: see above */

void hn_level_rates_measure(const HnRecordTable *table, const HnEntityType *type,
                            HnPairScorer *scorer, HnThreadPool *pool, HnLevelRates *ret_rates);
/* Frequency of every value code of @attribute over the records: [size + 1]; a record with several
 * values counts each once. (transfer full) */
guint32 *hn_level_rates_frequencies(const HnRecordTable *table, guint attribute,
                                    guint32 *ret_n_with_value);
