/* Goal: what is written is JSON, adds up, and shows no value unless it may. */
#include "insight/pair_json.h"

#include <jansson.h>

#include "tests/unit/explain_fixture.h"

/* @ret_text: as it was written; to be freed. */
static json_t *
json_of(ExplainFixture *fixture, const char *left, const char *right, gboolean unmask,
        char **ret_text)
{
    HnPairExplainer *explainer = NULL;
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(fixture, left, right, &explainer);
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    const HnPairJson options = { fixture->view, explainer, unmask };
    hn_pair_json_write(&options, pair, &json);
    hn_pair_explainer_free(explainer);
    *ret_text = g_strndup((const char *)text->data, text->len);
    json_t *root = json_loads(*ret_text, JSON_REJECT_DUPLICATES, NULL);
    g_assert_nonnull(root);
    return root;
}

static const char *
text_at(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static json_int_t
number_at(json_t *object, const char *key)
{
    g_assert_true(json_is_integer(json_object_get(object, key)));
    return json_integer_value(json_object_get(object, key));
}

static void
test_the_waterfall_adds_up(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autofree char *text = NULL;
    json_t *root = json_of(&fixture, "a:q1", "b:q1", FALSE, &text);
    json_t *bars = json_object_get(root, "waterfall");
    const gsize n = json_array_size(bars);
    json_int_t sum = 0;
    for (gsize i = 0; i + 1 < n; i++) {
        sum += number_at(json_array_get(bars, i), "units");
        g_assert_cmpint(number_at(json_array_get(bars, i), "sum_units"), ==, sum);
    }
    g_assert_cmpstr(text_at(json_array_get(bars, 0), "column_name"), ==, "Prior");
    g_assert_cmpstr(text_at(json_array_get(bars, 2), "column_name"), ==, "tf_full_name");
    g_assert_cmpstr(text_at(json_array_get(bars, n - 1), "column_name"), ==, "Final score");
    g_assert_cmpint(sum, ==, number_at(root, "sum_units"));
    g_assert_cmpint(sum, ==, number_at(root, "weight_units"));
    g_assert_cmpint(sum, ==, number_at(json_object_get(root, "edge"), "weight_units"));
    g_assert_cmpfloat(json_number_value(json_object_get(root, "match_weight")) * 65536, ==,
                      (double)sum);
    json_t *city = json_array_get(json_object_get(root, "comparisons"), 3);
    g_assert_cmpint(number_at(city, "gamma"), ==, -1);
    g_assert_cmpint(number_at(json_array_get(json_object_get(root, "comparisons"), 0), "gamma"), ==,
                    2);
    json_decref(root);
    explain_fixture_free(&fixture);
}

static void
test_values_are_masked_unless_asked(void)
{
    ExplainFixture fixture = explain_fixture_new();
    static const char *const values[] = { "nguyen", "1960-01-02", "0901", "hue" };
    for (guint unmask = 0; unmask < 2; unmask++) {
        g_autofree char *text = NULL;
        json_t *root = json_of(&fixture, "a:p1", "b:p1", unmask != 0, &text);
        for (guint i = 0; i < G_N_ELEMENTS(values); i++)
            g_assert_cmpint(strstr(text, values[i]) != NULL, ==, unmask != 0);
        g_assert_cmpint(json_is_true(json_object_get(root, "masked")), ==, unmask == 0);
        json_decref(root);
    }
    explain_fixture_free(&fixture);
}

static void
test_what_is_not_there_is_null_or_empty(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autofree char *text = NULL;
    json_t *root = json_of(&fixture, "a:r1", "a:t1", FALSE, &text);
    g_assert_cmpstr(text_at(root, "verdict"), ==, "apart");
    g_assert_cmpstr(text_at(root, "because"), ==, "never");
    g_assert_true(json_is_null(json_object_get(root, "edge")));
    g_assert_true(json_is_null(json_object_get(root, "case")));
    g_assert_true(json_is_false(json_object_get(root, "compared")));
    g_assert_cmpuint(json_array_size(json_object_get(root, "chain")), ==, 0);
    json_t *rule = json_array_get(json_object_get(root, "rules"), 0);
    g_assert_cmpstr(text_at(rule, "state"), ==, "parts");
    json_t *part = json_array_get(json_object_get(rule, "parts"), 0);
    g_assert_cmpstr(text_at(part, "fit"), ==, "lacks");
    g_assert_cmpstr(json_string_value(json_array_get(json_object_get(part, "missing"), 0)), ==,
                    "r");
    json_t *change = json_array_get(json_object_get(root, "changes"), 0);
    g_assert_cmpstr(text_at(change, "kind"), ==, "equal");
    g_assert_cmpstr(text_at(change, "verdict"), ==, "same");
    json_decref(root);
    explain_fixture_free(&fixture);
}

static void
test_cuts_chains_and_cases_are_named(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autofree char *cut = NULL, *chain = NULL;
    json_t *root = json_of(&fixture, "a:q1", "b:q2", FALSE, &cut);
    json_t *source = json_array_get(json_object_get(root, "cuts"), 0);
    g_assert_cmpstr(text_at(source, "one_record_per_source"), ==, "b");
    g_assert_cmpstr(text_at(json_object_get(root, "case"), "kind"), ==, "cut");
    json_decref(root);
    root = json_of(&fixture, "a:p3", "a:p1", FALSE, &chain);
    json_t *links = json_object_get(root, "chain");
    g_assert_cmpuint(json_array_size(links), ==, 2);
    g_assert_cmpstr(text_at(json_array_get(links, 0), "unique_id_l"), ==, "p3");
    g_assert_cmpstr(text_at(json_array_get(links, 0), "unique_id_r"), ==, "p2");
    g_assert_cmpstr(text_at(json_array_get(links, 1), "unique_id_r"), ==, "p1");
    g_assert_true(json_is_true(json_object_get(json_array_get(links, 1), "weakest")));
    json_decref(root);
    explain_fixture_free(&fixture);
}

static void
test_names_alone(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    const guint types[2] = { 1, 0 };
    const guint32 rows[2] = { explain_fixture_row(&fixture, "a:p1"), 0 };
    hn_pair_json_write_names(fixture.view, types, rows, &json);
    json_t *root = json_loadb((const char *)text->data, text->len, 0, NULL);
    g_assert_cmpstr(text_at(root, "because"), ==, "other_type");
    g_assert_cmpstr(text_at(root, "source_dataset_r"), ==, "c");
    json_decref(root);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pair_json/the_waterfall_adds_up", test_the_waterfall_adds_up);
    g_test_add_func("/insight/pair_json/values_are_masked_unless_asked",
                    test_values_are_masked_unless_asked);
    g_test_add_func("/insight/pair_json/what_is_not_there_is_null_or_empty",
                    test_what_is_not_there_is_null_or_empty);
    g_test_add_func("/insight/pair_json/cuts_chains_and_cases_are_named",
                    test_cuts_chains_and_cases_are_named);
    g_test_add_func("/insight/pair_json/names_alone", test_names_alone);
    return g_test_run();
}
