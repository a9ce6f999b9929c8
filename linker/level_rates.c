#include "linker/level_rates.h"

#include "base/rng.h"

#define RANDOM_PAIRS 1000000u
#define SEED 0x686f706e686174u /* any constant; the same one always */

guint32 *
hn_level_rates_frequencies(const HnRecordTable *table, guint attribute, guint32 *ret_n_with_value)
{
    guint32 *frequencies = g_new0(guint32, (gsize)hn_dictionary_size(table->values[attribute]) + 1);
    const HnValueSets *sets = table->sets[attribute];
    guint32 n_with_value = 0;
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint32 code = hn_record_table_line(table, row)[attribute];
        n_with_value += code != 0;
        if (sets == NULL) {
            frequencies[code]++;
            continue;
        }
        guint n = 0;
        const HnSetMember *members = hn_value_sets_members(sets, code, &n);
        for (guint i = 0; i < n; i++) /* members are sorted by value: repeats stand together */
            if (i == 0 || members[i].value != members[i - 1].value)
                frequencies[members[i].value]++;
    }
    frequencies[0] = 0;
    *ret_n_with_value = n_with_value;
    return frequencies;
}

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    HnPairScorer *scorer;
    HnLevelRates *rates;
} Measure;

/* Levels of random pairs of the @n rows in @rows; all pairs when they are fewer than RANDOM_PAIRS.
 */
static guint64
count_levels(const Measure *measure, guint comparison, guint thread, const guint32 *rows, guint64 n,
             guint64 *ret_counts)
{
    const HnRecordTable *table = measure->table;
    const guint attribute = measure->type->comparisons[comparison].attribute;
    guint64 n_pairs = 0;
    if (n * (n - 1) / 2 <= RANDOM_PAIRS) {
        for (guint64 i = 0; i < n; i++)
            for (guint64 j = i + 1; j < n; j++, n_pairs++) {
                const gint level =
                    hn_pair_scorer_level(measure->scorer, thread, comparison,
                                         hn_record_table_line(table, rows[i])[attribute],
                                         hn_record_table_line(table, rows[j])[attribute]);
                ret_counts[level]++;
            }
        return n_pairs;
    }
    HnRng rng = hn_rng_seed(SEED, comparison);
    for (; n_pairs < RANDOM_PAIRS; n_pairs++) {
        const guint64 i = hn_rng_below(&rng, n);
        guint64 j = hn_rng_below(&rng, n - 1);
        j += j >= i;
        const gint level = hn_pair_scorer_level(measure->scorer, thread, comparison,
                                                hn_record_table_line(table, rows[i])[attribute],
                                                hn_record_table_line(table, rows[j])[attribute]);
        ret_counts[level]++;
    }
    return n_pairs;
}

/* Counted rate of exact agreement, for an attribute with one value a record. */
static double
exact_rate(const guint32 *frequencies, guint32 n_codes, double n)
{
    double agreeing = 0;
    for (guint32 code = 1; code <= n_codes; code++)
        agreeing += (double)frequencies[code] * ((double)frequencies[code] - 1.0);
    return agreeing / (n * (n - 1.0));
}

static void
measure_comparison(gpointer user, gsize comparison, guint thread)
{
    const Measure *measure = user;
    const HnComparison *spec = &measure->type->comparisons[comparison];
    double *rate = measure->rates->rate[comparison];
    guint32 n = 0;
    g_autofree guint32 *frequencies =
        hn_level_rates_frequencies(measure->table, spec->attribute, &n);
    measure->rates->n_with_value[comparison] = n;
    if (n < 2) {
        rate[spec->n_levels - 1] = 1.0;
        return;
    }
    g_autofree guint32 *rows = g_new(guint32, n);
    guint32 n_rows = 0;
    for (guint32 row = 0; row < measure->table->n_rows; row++)
        if (hn_record_table_line(measure->table, row)[spec->attribute] != 0)
            rows[n_rows++] = row;
    guint64 counts[HN_LEVELS_MAX] = { 0 };
    const guint64 n_pairs = count_levels(measure, (guint)comparison, thread, rows, n, counts);
    const gboolean counted =
        spec->levels[0].kind == HN_LEVEL_EXACT && measure->table->sets[spec->attribute] == NULL;
    double rest = 1.0, sampled_rest = 1.0;
    if (counted) {
        rate[0] =
            exact_rate(frequencies, hn_dictionary_size(measure->table->values[spec->attribute]), n);
        rest = 1.0 - rate[0];
        sampled_rest = MAX(1.0 - (double)counts[0] / (double)n_pairs, 1e-9);
    }
    for (guint level = counted ? 1 : 0; level < spec->n_levels; level++)
        rate[level] = (double)counts[level] / (double)n_pairs / sampled_rest * rest;
}

void
hn_level_rates_measure(const HnRecordTable *table, const HnEntityType *type, HnPairScorer *scorer,
                       HnThreadPool *pool, HnLevelRates *ret_rates)
{
    memset(ret_rates, 0, sizeof *ret_rates);
    Measure measure = { table, type, scorer, ret_rates };
    hn_thread_pool_run(pool, type->n_comparisons, measure_comparison, &measure);
}
