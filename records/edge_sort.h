/* records/edge_sort.h - edges in their order, ascending by (a, b).
 *
 * Data walk: score gathers the edges of its ranges, link those of its records.
 * How: counted by a, dealt to the places of their a, and there sorted by b: an end has few edges,
 *   so one random write an edge is nearly all there is. A radix sort of the two ends takes five or
 *   six.
 * Cost: 20 ns an edge; 4 bytes an end and a second copy of the edges.
 * Threads: reentrant.
 */
#pragma once
#include "records/edge.h"

typedef struct {
    gsize n;
    const HnEdge *edges;
} HnEdgePart;
/* All edges of the parts, sorted; no (a, b) may stand there twice. Every a is below @n_ends.
 * [sum of n + 1] (transfer full) */
HnEdge *hn_edges_sorted(const HnEdgePart *parts, gsize n_parts, guint32 n_ends);
