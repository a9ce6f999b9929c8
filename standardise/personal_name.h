/* standardise/personal_name.h - what a person is called, without titles and other names, in one
 * spelling.
 *
 * Data walk: standardiser.c, for type vietnamese_name: signs first, of the raw value; then it is
 *   folded as a name is; then words.
 * Signs: what stands in brackets goes where two words stand outside; so does what an open bracket
 *   leaves to the end. An apostrophe behind one or two letters without a vowel joins the next word
 *   (H' Hen, H’Hen and HHen are one), as does one between such a letter and its word.
 * Words, in this order: one spelling of i and y where both are one name; from "tức", "bí danh"
 *   or "tên gọi khác" behind two words on everything goes; titles at the front go while two words
 *   are left. Which they are: name_lexicon.h. Initials and abbreviations (N.T. Hoa, Ng. Văn A) stay
 *   as they are, words of other languages, too.
 * Result: applying it again changes nothing. Without a lexicon words stay.
 * Cost: 90 ns more than the folding, by bench/names, where one name in ten has a title or another
 *   name.
 * Threads: belongs to one thread.
 */
#pragma once
#include "standardise/name_lexicon.h"

typedef struct _HnPersonalName HnPersonalName;
HnPersonalName *hn_personal_name_new(const HnNameLexicon *lexicon); /* nullable; borrowed */
void hn_personal_name_free(HnPersonalName *name);                   /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnPersonalName, hn_personal_name_free)

/* @raw is valid UTF-8. The result is @raw itself, or belongs to @name until the next call. */
HnSlice hn_personal_name_signs(HnPersonalName *name, HnSlice raw);
/* @text [n_bytes] is folded: words with single spaces. In place; may grow by half. */
gsize hn_personal_name_words(HnPersonalName *name, guint8 *text, gsize n_bytes);
