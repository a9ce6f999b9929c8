/* linker/pair_beliefs.h - how probable pairs are, seen with what stands around them: what a night
 * states of its own quality is their sum.
 *
 * Data walk: link, behind the clusters; expectation.c and expected_parts.c add up. Nothing decides
 *   by it.
 * Steps: 1 edges that a third record confirms tell by how much weights say too much or too little
 *   (weight_shift.h). 2 where a source holds an entity once, a record's pairs compete
 *   (rival_partners.h). 3 a pair inside a cluster is at least as probable as the best path through
 *   a third record (cluster_paths.h); so is one that has no edge.
 * Cost: that of the three: a few passes over the edges, more inside clusters of three or more; 8
 *   bytes an edge, and more where sources hold an entity once.
 * Threads: one; then immutable.
 */
#pragma once
#include "linker/blocking_loss.h"
#include "linker/cluster_paths.h"
#include "linker/cross_support.h"
#include "records/record_table.h"

typedef struct {
    guint32 *stated;       /* [edges->n] 1/65536 */
    GArray *unscored;      /* HnUnscoredPair: of pairs inside clusters that have no edge */
    HnCrossSupport *plain; /* what weights say by themselves */
    gboolean compete;      /* sources hold an entity once: pairs say nothing by themselves */
    const guint8 *states;  /* [edges->n] HnPathState */
    HnClusterPaths *clusters;
    HnBlockingLoss loss; /* and of pairs that no rule makes */
} HnPairBeliefs;

static inline gboolean
hn_pair_beliefs_within(const HnPairBeliefs *beliefs, gsize edge)
{
    return beliefs->states[edge] != HN_PATH_OUTSIDE;
}

/* Borrows @edges, ascending by (a, b), and @cluster_of: each row's cluster, by its
 * smallest row. */
HnPairBeliefs *hn_pair_beliefs_new(const HnRecordTable *table, const HnEntityType *type,
                                   const HnEdges *edges, const guint32 *cluster_of);
void hn_pair_beliefs_free(HnPairBeliefs *beliefs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPairBeliefs, hn_pair_beliefs_free)
