/* Goal: every text is counted as often as it came, whatever else is there. */
#include "insight/value_tally.h"

static void
test_counts_add_up(void)
{
    g_autoptr(HnValueTally) tally = hn_value_tally_new(100000, TRUE);
    for (guint round = 0; round < 3; round++) {
        for (guint i = 0; i < 5000; i++) {
            char text[16];
            g_snprintf(text, sizeof(text), "v%u", i);
            hn_value_tally_add(tally, hn_slice_of(text), i == 7 ? 5 : 1);
        }
    }
    g_assert_cmpuint(hn_value_tally_size(tally), ==, 5000);
    g_assert_cmpuint(hn_value_tally_total(tally), ==, 3 * 5004);
    g_assert_cmpuint(hn_value_tally_count(tally, hn_slice_of("v7")), ==, 15);
    g_assert_cmpuint(hn_value_tally_count(tally, hn_slice_of("v4999")), ==, 3);
    g_assert_cmpuint(hn_value_tally_count(tally, hn_slice_of("w")), ==, 0);
}

static void
test_top_is_by_count_then_bytes(void)
{
    HnTallyEntry top[3];
    g_autoptr(HnValueTally) tally = hn_value_tally_new(10, FALSE);
    const char *texts[] = { "b", "a", "c", "c", "d", "" };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        hn_value_tally_add(tally, hn_slice_of(texts[i]), 1);
    g_assert_cmpuint(hn_value_tally_top(tally, top, 3), ==, 3);
    g_assert_true(hn_slice_equal(top[0].text, hn_slice_of("c")));
    g_assert_cmpuint(top[1].text.n_bytes, ==, 0);
    g_assert_true(hn_slice_equal(top[2].text, hn_slice_of("a")));
    g_assert_cmpuint(hn_value_tally_top(tally, top, 0), ==, 0);
}

static void
test_beyond_the_limit_only_known_ones_count(void)
{
    g_autoptr(HnValueTally) tally = hn_value_tally_new(2, TRUE);
    const char *texts[] = { "a", "b", "c", "a", "c" };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        hn_value_tally_add(tally, hn_slice_of(texts[i]), 1);
    g_assert_cmpuint(hn_value_tally_size(tally), ==, 2);
    g_assert_cmpuint(hn_value_tally_total(tally), ==, 5);
    g_assert_cmpuint(hn_value_tally_count(tally, hn_slice_of("a")), ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/tally/counts", test_counts_add_up);
    g_test_add_func("/insight/tally/top", test_top_is_by_count_then_bytes);
    g_test_add_func("/insight/tally/limit", test_beyond_the_limit_only_known_ones_count);
    return g_test_run();
}
