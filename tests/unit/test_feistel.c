/* Goal: every size gives a permutation, and keys give different ones. */
#include "datasets/feistel.h"

static void
test_each_size_is_permuted(void)
{
    static const guint64 SIZES[] = { 1, 2, 3, 4, 5, 16, 17, 63, 64, 65, 1000, 4096, 4097 };
    for (gsize i = 0; i < G_N_ELEMENTS(SIZES); i++) {
        const HnFeistel feistel = hn_feistel(SIZES[i], 7, i);
        g_autofree guint8 *seen = g_new0(guint8, SIZES[i]);
        for (guint64 index = 0; index < SIZES[i]; index++) {
            const guint64 image = hn_feistel_apply(&feistel, index);
            g_assert_cmpuint(image, <, SIZES[i]);
            g_assert_cmpuint(seen[image]++, ==, 0);
        }
    }
}

static guint
count_equal(const HnFeistel *a, const HnFeistel *b)
{
    guint n_equal = 0;
    for (guint64 index = 0; index < a->n; index++)
        n_equal += hn_feistel_apply(a, index) == hn_feistel_apply(b, index);
    return n_equal;
}

static void
test_keys_differ(void)
{
    const HnFeistel one = hn_feistel(10000, 1, 0);
    const HnFeistel same = hn_feistel(10000, 1, 0);
    const HnFeistel other_seed = hn_feistel(10000, 2, 0);
    const HnFeistel other_stream = hn_feistel(10000, 1, 1);
    g_assert_cmpuint(count_equal(&one, &same), ==, 10000);
    g_assert_cmpuint(count_equal(&one, &other_seed), <, 20); /* one expected by chance */
    g_assert_cmpuint(count_equal(&one, &other_stream), <, 20);
}

/* Records of one entity have neighbouring numbers: their places must not be neighbours. */
static void
test_neighbours_are_parted(void)
{
    const HnFeistel feistel = hn_feistel(100000, 3, 0);
    guint n_near = 0;
    for (guint64 index = 0; index + 1 < feistel.n; index++) {
        const guint64 a = hn_feistel_apply(&feistel, index);
        const guint64 b = hn_feistel_apply(&feistel, index + 1);
        n_near += MAX(a, b) - MIN(a, b) < 100;
    }
    g_assert_cmpuint(n_near, <, 400); /* 200 expected by chance */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/feistel/each_size_is_permuted", test_each_size_is_permuted);
    g_test_add_func("/datasets/feistel/keys_differ", test_keys_differ);
    g_test_add_func("/datasets/feistel/neighbours_are_parted", test_neighbours_are_parted);
    return g_test_run();
}
