#include "base/clock.h"
#include "base/io.h"
#include "linker/linker_error.h"
#include "linker/night.h"
#include "linker/night_results.h"
#include "linker/night_spool.h"
#include "linker/night_summary.h"
#include "publish/gates.h"
#include "publish/rekey_gate.h"

/* Gate, publish; hold and abandon. */

/* ---- gate ---- */

/* Records in force of all sources of @feed. */
static guint64
rows_of_feed(const HnNight *night, const char *feed)
{
    guint64 n_rows = 0;
    for (guint i = 0; i < night->landing->sources->len; i++) {
        const HnLandedSource *landed = night->landing->sources->pdata[i];
        n_rows += strcmp(landed->feed, feed) == 0 ? landed->rows_now : 0;
    }
    return n_rows;
}

static GArray *
gate_sources(const HnNight *night)
{
    GArray *sources = g_array_new(FALSE, TRUE, sizeof(HnGateSource));
    for (guint i = 0; i < night->landing->sources->len; i++) {
        const HnLandedSource *landed = night->landing->sources->pdata[i];
        HnGateSource source = { .source = landed->source,
                                .rows_last = landed->rows_before,
                                .rows_now = landed->rows_now };
        for (guint f = 0; f < night->landing->feeds->len; f++) {
            const HnLandedFeed *feed = night->landing->feeds->pdata[f];
            if (strcmp(feed->feed, landed->feed) == 0 && feed->state == HN_FEED_LANDED) {
                source.n_read = feed->n_read;
                source.n_quarantined = feed->n_quarantined;
                source.n_in_force = feed->is_partial ? rows_of_feed(night, feed->feed) : 0;
            }
        }
        g_array_append_val(sources, source);
    }
    return sources;
}

/* Whose deliveries were refused. (element-type utf8, borrowed) */
static GPtrArray *
refused_feeds(const HnNight *night)
{
    GPtrArray *refused = g_ptr_array_new();
    for (guint f = 0; f < night->landing->feeds->len; f++) {
        const HnLandedFeed *feed = night->landing->feeds->pdata[f];
        if (feed->state == HN_FEED_REFUSED)
            g_ptr_array_add(refused, feed->feed);
    }
    return refused;
}

/* The source with most rows that are new or changed; NULL: there are none. */
static const HnLandedSource *
busiest_source(const HnNight *night)
{
    const HnLandedSource *busiest = NULL;
    for (guint i = 0; i < night->landing->sources->len; i++) {
        const HnLandedSource *source = night->landing->sources->pdata[i];
        const guint64 n = source->n_new + source->n_changed;
        if (n > (busiest == NULL ? 0 : busiest->n_new + busiest->n_changed))
            busiest = source;
    }
    return busiest;
}

GPtrArray *
hn_night_gate_results(const HnNight *night, guint t, gboolean *ret_passed)
{
    g_autoptr(GArray) sources = gate_sources(night);
    g_autoptr(GPtrArray) refused = refused_feeds(night);
    const HnLandedSource *busiest = busiest_source(night);
    const gboolean once = t == 0; /* what is not of an entity type is judged with the first */
    const HnProject *project = night->options->project;
    const HnGateInput input = {
        .sources = (const HnGateSource *)(void *)sources->data,
        .n_sources = once ? sources->len : 0,
        .refused = (const char *const *)(void *)refused->pdata,
        .n_refused = refused->len,
        .n_feeds = once && night->run.based_on != 0 ? night->landing->feeds->len : 0,
        .busiest = busiest == NULL ? NULL : busiest->source,
        .n_busiest = busiest == NULL ? 0 : busiest->n_new + busiest->n_changed,
        .entity_type = project->entities[t].name,
        .counts = &night->counts[t],
        .n_entities_last = night->n_entities_last[t],
        .facts = &night->gate_facts[t],
    };
    if (night->options->rekey != NULL)
        return hn_rekey_gate(project->entities[t].name, &night->counts[t], ret_passed);
    return hn_gates_check(&project->gates, &input, ret_passed);
}

gboolean
hn_night_gate(HnNight *night, GError **error)
{
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_GATE, NULL, &payload, error))
        return FALSE;
    guint64 n_checked = 0;
    for (guint t = 0; t < night->n_types; t++) {
        gboolean passed = TRUE;
        g_autoptr(GPtrArray) results = hn_night_gate_results(night, t, &passed);
        n_checked += results->len;
        for (guint i = 0; i < results->len; i++) {
            const HnGateResult *result = results->pdata[i];
            if (!result->passed)
                hn_night_tell(night, result->message, result->message_vi);
        }
        night->summary->held =
            night->summary->held || (!passed && night->summary->accept_reason == NULL);
    }
    g_autoptr(GByteArray) mark = g_byte_array_new();
    return payload != NULL ||
           hn_night_stage_done(night, HN_STAGE_GATE, NULL, mark, n_checked, error);
}

/* Sorting keeps to the ceiling and goes on on disk; the tables of records, blocks and edges are as
 * large as they are. */
static void
report_memory(HnNight *night)
{
    const guint64 ceiling = night->options->memory_bytes, peak = night->summary->peak_bytes;
    if (peak > ceiling)
        hn_night_note(night,
                      "the night needed %" G_GUINT64_FORMAT " MB, more than the %" G_GUINT64_FORMAT
                      " MB of --memory: the tables of records, blocks and edges stay in memory, "
                      "only sorting goes on on disk",
                      "đêm này cần %" G_GUINT64_FORMAT " MB, nhiều hơn %" G_GUINT64_FORMAT
                      " MB của --memory: các bảng bản ghi, nhóm và liên kết nằm trong bộ nhớ, "
                      "chỉ việc sắp xếp mới tiếp tục trên đĩa",
                      peak / 1000000, ceiling / 1000000);
}

