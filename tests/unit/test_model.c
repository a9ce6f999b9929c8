/* Goal: weights are rounded once and clamped, so that plain sums cannot overflow. */
#include "scoring/model.h"

static void
test_units_are_rounded_and_clamped(void)
{
    g_assert_cmpint(hn_weight_units(1.0), ==, 0);
    g_assert_cmpint(hn_weight_units(8.0), ==, 3 * HN_WEIGHT_UNITS_PER_BIT);
    g_assert_cmpint(hn_weight_units(0.125), ==, -3 * HN_WEIGHT_UNITS_PER_BIT);
    g_assert_cmpint(hn_weight_units(3.0), ==, 103872); /* 65536 x 1.5849625... = 103872.05 */
    g_assert_cmpint(hn_weight_units(1e300), ==, HN_WEIGHT_CLAMP_UNITS);
    g_assert_cmpint(hn_weight_units(1e-300), ==, -HN_WEIGHT_CLAMP_UNITS);
}

static void
test_a_model_is_weighed(void)
{
    HnComparison comparison = { .n_levels = 2,
                                .levels = { { HN_LEVEL_EXACT, 0 }, { HN_LEVEL_ELSE, 0 } } };
    const HnEntityType type = { .n_comparisons = 1, .comparisons = &comparison };
    g_autoptr(HnModel) model = hn_model_new(1);
    model->lambda = 0.2;
    model->comparisons[0].m[0] = 0.8;
    model->comparisons[0].u[0] = 0.1;
    model->comparisons[0].m[1] = 0.2;
    model->comparisons[0].u[1] = 0.8;
    hn_model_weigh(model, &type);
    g_assert_cmpint(model->prior_units, ==, -2 * HN_WEIGHT_UNITS_PER_BIT);
    g_assert_cmpint(model->comparisons[0].weight_units[0], ==, 3 * HN_WEIGHT_UNITS_PER_BIT);
    g_assert_cmpint(model->comparisons[0].weight_units[1], ==, -2 * HN_WEIGHT_UNITS_PER_BIT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/model/units_are_rounded_and_clamped",
                    test_units_are_rounded_and_clamped);
    g_test_add_func("/scoring/model/a_model_is_weighed", test_a_model_is_weighed);
    return g_test_run();
}
