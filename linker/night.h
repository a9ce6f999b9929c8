/* linker/night.h - a run in progress: what the stages share, and what survives a kill.
 *
 * Data walk: pipeline.c calls these in order. night.c begins, resumes and ends a run;
 * night_stages.c runs the stages or brings their checkpoints back; night_link.c stages the results;
 * night_commit.c flips the manifest, under what people decided meanwhile.
 * Files of a run: runs/RUN/NAME.hns (checkpoints), runs/RUN/results/ (staged),
 * runs/RUN/quarantine-FEED.jsonl, runs/RUN/run.json (times and memory, outside every digest).
 * Threads: one.
 */
#pragma once
#include "linker/link_stage.h"
#include "linker/pipeline.h"
#include "publish/gates.h"

typedef struct {
    HnStandardised *standardised;
    HnBundle *bundle;
    gboolean is_own; /* the run learned it: no other is promoted, and its commit promotes it */
    HnBlocks *blocks;
    HnRuleReport *rules; /* [n_rules] */
    HnFormSpace *forms;  /* what training made for the score stage, or NULL */
    HnScored *scored;
    HnLinked *linked;
} HnNightType;

#define HN_NIGHT_RESULTS 6 /* crosswalk edges changes cases golden relations */

struct HnNight {
    const HnPipelineOptions *options;
    HnRunSummary *summary;
    HnStore *store;
    HnRunInfo run;
    char run_id[16];
    gboolean is_committed; /* committed before a kill */
    gboolean is_accepted;  /* a gate held it, and a person let it pass: what was staged is published
                              as it is */
    gboolean goes_on;      /* so it was before a kill, and others are delivered by now: the night
                              begins behind it */
    HnThreadPool *pool;
    HnBudget *budget;
    GError **shut;        /* [n_feeds] why a pipe could not be opened or a query was refused, or
                             NULL */
    GPtrArray *published; /* HnSegment RECV, before tonight */
    HnLanding *landing;
    guint n_types;
    HnNightType *types;  /* one for each entity type of the project */
    GPtrArray *segments; /* HnSegment: what commit adds to the manifest */
    HnResultInfo results[HN_NIGHT_RESULTS];
    guint8 manifest_sha256[HN_DIGEST_BYTES]; /* of results/manifest.json */
    guint64 manifest_bytes;
    gboolean is_earlier;      /* what is being published was committed before a kill, and a new run
                            follows */
    HnChangeCounts *counts;   /* [n_types] for the gates, also after a resume */
    guint64 *n_entities_last; /* [n_types] */
    HnGateFacts *gate_facts;  /* [n_types] the same */
    gint64 started_us, stage_us;
};

HnNight *hn_night_begin(const HnPipelineOptions *options, HnRunSummary *summary, GError **error);
void hn_night_free(HnNight *night);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnNight, hn_night_free)
/* Behind a run that goes on: what came in pipes was copied for this one. (transfer full) @before */
HnNight *hn_night_begin_next(HnNight *before, GError **error);
/* FALSE; *error says so where another run took the store over: its files may be gone too. */
gboolean hn_night_was_taken_over(HnNight *night, GError **error);
gboolean hn_night_is_committed(const HnNight *night);
/* Whether anything of the feed is in the state before tonight. */
gboolean hn_night_has_published(const HnNight *night, const HnFeed *feed);
gboolean hn_night_land(HnNight *night, GError **error);
gboolean hn_night_standardise(HnNight *night, GError **error);
gboolean hn_night_train(HnNight *night, GError **error);
gboolean hn_night_block(HnNight *night, GError **error);
gboolean hn_night_score(HnNight *night, GError **error);
gboolean hn_night_link(HnNight *night, GError **error);
gboolean hn_night_gate(HnNight *night, GError **error);
/* What the gates say of an entity type, known since link; the sources are judged with the first
 * one. Of HnGateResult; (transfer full) */
GPtrArray *hn_night_gate_results(const HnNight *night, guint t, gboolean *ret_passed);
gboolean hn_night_commit(HnNight *night, GError **error);
gboolean hn_night_publish(HnNight *night, GError **error);
void hn_night_count_seconds(HnNight *night); /* until now: the summary's total */
gboolean hn_night_write_run_json(HnNight *night, GError **error); /* what the summary says now */
gboolean hn_night_hold(HnNight *night, GError **error);
gboolean hn_night_end_unpublished(HnNight *night, GError **error);
/* After @why: a run that no later one can go on with is abandoned at once. What is committed or
 * held stays as it is. */
void hn_night_give_up(HnNight *night, const GError *why);

/* *ret_found = FALSE: the project seals nothing. HN_CONFIG_ERROR_VALUE: the file is no key. */
gboolean hn_night_seal_key(const HnProject *project, HnSealKey *ret_key, gboolean *ret_found,
                           GError **error);
HnStore *hn_night_open_store(const HnProject *project, HnStoreMode mode,
                             GError **error); /* with the seal key */

/* ---- for the files of night ---- */
char *hn_night_path(const HnNight *night, const char *name); /* in runs/RUN/ */
/* Stage marks. start: FALSE with an error when a signal came; *ret_done: finished before,
 * *ret_payload its word. */
gboolean hn_night_stage_start(HnNight *night, HnStage stage, const char *name, GBytes **ret_payload,
                              GError **error);
gboolean hn_night_stage_done(HnNight *night, HnStage stage, const char *name,
                             const GByteArray *payload, guint64 n, GError **error);
/* Tells the start, and the end, of a stage that leaves no mark of its own (commit, publish). */
void hn_night_stage_begin(HnNight *night, HnStage stage, const char *name);
void hn_night_stage_over(HnNight *night, HnStage stage, const char *name, guint64 n);
void hn_night_stage_kept(HnNight *night, HnStage stage,
                         guint64 n); /* it was finished before the kill */
/* What stage link left in @payload: segments and results; under the run's own configuration counts
 * and what the summary says, too. Under another one it can only be published as it is. */
gboolean hn_night_bring_back_link(HnNight *night, GBytes *payload, GError **error);
/* A sentence for people, in both languages; both take the same arguments. */
void hn_night_note(HnNight *night, const char *english, const char *vietnamese, ...)
    G_GNUC_PRINTF(2, 4) G_GNUC_PRINTF(3, 4);
void hn_night_tell(HnNight *night, const char *text, const char *text_vi); /* the same, as it is */
void hn_night_progress(gpointer night, guint64 n, gdouble fraction);
/* What a stage leaves in a file of its own, of any size. */
typedef struct {
    void (*encode)(gpointer user, HnEncoder *encoder);
    gboolean (*decode)(gpointer user, HnDecoder *decoder); /* FALSE: it does not fit this run */
    gpointer user;
} HnCheckpoint;
/* The file and back; its digest stands in the stage's payload. */
gboolean hn_night_write_checkpoint(HnNight *night, const char *name, const HnCheckpoint *checkpoint,
                                   guint8 ret_digest[HN_DIGEST_BYTES], GError **error);
gboolean hn_night_read_checkpoint(HnNight *night, const char *name, const HnCheckpoint *checkpoint,
                                  const guint8 digest[HN_DIGEST_BYTES], GError **error);
