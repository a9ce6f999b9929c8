#include "linker/night_rollback.h"

#include <jansson.h>

#include "base/io.h"
#include "linker/feed_mark.h"
#include "linker/known_columns.h"
#include "linker/linker_error.h"
#include "linker/night_inputs.h"
#include "linker/past_versions.h"
#include "records/entity_id.h"
#include "store/rekey.h"

#define ROLLBACK_MARK "rollback"

/* ---- may it be? ---- */

/* What the run said of itself; NULL: nothing. */
static json_t *
summary_of(HnStore *store, guint64 run)
{
    g_autofree char *text = hn_store_run_summary(store, run);
    return text == NULL ? NULL : json_loads(text, 0, NULL);
}

static gboolean
refuse(guint64 run, gint code, const char *why, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', run, id);
    g_set_error(error, HN_LINKER_ERROR, code, "%s %s", id, why);
    return FALSE;
}

static const char *
not_published(HnRunState state)
{
    switch (state) {
    case HN_RUN_RUNNING:
        return "is not finished: only what was published can come again";
    case HN_RUN_HELD:
        return "was held by a gate and never published: nothing of it is in force";
    case HN_RUN_ABANDONED:
        return "was abandoned and never published";
    case HN_RUN_COMMITTED:
    case HN_RUN_PUBLISHED:
        break;
    }
    return NULL;
}

/* Whether the published run is the one, or brought it back. */
static gboolean
is_in_force(HnStore *store, guint64 run)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    const guint64 published = hn_store_published_run(store);
    if (run == published)
        return TRUE;
    hn_entity_id_format('r', run, id);
    json_t *summary = summary_of(store, published);
    const char *to = json_string_value(json_object_get(json_object_get(summary, "rollback"), "to"));
    const gboolean is_back = to != NULL && strcmp(to, id) == 0;
    json_decref(summary);
    return is_back;
}

gboolean
hn_rollback_check(HnStore *store, guint64 run, HnRollbackState *ret_state, GError **error)
{
    HnRunInfo info, unfinished;
    gboolean found = FALSE;
    *ret_state = HN_ROLLBACK_POSSIBLE;
    if (!hn_store_run_info(store, run, &info, NULL))
        return refuse(run, HN_LINKER_ERROR_UNKNOWN,
                      "is not known: no such run began, or it was pruned", error);
    const char *why = not_published(info.state);
    if (why != NULL)
        return refuse(run, HN_LINKER_ERROR_CONFLICT, why, error);
    json_t *summary = summary_of(store, run);
    json_decref(summary);
    if (summary == NULL)
        return refuse(run, HN_LINKER_ERROR_CONFLICT,
                      "left no summary: its history was pruned, so its state cannot come again",
                      error);
    g_autoptr(GPtrArray) rekeys = hn_rekeys_load(store, error);
    if (rekeys == NULL || !hn_store_unfinished_run(store, &found, &unfinished, error))
        return FALSE;
    if (hn_rekeys_since(rekeys, run) != 0)
        return refuse(run, HN_LINKER_ERROR_CONFLICT,
                      "had other keys: keys have moved since (`hopnhat rekey`); undo that event "
                      "first",
                      error);
    if (!found && is_in_force(store, run))
        *ret_state = HN_ROLLBACK_NOTHING;
    return TRUE;
}

/* ---- marks ---- */

gboolean
hn_night_rollback_mark(HnNight *night, GError **error)
{
    const HnPipelineOptions *options = night->options;
    g_autoptr(GBytes) before =
        hn_store_stage_payload(night->store, night->run.sequence, ROLLBACK_MARK);
    if (options->rollback_to == 0 || before != NULL)
        return TRUE;
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_put_varint(mark, options->rollback_to);
    hn_put_slice(mark, hn_slice_of(options->rollback_reason));
    hn_put_slice(mark, hn_slice_of(options->rollback_by));
    hn_run_summary_set_rollback(night->summary, options->rollback_to, options->rollback_reason,
                                options->rollback_by);
    return hn_store_stage_done(night->store, night->run.sequence, ROLLBACK_MARK,
                               hn_slice(mark->data, mark->len), error);
}

