/* Goal: patterns, weights and explanations are those of the strings, and early exit keeps exactly
 * the edges at or above the threshold, with their full weight. */
#include "tests/reference/random_model.h"
#include "tests/reference/random_records.h"
#include "tests/reference/reference_score.h"

#define N_ROUNDS 400

typedef struct {
    gsize n;
    HnPair *pairs; /* all classes with all, and with themselves */
    gint32 *weights;
    guint64 *patterns;
} Expected;

static guint64
pattern_of(const HnScoredComparison *comparisons, guint n)
{
    guint64 pattern = 0;
    for (guint c = 0; c < n; c++)
        pattern |= (guint64)(comparisons[c].level + 1) << (4 * c);
    return pattern;
}

static Expected
expect(HnRng *rng, const HnRecordTable *table, const HnEntityType *type, const HnModel *model)
{
    const gsize n_max = (gsize)table->n_classes * (table->n_classes + 1) / 2 + 1;
    Expected expected = { 0, g_new(HnPair, n_max), g_new(gint32, n_max), g_new(guint64, n_max) };
    HnScoredComparison comparisons[HN_COMPARISONS_MAX];
    for (guint32 a = 0; a < table->n_classes; a++) {
        for (guint32 b = a; b < table->n_classes; b++) {
            const gsize i = expected.n++;
            expected.pairs[i] = (HnPair){ a, b, (guint32)hn_rng_below(rng, 7) };
            expected.weights[i] =
                reference_score(table, type, model, hn_record_table_class_row(table, a),
                                hn_record_table_class_row(table, b), comparisons);
            expected.patterns[i] = pattern_of(comparisons, type->n_comparisons);
        }
    }
    return expected;
}

static void
check_patterns(HnPairScorer *scorer, const HnRecordTable *table, const Expected *expected)
{
    g_autofree guint64 *patterns = g_new(guint64, expected->n + 1);
    g_autofree HnPair *rows = g_new(HnPair, expected->n + 1);
    hn_pair_scorer_patterns(scorer, 1, expected->pairs, expected->n, patterns);
    for (gsize i = 0; i < expected->n; i++) {
        g_assert_cmphex(patterns[i], ==, expected->patterns[i]);
        rows[i] = (HnPair){ hn_record_table_class_row(table, expected->pairs[i].a),
                            hn_record_table_class_row(table, expected->pairs[i].b), 0 };
    }
    hn_pair_scorer_row_patterns(scorer, 1, rows, expected->n, expected->n % 2 == 0, patterns);
    for (gsize i = 0; i < expected->n; i++)
        g_assert_cmphex(patterns[i], ==, expected->patterns[i]);
}

static void
check_edges(HnPairScorer *scorer, const Expected *expected, gint32 threshold)
{
    g_autofree HnEdge *edges = g_new(HnEdge, expected->n + 1);
    const gsize n_edges =
        hn_pair_scorer_score(scorer, 0, expected->pairs, expected->n, threshold, edges);
    gsize n = 0;
    for (gsize i = 0; i < expected->n; i++) {
        if (expected->weights[i] < threshold)
            continue;
        g_assert_cmpuint(n, <, n_edges);
        g_assert_cmpuint(edges[n].a, ==, expected->pairs[i].a);
        g_assert_cmpuint(edges[n].b, ==, expected->pairs[i].b);
        g_assert_cmpuint(edges[n].rule, ==, expected->pairs[i].rule);
        g_assert_cmpint(edges[n].weight_units, ==, expected->weights[i]);
        n++;
    }
    g_assert_cmpuint(n, ==, n_edges);
}

static void
check_explanations(HnRng *rng, HnPairScorer *scorer, const HnRecordTable *table,
                   const HnEntityType *type, const HnModel *model)
{
    HnScoredComparison told[HN_COMPARISONS_MAX], expected[HN_COMPARISONS_MAX];
    for (guint i = 0; i < 30 && table->n_rows > 0; i++) {
        const guint32 a = (guint32)hn_rng_below(rng, table->n_rows);
        const guint32 b = (guint32)hn_rng_below(rng, table->n_rows);
        const gint32 weight = hn_pair_scorer_explain(scorer, 1, a, b, told);
        g_assert_cmpint(weight, ==, reference_score(table, type, model, a, b, expected));
        for (guint c = 0; c < type->n_comparisons; c++) {
            g_assert_cmpint(told[c].level, ==, expected[c].level);
            g_assert_cmpint(told[c].weight_units, ==, expected[c].weight_units);
            g_assert_cmpint(told[c].term_units, ==, expected[c].term_units);
            g_assert_cmpint(told[c].likeness_units, ==, expected[c].likeness_units);
            g_assert_cmpuint(told[c].value_a, ==, expected[c].value_a);
            g_assert_cmpuint(told[c].value_b, ==, expected[c].value_b);
        }
    }
}

static void
play_round(HnRng *rng)
{
    static char name[] = "all", *all[] = { name, NULL };
    g_autoptr(HnEntityType) type = random_type_new(rng);
    if (hn_rng_below(rng, 2) == 0) /* then likeness counts */
        type->one_per_source = g_strdupv(all);
    g_autoptr(HnRecordTable) table = random_table_new(rng, type, (guint)hn_rng_below(rng, 40));
    g_autoptr(HnModel) model = reference_random_model(rng, table, type);
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, type, model, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, type, model, forms, 2, NULL);
    g_autoptr(HnPairScorer) bare = hn_pair_scorer_new(table, type, NULL, forms, 2, NULL);
    Expected expected = expect(rng, table, type, model);
    check_patterns(bare, table, &expected);
    check_edges(scorer, &expected, G_MININT32);
    for (guint i = 0; i < 4; i++)
        check_edges(scorer, &expected, (gint32)hn_rng_below(rng, 30 * 65536) - 15 * 65536);
    if (expected.n > 0) /* a threshold that a weight meets exactly */
        check_edges(scorer, &expected, expected.weights[hn_rng_below(rng, expected.n)]);
    check_patterns(scorer, table, &expected);
    check_explanations(rng, scorer, table, type, model);
    g_free(expected.pairs);
    g_free(expected.weights);
    g_free(expected.patterns);
}

static void
test_scores_are_the_definitions(void)
{
    const guint64 seed = random_seed();
    for (guint round = 0; round < N_ROUNDS; round++) {
        HnRng rng = hn_rng_seed(seed, round);
        g_test_message("round %u", round);
        play_round(&rng);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/pair_scorer/scores_are_the_definitions",
                    test_scores_are_the_definitions);
    return g_test_run();
}
