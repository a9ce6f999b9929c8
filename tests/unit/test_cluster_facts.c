/* Goal: sizes, densities, bridges and weights are counted as docs/formats.md says. */
#include <math.h>

#include "insight/cluster_facts.h"

#define BIT 65536

/* Rows 0-3 are a star around 0 with 1-2 beside; 4-5 a pair; 6 alone; 3-4 is cut; 5-6 to review. */
static const guint32 cluster_of[] = { 0, 0, 0, 0, 4, 4, 6 };
static const HnEdge edges[] = {
    { 0, 1, 9 * BIT, 0 }, { 0, 2, 8 * BIT + 7, 0 }, { 0, 3, 6 * BIT, 1 },  { 1, 2, 30 * BIT, 0 },
    { 3, 4, 7 * BIT, 2 }, { 4, 5, 6 * BIT + 1, 0 }, { 5, 6, -BIT / 2, 0 },
};

static HnClusterFactsInput
input(void)
{
    return (HnClusterFactsInput){ .n_rows = G_N_ELEMENTS(cluster_of),
                                  .cluster_of = cluster_of,
                                  .n_edges = G_N_ELEMENTS(edges),
                                  .edges = edges,
                                  .match_units = 6 * BIT,
                                  .review_units = -BIT };
}

static void
test_clusters_and_bridges(void)
{
    const HnClusterFactsInput facts_input = input();
    g_autoptr(HnClusterFacts) facts = hn_cluster_facts_new(&facts_input);
    g_assert_cmpuint(facts->sizes->len, ==, 3);
    g_assert_cmpuint(g_array_index(facts->sizes, HnClusterSize, 2).n_nodes, ==, 4);
    g_assert_cmpuint(facts->clusters.items->len, ==, 2);
    const HnClusterFact *star = &g_array_index(facts->clusters.items, HnClusterFact, 0);
    g_assert_cmpuint(star->root, ==, 0);
    g_assert_cmpuint(star->n_edges, ==, 4);
    g_assert_cmpuint(star->degree_max, ==, 3);
    g_assert_cmpuint(star->n_bridges, ==, 1);
    g_assert_cmpfloat_with_epsilon(hn_cluster_density(star), 4.0 / 6, 1e-12);
    g_assert_cmpfloat_with_epsilon(hn_cluster_centralisation(star), (4 * 3 - 8) / 6.0, 1e-12);
    g_assert_cmpuint(facts->n_bridges, ==, 1);
    g_assert_cmpuint(facts->n_bridged, ==, 1);
    const HnBridge *bridge = &g_array_index(facts->bridges.items, HnBridge, 0);
    g_assert_cmpuint(bridge->b, ==, 3);
    g_assert_cmpuint(bridge->n_a, ==, 3);
    g_assert_cmpuint(facts->n_twos, ==, 1);
    g_assert_cmpint(facts->weakest_two_units, ==, 6 * BIT + 1);
    g_assert_cmpuint(facts->n_edges_cut, ==, 1);
}

static void
test_a_pair_has_no_centre(void)
{
    const HnClusterFact pair = { .n_nodes = 2, .n_edges = 1, .degree_max = 1 };
    const HnClusterFact one = { .n_nodes = 1 };
    g_assert_cmpfloat(hn_cluster_density(&pair), ==, 1);
    g_assert_true(isnan(hn_cluster_centralisation(&pair)));
    g_assert_true(isnan(hn_cluster_density(&one)));
}

static void
test_bins_hold_every_edge_once(void)
{
    const HnClusterFactsInput facts_input = input();
    g_autoptr(HnClusterFacts) facts = hn_cluster_facts_new(&facts_input);
    g_assert_cmpint(facts->first_bin_bits, ==, -1);
    g_assert_cmpuint(facts->bin_bits, ==, 1);
    g_assert_cmpuint(facts->n_bins, ==, 32);
    g_assert_cmpuint(facts->bins[0].n_review, ==, 1);
    g_assert_cmpuint(facts->bins[7].n_match, ==, 2); /* 6 bits and 6 bits and a little */
    g_assert_cmpuint(facts->bins[31].n_match, ==, 1);
    guint64 n = 0;
    for (guint i = 0; i < facts->n_bins; i++)
        n += facts->bins[i].n_match + facts->bins[i].n_review;
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(edges));
}

/* Of a wide range the bins are wider, so that they stay few. */
static void
test_a_wide_range(void)
{
    const HnEdge far[] = { { 0, 1, -900 * BIT, 0 }, { 0, 2, 960 * BIT, 0 } };
    const guint32 alone[] = { 0, 1, 0 };
    const HnClusterFactsInput facts_input = { .n_rows = 3,
                                              .cluster_of = alone,
                                              .n_edges = 2,
                                              .edges = far,
                                              .match_units = 0,
                                              .review_units = -900 * BIT };
    g_autoptr(HnClusterFacts) facts = hn_cluster_facts_new(&facts_input);
    g_assert_cmpuint(facts->bin_bits, ==, 32);
    g_assert_cmpuint(facts->n_bins, <=, HN_WEIGHT_BINS);
    g_assert_cmpuint(facts->bins[0].n_review, ==, 1);
    g_assert_cmpuint(facts->bins[facts->n_bins - 1].n_match, ==, 1);
}

/* What people said is together is no bridge; what they overruled counts for nothing. */
static void
test_decisions_hold(void)
{
    HnClusterFactsInput facts_input = input();
    const guint32 same[] = { 2, 3 }, apart[] = { 5, 6 };
    const HnConstraint constraints[] = {
        { .kind = HN_CONSTRAINT_SAME, .decision = 1, .n_rows = { 2, 0 }, .rows = { same, NULL } },
        { .kind = HN_CONSTRAINT_SAME, .decision = 2, .n_rows = { 2, 0 }, .rows = { apart, NULL } },
    };
    facts_input.n_constraints = 2;
    facts_input.constraints = constraints;
    g_autoptr(HnClusterFacts) facts = hn_cluster_facts_new(&facts_input);
    g_assert_cmpuint(facts->n_bridges, ==, 0);
    g_assert_cmpuint(facts->n_twos, ==, 1);
}

static void
test_nothing_at_all(void)
{
    const HnClusterFactsInput facts_input = { 0 };
    g_autoptr(HnClusterFacts) facts = hn_cluster_facts_new(&facts_input);
    g_assert_cmpuint(facts->sizes->len, ==, 0);
    g_assert_cmpuint(facts->clusters.items->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cluster-facts/clusters", test_clusters_and_bridges);
    g_test_add_func("/cluster-facts/pair", test_a_pair_has_no_centre);
    g_test_add_func("/cluster-facts/bins", test_bins_hold_every_edge_once);
    g_test_add_func("/cluster-facts/wide", test_a_wide_range);
    g_test_add_func("/cluster-facts/decisions", test_decisions_hold);
    g_test_add_func("/cluster-facts/nothing", test_nothing_at_all);
    return g_test_run();
}
