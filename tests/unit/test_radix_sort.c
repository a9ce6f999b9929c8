/* Goal: the order of a comparing sort, equal keys in their old order, at every size and key shape.
 */
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/rng.h"

#define N_MAX 5000

static int
compare_u64(const void *a, const void *b)
{
    const guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return (x > y) - (x < y);
}

static guint64
draw_key(HnRng *rng, guint shape)
{
    switch (shape) {
    case 0: /* all bytes differ: 8 passes */
        return hn_rng_next(rng);
    case 1: /* many equal keys */
        return hn_rng_below(rng, 5);
    case 2: /* 3 bytes in the middle: an odd number of passes */
        return 0xab00000000000000 | hn_rng_below(rng, 1u << 24) << 16;
    case 3: /* all equal: no pass */
        return 77;
    default: /* the highest bit alone */
        return hn_rng_next(rng) & (G_GUINT64_CONSTANT(1) << 63);
    }
}

static void
check_sorts(HnRng *rng, gsize n, guint shape)
{
    guint64 keys[N_MAX], bare[N_MAX], original[N_MAX], expected[N_MAX], tmp[N_MAX];
    guint32 values[N_MAX], narrow[N_MAX], tmp32[N_MAX];
    for (gsize i = 0; i < n; i++) {
        keys[i] = bare[i] = original[i] = expected[i] = draw_key(rng, shape);
        values[i] = (guint32)i;
        narrow[i] = (guint32)(keys[i] >> 16);
    }
    if (n > 0)
        qsort(expected, n, sizeof *expected, compare_u64);
    hn_radix_sort_pairs(keys, values, n, tmp, tmp32);
    hn_radix_sort_u64(bare, n, tmp);
    hn_radix_sort_u32(narrow, n, tmp32);
    for (gsize i = 0; i < n; i++) {
        g_assert_cmpuint(keys[i], ==, expected[i]);
        g_assert_cmpuint(bare[i], ==, expected[i]);
        g_assert_cmpuint(original[values[i]], ==, keys[i]); /* the companion went along */
        g_assert_true(i == 0 || keys[i - 1] < keys[i] || values[i - 1] < values[i]);
        g_assert_true(i == 0 || narrow[i - 1] <= narrow[i]);
    }
}

static void
test_sorts_every_size_and_shape(void)
{
    const guint64 seed = g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    for (guint shape = 0; shape < 5; shape++) {
        for (gsize n = 0; n < 300; n++)
            check_sorts(&rng, n, shape);
        check_sorts(&rng, N_MAX, shape);
    }
}

static void
test_narrow_keys_keep_their_multiset(void)
{
    guint32 keys[N_MAX], tmp[N_MAX];
    guint64 sum = 0, sorted_sum = 0;
    HnRng rng = hn_rng_seed(9, 9);
    for (gsize i = 0; i < N_MAX; i++) {
        keys[i] = (guint32)hn_rng_next(&rng);
        sum += hn_hash_mix(keys[i]);
    }
    hn_radix_sort_u32(keys, N_MAX, tmp);
    for (gsize i = 0; i < N_MAX; i++)
        sorted_sum += hn_hash_mix(keys[i]);
    g_assert_cmpuint(sum, ==, sorted_sum);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/radix_sort/sorts_every_size_and_shape", test_sorts_every_size_and_shape);
    g_test_add_func("/base/radix_sort/narrow_keys_keep_their_multiset",
                    test_narrow_keys_keep_their_multiset);
    return g_test_run();
}
