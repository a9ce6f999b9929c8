#include "cli/rekey_night.h"

#include <stdio.h>

#include "base/json_writer.h"
#include "cli/command.h"
#include "cli/drivers.h"
#include "cli/failure.h"
#include "cli/night_listener.h"
#include "cli/open_store.h"
#include "cli/say.h"
#include "linker/rekey_land.h"
#include "records/entity_id.h"

/* Records of one source that came to another. */
typedef struct {
    const char *from, *to;
    guint64 n;
} Way;

static GArray *
ways_of(const HnRekey *rekey)
{
    GArray *ways = g_array_new(FALSE, FALSE, sizeof(Way));
    for (gsize i = 0; i < hn_rekey_n(rekey); i++) {
        const char *from = hn_rekey_from(rekey, i)->source, *to = hn_rekey_to(rekey, i)->source;
        guint w = 0;
        for (; w < ways->len; w++)
            if (g_array_index(ways, Way, w).from == from && g_array_index(ways, Way, w).to == to)
                break;
        const Way new_way = { from, to, 0 };
        if (w == ways->len)
            g_array_append_val(ways, new_way);
        g_array_index(ways, Way, w).n++;
    }
    return ways;
}

static void
put_id(HnJsonWriter *json, const char *key, guint64 event, gboolean issued)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_json_key(json, key);
    if (!issued) {
        hn_json_null(json);
        return;
    }
    hn_entity_id_format('v', event, id);
    hn_json_string(json, id);
}

static void
print_json(const HnRekeyNight *night, const HnRunSummary *summary)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    g_autoptr(GArray) ways = ways_of(night->rekey);
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    put_id(&json, "event_id", hn_rekey_event(night->rekey), summary->published);
    if (hn_rekey_undoes(night->rekey) != 0)
        put_id(&json, "undone", hn_rekey_undoes(night->rekey), TRUE);
    hn_json_key(&json, "run_id");
    hn_json_string(&json, summary->run_id);
    hn_json_key(&json, "published");
    hn_json_bool(&json, summary->published);
    hn_json_key(&json, "dry_run");
    hn_json_bool(&json, night->dry_run);
    hn_json_key(&json, "moved");
    hn_json_array(&json);
    for (guint i = 0; i < ways->len; i++) {
        const Way *way = &g_array_index(ways, Way, i);
        hn_json_object(&json);
        hn_json_key(&json, "source");
        hn_json_string(&json, way->from);
        hn_json_key(&json, "new_source");
        hn_json_string(&json, way->to);
        hn_json_key(&json, "records");
        hn_json_uint(&json, way->n);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_key(&json, "gone");
    hn_json_uint(&json, night->n_gone);
    hn_json_key(&json, "entity_events");
    hn_json_uint(&json, summary->n_events);
    hn_json_key(&json, "golden_updated");
    hn_json_uint(&json, summary->n_updated);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(text->data, 1, text->len, stdout);
}

/* Whether a delivery brings the source: one of many sources may bring any, and brought some. */
static gboolean
brings(const HnProject *project, const GPtrArray *published, const HnFeed *feed, const char *source)
{
    g_autofree char *segment = hn_rekey_segment_name(project, published, source);
    return segment != NULL && hn_rekey_feed(project, segment) == feed;
}

/* A key's column that fills an attribute, too. */
static const char *
mapped_key(const HnFeed *feed)
{
    for (guint k = 0; feed->key != NULL && feed->key[k] != NULL; k++)
        for (guint m = 0; m < feed->n_map; m++)
            if (g_strv_contains((const char *const *)feed->map[m].columns, feed->key[k]))
                return feed->key[k];
    return NULL;
}

/* Another key is then another value, and no other name of the same record alone. */
static void
print_mapped_keys(const HnProject *project, const GPtrArray *published, const GArray *ways)
{
    for (guint f = 0; f < project->n_feeds; f++) {
        const HnFeed *feed = &project->feeds[f];
        const char *column = mapped_key(feed);
        gboolean moves = FALSE;
        for (guint i = 0; column != NULL && i < ways->len; i++) {
            const Way *way = &g_array_index(ways, Way, i);
            moves = moves || brings(project, published, feed, way->from) ||
                    brings(project, published, feed, way->to);
        }
        if (moves)
            printf(HN_SAY("  values     '%s' is key of '%s' and mapped too: with another key a "
                          "record has another value\n",
                          "  giá trị    '%s' là khoá của '%s' và cũng được ánh xạ: đổi khoá thì "
                          "bản ghi có giá trị khác\n"),
                   column, feed->name);
    }
}

