/* Goal: levels are read in their order, and one that no pair can reach is refused. */
#include "tests/reference/config_fixture.h"

static void
test_times_may_have_fractions(void)
{
    g_autofree char *text = hn_config_fixture_change("{date_days: 31}", "{date_years: 0.5}");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    const HnComparison *dates = &project->entities[0].comparisons[2];
    g_assert_cmpint(dates->levels[2].kind, ==, HN_LEVEL_DATE_YEARS);
    g_assert_cmpfloat(dates->levels[2].threshold, ==, 0.5);
    g_assert_false(dates->term_frequency);
}

static void
test_wrong_ones_are_named(void)
{
    static const HnConfigWrong cases[] = {
        { "{jaro_winkler: 0.92}", "jaro_winkler",
          "comparisons[1].levels[2]: level jaro_winkler "
          "needs a threshold",
          HN_CONFIG_ERROR_MISSING },
        { "{jaro_winkler: 0.92}", "{jaro_winkler: 92}", "expected a number",
          HN_CONFIG_ERROR_VALUE },
        { "{osa: 2}", "{osa: 1.5}", "expected a whole number", HN_CONFIG_ERROR_VALUE },
        { "{osa: 2}", "{jaro_winkler: 0.95}", "never reached", HN_CONFIG_ERROR_VALUE },
        { "{osa: 2}, initial", "date_year", "does not fit 'full_name'", HN_CONFIG_ERROR_VALUE },
        { "[exact, {jaro_winkler", "[else, {jaro_winkler", "else is the last",
          HN_CONFIG_ERROR_VALUE },
        { "[exact, {jaro_winkler", "[{jaro_winkler", "the first level must be exact",
          HN_CONFIG_ERROR_VALUE },
        { "name: tokens", "name: full_name", "comparison 'full_name' stands twice",
          HN_CONFIG_ERROR_VALUE },
        { "attribute: birth_date, levels", "attribute: birth_date, numbers_apart: true, levels",
          "numbers_apart is for names, 'birth_date' is of type date", HN_CONFIG_ERROR_VALUE },
    };
    hn_config_fixture_assert_refused(cases, G_N_ELEMENTS(cases));
}

static void
test_told_by_names_a_business(void)
{
    static const char yaml[] =
        "schema: 1\n"
        "project: { name: names }\n"
        "entities:\n"
        "  firm:\n"
        "    attributes: { owner: name, firm: company, town: text }\n"
        "    comparisons:\n"
        "      - { attribute: owner, told_by: firm, levels: [exact] }\n"
        "      - { attribute: firm, levels: [exact] }\n"
        "    blocking: [[owner]]\n"
        "sources:\n"
        "  a: { from: { file: a.csv }, key: [id], map: { owner: o, firm: f, town: t } }\n";
    static const struct {
        const char *from, *to, *message;
    } wrong[] = {
        { "told_by: firm", "told_by: town", "told_by is for a person's name" },
        { "owner: name,", "owner: text,", "told_by is for a person's name" },
        { "told_by: firm", "told_by: nobody", "nobody" },
        { "owner: name,", "owner: { type: name, values: many },", "'owner' has many" },
    };
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml), "/data/p.yaml", NULL);
    g_assert_nonnull(project);
    const HnComparison *comparison = &project->entities[0].comparisons[0];
    g_assert_true(comparison->has_told_by);
    g_assert_cmpstr(project->entities[0].attributes[comparison->told_by].name, ==, "firm");
    g_assert_false(project->entities[0].comparisons[1].has_told_by);
    g_autofree char *part = hn_project_deciding_part(project, 0);
    g_assert_nonnull(strstr(part, "\"told_by\":\"firm\""));
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(GStrv) halves = g_strsplit(yaml, wrong[i].from, 2);
        g_autofree char *text = g_strjoinv(wrong[i].to, halves);
        g_assert_null(hn_project_parse(hn_slice_of(text), "/data/p.yaml", &error));
        g_assert_nonnull(strstr(error->message, wrong[i].message));
    }
}

static void
test_crosswise_names_another_attribute(void)
{
    static const char yaml[] =
        "schema: 1\n"
        "project: { name: names }\n"
        "entities:\n"
        "  person:\n"
        "    attributes: { given: name, surname: name, town: text }\n"
        "    comparisons:\n"
        "      - { attribute: given, crosswise: surname, levels: [exact, crosswise] }\n"
        "      - { attribute: surname, levels: [exact] }\n"
        "    blocking: [[given]]\n"
        "sources:\n"
        "  a: { from: { file: a.csv }, key: [id], map: { given: g, surname: s, town: t } }\n";
    static const struct {
        const char *from, *to, *message;
    } wrong[] = {
        { ", crosswise: surname", "", "level crosswise needs the other attribute" },
        { ", crosswise]", "]", "crosswise needs its place among the levels" },
        { "crosswise: surname", "crosswise: given", "another attribute than 'given' itself" },
        { "crosswise: surname", "crosswise: town", "two attributes of one type" },
        { "crosswise: surname", "crosswise: nobody", "nobody" },
        { "surname: name,", "surname: { type: name, values: many },", "'surname' has many" },
    };
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml), "/data/p.yaml", NULL);
    g_assert_nonnull(project);
    const HnComparison *comparison = &project->entities[0].comparisons[0];
    g_assert_true(comparison->has_crosswise);
    g_assert_cmpstr(project->entities[0].attributes[comparison->crosswise].name, ==, "surname");
    g_assert_false(project->entities[0].comparisons[1].has_crosswise);
    g_autofree char *part = hn_project_deciding_part(project, 0);
    g_assert_nonnull(strstr(part, "\"crosswise\":\"surname\""));
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(GStrv) halves = g_strsplit(yaml, wrong[i].from, 2);
        g_autofree char *changed = g_strjoin(wrong[i].to, halves[0], halves[1], NULL);
        g_assert_null(hn_project_parse(hn_slice_of(changed), "/data/p.yaml", &error));
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, wrong[i].message));
    }
}

/* More would not fit into a pattern; scoring takes the limit for granted. */
static void
test_there_is_a_limit(void)
{
    g_autoptr(GString) many = g_string_new("comparisons:\n");
    for (guint i = 0; i < 14; i++)
        g_string_append_printf(
            many, "      - { name: c%u, attribute: birth_date, levels: [exact] }\n", i);
    const HnConfigWrong case_of_17 = { "comparisons:\n", many->str,
                                       "expected a list of 1..16 comparisons",
                                       HN_CONFIG_ERROR_VALUE };
    hn_config_fixture_assert_refused(&case_of_17, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/comparison_config/times_may_have_fractions",
                    test_times_may_have_fractions);
    g_test_add_func("/config/comparison_config/wrong_ones_are_named", test_wrong_ones_are_named);
    g_test_add_func("/config/comparison_config/crosswise_names_another_attribute",
                    test_crosswise_names_another_attribute);
    g_test_add_func("/config/comparison_config/told_by_names_a_business",
                    test_told_by_names_a_business);
    g_test_add_func("/config/comparison_config/there_is_a_limit", test_there_is_a_limit);
    return g_test_run();
}
