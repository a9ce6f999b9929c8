/* insight/list_pieces.h - whether the values of a column are lists, and what separates them.
 *
 * Data walk: column_profile.c, with the distinct values of a column.
 * Threads: reentrant.
 */
#pragma once
#include "insight/column_profile.h"
#include "insight/value_tally.h"

/* Fills the profile's fields about lists; the others about words are filled already. */
void hn_list_pieces_find(const HnValueTally *values, HnColumnProfile *profile);
