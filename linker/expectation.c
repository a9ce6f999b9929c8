#include "linker/expectation.h"

#include <math.h>

#include "blocking/blocks.h"
#include "linker/cross_support.h"
#include "linker/free_partners.h"

#define ONE 65536.0
#define LOOKED_UP_MAX 20000u
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

/* A pair of two partners is counted from both ends. */
static void
count_free_partners(HnExpectation *expectation, guint32 n_rows, const HnEdges *edges,
                    const guint32 *cluster_of)
{
    g_autofree HnFreePartner *partners = hn_free_partners_new(n_rows, edges, cluster_of);
    guint64 twice = 0;
    for (guint32 row = 0; row < n_rows; row++)
        twice += partners[row].probability;
    expectation->p_outside += twice / 2;
}

static guint
count_bits(guint64 bits)
{
    return (guint)__builtin_popcountll(bits);
}

/* Every n-th of the likely matches. */
static void
count_rules(HnExpectation *expectation, const HnRecordTable *table, const HnEntityType *type,
            const HnEdges *edges, const HnCrossSupport *probabilities)
{
    guint64 n_likely = 0, n = 0;
    for (gsize i = 0; i < edges->n; i++)
        n_likely += hn_cross_probability(probabilities, edges->edges[i].weight_units) >= ONE / 2;
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    const guint64 every = MAX((n_likely + LOOKED_UP_MAX - 1) / LOOKED_UP_MAX, 1);
    for (gsize i = 0; i < edges->n; i++) {
        const HnEdge *edge = &edges->edges[i];
        if (hn_cross_probability(probabilities, edge->weight_units) < ONE / 2 || n++ % every != 0)
            continue;
        const guint n_rules =
            count_bits(hn_blocks_rules_of_pair(table, type, windows, edge->a, edge->b));
        expectation->n_once += n_rules == 1 ? every : 0;
        expectation->n_twice += n_rules == 2 ? every : 0;
        expectation->n_looked_up++;
    }
    expectation->n_likely += n_likely;
}

void
hn_expectation_add(HnExpectation *expectation, const HnRecordTable *table, const HnEntityType *type,
                   const HnEdges *edges, const guint32 *cluster_of)
{
    g_autoptr(HnCrossSupport) probabilities = hn_cross_support_new(0);
    count_pairs_within(expectation, cluster_of, table->n_rows);
    if (type->one_per_source != NULL)
        count_free_partners(expectation, table->n_rows, edges, cluster_of);
    for (gsize i = 0; i < edges->n; i++) {
        const HnEdge *edge = &edges->edges[i];
        const guint64 p = hn_cross_probability(probabilities, edge->weight_units);
        if (cluster_of[edge->a] != cluster_of[edge->b]) {
            expectation->p_outside += type->one_per_source == NULL ? p : 0;
            continue;
        }
        expectation->n_edges_within++;
        expectation->p_within += p;
        expectation->variance_within += p * (65536 - p) / 65536;
    }
    count_rules(expectation, table, type, edges, probabilities);
}

static HnExpected
with_interval(double value, double sampling)
{
    const double doubt = sampling + DOUBT * (1 - value) + LEAST;
    return (HnExpected){ value, MAX(value - doubt, 0), MIN(value + doubt, 1) };
}

gboolean
hn_expectation_quality(const HnExpectation *e, HnExpectedQuality *ret_quality)
{
    if (e->n_edges_within == 0)
        return FALSE;
    const double n_edges = (double)e->n_edges_within;
    const double precision = (double)e->p_within / ONE / n_edges;
    const double sampling = NORMAL_95 * sqrt((double)e->variance_within / ONE) / n_edges;
    const double once = (double)e->n_once, twice = (double)e->n_twice;
    /* Bias-corrected form of the same paper: it also holds when no match is made by two rules. */
    const double lost = once * MAX(once - 1, 0) / (2 * (twice + 1));
    const double found = precision * (double)e->n_within;
    const double missed = (double)e->p_outside / ONE + lost;
    const double loss = lost / MAX((double)e->n_likely + lost, 1);
    ret_quality->precision = with_interval(precision, sampling);
    ret_quality->recall = with_interval(found / MAX(found + missed, 1), sampling);
    ret_quality->blocking_loss = (HnExpected){ loss, loss / 2, MIN(2 * loss + LEAST, 1) };
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
