/* text/tokens.h - the words of a canonical value, and how far two sets of words agree.
 *
 * Data walk: blocking/ makes keys of tokens; scoring/ turns tokens into ids once per distinct
 *   value and compares the sorted ids.
 * Source: Jaccard (1901).
 * Cost: splitting 1 ns a byte; sets n + m steps.
 * Threads: reentrant; hn_tokens_sorted() allocates for more than 64 tokens.
 */
#pragma once
#include "base/slice.h"

/* Splits at spaces (several in a row count as one); tokens borrow from @text. At most @max tokens
 * are written, and their number is returned; what follows them is left out. */
guint hn_tokens(HnSlice text, HnSlice *ret, guint max);
guint hn_tokens_count(HnSlice text);
/* @out becomes the tokens in the order of their bytes, joined by one space; repeated ones stay. */
void hn_tokens_sorted(HnSlice text, GByteArray *out);
/* @out becomes the text without its spaces. */
void hn_tokens_compact(HnSlice text, GByteArray *out);

/* Both arrays ascend strictly. */
double hn_token_jaccard(const guint32 *a, guint n_a, const guint32 *b,
                        guint n_b); /* two empty: 0 */
/* All of the smaller set is in the larger one; FALSE if one is empty. */
gboolean hn_token_subset(const guint32 *a, guint n_a, const guint32 *b, guint n_b);
