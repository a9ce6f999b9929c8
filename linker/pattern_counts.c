#include "linker/pattern_counts.h"

#include "base/hash.h"

#define BATCH 4096

struct _HnPatternCounts {
    guint64 *patterns; /* pattern + 1, so that 0 means an empty slot */
    guint64 *n_pairs;
    guint64 mask;
    guint64 n;
};

HnPatternCounts *
hn_pattern_counts_new(void)
{
    HnPatternCounts *counts = g_new0(HnPatternCounts, 1);
    counts->mask = 1023;
    counts->patterns = g_new0(guint64, counts->mask + 1);
    counts->n_pairs = g_new0(guint64, counts->mask + 1);
    return counts;
}

void
hn_pattern_counts_free(HnPatternCounts *counts)
{
    if (counts == NULL)
        return;
    g_free(counts->patterns);
    g_free(counts->n_pairs);
    g_free(counts);
}

static void
grow(HnPatternCounts *counts)
{
    HnPatternCounts old = *counts;
    counts->mask = 2 * old.mask + 1;
    counts->n = 0;
    counts->patterns = g_new0(guint64, counts->mask + 1);
    counts->n_pairs = g_new0(guint64, counts->mask + 1);
    for (guint64 i = 0; i <= old.mask; i++)
        if (old.patterns[i] != 0)
            hn_pattern_counts_add(counts, old.patterns[i] - 1, old.n_pairs[i]);
    g_free(old.patterns);
    g_free(old.n_pairs);
}

void
hn_pattern_counts_add(HnPatternCounts *counts, guint64 pattern, guint64 n_pairs)
{
    guint64 slot = hn_hash_mix(pattern) & counts->mask;
    while (counts->patterns[slot] != 0 && counts->patterns[slot] != pattern + 1)
        slot = (slot + 1) & counts->mask;
    if (counts->patterns[slot] == 0) {
        counts->patterns[slot] = pattern + 1;
        counts->n++;
    }
    counts->n_pairs[slot] += n_pairs;
    if (counts->n * 2 > counts->mask)
        grow(counts);
}

static gint
compare_patterns(gconstpointer a, gconstpointer b)
{
    const HnPatternCount *x = a, *y = b;
    return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

GArray *
hn_pattern_counts_list(const HnPatternCounts *counts)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(HnPatternCount));
    for (guint64 i = 0; i <= counts->mask; i++)
        if (counts->patterns[i] != 0) {
            const HnPatternCount count = { counts->patterns[i] - 1, counts->n_pairs[i] };
            g_array_append_val(list, count);
        }
    g_array_sort(list, compare_patterns);
    return list;
}

/* ---- scanning blocks ---- */

/* What one thread counts into. */
typedef struct {
    HnPatternCounts *rule, *all;
    HnPair pairs[BATCH];
    guint8 is_first[BATCH];
    guint64 patterns[BATCH];
    guint64 n_pairs[BATCH]; /* of records, in scope */
} Counter;

typedef struct {
    const HnPatternScan *scan;
    guint32 first, n_blocks; /* of the rule */
    guint32 n_tasks;
    Counter **counters; /* [n_threads] */
} Scan;

/* What a class of a sample of one in @every draws less than; 0: all are in it. */
static guint64
draws_below(guint64 every)
{
    return every <= 1 ? 0 : G_MAXUINT64 / every;
}

static inline gboolean
is_drawn(guint32 class, guint64 below)
{
    return below == 0 || hn_blocks_draw(class) < below;
}

/* What is beyond the scope is not compared: the pairs of the sample that have records in it move to
 * the front. */
static gsize
keep_in_scope(const HnPairScope *scope, guint64 rule_below, Counter *counter, gsize n)
{
    gsize n_kept = 0;
    for (gsize i = 0; i < n; i++) {
        const HnPair pair = counter->pairs[i];
        const guint64 n_pairs =
            is_drawn(pair.a, rule_below) ? hn_pair_scope_class_pairs(scope, pair.a, pair.b) : 0;
        if (n_pairs == 0)
            continue;
        counter->pairs[n_kept] = pair;
        counter->is_first[n_kept] = counter->is_first[i];
        counter->n_pairs[n_kept++] = n_pairs;
    }
    return n_kept;
}

/* The pairs of a part of the rule's blocks. The larger sample is walked, and each pair goes where
 * its class is drawn. */
static void
scan_task(gpointer user, gsize task, guint thread)
{
    Scan *state = user;
    const HnPatternScan *scan = state->scan;
    Counter *counter = state->counters[thread];
    const guint64 rule_below = draws_below(scan->every);
    HnPairCursor cursor = {
        .block = state->first + (guint32)((guint64)state->n_blocks * task / state->n_tasks),
        .end = state->first + (guint32)((guint64)state->n_blocks * (task + 1) / state->n_tasks),
        .draw_below = rule_below,
    };
    for (;;) {
        const gsize n_made =
            hn_blocks_rule_pairs(scan->blocks, &cursor, counter->pairs, counter->is_first, BATCH);
        if (n_made == 0)
            return;
        const gsize n = keep_in_scope(scan->scope, rule_below, counter, n_made);
        hn_pair_scorer_patterns(scan->scorer, thread, counter->pairs, n, counter->patterns);
        for (gsize i = 0; i < n; i++) {
            hn_pattern_counts_add(counter->rule, counter->patterns[i], counter->n_pairs[i]);
            if (counter->is_first[i])
                hn_pattern_counts_add(counter->all, counter->patterns[i],
                                      counter->n_pairs[i] * scan->every);
        }
    }
}

/* Sums of integers: the order of the threads does not matter. */
void
hn_pattern_counts_add_all(HnPatternCounts *counts, const HnPatternCounts *more)
{
    for (guint64 i = 0; i <= more->mask; i++)
        if (more->patterns[i] != 0)
            hn_pattern_counts_add(counts, more->patterns[i] - 1, more->n_pairs[i]);
}

GArray *
hn_pattern_counts_scan(const HnPatternScan *scan)
{
    const guint n_threads = hn_thread_pool_n_threads(scan->pool);
    g_autofree Counter **counters = g_new(Counter *, n_threads);
    Scan state = { .scan = scan, .counters = counters };
    guint32 end = 0;
    hn_blocks_of_rule(scan->blocks, scan->rule, &state.first, &end);
    state.n_blocks = end - state.first;
    state.n_tasks = CLAMP(state.n_blocks / 64, 1, 256);
    for (guint t = 0; t < n_threads; t++) {
        counters[t] = g_new(Counter, 1);
        counters[t]->rule = hn_pattern_counts_new();
        counters[t]->all = hn_pattern_counts_new();
    }
    hn_thread_pool_run(scan->pool, state.n_tasks, scan_task, &state);
    g_autoptr(HnPatternCounts) sum = hn_pattern_counts_new();
    for (guint t = 0; t < n_threads; t++) {
        hn_pattern_counts_add_all(sum, counters[t]->rule);
        hn_pattern_counts_add_all(scan->all, counters[t]->all);
        hn_pattern_counts_free(counters[t]->rule);
        hn_pattern_counts_free(counters[t]->all);
        g_free(counters[t]);
    }
    return hn_pattern_counts_list(sum);
}
