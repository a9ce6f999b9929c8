/* insight/published_view.h - the published state as explanations look at it: what the last night
 *   left, with the decisions since, and the bundle that it was made under.
 *
 * Data walk: cli/ (later service/) opens one; record_lookup.h finds records in it, picked_records.h
 *   reads their values, pair_explanation.h and entity_explanation.h say why things are as they are.
 * Which bundle: the one of the published run, also where another was promoted since: an explanation
 *   is about what is published.
 * Cost: loads crosswalk, entities, edges and decisions of every entity type.
 * Threads: one.
 */
#pragma once
#include "linker/bundle.h"
#include "linker/live_change.h"
#include "linker/standardise_stage.h"
#include "publish/cases.h"

typedef struct {
    HnStore *store;
    const HnProject *project;
    guint64 run;         /* published */
    GPtrArray *received; /* HnSegment RECV, oldest first */
    HnLanding *landing;  /* in which nothing came */
    HnLive **lives;      /* [n_entities] */
    HnBundle **bundles;  /* [n_entities] NULL until asked for */
    char **bundle_ids;   /* [n_entities] of the run; NULL: it had none */
    HnCases **cases;     /* [n_entities] of the last night */
    GPtrArray *notes;    /* char *: what a reader should know, a sentence each */
} HnPublishedView;

/* Borrows both. HN_LINKER_ERROR_UNKNOWN when nothing was published. */
HnPublishedView *hn_published_view_new(HnStore *store, const HnProject *project, GError **error);
void hn_published_view_free(HnPublishedView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPublishedView, hn_published_view_free)
/* Borrowed. HN_LINKER_ERROR_CONFIGURATION when the project decides otherwise than it. */
const HnBundle *hn_published_view_bundle(HnPublishedView *view, guint type, GError **error);
/* Where the records of a type come from: for the functions of standardise_stage.h that need neither
 * pool nor budget. */
HnStandardiseInput hn_published_view_input(const HnPublishedView *view, guint type);
/* The source of that name among those that hold records of the type; NULL: the project has it no
 * more. */
const HnLandedSource *hn_published_view_source(const HnPublishedView *view, guint type,
                                               const char *name);
/* The case of the last night about the two entities, in any order; NULL: none. */
const HnCase *hn_published_view_case(const HnPublishedView *view, guint type, guint64 entity_a,
                                     guint64 entity_b);
/* The edge between two rows of the crosswalk, in any order; NULL: none. */
const HnEdge *hn_published_view_edge(const HnPublishedView *view, guint type, guint32 row_a,
                                     guint32 row_b);
