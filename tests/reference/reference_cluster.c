#include "tests/reference/reference_cluster.h"

#include <math.h>

#define ROWS HN_REFERENCE_CLUSTER_ROWS

typedef struct {
    const HnClusterInput *input;
    gboolean taken[64];         /* of each constraint */
    gboolean bound[ROWS][ROWS]; /* by SAME and LOCK that are taken */
} Decided;

static gboolean
in_group(const HnConstraint *constraint, guint side, guint32 row)
{
    for (guint k = 0; k < constraint->n_rows[side]; k++) {
        if (constraint->rows[side][k] == row)
            return TRUE;
    }
    return FALSE;
}

static void
close_bonds(Decided *decided)
{
    const guint32 n = decided->input->n_rows;
    for (guint32 a = 0; a < n; a++)
        for (guint32 b = 0; b < n; b++) {
            decided->bound[a][b] = a == b;
            for (gsize d = 0; d < decided->input->n_constraints; d++) {
                const HnConstraint *constraint = &decided->input->constraints[d];
                if (decided->taken[d] && constraint->kind != HN_CONSTRAINT_DIFFERENT &&
                    in_group(constraint, 0, a) && in_group(constraint, 0, b))
                    decided->bound[a][b] = TRUE;
            }
        }
    for (guint32 via = 0; via < n; via++)
        for (guint32 a = 0; a < n; a++)
            for (guint32 b = 0; b < n; b++)
                decided->bound[a][b] |= decided->bound[a][via] && decided->bound[via][b];
}

/* @together says which rows would share a cluster. */
static gboolean
constraint_holds(const HnConstraint *constraint, guint32 n, gboolean together[ROWS][ROWS])
{
    for (guint32 a = 0; a < n; a++)
        for (guint32 b = 0; b < n; b++) {
            if (!together[a][b])
                continue;
            if (constraint->kind == HN_CONSTRAINT_DIFFERENT && in_group(constraint, 0, a) &&
                in_group(constraint, 1, b))
                return FALSE;
            if (constraint->kind == HN_CONSTRAINT_LOCK && in_group(constraint, 0, a) &&
                !in_group(constraint, 0, b))
                return FALSE;
        }
    return TRUE;
}

static gboolean
taken_ones_hold(const Decided *decided, gboolean together[ROWS][ROWS])
{
    for (gsize d = 0; d < decided->input->n_constraints; d++) {
        if (decided->taken[d] &&
            !constraint_holds(&decided->input->constraints[d], decided->input->n_rows, together))
            return FALSE;
    }
    return TRUE;
}

static gboolean
sources_hold(const Decided *decided, gboolean together[ROWS][ROWS])
{
    const HnClusterInput *input = decided->input;
    if (input->one_per_source == NULL)
        return TRUE;
    for (guint32 a = 0; a < input->n_rows; a++)
        for (guint32 b = 0; b < input->n_rows; b++) {
            if (together[a][b] && !decided->bound[a][b] &&
                input->source_of[a] == input->source_of[b] &&
                input->one_per_source[input->source_of[a]])
                return FALSE;
        }
    return TRUE;
}

static HnMeet
meet_of(const HnClusterInput *input, guint32 a, guint32 b)
{
    return input->meets == NULL
               ? HN_MEET_COMPARE
               : (HnMeet)input->meets[input->source_of[a] * input->n_sources + input->source_of[b]];
}

static gboolean
law_holds(const HnClusterInput *input, gboolean together[ROWS][ROWS])
{
    for (guint32 a = 0; a < input->n_rows; a++)
        for (guint32 b = 0; b < input->n_rows; b++)
            if (together[a][b] && meet_of(input, a, b) == HN_MEET_NEVER)
                return FALSE;
    return TRUE;
}

/* The edge that comes next: heaviest, then smallest rows; NULL when all were used. */
static const HnEdge *
next_edge(const HnClusterInput *input, gboolean *used)
{
    const HnEdge *best = NULL;
    for (gsize i = 0; i < input->n_edges; i++) {
        const HnEdge *edge = &input->edges[i];
        if (used[i] || edge->weight_units < input->match_units)
            continue;
        if (best == NULL || edge->weight_units > best->weight_units ||
            (edge->weight_units == best->weight_units &&
             (edge->a < best->a || (edge->a == best->a && edge->b < best->b))))
            best = edge;
    }
    if (best != NULL)
        used[best - input->edges] = TRUE;
    return best;
}

