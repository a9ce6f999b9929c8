#include "insight/night_gauges.h"

#include <jansson.h>

#include "insight/prometheus_text.h"
#include "insight/report_files.h"
#include "publish/change_set.h"
#include "publish/delivery.h"
#include "records/entity_id.h"

#define PROJECT "project", night->project->name

static void
put_number(HnPrometheusText *out, const HnNightGauges *night, const char *name, const char *help,
           guint64 value)
{
    hn_prometheus_family(out, name, help);
    hn_prometheus_count(out, value, PROJECT, NULL);
}

/* ---- the run ---- */

static gboolean
put_times(HnPrometheusText *out, const HnNightGauges *night, GError **error)
{
    HnRunInfo info;
    guint64 run = 0;
    if (night->store == NULL)
        return TRUE;
    if (hn_entity_id_parse(hn_slice_of(night->summary->run_id), 'r', &run)) {
        if (!hn_store_run_info(night->store, run, &info, error))
            return FALSE;
        hn_prometheus_family(out, "hopnhat_last_run_start_timestamp_seconds",
                             "When the last run began, sealed at its start.");
        hn_prometheus_time(out, info.started_us, PROJECT, NULL);
    }
    run = hn_store_published_run(night->store);
    if (run == 0)
        return TRUE;
    if (!hn_store_run_info(night->store, run, &info, error))
        return FALSE;
    hn_prometheus_family(out, "hopnhat_last_success_timestamp_seconds",
                         "When the run that is published began, sealed at its start.");
    hn_prometheus_time(out, info.started_us, PROJECT, NULL);
    return TRUE;
}

static void
put_end(HnPrometheusText *out, const HnNightGauges *night)
{
    const HnRunSummary *summary = night->summary;
    put_number(out, night, "hopnhat_last_run_exit_code",
               "0 published, 1 failed, 2 configuration, 3 held by a gate, 4 published while "
               "something kept its last state.",
               (guint64)night->exit_code);
    put_number(out, night, "hopnhat_last_run_published", "1: the last run was published.",
               summary->published ? 1 : 0);
    put_number(out, night, "hopnhat_last_run_held", "1: a gate held the last run.",
               summary->held ? 1 : 0);
    put_number(out, night, "hopnhat_last_run_resumed", "1: it went on behind an interruption.",
               summary->resumed ? 1 : 0);
    put_number(out, night, "hopnhat_last_run_peak_memory_bytes",
               "The most memory that the last run had.", summary->peak_bytes);
    hn_prometheus_family(out, "hopnhat_last_run_duration_seconds",
                         "How long the last run took, without what was done before a kill.");
    hn_prometheus_sample(out, summary->seconds_total, PROJECT, NULL);
    hn_prometheus_family(out, "hopnhat_last_run_stage_duration_seconds",
                         "The same of each stage; 0: not reached, or finished before a kill.");
    for (guint stage = 0; stage < HN_STAGES; stage++)
        hn_prometheus_sample(out, summary->seconds[stage], PROJECT, "stage",
                             hn_stage_name((HnStage)stage), NULL);
}

/* ---- sources ---- */

static void
put_source_counts(HnPrometheusText *out, const HnNightGauges *night, const char *name,
                  const char *help, gsize offset)
{
    const GArray *sources = night->summary->sources;
    hn_prometheus_family(out, name, help);
    for (guint i = 0; i < sources->len; i++) {
        const HnRunSource *source = &g_array_index(sources, HnRunSource, i);
        guint64 value;
        memcpy(&value, (const guint8 *)source + offset, sizeof value);
        hn_prometheus_count(out, value, PROJECT, "source", source->source, NULL);
    }
}

static void
put_sources(HnPrometheusText *out, const HnNightGauges *night)
{
    const GArray *sources = night->summary->sources;
    if (sources->len == 0)
        return;
    put_source_counts(out, night, "hopnhat_source_records_read",
                      "Records that the source delivered.", G_STRUCT_OFFSET(HnRunSource, n_read));
    put_source_counts(out, night, "hopnhat_source_records_accepted", "Of these, taken.",
                      G_STRUCT_OFFSET(HnRunSource, n_accepted));
    put_source_counts(out, night, "hopnhat_source_records_quarantined", "Of these, not readable.",
                      G_STRUCT_OFFSET(HnRunSource, n_quarantined));
    hn_prometheus_family(out, "hopnhat_source_state",
                         "1 with the state of the source's delivery: landed, absent or refused.");
    for (guint i = 0; i < sources->len; i++) {
        const HnRunSource *source = &g_array_index(sources, HnRunSource, i);
        hn_prometheus_count(out, 1, PROJECT, "source", source->source, "state", source->state,
                            NULL);
    }
}

/* ---- counts ---- */

static void
put_changes(HnPrometheusText *out, const HnNightGauges *night)
{
    const HnRunSummary *s = night->summary;
    const struct {
        const char *change;
        guint64 n;
    } changes[] = { { "new", s->n_new },         { "joined", s->n_joined },
                    { "updated", s->n_updated }, { "moved", s->n_moved },
                    { "merged", s->n_merged },   { "split", s->n_split },
                    { "retired", s->n_retired }, { "restored", s->n_restored } };
    hn_prometheus_family(out, "hopnhat_entities_changed",
                         "Entities that the last run changed, by what happened to them.");
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
        hn_prometheus_count(out, changes[i].n, PROJECT, "change", changes[i].change, NULL);
}

