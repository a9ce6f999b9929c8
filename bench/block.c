/* bench/block - keys, blocks and pairs: ns a key, ns a pair, and how far from copying memory that
 * is. usage: block [ROWS [THREADS]] */
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench_people.h"
#include "blocking/blocks.h"

#define BATCH 4096u

/* Pairs of blocks [first, end), each once over all rules. */
static void
time_pairs(const char *what, const HnBlocks *blocks, guint32 first, guint32 end,
           double copy_bytes_per_s)
{
    g_autofree HnPair *pairs = g_new(HnPair, BATCH);
    HnPairCursor cursor = { .block = first, .end = end };
    guint64 n_pairs = 0;
    const double start = bench_seconds();
    for (gsize n; (n = hn_blocks_pairs(blocks, &cursor, pairs, BATCH)) > 0;)
        n_pairs += n;
    const double seconds = bench_seconds() - start;
    printf("%-7s %8.1f M pairs in %7u blocks  %6.3f s  %6.2f ns/pair  %6.1f M pairs/s/thread  "
           "%4.1f %% of copy\n",
           what, (double)n_pairs / 1e6, end - first, seconds, seconds * 1e9 / (double)n_pairs,
           (double)n_pairs / seconds / 1e6,
           100.0 * (double)n_pairs * sizeof(HnPair) / seconds / copy_bytes_per_s);
}

static void
time_all_pairs(const HnBlocks *blocks, guint n_rules, double copy_bytes_per_s)
{
    for (guint r = 0; r < n_rules; r++) {
        guint32 first = 0, end = 0;
        char what[16];
        g_snprintf(what, sizeof what, "rule %u", r);
        hn_blocks_of_rule(blocks, r, &first, &end);
        time_pairs(what, blocks, first, end, copy_bytes_per_s);
    }
    time_pairs("all", blocks, 0, hn_blocks_n(blocks), copy_bytes_per_s);
}

int
main(int argc, char **argv)
{
    const guint32 n_rows = argc > 1 ? (guint32)strtoul(argv[1], NULL, 10) : 1000000;
    const guint n_threads =
        argc > 2 ? (guint)strtoul(argv[2], NULL, 10) : hn_thread_default_count();
    const HnEntityType type = bench_type();
    const double copy_bytes_per_s = bench_copy_bytes_per_s();
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
    g_autoptr(HnBudget) budget = hn_budget_new(hn_budget_default_ceiling());
    g_autoptr(HnRecordTable) table = bench_table_new(n_rows, 1);
    g_autofree HnRuleReport *reports = g_new0(HnRuleReport, type.n_rules);

    double start = bench_seconds();
    g_autoptr(HnOversizeList) oversize = NULL;
    const HnBlocksLesson lesson = { .table = table, .type = &type, .pool = pool, .budget = budget };
    g_autoptr(HnBlocks) learned = hn_blocks_learn(&lesson, reports, &oversize);
    const double learn_s = bench_seconds() - start;
    g_clear_pointer(&learned, hn_blocks_free);
    start = bench_seconds();
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, &type, oversize, pool, budget, reports);
    const double build_s = bench_seconds() - start;

    guint64 n_keys = 0, n_pairs = 0;
    for (guint r = 0; r < type.n_rules; r++) {
        n_keys += reports[r].n_keys;
        n_pairs += reports[r].pairs_here;
        printf("rule %u  %9" G_GUINT64_FORMAT " keys  %8u blocks  largest %4u  %11" G_GUINT64_FORMAT
               " pairs  %3u dropped\n",
               r, reports[r].n_keys, reports[r].n_blocks, reports[r].largest, reports[r].pairs_here,
               reports[r].n_dropped);
    }
    printf("copy    %10.1f GB/s in this run\n", copy_bytes_per_s / 1e9);
    printf("learn   %10u values   %6.3f s\n", oversize->n, learn_s);
    /* The least that must move: each key and class read, written, read again. */
    printf(
        "build   %10u classes x %u rules on %u threads  %6.3f s  %6.2f ns/key  %4.1f %% of copy\n",
        table->n_classes, type.n_rules, n_threads, build_s, build_s * 1e9 / (double)n_keys,
        100.0 * 36.0 * (double)n_keys / build_s / n_threads / copy_bytes_per_s);
    printf("blocks  %10.1f M pairs with overlaps, peak %.0f MB\n", (double)n_pairs / 1e6,
           (double)hn_process_peak_bytes() / 1e6);
    time_all_pairs(blocks, type.n_rules, copy_bytes_per_s);
    return 0;
}
