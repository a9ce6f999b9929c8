/* scoring/pair_scorer.h - agreement patterns and match weights of candidate pairs, in batches.
 *
 * Data walk: score. Takes HnPair arrays from blocking/, gives HnEdge arrays to linker/. Training
 *   takes patterns.
 * A comparison's level depends on the two values alone: equal codes are the exact level without
 *   looking at bytes; other pairs of codes go through a direct-mapped cache per thread before a
 *   kernel of text/ runs. Values are prepared once per dictionary entry (letters, tokens, packed
 *   dates), not per pair.
 * Pattern: 4 bits a comparison, comparison 0 lowest: 0 = missing on a side, else 1 + level index.
 * Early exit: comparisons are evaluated in order of cost; a pair ends as soon as the largest
 *   weight still possible is below the threshold; its result is then "below", never another
 *   weight.
 * Interactions between comparisons are added last, when all of a pair's levels are known, and
 *   likeness (likeness.h); until then the most that they can add is part of the bound.
 * An attribute of many values: the pair of members with the smallest level index (ties: larger
 *   term adjustment) counts. Members of two kinds are compared only if they are equal; with no
 *   other members the comparison is missing.
 * Source: Fellegi and Sunter (1969); value-pair reuse: performance.md 2.2.
 * Cost: measured by bench/score; `n_kernels / n_pairs` is the figure to watch.
 * Threads: one scratch per pool thread inside; immutable otherwise.
 */
#pragma once
#include "base/thread_pool.h"
#include "records/edge.h"
#include "records/record_table.h"
#include "scoring/form_space.h"
#include "scoring/model.h"

typedef struct _HnPairScorer HnPairScorer;
/* @model nullable: then only patterns can be asked for. @forms: of the table's dictionaries and the
 * type. Borrows all four for its life. @pool nullable: weighs the values of the comparisons side by
 * side. */
HnPairScorer *hn_pair_scorer_new(const HnRecordTable *table, const HnEntityType *type,
                                 const HnModel *model, const HnFormSpace *forms, guint n_threads,
                                 HnThreadPool *pool);
void hn_pair_scorer_free(HnPairScorer *scorer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPairScorer, hn_pair_scorer_free)
/* Classes are scored by their first rows. */
void hn_pair_scorer_patterns(HnPairScorer *scorer, guint thread, const HnPair *pairs, gsize n_pairs,
                             guint64 *ret_patterns);
/* The same of pairs of rows. @at_random: they are drawn so, and the cache is passed over, as it
 * would not see their values again. */
void hn_pair_scorer_row_patterns(HnPairScorer *scorer, guint thread, const HnPair *row_pairs,
                                 gsize n_pairs, gboolean at_random, guint64 *ret_patterns);
/* Edges of the pairs whose weight is >= @threshold_units, in the pairs' order; returns how many. */
gsize hn_pair_scorer_score(HnPairScorer *scorer, guint thread, const HnPair *pairs, gsize n_pairs,
                           gint32 threshold_units, HnEdge *ret_edges);
/* One pair of rows in full, for explanation and tests: levels (-1 = missing), and per comparison
 * the level's weight, the term adjustment and the likeness; returns the weight: prior + their sum +
 * the interactions of the levels (hn_model_interaction_units()). */
typedef struct {
    gint level;
    guint32 value_a,
        value_b; /* codes of the values that were compared (members, for many values) */
    gint32 weight_units, term_units, likeness_units; /* the last of likeness.h */
} HnScoredComparison;
gint32 hn_pair_scorer_explain(HnPairScorer *scorer, guint thread, guint32 row_a, guint32 row_b,
                              HnScoredComparison *ret_comparisons);
typedef struct {
    guint64 n_pairs, n_kernels, n_cache_hits, n_early;
} HnScorerCounts;
HnScorerCounts hn_pair_scorer_counts(const HnPairScorer *scorer);
