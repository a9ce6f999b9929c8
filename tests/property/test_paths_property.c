/* hn_cluster_paths_find() against every third row, on random graphs. */
#include "base/rng.h"
#include "linker/cluster_paths.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/reference_paths.h"

#define ROWS 34
#define CASES 400
#define SEED property_seed(20261128)

typedef struct {
    guint32 n_rows, cluster_of[ROWS];
    HnEdge list[ROWS * ROWS];
    guint32 probabilities[ROWS * ROWS], paths[ROWS * ROWS];
    HnEdges edges;
} Case;

/* Clusters are small enough that every neighbour is among the likeliest. */
static void
draw_case(HnRng *rng, Case *c)
{
    *c = (Case){ .n_rows = 1 + (guint32)hn_rng_below(rng, ROWS) };
    const guint64 density = 1 + hn_rng_below(rng, 10);
    const gboolean are_sure = hn_rng_below(rng, 3) == 0;
    for (guint32 row = 0; row < c->n_rows; row++) {
        const guint32 other = (guint32)hn_rng_below(rng, row + 1);
        guint n = 0;
        for (guint32 k = 0; k < row; k++)
            n += c->cluster_of[k] == c->cluster_of[other];
        c->cluster_of[row] = n < HN_PATH_NEIGHBOURS ? c->cluster_of[other] : row;
        if (other == row)
            c->cluster_of[row] = row;
    }
    c->edges.edges = c->list;
    for (guint32 a = 0; a < c->n_rows; a++)
        for (guint32 b = a + 1; b < c->n_rows; b++) {
            if (hn_rng_below(rng, 10) >= density)
                continue;
            c->probabilities[c->edges.n] = are_sure ? 65530 : (guint32)hn_rng_below(rng, 8) * 8192;
            c->list[c->edges.n++] = (HnEdge){ a, b, 0, 0 };
        }
}

static gboolean
has_edge(const Case *c, guint32 a, guint32 b)
{
    for (gsize i = 0; i < c->edges.n; i++)
        if (c->list[i].a == MIN(a, b) && c->list[i].b == MAX(a, b))
            return TRUE;
    return FALSE;
}

static guint32
slow_path(const Case *c, guint32 a, guint32 b)
{
    return hn_reference_path(c->list, c->edges.n, c->probabilities, c->cluster_of, c->n_rows, a, b);
}

/* What stands in for the pairs of clusters that are looked at and have no edge: each twice. */
static guint64
shares_without_edge(const Case *c, const guint8 *looked_at)
{
    guint64 n = 0;
    for (guint32 a = 0; a < c->n_rows; a++)
        for (guint32 b = 0; b < c->n_rows; b++)
            n += a != b && c->cluster_of[a] == c->cluster_of[b] && looked_at[c->cluster_of[a]] &&
                 !has_edge(c, a, b);
    return n * HN_PATH_SHARES;
}

static void
check_case(Case *c)
{
    g_autoptr(HnClusterPaths) paths =
        hn_cluster_paths_new(c->n_rows, &c->edges, c->cluster_of, c->probabilities);
    g_autoptr(GArray) unscored = g_array_new(FALSE, FALSE, sizeof(HnUnscoredPair));
    guint8 looked_at[ROWS] = { 0 };
    guint n_members[ROWS] = { 0 }, n_edges[ROWS] = { 0 };
    guint64 n_shares = 0;
    hn_cluster_paths_find(paths, c->probabilities, c->paths, unscored);
    for (guint32 row = 0; row < c->n_rows; row++)
        n_members[c->cluster_of[row]]++;
    for (gsize i = 0; i < c->edges.n; i++)
        n_edges[c->cluster_of[c->list[i].a]] +=
            c->cluster_of[c->list[i].a] == c->cluster_of[c->list[i].b] &&
            c->probabilities[i] > 65500;
    for (guint32 row = 0; row < c->n_rows; row++)
        looked_at[row] =
            n_members[row] > 2 && n_edges[row] < n_members[row] * (n_members[row] - 1) / 2;
    for (gsize i = 0; i < c->edges.n; i++) {
        const HnEdge *edge = &c->list[i];
        const guint32 cluster = c->cluster_of[edge->a];
        const gboolean is_within = cluster == c->cluster_of[edge->b];
        const guint8 state = hn_cluster_paths_states(paths)[i];
        g_assert_cmpint(state, ==,
                        !is_within                ? HN_PATH_OUTSIDE
                        : looked_at[cluster]      ? HN_PATH_FOUND
                        : n_members[cluster] == 2 ? HN_PATH_SMALL
                                                  : HN_PATH_PLAIN);
        g_assert_cmpuint(c->paths[i], ==,
                         state == HN_PATH_FOUND ? slow_path(c, edge->a, edge->b) : 0);
    }
    for (guint i = 0; i < unscored->len; i++) {
        const HnUnscoredPair *pair = &g_array_index(unscored, HnUnscoredPair, i);
        g_assert_false(has_edge(c, pair->a, pair->b));
        g_assert_cmpuint(pair->probability, ==, slow_path(c, pair->a, pair->b));
        n_shares += pair->n_shares;
    }
    /* A record of a cluster of more than 16 may meet none of those that it has no edge with. */
    g_assert_cmpuint(n_shares, <=, shares_without_edge(c, looked_at));
    if (c->n_rows <= 16)
        g_assert_cmpuint(n_shares, ==, shares_without_edge(c, looked_at));
}

static void
test_every_third_row(void)
{
    HnRng rng = hn_rng_seed(SEED, 0);
    g_autofree Case *c = g_new0(Case, 1);
    g_test_message("seed %" G_GUINT64_FORMAT, SEED);
    for (guint i = 0; i < CASES; i++) {
        draw_case(&rng, c);
        check_case(c);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/cluster_paths/every_third_row", test_every_third_row);
    return g_test_run();
}
