#include "store/decisions.h"

#include "store/store_error.h"
#include "store/store_private.h"

static const char *const kind_names[] = { "same", "different", "lock", "undo", "value" };

const char *
hn_decision_kind_name(HnDecisionKind kind)
{
    g_assert((gsize)kind < G_N_ELEMENTS(kind_names));
    return kind_names[kind];
}

HnRecordName *
hn_record_names_new(const HnRecordName *names, gsize n_names)
{
    gsize n_bytes = n_names * sizeof *names;
    for (gsize i = 0; i < n_names; i++)
        n_bytes += strlen(names[i].source) + 1 + names[i].record_id.n_bytes;
    HnRecordName *copy = g_malloc(MAX(n_bytes, 1));
    char *next = (char *)(copy + n_names);
    for (gsize i = 0; i < n_names; i++) {
        const HnSlice id = names[i].record_id;
        const gsize n_source = strlen(names[i].source) + 1;
        memcpy(next, names[i].source, n_source);
        if (id.n_bytes > 0)
            memcpy(next + n_source, id.bytes, id.n_bytes);
        copy[i] = (HnRecordName){ next, hn_slice(next + n_source, id.n_bytes) };
        next += n_source + id.n_bytes;
    }
    return copy;
}

const char *
hn_decision_attribute(const HnDecision *decision)
{
    g_assert(decision->kind == HN_DECISION_VALUE && decision->n_records[1] == 1);
    return decision->records[1][0].source;
}

void
hn_decision_free(HnDecision *decision)
{
    if (decision == NULL)
        return;
    g_free(decision->verb);
    g_free(decision->entity_type);
    g_free(decision->reason);
    g_free(decision->by);
    g_free(decision->records[0]);
    g_free(decision->records[1]);
    g_free(decision);
}

/* ---- reading: two queries in the same order, walked side by side ---- */

#define WHERE " (? IS NULL OR d.entity_type = ?) AND (NOT ? OR (d.lifted_by = 0 AND d.kind <> 3))"

static HnDecision *
decision_of_row(sqlite3_stmt *query)
{
    HnDecision *decision = g_new0(HnDecision, 1);
    decision->sequence = hn_sql_column_number(query, 0);
    decision->kind = (HnDecisionKind)hn_sql_column_number(query, 1);
    decision->verb = hn_sql_column_text(query, 2);
    decision->entity_type = hn_sql_column_text(query, 3);
    decision->reason = hn_sql_column_text(query, 4);
    decision->by = hn_sql_column_text(query, 5);
    decision->at_us = sqlite3_column_int64(query, 6);
    decision->target = hn_sql_column_number(query, 7);
    decision->lifted_by = hn_sql_column_number(query, 8);
    return decision;
}

/* A VALUE is stored as a SAME of one record, which binds nothing to it, and so needs no new version
 * of the store: a program that does not know it keeps it and does nothing. A SAME has no other
 * side. */
static HnDecisionKind
stored_kind(HnDecisionKind kind)
{
    return kind == HN_DECISION_VALUE ? HN_DECISION_SAME : kind;
}

static void
know_value(HnDecision *decision)
{
    if (decision->kind == HN_DECISION_SAME && decision->n_records[0] == 1 &&
        decision->n_records[1] == 1)
        decision->kind = HN_DECISION_VALUE;
}

/* Takes the rows of one side of one decision; *row tells whether @query stands on a row. */
static gboolean
take_side(sqlite3_stmt *query, gboolean *row, HnDecision *decision, guint side, GError **error)
{
    g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(HnRecordName));
    g_autoptr(HnArena) arena = hn_arena_new();
    while (*row && hn_sql_column_number(query, 0) == decision->sequence &&
           hn_sql_column_number(query, 1) == side) {
        const HnSlice source = hn_slice_of((const char *)sqlite3_column_text(query, 2));
        char *copy = hn_arena_array(arena, char, source.n_bytes + 1);
        memcpy(copy, source.bytes, source.n_bytes);
        copy[source.n_bytes] = '\0';
        const HnRecordName name = { copy, hn_arena_copy(arena, hn_sql_column_bytes(query, 3)) };
        g_array_append_val(names, name);
        if (!hn_sql_next(query, row, error))
            return FALSE;
    }
    decision->n_records[side] = names->len;
    decision->records[side] =
        hn_record_names_new((const HnRecordName *)(gpointer)names->data, names->len);
    return TRUE;
}

