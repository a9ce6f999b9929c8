/* datasets/feistel.h - a keyed permutation of 0..n-1: rows come out in random order without a
 * list.
 *
 * Data walk: generate_citizens.c walks 0..n-1 and asks which record stands there, so that
 *   duplicates lie far apart while memory stays constant; serial numbers of identifiers are made
 *   distinct the same way.
 * Source: Luby and Rackoff (1988), "How to construct pseudorandom permutations from pseudorandom
 *   functions"; Black and Rogaway (2002), "Ciphers with arbitrary finite domains", section 4. Not
 *   a cipher: the round function is SplitMix64's finaliser, which is enough to shuffle.
 * Cost: four rounds, and fewer than four walks on average: about 20 ns.
 * Threads: immutable after hn_feistel().
 */
#pragma once
#include <glib.h>

typedef struct {
    guint64 n;
    guint half_bits;
    guint64 keys[4];
} HnFeistel;

/* @n is 1..2^62; distinct @streams of one @seed give unrelated permutations. */
HnFeistel hn_feistel(guint64 n, guint64 seed, guint64 stream);
guint64 hn_feistel_apply(const HnFeistel *feistel,
                         guint64 index); /* index and result are below n */
