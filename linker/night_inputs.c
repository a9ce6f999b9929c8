#include "linker/night_inputs.h"

#include "base/base_error.h"
#include "linker/known_columns.h"
#include "linker/linker_error.h"
#include "linker/night_fetch.h"
#include "linker/night_late.h"
#include "linker/night_spool.h"
#include "linker/rekey_land.h"
#include "linker/version_upkeep.h"

static HnReader *
open_feed(HnNight *night, const HnFeed *feed, GError **error)
{
    g_autofree char *spool = hn_night_spool_is_pipe(feed) ? hn_night_spool_path(night, feed) : NULL;
    const GError *shut = night->shut[feed - night->options->project->feeds];
    if (shut != NULL) {
        g_propagate_error(error, g_error_copy(shut));
        return NULL;
    }
    if (feed->from.connection != NULL)
        return hn_night_fetch_open(night, feed, error);
    return night->options->open_reader(night->options->user, feed, spool, error);
}

/* ---- is the input still what was landed? ---- */

/* What was asked of a database is asked once: a run that is committed has put its spool away. One
 * that was held has, too, and days may lie between. */
static gboolean
feed_is_same(HnNight *night, const HnFeed *feed, const HnLandedFeed *landed)
{
    if (feed->from.connection != NULL && night->run.state == HN_RUN_COMMITTED)
        return TRUE;
    if (feed->from.connection != NULL && night->is_accepted)
        return FALSE;
    g_autoptr(HnReader) reader = open_feed(night, feed, NULL);
    if (reader == NULL)
        return landed->state != HN_FEED_LANDED;
    if (landed->state == HN_FEED_ABSENT)
        return FALSE;
    return hn_landed_feed_is(landed, reader);
}

gboolean
hn_night_inputs_same(HnNight *night, gboolean *ret_same, GError **error)
{
    const HnProject *project = night->options->project;
    *ret_same = TRUE;
    for (guint i = 0; *ret_same && i < project->n_feeds; i++) {
        g_autoptr(HnLanding) landing = NULL;
        if (!hn_night_spool_landed(night, &project->feeds[i], &landing, error))
            return FALSE;
        *ret_same =
            landing == NULL || feed_is_same(night, &project->feeds[i], landing->feeds->pdata[0]);
    }
    return TRUE;
}

/* ---- the land stage ---- */

/* The reader could not even be opened: no news, a refused delivery, or a wrong configuration. */
static gboolean
land_unopened(HnNight *night, const HnLandOptions *land, GError *problem, HnLanding *one,
              GError **error)
{
    const HnFeed *feed = land->intake.feed;
    const gboolean missing = g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    const gboolean unreadable = g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE);
    if ((missing || unreadable) && !hn_night_has_published(night, feed)) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE, "source '%s': %s", feed->name,
                    problem->message);
        return FALSE;
    }
    if (problem->domain == HN_BASE_ERROR && !missing && !unreadable) {
        g_propagate_error(error, g_error_copy(problem));
        return FALSE;
    }
    return hn_land_nothing(land, missing ? HN_FEED_ABSENT : HN_FEED_REFUSED, problem->message, one,
                           error);
}

static gboolean
land_with(HnNight *night, HnLandOptions *land, HnLanding *one, GError **error)
{
    const HnFeed *feed = land->intake.feed;
    g_autofree char *name = g_strconcat("quarantine-", feed->name, ".jsonl", NULL);
    g_autofree char *path = hn_night_path(night, name);
    g_autoptr(HnQuarantineSink) sink =
        night->options->open_quarantine(night->options->user, path, error);
    if (sink == NULL)
        return FALSE;
    land->intake.quarantine = sink;
    return hn_land_feed(land, one, error) && sink->finish(sink, error);
}

/* What was wrong before anything was accepted is told with its source; FALSE. */
static gboolean
tell_fault(const HnFeed *feed, GError *fault, GError **error)
{
    g_autoptr(GError) own = fault;
    if (g_error_matches(own, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE) ||
        g_error_matches(own, HN_BASE_ERROR, HN_BASE_ERROR_MISSING))
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE, "source '%s': %s", feed->name,
                    own->message);
    else if (own->domain == HN_BASE_ERROR)
        g_propagate_prefixed_error(error, g_steal_pointer(&own), "source '%s': ", feed->name);
    else
        g_propagate_error(error, g_steal_pointer(&own));
    return FALSE;
}

/* Names of the sources that other feeds have brought, in earlier nights or before it tonight: of
 * two, the one that brought a source first keeps it. */
