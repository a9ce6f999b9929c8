/* insight/top_list.h - the first few of many, in order, while they stream by.
 *
 * Data walk: the largest clusters, the weakest bridges, the heaviest cases of a night.
 * Determinism: the comparison must order any two items that differ.
 * Cost: one comparison an item that is not among the first; n_max / 2 moves for one that is.
 * Threads: one.
 */
#pragma once
#include <glib.h>

typedef struct {
    guint n_max;
    gsize item_bytes;
    GCompareFunc compare; /* < 0: a stands before b */
    GArray *items;        /* in order, at most n_max */
} HnTopList;
HnTopList hn_top_list(guint n_max, gsize item_bytes, GCompareFunc compare);
void hn_top_list_clear(HnTopList *list);
void hn_top_list_add(HnTopList *list, gconstpointer item); /* copied */
