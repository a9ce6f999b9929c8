/* scoring/level_cache.h - levels of pairs of values that were compared lately.
 *
 * Data walk: pair_scorer.c keeps one for each thread and costly comparison.
 * A direct-mapped table of 8-byte slots: level and tag. The mix of the two codes is a bijection,
 *   its low bits are the slot and the rest is the tag, so a hit is always right; a miss replaces
 *   what was there.
 * Cost: 1-2 ns when the slot is in the cache of the core.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/hash.h"

#define HN_LEVEL_CACHE_BITS_MIN 12u

typedef struct {
    guint n_bits;   /* 12 .. 24 */
    guint64 *slots; /* tag << 4 | 1 + level; 0 = empty. The tag has 64 - n_bits <= 52 bits */
} HnLevelCache;

static inline guint64
hn_level_cache_mix(guint32 a, guint32 b)
{
    return hn_hash_mix(a < b ? (guint64)a << 32 | b : (guint64)b << 32 | a);
}

static inline void
hn_level_cache_prefetch(const HnLevelCache *cache, guint64 mix)
{
    __builtin_prefetch(cache->slots + (mix & ((G_GUINT64_CONSTANT(1) << cache->n_bits) - 1)));
}

/* The level remembered for the pair with this mix; -1 = none. */
static inline gint
hn_level_cache_find(const HnLevelCache *cache, guint64 mix)
{
    const guint64 slot = cache->slots[mix & ((G_GUINT64_CONSTANT(1) << cache->n_bits) - 1)];
    return slot >> 4 == mix >> cache->n_bits ? (gint)(slot & 15) - 1 : -1;
}

static inline void
hn_level_cache_put(const HnLevelCache *cache, guint64 mix, guint level)
{
    cache->slots[mix & ((G_GUINT64_CONSTANT(1) << cache->n_bits) - 1)] =
        mix >> cache->n_bits << 4 | (level + 1);
}
