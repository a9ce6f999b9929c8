/* standardise/shown_utf8.h - UTF-8 that was read as windows-1252 is read again: Nguyá»…n.
 *
 * Data walk: text_repair.c, for a whole value; again for what was read so twice.
 * Lost bytes: windows-1252 has nothing at 81, 8D, 8F, 90 and 9D, a no-break space (A0) becomes a
 *   space, a soft hyphen (AD) goes. Where one is missing the word that the tables know decides;
 *   where several do equally well the letter stays as it is.
 * Cost: 20 ns a letter.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/viet_lexicon.h"

/* @text: valid UTF-8. FALSE: nothing in it is UTF-8 shown so. *ret_gain: how sure it is, in
 * sixteenths of a bit. */
gboolean hn_shown_utf8_read(const HnVietLexicon *lexicon, HnSlice text, GByteArray *out,
                            guint *ret_gain);
