/* linker/run_summary.h - what a run says about itself, for people and as the JSON object of
 * contract 1.
 *
 * Data walk: the night fills it; it is stored with the run, printed by `run --json`, and told in
 *   words.
 * Threads: belongs to the run's thread.
 */
#pragma once
#include <glib.h>

#include "base/codec.h"
#include "base/json_writer.h"
#include "linker/expected_parts.h"

#define HN_STAGES 10
typedef enum {
    HN_STAGE_LAND,
    HN_STAGE_STANDARDISE,
    HN_STAGE_TRAIN,
    HN_STAGE_BLOCK,
    HN_STAGE_SCORE,
    HN_STAGE_LINK,
    HN_STAGE_GATE,
    HN_STAGE_COMMIT,
    HN_STAGE_PUBLISH,
    HN_STAGE_DELIVER,
} HnStage;
const char *hn_stage_name(HnStage stage);

/* What people are asked of one entity type. */
typedef struct {
    char *entity_type;                /* owned */
    gint32 match_units, review_units; /* thresholds in force */
    gboolean has_budget;
    guint64 budget, n_cases, n_over; /* over: review cases that the budget leaves out */
} HnRunReview;

typedef struct {
    char *relation;          /* owned */
    guint64 n;               /* lines of relations.jsonl.zst */
    guint64 n_values_common; /* values that relate nobody, as too many entities have them */
} HnRunRelation;

/* What one entity type is made of: what the next night is compared with. */
typedef struct {
    char *entity_type; /* owned */
    guint64 n_records, n_pairs, largest;
} HnRunType;

/* A delivery of tonight. */
typedef struct {
    const char *source, *state, *why; /* owned by the summary; why: NULL = landed */
    guint64 n_read, n_accepted, n_quarantined;
} HnRunSource;

typedef struct {
    char run_id[16];
    char bundle[65];    /* of the only entity type; several are joined by "+" in `bundles` */
    GPtrArray *bundles; /* char *: "TYPE=ID" */
    gboolean published, resumed, held, dry_run;
    guint64 rollback_to; /* the run that it brings back; 0: an ordinary night */
    char *rollback_reason, *rollback_by;
    char *accept_reason, *accept_by; /* a gate held it, and somebody let it pass; or NULL */
    guint64 n_read, n_accepted, n_quarantined, n_withdrawn;
    guint64 n_pairs, n_edges_match, n_edges_review;
    guint64 n_clusters, n_entities, n_records, largest;
    guint64 n_new, n_merged, n_split, n_moved, n_retired, n_joined, n_updated, n_restored, n_events;
    guint64 n_cases;
    GArray *reviews;    /* HnRunReview, in the order of the entity types */
    GArray *types;      /* HnRunType, in the order of the entity types */
    GArray *relations;  /* HnRunRelation, in the order of the project's relations */
    GArray *sources;    /* HnRunSource, in the order of the project's */
    GPtrArray *targets; /* char *: JSON of each (publish/delivery.h); empty before delivery */
    HnExpectation expectation;
    GPtrArray *expected_by; /* HnExpectedPart */
    gdouble seconds[HN_STAGES], seconds_total;
    guint64 peak_bytes;
    char *results;           /* path of the results folder */
    char results_sha256[65]; /* of manifest.json */
    GPtrArray *notes;        /* char *: sources that kept their state, gates, dropped values ... */
    GPtrArray *notes_vi;     /* char *: the same in Vietnamese, for people; run.json has @notes */
    gboolean kept;           /* a source kept its last accepted state: exit 4 */
    gboolean kept_targets;   /* and so did a target */
} HnRunSummary;
void hn_run_summary_init(HnRunSummary *summary);
void hn_run_summary_clear(HnRunSummary *summary);
/* That it brings back an earlier run, why and who asked for it; copied. */
void hn_run_summary_set_rollback(HnRunSummary *summary, guint64 run, const char *reason,
                                 const char *by);
/* Everything but the notes: what follows is another run. */
void hn_run_summary_forget(HnRunSummary *summary);
/* A new relation of which nothing is counted; valid until the next one. */
HnRunRelation *hn_run_summary_relation(HnRunSummary *summary, const char *relation);
void hn_run_summary_add_source(HnRunSummary *summary, const HnRunSource *source); /* copied */
/* The list `relations` of an object. */
void hn_run_summary_write_relations(const HnRunSummary *summary, HnJsonWriter *json);
void hn_run_summary_write(const HnRunSummary *summary, HnJsonWriter *json);
char *hn_run_summary_json(const HnRunSummary *summary); /* the same as a text (transfer full) */
/* All of it, for the process that goes on with the run (run_summary_codec.c). */
void hn_run_summary_encode(const HnRunSummary *summary, GByteArray *out);
/* In the place of what @summary holds; FALSE: not what _encode() makes, nothing changed. */
gboolean hn_run_summary_decode(HnRunSummary *summary, HnSlice bytes);
/* The sentence in both languages. (transfer none) */
void hn_run_summary_note(HnRunSummary *summary, const char *english, const char *vietnamese);
