/* Goal: what blocks are made of, and what the report says, on tables small enough to count by hand.
 */
#include "blocking/blocks.h"
#include "tests/reference/people.h"

static HnBlockingRule rules[] = {
    { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } },
    { .n_parts = 1, .parts = { { PEOPLE_BIRTH_DATE, HN_KEY_YEAR, 0 } } },
};

static HnEntityType
type_of(guint block_size_max)
{
    HnEntityType type = people_type();
    type.rules = rules;
    type.n_rules = G_N_ELEMENTS(rules);
    type.block_size_max = block_size_max;
    return type;
}

static void
test_blocks_hold_what_shares_a_key(void)
{
    const char *const lines[] = { "a:1|an|1960|", "a:2|an|1961|", "a:3|binh|1961|", "b:1|an|1961|",
                                  NULL };
    const HnEntityType type = type_of(100);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    HnRuleReport reports[G_N_ELEMENTS(rules)];
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, &type, NULL, NULL, NULL, reports);
    g_assert_cmpuint(table->n_classes, ==, 3); /* a:2 and b:1 are equal */
    g_assert_cmpuint(hn_blocks_n(blocks), ==, 2);
    guint32 n = 0, first = 0, end = 0;
    guint rule = 9;
    const guint32 *members = hn_blocks_members(blocks, 1, &n, &rule);
    g_assert_cmpuint(rule, ==, 1);
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpuint(members[0], ==, 1);
    g_assert_cmpuint(members[1], ==, 2);
    hn_blocks_of_rule(blocks, 1, &first, &end);
    g_assert_cmpuint(first, ==, 1);
    g_assert_cmpuint(end, ==, 2);
    g_assert_cmpuint(reports[0].n_keys, ==, 3);
    g_assert_cmpuint(reports[0].pairs_here, ==, 3); /* three rows named an */
    g_assert_cmpuint(reports[1].pairs_here, ==, 3); /* three rows of 1961 */
    g_assert_cmpuint(reports[1].largest, ==, 2);
}

static void
test_too_many_classes_give_no_pairs_and_are_told(void)
{
    const char *const lines[] = { "a:1|an|1960|", "a:2|an|1961|", "a:3|an|1962|", "a:4|binh|1962|",
                                  NULL };
    const HnEntityType type = type_of(2);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    HnRuleReport reports[G_N_ELEMENTS(rules)];
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, &type, NULL, NULL, NULL, reports);
    g_assert_cmpuint(hn_blocks_n(blocks), ==, 1);
    g_assert_cmpuint(reports[0].n_dropped, ==, 1);
    g_assert_cmpuint(reports[0].records_dropped, ==, 3);
    g_assert_cmpuint(reports[0].pairs_dropped, ==, 3);
    g_assert_cmpuint(reports[0].n_blocks, ==, 0);
}

static void
test_the_budget_is_given_back(void)
{
    const char *const lines[] = { "a:1|an|1960|", "a:2|an|1961|", NULL };
    const HnEntityType type = type_of(2);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnBudget) budget = hn_budget_new(1000);
    HnRuleReport reports[G_N_ELEMENTS(rules)];
    HnBlocks *blocks = hn_blocks_build(table, &type, NULL, NULL, budget, reports);
    g_assert_cmpuint(hn_budget_left(budget), <, 1000);
    hn_blocks_free(blocks);
    g_assert_cmpuint(hn_budget_left(budget), ==, 1000);
}

static void
test_an_empty_table_has_no_blocks(void)
{
    const char *const lines[] = { NULL };
    const HnEntityType type = type_of(2);
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    HnRuleReport reports[G_N_ELEMENTS(rules)];
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, &type, NULL, NULL, NULL, reports);
    g_assert_cmpuint(hn_blocks_n(blocks), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/blocks/hold_what_shares_a_key", test_blocks_hold_what_shares_a_key);
    g_test_add_func("/blocking/blocks/too_many_classes_give_no_pairs_and_are_told",
                    test_too_many_classes_give_no_pairs_and_are_told);
    g_test_add_func("/blocking/blocks/the_budget_is_given_back", test_the_budget_is_given_back);
    g_test_add_func("/blocking/blocks/an_empty_table_has_no_blocks",
                    test_an_empty_table_has_no_blocks);
    return g_test_run();
}
