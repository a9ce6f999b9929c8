/* tests/reference/reference_cluster.h - clusters by the words of linker/cluster.h, on adjacency
 * matrices.
 *
 * Every question is asked again from the start: closures by Warshall's three loops, each merge by
 * looking at all pairs of the rows it would unite. At most HN_REFERENCE_CLUSTER_ROWS rows.
 */
#pragma once
#include "linker/cluster.h"

#define HN_REFERENCE_CLUSTER_ROWS 16

void hn_reference_cluster(const HnClusterInput *input, guint32 *ret_cluster_of,
                          GArray **ret_overruled);
