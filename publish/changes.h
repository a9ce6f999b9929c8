/* publish/changes.h - what is different from the last published night, as events.
 *
 * Data walk: link hands over the old and the new state; the events go into the store and into
 *   changes.jsonl. Unchanged inputs give none.
 * Issued: a new or restored entity has exactly one of NEW, RESTORED and SPLIT. SPLIT when a
 *   record of it was in another entity that still lives; other = the one most of them came from
 *   (ties: the smallest id), and it names those records. NEW and RESTORED name the records that
 *   were in no entity.
 * Moves: MERGED stands at the entity that a live one became a redirect to, and names the records
 *   that came along. Any other record that changes its entity is named by MOVED, one that was in
 *   none by JOINED, one that is gone by WITHDRAWN at its old entity; RETIRED follows if it was
 *   the last.
 * Updated: only the golden record differs, and no event of the night names the entity, as entity
 *   or as other. LOCKED and UNLOCKED where the flag of a live entity differs.
 * So the old state and the events give the new state.
 * Cost: one merge of two sorted crosswalks; the differences are sorted.
 * Threads: reentrant.
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
