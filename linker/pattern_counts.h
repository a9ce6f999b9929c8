/* linker/pattern_counts.h - counts agreement patterns of many pairs: what training learns from.
 *
 * Data walk: training feeds it candidate pairs in ranges of blocks, one counter a thread, merged at
 *   the end.
 * Cost: one probe of an open-addressing table a pair, a few hundred entries, so it stays in L1/L2.
 * Threads: one counter a thread.
 */
#pragma once
#include "blocking/blocks.h"
#include "linker/em.h"
#include "scoring/pair_scorer.h"

typedef struct _HnPatternCounts HnPatternCounts;
HnPatternCounts *hn_pattern_counts_new(void);
void hn_pattern_counts_free(HnPatternCounts *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPatternCounts, hn_pattern_counts_free)
void hn_pattern_counts_add(HnPatternCounts *counts, guint64 pattern, guint64 n_pairs);
/* Ascending by pattern; (element-type HnPatternCount) (transfer full). */
GArray *hn_pattern_counts_list(const HnPatternCounts *counts);

typedef struct {
    const HnRecordTable *table;
    const HnBlocks *blocks;
    HnPairScorer *scorer;
    HnThreadPool *pool;
    guint32 first, end; /* blocks */
    guint64 pairs_max;  /* beyond it blocks are sampled, evenly and always the same ones */
    gboolean distinct;  /* TRUE: each pair once over all rules; FALSE: every pair of these blocks */
    guint64 n_estimate; /* record pairs in the range, as the block report says */
} HnPatternScan;
/* @ret_scale: how many pairs of the range stand behind one that was counted (1 without sampling).
 */
GArray *hn_pattern_counts_scan(const HnPatternScan *scan, double *ret_scale);
