#include "linker/live_undo.h"

#include "linker/linker_error.h"
#include "records/entity_id.h"
#include "store/rekey.h"

/* ---- history ---- */

typedef struct {
    GPtrArray *parts; /* HnEvents: the nights' oldest first, then the live ones */
} History;

/* Records under the names that they have now; the events stay as they were told. */
static gboolean
rename_records(HnStore *store, GPtrArray *parts, GError **error)
{
    g_autoptr(GPtrArray) rekeys = hn_rekeys_load(store, error);
    for (guint p = 0; rekeys != NULL && rekeys->len > 0 && p < parts->len; p++) {
        const HnEvents *old = parts->pdata[p];
        HnEvents *renamed = hn_events_new();
        for (gsize i = 0; i < old->n; i++) {
            const HnEvent *event = &old->events[i];
            hn_events_add(renamed, event->kind, event->entity, event->other, event->cause)
                ->sequence = event->sequence;
            for (guint32 n = 0; n < event->n_records; n++) {
                const HnRecordName now =
                    hn_rekeys_now(rekeys, old->names[event->first_name + n], event->sequence);
                hn_events_add_name(renamed, now.source, now.record_id);
            }
        }
        hn_events_free(parts->pdata[p]);
        parts->pdata[p] = renamed;
    }
    return rekeys != NULL;
}

static gboolean
load_history(HnStore *store, const char *type, History *ret_history, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "EVNT", type, error);
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)hn_events_free);
    if (segments == NULL)
        return FALSE;
    for (guint i = 0; i < segments->len; i++) {
        HnEvents *events = hn_events_load(store, segments->pdata[i], error);
        if (events == NULL)
            return FALSE;
        g_ptr_array_add(parts, events);
    }
    HnEvents *events = hn_store_live_events(store, error);
    if (events == NULL)
        return FALSE;
    g_ptr_array_add(parts, events);
    if (!rename_records(store, parts, error))
        return FALSE;
    ret_history->parts = g_steal_pointer(&parts);
    return TRUE;
}

static const HnEvent *
find_event(const History *history, guint64 sequence, const HnEvents **ret_events)
{
    for (guint p = 0; p < history->parts->len; p++) {
        const HnEvents *events = history->parts->pdata[p];
        for (gsize i = 0; i < events->n; i++) {
            if (events->events[i].sequence != sequence)
                continue;
            *ret_events = events;
            return &events->events[i];
        }
    }
    return NULL;
}

/* ---- where records came from ---- */

static gboolean
brings_records(HnEventKind kind)
{
    return kind == HN_EVENT_MERGED || kind == HN_EVENT_MOVED || kind == HN_EVENT_SPLIT;
}

/* The event's records that are still in the entity into which it brought them, as rows. */
static GArray *
rows_still_there(const HnLive *live, const HnEvents *events, const HnEvent *event)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    const guint64 entity = hn_entities_resolve(hn_live_entities(live), event->entity);
    for (guint32 n = 0; n < event->n_records; n++) {
        const HnRecordName *name = &events->names[event->first_name + n];
        const guint32 row =
            hn_crosswalk_find(hn_live_crosswalk(live), name->source, name->record_id);
        if (row != G_MAXUINT32 && hn_live_crosswalk(live)->entity_of[row] == entity)
            g_array_append_val(rows, row);
    }
    return rows;
}

static void
add_formers(const HnLive *live, const HnEvents *events, const HnEvent *event, GArray *formers)
{
    if (!brings_records(event->kind) || event->other == 0 ||
        hn_entities_find(hn_live_entities(live), event->entity) == NULL ||
        hn_entities_find(hn_live_entities(live), event->other) == NULL)
        return;
    g_autoptr(GArray) rows = rows_still_there(live, events, event);
    for (guint i = 0; i < rows->len; i++) {
        const HnLiveFormer former = { g_array_index(rows, guint32, i), event->other };
        g_array_append_val(formers, former);
    }
}

