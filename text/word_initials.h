/* text/word_initials.h - names of which words are written out or cut down to an initial.
 *
 * Data walk: scoring/ asks once per pair of distinct values.
 * Two words agree if they are equal, or if one is a single letter and the other begins with it. At
 *   least one pair of equal words has two letters or more: "j s" says too little of "john smith".
 * Source: initials in author names, e.g. Bilenko, Mooney, Cohen, Ravikumar and Fienberg (2003),
 *   "Adaptive name matching in information integration", IEEE Intelligent Systems 18(5); the
 *   order-free case is a maximum matching that counts of letters decide.
 * Cost: n steps in order, 20 ns; n * m without, 30-70 ns.
 * Threads: reentrant; no allocation.
 */
#pragma once
#include "text/words.h"

/* As many words on both sides, and the n-th agree: "j r r tolkien", "john ronald reuel tolkien". */
gboolean hn_word_initials_in_order(const HnWords *a, const HnWords *b);
/* Each word of the shorter side, two or more, has an agreeing one of its own on the other side:
 * "smith j" and "john edward smith". */
gboolean hn_word_initials_in_any_order(const HnWords *a, const HnWords *b);
