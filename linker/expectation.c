#include "linker/expectation.h"

#include <math.h>

#define ONE 65536.0
#define NORMAL_95 1.959963984540054
#define DOUBT 0.5   /* of a stated error, that the error itself may be off by */
#define LEAST 0.005 /* no figure is surer than this */

static void
count_pairs_within(HnExpectation *expectation, const guint32 *cluster_of, guint32 n_rows)
{
    g_autofree guint32 *n_members = g_new0(guint32, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++)
        n_members[cluster_of[row]]++;
    for (guint32 row = 0; row < n_rows; row++)
        expectation->n_within +=
            (guint64)n_members[row] * (n_members[row] - MIN(n_members[row], 1)) / 2;
}

static void
count_lost(HnExpectation *expectation, const HnBlockingLoss *loss)
{
    expectation->n_likely += loss->n_likely;
    expectation->n_once += loss->n_once;
    expectation->n_twice += loss->n_twice;
    expectation->n_looked_up += loss->n_looked_up;
    expectation->p_lost += loss->p_lost;
    expectation->n_unruled += loss->n_unruled;
    expectation->n_blind += loss->is_blind ? 1 : 0;
}

void
hn_expectation_add_edge(HnExpectation *expectation, const HnPairBeliefs *beliefs,
                        const HnEdges *edges, gsize i)
{
    const guint64 stated = beliefs->stated[i];
    const guint64 plain = beliefs->compete
                              ? stated
                              : hn_cross_probability(beliefs->plain, edges->edges[i].weight_units);
    if (!hn_pair_beliefs_within(beliefs, i)) {
        expectation->p_outside += stated;
        expectation->p_plain_outside += plain;
        return;
    }
    expectation->n_edges_within++;
    expectation->p_within += stated;
    expectation->p_plain_within += plain;
    expectation->variance_within += stated * (65536 - stated) / 65536;
}

void
hn_expectation_add_unscored(HnExpectation *expectation, const HnUnscoredPair *pair)
{
    expectation->n_unscored += pair->n_shares;
    expectation->p_unscored += pair->n_shares * pair->probability;
}

void
hn_expectation_add(HnExpectation *expectation, const HnRecordTable *table, const HnEdges *edges,
                   const guint32 *cluster_of, const HnPairBeliefs *beliefs)
{
    count_pairs_within(expectation, cluster_of, table->n_rows);
    for (gsize i = 0; i < edges->n; i++)
        hn_expectation_add_edge(expectation, beliefs, edges, i);
    for (guint i = 0; i < beliefs->unscored->len; i++)
        hn_expectation_add_unscored(expectation,
                                    &g_array_index(beliefs->unscored, HnUnscoredPair, i));
    count_lost(expectation, &beliefs->loss);
}

static HnExpected
with_interval(double value, double plain, double sampling)
{
    const double error = 1 - value, correction = value - plain;
    const double doubt = sampling + DOUBT * sqrt(error * error + correction * correction) + LEAST;
    return (HnExpected){ value, MAX(value - doubt, 0), MIN(value + doubt, 1) };
}

static double
share_found(double found, double outside)
{
    return found / MAX(found + outside, 1);
}

/* @found of all pairs: those that rules make are @loss short of these. Of the lost, @unruled of the
 * pairs found are inside all the same. That would be said if the loss were right, but it is a least
 * one, and what it misses is outside: half of them count. */
static double
recall_of(double found, double outside, double unruled, double loss)
{
    const double none = (1 - loss) * share_found(found, outside);
    const double all = (1 - loss) * found / MAX(found * (1 - unruled) + outside, 1);
    return (none + MIN(all, share_found(found, outside))) / 2;
}

gboolean
hn_expectation_quality(const HnExpectation *e, HnExpectedQuality *ret_quality)
{
    if (e->n_edges_within == 0)
        return FALSE;
    const double n_edges = (double)e->n_edges_within, n_within = (double)e->n_within;
    const double of_edges = (double)e->p_within / ONE / n_edges;
    const double of_unscored =
        e->n_unscored == 0 ? of_edges : (double)e->p_unscored / ONE / (double)e->n_unscored;
    const double plain = (double)e->p_plain_within / ONE / n_edges;
    const double sampling = NORMAL_95 * sqrt((double)e->variance_within / ONE) / n_edges;
    const double lost = (double)e->p_lost / ONE;
    const double loss = lost / MAX((double)e->n_likely + lost, 1);
    const double found = of_edges * n_edges + of_unscored * (n_within - n_edges);
    const double unruled = (double)e->n_unruled / n_within;
    const double recall = recall_of(found, (double)e->p_outside / ONE, unruled, loss);
    const double plain_recall =
        recall_of(plain * n_within, (double)e->p_plain_outside / ONE, unruled, loss);
    const double most = share_found(found, (double)e->p_outside / ONE) + sampling + LEAST;
    ret_quality->precision = with_interval(found / n_within, plain, sampling);
    ret_quality->recall = with_interval(recall, plain_recall, sampling);
    ret_quality->recall.high = MIN(MAX(ret_quality->recall.high, most), 1);
    ret_quality->blocking_loss = (HnExpected){ loss, loss / 2, MIN(2 * loss + LEAST, 1) };
    if (e->n_blind > 0) {
        ret_quality->recall.low = 0;
        ret_quality->blocking_loss.high = 1;
    }
    return TRUE;
}

static void
put_share(HnJsonWriter *json, const char *name, double share)
{
    hn_json_key(json, name);
    hn_json_fixed(json, (gint64)(share * 10000 + 0.5), 4);
}

void
hn_expectation_write(const HnExpectation *expectation, HnJsonWriter *json)
{
    static const char *const names[] = { "precision", "recall", "blocking_loss" };
    HnExpectedQuality quality;
    if (!hn_expectation_quality(expectation, &quality))
        return;
    const HnExpected of[] = { quality.precision, quality.recall, quality.blocking_loss };
    for (guint i = 0; i < G_N_ELEMENTS(of); i++) {
        g_autofree char *low = g_strconcat(names[i], "_low", NULL);
        g_autofree char *high = g_strconcat(names[i], "_high", NULL);
        put_share(json, names[i], of[i].value);
        put_share(json, low, of[i].low);
        put_share(json, high, of[i].high);
    }
}
