#include "linker/model_import.h"

#include <jansson.h>

#include "linker/linker_error.h"
#include "linker/spelling_terms.h"

static gboolean
refuse(const char *where, const char *what, GError **error)
{
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFIGURATION, "model JSON: %s: %s", where,
                what);
    return FALSE;
}

static const json_t *
find_comparison(const json_t *comparisons, const char *name)
{
    for (gsize i = 0; i < json_array_size(comparisons); i++) {
        const json_t *one = json_array_get(comparisons, i);
        const char *found = json_string_value(json_object_get(one, "output_column_name"));
        if (g_strcmp0(found, name) == 0)
            return one;
    }
    return NULL;
}

static gboolean
read_probability(const json_t *level, const char *key, double *ret_value)
{
    const json_t *value = json_object_get(level, key);
    if (!json_is_number(value) || json_number_value(value) <= 0 || json_number_value(value) > 1)
        return FALSE;
    *ret_value = json_number_value(value);
    return TRUE;
}

static gboolean
read_levels(const json_t *comparison, const HnComparison *spec, HnComparisonModel *ret_model,
            GError **error)
{
    const json_t *levels = json_object_get(comparison, "comparison_levels");
    guint n = 0;
    for (gsize i = 0; i < json_array_size(levels); i++) {
        const json_t *level = json_array_get(levels, i);
        if (json_is_true(json_object_get(level, "is_null_level")))
            continue;
        if (n < spec->n_levels && (!read_probability(level, "m_probability", &ret_model->m[n]) ||
                                   !read_probability(level, "u_probability", &ret_model->u[n])))
            return refuse(spec->name, "a level lacks m_probability or u_probability in (0, 1]",
                          error);
        n++;
    }
    if (n == spec->n_levels)
        return TRUE;
    g_autofree char *what = g_strdup_printf(
        "it has %u levels beside the null level, the configuration has %u", n, spec->n_levels);
    return refuse(spec->name, what, error);
}

static gboolean
read_model(const json_t *root, const HnEntityType *type, HnModel *model, GError **error)
{
    const json_t *comparisons = json_object_get(root, "comparisons");
    if (!read_probability(root, "probability_two_random_records_match", &model->lambda) ||
        model->lambda >= 1)
        return refuse("probability_two_random_records_match", "expected a number in (0, 1)", error);
    for (guint c = 0; c < type->n_comparisons; c++) {
        const json_t *one = find_comparison(comparisons, type->comparisons[c].name);
        if (one == NULL)
            return refuse(type->comparisons[c].name,
                          "the configuration compares it, the file does not", error);
        if (!read_levels(one, &type->comparisons[c], &model->comparisons[c], error))
            return FALSE;
    }
    for (gsize i = 0; i < json_array_size(comparisons); i++) {
        const char *name = json_string_value(
            json_object_get(json_array_get(comparisons, i), "output_column_name"));
        gboolean known = FALSE;
        for (guint c = 0; c < type->n_comparisons; c++)
            known = known || g_strcmp0(name, type->comparisons[c].name) == 0;
        if (!known)
            return refuse(name == NULL ? "comparisons" : name,
                          "the file compares it, the configuration does not", error);
    }
    return TRUE;
}

/* Frequencies are of the records here; what they move follows from the file's u of equal values. */
static void
take_terms(const HnEntityType *type, const HnModel *base, HnModel *model)
{
    for (guint c = 0; c < type->n_comparisons; c++) {
        const HnComparison *spec = &type->comparisons[c];
        const HnTermTable *from = &base->comparisons[c].terms;
        HnTermTable *to = &model->comparisons[c].terms;
        guint exact = 0;
        if (!spec->term_frequency)
            continue;
        while (spec->levels[exact].kind != HN_LEVEL_EXACT)
            exact++;
        const gint32 shift =
            hn_weight_units(model->comparisons[c].u[exact] / base->comparisons[c].u[exact]);
        to->n = from->n;
        to->n_total = from->n_total;
        to->terms = hn_arena_array(model->arena, HnTerm, MAX(from->n, 1));
        for (guint i = 0; i < from->n; i++) {
            const HnTerm *term = &from->terms[i];
            to->terms[i] = (HnTerm){ hn_arena_copy(model->arena, term->value), term->count,
                                     CLAMP(term->adjust_units + shift, -HN_WEIGHT_CLAMP_UNITS,
                                           HN_WEIGHT_CLAMP_UNITS) };
        }
        to->unseen_units =
            CLAMP(from->unseen_units + shift, -HN_WEIGHT_CLAMP_UNITS, HN_WEIGHT_CLAMP_UNITS);
    }
}

