#include "linker/expand_edges.h"

#include <string.h>

#include "records/edge_sort.h"

typedef struct {
    const HnPairScope *scope;
    const HnRecordTable *table; /* of the scope */
    HnEdge *edges;              /* the next to fill */
    gboolean ascending;         /* so far */
    guint64 last;
    guint32 *dealt[2]; /* members of two classes in dealt order */
} Expansion;

static inline guint32
class_size(const HnRecordTable *table, guint32 class)
{
    return table->class_start[class + 1] - table->class_start[class];
}

static inline gsize
n_pairs(const HnRecordTable *table, const HnEdge *edge)
{
    const gsize n = class_size(table, edge->a);
    return edge->a == edge->b ? n * (n - 1) / 2 : n * class_size(table, edge->b);
}

/* Are all of them made? */
static inline gboolean
is_square(const HnPairScope *scope, const HnEdge *edge)
{
    return n_pairs(scope->table, edge) <=
           (scope->meets == NULL ? HN_EXPAND_PAIRS_MAX : HN_EXPAND_LAWFUL_PAIRS_MAX);
}

static gsize
n_record_edges(const HnPairScope *scope, const HnEdge *edge)
{
    const HnRecordTable *table = scope->table;
    const gsize n = n_pairs(table, edge);
    if (is_square(scope, edge))
        return n <= HN_EXPAND_PAIRS_MAX ? n : hn_pair_scope_class_pairs(scope, edge->a, edge->b);
    const gsize n_a = class_size(table, edge->a), n_b = class_size(table, edge->b);
    return edge->a == edge->b ? n_a * HN_EXPAND_REACH
                              : MAX(n_a, n_b) * MIN(MIN(n_a, n_b), HN_EXPAND_REACH);
}

static inline void
add_edge(Expansion *expansion, const HnEdge *class_edge, guint32 x, guint32 y)
{
    if (!hn_pair_scope_has(expansion->scope, x, y))
        return;
    const guint32 a = MIN(x, y), b = MAX(x, y);
    const guint64 key = (guint64)a << 32 | b;
    g_assert(a != b);
    expansion->ascending &= key > expansion->last;
    expansion->last = key;
    *expansion->edges++ = (HnEdge){ a, b, class_edge->weight_units, class_edge->rule };
}

/* Every source's first member, then every source's second: each round takes one from every run of
 * members that share a source and have one left. */
static void
deal(Expansion *expansion, guint32 class, guint side)
{
    const HnRecordTable *table = expansion->table;
    const guint32 *members = table->class_members + table->class_start[class];
    const guint32 n = class_size(table, class);
    g_autofree guint32 *next = g_new(guint32, table->n_sources);
    g_autofree guint32 *end = g_new(guint32, table->n_sources);
    guint n_runs = 0;
    for (guint32 i = 0; i < n;) {
        const HnTableSource *source = &table->sources[hn_record_table_source_of(table, members[i])];
        next[n_runs] = i;
        while (i < n && members[i] < source->first_row + source->n_rows)
            i++;
        end[n_runs++] = i;
    }
    expansion->dealt[side] = g_renew(guint32, expansion->dealt[side], n);
    guint32 *dealt = expansion->dealt[side];
    while (n_runs > 0) {
        guint n_left = 0;
        for (guint run = 0; run < n_runs; run++) {
            *dealt++ = members[next[run]];
            next[n_left] = next[run] + 1;
            end[n_left] = end[run];
            n_left += next[n_left] < end[n_left];
        }
        n_runs = n_left;
    }
}

static void
expand_inside(Expansion *expansion, const HnEdge *edge)
{
    const HnRecordTable *table = expansion->table;
    const guint32 *members = table->class_members + table->class_start[edge->a];
    const guint32 n = class_size(table, edge->a);
    if (is_square(expansion->scope, edge)) {
        for (guint32 i = 0; i < n; i++) {
            for (guint32 k = i + 1; k < n; k++)
                add_edge(expansion, edge, members[i], members[k]);
        }
        return;
    }
    G_STATIC_ASSERT(2 * HN_EXPAND_REACH < 23); /* so the ring meets no pair twice */
    deal(expansion, edge->a, 0);
    for (guint32 i = 0; i < n; i++) {
        for (guint32 step = 1; step <= HN_EXPAND_REACH; step++)
            add_edge(expansion, edge, expansion->dealt[0][i],
                     expansion->dealt[0][((gsize)i + step) % n]);
    }
}

