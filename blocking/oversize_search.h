/* blocking/oversize_search.h - which keys of a rule are too large, and what splits them.
 *
 * Data walk: blocks.c hands over each rule's keys while training learns; what is found goes into
 *   the list of the bundle.
 * Cost: one look at the sorted keys; for each value found a sort of its classes for each set of
 *   refinements that is tried, fewest refinements first.
 * Threads: reentrant; one list a rule.
 */
#pragma once
#include "blocking/oversize.h"
#include "blocking/rule_keys.h"

typedef struct {
    const HnRecordTable *table;
    const HnEntityType *type;
    const HnKeySpace *space;
} HnOversizeSearch;

/* Folds and sorts @plain, the rule's keys that are not listed yet, and adds those to @list that
 * more than type->block_size_max classes share: with the fewest refinement keys (in the
 * configuration's order) that bring every part to the limit; without any if none does. Keys that
 * more than half of the value's classes lack do not count as splitting it. @list is not sorted
 * here. */
void hn_oversize_search(const HnOversizeSearch *search, guint rule, const HnKeyPacking *packing,
                        HnKeyTuples *plain, HnOversizeList *list);
