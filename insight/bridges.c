#include "insight/bridges.h"

typedef struct {
    guint32 a, b;
    gint32 weight_units;
} Link;

/* What is looked up together lies together. */
typedef struct {
    guint32 parents[2]; /* in the first and the second forest */
} Parents;

struct _HnBridges {
    guint32 n_rows;
    Parents *rows; /* [n_rows] */
    GArray *links; /* Link: those of both forests */
};

HnBridges *
hn_bridges_new(guint32 n_rows)
{
    HnBridges *bridges = g_new0(HnBridges, 1);
    bridges->n_rows = n_rows;
    bridges->rows = g_new(Parents, (gsize)n_rows + 1);
    for (guint32 row = 0; row < n_rows; row++)
        bridges->rows[row] = (Parents){ { row, row } };
    bridges->links = g_array_new(FALSE, FALSE, sizeof(Link));
    return bridges;
}

void
hn_bridges_free(HnBridges *bridges)
{
    if (bridges == NULL)
        return;
    g_free(bridges->rows);
    g_array_unref(bridges->links);
    g_free(bridges);
}

static guint32
find_root(Parents *rows, guint forest, guint32 row)
{
    while (rows[row].parents[forest] != row) {
        guint32 *parent = &rows[row].parents[forest];
        *parent = rows[*parent].parents[forest];
        row = *parent;
    }
    return row;
}

/* TRUE: they were apart. */
static gboolean
join(Parents *rows, guint forest, guint32 a, guint32 b)
{
    const guint32 x = find_root(rows, forest, a), y = find_root(rows, forest, b);
    if (x == y)
        return FALSE;
    rows[MAX(x, y)].parents[forest] = MIN(x, y);
    return TRUE;
}

void
hn_bridges_add(HnBridges *bridges, guint32 a, guint32 b, gint32 weight_units)
{
    g_assert(a != b && a < bridges->n_rows && b < bridges->n_rows);
    if (!join(bridges->rows, 0, a, b) && !join(bridges->rows, 1, a, b))
        return;
    const Link link = { MIN(a, b), MAX(a, b), weight_units };
    g_array_append_val(bridges->links, link);
}

/* ---- depth-first search ---- */

#define NONE G_MAXUINT32

typedef struct {
    guint32 start; /* of its links in `ends`; the next row's start is their end */
    guint32 next;  /* how far into them the search is */
    guint32 order; /* when it was met, from 1; 0 = not yet */
    guint32 low;   /* the earliest that its subtree reaches without the link it was met by */
    guint32 from;  /* that link, NONE for a root */
    guint32 size;  /* records in its subtree */
} Row;

typedef struct {
    const Link *links;
    guint32 n_links;
    Row *rows;       /* [n_rows + 1] */
    guint32 *ends;   /* [2 * n_links] the links of a row */
    GArray *bridges; /* Found of the tree at hand */
    HnBridgeTaker take;
    gpointer user;
} Search;

typedef struct {
    guint32 link, below; /* the row whose subtree hangs on it */
} Found;

static guint32
other_end(const Link *link, guint32 row)
{
    return link->a == row ? link->b : link->a;
}

static void
index_links(Search *search, guint32 n_rows)
{
    Row *rows = search->rows;
    for (guint32 i = 0; i < search->n_links; i++) {
        rows[search->links[i].a + 1].start++;
        rows[search->links[i].b + 1].start++;
    }
    for (guint32 row = 0; row < n_rows; row++)
        rows[row + 1].start += rows[row].start;
    for (guint32 row = 0; row < n_rows; row++)
        rows[row].next = rows[row].start;
    for (guint32 i = 0; i < search->n_links; i++) {
        search->ends[rows[search->links[i].a].next++] = i;
        search->ends[rows[search->links[i].b].next++] = i;
    }
    for (guint32 row = 0; row < n_rows; row++)
        rows[row].next = rows[row].start;
}

/* The subtree of @row is done: its parent learns of it. Returns the parent. */
static guint32
leave(Search *search, guint32 row)
{
    const Row *done = &search->rows[row];
    const Link *link = &search->links[done->from];
    const guint32 above = other_end(link, row);
    Row *parent = &search->rows[above];
    parent->low = MIN(parent->low, done->low);
    parent->size += done->size;
    if (done->low == done->order && link->weight_units != HN_BRIDGE_DECIDED) {
        const Found found = { done->from, row };
        g_array_append_val(search->bridges, found);
    }
    return above;
}

/* One step from @row: down to a row that was not met, or up when its links are done. NONE: the
 * root is done. */
static guint32
step(Search *search, guint32 row, guint32 *clock)
{
    Row *here = &search->rows[row];
    if (here->next == search->rows[row + 1].start)
        return here->from == NONE ? NONE : leave(search, row);
    const guint32 link = search->ends[here->next++];
    const guint32 end = other_end(&search->links[link], row);
    Row *there = &search->rows[end];
    if (link == here->from) /* a second link of the same two rows is another way */
        return row;
    if (there->order != 0) {
        here->low = MIN(here->low, there->order);
        return row;
    }
    there->from = link;
    there->order = there->low = ++*clock;
    there->size = 1;
    return end;
}

static void
search_tree(Search *search, guint32 root, guint32 *clock)
{
    Row *top = &search->rows[root];
    g_array_set_size(search->bridges, 0);
    top->from = NONE;
    top->order = top->low = ++*clock;
    top->size = 1;
    for (guint32 row = root; row != NONE;)
        row = step(search, row, clock);
    for (guint i = 0; i < search->bridges->len; i++) {
        const Found *found = &g_array_index(search->bridges, Found, i);
        const Link *link = &search->links[found->link];
        const guint32 n_below = search->rows[found->below].size, n_else = top->size - n_below;
        const gboolean a_below = link->a == found->below;
        const HnBridge bridge = { link->a, link->b, link->weight_units, a_below ? n_below : n_else,
                                  a_below ? n_else : n_below };
        search->take(search->user, &bridge);
    }
}

void
hn_bridges_find(HnBridges *bridges, HnBridgeTaker take, gpointer user)
{
    g_clear_pointer(&bridges->rows, g_free);
    g_autofree Row *rows = g_new0(Row, (gsize)bridges->n_rows + 1);
    g_autofree guint32 *ends = g_new(guint32, 2 * (gsize)bridges->links->len + 1);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found));
    Search search = { .links = (const Link *)(gconstpointer)bridges->links->data,
                      .n_links = bridges->links->len,
                      .rows = rows,
                      .ends = ends,
                      .bridges = found,
                      .take = take,
                      .user = user };
    index_links(&search, bridges->n_rows);
    guint32 clock = 0;
    for (guint32 row = 0; row < bridges->n_rows; row++)
        if (rows[row].order == 0 && rows[row].start != rows[row + 1].start)
            search_tree(&search, row, &clock);
}
