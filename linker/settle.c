#include "linker/settle.h"

#include "base/radix_sort.h"
#include "linker/never_tags.h"
#include "linker/union_find.h"
#include "linker/veto.h"

typedef struct {
    HnSettled *settled;
    guint32 *n_members; /* [n_rows] of a root: rows bound together */
    guint8 *closed;     /* [n_rows] of a root: a lock */
    HnVeto *veto;       /* tags 2d and 2d + 1: the sides of constraint d */
    GArray *roots;      /* guint32, scratch */
} Settling;

/* All rows that the constraints name, sorted, once each. */
static void
list_rows(HnSettled *settled, const HnConstraint *constraints, gsize n_constraints)
{
    gsize n = 0;
    for (gsize i = 0; i < n_constraints; i++)
        n += (gsize)constraints[i].n_rows[0] + constraints[i].n_rows[1];
    settled->rows = g_new(guint32, n + 1);
    gsize at = 0;
    for (gsize i = 0; i < n_constraints; i++) {
        for (guint side = 0; side < 2; side++) {
            for (guint k = 0; k < constraints[i].n_rows[side]; k++)
                settled->rows[at++] = constraints[i].rows[side][k];
        }
    }
    g_autofree guint32 *scratch = g_new(guint32, n + 1);
    hn_radix_sort_u32(settled->rows, n, scratch);
    for (gsize i = 0; i < n; i++) {
        if (i == 0 || settled->rows[i] != settled->rows[i - 1])
            settled->rows[settled->n_rows++] = settled->rows[i];
    }
}

