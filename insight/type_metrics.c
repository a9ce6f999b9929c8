#include "insight/type_metrics.h"

#include "base/json_field.h"
#include "insight/model_metrics.h"
#include "insight/source_cards.h"
#include "records/entity_id.h"

#define UNITS_PER_BIT 65536.0
/* Of a dry run: numbers from here on are not those that a night would issue. */
#define NOT_ISSUED (G_GUINT64_CONSTANT(1) << 39)

typedef struct {
    const HnNight *night;
    const HnEntityType *type;
    const HnRecordTable *table;
    const HnLinked *linked;
    HnJsonWriter *json;
} Work;

static void
put_id(HnJsonWriter *json, const char *key, char kind, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format(kind, sequence, id);
    hn_field_text(json, key, sequence >= NOT_ISSUED ? NULL : id);
}

static void
put_record(const Work *work, const char *source_key, const char *id_key, guint32 row)
{
    const HnCrosswalk *crosswalk = work->linked->crosswalk;
    hn_field_text(work->json, source_key, crosswalk->sources[crosswalk->source_of[row]]);
    hn_field_slice(work->json, id_key, hn_crosswalk_id(crosswalk, row));
}

static void
put_pair(const Work *work, guint32 a, guint32 b)
{
    put_record(work, "source_dataset_l", "unique_id_l", a);
    put_record(work, "source_dataset_r", "unique_id_r", b);
}

/* ---- completeness ---- */

static void
count_missing(const HnRecordTable *table, const HnTableSource *source, guint64 *ret_missing)
{
    for (guint32 i = 0; i < source->n_rows; i++) {
        const guint32 *line = hn_record_table_line(table, source->first_row + i);
        for (guint a = 0; a < table->n_attributes; a++)
            ret_missing[a] += line[a] == 0;
    }
}

static void
write_completeness(const Work *work)
{
    const HnRecordTable *table = work->table;
    hn_field_array(work->json, "completeness");
    for (guint s = 0; s < table->n_sources; s++) {
        const HnTableSource *source = &table->sources[s];
        guint64 missing[HN_ATTRIBUTES_MAX] = { 0 };
        count_missing(table, source, missing);
        for (guint a = 0; a < table->n_attributes; a++) {
            hn_json_object(work->json);
            hn_field_text(work->json, "source_dataset", source->name);
            hn_field_text(work->json, "column_name", work->type->attributes[a].name);
            hn_field_uint(work->json, "total_null_rows", missing[a]);
            hn_field_uint(work->json, "total_rows_inc_nulls", source->n_rows);
            hn_field_double(work->json, "completeness",
                            1 - (double)missing[a] / (double)source->n_rows);
            hn_json_end_object(work->json);
        }
    }
    hn_json_end_array(work->json);
}

/* ---- blocking ---- */

static void
write_rules(const Work *work, const HnNightType *of_night)
{
    const double n = work->table->n_rows;
    guint64 cumulative = 0;
    hn_field_array(work->json, "cumulative_comparisons");
    for (guint r = 0; r < work->type->n_rules; r++) {
        const HnRuleReport *report = &of_night->rules[r];
        const guint64 marginal = of_night->scored->rule_pairs[r];
        hn_json_object(work->json);
        hn_field_text(work->json, "blocking_rule", work->type->rules[r].name);
        hn_field_uint(work->json, "marginal_comparison_count", marginal);
        hn_field_uint(work->json, "chart_start", cumulative);
        cumulative += marginal;
        hn_field_uint(work->json, "cumulative_comparison_count", cumulative);
        hn_field_double(work->json, "total_possible_comparison_count", n * (n - 1) / 2);
        hn_field_uint(work->json, "comparison_count", report->pairs_here);
        hn_field_uint(work->json, "blocks", report->n_blocks);
        hn_field_uint(work->json, "largest_block", report->largest);
        hn_field_uint(work->json, "values_dropped", report->n_dropped);
        hn_field_uint(work->json, "records_dropped", report->records_dropped);
        hn_json_end_object(work->json);
    }
    hn_json_end_array(work->json);
}

/* ---- weights and clusters ---- */

static void
write_histogram(const Work *work, const HnClusterFacts *facts)
{
    hn_field_array(work->json, "match_weight_histogram");
    for (guint i = 0; i < facts->n_bins; i++) {
        const gint64 low = facts->first_bin_bits + (gint64)i * facts->bin_bits;
        hn_json_object(work->json);
        hn_field_int(work->json, "match_weight_low", low);
        hn_field_int(work->json, "match_weight_high", low + facts->bin_bits);
        hn_field_uint(work->json, "match", facts->bins[i].n_match);
        hn_field_uint(work->json, "review", facts->bins[i].n_review);
        hn_json_end_object(work->json);
    }
    hn_json_end_array(work->json);
}

