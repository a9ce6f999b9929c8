#include "datasets/weighted_list.h"

typedef struct {
    HnSlice text;
    guint32 weight;
    guint32 other; /* drawn instead of this one when the second number is not below share */
    guint64 share; /* of the list's total weight */
} Item;

struct _HnWeightedList {
    GStringChunk *texts;
    GArray *items; /* of Item */
    guint64 total_weight;
    gboolean is_sealed;
};

HnWeightedList *
hn_weighted_list_new(void)
{
    HnWeightedList *list = g_new0(HnWeightedList, 1);
    list->texts = g_string_chunk_new(4096);
    list->items = g_array_new(FALSE, FALSE, sizeof(Item));
    return list;
}

void
hn_weighted_list_free(HnWeightedList *list)
{
    if (list == NULL)
        return;
    g_string_chunk_free(list->texts);
    g_array_unref(list->items);
    g_free(list);
}

void
hn_weighted_list_add(HnWeightedList *list, HnSlice text, guint32 weight)
{
    g_assert(!list->is_sealed);
    if (weight == 0)
        return;
    const char *copy =
        g_string_chunk_insert_len(list->texts, (const char *)text.bytes, (gssize)text.n_bytes);
    const Item item = { .text = hn_slice(copy, text.n_bytes), .weight = weight };
    g_array_append_val(list->items, item);
    list->total_weight += weight;
}

void
hn_weighted_list_raise(HnWeightedList *list, guint index, guint32 weight)
{
    g_assert(!list->is_sealed && index < list->items->len);
    g_array_index(list->items, Item, index).weight += weight;
    list->total_weight += weight;
}

/* Each item fills a column of height total_weight with weight * n; what is missing comes from
 * another. */
void
hn_weighted_list_seal(HnWeightedList *list)
{
    const guint n = list->items->len;
    g_assert(n > 0 && !list->is_sealed);
    Item *items = (Item *)(void *)list->items->data;
    g_autofree guint32 *small = g_new(guint32, n);
    g_autofree guint32 *large = g_new(guint32, n);
    guint n_small = 0;
    guint n_large = 0;
    for (guint32 i = 0; i < n; i++) {
        items[i].share = (guint64)items[i].weight * n;
        items[i].other = i;
        if (items[i].share < list->total_weight)
            small[n_small++] = i;
        else
            large[n_large++] = i;
    }
    while (n_small > 0 && n_large > 0) {
        Item *low = &items[small[--n_small]];
        const guint32 giver = large[n_large - 1];
        low->other = giver;
        items[giver].share -= list->total_weight - low->share;
        if (items[giver].share < list->total_weight) {
            n_large--;
            small[n_small++] = giver;
        }
    }
    g_assert(n_small == 0); /* whole numbers: the last columns are exactly full */
    list->is_sealed = TRUE;
}

guint
hn_weighted_list_count(const HnWeightedList *list)
{
    return list->items->len;
}

guint
hn_weighted_list_draw(const HnWeightedList *list, HnRng *rng)
{
    g_assert(list->is_sealed);
    const guint index = (guint)hn_rng_below(rng, list->items->len);
    const Item *item = &g_array_index(list->items, Item, index);
    return hn_rng_below(rng, list->total_weight) < item->share ? index : item->other;
}

HnSlice
hn_weighted_list_text(const HnWeightedList *list, guint index)
{
    g_assert(index < list->items->len);
    return g_array_index(list->items, Item, index).text;
}
