/* datasets/weighted_list.h - texts that are drawn by weight: names, wards, streets, prefixes.
 *
 * Data walk: filled once from a reference table, then drawn for each person.
 * Source: Vose (1991), "A linear algorithm for generating random numbers with a given
 *   distribution", IEEE Trans. Software Engineering 17(9), in whole numbers, so that every
 *   machine draws the same.
 * Cost: a draw is two random numbers and one table read.
 * Threads: immutable after _seal(), so any number of threads may share one.
 */
#pragma once
#include "base/rng.h"
#include "base/slice.h"

typedef struct _HnWeightedList HnWeightedList;

HnWeightedList *hn_weighted_list_new(void);
void hn_weighted_list_free(HnWeightedList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnWeightedList, hn_weighted_list_free)

void hn_weighted_list_add(HnWeightedList *list, HnSlice text,
                          guint32 weight); /* weight 0 is left out */
/* More for the text at @index, before _seal(). */
void hn_weighted_list_raise(HnWeightedList *list, guint index, guint32 weight);
void hn_weighted_list_seal(HnWeightedList *list); /* at least one text */
guint hn_weighted_list_count(const HnWeightedList *list);
guint hn_weighted_list_draw(const HnWeightedList *list, HnRng *rng); /* an index, after _seal() */
HnSlice hn_weighted_list_text(const HnWeightedList *list, guint index); /* (transfer none) */
