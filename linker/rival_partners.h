/* linker/rival_partners.h - where sources hold an entity once: how probable a pair is beside the
 * others that its records could make.
 *
 * Data walk: pair_beliefs.c, behind the clusters; nothing decides by it.
 * Why: a record has one partner at most in such a source. If five products of the other shop look
 *   like this one, four of them are not it, whatever their weights say: second partners are false
 *   matches that can be counted without labels.
 * Rule: with odds o of the pair, and A and B those of all other pairs that its first and its second
 *   record make with the other's source, o / (1 + o + A) is what the first record says, and
 *   o / (1 + o + A + B) what both say together. One half from each end is what is expected in all:
 *   a record counts with one partner at most. A rival that has a better partner elsewhere still
 *   counts: the figure would rather be too low.
 * Source: Blakely and Salmond (2002), "Probabilistic record linkage and a method to calculate the
 *   positive predictive value", Int. J. Epidemiology 31, who count second matches in 1:1 linkage;
 *   here by odds in place of a threshold.
 * Determinism: sums in the order of edges.
 * Cost: two passes over the edges for each such source; 16 bytes an edge, 8 a row.
 * Threads: reentrant.
 */
#pragma once
#include "linker/weight_shift.h"
#include "store/entity_state.h"

typedef struct {
    guint32 n_rows;
    guint n_sources;
    const guint32 *source_of;     /* [n_rows] */
    const guint8 *one_per_source; /* [n_sources] 1 = holds an entity once */
    const HnEdges *edges;
    const HnWeightShift *shift; /* added to weights */
} HnRivalInput;

/* TRUE: both rows are of one source that holds an entity once. */
static inline gboolean
hn_rival_partners_excluded(const HnRivalInput *input, const HnEdge *edge)
{
    return input->source_of[edge->a] == input->source_of[edge->b] &&
           input->one_per_source[input->source_of[edge->a]] != 0;
}

/* [edges->n] each, in 1/65536: what both ends say together, what is expected in all, and the less
 * of what the two ends say. Excluded pairs have 0. */
void hn_rival_partners_find(const HnRivalInput *input, guint32 *ret_together, guint32 *ret_expected,
                            guint32 *ret_least);
