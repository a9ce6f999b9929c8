/* standardise/look_alikes.h - Cyrillic and Greek letters that stand for Latin ones.
 *
 * Data walk: text_repair.c.
 * Rule: a word with letters of Latin and of another script is wrong in every language; it is read
 *   in Latin if each of its letters has a double there. A word of look-alikes alone is read so only
 *   beside such words or Latin ones, where it becomes a known name.
 * Source: Unicode Technical Standard 39, confusables.txt: letters whose double is one of a..z.
 * Cost: 10 ns a letter.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/text_repair.h"
#include "standardise/viet_lexicon.h"

gboolean hn_look_alike_reading(const HnVietLexicon *lexicon, HnSlice raw, GByteArray *out,
                               HnRepairReading *ret);
