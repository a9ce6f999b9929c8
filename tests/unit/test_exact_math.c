/* Goal: near enough to glibc everywhere, and pinned bits, so that no machine trains another model.
 */
#include "base/exact_math.h"

#include <math.h>

#include "base/rng.h"

static void
test_agrees_with_glibc(void)
{
    HnRng rng = hn_rng_seed(1, 0);
    for (guint i = 0; i < 200000; i++) {
        const double x = ldexp(hn_rng_unit(&rng) + 1e-9, (int)hn_rng_below(&rng, 200) - 100);
        g_assert_cmpfloat_with_epsilon(hn_log(x), log(x), 1e-15 * (1 + fabs(log(x))));
        g_assert_cmpfloat_with_epsilon(hn_log2(x), log2(x), 1e-15 * (1 + fabs(log2(x))));
        const double y = (hn_rng_unit(&rng) - 0.5) * 1400;
        g_assert_cmpfloat_with_epsilon(hn_exp(y), exp(y), 2e-15 * exp(y));
        g_assert_cmpfloat_with_epsilon(hn_exp2(y / 2), exp2(y / 2), 2e-13 * exp2(y / 2));
    }
}

static void
test_corners(void)
{
    g_assert_true(hn_log(1.0) == 0.0);
    g_assert_true(hn_log2(8.0) == 3.0);
    g_assert_true(hn_log2(0x1p-1000) == -1000.0);
    g_assert_true(hn_exp(0.0) == 1.0);
    g_assert_true(hn_exp2(0.0) == 1.0);
    g_assert_true(hn_exp(-1e300) == 0.0);
    g_assert_true(isfinite(hn_exp(1e300)));
    g_assert_cmpfloat_with_epsilon(hn_log(5e-324), -744.4400719213812, 1e-12);
}

static void
test_bits_are_pinned(void)
{
    g_assert_cmphex(*(const guint64 *)(const double[]){ hn_log(3.0) }, ==, 0x3ff193ea7aad030b);
    g_assert_cmphex(*(const guint64 *)(const double[]){ hn_exp(1.0) }, ==, 0x4005bf0a8b14576a);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/exact_math/agrees_with_glibc", test_agrees_with_glibc);
    g_test_add_func("/base/exact_math/corners", test_corners);
    g_test_add_func("/base/exact_math/bits_are_pinned", test_bits_are_pinned);
    return g_test_run();
}