gboolean
hn_night_rollback_unmark(HnNight *night, guint64 *ret_run, GError **error)
{
    g_autoptr(GBytes) mark =
        hn_store_stage_payload(night->store, night->run.sequence, ROLLBACK_MARK);
    *ret_run = 0;
    if (mark == NULL)
        return TRUE;
    HnCursor cursor = hn_cursor(g_bytes_get_data(mark, NULL), g_bytes_get_size(mark));
    *ret_run = hn_get_varint(&cursor);
    const HnSlice reason = hn_get_slice(&cursor), by = hn_get_slice(&cursor);
    if (!hn_cursor_done(&cursor)) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                    "the mark of a rollback cannot be read; `hopnhat run --fresh` starts over");
        return FALSE;
    }
    g_autofree char *own_reason = g_strndup((const char *)reason.bytes, reason.n_bytes);
    g_autofree char *own_by = g_strndup((const char *)by.bytes, by.n_bytes);
    hn_run_summary_set_rollback(night->summary, *ret_run, own_reason, own_by);
    return TRUE;
}

/* ---- the model of then ---- */

char *
hn_night_rollback_bundle(const HnNight *night, guint t)
{
    const char *type = night->options->project->entities[t].name;
    g_autofree char *prefix = g_strconcat(type, "=", NULL);
    json_t *summary = summary_of(night->store, night->options->rollback_to);
    const json_t *bundles = json_object_get(summary, "bundles");
    char *found = NULL;
    for (gsize i = 0; found == NULL && i < json_array_size(bundles); i++) {
        const char *bundle = json_string_value(json_array_get(bundles, i));
        if (bundle != NULL && g_str_has_prefix(bundle, prefix))
            found = g_strdup(bundle + strlen(prefix));
    }
    json_decref(summary);
    return found == NULL ? hn_store_bundle(night->store, type) : found;
}

gboolean
hn_night_rollback_promote(HnNight *night, guint t, GError **error)
{
    const char *type = night->options->project->entities[t].name;
    const HnBundle *bundle = night->types[t].bundle;
    g_autofree char *today = hn_store_bundle(night->store, type);
    if (today == NULL || strcmp(today, bundle->id) == 0)
        return TRUE;
    if (!bundle->learned) {
        hn_night_note(night,
                      "entity type '%s': that run had learned nothing yet; its state comes again, "
                      "and the bundle %.12s decides the next nights as before",
                      "loại thực thể '%s': lượt chạy ấy chưa học được gì; trạng thái của nó được "
                      "khôi phục, còn gói %.12s vẫn quyết định các đêm sau",
                      type, today);
        return TRUE;
    }
    hn_night_note(night,
                  "entity type '%s': the model bundle of that run decides again (%.12s, in the "
                  "place of %.12s); `hopnhat model promote` brings the other back",
                  "loại thực thể '%s': gói mô hình của lượt chạy ấy được dùng lại (%.12s thay cho "
                  "%.12s); `hopnhat model promote` đưa gói kia trở lại",
                  type, bundle->id, today);
    return hn_store_promote_with(night->store, night->run.sequence, type, bundle->id, error);
}

/* ---- the identifiers of then ---- */

gboolean
hn_night_rollback_check_past(const HnNight *night, GError **error)
{
    guint64 n_live = 0;
    if (night->options->rollback_to == 0)
        return TRUE;
    for (guint t = 0; t < night->n_types; t++)
        n_live += hn_past_state_n_live(night->types[t].linked->past->past);
    json_t *summary = summary_of(night->store, night->options->rollback_to);
    const json_int_t n_then = json_integer_value(json_object_get(summary, "entities_total"));
    json_decref(summary);
    if (n_live == (guint64)n_then)
        return TRUE;
    g_autofree char *why = g_strdup_printf(
        "had %" G_GINT64_FORMAT " entities, and the events since lead back to %" G_GUINT64_FORMAT
        ": a part of the history is gone, so its state cannot come again",
        (gint64)n_then, n_live);
    return refuse(night->options->rollback_to, HN_LINKER_ERROR_CONFLICT, why, error);
}

