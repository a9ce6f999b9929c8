/* Goal: shares are sums of weights, and an empty side shares nothing. */
#include "text/weighted_tokens.h"

static const guint32 weights[] = { 0, 10, 20, 40, 80 };
static const guint32 one_two_three[] = { 1, 2, 3 }, two_four[] = { 2, 4 }, three[] = { 3 };

static void
test_sums_are_of_weights(void)
{
    const HnTokenShares shares = hn_token_shares(one_two_three, 3, two_four, 2, weights);
    g_assert_cmpuint(shares.shared, ==, 20);
    g_assert_cmpuint(shares.only_a, ==, 50);
    g_assert_cmpuint(shares.only_b, ==, 80);
    g_assert_cmpfloat(hn_token_shares_overlap(shares), ==, 20.0 / 70.0);
    g_assert_cmpfloat(hn_token_shares_jaccard(shares), ==, 20.0 / 150.0);
}

static void
test_a_part_overlaps_wholly(void)
{
    const HnTokenShares shares = hn_token_shares(three, 1, one_two_three, 3, weights);
    g_assert_cmpfloat(hn_token_shares_overlap(shares), ==, 1.0);
    g_assert_cmpfloat(hn_token_shares_jaccard(shares), ==, 40.0 / 70.0);
}

static void
test_nothing_shares_nothing(void)
{
    const HnTokenShares one = hn_token_shares(three, 1, NULL, 0, weights);
    const HnTokenShares none = hn_token_shares(NULL, 0, NULL, 0, weights);
    g_assert_cmpfloat(hn_token_shares_overlap(one), ==, 0.0);
    g_assert_cmpfloat(hn_token_shares_jaccard(one), ==, 0.0);
    g_assert_cmpfloat(hn_token_shares_overlap(none), ==, 0.0);
    g_assert_cmpfloat(hn_token_shares_jaccard(none), ==, 0.0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/weighted_tokens/" #what, test_##what)
    ADD(sums_are_of_weights);
    ADD(a_part_overlaps_wholly);
    ADD(nothing_shares_nothing);
    return g_test_run();
}
