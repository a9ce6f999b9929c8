/* linker/rival_partners.h - where sources hold an entity once: how probable a pair is beside the
 * others that its records could make.
 *
 * Data walk: pair_beliefs.c, behind the clusters; nothing decides by it.
 * Why: a record has one partner at most in such a source. If five products of the other shop look
 *   like this one, four of them are not it, whatever their weights say. And a rival that has a
 *   better partner of its own is none.
 * Model: every set of pairs in which no record has two partners in such a source is as likely as
 *   the product of its pairs' odds (Jerrum and Sinclair 1989, SIAM J. Comput. 18, "Approximating
 *   the permanent", monomers and dimers). A pair's probability is the share of the sets it is in.
 * Estimate: belief propagation. Along each pair its records tell each other how probable it is
 *   that they have no partner but perhaps this one: 1 / (1 + sum of odds x what the others' other
 *   ends say). Exact where rivals make no rings, good where they do (Zdeborova and Mezard 2006,
 *   "The number of matchings in random graphs", J. Stat. Mech.; Huang and Jebara 2009,
 *   "Approximating the permanent with belief propagation").
 * Pairs that both records choose then take what their like shows (mutual_choice.h).
 * Determinism: sums in the order of edges; the same number of rounds whatever the threads.
 * Cost: at most HN_RIVAL_ROUNDS passes over the edges, some 10 ns an edge each; 32 bytes an edge
 *   and 32 for each source in which a record has candidates.
 * Threads: reentrant.
 */
#pragma once
#include "linker/weight_shift.h"
#include "store/entity_state.h"

#define HN_RIVAL_ROUNDS 64u

typedef struct {
    guint32 n_rows;
    guint n_sources;
    const guint32 *source_of;     /* [n_rows] rows of a source follow each other */
    const guint8 *one_per_source; /* [n_sources] 1 = holds an entity once */
    const HnEdges *edges;         /* ascending by (a, b); of two sources, where one holds it once */
    const HnWeightShift *shift;   /* added to weights */
} HnRivalInput;

/* [edges->n] in 1/65536. */
void hn_rival_partners_find(const HnRivalInput *input, guint32 *ret_probability);
