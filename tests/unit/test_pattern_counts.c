/* Goal: each candidate pair of records is counted once under its pattern, whatever the threads. */
#include "linker/pattern_counts.h"

#include "tests/reference/random_records.h"
#include "tests/reference/reference_score.h"

static void
test_counts_are_sums_in_order_of_patterns(void)
{
    g_autoptr(HnPatternCounts) counts = hn_pattern_counts_new();
    g_autofree guint64 *expected = g_new0(guint64, 5000);
    HnRng rng = hn_rng_seed(1, 1);
    for (guint i = 0; i < 100000; i++) {
        const guint64 key = hn_rng_below(&rng, 5000), n = hn_rng_below(&rng, 1000);
        hn_pattern_counts_add(counts, key * 0x1000001u, n);
        expected[key] += n;
    }
    hn_pattern_counts_add(counts, G_MAXUINT64 - 1, 7);
    g_autoptr(GArray) list = hn_pattern_counts_list(counts);
    g_assert_cmpuint(list->len, ==, 5001);
    for (guint i = 0; i < 5000; i++) {
        const HnPatternCount *count = &g_array_index(list, HnPatternCount, i);
        g_assert_cmpuint(count->pattern, ==, (guint64)i * 0x1000001u);
        g_assert_cmpuint(count->n_pairs, ==, expected[i]);
    }
    g_assert_cmpuint(g_array_index(list, HnPatternCount, 5000).n_pairs, ==, 7);
}

/* The other one stays; patterns of both are summed. */
static void
test_counts_of_another_are_added(void)
{
    g_autoptr(HnPatternCounts) counts = hn_pattern_counts_new();
    g_autoptr(HnPatternCounts) more = hn_pattern_counts_new();
    for (guint i = 0; i < 3000; i++) {
        hn_pattern_counts_add(i % 2 == 0 ? counts : more, i, i + 1);
        hn_pattern_counts_add(more, 4000, 1);
    }
    hn_pattern_counts_add(counts, 4000, 5);
    hn_pattern_counts_add_all(counts, more);
    g_autoptr(GArray) sum = hn_pattern_counts_list(counts);
    g_autoptr(GArray) rest = hn_pattern_counts_list(more);
    g_assert_cmpuint(sum->len, ==, 3001);
    g_assert_cmpuint(rest->len, ==, 1501);
    for (guint i = 0; i < 3000; i++) {
        g_assert_cmpuint(g_array_index(sum, HnPatternCount, i).pattern, ==, i);
        g_assert_cmpuint(g_array_index(sum, HnPatternCount, i).n_pairs, ==, i + 1);
    }
    g_assert_cmpuint(g_array_index(sum, HnPatternCount, 3000).n_pairs, ==, 3005);
    g_assert_cmpuint(g_array_index(rest, HnPatternCount, 1500).n_pairs, ==, 3000);
}

/* Every pair of rows in @scope that meets through the rules of @mask, scored from the strings. */
static GArray *
count_all(const HnPairScope *scope, const HnEntityType *type, guint64 mask)
{
    const HnRecordTable *table = scope->table;
    g_autoptr(HnPatternCounts) counts = hn_pattern_counts_new();
    HnScoredComparison comparisons[HN_COMPARISONS_MAX];
    g_autoptr(HnRuleWindows) windows = hn_rule_windows_new(table, type, NULL);
    for (guint32 b = 0; b < table->n_rows; b++)
        for (guint32 a = 0; a < b; a++) {
            guint64 pattern = 0;
            if (!hn_pair_scope_has(scope, a, b) ||
                (hn_blocks_rules_of_pair(table, type, windows, a, b) & mask) == 0)
                continue;
            reference_score(table, type, NULL, a, b, comparisons);
            for (guint c = 0; c < type->n_comparisons; c++)
                pattern |= (guint64)(comparisons[c].level + 1) << (4 * c);
            hn_pattern_counts_add(counts, pattern, 1);
        }
    return hn_pattern_counts_list(counts);
}

typedef struct {
    HnBudget *budget;
    HnThreadPool *pool;
    HnFormSpace *forms;
    HnPairScorer *scorer;
    HnBlocks *blocks;
    HnPatternCounts *all;
    HnPatternScan scan;
    gboolean cut; /* a class with more keys than count: some pairs never meet */
} Scanner;

static Scanner
scanner_new(const HnRecordTable *table, const HnEntityType *type, guint n_threads)
{
    g_autofree HnRuleReport *reports = g_new0(HnRuleReport, type->n_rules);
    Scanner scanner = { .budget = hn_budget_new(1 << 30),
                        .pool = hn_thread_pool_new(n_threads),
                        .forms = hn_form_space_new(table, type, NULL, NULL),
                        .all = hn_pattern_counts_new() };
    scanner.scorer = hn_pair_scorer_new(table, type, NULL, scanner.forms, n_threads, NULL);
    scanner.blocks = hn_blocks_build(table, type, NULL, scanner.pool, scanner.budget, reports);
    scanner.scan = (HnPatternScan){ .blocks = scanner.blocks,
                                    .scorer = scanner.scorer,
                                    .pool = scanner.pool,
                                    .every = 1,
                                    .all = scanner.all };
    for (guint r = 0; r < type->n_rules; r++)
        scanner.cut = scanner.cut || reports[r].n_cut > 0;
    return scanner;
}

