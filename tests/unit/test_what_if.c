/* Goal: the smallest single changes that give another verdict, and none that would not. */
#include "insight/what_if.h"

#include "tests/unit/explain_fixture.h"

/* "equal city 0.6>same; ...": kind, attribute, bits and verdict of each change. (transfer full) */
static char *
changes_of(ExplainFixture *fixture, const char *left, const char *right)
{
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(fixture, left, right, NULL);
    const HnEntityType *type = &fixture->view->project->entities[1];
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < pair->n_changes; i++) {
        const HnPairChange *change = &pair->changes[i];
        g_string_append_printf(
            text, "%s%s %s %.1f>%s", i == 0 ? "" : "; ", hn_change_kind_name(change->kind),
            change->kind == HN_CHANGE_DECISION ? "-" : type->attributes[change->attribute].name,
            change->delta_units / 65536.0, hn_verdict_name(change->verdict));
        if (change->rule < 0 || !pair->is_compared)
            g_string_append_printf(text, " by %d", change->rule);
    }
    return g_string_free(text, FALSE);
}

#define assert_changes(fixture, left, right, expected)                                             \
    do {                                                                                           \
        g_autofree char *changes_ = changes_of(fixture, left, right);                              \
        g_assert_cmpstr(changes_, ==, expected);                                                   \
    } while (0)

static void
test_doubt_can_end_either_way(void)
{
    ExplainFixture fixture = explain_fixture_new();
    /* 1.3 bits of 4, with rules by telephone alone: without it nobody compares them. */
    assert_changes(
        &fixture, "a:r1", "b:r1",
        "unlike city -1.3>apart; missing phone -4.0>apart by -1; missing birth_date 4.7>same");
    explain_fixture_free(&fixture);
}

static void
test_what_never_met_must_meet_first(void)
{
    ExplainFixture fixture = explain_fixture_new();
    /* 2 bits: a date would make a pair of them by the second rule, a telephone by the first. */
    assert_changes(&fixture, "a:r1", "a:t1",
                   "equal birth_date 4.0>same by 1; equal phone 4.0>same by 0");
    assert_changes(&fixture, "a:p3", "a:q1", ""); /* whatever were equal, it is not enough */
    explain_fixture_free(&fixture);
}

static void
test_nothing_is_tried_where_others_hold_them_together(void)
{
    ExplainFixture fixture = explain_fixture_new();
    assert_changes(&fixture, "a:p1", "b:p1", "");
    assert_changes(&fixture, "a:p1", "a:p3", "");
    explain_fixture_free(&fixture);
}

static void
test_a_match_on_its_own_can_be_lost(void)
{
    ExplainFixture fixture = explain_fixture_new();
    /* 5 bits: name 5, telephone 4. Without the telephone no rule compares them any more. */
    assert_changes(&fixture, "a:p2", "a:p3",
                   "missing phone -4.0>apart by -1; missing full_name -5.0>ask");
    explain_fixture_free(&fixture);
}

static void
test_decisions_can_be_lifted(void)
{
    ExplainFixture fixture = explain_fixture_new();
    explain_fixture_decide(&fixture, HN_DECISION_SAME, "a:s1", "b:s1");
    assert_changes(&fixture, "a:s1", "b:s1", "decision - 0.0>apart");
    explain_fixture_decide(&fixture, HN_DECISION_DIFFERENT, "a:p1", "a:p2");
    assert_changes(&fixture, "a:p1", "a:p2", "decision - 0.0>same");
    assert_changes(&fixture, "b:p1", "a:p2", "decision - 0.0>same");
    assert_changes(&fixture, "a:q1", "b:q2", ""); /* the source, not a decision */
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/what_if/doubt_can_end_either_way", test_doubt_can_end_either_way);
    g_test_add_func("/insight/what_if/what_never_met_must_meet_first",
                    test_what_never_met_must_meet_first);
    g_test_add_func("/insight/what_if/nothing_is_tried_where_others_hold_them_together",
                    test_nothing_is_tried_where_others_hold_them_together);
    g_test_add_func("/insight/what_if/a_match_on_its_own_can_be_lost",
                    test_a_match_on_its_own_can_be_lost);
    g_test_add_func("/insight/what_if/decisions_can_be_lifted", test_decisions_can_be_lifted);
    return g_test_run();
}
