/* text/number_words.h - the numbers among the words of a name, by which alike names are told apart:
 * fund II and fund III, branch 1 and branch 2, the elder and the younger.
 *
 * Data walk: scoring/value_forms.c asks once a distinct value; level_chain.h tells names apart by
 *   it, with `numbers_apart`.
 * Numbers: words of decimal digits, with or without an English ordinal's ending (2nd); Roman ones
 *   up to XII, but V, X, VI and XI, which are initials and names (Vi, Xi); senior is 1, junior 2.
 *   Leading zeros say nothing.
 * Rule: two values contradict each other where each has a number that the other lacks. "Fund" and
 *   "fund II" do not: who leaves a number out says nothing.
 * Cost: 1 ns a byte.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* The set of numbers, each as one bit of its hash; 0 = none. Words are parted by spaces and in
 * lower case. Two numbers may have one bit, and are then not told apart. */
guint64 hn_number_words(HnSlice value);

static inline gboolean
hn_number_words_contradict(guint64 a, guint64 b)
{
    return (a & ~b) != 0 && (b & ~a) != 0;
}