static void
expand_between(Expansion *expansion, const HnEdge *edge)
{
    const HnRecordTable *table = expansion->table;
    const guint32 n_a = class_size(table, edge->a), n_b = class_size(table, edge->b);
    const guint32 *members_a = table->class_members + table->class_start[edge->a];
    const guint32 *members_b = table->class_members + table->class_start[edge->b];
    if (is_square(expansion->scope, edge)) {
        for (guint32 i = 0; i < n_a; i++) {
            for (guint32 k = 0; k < n_b; k++)
                add_edge(expansion, edge, members_a[i], members_b[k]);
        }
        return;
    }
    const gboolean a_is_larger = n_a >= n_b;
    deal(expansion, a_is_larger ? edge->a : edge->b, 0);
    deal(expansion, a_is_larger ? edge->b : edge->a, 1);
    const guint32 n_large = MAX(n_a, n_b), n_small = MIN(n_a, n_b);
    for (guint32 i = 0; i < n_large; i++) {
        for (guint32 step = 0; step < MIN(n_small, HN_EXPAND_REACH); step++)
            add_edge(expansion, edge, expansion->dealt[0][i],
                     expansion->dealt[1][((gsize)i + step) % n_small]);
    }
}

/* A range of the class edges, and where its record edges go. */
typedef struct {
    const HnPairScope *scope;
    const HnEdge *class_edges;
    gsize n_class_edges;
    gsize n; /* record edges; before they are made, no fewer */
    HnEdge *edges;
    gboolean ascending;
} Part;

static void
count_part(gpointer user, gsize task, guint thread)
{
    Part *part = (Part *)user + task;
    (void)thread;
    for (gsize i = 0; i < part->n_class_edges; i++)
        part->n += n_record_edges(part->scope, &part->class_edges[i]);
}

static void
expand_part(gpointer user, gsize task, guint thread)
{
    Part *part = (Part *)user + task;
    Expansion expansion = {
        .scope = part->scope, .table = part->scope->table, .edges = part->edges, .ascending = TRUE
    };
    (void)thread;
    for (gsize i = 0; i < part->n_class_edges; i++) {
        if (part->class_edges[i].a == part->class_edges[i].b)
            expand_inside(&expansion, &part->class_edges[i]);
        else
            expand_between(&expansion, &part->class_edges[i]);
    }
    const gsize n_made = (gsize)(expansion.edges - part->edges);
    g_assert(part->scope->source_of == NULL ? n_made == part->n : n_made <= part->n);
    part->n = n_made;
    part->ascending = expansion.ascending;
    g_free(expansion.dealt[0]);
    g_free(expansion.dealt[1]);
}

static gboolean
are_ascending(const Part *parts, gsize n_parts)
{
    const HnEdge *last = NULL;
    for (gsize p = 0; p < n_parts; p++) {
        const Part *part = &parts[p];
        if (part->n == 0)
            continue;
        const HnEdge *first = part->edges;
        if (!part->ascending ||
            (last != NULL && (first->a < last->a || (first->a == last->a && first->b < last->b))))
            return FALSE;
        last = part->edges + part->n - 1;
    }
    return TRUE;
}

/* Where pairs were beyond the scope the parts have gaps behind them. */
static void
close_gaps(const Part *parts, gsize n_parts, HnEdges *expanded)
{
    expanded->n = 0;
    for (gsize p = 0; p < n_parts; p++) {
        memmove(expanded->edges + expanded->n, parts[p].edges, parts[p].n * sizeof(HnEdge));
        expanded->n += parts[p].n;
    }
}

#define PART_EDGES 16384u /* class edges */

HnEdges *
hn_expand_edges(const HnPairScope *scope, const HnEdge *class_edges, gsize n_class_edges,
                HnThreadPool *pool)
{
    const gsize n_parts = n_class_edges / PART_EDGES + 1;
    g_autofree Part *parts = g_new0(Part, n_parts);
    for (gsize p = 0; p < n_parts; p++)
        parts[p] = (Part){ .scope = scope,
                           .class_edges = class_edges + p * PART_EDGES,
                           .n_class_edges = MIN(PART_EDGES, n_class_edges - p * PART_EDGES) };
    hn_thread_pool_run(pool, n_parts, count_part, parts);
    HnEdges *expanded = g_new0(HnEdges, 1);
    for (gsize p = 0; p < n_parts; p++)
        expanded->n += parts[p].n;
    expanded->edges = g_new(HnEdge, expanded->n + 1);
    gsize at = 0;
    for (gsize p = 0; p < n_parts; at += parts[p++].n)
        parts[p].edges = expanded->edges + at;
    hn_thread_pool_run(pool, n_parts, expand_part, parts);
    const gboolean ascending = are_ascending(parts, n_parts);
    if (scope->source_of != NULL)
        close_gaps(parts, n_parts, expanded);
    /* Classes are numbered by their smallest row: where each has one row, nothing is to be sorted.
     */
    if (!ascending) {
        const HnEdgePart part = { expanded->n, expanded->edges };
        HnEdge *sorted = hn_edges_sorted(&part, 1, scope->table->n_rows);
        g_free(expanded->edges);
        expanded->edges = sorted;
    }
    return expanded;
}
