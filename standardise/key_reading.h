/* standardise/key_reading.h - a value that was typed with the keys for marks left in it.
 *
 * Data walk: text_repair.c, for Telex, VNI keys and VIQR.
 * Rule: a word is read if it becomes a syllable and is none without marks as it stands; every other
 *   word must belong into text with all its marks, else it speaks against the rest: in "Max
 *   Schmidt" nobody typed Mã.
 * Cost: 300 ns a word.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/text_repair.h"
#include "standardise/viet_lexicon.h"

/* Sets gain, n_changed and n_known of @ret; FALSE: no word becomes another. */
gboolean hn_key_reading(const HnVietLexicon *lexicon, HnTextDamage method, HnSlice raw,
                        GByteArray *out, HnRepairReading *ret);
