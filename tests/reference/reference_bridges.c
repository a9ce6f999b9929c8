#include "tests/reference/reference_bridges.h"

/* Rows that @row reaches without links[@which]; their flags are set. */
static guint32
reach(const HnEdge *links, gsize n_links, gsize which, guint32 row, gboolean *reached)
{
    guint32 n = 1;
    reached[row] = TRUE;
    for (gboolean grew = TRUE; grew;) {
        grew = FALSE;
        for (gsize i = 0; i < n_links; i++) {
            if (i == which || reached[links[i].a] == reached[links[i].b])
                continue;
            reached[links[i].a] = reached[links[i].b] = grew = TRUE;
            n++;
        }
    }
    return n;
}

gboolean
hn_reference_is_bridge(const HnEdge *links, gsize n_links, guint32 n_rows, gsize which,
                       guint32 ret_sides[2])
{
    g_autofree gboolean *from_a = g_new0(gboolean, n_rows);
    g_autofree gboolean *from_b = g_new0(gboolean, n_rows);
    ret_sides[0] = reach(links, n_links, which, links[which].a, from_a);
    ret_sides[1] = reach(links, n_links, which, links[which].b, from_b);
    return !from_a[links[which].b];
}
