/* Goal: of one measure's levels the stricter weighs no less than the looser, the sums stay, and
 * what is in order, or of another measure, is left as it was. */
#include "linker/level_order.h"

#include <math.h>

#include "base/rng.h"

static HnComparison
levels_of(guint n, const HnLevelKind *kinds)
{
    HnComparison comparison = { .n_levels = n };
    for (guint level = 0; level < n; level++)
        comparison.levels[level].kind = kinds[level];
    return comparison;
}

static void
test_neighbours_against_the_order_are_pooled(void)
{
    const HnLevelKind kinds[] = { HN_LEVEL_EXACT, HN_LEVEL_SOFT_TF_IDF, HN_LEVEL_SOFT_TF_IDF,
                                  HN_LEVEL_SOFT_TF_IDF, HN_LEVEL_ELSE };
    const HnComparison comparison = levels_of(5, kinds);
    const double m[] = { 0.2, 0.1, 0.3, 0.1, 0.3 };
    double u[] = { 0.1, 0.02, 0.01, 0.05, 0.82 };
    hn_level_order(&comparison, m, u);
    g_assert_cmpfloat(u[0], ==, 0.1); /* equality weighs less than the next level, and may */
    g_assert_cmpfloat(fabs(u[1] - 0.0075), <, 1e-15);
    g_assert_cmpfloat(fabs(u[2] - 0.0225), <, 1e-15);
    g_assert_cmpfloat(fabs(u[3] - 0.05), <, 1e-15);
    g_assert_cmpfloat(u[4], ==, 0.82);
}

static void
test_levels_between_are_left(void)
{
    const HnLevelKind kinds[] = { HN_LEVEL_JARO_WINKLER, HN_LEVEL_NICKNAME, HN_LEVEL_JARO_WINKLER,
                                  HN_LEVEL_ELSE };
    const HnComparison comparison = levels_of(4, kinds);
    const double m[] = { 0.2, 0.1, 0.4, 0.3 };
    double u[] = { 0.02, 0.09, 0.01, 0.88 };
    hn_level_order(&comparison, m, u);
    g_assert_cmpfloat(fabs(u[0] - 0.01), <, 1e-15);
    g_assert_cmpfloat(u[1], ==, 0.09);
    g_assert_cmpfloat(fabs(u[2] - 0.02), <, 1e-15);
}

static void
test_to_disagree_is_no_evidence_for_a_match(void)
{
    const HnLevelKind kinds[] = { HN_LEVEL_EXACT, HN_LEVEL_DAMERAU, HN_LEVEL_ELSE };
    const HnComparison comparison = levels_of(3, kinds);
    const double m[] = { 0.6, 0.3, 0.1 };
    double u[] = { 0.900, 0.099, 0.001 }, usual[] = { 0.01, 0.09, 0.9 };
    hn_level_order(&comparison, m, u);
    g_assert_cmpfloat(u[2], ==, 0.1);
    g_assert_cmpfloat(fabs(u[0] + u[1] + u[2] - 1), <, 1e-12);
    g_assert_cmpfloat(fabs(u[0] / u[1] - 0.900 / 0.099), <, 1e-9);
    hn_level_order(&comparison, m, usual);
    g_assert_cmpfloat(usual[0], ==, 0.01);
    g_assert_cmpfloat(usual[2], ==, 0.9);
}

/* A firm and its branch have a name in common: no evidence, however rare among strangers. */
static void
test_what_tells_apart_is_no_evidence_for_a_match(void)
{
    const HnLevelKind kinds[] = { HN_LEVEL_EXACT, HN_LEVEL_COMPANY_BRANCH,
                                  HN_LEVEL_COMPANY_CONFUSABLE, HN_LEVEL_ELSE };
    const HnComparison comparison = levels_of(4, kinds);
    const double m[] = { 0.8, 0.1, 0.04, 0.06 };
    double u[] = { 0.001, 0.0001, 0.2, 0.7989 };
    hn_level_order(&comparison, m, u);
    g_assert_cmpfloat(fabs(u[1] - m[1]), <, 1e-4);
    g_assert_cmpfloat(u[2], >, m[2]);
    g_assert_cmpfloat(u[3], >, m[3]);
    g_assert_cmpfloat(fabs(u[0] + u[1] + u[2] + u[3] - 1), <, 1e-12);
    g_assert_cmpfloat(m[0] / u[0], >, 700);
}

/* Order holds, sums stay, and a second call changes nothing. */
static void
test_any_rates(void)
{
    HnLevelKind kinds[HN_LEVELS_MAX];
    HnRng rng = hn_rng_seed(7, 0);
    for (guint round = 0; round < 2000; round++) {
        const guint n = 2 + (guint)(hn_rng_next(&rng) % (HN_LEVELS_MAX - 2));
        double m[HN_LEVELS_MAX], u[HN_LEVELS_MAX], again[HN_LEVELS_MAX], before = 0, after = 0;
        for (guint level = 0; level < n; level++) {
            kinds[level] = level + 1 == n ? HN_LEVEL_ELSE : HN_LEVEL_DAMERAU;
            m[level] = (1 + (double)(hn_rng_next(&rng) % 1000)) / 1000;
            u[level] = (1 + (double)(hn_rng_next(&rng) % 1000)) / 1000;
            before += u[level];
        }
        const HnComparison comparison = levels_of(n, kinds);
        hn_level_order(&comparison, m, u);
        for (guint level = 0; level < n; level++)
            after += u[level];
        g_assert_cmpfloat(fabs(before - after), <, 1e-12);
        for (guint level = 0; level + 2 < n; level++)
            g_assert_cmpfloat(m[level] / u[level], >=, m[level + 1] / u[level + 1] - 1e-9);
        memcpy(again, u, sizeof again);
        hn_level_order(&comparison, m, again);
        for (guint level = 0; level < n; level++)
            g_assert_cmpfloat(fabs(again[level] - u[level]), <, 1e-12);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/level_order/pooled", test_neighbours_against_the_order_are_pooled);
    g_test_add_func("/level_order/between", test_levels_between_are_left);
    g_test_add_func("/level_order/else", test_to_disagree_is_no_evidence_for_a_match);
    g_test_add_func("/level_order/apart", test_what_tells_apart_is_no_evidence_for_a_match);
    g_test_add_func("/level_order/any_rates", test_any_rates);
    return g_test_run();
}
