/* linker/blocking_loss.h - the true pairs of one entity type that no blocking rule makes, estimated
 * without labels.
 *
 * Data walk: expectation.c and expected_parts.c, behind the clusters. Nothing decides by it.
 * Two looks, of which the larger counts, as each misses some:
 *   - likely matches by the key parts that they share, in a model that says how many there are of
 *     other patterns (capture_model.h);
 *   - pairs inside clusters, which chains of edges brought together: those that no rule makes are
 *     lost, in front of everybody's eyes. Clusters are drawn together by what rules see, so that
 *     share is too small.
 * Where a rule has a window, or keys have more parts than the model looks at, likely matches are
 *   counted by how many rules make them; with f1 made by one rule and f2 by two, at least
 *   f1^2 / (2 f2) are made by none (Chao 1987, "Estimating the population size for
 *   capture-recapture data with unequal catchability", Biometrics 43; bias-corrected, which holds
 *   for f2 = 0).
 * Not told: where all rules need one attribute, what they lose by it leaves no trace in what they
 *   make (the catchability of such a pair is 0, and no model of captures sees it).
 * Left out: the second list without duplicates that Dasylva and Goussanou (2022) ask for, which
 *   registers are not.
 * Determinism: every n-th likely match of the edges' order, every n-th pair of the clusters' rows.
 * Cost: 20,000 pairs of each kind are looked up, some microseconds each; then the model.
 * Threads: reentrant.
 */
#pragma once
#include "records/record_table.h"
#include "store/entity_state.h"

typedef struct {
    guint64 n_likely;                     /* edges from a probability of one half on */
    guint64 n_once, n_twice, n_looked_up; /* of them, by rules that make them */
    guint64 p_lost;                       /* pairs that no rule makes, in 1/65536 */
    gboolean is_blind;           /* hn_blocking_loss_needs(): the figures leave that loss out */
    guint64 n_inside, n_unruled; /* pairs inside clusters, and those of them that no rule makes */
} HnBlockingLoss;

void hn_blocking_loss_of(HnBlockingLoss *ret_loss, const HnRecordTable *table,
                         const HnEntityType *type, const HnEdges *edges, const guint32 *cluster_of);
/* An attribute that every rule needs, or -1: by how much a pair that differs in it is missed is not
 * in the data. */
gint hn_blocking_loss_needs(const HnEntityType *type);
/* The bound of Chao, in 1/65536. */
guint64 hn_blocking_loss_bound(guint64 n_once, guint64 n_twice);
