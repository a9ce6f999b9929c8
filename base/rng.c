/* SplitMix64 spreads (seed, stream) over the 256 bits of state, xoshiro256** makes the numbers.
 * Left out: xoshiro's jump functions; a stream's own seed serves the same end and needs no order
 * among streams. */
#include "base/rng.h"

#include <sodium.h>

#include "base/hash.h"
#include "base/sodium_once.h"

#define GOLDEN_GAMMA G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) /* 2^64 / golden ratio, odd */

__extension__ typedef unsigned __int128 u128;

static guint64
rotate_left(guint64 x, guint n_bits)
{
    return (x << n_bits) | (x >> (64 - n_bits));
}

HnRng
hn_rng_seed(guint64 seed, guint64 stream)
{
    /* The mix is a bijection, so two streams of one seed never share a state. The second constant
     * keeps (a, b) and (b, a) apart. */
    guint64 x = hn_hash_mix(seed + GOLDEN_GAMMA) ^ hn_hash_mix(stream * 3 + 1);
    HnRng rng;
    for (guint i = 0; i < G_N_ELEMENTS(rng.s); i++) {
        x += GOLDEN_GAMMA;
        rng.s[i] = hn_hash_mix(x); /* 0 for one x only: never four times in a row */
    }
    return rng;
}

guint64
hn_rng_next(HnRng *rng)
{
    guint64 *s = rng->s;
    const guint64 result = rotate_left(s[1] * 5, 7) * 9;
    const guint64 t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

guint64
hn_rng_below(HnRng *rng, guint64 n)
{
    g_assert(n >= 1);
    u128 product = (u128)hn_rng_next(rng) * n;
    if ((guint64)product < n) { /* rare: only here can a value be over-represented */
        const guint64 threshold = (0 - n) % n;
        while ((guint64)product < threshold)
            product = (u128)hn_rng_next(rng) * n;
    }
    return (guint64)(product >> 64);
}

double
hn_rng_unit(HnRng *rng)
{
    return (double)(hn_rng_next(rng) >> 11) * 0x1.0p-53;
}

static void
system_entropy(void *bytes, gsize n_bytes)
{
    hn_sodium_once();
    randombytes_buf(bytes, n_bytes);
}

static void (*fill_entropy)(void *bytes, gsize n_bytes) = system_entropy;

void
hn_rng_entropy(void *bytes, gsize n_bytes)
{
    fill_entropy(bytes, n_bytes);
}

void
hn_rng_set_entropy(void (*fill)(void *bytes, gsize n_bytes))
{
    fill_entropy = fill != NULL ? fill : system_entropy;
}
