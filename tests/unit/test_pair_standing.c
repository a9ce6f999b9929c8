/* Goal: every verdict, and what it rests on: edges, chains, decisions, sources, or nothing. */
#include "insight/pair_standing.h"

#include "tests/unit/explain_fixture.h"

/* "same edge 10.0": verdict, because and bits. (transfer full) */
static char *
standing_of(ExplainFixture *fixture, const char *left, const char *right)
{
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(fixture, left, right, NULL);
    return g_strdup_printf("%s %s %.1f", hn_verdict_name(pair->verdict),
                           hn_because_name(pair->because), pair->total_units / 65536.0);
}

#define assert_standing(fixture, left, right, expected)                                            \
    do {                                                                                           \
        g_autofree char *standing_ = standing_of(fixture, left, right);                            \
        g_assert_cmpstr(standing_, ==, expected);                                                  \
    } while (0)

static void
test_edges_and_their_absence(void)
{
    ExplainFixture fixture = explain_fixture_new();
    assert_standing(&fixture, "a:p1", "b:p1", "same edge 10.0");
    assert_standing(&fixture, "b:p1", "a:p1", "same edge 10.0");
    assert_standing(&fixture, "a:p1", "a:p2", "same edge 4.0");
    assert_standing(&fixture, "a:p1", "a:p3", "same chain -3.0");
    assert_standing(&fixture, "a:q1", "b:q1", "same edge 7.0");
    assert_standing(&fixture, "a:q1", "b:q2", "ask cut 7.0");
    assert_standing(&fixture, "a:r1", "b:r1", "ask review 1.3");
    assert_standing(&fixture, "a:s1", "b:s1", "apart below -9.6");
    assert_standing(&fixture, "a:p1", "a:q1", "apart never -13.9");
    explain_fixture_free(&fixture);
}

static void
test_chains_name_their_weakest_link(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:p3", "b:p1", NULL);
    g_assert_cmpint(pair->because, ==, HN_BECAUSE_CHAIN);
    g_assert_cmpuint(pair->chain->len, ==, 2); /* not three, by a:p1 */
    g_assert_cmpuint(pair->weakest, ==, 1);
    const HnMatchLink *links = (const HnMatchLink *)(gpointer)pair->chain->data;
    g_assert_cmpint(links[0].weight_units, ==, 5 * 65536);
    g_assert_cmpint(links[1].weight_units, ==, 4 * 65536);
    g_assert_cmpuint(links[1].b, ==, explain_fixture_row(&fixture, "b:p1"));
    g_autoptr(HnPairExplanation) edge = explain_fixture_pair(&fixture, "a:p1", "b:p1", NULL);
    g_assert_cmpuint(edge->chain->len, ==, 2); /* without their own edge */
    explain_fixture_free(&fixture);
}

static void
test_sources_that_cut_are_named(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:q1", "b:q2", NULL);
    g_assert_cmpuint(pair->cuts->len, ==, 1);
    const HnPairCut *cut = &g_array_index(pair->cuts, HnPairCut, 0);
    g_assert_cmpuint(cut->decision, ==, 0);
    g_assert_cmpuint(cut->rows[0], ==, explain_fixture_row(&fixture, "b:q1"));
    g_assert_cmpuint(cut->rows[1], ==, explain_fixture_row(&fixture, "b:q2"));
    g_assert_nonnull(pair->open_case);
    g_assert_cmpuint(pair->open_case->kind, ==, HN_CASE_CUT);
    explain_fixture_free(&fixture);
}

static void
test_decisions_bind_part_and_cut(void)
{
    ExplainFixture fixture = explain_fixture_new();
    explain_fixture_decide(&fixture, HN_DECISION_SAME, "a:s1", "b:s1");
    assert_standing(&fixture, "a:s1", "b:s1", "same decision -9.6");
    explain_fixture_decide(&fixture, HN_DECISION_DIFFERENT, "a:p1", "a:p2");
    assert_standing(&fixture, "a:p1", "a:p2", "apart parted 4.0");
    assert_standing(&fixture, "b:p1", "a:p2", "ask cut 4.0");
    assert_standing(&fixture, "a:p1", "a:p3", "ask case -3.0");
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "b:p1", "a:p2", NULL);
    g_assert_cmpuint(pair->cuts->len, ==, 1);
    g_assert_cmpuint(g_array_index(pair->cuts, HnPairCut, 0).decision, ==, 2);
    g_assert_cmpuint(pair->decisions->len, ==, 1); /* it names a:p2, and does not part these two */
    const HnPairDecision *named = &g_array_index(pair->decisions, HnPairDecision, 0);
    g_assert_cmpuint(named->sides, ==, 2);
    g_assert_false(named->is_parting);
    g_autoptr(HnPairExplanation) other = explain_fixture_pair(&fixture, "a:p1", "a:p3", NULL);
    g_assert_cmpuint(other->case_edge->b, ==, explain_fixture_row(&fixture, "b:p1"));
    explain_fixture_free(&fixture);
}

static void
test_later_decisions_win(void)
{
    ExplainFixture fixture = explain_fixture_new();
    explain_fixture_decide(&fixture, HN_DECISION_SAME, "a:r1", "b:r1");
    explain_fixture_decide(&fixture, HN_DECISION_DIFFERENT, "a:r1", "b:r1");
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:r1", "b:r1", NULL);
    g_assert_cmpint(pair->because, ==, HN_BECAUSE_PARTED);
    g_assert_cmpuint(pair->decisions->len, ==, 2);
    const HnPairDecision *all = (const HnPairDecision *)(gpointer)pair->decisions->data;
    g_assert_false(all[0].stands);
    g_assert_true(all[0].is_binding);
    g_assert_true(all[1].stands && all[1].is_parting);
    explain_fixture_free(&fixture);
}

static void
test_locks_keep_others_out(void)
{
    ExplainFixture fixture = explain_fixture_new();
    explain_fixture_decide(&fixture, HN_DECISION_LOCK, "a:p1", "b:p1");
    assert_standing(&fixture, "a:p1", "a:p2", "apart parted 4.0");
    assert_standing(&fixture, "a:p1", "b:p1", "same edge 10.0");
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:p1", "b:p1", NULL);
    g_assert_true(g_array_index(pair->decisions, HnPairDecision, 0).is_binding);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pair_standing/edges_and_their_absence", test_edges_and_their_absence);
    g_test_add_func("/insight/pair_standing/chains_name_their_weakest_link",
                    test_chains_name_their_weakest_link);
    g_test_add_func("/insight/pair_standing/sources_that_cut_are_named",
                    test_sources_that_cut_are_named);
    g_test_add_func("/insight/pair_standing/decisions_bind_part_and_cut",
                    test_decisions_bind_part_and_cut);
    g_test_add_func("/insight/pair_standing/later_decisions_win", test_later_decisions_win);
    g_test_add_func("/insight/pair_standing/locks_keep_others_out", test_locks_keep_others_out);
    return g_test_run();
}
