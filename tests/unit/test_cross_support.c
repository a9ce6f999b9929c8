/* Goal: the support between two groups is the lower limit of the mean of all their edges, whatever
 * the order of merges, and pairs without an edge count as a tenth. */
#include "linker/cross_support.h"

#include "base/rng.h"

#include <math.h>

#define BIT 65536

/* Of @mean by pairs of @n_rows rows on the larger side. */
static guint32
limit(double mean, double n_rows)
{
    const double m = floor(mean) / 65536;
    return (guint32)MAX(65536 * (m - 0.84 * sqrt(m * (1 - m) / n_rows)), 0);
}

static void
test_probability_of_a_weight(void)
{
    g_autoptr(HnCrossSupport) support = hn_cross_support_new(0, NULL);
    g_assert_cmpuint(hn_cross_probability(support, 0), ==, 32768);
    g_assert_cmpuint(hn_cross_probability(support, BIT), ==, 43691); /* 2/3 */
    g_assert_cmpuint(hn_cross_probability(support, -BIT), ==, 21845);
    g_assert_cmpuint(hn_cross_probability(support, 100 * BIT), ==, 65535);
    g_assert_cmpuint(hn_cross_probability(support, G_MININT32), ==, 1);
    for (gint32 w = -20 * BIT; w < 20 * BIT; w += 1000)
        g_assert_cmpuint(hn_cross_probability(support, w), <=,
                         hn_cross_probability(support, w + 1000));
}

static void
test_unseen_pairs_count_a_tenth(void)
{
    g_autoptr(HnCrossSupport) support = hn_cross_support_new(4, NULL);
    hn_cross_support_add(support, 0, 2, 0);
    g_assert_cmpuint(hn_cross_support_between(support, 0, 2), ==, 32768);
    g_assert_cmpuint(hn_cross_support_between(support, 0, 1), ==, 0);
    hn_cross_support_add(support, 0, 1, 16 * BIT);
    hn_cross_support_merge(support, 0, 1);
    /* 1-2 unseen */
    g_assert_cmpuint(hn_cross_support_between(support, 1, 2), ==, limit(32768 * 10 / 11.0, 2));
    hn_cross_support_merge(support, 2, 3);
    g_assert_cmpuint(hn_cross_support_between(support, 1, 3), ==, limit(32768 * 10 / 13.0, 2));
}

/* The same share of more rows is surer. */
static void
test_few_pairs_must_say_more(void)
{
    enum { N = 24 };
    guint32 last = 0;
    for (guint32 n = 2; n <= N; n += 2) {
        g_autoptr(HnCrossSupport) support = hn_cross_support_new(N + 1, NULL);
        for (guint32 i = 0; i < n; i++)
            hn_cross_support_add(support, i, N, i < n / 2 ? 16 * BIT : -16 * BIT);
        for (guint32 i = 1; i < n; i++)
            hn_cross_support_merge(support, 0, i);
        const guint32 now = hn_cross_support_between(support, 0, N);
        g_assert_cmpuint(now, ==, limit(32768, n));
        g_assert_cmpuint(now, >, last);
        last = now;
    }
}

/* A component all of whose pairs are that sure needs no look at its groups. */
static void
test_enough_for_any_groups(void)
{
    g_autoptr(HnCrossSupport) support = hn_cross_support_new(0, NULL);
    for (guint32 min = 655; min < 65000; min += 655) {
        const guint32 enough = hn_cross_probability_enough(support, min);
        for (guint32 p = enough; p < 65536 && enough < 65535; p += 97)
            for (guint n_rows = 2; n_rows < 5; n_rows++)
                g_assert_cmpuint(limit(p, n_rows), >=, min);
    }
    g_assert_cmpuint(hn_cross_probability_enough(support, 65536 * 18 / 100), <, 32768);
}

/* A large group is asked for no more pairs than HN_CROSS_REACH a row. */
static void
test_reach(void)
{
    enum { N = 40 };
    g_autoptr(HnCrossSupport) support = hn_cross_support_new(2 * N, NULL);
    for (guint32 i = 0; i < N; i++)
        for (guint32 k = 0; k < HN_CROSS_REACH; k++)
            hn_cross_support_add(support, i, N + (i + k) % N, 16 * BIT);
    for (guint32 i = 1; i < N; i++) {
        hn_cross_support_merge(support, 0, i);
        hn_cross_support_merge(support, N, N + i);
    }
    g_assert_cmpuint(hn_cross_support_between(support, 5, N + 9), ==, limit(65535, N));
}

enum { ROWS = 30 };

