/* linker/pattern_counts.h - counts agreement patterns of many pairs: what training learns from.
 *
 * Data walk: training scans each rule's pairs once, in ranges of blocks, one counter a thread,
 *   merged at the end; pairs that no earlier rule made are counted for all rules on the way.
 * Cost: one probe of an open-addressing table a pair, a few hundred entries, so it stays in L1/L2.
 * Threads: one counter a thread.
 */
#pragma once
#include "blocking/blocks.h"
#include "linker/em.h"
#include "records/pair_scope.h"
#include "scoring/pair_scorer.h"

typedef struct _HnPatternCounts HnPatternCounts;
HnPatternCounts *hn_pattern_counts_new(void);
void hn_pattern_counts_free(HnPatternCounts *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPatternCounts, hn_pattern_counts_free)
void hn_pattern_counts_add(HnPatternCounts *counts, guint64 pattern, guint64 n_pairs);
void hn_pattern_counts_add_all(HnPatternCounts *counts, const HnPatternCounts *more);
/* Ascending by pattern; (element-type HnPatternCount) (transfer full). */
GArray *hn_pattern_counts_list(const HnPatternCounts *counts);

typedef struct {
    const HnPairScope *scope; /* pairs beyond it are not counted */
    const HnBlocks *blocks;
    HnPairScorer *scorer;
    HnThreadPool *pool;
    guint rule;           /* its pairs are counted */
    guint64 every;        /* the pairs of one class in so many, see HnPairCursor; 1 = all */
    HnPatternCounts *all; /* of each pair once over all rules: those of an earlier rule do not go
                             there; each counts for @every */
} HnPatternScan;
/* Patterns of the rule's pairs, as by hn_pattern_counts_list(). */
GArray *hn_pattern_counts_scan(const HnPatternScan *scan);
