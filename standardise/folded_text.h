/* standardise/folded_text.h - normalised text with one spelling of a letter or syllable.
 *
 * Data walk: standardiser.c, for names, text and categories.
 * Look-alikes: U+00D0/U+00F0 (eth) and U+0189/U+0256 become U+0111 (d with stroke). In Vietnamese
 *   data they are wrong code points for one letter; Icelandic eth is replaced too, everywhere
 *   alike.
 * Tone marks: at the end of a word Vietnamese writes oa, oe, uy with the mark on the first letter
 *   (old style) or the second; the second is canonical here, as in the schools' rule of 2018. No
 *   other language ends words in a marked o before a or e, or a marked u before y, often enough
 *   to matter.
 * Cost: that of hn_normalise(), and 3 ns for each further letter of a value that is not ASCII.
 * Threads: reentrant.
 */
#pragma once
#include "text/normalise.h"

/* @raw is valid UTF-8; @scratch and @out are two arrays, and @raw is in neither. */
void hn_folded_text(HnSlice raw, HnNormaliseFlags flags, GByteArray *scratch, GByteArray *out);
