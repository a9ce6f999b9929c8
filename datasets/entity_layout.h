/* datasets/entity_layout.h - how the records share the entities: which entity has record number
 * p.
 *
 * Data walk: generate_citizens.c takes a shuffled position and learns the entity and which copy
 *   it is. Positions are cut into blocks of 64; the sizes of the entities of a block are drawn
 *   again whenever one of its records is asked for, so that nothing is kept, whatever the number
 *   of records.
 * Source: inside a block Yule's urn (each further record joins the entity of a record drawn at
 *   random), which gives geometric sizes; cut at 8.
 * Cost: one block drawn for a record: 64 steps.
 * Threads: immutable.
 */
#pragma once
#include <glib.h>

#define HN_ENTITY_RECORDS_MAX 8

typedef struct {
    guint64 n_records;
    guint64 n_entities;
    guint64 seed;
} HnEntityLayout;

typedef struct {
    guint64 entity; /* 0..n_entities-1 */
    guint copy;     /* 0..size-1 */
    guint size;     /* records of this entity, 1..HN_ENTITY_RECORDS_MAX */
} HnEntityPlace;

/* Needs n_records / 8 <= n_entities <= n_records, both at least 1. */
HnEntityLayout hn_entity_layout(guint64 n_records, guint64 n_entities, guint64 seed);
HnEntityPlace hn_entity_layout_place(const HnEntityLayout *layout, guint64 position);
