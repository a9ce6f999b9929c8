/* linker/cluster.h - the one cluster function: edges and constraints in, clusters out (DESIGN
 *   4.11, 4.14).
 *
 * Data walk: link calls it on all rows of a night; a live decision calls it on the touched
 *   component only: same edges and constraints, same clusters.
 * How: union-find over match edges and must-links gives components. A component in which no
 *   constraint is violated is a cluster. In the others groups grow greedily: must-links first,
 *   then match edges by (weight descending, smaller row, larger row); two groups merge unless a
 *   constraint forbids it, or all that is known between them supports it too little: one edge
 *   among many pairs that disagree is a weak bridge (cross_support.h).
 * Never one: rejected pairs of weight HN_NEVER_UNITS, unless a person bound them together.
 * The law: no cluster has rows of two sources that never meet (records/meetings.h), whoever said
 *   that they are one. Sources that may not be compared may be of one cluster through a third; that
 *   nobody compared them is no sign against it.
 * Constraints: DIFFERENT (no cluster with a row of both groups), one record per source, LOCK
 *   (exactly these rows). SAME against DIFFERENT, or a lock against one of them: the later
 *   decision wins, the conflict is reported and becomes a case. SAME stands above one record per
 *   source: a person said so.
 * Source: union-find with path halving and union by smallest row (Tarjan and van Leeuwen 1984);
 *   greedy constrained agglomeration is Kruskal's order (1956) with a veto, as in Davidson and
 *   Ravi (2005).
 * Cost: edges x about 40 ns (10 M edges over 10 M rows: 0.44 s), up to 2 us in large components
 *   that grow anew; conflicted components sort their edges.
 * Threads: one.
 */
#pragma once
#include "records/edge.h"
#include "records/meetings.h"

typedef enum { HN_CONSTRAINT_SAME, HN_CONSTRAINT_DIFFERENT, HN_CONSTRAINT_LOCK } HnConstraintKind;
typedef struct {
    HnConstraintKind kind;
    guint64 decision;       /* sequence: later wins a conflict */
    guint n_rows[2];        /* second group only for DIFFERENT */
    const guint32 *rows[2]; /* ascending */
} HnConstraint;

typedef struct {
    guint32 n_rows;
    gsize n_edges;
    const HnEdge *edges; /* record edges ascending by (a, b) */
    gsize n_rejected;
    const HnEdge *rejected; /* none of them edges; they join nothing (rejected_pairs.h) */
    gint32 match_units;     /* lighter edges do not join */
    guint32 support_min; /* 1/65536: support between two groups that an edge needs to join them, or
                            the probability of @match_units where this is less; 0 = each match edge
                            joins */
    gsize n_constraints;
    const HnConstraint *constraints; /* ascending by decision */
    guint n_sources;
    const guint32 *source_of;     /* [n_rows]; may be NULL when one_per_source and meets are */
    const guint8 *meets;          /* [n_sources * n_sources] of HnMeet; or NULL: all compare */
    const guint8 *one_per_source; /* [n_sources] 1 = one record of it per cluster; or NULL */
} HnClusterInput;

typedef struct {
    guint32 n_clusters, largest;
    guint32 n_conflicted;       /* components that needed the greedy way */
    guint32 n_bridges_cut;      /* times that two groups did not join for want of support */
    gsize n_edges_cut;          /* match edges between different clusters */
    gsize n_decision_conflicts; /* decisions overruled by later ones */
    GArray *overruled;          /* guint64 decision sequences, ascending; owned */
} HnClusterReport;
void hn_cluster_report_clear(HnClusterReport *report);
/* @ret_cluster_of[n_rows]: the smallest row of the row's cluster. */
void hn_cluster(const HnClusterInput *input, guint32 *ret_cluster_of, HnClusterReport *ret_report);
