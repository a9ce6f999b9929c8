/* Clusters by union-find where nothing speaks against it, by greedy growth where something does.
 *
 * Taken: Kruskal's order (1956) with a veto, the agglomeration under constraints of Davidson and
 * Ravi (2005). Left out: optimal correlation clustering (Bansal, Blum and Chawla 2004; NP-hard, and
 * a steward could not say why a record went where it did), and star or centre clustering
 * (Hassanzadeh et al. 2009; breaks chains of corrections that are true). In a component where no
 * constraint is violated no veto can fire: any part of it is without violation too. Where every
 * pair of a component has an edge that says enough, any two groups have the support that is asked
 * for.
 * So the quick way gives what the greedy way would. Phases: settle (decisions alone) -> components
 * -> conflicted marks -> regrowth of the marked ones -> report. */
#include "linker/cluster.h"

#include "base/radix_sort.h"
#include "linker/cross_support.h"
#include "linker/never_tags.h"
#include "linker/rejected_pairs.h"
#include "linker/settle.h"
#include "linker/union_find.h"
#include "linker/veto.h"

typedef struct {
    const HnClusterInput *input;
    HnRowsMeet meet; /* of the input */
    const HnSettled *settled;
    guint32 *parent;     /* [n_rows] components, then clusters; flat between the phases */
    guint8 *conflicted;  /* [n_rows] of a component's smallest row */
    guint32 support_min; /* a pair alone that matches has it */
    guint32 n_conflicted;
} Clustering;

/* The rows of the conflicted components under local numbers, and the match edges between them. */
typedef struct {
    guint32 n_rows;
    guint32 *rows;   /* ascending */
    guint32 *local;  /* [n_rows of the input]; set for rows of conflicted components only */
    guint32 *parent; /* [n_rows] local union-find */
    guint8 *locked;  /* [n_rows] */
    HnVeto *veto;
    HnCrossSupport *support; /* NULL: not asked for */
    guint32 n_bridges_cut;
    gsize n_edges;
    guint64 *keys;  /* [n_edges] heavier edges first */
    guint32 *order; /* [n_edges] index in input->edges */
} Regrowth;

/* Edges come in the order of their first rows; the second lie anywhere, and so are asked for this
 * far ahead. */
#define AHEAD 16u

static inline void
ask_ahead(const Clustering *clustering, gsize edge)
{
    const HnClusterInput *input = clustering->input;
    __builtin_prefetch(clustering->parent + input->edges[MIN(edge + AHEAD, input->n_edges - 1)].b);
}

static void
join_components(Clustering *clustering)
{
    const HnClusterInput *input = clustering->input;
    const HnSettled *settled = clustering->settled;
    guint32 *parent = clustering->parent;
    hn_union_find_init(parent, input->n_rows);
    for (guint32 i = 0; i < settled->n_rows; i++)
        parent[settled->rows[i]] = settled->rows[settled->bound_to[i]];
    for (gsize i = 0; i < input->n_edges; i++) {
        const HnEdge *edge = &input->edges[i];
        ask_ahead(clustering, i);
        if (edge->weight_units >= input->match_units)
            hn_union_find_join(parent, edge->a, edge->b);
    }
    hn_union_find_flatten(parent, input->n_rows);
}

static void
mark_conflicted(Clustering *clustering, guint32 root)
{
    clustering->n_conflicted += !clustering->conflicted[root];
    clustering->conflicted[root] = 1;
}

/* Components that hold rows of both sides of a DIFFERENT. */
static void
mark_different(Clustering *clustering)
{
    const HnClusterInput *input = clustering->input;
    g_autofree guint32 *seen =
        NULL; /* of a root: the last constraint with a first side in it, + 1 */
    for (gsize d = 0; d < input->n_constraints; d++) {
        const HnConstraint *constraint = &input->constraints[d];
        if (constraint->kind != HN_CONSTRAINT_DIFFERENT || !clustering->settled->stands[d])
            continue;
        if (seen == NULL)
            seen = g_new0(guint32, input->n_rows);
        for (guint i = 0; i < constraint->n_rows[0]; i++)
            seen[clustering->parent[constraint->rows[0][i]]] = (guint32)d + 1;
        for (guint i = 0; i < constraint->n_rows[1]; i++) {
            const guint32 root = clustering->parent[constraint->rows[1][i]];
            if (seen[root] == d + 1)
                mark_conflicted(clustering, root);
        }
    }
}

