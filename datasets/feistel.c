/* A balanced Feistel network over the smallest 2^(2h) >= n; a result outside 0..n-1 is put in again
 * until it falls inside ("cycle walking"), which keeps the map a permutation of 0..n-1. */
#include "datasets/feistel.h"

#include "base/hash.h"
#include "base/rng.h"

HnFeistel
hn_feistel(guint64 n, guint64 seed, guint64 stream)
{
    g_assert(n >= 1 && n <= (guint64)1 << 62);
    HnFeistel feistel = { .n = n, .half_bits = 1 };
    while (((guint64)1 << (2 * feistel.half_bits)) < n)
        feistel.half_bits++;
    HnRng rng = hn_rng_seed(seed, stream);
    for (gsize i = 0; i < G_N_ELEMENTS(feistel.keys); i++)
        feistel.keys[i] = hn_rng_next(&rng);
    return feistel;
}

guint64
hn_feistel_apply(const HnFeistel *feistel, guint64 index)
{
    g_assert(index < feistel->n);
    const guint64 mask = ((guint64)1 << feistel->half_bits) - 1;
    do {
        guint64 left = index >> feistel->half_bits;
        guint64 right = index & mask;
        for (gsize i = 0; i < G_N_ELEMENTS(feistel->keys); i++) {
            const guint64 next = left ^ (hn_hash_mix(right + feistel->keys[i]) & mask);
            left = right;
            right = next;
        }
        index = left << feistel->half_bits | right;
    } while (index >= feistel->n);
    return index;
}
