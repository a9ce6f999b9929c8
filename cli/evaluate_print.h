/* cli/evaluate_print.h - the answer of hopnhat evaluate in words or as JSON.
 *
 * Data walk: cli/evaluate.c gathers, this prints to stdout.
 * Threads: one.
 */
#pragma once
#include "insight/wrong_pairs.h"

/* Everything that was asked and found; all is borrowed. */
typedef struct {
    const HnJudgedRecords *records;
    const HnLabelledPairs *pairs; /* NULL: all pairs count */
    gboolean has_truth, across;
    const char *review; /* NULL: review counts as apart */
    guint64 n_review;
    const char *errors; /* NULL: nobody asked */
    HnWrongPairsCount wrong;
    HnEvaluation evaluation;
} HnEvaluated;

void hn_evaluate_print(const HnEvaluated *evaluated, gboolean as_json);