static gint
compare_formers(gconstpointer a, gconstpointer b)
{
    const HnLiveFormer *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

/* Of several acts one record may have several formers; the oldest was added first and holds. */
static void
sort_formers(GArray *formers)
{
    guint n = 0;
    g_array_sort(formers, compare_formers);
    for (guint i = 0; i < formers->len; i++) {
        const HnLiveFormer former = g_array_index(formers, HnLiveFormer, i);
        if (n == 0 || g_array_index(formers, HnLiveFormer, n - 1).row != former.row)
            g_array_index(formers, HnLiveFormer, n++) = former;
    }
    g_array_set_size(formers, n);
}

/* Adds those of all events that @decision caused: a record is named by at most one of them. */
static void
add_formers_of(const HnLive *live, const History *history, guint64 decision, GArray *formers,
               gboolean *ret_had_effect)
{
    *ret_had_effect = FALSE;
    for (guint p = 0; p < history->parts->len; p++) {
        const HnEvents *events = history->parts->pdata[p];
        for (gsize i = 0; i < events->n; i++) {
            if (events->events[i].cause != decision)
                continue;
            *ret_had_effect = *ret_had_effect || brings_records(events->events[i].kind);
            add_formers(live, events, &events->events[i], formers);
        }
    }
    sort_formers(formers);
}

/* ---- what stands in the way ---- */

/* "what ID why". */
static void
set_conflict(GError **error, const char *what, char kind, guint64 number, const char *why)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format(kind, number, id);
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT, "%s%s%s", what, id, why);
}

static gboolean
blame(const GArray *who, const char *what, GError **error)
{
    if (who->len == 0)
        return TRUE;
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < who->len; i++) {
        char id[HN_ENTITY_ID_CHARS + 1];
        hn_entity_id_format('d', g_array_index(who, guint64, i), id);
        g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ", id);
    }
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                "%s stands in the way: %s; undo it first", names->str, what);
    return FALSE;
}

static guint32
row_of(const HnLive *live, const HnRecordName *name)
{
    return hn_crosswalk_find(hn_live_crosswalk(live), name->source, name->record_id);
}

