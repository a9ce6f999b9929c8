/* blocking/key_space.h - the key functions of all rules and refinements, each prepared once.
 *
 * Data walk: hn_blocks_build() makes one and hands it to rule_keys.h.
 * Cost: see key_values.h; distinct functions are prepared in parallel.
 * Threads: immutable after _new(). Table and type are borrowed.
 */
#pragma once
#include "base/thread_pool.h"
#include "blocking/key_values.h"
#include "records/record_table.h"

/* One part of a rule, resolved: where the cell is and what keys its values have. */
typedef struct {
    guint attribute;
    const HnValueSets *sets; /* NULL: the cell is a value's code */
    const HnKeyValues *keys;
} HnKeySource;

typedef struct _HnKeySpace HnKeySpace;
/* @pool nullable: the caller's thread alone. */
HnKeySpace *hn_key_space_new(const HnRecordTable *table, const HnEntityType *type,
                             HnThreadPool *pool);
void hn_key_space_free(HnKeySpace *space);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnKeySpace, hn_key_space_free)
HnKeySource hn_key_space_part(const HnKeySpace *space, guint rule, guint part);
HnKeySource hn_key_space_refinement(const HnKeySpace *space, guint refinement);
gsize hn_key_space_size_bytes(const HnKeySpace *space);

/* Keys of a cell: distinct, in no particular order. */
typedef struct {
    const guint32 *codes;
    guint n;
} HnKeyList;
/* Keys of *@cell. Only those of several values are copied, to @scratch (guint32): a list lives
 * until the next call with it, and as long as @cell does. */
HnKeyList hn_key_source_list(const HnKeySource *source, const guint32 *cell, GArray *scratch);
/* The same list, sorted by the keys' bytes: the order that does not depend on the run. */
HnKeyList hn_key_source_sort(const HnKeySource *source, HnKeyList list, GArray *scratch);
/* TRUE: no record has more than one key from this source. */
static inline gboolean
hn_key_source_is_single(const HnKeySource *source)
{
    return source->sets == NULL && source->keys->start == NULL;
}
