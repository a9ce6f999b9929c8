/* base/rng.h - seeded pseudo-random numbers, the same everywhere; and the seam for real entropy.
 *
 * Data walk: training draws value pairs with a fixed seed; the generator has one stream per entity.
 * Source: Steele, Lea, Flood (2014), "Fast splittable pseudorandom number generators" (SplitMix64)
 *   to seed; Blackman and Vigna (2018) xoshiro256** for the stream; Lemire (2019) for unbiased
 *   ranges.
 * Cost: about 1 ns a number.
 * Threads: an HnRng belongs to one thread.
 */
#pragma once
#include <glib.h>

typedef struct {
    guint64 s[4];
} HnRng;

HnRng hn_rng_seed(guint64 seed, guint64 stream); /* distinct streams of one seed are independent */
guint64 hn_rng_next(HnRng *rng);
guint64 hn_rng_below(HnRng *rng, guint64 n); /* uniform in [0, n), n >= 1; unbiased */
double hn_rng_unit(HnRng *rng);              /* uniform in [0, 1), 53 bits */

/* Fills @bytes from the system's entropy (libsodium); the seam for tests is hn_rng_set_entropy().
 */
void hn_rng_entropy(void *bytes, gsize n_bytes);
void hn_rng_set_entropy(void (*fill)(void *bytes, gsize n_bytes)); /* NULL = the system's */
