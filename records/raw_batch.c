#include "records/raw_batch.h"

HnRawBatch *
hn_raw_batch_new(void)
{
    HnRawBatch *batch = g_new0(HnRawBatch, 1);
    batch->arena = hn_arena_new();
    return batch;
}

void
hn_raw_batch_reset(HnRawBatch *batch)
{
    hn_arena_reset(batch->arena);
    HnArena *arena = batch->arena;
    *batch = (HnRawBatch){ .arena = arena };
}

void
hn_raw_batch_free(HnRawBatch *batch)
{
    if (batch == NULL)
        return;
    hn_arena_free(batch->arena);
    g_free(batch);
}
