/* The steps: settle all decisions with the act in force -> the records that notice it -> their
 * component -> clusters -> identities -> events. Each is a night's own function on fewer rows. */
#include "linker/live_plan.h"

#include "base/radix_sort.h"
#include "linker/identity.h"
#include "linker/live_private.h"
#include "linker/rejected_pairs.h"
#include "linker/settle_more.h"
#include "publish/changes.h"

/* ---- decisions ---- */

static HnDecision *
copy_decision(const HnLivePlan *plan, const HnDecision *from, guint64 sequence, guint64 target)
{
    HnDecision *copy = g_new0(HnDecision, 1);
    copy->sequence = sequence;
    copy->kind = from->kind;
    copy->verb = g_strdup(from->verb);
    copy->entity_type = g_strdup(plan->live->type);
    copy->reason = g_strdup(from->reason);
    copy->by = g_strdup(from->by);
    copy->target = target;
    for (guint side = 0; side < 2; side++) {
        copy->n_records[side] = from->n_records[side];
        copy->records[side] = hn_record_names_new(from->records[side], from->n_records[side]);
    }
    return copy;
}

static void
copy_decisions(HnLivePlan *plan, const HnLiveAct *act)
{
    const guint n_new = plan->live->decisions->len - plan->live->n_stored;
    const guint64 first = HN_LIVE_PROVISIONAL + n_new;
    plan->decisions = g_ptr_array_new_with_free_func((GDestroyNotify)hn_decision_free);
    for (guint i = 0; i < act->n_decisions; i++) {
        const HnDecision *from = &act->decisions[i];
        const guint64 target = i == 0 || act->is_replay ? from->target : first;
        const guint64 sequence = act->is_replay ? from->sequence : first + i;
        g_assert(from->kind != HN_DECISION_UNDO || i == 0);
        g_ptr_array_add(plan->decisions, copy_decision(plan, from, sequence, target));
    }
}

/* Does the act lift it? */
static gboolean
is_lifted(const HnLivePlan *plan, const HnDecision *decision)
{
    const HnDecision *act = plan->decisions->pdata[0];
    return act->kind == HN_DECISION_UNDO && decision->kind != HN_DECISION_UNDO &&
           (decision->sequence == act->target || decision->target == act->target);
}

static void
settle_anew(HnLivePlan *plan)
{
    const HnLive *live = plan->live;
    g_autoptr(GPtrArray) in_force = g_ptr_array_new();
    for (guint i = 0; i < live->decisions->len; i++) {
        HnDecision *decision = live->decisions->pdata[i];
        if (decision->lifted_by == 0 && !is_lifted(plan, decision))
            g_ptr_array_add(in_force, decision);
    }
    for (guint i = 0; i < plan->decisions->len; i++)
        g_ptr_array_add(in_force, plan->decisions->pdata[i]);
    plan->constraints = hn_constraints_new(in_force, hn_find_row_in_crosswalk, live->crosswalk);
    const HnRowsMeet meet = hn_live_rows_meet(live);
    plan->settled = hn_settle(plan->constraints->constraints, plan->constraints->n, &meet);
}

/* An import may bring thousands: where nothing is lifted, one more is looked at by itself. */
static void
settle_decisions(HnLivePlan *plan)
{
    const HnLive *live = plan->live;
    const HnDecision *act = plan->decisions->pdata[0];
    if (act->kind == HN_DECISION_UNDO) {
        settle_anew(plan);
    } else {
        g_autoptr(HnConstraints) more =
            hn_constraints_new(plan->decisions, hn_find_row_in_crosswalk, live->crosswalk);
        plan->constraints = hn_constraints_join(live->constraints, more);
        const HnConstraints *all = plan->constraints;
        const HnRowsMeet meet = hn_live_rows_meet(live);
        plan->settled =
            more->n == 1 ? hn_settle_more(live->settled, all->constraints, all->n, &meet) : NULL;
        if (plan->settled == NULL)
            plan->settled = hn_settle(all->constraints, all->n, &meet);
    }
    for (gsize i = 0; i < plan->constraints->n; i++)
        if (plan->settled->stands[i])
            g_array_append_val(plan->standing, plan->constraints->constraints[i]);
}

/* ---- the component ---- */

