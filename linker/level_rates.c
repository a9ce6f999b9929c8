#include "linker/level_rates.h"

#include "base/rng.h"

#define RANDOM_PAIRS 500000u   /* a level of rate 1e-4 is met 50 times: 14 %, a fifth of a bit */
#define SEED 0x686f706e686174u /* any constant; the same one always */

#define CHUNKS 64u
#define BATCH 1024u

typedef struct {
    const HnRecordTable *table;
    const HnPairScope *scope;
    const HnEntityType *type;
    const HnValueFrequencies *frequencies;
    HnPairScorer *scorer;
    gboolean all_pairs;
    HnPatternCounts **counts; /* [n_threads] */
} Measure;

typedef struct {
    const Measure *measure;
    guint thread, n;
    HnPair pairs[BATCH];
    guint64 patterns[BATCH];
} Batch;

static void
count_batch(Batch *batch)
{
    hn_pair_scorer_row_patterns(batch->measure->scorer, batch->thread, batch->pairs, batch->n,
                                !batch->measure->all_pairs, batch->patterns);
    for (guint i = 0; i < batch->n; i++)
        hn_pattern_counts_add(batch->measure->counts[batch->thread], batch->patterns[i], 1);
    batch->n = 0;
}

static void
add_pair(Batch *batch, guint32 a, guint32 b)
{
    if (!hn_pair_scope_has(batch->measure->scope, a, b))
        return;
    batch->pairs[batch->n++] = (HnPair){ a, b, 0 };
    if (batch->n == BATCH)
        count_batch(batch);
}

/* Every chunk has a stream of its own and counts are sums, so the threads do not matter. */
static void
draw_pairs(Batch *batch, gsize chunk)
{
    HnRng rng = hn_rng_seed(SEED, chunk);
    const guint64 n_rows = batch->measure->table->n_rows;
    for (guint i = 0; i < RANDOM_PAIRS / CHUNKS; i++) {
        const guint64 a = hn_rng_below(&rng, n_rows);
        guint64 b = hn_rng_below(&rng, n_rows - 1);
        b += b >= a ? 1 : 0;
        add_pair(batch, (guint32)a, (guint32)b);
    }
}

static void
take_all_pairs(Batch *batch, gsize chunk)
{
    const guint32 n_rows = batch->measure->table->n_rows;
    for (guint32 a = (guint32)chunk; a < n_rows; a += CHUNKS)
        for (guint32 b = a + 1; b < n_rows; b++)
            add_pair(batch, a, b);
}

static void
count_chunk(gpointer user, gsize chunk, guint thread)
{
    const Measure *measure = user;
    g_autofree Batch *batch = g_new(Batch, 1);
    batch->measure = measure;
    batch->thread = thread;
    batch->n = 0;
    if (measure->all_pairs)
        take_all_pairs(batch, chunk);
    else
        draw_pairs(batch, chunk);
    count_batch(batch);
}

/* Ordered pairs of records with a value, and those of equal values. */
typedef struct {
    double agreeing, all;
} ExactPairs;

/* Takes away the pairs that source @s keeps apart. @seen: [n_codes + 1], all 0 before and after. */
static void
leave_out_source(const HnPairScope *scope, guint s, guint attribute, guint32 *seen,
                 ExactPairs *pairs)
{
    const HnTableSource *source = &scope->table->sources[s];
    double n_with_value = 0;
    for (guint32 i = 0; i < source->n_rows; i++) {
        const guint32 code = hn_record_table_line(scope->table, source->first_row + i)[attribute];
        if (code == 0)
            continue;
        pairs->agreeing -= 2.0 * seen[code]++;
        pairs->all -= 2.0 * n_with_value++;
    }
    for (guint32 i = 0; i < source->n_rows; i++)
        seen[hn_record_table_line(scope->table, source->first_row + i)[attribute]] = 0;
}

/* Counted rate of exact agreement, for an attribute with one value a record. */
static double
exact_rate(const HnPairScope *scope, guint attribute, const HnAttributeCounts *counts)
{
    const double n_with_value = counts->n_with_value;
    ExactPairs pairs = { .all = n_with_value * (n_with_value - 1.0) };
    for (guint32 code = 1; code <= counts->n_codes; code++)
        pairs.agreeing += (double)counts->counts[code] * ((double)counts->counts[code] - 1.0);
    if (scope->once != NULL) {
        g_autofree guint32 *seen = g_new0(guint32, (gsize)counts->n_codes + 1);
        for (guint s = 0; s < scope->table->n_sources; s++)
            if (scope->once[s])
                leave_out_source(scope, s, attribute, seen, &pairs);
    }
    return pairs.agreeing / MAX(pairs.all, 1.0);
}

