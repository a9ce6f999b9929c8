#include "linker/level_rates.h"

#include "base/rng.h"

#define STRANGERS_BEHIND 30.0  /* pairs */
#define RANDOM_PAIRS 500000u   /* a level of rate 1e-4 is met 50 times: 14 %, a fifth of a bit */
#define FEW_PAIRS 20000u       /* that show an attribute: more are drawn among those who have it */
#define PAIRS_OF_FEW 100000u   /* a level of rate 1e-3 is met 100 times */
#define SEED 0x686f706e686174u /* any constant; the same one always */

#define CHUNKS 64u
#define BATCH 1024u

typedef struct {
    const HnRecordTable *table;
    const HnPairScope *scope;
    const HnEntityType *type;
    const HnValueFrequencies *frequencies;
    HnPairScorer *scorer;
    HnThreadPool *pool;
    const guint32 *rows; /* [n_rows] among which pairs are drawn, ascending; NULL: all */
    guint32 n_rows;
    guint n_draws;
    guint draws_each; /* so that as many are in scope */
    gboolean all_pairs;
    HnPatternCounts **counts; /* [n_threads] */
    guint n_threads;
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

/* @at, @other: places among the rows. */
static void
add_pair(Batch *batch, guint32 at, guint32 other)
{
    const guint32 *rows = batch->measure->rows;
    const guint32 a = rows == NULL ? at : rows[at], b = rows == NULL ? other : rows[other];
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
    const guint64 n_rows = batch->measure->n_rows;
    for (guint i = 0; i < batch->measure->n_draws / CHUNKS * batch->measure->draws_each; i++) {
        const guint64 a = hn_rng_below(&rng, n_rows);
        guint64 b = hn_rng_below(&rng, n_rows - 1);
        b += b >= a ? 1 : 0;
        add_pair(batch, (guint32)a, (guint32)b);
    }
}

static void
take_all_pairs(Batch *batch, gsize chunk)
{
    const guint32 n_rows = batch->measure->n_rows;
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

/* The rows with a value of one attribute that were seen so far. */
typedef struct {
    guint attribute;
    guint32 *n_of; /* [n_codes + 1] */
    double n;
} Seen;

/* Takes away the pairs of the source's rows with those seen so far (@pairs nullable: none), and
 * sees each of them. */
static void
see_rows(const HnPairScope *scope, guint s, gboolean is_seen, Seen *seen, ExactPairs *pairs)
{
    const HnTableSource *source = &scope->table->sources[s];
    for (guint32 i = 0; i < source->n_rows; i++) {
        const guint32 code =
            hn_record_table_line(scope->table, source->first_row + i)[seen->attribute];
        if (code == 0)
            continue;
        if (pairs != NULL) {
            pairs->agreeing -= 2.0 * seen->n_of[code];
            pairs->all -= 2.0 * seen->n;
        }
        seen->n_of[code] += is_seen ? 1 : 0;
        seen->n += is_seen ? 1 : 0;
    }
}

static void
forget_rows(const HnPairScope *scope, guint s, Seen *seen)
{
    const HnTableSource *source = &scope->table->sources[s];
    for (guint32 i = 0; i < source->n_rows; i++)
        seen->n_of[hn_record_table_line(scope->table, source->first_row + i)[seen->attribute]] = 0;
}

/* Takes away the pairs of source @s with itself and with sources before it that are kept apart.
 * @seen: nothing, before and after. */
static void
leave_out_source(const HnPairScope *scope, guint s, Seen *seen, ExactPairs *pairs)
{
    const gboolean among = !hn_pair_scope_has_sources(scope, s, s);
    const guint n_before = scope->meets == NULL ? 0 : s;
    for (guint t = 0; t < n_before; t++)
        if (!hn_pair_scope_has_sources(scope, s, t))
            see_rows(scope, t, TRUE, seen, NULL);
    if (!among && seen->n == 0)
        return;
    see_rows(scope, s, among, seen, pairs);
    for (guint t = 0; t < n_before; t++)
        if (!hn_pair_scope_has_sources(scope, s, t))
            forget_rows(scope, t, seen);
    if (among)
        forget_rows(scope, s, seen);
    seen->n = 0;
}

/* Counted, for an attribute with one value a record. */
static ExactPairs
exact_pairs(const HnPairScope *scope, guint attribute, const HnAttributeCounts *counts)
{
    const double n_with_value = counts->n_with_value;
    ExactPairs pairs = { .all = n_with_value * (n_with_value - 1.0) };
    for (guint32 code = 1; code <= counts->n_codes; code++)
        pairs.agreeing += (double)counts->counts[code] * ((double)counts->counts[code] - 1.0);
    if (scope->source_of != NULL) {
        g_autofree guint32 *n_of = g_new0(guint32, (gsize)counts->n_codes + 1);
        Seen seen = { attribute, n_of, 0 };
        for (guint s = 0; s < scope->table->n_sources; s++)
            leave_out_source(scope, s, &seen, &pairs);
    }
    return pairs;
}

/* Of a dozen records one pair is a tenth of all: strangers stand behind it of whom none shows the
 * level. */
static double
rate_of_one(double n_pairs)
{
    return 1 / (n_pairs + STRANGERS_BEHIND);
}

/* Rates of one comparison from its counts; what exact agreement takes is scaled to the counted
 * figure. @n_both: of the pairs looked at, those of two records that hold a value. */
static void
set_rates(const Measure *measure, guint comparison, const guint64 *counts, double n_both,
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
        rates->one_pair[comparison] = rates->one_pair_exact[comparison] = rate_of_one(0);
        return;
    }
    rates->one_pair[comparison] = rates->one_pair_exact[comparison] = rate_of_one((double)n_pairs);
    if (measure->table->sets[spec->attribute] != NULL)
        rates->shown[comparison] = MIN((double)n_pairs / MAX(n_both, 1), 1);
    const gboolean counted =
        spec->levels[0].kind == HN_LEVEL_EXACT && measure->table->sets[spec->attribute] == NULL;
    double rest = 1.0, sampled_rest = 1.0;
    if (counted) {
        const ExactPairs pairs = exact_pairs(measure->scope, spec->attribute, of_values);
        rate[0] = pairs.agreeing / MAX(pairs.all, 1.0);
        rates->one_pair_exact[comparison] = rate_of_one(pairs.all / 2);
        rest = 1.0 - rate[0];
        sampled_rest = MAX(1.0 - (double)counts[0] / (double)n_pairs, 1e-9);
    }
    for (guint level = counted ? 1 : 0; level < spec->n_levels; level++)
        rate[level] = (double)counts[level] / (double)n_pairs / sampled_rest * rest;
}

/* Where the law keeps most sources apart, most random pairs are beyond the scope. */
static guint
draws_each(const HnPairScope *scope)
{
    const double n = scope->table->n_rows;
    const double all = n * (n - 1) / 2;
    return scope->meets == NULL ? 1 : (guint)CLAMP(all / hn_pair_scope_n_pairs(scope), 1, 32);
}

/* Patterns of pairs among the rows: all of them, or @n_draws random ones. (transfer full) */
static GArray *
look(Measure *measure, const guint32 *rows, guint32 n_rows, guint n_draws)
{
    g_autofree HnPatternCounts **counts = g_new(HnPatternCounts *, measure->n_threads);
    measure->rows = rows;
    measure->n_rows = n_rows;
    measure->n_draws = n_draws;
    measure->all_pairs = n_rows < 2 || (guint64)n_rows * (n_rows - 1) / 2 <= n_draws;
    measure->counts = counts;
    for (guint t = 0; t < measure->n_threads; t++)
        counts[t] = hn_pattern_counts_new();
    hn_thread_pool_run(measure->pool, CHUNKS, count_chunk, measure);
    for (guint t = 1; t < measure->n_threads; t++) {
        hn_pattern_counts_add_all(counts[0], counts[t]);
        hn_pattern_counts_free(counts[t]);
    }
    GArray *patterns = hn_pattern_counts_list(counts[0]);
    hn_pattern_counts_free(counts[0]);
    return patterns;
}

/* Counts by digit: 0 = missing, else 1 + level. Returns their sum. */
static double
count_digits(const GArray *patterns, guint comparison, guint64 counts[16])
{
    double n = 0;
    memset(counts, 0, 16 * sizeof counts[0]);
    for (guint i = 0; i < patterns->len; i++) {
        const HnPatternCount *count = &g_array_index(patterns, HnPatternCount, i);
        counts[count->pattern >> (4 * comparison) & 15] += count->n_pairs;
        n += (double)count->n_pairs;
    }
    return n;
}

/* Where one record in twenty has the attribute, one random pair in four hundred shows it. So pairs
 * are drawn among those that have it. */
static GArray *
look_among_few(Measure *measure, guint attribute)
{
    const HnRecordTable *table = measure->table;
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 row = 0; row < table->n_rows; row++)
        if (hn_record_table_line(table, row)[attribute] != 0)
            g_array_append_val(rows, row);
    return look(measure, (const guint32 *)(gpointer)rows->data, rows->len, PAIRS_OF_FEW);
}

