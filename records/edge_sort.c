#include "records/edge_sort.h"

#include <stdlib.h>

#define AHEAD 16u
#define INSERTION_MAX 24 /* below, moving beats calling a comparator */

static int
compare_b(const void *x, const void *y)
{
    const guint32 a = ((const HnEdge *)x)->b, b = ((const HnEdge *)y)->b;
    return (a > b) - (a < b);
}

static void
sort_by_b(HnEdge *edges, gsize n)
{
    if (n > INSERTION_MAX) {
        qsort(edges, n, sizeof(HnEdge), compare_b);
        return;
    }
    for (gsize i = 1; i < n; i++) {
        const HnEdge moving = edges[i];
        gsize k = i;
        for (; k > 0 && edges[k - 1].b > moving.b; k--)
            edges[k] = edges[k - 1];
        edges[k] = moving;
    }
}

/* The first ends of @part lie anywhere. */
static inline void
ask_ahead(const HnEdgePart *part, gsize i, const guint32 *end)
{
    __builtin_prefetch(end + part->edges[MIN(i + AHEAD, part->n - 1)].a, 1);
}

HnEdge *
hn_edges_sorted(const HnEdgePart *parts, gsize n_parts, guint32 n_ends)
{
    gsize n = 0;
    for (gsize p = 0; p < n_parts; p++)
        n += parts[p].n;
    g_assert(n < G_MAXUINT32);
    HnEdge *sorted = g_new(HnEdge, n + 1);
    g_autofree guint32 *end = g_new0(guint32, (gsize)n_ends + 1); /* of each a; first its start */
    for (gsize p = 0; p < n_parts; p++)
        for (gsize i = 0; i < parts[p].n; i++) {
            ask_ahead(&parts[p], i, end);
            end[parts[p].edges[i].a + 1]++;
        }
    for (guint32 a = 0; a < n_ends; a++)
        end[a + 1] += end[a];
    for (gsize p = 0; p < n_parts; p++)
        for (gsize i = 0; i < parts[p].n; i++) {
            ask_ahead(&parts[p], i, end);
            sorted[end[parts[p].edges[i].a]++] = parts[p].edges[i];
        }
    for (guint32 a = 0, start = 0; a < n_ends; start = end[a++])
        if (end[a] - start > 1)
            sort_by_b(sorted + start, end[a] - start);
    return sorted;
}
