/* Goal: an ordered set against a bitmap, and ranks. */
#include "base/judy_set.h"

#include "base/rng.h"

#define UNIVERSE 3000
#define N_OPERATIONS 60000

static void
test_random_operations_agree_with_a_bitmap(void)
{
    const guint64 seed = g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(HnJudySet) set = hn_judy_set_new();
    gboolean there[UNIVERSE] = { FALSE };
    guint64 size = 0;
    for (guint i = 0; i < N_OPERATIONS; i++) {
        const guint64 member = hn_rng_below(&rng, UNIVERSE);
        if (hn_rng_below(&rng, 2) == 0) {
            g_assert_cmpint(hn_judy_set_add(set, member), ==, !there[member]);
            size += !there[member];
            there[member] = TRUE;
        } else {
            g_assert_cmpint(hn_judy_set_remove(set, member), ==, there[member]);
            size -= there[member];
            there[member] = FALSE;
        }
        g_assert_cmpint(hn_judy_set_has(set, member), ==, there[member]);
    }
    g_assert_cmpuint(hn_judy_set_size(set), ==, size);
    guint64 walk = 0, rank = 0, found;
    for (guint64 member = 0; member < UNIVERSE; member++) {
        if (!there[member])
            continue;
        g_assert_true(hn_judy_set_next(set, &walk));
        g_assert_cmpuint(walk++, ==, member);
        g_assert_true(hn_judy_set_nth(set, rank++, &found));
        g_assert_cmpuint(found, ==, member);
    }
    g_assert_false(hn_judy_set_next(set, &walk));
    g_assert_false(hn_judy_set_nth(set, rank, &found));
}

static void
test_edges_of_the_word(void)
{
    g_autoptr(HnJudySet) set = hn_judy_set_new();
    guint64 member = 0;
    g_assert_false(hn_judy_set_next(set, &member));
    g_assert_false(hn_judy_set_nth(set, 0, &member));
    g_assert_false(hn_judy_set_nth(set, G_MAXUINT64, &member));
    g_assert_true(hn_judy_set_add(set, 0));
    g_assert_true(hn_judy_set_add(set, G_MAXUINT64));
    member = 1;
    g_assert_true(hn_judy_set_next(set, &member));
    g_assert_cmpuint(member, ==, G_MAXUINT64);
    g_assert_cmpuint(hn_judy_set_size(set), ==, 2);
}

static void
test_dense_runs_are_small(void)
{
    g_autoptr(HnJudySet) set = hn_judy_set_new();
    for (guint64 i = 0; i < 1000000; i++)
        hn_judy_set_add(set, i);
    g_assert_cmpuint(hn_judy_set_size_bytes(set), <, 1000000 / 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/judy_set/random_operations_agree_with_a_bitmap",
                    test_random_operations_agree_with_a_bitmap);
    g_test_add_func("/base/judy_set/edges_of_the_word", test_edges_of_the_word);
    g_test_add_func("/base/judy_set/dense_runs_are_small", test_dense_runs_are_small);
    return g_test_run();
}
