/* linker/live_private.h - what live_change.c and live_plan.c share about the state in memory.
 *
 * Data walk: plan() reads it, take() changes it, commit() writes it.
 * Threads: one.
 */
#pragma once
#include "base/judy_set.h"
#include "linker/constraints.h"
#include "linker/live_change.h"
#include "linker/live_graph.h"
#include "linker/settle.h"

struct _HnLive {
    char *type;
    guint64 run; /* published; first_seen of the entities that acts issue */
    gint32 match_units;
    guint32 support_min;
    HnCrosswalk *crosswalk;
    HnEntities *entities;
    HnEdges *edges, *rejected;
    HnLiveGraph *graph;
    gint32 *authority;      /* [n_sources of the crosswalk] */
    guint8 *one_per_source; /* the same; or NULL */
    GPtrArray *decisions;   /* HnDecision, all, ascending */
    guint n_stored;         /* of them: those behind are new */
    HnConstraints *constraints;
    HnSettled *settled; /* of the decisions in force */
    HnEvents *events;   /* of the acts */
    guint64 n_new;      /* entities issued by the acts */
    HnJudySet *moved;   /* rows whose entity the acts changed */
    HnJudySet *changed; /* entities that the acts changed or issued */
};
