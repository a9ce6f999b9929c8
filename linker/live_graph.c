/* Breadth-first search over match edges in CSR form. Entities and decisions are edges of the search
 * too, but not stored: an entity's rows are found by its number, and the few decisions are walked
 * again whenever the search comes to rest. */
#include "linker/live_graph.h"

#include "base/judy_set.h"
#include "base/radix_sort.h"

struct _HnLiveGraph {
    const HnCrosswalk *crosswalk;
    const HnEdges *edges;
    gint32 match_units;
    guint64 *starts;       /* [n_rows + 1] into ends */
    guint32 *ends;         /* index of the edge; a row's own ascend */
    guint64 *entities;     /* [n_rows] ascending, as it was when the graph was made */
    guint32 *rows;         /* [n_rows] theirs */
    GArray *moved;         /* guint32: rows whose entity is no longer the one of then */
    guint8 *seen;          /* [n_rows] scratch of a search */
    guint32 *place;        /* [n_rows] scratch: a row's place in the component */
    HnJudySet *moved_rows; /* members of moved */
};

static void
index_edges(HnLiveGraph *graph)
{
    const guint32 n_rows = graph->crosswalk->n_rows;
    const HnEdges *edges = graph->edges;
    g_assert(edges->n <= G_MAXUINT32);
    graph->starts = g_new0(guint64, (gsize)n_rows + 2);
    for (gsize i = 0; i < edges->n; i++) {
        graph->starts[edges->edges[i].a + 1]++;
        graph->starts[edges->edges[i].b + 1]++;
    }
    for (guint32 row = 0; row < n_rows; row++)
        graph->starts[row + 1] += graph->starts[row];
    graph->ends = g_new(guint32, graph->starts[n_rows] + 1);
    g_autofree guint64 *next = g_memdup2(graph->starts, sizeof(guint64) * ((gsize)n_rows + 1));
    for (gsize i = 0; i < edges->n; i++) {
        graph->ends[next[edges->edges[i].a]++] = (guint32)i;
        graph->ends[next[edges->edges[i].b]++] = (guint32)i;
    }
}

static void
index_entities(HnLiveGraph *graph)
{
    const guint32 n_rows = graph->crosswalk->n_rows;
    const gsize n = (gsize)n_rows + 1;
    graph->entities = g_new(guint64, n);
    graph->rows = g_new(guint32, n);
    for (guint32 row = 0; row < n_rows; row++) {
        graph->entities[row] = graph->crosswalk->entity_of[row];
        graph->rows[row] = row;
    }
    g_autofree guint64 *keys_tmp = g_new(guint64, n);
    g_autofree guint32 *rows_tmp = g_new(guint32, n);
    hn_radix_sort_pairs(graph->entities, graph->rows, n_rows, keys_tmp, rows_tmp);
}

HnLiveGraph *
hn_live_graph_new(const HnCrosswalk *crosswalk, const HnEdges *edges, gint32 match_units)
{
    HnLiveGraph *graph = g_new0(HnLiveGraph, 1);
    graph->crosswalk = crosswalk;
    graph->edges = edges;
    graph->moved = g_array_new(FALSE, FALSE, sizeof(guint32));
    graph->moved_rows = hn_judy_set_new();
    graph->seen = g_new0(guint8, (gsize)crosswalk->n_rows + 1);
    graph->place = g_new(guint32, (gsize)crosswalk->n_rows + 1);
    graph->match_units = match_units;
    index_edges(graph);
    index_entities(graph);
    return graph;
}

void
hn_live_graph_free(HnLiveGraph *graph)
{
    if (graph == NULL)
        return;
    g_free(graph->starts);
    g_free(graph->ends);
    g_free(graph->entities);
    g_free(graph->rows);
    g_free(graph->seen);
    g_free(graph->place);
    g_array_unref(graph->moved);
    hn_judy_set_free(graph->moved_rows);
    g_free(graph);
}

void
hn_live_graph_moved(HnLiveGraph *graph, guint32 row)
{
    if (hn_judy_set_add(graph->moved_rows, row))
        g_array_append_val(graph->moved, row);
}

