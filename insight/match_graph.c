#include "insight/match_graph.h"

#include <stdlib.h>

#include "linker/union_find.h"

#define NONE G_MAXUINT32

static gint
compare_links(gconstpointer a, gconstpointer b)
{
    const HnMatchLink *x = a, *y = b;
    if (x->weight_units != y->weight_units)
        return x->weight_units > y->weight_units ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return (x->decision > y->decision) - (x->decision < y->decision);
}

guint32
hn_match_graph_place(const HnMatchGraph *graph, guint32 row)
{
    guint low = 0, high = graph->rows->len;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index(graph->rows, guint32, middle) < row)
            low = middle + 1;
        else
            high = middle;
    }
    const gboolean found =
        low < graph->rows->len && g_array_index(graph->rows, guint32, low) == row;
    return found ? low : NONE;
}

/* What SAME and LOCK bind, as a chain through the rows that are here. */
static void
add_bonds(const HnMatchGraph *graph, const HnLive *live, GArray *links)
{
    const HnConstraints *constraints = hn_live_constraints(live);
    const HnSettled *settled = hn_live_settled(live);
    for (gsize i = 0; i < constraints->n; i++) {
        const HnConstraint *one = &constraints->constraints[i];
        guint32 last = NONE;
        for (guint k = 0;
             one->kind != HN_CONSTRAINT_DIFFERENT && settled->stands[i] && k < one->n_rows[0];
             k++) {
            const guint32 place = hn_match_graph_place(graph, one->rows[0][k]);
            const HnMatchLink link = {
                .a = last, .b = place, .weight_units = HN_LINK_DECIDED, .decision = one->decision
            };
            if (place != NONE && last != NONE)
                g_array_append_val(links, link);
            last = place == NONE ? last : place;
        }
    }
}

static void
gather_links(HnMatchGraph *graph, const HnLive *live)
{
    gsize n_edges = 0;
    g_autofree HnEdge *edges = hn_live_edges_between(live, graph->rows, &n_edges);
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(HnMatchLink));
    for (gsize i = 0; i < n_edges; i++) {
        const HnMatchLink link = { edges[i].a, edges[i].b, edges[i].weight_units, edges[i].rule,
                                   0 };
        g_array_append_val(links, link);
    }
    add_bonds(graph, live, links);
    g_array_sort(links, compare_links);
    graph->n_links = links->len;
    graph->links = (HnMatchLink *)(gpointer)g_array_free(g_steal_pointer(&links), FALSE);
}

/* ---- the tree ---- */

static void
grow(HnMatchGraph *graph)
{
    const guint32 n = graph->rows->len;
    g_autofree guint32 *parent = g_new(guint32, (gsize)n + 1);
    g_autofree guint32 *size = g_new(guint32, (gsize)n + 1);
    graph->steps = g_new0(HnMatchStep, (gsize)n + 1);
    hn_union_find_init(parent, n);
    for (guint32 i = 0; i < n; i++)
        size[i] = 1;
    for (guint32 i = 0; i < graph->n_links; i++) {
        const guint32 a = hn_union_find_root(parent, graph->links[i].a);
        const guint32 b = hn_union_find_root(parent, graph->links[i].b);
        if (a == b)
            continue;
        const guint32 n_a = size[a], n_b = size[b];
        graph->steps[graph->n_steps++] = (HnMatchStep){ i, n_a, n_b, FALSE };
        size[hn_union_find_join(parent, a, b)] = n_a + n_b;
    }
}

/* Neighbours in CSR form, of the links that @takes has. */
typedef struct {
    guint32 *starts; /* [n + 1] */
    guint32 *links;
} Neighbours;

static Neighbours
neighbours_of(const HnMatchGraph *graph, const guint8 *takes)
{
    const guint32 n = graph->rows->len;
    Neighbours found = { g_new0(guint32, (gsize)n + 2), NULL };
    for (guint32 i = 0; i < graph->n_links; i++) {
        if (!takes[i])
            continue;
        found.starts[graph->links[i].a + 2]++;
        found.starts[graph->links[i].b + 2]++;
    }
    for (guint32 i = 2; i < n + 2; i++)
        found.starts[i] += found.starts[i - 1];
    found.links = g_new(guint32, (gsize)found.starts[n + 1] + 1);
    for (guint32 i = 0; i < graph->n_links; i++) {
        if (!takes[i])
            continue;
        found.links[found.starts[graph->links[i].a + 1]++] = i;
        found.links[found.starts[graph->links[i].b + 1]++] = i;
    }
    return found;
}

