/* linker/weight_shift.h - by how much weights say too much or too little, learned without labels
 * from pairs that other records confirm.
 *
 * Data walk: pair_beliefs.c, behind the clusters; nothing decides by it.
 * Why: weights add up comparisons as if they were independent, and EM may have settled on something
 *   else than matches. Where it did, pairs of middling weight come out as matches that no third
 *   record knows of.
 * Measure: an edge is confirmed where a sure path leads through a third record (cluster_paths.h).
 *   Of the edges that are sure themselves, and so match, a share q is confirmed: as many matches
 *   have a third record. If the edges of some weight were all matches, as large a share of them
 *   would be; of N of which a share s matches, about q s N. Matches of little weight are confirmed
 *   less often, as what spoils the one edge spoils the others of a record: s is rather too low.
 * Estimate: for each bit of weight the shift d, in bits, that makes the number confirmed likeliest
 *   (Poisson), where training is taken to be off by HN_SHIFT_DEVIATION bits or so (normal). Where
 *   entities have two records q is 0, nothing is learned and nothing shifts.
 * Source: error rates by a mixture that is calibrated on pairs of known truth: Belin and Rubin
 *   (1995), JASA 90(430), here with confirmed pairs in their place; what is caught again by a
 *   second way: Lincoln and Petersen (Seber 1982, "The estimation of animal abundance", 3.1).
 * Cost: microseconds.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

#include "records/match_weight.h"

#define HN_SHIFT_BINS 32u
#define HN_SHIFT_DEVIATION 2.0 /* bits; between 1 and 4 no stated figure moves by .02 */
/* Sure, of an edge or a path, in 1/65536: odds of sixteen to one, which is as far from one half as
 * the automatic review threshold is on the other side. */
#define HN_SHIFT_SURE 61681u

typedef struct {
    guint64 every; /* of the clusters one in so many was looked at: its edges count so often, but
                      witness once; at least 1 */
    guint64 n_edges[HN_SHIFT_BINS], n_confirmed[HN_SHIFT_BINS]; /* by whole bits of weight */
    guint64 n_sure, n_sure_confirmed;                           /* edges that are sure themselves */
} HnConfirmed;

typedef struct {
    gint32 units[HN_SHIFT_BINS]; /* to be added to a weight; 0 = nothing is known against it */
} HnWeightShift;

static inline guint
hn_shift_bin(gint32 weight_units)
{
    const gint32 bit =
        weight_units >= 0
            ? weight_units / HN_WEIGHT_UNITS_PER_BIT
            : -((HN_WEIGHT_UNITS_PER_BIT - 1 - weight_units) / HN_WEIGHT_UNITS_PER_BIT);
    return (guint)(CLAMP(bit, -(gint32)HN_SHIFT_BINS / 2, (gint32)HN_SHIFT_BINS / 2 - 1) +
                   (gint32)HN_SHIFT_BINS / 2);
}

void hn_weight_shift_fit(const HnConfirmed *confirmed, HnWeightShift *ret_shift);
