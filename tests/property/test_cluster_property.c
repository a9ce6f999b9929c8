/* hn_cluster() against the reference on random graphs with random decisions; and what must hold by
 * itself. */
#include "base/rng.h"
#include "linker/cluster.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/reference_cluster.h"

#define ROWS_MAX 12
#define CONSTRAINTS_MAX 6
#define CASES 30000
#define REJECTED (-20 * 65536)
#define SEED property_seed(20240917)

typedef struct {
    HnClusterInput input;
    HnEdge edges[ROWS_MAX * ROWS_MAX], rejected[ROWS_MAX * ROWS_MAX];
    HnConstraint constraints[CONSTRAINTS_MAX];
    guint32 rows[CONSTRAINTS_MAX][2][ROWS_MAX];
    guint32 source_of[ROWS_MAX];
    guint8 one_per_source[3];
    guint8 meets[9];
} Case;

static void
draw_edges(HnRng *rng, Case *c)
{
    const guint64 density = 1 + hn_rng_below(rng, 9);
    const guint64 n_rejected = hn_rng_below(rng, 10);          /* of ten pairs without an edge */
    const gint32 unit = hn_rng_below(rng, 2) == 0 ? 1 : 50000; /* about 3/4 bit */
    static const double supports[] = { 0, 0.1, 0.2, 0.4, 0.6 };
    c->input.support_min = (guint32)(65536 * supports[hn_rng_below(rng, G_N_ELEMENTS(supports))]);
    for (guint32 a = 0; a < c->input.n_rows; a++)
        for (guint32 b = a + 1; b < c->input.n_rows; b++) {
            if (hn_rng_below(rng, 10) >= density) {
                if (hn_rng_below(rng, 10) < n_rejected)
                    c->rejected[c->input.n_rejected++] = (HnEdge){ a, b, REJECTED, 0 };
                continue;
            }
            /* Few weights, so that ties are common; some below the threshold, some negative. */
            const gint32 weight = (gint32)hn_rng_below(rng, 7) - 2;
            c->edges[c->input.n_edges++] = (HnEdge){ a, b, weight * unit, 0 };
        }
    c->input.edges = c->edges;
    c->input.rejected = c->rejected;
    c->input.match_units = ((gint32)hn_rng_below(rng, 3) - 1) * unit;
}

static void
draw_constraint(HnRng *rng, Case *c, gsize d)
{
    HnConstraint *constraint = &c->constraints[d];
    *constraint = (HnConstraint){ .kind = (HnConstraintKind)hn_rng_below(rng, 3),
                                  .decision = 10 * d + 1 + hn_rng_below(rng, 10) };
    const guint64 share = 1 + hn_rng_below(rng, 3);
    for (guint side = 0; side < 2; side++) {
        constraint->rows[side] = c->rows[d][side];
        if (side == 1 && constraint->kind != HN_CONSTRAINT_DIFFERENT)
            continue;
        for (guint32 row = 0; row < c->input.n_rows; row++) {
            if (hn_rng_below(rng, 8) < share)
                c->rows[d][side][constraint->n_rows[side]++] = row;
        }
    }
}

/* Which sources may meet; one may always be one with itself. */
static void
draw_meets(HnRng *rng, Case *c)
{
    for (guint a = 0; a < 3; a++)
        for (guint b = a; b < 3; b++)
            c->meets[a * 3 + b] = c->meets[b * 3 + a] = (guint8)hn_rng_below(rng, a == b ? 2 : 3);
    c->input.meets = c->meets;
}

static gboolean
is_lawful(const Case *c, const guint32 *cluster_of)
{
    for (guint32 a = 0; c->input.meets != NULL && a < c->input.n_rows; a++)
        for (guint32 b = 0; b < a; b++)
            if (cluster_of[a] == cluster_of[b] &&
                c->meets[c->source_of[a] * 3 + c->source_of[b]] == HN_MEET_NEVER)
                return FALSE;
    return TRUE;
}

static void
draw_case(HnRng *rng, Case *c)
{
    memset(c, 0, sizeof *c);
    c->input.n_rows = 1 + (guint32)hn_rng_below(rng, ROWS_MAX);
    draw_edges(rng, c);
    c->input.n_constraints = hn_rng_below(rng, CONSTRAINTS_MAX + 1);
    c->input.constraints = c->constraints;
    for (gsize d = 0; d < c->input.n_constraints; d++)
        draw_constraint(rng, c, d);
    if (hn_rng_below(rng, 2) == 0)
        return;
    for (guint32 row = 0; row < c->input.n_rows; row++)
        c->source_of[row] = (guint32)hn_rng_below(rng, 3);
    for (guint source = 0; source < 3; source++)
        c->one_per_source[source] = hn_rng_below(rng, 2) == 0;
    c->input.n_sources = 3;
    c->input.source_of = c->source_of;
    c->input.one_per_source = c->one_per_source;
    if (hn_rng_below(rng, 2) == 0)
        draw_meets(rng, c);
}

