/* linker/live_private.h - what live_change.c, live_plan.c and live_plan_why.c share about the state
 * in memory and about a plan.
 *
 * Data walk: plan() reads it, take() changes it, commit() writes it.
 * Threads: one.
 */
#pragma once
#include "base/judy_map.h"
#include "base/judy_set.h"
#include "linker/constraints.h"
#include "linker/identity.h"
#include "linker/live_change.h"
#include "linker/live_graph.h"
#include "linker/live_plan.h"
#include "linker/settle.h"
#include "store/decisions.h"

struct _HnLive {
    char *type;
    HnStoreMoment moment; /* of what was loaded; of the first of several lives that of all */
    guint64 run;          /* published; first_seen of the entities that acts issue */
    gint32 match_units;
    guint32 support_min;
    HnCrosswalk *crosswalk;
    HnEntities *entities;
    HnEdges *edges, *rejected;
    HnLiveGraph *graph;
    gint32 *authority;      /* [n_sources of the crosswalk] */
    guint8 *one_per_source; /* the same; or NULL */
    guint8 *meets;          /* [n_sources * n_sources] of HnMeet; NULL: all may meet */
    GPtrArray *decisions;   /* HnDecision, all, ascending */
    guint n_stored;         /* of them: those behind are new */
    HnConstraints *constraints;
    HnSettled *settled; /* of the decisions in force */
    HnEvents *events;   /* of the acts */
    guint64 n_new;      /* entities issued by the acts */
    HnJudySet *moved;   /* rows whose entity the acts changed */
    HnJudySet *changed; /* entities that the acts changed or issued */

    /* Of a replay (live_replay.h), else NULL: */
    guint64 base_change; /* live changes up to it are in the staged state */
    HnLiveSince *since;  /* what the decisions did when they were made */
    HnJudyMap *was_in;   /* of moved rows: the entity before the acts */
    GArray *were;        /* HnEntity that the acts changed, before them */
};

struct _HnLivePlan {
    HnLive *live;
    GPtrArray *decisions; /* HnDecision of the act; owned */
    HnConstraints *constraints;
    HnSettled *settled;
    GArray *standing;  /* HnConstraint that are not overruled */
    GArray *overruled; /* guint64 */
    GArray *rows;      /* guint32: the component, ascending */
    gboolean deferred;
    HnEntities *old;        /* of the component, and what formers name; as they are */
    HnIdentity *identity;   /* of the component's rows */
    guint64 *old_entity_of; /* [rows->len] as published */
    HnEvents *events;
    guint n_moved;
};

HnRowsMeet hn_live_rows_meet(const HnLive *live);
/* The published state without graph and constraints; then those, of live->decisions. */
HnLive *hn_live_load(HnStore *store, const HnProject *project, guint entity, GError **error);
void hn_live_make_ready(HnLive *live);
/* @n_rows rows of a crosswalk, ascending, that are in @entity_of. */
HnCrosswalk *hn_live_crosswalk_part(const HnCrosswalk *all, const guint32 *rows, guint n_rows,
                                    const guint64 *entity_of);
/* The acts' entities and events get numbers from these on; then the effect of all as a change,
 * whose arrays are in @blocks. */
void hn_live_number(HnLive *live, guint64 first_entity, guint64 first_event,
                    guint64 first_decision);
void hn_live_effect(const HnLive *live, HnLiveChange *change, GPtrArray *blocks);
