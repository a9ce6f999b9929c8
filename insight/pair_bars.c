#include "insight/pair_bars.h"

#include "linker/cross_support.h"
#include "linker/rejected_pairs.h"

typedef struct {
    const HnLive *live;
    const HnPairExplanation *pair;
} Two;

static gboolean
group_meets(const Two *two, const HnConstraint *one, guint group, guint64 entity)
{
    const guint64 *entity_of = hn_live_crosswalk(two->live)->entity_of;
    for (guint i = 0; i < one->n_rows[group]; i++)
        if (entity_of[one->rows[group][i]] == entity)
            return TRUE;
    return FALSE;
}

static void
find_cutting_decisions(const Two *two, GArray *cuts)
{
    const HnConstraints *constraints = hn_live_constraints(two->live);
    const guint64 *entities = two->pair->entities;
    for (gsize i = 0; i < constraints->n; i++) {
        const HnConstraint *one = &constraints->constraints[i];
        gboolean bars = FALSE;
        if (!hn_live_settled(two->live)->stands[i])
            continue;
        for (guint side = 0; side < 2; side++)
            bars = bars || (one->kind == HN_CONSTRAINT_DIFFERENT &&
                            group_meets(two, one, 0, entities[side]) &&
                            group_meets(two, one, 1, entities[!side]));
        if (one->kind == HN_CONSTRAINT_LOCK)
            bars = group_meets(two, one, 0, entities[0]) || group_meets(two, one, 0, entities[1]);
        const HnPairCut cut = { .kind = HN_CUT_DECISION, .decision = one->decision };
        if (bars)
            g_array_append_val(cuts, cut);
    }
}

/* Sources that hold one record per entity and have one in each. */
static void
find_cutting_sources(const Two *two, GArray *const rows[2], GArray *cuts)
{
    const HnCrosswalk *crosswalk = hn_live_crosswalk(two->live);
    g_autofree guint32 *row_of = g_new(guint32, (gsize)crosswalk->n_sources + 1);
    memset(row_of, 0xff, sizeof(guint32) * crosswalk->n_sources);
    for (guint i = 0; i < rows[0]->len; i++) {
        const guint32 row = g_array_index(rows[0], guint32, i);
        guint32 *first = &row_of[crosswalk->source_of[row]];
        if (hn_live_is_one_per_source(two->live, row) && *first == G_MAXUINT32)
            *first = row;
    }
    for (guint i = 0; i < rows[1]->len; i++) {
        const guint32 row = g_array_index(rows[1], guint32, i);
        guint32 *first = &row_of[crosswalk->source_of[row]];
        const HnPairCut cut = { .kind = HN_CUT_SOURCE, .rows = { *first, row } };
        if (*first == G_MAXUINT32)
            continue;
        g_array_append_val(cuts, cut);
        *first = G_MAXUINT32; /* one pair a source is enough */
    }
}

/* The first pair of theirs whose sources never meet. */
static void
find_cutting_law(const Two *two, GArray *const rows[2], GArray *cuts)
{
    for (guint i = 0; i < rows[0]->len; i++)
        for (guint k = 0; k < rows[1]->len; k++) {
            const guint32 a = g_array_index(rows[0], guint32, i);
            const guint32 b = g_array_index(rows[1], guint32, k);
            const HnPairCut cut = { .kind = HN_CUT_LAW, .rows = { a, b } };
            if (hn_live_meet(two->live, a, b) != HN_MEET_NEVER)
                continue;
            g_array_append_val(cuts, cut);
            return;
        }
}

/* The first pair of theirs that can never be one (linker/confirmed_apart.h). */
static void
find_cutting_codes(const Two *two, GArray *const rows[2], GArray *cuts)
{
    const HnEdges *rejected = hn_live_rejected(two->live);
    const guint64 *entity_of = hn_live_crosswalk(two->live)->entity_of;
    for (guint side = 0; side < 2; side++)
        for (guint i = 0; i < rows[side]->len; i++) {
            const guint32 row = g_array_index(rows[side], guint32, i);
            for (gsize e = hn_edges_first_of(rejected, row);
                 e < rejected->n && rejected->edges[e].a == row; e++) {
                const guint32 other = rejected->edges[e].b;
                if (rejected->edges[e].weight_units != HN_NEVER_UNITS ||
                    entity_of[other] != two->pair->entities[!side])
                    continue;
                const HnPairCut cut = { .kind = HN_CUT_CODES,
                                        .rows = { side == 0 ? row : other,
                                                  side == 0 ? other : row } };
                g_array_append_val(cuts, cut);
                return;
            }
        }
}

