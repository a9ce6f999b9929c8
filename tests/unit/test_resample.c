/* Goal: numbers drawn have the mean and the spread of the binomial and the multinomial law. */
#include "insight/resample.h"

#include <math.h>

static void
check_binomial(guint64 n, guint64 part, guint64 whole)
{
    enum { DRAWS = 4000 };
    HnRng rng = hn_rng_seed(7, n * 1000003 + part * 1009 + whole);
    double sum = 0, squares = 0;
    for (guint i = 0; i < DRAWS; i++) {
        const guint64 drawn = hn_resample_binomial(&rng, n, part, whole);
        g_assert_cmpuint(drawn, <=, n);
        sum += (double)drawn;
        squares += (double)drawn * (double)drawn;
    }
    const double p = (double)part / (double)whole, mean = sum / DRAWS;
    const double variance = squares / DRAWS - mean * mean, expected = (double)n * p * (1 - p);
    g_assert_cmpfloat(fabs(mean - (double)n * p), <=, 5 * sqrt(expected / DRAWS) + 1e-9);
    g_assert_cmpfloat(fabs(variance - expected), <=,
                      5 * sqrt((2 * expected * expected + expected) / DRAWS) + 1e-9);
}

static void
test_binomial(void)
{
    static const guint64 ns[] = { 0, 1, 2, 63, 64, 65, 1000, 20000 };
    static const guint64 parts[][2] = { { 0, 1 }, { 1, 1 },    { 1, 2 },      { 1, 3 },
                                        { 2, 3 }, { 7, 1000 }, { 999, 1000 }, { 355, 1024 } };
    for (gsize i = 0; i < G_N_ELEMENTS(ns); i++)
        for (gsize k = 0; k < G_N_ELEMENTS(parts); k++)
            check_binomial(ns[i], parts[k][0], parts[k][1]);
}

/* Large kinds go the binomial way, the rare ones are drawn one by one: both must fit. */
static void
test_draw(void)
{
    enum { KINDS = 300, DRAWS = 3000 };
    guint32 counts[KINDS], drawn[KINDS], n = 0;
    double sums[KINDS] = { 0 }, squares[KINDS] = { 0 };
    for (guint k = 0; k < KINDS; k++)
        n += counts[k] = k < 3 ? 5000 >> (2 * k) : k < 20 ? 40 : 1;
    g_autofree guint32 *kind_of = g_new(guint32, n);
    hn_resample_index(counts, KINDS, kind_of);
    g_assert_cmpuint(kind_of[4999], ==, 0);
    g_assert_cmpuint(kind_of[5000], ==, 1);
    g_assert_cmpuint(kind_of[n - 1], ==, KINDS - 1);
    for (guint r = 0; r < DRAWS; r++) {
        HnRng rng = hn_rng_seed(11, r);
        guint64 n_drawn = 0;
        hn_resample_draw(&rng, counts, KINDS, kind_of, drawn);
        for (guint k = 0; k < KINDS; k++) {
            n_drawn += drawn[k];
            sums[k] += drawn[k];
            squares[k] += (double)drawn[k] * drawn[k];
        }
        g_assert_cmpuint(n_drawn, ==, n);
    }
    for (guint k = 0; k < KINDS; k++) {
        const double p = (double)counts[k] / n, mean = sums[k] / DRAWS, expected = n * p * (1 - p);
        g_assert_cmpfloat(fabs(mean - n * p), <=, 5 * sqrt(expected / DRAWS));
        g_assert_cmpfloat(fabs(squares[k] / DRAWS - mean * mean - expected), <=,
                          5 * sqrt((2 * expected * expected + expected) / DRAWS));
    }
}

static void
test_the_same_for_ever(void)
{
    const guint32 counts[] = { 700, 200, 90, 9, 1 };
    guint32 kind_of[1000], drawn[5];
    HnRng rng = hn_rng_seed(1, 2);
    hn_resample_index(counts, 5, kind_of);
    hn_resample_draw(&rng, counts, 5, kind_of, drawn);
    const guint32 expected[] = { 713, 202, 80, 3, 2 };
    g_assert_cmpmem(drawn, sizeof drawn, expected, sizeof expected);
}

static void
test_interval(void)
{
    double values[39], low = 0, high = 0;
    for (guint i = 0; i < 39; i++)
        values[i] = (i * 7) % 39;
    hn_resample_interval(values, 39, &low, &high);
    g_assert_cmpfloat(low, ==, 0);
    g_assert_cmpfloat(high, ==, 38);
    double many[999];
    for (guint i = 0; i < 999; i++)
        many[i] = 998 - i;
    hn_resample_interval(many, 999, &low, &high);
    g_assert_cmpfloat(low, ==, 24);
    g_assert_cmpfloat(high, ==, 974);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/resample/binomial", test_binomial);
    g_test_add_func("/insight/resample/draw", test_draw);
    g_test_add_func("/insight/resample/the_same_for_ever", test_the_same_for_ever);
    g_test_add_func("/insight/resample/interval", test_interval);
    return g_test_run();
}