/* The undo of @target moves no record although the decision did: is another decision the cause? */
static gboolean
check_same_is_free(const HnLive *live, const HnLivePlan *plan, const HnDecision *target,
                   GError **error)
{
    const guint32 first = row_of(live, &target->records[0][0]);
    for (guint i = 1; i < target->n_records[0]; i++) {
        const guint32 row = row_of(live, &target->records[0][i]);
        if (first == G_MAXUINT32 || row == G_MAXUINT32)
            continue;
        g_autoptr(GArray) who = hn_live_plan_who_binds(plan, first, row);
        if (!blame(who, "it says that the records are one entity", error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_different_is_free(const HnLive *live, const HnLivePlan *plan, const HnDecision *target,
                        GError **error)
{
    for (guint i = 0; i < target->n_records[0]; i++) {
        for (guint k = 0; k < target->n_records[1]; k++) {
            const guint32 a = row_of(live, &target->records[0][i]);
            const guint32 b = row_of(live, &target->records[1][k]);
            if (a == G_MAXUINT32 || b == G_MAXUINT32)
                continue;
            g_autoptr(GArray) who = hn_live_plan_who_separates(plan, a, b);
            if (!blame(who, "it says that the records are different", error))
                return FALSE;
        }
    }
    return TRUE;
}

/* ---- the law ---- */

/* Frees @plan where it is refused, and gives NULL. */
static HnLivePlan *
refuse_unlawful(const HnLive *live, HnLivePlan *plan, GError **error)
{
    const HnCrosswalk *crosswalk = hn_live_crosswalk(live);
    guint32 a = 0, b = 0;
    if (!hn_live_plan_is_unlawful(plan, &a, &b))
        return plan;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                "records of '%s' and '%s' are never of one entity: `meets` of the sources says so",
                crosswalk->sources[crosswalk->source_of[a]],
                crosswalk->sources[crosswalk->source_of[b]]);
    hn_live_plan_free(plan);
    return NULL;
}

/* ---- a new decision ---- */

HnLivePlan *
hn_live_new_decision(HnLive *live, HnStore *store, const HnLiveAct *act, GError **error)
{
    g_autoptr(HnLivePlan) plan = refuse_unlawful(live, hn_live_plan_new(live, act), error);
    if (plan == NULL)
        return NULL;
    const GArray *overruled = hn_live_plan_overruled(plan);
    if (overruled->len == 0)
        return g_steal_pointer(&plan);
    History history = { NULL };
    if (!load_history(store, hn_live_entity_type(live), &history, error))
        return NULL;
    g_autoptr(GArray) formers = g_array_new(FALSE, FALSE, sizeof(HnLiveFormer));
    gboolean had_effect = FALSE;
    for (guint i = 0; i < overruled->len; i++)
        add_formers_of(live, &history, g_array_index(overruled, guint64, i), formers, &had_effect);
    g_ptr_array_unref(history.parts);
    const HnLiveAct again = { .n_decisions = act->n_decisions,
                              .decisions = act->decisions,
                              .n_formers = formers->len,
                              .formers = (const HnLiveFormer *)(gpointer)formers->data };
    return hn_live_plan_new(live, &again);
}

/* ---- undo of a decision ---- */

static gboolean
check_target(const HnDecision *target, guint64 sequence, GError **error)
{
    if (target == NULL) {
        char id[HN_ENTITY_ID_CHARS + 1];
        hn_entity_id_format('d', sequence, id);
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "no decision %s", id);
        return FALSE;
    }
    if (target->kind == HN_DECISION_UNDO) {
        set_conflict(error, "it is an undo itself: decide again what ", 'd', target->target,
                     " said");
        return FALSE;
    }
    if (target->lifted_by == 0)
        return TRUE;
    set_conflict(error, "it is not in force: ", 'd', target->lifted_by, " lifted it");
    return FALSE;
}

static HnLivePlan *
plan_undo(HnLive *live, const History *history, const HnDecision *target, const HnLiveWho *who,
          GError **error)
{
    gboolean had_effect = FALSE;
    g_autoptr(GArray) formers = g_array_new(FALSE, FALSE, sizeof(HnLiveFormer));
    add_formers_of(live, history, target->sequence, formers, &had_effect);
    const HnDecision undo = { .kind = HN_DECISION_UNDO,
                              .verb = who->verb,
                              .reason = who->reason,
                              .by = who->by,
                              .target = target->sequence };
    const HnLiveAct act = { .n_decisions = 1,
                            .decisions = &undo,
                            .n_formers = formers->len,
                            .formers = (const HnLiveFormer *)(gpointer)formers->data };
    g_autoptr(HnLivePlan) plan = hn_live_plan_new(live, &act);
    if (had_effect && hn_live_plan_n_moved(plan) == 0 && !hn_live_plan_is_deferred(plan) &&
        !(target->kind == HN_DECISION_SAME
              ? check_same_is_free(live, plan, target, error)
              : target->kind != HN_DECISION_DIFFERENT ||
                    check_different_is_free(live, plan, target, error)))
        return NULL;
    return g_steal_pointer(&plan);
}

HnLivePlan *
hn_live_undo_decision(HnLive *live, HnStore *store, guint64 decision, const HnLiveWho *who,
                      GError **error)
{
    const HnDecision *target = hn_live_find_decision(live, decision);
    if (target != NULL && target->kind != HN_DECISION_UNDO && target->target != 0)
        target = hn_live_find_decision(live, target->target); /* both of an act or neither */
    History history = { NULL };
    if (!check_target(target, decision, error) ||
        !load_history(store, hn_live_entity_type(live), &history, error))
        return NULL;
    HnLivePlan *plan = plan_undo(live, &history, target, who, error);
    g_ptr_array_unref(history.parts);
    return plan;
}

/* ---- the opposite of what a night did ---- */

typedef struct {
    HnLive *live;
    const History *history;
    const HnEvents *events; /* that hold the event */
    const HnEvent *event;
    GArray *brought; /* guint32 rows of the event's records that are still where it put them */
} Inverse;

/* Was the row brought into its entity by a later night or decision? */
static gboolean
came_later(const Inverse *inverse, guint32 row)
{
    const HnRecordName name = hn_live_name(inverse->live, row);
    gboolean is_later = FALSE;
    for (guint p = 0; p < inverse->history->parts->len; p++) {
        const HnEvents *events = inverse->history->parts->pdata[p];
        if (events == inverse->events) {
            is_later = TRUE;
            continue;
        }
        for (gsize i = 0; is_later && i < events->n_names; i++)
            if (strcmp(events->names[i].source, name.source) == 0 &&
                hn_slice_equal(events->names[i].record_id, name.record_id))
                return TRUE;
    }
    return FALSE;
}

/* Rows that are in @entity now, were there at the event's time, and are not among those brought. */
static GArray *
companions(const Inverse *inverse, guint64 entity)
{
    g_autoptr(GArray) rows = hn_live_entity_rows(
        inverse->live, hn_entities_resolve(hn_live_entities(inverse->live), entity));
    GArray *left = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0, b = 0; i < rows->len; i++) {
        const guint32 row = g_array_index(rows, guint32, i);
        while (b < inverse->brought->len && g_array_index(inverse->brought, guint32, b) < row)
            b++;
        const gboolean is_brought =
            b < inverse->brought->len && g_array_index(inverse->brought, guint32, b) == row;
        if (!is_brought && !came_later(inverse, row))
            g_array_append_val(left, row);
    }
    return left;
}

/* The first later event that names a record of the event's, or retires the entity. */
static guint64
later_event(const Inverse *inverse)
{
    gboolean is_later = FALSE;
    for (guint p = 0; p < inverse->history->parts->len; p++) {
        const HnEvents *events = inverse->history->parts->pdata[p];
        for (gsize i = 0; is_later && i < events->n; i++) {
            const HnEvent *event = &events->events[i];
            if (event->kind != HN_EVENT_UPDATED && event->kind != HN_EVENT_LOCKED &&
                event->kind != HN_EVENT_UNLOCKED &&
                (event->entity == inverse->event->entity || event->other == inverse->event->entity))
                return event->sequence;
        }
        is_later = is_later || events == inverse->events;
    }
    return 0;
}

static HnRecordName *
names_of(const HnLive *live, const GArray *rows)
{
    HnRecordName *names = g_new(HnRecordName, rows->len + 1);
    for (guint i = 0; i < rows->len; i++)
        names[i] = hn_live_name(live, g_array_index(rows, guint32, i));
    return names;
}

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* @apart: the brought records are different from these. @together: they are one with these. */
static HnLivePlan *
plan_inverse(const Inverse *inverse, const HnLiveWho *who, const GArray *apart, GArray *together,
             GError **error)
{
    HnLive *live = inverse->live;
    HnDecision decisions[2] = { 0 };
    guint n = 0;
    g_autofree HnRecordName *brought = names_of(live, inverse->brought);
    g_autofree HnRecordName *others = names_of(live, apart);
    g_autofree HnRecordName *all = NULL;
    if (together->len > 0) {
        g_array_append_vals(together, inverse->brought->data, inverse->brought->len);
        g_array_sort(together, compare_rows);
        all = names_of(live, together);
        decisions[n].kind = HN_DECISION_SAME;
        decisions[n].n_records[0] = together->len;
        decisions[n++].records[0] = all;
    }
    if (apart->len > 0) {
        decisions[n].kind = HN_DECISION_DIFFERENT;
        decisions[n].n_records[0] = inverse->brought->len;
        decisions[n].records[0] = brought;
        decisions[n].n_records[1] = apart->len;
        decisions[n++].records[1] = others;
    }
    for (guint i = 0; i < n; i++) {
        decisions[i].verb = who->verb;
        decisions[i].reason = who->reason;
        decisions[i].by = who->by;
    }
    g_autoptr(GArray) formers = g_array_new(FALSE, FALSE, sizeof(HnLiveFormer));
    add_formers(live, inverse->events, inverse->event, formers);
    sort_formers(formers);
    const HnLiveAct act = { .n_decisions = n,
                            .decisions = decisions,
                            .n_formers = formers->len,
                            .formers = (const HnLiveFormer *)(gpointer)formers->data };
    return refuse_unlawful(live, hn_live_plan_new(live, &act), error);
}

static HnLivePlan *
invert(const Inverse *inverse, const HnLiveWho *who, GError **error)
{
    const HnEvent *event = inverse->event;
    g_autoptr(GArray) apart = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) together = g_array_new(FALSE, FALSE, sizeof(guint32));
    if (event->kind == HN_EVENT_MOVED || event->kind == HN_EVENT_SPLIT) {
        g_array_unref(together);
        together = companions(inverse, event->other);
    }
    if (event->kind != HN_EVENT_SPLIT) {
        g_array_unref(apart);
        apart = companions(inverse, event->entity);
    }
    const gboolean possible = event->kind == HN_EVENT_MOVED || event->kind == HN_EVENT_SPLIT
                                  ? together->len > 0
                                  : apart->len > 0;
    if (possible && inverse->brought->len > 0)
        return plan_inverse(inverse, who, apart, together, error);
    const guint64 later = later_event(inverse);
    if (later != 0)
        set_conflict(error, "", 'v', later,
                     " stands in the way: since then the records are somewhere else");
    else
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                    "none of its records is where it put them: there is nothing to undo");
    return NULL;
}