static void
write_sizes(const Work *work, const HnClusterFacts *facts)
{
    hn_field_array(work->json, "cluster_sizes");
    for (guint i = 0; i < facts->sizes->len; i++) {
        const HnClusterSize *size = &g_array_index(facts->sizes, HnClusterSize, i);
        hn_json_object(work->json);
        hn_field_uint(work->json, "n_nodes", size->n_nodes);
        hn_field_uint(work->json, "clusters", size->n_clusters);
        hn_json_end_object(work->json);
    }
    hn_json_end_array(work->json);
}

static void
write_largest(const Work *work, const HnClusterFacts *facts)
{
    hn_field_array(work->json, "clusters");
    for (guint i = 0; i < facts->clusters.items->len; i++) {
        const HnClusterFact *cluster = &g_array_index(facts->clusters.items, HnClusterFact, i);
        hn_json_object(work->json);
        put_id(work->json, "cluster_id", 'e', work->linked->crosswalk->entity_of[cluster->root]);
        put_record(work, "source_dataset", "unique_id", cluster->root);
        hn_field_uint(work->json, "n_nodes", cluster->n_nodes);
        hn_field_uint(work->json, "n_edges", cluster->n_edges);
        hn_field_double(work->json, "density", hn_cluster_density(cluster));
        hn_field_double(work->json, "cluster_centralisation", hn_cluster_centralisation(cluster));
        hn_field_uint(work->json, "n_bridges", cluster->n_bridges);
        hn_json_end_object(work->json);
    }
    hn_json_end_array(work->json);
}

static void
write_bridges(const Work *work, const HnClusterFacts *facts)
{
    hn_field_object(work->json, "bridges");
    hn_field_uint(work->json, "count", facts->n_bridges);
    hn_field_uint(work->json, "clusters", facts->n_bridged);
    hn_field_uint(work->json, "clusters_of_two", facts->n_twos);
    hn_field_double(work->json, "weakest_of_two",
                    facts->weakest_two_units == G_MAXINT32
                        ? (double)NAN
                        : facts->weakest_two_units / UNITS_PER_BIT);
    hn_field_array(work->json, "weakest");
    for (guint i = 0; i < facts->bridges.items->len; i++) {
        const HnBridge *bridge = &g_array_index(facts->bridges.items, HnBridge, i);
        hn_json_object(work->json);
        put_id(work->json, "cluster_id", 'e', work->linked->crosswalk->entity_of[bridge->a]);
        put_pair(work, bridge->a, bridge->b);
        hn_field_double(work->json, "match_weight", bridge->weight_units / UNITS_PER_BIT);
        hn_field_uint(work->json, "n_nodes_l", bridge->n_a);
        hn_field_uint(work->json, "n_nodes_r", bridge->n_b);
        hn_field_bool(work->json, "is_bridge", TRUE);
        hn_json_end_object(work->json);
    }
    hn_json_end_array(work->json);
    hn_json_end_object(work->json);
}

HnClusterFacts *
hn_type_cluster_facts(const HnNight *night, guint t)
{
    const HnLinked *linked = night->types[t].linked;
    const HnModel *model = night->types[t].bundle->model;
    const HnClusterFactsInput input = {
        .n_rows = night->types[t].standardised->table->n_rows,
        .cluster_of = linked->cluster_of,
        .n_edges = linked->edges->n,
        .edges = linked->edges->edges,
        .match_units = model->threshold_match_units,
        .review_units = model->threshold_review_units,
        .n_constraints = linked->constraints->n,
        .constraints = linked->constraints->constraints,
    };
    return hn_cluster_facts_new(&input);
}

static void
write_clusters(const Work *work, const HnClusterFacts *facts)
{
    hn_field_uint(work->json, "edges_match", work->linked->n_edges_match);
    hn_field_uint(work->json, "edges_review", work->linked->edges->n - work->linked->n_edges_match);
    hn_field_uint(work->json, "edges_cut", facts->n_edges_cut);
    write_histogram(work, facts);
    write_sizes(work, facts);
    write_largest(work, facts);
    write_bridges(work, facts);
}

/* ---- cases ---- */

static gint
compare_cases(gconstpointer a, gconstpointer b)
{
    const HnCase *x = a, *y = b;
    if (x->weight_units != y->weight_units)
        return x->weight_units > y->weight_units ? -1 : 1;
    if (x->row_a != y->row_a)
        return x->row_a < y->row_a ? -1 : 1;
    return (x->row_b > y->row_b) - (x->row_b < y->row_b);
}

