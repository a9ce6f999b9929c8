/* Goal: texts come as often as their weights say, and never without weight. */
#include "datasets/weighted_list.h"

static void
test_draws_follow_weights(void)
{
    static const guint32 WEIGHTS[] = { 1, 0, 50, 7, 200, 42 };
    g_autoptr(HnWeightedList) list = hn_weighted_list_new();
    for (gsize i = 0; i < G_N_ELEMENTS(WEIGHTS); i++) {
        const char letter = (char)('a' + i);
        hn_weighted_list_add(list, hn_slice(&letter, 1), WEIGHTS[i]);
    }
    hn_weighted_list_seal(list);
    g_assert_cmpuint(hn_weighted_list_count(list), ==, 5);
    guint counts[G_N_ELEMENTS(WEIGHTS)] = { 0 };
    HnRng rng = hn_rng_seed(5, 0);
    for (guint i = 0; i < 300000; i++) {
        const HnSlice text = hn_weighted_list_text(list, hn_weighted_list_draw(list, &rng));
        g_assert_cmpuint(text.n_bytes, ==, 1);
        counts[text.bytes[0] - 'a']++;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(WEIGHTS); i++) { /* 1,000 draws per unit of weight */
        g_assert_cmpuint(counts[i], >=, WEIGHTS[i] * 1000 - WEIGHTS[i] * 150);
        g_assert_cmpuint(counts[i], <=, WEIGHTS[i] * 1000 + WEIGHTS[i] * 150);
    }
}

static void
test_a_raised_weight_counts_whole(void)
{
    g_autoptr(HnWeightedList) list = hn_weighted_list_new();
    hn_weighted_list_add(list, hn_slice_of("a"), 2);
    hn_weighted_list_add(list, hn_slice_of("b"), 1);
    hn_weighted_list_raise(list, 1, 5);
    hn_weighted_list_seal(list);
    g_assert_cmpuint(hn_weighted_list_count(list), ==, 2);
    guint n_raised = 0;
    HnRng rng = hn_rng_seed(6, 0);
    for (guint i = 0; i < 80000; i++)
        n_raised += hn_weighted_list_draw(list, &rng);
    g_assert_cmpuint(n_raised, >, 59000); /* 60,000 expected */
    g_assert_cmpuint(n_raised, <, 61000);
}

static void
test_one_text_is_always_drawn(void)
{
    g_autoptr(HnWeightedList) list = hn_weighted_list_new();
    hn_weighted_list_add(list, hn_slice_of("only"), 3);
    hn_weighted_list_seal(list);
    HnRng rng = hn_rng_seed(1, 0);
    for (guint i = 0; i < 100; i++)
        g_assert_cmpuint(hn_weighted_list_draw(list, &rng), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/weighted_list/draws_follow_weights", test_draws_follow_weights);
    g_test_add_func("/datasets/weighted_list/a_raised_weight_counts_whole",
                    test_a_raised_weight_counts_whole);
    g_test_add_func("/datasets/weighted_list/one_text_is_always_drawn",
                    test_one_text_is_always_drawn);
    return g_test_run();
}
