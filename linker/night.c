#include "linker/night.h"

#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "config/config_error.h"
#include "linker/linker_error.h"
#include "linker/night_fetch.h"
#include "linker/night_held.h"
#include "linker/night_inputs.h"
#include "linker/night_resume.h"
#include "linker/night_rollback.h"
#include "linker/night_spool.h"
#include "linker/night_summary.h"
#include "records/entity_id.h"
#include "store/store_error.h"

/* Gone by the morning: three times as fast as level 1, and half again as large. */
#define CHECKPOINT_LEVEL (-6)

/* ---- events ---- */

static void
emit(const HnNight *night, const HnRunEvent *event)
{
    if (night->options->event != NULL)
        night->options->event(night->options->user, event);
}

void
hn_night_tell(HnNight *night, const char *text, const char *text_vi)
{
    hn_run_summary_note(night->summary, text, text_vi);
    emit(night, &(HnRunEvent){ .kind = HN_RUN_EVENT_NOTE, .text = text, .text_vi = text_vi });
}

void
hn_night_note(HnNight *night, const char *english, const char *vietnamese, ...)
{
    va_list arguments, again;
    va_start(arguments, vietnamese);
    va_copy(again, arguments);
    g_autofree char *text = g_strdup_vprintf(english, arguments);
    g_autofree char *text_vi = g_strdup_vprintf(vietnamese, again);
    va_end(again);
    va_end(arguments);
    hn_night_tell(night, text, text_vi);
}

void
hn_night_progress(gpointer user, guint64 n, gdouble fraction)
{
    emit(user, &(HnRunEvent){ .kind = HN_RUN_EVENT_STAGE_PROGRESS, .n = n, .fraction = fraction });
}

/* ---- stages ---- */

static char *
mark_name(HnStage stage, const char *name)
{
    return name == NULL ? g_strdup(hn_stage_name(stage))
                        : g_strconcat(hn_stage_name(stage), ":", name, NULL);
}

void
hn_night_stage_begin(HnNight *night, HnStage stage, const char *name)
{
    night->stage_us = hn_clock_monotonic_us();
    emit(night, &(HnRunEvent){ .kind = HN_RUN_EVENT_STAGE_STARTED,
                               .stage = hn_stage_name(stage),
                               .text = name });
}

gboolean
hn_night_stage_start(HnNight *night, HnStage stage, const char *name, GBytes **ret_payload,
                     GError **error)
{
    if (night->options->interrupted != NULL && *night->options->interrupted != 0) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED,
                    "interrupted before stage '%s'; what was finished is kept: run again to resume",
                    hn_stage_name(stage));
        return FALSE;
    }
    g_autofree char *mark = mark_name(stage, name);
    *ret_payload = hn_store_stage_payload(night->store, night->run.sequence, mark);
    if (*ret_payload == NULL)
        hn_night_stage_begin(night, stage, name);
    return TRUE;
}

void
hn_night_stage_over(HnNight *night, HnStage stage, const char *name, guint64 n)
{
    const gdouble seconds = (gdouble)(hn_clock_monotonic_us() - night->stage_us) / 1e6;
    night->summary->seconds[stage] += seconds;
    emit(night, &(HnRunEvent){ .kind = HN_RUN_EVENT_STAGE_DONE,
                               .stage = hn_stage_name(stage),
                               .text = name,
                               .n = n,
                               .seconds = seconds });
}

gboolean
hn_night_stage_done(HnNight *night, HnStage stage, const char *name, const GByteArray *payload,
                    guint64 n, GError **error)
{
    g_autofree char *mark = mark_name(stage, name);
    if (!hn_store_stage_done(night->store, night->run.sequence, mark,
                             hn_slice(payload->data, payload->len), error))
        return FALSE;
    hn_night_stage_over(night, stage, name, n);
    return TRUE;
}

void
hn_night_stage_kept(HnNight *night, HnStage stage, guint64 n)
{
    emit(night, &(HnRunEvent){ .kind = HN_RUN_EVENT_STAGE_DONE,
                               .stage = hn_stage_name(stage),
                               .n = n,
                               .flag = TRUE });
}

