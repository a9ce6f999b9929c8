/* text/dense_letters.h - small consecutive numbers for the letters of one pair of values.
 *
 * Data walk: inside the distance kernels only: pairs that are not both narrow, and long ones, are
 *   coded here first, so that each kernel knows letters as small indexes.
 * Cost: one probe of an open-addressing table on the stack per letter, about 2 ns.
 * Threads: reentrant.
 */
#pragma once
#include "text/letters.h"

/* Letters of @pattern become 1, 2, ... in the order of first use; letters of @text that @pattern
 * lacks become 0. Both have at most HN_LETTERS_MAX letters. Returns the largest code. */
guint hn_dense_letters(HnLetters pattern, HnLetters text, guint16 *ret_pattern, guint16 *ret_text);
/* The same for a @pattern of at most 255 letters. */
void hn_dense_letters_narrow(HnLetters pattern, HnLetters text, guint8 *ret_pattern,
                             guint8 *ret_text);