/* Components that are more than the LOCK inside them. */
static void
mark_locked(Clustering *clustering)
{
    const HnClusterInput *input = clustering->input;
    g_autofree guint32 *n_members = NULL;
    for (gsize d = 0; d < input->n_constraints; d++) {
        const HnConstraint *constraint = &input->constraints[d];
        if (constraint->kind != HN_CONSTRAINT_LOCK || !clustering->settled->stands[d] ||
            constraint->n_rows[0] == 0)
            continue;
        if (n_members == NULL) {
            n_members = g_new0(guint32, input->n_rows);
            for (guint32 row = 0; row < input->n_rows; row++)
                n_members[clustering->parent[row]]++;
        }
        const guint32 root = clustering->parent[constraint->rows[0][0]];
        if (n_members[root] != constraint->n_rows[0])
            mark_conflicted(clustering, root);
    }
}

/* A person said that both are one: that stands above one record per source. */
static gboolean
bound_together(const HnSettled *settled, guint32 a, guint32 b)
{
    const guint32 index_a = hn_settled_find(settled, a);
    const guint32 index_b = hn_settled_find(settled, b);
    return index_a != G_MAXUINT32 && index_b != G_MAXUINT32 &&
           settled->bound_to[index_a] == settled->bound_to[index_b];
}

static inline gboolean
one_per_source(const HnClusterInput *input, guint32 row)
{
    return input->one_per_source[input->source_of[row]] != 0;
}

/* The rows of flagged sources, source by source. */
static guint32 *
rows_by_source(const HnClusterInput *input, guint32 *ret_n)
{
    guint32 n_sources = 0, n = 0;
    for (guint32 row = 0; row < input->n_rows; row++)
        n_sources = MAX(n_sources, input->source_of[row] + 1);
    g_autofree guint32 *next = g_new0(guint32, (gsize)n_sources + 1);
    for (guint32 row = 0; row < input->n_rows; row++)
        next[input->source_of[row] + 1] += one_per_source(input, row) ? 1 : 0;
    for (guint32 source = 0; source < n_sources; source++)
        next[source + 1] += next[source];
    n = next[n_sources];
    guint32 *rows = g_new(guint32, (gsize)n + 1);
    for (guint32 row = 0; row < input->n_rows; row++) {
        if (one_per_source(input, row))
            rows[next[input->source_of[row]]++] = row;
    }
    *ret_n = n;
    return rows;
}

/* Components with two rows of a source that holds one record per entity. */
static void
mark_one_per_source(Clustering *clustering)
{
    const HnClusterInput *input = clustering->input;
    if (input->one_per_source == NULL || input->n_rows == 0)
        return;
    guint32 n;
    g_autofree guint32 *rows = rows_by_source(input, &n);
    g_autofree guint32 *last = g_new(guint32, input->n_rows); /* of a root: the last flagged row */
    memset(last, 0xff, sizeof(guint32) * input->n_rows);
    for (guint32 i = 0; i < n; i++) {
        const guint32 root = clustering->parent[rows[i]];
        const gboolean again =
            last[root] != G_MAXUINT32 && input->source_of[last[root]] == input->source_of[rows[i]];
        if (again && !bound_together(clustering->settled, last[root], rows[i]))
            mark_conflicted(clustering, root);
        last[root] = rows[i];
    }
}

/* The sources of a component so far: a list of nodes, newest first. */
typedef struct {
    guint32 source;
    guint32 before; /* index of a node, or G_MAXUINT32 */
} SourceNode;

/* TRUE: one of the sources listed from @node on is never of one entity with @source. Else it is
 * listed after this. */
static gboolean
list_source(const HnClusterInput *input, GArray *nodes, guint32 *node, guint32 source)
{
    for (guint32 at = *node; at != G_MAXUINT32;) {
        const SourceNode *listed = &g_array_index(nodes, SourceNode, at);
        if (listed->source == source)
            return FALSE;
        if (input->meets[(gsize)source * input->n_sources + listed->source] == HN_MEET_NEVER)
            return TRUE;
        at = listed->before;
    }
    const SourceNode new = { source, *node };
    *node = nodes->len;
    g_array_append_val(nodes, new);
    return FALSE;
}

/* Components with rows of two sources that never meet. */
static void
mark_unlawful(Clustering *clustering)
{
    const HnClusterInput *input = clustering->input;
    if (input->meets == NULL)
        return;
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(SourceNode));
    g_autofree guint32 *last = g_new(guint32, (gsize)input->n_rows + 1); /* of a root */
    memset(last, 0xff, sizeof(guint32) * input->n_rows);
    for (guint32 row = 0; row < input->n_rows; row++) {
        const guint32 root = clustering->parent[row];
        if (!clustering->conflicted[root] &&
            list_source(input, nodes, &last[root], input->source_of[row]))
            mark_conflicted(clustering, root);
    }
}

