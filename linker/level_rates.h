/* linker/level_rates.h - how often two random records show each level of each comparison.
 *
 * Data walk: training; p(level) of random pairs is u plus a little m (see training.h, step 5).
 *   Exact agreement is counted: sum f(f-1) / n(n-1) over the values' frequencies f. The other
 *   levels come from 500,000 random pairs of records, all pairs when there are fewer; what the
 *   exact level takes is scaled to the counted figure. Where few of these pairs have a value on
 *   both sides, in an attribute of few sources, another 100,000 are drawn among the records that
 *   have one.
 * Cost: pairs x kernel.
 * Threads: the pool.
 */
#pragma once
#include "base/thread_pool.h"
#include "linker/pattern_counts.h"
#include "linker/value_frequencies.h"
#include "scoring/pair_scorer.h"

typedef struct {
    double rate[HN_COMPARISONS_MAX][HN_LEVELS_MAX]; /* sums to 1 over the levels of a comparison */
    double one_pair[HN_COMPARISONS_MAX];            /* the rate of one of the pairs looked at */
    double one_pair_exact[HN_COMPARISONS_MAX];      /* of level 0; where it is counted, of all */
    guint32 n_with_value[HN_COMPARISONS_MAX];
    double shown[HN_COMPARISONS_MAX]; /* of their pairs, that can be compared: of many values of
                                         several kinds not all can */
    gboolean is_known[HN_COMPARISONS_MAX]; /* rate[c][0] is u itself, from a population */
    GArray *patterns; /* HnPatternCount of the pairs looked at; owned: hn_level_rates_clear() */
} HnLevelRates;

void hn_level_rates_clear(HnLevelRates *rates);
/* Of the pairs in @scope. @frequencies: of its table's values. */
void hn_level_rates_measure(const HnPairScope *scope, const HnEntityType *type,
                            const HnValueFrequencies *frequencies, HnPairScorer *scorer,
                            HnThreadPool *pool, HnLevelRates *ret_rates);
