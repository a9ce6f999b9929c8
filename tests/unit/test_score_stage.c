/* Goal: every candidate pair once, with the weight that the strings give; the same edges for any
 * number of threads and after a checkpoint. */
#include "linker/score_stage.h"

#include "linker/rejected_pairs.h"
#include "tests/reference/codec_memory.h"
#include "tests/reference/random_model.h"
#include "tests/reference/random_records.h"
#include "tests/reference/reference_score.h"

static HnScored *
score(const HnRecordTable *table, const HnEntityType *type, const HnModel *model, guint n_threads,
      gboolean *ret_cut)
{
    g_autofree HnRuleReport *reports = g_new0(HnRuleReport, type->n_rules);
    g_autoptr(HnBudget) budget = hn_budget_new(1 << 30);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, type, NULL, pool, budget, reports);
    for (guint r = 0; r < type->n_rules; r++)
        *ret_cut = *ret_cut || reports[r].n_cut > 0;
    const HnScoreInput input = {
        .table = table, .type = type, .model = model, .blocks = blocks, .pool = pool
    };
    return hn_score_run(&input);
}

static guint
first_bit(guint64 mask)
{
    return (guint)__builtin_ctzll(mask);
}

/* All pairs of classes; a class with itself when it has two rows. */
static void
compare_with_all_pairs(const HnRecordTable *table, const HnEntityType *type, const HnModel *model,
                       const HnScored *scored)
{
    HnScoredComparison comparisons[HN_COMPARISONS_MAX];
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, table, type);
    gsize n = 0;
    guint64 n_pairs = 0, n_class_pairs = 0;
    for (guint32 a = 0; a < table->n_classes; a++)
        for (guint32 b = a; b < table->n_classes; b++) {
            const guint64 multiplicity = hn_pair_scope_class_pairs(&scope, a, b);
            const guint32 row_a = hn_record_table_class_row(table, a),
                          row_b = hn_record_table_class_row(table, b);
            const guint64 rules = hn_blocks_rules_of_pair(table, type, windows, row_a, row_b);
            if (multiplicity == 0 || rules == 0)
                continue;
            n_pairs += multiplicity;
            n_class_pairs++;
            const gint32 weight = reference_score(table, type, model, row_a, row_b, comparisons);
            if (weight < model->threshold_review_units)
                continue;
            g_assert_cmpuint(n, <, scored->n_edges);
            const HnEdge *edge = &scored->edges[n++];
            g_assert_cmpuint(edge->a, ==, a);
            g_assert_cmpuint(edge->b, ==, b);
            g_assert_cmpint(edge->weight_units, ==, weight);
            g_assert_cmpuint(edge->rule, ==, first_bit(rules));
        }
    g_assert_cmpuint(n, ==, scored->n_edges);
    g_assert_cmpuint(n_pairs, ==, scored->n_pairs);
    g_assert_cmpuint(n_class_pairs, ==, scored->n_class_pairs);
}

/* Classes that match edges of records hold together: the smallest of each one's component. */
static guint32 *
components(const HnScored *scored, const HnPairScope *scope, gint32 match_units)
{
    const guint32 n_classes = scope->table->n_classes;
    guint32 *smallest = g_new(guint32, (gsize)n_classes + 1);
    for (guint32 class = 0; class < n_classes; class ++)
        smallest[class] = class;
    for (gboolean more = TRUE; more;) {
        more = FALSE;
        for (gsize i = 0; i < scored->n_edges; i++) {
            const HnEdge *edge = &scored->edges[i];
            const guint32 least = MIN(smallest[edge->a], smallest[edge->b]);
            if (edge->weight_units < match_units || smallest[edge->a] == smallest[edge->b] ||
                hn_pair_scope_class_pairs(scope, edge->a, edge->b) == 0)
                continue;
            smallest[edge->a] = smallest[edge->b] = least;
            more = TRUE;
        }
    }
    return smallest;
}

static gboolean
has_edge(const HnScored *scored, guint32 a, guint32 b)
{
    for (gsize i = 0; i < scored->n_edges; i++)
        if (scored->edges[i].a == a && scored->edges[i].b == b)
            return TRUE;
    return FALSE;
}

/* Compared, below, and inside a component. */
static void
compare_rejected(const HnRecordTable *table, const HnEntityType *type, const HnModel *model,
                 const HnScored *scored)
{
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, table, type);
    g_autofree guint32 *smallest = components(scored, &scope, model->threshold_match_units);
    gsize n = 0;
    for (guint32 a = 0; a < table->n_classes; a++)
        for (guint32 b = a + 1; b < table->n_classes; b++) {
            if (hn_pair_scope_class_pairs(&scope, a, b) == 0 || smallest[a] != smallest[b] ||
                has_edge(scored, a, b) ||
                hn_blocks_rules_of_pair(table, type, windows, hn_record_table_class_row(table, a),
                                        hn_record_table_class_row(table, b)) == 0)
                continue;
            g_assert_cmpuint(n, <, scored->n_rejected);
            const HnEdge *rejected = &scored->rejected[n++];
            g_assert_cmpuint(rejected->a, ==, a);
            g_assert_cmpuint(rejected->b, ==, b);
            g_assert_cmpint(rejected->weight_units, ==, HN_REJECTED_UNITS);
        }
    g_assert_cmpuint(n, ==, scored->n_rejected);
}

