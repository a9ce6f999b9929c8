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
 * Cost: that of the normaliser, which says where neither can be; else 3 ns more a letter.
 * Threads: belongs to one thread.
 */
#pragma once
#include "text/normaliser.h"

/* Of text that is compared. */
#define HN_FOLDED_TEXT_FLAGS                                                                       \
    (HN_NORMALISE_FOLD_CASE | HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_DROP_INVISIBLE |           \
     HN_NORMALISE_COLLAPSE_SPACES)
/* Words of names, without marks. */
#define HN_FOLDED_BARE_FLAGS                                                                       \
    (HN_FOLDED_TEXT_FLAGS | HN_NORMALISE_PUNCTUATION_TO_SPACE | HN_NORMALISE_STRIP_MARKS)

typedef struct _HnFoldedText HnFoldedText;
HnFoldedText *hn_folded_text_new(HnNormaliseFlags flags);
void hn_folded_text_free(HnFoldedText *folded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnFoldedText, hn_folded_text_free)

/* A moved tone may take one byte more: three letters' bytes become four at most. */
static inline gsize
hn_folded_text_bytes_max(gsize n_bytes)
{
    const gsize n_normal = hn_normaliser_bytes_max(n_bytes);
    return n_normal + n_normal / 3 + 8;
}
/* @raw is valid UTF-8; @ret has room for hn_folded_text_bytes_max(). The length is returned. */
gsize hn_folded_text_apply(HnFoldedText *folded, HnSlice raw, guint8 *ret);