/* Of the pairs of records that hold a value both, those that could be compared. */
static double
share_shown(const Measure *measure, guint32 n_with_value, guint64 n_shown, guint64 n_missing)
{
    const double n = measure->table->n_rows, n_with = n_with_value;
    const double both = (double)(n_shown + n_missing) * n_with * (n_with - 1) / (n * (n - 1));
    return MIN((double)n_shown / MAX(both, 1), 1);
}

/* Rates of one comparison from its counts; what exact agreement takes is scaled to the counted
 * figure. */
static void
set_rates(const Measure *measure, guint comparison, const guint64 *counts, guint64 n_missing,
          HnLevelRates *rates)
{
    const HnComparison *spec = &measure->type->comparisons[comparison];
    double *rate = rates->rate[comparison];
    const HnAttributeCounts *of_values = measure->frequencies->attributes + spec->attribute;
    rates->n_with_value[comparison] = of_values->n_with_value;
    rates->shown[comparison] = 1;
    guint64 n_pairs = 0;
    for (guint level = 0; level < spec->n_levels; level++)
        n_pairs += counts[level];
    if (of_values->n_with_value < 2 || n_pairs == 0) {
        rate[spec->n_levels - 1] = 1.0;
        rates->floor[comparison] = 0.05;
        return;
    }
    rates->floor[comparison] = MIN(0.5 / (double)n_pairs, 0.05);
    if (measure->table->sets[spec->attribute] != NULL)
        rates->shown[comparison] =
            share_shown(measure, of_values->n_with_value, n_pairs, n_missing);
    const gboolean counted =
        spec->levels[0].kind == HN_LEVEL_EXACT && measure->table->sets[spec->attribute] == NULL;
    double rest = 1.0, sampled_rest = 1.0;
    if (counted) {
        rate[0] = exact_rate(measure->scope, spec->attribute, of_values);
        rest = 1.0 - rate[0];
        sampled_rest = MAX(1.0 - (double)counts[0] / (double)n_pairs, 1e-9);
    }
    for (guint level = counted ? 1 : 0; level < spec->n_levels; level++)
        rate[level] = (double)counts[level] / (double)n_pairs / sampled_rest * rest;
}

void
hn_level_rates_measure(const HnPairScope *scope, const HnEntityType *type,
                       const HnValueFrequencies *frequencies, HnPairScorer *scorer,
                       HnThreadPool *pool, HnLevelRates *ret_rates)
{
    const HnRecordTable *table = scope->table;
    memset(ret_rates, 0, sizeof *ret_rates);
    const guint n_threads = hn_thread_pool_n_threads(pool);
    const guint64 n = table->n_rows;
    g_autofree HnPatternCounts **counts = g_new(HnPatternCounts *, n_threads);
    Measure measure = { .table = table,
                        .scope = scope,
                        .type = type,
                        .frequencies = frequencies,
                        .scorer = scorer,
                        .counts = counts };
    measure.all_pairs = n < 2 || n * (n - 1) / 2 <= RANDOM_PAIRS;
    for (guint t = 0; t < n_threads; t++)
        counts[t] = hn_pattern_counts_new();
    hn_thread_pool_run(pool, CHUNKS, count_chunk, &measure);
    for (guint t = 1; t < n_threads; t++) {
        hn_pattern_counts_add_all(counts[0], counts[t]);
        hn_pattern_counts_free(counts[t]);
    }
    ret_rates->patterns = hn_pattern_counts_list(counts[0]);
    hn_pattern_counts_free(counts[0]);
    for (guint c = 0; c < type->n_comparisons; c++) {
        guint64 of_levels[16] = { 0 };
        for (guint i = 0; i < ret_rates->patterns->len; i++) {
            const HnPatternCount *count = &g_array_index(ret_rates->patterns, HnPatternCount, i);
            of_levels[count->pattern >> (4 * c) & 15] += count->n_pairs;
        }
        set_rates(&measure, c, of_levels + 1, of_levels[0], ret_rates);
    }
}

void
hn_level_rates_clear(HnLevelRates *rates)
{
    g_clear_pointer(&rates->patterns, g_array_unref);
}