GPtrArray *
hn_store_decisions(HnStore *store, const char *entity_type, gboolean in_force, GError **error)
{
    g_autoptr(GPtrArray) decisions =
        g_ptr_array_new_with_free_func((GDestroyNotify)hn_decision_free);
    const guint64 only_in_force = in_force ? 1 : 0;
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error,
                     "SELECT sequence, kind, verb, entity_type, reason, by, at_us, target,"
                     " lifted_by FROM decisions d WHERE" WHERE " ORDER BY sequence",
                     "tti", entity_type, entity_type, only_in_force);
    g_autoptr(sqlite3_stmt) records =
        hn_sql_query(store->db, error,
                     "SELECT r.decision, r.side, r.source, r.record_id FROM decision_records r"
                     " JOIN decisions d ON d.sequence = r.decision WHERE" WHERE
                     " ORDER BY r.decision, r.side, r.source, r.record_id",
                     "tti", entity_type, entity_type, only_in_force);
    gboolean row = FALSE, record = FALSE;
    if (query == NULL || records == NULL || !hn_sql_next(records, &record, error))
        return NULL;
    while (hn_sql_next(query, &row, error)) {
        if (!row)
            return g_steal_pointer(&decisions);
        HnDecision *decision = decision_of_row(query);
        g_ptr_array_add(decisions, decision);
        if (!take_side(records, &record, decision, 0, error) ||
            !take_side(records, &record, decision, 1, error))
            return NULL;
        know_value(decision);
    }
    return NULL;
}

/* ---- a live change ---- */

static gboolean
insert_decision(HnStore *store, const HnDecision *decision, GError **error)
{
    if (!hn_sql_run(store->db, error, "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                    "iittttsi", decision->sequence, (guint64)stored_kind(decision->kind),
                    decision->verb, decision->entity_type, decision->reason, decision->by,
                    decision->at_us, decision->target))
        return FALSE;
    for (guint side = 0; side < 2; side++) {
        for (guint i = 0; i < decision->n_records[side]; i++) {
            const HnRecordName *name = &decision->records[side][i];
            if (!hn_sql_run(store->db, error, "INSERT INTO decision_records VALUES (?, ?, ?, ?)",
                            "iitb", decision->sequence, (guint64)side, name->source,
                            name->record_id))
                return FALSE;
        }
    }
    return TRUE;
}

static gboolean
lift(HnStore *store, const HnDecision *decision, GError **error)
{
    if (decision->kind != HN_DECISION_UNDO)
        return TRUE;
    if (!hn_sql_run(store->db, error,
                    "UPDATE decisions SET lifted_by = ?"
                    " WHERE (sequence = ? OR target = ?) AND lifted_by = 0 AND kind <> 3",
                    "iii", decision->sequence, decision->target, decision->target))
        return FALSE;
    if (sqlite3_changes(store->db) >= 1)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                "the decision to be undone is not in force");
    return FALSE;
}

static gboolean
insert_events(HnStore *store, const char *entity_type, const HnEvents *events, GError **error)
{
    for (gsize i = 0; i < events->n; i++) {
        const HnEvent *event = &events->events[i];
        g_assert(i == 0 || event[-1].sequence < event->sequence);
        if (!hn_sql_run(store->db, error, "INSERT INTO live_events VALUES (?, ?, ?, ?, ?, ?)",
                        "itiiii", event->sequence, entity_type, (guint64)event->kind, event->entity,
                        event->other, event->cause))
            return FALSE;
        for (guint32 n = 0; n < event->n_records; n++) {
            const HnRecordName *name = &events->names[event->first_name + n];
            if (!hn_sql_run(store->db, error, "INSERT INTO live_names VALUES (?, ?, ?, ?)", "iitb",
                            event->sequence, (guint64)n, name->source, name->record_id))
                return FALSE;
        }
    }
    return TRUE;
}

static gboolean
insert_effect(HnStore *store, const char *type, const HnLiveChange *change, guint64 last_event,
              GError **error)
{
    for (gsize i = 0; i < change->n_entities; i++) {
        const HnEntity *entity = &change->entities[i];
        if (!hn_sql_run(store->db, error,
                        "INSERT INTO live_entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "iitiiiiib",
                        last_event, entity->sequence, type, entity->redirect, entity->first_seen,
                        (guint64)entity->n_records, (guint64)entity->status,
                        (guint64)entity->locked, hn_slice(entity->golden, sizeof entity->golden)))
            return FALSE;
    }
    for (gsize i = 0; i < change->n_moves; i++) {
        if (!hn_sql_run(store->db, error, "INSERT INTO live_moves VALUES (?, ?, ?, ?, ?)", "itbti",
                        last_event, change->moved[i].source, change->moved[i].record_id, type,
                        change->moved_to[i]))
            return FALSE;
    }
    return hn_sql_run(store->db, error, "UPDATE store SET last_change = ?", "i", last_event);
}

