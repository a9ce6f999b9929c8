/* insight/labelled_pairs.h - pairs that people have judged (records/pair_label.h), and what a
 * crosswalk says about them.
 *
 * Data walk: hopnhat evaluate --pairs: file -> pairs by record -> units of evaluation.h. An id is
 *   `source:record_id`, or a record_id alone where one record has it. A pair that stands twice with
 *   one label counts once.
 * Errors: HN_INSIGHT_ERROR_ROW for an id that two records have, a record paired with itself, a
 *   label that is none, or a pair with two labels; the row is named.
 * Cost: a sort of the pairs.
 * Threads: one.
 */
#pragma once
#include "insight/evaluation.h"

typedef struct {
    guint32 a, b; /* records; from records->n on: ids that no record has */
    gboolean match, together;
} HnLabelledPair;

typedef struct {
    guint32 n;
    HnLabelledPair *pairs; /* by the names of a and b, the smaller first */
    guint32 n_repeated;    /* rows left out: the pair was there already */
    guint32 n_inside;      /* rows left out: a pair inside a source */
    guint32 n_unknown;     /* ids that no record has: each is alone */
    GPtrArray *unknown;    /* GBytes: those ids */
} HnLabelledPairs;

HnLabelledPairs *hn_labelled_pairs_new(const char *path, const HnJudgedRecords *records,
                                       gboolean across, GError **error);
void hn_labelled_pairs_free(HnLabelledPairs *pairs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnLabelledPairs, hn_labelled_pairs_free)
/* @by_truth: a unit is a true cluster; else what the pairs that match join. */
void hn_labelled_pairs_evaluate(const HnLabelledPairs *pairs, const HnJudgedRecords *records,
                                gboolean by_truth, HnEvaluation *ret_evaluation);
