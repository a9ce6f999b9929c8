/* Goal: columns are mapped as the attribute allows, and what is wrong is named. */
#include "tests/reference/config_fixture.h"

static void
test_columns_of_one_value_are_joined(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    const HnFieldMap *name = &project->feeds[0].map[0];
    g_assert_cmpuint(g_strv_length(name->columns), ==, 3);
    g_assert_null(name->split);
    g_assert_null(name->date_formats);
    g_assert_null(name->valid_from);
}

static void
test_wrong_ones_are_named(void)
{
    static const HnConfigWrong cases[] = {
        { "map: { full_name: name }", "map: { name: name }", "unknown key 'name'",
          HN_CONFIG_ERROR_UNKNOWN_KEY },
        { "map: { full_name: name }", "map: { full_name: [a, b] }", "columns: [a, b]",
          HN_CONFIG_ERROR_VALUE },
        { "join: ''", "split: ';'", "needs an attribute with values: many", HN_CONFIG_ERROR_VALUE },
        { "join: ''", "repair: [tcvn]", "did you mean 'tcvn3'?", HN_CONFIG_ERROR_VALUE },
        { "format: ['%d/%m/%Y', '%Y']", "repair: [tcvn3]", "repair is for names",
          HN_CONFIG_ERROR_VALUE },
        { "'%d/%m/%Y'", "'%d/%q'", "known are %d", HN_CONFIG_ERROR_VALUE },
        { "'%d/%m/%Y'", "'sheet'", "or excel for days since 1899-12-30", HN_CONFIG_ERROR_VALUE },
        { "join: ''", "january_first: year", "january_first is for dates", HN_CONFIG_ERROR_VALUE },
        { "join: ''", "two_digit_years_to: 2025", "two_digit_years_to is for dates",
          HN_CONFIG_ERROR_VALUE },
        { "format: ['%d/%m/%Y', '%Y']", "two_digit_years_to: 2025", "needs a format with %y",
          HN_CONFIG_ERROR_VALUE },
        { "'%d/%m/%Y', '%Y']", "'%d/%m/%Y'], two_digit_years_to: 2025", "needs a format with %y",
          HN_CONFIG_ERROR_VALUE },
        { "'%d/%m/%Y', '%Y']", "'%d/%m/%y'], two_digit_years_to: 25", "1100",
          HN_CONFIG_ERROR_VALUE },
        { "join: ''", "male: ['1']", "words for a sex are for type sex", HN_CONFIG_ERROR_VALUE },
        { "join: ''", "number: id", "a personal number tells a birth date or a sex",
          HN_CONFIG_ERROR_VALUE },
    };
    hn_config_fixture_assert_refused(cases, G_N_ELEMENTS(cases));
}

/* A project whose map of `sex` has @words. */
static void
refuse_sexes(const char *words, const char *message)
{
    g_autofree char *text = g_strdup_printf(
        "schema: 1\n"
        "project: { name: p }\n"
        "entities:\n"
        "  person:\n"
        "    attributes: { sex: sex }\n"
        "    comparisons: [{ attribute: sex, levels: [exact] }]\n"
        "    blocking: [[sex]]\n"
        "    thresholds: auto\n"
        "sources: { s: { from: { file: s.csv }, map: { sex: { column: sex, %s } } } }\n",
        words);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(text), "p.yaml", &error);
    g_assert_true((project == NULL) == (message != NULL));
    g_assert_true(message == NULL || strstr(error->message, message) != NULL);
}

static void
test_words_of_the_other_sex_are_refused(void)
{
    refuse_sexes("male: [B], female: ['0']", NULL);
    refuse_sexes("male: [B, Female]", "'Female' is not male");
    refuse_sexes("female: male", "'male' is not female");
    refuse_sexes("male: ['0', B], female: [G, B]", "'B' cannot mean both sexes");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/field_map_config/columns_of_one_value_are_joined",
                    test_columns_of_one_value_are_joined);
    g_test_add_func("/config/field_map_config/wrong_ones_are_named", test_wrong_ones_are_named);
    g_test_add_func("/config/field_map_config/words_of_the_other_sex_are_refused",
                    test_words_of_the_other_sex_are_refused);
    return g_test_run();
}
