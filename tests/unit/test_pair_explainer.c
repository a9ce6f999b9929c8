/* Goal: the parts of a weight, left and right as asked, and the rules that made the pair. */
#include "insight/pair_explainer.h"

#include "tests/unit/explain_fixture.h"

static void
assert_part(const HnPairExplanation *pair, guint at, HnWeightPartKind kind, guint comparison,
            double bits)
{
    g_assert_cmpuint(at, <, pair->n_parts);
    g_assert_cmpstr(hn_weight_part_kind_name(pair->parts[at].kind), ==,
                    hn_weight_part_kind_name(kind));
    g_assert_cmpuint(pair->parts[at].comparison, ==, comparison);
    g_assert_cmpfloat_with_epsilon(pair->parts[at].units / 65536.0, bits, 0.01);
}

static void
test_parts_come_in_order_and_add_up(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:q1", "b:q1", NULL);
    g_assert_cmpuint(pair->n_parts, ==, 6); /* a missing city is a part of weight 0 */
    assert_part(pair, 0, HN_PART_PRIOR, 0, -4);
    assert_part(pair, 1, HN_PART_LEVEL, 0, 4);
    assert_part(pair, 2, HN_PART_TERM, 0, -1); /* listed in the model */
    assert_part(pair, 3, HN_PART_LEVEL, 1, 4);
    assert_part(pair, 4, HN_PART_LEVEL, 2, 4);
    assert_part(pair, 5, HN_PART_LEVEL, 3, 0);
    g_assert_cmpint(pair->parts[5].sum_units, ==, pair->total_units);
    g_assert_cmpint(pair->comparisons[3].level, ==, -1);
    g_assert_cmpint(pair->comparisons[0].sum_units, ==, pair->parts[2].sum_units);
    g_assert_cmpuint(pair->comparisons[0].term_count, ==, 9);
    explain_fixture_free(&fixture);
}

static void
test_interactions_are_parts(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:r1", "b:r1", NULL);
    g_assert_cmpuint(pair->n_parts, ==, 7);
    assert_part(pair, 6, HN_PART_INTERACTION, 1, -0.25);
    g_assert_cmpuint(pair->parts[6].other, ==, 3);
    g_assert_cmpint(pair->parts[6].sum_units, ==, pair->total_units);
    g_assert_cmpint(pair->total_units, ==, pair->edge->weight_units);
    explain_fixture_free(&fixture);
}

static HnSlice
value_of(const HnPairExplainer *explainer, const HnPairExplanation *pair, guint comparison,
         guint side)
{
    /* Comparisons stand in the attributes' order. */
    return hn_dictionary_value(hn_pair_explainer_picked(explainer)->table->values[comparison],
                               pair->comparisons[comparison].value[side]);
}

static void
test_sides_are_as_asked(void)
{
    ExplainFixture fixture = explain_fixture_new();
    for (guint turned = 0; turned < 2; turned++) {
        HnPairExplainer *explainer = NULL;
        g_autoptr(HnPairExplanation) pair = explain_fixture_pair(
            &fixture, turned ? "a:p2" : "a:p1", turned ? "a:p1" : "a:p2", &explainer);
        g_assert_true(
            hn_slice_equal(value_of(explainer, pair, 0, turned), hn_slice_of("nguyen an")));
        g_assert_true(
            hn_slice_equal(value_of(explainer, pair, 0, !turned), hn_slice_of("nguyen am")));
        g_assert_true(hn_slice_equal(value_of(explainer, pair, 2, 0), hn_slice_of("0901")));
        g_assert_true(hn_slice_equal(value_of(explainer, pair, 2, 1), hn_slice_of("0901")));
        /* What only one has is shown all the same. */
        g_assert_true(hn_slice_equal(value_of(explainer, pair, 3, turned), hn_slice_of("hue")));
        g_assert_cmpuint(pair->comparisons[3].value[!turned], ==, 0);
        hn_pair_explainer_free(explainer);
    }
    explain_fixture_free(&fixture);
}

static void
test_rules_say_how_they_met(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:p1", "a:p3", NULL);
    g_assert_false(pair->is_compared);
    g_assert_null(pair->edge);
    g_assert_cmpint(pair->rules[0].meeting.parts[0].fit, ==, HN_PART_DIFFERS);
    g_assert_cmpint(pair->rules[1].meeting.parts[0].fit, ==, HN_PART_DIFFERS);
    g_assert_cmpuint(pair->rules[1].meeting.parts[1].missing, ==, 2);
    g_autoptr(HnPairExplanation) other = explain_fixture_pair(&fixture, "a:p2", "a:p1", NULL);
    g_assert_true(other->is_compared);
    g_assert_cmpint(other->rules[0].meeting.kind, ==, HN_MEETING_MEETS);
    g_assert_cmpuint(other->rules[2].meeting.parts[1].keyless, ==, 1); /* a year has no day */
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pair_explainer/parts_come_in_order_and_add_up",
                    test_parts_come_in_order_and_add_up);
    g_test_add_func("/insight/pair_explainer/interactions_are_parts", test_interactions_are_parts);
    g_test_add_func("/insight/pair_explainer/sides_are_as_asked", test_sides_are_as_asked);
    g_test_add_func("/insight/pair_explainer/rules_say_how_they_met", test_rules_say_how_they_met);
    return g_test_run();
}
