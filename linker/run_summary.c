#include "linker/run_summary.h"

#include "records/entity_id.h"

const char *
hn_stage_name(HnStage stage)
{
    static const char *const names[HN_STAGES] = { "land",    "standardise", "train", "block",
                                                  "score",   "link",        "gate",  "commit",
                                                  "publish", "deliver" };
    g_assert(stage < HN_STAGES);
    return names[stage];
}

static void
clear_review(gpointer review)
{
    g_free(((HnRunReview *)review)->entity_type);
}

static void
clear_type(gpointer type)
{
    g_free(((HnRunType *)type)->entity_type);
}

static void
clear_relation(gpointer relation)
{
    g_free(((HnRunRelation *)relation)->relation);
}

static void
clear_source(gpointer data)
{
    HnRunSource *source = data;
    g_free((gpointer)(gsize)source->source);
    g_free((gpointer)(gsize)source->state);
    g_free((gpointer)(gsize)source->why);
}

void
hn_run_summary_init(HnRunSummary *summary)
{
    *summary = (HnRunSummary){ .bundles = g_ptr_array_new_with_free_func(g_free),
                               .reviews = g_array_new(FALSE, TRUE, sizeof(HnRunReview)),
                               .types = g_array_new(FALSE, TRUE, sizeof(HnRunType)),
                               .relations = g_array_new(FALSE, TRUE, sizeof(HnRunRelation)),
                               .sources = g_array_new(FALSE, TRUE, sizeof(HnRunSource)),
                               .targets = g_ptr_array_new_with_free_func(g_free),
                               .expected_by = hn_expected_parts_new(),
                               .notes = g_ptr_array_new_with_free_func(g_free),
                               .notes_vi = g_ptr_array_new_with_free_func(g_free) };
    g_array_set_clear_func(summary->reviews, clear_review);
    g_array_set_clear_func(summary->types, clear_type);
    g_array_set_clear_func(summary->relations, clear_relation);
    g_array_set_clear_func(summary->sources, clear_source);
}

void
hn_run_summary_clear(HnRunSummary *summary)
{
    g_clear_pointer(&summary->bundles, g_ptr_array_unref);
    g_clear_pointer(&summary->reviews, g_array_unref);
    g_clear_pointer(&summary->types, g_array_unref);
    g_clear_pointer(&summary->relations, g_array_unref);
    g_clear_pointer(&summary->sources, g_array_unref);
    g_clear_pointer(&summary->targets, g_ptr_array_unref);
    g_clear_pointer(&summary->expected_by, g_ptr_array_unref);
    g_clear_pointer(&summary->notes, g_ptr_array_unref);
    g_clear_pointer(&summary->notes_vi, g_ptr_array_unref);
    g_clear_pointer(&summary->results, g_free);
    g_clear_pointer(&summary->rollback_reason, g_free);
    g_clear_pointer(&summary->rollback_by, g_free);
    g_clear_pointer(&summary->accept_reason, g_free);
    g_clear_pointer(&summary->accept_by, g_free);
}

void
hn_run_summary_set_rollback(HnRunSummary *summary, guint64 run, const char *reason, const char *by)
{
    g_autofree char *own_reason = g_strdup(reason), *own_by = g_strdup(by);
    summary->rollback_to = run;
    g_free(summary->rollback_reason);
    g_free(summary->rollback_by);
    summary->rollback_reason = g_steal_pointer(&own_reason);
    summary->rollback_by = g_steal_pointer(&own_by);
}

void
hn_run_summary_forget(HnRunSummary *summary)
{
    GPtrArray *notes = g_steal_pointer(&summary->notes);
    GPtrArray *notes_vi = g_steal_pointer(&summary->notes_vi);
    const gboolean dry_run = summary->dry_run;
    hn_run_summary_clear(summary);
    hn_run_summary_init(summary);
    g_ptr_array_unref(summary->notes);
    g_ptr_array_unref(summary->notes_vi);
    summary->notes = notes;
    summary->notes_vi = notes_vi;
    summary->dry_run = dry_run;
}

void
hn_run_summary_note(HnRunSummary *summary, const char *english, const char *vietnamese)
{
    g_ptr_array_add(summary->notes, g_strdup(english));
    g_ptr_array_add(summary->notes_vi, g_strdup(vietnamese));
}

HnRunRelation *
hn_run_summary_relation(HnRunSummary *summary, const char *relation)
{
    const HnRunRelation new = { .relation = g_strdup(relation) };
    g_array_append_val(summary->relations, new);
    return &g_array_index(summary->relations, HnRunRelation, summary->relations->len - 1);
}

