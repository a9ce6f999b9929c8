#include "linker/constraints.h"

#include <string.h>

guint32
hn_find_row_in_table(gconstpointer table, const char *source, HnSlice record_id)
{
    return hn_record_table_find(table, source, record_id);
}

guint32
hn_find_row_in_crosswalk(gconstpointer crosswalk, const char *source, HnSlice record_id)
{
    return hn_crosswalk_find(crosswalk, source, record_id);
}

static HnConstraintKind
constraint_kind(HnDecisionKind kind)
{
    switch (kind) {
    case HN_DECISION_SAME:
        return HN_CONSTRAINT_SAME;
    case HN_DECISION_DIFFERENT:
        return HN_CONSTRAINT_DIFFERENT;
    case HN_DECISION_LOCK:
        return HN_CONSTRAINT_LOCK;
    case HN_DECISION_UNDO:
    case HN_DECISION_VALUE:
        break;
    }
    g_assert_not_reached();
}

static gboolean
constrains(const HnDecision *decision)
{
    return decision->kind != HN_DECISION_UNDO && decision->kind != HN_DECISION_VALUE &&
           decision->lifted_by == 0;
}

static gboolean
still_binds(const HnConstraint *constraint)
{
    switch (constraint->kind) {
    case HN_CONSTRAINT_SAME:
        return constraint->n_rows[0] >= 2;
    case HN_CONSTRAINT_DIFFERENT:
        return constraint->n_rows[0] >= 1 && constraint->n_rows[1] >= 1;
    case HN_CONSTRAINT_LOCK:
        return constraint->n_rows[0] >= 1;
    }
    g_assert_not_reached();
}

static gsize
count_records(const GPtrArray *decisions)
{
    gsize n = 0;
    for (guint i = 0; i < decisions->len; i++) {
        const HnDecision *decision = g_ptr_array_index(decisions, i);
        n += (gsize)decision->n_records[0] + decision->n_records[1];
    }
    return n;
}

HnConstraints *
hn_constraints_new(const GPtrArray *decisions, HnFindRow find, gconstpointer rows)
{
    HnConstraints *found = g_new0(HnConstraints, 1);
    found->constraints = g_new0(HnConstraint, decisions->len + 1);
    found->rows = g_new(guint32, count_records(decisions) + 1);
    guint32 *next = found->rows;
    for (guint i = 0; i < decisions->len; i++) {
        const HnDecision *decision = g_ptr_array_index(decisions, i);
        if (!constrains(decision))
            continue;
        HnConstraint constraint = { .kind = constraint_kind(decision->kind),
                                    .decision = decision->sequence };
        for (guint k = 0; k < decision->n_records[0] + decision->n_records[1]; k++) {
            const guint side = k >= decision->n_records[0];
            const HnRecordName *name =
                &decision->records[side][side ? k - decision->n_records[0] : k];
            const guint32 row = find(rows, name->source, name->record_id);
            if (row == G_MAXUINT32) {
                found->n_missing++;
                continue;
            }
            guint *n_rows = &constraint.n_rows[side];
            if ((*n_rows)++ == 0)
                constraint.rows[side] = next;
            *next++ = row;
            g_assert(*n_rows < 2 || next[-2] < row);
        }
        if (still_binds(&constraint))
            found->constraints[found->n++] = constraint;
    }
    return found;
}

static gsize
count_rows(const HnConstraints *constraints)
{
    gsize n = 0;
    for (gsize i = 0; i < constraints->n; i++)
        n += (gsize)constraints->constraints[i].n_rows[0] + constraints->constraints[i].n_rows[1];
    return n;
}

HnConstraints *
hn_constraints_join(const HnConstraints *before, const HnConstraints *more)
{
    const HnConstraints *of[] = { before, more };
    HnConstraints *all = g_new0(HnConstraints, 1);
    all->constraints = g_new0(HnConstraint, before->n + more->n + 1);
    all->rows = g_new(guint32, count_rows(before) + count_rows(more) + 1);
    all->n_missing = before->n_missing + more->n_missing;
    guint32 *next = all->rows;
    for (guint k = 0; k < G_N_ELEMENTS(of); k++) {
        for (gsize i = 0; i < of[k]->n; i++) {
            HnConstraint *to = &all->constraints[all->n++];
            *to = of[k]->constraints[i];
            g_assert(all->n == 1 || to[-1].decision <= to->decision);
            for (guint side = 0; side < 2; side++) {
                if (to->n_rows[side] > 0)
                    memcpy(next, to->rows[side], to->n_rows[side] * sizeof *next);
                to->rows[side] = to->n_rows[side] > 0 ? next : NULL;
                next += to->n_rows[side];
            }
        }
    }
    return all;
}

void
hn_constraints_free(HnConstraints *constraints)
{
    if (constraints == NULL)
        return;
    g_free(constraints->constraints);
    g_free(constraints->rows);
    g_free(constraints);
}

static gboolean
is_overruled(const GArray *overruled, guint64 decision)
{
    for (guint i = 0; overruled != NULL && i < overruled->len; i++)
        if (g_array_index(overruled, guint64, i) == decision)
            return TRUE;
    return FALSE;
}

void
hn_constraints_mark_locks(const HnConstraint *constraints, gsize n_constraints,
                          const GArray *overruled, const guint64 *entity_of, HnEntities *entities)
{
    for (gsize i = 0; i < entities->n; i++)
        entities->entities[i].locked = 0;
    for (gsize i = 0; i < n_constraints; i++) {
        const HnConstraint *one = &constraints[i];
        if (one->kind == HN_CONSTRAINT_LOCK && !is_overruled(overruled, one->decision))
            hn_entities_find(entities, entity_of[one->rows[0][0]])->locked = 1;
    }
}

static gboolean
group_has(const HnConstraint *constraint, guint group, guint32 row)
{
    guint low = 0, high = constraint->n_rows[group];
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (constraint->rows[group][middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < constraint->n_rows[group] && constraint->rows[group][low] == row;
}

static gboolean
parts(const HnConstraint *one, guint32 a, guint32 b)
{
    if (one->kind == HN_CONSTRAINT_LOCK)
        return group_has(one, 0, a) != group_has(one, 0, b);
    return one->kind == HN_CONSTRAINT_DIFFERENT &&
           ((group_has(one, 0, a) && group_has(one, 1, b)) ||
            (group_has(one, 0, b) && group_has(one, 1, a)));
}

gboolean
hn_constraints_part(const HnConstraints *constraints, const GArray *overruled, guint32 a, guint32 b)
{
    for (gsize i = 0; i < constraints->n; i++) {
        const HnConstraint *one = &constraints->constraints[i];
        if (parts(one, a, b) && !is_overruled(overruled, one->decision))
            return TRUE;
    }
    return FALSE;
}
