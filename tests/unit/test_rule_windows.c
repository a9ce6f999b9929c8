/* Goal: rows meet through a window by the nearest of their keys, unless too many lie between, and
 * blocks make exactly those pairs: with one key for all, none at all, and a window beyond the end.
 */
#include "blocking/rule_windows.h"

#include "blocking/blocks.h"
#include "tests/reference/people.h"

static HnEntityType
type_of(HnBlockingRule *rule, guint window, guint block_size_max)
{
    HnEntityType type = people_type();
    *rule = (HnBlockingRule){ .n_parts = 1,
                              .parts = { { PEOPLE_PHONE, HN_KEY_EXACT, 0 } },
                              .window = window };
    type.rules = rule;
    type.n_rules = 1;
    type.block_size_max = block_size_max;
    return type;
}

/* The pairs of rows: "01 02 12"; equal rows have one class, so lines differ by their names. */
static char *
pairs_of(const HnEntityType *type, const char *const *lines, HnRuleReport *ret_report)
{
    g_autoptr(HnRecordTable) table = text_table_new(type, lines);
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, type, NULL, NULL, NULL, ret_report);
    GString *text = g_string_new(NULL);
    HnPair made[64];
    HnPairCursor cursor = { .end = hn_blocks_n(blocks) };
    const gsize n = hn_blocks_pairs(blocks, &cursor, made, G_N_ELEMENTS(made));
    gsize n_told = 0;
    for (guint32 a = 0; a < table->n_rows; a++)
        for (guint32 b = a + 1; b < table->n_rows; b++) {
            guint n_made = 0;
            for (gsize i = 0; i < n; i++)
                n_made += made[i].a == a && made[i].b == b;
            g_assert_cmpuint(n_made, ==, hn_rule_windows_meet(windows, 0, b, a) ? 1 : 0);
            n_told += n_made;
            if (n_made > 0)
                g_string_append_printf(text, "%s%u%u", text->len == 0 ? "" : " ", a, b);
        }
    g_assert_cmpuint(n_told, ==, n);
    return g_string_free(text, FALSE);
}

static void
assert_pairs(guint window, guint block_size_max, const char *const *lines, const char *expected)
{
    HnBlockingRule rule;
    HnRuleReport report;
    const HnEntityType type = type_of(&rule, window, block_size_max);
    g_autofree char *pairs = pairs_of(&type, lines, &report);
    g_assert_cmpstr(pairs, ==, expected);
}

static const char *const apart[] = { "a:1|a||10",    "a:2|b||40", "a:3|c||20",
                                     "a:4|d||30;10", "a:5|e||",   NULL };

static void
test_neighbours_meet(void)
{
    assert_pairs(2, 100, apart, "02 03 13 23");
    assert_pairs(3, 100, apart, "02 03 12 13 23");
}

static void
test_a_window_beyond_the_end_is_everybody(void)
{
    assert_pairs(50, 100, apart, "01 02 03 12 13 23");
}

static void
test_equal_keys_meet_whatever_their_order(void)
{
    const char *const lines[] = { "a:1|a||7", "a:2|b||7", "a:3|c||7", "a:4|d||7", NULL };
    assert_pairs(2, 100, lines, "01 02 03 12 13 23");
}

static void
test_too_many_equal_keys_are_told(void)
{
    const char *const lines[] = {
        "a:1|a||7", "a:2|b||7", "a:3|c||7", "a:4|d||8", "a:5|e||9", NULL
    };
    HnBlockingRule rule;
    HnRuleReport report;
    const HnEntityType type = type_of(&rule, 2, 2);
    g_autofree char *pairs = pairs_of(&type, lines, &report);
    g_assert_cmpstr(pairs, ==, "34");
    g_assert_cmpuint(report.n_dropped, ==, 1);
    g_assert_cmpuint(report.records_dropped, ==, 3);
    g_assert_cmpuint(report.pairs_dropped, ==, 3);
    g_assert_cmpuint(report.pairs_here, ==, 1);
    g_assert_cmpuint(report.largest, ==, 2);
}

static void
test_without_keys_nobody_meets(void)
{
    const char *const lines[] = { "a:1|a||", "a:2|b||", NULL };
    assert_pairs(2, 100, lines, "");
}

static void
test_pairs_here_counts_each_pair_once(void)
{
    const char *const lines[] = {
        "a:1|a||1", "a:2|b||2", "a:3|c||3", "a:4|d||4", "a:5|e||5", NULL
    };
    HnBlockingRule rule;
    HnRuleReport report;
    const HnEntityType type = type_of(&rule, 3, 100);
    g_autofree char *pairs = pairs_of(&type, lines, &report);
    g_assert_cmpstr(pairs, ==, "01 02 12 13 23 24 34");
    g_assert_cmpuint(report.pairs_here, ==, 7);
    g_assert_cmpuint(report.n_blocks, ==, 3);
    g_assert_cmpuint(report.n_keys, ==, 5);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/rule_windows/neighbours_meet", test_neighbours_meet);
    g_test_add_func("/blocking/rule_windows/a_window_beyond_the_end_is_everybody",
                    test_a_window_beyond_the_end_is_everybody);
    g_test_add_func("/blocking/rule_windows/equal_keys_meet_whatever_their_order",
                    test_equal_keys_meet_whatever_their_order);
    g_test_add_func("/blocking/rule_windows/too_many_equal_keys_are_told",
                    test_too_many_equal_keys_are_told);
    g_test_add_func("/blocking/rule_windows/without_keys_nobody_meets",
                    test_without_keys_nobody_meets);
    g_test_add_func("/blocking/rule_windows/pairs_here_counts_each_pair_once",
                    test_pairs_here_counts_each_pair_once);
    return g_test_run();
}
