/* insight/match_graph.h - how the records of one entity hang together: its match edges, and what
 *   people decided.
 *
 * Data walk: the rows of an entity in; pair_explanation.h asks for the chain between two of them,
 *   entity_explanation.h for the links that hold it together.
 * Tree: Kruskal (1956): links from the heaviest on, each where it joins two groups; so it tells how
 *   the entity grew, and the path in it between two records has the heaviest weakest link of all
 *   paths (Hu 1961). A decision that binds weighs more than any edge.
 * Bridge: a link without which the entity falls apart (bridges.h); it is of the tree.
 * Cost: links x log; a chain is another pass over the links.
 * Threads: one.
 */
#pragma once
#include "insight/bridges.h"
#include "linker/live_change.h"

#define HN_LINK_DECIDED HN_BRIDGE_DECIDED /* the weight of a decision */

typedef struct {
    guint32 a, b;        /* places among the rows, a < b */
    gint32 weight_units; /* HN_LINK_DECIDED: of a decision */
    guint32 rule;        /* of an edge: the first blocking rule */
    guint64 decision;    /* 0: an edge */
} HnMatchLink;

/* A link that joined two groups. */
typedef struct {
    guint32 link;
    guint32 n_a, n_b;   /* records of the groups of a and b before */
    gboolean is_bridge; /* never a decision: that holds */
} HnMatchStep;

typedef struct {
    GArray *rows; /* guint32 rows of the crosswalk, ascending */
    guint32 n_links;
    HnMatchLink *links; /* heaviest first, then by (a, b) */
    guint32 n_steps;
    HnMatchStep *steps; /* the tree, in the order in which the entity grew */
    guint32 n_bridges;
} HnMatchGraph;

HnMatchGraph *hn_match_graph_new(const HnLive *live, guint64 entity);
void hn_match_graph_free(HnMatchGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnMatchGraph, hn_match_graph_free)
/* The place of a row; G_MAXUINT32: it is not of the entity. */
guint32 hn_match_graph_place(const HnMatchGraph *graph, guint32 row);
/* Indexes of links (guint32) from place @a to place @b: of the chains whose weakest link is as
 * heavy as can be, one of the fewest links. Without link @without; G_MAXUINT32: with all. Empty:
 * there is none. (transfer full) */
GArray *hn_match_graph_chain(const HnMatchGraph *graph, guint32 a, guint32 b, guint32 without);
