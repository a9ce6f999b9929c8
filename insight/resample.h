/* insight/resample.h - how sure a figure is: the bootstrap over units, with a fixed seed.
 *
 * Data walk: evaluation.h has a unit for each true cluster; a replicate draws as many units as
 *   there are, with replacement. Units that say the same are one kind, and a replicate only needs
 *   to know how often each kind was drawn: a multinomial number, made of binomial ones.
 * Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, 13.3 (percentile
 *   interval); Field and Welsh (2007), "Bootstrapping clustered data": whole clusters are drawn, as
 *   records of one cluster go right or wrong together. A binomial number is drawn exactly, 64 units
 *   a word: the bits of all n uniform numbers are looked at from the first on, and after each bit
 *   of the probability those that are decided drop out, about half of them (Knuth and Yao 1976 for
 *   one).
 * Cost: a kind of many units costs a thirtieth of a word of randomness for each unit still to be
 *   drawn; the rare ones are drawn one by one.
 * Threads: reentrant.
 */
#pragma once
#include "base/rng.h"

/* How many of @n trials succeed, each with probability @part / @whole; part <= whole, whole >= 1.
 */
guint64 hn_resample_binomial(HnRng *rng, guint64 n, guint64 part, guint64 whole);
/* Draws as many units as there are. @counts[n_kinds]: units of each kind, descending, whose sum is
 * below 2^32; @kind_of[sum]: scratch that hn_resample_index() filled. */
void hn_resample_draw(HnRng *rng, const guint32 *counts, guint32 n_kinds, const guint32 *kind_of,
                      guint32 *ret_drawn);
/* The kind of each unit, those of a kind side by side, in the order of the kinds. */
void hn_resample_index(const guint32 *counts, guint32 n_kinds, guint32 *ret_kind_of);
/* Sorts @values[n] and gives the interval that holds 95 % of them; n + 1 is a multiple of 40. */
void hn_resample_interval(double *values, guint n, double *ret_low, double *ret_high);
