#include "linker/rejected_pairs.h"

#include "linker/union_find.h"
#include "records/edge_sort.h"

#define TASKS_MAX 256
#define AHEAD 16u   /* edges whose second classes are asked for: they lie anywhere */
#define SMALLEST 3u /* two classes of a component have an edge */

typedef struct {
    const HnRejectedPairsInput *input;
    guint32 *root;     /* [n_classes] */
    guint32 *members;  /* of components that are taken, component by component, each ascending */
    guint32 *starts;   /* [n_components + 1] into members */
    guint64 *first_of; /* [n_classes + 1] first edge of a class */
    guint32 n_components;
    gsize n_tasks;
    GArray *rejected[TASKS_MAX]; /* HnEdge, by task */
} Work;

static void
find_components(Work *work)
{
    const HnRejectedPairsInput *input = work->input;
    work->root = g_new(guint32, (gsize)input->n_classes + 1);
    hn_union_find_init(work->root, input->n_classes);
    for (gsize i = 0; i < input->n_edges; i++) {
        __builtin_prefetch(work->root + input->edges[MIN(i + AHEAD, input->n_edges - 1)].b);
        if (input->edges[i].weight_units >= input->match_units)
            hn_union_find_join(work->root, input->edges[i].a, input->edges[i].b);
    }
    hn_union_find_flatten(work->root, input->n_classes);
}

/* The largest component whose pairs, and those of all smaller ones, are not too many. */
static guint32
size_max(const Work *work, const guint32 *sizes)
{
    const guint32 n_classes = work->input->n_classes;
    const guint64 n_max = HN_REJECTED_FREE + HN_REJECTED_EACH * (guint64)work->input->n_edges;
    guint64 n_of_bits[33] = { 0 }; /* pairs of the components of 2^k .. 2^(k+1) - 1 classes */
    for (guint32 class = 0; class < n_classes; class ++) {
        const guint64 size = sizes[class];
        if (size >= SMALLEST)
            n_of_bits[g_bit_storage(size)] += size * (size - 1) / 2;
    }
    guint64 n = 0;
    guint bits = 2;
    while (bits < 32 && n + n_of_bits[bits] <= n_max)
        n += n_of_bits[bits++];
    return bits == 32 ? G_MAXUINT32 : (1u << (bits - 1)) - 1;
}

static void
list_members(Work *work)
{
    const guint32 n_classes = work->input->n_classes;
    g_autofree guint32 *sizes = g_new0(guint32, (gsize)n_classes + 1);
    for (guint32 class = 0; class < n_classes; class ++)
        sizes[work->root[class]]++;
    const guint32 most = size_max(work, sizes);
    guint32 n = 0;
    for (guint32 class = 0; class < n_classes; class ++) {
        const guint32 size = sizes[class];
        if (size < SMALLEST || size > most) {
            sizes[class] = G_MAXUINT32;
            continue;
        }
        work->n_components++;
        sizes[class] = n; /* from here on: the component's next place */
        n += size;
    }
    work->members = g_new(guint32, (gsize)n + 1);
    work->starts = g_new(guint32, (gsize)work->n_components + 1);
    guint32 c = 0;
    for (guint32 class = 0; class < n_classes; class ++) {
        const guint32 root = work->root[class];
        if (sizes[root] == G_MAXUINT32)
            continue;
        if (root == class)
            work->starts[c++] = sizes[root];
        work->members[sizes[root]++] = class;
    }
    work->starts[c] = n;
}

static void
index_edges(Work *work)
{
    const HnRejectedPairsInput *input = work->input;
    work->first_of = g_new0(guint64, (gsize)input->n_classes + 2);
    for (gsize i = 0; i < input->n_edges; i++)
        work->first_of[input->edges[i].a + 1]++;
    for (guint32 class = 0; class < input->n_classes; class ++)
        work->first_of[class + 1] += work->first_of[class];
}

/* Members and a class's edges ascend: one walk over both finds who has none. */
static void
look_inside(const Work *work, guint32 c, GArray *rejected)
{
    const HnRejectedPairsInput *input = work->input;
    const guint32 *members = work->members + work->starts[c];
    const guint32 n = work->starts[c + 1] - work->starts[c];
    for (guint32 i = 0; i < n; i++) {
        const HnEdge *edge = input->edges + work->first_of[members[i]];
        const HnEdge *end = input->edges + work->first_of[members[i] + 1];
        for (guint32 k = i + 1; k < n; k++) {
            const HnEdge pair = { members[i], members[k], HN_REJECTED_UNITS, 0 };
            while (edge < end && edge->b < members[k])
                edge++;
            if ((edge == end || edge->b != members[k]) &&
                hn_blocks_has_pair(input->blocks, members[i], members[k]))
                g_array_append_val(rejected, pair);
        }
    }
}

static void
look_in_task(gpointer user, gsize task, guint thread)
{
    Work *work = user;
    const guint64 n = work->n_components;
    const guint32 end = (guint32)(n * (task + 1) / work->n_tasks);
    GArray *rejected = work->rejected[task] = g_array_new(FALSE, FALSE, sizeof(HnEdge));
    (void)thread;
    for (guint32 c = (guint32)(n * task / work->n_tasks); c < end; c++)
        look_inside(work, c, rejected);
}

HnEdge *
hn_rejected_pairs_find(const HnRejectedPairsInput *input, gsize *ret_n)
{
    Work work = { .input = input };
    find_components(&work);
    list_members(&work);
    index_edges(&work);
    work.n_tasks = MIN(TASKS_MAX, work.n_components);
    hn_thread_pool_run(input->pool, work.n_tasks, look_in_task, &work);
    HnEdgePart parts[TASKS_MAX];
    *ret_n = 0;
    for (gsize t = 0; t < work.n_tasks; t++) {
        parts[t] = (HnEdgePart){ work.rejected[t]->len,
                                 (const HnEdge *)(gconstpointer)work.rejected[t]->data };
        *ret_n += work.rejected[t]->len;
    }
    HnEdge *sorted = hn_edges_sorted(parts, work.n_tasks, input->n_classes);
    for (gsize t = 0; t < work.n_tasks; t++)
        g_array_unref(work.rejected[t]);
    g_free(work.root);
    g_free(work.members);
    g_free(work.starts);
    g_free(work.first_of);
    return sorted;
}

HnEdge *
hn_rejected_pairs_among(const HnEdges *rejected, const guint32 *rows, guint32 n_rows, gsize *ret_n)
{
    g_autoptr(GArray) among = g_array_new(FALSE, FALSE, sizeof(HnEdge));
    for (guint32 i = 0; i < n_rows; i++) {
        guint32 k = i + 1;
        for (gsize e = hn_edges_first_of(rejected, rows[i]);
             e < rejected->n && rejected->edges[e].a == rows[i]; e++) {
            HnEdge pair = rejected->edges[e];
            while (k < n_rows && rows[k] < pair.b)
                k++;
            if (k == n_rows || rows[k] != pair.b)
                continue;
            pair.a = i;
            pair.b = k;
            g_array_append_val(among, pair);
        }
    }
    *ret_n = among->len;
    return (HnEdge *)(gpointer)g_array_free(g_steal_pointer(&among), FALSE);
}
