#include "linker/settle_more.h"

#include <string.h>

static gint
compare_u32(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* Rows that @before does not name, ascending, distinct. */
static GArray *
new_rows(const HnSettled *before, const HnConstraint *constraint)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint side = 0; side < 2; side++)
        for (guint k = 0; k < constraint->n_rows[side]; k++)
            if (hn_settled_find(before, constraint->rows[side][k]) == G_MAXUINT32)
                g_array_append_val(rows, constraint->rows[side][k]);
    g_array_sort(rows, compare_u32);
    guint n = 0;
    for (guint i = 0; i < rows->len; i++) {
        const guint32 row = g_array_index(rows, guint32, i);
        if (n == 0 || g_array_index(rows, guint32, n - 1) != row)
            g_array_index(rows, guint32, n++) = row;
    }
    g_array_set_size(rows, n);
    return rows;
}

/* As @before, with the rows of @constraint, which are bound to nothing yet; all decisions stand. */
static HnSettled *
widen(const HnSettled *before, const HnConstraint *constraint, gsize n_constraints)
{
    g_autoptr(GArray) more = new_rows(before, constraint);
    HnSettled *settled = g_new0(HnSettled, 1);
    const gsize n_rows = (gsize)before->n_rows + more->len;
    g_autofree guint32 *moved_to = g_new(guint32, (gsize)before->n_rows + 1);
    settled->rows = g_new(guint32, n_rows + 1);
    settled->bound_to = g_new(guint32, n_rows + 1);
    settled->locked = g_new0(guint8, n_rows + 1);
    settled->stands = g_malloc(n_constraints + 1);
    settled->overruled = g_array_new(FALSE, FALSE, sizeof(guint64));
    memset(settled->stands, 1, n_constraints);
    for (guint32 old = 0, added = 0; settled->n_rows < n_rows;) {
        const guint32 at = settled->n_rows++;
        const gboolean is_old =
            added == more->len ||
            (old < before->n_rows && before->rows[old] < g_array_index(more, guint32, added));
        settled->bound_to[at] = at;
        if (!is_old) {
            settled->rows[at] = g_array_index(more, guint32, added++);
            continue;
        }
        moved_to[old] = at;
        settled->rows[at] = before->rows[old];
        settled->locked[at] = before->locked[old];
        settled->bound_to[at] = moved_to[before->bound_to[old]]; /* the smallest: it moved before */
        old++;
    }
    return settled;
}

static guint32
root_of(const HnSettled *settled, guint32 row)
{
    return settled->bound_to[hn_settled_find(settled, row)];
}

/* Marks the roots of one side's rows; returns how many there are. */
static guint
mark(const HnSettled *settled, const HnConstraint *constraint, guint side, guint8 *is_marked)
{
    guint n = 0;
    for (guint k = 0; k < constraint->n_rows[side]; k++) {
        const guint32 root = root_of(settled, constraint->rows[side][k]);
        n += is_marked[root] == 0;
        is_marked[root] = 1;
    }
    return n;
}

static gboolean
meets(const HnSettled *settled, const HnConstraint *constraint, guint side, const guint8 *is_marked)
{
    for (guint k = 0; k < constraint->n_rows[side]; k++)
        if (is_marked[root_of(settled, constraint->rows[side][k])])
            return TRUE;
    return FALSE;
}

/* Do no two sources of the rows that are to be bound never meet? */
static gboolean
may_be_one(const HnSettled *settled, const guint8 *is_marked, const HnRowsMeet *meet)
{
    if (meet == NULL || meet->meets == NULL)
        return TRUE;
    g_autofree guint8 *is_listed = g_new0(guint8, (gsize)meet->n_sources + 1);
    g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = 0; i < settled->n_rows; i++) {
        const guint32 source = meet->source_of[settled->rows[i]];
        if (!is_marked[settled->bound_to[i]] || is_listed[source])
            continue;
        for (guint k = 0; k < listed->len; k++)
            if (meet->meets[(gsize)source * meet->n_sources + g_array_index(listed, guint32, k)] ==
                HN_MEET_NEVER)
                return FALSE;
        is_listed[source] = 1;
        g_array_append_val(listed, source);
    }
    return TRUE;
}

/* FALSE: they must not be bound together. */
static gboolean
bind(HnSettled *settled, const HnConstraint *constraints, gsize n_constraints,
     const HnRowsMeet *meet)
{
    g_autofree guint8 *is_marked = g_new0(guint8, (gsize)settled->n_rows + 1);
    if (mark(settled, &constraints[n_constraints - 1], 0, is_marked) < 2)
        return TRUE;
    for (gsize i = 0; i + 1 < n_constraints; i++) {
        const HnConstraint *one = &constraints[i];
        if (one->kind == HN_CONSTRAINT_DIFFERENT && meets(settled, one, 0, is_marked) &&
            meets(settled, one, 1, is_marked))
            return FALSE;
    }
    if (!may_be_one(settled, is_marked, meet))
        return FALSE;
    guint32 first = G_MAXUINT32;
    for (guint32 i = 0; i < settled->n_rows; i++) {
        if (!is_marked[settled->bound_to[i]])
            continue;
        if (settled->locked[i])
            return FALSE;
        first = MIN(first, i); /* ascending: every root stands before what is bound to it */
        settled->bound_to[i] = first;
        is_marked[first] = 1;
    }
    return TRUE;
}

HnSettled *
hn_settle_more(const HnSettled *before, const HnConstraint *constraints, gsize n_constraints,
               const HnRowsMeet *meet)
{
    g_assert(n_constraints > 0);
    const HnConstraint *last = &constraints[n_constraints - 1];
    if (before->overruled->len > 0 || last->kind == HN_CONSTRAINT_LOCK)
        return NULL;
    g_autoptr(HnSettled) settled = widen(before, last, n_constraints);
    if (last->kind == HN_CONSTRAINT_SAME)
        return bind(settled, constraints, n_constraints, meet) ? g_steal_pointer(&settled) : NULL;
    g_autofree guint8 *is_marked = g_new0(guint8, (gsize)settled->n_rows + 1);
    mark(settled, last, 0, is_marked);
    return meets(settled, last, 1, is_marked) ? NULL : g_steal_pointer(&settled);
}
