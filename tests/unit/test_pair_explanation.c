/* Goal: names and outcomes that others write down. */
#include "insight/pair_explanation.h"

static void
test_names(void)
{
    g_assert_cmpstr(hn_verdict_name(HN_VERDICT_ASK), ==, "ask");
    g_assert_cmpstr(hn_because_name(HN_BECAUSE_SPARSE), ==, "sparse");
    g_assert_cmpstr(hn_because_name(HN_BECAUSE_PARTED), ==, "parted");
    g_assert_cmpstr(hn_weight_part_kind_name(HN_PART_REST), ==, "rest");
    g_assert_cmpstr(hn_change_kind_name(HN_CHANGE_DECISION), ==, "decision");
}

static void
test_thresholds_belong_to_the_higher(void)
{
    g_autoptr(HnModel) model = hn_model_new(1);
    model->threshold_match_units = 10;
    model->threshold_review_units = -10;
    g_assert_cmpstr(hn_outcome_name(hn_outcome_of(model, 10)), ==, "match");
    g_assert_cmpstr(hn_outcome_name(hn_outcome_of(model, 9)), ==, "review");
    g_assert_cmpstr(hn_outcome_name(hn_outcome_of(model, -10)), ==, "review");
    g_assert_cmpstr(hn_outcome_name(hn_outcome_of(model, -11)), ==, "below");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pair_explanation/names", test_names);
    g_test_add_func("/insight/pair_explanation/thresholds_belong_to_the_higher",
                    test_thresholds_belong_to_the_higher);
    return g_test_run();
}