/* Components with two rows that are never one. */
static void
mark_never(Clustering *clustering)
{
    const HnClusterInput *input = clustering->input;
    for (gsize i = 0; i < input->n_rejected; i++) {
        const HnEdge *pair = &input->rejected[i];
        const guint32 root = clustering->parent[pair->a];
        if (pair->weight_units == HN_NEVER_UNITS && root == clustering->parent[pair->b] &&
            !bound_together(clustering->settled, pair->a, pair->b))
            mark_conflicted(clustering, root);
    }
}

/* Components in which some two groups may lack support: those of three rows or more where not every
 * pair has an edge that would do alone. */
static void
mark_doubtful(Clustering *clustering)
{
    const HnClusterInput *input = clustering->input;
    g_autoptr(HnCrossSupport) probabilities = hn_cross_support_new(0, NULL);
    clustering->support_min =
        MIN(input->support_min, hn_cross_probability(probabilities, input->match_units));
    if (clustering->support_min == 0)
        return;
    const guint32 enough = hn_cross_probability_enough(probabilities, clustering->support_min);
    g_autofree guint64 *n_agreeing = g_new0(guint64, (gsize)input->n_rows + 1);
    g_autofree guint32 *n_members = g_new0(guint32, (gsize)input->n_rows + 1);
    for (guint32 row = 0; row < input->n_rows; row++)
        n_members[clustering->parent[row]]++;
    for (gsize i = 0; i < input->n_edges; i++) {
        const HnEdge *edge = &input->edges[i];
        const guint32 root = clustering->parent[edge->a];
        ask_ahead(clustering, i);
        if (root == clustering->parent[edge->b] &&
            hn_cross_probability(probabilities, edge->weight_units) >= enough)
            n_agreeing[root]++;
    }
    for (guint32 row = 0; row < input->n_rows; row++) {
        const guint64 n = n_members[row];
        if (n > 2 && n_agreeing[row] < n * (n - 1) / 2)
            mark_conflicted(clustering, row);
    }
}

static void
list_conflicted_rows(const Clustering *clustering, Regrowth *regrowth)
{
    const guint32 n_rows = clustering->input->n_rows;
    for (guint32 row = 0; row < n_rows; row++)
        regrowth->n_rows += clustering->conflicted[clustering->parent[row]];
    regrowth->rows = g_new(guint32, regrowth->n_rows);
    regrowth->local = g_new(guint32, n_rows);
    guint32 n = 0;
    for (guint32 row = 0; row < n_rows; row++) {
        if (clustering->conflicted[clustering->parent[row]]) {
            regrowth->local[row] = n;
            regrowth->rows[n++] = row;
        }
    }
}

static void
list_conflicted_edges(const Clustering *clustering, Regrowth *regrowth)
{
    const HnClusterInput *input = clustering->input;
    gsize n = 0;
    for (gsize i = 0; i < input->n_edges; i++)
        n += clustering->conflicted[clustering->parent[input->edges[i].a]];
    g_assert(input->n_edges <= G_MAXUINT32);
    regrowth->keys = g_new(guint64, n + 1);
    regrowth->order = g_new(guint32, n + 1);
    for (gsize i = 0; i < input->n_edges; i++) {
        const HnEdge *edge = &input->edges[i];
        if (edge->weight_units < input->match_units ||
            !clustering->conflicted[clustering->parent[edge->a]])
            continue;
        regrowth->keys[regrowth->n_edges] = (guint64)((gint64)G_MAXINT32 - edge->weight_units);
        regrowth->order[regrowth->n_edges++] = (guint32)i;
    }
    g_autofree guint64 *keys_tmp = g_new(guint64, n + 1);
    g_autofree guint32 *order_tmp = g_new(guint32, n + 1);
    hn_radix_sort_pairs(regrowth->keys, regrowth->order, regrowth->n_edges, keys_tmp, order_tmp);
}

static guint32
count_never(const HnClusterInput *input)
{
    guint32 n = 0;
    for (gsize i = 0; i < input->n_rejected; i++)
        n += input->rejected[i].weight_units == HN_NEVER_UNITS;
    return n;
}

/* Tags behind those of decisions, in pairs. Rows that a person bound together stay so. */
static void
tag_never(const Clustering *clustering, Regrowth *regrowth)
{
    const HnClusterInput *input = clustering->input;
    guint32 tag = (guint32)(2 * input->n_constraints);
    for (gsize i = 0; i < input->n_rejected; i++) {
        const HnEdge *pair = &input->rejected[i];
        const guint32 root = clustering->parent[pair->a];
        if (pair->weight_units != HN_NEVER_UNITS)
            continue;
        if (clustering->conflicted[root] && root == clustering->parent[pair->b]) {
            const guint32 a = regrowth->parent[regrowth->local[pair->a]];
            const guint32 b = regrowth->parent[regrowth->local[pair->b]];
            if (a != b) {
                hn_veto_add_tag(regrowth->veto, a, tag);
                hn_veto_add_tag(regrowth->veto, b, tag + 1);
            }
        }
        tag += 2;
    }
}

