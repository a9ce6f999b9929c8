/* insight/what_if.h - the smallest single changes that would give another verdict.
 *
 * Data walk: pair_explainer.h asks, once the verdict is known. For each attribute that is compared
 *   or blocked on, three records are tried out in place of the two: with equal values, without a
 *   value on one side, with values that have nothing in common. pair_scorer.h weighs them, and
 *   row_keys.h says whether they would be compared: nothing is computed here.
 * What counts is this pair alone: other records are as they are. Where those would hold the two
 *   together all the same, nothing is tried. Where people decided, lifting that is the change.
 * A match joins two entities only where no decision or source bars it and their other records
 *   support it (pair_bars.h); else a person is asked.
 * Cost: a score and the keys of two rows for each try.
 * Threads: writes the picked records' rows to try out.
 */
#pragma once
#include "insight/pair_explanation.h"
#include "insight/picked_records.h"

typedef struct {
    const HnPublishedView *view;
    const HnEntityType *type;
    const HnModel *model;
    HnPickedRecords *picked;
    HnRowKeys *keys;
} HnWhatIf;
/* Fills changes and n_changes, the smallest change first. */
void hn_what_if_find(const HnWhatIf *what_if, HnPairExplanation *explanation);
