#include "linker/cluster.h"

#include "linker/rejected_pairs.h"

#define MATCH 100

static void
assert_clusters(const HnClusterInput *input, const guint32 *expected)
{
    g_autofree guint32 *cluster_of = g_new(guint32, input->n_rows + 1);
    HnClusterReport report;
    hn_cluster(input, cluster_of, &report);
    hn_cluster_report_clear(&report);
    for (guint32 row = 0; row < input->n_rows; row++)
        g_assert_cmpuint(cluster_of[row], ==, expected[row]);
}

static void
test_empty(void)
{
    HnClusterReport report;
    guint32 cluster_of[1];
    hn_cluster(&(HnClusterInput){ .n_rows = 0 }, cluster_of, &report);
    g_assert_cmpuint(report.n_clusters, ==, 0);
    g_assert_cmpuint(report.overruled->len, ==, 0);
    hn_cluster_report_clear(&report);
}

static void
test_threshold(void)
{
    const HnEdge edges[] = { { 0, 2, MATCH, 0 }, { 1, 3, MATCH - 1, 0 }, { 2, 4, MATCH + 1, 0 } };
    const HnClusterInput input = {
        .n_rows = 5, .n_edges = 3, .edges = edges, .match_units = MATCH
    };
    assert_clusters(&input, (const guint32[]){ 0, 1, 0, 3, 0 });
}

/* 0-1-2 by edges, 0 and 2 are different people: the lighter edge is cut. */
static void
test_different_cuts_the_lighter_edge(void)
{
    const guint32 rows[] = { 0, 2 };
    const HnConstraint constraint = { HN_CONSTRAINT_DIFFERENT, 1, { 1, 1 }, { rows, rows + 1 } };
    const HnEdge edges[] = { { 0, 1, MATCH, 0 }, { 1, 2, MATCH + 5, 0 } };
    const HnClusterInput input = { .n_rows = 3,
                                   .n_edges = 2,
                                   .edges = edges,
                                   .match_units = MATCH,
                                   .n_constraints = 1,
                                   .constraints = &constraint };
    guint32 cluster_of[3];
    HnClusterReport report;
    hn_cluster(&input, cluster_of, &report);
    g_assert_cmpuint(cluster_of[0], ==, 0);
    g_assert_cmpuint(cluster_of[1], ==, 1);
    g_assert_cmpuint(cluster_of[2], ==, 1);
    g_assert_cmpuint(report.n_conflicted, ==, 1);
    g_assert_cmpuint(report.n_edges_cut, ==, 1);
    g_assert_cmpuint(report.n_clusters, ==, 2);
    g_assert_cmpuint(report.largest, ==, 2);
    hn_cluster_report_clear(&report);
}

/* 0-1-2-3: 0 and 3 are never one, so the lightest edge between them goes; a person may say that
 * they are. */
static void
test_never_one(void)
{
    const HnEdge edges[] = { { 0, 1, MATCH + 2, 0 }, { 1, 2, MATCH, 0 }, { 2, 3, MATCH + 1, 0 } };
    const HnEdge never = { 0, 3, HN_NEVER_UNITS, 0 }, rejected = { 0, 3, HN_REJECTED_UNITS, 0 };
    const guint32 rows[] = { 0, 3 };
    const HnConstraint same = { HN_CONSTRAINT_SAME, 1, { 2, 0 }, { rows, NULL } };
    HnClusterInput input = { .n_rows = 4,
                             .n_edges = 3,
                             .edges = edges,
                             .n_rejected = 1,
                             .rejected = &never,
                             .match_units = MATCH };
    assert_clusters(&input, (const guint32[]){ 0, 0, 2, 2 });
    input.constraints = &same;
    input.n_constraints = 1;
    assert_clusters(&input, (const guint32[]){ 0, 0, 0, 0 });
    input.n_constraints = 0;
    input.rejected = &rejected;
    assert_clusters(&input, (const guint32[]){ 0, 0, 0, 0 });
}

static void
test_lock_keeps_others_out(void)
{
    const guint32 rows[] = { 1, 3 };
    const HnConstraint constraint = { HN_CONSTRAINT_LOCK, 1, { 2, 0 }, { rows, NULL } };
    const HnEdge edges[] = { { 0, 1, MATCH, 0 }, { 0, 2, MATCH, 0 }, { 2, 3, MATCH, 0 } };
    const HnClusterInput input = { .n_rows = 4,
                                   .n_edges = 3,
                                   .edges = edges,
                                   .match_units = MATCH,
                                   .n_constraints = 1,
                                   .constraints = &constraint };
    assert_clusters(&input, (const guint32[]){ 0, 1, 0, 1 });
}