void
hn_pair_bars_find(const HnPublishedView *view, const HnPairExplanation *pair, GArray *ret_cuts)
{
    const HnLive *live = view->lives[pair->type];
    const Two two = { live, pair };
    g_autoptr(GArray) left = hn_live_entity_rows(live, pair->entities[0]);
    g_autoptr(GArray) right = hn_live_entity_rows(live, pair->entities[1]);
    GArray *const rows[2] = { left, right };
    find_cutting_decisions(&two, ret_cuts);
    find_cutting_sources(&two, rows, ret_cuts);
    find_cutting_law(&two, rows, ret_cuts);
    find_cutting_codes(&two, rows, ret_cuts);
}

gboolean
hn_pair_bars_law(const HnPublishedView *view, const HnPairExplanation *pair, GArray *ret_cuts)
{
    const HnLive *live = view->lives[pair->type];
    const Two two = { live, pair };
    const guint n = ret_cuts->len;
    if (hn_live_meets(live) == NULL)
        return FALSE;
    g_autoptr(GArray) left = hn_live_entity_rows(live, pair->entities[0]);
    g_autoptr(GArray) right = hn_live_entity_rows(live, pair->entities[1]);
    GArray *const rows[2] = { left, right };
    find_cutting_law(&two, rows, ret_cuts);
    return ret_cuts->len > n;
}

/* ---- support ---- */

guint32
hn_pair_bars_support_min(const HnModel *model)
{
    g_autoptr(HnCrossSupport) probabilities = hn_cross_support_new(0, NULL);
    return MIN(model->cluster_support,
               hn_cross_probability(probabilities, model->threshold_match_units));
}

/* The rows of both entities as groups: those of the first, then those of the second. */
typedef struct {
    const HnLive *live;
    const HnPairExplanation *pair;
    GArray *rows[2];
    HnCrossSupport *support;
} Crossing;

static guint32
group_of(const Crossing *crossing, guint side, guint32 row)
{
    const GArray *rows = crossing->rows[side];
    guint low = 0, high = rows->len;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index(rows, guint32, middle) < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low + (side == 0 ? 0 : crossing->rows[0]->len);
}

/* Pairs of @edges whose smaller end is of @side, but the pair's own. */
static void
add_edges_of(const Crossing *crossing, const HnEdges *edges, guint side)
{
    const guint64 *entity_of = hn_live_crosswalk(crossing->live)->entity_of;
    const guint32 *rows = crossing->pair->rows;
    const guint32 own[2] = { MIN(rows[0], rows[1]), MAX(rows[0], rows[1]) };
    for (guint i = 0; i < crossing->rows[side]->len; i++) {
        const guint32 row = g_array_index(crossing->rows[side], guint32, i);
        for (gsize e = hn_edges_first_of(edges, row); e < edges->n && edges->edges[e].a == row;
             e++) {
            const HnEdge *edge = &edges->edges[e];
            if (entity_of[edge->b] == crossing->pair->entities[!side] &&
                (edge->a != own[0] || edge->b != own[1]))
                hn_cross_support_add(crossing->support, group_of(crossing, side, edge->a),
                                     group_of(crossing, !side, edge->b), edge->weight_units);
        }
    }
}

/* Of the rows of both entities as groups. */
static HnRowsMeet
meet_of(const HnLive *live, const GArray *left, const GArray *right, guint32 *source_of)
{
    const HnCrosswalk *crosswalk = hn_live_crosswalk(live);
    for (guint i = 0; i < left->len; i++)
        source_of[i] = crosswalk->source_of[g_array_index(left, guint32, i)];
    for (guint i = 0; i < right->len; i++)
        source_of[left->len + i] = crosswalk->source_of[g_array_index(right, guint32, i)];
    return (HnRowsMeet){ crosswalk->n_sources, source_of, hn_live_meets(live) };
}

guint32
hn_pair_bars_support(const HnPublishedView *view, const HnModel *model,
                     const HnPairExplanation *pair, gint32 own_units)
{
    const HnLive *live = view->lives[pair->type];
    g_autoptr(GArray) left = hn_live_entity_rows(live, pair->entities[0]);
    g_autoptr(GArray) right = hn_live_entity_rows(live, pair->entities[1]);
    g_autofree guint32 *source_of = g_new(guint32, (gsize)left->len + right->len + 1);
    const HnRowsMeet meet = meet_of(live, left, right, source_of);
    g_autoptr(HnCrossSupport) support = hn_cross_support_new(left->len + right->len, &meet);
    const Crossing crossing = { live, pair, { left, right }, support };
    for (guint side = 0; side < 2; side++) {
        add_edges_of(&crossing, hn_live_edges(live), side);
        add_edges_of(&crossing, hn_live_rejected(live), side);
    }
    if (own_units >= model->threshold_review_units)
        hn_cross_support_add(support, group_of(&crossing, 0, pair->rows[0]),
                             group_of(&crossing, 1, pair->rows[1]), own_units);
    for (guint i = 1; i < left->len; i++)
        hn_cross_support_merge(support, 0, i);
    for (guint i = 1; i < right->len; i++)
        hn_cross_support_merge(support, left->len, left->len + i);
    return hn_cross_support_between(support, 0, left->len);
}