static void
assert_same_clusters(const guint32 *got, const guint32 *expected, guint32 n, guint i)
{
    for (guint32 row = 0; row < n; row++) {
        if (got[row] != expected[row])
            g_error("seed %" G_GUINT64_FORMAT " case %u: row %u is in cluster %u, expected %u",
                    SEED, i, row, got[row], expected[row]);
    }
}

static void
test_reference(void)
{
    HnRng rng = hn_rng_seed(SEED, 1);
    guint n_conflicted = 0, n_overruled = 0, n_unsupported = 0, n_lawful = 0;
    for (guint i = 0; i < CASES; i++) {
        Case c;
        draw_case(&rng, &c);
        guint32 got[ROWS_MAX], expected[ROWS_MAX];
        HnClusterReport report;
        hn_cluster(&c.input, got, &report);
        g_autoptr(GArray) overruled = NULL;
        hn_reference_cluster(&c.input, expected, &overruled);
        assert_same_clusters(got, expected, c.input.n_rows, i);
        g_assert_true(is_lawful(&c, got));
        n_lawful += c.input.meets != NULL && report.n_edges_cut > 0;
        g_assert_cmpuint(report.overruled->len, ==, overruled->len);
        g_assert_cmpuint(report.n_decision_conflicts, ==, overruled->len);
        g_assert_true(overruled->len == 0 || memcmp(overruled->data, report.overruled->data,
                                                    overruled->len * sizeof(guint64)) == 0);
        n_conflicted += report.n_conflicted > 0;
        n_unsupported += report.n_bridges_cut > 0;
        n_overruled += overruled->len > 0;
        hn_cluster_report_clear(&report);
    }
    g_test_message("%u cases, %u with conflicts, %u with overruled decisions", CASES, n_conflicted,
                   n_overruled);
    g_assert_cmpuint(n_conflicted, >, CASES / 5); /* else the test looks at nothing */
    g_assert_cmpuint(n_overruled, >, CASES / 20);
    g_assert_cmpuint(n_unsupported, >, CASES / 20);
    g_assert_cmpuint(n_lawful, >, CASES / 20);
}

static void
test_report(void)
{
    HnRng rng = hn_rng_seed(SEED, 2);
    for (guint i = 0; i < CASES / 10; i++) {
        Case c;
        draw_case(&rng, &c);
        guint32 cluster_of[ROWS_MAX], n_members[ROWS_MAX] = { 0 }, n_clusters = 0, largest = 0;
        HnClusterReport report;
        hn_cluster(&c.input, cluster_of, &report);
        for (guint32 row = 0; row < c.input.n_rows; row++) {
            n_clusters += n_members[cluster_of[row]]++ == 0;
            largest = MAX(largest, n_members[cluster_of[row]]);
        }
        gsize n_cut = 0;
        for (gsize k = 0; k < c.input.n_edges; k++)
            n_cut += c.edges[k].weight_units >= c.input.match_units &&
                     cluster_of[c.edges[k].a] != cluster_of[c.edges[k].b];
        g_assert_cmpuint(report.n_clusters, ==, n_clusters);
        g_assert_cmpuint(report.largest, ==, largest);
        g_assert_cmpuint(report.n_edges_cut, ==, n_cut);
        hn_cluster_report_clear(&report);
    }
}

/* Decisions that hold together may have been made in any order. */
static void
test_order_of_decisions(void)
{
    HnRng rng = hn_rng_seed(SEED, 3);
    for (guint i = 0; i < CASES / 10; i++) {
        Case c;
        draw_case(&rng, &c);
        guint32 first[ROWS_MAX], second[ROWS_MAX];
        HnClusterReport report;
        hn_cluster(&c.input, first, &report);
        const gboolean ordered = report.n_decision_conflicts > 0;
        hn_cluster_report_clear(&report);
        if (ordered)
            continue;
        for (gsize d = c.input.n_constraints; d > 1; d--) {
            const gsize other = hn_rng_below(&rng, d);
            const HnConstraint swap = c.constraints[d - 1];
            c.constraints[d - 1] = c.constraints[other];
            c.constraints[other] = swap;
        }
        for (gsize d = 0; d < c.input.n_constraints; d++)
            c.constraints[d].decision = d;
        hn_cluster(&c.input, second, &report);
        g_assert_cmpuint(report.n_decision_conflicts, ==, 0);
        hn_cluster_report_clear(&report);
        assert_same_clusters(second, first, c.input.n_rows, i);
    }
}

/* A live decision looks at one component only: cut out the rows of one component of everything that
 * can reach each other by edges or decisions, and they fall into the same clusters. */
