/* Goal: an explanation names every rule through which two rows meet, not only the first. */
#include "blocking/blocks.h"
#include "tests/reference/people.h"

static void
test_all_rules_are_named(void)
{
    HnBlockingRule rules[] = {
        { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } },
        { .n_parts = 2,
          .parts = { { PEOPLE_BIRTH_DATE, HN_KEY_YEAR, 0 }, { PEOPLE_PHONE, HN_KEY_SUFFIX, 2 } } },
        { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EACH_TOKEN, 2 } } },
    };
    const char *const lines[] = { "a:1|le an|1960|0912;0944", "a:2|le an|1960-01-01|7712",
                                  "a:3|an chau||7712", NULL };
    HnEntityType type = people_type();
    type.rules = rules;
    type.n_rules = G_N_ELEMENTS(rules);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_assert_cmphex(hn_blocks_rules_of_pair(table, &type, NULL, 0, 1), ==, 7);
    g_assert_cmphex(hn_blocks_rules_of_pair(table, &type, NULL, 1, 0), ==, 7);
    g_assert_cmphex(hn_blocks_rules_of_pair(table, &type, NULL, 1, 2), ==, 4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/pair_rules/all_rules_are_named", test_all_rules_are_named);
    return g_test_run();
}
