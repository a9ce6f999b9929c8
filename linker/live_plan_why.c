/* Why a plan is as it is: which decisions bind and separate, and what the law refuses. */
#include "linker/live_plan.h"
#include "linker/live_private.h"

/* The smallest row that decisions bind @row to; its own when to none. */
static guint32
bound_to(const HnLivePlan *plan, guint32 row)
{
    const guint32 index = hn_settled_find(plan->settled, row);
    return index == G_MAXUINT32 ? row : plan->settled->rows[plan->settled->bound_to[index]];
}

static gboolean
side_meets(const HnLivePlan *plan, const HnConstraint *constraint, guint side, guint32 root)
{
    for (guint i = 0; i < constraint->n_rows[side]; i++)
        if (bound_to(plan, constraint->rows[side][i]) == root)
            return TRUE;
    return FALSE;
}

GArray *
hn_live_plan_who_binds(const HnLivePlan *plan, guint32 row_a, guint32 row_b)
{
    GArray *who = g_array_new(FALSE, FALSE, sizeof(guint64));
    const guint32 root = bound_to(plan, row_a);
    for (guint i = 0; root == bound_to(plan, row_b) && i < plan->standing->len; i++) {
        const HnConstraint *one = &g_array_index(plan->standing, HnConstraint, i);
        if (one->kind != HN_CONSTRAINT_DIFFERENT && side_meets(plan, one, 0, root))
            g_array_append_val(who, one->decision);
    }
    return who;
}

GArray *
hn_live_plan_who_separates(const HnLivePlan *plan, guint32 row_a, guint32 row_b)
{
    GArray *who = g_array_new(FALSE, FALSE, sizeof(guint64));
    const guint32 a = bound_to(plan, row_a), b = bound_to(plan, row_b);
    for (guint i = 0; i < plan->standing->len; i++) {
        const HnConstraint *one = &g_array_index(plan->standing, HnConstraint, i);
        const gboolean meets_a = side_meets(plan, one, 0, a), meets_b = side_meets(plan, one, 0, b);
        const gboolean separates = one->kind == HN_CONSTRAINT_DIFFERENT
                                       ? (meets_a && side_meets(plan, one, 1, b)) ||
                                             (meets_b && side_meets(plan, one, 1, a))
                                       : one->kind == HN_CONSTRAINT_LOCK && meets_a != meets_b;
        if (separates)
            g_array_append_val(who, one->decision);
    }
    return who;
}

/* ---- the law ---- */

/* Rows of the settled ones that @refused would bind into one: marks of their roots. */
static guint8 *
roots_of(const HnLivePlan *plan, const HnConstraint *refused)
{
    const HnSettled *settled = plan->settled;
    guint8 *is_root = g_new0(guint8, (gsize)settled->n_rows + 1);
    for (guint i = 0; i < refused->n_rows[0]; i++)
        is_root[settled->bound_to[hn_settled_find(settled, refused->rows[0][i])]] = 1;
    return is_root;
}

/* Two rows that never are of one entity, among those that @refused would bind. */
static gboolean
find_never(const HnLivePlan *plan, const HnConstraint *refused, guint32 *ret_a, guint32 *ret_b)
{
    const HnSettled *settled = plan->settled;
    const HnRowsMeet meet = hn_live_rows_meet(plan->live);
    g_autofree guint8 *is_root = roots_of(plan, refused);
    for (guint32 a = 0; a < settled->n_rows; a++)
        for (guint32 b = a + 1; is_root[settled->bound_to[a]] && b < settled->n_rows; b++)
            if (is_root[settled->bound_to[b]] &&
                hn_rows_meet(&meet, settled->rows[a], settled->rows[b]) == HN_MEET_NEVER) {
                *ret_a = settled->rows[a];
                *ret_b = settled->rows[b];
                return TRUE;
            }
    return FALSE;
}

gboolean
hn_live_plan_is_unlawful(const HnLivePlan *plan, guint32 *ret_row_a, guint32 *ret_row_b)
{
    const HnDecision *first = plan->decisions->pdata[0];
    const HnConstraints *constraints = plan->constraints;
    for (gsize i = 0; i < constraints->n; i++) {
        const HnConstraint *one = &constraints->constraints[i];
        if (one->decision >= first->sequence && one->kind != HN_CONSTRAINT_DIFFERENT &&
            !plan->settled->stands[i] && find_never(plan, one, ret_row_a, ret_row_b))
            return TRUE;
    }
    return FALSE;
}
