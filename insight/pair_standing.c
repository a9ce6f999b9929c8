#include "insight/pair_standing.h"

#include "insight/pair_bars.h"

typedef struct {
    const HnPublishedView *view;
    const HnModel *model;
    const HnLive *live;
    const HnMatchGraph *graph; /* NULL: two entities */
    HnPairExplanation *pair;
} Standing;

/* ---- decisions ---- */

static gboolean
group_has(const HnConstraint *one, guint group, guint32 row)
{
    for (guint i = 0; i < one->n_rows[group]; i++)
        if (one->rows[group][i] == row)
            return TRUE;
    return FALSE;
}

static void
add_decision(Standing *standing, gsize index)
{
    const HnConstraint *one = &hn_live_constraints(standing->live)->constraints[index];
    HnPairDecision named = { .stands = hn_live_settled(standing->live)->stands[index] };
    guint groups[2] = { 0 }; /* of each side: bit g, group g names it */
    for (guint side = 0; side < 2; side++)
        for (guint g = 0; g < 2; g++)
            groups[side] |= group_has(one, g, standing->pair->rows[side]) ? 1u << g : 0;
    named.sides = (groups[0] != 0 ? 1u : 0) | (groups[1] != 0 ? 2u : 0);
    if (named.sides == 0)
        return;
    if (one->kind == HN_CONSTRAINT_DIFFERENT)
        named.is_parting = (groups[0] | groups[1]) == 3 && (groups[0] & groups[1]) == 0;
    else if (one->kind == HN_CONSTRAINT_LOCK)
        named.is_parting = named.sides != 3;
    named.is_binding = one->kind != HN_CONSTRAINT_DIFFERENT && named.sides == 3;
    named.decision = hn_live_find_decision(standing->live, one->decision);
    g_array_append_val(standing->pair->decisions, named);
}

static void
find_decisions(Standing *standing)
{
    for (gsize i = 0; i < hn_live_constraints(standing->live)->n; i++)
        add_decision(standing, i);
}

/* People said that both are one, by way of other records perhaps. */
static gboolean
is_bound(const Standing *standing)
{
    const HnSettled *settled = hn_live_settled(standing->live);
    const guint32 a = hn_settled_find(settled, standing->pair->rows[0]);
    const guint32 b = hn_settled_find(settled, standing->pair->rows[1]);
    return a != G_MAXUINT32 && b != G_MAXUINT32 && settled->bound_to[a] == settled->bound_to[b];
}

/* ---- one entity ---- */

/* The edge of the two in their entity's graph; G_MAXUINT32: none that matches. */
static guint32
own_link(const HnMatchGraph *graph, guint32 a, guint32 b)
{
    for (guint32 i = 0; i < graph->n_links; i++)
        if (graph->links[i].decision == 0 && graph->links[i].a == MIN(a, b) &&
            graph->links[i].b == MAX(a, b))
            return i;
    return G_MAXUINT32;
}

static void
find_chain(Standing *standing)
{
    HnPairExplanation *pair = standing->pair;
    const HnMatchGraph *graph = standing->graph;
    const guint32 a = hn_match_graph_place(graph, pair->rows[0]);
    const guint32 b = hn_match_graph_place(graph, pair->rows[1]);
    g_assert(a != G_MAXUINT32 && b != G_MAXUINT32);
    g_autoptr(GArray) chain = hn_match_graph_chain(graph, a, b, own_link(graph, a, b));
    for (guint i = 0; i < chain->len; i++) {
        HnMatchLink link = graph->links[g_array_index(chain, guint32, i)];
        link.a = g_array_index(graph->rows, guint32, link.a);
        link.b = g_array_index(graph->rows, guint32, link.b);
        g_array_append_val(pair->chain, link);
        const HnMatchLink *weakest = &g_array_index(pair->chain, HnMatchLink, pair->weakest);
        if (link.weight_units < weakest->weight_units)
            pair->weakest = i;
    }
}

static HnBecause
why_same(const Standing *standing)
{
    const HnPairExplanation *pair = standing->pair;
    if (pair->edge != NULL && pair->edge->weight_units >= standing->model->threshold_match_units)
        return HN_BECAUSE_EDGE;
    if (is_bound(standing))
        return HN_BECAUSE_DECISION;
    return pair->chain->len > 0 ? HN_BECAUSE_CHAIN : HN_BECAUSE_PENDING;
}

/* ---- two entities ---- */

static gboolean
is_parted(const Standing *standing, guint32 row_a, guint32 row_b)
{
    return hn_constraints_part(hn_live_constraints(standing->live),
                               hn_live_settled(standing->live)->overruled, row_a, row_b);
}

/* Of the edges from @rows (their smaller ends) to entity @other the heaviest in doubt, if it is
 * heavier than @heaviest (nullable). */
