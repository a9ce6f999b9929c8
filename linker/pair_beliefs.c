#include "linker/pair_beliefs.h"

#include "linker/rival_partners.h"

/* What each night holds between its steps. */
typedef struct {
    const HnEdges *edges;
    const HnRivalInput *rivals; /* NULL: no source holds an entity once */
    HnClusterPaths *clusters;
    guint32 *paths; /* [edges->n] */
    HnWeightShift shift;
} Work;

static void
fit_shift(const HnPairBeliefs *beliefs, Work *work)
{
    const guint64 every = hn_cluster_paths_every(work->clusters);
    HnConfirmed confirmed = { .every = every };
    hn_cluster_paths_find(work->clusters, beliefs->stated, work->paths, NULL);
    for (gsize i = 0; i < work->edges->n; i++) {
        const HnEdge *edge = &work->edges->edges[i];
        const guint8 state = beliefs->states[i];
        if (state == HN_PATH_LEFT_OUT)
            continue;
        const guint bin = hn_shift_bin(edge->weight_units);
        const guint64 n = state == HN_PATH_OUTSIDE ? 1 : every;
        const gboolean is_confirmed =
            state == HN_PATH_PLAIN || (state == HN_PATH_FOUND && work->paths[i] >= HN_SHIFT_SURE);
        const gboolean is_sure = beliefs->stated[i] >= HN_SHIFT_SURE;
        confirmed.n_edges[bin] += n;
        confirmed.n_confirmed[bin] += is_confirmed ? n : 0;
        confirmed.n_sure += is_sure ? n : 0;
        confirmed.n_sure_confirmed += is_sure && is_confirmed ? n : 0;
    }
    hn_weight_shift_fit(&confirmed, &work->shift);
}

static void
weigh_edges(HnPairBeliefs *beliefs, const Work *work)
{
    if (work->rivals != NULL) {
        hn_rival_partners_find(work->rivals, beliefs->stated);
        return;
    }
    for (gsize i = 0; i < work->edges->n; i++) {
        const gint32 units = work->edges->edges[i].weight_units;
        beliefs->stated[i] =
            hn_cross_probability(beliefs->plain, units + work->shift.units[hn_shift_bin(units)]);
    }
}

/* Edges inside clusters that are left out take the mean of those of their weight. */
static void
take_means(HnPairBeliefs *beliefs, const HnEdges *edges)
{
    guint64 sums[HN_SHIFT_BINS] = { 0 }, n[HN_SHIFT_BINS] = { 0 };
    for (gsize i = 0; i < edges->n; i++) {
        if (beliefs->states[i] <= HN_PATH_LEFT_OUT)
            continue;
        const guint bin = hn_shift_bin(edges->edges[i].weight_units);
        sums[bin] += beliefs->stated[i];
        n[bin]++;
    }
    for (gsize i = 0; i < edges->n; i++) {
        const guint bin = hn_shift_bin(edges->edges[i].weight_units);
        if (beliefs->states[i] == HN_PATH_LEFT_OUT && n[bin] > 0)
            beliefs->stated[i] = (guint32)(sums[bin] / n[bin]);
    }
}

static void
raise_by_paths(HnPairBeliefs *beliefs, Work *work)
{
    hn_cluster_paths_find(work->clusters, beliefs->stated, work->paths, beliefs->unscored);
    for (gsize i = 0; i < work->edges->n; i++)
        if (beliefs->states[i] == HN_PATH_FOUND)
            beliefs->stated[i] = MAX(beliefs->stated[i], work->paths[i]);
    if (hn_cluster_paths_every(work->clusters) > 1)
        take_means(beliefs, work->edges);
}

HnPairBeliefs *
hn_pair_beliefs_new(const HnRecordTable *table, const HnEntityType *type, const HnEdges *edges,
                    const guint32 *cluster_of)
{
    HnPairBeliefs *beliefs = g_new0(HnPairBeliefs, 1);
    g_autofree guint32 *paths = g_new(guint32, edges->n + 1);
    g_autofree guint8 *flags = NULL;
    g_autofree guint32 *source_of = NULL;
    Work work = { .edges = edges, .paths = paths };
    HnRivalInput rivals = { table->n_rows, table->n_sources, NULL, NULL, edges, &work.shift };
    if (type->one_per_source != NULL) {
        rivals.one_per_source = flags = hn_record_table_one_per_source(table, type);
        rivals.source_of = source_of = hn_record_table_sources_of_rows(table);
        work.rivals = &rivals;
        beliefs->compete = TRUE;
    }
    hn_blocking_loss_of(&beliefs->loss, table, type, edges, cluster_of);
    beliefs->plain = hn_cross_support_new(0, NULL);
    beliefs->stated = g_new(guint32, edges->n + 1);
    beliefs->unscored = g_array_new(FALSE, FALSE, sizeof(HnUnscoredPair));
    for (gsize i = 0; i < edges->n; i++)
        beliefs->stated[i] = hn_cross_probability(beliefs->plain, edges->edges[i].weight_units);
    work.clusters = beliefs->clusters =
        hn_cluster_paths_new(table->n_rows, edges, cluster_of, beliefs->stated);
    beliefs->states = hn_cluster_paths_states(beliefs->clusters);
    fit_shift(beliefs, &work);
    weigh_edges(beliefs, &work);
    raise_by_paths(beliefs, &work);
    return beliefs;
}

void
hn_pair_beliefs_free(HnPairBeliefs *beliefs)
{
    if (beliefs == NULL)
        return;
    g_free(beliefs->stated);
    g_array_unref(beliefs->unscored);
    hn_cross_support_free(beliefs->plain);
    hn_cluster_paths_free(beliefs->clusters);
    g_free(beliefs);
}