void
hn_run_summary_add_source(HnRunSummary *summary, const HnRunSource *source)
{
    HnRunSource own = *source;
    own.source = g_strdup(source->source);
    own.state = g_strdup(source->state);
    own.why = g_strdup(source->why);
    g_array_append_val(summary->sources, own);
}

static void
put_counts(HnJsonWriter *json, const char *name, const char *const *keys, const guint64 *values,
           guint n)
{
    hn_json_key(json, name);
    hn_json_object(json);
    for (guint i = 0; i < n; i++) {
        hn_json_key(json, keys[i]);
        hn_json_uint(json, values[i]);
    }
    hn_json_end_object(json);
}

static void
put_strings(HnJsonWriter *json, const char *name, const GPtrArray *strings)
{
    hn_json_key(json, name);
    hn_json_array(json);
    for (guint i = 0; i < strings->len; i++)
        hn_json_string(json, strings->pdata[i]);
    hn_json_end_array(json);
}

static void
put_times(const HnRunSummary *summary, HnJsonWriter *json)
{
    hn_json_key(json, "seconds");
    hn_json_object(json);
    for (guint i = 0; i < HN_STAGES; i++) {
        hn_json_key(json, hn_stage_name((HnStage)i));
        hn_json_fixed(json, (gint64)(summary->seconds[i] * 1000 + 0.5), 3);
    }
    hn_json_key(json, "total");
    hn_json_fixed(json, (gint64)(summary->seconds_total * 1000 + 0.5), 3);
    hn_json_end_object(json);
    hn_json_key(json, "peak_bytes");
    hn_json_uint(json, summary->peak_bytes);
}

static void
put_bits(HnJsonWriter *json, const char *name, gint32 units)
{
    hn_json_key(json, name);
    hn_json_double(json, units / (double)HN_WEIGHT_UNITS_PER_BIT);
}

static void
put_why(HnJsonWriter *json, const char *why)
{
    if (why == NULL)
        return;
    hn_json_key(json, "why");
    hn_json_string(json, why);
}

