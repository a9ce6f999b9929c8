/* Goal: training lists what is too large, with the fewest refinements that split it and that
 * records have. */
#include "blocking/blocks.h"
#include "tests/reference/people.h"

static HnBlockingRule rule = { .n_parts = 1, .parts = { { PEOPLE_NAME, HN_KEY_EXACT, 0 } } };
static HnKeyPart refinements[] = {
    { PEOPLE_PHONE, HN_KEY_EXACT, 0 },
    { PEOPLE_BIRTH_DATE, HN_KEY_YEAR, 0 },
    { PEOPLE_BIRTH_DATE, HN_KEY_MONTH_DAY, 0 },
};

static HnOversizeList *
search(guint block_size_max, const char *const *lines)
{
    HnEntityType type = people_type();
    type.rules = &rule;
    type.n_rules = 1;
    type.refinements = refinements;
    type.n_refinements = G_N_ELEMENTS(refinements);
    type.block_size_max = block_size_max;
    g_autoptr(HnRecordTable) table = text_table_new(&type, lines);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(2);
    g_autoptr(HnBudget) budget = hn_budget_new(1 << 20);
    HnRuleReport report;
    HnOversizeList *list = NULL;
    const HnBlocksLesson lesson = { .table = table, .type = &type, .pool = pool, .budget = budget };
    g_autoptr(HnBlocks) blocks = hn_blocks_learn(&lesson, &report, &list);
    g_clear_pointer(&blocks, hn_blocks_free);
    g_assert_cmpuint(hn_budget_left(budget), ==, 1 << 20);
    return list;
}

static void
test_the_first_that_splits_is_taken(void)
{
    const char *const lines[] = { "a:1|an|1960-01-02|", "a:2|an|1960-01-03|", "a:3|an|1961-01-02|",
                                  "a:4|binh|1960|", NULL };
    g_autoptr(HnOversizeList) one = search(2, lines);
    g_assert_cmpuint(one->n, ==, 1);
    g_assert_true(hn_slice_equal(one->items[0].values[0], hn_slice_of("an")));
    g_assert_cmpuint(one->items[0].n_refinements, ==, 1);
    g_assert_cmpuint(one->items[0].refinements[0], ==, 1);
    g_autoptr(HnOversizeList) two = search(1, lines);
    g_assert_cmpuint(two->n, ==, 1);
    g_assert_cmpuint(two->items[0].n_refinements, ==, 2); /* a year and a day of the year */
    g_assert_cmpuint(two->items[0].refinements[1], ==, 2);
    g_autoptr(HnOversizeList) none = search(3, lines);
    g_assert_cmpuint(none->n, ==, 0);
}

static void
test_a_key_that_most_lack_does_not_split(void)
{
    const char *const lines[] = { "a:1|an|1960|",           "a:2|an|1960-01-01|",
                                  "a:3|an|1960-01-02|0912", "a:4|an|1960-01-03|",
                                  "a:5|an|1960-01-04|",     NULL };
    g_autoptr(HnOversizeList) list = search(2, lines);
    g_assert_cmpuint(list->n, ==, 1);
    g_assert_cmpuint(list->items[0].n_refinements, ==, 1);
    g_assert_cmpuint(list->items[0].refinements[0], ==, 2); /* not the phone that one record has */
}

static void
test_what_nothing_splits_has_no_refinement(void)
{
    const char *const lines[] = { "a:1|an|1960|0912", "a:2|an|1960|0912;0913",
                                  "a:3|an|1960|0912;0914", NULL };
    g_autoptr(HnOversizeList) list = search(2, lines);
    g_assert_cmpuint(list->n, ==, 1);
    g_assert_cmpuint(list->items[0].n_refinements, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/oversize_search/the_first_that_splits_is_taken",
                    test_the_first_that_splits_is_taken);
    g_test_add_func("/blocking/oversize_search/a_key_that_most_lack_does_not_split",
                    test_a_key_that_most_lack_does_not_split);
    g_test_add_func("/blocking/oversize_search/what_nothing_splits_has_no_refinement",
                    test_what_nothing_splits_has_no_refinement);
    return g_test_run();
}