static void
neighbours_clear(Neighbours *neighbours)
{
    g_free(neighbours->starts);
    g_free(neighbours->links);
}

static guint32
other_end(const HnMatchLink *link, guint32 place)
{
    return link->a == place ? link->b : link->a;
}

/* By breadth, from @root: the link by which each place is met; NONE where it is not. */
static void
walk(const HnMatchGraph *graph, const Neighbours *neighbours, guint32 root, guint32 *by)
{
    const guint32 n = graph->rows->len;
    g_autofree guint32 *queue = g_new(guint32, (gsize)n + 1);
    guint32 n_met = 0;
    queue[n_met++] = root;
    for (guint32 next = 0; next < n_met; next++) {
        const guint32 place = queue[next];
        for (guint32 i = neighbours->starts[place]; i < neighbours->starts[place + 1]; i++) {
            const guint32 link = neighbours->links[i];
            const guint32 end = other_end(&graph->links[link], place);
            if (end == root || by[end] != NONE)
                continue;
            by[end] = link;
            queue[n_met++] = end;
        }
    }
}

static guint64
ends_of(guint32 a, guint32 b)
{
    return (guint64)a << 32 | b;
}

static void
take_bridge(gpointer user, const HnBridge *bridge)
{
    const guint64 ends = ends_of(bridge->a, bridge->b);
    g_array_append_val((GArray *)user, ends);
}

static int
compare_ends(gconstpointer a, gconstpointer b)
{
    const guint64 *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void
mark_bridges(HnMatchGraph *graph)
{
    g_autoptr(HnBridges) bridges = hn_bridges_new(graph->rows->len);
    for (guint32 i = 0; i < graph->n_links; i++)
        hn_bridges_add(bridges, graph->links[i].a, graph->links[i].b, graph->links[i].weight_units);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint64));
    hn_bridges_find(bridges, take_bridge, found);
    g_array_sort(found, compare_ends);
    for (guint32 s = 0; s < graph->n_steps; s++) {
        const HnMatchLink *link = &graph->links[graph->steps[s].link];
        const guint64 ends = ends_of(link->a, link->b);
        graph->steps[s].is_bridge = g_array_binary_search(found, &ends, compare_ends, NULL);
    }
    graph->n_bridges = found->len;
}

HnMatchGraph *
hn_match_graph_new(const HnLive *live, guint64 entity)
{
    HnMatchGraph *graph = g_new0(HnMatchGraph, 1);
    graph->rows = hn_live_entity_rows(live, entity);
    gather_links(graph, live);
    grow(graph);
    mark_bridges(graph);
    return graph;
}

void
hn_match_graph_free(HnMatchGraph *graph)
{
    if (graph == NULL)
        return;
    g_array_unref(graph->rows);
    g_free(graph->links);
    g_free(graph->steps);
    g_free(graph);
}

/* ---- chains ---- */

/* How many of the heaviest links it takes to join the two; NONE: all do not. */
static guint32
links_needed(const HnMatchGraph *graph, guint32 a, guint32 b, guint32 without)
{
    g_autofree guint32 *parent = g_new(guint32, (gsize)graph->rows->len + 1);
    hn_union_find_init(parent, graph->rows->len);
    for (guint32 i = 0; i < graph->n_links; i++) {
        if (i != without)
            hn_union_find_join(parent, graph->links[i].a, graph->links[i].b);
        if (hn_union_find_root(parent, a) == hn_union_find_root(parent, b))
            return i + 1;
    }
    return NONE;
}

GArray *
hn_match_graph_chain(const HnMatchGraph *graph, guint32 a, guint32 b, guint32 without)
{
    GArray *chain = g_array_new(FALSE, FALSE, sizeof(guint32));
    const gsize n = (gsize)graph->rows->len + 1;
    const guint32 n_needed = a == b ? NONE : links_needed(graph, a, b, without);
    if (n_needed == NONE)
        return chain;
    const gint32 weakest = graph->links[n_needed - 1].weight_units;
    g_autofree guint8 *takes = g_new0(guint8, (gsize)graph->n_links + 1);
    for (guint32 i = 0; i < graph->n_links; i++)
        takes[i] = i != without && graph->links[i].weight_units >= weakest;
    g_autofree guint32 *by = g_new(guint32, n);
    memset(by, 0xff, n * sizeof(guint32));
    Neighbours neighbours = neighbours_of(graph, takes);
    walk(graph, &neighbours, b, by); /* from the end, so that the links come in order */
    neighbours_clear(&neighbours);
    for (guint32 place = a; place != b; place = other_end(&graph->links[by[place]], place))
        g_array_append_val(chain, by[place]);
    return chain;
}