static const guint32 sources[] = { 0, 0, 0, 1, 1 };
static const guint8 first_source_only[] = { 1, 0 };

static void
test_one_per_source(void)
{
    /* Rows 0 and 1 of the flagged source both look like row 3: the heavier edge has it. */
    const HnEdge edges[] = { { 0, 3, MATCH, 0 }, { 1, 3, MATCH + 1, 0 }, { 3, 4, MATCH, 0 } };
    const HnClusterInput input = { .n_rows = 5,
                                   .n_edges = 3,
                                   .edges = edges,
                                   .match_units = MATCH,
                                   .source_of = sources,
                                   .one_per_source = first_source_only };
    assert_clusters(&input, (const guint32[]){ 0, 1, 2, 1, 1 });
}

static void
test_same_stands_above_one_per_source(void)
{
    const guint32 rows[] = { 0, 1 };
    const HnConstraint constraint = { HN_CONSTRAINT_SAME, 1, { 2, 0 }, { rows, NULL } };
    const HnEdge edges[] = { { 0, 3, MATCH, 0 }, { 2, 3, MATCH, 0 } };
    const HnClusterInput input = { .n_rows = 5,
                                   .n_edges = 2,
                                   .edges = edges,
                                   .match_units = MATCH,
                                   .n_constraints = 1,
                                   .constraints = &constraint,
                                   .source_of = sources,
                                   .one_per_source = first_source_only };
    /* A person joined 0 and 1; nobody said so of row 2, which stays out. */
    assert_clusters(&input, (const guint32[]){ 0, 0, 2, 0, 4 });
}

static void
test_different_holds_along_any_path(void)
{
    /* 0 = 1 by a decision, 3 = 4 by a decision, 1 and 3 differ; every edge is heavy. */
    const guint32 rows[] = { 0, 1, 3, 4 };
    const HnConstraint constraints[] = {
        { HN_CONSTRAINT_SAME, 1, { 2, 0 }, { rows, NULL } },
        { HN_CONSTRAINT_SAME, 2, { 2, 0 }, { rows + 2, NULL } },
        { HN_CONSTRAINT_DIFFERENT, 3, { 1, 1 }, { rows + 1, rows + 2 } },
    };
    const HnEdge edges[] = { { 0, 2, MATCH, 0 }, { 0, 4, 9 * MATCH, 0 }, { 2, 4, MATCH, 0 } };
    const HnClusterInput input = { .n_rows = 5,
                                   .n_edges = 3,
                                   .edges = edges,
                                   .match_units = MATCH,
                                   .n_constraints = 3,
                                   .constraints = constraints };
    assert_clusters(&input, (const guint32[]){ 0, 0, 0, 3, 3 });
}

/* A thousand rows that all look alike, with one decision: only the two rows it names come apart. */
static void
test_large_component(void)
{
    enum { N = 1000 };
    g_autofree HnEdge *edges = g_new(HnEdge, N * (N - 1) / 2);
    gsize n = 0;
    for (guint32 a = 0; a < N; a++) {
        for (guint32 b = a + 1; b < N; b++)
            edges[n++] = (HnEdge){ a, b, MATCH, 0 };
    }
    const guint32 rows[] = { 300, 700 };
    const HnConstraint constraint = { HN_CONSTRAINT_DIFFERENT, 1, { 1, 1 }, { rows, rows + 1 } };
    const HnClusterInput input = { .n_rows = N,
                                   .n_edges = n,
                                   .edges = edges,
                                   .match_units = MATCH,
                                   .n_constraints = 1,
                                   .constraints = &constraint };
    g_autofree guint32 *expected = g_new0(guint32, N);
    expected[700] = 700;
    assert_clusters(&input, expected);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/cluster/no_rows", test_empty);
    g_test_add_func("/linker/cluster/edges_below_the_threshold_do_not_join", test_threshold);
    g_test_add_func("/linker/cluster/different_cuts_the_lighter_edge",
                    test_different_cuts_the_lighter_edge);
    g_test_add_func("/linker/cluster/never_one", test_never_one);
    g_test_add_func("/linker/cluster/a_lock_keeps_others_out", test_lock_keeps_others_out);
    g_test_add_func("/linker/cluster/one_record_per_source", test_one_per_source);
    g_test_add_func("/linker/cluster/same_stands_above_one_per_source",
                    test_same_stands_above_one_per_source);
    g_test_add_func("/linker/cluster/different_holds_along_any_path",
                    test_different_holds_along_any_path);
    g_test_add_func("/linker/cluster/one_decision_in_a_large_component", test_large_component);
    return g_test_run();
}
