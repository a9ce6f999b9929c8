#include "linker/rival_partners.h"

#include <math.h>

#include "linker/mutual_choice.h"

#define ONE 65536.0
#define STEPS_PER_BIT 8
#define BITS_MAX 40 /* beyond, a pair outweighs all others anyway */
#define SETTLED (0.25 / ONE)
#define KEPT 0.5 /* of the last message: rings would swing for ever */

/* A record and a source that holds an entity once are one limit: of their pairs one at most. */
typedef struct {
    const HnRivalInput *input;
    double odds[2 * BITS_MAX * STEPS_PER_BIT + 1];
    guint32 *limits[2]; /* [edges->n] of an edge's first, second record; or HN_NO_LIMIT */
    double *free[2];    /* [edges->n] messages: the record has no partner but perhaps this one */
    double *sums;       /* [n_limits] odds x message of the other end, of all pairs */
    guint32 n_limits;
} Rivals;

static double
odds_of(const Rivals *rivals, gsize i)
{
    const HnEdge *edge = &rivals->input->edges->edges[i];
    const gint32 step = HN_WEIGHT_UNITS_PER_BIT / STEPS_PER_BIT;
    const gint32 limit = BITS_MAX * HN_WEIGHT_UNITS_PER_BIT;
    const gint32 units = CLAMP(edge->weight_units, -limit, limit) +
                         rivals->input->shift->units[hn_shift_bin(edge->weight_units)];
    return rivals->odds[(CLAMP(units, -limit, limit) + limit + step / 2) / step];
}

/* A row's edges into one source follow each other, as rows of a source do: where a row is the
 * second end, too, for its first ends ascend. So the last limit of a row is the one to go on with.
 */
static void
find_limits(Rivals *rivals)
{
    const HnRivalInput *input = rivals->input;
    for (guint end = 0; end < 2; end++) {
        g_autofree guint32 *last = g_new(guint32, (gsize)input->n_rows + 1);
        g_autofree guint32 *last_source = g_new(guint32, (gsize)input->n_rows + 1);
        for (guint32 row = 0; row < input->n_rows; row++)
            last[row] = HN_NO_LIMIT;
        for (gsize i = 0; i < input->edges->n; i++) {
            const HnEdge *edge = &input->edges->edges[i];
            const guint32 row = end == 0 ? edge->a : edge->b;
            const guint32 source = input->source_of[end == 0 ? edge->b : edge->a];
            g_assert(input->source_of[edge->a] != input->source_of[edge->b] ||
                     !input->one_per_source[source]);
            rivals->limits[end][i] = HN_NO_LIMIT;
            if (!input->one_per_source[source])
                continue;
            if (last[row] == HN_NO_LIMIT || last_source[row] != source)
                last[row] = rivals->n_limits++;
            last_source[row] = source;
            rivals->limits[end][i] = last[row];
        }
    }
}

static void
add_up(Rivals *rivals)
{
    const gsize n_edges = rivals->input->edges->n;
    for (guint32 l = 0; l < rivals->n_limits; l++)
        rivals->sums[l] = 0;
    for (gsize i = 0; i < n_edges; i++) {
        const double odds = odds_of(rivals, i);
        for (guint end = 0; end < 2; end++)
            if (rivals->limits[end][i] != HN_NO_LIMIT)
                rivals->sums[rivals->limits[end][i]] += odds * rivals->free[1 - end][i];
    }
}

/* One round; returns the largest change of a message. */
static double
tell_each_other(Rivals *rivals)
{
    const gsize n_edges = rivals->input->edges->n;
    double change = 0;
    add_up(rivals);
    for (gsize i = 0; i < n_edges; i++) {
        const double odds = odds_of(rivals, i);
        const double told[] = { rivals->free[0][i], rivals->free[1][i] };
        for (guint end = 0; end < 2; end++) {
            const guint32 limit = rivals->limits[end][i];
            if (limit == HN_NO_LIMIT)
                continue;
            const double others = MAX(rivals->sums[limit] - odds * told[1 - end], 0);
            rivals->free[end][i] = KEPT * told[end] + (1 - KEPT) / (1 + others);
            change = MAX(change, fabs(rivals->free[end][i] - told[end]));
        }
    }
    return change;
}

static void
weigh_mutual(const Rivals *rivals, guint32 *probabilities)
{
    const gsize n_edges = rivals->input->edges->n;
    g_autofree double *odds = g_new(double, n_edges + 1);
    for (gsize i = 0; i < n_edges; i++)
        odds[i] = odds_of(rivals, i);
    const HnMutualInput input = {
        n_edges, odds, { rivals->limits[0], rivals->limits[1] }, rivals->n_limits
    };
    hn_mutual_choice_weigh(&input, probabilities);
}

void
hn_rival_partners_find(const HnRivalInput *input, guint32 *ret_probability)
{
    const gsize n_edges = input->edges->n;
    Rivals rivals = { .input = input };
    for (gint i = 0; i <= 2 * BITS_MAX * STEPS_PER_BIT; i++)
        rivals.odds[i] = hn_exp2((double)i / STEPS_PER_BIT - BITS_MAX);
    for (guint end = 0; end < 2; end++) {
        rivals.limits[end] = g_new(guint32, n_edges + 1);
        rivals.free[end] = g_new(double, n_edges + 1);
        for (gsize i = 0; i < n_edges; i++)
            rivals.free[end][i] = 1;
    }
    find_limits(&rivals);
    rivals.sums = g_new(double, (gsize)rivals.n_limits + 1);
    for (guint round = 0; round < HN_RIVAL_ROUNDS; round++)
        if (tell_each_other(&rivals) < SETTLED)
            break;
    for (gsize i = 0; i < n_edges; i++) {
        const double odds = odds_of(&rivals, i) * rivals.free[0][i] * rivals.free[1][i];
        ret_probability[i] = (guint32)(ONE * (odds / (1 + odds)) + 0.5);
    }
    weigh_mutual(&rivals, ret_probability);
    for (guint end = 0; end < 2; end++) {
        g_free(rivals.limits[end]);
        g_free(rivals.free[end]);
    }
    g_free(rivals.sums);
}