/* The slow way: all edges of both groups. */
static guint32
slow_support(gint32 (*weights)[ROWS], const guint32 *group, guint32 a, guint32 b,
             const HnRowsMeet *meet, const HnCrossSupport *support)
{
    guint64 sum = 0, n_edges = 0, n_a = 0, n_b = 0, n_pairs = 0;
    for (guint32 i = 0; i < ROWS; i++) {
        gboolean of_a = FALSE, of_b = FALSE; /* with somebody to be compared with */
        for (guint32 j = 0; j < ROWS; j++) {
            const gboolean may = hn_rows_meet(meet, i, j) == HN_MEET_COMPARE;
            of_a = of_a || (may && group[i] == a && group[j] == b);
            of_b = of_b || (may && group[i] == b && group[j] == a);
            n_pairs += may && group[i] == a && group[j] == b;
        }
        n_a += of_a;
        n_b += of_b;
        for (guint32 j = 0; j < ROWS; j++) {
            if (group[i] != a || group[j] != b || weights[i][j] == 0)
                continue;
            sum += hn_cross_probability(support, weights[i][j]);
            n_edges++;
        }
    }
    const guint64 n_expected = MIN(n_pairs, 8 * MAX(n_a, n_b));
    const guint64 n_unseen = n_expected > n_edges ? n_expected - n_edges : 0;
    const guint64 mean = n_edges == 0 ? 0 : sum * 10 / (n_edges * 10 + n_unseen);
    return n_a <= 1 && n_b <= 1 ? (guint32)mean : limit((double)mean, (double)MAX(n_a, n_b));
}

/* Three sources; two of them, and one with itself, may be kept from each other. */
static void
draw_law(HnRng *rng, guint8 *meets, guint32 *source_of)
{
    for (guint a = 0; a < 3; a++)
        for (guint b = a; b < 3; b++)
            meets[a * 3 + b] = meets[b * 3 + a] = (guint8)hn_rng_below(rng, 2);
    for (guint32 row = 0; row < ROWS; row++)
        source_of[row] = (guint32)hn_rng_below(rng, 3);
}

/* Two rows of A and one of B hang together; C may be compared with B alone, and agrees. That nobody
 * compared it with A is no sign against it. */
static void
test_what_may_not_be_compared_says_nothing(void)
{
    const guint32 source_of[] = { 0, 0, 1, 2 };
    const guint8 meets[] = { 0, 0, 1, 0, 0, 0, 1, 0, 0 };
    const HnRowsMeet meet = { 3, source_of, meets };
    for (guint lawful = 0; lawful < 2; lawful++) {
        g_autoptr(HnCrossSupport) support = hn_cross_support_new(4, lawful == 1 ? &meet : NULL);
        hn_cross_support_add(support, 2, 3, 4 * BIT);
        hn_cross_support_merge(support, 0, 1);
        hn_cross_support_merge(support, 0, 2);
        const guint32 found = hn_cross_support_between(support, 0, 3);
        if (lawful == 1)
            g_assert_cmpuint(found, ==, hn_cross_probability(support, 4 * BIT));
        else
            g_assert_cmpuint(found, <, hn_cross_probability(support, 4 * BIT) * 7 / 10);
    }
}

static void
test_merges_in_any_order(void)
{
    for (guint64 seed = 0; seed < 200; seed++) {
        HnRng rng = hn_rng_seed(seed, 1);
        gint32 weights[ROWS][ROWS] = { { 0 } };
        guint32 group[ROWS];
        guint8 meets[9];
        guint32 source_of[ROWS];
        const HnRowsMeet meet = { 3, source_of, seed % 2 == 0 ? NULL : meets };
        draw_law(&rng, meets, source_of);
        g_autoptr(HnCrossSupport) support = hn_cross_support_new(ROWS, &meet);
        for (guint32 i = 0; i < ROWS; i++) {
            group[i] = i;
            for (guint32 j = i + 1; j < ROWS; j++) {
                if (hn_rng_below(&rng, 3) != 0 || hn_rows_meet(&meet, i, j) != HN_MEET_COMPARE)
                    continue;
                weights[i][j] = weights[j][i] = 1 + (gint32)hn_rng_below(&rng, 12 * BIT) - 6 * BIT;
                hn_cross_support_add(support, i, j, weights[i][j]);
            }
        }
        for (guint step = 0; step < ROWS - 2; step++) {
            const guint32 a = (guint32)hn_rng_below(&rng, ROWS),
                          b = (guint32)hn_rng_below(&rng, ROWS);
            if (group[a] == group[b])
                continue;
            g_assert_cmpuint(hn_cross_support_between(support, a, b), ==,
                             slow_support(weights, group, group[a], group[b], &meet, support));
            hn_cross_support_merge(support, a, b);
            const guint32 from = group[b];
            for (guint32 i = 0; i < ROWS; i++)
                group[i] = group[i] == from ? group[a] : group[i];
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/cross_support/" #what, test_##what)
    ADD(probability_of_a_weight);
    ADD(unseen_pairs_count_a_tenth);
    ADD(few_pairs_must_say_more);
    ADD(enough_for_any_groups);
    ADD(reach);
    ADD(merges_in_any_order);
    ADD(what_may_not_be_compared_says_nothing);
    return g_test_run();
}
