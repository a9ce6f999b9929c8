/* Goal: edges of any parts come out ascending by (a, b), each once. */
#include "records/edge_sort.h"

#include "base/rng.h"

static gint
compare_edges(gconstpointer x, gconstpointer y)
{
    const HnEdge *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

/* @n_ends ends, edges between random ones, a third of them at the first; each at most once. */
static GArray *
random_edges(HnRng *rng, guint32 n_ends, guint n_wanted)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(HnEdge));
    for (guint i = 0; i < n_wanted; i++) {
        const guint32 x = hn_rng_below(rng, 3) == 0 ? 0 : (guint32)hn_rng_below(rng, n_ends);
        const guint32 y = (guint32)hn_rng_below(rng, n_ends);
        const HnEdge edge = { MIN(x, y), MAX(x, y), (gint32)i, i % 7 };
        const guint64 key = (guint64)edge.a << 32 | edge.b;
        if (g_hash_table_add(seen, g_memdup2(&key, sizeof key)))
            g_array_append_val(edges, edge);
    }
    return edges;
}

static void
test_parts_come_out_in_order(void)
{
    for (guint64 seed = 0; seed < 300; seed++) {
        HnRng rng = hn_rng_seed(seed, 0);
        const guint32 n_ends = 1 + (guint32)hn_rng_below(&rng, 60);
        g_autoptr(GArray) edges = random_edges(&rng, n_ends, (guint)hn_rng_below(&rng, 200));
        HnEdgePart parts[5];
        const gsize n_parts = hn_rng_below(&rng, 6);
        const HnEdge *all = (const HnEdge *)(gconstpointer)edges->data;
        gsize at = 0;
        for (gsize p = 0; p < n_parts; p++) {
            const gsize left = edges->len - at;
            parts[p].n = p + 1 == n_parts ? left : hn_rng_below(&rng, left + 1);
            parts[p].edges = all + at;
            at += parts[p].n;
        }
        g_autofree HnEdge *sorted = hn_edges_sorted(parts, n_parts, n_ends);
        g_autoptr(GArray) expected = g_array_new(FALSE, FALSE, sizeof(HnEdge));
        g_array_append_vals(expected, all, (guint)at);
        g_array_sort(expected, compare_edges);
        g_assert_cmpmem(sorted, at * sizeof(HnEdge), expected->data, at * sizeof(HnEdge));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/records/edge_sort/parts_come_out_in_order", test_parts_come_out_in_order);
    return g_test_run();
}