char *
hn_night_path(const HnNight *night, const char *name)
{
    g_autofree char *relative = g_build_filename("runs", night->run_id, name, NULL);
    return hn_store_path(night->store, relative);
}

gboolean
hn_night_write_checkpoint(HnNight *night, const char *name, const HnCheckpoint *checkpoint,
                          guint8 ret_digest[HN_DIGEST_BYTES], GError **error)
{
    g_autofree char *path = hn_night_path(night, name);
    HnSealedInfo info;
    if (!hn_io_unlink(path, error)) /* of a killed attempt */
        return FALSE;
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(path, "STGE", CHECKPOINT_LEVEL,
                                                            hn_store_seal_key(night->store), error);
    if (writer == NULL)
        return FALSE;
    hn_sealed_writer_use_pool(writer, night->pool);
    HnEncoder encoder = hn_encoder_to_file(writer);
    checkpoint->encode(checkpoint->user, &encoder);
    if (!hn_encoder_end(&encoder, error) || !hn_sealed_writer_finish(writer, &info, error))
        return FALSE;
    memcpy(ret_digest, info.digest, HN_DIGEST_BYTES);
    return TRUE;
}

gboolean
hn_night_read_checkpoint(HnNight *night, const char *name, const HnCheckpoint *checkpoint,
                         const guint8 digest[HN_DIGEST_BYTES], GError **error)
{
    g_autofree char *path = hn_night_path(night, name);
    g_autoptr(HnSealedReader) file =
        hn_sealed_reader_new(path, "STGE", hn_store_seal_key(night->store), digest, error);
    if (file != NULL) {
        HnDecoder decoder = hn_decoder_of_file(file);
        const gboolean fits = checkpoint->decode(checkpoint->user, &decoder);
        if (hn_decoder_end(&decoder, error) && fits)
            return TRUE;
        if (error != NULL && *error == NULL)
            g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                        "'%s' does not fit this run", path);
    }
    g_prefix_error(error, "checkpoint of an interrupted run (`hopnhat run --fresh` starts over): ");
    return FALSE;
}

/* ---- beginning ---- */

gboolean
hn_night_seal_key(const HnProject *project, HnSealKey *ret_key, gboolean *ret_found, GError **error)
{
    *ret_found = FALSE;
    if (project->seal_key_file == NULL)
        return TRUE;
    g_autoptr(GError) problem = NULL;
    g_autoptr(GBytes) text = hn_io_read_file(project->seal_key_file, 4096, &problem);
    if (text == NULL) {
        g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE, "seal_key_file: %s",
                    problem->message);
        return FALSE;
    }
    g_autofree char *hex = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    guint8 bytes[HN_SEALED_KEY_BYTES];
    if (!hn_unhex(g_strstrip(hex), bytes, sizeof bytes)) {
        g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE,
                    "seal_key_file: '%s': not 64 hexadecimal digits", project->seal_key_file);
        return FALSE;
    }
    hn_seal_key_from_bytes(bytes, ret_key);
    *ret_found = TRUE;
    return TRUE;
}

HnStore *
hn_night_open_store(const HnProject *project, HnStoreMode mode, GError **error)
{
    HnSealKey key;
    gboolean sealed = FALSE;
    if (!hn_night_seal_key(project, &key, &sealed, error))
        return NULL;
    if (g_file_test(project->anchor, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_VALUE,
                    "anchor: '%s' is a folder: name a file", project->anchor);
        return NULL;
    }
    return hn_store_open(project->state, project->anchor, sealed ? &key : NULL, mode, error);
}

static void
adopt_run(HnNight *night, const HnRunInfo *run)
{
    night->run = *run;
    hn_entity_id_format('r', run->sequence, night->run_id);
    g_strlcpy(night->summary->run_id, night->run_id, sizeof night->summary->run_id);
}

/* It says of itself what it would have said without the kill; the next run says nothing of it. */
static gboolean
publish_as_it_was(HnNight *night, GError **error)
{
    HnRunSummary *next = night->summary;
    HnRunSummary own;
    hn_run_summary_init(&own);
    g_strlcpy(own.run_id, night->run_id, sizeof own.run_id);
    night->summary = &own;
    gboolean done = hn_night_summary_take(night, error);
    own.resumed = TRUE;
    done = done && hn_night_publish(night, error);
    night->summary = next;
    hn_run_summary_clear(&own);
    return done;
}

