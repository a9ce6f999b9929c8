#include "tests/reference/reference_paths.h"

typedef struct {
    const HnEdge *edges;
    gsize n_edges;
    const guint32 *probabilities;
} Graph;

static guint64
between(const Graph *graph, guint32 a, guint32 b)
{
    for (gsize i = 0; i < graph->n_edges; i++)
        if (graph->edges[i].a == MIN(a, b) && graph->edges[i].b == MAX(a, b))
            return graph->probabilities[i];
    return 0;
}

guint32
hn_reference_path(const HnEdge *edges, gsize n_edges, const guint32 *probabilities,
                  const guint32 *cluster_of, guint32 n_rows, guint32 a, guint32 b)
{
    const Graph graph = { edges, n_edges, probabilities };
    guint64 best = 0;
    for (guint32 c = 0; c < n_rows; c++)
        if (c != a && c != b && cluster_of[c] == cluster_of[a] && cluster_of[c] == cluster_of[b])
            best = MAX(best, between(&graph, a, c) * between(&graph, c, b) >> 16);
    return (guint32)best;
}
