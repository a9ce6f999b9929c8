#include "insight/top_list.h"

HnTopList
hn_top_list(guint n_max, gsize item_bytes, GCompareFunc compare)
{
    return (HnTopList){ n_max, item_bytes, compare,
                        g_array_sized_new(FALSE, FALSE, (guint)item_bytes, n_max + 1) };
}

void
hn_top_list_clear(HnTopList *list)
{
    g_clear_pointer(&list->items, g_array_unref);
}

static gconstpointer
item_at(const HnTopList *list, guint index)
{
    return list->items->data + (gsize)index * list->item_bytes;
}

void
hn_top_list_add(HnTopList *list, gconstpointer item)
{
    const guint n = list->items->len;
    if (n == list->n_max && (n == 0 || list->compare(item, item_at(list, n - 1)) >= 0))
        return;
    guint low = 0;
    for (guint high = n; low < high;) {
        const guint middle = low + (high - low) / 2;
        if (list->compare(item, item_at(list, middle)) < 0)
            high = middle;
        else
            low = middle + 1;
    }
    g_array_insert_vals(list->items, low, item, 1);
    if (n == list->n_max)
        g_array_set_size(list->items, n);
}
