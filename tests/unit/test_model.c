/* Goal: weights are rounded once and clamped, so that plain sums cannot overflow. */
#include "scoring/model.h"

#include <math.h>

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

static gint32
loss(const HnRelatives *relatives, guint64 pattern, gint32 units)
{
    return hn_relatives_units(relatives, 2, pattern, (HnSharedUnits){ units, units });
}

/* As likely among relatives as among strangers: half the odds, one bit less. Far likelier: as much
 * less as that. */
static void
test_relatives_take_from_a_weight(void)
{
    const gint32 bit = HN_WEIGHT_UNITS_PER_BIT;
    HnRelatives relatives = { .prior_units = -10 * bit,
                              .units = { { 10 * bit, -8 * bit }, { 30 * bit, 0 } } };
    g_assert_cmpint(loss(&relatives, 0x11, 0), ==, 0); /* there are none */
    relatives.is_there = TRUE;
    g_assert_cmpint(loss(&relatives, 0x01, 0), ==, -bit);
    g_assert_cmpint(loss(&relatives, 0x11, 0), ==, -30 * bit);
    g_assert_cmpint(loss(&relatives, 0x02, 0), ==, 0); /* 2^-18: below a unit */
    g_assert_cmpint(loss(&relatives, 0x02, 18 * bit), ==, -bit);
    g_assert_cmpint(loss(&relatives, 0x00, 10 * bit), ==, -bit); /* all missing */
    for (gint32 units = -20 * bit; units < 40 * bit; units += 997) {
        const double exact = -log2(1 + exp2((units - 10.0 * bit) / bit)) * bit;
        g_assert_cmpfloat_with_epsilon(loss(&relatives, 0, units), exact, 0.6);
    }
}

/* Those who live apart show what a house gives as strangers do. */
static void
test_relatives_may_live_apart(void)
{
    const gint32 bit = HN_WEIGHT_UNITS_PER_BIT;
    HnRelatives relatives = { .is_there = TRUE,
                              .prior_units = -10 * bit,
                              .units = { { 10 * bit, -8 * bit }, { 30 * bit, -20 * bit } },
                              .of_house = { FALSE, TRUE } };
    g_assert_cmpint(loss(&relatives, 0x21, 0), ==, 0);
    relatives.may_be_apart = TRUE;
    g_assert_cmpint(loss(&relatives, 0x21, 0), ==, -bit);      /* another house */
    g_assert_cmpint(loss(&relatives, 0x11, 0), ==, -30 * bit); /* one house */
    const gint32 both = loss(&relatives, 0x01, 0);             /* of none anything is known */
    g_assert_cmpfloat_with_epsilon(both, -log2(3) * bit, 0.6);
}

/* An interaction with what a house gives, and a rare address, tell of those in it alone. */
static void
test_what_those_apart_share(void)
{
    const gint32 bit = HN_WEIGHT_UNITS_PER_BIT;
    const HnRelatives relatives = { .is_there = TRUE,
                                    .units = { { 10 * bit }, { 30 * bit }, { 5 * bit } },
                                    .of_house = { FALSE, TRUE, FALSE } };
    const HnInteraction interactions[] = { { 0, 1, { { 3 } } }, { 0, 2, { { 50 } } } };
    HnSharedUnits shared = { 0, 0 };
    hn_relatives_add_interactions(relatives.of_house, interactions, 2, 0x111, &shared);
    g_assert_cmpint(shared.all, ==, 53);
    g_assert_cmpint(shared.of_family, ==, 50);
    hn_relatives_add_term(&relatives, 1, 1, 100, &shared);
    hn_relatives_add_term(&relatives, 2, 1, 1000, &shared);
    g_assert_cmpint(shared.all, ==, 1153);
    g_assert_cmpint(shared.of_family, ==, 1050);
}

static gint32
term(const HnRelatives *relatives, guint digit, gint32 units)
{
    HnSharedUnits shared = { 0, 0 };
    hn_relatives_add_term(relatives, 0, digit, units, &shared);
    return shared.all;
}

/* A value's rarity tells of relatives where they agree more often than strangers, and takes back at
 * most that. */
static void
test_terms_of_what_relatives_share(void)
{
    const gint32 bit = HN_WEIGHT_UNITS_PER_BIT;
    const HnRelatives relatives = { .is_there = TRUE, .units = { { 10 * bit, -8 * bit, 0 } } };
    g_assert_cmpint(term(&relatives, 1, 4 * bit), ==, 4 * bit);
    g_assert_cmpint(term(&relatives, 1, -4 * bit), ==, -4 * bit);
    g_assert_cmpint(term(&relatives, 1, -14 * bit), ==, -10 * bit);
    g_assert_cmpint(term(&relatives, 2, 4 * bit), ==, 0);
    g_assert_cmpint(term(&relatives, 3, 4 * bit), ==, 0);
    g_assert_cmpint(term(&relatives, 0, 4 * bit), ==, 0); /* missing */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/model/units_are_rounded_and_clamped",
                    test_units_are_rounded_and_clamped);
    g_test_add_func("/scoring/model/a_model_is_weighed", test_a_model_is_weighed);
    g_test_add_func("/scoring/model/relatives_take_from_a_weight",
                    test_relatives_take_from_a_weight);
    g_test_add_func("/scoring/model/relatives_may_live_apart", test_relatives_may_live_apart);
    g_test_add_func("/scoring/model/what_those_apart_share", test_what_those_apart_share);
    g_test_add_func("/scoring/model/terms_of_what_relatives_share",
                    test_terms_of_what_relatives_share);
    return g_test_run();
}