static void
add_rows_of(GArray *rows, const HnConstraint *constraint)
{
    g_array_append_vals(rows, constraint->rows[0], constraint->n_rows[0]);
    g_array_append_vals(rows, constraint->rows[1], constraint->n_rows[1]);
}

/* Rows of the decisions that stand now and did not before, or did before and do not now. */
static void
find_touched(HnLivePlan *plan)
{
    const HnConstraints *before = plan->live->constraints, *after = plan->constraints;
    gsize b = 0, a = 0;
    while (b < before->n || a < after->n) {
        const HnConstraint *old = b < before->n ? &before->constraints[b] : NULL;
        const HnConstraint *new = a < after->n ? &after->constraints[a] : NULL;
        const gboolean is_old = old != NULL && (new == NULL || old->decision <= new->decision);
        const gboolean is_new = new != NULL && (old == NULL || new->decision <= old->decision);
        const gboolean stood = is_old && plan->live->settled->stands[b];
        const gboolean stands = is_new && plan->settled->stands[a];
        if (stood != stands)
            add_rows_of(plan->rows, is_old ? old : new);
        if (stood && is_new && !stands)
            g_array_append_val(plan->overruled, old->decision);
        b += is_old ? 1 : 0;
        a += is_new ? 1 : 0;
    }
}

static void
find_component(HnLivePlan *plan, const HnLiveAct *act)
{
    find_touched(plan);
    for (guint i = 0; i < act->n_formers; i++)
        g_array_append_val(plan->rows, act->formers[i].row);
    plan->deferred = !hn_live_graph_component(plan->live->graph,
                                              (const HnConstraint *)(gpointer)plan->standing->data,
                                              plan->standing->len, HN_LIVE_ROWS_MAX, plan->rows);
    if (plan->deferred)
        g_array_set_size(plan->rows, 0);
}

static guint32
row_at(const HnLivePlan *plan, guint place)
{
    return g_array_index(plan->rows, guint32, place);
}

