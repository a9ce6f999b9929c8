/* text/edit_distance.h - how many slips of the keyboard lie between two values.
 *
 * Data walk: scoring/ asks for a distance up to the limit of a comparison level, once per pair of
 *   distinct values and level.
 * Source: Levenshtein (1966); Hyyrö (2003), "A bit-vector algorithm for computing Levenshtein and
 *   Damerau edit distances", sections 3 and 4; for hn_damerau(), Lowrance and Wagner (1975) in
 *   the linear space of Zhao and Sahni (2019), "String correction using the Damerau-Levenshtein
 *   distance".
 * Meaning: to insert, delete or replace a letter costs 1. hn_osa() adds the exchange of two
 *   neighbours, of which neither is touched again (optimal string alignment); hn_damerau() lets
 *   letters between and beside them change too, so it is a metric, and slow: it is there to agree
 *   with Splink's models.
 * Limits: a distance above @limit is reported as @limit + 1; only the first HN_LETTERS_MAX
 *   letters of a value count, so no distance is larger than that, and G_MAXUINT is a good "no
 *   limit".
 * Cost: names of 6-12 letters: OSA 19 ns up to limit 1, 27 ns up to 2, 41 ns without one; Damerau
 *   as OSA up to limit 2, 5 ns if the values are short and unrelated, else 45 to 220 ns. One word
 *   per letter while the shorter value, equal ends taken off, has at most 64 letters; beyond that
 *   n * (2 * limit + 1) steps of 1-2 ns.
 * Threads: reentrant; no allocation, at most 24 KiB of stack.
 */
#pragma once
#include "text/letters.h"

guint hn_levenshtein(HnLetters a, HnLetters b, guint limit);
guint hn_osa(HnLetters a, HnLetters b, guint limit);
guint hn_damerau(HnLetters a, HnLetters b, guint limit);
