/* blocking/key_words.h - key functions that make their keys of the words or letters of a value.
 *
 * Data walk: key_function.c calls them.
 * Each gives distinct keys ascending by bytes in scratch->tokens, at most HN_KEYS_MAX + 1, and
 *   returns how many; they last as key_function.h says.
 * Cost: sounds 0.7 us a word; pairs and windows n log n of their number.
 * Threads: as key_function.h.
 */
#pragma once
#include "blocking/key_function.h"

/* Tokens of at least @n_letters_min code points, every unordered pair of them: "a b", a < b. */
guint hn_key_token_pairs(HnSlice value, guint n_letters_min, HnKeyScratch *scratch);
/* Every window of @n_letters code points; a shorter value is one. */
guint hn_key_grams(HnSlice value, guint n_letters, HnKeyScratch *scratch);
/* The codes of the first token, or of every token, by sound (text/double_metaphone.h). */
guint hn_key_sounds(HnSlice value, gboolean of_all, HnKeyScratch *scratch);
/* Every run of digits. */
guint hn_key_numbers(HnSlice value, HnKeyScratch *scratch);
/* The first letters of the tokens, ascending by bytes, in one. */
HnSlice hn_key_initials(HnSlice value, HnKeyScratch *scratch);

/* What other functions need, too: all tokens of @value into the scratch, in its order. */
guint hn_key_split(HnSlice value, HnKeyScratch *scratch);
/* Sorts, and leaves each slice of at least @n_letters_min code points once, the first @n_max of
 * them; returns how many. */
guint hn_key_distinct(HnSlice *slices, guint n, guint n_letters_min, guint n_max);
