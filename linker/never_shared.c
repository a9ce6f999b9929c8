#include "linker/never_shared.h"

struct _HnNeverShared {
    const HnRowsMeet *meet;
    const guint32 *cluster_of;
    guint32 *first; /* [n_rows + 1] of a cluster's smallest row: its rows in @rows */
    guint32 *rows;
};

HnNeverShared *
hn_never_shared_new(const guint32 *cluster_of, guint32 n_rows, const HnRowsMeet *meet)
{
    if (meet->meets == NULL)
        return NULL;
    HnNeverShared *shared = g_new0(HnNeverShared, 1);
    shared->meet = meet;
    shared->cluster_of = cluster_of;
    shared->first = g_new0(guint32, (gsize)n_rows + 2);
    shared->rows = g_new(guint32, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++)
        shared->first[cluster_of[row] + 1]++;
    for (guint32 row = 0; row < n_rows; row++)
        shared->first[row + 1] += shared->first[row];
    g_autofree guint32 *next = g_memdup2(shared->first, sizeof(guint32) * ((gsize)n_rows + 1));
    for (guint32 row = 0; row < n_rows; row++)
        shared->rows[next[cluster_of[row]]++] = row;
    return shared;
}

void
hn_never_shared_free(HnNeverShared *shared)
{
    if (shared == NULL)
        return;
    g_free(shared->first);
    g_free(shared->rows);
    g_free(shared);
}

gboolean
hn_never_shared_has(const HnNeverShared *shared, guint32 row_a, guint32 row_b)
{
    if (shared == NULL)
        return FALSE;
    const guint32 a = shared->cluster_of[row_a], b = shared->cluster_of[row_b];
    for (guint32 i = shared->first[a]; i < shared->first[a + 1]; i++)
        for (guint32 k = shared->first[b]; k < shared->first[b + 1]; k++)
            if (hn_rows_meet(shared->meet, shared->rows[i], shared->rows[k]) == HN_MEET_NEVER)
                return TRUE;
    return FALSE;
}