static GPtrArray *
taken_by_others(const HnNight *night, const HnFeed *feed)
{
    const HnProject *project = night->options->project;
    GPtrArray *taken = g_ptr_array_new_with_free_func(g_free);
    for (guint f = 0; f < project->n_feeds; f++) {
        g_autofree char *prefix = g_strconcat(project->feeds[f].name, ".", NULL);
        for (guint i = 0; &project->feeds[f] != feed && i < night->published->len; i++) {
            const char *name = ((const HnSegment *)night->published->pdata[i])->name;
            if (g_str_has_prefix(name, prefix) &&
                !g_ptr_array_find_with_equal_func(taken, name + strlen(prefix), g_str_equal, NULL))
                g_ptr_array_add(taken, g_strdup(name + strlen(prefix)));
        }
    }
    for (guint i = 0; i < night->landing->sources->len; i++)
        g_ptr_array_add(
            taken, g_strdup(((const HnLandedSource *)night->landing->sources->pdata[i])->source));
    return taken;
}

gboolean
hn_night_inputs_land_once(HnNight *night, const HnFeed *feed, HnLandLate *late, HnLanding *one,
                          GError **error)
{
    g_autofree char *sort_name = g_strconcat("sort-", feed->name, NULL);
    g_autofree char *spill = hn_night_path(night, sort_name);
    g_autoptr(GError) problem = NULL;
    g_autoptr(HnReader) reader = open_feed(night, feed, &problem);
    g_autoptr(GPtrArray) taken = taken_by_others(night, feed);
    const HnSpoolScope scope =
        feed->from.connection == NULL ? HN_SPOOL_WHOLE : hn_night_fetch_scope(night, feed);
    HnLandOptions land = {
        .store = night->store,
        .run = night->run.sequence,
        .published = night->published,
        .keys_whole = scope == HN_SPOOL_PART_AND_KEYS,
        .late = late,
        .intake = { .feed = feed,
                    .project = night->options->project,
                    .taken = taken,
                    .reader = reader,
                    .spill_prefix = spill,
                    .partial = scope > HN_SPOOL_WHOLE,
                    .today = night->run.started_us / G_USEC_PER_SEC / 86400,
                    .budget = night->budget,
                    .pool = night->pool,
                    .progress = hn_night_progress,
                    .progress_user = night },
    };
    g_autoptr(GError) fault = NULL;
    g_ptr_array_set_size(one->feeds, 0);
    g_ptr_array_set_size(one->sources, 0);
    const gboolean ok = reader == NULL ? land_unopened(night, &land, problem, one, &fault)
                                       : land_with(night, &land, one, &fault);
    return ok || tell_fault(feed, g_steal_pointer(&fault), error);
}

/* Rows that nobody could name stand in the way of withdrawing any. */
static gboolean
has_withheld(const HnLanding *one)
{
    for (guint i = 0; i < one->sources->len; i++)
        if (((const HnLandedSource *)one->sources->pdata[i])->n_withheld > 0)
            return TRUE;
    return FALSE;
}

/* How far the feed is read now. @has_all: FALSE: keys are known whose rows did not come. */
static gboolean
write_mark(HnNight *night, const HnFeed *feed, gboolean has_all, HnLanding *one, GError **error)
{
    HnLandedFeed *landed = one->feeds->pdata[0];
    const HnSpoolScope scope = hn_night_fetch_scope(night, feed);
    HnFeedMark mark;
    if (feed->since_column == NULL || landed->state != HN_FEED_LANDED)
        return TRUE;
    if (!hn_feed_mark_read(night->store, feed->name, &mark, error))
        return FALSE;
    const char *before = mark.any ? mark.watermark : "";
    const gboolean is_later =
        hn_feed_mark_compare(hn_slice_of(landed->watermark), hn_slice_of(before)) > 0;
    HnFeedMark now = {
        .watermark =
            (char *)(gsize)(scope == HN_SPOOL_WHOLE || is_later ? landed->watermark : before),
        .sweep_day = !has_all || has_withheld(one) ? 0 /* again: what went is there still */
                     : scope == HN_SPOOL_PART      ? mark.sweep_day
                                                   : night->run.started_us / G_USEC_PER_SEC / 86400
    };
    hn_project_feed_digest(night->options->project, feed, now.feed);
    landed->mark = hn_feed_mark_write(night->store, night->run.sequence, feed->name, &now, error);
    hn_feed_mark_clear(&mark);
    return landed->mark != NULL;
}

static gboolean
land_feed(HnNight *night, const HnFeed *feed, HnLanding *one, GError **error)
{
    gboolean has_all = TRUE;
    return hn_night_late_land(night, feed, one, &has_all, error) &&
           write_mark(night, feed, has_all, one, error);
}

