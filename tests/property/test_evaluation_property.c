/* insight/evaluation.h and wrong_pairs.h against looking at every pair, on random clusterings. */
#include "base/rng.h"
#include "insight/evaluation.h"
#include "insight/resample.h"
#include "insight/wrong_pairs.h"
#include "tests/reference/property_seed.h"
#include "tests/reference/reference_evaluation.h"

#define CASES 2000
#define RECORDS_MAX 60
#define SEED property_seed(20261128)

typedef struct {
    HnJudgedRecords records;
    guint32 columns[6][RECORDS_MAX];
} Case;

static void
draw_case(HnRng *rng, Case *c)
{
    HnJudgedRecords *records = &c->records;
    records->n = (guint32)hn_rng_below(rng, RECORDS_MAX + 1);
    records->n_found = records->n_true = 1 + (guint32)hn_rng_below(rng, RECORDS_MAX);
    guint32 **columns[6] = { &records->found, &records->truth,  &records->source,
                             &records->id,    &records->entity, &records->cluster };
    for (guint i = 0; i < 6; i++)
        *columns[i] = c->columns[i];
    const guint64 n_sources = 1 + hn_rng_below(rng, 4);
    const guint64 slips = hn_rng_below(rng, 6);
    for (guint32 i = 0; i < records->n; i++) {
        g_autofree char *id = g_strdup_printf("%u", i);
        records->truth[i] = (guint32)hn_rng_below(rng, records->n_true);
        records->found[i] = hn_rng_below(rng, 10) < slips
                                ? (guint32)hn_rng_below(rng, records->n_found)
                                : records->truth[i];
        records->id[i] = hn_dictionary_intern(records->ids, hn_slice_of(id));
        records->source[i] = (guint32)hn_rng_below(rng, n_sources + 1);
        records->entity[i] = records->cluster[i] = 0;
    }
}

static void
init_case(Case *c)
{
    memset(c, 0, sizeof *c);
    c->records.ids = hn_dictionary_new();
    c->records.sources = hn_dictionary_new();
    c->records.entities = hn_dictionary_new();
    c->records.clusters = hn_dictionary_new();
    for (const char *name = "abcd"; *name != '\0'; name++)
        hn_dictionary_intern(c->records.sources, hn_slice(name, 1));
}

static void
clear_case(Case *c)
{
    hn_dictionary_free(c->records.ids);
    hn_dictionary_free(c->records.sources);
    hn_dictionary_free(c->records.entities);
    hn_dictionary_free(c->records.clusters);
}

static void
assert_between(const HnFigure *figure)
{
    g_assert_cmpfloat(figure->low, <=, figure->high);
    g_assert_cmpfloat(figure->low, >=, 0);
    g_assert_cmpfloat(figure->high, <=, 1 + 1e-12);
}

static void
check_figures(const Case *c, const HnPartners *partners, const ReferenceEvaluation *expected)
{
    HnEvaluation evaluation;
    hn_evaluation_of_records(&c->records, partners, &evaluation);
    g_assert_cmpuint(evaluation.n_found, ==, expected->n_found);
    g_assert_cmpuint(evaluation.n_true, ==, expected->n_true);
    g_assert_cmpuint(evaluation.n_both, ==, expected->n_both);
    g_assert_cmpuint(evaluation.n_clusters_found, ==, expected->n_clusters_found);
    g_assert_cmpuint(evaluation.n_clusters_true, ==, expected->n_clusters_true);
    g_assert_cmpuint(evaluation.n_clusters_exact, ==, expected->n_clusters_exact);
    if (c->records.n > 0) {
        g_assert_cmpfloat_with_epsilon(evaluation.b3_precision.value, expected->b3_precision,
                                       1e-12);
        g_assert_cmpfloat_with_epsilon(evaluation.b3_recall.value, expected->b3_recall, 1e-12);
    }
    const double precision =
        expected->n_found == 0 ? 1 : (double)expected->n_both / (double)expected->n_found;
    const double recall =
        expected->n_true == 0 ? 1 : (double)expected->n_both / (double)expected->n_true;
    g_assert_cmpfloat_with_epsilon(evaluation.precision.value, precision, 1e-12);
    g_assert_cmpfloat_with_epsilon(evaluation.recall.value, recall, 1e-12);
    assert_between(&evaluation.precision);
    assert_between(&evaluation.recall);
    assert_between(&evaluation.f1);
    assert_between(&evaluation.b3_precision);
    assert_between(&evaluation.b3_f1);
    assert_between(&evaluation.exact);
}

