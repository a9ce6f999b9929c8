/* text/q_grams.h - how many pairs of neighbouring letters two values have in common.
 *
 * Data walk: scoring/ makes the bigrams of each distinct value once, numbers and sorts them, and
 *   asks once per pair of distinct values.
 * Source: Ukkonen (1992), "Approximate string-matching with q-grams and maximal matches",
 *   Theoretical Computer Science 92(1), for profiles (multisets) of q-grams; Dice (1945) for the
 *   share. q is 2, and a value stands between two pads, so that its first and last letters make
 *   pairs of their own.
 * Limits: the first HN_LETTERS_MAX letters count.
 * Cost: n + m steps a pair; two names of people 370 ns.
 * Threads: reentrant.
 */
#pragma once
#include "text/letters.h"

#define HN_BIGRAMS_MAX (HN_LETTERS_MAX + 1)
/* Letters that no canonical value has. */
#define HN_BIGRAM_PAD_FIRST 1u
#define HN_BIGRAM_PAD_LAST 2u

/* The bigrams in the order of the text, first letter << 32 | second letter, into @ret, which has
 * room for letters.n + 1, at most HN_BIGRAMS_MAX; returns how many. No letter, no bigram. */
guint hn_bigrams(HnLetters letters, guint64 *ret);
/* 2 x common / all, of two ascending arrays with repeats; two empty: 0. */
double hn_dice(const guint32 *a, guint n_a, const guint32 *b, guint n_b);