static void
measure_comparison(Measure *measure, guint comparison, HnLevelRates *rates)
{
    const guint attribute = measure->type->comparisons[comparison].attribute;
    const double n = measure->table->n_rows;
    const double n_with = measure->frequencies->attributes[attribute].n_with_value;
    guint64 counts[16];
    double n_both = count_digits(rates->patterns, comparison, counts);
    n_both *= n_with * (n_with - 1) / MAX(n * (n - 1), 1);
    const gboolean are_all = n * (n - 1) / 2 <= RANDOM_PAIRS;
    if (!are_all && n_with >= 2 && n_both < FEW_PAIRS) {
        g_autoptr(GArray) patterns = look_among_few(measure, attribute);
        n_both = count_digits(patterns, comparison, counts);
    }
    set_rates(measure, comparison, counts + 1, n_both, rates);
}

void
hn_level_rates_measure(const HnPairScope *scope, const HnEntityType *type,
                       const HnValueFrequencies *frequencies, HnPairScorer *scorer,
                       HnThreadPool *pool, HnLevelRates *ret_rates)
{
    memset(ret_rates, 0, sizeof *ret_rates);
    Measure measure = { .table = scope->table,
                        .scope = scope,
                        .type = type,
                        .frequencies = frequencies,
                        .scorer = scorer,
                        .pool = pool,
                        .n_threads = hn_thread_pool_n_threads(pool),
                        .draws_each = draws_each(scope) };
    ret_rates->patterns = look(&measure, NULL, scope->table->n_rows, RANDOM_PAIRS);
    for (guint c = 0; c < type->n_comparisons; c++)
        measure_comparison(&measure, c, ret_rates);
}

void
hn_level_rates_clear(HnLevelRates *rates)
{
    g_clear_pointer(&rates->patterns, g_array_unref);
}