/* ---- records ---- */

/* The feed of a segment's name "FEED.SOURCE"; NULL: it is not configured. */
static const HnFeed *
feed_of(const HnProject *project, const char *name, const char **ret_source)
{
    for (guint f = 0; f < project->n_feeds; f++) {
        const gsize n = strlen(project->feeds[f].name);
        if (strncmp(project->feeds[f].name, name, n) == 0 && name[n] == '.') {
            *ret_source = name + n + 1;
            return &project->feeds[f];
        }
    }
    return NULL;
}

static gboolean
land_name(HnNight *night, const char *name, HnLanding *landing, GError **error)
{
    const char *source = NULL;
    const HnFeed *feed = feed_of(night->options->project, name, &source);
    g_autoptr(GPtrArray) history = hn_store_version_history(night->store, name, error);
    if (history == NULL)
        return FALSE;
    const HnPastVersionsInput input = { .store = night->store,
                                        .published = night->published,
                                        .history = history,
                                        .name = name,
                                        .run = night->run.sequence,
                                        .rollback_to = night->options->rollback_to };
    HnLandedSource *landed = g_new0(HnLandedSource, 1);
    landed->feed = g_strdup(feed == NULL ? "" : feed->name);
    landed->source = g_strdup(feed == NULL ? name : source);
    if (feed != NULL)
        g_ptr_array_add(landing->sources, landed);
    gboolean ok = hn_past_versions_write(&input, landed, error);
    if (ok && feed == NULL && landed->rows_before + landed->rows_now > 0) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE,
                    "the store holds records of '%s' (feed.source), but no such source stands in "
                    "the configuration: put it back first",
                    name);
        ok = FALSE;
    }
    if (feed == NULL)
        hn_landed_source_free(landed);
    return ok;
}

static gboolean
went_back(const HnLanding *landing, const HnFeed *feed)
{
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        if (source->segment != NULL && strcmp(source->feed, feed->name) == 0)
            return TRUE;
    }
    return FALSE;
}

/* How far an incremental source was read is no longer true of what the store holds: a mark of no
 * feed makes the next night read it whole. */
static gboolean
land_feed(HnNight *night, const HnFeed *feed, HnLanding *landing, GError **error)
{
    HnLandedFeed *landed = g_new0(HnLandedFeed, 1);
    landed->feed = g_strdup(feed->name);
    landed->state = HN_FEED_ABSENT;
    landed->is_partial = feed->delivery != HN_DELIVERY_SNAPSHOT;
    g_ptr_array_add(landing->feeds, landed);
    if (feed->since_column == NULL || !went_back(landing, feed))
        return TRUE;
    const HnFeedMark nowhere = { .watermark = (char *)(gsize) "" };
    landed->mark =
        hn_feed_mark_write(night->store, night->run.sequence, feed->name, &nowhere, error);
    return landed->mark != NULL;
}

/* The configuration of today reads the versions of then. */
static gboolean
check_columns(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    g_autoptr(GPtrArray) then = g_ptr_array_new();
    for (guint i = 0; i < night->published->len; i++)
        if (((HnSegment *)night->published->pdata[i])->run <= night->options->rollback_to)
            g_ptr_array_add(then, night->published->pdata[i]);
    for (guint f = 0; f < project->n_feeds; f++)
        if (!hn_known_columns_check(night->store, then, project, &project->feeds[f], error))
            return FALSE;
    return TRUE;
}

static gint
compare_sources(gconstpointer a, gconstpointer b)
{
    return strcmp((*(HnLandedSource *const *)a)->source, (*(HnLandedSource *const *)b)->source);
}

