#include "linker/rival_partners.h"

#define ONE 65536.0
#define STEPS_PER_BIT 8
#define BITS_MAX 40 /* beyond, a pair outweighs all others anyway */

typedef struct {
    const HnRivalInput *input;
    double odds[2 * BITS_MAX * STEPS_PER_BIT + 1];
    double *rivals[2]; /* [edges->n] odds of the others that an edge's first, second record has */
} Rivals;

static double
odds_of(const Rivals *rivals, const HnEdge *edge)
{
    const gint32 step = HN_WEIGHT_UNITS_PER_BIT / STEPS_PER_BIT;
    const gint32 limit = BITS_MAX * HN_WEIGHT_UNITS_PER_BIT;
    const gint32 units = CLAMP(edge->weight_units, -limit, limit) +
                         rivals->input->shift->units[hn_shift_bin(edge->weight_units)];
    return rivals->odds[(CLAMP(units, -limit, limit) + limit + step / 2) / step];
}

/* What each row has in @source, and from that what each edge into it competes with. */
static void
add_up(Rivals *rivals, guint source, double *sums)
{
    const HnEdges *edges = rivals->input->edges;
    for (guint32 row = 0; row < rivals->input->n_rows; row++)
        sums[row] = 0;
    for (guint pass = 0; pass < 2; pass++) {
        for (gsize i = 0; i < edges->n; i++) {
            const HnEdge *edge = &edges->edges[i];
            const guint32 ends[] = { edge->a, edge->b };
            if (hn_rival_partners_excluded(rivals->input, edge))
                continue;
            for (guint end = 0; end < 2; end++) {
                if (rivals->input->source_of[ends[1 - end]] != source)
                    continue;
                const double odds = odds_of(rivals, edge);
                if (pass == 0)
                    sums[ends[end]] += odds;
                else
                    rivals->rivals[end][i] = MAX(sums[ends[end]] - odds, 0);
            }
        }
    }
}

static guint32
share(double odds, double others)
{
    return (guint32)(ONE * (odds / (1 + odds + others)) + 0.5);
}

void
hn_rival_partners_find(const HnRivalInput *input, guint32 *ret_together, guint32 *ret_expected,
                       guint32 *ret_least)
{
    const HnEdges *edges = input->edges;
    Rivals rivals = { .input = input };
    g_autofree double *sums = g_new0(double, (gsize)input->n_rows + 1);
    for (gint i = 0; i <= 2 * BITS_MAX * STEPS_PER_BIT; i++)
        rivals.odds[i] = hn_exp2((double)i / STEPS_PER_BIT - BITS_MAX);
    for (guint end = 0; end < 2; end++)
        rivals.rivals[end] = g_new0(double, edges->n + 1);
    for (guint source = 0; source < input->n_sources; source++)
        if (input->one_per_source[source] != 0)
            add_up(&rivals, source, sums);
    for (gsize i = 0; i < edges->n; i++) {
        const HnEdge *edge = &edges->edges[i];
        const double odds = odds_of(&rivals, edge), *first = rivals.rivals[0],
                     *second = rivals.rivals[1];
        const guint32 of_first = share(odds, first[i]), of_second = share(odds, second[i]);
        const gboolean both = input->one_per_source[input->source_of[edge->a]] != 0 &&
                              input->one_per_source[input->source_of[edge->b]] != 0;
        const gboolean none = hn_rival_partners_excluded(input, edge);
        ret_together[i] = none ? 0 : share(odds, first[i] + second[i]);
        ret_least[i] = none ? 0 : MIN(of_first, of_second);
        /* A source that may hold an entity twice does not limit what its records have. */
        ret_expected[i] = none || !both ? ret_least[i] : (of_first + of_second) / 2;
    }
    g_free(rivals.rivals[0]);
    g_free(rivals.rivals[1]);
}
