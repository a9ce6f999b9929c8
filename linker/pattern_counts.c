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

typedef struct {
    const HnPatternScan *scan;
    guint64 every; /* one block in so many */
    guint32 n_tasks;
    HnPatternCounts **counts; /* [n_threads] */
    HnPair **pairs;           /* [n_threads][BATCH] */
    guint64 **patterns;
} Scan;

static guint64
record_pairs(const HnRecordTable *table, HnPair pair)
{
    const guint64 n_a = table->class_start[pair.a + 1] - table->class_start[pair.a];
    const guint64 n_b = table->class_start[pair.b + 1] - table->class_start[pair.b];
    return pair.a == pair.b ? n_a * (n_a - 1) / 2 : n_a * n_b;
}

static void
scan_blocks(Scan *scan, guint thread, guint32 first, guint32 end)
{
    HnPairCursor cursor = { .block = first, .end = end };
    for (;;) {
        const gsize n =
            scan->scan->distinct
                ? hn_blocks_pairs(scan->scan->blocks, &cursor, scan->pairs[thread], BATCH)
                : hn_blocks_rule_pairs(scan->scan->blocks, &cursor, scan->pairs[thread], BATCH);
        if (n == 0)
            return;
        hn_pair_scorer_patterns(scan->scan->scorer, thread, scan->pairs[thread], n,
                                scan->patterns[thread]);
        for (gsize i = 0; i < n; i++)
            hn_pattern_counts_add(scan->counts[thread], scan->patterns[thread][i],
                                  record_pairs(scan->scan->table, scan->pairs[thread][i]));
    }
}

static void
scan_task(gpointer user, gsize task, guint thread)
{
    Scan *scan = user;
    const guint64 n_blocks = scan->scan->end - scan->scan->first;
    const guint32 first = scan->scan->first + (guint32)(n_blocks * task / scan->n_tasks);
    const guint32 end = scan->scan->first + (guint32)(n_blocks * (task + 1) / scan->n_tasks);
    if (scan->every == 1) {
        scan_blocks(scan, thread, first, end);
        return;
    }
    for (guint32 block = first; block < end; block++)
        if (hn_hash_mix(block) % scan->every == 0)
            scan_blocks(scan, thread, block, block + 1);
}

GArray *
hn_pattern_counts_scan(const HnPatternScan *scan, double *ret_scale)
{
    const guint n_threads = hn_thread_pool_n_threads(scan->pool);
    Scan state = { .scan = scan, .every = 1 };
    if (scan->n_estimate > scan->pairs_max)
        state.every = (scan->n_estimate + scan->pairs_max - 1) / scan->pairs_max;
    state.n_tasks = CLAMP((scan->end - scan->first) / 64, 1, 256);
    g_autofree HnPatternCounts **counts = state.counts = g_new0(HnPatternCounts *, n_threads);
    g_autofree HnPair **pairs = state.pairs = g_new0(HnPair *, n_threads);
    g_autofree guint64 **patterns = state.patterns = g_new0(guint64 *, n_threads);
    for (guint t = 0; t < n_threads; t++) {
        counts[t] = hn_pattern_counts_new();
        pairs[t] = g_new(HnPair, BATCH);
        patterns[t] = g_new(guint64, BATCH);
    }
    hn_thread_pool_run(scan->pool, state.n_tasks, scan_task, &state);
    for (guint t = 1; t < n_threads;
         t++) /* sums of integers: the order of the threads does not matter */
        for (guint64 i = 0; i <= counts[t]->mask; i++)
            if (counts[t]->patterns[i] != 0)
                hn_pattern_counts_add(counts[0], counts[t]->patterns[i] - 1, counts[t]->n_pairs[i]);
    GArray *list = hn_pattern_counts_list(counts[0]);
    for (guint t = 0; t < n_threads; t++) {
        hn_pattern_counts_free(counts[t]);
        g_free(pairs[t]);
        g_free(patterns[t]);
    }
    *ret_scale = (double)state.every;
    return list;
}
