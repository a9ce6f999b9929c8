/* Goal: the same numbers on every machine, streams apart, ranges unbiased. */
#include "base/rng.h"

static void
test_numbers_are_these_for_ever(void)
{
    /* Data sets and training depend on them: a change is a change of every seeded result. */
    static const guint64 expected[] = { G_GUINT64_CONSTANT(0x6117a7b29e9913bd),
                                        G_GUINT64_CONSTANT(0xdd78a92a396e076e),
                                        G_GUINT64_CONSTANT(0x5600322027594e53),
                                        G_GUINT64_CONSTANT(0xe270272e56293b20) };
    HnRng rng = hn_rng_seed(42, 7);
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_cmphex(hn_rng_next(&rng), ==, expected[i]);
}

/* The first outputs of xoshiro256** for the state 1, 2, 3, 4, computed by hand from its definition.
 */
static void
test_generator_is_xoshiro256_starstar(void)
{
    HnRng rng = { { 1, 2, 3, 4 } };
    g_assert_cmpuint(hn_rng_next(&rng), ==, 11520);
    g_assert_cmpuint(hn_rng_next(&rng), ==, 0);
    g_assert_cmpuint(hn_rng_next(&rng), ==, 1509978240);
}

static void
test_streams_and_seeds_differ(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint64 seed = 0; seed < 40; seed++) {
        for (guint64 stream = 0; stream < 40; stream++) {
            HnRng rng = hn_rng_seed(seed, stream);
            const guint64 first = hn_rng_next(&rng);
            g_assert_true(g_hash_table_add(seen, g_memdup2(&first, sizeof first)));
        }
    }
}

static void
test_ranges_are_even(void)
{
    enum { N_BINS = 7, N_DRAWS = 700000 };
    guint counts[N_BINS] = { 0 };
    HnRng rng = hn_rng_seed(1, 1);
    for (guint i = 0; i < N_DRAWS; i++) {
        const guint64 drawn = hn_rng_below(&rng, N_BINS);
        g_assert_cmpuint(drawn, <, N_BINS);
        counts[drawn]++;
    }
    for (guint i = 0; i < N_BINS; i++) { /* 100,000 expected; five standard deviations */
        g_assert_cmpuint(counts[i], >, 100000 - 1500);
        g_assert_cmpuint(counts[i], <, 100000 + 1500);
    }
    /* n = 3 x 2^62: plain products would give every third value twice its share. */
    guint n_thirds = 0;
    for (guint i = 0; i < 10000; i++)
        n_thirds += hn_rng_below(&rng, G_GUINT64_CONSTANT(3) << 62) % 3 == 0;
    g_assert_cmpuint(n_thirds, >, 3333 - 250);
    g_assert_cmpuint(n_thirds, <, 3333 + 250);
    g_assert_cmpuint(hn_rng_below(&rng, 1), ==, 0);
}

static void
test_unit_lies_in_its_range(void)
{
    HnRng rng = hn_rng_seed(5, 5);
    double sum = 0;
    for (guint i = 0; i < 100000; i++) {
        const double drawn = hn_rng_unit(&rng);
        g_assert_true(drawn >= 0.0 && drawn < 1.0);
        sum += drawn;
    }
    g_assert_cmpfloat_with_epsilon(sum / 100000, 0.5, 0.01);
}

static void
fill_with_nines(void *bytes, gsize n_bytes)
{
    memset(bytes, 9, n_bytes);
}

static void
test_entropy_comes_through_the_seam(void)
{
    guint8 first[32] = { 0 }, second[32] = { 0 };
    hn_rng_entropy(first, sizeof first);
    hn_rng_entropy(second, sizeof second);
    g_assert_cmpint(memcmp(first, second, sizeof first), !=, 0);
    hn_rng_set_entropy(fill_with_nines);
    hn_rng_entropy(first, sizeof first);
    hn_rng_set_entropy(NULL);
    for (gsize i = 0; i < sizeof first; i++)
        g_assert_cmpuint(first[i], ==, 9);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/rng/numbers_are_these_for_ever", test_numbers_are_these_for_ever);
    g_test_add_func("/base/rng/generator_is_xoshiro256_starstar",
                    test_generator_is_xoshiro256_starstar);
    g_test_add_func("/base/rng/streams_and_seeds_differ", test_streams_and_seeds_differ);
    g_test_add_func("/base/rng/ranges_are_even", test_ranges_are_even);
    g_test_add_func("/base/rng/unit_lies_in_its_range", test_unit_lies_in_its_range);
    g_test_add_func("/base/rng/entropy_comes_through_the_seam",
                    test_entropy_comes_through_the_seam);
    return g_test_run();
}