/* With --fresh its staged results may be damaged: then they stay out, and the next night's are
 * whole. */
static gboolean
publish_earlier(HnNight *night, GError **error)
{
    g_autoptr(GError) problem = NULL;
    night->is_earlier = TRUE;
    if (!publish_as_it_was(night, &problem)) {
        if (!night->options->fresh ||
            !g_error_matches(problem, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT)) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return FALSE;
        }
        hn_night_note(night, "run %s counts, but its result files are left out: %s",
                      "lượt chạy %s có hiệu lực, nhưng thiếu các tệp kết quả của nó: %s",
                      night->run_id, problem->message);
        if (!hn_store_publish_run(night->store, night->run.sequence, error))
            return FALSE;
    }
    night->is_earlier = FALSE;
    g_ptr_array_set_size(night->segments, 0);
    return TRUE;
}

static void
tell_abandoned(HnNight *night, const HnResumeReason *why)
{
    g_autofree char *text =
        g_strdup_printf("the interrupted run %s is abandoned: %s", night->run_id, why->english);
    g_autofree char *text_vi =
        g_strdup_printf("bỏ lượt chạy dở dang %s: %s", night->run_id, why->vietnamese);
    hn_night_tell(night, text, text_vi);
}

/* A run that was killed: go on with it, or put it away. *ret_adopted = FALSE: begin a new one. */
static gboolean
settle_unfinished(HnNight *night, const guint8 *config, gboolean *ret_adopted, GError **error)
{
    HnRunInfo run;
    gboolean found = FALSE;
    *ret_adopted = FALSE;
    if (!hn_store_unfinished_run(night->store, &found, &run, error))
        return FALSE;
    if (!found)
        return TRUE;
    adopt_run(night, &run);
    night->is_accepted = hn_night_held_is_accepted(night);
    const HnResumeReason *why = NULL;
    gboolean same = TRUE;
    if (!hn_night_held_gives_way(night, config, error) ||
        !hn_night_resume_reason(night, config, &why, error))
        return FALSE;
    night->is_committed = run.state == HN_RUN_COMMITTED;
    night->is_accepted = night->is_accepted && why == NULL;
    if (night->is_accepted && !hn_night_inputs_same(night, &same, error))
        return FALSE;
    night->goes_on = !same;
    *ret_adopted = why == NULL;
    if (why == NULL && night->is_committed && !hn_night_summary_take(night, error))
        return FALSE;
    night->summary->resumed = *ret_adopted;
    if (why == NULL)
        return TRUE;
    if (night
            ->is_committed) { /* it is in force already: make it visible, then begin the next one */
        hn_night_note(night, "run %s was committed before it was interrupted; it is published now",
                      "lượt chạy %s đã ghi xong trước khi bị ngắt; nay được công bố",
                      night->run_id);
        night->is_committed = FALSE;
        hn_run_summary_forget(night->summary);
        return publish_earlier(night, error);
    }
    tell_abandoned(night, why);
    hn_run_summary_forget(night->summary);
    return hn_store_abandon_run(night->store, run.sequence, error);
}

/* A run that a gate held, and that a person lets pass. */
static gboolean
begin_held(HnNight *night, const guint8 *config, GError **error)
{
    HnRunInfo run;
    if (!hn_store_run_info(night->store, night->options->accept_run, &run, NULL)) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "there is no such run");
        return FALSE;
    }
    adopt_run(night, &run);
    if (!hn_night_held_take(night, config, error) || !hn_night_held_unmark(night, error))
        return FALSE;
    night->is_accepted = TRUE;
    night->is_committed = night->run.state == HN_RUN_COMMITTED;
    if (night->is_committed && !hn_night_summary_take(night, error))
        return FALSE;
    emit(night, &(HnRunEvent){ .kind = HN_RUN_EVENT_STARTED, .text = night->run_id, .flag = TRUE });
    return TRUE;
}

/* What is committed is published before anything else, which a dry run may not. One of a rekey
 * works with the keys that are in force by then: its move alone is not made. */
