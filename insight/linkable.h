/* insight/linkable.h - whether a record could be linked to anything at all.
 *
 * Data walk: source_cards.c asks for every class of equal records.
 * Rule: a blocking rule finds a value in each of its attributes, and a record that agreed in all
 *   that this one holds would reach the match threshold: prior, the best level of each comparison
 *   with how common its value is, and interactions. What pairs lose to relatives is left out, so
 *   it is what the record could reach at most.
 * Source: "unlinkable records" as Splink counts them, by comparing a record with itself.
 * Cost: classes x comparisons; a binary search for each value of a comparison, once.
 * Threads: reentrant.
 */
#pragma once
#include "records/record_table.h"
#include "scoring/model.h"

/* [n_classes] 1: it could. (transfer full) */
guint8 *hn_linkable_classes(const HnRecordTable *table, const HnEntityType *type,
                            const HnModel *model);
