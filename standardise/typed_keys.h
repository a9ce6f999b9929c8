/* standardise/typed_keys.h - a word as somebody typed it, with the keys for its marks: Nguyeenx.
 *
 * Data walk: text_repair.c asks for each word of a value.
 * Methods: Telex (aa aw dd ee oo ow uw, tones f s r x j), VNI (6 hat, 7 horn, 8 breve, 9 stroke,
 *   tones 1-5), VIQR (^ ( + and tones ' ` ? ~ .; RFC 1456). Keys may stand anywhere behind the
 *   letter they change, as the methods take them: Nguyeexn, Nguyenex, Huowngf, Huongwf.
 * Cost: 100-300 ns a word.
 * Threads: reentrant.
 */
#pragma once
#include "records/text_damage.h"
#include "standardise/viet_lexicon.h"

/* @text: one word with its keys, valid UTF-8. FALSE: no key in it, or it becomes no syllable. */
gboolean hn_typed_keys_read(const HnVietLexicon *lexicon, HnTextDamage method, HnSlice text,
                            HnVietWord *ret);