static void
put_sources(HnJsonWriter *json, const GArray *sources)
{
    static const char *const counts[] = { "read", "accepted", "quarantined" };
    hn_json_key(json, "sources");
    hn_json_array(json);
    for (guint i = 0; i < sources->len; i++) {
        const HnRunSource *source = &g_array_index(sources, HnRunSource, i);
        hn_json_object(json);
        hn_json_key(json, "source");
        hn_json_string(json, source->source);
        hn_json_key(json, "state");
        hn_json_string(json, source->state);
        put_counts(json, "records", counts,
                   (const guint64[]){ source->n_read, source->n_accepted, source->n_quarantined },
                   3);
        put_why(json, source->why);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_targets(HnJsonWriter *json, const GPtrArray *targets)
{
    hn_json_key(json, "targets");
    hn_json_array(json);
    for (guint i = 0; i < targets->len; i++)
        hn_json_raw(json, hn_slice_of(targets->pdata[i]));
    hn_json_end_array(json);
}

static void
put_reviews(HnJsonWriter *json, const GArray *reviews)
{
    hn_json_key(json, "review");
    hn_json_array(json);
    for (guint i = 0; i < reviews->len; i++) {
        const HnRunReview *review = &g_array_index(reviews, HnRunReview, i);
        hn_json_object(json);
        hn_json_key(json, "entity_type");
        hn_json_string(json, review->entity_type);
        put_bits(json, "threshold_match", review->match_units);
        put_bits(json, "threshold_review", review->review_units);
        if (review->has_budget) {
            hn_json_key(json, "budget");
            hn_json_uint(json, review->budget);
        }
        hn_json_key(json, "cases");
        hn_json_uint(json, review->n_cases);
        hn_json_key(json, "cases_over_budget");
        hn_json_uint(json, review->n_over);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_rollback(const HnRunSummary *summary, HnJsonWriter *json)
{
    if (summary->rollback_to == 0)
        return;
    hn_json_key(json, "rollback");
    hn_json_object(json);
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', summary->rollback_to, id);
    hn_json_key(json, "to");
    hn_json_string(json, id);
    hn_json_key(json, "reason");
    hn_json_string(json, summary->rollback_reason);
    hn_json_key(json, "by");
    hn_json_string(json, summary->rollback_by);
    hn_json_end_object(json);
}

static void
put_accepted(const HnRunSummary *summary, HnJsonWriter *json)
{
    if (summary->accept_reason == NULL)
        return;
    hn_json_key(json, "accepted");
    hn_json_object(json);
    hn_json_key(json, "reason");
    hn_json_string(json, summary->accept_reason);
    hn_json_key(json, "by");
    hn_json_string(json, summary->accept_by);
    hn_json_end_object(json);
}

static void
put_types(HnJsonWriter *json, const GArray *types)
{
    hn_json_key(json, "types");
    hn_json_array(json);
    for (guint i = 0; i < types->len; i++) {
        const HnRunType *type = &g_array_index(types, HnRunType, i);
        hn_json_object(json);
        hn_json_key(json, "entity_type");
        hn_json_string(json, type->entity_type);
        hn_json_key(json, "records");
        hn_json_uint(json, type->n_records);
        hn_json_key(json, "pairs");
        hn_json_uint(json, type->n_pairs);
        hn_json_key(json, "largest");
        hn_json_uint(json, type->largest);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

void
hn_run_summary_write_relations(const HnRunSummary *summary, HnJsonWriter *json)
{
    hn_json_key(json, "relations");
    hn_json_array(json);
    for (guint i = 0; i < summary->relations->len; i++) {
        const HnRunRelation *relation = &g_array_index(summary->relations, HnRunRelation, i);
        hn_json_object(json);
        hn_json_key(json, "relation");
        hn_json_string(json, relation->relation);
        hn_json_key(json, "count");
        hn_json_uint(json, relation->n);
        hn_json_key(json, "values_too_common");
        hn_json_uint(json, relation->n_values_common);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_expected(HnJsonWriter *json, const HnExpectation *expectation)
{
    HnExpectedQuality quality;
    if (!hn_expectation_quality(expectation, &quality))
        return;
    hn_json_key(json, "expected");
    hn_json_object(json);
    hn_expectation_write(expectation, json);
    hn_json_end_object(json);
}

void
hn_run_summary_write(const HnRunSummary *s, HnJsonWriter *json)
{
    static const char *const records[] = { "read", "accepted", "quarantined", "withdrawn" };
    static const char *const edges[] = { "match", "review" };
    static const char *const entities[] = { "new",     "merged", "split",    "moved",
                                            "retired", "joined", "restored", "updated" };
    hn_json_object(json);
    hn_json_key(json, "schema");
    hn_json_uint(json, 1);
    hn_json_key(json, "run_id");
    hn_json_string(json, s->run_id);
    hn_json_key(json, "bundle");
    hn_json_string(json, s->bundle);
    put_strings(json, "bundles", s->bundles);
    hn_json_key(json, "published");
    hn_json_bool(json, s->published);
    hn_json_key(json, "held");
    hn_json_bool(json, s->held);
    hn_json_key(json, "dry_run");
    hn_json_bool(json, s->dry_run);
    hn_json_key(json, "resumed");
    hn_json_bool(json, s->resumed);
    put_rollback(s, json);
    put_accepted(s, json);
    put_counts(json, "records", records,
               (const guint64[]){ s->n_read, s->n_accepted, s->n_quarantined, s->n_withdrawn }, 4);
    put_sources(json, s->sources);
    if (s->targets->len > 0)
        put_targets(json, s->targets);
    hn_json_key(json, "pairs");
    hn_json_uint(json, s->n_pairs);
    put_counts(json, "edges", edges, (const guint64[]){ s->n_edges_match, s->n_edges_review }, 2);
    hn_json_key(json, "clusters");
    hn_json_uint(json, s->n_clusters);
    put_counts(json, "entities", entities,
               (const guint64[]){ s->n_new, s->n_merged, s->n_split, s->n_moved, s->n_retired,
                                  s->n_joined, s->n_restored, s->n_updated },
               8);
    hn_json_key(json, "entities_total");
    hn_json_uint(json, s->n_entities);
    hn_json_key(json, "events");
    hn_json_uint(json, s->n_events);
    hn_json_key(json, "cases");
    hn_json_uint(json, s->n_cases);
    put_types(json, s->types);
    put_reviews(json, s->reviews);
    hn_run_summary_write_relations(s, json);
    put_expected(json, &s->expectation);
    hn_json_key(json, "expected_by");
    hn_expected_parts_write(s->expected_by, NULL, json);
    put_strings(json, "notes", s->notes);
    put_times(s, json);
    hn_json_key(json, "results");
    hn_json_string(json, s->results);
    hn_json_key(json, "results_sha256");
    hn_json_string(json, s->results_sha256);
    hn_json_end_object(json);
}

char *
hn_run_summary_json(const HnRunSummary *summary)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_run_summary_write(summary, &json);
    return g_strndup((const char *)text->data, text->len);
}
