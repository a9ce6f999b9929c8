/* linker/live_graph.h - what a decision can touch: records held together by match edges, decisions
 * and entities.
 *
 * Data walk: live_change.c. Published crosswalk and edges in; the component of some records, and
 *   its edges under local numbers, out. Rows are the crosswalk's.
 * Why it is enough: match edges, must-links and one record per source never reach over a component,
 *   and records of one entity are taken in whole, so clusters outside of it stay what they are.
 * Cost: built once in one pass over edges and rows, 8 bytes an edge and 13 a row; then only the
 *   component's own size.
 * Threads: belongs to one thread.
 */
#pragma once
#include "linker/cluster.h"
#include "store/entity_state.h"

typedef struct _HnLiveGraph HnLiveGraph;
/* Borrows @crosswalk and @edges; lighter edges than @match_units hold nothing together. */
HnLiveGraph *hn_live_graph_new(const HnCrosswalk *crosswalk, const HnEdges *edges,
                               gint32 match_units);
void hn_live_graph_free(HnLiveGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLiveGraph, hn_live_graph_free)
/* The crosswalk's entity_of[row] was changed. */
void hn_live_graph_moved(HnLiveGraph *graph, guint32 row);
/* Appends the rows of an entity, in no promised order. */
void hn_live_graph_entity_rows(const HnLiveGraph *graph, guint64 entity, GArray *rows);
/* @rows: guint32, what the component grows from; ascending and distinct on return. SAME and LOCK of
 * @constraints bind. FALSE: more than @rows_max, @rows is then of no use. */
gboolean hn_live_graph_component(HnLiveGraph *graph, const HnConstraint *constraints,
                                 gsize n_constraints, guint rows_max, GArray *rows);
/* All edges, light ones too, between @rows (ascending), with their places in @rows as a and b,
 * ascending. */
HnEdge *hn_live_graph_edges(HnLiveGraph *graph, const guint32 *rows, guint n_rows, gsize *ret_n);