/* Numbers that were never reserved are not in the anchor: using them could issue them twice. */
static gboolean
are_reserved(HnStore *store, HnIdKind kind, guint64 first, guint64 last, GError **error)
{
    guint64 next = 0;
    if (!hn_sql_number(store->db, &next, error, "SELECT next FROM sequences WHERE kind = ?", "i",
                       (guint64)kind))
        return FALSE;
    if (first > 0 && last < next)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                "a live change uses numbers that were not reserved");
    return FALSE;
}

static gboolean
apply_inside(HnStore *store, const HnLiveChange *change, GError **error)
{
    const HnDecision *decision = change->decision;
    const HnEvents *events = change->events;
    if (!are_reserved(store, HN_ID_DECISION, decision->sequence, decision->sequence, error) ||
        !insert_decision(store, decision, error) || !lift(store, decision, error))
        return FALSE;
    if (events->n == 0)
        return TRUE;
    const guint64 first = events->events[0].sequence, last = events->events[events->n - 1].sequence;
    guint64 previous = 0;
    if (!are_reserved(store, HN_ID_EVENT, first, last, error) ||
        !hn_sql_number(store->db, &previous, error, "SELECT last_change FROM store", ""))
        return FALSE;
    if (first <= previous) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                    "a live change is older than the last one");
        return FALSE;
    }
    return insert_events(store, decision->entity_type, events, error) &&
           insert_effect(store, decision->entity_type, change, last, error);
}

gboolean
hn_store_is_at(HnStore *store, const HnStoreMoment *moment, GError **error)
{
    HnStoreMoment now;
    if (!hn_store_moment(store, &now, error))
        return FALSE;
    if (now.published_run == moment->published_run && now.last_change == moment->last_change &&
        now.last_decision == moment->last_decision)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED,
                "the state was changed by somebody else meanwhile");
    return FALSE;
}

gboolean
hn_store_apply_live_at(HnStore *store, const HnStoreMoment *moment, const HnLiveChange *changes,
                       gsize n_changes, GError **error)
{
    gboolean done = TRUE;
    for (gsize i = 0; i < n_changes; i++)
        g_assert(changes[i].events->n > 0 ||
                 (changes[i].n_entities == 0 && changes[i].n_moves == 0));
    if (!hn_store_begin(store, error))
        return FALSE;
    done = moment == NULL || hn_store_is_at(store, moment, error);
    for (gsize i = 0; done && i < n_changes; i++)
        done = apply_inside(store, &changes[i], error);
    return hn_store_end(store, done, error);
}

gboolean
hn_store_apply_live_all(HnStore *store, const HnLiveChange *changes, gsize n_changes,
                        GError **error)
{
    return hn_store_apply_live_at(store, NULL, changes, n_changes, error);
}

gboolean
hn_store_apply_live(HnStore *store, const HnLiveChange *change, GError **error)
{
    return hn_store_apply_live_all(store, change, 1, error);
}

/* ---- beside a run ---- */

/* What the run has folded in is gone from the tables when this is called. */
static gboolean
lay_over_type(HnStore *store, const HnLiveOver *over, GError **error)
{
    const char *type = over->entity_type;
    const HnEvents *events = over->change.events;
    guint64 last = 0;
    if (!hn_sql_run(store->db, error, "DELETE FROM live_entities WHERE entity_type = ?", "t",
                    type) ||
        !hn_sql_run(store->db, error, "DELETE FROM live_moves WHERE entity_type = ?", "t", type))
        return FALSE;
    if (events->n > 0 && (!are_reserved(store, HN_ID_EVENT, events->events[0].sequence,
                                        events->events[events->n - 1].sequence, error) ||
                          !insert_events(store, type, events, error)))
        return FALSE;
    if (!hn_sql_number(store->db, &last, error,
                       "SELECT max(sequence) FROM live_events WHERE entity_type = ?", "t", type))
        return FALSE;
    /* Without any event what came went again, and nobody was told. */
    return last == 0 || insert_effect(store, type, &over->change, last, error);
}

gboolean
hn_store_lay_over(HnStore *store, const HnLiveOver *changes, gsize n_changes, GError **error)
{
    guint64 before = 0, after = 0;
    if (!hn_sql_number(store->db, &before, error, "SELECT last_change FROM store", ""))
        return FALSE;
    for (gsize i = 0; i < n_changes; i++)
        if (!lay_over_type(store, &changes[i], error))
            return FALSE;
    return n_changes == 0 ||
           (hn_sql_number(store->db, &after, error, "SELECT max(sequence) FROM live_events", "") &&
            hn_sql_run(store->db, error, "UPDATE store SET last_change = ?", "i",
                       MAX(before, after)));
}