static gboolean
land_all(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < night->published->len; i++) {
        char *name = ((HnSegment *)night->published->pdata[i])->name;
        if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            continue;
        g_ptr_array_add(names, name);
        if (!land_name(night, name, night->landing, error))
            return FALSE;
    }
    g_ptr_array_sort(night->landing->sources, compare_sources);
    for (guint f = 0; f < project->n_feeds; f++)
        if (!land_feed(night, &project->feeds[f], night->landing, error))
            return FALSE;
    return check_columns(night, error);
}

static void
tell_source(HnNight *night, const HnLandedSource *source)
{
    const HnProject *project = night->options->project;
    if (source->segment == NULL)
        return;
    hn_night_note(night,
                  "source '%s': %" G_GUINT64_FORMAT " records as they were, %" G_GUINT64_FORMAT
                  " there again, %" G_GUINT64_FORMAT " withdrawn",
                  "nguồn '%s': %" G_GUINT64_FORMAT " bản ghi trở lại như trước, %" G_GUINT64_FORMAT
                  " có lại, %" G_GUINT64_FORMAT " rút",
                  source->source, source->n_changed, source->n_new, source->n_withdrawn);
    for (guint f = 0; f < project->n_feeds; f++)
        if (strcmp(project->feeds[f].name, source->feed) == 0 &&
            project->feeds[f].delivery == HN_DELIVERY_CHANGES)
            hn_night_note(night,
                          "source '%s' delivers changes: what it has delivered since then must be "
                          "delivered again, or a snapshot in its place",
                          "nguồn '%s' giao theo thay đổi: những gì đã giao từ đó đến nay phải được "
                          "giao lại, hoặc thay bằng một bản chụp đầy đủ",
                          source->source);
}

static void
sum_up(HnNight *night)
{
    HnRunInfo then;
    char id[HN_ENTITY_ID_CHARS + 1];
    const HnLanding *landing = night->landing;
    hn_entity_id_format('r', night->options->rollback_to, id);
    hn_night_note(night, "this run brings back what %s published",
                  "lượt chạy này khôi phục những gì %s đã công bố", id);
    for (guint i = 0; i < landing->feeds->len; i++) {
        const HnLandedFeed *feed = landing->feeds->pdata[i];
        hn_run_summary_add_source(
            night->summary,
            &(HnRunSource){ .source = feed->feed, .state = hn_feed_state_name(feed->state) });
    }
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        night->summary->n_withdrawn += source->n_withdrawn;
        tell_source(night, source);
    }
    if (hn_store_run_info(night->store, night->options->rollback_to, &then, NULL) &&
        memcmp(then.config, night->run.config, sizeof then.config) != 0)
        hn_night_note(night,
                      "the configuration is not that of then: records come back as they were, "
                      "links, golden records and targets follow today's configuration",
                      "cấu hình không còn như lúc ấy: bản ghi trở lại như trước, còn liên kết, bản "
                      "ghi vàng và các đích theo cấu hình hôm nay");
}

gboolean
hn_night_land_past(HnNight *night, GError **error)
{
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_LAND, NULL, &payload, error))
        return FALSE;
    if (payload != NULL) {
        if (!hn_landing_decode(hn_slice(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload)),
                               night->landing)) {
            g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                        "the mark of stage 'land' cannot be read; `hopnhat run --fresh` starts "
                        "over");
            return FALSE;
        }
        hn_night_stage_kept(night, HN_STAGE_LAND, 0);
    } else {
        g_autoptr(GByteArray) mark = g_byte_array_new();
        if (!land_all(night, error))
            return FALSE;
        hn_landing_encode(night->landing, mark);
        if (!hn_night_stage_done(night, HN_STAGE_LAND, NULL, mark, 0, error))
            return FALSE;
    }
    hn_night_inputs_take(night);
    sum_up(night);
    return TRUE;
}