static void
write_cases(const Work *work)
{
    const HnCases *cases = work->linked->cases;
    HnTopList top = hn_top_list(HN_FACTS_TOP, sizeof(HnCase), compare_cases);
    for (gsize i = 0; i < cases->n; i++)
        hn_top_list_add(&top, &cases->cases[i]);
    hn_field_object(work->json, "cases");
    hn_field_uint(work->json, "count", cases->n);
    hn_field_uint(work->json, "over_budget", work->linked->n_cases_over);
    if (work->type->has_review_budget)
        hn_field_uint(work->json, "budget", work->type->review_budget);
    hn_field_double(work->json, "threshold_review", work->linked->review_units / UNITS_PER_BIT);
    hn_field_array(work->json, "heaviest");
    for (guint i = 0; i < top.items->len; i++) {
        const HnCase *one = &g_array_index(top.items, HnCase, i);
        hn_json_object(work->json);
        put_id(work->json, "case_id", 'c', one->sequence);
        hn_field_text(work->json, "kind", hn_case_kind_name((HnCaseKind)one->kind));
        put_id(work->json, "entity_id_l", 'e', one->entity_a);
        put_id(work->json, "entity_id_r", 'e', one->entity_b);
        put_pair(work, one->row_a, one->row_b);
        hn_field_double(work->json, "match_weight", one->weight_units / UNITS_PER_BIT);
        hn_field_uint(work->json, "edges", one->n_edges);
        hn_json_end_object(work->json);
    }
    hn_json_end_array(work->json);
    hn_json_end_object(work->json);
    hn_top_list_clear(&top);
}

/* ---- changes ---- */

static gint
compare_events(gconstpointer a, gconstpointer b)
{
    const HnEvent *x = *(const HnEvent *const *)a, *y = *(const HnEvent *const *)b;
    if (x->n_records != y->n_records)
        return x->n_records > y->n_records ? -1 : 1;
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

/* Merges and splits of the night, those that moved most records first. */
static void
write_events(const Work *work)
{
    const HnEvents *events = work->linked->events;
    HnTopList top = hn_top_list(HN_FACTS_TOP, sizeof(HnEvent *), compare_events);
    for (gsize i = 0; i < events->n; i++) {
        const HnEvent *event = &events->events[i];
        if (event->kind == HN_EVENT_MERGED || event->kind == HN_EVENT_SPLIT)
            hn_top_list_add(&top, &event);
    }
    hn_field_array(work->json, "largest");
    for (guint i = 0; i < top.items->len; i++) {
        const HnEvent *event = g_array_index(top.items, const HnEvent *, i);
        hn_json_object(work->json);
        put_id(work->json, "event_id", 'v', event->sequence);
        hn_field_text(work->json, "change", hn_event_kind_name(event->kind));
        put_id(work->json, "entity_id", 'e', event->entity);
        put_id(work->json, "other_entity_id", 'e', event->other);
        hn_field_uint(work->json, "records", event->n_records);
        hn_json_end_object(work->json);
    }
    hn_json_end_array(work->json);
    hn_top_list_clear(&top);
}

static void
write_changes(const Work *work, const HnChangeCounts *counts, guint64 n_entities_last)
{
    hn_field_object(work->json, "changes");
    hn_field_uint(work->json, "entities_before", n_entities_last);
    hn_field_uint(work->json, "entities_now", work->linked->n_entities_now);
    hn_field_uint(work->json, "new", counts->n_new);
    hn_field_uint(work->json, "joined", counts->n_joined);
    hn_field_uint(work->json, "moved", counts->n_moved);
    hn_field_uint(work->json, "merged", counts->n_merged);
    hn_field_uint(work->json, "split", counts->n_split);
    hn_field_uint(work->json, "updated", counts->n_updated);
    hn_field_uint(work->json, "withdrawn", counts->n_withdrawn);
    hn_field_uint(work->json, "retired", counts->n_retired);
    hn_field_uint(work->json, "restored", counts->n_restored);
    write_events(work);
    hn_json_end_object(work->json);
}

void
hn_type_metrics_write(const HnNight *night, guint t, const HnClusterFacts *facts,
                      HnJsonWriter *json)
{
    const HnNightType *of_night = &night->types[t];
    const Work work = { .night = night,
                        .type = &night->options->project->entities[t],
                        .table = of_night->standardised->table,
                        .linked = of_night->linked,
                        .json = json };
    hn_json_object(json);
    hn_field_text(json, "entity_type", work.type->name);
    hn_field_uint(json, "records", work.table->n_rows);
    hn_field_uint(json, "distinct_records", work.table->n_classes);
    hn_field_uint(json, "pairs", of_night->scored->n_pairs);
    hn_json_key(json, "model");
    hn_model_metrics_write(night->store, work.type, of_night->bundle, json);
    write_completeness(&work);
    hn_json_key(json, "cards");
    hn_source_cards_write(night, t, json);
    write_rules(&work, of_night);
    write_clusters(&work, facts);
    hn_json_key(json, "expected_by");
    hn_expected_parts_write(night->summary->expected_by, work.type->name, json);
    write_cases(&work);
    write_changes(&work, &night->counts[t], night->n_entities_last[t]);
    hn_json_end_object(json);
}