static gboolean
check_dry_run(HnNight *night, GError **error)
{
    HnRunInfo run;
    char id[sizeof night->run_id];
    gboolean found = FALSE;
    if (!night->options->dry_run || night->options->rekey != NULL)
        return TRUE;
    if (!hn_store_unfinished_run(night->store, &found, &run, error))
        return FALSE;
    if (!found || run.state != HN_RUN_COMMITTED)
        return TRUE;
    hn_entity_id_format('r', run.sequence, id);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                "run %s is committed and was interrupted before it was published, which comes "
                "before a dry run: `hopnhat run` publishes it",
                id);
    return FALSE;
}

/* @copied: what came in pipes lies there. */
static gboolean
begin_run(HnNight *night, gboolean copied, GError **error)
{
    guint8 config[HN_DIGEST_BYTES];
    gboolean adopted = FALSE;
    hn_project_digest(night->options->project, config);
    if (!check_dry_run(night, error))
        return FALSE;
    if (night->options->accept_run != 0)
        return begin_held(night, config, error);
    const gboolean reads = night->options->rekey == NULL && night->options->rollback_to == 0;
    const guint64 rollback_to = night->options->rollback_to;
    HnRollbackState state;
    if ((reads && !copied && !hn_night_spool_fill(night, error)) ||
        !settle_unfinished(night, config, &adopted, error))
        return FALSE;
    if (rollback_to != 0 && !hn_rollback_check(night->store, rollback_to, &state, error))
        return FALSE;
    if (!adopted) {
        HnRunInfo run;
        night->is_committed = FALSE;
        if (!hn_night_spool_forget_queries(night, error) ||
            !hn_store_begin_run(night->store, config, &run, error))
            return FALSE;
        adopt_run(night, &run);
    }
    if (!night->is_committed &&
        (!hn_night_held_unmark(night, error) || !hn_night_rollback_mark(night, error) ||
         !hn_night_resume_mark(night, error)))
        return FALSE;
    emit(night,
         &(HnRunEvent){ .kind = HN_RUN_EVENT_STARTED, .text = night->run_id, .flag = adopted });
    if (adopted && reads && !night->is_accepted && !night->is_committed)
        hn_night_fetch_tell_kept(night);
    g_autofree char *folder = hn_night_path(night, "results");
    return night->is_committed || hn_io_make_folder(folder, error);
}

/* A copy of the state that followed links has a folder there, which a night would only meet at its
 * last step. */
static gboolean
check_current(const HnNight *night, GError **error)
{
    g_autofree char *current = hn_store_path(night->store, "results/current");
    if (g_file_test(current, G_FILE_TEST_IS_SYMLINK) || !g_file_test(current, G_FILE_TEST_EXISTS))
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                "'%s' is no link (was the state copied with links followed?): remove it; the night "
                "makes it anew",
                current);
    return FALSE;
}

/* A run that was taken over may still write into its own folders, and into files that it has open:
 * nothing of it is gone on with (REASON_TAKEN of night_resume.c). */
static void
tell_taken_over(HnNight *night)
{
    if (hn_store_took_over(night->store))
        hn_night_note(
            night,
            "another run held the store: it was taken over, and cannot write or publish any "
            "more",
            "một lượt chạy khác đang giữ kho: lượt này đã giành lấy, lượt kia không thể ghi "
            "hay công bố gì nữa");
}