static void
print_other_values(const HnRekeyNight *night, const HnProject *project, const GArray *ways)
{
    int code = HN_EXIT_DONE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = hn_open_store(night->command, project, HN_STORE_READ, &code);
    g_autoptr(GPtrArray) published =
        store == NULL ? NULL : hn_store_segments(store, "RECV", NULL, &error);
    if (published != NULL)
        print_mapped_keys(project, published, ways);
    else if (error != NULL)
        hn_command_complain("%s: %s", night->command, error->message);
}

static void
print_words(const HnRekeyNight *night, const HnProject *project, const HnRunSummary *summary)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    g_autoptr(GArray) ways = ways_of(night->rekey);
    hn_entity_id_format('v', hn_rekey_event(night->rekey), id);
    if (summary->held)
        puts(HN_SAY("held by a gate: nothing was moved", "bị cổng giữ lại: chưa đổi khoá nào"));
    else if (night->dry_run)
        puts(HN_SAY("dry run: nothing was moved", "chạy thử: chưa đổi khoá nào"));
    else
        printf(HN_SAY("%s  keys moved, in run %s\n", "%s  đã đổi khoá, ở lượt chạy %s\n"), id,
               summary->run_id);
    for (guint i = 0; i < ways->len; i++) {
        const Way *way = &g_array_index(ways, Way, i);
        printf(HN_SAY("  records    %" G_GUINT64_FORMAT " of '%s' to '%s'\n",
                      "  bản ghi    %" G_GUINT64_FORMAT " của '%s' sang '%s'\n"),
               way->n, way->from, way->to);
    }
    if (night->n_gone > 0)
        printf(HN_SAY("  gone       %" G_GSIZE_FORMAT " are not there any more and stay so\n",
                      "  không còn  %" G_GSIZE_FORMAT " bản ghi đã rời đi và vẫn như vậy\n"),
               night->n_gone);
    printf(HN_SAY("  entities   %" G_GUINT64_FORMAT " events; golden records with other values: "
                  "%" G_GUINT64_FORMAT "\n",
                  "  thực thể   %" G_GUINT64_FORMAT " sự kiện; bản ghi chuẩn có giá trị khác: "
                  "%" G_GUINT64_FORMAT "\n"),
           summary->n_events, summary->n_updated);
    if (summary->n_updated > 0)
        print_other_values(night, project, ways);
    if (summary->published)
        printf(HN_SAY("  back       hopnhat undo %s --reason TEXT -c FILE\n",
                      "  quay lại   hopnhat undo %s --reason TEXT -c FILE\n"),
               id);
}

static int
finish(const HnRekeyNight *night, HnNightListener *listener, const HnRunSummary *summary)
{
    g_autofree char *report = hn_night_report_write(&listener->report, summary);
    if (night->json)
        print_json(night, summary);
    else
        print_words(night, listener->report.project, summary);
    const GPtrArray *notes = HN_SAY(summary->notes, summary->notes_vi);
    for (guint i = 0; (summary->held || summary->kept_targets) && i < notes->len; i++)
        hn_command_complain("%s: %s", night->command, (const char *)notes->pdata[i]);
    if (summary->held)
        return HN_EXIT_GATE;
    return summary->kept_targets ? HN_EXIT_KEPT : HN_EXIT_DONE;
}

int
hn_rekey_night(const HnRekeyNight *night)
{
    HnPipelineOptions options = { .dry_run = night->dry_run, .rekey = night->rekey };
    int code = HN_EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_open_project(night->command, night->config, &code);
    if (project == NULL || !hn_resources_take(&night->resources, night->command, &options))
        return code;
    if (!hn_drivers_check(project, &error))
        return hn_failure_tell(night->command, error, 0);
    HnNightListener listener = { 0 };
    hn_night_listener_attach(&listener, project, night->quiet, &options);
    HnRunSummary summary;
    hn_run_summary_init(&summary);
    const gboolean done = hn_pipeline_run(&options, &summary, &error);
    hn_progress_end(listener.progress);
    code = done ? finish(night, &listener, &summary)
                : hn_failure_tell(night->command, error, hn_night_listener_signal());
    hn_night_listener_clear(&listener);
    hn_run_summary_clear(&summary);
    return code;
}