void
hn_live_graph_entity_rows(const HnLiveGraph *graph, guint64 entity, GArray *rows)
{
    const guint32 n_rows = graph->crosswalk->n_rows;
    guint32 low = 0, high = n_rows;
    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        if (graph->entities[middle] < entity)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n_rows && graph->entities[low] == entity; low++) {
        if (!hn_judy_set_has(graph->moved_rows, graph->rows[low]))
            g_array_append_val(rows, graph->rows[low]);
    }
    for (guint i = 0; i < graph->moved->len; i++) {
        const guint32 row = g_array_index(graph->moved, guint32, i);
        if (graph->crosswalk->entity_of[row] == entity)
            g_array_append_val(rows, row);
    }
}

typedef struct {
    HnLiveGraph *graph;
    GArray *rows; /* found; the search is a queue over it */
    HnJudySet *entities;
} Search;

static void
find(Search *search, guint32 row)
{
    if (search->graph->seen[row])
        return;
    search->graph->seen[row] = 1;
    g_array_append_val(search->rows, row);
}

static void
find_neighbours(Search *search, guint32 row)
{
    HnLiveGraph *graph = search->graph;
    for (guint64 i = graph->starts[row]; i < graph->starts[row + 1]; i++) {
        const HnEdge *edge = &graph->edges->edges[graph->ends[i]];
        if (edge->weight_units >= graph->match_units)
            find(search, edge->a == row ? edge->b : edge->a);
    }
    const guint64 entity = graph->crosswalk->entity_of[row];
    if (!hn_judy_set_add(search->entities, entity))
        return;
    g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(guint32));
    hn_live_graph_entity_rows(graph, entity, members);
    for (guint i = 0; i < members->len; i++)
        find(search, g_array_index(members, guint32, i));
}

static void
find_bound(Search *search, const HnConstraint *constraint)
{
    gboolean meets = FALSE;
    for (guint i = 0; i < constraint->n_rows[0] && !meets; i++)
        meets = search->graph->seen[constraint->rows[0][i]] != 0;
    for (guint i = 0; i < constraint->n_rows[0] && meets; i++)
        find(search, constraint->rows[0][i]);
}

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

gboolean
hn_live_graph_component(HnLiveGraph *graph, const HnConstraint *constraints, gsize n_constraints,
                        guint rows_max, GArray *rows)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(HnJudySet) entities = hn_judy_set_new();
    Search search = { graph, found, entities };
    for (guint i = 0; i < rows->len; i++)
        find(&search, g_array_index(rows, guint32, i));
    for (guint next = 0; next < found->len && found->len <= rows_max;) {
        find_neighbours(&search, g_array_index(found, guint32, next++));
        for (gsize i = 0; next == found->len && i < n_constraints; i++) {
            if (constraints[i].kind != HN_CONSTRAINT_DIFFERENT)
                find_bound(&search, &constraints[i]);
        }
    }
    for (guint i = 0; i < found->len; i++)
        graph->seen[g_array_index(found, guint32, i)] = 0;
    g_array_sort(found, compare_rows);
    g_array_set_size(rows, 0);
    g_array_append_vals(rows, found->data, found->len);
    return found->len <= rows_max;
}

HnEdge *
hn_live_graph_edges(HnLiveGraph *graph, const guint32 *rows, guint n_rows, gsize *ret_n)
{
    g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(HnEdge));
    for (guint i = 0; i < n_rows; i++) {
        graph->place[rows[i]] = i;
        graph->seen[rows[i]] = 1;
    }
    for (guint i = 0; i < n_rows; i++) {
        for (guint64 at = graph->starts[rows[i]]; at < graph->starts[rows[i] + 1]; at++) {
            HnEdge edge = graph->edges->edges[graph->ends[at]];
            if (edge.a != rows[i] || !graph->seen[edge.b])
                continue;
            edge.a = i;
            edge.b = graph->place[edge.b];
            g_array_append_val(edges, edge);
        }
    }
    for (guint i = 0; i < n_rows; i++)
        graph->seen[rows[i]] = 0;
    *ret_n = edges->len;
    return (HnEdge *)(gpointer)g_array_free(g_steal_pointer(&edges), FALSE);
}