/* Groups start as what decisions bind together, tagged with what keeps them from others. */
static void
start_groups(const Clustering *clustering, Regrowth *regrowth)
{
    const HnClusterInput *input = clustering->input;
    const HnSettled *settled = clustering->settled;
    regrowth->parent = g_new(guint32, regrowth->n_rows);
    regrowth->locked = g_new0(guint8, regrowth->n_rows);
    hn_union_find_init(regrowth->parent, regrowth->n_rows);
    for (guint32 i = 0; i < settled->n_rows; i++) {
        const guint32 row = settled->rows[i];
        if (!clustering->conflicted[clustering->parent[row]])
            continue;
        const guint32 bound_to = settled->rows[settled->bound_to[i]];
        regrowth->parent[regrowth->local[row]] = regrowth->local[bound_to];
        regrowth->locked[regrowth->local[row]] = settled->locked[i];
    }
    g_auto(HnNeverTags) never = { 0 };
    hn_never_tags_init(&never, &clustering->meet);
    const guint32 of_law = (guint32)(2 * input->n_constraints) + 2 * count_never(input);
    const guint32 n_paired = of_law + 2 * never.n_pairs;
    regrowth->veto = hn_veto_new(regrowth->n_rows, n_paired);
    for (guint32 i = 0; never.n_pairs > 0 && i < regrowth->n_rows; i++)
        hn_never_tags_put(&never, input->source_of[regrowth->rows[i]], regrowth->veto,
                          regrowth->parent[i], of_law);
    for (guint32 i = 0; input->one_per_source != NULL && i < regrowth->n_rows; i++) {
        const guint32 row = regrowth->rows[i];
        if (one_per_source(input, row))
            hn_veto_add_tag(regrowth->veto, regrowth->parent[i], n_paired + input->source_of[row]);
    }
}

static void
tag_different(const Clustering *clustering, Regrowth *regrowth)
{
    const HnClusterInput *input = clustering->input;
    for (gsize d = 0; d < input->n_constraints; d++) {
        const HnConstraint *constraint = &input->constraints[d];
        if (constraint->kind != HN_CONSTRAINT_DIFFERENT || !clustering->settled->stands[d])
            continue;
        for (guint k = 0; k < constraint->n_rows[0] + constraint->n_rows[1]; k++) {
            const guint side = k >= constraint->n_rows[0];
            const guint32 row = constraint->rows[side][side ? k - constraint->n_rows[0] : k];
            if (!clustering->conflicted[clustering->parent[row]])
                continue;
            const guint32 group = regrowth->parent[regrowth->local[row]];
            hn_veto_add_tag(regrowth->veto, group, (guint32)(2 * d) + side);
        }
    }
}

static void
weigh_pairs(const Clustering *clustering, const HnEdge *pairs, gsize n, Regrowth *regrowth)
{
    for (gsize i = 0; i < n; i++) {
        const guint32 root = clustering->parent[pairs[i].a];
        if (clustering->conflicted[root] && root == clustering->parent[pairs[i].b])
            hn_cross_support_add(regrowth->support, regrowth->local[pairs[i].a],
                                 regrowth->local[pairs[i].b], pairs[i].weight_units);
    }
}

/* All pairs inside the components that were compared count. */
static void
weigh_support(const Clustering *clustering, Regrowth *regrowth)
{
    const HnClusterInput *input = clustering->input;
    if (clustering->support_min == 0)
        return;
    g_autofree guint32 *source_of = g_new0(guint32, (gsize)regrowth->n_rows + 1);
    for (guint32 i = 0; input->meets != NULL && i < regrowth->n_rows; i++)
        source_of[i] = input->source_of[regrowth->rows[i]];
    const HnRowsMeet meet = { input->n_sources, source_of, input->meets };
    regrowth->support = hn_cross_support_new(regrowth->n_rows, &meet);
    weigh_pairs(clustering, input->edges, input->n_edges, regrowth);
    weigh_pairs(clustering, input->rejected, input->n_rejected, regrowth);
    for (guint32 i = 0; i < regrowth->n_rows; i++) {
        if (regrowth->parent[i] != i)
            hn_cross_support_merge(regrowth->support, regrowth->parent[i], i);
    }
}

