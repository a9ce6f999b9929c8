/* linker/dependence.h - which comparisons are not independent, and what that does to a weight.
 *
 * Data walk: training, between rounds of EM. A postal code implies its town: two strangers who
 *   agree on the one agree on the other, and adding both weights would make them one person.
 * Model: the joint of all comparisons among strangers is a forest: for each edge (a, b) the weight
 *   gains log2 of u(i) u(j) / u(i,j). The forest is the one whose edges change the doubtful
 *   candidates most. Matches stay independent: what their fields have in common is learned from
 *   the model's own verdicts, and feeds on itself (docs/decisions/0019-two-way-terms.md).
 * How: u(i,j) comes from random pairs, and where i is exact agreement from pairs that were drawn to
 *   agree on it, as among random ones there are too few; each pair counts as far as it is no match
 *   under the model. It is shrunk to independence by SHRINK pairs. Pairs are drawn only for
 *   comparisons that begin with exact, of attributes of one value.
 *   An edge must make the random pairs likelier by more than its parameters would by chance, and
 *   levels that mostly matches show together get no term.
 * Source: Chow and Liu (1968), "Approximating discrete probability distributions with dependence
 *   trees"; two-way terms in record linkage: Winkler (1993), "Improved decision rules in the
 *   Fellegi-Sunter model of record linkage"; Schwarz (1978), "Estimating the dimension of a model".
 *   Left out: terms of three and more.
 * Determinism: seeds are constants; pairs are drawn by rows, which follow record names.
 * Cost: at most 8,192 pairs for each comparison, all where there are no more; then its patterns.
 * Threads: the pool, a task a comparison; the result does not depend on it.
 */
#pragma once
#include "base/thread_pool.h"
#include "linker/em.h"
#include "linker/pattern_counts.h"
#include "linker/value_frequencies.h"

typedef struct {
    guint n_comparisons;
    GArray *random;    /* HnPatternCount of random pairs; borrowed */
    GArray **agreeing; /* [n_comparisons] of pairs that agree exactly on it; NULL: none drawn */
} HnDependence;

/* Of pairs in @scope. @frequencies: of values on its lines; @random: patterns of random pairs. */
HnDependence *hn_dependence_new(const HnPairScope *scope, const HnEntityType *type,
                                const HnValueFrequencies *frequencies, GArray *random,
                                HnPairScorer *scorer, HnThreadPool *pool);
void hn_dependence_free(HnDependence *dependence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnDependence, hn_dependence_free)
/* Sets the model's interactions from its m, u, lambda and the interactions it has. @candidates: all
 * candidate pairs: they tell which interactions matter. @share: of matches among random pairs, as
 * far as is known; 0: nothing is, and all of them count as strangers. @relatives (nullable) are
 * strangers. */
void hn_dependence_fit(const HnDependence *dependence, const HnEntityType *type,
                       const HnEmPass *candidates, const HnEmRelatives *relatives, double share,
                       HnModel *model);
/* The same with the terms that move no doubtful candidate: all that the strangers show. */
void hn_dependence_fit_all(const HnDependence *dependence, const HnEntityType *type,
                           const HnEmPass *candidates, const HnEmRelatives *relatives, double share,
                           HnModel *model);
