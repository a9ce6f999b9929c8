#include "linker/level_rates.h"

#include "base/rng.h"

#define RANDOM_PAIRS 500000u   /* a level of rate 1e-4 is met 50 times: 14 %, a fifth of a bit */
#define SEED 0x686f706e686174u /* any constant; the same one always */

#define CHUNKS 64u

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    const HnValueFrequencies *frequencies;
    HnPairScorer *scorer;
    gboolean all_pairs;
    guint64 (*counts)[HN_COMPARISONS_MAX][HN_LEVELS_MAX]; /* [n_threads] */
} Measure;

static void
count_pair(const Measure *measure, guint thread, guint32 a, guint32 b)
{
    const guint32 *line_a = hn_record_table_line(measure->table, a);
    const guint32 *line_b = hn_record_table_line(measure->table, b);
    for (guint c = 0; c < measure->type->n_comparisons; c++) {
        const guint attribute = measure->type->comparisons[c].attribute;
        const gint level =
            hn_pair_scorer_level(measure->scorer, thread, c, line_a[attribute], line_b[attribute]);
        if (level >= 0)
            measure->counts[thread][c][level]++;
    }
}

static void
count_patterns(const Measure *measure, guint thread, const guint64 *patterns, guint n)
{
    guint64(*counts)[HN_LEVELS_MAX] = measure->counts[thread];
    for (guint c = 0; c < measure->type->n_comparisons; c++) {
        for (guint i = 0; i < n; i++) {
            const guint digit = (guint)(patterns[i] >> (4 * c)) & 15;
            if (digit != 0) /* a value is missing */
                counts[c][digit - 1]++;
        }
    }
}

/* Every chunk has a stream of its own and counts are sums, so the threads do not matter. */
#define BATCH 1024u
static void
count_random_pairs(const Measure *measure, gsize chunk, guint thread)
{
    HnRng rng = hn_rng_seed(SEED, chunk);
    HnPair pairs[BATCH];
    guint64 patterns[BATCH];
    const guint64 n_rows = measure->table->n_rows;
    for (guint n_left = RANDOM_PAIRS / CHUNKS, n; n_left > 0; n_left -= n) {
        n = MIN(n_left, BATCH);
        for (guint i = 0; i < n; i++) {
            const guint64 a = hn_rng_below(&rng, n_rows);
            guint64 b = hn_rng_below(&rng, n_rows - 1);
            b += b >= a ? 1 : 0;
            pairs[i] = (HnPair){ (guint32)a, (guint32)b, 0 };
        }
        hn_pair_scorer_row_patterns(measure->scorer, thread, pairs, n, patterns);
        count_patterns(measure, thread, patterns, n);
    }
}

static void
count_all_pairs(const Measure *measure, gsize chunk, guint thread)
{
    for (guint32 a = (guint32)chunk; a < measure->table->n_rows; a += CHUNKS)
        for (guint32 b = a + 1; b < measure->table->n_rows; b++)
            count_pair(measure, thread, a, b);
}

static void
count_chunk(gpointer user, gsize chunk, guint thread)
{
    const Measure *measure = user;
    if (measure->all_pairs)
        count_all_pairs(measure, chunk, thread);
    else
        count_random_pairs(measure, chunk, thread);
}

/* Counted rate of exact agreement, for an attribute with one value a record. */
static double
exact_rate(const HnAttributeCounts *counts)
{
    double agreeing = 0;
    for (guint32 code = 1; code <= counts->n_codes; code++)
        agreeing += (double)counts->counts[code] * ((double)counts->counts[code] - 1.0);
    return agreeing / ((double)counts->n_with_value * (counts->n_with_value - 1.0));
}

/* Rates of one comparison from its counts; what exact agreement takes is scaled to the counted
 * figure. */
static void
set_rates(const Measure *measure, guint comparison, const guint64 *counts, HnLevelRates *rates)
{
    const HnComparison *spec = &measure->type->comparisons[comparison];
    double *rate = rates->rate[comparison];
    const HnAttributeCounts *of_values = measure->frequencies->attributes + spec->attribute;
    rates->n_with_value[comparison] = of_values->n_with_value;
    guint64 n_pairs = 0;
    for (guint level = 0; level < spec->n_levels; level++)
        n_pairs += counts[level];
    if (of_values->n_with_value < 2 || n_pairs == 0) {
        rate[spec->n_levels - 1] = 1.0;
        rates->floor[comparison] = 0.05;
        return;
    }
    rates->floor[comparison] = MIN(0.5 / (double)n_pairs, 0.05);
    const gboolean counted =
        spec->levels[0].kind == HN_LEVEL_EXACT && measure->table->sets[spec->attribute] == NULL;
    double rest = 1.0, sampled_rest = 1.0;
    if (counted) {
        rate[0] = exact_rate(of_values);
        rest = 1.0 - rate[0];
        sampled_rest = MAX(1.0 - (double)counts[0] / (double)n_pairs, 1e-9);
    }
    for (guint level = counted ? 1 : 0; level < spec->n_levels; level++)
        rate[level] = (double)counts[level] / (double)n_pairs / sampled_rest * rest;
}

void
hn_level_rates_measure(const HnRecordTable *table, const HnEntityType *type,
                       const HnValueFrequencies *frequencies, HnPairScorer *scorer,
                       HnThreadPool *pool, HnLevelRates *ret_rates)
{
    memset(ret_rates, 0, sizeof *ret_rates);
    const guint n_threads = hn_thread_pool_n_threads(pool);
    const guint64 n = table->n_rows;
    Measure measure = {
        .table = table, .type = type, .frequencies = frequencies, .scorer = scorer
    };
    measure.all_pairs = n < 2 || n * (n - 1) / 2 <= RANDOM_PAIRS;
    measure.counts = g_malloc0(n_threads * sizeof *measure.counts);
    hn_thread_pool_run(pool, CHUNKS, count_chunk, &measure);
    for (guint t = 1; t < n_threads; t++)
        for (guint c = 0; c < type->n_comparisons; c++)
            for (guint level = 0; level < HN_LEVELS_MAX; level++)
                measure.counts[0][c][level] += measure.counts[t][c][level];
    for (guint c = 0; c < type->n_comparisons; c++)
        set_rates(&measure, c, measure.counts[0][c], ret_rates);
    g_free(measure.counts);
}
