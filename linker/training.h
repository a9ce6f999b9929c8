/* linker/training.h - learns a model from tonight's records: no labels needed.
 *
 * Data walk: runs once when no bundle is promoted, and for `hopnhat train`; its result is sealed as
 *   a bundle and every later run only reads it (DESIGN 4.5, 4.7).
 * Steps: 1 blocks, with the oversize key values and how to split them. 2 u of every level: exact
 *   agreement from value frequencies, the other levels from random record pairs (all pairs when
 *   there are few). 3 the agreement patterns of the pairs of all rules are counted, each pair once,
 *   and one EM fits m and lambda. 4 random pairs hold true matches too: these are taken out of u at
 *   their rate among the pairs that show the comparison; steps 3 and 4 repeat (model_fit.h).
 * Source: Fellegi and Sunter (1969); Winkler (1988); u from random pairs: Splink's practice; step 4
 *   is the identity of a mixture, p = lambda m + (1 - lambda) u; docs/decisions/0018.
 * Determinism: seeds are constants, pairs are drawn by numbers of rows and classes, which follow
 *   record names.
 * Cost: patterns of at most training_pairs_max pairs a rule, 500,000 random pairs; EM:
 *   microseconds.
 * Threads: uses the pool; the result does not depend on it.
 */
#pragma once
#include "blocking/blocks.h"
#include "linker/labels.h"
#include "linker/population.h"
#include "scoring/pair_scorer.h"

typedef struct {
    guint64 n_pairs; /* looked at in this pass */
    guint32 n_patterns;
    double share;  /* of those pairs that match, under the fitted model */
    gboolean used; /* FALSE: hardly a match among them */
} HnTrainingPass;

typedef struct {
    HnModel *model;
    HnOversizeList *oversize;
    HnBlocks *blocks;       /* as hn_blocks_build() makes them with @oversize */
    HnRuleReport *reports;  /* [type->n_rules] of the blocks */
    HnFormSpace *forms;     /* of the table */
    HnTrainingPass *passes; /* [type->n_rules] */
    guint n_passes;
    guint32 n_patterns;      /* distinct, over all candidate pairs */
    double expected_matches; /* among candidate pairs */
    guint n_unseen_levels;
    HnPopulation *const *populations; /* of the input, borrowed */
    HnLabels labels; /* those that took part: counts and digest, no list; n = 0: none */
} HnTraining;

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    HnThreadPool *pool;
    HnBudget *budget;
    guint64 pairs_max;                /* per rule */
    const HnLabels *labels;           /* nullable */
    HnPopulation *const *populations; /* [type->n_attributes], NULL where there is none; nullable */
} HnTrainingInput;

/* Without any candidate pair (hn_training_has_pairs) all that the model says is the prior's: good
 * enough for a night without pairs, and not to be promoted. */
HnTraining *hn_training_run(const HnTrainingInput *input);
gboolean hn_training_has_pairs(const HnTraining *training);
void hn_training_free(HnTraining *training);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnTraining, hn_training_free)