static void
test_edges_are_those_of_all_pairs(void)
{
    guint n_compared = 0;
    gsize n_rejected = 0;
    for (guint64 seed = 0; seed < 60; seed++) {
        HnRng rng = hn_rng_seed(seed, 3);
        g_autoptr(HnEntityType) type = random_type_new(&rng);
        type->block_size_max = 100000;
        if (seed % 2 == 1) /* what may not be compared is not */
            random_meetings(&rng, type);
        g_autoptr(HnRecordTable) table =
            random_table_new(&rng, type, (guint)hn_rng_below(&rng, 150));
        g_autoptr(HnModel) model = reference_random_model(&rng, table, type);
        model->threshold_match_units = model->threshold_review_units + HN_WEIGHT_UNITS_PER_BIT;
        for (guint n_threads = 1; n_threads <= 3; n_threads += 2) {
            gboolean cut = FALSE; /* a class with more keys than count: some pairs never meet */
            g_autoptr(HnScored) scored = score(table, type, model, n_threads, &cut);
            if (!cut) {
                compare_with_all_pairs(table, type, model, scored);
                compare_rejected(table, type, model, scored);
            }
            n_compared += !cut;
            n_rejected += scored->n_rejected;
        }
    }
    g_assert_cmpuint(n_compared, >, 60);
    g_assert_cmpuint(n_rejected, >, 100);
}

/* Two classes that rows of one source alone make up may have an edge that is none of records: where
 * the source holds everybody once, it joins no components. */
static void
test_rows_of_a_source_that_holds_once_join_nothing(void)
{
    gsize n_none = 0, n_rejected = 0;
    for (guint64 seed = 0; seed < 60; seed++) {
        HnRng rng = hn_rng_seed(seed, 11);
        g_autoptr(HnEntityType) type = random_type_new(&rng);
        type->block_size_max = 100000;
        type->one_per_source = g_strsplit("all", ",", -1);
        g_autoptr(HnRecordTable) table =
            random_table_new(&rng, type, (guint)hn_rng_below(&rng, 150));
        g_autoptr(HnModel) model = reference_random_model(&rng, table, type);
        model->threshold_match_units = model->threshold_review_units + HN_WEIGHT_UNITS_PER_BIT;
        gboolean cut = FALSE;
        g_autoptr(HnScored) scored = score(table, type, model, 1 + (guint)(seed % 3), &cut);
        g_auto(HnPairScope) scope = { 0 };
        hn_pair_scope_init(&scope, table, type);
        if (cut)
            continue;
        compare_rejected(table, type, model, scored);
        n_rejected += scored->n_rejected;
        for (gsize i = 0; i < scored->n_edges; i++)
            n_none +=
                scored->edges[i].weight_units >= model->threshold_match_units &&
                hn_pair_scope_class_pairs(&scope, scored->edges[i].a, scored->edges[i].b) == 0;
    }
    g_assert_cmpuint(n_none, >, 20);
    g_assert_cmpuint(n_rejected, >, 100);
}

#define REVIEW (-2 * HN_WEIGHT_UNITS_PER_BIT) /* of these records many pairs lie on either side */

static HnScored *
some_scored(guint32 *ret_n_classes)
{
    HnRng rng = hn_rng_seed(5, 3);
    g_autoptr(HnEntityType) type = random_type_new(&rng);
    type->block_size_max = 100000;
    g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 200);
    g_autoptr(HnModel) model = reference_random_model(&rng, table, type);
    model->threshold_review_units = model->threshold_match_units = REVIEW;
    *ret_n_classes = table->n_classes;
    gboolean cut = FALSE;
    return score(table, type, model, 2, &cut);
}

static void
test_a_checkpoint_comes_back(void)
{
    guint32 n_classes = 0;
    g_autoptr(HnScored) scored = some_scored(&n_classes);
    ENCODED(bytes, hn_scored_encode(scored, &encoder));
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_autoptr(HnScored) again = hn_scored_decode(&cursor, n_classes);
    g_assert_nonnull(again);
    g_assert_cmpuint(scored->n_edges, >, 20);
    g_assert_cmpmem(scored->edges, scored->n_edges * sizeof(HnEdge), again->edges,
                    again->n_edges * sizeof(HnEdge));
    g_assert_cmpuint(scored->n_rejected, >, 0);
    g_assert_cmpmem(scored->rejected, scored->n_rejected * sizeof(HnEdge), again->rejected,
                    again->n_rejected * sizeof(HnEdge));
    g_assert_cmpuint(again->n_pairs, ==, scored->n_pairs);
    g_assert_cmpuint(again->n_class_pairs, ==, scored->n_class_pairs);
}

static void
test_a_checkpoint_that_does_not_fit_is_refused(void)
{
    guint32 n_classes = 0, largest = 0;
    g_autoptr(HnScored) scored = some_scored(&n_classes);
    ENCODED(bytes, hn_scored_encode(scored, &encoder));
    for (gsize n = 0; n < bytes->len; n++) {
        g_autofree guint8 *cut = g_memdup2(bytes->data, n + 1);
        HnDecoder cursor = hn_decoder_of_memory(cut, n);
        g_assert_null(hn_scored_decode(&cursor, n_classes));
    }
    for (gsize i = 0; i < scored->n_edges; i++)
        largest = MAX(largest, scored->edges[i].b);
    HnDecoder cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_assert_null(hn_scored_decode(&cursor, largest)); /* a class too few */
    hn_put_u8(bytes, 0);
    cursor = hn_decoder_of_memory(bytes->data, bytes->len);
    g_assert_null(hn_scored_decode(&cursor, n_classes));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/score_stage/" #what, test_##what)
    ADD(edges_are_those_of_all_pairs);
    ADD(rows_of_a_source_that_holds_once_join_nothing);
    ADD(a_checkpoint_comes_back);
    ADD(a_checkpoint_that_does_not_fit_is_refused);
    return g_test_run();
}