static gint32
shifted(gint32 units, gint32 shift)
{
    return CLAMP(units + shift, -HN_WEIGHT_CLAMP_UNITS, HN_WEIGHT_CLAMP_UNITS);
}

/* The same of spellings, whose u is that of several levels. */
static void
take_spellings(const HnEntityType *type, const HnModel *base, HnModel *model)
{
    for (guint c = 0; c < type->n_comparisons; c++) {
        const HnComparison *spec = &type->comparisons[c];
        const HnTermTable *from = &base->comparisons[c].spellings;
        HnTermTable *to = &model->comparisons[c].spellings;
        if (!hn_comparison_weighs_spellings(spec))
            continue;
        const gint32 shift = hn_weight_units(hn_spelling_rate(spec, model->comparisons[c].u) /
                                             hn_spelling_rate(spec, base->comparisons[c].u));
        *to = *from;
        to->unseen_units = shifted(from->unseen_units, shift);
        to->terms = hn_arena_array(model->arena, HnTerm, MAX(from->n, 1));
        for (guint i = 0; i < from->n; i++)
            to->terms[i] =
                (HnTerm){ hn_arena_copy(model->arena, from->terms[i].value), from->terms[i].count,
                          shifted(from->terms[i].adjust_units, shift) };
    }
}

/* Weights of words are of the records here, too, and no part of the file. */
static void
take_tokens(const HnModel *base, HnModel *model)
{
    for (guint c = 0; c < model->n_comparisons; c++) {
        const HnTermTable *from = &base->comparisons[c].tokens;
        HnTermTable *to = &model->comparisons[c].tokens;
        *to = *from;
        to->terms = hn_arena_array(model->arena, HnTerm, MAX(from->n, 1));
        for (guint i = 0; i < from->n; i++) {
            to->terms[i] = from->terms[i];
            to->terms[i].value = hn_arena_copy(model->arena, from->terms[i].value);
        }
    }
}

static HnOversizeList *
copy_oversize(const HnOversizeList *from, const HnEntityType *type)
{
    HnOversizeList *to = hn_oversize_list_new();
    to->n = from->n;
    to->items = g_new0(HnOversize, MAX(from->n, 1));
    for (guint i = 0; i < from->n; i++) {
        to->items[i] = from->items[i];
        for (guint part = 0; part < type->rules[from->items[i].rule].n_parts; part++)
            to->items[i].values[part] = hn_arena_copy(to->arena, from->items[i].values[part]);
    }
    return to;
}

HnTraining *
hn_model_import(HnSlice splink_json, const HnEntityType *type, const HnBundle *base, GError **error)
{
    json_error_t problem;
    json_t *root = json_loadb((const char *)splink_json.bytes, splink_json.n_bytes,
                              JSON_REJECT_DUPLICATES, &problem);
    if (root == NULL) {
        g_autofree char *where = g_strdup_printf("line %d", problem.line);
        refuse(where, "it is not JSON", error);
        return NULL;
    }
    g_autoptr(HnTraining) training = g_new0(HnTraining, 1);
    training->model = hn_model_new(type->n_comparisons);
    const gboolean fine = read_model(root, type, training->model, error);
    json_decref(root);
    if (!fine)
        return NULL;
    take_terms(type, base->model, training->model);
    take_spellings(type, base->model, training->model);
    take_tokens(base->model, training->model);
    training->oversize = copy_oversize(base->oversize, type);
    hn_model_weigh(training->model, type);
    training->model->threshold_match_units =
        type->thresholds_auto ? base->model->threshold_match_units : type->threshold_match_units;
    training->model->threshold_review_units =
        type->thresholds_auto ? base->model->threshold_review_units : type->threshold_review_units;
    training->model->cluster_support =
        type->cluster_support_auto ? base->model->cluster_support : type->cluster_support;
    return g_steal_pointer(&training);
}
