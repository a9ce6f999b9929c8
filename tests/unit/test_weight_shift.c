/* Goal: weights move to where the confirmed pairs say, and stay where nothing is known. */
#include "linker/weight_shift.h"

#define BIT HN_WEIGHT_UNITS_PER_BIT

static void
test_bins(void)
{
    g_assert_cmpuint(hn_shift_bin(0), ==, 16);
    g_assert_cmpuint(hn_shift_bin(BIT - 1), ==, 16);
    g_assert_cmpuint(hn_shift_bin(BIT), ==, 17);
    g_assert_cmpuint(hn_shift_bin(-1), ==, 15);
    g_assert_cmpuint(hn_shift_bin(-BIT), ==, 15);
    g_assert_cmpuint(hn_shift_bin(-BIT - 1), ==, 14);
    g_assert_cmpuint(hn_shift_bin(100 * BIT), ==, HN_SHIFT_BINS - 1);
    g_assert_cmpuint(hn_shift_bin(-100 * BIT), ==, 0);
}

/* A fifth of the pairs of two to three bits match, and of sure pairs three of five have a third
 * record. */
static void
test_confirmed_pairs_calibrate(void)
{
    HnConfirmed confirmed = { .every = 1, .n_sure = 1000, .n_sure_confirmed = 600 };
    const guint bin = hn_shift_bin(2 * BIT);
    HnWeightShift shift;
    confirmed.n_edges[bin] = 5000;
    confirmed.n_confirmed[bin] = 600;
    hn_weight_shift_fit(&confirmed, &shift);
    const double share = hn_match_probability(2 * BIT + BIT / 2 + shift.units[bin]);
    g_assert_cmpfloat_with_epsilon(share, 0.2, 0.02);
    g_assert_cmpint(shift.units[bin + 1], ==, 0);

    /* And of a negative weight nearly all. */
    const guint low = hn_shift_bin(-2 * BIT);
    confirmed.n_edges[low] = 5000;
    confirmed.n_confirmed[low] = 2700;
    hn_weight_shift_fit(&confirmed, &shift);
    const double most = hn_match_probability(-2 * BIT + BIT / 2 + shift.units[low]);
    g_assert_cmpfloat_with_epsilon(most, 0.9, 0.02);
}

static void
test_few_pairs_move_little(void)
{
    HnConfirmed confirmed = { .every = 1, .n_sure = 1000, .n_sure_confirmed = 600 };
    const guint bin = hn_shift_bin(2 * BIT);
    HnWeightShift few, many;
    confirmed.n_edges[bin] = 2;
    hn_weight_shift_fit(&confirmed, &few);
    confirmed.n_edges[bin] = 2000;
    hn_weight_shift_fit(&confirmed, &many);
    g_assert_cmpint(few.units[bin], <, 0);
    g_assert_cmpint(few.units[bin], >, -2 * BIT);
    g_assert_cmpint(many.units[bin], <, -6 * BIT);
    confirmed.every = 1000; /* two edges were seen, each for a thousand */
    hn_weight_shift_fit(&confirmed, &many);
    g_assert_cmpint(many.units[bin], ==, few.units[bin]);
}

static void
test_without_a_third_record_nothing_moves(void)
{
    HnConfirmed confirmed = { .every = 1, .n_sure = 1000 };
    HnWeightShift shift;
    for (guint bin = 0; bin < HN_SHIFT_BINS; bin++)
        confirmed.n_edges[bin] = 1000;
    hn_weight_shift_fit(&confirmed, &shift);
    for (guint bin = 0; bin < HN_SHIFT_BINS; bin++)
        g_assert_cmpint(shift.units[bin], ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/weight_shift/" #what, test_##what)
    ADD(bins);
    ADD(confirmed_pairs_calibrate);
    ADD(few_pairs_move_little);
    ADD(without_a_third_record_nothing_moves);
    return g_test_run();
}