static gboolean
is_supported(const Clustering *clustering, Regrowth *regrowth, guint32 a, guint32 b)
{
    if (regrowth->support == NULL ||
        hn_cross_support_between(regrowth->support, a, b) >= clustering->support_min)
        return TRUE;
    regrowth->n_bridges_cut++;
    return FALSE;
}

static void
grow_groups(const Clustering *clustering, Regrowth *regrowth)
{
    for (gsize i = 0; i < regrowth->n_edges; i++) {
        const HnEdge *edge = &clustering->input->edges[regrowth->order[i]];
        const guint32 a = regrowth->local[edge->a], b = regrowth->local[edge->b];
        if (regrowth->locked[a] || regrowth->locked[b])
            continue;
        const guint32 root_a = hn_union_find_root(regrowth->parent, a);
        const guint32 root_b = hn_union_find_root(regrowth->parent, b);
        if (root_a == root_b || hn_veto_forbids(regrowth->veto, root_a, root_b) ||
            !is_supported(clustering, regrowth, root_a, root_b))
            continue;
        hn_veto_merge(regrowth->veto, root_a, root_b);
        if (regrowth->support != NULL)
            hn_cross_support_merge(regrowth->support, root_a, root_b);
        hn_union_find_join(regrowth->parent, root_a, root_b);
    }
    hn_union_find_flatten(regrowth->parent, regrowth->n_rows);
}

/* Counts the match edges that now lead from one cluster to another. */
static void
regrow(Clustering *clustering, HnClusterReport *report)
{
    Regrowth regrowth = { 0 };
    list_conflicted_rows(clustering, &regrowth);
    list_conflicted_edges(clustering, &regrowth);
    start_groups(clustering, &regrowth);
    tag_different(clustering, &regrowth);
    tag_never(clustering, &regrowth);
    weigh_support(clustering, &regrowth);
    grow_groups(clustering, &regrowth);
    for (guint32 i = 0; i < regrowth.n_rows; i++)
        clustering->parent[regrowth.rows[i]] = regrowth.rows[regrowth.parent[i]];
    for (gsize i = 0; i < regrowth.n_edges; i++) {
        const HnEdge *edge = &clustering->input->edges[regrowth.order[i]];
        report->n_edges_cut += clustering->parent[edge->a] != clustering->parent[edge->b];
    }
    report->n_bridges_cut = regrowth.n_bridges_cut;
    g_free(regrowth.rows);
    g_free(regrowth.local);
    g_free(regrowth.parent);
    g_free(regrowth.locked);
    hn_veto_free(regrowth.veto);
    hn_cross_support_free(regrowth.support);
    g_free(regrowth.keys);
    g_free(regrowth.order);
}

static void
count_clusters(const guint32 *cluster_of, guint32 n_rows, HnClusterReport *report)
{
    g_autofree guint32 *n_members = g_new0(guint32, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++) {
        report->n_clusters += cluster_of[row] == row;
        n_members[cluster_of[row]]++;
        report->largest = MAX(report->largest, n_members[cluster_of[row]]);
    }
}

void
hn_cluster(const HnClusterInput *input, guint32 *ret_cluster_of, HnClusterReport *ret_report)
{
    g_assert(input->n_rows < G_MAXUINT32 / 2);
    g_assert(input->one_per_source == NULL || input->source_of != NULL);
    const HnRowsMeet meet = { input->n_sources, input->source_of, input->meets };
    g_assert(input->meets == NULL || input->source_of != NULL);
    g_autoptr(HnSettled) settled = hn_settle(input->constraints, input->n_constraints, &meet);
    g_autofree guint8 *conflicted = g_new0(guint8, (gsize)input->n_rows + 1);
    Clustering clustering = {
        .input = input,
        .meet = meet,
        .settled = settled,
        .parent = ret_cluster_of,
        .conflicted = conflicted,
    };
    join_components(&clustering);
    mark_different(&clustering);
    mark_locked(&clustering);
    mark_one_per_source(&clustering);
    mark_unlawful(&clustering);
    mark_never(&clustering);
    mark_doubtful(&clustering);

    HnClusterReport report = { .n_conflicted = clustering.n_conflicted };
    if (clustering.n_conflicted > 0)
        regrow(&clustering, &report);
    count_clusters(ret_cluster_of, input->n_rows, &report);
    report.n_decision_conflicts = settled->overruled->len;
    report.overruled = g_array_ref(settled->overruled);
    *ret_report = report;
}

void
hn_cluster_report_clear(HnClusterReport *report)
{
    g_clear_pointer(&report->overruled, g_array_unref);
}