/* @shut: (transfer full): of pipes that were copied, NULL: none was yet. */
static HnNight *
begin(const HnPipelineOptions *options, HnRunSummary *summary, GError **shut, GError **error)
{
    g_autoptr(HnNight) night = g_new0(HnNight, 1);
    night->options = options;
    night->summary = summary;
    summary->dry_run = options->dry_run;
    night->started_us = hn_clock_monotonic_us();
    night->pool = hn_thread_pool_new(options->n_threads);
    night->budget = hn_budget_new(options->memory_bytes);
    night->landing = hn_landing_new();
    night->shut = shut != NULL ? shut : g_new0(GError *, options->project->n_feeds);
    night->n_types = options->project->n_entities;
    night->types = g_new0(HnNightType, night->n_types);
    night->counts = g_new0(HnChangeCounts, night->n_types);
    night->n_entities_last = g_new0(guint64, night->n_types);
    night->gate_facts = g_new0(HnGateFacts, night->n_types);
    night->segments = g_ptr_array_new_with_free_func((GDestroyNotify)hn_segment_free);
    night->store = hn_night_open_store(
        options->project, options->take_over ? HN_STORE_TAKE_OVER : HN_STORE_WRITE, error);
    if (night->store == NULL)
        return NULL;
    tell_taken_over(night);
    if (!hn_store_check_segments(night->store, error) || !check_current(night, error) ||
        !begin_run(night, shut != NULL, error))
        return NULL;
    if (hn_store_migrated_from(night->store) != 0)
        hn_night_note(night,
                      "the store was of format %" G_GUINT64_FORMAT " and is of %" G_GUINT64_FORMAT
                      " now; as it was it lies in backups/ of the state folder",
                      "kho có định dạng %" G_GUINT64_FORMAT ", nay là %" G_GUINT64_FORMAT
                      "; bản cũ nằm trong backups/ của thư mục kho",
                      hn_store_migrated_from(night->store), hn_store_format(night->store));
    hn_store_use_pool(night->store, night->pool);
    night->published = hn_store_segments(night->store, "RECV", NULL, error);
    return night->published == NULL ? NULL : g_steal_pointer(&night);
}

HnNight *
hn_night_begin(const HnPipelineOptions *options, HnRunSummary *summary, GError **error)
{
    return begin(options, summary, NULL, error);
}

HnNight *
hn_night_begin_next(HnNight *before, GError **error)
{
    const HnPipelineOptions *options = before->options;
    HnRunSummary *summary = before->summary;
    hn_run_summary_clear(summary); /* it stands in that one's run.json */
    hn_run_summary_init(summary);
    hn_night_note(before,
                  "run %s, which a gate had held and a person had let pass, was interrupted; it is "
                  "published now",
                  "lượt chạy %s từng bị giữ lại, đã được cho qua rồi bị ngắt; nay được công bố",
                  before->run_id);
    GError **shut = before->shut;
    before->shut = g_new0(GError *, options->project->n_feeds);
    hn_night_free(before);
    return begin(options, summary, shut, error);
}

gboolean
hn_night_was_taken_over(HnNight *night, GError **error)
{
    g_autoptr(GError) problem = NULL;
    if (hn_store_hold(night->store, &problem)) {
        hn_store_release(night->store, NULL);
    } else if (g_error_matches(problem, HN_STORE_ERROR, HN_STORE_ERROR_FENCED)) {
        g_clear_error(error);
        g_propagate_error(error, g_steal_pointer(&problem));
    }
    return FALSE;
}

gboolean
hn_night_has_published(const HnNight *night, const HnFeed *feed)
{
    g_autofree char *prefix = g_strconcat(feed->name, ".", NULL);
    for (guint i = 0; i < night->published->len; i++)
        if (g_str_has_prefix(((const HnSegment *)night->published->pdata[i])->name, prefix))
            return TRUE;
    return FALSE;
}

gboolean
hn_night_is_committed(const HnNight *night)
{
    return night->is_committed;
}

void
hn_night_free(HnNight *night)
{
    if (night == NULL)
        return;
    for (guint t = 0; t < night->n_types; t++) {
        HnNightType *type = &night->types[t];
        hn_linked_free(type->linked);
        hn_scored_free(type->scored);
        hn_blocks_free(type->blocks);
        hn_form_space_free(type->forms);
        g_free(type->rules);
        hn_bundle_free(type->bundle);
        hn_standardised_free(type->standardised);
    }
    g_free(night->types);
    g_free(night->counts);
    g_free(night->n_entities_last);
    for (guint t = 0; night->gate_facts != NULL && t < night->n_types; t++)
        hn_gate_facts_clear(&night->gate_facts[t]);
    g_free(night->gate_facts);
    g_clear_pointer(&night->published, g_ptr_array_unref);
    g_clear_pointer(&night->segments, g_ptr_array_unref);
    hn_landing_free(night->landing);
    for (guint i = 0; i < night->options->project->n_feeds; i++)
        g_clear_error(&night->shut[i]);
    g_free(night->shut);
    hn_store_close(night->store);
    hn_thread_pool_free(night->pool);
    hn_budget_free(night->budget);
    g_free(night);
}