static HnLivePlan *
undo_of_night(const Inverse *inverse, const HnLiveWho *who, GError **error)
{
    switch (inverse->event->kind) {
    case HN_EVENT_MERGED:
    case HN_EVENT_JOINED:
    case HN_EVENT_MOVED:
    case HN_EVENT_SPLIT:
        return invert(inverse, who, error);
    case HN_EVENT_NEW:
    case HN_EVENT_WITHDRAWN:
    case HN_EVENT_RETIRED:
    case HN_EVENT_RESTORED:
    case HN_EVENT_UPDATED:
    case HN_EVENT_LOCKED:
    case HN_EVENT_UNLOCKED:
        break;
    }
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT,
                "a '%s' by a night follows from what the sources delivered: only another delivery "
                "changes it back",
                hn_event_kind_name(inverse->event->kind));
    return NULL;
}

HnLivePlan *
hn_live_undo_event(HnLive *live, HnStore *store, guint64 event, const HnLiveWho *who,
                   GError **error)
{
    History history = { NULL };
    if (!load_history(store, hn_live_entity_type(live), &history, error))
        return NULL;
    HnLivePlan *plan = NULL;
    Inverse inverse = { .live = live, .history = &history };
    inverse.event = find_event(&history, event, &inverse.events);
    if (inverse.event == NULL) {
        char id[HN_ENTITY_ID_CHARS + 1];
        hn_entity_id_format('v', event, id);
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN, "no event %s", id);
    } else if (inverse.event->cause != 0) {
        plan = hn_live_undo_decision(live, store, inverse.event->cause, who, error);
    } else {
        inverse.brought = rows_still_there(live, inverse.events, inverse.event);
        plan = undo_of_night(&inverse, who, error);
        g_array_unref(inverse.brought);
    }
    g_ptr_array_unref(history.parts);
    return plan;
}
