/* Goal: an ordered map: what was set is found, in order, and removal forgets. */
#include "base/judy_map.h"

#include "base/rng.h"

#define N_KEYS 20000

static void
test_set_get_remove(void)
{
    g_autoptr(HnJudyMap) map = hn_judy_map_new();
    guint64 value = 77;
    g_assert_false(hn_judy_map_get(map, 0, &value));
    g_assert_cmpuint(value, ==, 77); /* untouched */
    hn_judy_map_set(map, 0, 1);
    hn_judy_map_set(map, G_MAXUINT64, 2);
    hn_judy_map_set(map, 0, 3);
    g_assert_cmpuint(hn_judy_map_size(map), ==, 2);
    g_assert_true(hn_judy_map_get(map, 0, &value));
    g_assert_cmpuint(value, ==, 3);
    g_assert_true(hn_judy_map_remove(map, 0));
    g_assert_false(hn_judy_map_remove(map, 0));
    g_assert_false(hn_judy_map_get(map, 0, &value));
    g_assert_cmpuint(hn_judy_map_size(map), ==, 1);
    g_assert_cmpuint(hn_judy_map_size_bytes(map), >, 0);
}

static void
test_slot_starts_at_zero_and_counts(void)
{
    g_autoptr(HnJudyMap) map = hn_judy_map_new();
    for (guint64 i = 0; i < 3 * N_KEYS; i++)
        (*hn_judy_map_slot(map, hn_rng_next(&(HnRng){ { i % N_KEYS, 1, 2, 3 } })))++;
    guint64 key = 0, value = 0, sum = 0;
    for (; hn_judy_map_next(map, &key, &value); key++)
        sum += value;
    g_assert_cmpuint(sum, ==, 3 * N_KEYS);
}

static void
test_walk_is_in_order_and_ends_at_the_last_key(void)
{
    g_autoptr(HnJudyMap) map = hn_judy_map_new();
    HnRng rng = hn_rng_seed(7, 0);
    for (guint i = 0; i < N_KEYS; i++)
        hn_judy_map_set(map, hn_rng_next(&rng) >> (i % 60), i);
    guint64 key = 0, value, n = 0, last = 0;
    while (hn_judy_map_next(map, &key, &value)) {
        g_assert_true(n == 0 || key > last);
        last = key++;
        n++;
    }
    g_assert_cmpuint(n, ==, hn_judy_map_size(map));
    hn_judy_map_set(map, G_MAXUINT64, 5);
    key = G_MAXUINT64;
    g_assert_true(hn_judy_map_next(map, &key, &value));
    g_assert_cmpuint(value, ==, 5);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/judy_map/set_get_remove", test_set_get_remove);
    g_test_add_func("/base/judy_map/slot_starts_at_zero_and_counts",
                    test_slot_starts_at_zero_and_counts);
    g_test_add_func("/base/judy_map/walk_is_in_order_and_ends_at_the_last_key",
                    test_walk_is_in_order_and_ends_at_the_last_key);
    return g_test_run();
}
