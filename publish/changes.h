/* publish/changes.h - what is different from the last published night, as events.
 *
 * Data walk: link hands over the old and the new state; the events go into the store and into
 * changes.jsonl. An entity that only gained, lost or kept records and an entity that is new,
 * merged, split, retired or restored each gives the events named at HnEventKind; unchanged inputs
 * give none. Cost: one merge of two sorted crosswalks. Threads: reentrant.
 */
#pragma once
#include "store/entity_state.h"

typedef struct {
    const HnCrosswalk *old_crosswalk, *new_crosswalk; /* both ascending by (source, record_id) */
    const HnEntities *old_entities, *new_entities;    /* golden digests set in both */
} HnChangesInput;
typedef struct {
    guint64 n_new, n_merged, n_split, n_moved, n_retired, n_joined, n_withdrawn, n_updated,
        n_restored;
} HnChangeCounts;
/* Events ascending by (entity, kind, other); sequences 0 until the caller numbers them. */
HnEvents *hn_changes_between(const HnChangesInput *input, HnChangeCounts *ret_counts);
