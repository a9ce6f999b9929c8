#include "insight/cluster_facts.h"

#include <math.h>

#define UNITS_PER_BIT 65536

/* Clusters of three and more get places of their own, cluster by cluster, so that what is looked up
 * together lies together: on a million records half the time of arrays by row. */
#define NO_PLACE G_MAXUINT32

typedef struct {
    const HnClusterFactsInput *input;
    HnClusterFacts *facts;
    guint32 *n_nodes; /* [n_rows] of the cluster whose smallest row it is, else 0 */
    guint32 *place;   /* [n_rows] in a cluster of three or more */
    guint32 n_places;
    guint32 *row_of;    /* [n_places] */
    guint32 *degree;    /* [n_places] */
    guint32 *n_bridges; /* [n_places] at the first place of a cluster */
    guint8 *two_linked; /* bit by row: the cluster of two has its edge */
    HnBridges *bridges;
} Work;

/* ---- order of the lists ---- */

static gint
compare_clusters(gconstpointer a, gconstpointer b)
{
    const HnClusterFact *x = a, *y = b;
    if (x->n_nodes != y->n_nodes)
        return x->n_nodes > y->n_nodes ? -1 : 1;
    return (x->root > y->root) - (x->root < y->root);
}

static gint
compare_bridges(gconstpointer a, gconstpointer b)
{
    const HnBridge *x = a, *y = b;
    if (x->weight_units != y->weight_units)
        return x->weight_units < y->weight_units ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* ---- weights ---- */

static gint64
floor_bits(gint64 units)
{
    return units >= 0 ? units / UNITS_PER_BIT : -((-units + UNITS_PER_BIT - 1) / UNITS_PER_BIT);
}

/* Bins begin at whole bits below the review threshold. */
static void
choose_bins(HnClusterFacts *facts, const HnClusterFactsInput *input)
{
    gint64 heaviest = MAX(input->match_units, input->review_units);
    for (gsize i = 0; i < input->n_edges; i++)
        heaviest = MAX(heaviest, input->edges[i].weight_units);
    facts->first_bin_bits = floor_bits(input->review_units);
    const guint64 n_bits = (guint64)(floor_bits(heaviest) - facts->first_bin_bits) + 1;
    facts->bin_bits = 1;
    while (n_bits > (guint64)facts->bin_bits * HN_WEIGHT_BINS)
        facts->bin_bits *= 2;
    facts->n_bins = (guint)((n_bits + facts->bin_bits - 1) / facts->bin_bits);
}

static void
count_weight(HnClusterFacts *facts, gint32 weight_units, gboolean is_match)
{
    const gint64 bits = floor_bits(weight_units) - facts->first_bin_bits;
    HnWeightBin *bin = &facts->bins[CLAMP(bits / facts->bin_bits, 0, facts->n_bins - 1)];
    if (is_match)
        bin->n_match++;
    else
        bin->n_review++;
}

/* ---- places ---- */

/* Rows and edges come in order, what they point at does not: it is asked for this far ahead. */
#define AHEAD 24

static void
count_nodes(Work *work)
{
    const guint32 *cluster_of = work->input->cluster_of;
    const guint32 n_rows = work->input->n_rows;
    for (guint32 row = 0; row < n_rows; row++) {
        __builtin_prefetch(&work->n_nodes[cluster_of[MIN(row + AHEAD, n_rows - 1)]], 1);
        work->n_nodes[cluster_of[row]]++;
    }
}

/* A cluster's first place is that of its smallest row, which comes first. */
static void
give_places(Work *work)
{
    const guint32 n_rows = work->input->n_rows;
    for (guint32 row = 0; row < n_rows; row++) {
        work->place[row] = NO_PLACE;
        if (work->n_nodes[row] < 3)
            continue;
        work->place[row] = work->n_places;
        work->n_places += work->n_nodes[row];
    }
    work->row_of = g_new(guint32, (gsize)work->n_places + 1);
    work->degree = g_new0(guint32, (gsize)work->n_places + 1);
    work->n_bridges = g_new0(guint32, (gsize)work->n_places + 1);
    for (guint32 row = 0; row < n_rows; row++) {
        __builtin_prefetch(&work->place[work->input->cluster_of[MIN(row + AHEAD, n_rows - 1)]]);
        const guint32 root = work->input->cluster_of[row], first = work->place[root];
        if (first == NO_PLACE)
            continue;
        /* Until its turn is over the count of a cluster's first place says how many have one. */
        const guint32 place = first + work->n_bridges[first]++;
        work->place[row] = place;
        work->row_of[place] = row;
    }
    memset(work->n_bridges, 0, sizeof(guint32) * ((gsize)work->n_places + 1));
}

/* ---- edges ---- */

static void
take_match(Work *work, const HnEdge *edge)
{
    const guint32 *cluster_of = work->input->cluster_of;
    if (cluster_of[edge->a] != cluster_of[edge->b]) {
        work->facts->n_edges_cut++;
        return;
    }
    const guint32 a = work->place[edge->a];
    if (a == NO_PLACE) {
        work->two_linked[edge->a / 8] |= (guint8)(1u << edge->a % 8);
        work->facts->weakest_two_units = MIN(work->facts->weakest_two_units, edge->weight_units);
        return;
    }
    const guint32 b = work->place[edge->b];
    work->degree[a]++;
    work->degree[b]++;
    hn_bridges_add(work->bridges, a, b, edge->weight_units);
}

static void
take_edges(Work *work)
{
    const HnClusterFactsInput *input = work->input;
    for (gsize i = 0; i < input->n_edges; i++) {
        const HnEdge *edge = &input->edges[i];
        const gboolean is_match = edge->weight_units >= input->match_units;
        const guint32 later = input->edges[MIN(i + AHEAD, input->n_edges - 1)].b;
        __builtin_prefetch(&input->cluster_of[later]);
        __builtin_prefetch(&work->place[later]);
        count_weight(work->facts, edge->weight_units, is_match);
        if (is_match)
            take_match(work, edge);
    }
}

/* The rows of a group that are in one cluster hang together by the decision. */
static void
take_group(Work *work, const guint32 *rows, guint n)
{
    const guint32 *cluster_of = work->input->cluster_of;
    for (guint i = 1; i < n; i++)
        if (cluster_of[rows[i - 1]] == cluster_of[rows[i]] && work->place[rows[i]] != NO_PLACE)
            hn_bridges_add(work->bridges, work->place[rows[i - 1]], work->place[rows[i]],
                           HN_BRIDGE_DECIDED);
}

static void
take_decisions(Work *work)
{
    for (gsize i = 0; i < work->input->n_constraints; i++) {
        const HnConstraint *constraint = &work->input->constraints[i];
        if (constraint->kind != HN_CONSTRAINT_DIFFERENT)
            take_group(work, constraint->rows[0], constraint->n_rows[0]);
    }
}

static void
take_bridge(gpointer user, const HnBridge *found)
{
    Work *work = user;
    HnBridge bridge = *found;
    bridge.a = work->row_of[found->a];
    bridge.b = work->row_of[found->b];
    work->facts->n_bridges++;
    const guint32 first = work->place[work->input->cluster_of[bridge.a]];
    if (work->n_bridges[first]++ == 0)
        work->facts->n_bridged++;
    hn_top_list_add(&work->facts->bridges, &bridge);
}

/* ---- clusters ---- */

static void
count_sizes(Work *work)
{
    guint32 largest = 0;
    const guint32 n_rows = work->input->n_rows;
    for (guint32 row = 0; row < n_rows; row++)
        largest = MAX(largest, work->n_nodes[row]);
    g_autofree guint32 *counts = g_new0(guint32, (gsize)largest + 1);
    for (guint32 row = 0; row < n_rows; row++)
        counts[work->n_nodes[row]]++;
    for (guint32 size = 1; size <= largest; size++) {
        const HnClusterSize entry = { size, counts[size] };
        if (entry.n_clusters > 0)
            g_array_append_val(work->facts->sizes, entry);
    }
    work->facts->n_twos = largest >= 2 ? counts[2] : 0;
}

static void
list_clusters(Work *work)
{
    for (guint32 row = 0; row < work->input->n_rows; row++) {
        const HnClusterFact cluster = { .root = row, .n_nodes = work->n_nodes[row] };
        if (cluster.n_nodes >= 2)
            hn_top_list_add(&work->facts->clusters, &cluster);
    }
}

/* Only what is listed is looked at closely. */
static void
finish_cluster(const Work *work, HnClusterFact *cluster)
{
    const guint32 first = work->place[cluster->root];
    if (first == NO_PLACE) {
        cluster->n_edges = (guint32)work->two_linked[cluster->root / 8] >> cluster->root % 8 & 1u;
        cluster->degree_max = (guint32)cluster->n_edges;
        return;
    }
    guint64 sum = 0;
    for (guint32 i = 0; i < cluster->n_nodes; i++) {
        sum += work->degree[first + i];
        cluster->degree_max = MAX(cluster->degree_max, work->degree[first + i]);
    }
    cluster->n_edges = sum / 2;
    cluster->n_bridges = work->n_bridges[first];
}

static void
find_all(Work *work)
{
    count_nodes(work);
    count_sizes(work);
    list_clusters(work);
    give_places(work);
    work->bridges = hn_bridges_new(work->n_places);
    take_edges(work);
    take_decisions(work);
    hn_bridges_find(work->bridges, take_bridge, work);
    GArray *list = work->facts->clusters.items;
    for (guint i = 0; i < list->len; i++)
        finish_cluster(work, &g_array_index(list, HnClusterFact, i));
}

HnClusterFacts *
hn_cluster_facts_new(const HnClusterFactsInput *input)
{
    HnClusterFacts *facts = g_new0(HnClusterFacts, 1);
    facts->sizes = g_array_new(FALSE, FALSE, sizeof(HnClusterSize));
    facts->clusters = hn_top_list(HN_FACTS_TOP, sizeof(HnClusterFact), compare_clusters);
    facts->bridges = hn_top_list(HN_FACTS_TOP, sizeof(HnBridge), compare_bridges);
    facts->weakest_two_units = G_MAXINT32;
    choose_bins(facts, input);
    Work work = { .input = input,
                  .facts = facts,
                  .n_nodes = g_new0(guint32, (gsize)input->n_rows + 1),
                  .place = g_new(guint32, (gsize)input->n_rows + 1),
                  .two_linked = g_new0(guint8, input->n_rows / 8 + 1) };
    find_all(&work);
    g_free(work.n_nodes);
    g_free(work.place);
    g_free(work.row_of);
    g_free(work.degree);
    g_free(work.n_bridges);
    g_free(work.two_linked);
    hn_bridges_free(work.bridges);
    return facts;
}

void
hn_cluster_facts_free(HnClusterFacts *facts)
{
    if (facts == NULL)
        return;
    g_array_unref(facts->sizes);
    hn_top_list_clear(&facts->clusters);
    hn_top_list_clear(&facts->bridges);
    g_free(facts);
}

double
hn_cluster_density(const HnClusterFact *cluster)
{
    const double n = cluster->n_nodes;
    return cluster->n_nodes < 2 ? (double)NAN : (double)cluster->n_edges * 2 / (n * (n - 1));
}

double
hn_cluster_centralisation(const HnClusterFact *cluster)
{
    const double n = cluster->n_nodes;
    if (cluster->n_nodes < 3)
        return (double)NAN;
    return (n * cluster->degree_max - 2.0 * (double)cluster->n_edges) / ((n - 1) * (n - 2));
}