/* With room for all, every wrong pair is told once, and no other. */
static void
check_wrong_pairs(const Case *c, const HnPartners *partners, gboolean across,
                  const ReferenceEvaluation *expected)
{
    g_autoptr(GByteArray) lines = g_byte_array_new();
    const HnWrongPairsInput input = { .records = &c->records,
                                      .partners = partners,
                                      .across = across,
                                      .as_csv = TRUE,
                                      .n_max = 100000 };
    HnWrongPairsCount count;
    hn_wrong_pairs_write(&input, lines, &count);
    g_assert_cmpuint(count.n_false_positive, ==, expected->n_found - expected->n_both);
    g_assert_cmpuint(count.n_false_negative, ==, expected->n_true - expected->n_both);
    g_byte_array_append(lines, (const guint8 *)"", 1);
    g_auto(GStrv) rows = g_strsplit((const char *)lines->data, "\n", -1);
    g_assert_cmpuint(g_strv_length(rows), ==, count.n_told + 2);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    guint64 n_cut = 0;
    for (guint i = 1; i <= count.n_told; i++) {
        g_assert_true(g_hash_table_add(seen, rows[i]));
        const char *of_cluster = strrchr(rows[i], ',') + 1;
        n_cut += g_ascii_strtoull(of_cluster, NULL, 10) > HN_WRONG_PAIRS_OF_CLUSTER_MAX;
    }
    if (n_cut == 0)
        g_assert_cmpuint(count.n_told, ==, count.n_false_positive + count.n_false_negative);
}

static void
test_every_pair(void)
{
    HnRng rng = hn_rng_seed(SEED, 0);
    g_test_message("seed %" G_GUINT64_FORMAT, SEED);
    for (guint i = 0; i < CASES; i++) {
        Case c;
        init_case(&c);
        draw_case(&rng, &c);
        for (gboolean across = FALSE; across <= TRUE; across++) {
            const HnJudgedRecords *records = &c.records;
            g_autoptr(HnPartners) partners = hn_partners_new(records, across);
            const ReferenceEvaluation expected = reference_evaluation(
                records->found, records->truth, across ? records->source : NULL, records->n);
            check_figures(&c, partners, &expected);
            check_wrong_pairs(&c, partners, across, &expected);
        }
        clear_case(&c);
    }
}

/* ---- the order of rows ---- */

static void
test_order_of_rows_is_nothing(void)
{
    HnRng rng = hn_rng_seed(SEED, 1);
    for (guint i = 0; i < CASES / 10; i++) {
        Case c;
        init_case(&c);
        draw_case(&rng, &c);
        HnEvaluation before, after;
        g_autoptr(HnPartners) partners = hn_partners_new(&c.records, TRUE);
        hn_evaluation_of_records(&c.records, partners, &before);
        for (guint32 k = c.records.n; k > 1; k--) {
            const guint32 other = (guint32)hn_rng_below(&rng, k);
            for (guint column = 0; column < 6; column++) {
                const guint32 value = c.columns[column][k - 1];
                c.columns[column][k - 1] = c.columns[column][other];
                c.columns[column][other] = value;
            }
        }
        g_autoptr(HnPartners) again = hn_partners_new(&c.records, TRUE);
        hn_evaluation_of_records(&c.records, again, &after);
        g_assert_cmpmem(&before, sizeof before, &after, sizeof after);
        clear_case(&c);
    }
}

/* ---- the intervals ---- */

/* Draws units one by one, and looks at precision alone. */
static void
slow_interval(HnRng *rng, const HnEvaluationUnit *units, guint32 n, double *ret_low,
              double *ret_high)
{
    enum { REPLICATES = 3999 };
    g_autofree double *values = g_new(double, REPLICATES);
    for (guint r = 0; r < REPLICATES; r++) {
        guint64 found = 0, both = 0;
        for (guint32 i = 0; i < n; i++) {
            const HnEvaluationUnit *unit = &units[hn_rng_below(rng, n)];
            found += unit->found_twice;
            both += unit->both_twice;
        }
        values[r] = found == 0 ? 1 : (double)both / (double)found;
    }
    hn_resample_interval(values, REPLICATES, ret_low, ret_high);
}

static void
test_intervals(void)
{
    enum { UNITS = 400 };
    HnRng rng = hn_rng_seed(SEED, 2);
    for (guint i = 0; i < 20; i++) {
        g_autofree HnEvaluationUnit *units = g_new0(HnEvaluationUnit, UNITS);
        const guint64 odds = 1 + hn_rng_below(&rng, 5), kinds = 2 + hn_rng_below(&rng, 40);
        for (guint32 k = 0; k < UNITS; k++) {
            units[k].both_twice = 2 * hn_rng_below(&rng, kinds);
            units[k].found_twice = units[k].both_twice;
            if (hn_rng_below(&rng, 10) < odds)
                units[k].found_twice += hn_rng_below(&rng, kinds);
        }
        double low = 0, high = 0;
        slow_interval(&rng, units, UNITS, &low, &high);
        HnEvaluation evaluation;
        hn_evaluation_of_units(units, UNITS, &evaluation);
        const double width = high - low;
        g_assert_cmpfloat(ABS(evaluation.precision.low - low), <=, 0.2 * width + 1e-3);
        g_assert_cmpfloat(ABS(evaluation.precision.high - high), <=, 0.2 * width + 1e-3);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/evaluation/every_pair", test_every_pair);
    g_test_add_func("/insight/evaluation/order_of_rows", test_order_of_rows_is_nothing);
    g_test_add_func("/insight/evaluation/intervals", test_intervals);
    return g_test_run();
}
