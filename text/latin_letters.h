/* text/latin_letters.h - a word of the Latin script as the letters A to Z, for rules that know no
 * others.
 *
 * Data walk: double_metaphone.h.
 * Marks go (é = e), letters with strokes and ligatures become the letters that stand for them where
 *   they cannot be typed (ł = l, ß = ss, æ = ae); ç is s, as it sounds. Signs between letters are
 *   passed over.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_LATIN_LETTERS_MAX 64

/* Capital letters of @word into @ret, at most HN_LATIN_LETTERS_MAX; returns how many. 0: there is
 * none, or a digit or a letter of another script. */
guint hn_latin_letters(HnSlice word, char *ret);
