#include "linker/interaction_json.h"

void
hn_interactions_put(HnJsonWriter *json, const HnEntityType *type, const HnModel *model)
{
    hn_json_array(json);
    for (guint i = 0; i < model->n_interactions; i++) {
        const HnInteraction *interaction = &model->interactions[i];
        hn_json_object(json);
        hn_json_key(json, "a");
        hn_json_uint(json, interaction->a);
        hn_json_key(json, "b");
        hn_json_uint(json, interaction->b);
        hn_json_key(json, "units");
        hn_json_array(json);
        for (guint a = 0; a < type->comparisons[interaction->a].n_levels; a++) {
            hn_json_array(json);
            for (guint b = 0; b < type->comparisons[interaction->b].n_levels; b++)
                hn_json_int(json, interaction->units[a][b]);
            hn_json_end_array(json);
        }
        hn_json_end_array(json);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static gboolean
read_row(json_t *row, gint32 *ret_units)
{
    const gsize n = json_array_size(row);
    for (gsize i = 0; i < n && n <= HN_LEVELS_MAX; i++) {
        json_t *units = json_array_get(row, i);
        const json_int_t value = json_integer_value(units);
        if (!json_is_integer(units) || value > HN_WEIGHT_CLAMP_UNITS ||
            value < -HN_WEIGHT_CLAMP_UNITS)
            return FALSE;
        ret_units[i] = (gint32)value;
    }
    return n > 0 && n <= HN_LEVELS_MAX;
}

static gboolean
read_one(json_t *object, guint n_comparisons, HnInteraction *ret)
{
    json_t *a = json_object_get(object, "a"), *b = json_object_get(object, "b");
    json_t *rows = json_object_get(object, "units");
    const gsize n = json_array_size(rows);
    if (!json_is_integer(a) || !json_is_integer(b) || json_integer_value(a) < 0 ||
        json_integer_value(a) >= json_integer_value(b) ||
        json_integer_value(b) >= (json_int_t)n_comparisons || n == 0 || n > HN_LEVELS_MAX)
        return FALSE;
    ret->a = (guint)json_integer_value(a);
    ret->b = (guint)json_integer_value(b);
    for (gsize i = 0; i < n; i++)
        if (json_array_size(json_array_get(rows, i)) != json_array_size(json_array_get(rows, 0)) ||
            !read_row(json_array_get(rows, i), ret->units[i]))
            return FALSE;
    return TRUE;
}

gboolean
hn_interactions_read(json_t *array, HnModel *model)
{
    const gsize n = json_array_size(array);
    if (array == NULL)
        return TRUE;
    if (!json_is_array(array) || n >= HN_COMPARISONS_MAX)
        return FALSE;
    for (gsize i = 0; i < n; i++)
        if (!read_one(json_array_get(array, i), model->n_comparisons, &model->interactions[i]))
            return FALSE;
    model->n_interactions = (guint)n;
    return TRUE;
}

void
hn_relatives_put(HnJsonWriter *json, const HnEntityType *type, const HnModel *model)
{
    const HnRelatives *relatives = &model->relatives;
    if (!relatives->is_there)
        return;
    hn_json_key(json, "relatives");
    hn_json_object(json);
    hn_json_key(json, "prior_units");
    hn_json_int(json, relatives->prior_units);
    if (relatives->may_be_apart) {
        hn_json_key(json, "of_house");
        hn_json_array(json);
        for (guint c = 0; c < model->n_comparisons; c++)
            hn_json_bool(json, relatives->of_house[c]);
        hn_json_end_array(json);
    }
    hn_json_key(json, "units");
    hn_json_array(json);
    for (guint c = 0; c < model->n_comparisons; c++) {
        hn_json_array(json);
        for (guint level = 0; level < type->comparisons[c].n_levels; level++)
            hn_json_int(json, relatives->units[c][level]);
        hn_json_end_array(json);
    }
    hn_json_end_array(json);
    hn_json_end_object(json);
}

gboolean
hn_relatives_read(json_t *object, HnModel *model)
{
    if (object == NULL)
        return TRUE;
    HnRelatives *relatives = &model->relatives;
    json_t *prior = json_object_get(object, "prior_units");
    json_t *rows = json_object_get(object, "units");
    const json_int_t units = json_integer_value(prior);
    if (!json_is_integer(prior) || units > HN_WEIGHT_CLAMP_UNITS ||
        units < -HN_WEIGHT_CLAMP_UNITS || json_array_size(rows) != model->n_comparisons)
        return FALSE;
    json_t *of_house = json_object_get(object, "of_house"); /* models of before do not have it */
    if (of_house != NULL && json_array_size(of_house) != model->n_comparisons)
        return FALSE;
    relatives->may_be_apart = of_house != NULL;
    for (guint c = 0; of_house != NULL && c < model->n_comparisons; c++)
        relatives->of_house[c] = json_is_true(json_array_get(of_house, c));
    relatives->is_there = TRUE;
    relatives->prior_units = (gint32)units;
    for (guint c = 0; c < model->n_comparisons; c++)
        if (!read_row(json_array_get(rows, c), relatives->units[c]))
            return FALSE;
    return TRUE;
}