static gboolean
land_or_bring_back(HnNight *night, const HnFeed *feed, GError **error)
{
    g_autoptr(HnLanding) one = hn_landing_new();
    g_autoptr(GBytes) payload = NULL;
    if (!hn_night_stage_start(night, HN_STAGE_LAND, feed->name, &payload, error))
        return FALSE;
    if (payload != NULL) {
        hn_landing_decode(hn_slice(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload)),
                          one);
        hn_night_stage_kept(night, HN_STAGE_LAND, 0);
        return hn_landing_join(night->landing, one, error);
    }
    g_autoptr(GError) problem = NULL;
    if (!land_feed(night, feed, one, &problem)) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    g_autoptr(GByteArray) mark = g_byte_array_new();
    hn_landing_encode(one, mark);
    const guint64 n_read = ((const HnLandedFeed *)one->feeds->pdata[0])->n_read;
    return hn_night_stage_done(night, HN_STAGE_LAND, feed->name, mark, n_read, error) &&
           hn_landing_join(night->landing, one, error);
}

/* Whether any record of the segments of this name, of one source, is not withdrawn. */
static gboolean
holds_records(const HnNight *night, const char *name, gboolean *ret_holds, GError **error)
{
    HnVersion version;
    g_autoptr(GPtrArray) segments = g_ptr_array_new();
    for (guint i = 0; i < night->published->len; i++) {
        HnSegment *segment = night->published->pdata[i];
        if (strcmp(segment->name, name) == 0)
            g_ptr_array_add(segments, segment);
    }
    g_autoptr(HnVersionReader) versions =
        hn_version_reader_new(night->store, segments, FALSE, error);
    return versions != NULL && hn_version_reader_next(versions, &version, ret_holds, error);
}

/* Records whose feed was taken out of the configuration would vanish without anybody having said
 * so. A source that was emptied before has none. */
