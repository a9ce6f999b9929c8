/* standardise/lost_letters.h - letters that became a question mark are filled in: Nguy?n V?n Hùng.
 *
 * Data walk: text_repair.c, for a whole value.
 * Rule: what is left of a word says which words it may be (lost_words.h), its place in a name and
 *   the words beside it which of them it is (word_chain.h). A word is filled in if it is likelier
 *   than any other by HN_REPAIR_GAIN_MIN, of those beyond the tables, too; else the mark stays.
 * For comparing: of a word that stays, the letters without marks if they are clear (V?n is "van",
 *   be it Văn or Vân), so that it equals what was typed without marks and is near to the whole;
 *   else each mark is HN_LETTER_LOST, which is near to every letter that it may be.
 * Sound: a mark behind a word that is whole (Chưa rõ?), unless others stand inside of words; marks
 *   alone; and addresses of the Web.
 * U+FFFD: one for each letter, or for each byte of its UTF-8.
 * Cost: 5-10 us a name, 8-20 an address: pairs of words are looked up in 512 kB.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/lost_words.h"
#include "standardise/text_repair.h"
#include "standardise/viet_lexicon.h"

/* @out becomes the value with what is clear; @for_comparing: as above. Sets gain, n_changed and
 * n_known of @ret, of words that are filled in whole. FALSE: nothing changes. */
gboolean hn_lost_letters_read(const HnVietLexicon *lexicon, const HnLostWords *words, HnSlice raw,
                              gboolean for_comparing, GByteArray *out, HnRepairReading *ret);
