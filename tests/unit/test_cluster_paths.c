/* Goal: the best path through a third record, and pairs without an edge stand for all of them. */
#include "linker/cluster_paths.h"

#define OF(p) ((guint32)((p)*65536))

static void
test_best_path(void)
{
    /* 0-3: over 1 .9 x .8, over 2 .5 x .5. 4 is another cluster, 5 and 6 are a pair. */
    HnEdge list[] = { { 0, 1, 0, 0 }, { 0, 2, 0, 0 }, { 0, 3, 0, 0 }, { 1, 3, 0, 0 },
                      { 1, 4, 0, 0 }, { 2, 3, 0, 0 }, { 5, 6, 0, 0 } };
    const guint32 p[] = { OF(.9), OF(.5), OF(.1), OF(.8), OF(.9), OF(.5), OF(.9) };
    const guint32 cluster_of[] = { 0, 0, 0, 0, 4, 5, 5 };
    const HnEdges edges = { G_N_ELEMENTS(list), list };
    guint32 paths[G_N_ELEMENTS(list)] = { 0 };
    g_autoptr(GArray) unscored = g_array_new(FALSE, FALSE, sizeof(HnUnscoredPair));
    g_autoptr(HnClusterPaths) clusters = hn_cluster_paths_new(7, &edges, cluster_of, p);
    hn_cluster_paths_find(clusters, p, paths, unscored);
    g_assert_cmpuint(paths[2], ==, (guint64)OF(.9) * OF(.8) >> 16);
    g_assert_cmpuint(paths[0], ==, (guint64)OF(.1) * OF(.8) >> 16);
    g_assert_cmpuint(paths[4], ==, 0);
    g_assert_cmpuint(paths[6], ==, 0);
    g_assert_cmpint(hn_cluster_paths_states(clusters)[4], ==, HN_PATH_OUTSIDE);
    g_assert_cmpint(hn_cluster_paths_states(clusters)[6], ==, HN_PATH_SMALL);
    g_assert_cmpint(hn_cluster_paths_states(clusters)[2], ==, HN_PATH_FOUND);
    /* 1 and 2 have no edge; each sees the other. */
    g_assert_cmpuint(unscored->len, ==, 2);
    const HnUnscoredPair *pair = &g_array_index(unscored, HnUnscoredPair, 0);
    g_assert_cmpuint(pair->a, ==, 1);
    g_assert_cmpuint(pair->b, ==, 2);
    g_assert_cmpuint(pair->n_shares, ==, HN_PATH_SHARES);
    g_assert_cmpuint(pair->probability, ==, (guint64)OF(.9) * OF(.5) >> 16);
}

static void
test_plain_clusters_are_not_looked_at(void)
{
    HnEdge list[] = { { 0, 1, 0, 0 }, { 0, 2, 0, 0 }, { 1, 2, 0, 0 } };
    const guint32 p[] = { 65530, 65520, 65510 }, cluster_of[] = { 0, 0, 0 };
    const HnEdges edges = { G_N_ELEMENTS(list), list };
    guint32 paths[G_N_ELEMENTS(list)] = { 0 };
    g_autoptr(HnClusterPaths) clusters = hn_cluster_paths_new(3, &edges, cluster_of, p);
    hn_cluster_paths_find(clusters, p, paths, NULL);
    for (gsize i = 0; i < edges.n; i++) {
        g_assert_cmpint(hn_cluster_paths_states(clusters)[i], ==, HN_PATH_PLAIN);
        g_assert_cmpuint(paths[i], ==, 0);
    }
}

/* A star: the hub is among everybody's neighbours, and most records have no edge with most. */
static void
test_many_without_an_edge(void)
{
    enum { ROWS = 500 };
    g_autofree HnEdge *list = g_new(HnEdge, ROWS);
    g_autofree guint32 *p = g_new(guint32, ROWS), *paths = g_new0(guint32, ROWS);
    guint32 cluster_of[ROWS] = { 0 };
    for (guint32 i = 1; i < ROWS; i++) {
        list[i - 1] = (HnEdge){ 0, i, 0, 0 };
        p[i - 1] = OF(.5);
    }
    const HnEdges edges = { ROWS - 1, list };
    g_autoptr(GArray) unscored = g_array_new(FALSE, FALSE, sizeof(HnUnscoredPair));
    g_autoptr(HnClusterPaths) clusters = hn_cluster_paths_new(ROWS, &edges, cluster_of, p);
    hn_cluster_paths_find(clusters, p, paths, unscored);
    guint64 n_shares = 0;
    for (guint i = 0; i < unscored->len; i++) {
        const HnUnscoredPair *pair = &g_array_index(unscored, HnUnscoredPair, i);
        g_assert_cmpuint(pair->probability, ==, OF(.25));
        n_shares += pair->n_shares;
    }
    g_assert_cmpuint(unscored->len, ==, (ROWS - 1) * HN_PATH_UNSCORED);
    g_assert_cmpuint(n_shares, ==, (guint64)(ROWS - 1) * (ROWS - 2) * HN_PATH_SHARES);
}

static void
test_of_many_rows_a_share(void)
{
    const guint32 n_rows = 3 * HN_PATH_ROWS_MAX; /* one cluster in four */
    g_autofree HnEdge *list = g_new(HnEdge, n_rows);
    g_autofree guint32 *p = g_new(guint32, n_rows), *paths = g_new0(guint32, n_rows);
    g_autofree guint32 *cluster_of = g_new(guint32, n_rows);
    gsize n = 0, n_found = 0;
    for (guint32 row = 0; row < n_rows; row++) {
        cluster_of[row] = row - row % 3;
        if (row % 3 == 2)
            continue;
        p[n] = OF(.5);
        list[n++] = (HnEdge){ row, row + 1, 0, 0 };
    }
    const HnEdges edges = { n, list };
    g_autoptr(HnClusterPaths) clusters = hn_cluster_paths_new(n_rows, &edges, cluster_of, p);
    g_autoptr(GArray) unscored = g_array_new(FALSE, FALSE, sizeof(HnUnscoredPair));
    g_assert_cmpuint(hn_cluster_paths_every(clusters), ==, 4);
    hn_cluster_paths_find(clusters, p, paths, unscored);
    for (gsize i = 0; i < n; i++) {
        n_found += hn_cluster_paths_states(clusters)[i] == HN_PATH_FOUND;
        g_assert_cmpint(hn_cluster_paths_states(clusters)[i], ==,
                        hn_cluster_paths_states(clusters)[i ^ 1]);
    }
    g_assert_cmpuint(n_found, >, n / 5);
    g_assert_cmpuint(n_found, <, n / 3);
    /* 0 and 2 of each, from both ends; each stands for four. */
    g_assert_cmpuint(unscored->len, ==, n_found);
    g_assert_cmpuint(g_array_index(unscored, HnUnscoredPair, 0).n_shares, ==, 4 * HN_PATH_SHARES);
}

static void
test_no_rows(void)
{
    const HnEdges none = { 0 };
    guint32 nothing = 0;
    g_autoptr(HnClusterPaths) clusters = hn_cluster_paths_new(0, &none, &nothing, &nothing);
    hn_cluster_paths_find(clusters, &nothing, &nothing, NULL);
    g_assert_cmpuint(hn_cluster_paths_every(clusters), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/cluster_paths/" #what, test_##what)
    ADD(best_path);
    ADD(plain_clusters_are_not_looked_at);
    ADD(many_without_an_edge);
    ADD(of_many_rows_a_share);
    ADD(no_rows);
    return g_test_run();
}