static const HnEdge *
heavier_edge(const Standing *standing, const GArray *rows, guint64 other, const HnEdge *heaviest)
{
    const HnEdges *edges = hn_live_edges(standing->live);
    const guint64 *entity_of = hn_live_crosswalk(standing->live)->entity_of;
    for (guint i = 0; i < rows->len; i++) {
        const guint32 row = g_array_index(rows, guint32, i);
        for (gsize e = hn_edges_first_of(edges, row); e < edges->n && edges->edges[e].a == row;
             e++) {
            const HnEdge *edge = &edges->edges[e];
            if (entity_of[edge->b] == other &&
                (heaviest == NULL || edge->weight_units > heaviest->weight_units) &&
                !is_parted(standing, edge->a, edge->b))
                heaviest = edge;
        }
    }
    return heaviest;
}

/* Groups were smaller when the edge was looked at, so their support may be enough by now: where
 * nothing else keeps them apart, it was that. */
static void
find_cuts(Standing *standing)
{
    HnPairExplanation *pair = standing->pair;
    HnPairCut cut = { .kind = HN_CUT_SUPPORT };
    hn_pair_bars_find(standing->view, pair, pair->cuts);
    cut.support =
        hn_pair_bars_support(standing->view, standing->model, pair, pair->edge->weight_units);
    cut.support_min = hn_pair_bars_support_min(standing->model);
    if (cut.support_min > 0 && (pair->cuts->len == 0 || cut.support < cut.support_min))
        g_array_append_val(pair->cuts, cut);
}

/* Such a pair is no edge, whatever it weighs. */
static gboolean
are_of_one_source(const Standing *standing)
{
    const guint32 *rows = standing->pair->rows;
    const guint32 *source_of = hn_live_crosswalk(standing->live)->source_of;
    return source_of[rows[0]] == source_of[rows[1]] &&
           hn_live_is_one_per_source(standing->live, rows[0]);
}

static void
judge_two(Standing *standing)
{
    HnPairExplanation *pair = standing->pair;
    g_autoptr(GArray) left = hn_live_entity_rows(standing->live, pair->entities[0]);
    g_autoptr(GArray) right = hn_live_entity_rows(standing->live, pair->entities[1]);
    pair->open_case =
        hn_published_view_case(standing->view, pair->type, pair->entities[0], pair->entities[1]);
    pair->verdict = HN_VERDICT_APART;
    if (is_parted(standing, pair->rows[0], pair->rows[1])) {
        pair->because = HN_BECAUSE_PARTED;
        return;
    }
    const HnPairCut of_source = { .kind = HN_CUT_SOURCE, .rows = { pair->rows[0], pair->rows[1] } };
    const gboolean is_of_source =
        pair->is_compared && pair->outcome != HN_OUTCOME_BELOW && are_of_one_source(standing);
    const HnEdge *heaviest = heavier_edge(standing, left, pair->entities[1], NULL);
    heaviest = heavier_edge(standing, right, pair->entities[0], heaviest);
    if (pair->meet == HN_MEET_NEVER || ((pair->edge != NULL || heaviest != NULL) &&
                                        hn_pair_bars_law(standing->view, pair, pair->cuts))) {
        pair->because = HN_BECAUSE_LAW;
        return;
    }
    if (pair->edge != NULL) {
        const gboolean matches = pair->edge->weight_units >= standing->model->threshold_match_units;
        pair->verdict = HN_VERDICT_ASK;
        pair->because = matches ? HN_BECAUSE_CUT : HN_BECAUSE_REVIEW;
    } else if (heaviest != NULL) {
        pair->verdict = HN_VERDICT_ASK;
        pair->because = HN_BECAUSE_CASE;
        pair->case_edge = heaviest;
    } else if (pair->meet != HN_MEET_COMPARE) {
        pair->because = HN_BECAUSE_LAW;
    } else if (!pair->is_compared) {
        pair->because = HN_BECAUSE_NEVER;
    } else if (pair->outcome == HN_OUTCOME_BELOW) {
        pair->because = HN_BECAUSE_BELOW;
    } else if (is_of_source) {
        pair->because = HN_BECAUSE_SOURCE;
    } else {
        pair->because = pair->codes_differ ? HN_BECAUSE_CODES : HN_BECAUSE_SPARSE;
    }
    if (pair->because == HN_BECAUSE_CUT)
        find_cuts(standing);
    else if (is_of_source)
        g_array_append_val(pair->cuts, of_source);
}

void
hn_pair_standing_find(const HnPublishedView *view, const HnModel *model, const HnMatchGraph *graph,
                      HnPairExplanation *explanation)
{
    Standing standing = { view, model, view->lives[explanation->type], graph, explanation };
    find_decisions(&standing);
    if (graph == NULL) {
        judge_two(&standing);
        return;
    }
    find_chain(&standing);
    explanation->verdict = HN_VERDICT_SAME;
    explanation->because = why_same(&standing);
}
