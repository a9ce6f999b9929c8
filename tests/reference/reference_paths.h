/* tests/reference/reference_paths.h - the best path of two edges by its definition: every third row
 * is tried.
 */
#pragma once
#include "records/edge.h"

/* Between @a and @b over rows of their cluster; probabilities [n_edges] in 1/65536; 0 = none. */
guint32 hn_reference_path(const HnEdge *edges, gsize n_edges, const guint32 *probabilities,
                          const guint32 *cluster_of, guint32 n_rows, guint32 a, guint32 b);
