#include "blocking/oversize.h"

#include <stdlib.h>

HnOversizeList *
hn_oversize_list_new(void)
{
    HnOversizeList *list = g_new0(HnOversizeList, 1);
    list->arena = hn_arena_new();
    return list;
}

void
hn_oversize_list_free(HnOversizeList *list)
{
    if (list == NULL)
        return;
    g_free(list->items);
    hn_arena_free(list->arena);
    g_free(list);
}

void
hn_oversize_list_add(HnOversizeList *list, const HnOversize *item, guint n_parts)
{
    list->items = g_renew(HnOversize, list->items, (gsize)list->n + 1);
    HnOversize *copy = list->items + list->n++;
    *copy = *item;
    for (guint p = 0; p < HN_KEY_PARTS_MAX; p++)
        copy->values[p] =
            p < n_parts ? hn_arena_copy(list->arena, item->values[p]) : (HnSlice){ NULL, 0 };
}

static int
compare_oversize(const void *a, const void *b)
{
    const HnOversize *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    int order = 0;
    for (guint p = 0; p < HN_KEY_PARTS_MAX && order == 0; p++)
        order = hn_slice_compare(x->values[p], y->values[p]);
    return order;
}

void
hn_oversize_list_sort(HnOversizeList *list)
{
    if (list->n > 1)
        qsort(list->items, list->n, sizeof(HnOversize), compare_oversize);
}

static int
compare_items(const void *a, const void *b)
{
    const HnOversizeItem *x = a, *y = b;
    for (guint p = 0; p < HN_KEY_PARTS_MAX; p++) {
        if (x->codes[p] != y->codes[p])
            return x->codes[p] < y->codes[p] ? -1 : 1;
    }
    return 0;
}

/* Codes of part @part of the @n items; @wanted and @codes are scratch for n entries. */
static void
find_part(HnOversizeIndex *index, guint part, const HnKeySource *source, HnSlice *wanted,
          guint32 *codes)
{
    for (guint i = 0; i < index->n; i++)
        wanted[i] = index->items[i].oversize->values[part];
    hn_key_values_find(source->keys, wanted, index->n, codes);
    for (guint i = 0; i < index->n; i++)
        index->items[i].codes[part] = codes[i];
}

static void
drop_unmet(HnOversizeIndex *index)
{
    guint n_kept = 0;
    for (guint i = 0; i < index->n; i++) {
        gboolean is_met = TRUE;
        for (guint p = 0; p < index->n_parts; p++)
            is_met = is_met && index->items[i].codes[p] != 0;
        if (is_met)
            index->items[n_kept++] = index->items[i];
    }
    index->n = n_kept;
}

HnOversizeIndex *
hn_oversize_index_new(const HnKeySpace *space, const HnEntityType *type, guint rule,
                      const HnOversizeList *oversize)
{
    HnOversizeIndex *index = g_new0(HnOversizeIndex, 1);
    index->n_parts = type->rules[rule].n_parts;
    const guint n_listed = oversize == NULL ? 0 : oversize->n;
    index->items = g_new0(HnOversizeItem, (gsize)n_listed + 1);
    for (guint i = 0; i < n_listed; i++) {
        if (oversize->items[i].rule == rule)
            index->items[index->n++].oversize = oversize->items + i;
    }
    if (index->n == 0)
        return index;
    g_autofree HnSlice *wanted = g_new(HnSlice, index->n);
    g_autofree guint32 *codes = g_new(guint32, index->n);
    for (guint p = 0; p < index->n_parts; p++) {
        const HnKeySource source = hn_key_space_part(space, rule, p);
        find_part(index, p, &source, wanted, codes);
    }
    drop_unmet(index);
    if (index->n == 0)
        return index;
    qsort(index->items, index->n, sizeof(HnOversizeItem), compare_items);
    const guint32 n_first = hn_key_space_part(space, rule, 0).keys->n_keys;
    index->first_is_listed = g_new0(guint8, (gsize)n_first / 8 + 1);
    for (guint i = 0; i < index->n; i++) {
        const guint32 code = index->items[i].codes[0];
        index->first_is_listed[code / 8] |= (guint8)(1u << code % 8);
    }
    return index;
}

void
hn_oversize_index_free(HnOversizeIndex *index)
{
    if (index == NULL)
        return;
    g_free(index->items);
    g_free(index->first_is_listed);
    g_free(index);
}

gint
hn_oversize_index_find(const HnOversizeIndex *index, const guint32 *codes)
{
    if (index->n == 0 || !(index->first_is_listed[codes[0] / 8] >> codes[0] % 8 & 1))
        return -1;
    HnOversizeItem wanted = { .oversize = NULL };
    for (guint p = 0; p < index->n_parts; p++)
        wanted.codes[p] = codes[p];
    const HnOversizeItem *found =
        bsearch(&wanted, index->items, index->n, sizeof(HnOversizeItem), compare_items);
    return found == NULL ? -1 : (gint)(found - index->items);
}
