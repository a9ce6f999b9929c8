#include "base/judy_set.h"

#include <Judy.h>

G_STATIC_ASSERT(sizeof(Word_t) == sizeof(guint64));

struct _HnJudySet {
    Pvoid_t array;
};

HnJudySet *
hn_judy_set_new(void)
{
    return g_new0(HnJudySet, 1);
}

void
hn_judy_set_free(HnJudySet *set)
{
    if (set == NULL)
        return;
    Judy1FreeArray(&set->array, PJE0);
    g_free(set);
}

gboolean
hn_judy_set_add(HnJudySet *set, guint64 member)
{
    JError_t judy_error;
    const int result = Judy1Set(&set->array, member, &judy_error);
    g_assert(result != JERR); /* out of memory, or a damaged array */
    return result != 0;
}

gboolean
hn_judy_set_remove(HnJudySet *set, guint64 member)
{
    JError_t judy_error;
    const int result = Judy1Unset(&set->array, member, &judy_error);
    g_assert(result != JERR);
    return result != 0;
}

gboolean
hn_judy_set_has(const HnJudySet *set, guint64 member)
{
    JError_t judy_error;
    const int result = Judy1Test(set->array, member, &judy_error);
    g_assert(result != JERR);
    return result != 0;
}

guint64
hn_judy_set_size(const HnJudySet *set)
{
    return Judy1Count(set->array, 0, G_MAXUINT64, PJE0);
}

gboolean
hn_judy_set_next(const HnJudySet *set, guint64 *member)
{
    JError_t judy_error;
    Word_t found = *member;
    const int result = Judy1First(set->array, &found, &judy_error);
    g_assert(result != JERR);
    if (result == 0)
        return FALSE;
    *member = found;
    return TRUE;
}

gboolean
hn_judy_set_nth(const HnJudySet *set, guint64 n, guint64 *ret_member)
{
    JError_t judy_error;
    Word_t found;
    if (n == G_MAXUINT64) /* Judy counts from 1; the rank after the last would wrap to "all 2^64" */
        return FALSE;
    const int result = Judy1ByCount(set->array, n + 1, &found, &judy_error);
    g_assert(result != JERR);
    if (result == 0)
        return FALSE;
    *ret_member = found;
    return TRUE;
}

gsize
hn_judy_set_size_bytes(const HnJudySet *set)
{
    return sizeof *set + Judy1MemUsed(set->array);
}
