/* standardise/byte_reading.h - a value whose bytes were of an old encoding, read in it.
 *
 * Data walk: text_repair.c, for TCVN3, VNI-Windows, VISCII and windows-1258.
 * Way: each letter goes back to the byte of windows-1252 that shows it; a letter that has none, or
 *   whose byte means nothing in the encoding, and the value is not of it. A word whose reading is
 *   no word keeps its form and speaks against the rest.
 * Cost: 50 ns a letter.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/legacy_bytes.h"
#include "standardise/text_repair.h"
#include "standardise/viet_lexicon.h"

/* @loses_case: capitals are shown by a font, the bytes are those of small letters. Sets gain,
 * n_changed and n_known of @ret; FALSE: the value is not of this encoding. */
gboolean hn_byte_reading(const HnVietLexicon *lexicon, const HnLegacyBytes *bytes,
                         gboolean loses_case, HnSlice raw, GByteArray *out, HnRepairReading *ret);
