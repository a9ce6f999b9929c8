/* Goal: the keys and numbers that Splink loads, with the model's values exactly. */
#include "linker/splink_model.h"

#include <jansson.h>

#include "tests/reference/config_fixture.h"

static json_t *
write_model(const HnEntityType *type, const HnModel *model)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    json_error_t problem;
    hn_splink_model_write(type, model, out);
    g_assert_cmpuint(out->data[out->len - 1], ==, '\n');
    json_t *root = json_loadb((const char *)out->data, out->len, JSON_REJECT_DUPLICATES, &problem);
    g_assert_nonnull(root);
    return root;
}

static HnModel *
some_model(const HnEntityType *type)
{
    HnModel *model = hn_model_new(type->n_comparisons);
    model->lambda = 1.0 / 3;
    for (guint c = 0; c < type->n_comparisons; c++)
        for (guint level = 0; level < type->comparisons[c].n_levels; level++) {
            model->comparisons[c].m[level] = 1.0 / (7 + c + level);
            model->comparisons[c].u[level] = 1.0 / (11 + c + level);
        }
    return model;
}

static const char *
text_at(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    g_assert_nonnull(text);
    return text;
}

static void
test_the_frame_is_splinks(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnModel) model = some_model(type);
    json_t *root = write_model(type, model);
    g_assert_cmpstr(text_at(root, "link_type"), ==, "link_and_dedupe");
    g_assert_cmpfloat(
        json_number_value(json_object_get(root, "probability_two_random_records_match")), ==,
        1.0 / 3);
    json_t *rules = json_object_get(root, "blocking_rules_to_generate_predictions");
    g_assert_cmpuint(json_array_size(rules), ==, type->n_rules);
    g_assert_cmpstr(text_at(json_array_get(rules, 0), "blocking_rule"), ==,
                    "(l.\"national_id\" = r.\"national_id\")");
    g_assert_cmpstr(text_at(json_array_get(rules, 1), "blocking_rule"), ==,
                    "(substr(l.\"full_name\", 1, 3) = substr(r.\"full_name\", 1, 3)) AND "
                    "(substr(l.\"birth_date\", 1, 4) = substr(r.\"birth_date\", 1, 4))");
    json_decref(root);
}

static void
test_levels_have_the_models_numbers(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    const HnEntityType *type = &project->entities[0];
    g_autoptr(HnModel) model = some_model(type);
    json_t *root = write_model(type, model);
    json_t *comparisons = json_object_get(root, "comparisons");
    g_assert_cmpuint(json_array_size(comparisons), ==, type->n_comparisons);
    for (guint c = 0; c < type->n_comparisons; c++) {
        json_t *comparison = json_array_get(comparisons, c);
        json_t *levels = json_object_get(comparison, "comparison_levels");
        g_assert_cmpstr(text_at(comparison, "output_column_name"), ==, type->comparisons[c].name);
        g_assert_cmpuint(json_array_size(levels), ==, type->comparisons[c].n_levels + 1);
        g_assert_true(json_is_true(json_object_get(json_array_get(levels, 0), "is_null_level")));
        for (guint i = 0; i < type->comparisons[c].n_levels; i++) {
            json_t *level = json_array_get(levels, i + 1);
            g_assert_cmpfloat(json_number_value(json_object_get(level, "m_probability")), ==,
                              model->comparisons[c].m[i]);
            g_assert_cmpfloat(json_number_value(json_object_get(level, "u_probability")), ==,
                              model->comparisons[c].u[i]);
            const gboolean adjusts = type->comparisons[c].term_frequency && i == 0;
            g_assert_true((json_object_get(level, "tf_adjustment_column") != NULL) == adjusts);
        }
        json_t *last = json_array_get(levels, type->comparisons[c].n_levels);
        g_assert_cmpstr(text_at(last, "sql_condition"), ==, "ELSE");
    }
    json_decref(root);
}

/* One condition of each kind names both sides' columns. */
static void
test_every_kind_of_level_has_a_condition(void)
{
    static char name[] = "x";
    HnAttribute attribute = { .name = name };
    for (HnLevelKind kind = HN_LEVEL_EXACT; kind < HN_LEVEL_ELSE; kind++) {
        HnComparison comparison = { .name = name,
                                    .n_levels = 2,
                                    .levels = { { kind, 2 }, { HN_LEVEL_ELSE, 0 } } };
        const HnEntityType type = { .n_attributes = 1,
                                    .attributes = &attribute,
                                    .n_comparisons = 1,
                                    .comparisons = &comparison };
        g_autoptr(HnModel) model = some_model(&type);
        json_t *root = write_model(&type, model);
        json_t *one = json_array_get(json_object_get(root, "comparisons"), 0);
        json_t *level = json_array_get(json_object_get(one, "comparison_levels"), 1);
        const char *sql = text_at(level, "sql_condition");
        g_assert_nonnull(strstr(sql, "\"x_l\""));
        g_assert_nonnull(strstr(sql, "\"x_r\""));
        g_assert_cmpstr(text_at(level, "label_for_charts"), ==, hn_level_kind_name(kind));
        json_decref(root);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/splink_model/" #what, test_##what)
    ADD(the_frame_is_splinks);
    ADD(levels_have_the_models_numbers);
    ADD(every_kind_of_level_has_a_condition);
    return g_test_run();
}