static gboolean
check_known_feeds(const HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    g_autoptr(GPtrArray) looked_at = g_ptr_array_new(); /* names of sources, few */
    for (guint i = 0; i < night->published->len; i++) {
        HnSegment *segment = night->published->pdata[i];
        gboolean known = FALSE;
        for (guint f = 0; f < project->n_feeds; f++) {
            g_autofree char *prefix = g_strconcat(project->feeds[f].name, ".", NULL);
            known = known || g_str_has_prefix(segment->name, prefix);
        }
        gboolean lives = FALSE;
        if (!known && g_ptr_array_find_with_equal_func(looked_at, segment->name, g_str_equal, NULL))
            continue;
        g_ptr_array_add(looked_at, segment->name);
        if (!known && !holds_records(night, segment->name, &lives, error))
            return FALSE;
        if (lives) {
            g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE,
                        "the store holds records of '%s' (feed.source), but no such source stands "
                        "in the configuration. Put it back; to withdraw its records first publish "
                        "a night in which it delivers an empty snapshot (`gates: { min_row_ratio: "
                        "0 }` lets it pass)",
                        segment->name);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
has_state(const HnNight *night, const char *feed)
{
    for (guint i = 0; i < night->landing->sources->len; i++) {
        const HnLandedSource *source = night->landing->sources->pdata[i];
        if (strcmp(source->feed, feed) == 0 && source->rows_before > 0)
            return TRUE;
    }
    return FALSE;
}

/* What stands in force must be readable through tonight's configuration. */
static gboolean
check_columns(const HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    for (guint i = 0; i < night->landing->feeds->len; i++) {
        const HnLandedFeed *landed = night->landing->feeds->pdata[i];
        if (landed->state != HN_FEED_LANDED &&
            !hn_known_columns_check(night->store, night->published, project, &project->feeds[i],
                                    error))
            return FALSE;
    }
    return TRUE;
}

static void
tell_refused(HnNight *night, const HnLandedFeed *feed)
{
    if (has_state(night, feed->feed))
        hn_night_note(
            night, "source '%s': delivery refused, its last accepted state stands: %s",
            "nguồn '%s': tệp giao bị từ chối, giữ nguyên trạng thái đã nhận lần trước: %s",
            feed->feed, feed->why);
    else
        hn_night_note(night,
                      "source '%s': delivery refused, and nothing of it was ever accepted: %s",
                      "nguồn '%s': tệp giao bị từ chối, và chưa từng nhận được gì từ nguồn này: %s",
                      feed->feed, feed->why);
}

static void
sum_up(HnNight *night)
{
    HnRunSummary *summary = night->summary;
    for (guint i = 0; i < night->landing->feeds->len; i++) {
        const HnLandedFeed *feed = night->landing->feeds->pdata[i];
        const HnFeedFrom *from = &night->options->project->feeds[i].from;
        hn_run_summary_add_source(summary, &(HnRunSource){ .source = feed->feed,
                                                           .state = hn_feed_state_name(feed->state),
                                                           .why = feed->why,
                                                           .n_read = feed->n_read,
                                                           .n_accepted = feed->n_accepted,
                                                           .n_quarantined = feed->n_quarantined });
        summary->n_read += feed->n_read;
        summary->n_accepted += feed->n_accepted;
        summary->n_quarantined += feed->n_quarantined;
        summary->kept = summary->kept || feed->state == HN_FEED_REFUSED;
        if (feed->state == HN_FEED_REFUSED)
            tell_refused(night, feed);
        if (feed->state == HN_FEED_LANDED && feed->why != NULL)
            hn_night_note(night, "source '%s': the contract is broken: %s",
                          "nguồn '%s': không đúng cam kết dữ liệu: %s", feed->feed, feed->why);
        if (feed->state == HN_FEED_LANDED && feed->n_read > 0 && feed->n_accepted == 0)
            hn_night_note(night,
                          "source '%s': none of the %" G_GUINT64_FORMAT
                          " rows that came was accepted: all are in quarantine, with the reason",
                          "nguồn '%s': không nhận dòng nào trong %" G_GUINT64_FORMAT
                          " dòng giao đến: tất cả bị cách ly, kèm lý do",
                          feed->feed, feed->n_read);
        if (feed->state == HN_FEED_LANDED && feed->n_read == 0 && from->where_column != NULL)
            hn_night_note(night, "source '%s': no row has '%s' in '%s' (where)",
                          "nguồn '%s': không dòng nào có '%s' ở cột '%s' (where)", feed->feed,
                          from->where_value, from->where_column);
        if (feed->state == HN_FEED_ABSENT && night->options->rekey == NULL)
            hn_night_note(night, "source '%s': no delivery, no news: %s",
                          "nguồn '%s': không có tệp giao, coi như không có gì mới: %s", feed->feed,
                          feed->why);
    }
    for (guint i = 0; i < night->landing->sources->len; i++) {
        const HnLandedSource *source = night->landing->sources->pdata[i];
        summary->n_withdrawn += source->n_withdrawn;
        if (source->n_withheld > 0)
            hn_night_note(
                night,
                "source '%s': the snapshot has rows in quarantine whose record id is unknown, so "
                "%" G_GUINT64_FORMAT " records that it lacks are kept",
                "nguồn '%s': bản chụp có dòng bị cách ly mà không rõ mã bản ghi, nên giữ lại "
                "%" G_GUINT64_FORMAT " bản ghi không có trong đó",
                source->source, source->n_withheld);
    }
}

/* A first night without any source is a configuration that does not fit the world. */
static gboolean
check_any_landed(const HnNight *night, GError **error)
{
    const GPtrArray *feeds = night->landing->feeds;
    const HnLandedFeed *first = feeds->pdata[0];
    if (night->published->len > 0)
        return TRUE;
    for (guint i = 0; i < feeds->len; i++)
        if (((const HnLandedFeed *)feeds->pdata[i])->state == HN_FEED_LANDED)
            return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE,
                "no source could be read, and nothing was ever published; source '%s': %s",
                first->feed, first->why == NULL ? "nothing came" : first->why);
    return FALSE;
}

void
hn_night_inputs_take(HnNight *night)
{
    for (guint i = 0; i < night->landing->sources->len; i++) {
        const HnLandedSource *source = night->landing->sources->pdata[i];
        if (source->segment != NULL)
            g_ptr_array_add(night->segments, hn_segment_copy(source->segment));
    }
    for (guint i = 0; i < night->landing->feeds->len; i++) {
        const HnLandedFeed *feed = night->landing->feeds->pdata[i];
        if (feed->mark != NULL)
            g_ptr_array_add(night->segments, hn_segment_copy(feed->mark));
    }
}

static gboolean
land_feeds(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    if (!hn_night_fetch(night, error))
        return FALSE;
    for (guint i = 0; i < project->n_feeds; i++)
        if (!land_or_bring_back(night, &project->feeds[i], error))
            return FALSE;
    return check_columns(night, error) && hn_version_upkeep(night, error);
}

gboolean
hn_night_land(HnNight *night, GError **error)
{
    if (!check_known_feeds(night, error) ||
        !(night->options->rekey != NULL ? hn_rekey_land(night, error) : land_feeds(night, error)))
        return FALSE;
    hn_night_inputs_take(night);
    sum_up(night);
    return check_any_landed(night, error);
}
