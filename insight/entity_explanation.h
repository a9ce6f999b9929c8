/* insight/entity_explanation.h - why the records of an entity hang together, why its golden record
 *   has these values, and what happened to it.
 *
 * Data walk: cli/ (later service/) names an entity; entity_json.h and the words of `explain` show
 *   what is found. Membership is that of now, with the decisions since the night; golden values are
 *   those that the next night gives to these members.
 * Audience: asked for a target, the golden values are those that it gets, from the records whose
 *   sources' values may reach it and from no others (linker/target_values.h): the provenance of
 *   each names one of them.
 * Cost: one pass over the record versions, the events of all nights, and the entity's links.
 * Threads: one.
 */
#pragma once
#include "insight/match_graph.h"
#include "insight/picked_records.h"
#include "linker/golden_record.h"

/* A value that some of the records hold. */
typedef struct {
    guint32 value;  /* code in the picked table */
    guint32 row;    /* of the crosswalk: the record that gives it, or the first that holds it */
    guint32 n_rows; /* records that hold it */
    gboolean is_chosen;
} HnEntityValue;

/* An attribute that some record has. */
typedef struct {
    guint attribute;
    HnGoldenBy by;       /* of an attribute of many values: nothing, all are kept */
    HnSurvivorship rule; /* BY_RULE */
    guint64 decision;    /* BY_STEWARD */
    guint first, n;      /* of the values: chosen first, then those that most records hold */
} HnEntityAttribute;

/* A decision in force that names one of the records. */
typedef struct {
    const HnDecision *decision;
    gboolean stands; /* not overruled by a later one */
} HnEntityDecision;

typedef struct {
    guint type;
    guint64 asked;  /* the id that was asked for */
    guint64 entity; /* what it is now; 0: retired */
    gboolean is_locked;
    guint64 first_seen;       /* run that issued it */
    HnMatchGraph *graph;      /* NULL when retired, as all below */
    HnPickedRecords *picked;  /* row i: graph->rows[i] */
    const HnTarget *audience; /* whose golden record it is; NULL: everybody's */
    guint32 n_heard;          /* records whose values count: all, or those of the audience */
    GArray *attributes;       /* HnEntityAttribute */
    GArray *values;           /* HnEntityValue */
    GPtrArray *cases;         /* const HnCase: of the last night, about it and another entity */
    GArray *decisions;        /* HnEntityDecision, ascending */
    HnEvents *events;         /* that name the asked id or the entity, in time */
    GArray *event_runs;       /* guint64 run of each; 0: since the last one */
} HnEntityExplanation;

/* @sequence: of an id that was issued for the type. @audience: of the same type; nullable. */
HnEntityExplanation *hn_entity_explanation_new(HnPublishedView *view, guint type, guint64 sequence,
                                               const HnTarget *audience, GError **error);
void hn_entity_explanation_free(HnEntityExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnEntityExplanation, hn_entity_explanation_free)
/* The step whose link is the weakest; NULL: there is none. */
const HnMatchStep *hn_entity_explanation_weakest(const HnEntityExplanation *explanation);
