/* datasets/one_spelling.h - the one spelling in which the generator writes a word.
 *
 * Data walk: name_table.c and place_table.c pass every name through it, typing_slip.c every value
 *   that it made, so that two values of records.csv are equal texts exactly if they are equal
 *   once case and the place of tone marks are folded: an engine that compares the raw column sees
 *   the same equalities as one that standardises it first.
 * Rule: a word starts with a capital; at its end oa, oe and uy have their tone mark on the second
 *   letter ("hoà", "khoẻ", "thuý"), as in the schools' rule of 2018.
 * Cost: one pass, no allocation.
 * Threads: pure functions.
 */
#pragma once
#include "base/slice.h"

/* Changes letters in place; how many they are stays. NFC, words with one blank between. */
void hn_one_spelling(gunichar *chars, guint n_chars);
/* The same for UTF-8. Returns: (transfer full) */
char *hn_one_spelling_of(HnSlice text);
