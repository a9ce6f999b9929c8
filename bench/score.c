/* bench/score - ns and kernels a pair: full patterns, all weights, and weights with early exit.
 * usage: score [ROWS [PAIRS_IN_MILLIONS]] */
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench_people.h"
#include "blocking/blocks.h"
#include "scoring/pair_scorer.h"

#define BATCH 4096u
#define N_REPEATS 3u /* the first one meets cold caches, any of them a busy machine */

typedef struct {
    gsize n;
    HnPair *pairs;
} Work;

static Work
gather(const HnBlocks *blocks, gsize n_max)
{
    Work work = { 0, g_new(HnPair, n_max) };
    /* Every eighth range of blocks, so that all rules take part. */
    g_autofree guint32 *starts = g_new(guint32, 4097);
    const gsize n_ranges = hn_blocks_ranges(blocks, 4096, starts);
    for (gsize i = 0; i < n_ranges && work.n < n_max; i += 8) {
        HnPairCursor cursor = { .block = starts[i], .end = starts[i + 1] };
        for (gsize n = 1; n > 0 && work.n < n_max; work.n += n)
            n = hn_blocks_pairs(blocks, &cursor, work.pairs + work.n, n_max - work.n);
    }
    return work;
}

static void
tell(const char *what, const HnPairScorer *scorer, const HnScorerCounts *before, double seconds,
     double copy_bytes_per_s)
{
    const HnScorerCounts counts = hn_pair_scorer_counts(scorer);
    const double n = (double)(counts.n_pairs - before->n_pairs);
    const double n_kernels = (double)(counts.n_kernels - before->n_kernels);
    const double n_hits = (double)(counts.n_cache_hits - before->n_cache_hits);
    const double bytes = n * (sizeof(HnPair) + 2 * BENCH_N_ATTRIBUTES * sizeof(guint32));
    printf("%-9s %7.1f ns/pair  %6.2f M pairs/s/thread  %6.3f kernels/pair  %6.3f hits/pair  "
           "%4.1f %% early  %4.1f %% of copy\n",
           what, seconds * 1e9 / n, n / seconds / 1e6, n_kernels / n, n_hits / n,
           100.0 * (double)(counts.n_early - before->n_early) / n,
           100.0 * bytes / seconds / copy_bytes_per_s);
}

static void
time_patterns(HnPairScorer *scorer, const Work *work, double copy_bytes_per_s)
{
    g_autofree guint64 *patterns = g_new(guint64, BATCH);
    const HnScorerCounts before = hn_pair_scorer_counts(scorer);
    const double start = bench_seconds();
    for (gsize i = 0; i < work->n; i += BATCH)
        hn_pair_scorer_patterns(scorer, 0, work->pairs + i, MIN(BATCH, work->n - i), patterns);
    tell("patterns", scorer, &before, bench_seconds() - start, copy_bytes_per_s);
}

static void
time_weights(HnPairScorer *scorer, const Work *work, gint32 threshold, double copy_bytes_per_s)
{
    g_autofree HnEdge *edges = g_new(HnEdge, BATCH);
    const HnScorerCounts before = hn_pair_scorer_counts(scorer);
    gsize n_edges = 0;
    const double start = bench_seconds();
    for (gsize i = 0; i < work->n; i += BATCH)
        n_edges += hn_pair_scorer_score(scorer, 0, work->pairs + i, MIN(BATCH, work->n - i),
                                        threshold, edges);
    tell(threshold == G_MININT32 ? "weights" : "early", scorer, &before, bench_seconds() - start,
         copy_bytes_per_s);
    g_assert(threshold != G_MININT32 || n_edges == work->n);
}

int
main(int argc, char **argv)
{
    const guint32 n_rows = argc > 1 ? (guint32)strtoul(argv[1], NULL, 10) : 1000000;
    const gsize n_pairs_max = (argc > 2 ? strtoul(argv[2], NULL, 10) : 10) * 1000000;
    const HnEntityType type = bench_type();
    const double copy_bytes_per_s = bench_copy_bytes_per_s();
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(hn_thread_default_count());
    g_autoptr(HnRecordTable) table = bench_table_new(n_rows, 1);
    g_autoptr(HnModel) model = bench_model_new(&type);
    g_autofree HnRuleReport *reports = g_new0(HnRuleReport, type.n_rules);
    g_autoptr(HnBlocks) blocks = hn_blocks_build(table, &type, NULL, pool, NULL, reports);
    const Work work = gather(blocks, n_pairs_max);

    double start = bench_seconds();
    g_autoptr(HnFormSpace) forms = hn_form_space_new(table, &type, NULL, pool);
    g_autoptr(HnPairScorer) scorer = hn_pair_scorer_new(table, &type, model, forms, 1, NULL);
    printf("copy      %7.1f GB/s in this run\n", copy_bytes_per_s / 1e9);
    printf("prepare   %7.3f s for %u rows\n", bench_seconds() - start, n_rows);
    printf("pairs     %7.1f M, %u comparisons\n", (double)work.n / 1e6, type.n_comparisons);
    for (guint i = 0; i < N_REPEATS; i++) {
        time_patterns(scorer, &work, copy_bytes_per_s);
        time_weights(scorer, &work, G_MININT32, copy_bytes_per_s);
        time_weights(scorer, &work, 0, copy_bytes_per_s);
    }
    g_free(work.pairs);
    return 0;
}
