/* records/match_weight.h - what a match weight means.
 *
 * Data walk: scoring adds weights; clusters, results, explanations and init read probabilities.
 * Cost: 20 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/exact_math.h"
#include "records/schema.h"

/* 2^bits of @units: the Bayes factor that they stand for. */
static inline double
hn_bayes_factor(gint32 units)
{
    return hn_exp2((double)units / HN_WEIGHT_UNITS_PER_BIT);
}

/* 1 / (1 + 2^-bits), the same bits on every processor. */
static inline double
hn_match_probability(gint32 units)
{
    return 1.0 / (1.0 + hn_exp2(-((double)units / HN_WEIGHT_UNITS_PER_BIT)));
}