static void
scanner_clear(Scanner *scanner)
{
    hn_pattern_counts_free(scanner->all);
    hn_blocks_free(scanner->blocks);
    hn_pair_scorer_free(scanner->scorer);
    hn_form_space_free(scanner->forms);
    hn_thread_pool_free(scanner->pool);
    hn_budget_free(scanner->budget);
}

static void
assert_equal(const GArray *found, const GArray *expected)
{
    g_assert_cmpmem(found->data, found->len * sizeof(HnPatternCount), expected->data,
                    expected->len * sizeof(HnPatternCount));
}

/* Scans rule by rule; TRUE if it could be compared. */
static gboolean
compare_with_all_pairs(const HnRecordTable *table, const HnEntityType *type, guint n_threads)
{
    Scanner scanner = scanner_new(table, type, n_threads);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, table, type);
    scanner.scan.scope = &scope;
    const gboolean compared = !scanner.cut;
    for (guint r = 0; compared && r < type->n_rules; r++) {
        scanner.scan.rule = r;
        g_autoptr(GArray) found = hn_pattern_counts_scan(&scanner.scan);
        g_autoptr(GArray) expected = count_all(&scope, type, G_GUINT64_CONSTANT(1) << r);
        assert_equal(found, expected);
    }
    if (compared) {
        g_autoptr(GArray) all = hn_pattern_counts_list(scanner.all);
        g_autoptr(GArray) expected = count_all(&scope, type, ~G_GUINT64_CONSTANT(0));
        assert_equal(all, expected);
    }
    scanner_clear(&scanner);
    return compared;
}

static void
test_each_pair_of_records_counts_once(void)
{
    guint n_compared = 0;
    for (guint64 seed = 0; seed < 16; seed++) {
        HnRng rng = hn_rng_seed(seed, 2);
        g_autoptr(HnEntityType) type = random_type_new(&rng);
        type->block_size_max = 100000;
        if (seed % 2 == 1) /* the pairs of one source, or of all, are known not to match */
            type->one_per_source = g_strsplit(seed % 4 == 1 ? "all" : "source0", ",", -1);
        if (seed % 3 == 0) /* and what the law keeps apart is not learnt from */
            random_meetings(&rng, type);
        g_autoptr(HnRecordTable) table =
            random_table_new(&rng, type, (guint)hn_rng_below(&rng, 120));
        for (guint n_threads = 1; n_threads <= 3; n_threads += 2)
            n_compared += compare_with_all_pairs(table, type, n_threads);
    }
    g_assert_cmpuint(n_compared, >, 16);
}

static guint64
sum_of(const GArray *counts)
{
    guint64 sum = 0;
    for (guint i = 0; i < counts->len; i++)
        sum += g_array_index(counts, HnPatternCount, i).n_pairs;
    return sum;
}

/* A sample: the same with any number of threads, and one that stands for about a fourth. */
static void
test_a_sample_stands_for_all(void)
{
    HnRng rng = hn_rng_seed(11, 2);
    g_autoptr(HnEntityType) type = random_type_new(&rng);
    type->block_size_max = 100000;
    for (; type->n_rules > 1; type->n_rules--)
        g_clear_pointer(&type->rules[type->n_rules - 1].name, g_free);
    type->rules[0].n_parts = 1;
    type->rules[0].parts[0] = (HnKeyPart){ RANDOM_NUMBER, HN_KEY_EXACT, 0 };
    g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 2500);
    guint64 sums[2];
    for (guint i = 0; i < 2; i++) {
        Scanner scanner = scanner_new(table, type, 1 + 2 * i);
        const HnPairScope scope = { .table = table };
        scanner.scan.scope = &scope;
        g_autoptr(GArray) whole = hn_pattern_counts_scan(&scanner.scan);
        scanner.scan.every = 4;
        g_autoptr(GArray) sample = hn_pattern_counts_scan(&scanner.scan);
        g_autoptr(GArray) all = hn_pattern_counts_list(scanner.all);
        sums[i] = sum_of(sample);
        g_assert_cmpuint(sums[i], <, sum_of(whole));
        g_assert_cmpfloat_with_epsilon((double)sums[i] * 4, (double)sum_of(whole),
                                       0.5 * (double)sum_of(whole));
        /* Once whole, and once as a sample of which each pair counts for four. */
        g_assert_cmpuint(sum_of(all), ==, sum_of(whole) + 4 * sums[i]);
        scanner_clear(&scanner);
    }
    g_assert_cmpuint(sums[0], ==, sums[1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/pattern_counts/" #what, test_##what)
    ADD(counts_are_sums_in_order_of_patterns);
    ADD(counts_of_another_are_added);
    ADD(each_pair_of_records_counts_once);
    ADD(a_sample_stands_for_all);
    return g_test_run();
}