void
hn_night_count_seconds(HnNight *night)
{
    night->summary->seconds_total =
        (gdouble)(hn_clock_monotonic_us() - night->started_us) / G_USEC_PER_SEC;
}

static void
end_summary(HnNight *night)
{
    HnRunSummary *summary = night->summary;
    summary->peak_bytes = hn_process_peak_bytes();
    hn_night_count_seconds(night);
    report_memory(night);
}

gboolean
hn_night_hold(HnNight *night, GError **error)
{
    end_summary(night);
    g_autofree char *why = hn_run_summary_json(night->summary);
    night->summary->results = hn_night_path(night, "results");
    return hn_night_summary_mark(night, HN_RUN_HELD, error) &&
           hn_store_hold_run(night->store, night->run.sequence, why, error) &&
           hn_night_spool_forget_queries(night, error); /* the next night asks anew */
}

gboolean
hn_night_end_unpublished(HnNight *night, GError **error)
{
    end_summary(night);
    return hn_store_abandon_run(night->store, night->run.sequence, error) &&
           hn_night_spool_forget_queries(night, error);
}

/* Another configuration, other deliveries or another bundle must come first, and a run under those
 * is another one. If it cannot be put away now, the next run does. */
void
hn_night_give_up(HnNight *night, const GError *why)
{
    HnRunInfo run;
    if (!hn_linker_error_is_contract(why) ||
        !hn_store_run_info(night->store, night->run.sequence, &run, NULL) ||
        run.state != HN_RUN_RUNNING)
        return;
    if (hn_store_abandon_run(night->store, run.sequence, NULL))
        hn_night_spool_forget_queries(night, NULL);
}

/* ---- publish ---- */

/* A run that was committed before a kill: its results were staged by another process. Without the
 * mark of its stage (`hopnhat recover` of an earlier version removed it) there is nothing to
 * compare with. */
static gboolean
check_before_switch(HnNight *night, const char *target, GError **error)
{
    if (!night->is_committed && !night->is_earlier)
        return TRUE;
    g_autoptr(GBytes) payload =
        hn_store_stage_payload(night->store, night->run.sequence, hn_stage_name(HN_STAGE_LINK));
    if (payload == NULL)
        return TRUE;
    g_autofree char *staged = hn_night_path(night, "results");
    const gboolean is_moved = g_file_test(target, G_FILE_TEST_IS_DIR);
    return hn_night_bring_back_link(night, payload, error) &&
           hn_night_check_results(night, is_moved ? target : staged, error);
}

static gboolean
switch_results(HnNight *night, const char *target, GError **error)
{
    g_autofree char *folder = hn_store_path(night->store, "results");
    g_autofree char *staged = hn_night_path(night, "results");
    g_autofree char *current = g_build_filename(folder, "current", NULL);
    if (!hn_io_make_folder(folder, error))
        return FALSE;
    if (!g_file_test(target, G_FILE_TEST_IS_DIR) &&
        !(hn_io_sync_folder(staged, error) && hn_io_rename(staged, target, error)))
        return FALSE;
    if (!hn_io_sync_folder(folder, error) || !hn_store_hold(night->store, error))
        return FALSE; /* a later run's results are not replaced by ours */
    const gboolean done = hn_io_symlink_replace(night->run_id, current, error);
    return hn_store_release(night->store, done ? error : NULL) && done &&
           hn_io_sync_folder(folder, error);
}

static gboolean
digest_manifest(HnNight *night, const char *results, GError **error)
{
    g_autofree char *path = g_build_filename(results, "manifest.json", NULL);
    g_autoptr(GBytes) text = hn_io_read_file(path, 1 << 20, error);
    if (text == NULL)
        return FALSE;
    guint8 digest[HN_DIGEST_BYTES];
    hn_digest_of(g_bytes_get_data(text, NULL), g_bytes_get_size(text), digest);
    hn_hex(digest, sizeof digest, night->summary->results_sha256);
    return TRUE;
}

/* Checkpoints have done their work; what stays of the run are run.json and the quarantine. */
static gboolean
remove_checkpoints(HnNight *night, GError **error)
{
    g_autofree char *folder = hn_night_path(night, "");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_suffix(name, ".hns") && !hn_io_unlink(path, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_night_write_run_json(HnNight *night, GError **error)
{
    g_autofree char *text = hn_run_summary_json(night->summary);
    g_autofree char *path = hn_night_path(night, "run.json");
    g_autofree char *folder = hn_night_path(night, "");
    return hn_io_make_folder(folder, error) && hn_io_write_file(path, text, strlen(text), error);
}

gboolean
hn_night_publish(HnNight *night, GError **error)
{
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_PUBLISH, NULL, &payload, error))
        return FALSE;
    g_autofree char *relative = g_build_filename("results", night->run_id, NULL);
    g_autofree char *target = hn_store_path(night->store, relative);
    if (!check_before_switch(night, target, error) || !switch_results(night, target, error) ||
        !digest_manifest(night, target, error))
        return FALSE;
    HnRunSummary *summary = night->summary;
    summary->published = TRUE;
    g_free(summary->results);
    summary->results = g_strdup(target);
    summary->seconds[HN_STAGE_PUBLISH] = (gdouble)(hn_clock_monotonic_us() - night->stage_us) / 1e6;
    end_summary(night);
    if (!hn_night_write_run_json(night, error) || !remove_checkpoints(night, error) ||
        !hn_night_spool_clear(night, error) ||
        !hn_store_publish_run(night->store, night->run.sequence, error))
        return FALSE;
    summary->seconds[HN_STAGE_PUBLISH] = 0; /* run.json holds what was known when it was written */
    hn_night_stage_over(night, HN_STAGE_PUBLISH, NULL, 1);
    return TRUE;
}