guint32
hn_settled_find(const HnSettled *settled, guint32 row)
{
    guint32 low = 0, high = settled->n_rows;
    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        if (settled->rows[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < settled->n_rows && settled->rows[low] == row ? low : G_MAXUINT32;
}

static gint
compare_u32(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* The distinct roots of one side's rows, ascending, in settling->roots. */
static void
find_roots(Settling *settling, const HnConstraint *constraint, guint side)
{
    GArray *roots = settling->roots;
    g_array_set_size(roots, 0);
    for (guint k = 0; k < constraint->n_rows[side]; k++) {
        g_assert(k == 0 || constraint->rows[side][k - 1] < constraint->rows[side][k]);
        const guint32 index = hn_settled_find(settling->settled, constraint->rows[side][k]);
        const guint32 root = hn_union_find_root(settling->settled->bound_to, index);
        g_array_append_val(roots, root);
    }
    g_array_sort(roots, compare_u32);
    guint n = 0;
    for (guint i = 0; i < roots->len; i++) {
        const guint32 root = g_array_index(roots, guint32, i);
        if (n == 0 || g_array_index(roots, guint32, n - 1) != root)
            g_array_index(roots, guint32, n++) = root;
    }
    g_array_set_size(roots, n);
}

static void
bind_roots(Settling *settling)
{
    const GArray *roots = settling->roots;
    const guint32 first = g_array_index(roots, guint32, 0);
    for (guint i = 1; i < roots->len; i++) {
        const guint32 other = g_array_index(roots, guint32, i);
        hn_veto_merge(settling->veto, first, other);
        hn_union_find_join(settling->settled->bound_to, first, other);
        settling->n_members[first] += settling->n_members[other];
    }
}

/* SAME, and the binding part of LOCK: FALSE if the rows must not be bound together. */
static gboolean
bind_rows(Settling *settling, const HnConstraint *constraint)
{
    const gboolean lock = constraint->kind == HN_CONSTRAINT_LOCK;
    find_roots(settling, constraint, 0);
    const GArray *roots = settling->roots;
    if (roots->len == 0)
        return TRUE;
    gsize n_members = 0;
    for (guint i = 0; i < roots->len; i++) {
        const guint32 root = g_array_index(roots, guint32, i);
        n_members += settling->n_members[root];
        if (roots->len > 1 && settling->closed[root])
            return FALSE;
    }
    if (lock && n_members != constraint->n_rows[0])
        return FALSE;
    if (hn_veto_forbids_any(settling->veto, &g_array_index(roots, guint32, 0), roots->len))
        return FALSE;
    bind_roots(settling);
    if (lock)
        settling->closed[g_array_index(roots, guint32, 0)] = 1;
    return TRUE;
}

/* FALSE if rows of both groups are bound together already. */
static gboolean
keep_apart(Settling *settling, const HnConstraint *constraint, guint32 d)
{
    find_roots(settling, constraint, 0);
    g_autofree guint32 *firsts =
        g_memdup2(settling->roots->data, sizeof(guint32) * settling->roots->len);
    const guint n_firsts = settling->roots->len;
    find_roots(settling, constraint, 1);
    const GArray *seconds = settling->roots;
    for (guint i = 0, k = 0; i < n_firsts; i++) {
        while (k < seconds->len && g_array_index(seconds, guint32, k) < firsts[i])
            k++;
        if (k < seconds->len && g_array_index(seconds, guint32, k) == firsts[i])
            return FALSE;
    }
    for (guint i = 0; i < n_firsts; i++)
        hn_veto_add_tag(settling->veto, firsts[i], 2 * d);
    for (guint k = 0; k < seconds->len; k++)
        hn_veto_add_tag(settling->veto, g_array_index(seconds, guint32, k), 2 * d + 1);
    return TRUE;
}

static void
take_latest_first(Settling *settling, const HnConstraint *constraints, gsize n_constraints)
{
    HnSettled *settled = settling->settled;
    for (gsize i = n_constraints; i-- > 0;) {
        const HnConstraint *constraint = &constraints[i];
        g_assert(i == 0 || constraints[i - 1].decision <= constraint->decision);
        const gboolean stands = constraint->kind == HN_CONSTRAINT_DIFFERENT
                                    ? keep_apart(settling, constraint, (guint32)i)
                                    : bind_rows(settling, constraint);
        settled->stands[i] = stands ? 1 : 0;
    }
    for (gsize i = 0; i < n_constraints; i++) {
        if (!settled->stands[i])
            g_array_append_val(settled->overruled, constraints[i].decision);
    }
}

/* Tags of sources stand behind those of decisions. */
static HnVeto *
veto_by_law(const HnSettled *settled, gsize n_constraints, const HnRowsMeet *meet)
{
    g_auto(HnNeverTags) never = { 0 };
    if (meet != NULL)
        hn_never_tags_init(&never, meet);
    const guint32 first_tag = (guint32)(2 * n_constraints);
    HnVeto *veto = hn_veto_new(settled->n_rows, first_tag + 2 * never.n_pairs);
    for (guint32 i = 0; never.n_pairs > 0 && i < settled->n_rows; i++)
        hn_never_tags_put(&never, meet->source_of[settled->rows[i]], veto, i, first_tag);
    return veto;
}

HnSettled *
hn_settle(const HnConstraint *constraints, gsize n_constraints, const HnRowsMeet *meet)
{
    g_assert(n_constraints < HN_VETO_TAGS_MAX / 2);
    HnSettled *settled = g_new0(HnSettled, 1);
    list_rows(settled, constraints, n_constraints);
    const guint32 n_rows = settled->n_rows;
    settled->bound_to = g_new(guint32, (gsize)n_rows + 1);
    hn_union_find_init(settled->bound_to, n_rows);
    settled->locked = g_new0(guint8, (gsize)n_rows + 1);
    settled->stands = g_new0(guint8, n_constraints + 1);
    settled->overruled = g_array_new(FALSE, FALSE, sizeof(guint64));

    Settling settling = { .settled = settled, .n_members = g_new(guint32, (gsize)n_rows + 1) };
    for (guint32 i = 0; i < n_rows; i++)
        settling.n_members[i] = 1;
    settling.closed = g_new0(guint8, (gsize)n_rows + 1);
    settling.veto = veto_by_law(settled, n_constraints, meet);
    settling.roots = g_array_new(FALSE, FALSE, sizeof(guint32));
    take_latest_first(&settling, constraints, n_constraints);
    hn_union_find_flatten(settled->bound_to, n_rows);
    for (guint32 i = 0; i < n_rows; i++)
        settled->locked[i] = settling.closed[settled->bound_to[i]];

    g_free(settling.n_members);
    g_free(settling.closed);
    hn_veto_free(settling.veto);
    g_array_unref(settling.roots);
    return settled;
}

void
hn_settled_free(HnSettled *settled)
{
    if (settled == NULL)
        return;
    g_free(settled->rows);
    g_free(settled->bound_to);
    g_free(settled->locked);
    g_free(settled->stands);
    g_array_unref(settled->overruled);
    g_free(settled);
}
