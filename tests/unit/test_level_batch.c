/* Goal: a batch gives the levels of single pairs, with and without a cache however small. */
#include "base/rng.h"
#include "scoring/level_batch.h"

#define N_VALUES 60u

static HnDictionary *
some_names(HnRng *rng)
{
    HnDictionary *values = hn_dictionary_new();
    while (hn_dictionary_size(values) < N_VALUES) {
        char name[8];
        const gsize n = 3 + hn_rng_below(rng, 4);
        for (gsize i = 0; i < n; i++)
            name[i] = (char)('a' + hn_rng_below(rng, 3));
        hn_dictionary_intern(values, hn_slice(name, n));
    }
    return values;
}

static void
check(guint cache_bits)
{
    HnRng rng = hn_rng_seed(3, cache_bits);
    const HnComparison comparison = {
        .n_levels = 3,
        .levels = { { HN_LEVEL_JARO_WINKLER, 0.9 }, { HN_LEVEL_OSA, 2 }, { HN_LEVEL_ELSE, 0 } }
    };
    const HnLevelChain chain = hn_level_chain(&comparison);
    g_autoptr(HnDictionary) values = some_names(&rng);
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, chain.form_flags, NULL);
    g_autofree guint64 *slots = g_new0(guint64, (gsize)1 << cache_bits);
    const HnLevelCache cache = { cache_bits, slots };
    g_autofree HnLevelBatch *batch = g_new0(HnLevelBatch, 1);
    for (guint round = 0; round < 50; round++) {
        const guint n = (guint)hn_rng_below(&rng, HN_LEVEL_BATCH + 1);
        for (guint i = 0; i < n; i++) {
            batch->a[i] = 1 + (guint32)hn_rng_below(&rng, N_VALUES);
            batch->b[i] = 1 + (guint32)hn_rng_below(&rng, N_VALUES);
        }
        const guint n_computed =
            hn_level_batch_run(batch, n, &chain, forms, round % 5 == 0 ? NULL : &cache);
        g_assert_cmpuint(n_computed, <=, n);
        for (guint i = 0; i < n; i++)
            g_assert_cmpuint(batch->levels[i], ==,
                             hn_level_chain_level(&chain, forms, batch->a[i], batch->b[i]));
    }
}

static void
test_levels_are_those_of_single_pairs(void)
{
    check(HN_LEVEL_CACHE_BITS_MIN);
    check(16);
}

static void
test_the_cache_remembers(void)
{
    const HnComparison comparison = { .n_levels = 2,
                                      .levels = { { HN_LEVEL_OSA, 2 }, { HN_LEVEL_ELSE, 0 } } };
    const HnLevelChain chain = hn_level_chain(&comparison);
    HnRng rng = hn_rng_seed(5, 5);
    g_autoptr(HnDictionary) values = some_names(&rng);
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, chain.form_flags, NULL);
    g_autofree guint64 *slots = g_new0(guint64, (gsize)1 << HN_LEVEL_CACHE_BITS_MIN);
    const HnLevelCache cache = { HN_LEVEL_CACHE_BITS_MIN, slots };
    g_autofree HnLevelBatch *batch = g_new0(HnLevelBatch, 1);
    for (guint i = 0; i < 10; i++) {
        batch->a[i] = i % 2 == 0 ? 7 : 9; /* one pair, both ways */
        batch->b[i] = i % 2 == 0 ? 9 : 7;
    }
    g_assert_cmpuint(hn_level_batch_run(batch, 10, &chain, forms, &cache), ==, 1);
    g_assert_cmpuint(hn_level_batch_run(batch, 10, &chain, forms, &cache), ==, 0);
    g_assert_cmpuint(hn_level_batch_run(batch, 10, &chain, forms, NULL), ==, 10);
}

/* A wrong hit would be a wrong weight, so a slot answers for no other pair, however close. */
static void
test_a_slot_answers_for_one_pair_alone(void)
{
    for (guint n_bits = HN_LEVEL_CACHE_BITS_MIN; n_bits <= 20; n_bits += 4) {
        g_autofree guint64 *slots = g_new0(guint64, (gsize)1 << n_bits);
        const HnLevelCache cache = { n_bits, slots };
        const guint64 mix = hn_level_cache_mix(3, 5);
        g_assert_cmpint(hn_level_cache_find(&cache, mix), ==, -1);
        for (guint level = 0; level < HN_LEVELS_MAX; level++) {
            hn_level_cache_put(&cache, mix, level);
            g_assert_cmpint(hn_level_cache_find(&cache, mix), ==, level);
            for (guint bit = 0; bit < 64; bit++)
                g_assert_cmpint(hn_level_cache_find(&cache, mix ^ G_GUINT64_CONSTANT(1) << bit), ==,
                                -1);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/level_batch/levels_are_those_of_single_pairs",
                    test_levels_are_those_of_single_pairs);
    g_test_add_func("/scoring/level_batch/the_cache_remembers", test_the_cache_remembers);
    g_test_add_func("/scoring/level_cache/a_slot_answers_for_one_pair_alone",
                    test_a_slot_answers_for_one_pair_alone);
    return g_test_run();
}
