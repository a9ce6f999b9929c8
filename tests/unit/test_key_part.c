/* Goal: a part prints as it was written, and reads back as itself. */
#include "tests/reference/config_fixture.h"

static void
test_prints_as_it_reads(void)
{
    static const char *const parts[] = { "full_name.prefix(3)",   "full_name.suffix(64)",
                                         "birth_date.month_day",  "birth_date.year_month",
                                         "full_name.last_token",  "full_name.each_token(3)",
                                         "full_name.first_token", "phone" };
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *text = hn_config_fixture_change("full_name.each_token", parts[i]);
        g_autoptr(HnProject) project = hn_config_fixture_parse(text);
        g_assert_cmpstr(project->entities[0].rules[2].name, ==, parts[i]);
    }
}

static void
test_wrong_ones_are_named(void)
{
    static const HnConfigWrong cases[] = {
        { "[national_id]", "[national]", "blocking[1][1]: 'national' is no attribute",
          HN_CONFIG_ERROR_VALUE },
        { "full_name.prefix(3)", "full_name.prefix", "takes a number", HN_CONFIG_ERROR_VALUE },
        { "full_name.prefix(3)", "full_name.year", "does not fit", HN_CONFIG_ERROR_VALUE },
        { "birth_date.year]", "birth_date.year(2)]", "takes no number", HN_CONFIG_ERROR_VALUE },
    };
    hn_config_fixture_assert_refused(cases, G_N_ELEMENTS(cases));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/key_part/prints_as_it_reads", test_prints_as_it_reads);
    g_test_add_func("/config/key_part/wrong_ones_are_named", test_wrong_ones_are_named);
    return g_test_run();
}
