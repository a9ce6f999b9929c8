/* linker/union_find.h - disjoint sets of rows; a set's root is its smallest row.
 *
 * Data walk: clusters, and the rows that decisions bind together. One array, parent[x] <= x.
 * Source: path halving (van Leeuwen and van der Weide 1977; Tarjan and van Leeuwen 1984). Linking
 *   is by index instead of by rank: the root then is the name that everything else needs, and one
 *   ascending pass flattens all paths. The bound is O(log n) amortised instead of the inverse
 *   Ackermann function.
 * Cost: 4 bytes a row; two or three reads a find.
 * Threads: one.
 */
#pragma once
#include <glib.h>

void hn_union_find_init(guint32 *parent, guint32 n);
/* After it parent[x] is the root of x. */
void hn_union_find_flatten(guint32 *parent, guint32 n);

static inline guint32
hn_union_find_root(guint32 *parent, guint32 x)
{
    while (parent[x] != x) {
        parent[x] = parent[parent[x]];
        x = parent[x];
    }
    return x;
}

/* Returns the root of the united set: the smaller of the two roots. */
static inline guint32
hn_union_find_join(guint32 *parent, guint32 a, guint32 b)
{
    a = hn_union_find_root(parent, a);
    b = hn_union_find_root(parent, b);
    if (a < b)
        return parent[b] = a;
    return parent[a] = b;
}
