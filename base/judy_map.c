/* The functions, not the macros: those define variables of their own and end the process with
 * exit(1) when memory runs out. Here that is an assertion, GLib's policy. */
#include "base/judy_map.h"

#include <Judy.h>

G_STATIC_ASSERT(sizeof(Word_t) == sizeof(guint64));

struct _HnJudyMap {
    Pvoid_t array;
};

HnJudyMap *
hn_judy_map_new(void)
{
    return g_new0(HnJudyMap, 1);
}

void
hn_judy_map_free(HnJudyMap *map)
{
    if (map == NULL)
        return;
    JudyLFreeArray(&map->array, PJE0);
    g_free(map);
}

guint64 *
hn_judy_map_slot(HnJudyMap *map, guint64 key)
{
    JError_t judy_error;
    PPvoid_t slot = JudyLIns(&map->array, key, &judy_error);
    g_assert(slot != NULL && slot != PPJERR); /* out of memory, or a damaged array */
    return (guint64 *)(gpointer)slot;
}

void
hn_judy_map_set(HnJudyMap *map, guint64 key, guint64 value)
{
    *hn_judy_map_slot(map, key) = value;
}

gboolean
hn_judy_map_get(const HnJudyMap *map, guint64 key, guint64 *ret_value)
{
    JError_t judy_error;
    PPvoid_t slot = JudyLGet(map->array, key, &judy_error);
    g_assert(slot != PPJERR);
    if (slot == NULL)
        return FALSE;
    *ret_value = *(const guint64 *)(gpointer)slot;
    return TRUE;
}

gboolean
hn_judy_map_remove(HnJudyMap *map, guint64 key)
{
    JError_t judy_error;
    const int result = JudyLDel(&map->array, key, &judy_error);
    g_assert(result != JERR);
    return result != 0;
}

guint64
hn_judy_map_size(const HnJudyMap *map)
{
    return JudyLCount(map->array, 0, G_MAXUINT64, PJE0);
}

gboolean
hn_judy_map_next(const HnJudyMap *map, guint64 *key, guint64 *ret_value)
{
    JError_t judy_error;
    Word_t found = *key;
    PPvoid_t slot = JudyLFirst(map->array, &found, &judy_error);
    g_assert(slot != PPJERR);
    if (slot == NULL)
        return FALSE;
    *key = found;
    *ret_value = *(const guint64 *)(gpointer)slot;
    return TRUE;
}

gsize
hn_judy_map_size_bytes(const HnJudyMap *map)
{
    return sizeof *map + JudyLMemUsed(map->array);
}
