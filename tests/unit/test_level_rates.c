/* Goal: rates are those of all pairs where all are looked at, exact agreement always, and never a
 * matter of the threads. */
#include "linker/level_rates.h"

#include "tests/reference/random_records.h"

static HnLevelRates
measure(const HnRecordTable *table, const HnEntityType *type, guint n_threads)
{
    HnLevelRates rates;
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, type, NULL, pool);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, type, NULL, forms, n_threads, NULL);
    g_autoptr(HnValueFrequencies) frequencies = hn_value_frequencies_new(table, pool);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, table, type);
    hn_level_rates_measure(&scope, type, frequencies, scorer, pool, &rates);
    return rates;
}

/* Counts of each level over all pairs of rows that can match. */
static guint64
count_all(const HnRecordTable *table, const HnEntityType *type, guint comparison,
          guint64 counts[HN_LEVELS_MAX])
{
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, type, NULL, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, type, NULL, forms, 1, NULL);
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, table, type);
    HnScoredComparison told[HN_COMPARISONS_MAX];
    guint64 n = 0;
    for (guint32 a = 0; a < table->n_rows; a++)
        for (guint32 b = 0; b < a; b++) {
            if (!hn_pair_scope_has(&scope, a, b))
                continue;
            hn_pair_scorer_explain(scorer, 0, a, b, told);
            const gint level = told[comparison].level;
            if (level >= 0)
                counts[level]++;
            n += level >= 0;
        }
    return n;
}

static void
compare_comparison(const HnRecordTable *table, const HnEntityType *type, const HnLevelRates *rates,
                   guint c, double tolerance)
{
    const HnComparison *comparison = &type->comparisons[c];
    guint64 counts[HN_LEVELS_MAX] = { 0 };
    const guint64 n = count_all(table, type, c, counts);
    double sum = 0;
    for (guint level = 0; level < comparison->n_levels; level++) {
        const double rate = rates->rate[c][level];
        const gboolean is_counted = level == 0 && comparison->levels[0].kind == HN_LEVEL_EXACT &&
                                    table->sets[comparison->attribute] == NULL;
        sum += rate;
        if (n > 0)
            g_assert_cmpfloat_with_epsilon(rate, (double)counts[level] / (double)n,
                                           is_counted ? 1e-12 : tolerance);
    }
    g_assert_cmpfloat_with_epsilon(sum, 1.0, 1e-9);
}

/* All pairs of rows, each once, with all of their levels. */
static void
compare_patterns(const HnRecordTable *table, const HnEntityType *type, const HnLevelRates *rates)
{
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, type, NULL, NULL);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, type, NULL, forms, 1, NULL);
    g_autoptr(HnPatternCounts) counts = hn_pattern_counts_new();
    g_auto(HnPairScope) scope = { 0 };
    hn_pair_scope_init(&scope, table, type);
    for (guint32 a = 0; a < table->n_rows; a++)
        for (guint32 b = 0; b < a; b++) {
            guint64 pattern;
            if (!hn_pair_scope_has(&scope, a, b))
                continue;
            hn_pair_scorer_row_patterns(scorer, 0, &(const HnPair){ b, a, 0 }, 1, FALSE, &pattern);
            hn_pattern_counts_add(counts, pattern, 1);
        }
    g_autoptr(GArray) expected = hn_pattern_counts_list(counts);
    g_assert_cmpmem(rates->patterns->data, rates->patterns->len * sizeof(HnPatternCount),
                    expected->data, expected->len * sizeof(HnPatternCount));
}

static void
test_few_records_are_compared_all_with_all(void)
{
    for (guint64 seed = 0; seed < 40; seed++) {
        HnRng rng = hn_rng_seed(seed, 1);
        g_autoptr(HnEntityType) type = random_type_new(&rng);
        if (seed % 2 == 1) /* pairs of one source, or of all, are known not to match */
            type->one_per_source = g_strsplit(seed % 4 == 1 ? "all" : "source0", ",", -1);
        if (seed % 3 == 0) /* and what the law keeps apart is not learnt from */
            random_meetings(&rng, type);
        g_autoptr(HnRecordTable) table =
            random_table_new(&rng, type, (guint)hn_rng_below(&rng, 60));
        HnLevelRates rates = measure(table, type, 2);
        for (guint c = 0; c < type->n_comparisons; c++)
            compare_comparison(table, type, &rates, c, 1e-9);
        compare_patterns(table, type, &rates);
        hn_level_rates_clear(&rates);
        g_assert_null(rates.patterns);
    }
}

/* 1,500 rows are 1.1 million pairs: beyond the number that is drawn. */
static void
test_many_records_are_drawn(void)
{
    HnRng rng = hn_rng_seed(7, 1);
    g_autoptr(HnEntityType) type = random_type_new(&rng);
    g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 1500);
    HnLevelRates one = measure(table, type, 1), four = measure(table, type, 4);
    const gsize n_patterns = one.patterns->len;
    g_assert_cmpmem(&one, G_STRUCT_OFFSET(HnLevelRates, patterns), &four,
                    G_STRUCT_OFFSET(HnLevelRates, patterns));
    g_assert_cmpmem(one.patterns->data, n_patterns * sizeof(HnPatternCount), four.patterns->data,
                    four.patterns->len * sizeof(HnPatternCount));
    for (guint c = 0; c < type->n_comparisons; c++)
        compare_comparison(table, type, &one, c, 0.01);
    hn_level_rates_clear(&one);
    hn_level_rates_clear(&four);
}

/* Of 1,500 records 80 have the attribute: chance would show 3,160 of 500,000 pairs, so all of
 * theirs are looked at. */
static void
test_pairs_are_drawn_among_those_who_have_it(void)
{
    for (guint seed = 0; seed < 8; seed++) {
        HnRng rng = hn_rng_seed(seed, 3);
        g_autoptr(HnEntityType) type = random_type_new(&rng);
        g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 1500);
        const guint attribute = type->comparisons[0].attribute;
        for (guint32 row = 80; row < table->n_rows; row++)
            table->cells[(gsize)row * table->n_attributes + attribute] = 0;
        HnLevelRates rates = measure(table, type, 2);
        for (guint c = 0; c < type->n_comparisons; c++)
            if (type->comparisons[c].attribute == attribute)
                compare_comparison(table, type, &rates, c, 1e-9);
        g_assert_cmpfloat(rates.one_pair[0], <=, 0.1);
        hn_level_rates_clear(&rates);
    }
}

/* Level 0 of a single value is counted, and one pair is one of all, not of those drawn. */
static void
test_one_pair_of_what_is_counted(void)
{
    HnLevelSpec exact = { HN_LEVEL_EXACT, 0 };
    HnRng rng = hn_rng_seed(11, 3);
    g_autoptr(HnEntityType) type = random_type_new(&rng);
    type->comparisons[0].attribute = 0;
    type->comparisons[0].levels[0] = exact;
    g_autoptr(HnRecordTable) table = random_table_new(&rng, type, 3000);
    HnLevelRates rates = measure(table, type, 2);
    g_assert_cmpfloat(rates.one_pair_exact[0], <, rates.one_pair[0] / 5);
    g_assert_cmpfloat(rates.one_pair_exact[0], >, 0);
    hn_level_rates_clear(&rates);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/level_rates/" #what, test_##what)
    ADD(few_records_are_compared_all_with_all);
    ADD(many_records_are_drawn);
    ADD(pairs_are_drawn_among_those_who_have_it);
    ADD(one_pair_of_what_is_counted);
    return g_test_run();
}
