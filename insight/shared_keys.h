/* insight/shared_keys.h - the keys of every class by one function, as far as another row has them.
 *
 * Data walk: tried_keys.c makes one for each key and counts a thousand conjunctions of them. A key
 *   that one row alone has makes no pair, nor does any conjunction with it: it is left out here.
 * Cost: two looks at the keys of every class; 9 bytes a class, 4 a key.
 * Threads: immutable after _new().
 */
#pragma once
#include "blocking/key_space.h"

typedef struct {
    guint32 *start; /* [n_classes + 1] */
    guint32 *codes; /* of class c: [start[c], start[c + 1]) */
    guint8 *n_all; /* [n_classes] keys that the class has, shared or not, at most HN_KEYS_MAX + 1 */
} HnSharedKeys;

/* A class is read through its first row, as in blocking. */
HnSharedKeys *hn_shared_keys_new(const HnRecordTable *table, const HnKeySource *source);
void hn_shared_keys_free(HnSharedKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSharedKeys, hn_shared_keys_free)
