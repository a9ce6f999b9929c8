#include "linker/free_partners.h"

#include "linker/cross_support.h"

static void
offer(HnFreePartner *partner, guint32 row, guint32 probability)
{
    const gboolean is_likelier = probability > partner->probability ||
                                 (probability == partner->probability && row < partner->row);
    if (is_likelier)
        *partner = (HnFreePartner){ row, probability };
}

HnFreePartner *
hn_free_partners_new(guint32 n_rows, const HnEdges *edges, const guint32 *cluster_of)
{
    g_autoptr(HnCrossSupport) probabilities = hn_cross_support_new(0);
    g_autofree guint32 *n_members = g_new0(guint32, (gsize)n_rows + 1);
    HnFreePartner *partners = g_new(HnFreePartner, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++) {
        n_members[cluster_of[row]]++;
        partners[row] = (HnFreePartner){ G_MAXUINT32, 0 };
    }
    for (gsize i = 0; i < edges->n; i++) {
        const HnEdge *edge = &edges->edges[i];
        if (n_members[cluster_of[edge->a]] > 1 || n_members[cluster_of[edge->b]] > 1)
            continue;
        const guint32 p = hn_cross_probability(probabilities, edge->weight_units);
        offer(&partners[edge->a], edge->b, p);
        offer(&partners[edge->b], edge->a, p);
    }
    return partners;
}