static void
cut_out(const Case *whole, const gboolean *keep, Case *part, guint32 *new_row)
{
    memset(part, 0, sizeof *part);
    part->input = whole->input;
    part->input.n_rows = 0;
    for (guint32 row = 0; row < whole->input.n_rows; row++) {
        new_row[row] = part->input.n_rows;
        if (keep[row])
            part->source_of[part->input.n_rows++] = whole->source_of[row];
    }
    memcpy(part->one_per_source, whole->one_per_source, sizeof part->one_per_source);
    if (whole->input.one_per_source != NULL) {
        part->input.source_of = part->source_of;
        part->input.one_per_source = part->one_per_source;
    }
    part->input.edges = part->edges;
    part->input.n_edges = 0;
    for (gsize k = 0; k < whole->input.n_edges; k++) {
        HnEdge edge = whole->edges[k];
        if (!keep[edge.a])
            continue;
        edge.a = new_row[edge.a];
        edge.b = new_row[edge.b];
        part->edges[part->input.n_edges++] = edge;
    }
    part->input.rejected = part->rejected;
    part->input.n_rejected = 0;
    for (gsize k = 0; k < whole->input.n_rejected; k++) {
        const HnEdge *pair = &whole->rejected[k];
        if (keep[pair->a] && keep[pair->b])
            part->rejected[part->input.n_rejected++] =
                (HnEdge){ new_row[pair->a], new_row[pair->b], REJECTED, 0 };
    }
    part->input.constraints = part->constraints;
    for (gsize d = 0; d < whole->input.n_constraints; d++) {
        const HnConstraint *from = &whole->constraints[d];
        HnConstraint *to = &part->constraints[d];
        *to = (HnConstraint){
            from->kind, from->decision, { 0, 0 }, { part->rows[d][0], part->rows[d][1] }
        };
        for (guint side = 0; side < 2; side++)
            for (guint k = 0; k < from->n_rows[side]; k++)
                if (keep[from->rows[side][k]])
                    part->rows[d][side][to->n_rows[side]++] = new_row[from->rows[side][k]];
    }
}

static void
spread(const Case *c, gboolean *keep)
{
    for (guint32 round = 0; round < c->input.n_rows; round++) {
        for (gsize k = 0; k < c->input.n_edges; k++)
            keep[c->edges[k].a] = keep[c->edges[k].b] = keep[c->edges[k].a] || keep[c->edges[k].b];
        for (gsize d = 0; d < c->input.n_constraints; d++) {
            const HnConstraint *constraint = &c->constraints[d];
            gboolean touched = FALSE;
            for (guint side = 0; side < 2; side++)
                for (guint k = 0; k < constraint->n_rows[side]; k++)
                    touched |= keep[constraint->rows[side][k]];
            for (guint side = 0; side < 2; side++)
                for (guint k = 0; k < constraint->n_rows[side]; k++)
                    keep[constraint->rows[side][k]] |= touched;
        }
    }
}

static void
test_component_alone(void)
{
    HnRng rng = hn_rng_seed(SEED, 4);
    guint n_real = 0;
    for (guint i = 0; i < CASES; i++) {
        Case whole, part;
        draw_case(&rng, &whole);
        gboolean keep[ROWS_MAX] = { FALSE };
        keep[hn_rng_below(&rng, whole.input.n_rows)] = TRUE;
        spread(&whole, keep);
        guint32 new_row[ROWS_MAX], of_whole[ROWS_MAX], of_part[ROWS_MAX];
        cut_out(&whole, keep, &part, new_row);
        n_real += part.input.n_rows > 1 && part.input.n_rows < whole.input.n_rows;
        HnClusterReport report;
        hn_cluster(&whole.input, of_whole, &report);
        hn_cluster_report_clear(&report);
        hn_cluster(&part.input, of_part, &report);
        hn_cluster_report_clear(&report);
        for (guint32 row = 0; row < whole.input.n_rows; row++) {
            if (keep[row])
                g_assert_cmpuint(of_part[new_row[row]], ==, new_row[of_whole[row]]);
        }
    }
    g_assert_cmpuint(n_real, >, CASES / 20);
}

/* Weights that decide nothing more: clusters as edges give the clusters back. */
static void
test_again(void)
{
    HnRng rng = hn_rng_seed(SEED, 5);
    for (guint i = 0; i < CASES / 10; i++) {
        Case c;
        draw_case(&rng, &c);
        guint32 first[ROWS_MAX], second[ROWS_MAX];
        HnClusterReport report;
        hn_cluster(&c.input, first, &report);
        hn_cluster_report_clear(&report);
        c.input.n_edges = 0;
        for (guint32 a = 0; a < c.input.n_rows; a++)
            for (guint32 b = a + 1; b < c.input.n_rows; b++)
                if (first[a] == first[b])
                    c.edges[c.input.n_edges++] = (HnEdge){ a, b, G_MAXINT32, 0 };
        hn_cluster(&c.input, second, &report);
        g_assert_cmpuint(report.n_conflicted, ==, 0);
        g_assert_cmpuint(report.n_bridges_cut, ==, 0);
        hn_cluster_report_clear(&report);
        assert_same_clusters(second, first, c.input.n_rows, i);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_message("seed %" G_GUINT64_FORMAT, SEED);
    g_test_add_func("/linker/cluster/equals_the_reference", test_reference);
    g_test_add_func("/linker/cluster/report_counts_what_is_there", test_report);
    g_test_add_func("/linker/cluster/order_of_compatible_decisions_is_free",
                    test_order_of_decisions);
    g_test_add_func("/linker/cluster/component_alone_gives_the_same", test_component_alone);
    g_test_add_func("/linker/cluster/clusters_of_clusters_are_the_clusters", test_again);
    return g_test_run();
}
