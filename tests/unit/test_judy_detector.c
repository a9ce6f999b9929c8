/* Goal: a Judy library with the build defect of 1.0.5 turns the build red before anything else
 * runs.
 *
 * The defect: Judy1's immediate leaf is declared with 8 bytes and needs 15; some compilers and
 * flags (gcc 15 -O3, gcc 13 -O2 -funroll-loops) then drop keys silently while the count still has
 * them. It shows where leaves are split: groups of 1..32 consecutive keys, the groups one byte of
 * the word apart. Nine groups of 15 keys are the smallest known shape. All 44,800 shapes are tried:
 * about 5 s. */
#include "base/judy_map.h"
#include "base/judy_set.h"

#define GROUPS_MAX 200
#define GROUP_KEYS_MAX 32

static guint64
key_of(guint group, guint key, guint shift)
{
    return ((guint64)group << shift) + key;
}

/* Keys of the shape that the array has lost, by both ways of asking. */
static guint
lost_by_set(guint n_groups, guint n_keys, guint shift)
{
    g_autoptr(HnJudySet) set = hn_judy_set_new();
    for (guint group = 0; group < n_groups; group++) {
        for (guint key = 0; key < n_keys; key++)
            g_assert_true(hn_judy_set_add(set, key_of(group, key, shift)));
    }
    guint n_lost = 0;
    guint64 walk = 0;
    for (guint group = 0; group < n_groups; group++) {
        for (guint key = 0; key < n_keys; key++) {
            const guint64 expected = key_of(group, key, shift);
            const gboolean walked = hn_judy_set_next(set, &walk) && walk == expected;
            n_lost += !hn_judy_set_has(set, expected) || !walked;
            walk = expected + 1;
        }
    }
    g_assert_cmpuint(hn_judy_set_size(set), ==, n_groups * n_keys);
    return n_lost;
}

static guint
lost_by_map(guint n_groups, guint n_keys, guint shift)
{
    g_autoptr(HnJudyMap) map = hn_judy_map_new();
    guint n_lost = 0;
    for (guint group = 0; group < n_groups; group++) {
        for (guint key = 0; key < n_keys; key++)
            hn_judy_map_set(map, key_of(group, key, shift), ~key_of(group, key, shift));
    }
    for (guint group = 0; group < n_groups; group++) {
        for (guint key = 0; key < n_keys; key++) {
            const guint64 expected = key_of(group, key, shift);
            guint64 value = 0;
            n_lost += !hn_judy_map_get(map, expected, &value) || value != ~expected;
        }
    }
    return n_lost;
}

static void
test_smallest_shape_keeps_its_keys(void)
{
    for (guint shift = 8; shift <= 56; shift += 8) {
        g_assert_cmpuint(lost_by_set(9, 15, shift), ==, 0);
        g_assert_cmpuint(lost_by_map(9, 15, shift), ==, 0);
    }
}

/* 200 numbers of groups x 32 lengths x 7 shifts = 44,800 shapes. */
static void
test_all_shapes_keep_their_keys(void)
{
    guint n_shapes = 0;
    for (guint n_groups = 1; n_groups <= GROUPS_MAX; n_groups++) {
        for (guint n_keys = 1; n_keys <= GROUP_KEYS_MAX; n_keys++) {
            for (guint shift = 8; shift <= 56; shift += 8, n_shapes++)
                g_assert_cmpuint(lost_by_set(n_groups, n_keys, shift), ==, 0);
        }
    }
    g_assert_cmpuint(n_shapes, ==, 44800);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/judy_detector/smallest_shape_keeps_its_keys",
                    test_smallest_shape_keeps_its_keys);
    g_test_add_func("/base/judy_detector/all_shapes_keep_their_keys",
                    test_all_shapes_keep_their_keys);
    return g_test_run();
}
