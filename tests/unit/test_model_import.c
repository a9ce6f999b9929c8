/* Goal: a Splink model is taken over number by number, or refused by the name of what is amiss. */
#include "linker/model_import.h"

#include "linker/linker_error.h"
#include "tests/unit/live_fixture.h"

static const char yaml[] =
    "schema: 1\n"
    "project: { name: import }\n"
    "entities:\n"
    "  person:\n"
    "    attributes: { full_name: name }\n"
    "    comparisons:\n"
    "      - { attribute: full_name, term_frequency: true, levels: [exact, { jaro_winkler: 0.9 }] "
    "}\n"
    "    blocking: [[full_name]]\n"
    "    thresholds: { match: 5, review: 1 }\n"
    "sources:\n"
    "  a: { from: { file: a.csv }, entity: person, key: [id], map: { full_name: name } }\n";

static HnBundle *
base_bundle(void)
{
    HnBundle *bundle = g_new0(HnBundle, 1);
    bundle->model = hn_model_new(1);
    bundle->oversize = hn_oversize_list_new();
    HnComparisonModel *comparison = &bundle->model->comparisons[0];
    comparison->u[0] = 0.02;
    comparison->terms.n = 1;
    comparison->terms.n_total = 1000;
    comparison->terms.unseen_units = HN_WEIGHT_UNITS_PER_BIT;
    comparison->terms.terms = hn_arena_array(bundle->model->arena, HnTerm, 1);
    comparison->terms.terms[0] = (HnTerm){ hn_slice_of("ann"), 10, 123 };
    comparison->tokens = comparison->terms;
    return bundle;
}

static HnTraining *
import(const char *json, GError **error)
{
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml), "/data/import.yaml", NULL);
    g_assert_nonnull(project);
    g_autoptr(HnBundle) base = base_bundle();
    return hn_model_import(hn_slice_of(json), &project->entities[0], base, error);
}

#define NULL_LEVEL "{\"sql_condition\":\"x IS NULL\",\"is_null_level\":true}"
#define LEVEL(m, u) "{\"m_probability\":" m ",\"u_probability\":" u "}"
#define MODEL(name, levels)                                                                        \
    "{\"probability_two_random_records_match\":0.01,\"comparisons\":[{\"output_column_name\":"     \
    "\"" name "\",\"comparison_levels\":[" levels "]}]}"

static void
test_numbers_are_taken_over(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnTraining) training =
        import(MODEL("full_name", NULL_LEVEL
                     "," LEVEL("0.8", "0.01") "," LEVEL("0.15", "0.03") "," LEVEL("0.05", "0.96")),
               &error);
    g_assert_no_error(error);
    const HnComparisonModel *one = &training->model->comparisons[0];
    g_assert_cmpint(one->weight_units[0], ==, hn_weight_units(80));
    g_assert_cmpint(one->weight_units[1], ==, hn_weight_units(5));
    g_assert_cmpint(one->weight_units[2], ==, hn_weight_units(0.05 / 0.96));
    g_assert_cmpint(training->model->prior_units, ==, hn_weight_units(0.01 / 0.99));
    g_assert_cmpint(training->model->threshold_match_units, ==, 5 * HN_WEIGHT_UNITS_PER_BIT);
    /* u of equal values is half of what it was: a bit less for ann. */
    g_assert_cmpuint(one->terms.n, ==, 1);
    g_assert_cmpint(one->terms.terms[0].adjust_units, ==, 123 - HN_WEIGHT_UNITS_PER_BIT);
    g_assert_cmpint(one->terms.unseen_units, ==, 0);
    /* Words weigh what they weighed. */
    g_assert_cmpuint(one->tokens.n, ==, 1);
    g_assert_cmpint(one->tokens.terms[0].adjust_units, ==, 123);
    g_assert_cmpint(one->tokens.unseen_units, ==, HN_WEIGHT_UNITS_PER_BIT);
}

static void
assert_refused(const char *json, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(import(json, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFIGURATION);
    if (strstr(error->message, message) == NULL)
        g_error("'%s' does not say '%s'", error->message, message);
}

static void
test_what_does_not_map_is_named(void)
{
    assert_refused("{", "not JSON");
    assert_refused("{\"comparisons\":[]}", "probability_two_random_records_match");
    assert_refused(MODEL("surname", LEVEL("0.8", "0.01")), "full_name: the configuration");
    assert_refused(MODEL("full_name", LEVEL("0.8", "0.01") "," LEVEL("0.2", "0.99")),
                   "it has 2 levels");
    assert_refused(
        MODEL("full_name", LEVEL("0.8", "0") "," LEVEL("0.1", "0.1") "," LEVEL("0.1", "0.9")),
        "lacks m_probability");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/model_import/numbers_are_taken_over", test_numbers_are_taken_over);
    g_test_add_func("/linker/model_import/what_does_not_map_is_named",
                    test_what_does_not_map_is_named);
    return g_test_run();
}
