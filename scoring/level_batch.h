/* scoring/level_batch.h - levels of many pairs of values, so that memory answers in parallel.
 *
 * Data walk: pair_scorer.c fills a batch with the pairs that codes alone do not settle.
 * What signatures rule out is settled first: neither cache nor letters are asked.
 * Values lie all over memory. One pair after the other, each would wait for its cache slot, then
 *   for its forms, then for its letters; in a batch all slots are asked for first, then all forms,
 *   then all letters.
 * Cost: 3-5 ns a pair that the cache knows; else 10 ns and the kernel.
 * Threads: belongs to one thread.
 */
#pragma once
#include "scoring/level_cache.h"
#include "scoring/level_chain.h"

#define HN_LEVEL_BATCH 256u

typedef struct {
    guint32 a[HN_LEVEL_BATCH], b[HN_LEVEL_BATCH]; /* codes, not 0 */
    guint8 levels[HN_LEVEL_BATCH];                /* the result */
    guint64 mixes[HN_LEVEL_BATCH];
    guint16 unknown[HN_LEVEL_BATCH]; /* places of pairs that the cache does not know */
} HnLevelBatch;

/* Levels of the first @n pairs. @cache nullable: always computed. Returns how many were computed.
 */
guint hn_level_batch_run(HnLevelBatch *batch, guint n, const HnLevelChain *chain,
                         const HnValueForms *forms, const HnLevelCache *cache);
