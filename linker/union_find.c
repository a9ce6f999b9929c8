#include "linker/union_find.h"

void
hn_union_find_init(guint32 *parent, guint32 n)
{
    for (guint32 x = 0; x < n; x++)
        parent[x] = x;
}

void
hn_union_find_flatten(guint32 *parent, guint32 n)
{
    /* parent[x] < x was flattened before x, so it points at its root already. */
    for (guint32 x = 0; x < n; x++)
        parent[x] = parent[parent[x]];
}