static double
probability(gint32 weight_units)
{
    const double bits = floor(CLAMP(weight_units / 65536.0, -16, 16) * 8 + 0.5) / 8;
    return floor(65536 / (1 + pow(2, -bits)) + 0.5);
}

/* Support between the clusters of both ends, as cross_support.h defines it. */
static gboolean
is_supported(const HnClusterInput *input, const HnEdge *joining, gboolean together[ROWS][ROWS])
{
    double sum = 0, n_edges = 0, n_a = 0, n_b = 0, n_pairs = 0;
    for (gsize i = 0; i < input->n_edges + input->n_rejected; i++) {
        const HnEdge *edge =
            i < input->n_edges ? &input->edges[i] : &input->rejected[i - input->n_edges];
        const gboolean crosses = (together[joining->a][edge->a] && together[joining->b][edge->b]) ||
                                 (together[joining->a][edge->b] && together[joining->b][edge->a]);
        if (!crosses)
            continue;
        sum += probability(edge->weight_units);
        n_edges++;
    }
    for (guint32 row = 0; row < input->n_rows; row++) {
        gboolean has_partner = FALSE; /* whom it may be compared with, on the other side */
        const gboolean is_a = together[joining->a][row];
        if (!is_a && !together[joining->b][row])
            continue;
        for (guint32 other = 0; other < input->n_rows; other++)
            if (together[is_a ? joining->b : joining->a][other] &&
                meet_of(input, row, other) == HN_MEET_COMPARE) {
                has_partner = TRUE;
                n_pairs += is_a;
            }
        n_a += has_partner && is_a;
        n_b += has_partner && !is_a;
    }
    const double n_expected = MIN(n_pairs, 8 * MAX(n_a, n_b));
    const double n_unseen = MAX(n_expected - n_edges, 0);
    const double mean = floor(sum * 10 / (n_edges * 10 + n_unseen)), m = mean / 65536;
    const double limit =
        n_a <= 1 && n_b <= 1 ? mean : mean - 65536 * 0.84 * sqrt(m * (1 - m) / MAX(n_a, n_b));
    return floor(limit) >= MIN(input->support_min, probability(input->match_units));
}

static void
try_edge(const Decided *decided, const HnEdge *edge, gboolean together[ROWS][ROWS])
{
    const guint32 n = decided->input->n_rows;
    if (together[edge->a][edge->b] ||
        (decided->input->support_min > 0 && !is_supported(decided->input, edge, together)))
        return;
    gboolean tried[ROWS][ROWS];
    for (guint32 a = 0; a < n; a++)
        for (guint32 b = 0; b < n; b++)
            tried[a][b] = together[a][b] || (together[a][edge->a] && together[edge->b][b]) ||
                          (together[a][edge->b] && together[edge->a][b]);
    if (taken_ones_hold(decided, tried) && sources_hold(decided, tried) &&
        law_holds(decided->input, tried))
        memcpy(together, tried, sizeof tried);
}

void
hn_reference_cluster(const HnClusterInput *input, guint32 *ret_cluster_of, GArray **ret_overruled)
{
    g_assert(input->n_rows <= ROWS && input->n_constraints <= 64);
    Decided decided = { .input = input };
    *ret_overruled = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (gsize d = input->n_constraints; d-- > 0;) {
        decided.taken[d] = TRUE;
        close_bonds(&decided);
        if (taken_ones_hold(&decided, decided.bound) && law_holds(input, decided.bound))
            continue;
        decided.taken[d] = FALSE;
        g_array_prepend_val(*ret_overruled, input->constraints[d].decision);
    }
    close_bonds(&decided);
    gboolean together[ROWS][ROWS];
    memcpy(together, decided.bound, sizeof together);
    g_autofree gboolean *used = g_new0(gboolean, input->n_edges + 1);
    const HnEdge *edge;
    while ((edge = next_edge(input, used)) != NULL)
        try_edge(&decided, edge, together);
    for (guint32 row = 0; row < input->n_rows; row++) {
        guint32 smallest = 0;
        while (!together[row][smallest])
            smallest++;
        ret_cluster_of[row] = smallest;
    }
}
