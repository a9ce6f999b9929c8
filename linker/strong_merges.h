/* linker/strong_merges.h - entities of the last night that are one tonight, although both hold an
 * identifier that a person or firm has once, and they hold different ones.
 *
 * Data walk: link, when entities are assigned: the old entity of each row and what became of it in;
 *   how many merges, in which attribute, and the source behind most of them out, for the gates.
 * Rule: an identifier is an attribute of an issued type that is held once (one_for_life or
 *   one_at_a_time). Of the old entities that became one, the surviving one first, each is compared
 *   with all before it: it contradicts them when they share no value, and hold two of one kind and
 *   of one length that differ. Numbers of two lengths are papers of two generations, or a firm's
 *   and a person's: they contradict nobody. Values are those of tonight.
 * Source of a merge: each whose rows of tonight, new or changed, are in the entity that it made.
 * Cost: a look at each row; more only of merged entities, and one pass over tonight's versions if
 *   there is such a merge.
 * Threads: one.
 */
#pragma once
#include "linker/landing.h"
#include "records/record_table.h"
#include "store/entity_state.h"

typedef struct {
    HnStore *store;
    const HnLanding *landing;
    const HnRecordTable *table;
    const HnEntityType *type;
    const guint64 *old_entity; /* [n_rows] live entity as published; 0 = new record */
    const guint64 *entity_of;  /* [n_rows] tonight */
    const HnEntities *old_entities, *entities;
} HnStrongMergesInput;

typedef struct {
    guint64 n;
    guint attribute;    /* in which most of them differ, by index; of no meaning without any */
    const char *source; /* borrowed of the landing; NULL: no row of tonight is in any of them */
    guint64 n_source;   /* merges that it is in */
} HnStrongMerges;
/* @error: of the store. */
gboolean hn_strong_merges_find(const HnStrongMergesInput *input, HnStrongMerges *ret,
                               GError **error);
/* Whether an entity holds @attribute once, and it is an identifier. */
gboolean hn_strong_merges_asks(const HnAttribute *attribute);
