/* base/judy_map.h - ordered map from 64-bit key to 64-bit value (JudyL); never pauses to rehash.
 *
 * Data walk: maps that grow all day and must stay ordered, and sparse ones (DESIGN 4.2). Batch work
 *   uses arrays. Only judy_map.c and judy_set.c include Judy.h.
 * Source: Baskins (2004), Judy arrays. Known build defect: test_judy_detector.c runs first.
 * Cost: about 18 bytes and 150-300 ns an entry at random keys on the machines it was tried on.
 * Threads: one writer, no readers beside it.
 */
#pragma once
#include <glib.h>

typedef struct _HnJudyMap HnJudyMap;
HnJudyMap *hn_judy_map_new(void);
void hn_judy_map_free(HnJudyMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnJudyMap, hn_judy_map_free)
void hn_judy_map_set(HnJudyMap *map, guint64 key, guint64 value);
gboolean hn_judy_map_get(const HnJudyMap *map, guint64 key, guint64 *ret_value);
/* The value's slot, made 0 if new; valid until the next change of the map. */
guint64 *hn_judy_map_slot(HnJudyMap *map, guint64 key);
gboolean hn_judy_map_remove(HnJudyMap *map, guint64 key); /* FALSE: was not there */
guint64 hn_judy_map_size(const HnJudyMap *map);
/* Smallest entry with key >= *key; FALSE at the end. Walk: key = 0; while (next(...)) { ...; key++;
 * } */
gboolean hn_judy_map_next(const HnJudyMap *map, guint64 *key, guint64 *ret_value);
gsize hn_judy_map_size_bytes(const HnJudyMap *map);
