/* linker/rejected_pairs.h - pairs inside a component that were compared and lie below the review
 * threshold.
 *
 * Data walk: score, behind its edges; link hands them to the cluster function beside the edges, and
 *   the store keeps them for live decisions. Nobody is asked or told about one.
 * Why: two records without an edge were never compared, or they were and differ. Whether two groups
 *   are one depends on which: five people of one surname and house, chained by single agreements,
 *   are told apart by the twenty pairs that differ (cross_support.h). Scoring keeps no edge of
 *   those, as nearly all of them lie between components.
 * Taken: classes held together by match edges; of their pairs without an edge those that share a
 *   block. A rejected pair votes and never joins.
 * Left out: components beyond the largest size whose pairs are no more than HN_REJECTED_EACH for
 *   each edge; theirs count as not compared.
 * Cost: the pairs x the merge of two short lists, some 50 ns; 20 bytes a class while it runs.
 * Threads: uses the pool; the result does not depend on how many.
 */
#pragma once
#include "blocking/blocks.h"
#include "store/entity_state.h"

#define HN_REJECTED_EACH 8u
#define HN_REJECTED_FREE 1000000u /* pairs that are looked at however few the edges are */
/* Their weight: as good as none. */
#define HN_REJECTED_UNITS (-16 * HN_WEIGHT_UNITS_PER_BIT)
/* That of two records that are never one (confirmed_apart.h). */
#define HN_NEVER_UNITS (HN_REJECTED_UNITS - 1)

typedef struct {
    guint32 n_classes;
    gsize n_edges;
    const HnEdge *edges; /* class edges ascending by (a, b) */
    gint32 match_units;
    const HnBlocks *blocks; /* that made them */
    HnThreadPool *pool;
} HnRejectedPairsInput;

/* Class edges ascending by (a, b), a < b, none of them of @edges. (transfer full) */
HnEdge *hn_rejected_pairs_find(const HnRejectedPairsInput *input, gsize *ret_n);
/* Those between @rows (ascending) of the record pairs @rejected, with their places in @rows as a
 * and b, ascending. (transfer full) */
HnEdge *hn_rejected_pairs_among(const HnEdges *rejected, const guint32 *rows, guint32 n_rows,
                                gsize *ret_n);
