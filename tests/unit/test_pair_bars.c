/* Goal: what keeps two entities apart is named: decisions, sources, or their other records. */
#include "insight/pair_bars.h"

#include <math.h>

#include "linker/live_private.h"
#include "linker/rejected_pairs.h"
#include "tests/unit/explain_fixture.h"

static guint
n_bars(ExplainFixture *fixture, const char *left, const char *right)
{
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(fixture, left, right, NULL);
    g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(HnPairCut));
    hn_pair_bars_find(fixture->view, pair, bars);
    return bars->len;
}

static void
test_bars_are_decisions_and_sources(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_assert_cmpuint(n_bars(&fixture, "a:r1", "b:r1"), ==, 0);
    g_assert_cmpuint(n_bars(&fixture, "a:q1", "b:q2"), ==, 1); /* b:q1 is with a:q1 */
    explain_fixture_decide(&fixture, HN_DECISION_DIFFERENT, "a:q1", "b:q2");
    g_assert_cmpuint(n_bars(&fixture, "b:q1", "b:q2"), ==, 2);
    explain_fixture_free(&fixture);
}

static void
test_one_match_among_many_is_not_enough(void)
{
    ExplainFixture fixture = explain_fixture_new();
    const HnModel *model = hn_published_view_bundle(fixture.view, 1, NULL)->model;
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:v4", "a:x4", NULL);
    g_assert_cmpint(pair->because, ==, HN_BECAUSE_CUT);
    g_assert_cmpuint(pair->cuts->len, ==, 1);
    const HnPairCut *cut = &g_array_index(pair->cuts, HnPairCut, 0);
    g_assert_cmpint(cut->kind, ==, HN_CUT_SUPPORT);
    g_assert_cmpuint(cut->support_min, ==, fixture.view->project->entities[1].cluster_support);
    /* One of sixteen pairs, the others a tenth each; less .84 of what four rows may err. */
    const double mean = 16.0 / 17 / 2.5;
    g_assert_cmpfloat_with_epsilon(cut->support / 65536.0,
                                   mean - 0.84 * sqrt(mean * (1 - mean) / 4), 0.001);
    g_assert_cmpuint(hn_pair_bars_support(fixture.view, model, pair, pair->total_units), ==,
                     cut->support);
    g_assert_cmpuint(hn_pair_bars_support(fixture.view, model, pair, -65536), ==, 0);
    g_assert_cmpuint(hn_pair_bars_support_min(model), ==, cut->support_min);
    explain_fixture_free(&fixture);
}

static void
test_a_second_match_would_be_enough(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:v1", "a:x1", NULL);
    g_assert_cmpint(pair->because, ==, HN_BECAUSE_CASE); /* of v4 and x4 */
    const HnModel *model = hn_published_view_bundle(fixture.view, 1, NULL)->model;
    g_assert_cmpuint(hn_pair_bars_support(fixture.view, model, pair, 4 * 65536), >,
                     hn_pair_bars_support_min(model));
    explain_fixture_free(&fixture);
}

/* Of two records that can never be one the others may say what they will. */
static void
test_confirmed_codes_bar(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnPairExplanation) pair = explain_fixture_pair(&fixture, "a:v1", "a:x1", NULL);
    g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(HnPairCut));
    HnEdges *rejected = fixture.view->lives[pair->type]->rejected;
    const HnEdge never = { MIN(pair->rows[0], pair->rows[1]), MAX(pair->rows[0], pair->rows[1]),
                           HN_NEVER_UNITS, 0 };
    g_free(rejected->edges);
    rejected->edges = g_memdup2(&never, sizeof never);
    rejected->n = 1;
    hn_pair_bars_find(fixture.view, pair, bars);
    g_assert_cmpuint(bars->len, ==, 1);
    const HnPairCut *bar = &g_array_index(bars, HnPairCut, 0);
    g_assert_cmpint(bar->kind, ==, HN_CUT_CODES);
    g_assert_cmpmem(bar->rows, sizeof bar->rows, pair->rows, sizeof pair->rows);
    rejected->edges[0].weight_units = HN_REJECTED_UNITS; /* one that only votes */
    g_array_set_size(bars, 0);
    hn_pair_bars_find(fixture.view, pair, bars);
    g_assert_cmpuint(bars->len, ==, 0);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/pair_bars/bars_are_decisions_and_sources",
                    test_bars_are_decisions_and_sources);
    g_test_add_func("/insight/pair_bars/one_match_among_many_is_not_enough",
                    test_one_match_among_many_is_not_enough);
    g_test_add_func("/insight/pair_bars/a_second_match_would_be_enough",
                    test_a_second_match_would_be_enough);
    g_test_add_func("/insight/pair_bars/confirmed_codes", test_confirmed_codes_bar);
    return g_test_run();
}
