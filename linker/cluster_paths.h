/* linker/cluster_paths.h - what the others of a cluster say about two of its records: the best path
 * of two edges between them.
 *
 * Data walk: pair_beliefs.c, behind the clusters; nothing decides by it.
 * Why: a pair is scored as if there were no others. If a is c and c is b, then a is b, however
 *   little a and b have in common by themselves.
 * Rule: the path's probability is the product of its edges'; of all paths over the neighbours that
 *   either end is likeliest with, HN_PATH_NEIGHBOURS of each, the best. Longer paths and several
 *   together are left out: their edges err together.
 * Pairs of a cluster that have no edge: each record looks at up to HN_PATH_UNSCORED of them, and
 *   each of these stands for its share of those that the record has.
 * Determinism: neighbours by probability and then by row, the records without an edge from a place
 *   that follows the row's number.
 * Plain clusters, in which every pair has an edge of .999 or more, are not looked at: a path could
 *   add a thousandth. Of more than HN_PATH_ROWS_MAX rows the clusters of a share are, by a hash of
 *   their smallest rows.
 * Cost: one pass over the edges; in clusters that are looked at a binary search for each end of an
 *   edge and each likely neighbour. 8 bytes a row, 1 an edge, and 48 an edge of the
 *   largest cluster.
 * Threads: one.
 */
#pragma once
#include "store/entity_state.h"

#define HN_PATH_NEIGHBOURS 16u
#define HN_PATH_UNSCORED 4u
#define HN_PATH_SHARES 12u /* divides by every number of pairs that a record may look at */
#define HN_PATH_ROWS_MAX 131072u

typedef enum {
    HN_PATH_OUTSIDE,  /* between clusters */
    HN_PATH_LEFT_OUT, /* inside one that is not looked at for want of time */
    HN_PATH_SMALL,    /* inside one of two records */
    HN_PATH_PLAIN,
    HN_PATH_FOUND,
} HnPathState;

/* Two rows of one cluster without an edge. */
typedef struct {
    guint32 a, b;
    guint32 probability; /* of the best path over neighbours of @a, 1/65536; 0 = there is none */
    guint64 n_shares;    /* pairs that it stands for, in 1/HN_PATH_SHARES */
} HnUnscoredPair;

typedef struct _HnClusterPaths HnClusterPaths;
/* Borrows @edges, ascending by (a, b), and @cluster_of [n_rows]: each row's cluster, by its
 * smallest row. @probabilities [edges->n], in 1/65536, say which clusters are plain. */
HnClusterPaths *hn_cluster_paths_new(guint32 n_rows, const HnEdges *edges,
                                     const guint32 *cluster_of, const guint32 *probabilities);
void hn_cluster_paths_free(HnClusterPaths *paths);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnClusterPaths, hn_cluster_paths_free)
guint64
hn_cluster_paths_every(const HnClusterPaths *paths); /* one cluster in so many is looked at */
/* [edges->n] HnPathState. */
const guint8 *hn_cluster_paths_states(const HnClusterPaths *paths);
/* @probabilities [edges->n] in 1/65536. @ret_paths [edges->n] in the same: the best path between
 * the ends of an edge whose state is FOUND, 0 = there is none; others stay. @unscored:
 * HnUnscoredPair are appended; or NULL. */
void hn_cluster_paths_find(HnClusterPaths *paths, const guint32 *probabilities, guint32 *ret_paths,
                           GArray *unscored);
