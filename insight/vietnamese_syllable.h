/* insight/vietnamese_syllable.h - whether a word can be a Vietnamese syllable.
 *
 * Data walk: text_encoding.c tells by it in which legacy encoding a file is; column_profile.c how
 *   much of a column is Vietnamese.
 * Way: an onset, a rhyme, at most one tone, as the orthography allows them. Names of minorities and
 *   foreign words are none; "an", "do", "me" are, so only many words together tell something.
 * Cost: about 300 ns.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* @word is valid UTF-8, any case, composed or not. */
gboolean hn_is_vietnamese_syllable(HnSlice word);
/* It also bears a mark that only Vietnamese text has so often: a tone on a marked vowel, a hook, a
 * dot below, a horn, d with stroke. */
gboolean hn_is_marked_vietnamese(HnSlice word);