static void
put_counts(HnPrometheusText *out, const HnNightGauges *night)
{
    const HnRunSummary *s = night->summary;
    put_number(out, night, "hopnhat_records", "Records in force.", s->n_records);
    put_number(out, night, "hopnhat_records_withdrawn", "Records that the last run withdrew.",
               s->n_withdrawn);
    put_number(out, night, "hopnhat_entities", "Entities in force.", s->n_entities);
    put_number(out, night, "hopnhat_entity_records_max", "Records of the largest entity.",
               s->largest);
    put_changes(out, night);
    put_number(out, night, "hopnhat_events", "Events of the last run.", s->n_events);
    put_number(out, night, "hopnhat_candidate_pairs", "Pairs that were compared.", s->n_pairs);
    hn_prometheus_family(out, "hopnhat_edges", "Pairs above a threshold.");
    hn_prometheus_count(out, s->n_edges_match, PROJECT, "above", "match", NULL);
    hn_prometheus_count(out, s->n_edges_review, PROJECT, "above", "review", NULL);
    put_number(out, night, "hopnhat_review_cases", "Cases that wait for a person.", s->n_cases);
}

/* ---- gates ---- */

static void
put_gate_numbers(HnPrometheusText *out, const HnNightGauges *night, const json_t *gates,
                 const char *key)
{
    size_t i;
    const json_t *gate;
    json_array_foreach(gates, i, gate)
    {
        const json_t *value = json_object_get(gate, key);
        const double number =
            json_is_boolean(value) ? (json_is_true(value) ? 1 : 0) : json_number_value(value);
        if (!json_is_null(value))
            hn_prometheus_sample(out, number, PROJECT, "gate",
                                 json_string_value(json_object_get(gate, "gate")), "of",
                                 json_string_value(json_object_get(gate, "of")), NULL);
    }
}

/* The night may have gone on behind a kill, and have judged before it: its file tells. */
static gboolean
put_gates(HnPrometheusText *out, const HnNightGauges *night, GError **error)
{
    GError *problem = NULL;
    g_autoptr(GBytes) text =
        hn_report_read(night->project, night->summary->run_id, "metrics.json", &problem);
    if (problem != NULL) {
        g_propagate_error(error, problem);
        return FALSE;
    }
    json_t *root = text == NULL
                       ? NULL
                       : json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL);
    const json_t *gates = json_object_get(root, "gates");
    if (json_array_size(gates) > 0) {
        hn_prometheus_family(out, "hopnhat_gate_passed",
                             "1: passed, 0: above its limit; of: the source or entity type.");
        put_gate_numbers(out, night, gates, "passed");
        hn_prometheus_family(out, "hopnhat_gate_value", "What the gate measured.");
        put_gate_numbers(out, night, gates, "value");
        hn_prometheus_family(out, "hopnhat_gate_limit", "Its limit.");
        put_gate_numbers(out, night, gates, "limit");
    }
    json_decref(root);
    return TRUE;
}

/* ---- targets ---- */

typedef struct {
    guint64 n_sets;
    gint64 oldest_us; /* start of the run that made the oldest */
} Waiting;

static gboolean
look_at_target(const HnNightGauges *night, const char *target, Waiting *ret, GError **error)
{
    HnRunInfo info = { 0 };
    g_autoptr(GPtrArray) sets = hn_store_segments(night->store, HN_CHANGE_SET, target, error);
    if (sets == NULL)
        return FALSE;
    ret->n_sets = sets->len;
    if (sets->len > 0 &&
        !hn_store_run_info(night->store, ((const HnSegment *)sets->pdata[0])->run, &info, error))
        return FALSE;
    ret->oldest_us = info.started_us;
    return TRUE;
}

static gboolean
put_targets(HnPrometheusText *out, const HnNightGauges *night, GError **error)
{
    const guint n = night->store == NULL ? 0 : night->project->n_targets;
    HnRunInfo last = { 0 };
    const guint64 published = n == 0 ? 0 : hn_store_published_run(night->store);
    g_autofree Waiting *waiting = g_new0(Waiting, n + 1);
    if (n == 0 || published == 0)
        return TRUE;
    if (!hn_store_run_info(night->store, published, &last, error))
        return FALSE;
    for (guint i = 0; i < n; i++)
        if (!look_at_target(night, night->project->targets[i].name, &waiting[i], error))
            return FALSE;
    hn_prometheus_family(out, "hopnhat_target_waiting_sets",
                         "Change sets that the target has not acknowledged.");
    for (guint i = 0; i < n; i++)
        hn_prometheus_count(out, waiting[i].n_sets, PROJECT, "target",
                            night->project->targets[i].name, NULL);
    hn_prometheus_family(out, "hopnhat_target_waiting_age_seconds",
                         "How many seconds the target's oldest waiting set was made before the "
                         "newest run that is published; 0: tonight's, or none waits.");
    for (guint i = 0; i < n; i++)
        hn_prometheus_sample(
            out,
            waiting[i].n_sets == 0 ? 0 : (double)(last.started_us - waiting[i].oldest_us) / 1e6,
            PROJECT, "target", night->project->targets[i].name, NULL);
    return TRUE;
}

char *
hn_night_gauges_text(const HnNightGauges *night, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HnPrometheusText out = { .text = text };
    if (!put_times(&out, night, error))
        return NULL;
    put_end(&out, night);
    put_sources(&out, night);
    if (night->has_counts)
        put_counts(&out, night);
    if ((night->has_counts && !put_gates(&out, night, error)) || !put_targets(&out, night, error))
        return NULL;
    return g_strdup(text->str);
}
