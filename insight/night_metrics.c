#include "insight/night_metrics.h"

#include "base/json_field.h"
#include "insight/quarantine_metrics.h"
#include "insight/type_metrics.h"
#include "publish/gates.h"
#include "records/entity_id.h"

#define US_PER_S 1000000

static void
write_head(const HnNight *night, HnJsonWriter *json)
{
    char last[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', night->run.based_on, last);
    g_autoptr(GDateTime) started = g_date_time_new_from_unix_utc(night->run.started_us / US_PER_S);
    g_autofree char *text = started == NULL ? NULL : g_date_time_format_iso8601(started);
    hn_field_uint(json, "schema", 1);
    hn_field_text(json, "run_id", night->run_id);
    hn_field_text(json, "project", night->options->project->name);
    hn_field_text(json, "started", text);
    hn_field_text(json, "based_on", night->run.based_on == 0 ? NULL : last);
}

static const char *
state_name(HnFeedState state)
{
    return state == HN_FEED_LANDED ? "landed" : state == HN_FEED_ABSENT ? "absent" : "refused";
}

static void
write_feeds(const HnLanding *landing, HnJsonWriter *json)
{
    hn_field_array(json, "feeds");
    for (guint i = 0; i < landing->feeds->len; i++) {
        const HnLandedFeed *feed = landing->feeds->pdata[i];
        hn_json_object(json);
        hn_field_text(json, "feed", feed->feed);
        hn_field_text(json, "state", state_name(feed->state));
        hn_field_uint(json, "read", feed->n_read);
        hn_field_uint(json, "accepted", feed->n_accepted);
        hn_field_uint(json, "quarantined", feed->n_quarantined);
        hn_field_uint(json, "bytes", feed->n_bytes);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
    hn_field_array(json, "sources");
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *source = landing->sources->pdata[i];
        hn_json_object(json);
        hn_field_text(json, "source_dataset", source->source);
        hn_field_text(json, "feed", source->feed);
        hn_field_uint(json, "records_before", source->rows_before);
        hn_field_uint(json, "records", source->rows_now);
        hn_field_uint(json, "new", source->n_new);
        hn_field_uint(json, "changed", source->n_changed);
        hn_field_uint(json, "withdrawn", source->n_withdrawn);
        hn_field_uint(json, "withheld", source->n_withheld);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
write_quarantine(const HnNight *night, HnJsonWriter *json)
{
    hn_field_array(json, "quarantine");
    for (guint i = 0; i < night->landing->feeds->len; i++) {
        const HnLandedFeed *feed = night->landing->feeds->pdata[i];
        g_autofree char *name = g_strconcat("quarantine-", feed->feed, ".jsonl", NULL);
        g_autofree char *path = hn_night_path(night, name);
        g_autoptr(GPtrArray) counts =
            feed->n_quarantined == 0 ? NULL : hn_quarantine_counts(path, NULL);
        for (guint c = 0; counts != NULL && c < counts->len; c++) {
            const HnQuarantineCount *count = counts->pdata[c];
            hn_json_object(json);
            hn_field_text(json, "source_dataset", count->source);
            hn_field_text(json, "reason", count->reason);
            hn_field_uint(json, "records", count->n_records);
            hn_json_end_object(json);
        }
    }
    hn_json_end_array(json);
}

static void
write_gates(const HnNight *night, HnJsonWriter *json)
{
    const HnGates *gates = &night->options->project->gates;
    hn_field_array(json, "gates");
    for (guint t = 0; t < night->n_types; t++) {
        gboolean passed = TRUE;
        g_autoptr(GPtrArray) results = hn_night_gate_results(night, t, &passed);
        for (guint i = 0; i < results->len; i++) {
            const HnGateResult *result = results->pdata[i];
            const gboolean binds =
                strcmp(result->gate, "quarantine") != 0 || gates->hold_on_quarantine;
            hn_json_object(json);
            hn_field_text(json, "gate", result->gate);
            hn_field_text(json, "of", result->source);
            hn_field_double(json, "value", result->value);
            hn_field_double(json, "limit", result->limit);
            hn_field_bool(json, "binds", binds);
            hn_field_bool(json, "passed", result->passed);
            hn_json_end_object(json);
        }
    }
    hn_json_end_array(json);
}

GPtrArray *
hn_night_cluster_facts(const HnNight *night)
{
    GPtrArray *facts = g_ptr_array_new_with_free_func((GDestroyNotify)hn_cluster_facts_free);
    for (guint t = 0; t < night->n_types; t++)
        g_ptr_array_add(facts, hn_type_cluster_facts(night, t));
    return facts;
}

GByteArray *
hn_night_metrics(const HnNight *night, const GPtrArray *facts)
{
    g_assert(facts != NULL && facts->len == night->n_types);
    GByteArray *text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_object(&json);
    write_head(night, &json);
    write_feeds(night->landing, &json);
    write_quarantine(night, &json);
    write_gates(night, &json);
    hn_run_summary_write_relations(night->summary, &json);
    hn_field_array(&json, "types");
    for (guint t = 0; t < night->n_types; t++)
        hn_type_metrics_write(night, t, facts->pdata[t], &json);
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    return text;
}
