/* text/soft_tf_idf.h - how far two lists of words agree where rare words count most and a slip in a
 * word is forgiven.
 *
 * Data walk: scoring/ asks once per pair of distinct values, with weights from the model.
 * Source: Cohen, Ravikumar and Fienberg (2003), "A comparison of string distance metrics for
 *   name-matching tasks", IIWeb, section 2.3. A word meets the word of the other value that is most
 *   like it by Jaro-Winkler, if that similarity is at least HN_SOFT_WORD_MIN; the products of both
 *   weights and the similarity add up and are divided by the lengths of both vectors of weights.
 * Digits: words that both have digits are alike only if these are the same, one by one: WD65735
 *   and WD65736 are two models though their letters say .96 (docs/decisions/0074).
 * Variants: the paper's measure depends on which value comes first, ours is the smaller one of both
 *   ways round. Of several most similar words the one with the largest weight counts. Words are a
 *   set: the paper's log(TF + 1) is left out, as names hardly repeat a word. The weight of a word
 *   is ln(1 + N / df), so that a word of all records still weighs a little.
 * Determinism: weights are integers and similarities become whole 1/65536, so sums are exact in any
 *   order; the lengths are one correctly rounded square root of an exact integer's double.
 * Cost: names of people 110 ns, of businesses (4 words) 220 ns, most of it Jaro-Winkler of words.
 * Threads: reentrant; no allocation.
 */
#pragma once
#include "text/words.h"

#define HN_SOFT_WORD_MIN 0.9

double hn_soft_tf_idf(const HnWords *a, const HnWords *b); /* an empty list: 0 */
