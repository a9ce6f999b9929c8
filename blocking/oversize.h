/* blocking/oversize.h - the bundle's oversize values, as codes of this run.
 *
 * Data walk: rule_keys.h asks for every key of every class whether it is listed.
 * Why codes: the list names values by their bytes; they are looked up once a run, and a listed
 *   value that nobody has today is left out.
 * Cost: a bit test for keys whose first part is listed nowhere, else a binary search.
 * Threads: immutable after _new().
 */
#pragma once
#include "blocking/blocks.h"
#include "blocking/key_space.h"

typedef struct {
    guint32 codes[HN_KEY_PARTS_MAX];
    const HnOversize *oversize;
} HnOversizeItem;

typedef struct {
    guint n_parts;
    guint n; /* items of one rule that this run can meet, ascending by codes */
    HnOversizeItem *items;
    guint8 *first_is_listed; /* bit set by the code of the first part; NULL when n is 0 */
} HnOversizeIndex;

/* @oversize nullable. */
HnOversizeIndex *hn_oversize_index_new(const HnKeySpace *space, const HnEntityType *type,
                                       guint rule, const HnOversizeList *oversize);
void hn_oversize_index_free(HnOversizeIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnOversizeIndex, hn_oversize_index_free)
/* Position of the key in items, or -1. */
gint hn_oversize_index_find(const HnOversizeIndex *index, const guint32 *codes);

/* Adds a copy of @item, values included, to the list; sort once at the end. */
void hn_oversize_list_add(HnOversizeList *list, const HnOversize *item, guint n_parts);
void hn_oversize_list_sort(HnOversizeList *list);
