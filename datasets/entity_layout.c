#include "datasets/entity_layout.h"

#include "base/rng.h"
#include "datasets/generator_streams.h"

#define BLOCK_RECORDS 64

HnEntityLayout
hn_entity_layout(guint64 n_records, guint64 n_entities, guint64 seed)
{
    g_assert(n_entities >= 1 && n_entities <= n_records);
    g_assert(n_entities >= (n_records + HN_ENTITY_RECORDS_MAX - 1) / HN_ENTITY_RECORDS_MAX);
    return (HnEntityLayout){ n_records, n_entities, seed };
}

static guint64
entities_before(const HnEntityLayout *layout, guint64 position)
{
    __extension__ typedef unsigned __int128 Wide;
    return (guint64)((Wide)layout->n_entities * position / layout->n_records);
}

HnEntityPlace
hn_entity_layout_place(const HnEntityLayout *layout, guint64 position)
{
    g_assert(position < layout->n_records);
    const guint64 start = position - position % BLOCK_RECORDS;
    const guint64 end = MIN(start + BLOCK_RECORDS, layout->n_records);
    const guint64 first_entity = entities_before(layout, start);
    const guint n_entities = (guint)(entities_before(layout, end) - first_entity);
    const guint n_records = (guint)(end - start);
    g_assert(n_entities >= 1 && n_entities <= n_records);

    guint8 owner[BLOCK_RECORDS]; /* of each record of the block */
    guint8 copy[BLOCK_RECORDS];
    guint8 size[BLOCK_RECORDS] = { 0 }; /* of each entity of the block */
    HnRng rng = hn_rng_seed(layout->seed, hn_stream(HN_STREAM_BLOCK, start / BLOCK_RECORDS));
    for (guint i = 0; i < n_records; i++) {
        owner[i] = (guint8)i;
        while (i >= n_entities &&
               (owner[i] >= n_entities || size[owner[i]] == HN_ENTITY_RECORDS_MAX))
            owner[i] = owner[hn_rng_below(&rng, i)];
        copy[i] = size[owner[i]]++;
    }
    const guint at = (guint)(position - start);
    return (HnEntityPlace){ first_entity + owner[at], copy[at], size[owner[at]] };
}
