#include "linker/splink_model.h"

#include "linker/splink_sql.h"

static void
write_rules(const HnEntityType *type, HnJsonWriter *json)
{
    hn_json_key(json, "blocking_rules_to_generate_predictions");
    hn_json_array(json);
    for (guint r = 0; r < type->n_rules; r++) {
        const gboolean has_window = type->rules[r].window > 0;
        /* Splink has no such rule: it keeps its place, as pairs name rules by it. */
        g_autoptr(GString) sql = g_string_new(has_window ? "1 = 0" : NULL);
        for (guint part = 0; part < type->rules[r].n_parts && !has_window; part++) {
            g_string_append(sql, part > 0 ? " AND (" : "(");
            hn_splink_sql_put_key(sql, type, &type->rules[r].parts[part], 'l');
            g_string_append(sql, " = ");
            hn_splink_sql_put_key(sql, type, &type->rules[r].parts[part], 'r');
            g_string_append_c(sql, ')');
        }
        hn_json_object(json);
        hn_json_key(json, "blocking_rule");
        hn_json_string(json, sql->str);
        hn_json_key(json, "sql_dialect");
        hn_json_string(json, "duckdb");
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
write_null_level(HnJsonWriter *json, const char *l, const char *r)
{
    g_autofree char *sql = g_strdup_printf("%s IS NULL OR %s IS NULL", l, r);
    hn_json_object(json);
    hn_json_key(json, "sql_condition");
    hn_json_string(json, sql);
    hn_json_key(json, "label_for_charts");
    hn_json_string(json, "missing");
    hn_json_key(json, "is_null_level");
    hn_json_bool(json, TRUE);
    hn_json_end_object(json);
}

static char *
crosswise_sql(const HnEntityType *type, const HnComparison *comparison, const char *l,
              const char *r)
{
    const char *other = type->attributes[comparison->crosswise].name;
    g_autofree char *other_l = g_strdup_printf("\"%s_l\"", other);
    g_autofree char *other_r = g_strdup_printf("\"%s_r\"", other);
    return hn_splink_sql_of_crosswise(l, r, other_l, other_r);
}

static void
write_level(const HnEntityType *type, const HnComparison *comparison,
            const HnComparisonModel *model, guint level, HnJsonWriter *json)
{
    const HnLevelSpec *spec = &comparison->levels[level];
    const char *column = type->attributes[comparison->attribute].name;
    g_autofree char *l = g_strdup_printf("\"%s_l\"", column);
    g_autofree char *r = g_strdup_printf("\"%s_r\"", column);
    g_autofree char *sql = spec->kind == HN_LEVEL_CROSSWISE ? crosswise_sql(type, comparison, l, r)
                                                            : hn_splink_sql_of_level(spec, l, r);
    hn_json_object(json);
    hn_json_key(json, "sql_condition");
    hn_json_string(json, sql);
    hn_json_key(json, "label_for_charts");
    hn_json_string(json, hn_level_kind_name(spec->kind));
    hn_json_key(json, "m_probability");
    hn_json_double(json, model->m[level]);
    hn_json_key(json, "u_probability");
    hn_json_double(json, model->u[level]);
    if (comparison->term_frequency && spec->kind == HN_LEVEL_EXACT) {
        hn_json_key(json, "tf_adjustment_column");
        hn_json_string(json, column);
        hn_json_key(json, "tf_adjustment_weight");
        hn_json_double(json, 1.0);
    }
    hn_json_end_object(json);
}

void
hn_splink_model_write(const HnEntityType *type, const HnModel *model, GByteArray *out)
{
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    hn_json_key(&json, "link_type");
    hn_json_string(&json, "link_and_dedupe");
    hn_json_key(&json, "probability_two_random_records_match");
    hn_json_double(&json, model->lambda);
    hn_json_key(&json, "sql_dialect");
    hn_json_string(&json, "duckdb");
    write_rules(type, &json);
    hn_json_key(&json, "comparisons");
    hn_json_array(&json);
    for (guint c = 0; c < type->n_comparisons; c++) {
        const HnComparison *comparison = &type->comparisons[c];
        const char *column = type->attributes[comparison->attribute].name;
        g_autofree char *l = g_strdup_printf("\"%s_l\"", column);
        g_autofree char *r = g_strdup_printf("\"%s_r\"", column);
        hn_json_object(&json);
        hn_json_key(&json, "output_column_name");
        hn_json_string(&json, comparison->name);
        hn_json_key(&json, "comparison_description");
        hn_json_string(&json, comparison->name);
        hn_json_key(&json, "comparison_levels");
        hn_json_array(&json);
        write_null_level(&json, l, r);
        for (guint level = 0; level < comparison->n_levels; level++)
            write_level(type, comparison, &model->comparisons[c], level, &json);
        hn_json_end_array(&json);
        hn_json_end_object(&json);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
}
