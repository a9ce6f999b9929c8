/* linker/score_stage.h - every candidate pair once, scored; what reaches the review threshold is
 * kept.
 *
 * Data walk: blocks -> pairs in batches -> pair_scorer -> class edges ascending by (a, b).
 * Law: what may not be compared is not (records/meetings.h): a pair of classes without one pair of
 *   records that may be compared is passed over.
 * How: the blocks are cut into ranges of about equal numbers of pairs, one task each; the edges are
 *   sorted at the end, so the result does not depend on the tasks or threads.
 * Cost: pairs x score; 16 bytes an edge, twice while sorting.
 * Threads: uses the pool.
 */
#pragma once
#include "blocking/blocks.h"
#include "records/pair_scope.h"
#include "scoring/pair_scorer.h"

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    const HnModel *model;
    const HnBlocks *blocks;
    const HnFormSpace *forms; /* nullable: made for this run */
    HnThreadPool *pool;
    void (*progress)(gpointer user, guint64 n_pairs,
                     gdouble fraction); /* nullable; called between waves */
    gpointer progress_user;
} HnScoreInput;

typedef struct {
    guint64 n_pairs;                  /* record pairs looked at: distinct, multiplicity counted */
    guint64 rule_pairs[HN_RULES_MAX]; /* of n_pairs, by the first rule that makes them */
    guint64 n_class_pairs;            /* scored */
    HnScorerCounts counts;
    gsize n_edges;
    HnEdge *edges; /* class edges ascending by (a, b), weight >= the review threshold */
    gsize n_rejected;
    HnEdge *rejected; /* class edges ascending by (a, b): compared, and below (rejected_pairs.h) */
} HnScored;
HnScored *hn_score_run(const HnScoreInput *input);
void hn_scored_free(HnScored *scored);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnScored, hn_scored_free)
void hn_scored_encode(const HnScored *scored, HnEncoder *encoder); /* checkpoint */
HnScored *hn_scored_decode(HnDecoder *decoder, guint32 n_classes); /* NULL: not valid */