static guint
place_of(const HnLivePlan *plan, guint32 row)
{
    guint low = 0, high = plan->rows->len;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (row_at(plan, middle) < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < plan->rows->len && row_at(plan, low) == row ? low : G_MAXUINT;
}

/* ---- clusters ---- */

typedef struct {
    guint n;
    HnConstraint *constraints;
    guint32 *rows; /* theirs: places in the component */
} LocalConstraints;

static LocalConstraints
local_constraints(const HnLivePlan *plan)
{
    gsize n_rows = 0;
    for (guint i = 0; i < plan->standing->len; i++) {
        const HnConstraint *one = &g_array_index(plan->standing, HnConstraint, i);
        n_rows += (gsize)one->n_rows[0] + one->n_rows[1];
    }
    LocalConstraints local = { 0, g_new0(HnConstraint, plan->standing->len + 1),
                               g_new(guint32, n_rows + 1) };
    guint32 *next = local.rows;
    for (guint i = 0; i < plan->standing->len; i++) {
        const HnConstraint *from = &g_array_index(plan->standing, HnConstraint, i);
        HnConstraint *to = &local.constraints[local.n];
        *to = (HnConstraint){ .kind = from->kind, .decision = from->decision };
        for (guint k = 0; k < from->n_rows[0] + from->n_rows[1]; k++) {
            const guint side = k >= from->n_rows[0];
            const guint place = place_of(plan, from->rows[side][side ? k - from->n_rows[0] : k]);
            if (place == G_MAXUINT)
                continue;
            if (to->n_rows[side]++ == 0)
                to->rows[side] = next;
            *next++ = place;
        }
        const gboolean whole =
            to->n_rows[0] > 0 && (from->kind != HN_CONSTRAINT_DIFFERENT || to->n_rows[1] > 0);
        local.n += whole ? 1 : 0;
    }
    return local;
}

static guint32 *
cluster(const HnLivePlan *plan, const LocalConstraints *local)
{
    const HnLive *live = plan->live;
    const guint n_rows = plan->rows->len;
    guint32 *cluster_of = g_new(guint32, (gsize)n_rows + 1);
    g_autofree guint32 *source_of = g_new(guint32, (gsize)n_rows + 1);
    gsize n_edges = 0;
    g_autofree HnEdge *edges = hn_live_graph_edges(
        live->graph, (const guint32 *)(gpointer)plan->rows->data, n_rows, &n_edges);
    gsize n_rejected = 0;
    g_autofree HnEdge *rejected = hn_rejected_pairs_among(
        live->rejected, (const guint32 *)(gpointer)plan->rows->data, n_rows, &n_rejected);
    for (guint i = 0; i < n_rows; i++)
        source_of[i] = live->crosswalk->source_of[row_at(plan, i)];
    const HnClusterInput input = { .n_rows = n_rows,
                                   .n_edges = n_edges,
                                   .edges = edges,
                                   .n_rejected = n_rejected,
                                   .rejected = rejected,
                                   .match_units = live->match_units,
                                   .support_min = live->support_min,
                                   .n_constraints = local->n,
                                   .constraints = local->constraints,
                                   .n_sources = live->crosswalk->n_sources,
                                   .source_of = source_of,
                                   .meets = live->meets,
                                   .one_per_source = live->one_per_source };
    HnClusterReport report;
    hn_cluster(&input, cluster_of, &report);
    hn_cluster_report_clear(&report);
    return cluster_of;
}

/* ---- identities ---- */

/* The entities of the component's rows, and of @wanted [rows], ascending, as they are. */
static HnEntities *
entities_of(const HnLivePlan *plan, const guint64 *wanted)
{
    g_autoptr(HnJudySet) ids = hn_judy_set_new();
    for (guint i = 0; i < plan->rows->len; i++) {
        hn_judy_set_add(ids, plan->old_entity_of[i]);
        hn_judy_set_add(ids, wanted[i]);
    }
    HnEntities *entities = g_new0(HnEntities, 1);
    entities->entities = g_new(HnEntity, hn_judy_set_size(ids) + 1);
    for (guint64 id = 0; hn_judy_set_next(ids, &id); id++) {
        const HnEntity *entity = hn_entities_find(plan->live->entities, id);
        g_assert(entity != NULL);
        entities->entities[entities->n++] = *entity;
    }
    return entities;
}

/* The entity that most of the records of @id are in now; ties: the smallest number. */
static guint64
successor_of(const HnLivePlan *plan, guint64 id)
{
    g_autoptr(GArray) now = g_array_new(FALSE, FALSE, sizeof(guint64));
    guint64 best = 0;
    guint n_best = 0;
    for (guint i = 0; i < plan->rows->len; i++)
        if (plan->old_entity_of[i] == id)
            g_array_append_val(now, plan->identity->entity_of[i]);
    g_autofree guint64 *tmp = g_new(guint64, now->len + 1);
    hn_radix_sort_u64((guint64 *)(gpointer)now->data, now->len, tmp);
    for (guint first = 0, end; first < now->len; first = end) {
        const guint64 entity = g_array_index(now, guint64, first);
        for (end = first + 1; end < now->len && g_array_index(now, guint64, end) == entity;)
            end++;
        if (end - first > n_best) {
            n_best = end - first;
            best = entity;
        }
    }
    return best;
}

/* What the identity rule cannot know of formers: an entity that lost all its records to them goes
 * on as a redirect, and one that came not back stays as it was. Golden digests wait for the night.
 */
static void
finish_entities(HnLivePlan *plan)
{
    for (gsize i = 0; i < plan->old->n; i++) {
        const HnEntity *was = &plan->old->entities[i];
        HnEntity *is = &plan->identity->entities->entities[i];
        if (was->status != HN_ENTITY_LIVE && is->status != HN_ENTITY_LIVE)
            *is = *was;
        memcpy(is->golden, was->golden, sizeof is->golden);
        if (was->status == HN_ENTITY_LIVE && is->status != HN_ENTITY_LIVE) {
            is->redirect = successor_of(plan, was->sequence);
            is->status = is->redirect != 0 ? HN_ENTITY_REDIRECT : HN_ENTITY_RETIRED;
        }
    }
}

/* A former that lives with records outside of the component is theirs: it would be taken from them.
 */
static gboolean
may_go_back(const HnLivePlan *plan, const HnLiveFormer *former)
{
    gboolean is_here =
        hn_entities_find(plan->live->entities, former->entity)->status != HN_ENTITY_LIVE;
    for (guint i = 0; !is_here && i < plan->rows->len; i++)
        is_here = plan->old_entity_of[i] == former->entity;
    return is_here;
}

static void
assign(HnLivePlan *plan, const HnLiveAct *act, const guint32 *cluster_of)
{
    const HnLive *live = plan->live;
    const guint n_rows = plan->rows->len;
    g_autofree guint64 *wanted = g_new(guint64, (gsize)n_rows + 1);
    g_autofree gint32 *authority = g_new(gint32, (gsize)n_rows + 1);
    plan->old_entity_of = g_new(guint64, (gsize)n_rows + 1);
    for (guint i = 0; i < n_rows; i++) {
        const guint32 row = row_at(plan, i);
        plan->old_entity_of[i] = live->crosswalk->entity_of[row];
        wanted[i] = plan->old_entity_of[i];
        authority[i] = live->authority[live->crosswalk->source_of[row]];
    }
    for (guint i = 0; i < act->n_formers; i++)
        if (may_go_back(plan, &act->formers[i]))
            wanted[place_of(plan, act->formers[i].row)] = act->formers[i].entity;
    plan->old = entities_of(plan, wanted);
    g_autoptr(HnEntities) revived = entities_of(plan, wanted);
    for (guint i = 0; i < act->n_formers; i++) {
        HnEntity *entity = hn_entities_find(revived, act->formers[i].entity);
        if (entity == NULL) /* it did not go back, and none of its records is here */
            continue;
        entity->status = HN_ENTITY_LIVE;
        entity->redirect = 0;
    }
    const HnIdentityInput input = { .n_rows = n_rows,
                                    .cluster_of = cluster_of,
                                    .old_entity = wanted,
                                    .authority = authority,
                                    .old = revived,
                                    .first_new = HN_LIVE_PROVISIONAL + live->n_new,
                                    .run = live->run };
    plan->identity = hn_identity_assign(&input);
    finish_entities(plan);
}

/* ---- events ---- */

static void
find_events(HnLivePlan *plan)
{
    const HnCrosswalk *all = plan->live->crosswalk;
    const guint32 *rows = (const guint32 *)(gconstpointer)plan->rows->data;
    g_autoptr(HnCrosswalk) before =
        hn_live_crosswalk_part(all, rows, plan->rows->len, plan->old_entity_of);
    g_autoptr(HnCrosswalk) after =
        hn_live_crosswalk_part(all, rows, plan->rows->len, plan->identity->entity_of);
    const HnChangesInput input = { .old_crosswalk = before,
                                   .new_crosswalk = after,
                                   .old_entities = plan->old,
                                   .new_entities = plan->identity->entities };
    HnChangeCounts counts;
    plan->events = hn_changes_between(&input, &counts);
    for (guint i = 0; i < plan->rows->len; i++)
        plan->n_moved += plan->old_entity_of[i] != plan->identity->entity_of[i];
}

HnLivePlan *
hn_live_plan_new(HnLive *live, const HnLiveAct *act)
{
    g_assert(act->n_decisions > 0);
    HnLivePlan *plan = g_new0(HnLivePlan, 1);
    plan->live = live;
    plan->standing = g_array_new(FALSE, FALSE, sizeof(HnConstraint));
    plan->overruled = g_array_new(FALSE, FALSE, sizeof(guint64));
    plan->rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    copy_decisions(plan, act);
    settle_decisions(plan);
    find_component(plan, act);
    if (plan->rows->len == 0) {
        plan->events = hn_events_new();
        return plan;
    }
    LocalConstraints local = local_constraints(plan);
    g_autofree guint32 *cluster_of = cluster(plan, &local);
    assign(plan, act, cluster_of);
    hn_constraints_mark_locks(local.constraints, local.n, NULL, plan->identity->entity_of,
                              plan->identity->entities);
    g_free(local.constraints);
    g_free(local.rows);
    find_events(plan);
    return plan;
}

void
hn_live_plan_free(HnLivePlan *plan)
{
    if (plan == NULL)
        return;
    g_clear_pointer(&plan->decisions, g_ptr_array_unref);
    hn_constraints_free(plan->constraints);
    hn_settled_free(plan->settled);
    g_array_unref(plan->standing);
    g_array_unref(plan->overruled);
    g_array_unref(plan->rows);
    hn_entities_free(plan->old);
    hn_identity_free(plan->identity);
    g_free(plan->old_entity_of);
    hn_events_free(plan->events);
    g_free(plan);
}

/* ---- looking ---- */

guint
hn_live_plan_n_rows(const HnLivePlan *plan)
{
    return plan->rows->len;
}

guint
hn_live_plan_n_moved(const HnLivePlan *plan)
{
    return plan->n_moved;
}

gsize
hn_live_plan_n_events(const HnLivePlan *plan)
{
    return plan->events->n;
}

gboolean
hn_live_plan_is_deferred(const HnLivePlan *plan)
{
    return plan->deferred;
}

const GArray *
hn_live_plan_overruled(const HnLivePlan *plan)
{
    return plan->overruled;
}

/* ---- taking ---- */

static gboolean
same_entity(const HnEntity *a, const HnEntity *b)
{
    return a->redirect == b->redirect && a->n_records == b->n_records && a->status == b->status &&
           a->locked == b->locked && memcmp(a->golden, b->golden, sizeof a->golden) == 0;
}

static void
take_entities(HnLivePlan *plan)
{
    HnLive *live = plan->live;
    const HnEntities *part = plan->identity->entities;
    live->entities->entities =
        g_renew(HnEntity, live->entities->entities, live->entities->n + part->n + 1);
    for (gsize i = 0; i < part->n; i++) {
        const HnEntity *entity = &part->entities[i];
        HnEntity *known = i < plan->old->n ? hn_entities_find(live->entities, entity->sequence)
                                           : &live->entities->entities[live->entities->n++];
        if (i < plan->old->n && same_entity(known, entity))
            continue;
        if (live->were != NULL && i < plan->old->n &&
            !hn_judy_set_has(live->changed, entity->sequence))
            g_array_append_val(live->were, *known);
        *known = *entity;
        hn_judy_set_add(live->changed, entity->sequence);
    }
    live->n_new += plan->identity->n_new;
}

static void
take_rows(HnLivePlan *plan)
{
    HnLive *live = plan->live;
    for (guint i = 0; i < plan->rows->len; i++) {
        const guint32 row = row_at(plan, i);
        if (plan->old_entity_of[i] == plan->identity->entity_of[i])
            continue;
        if (live->was_in != NULL && !hn_judy_set_has(live->moved, row))
            hn_judy_map_set(live->was_in, row, plan->old_entity_of[i]);
        live->crosswalk->entity_of[row] = plan->identity->entity_of[i];
        hn_live_graph_moved(live->graph, row);
        hn_judy_set_add(live->moved, row);
    }
}

static void
take_events(HnLivePlan *plan, guint64 cause)
{
    HnEvents *events = plan->live->events;
    if (plan->live->was_in != NULL) /* a replay tells the difference of all together */
        return;
    for (gsize i = 0; i < plan->events->n; i++) {
        HnEvent *event = hn_events_add_copy(events, plan->events, &plan->events->events[i]);
        event->cause = cause;
        event->sequence = HN_LIVE_PROVISIONAL + events->n - 1;
    }
}

static void
take_decisions(HnLivePlan *plan)
{
    HnLive *live = plan->live;
    const guint64 act = ((const HnDecision *)plan->decisions->pdata[0])->sequence;
    for (guint i = 0; i < live->decisions->len; i++) {
        HnDecision *decision = live->decisions->pdata[i];
        if (decision->lifted_by == 0 && is_lifted(plan, decision))
            decision->lifted_by = act;
    }
    while (plan->decisions->len > 0)
        g_ptr_array_add(live->decisions, g_ptr_array_steal_index(plan->decisions, 0));
    hn_constraints_free(live->constraints);
    hn_settled_free(live->settled);
    live->constraints = g_steal_pointer(&plan->constraints);
    live->settled = g_steal_pointer(&plan->settled);
}

const HnDecision *
hn_live_plan_take(HnLivePlan *plan)
{
    const HnDecision *act = plan->decisions->pdata[0];
    if (plan->rows->len > 0) {
        take_entities(plan);
        take_rows(plan);
        take_events(plan, act->sequence);
    }
    take_decisions(plan);
    hn_live_plan_free(plan);
    return act;
}
