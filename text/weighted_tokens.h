/* text/weighted_tokens.h - shares of common words, where a rare word counts more than a common one.
 *
 * Data walk: scoring/ asks once per pair of distinct values, with weights from the model.
 * Source: weighted overlap and Jaccard of sets, e.g. Chaudhuri, Ganti and Kaushik (2006), "A
 *   primitive operator for similarity joins in data cleaning"; weights of words are inverse
 *   document frequencies (Spärck Jones 1972).
 * Determinism: weights are integers, so sums are exact; a share is one division of two of them.
 * Cost: n + m steps; names of businesses 65 ns.
 * Threads: reentrant.
 */
#pragma once
#include <glib.h>

typedef struct {
    guint64 shared, only_a, only_b; /* sums of weights */
} HnTokenShares;

/* Both arrays ascend strictly; @weights by token, > 0. */
HnTokenShares hn_token_shares(const guint32 *a, guint n_a, const guint32 *b, guint n_b,
                              const guint32 *weights);
/* What is common of the side that weighs less; an empty side: 0. */
double hn_token_shares_overlap(HnTokenShares shares);
/* What is common of all; two empty sides: 0. */
double hn_token_shares_jaccard(HnTokenShares shares);
