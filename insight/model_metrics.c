#include "insight/model_metrics.h"

#include <jansson.h>

#include "base/io.h"
#include "base/json_field.h"

#define JSON_BYTES_MAX ((gsize)64 << 20)
#define UNITS_PER_BIT 65536.0

char *
hn_level_label(const HnEntityType *type, const HnComparison *comparison, guint level)
{
    const HnLevelSpec *spec = &comparison->levels[level];
    const char *name = hn_level_kind_name(spec->kind);
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    if (spec->kind == HN_LEVEL_CROSSWISE)
        return g_strconcat(name, " ", type->attributes[comparison->crosswise].name, NULL);
    if (spec->threshold <= 0)
        return g_strdup(name);
    g_ascii_formatd(number, sizeof number, "%.6g", spec->threshold);
    return g_strconcat(name, " ", number, NULL);
}

static json_t *
load(HnStore *store, const HnBundle *bundle, const char *name)
{
    g_autofree char *relative = g_build_filename("bundles", bundle->id, name, NULL);
    g_autofree char *path = hn_store_path(store, relative);
    g_autoptr(GBytes) text = hn_io_read_file(path, JSON_BYTES_MAX, NULL);
    return text == NULL ? NULL
                        : json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL);
}

/* The condition of level @level, the null level not counted; NULL where the file has none. */
static const char *
condition_of(const json_t *model, guint comparison, guint level)
{
    const json_t *levels = json_object_get(
        json_array_get(json_object_get(model, "comparisons"), comparison), "comparison_levels");
    for (gsize i = 0; i < json_array_size(levels); i++) {
        const json_t *one = json_array_get(levels, i);
        if (json_is_true(json_object_get(one, "is_null_level")))
            continue;
        if (level-- == 0)
            return json_string_value(json_object_get(one, "sql_condition"));
    }
    return NULL;
}

/* Splink's first row is the prior. */
static void
write_prior(HnJsonWriter *json, const HnModel *model)
{
    hn_json_object(json);
    hn_field_text(json, "comparison_name", "probability_two_random_records_match");
    hn_field_text(json, "label_for_charts", "prior");
    hn_field_text(json, "sql_condition", NULL);
    hn_field_double(json, "bayes_factor", model->lambda / (1 - model->lambda));
    hn_field_double(json, "log2_bayes_factor", model->prior_units / UNITS_PER_BIT);
    hn_field_uint(json, "comparison_vector_value", 0);
    hn_field_uint(json, "max_comparison_vector_value", 0);
    hn_field_bool(json, "has_tf_adjustments", FALSE);
    hn_field_bool(json, "is_null_level", FALSE);
    hn_field_double(json, "probability_two_random_records_match", model->lambda);
    hn_field_int(json, "comparison_sort_order", -1);
    hn_json_end_object(json);
}

static void
write_level(HnJsonWriter *json, const HnModel *model, const HnEntityType *type, guint order,
            const char *condition, guint level)
{
    const HnComparison *comparison = &type->comparisons[order];
    const HnComparisonModel *one = &model->comparisons[order];
    g_autofree char *label = hn_level_label(type, comparison, level);
    hn_json_object(json);
    hn_field_text(json, "comparison_name", comparison->name);
    hn_field_text(json, "label_for_charts", label);
    hn_field_text(json, "sql_condition", condition);
    hn_field_double(json, "m_probability", one->m[level]);
    hn_field_double(json, "u_probability", one->u[level]);
    hn_field_double(json, "bayes_factor", one->m[level] / one->u[level]);
    hn_field_double(json, "log2_bayes_factor", one->weight_units[level] / UNITS_PER_BIT);
    hn_field_int(json, "comparison_vector_value", hn_comparison_gamma(comparison, level));
    hn_field_int(json, "max_comparison_vector_value", hn_comparison_gamma(comparison, 0));
    hn_field_bool(json, "has_tf_adjustments", comparison->term_frequency && level == 0);
    hn_field_bool(json, "is_null_level", FALSE);
    hn_field_double(json, "probability_two_random_records_match", model->lambda);
    hn_field_uint(json, "comparison_sort_order", order);
    hn_json_end_object(json);
}

static void
write_training(HnJsonWriter *json, const json_t *training)
{
    const json_t *pass;
    gsize i;
    hn_field_object(json, "training");
    hn_field_int(json, "patterns", json_integer_value(json_object_get(training, "patterns")));
    hn_field_double(json, "expected_matches",
                    json_number_value(json_object_get(training, "expected_matches")));
    hn_field_int(json, "unseen_levels",
                 json_integer_value(json_object_get(training, "unseen_levels")));
    hn_field_array(json, "passes");
    json_array_foreach(json_object_get(training, "passes"), i, pass)
    {
        hn_json_object(json);
        hn_field_text(json, "rule", json_string_value(json_object_get(pass, "rule")));
        hn_field_int(json, "pairs", json_integer_value(json_object_get(pass, "pairs")));
        hn_field_int(json, "patterns", json_integer_value(json_object_get(pass, "patterns")));
        hn_field_double(json, "share", json_number_value(json_object_get(pass, "share")));
        hn_field_bool(json, "used", json_is_true(json_object_get(pass, "used")));
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
    hn_json_end_object(json);
}

void
hn_model_metrics_write(HnStore *store, const HnEntityType *type, const HnBundle *bundle,
                       HnJsonWriter *json)
{
    const HnModel *model = bundle->model;
    json_t *splink = load(store, bundle, "model.json");
    json_t *sidecar = load(store, bundle, "hopnhat.json");
    hn_json_object(json);
    hn_field_text(json, "bundle", bundle->id);
    hn_field_bool(json, "learned", bundle->learned);
    hn_field_double(json, "threshold_match", model->threshold_match_units / UNITS_PER_BIT);
    hn_field_double(json, "threshold_review", model->threshold_review_units / UNITS_PER_BIT);
    hn_field_array(json, "match_weights");
    write_prior(json, model);
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            write_level(json, model, type, c, condition_of(splink, c, level), level);
    hn_json_end_array(json);
    if (sidecar != NULL)
        write_training(json, json_object_get(sidecar, "training"));
    hn_json_end_object(json);
    json_decref(splink);
    json_decref(sidecar);
}
