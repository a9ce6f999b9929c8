/* The published state = the segments that the manifest names, with the rows of live changes laid
 * over them in the order in which they were accepted. */
#include "store/decisions.h"
#include "store/store_error.h"
#include "store/store_private.h"

/* The newest segment of a kind that is a whole state; NULL without an error: nothing was published.
 */
static gboolean
newest_segment(HnStore *store, const char *kind, const char *name, HnSegment **ret_segment,
               GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(store, kind, name, error);
    if (segments == NULL)
        return FALSE;
    *ret_segment =
        segments->len == 0 ? NULL : hn_segment_copy(g_ptr_array_index(segments, segments->len - 1));
    return TRUE;
}

/* ---- crosswalk ---- */

static gboolean
apply_moves(HnStore *store, const char *entity_type, HnCrosswalk *crosswalk, GError **error)
{
    g_autoptr(sqlite3_stmt) query = hn_sql_query(
        store->db, error,
        "SELECT source, record_id, entity FROM live_moves WHERE entity_type = ? ORDER BY change",
        "t", entity_type);
    gboolean row = FALSE;
    if (store->ahead != NULL)
        return TRUE;
    while (query != NULL && hn_sql_next(query, &row, error)) {
        if (!row)
            return TRUE;
        const char *source = (const char *)sqlite3_column_text(query, 0);
        const guint32 at = hn_crosswalk_find(crosswalk, source, hn_sql_column_bytes(query, 1));
        if (at != G_MAXUINT32) /* else it was withdrawn by a run that began before the change */
            crosswalk->entity_of[at] = hn_sql_column_number(query, 2);
    }
    return FALSE;
}

HnCrosswalk *
hn_crosswalk_published(HnStore *store, const char *entity_type, GError **error)
{
    g_autoptr(HnSegment) segment = NULL;
    if (!newest_segment(store, "XWLK", entity_type, &segment, error))
        return NULL;
    g_autoptr(HnCrosswalk) crosswalk = NULL;
    if (segment != NULL) {
        crosswalk = hn_crosswalk_load(store, segment, error);
    } else {
        crosswalk = g_new0(HnCrosswalk, 1);
        crosswalk->id_offsets = g_new0(guint64, 1);
    }
    if (crosswalk == NULL || !apply_moves(store, entity_type, crosswalk, error))
        return NULL;
    return g_steal_pointer(&crosswalk);
}

/* ---- entities ---- */

static gboolean
entity_of_row(sqlite3_stmt *query, HnEntity *ret_entity, GError **error)
{
    HnEntity entity = { .sequence = hn_sql_column_number(query, 0),
                        .redirect = hn_sql_column_number(query, 1),
                        .first_seen = hn_sql_column_number(query, 2),
                        .n_records = (guint32)hn_sql_column_number(query, 3),
                        .status = (guint8)hn_sql_column_number(query, 4),
                        .locked = (guint8)hn_sql_column_number(query, 5) };
    if (!hn_sql_column_exact(query, 6, entity.golden, sizeof entity.golden, "a golden digest",
                             error))
        return FALSE;
    *ret_entity = entity;
    return TRUE;
}

/* Of each entity the row of its newest change, ascending. SQLite's bare columns come from the row
 * of max(). */
static GArray *
live_entities(HnStore *store, const char *entity_type, guint64 change, GError **error)
{
    g_autoptr(GArray) live = g_array_new(FALSE, FALSE, sizeof(HnEntity));
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error,
                     "SELECT entity, redirect, first_seen, n_records, status, locked, golden,"
                     " max(change) FROM live_entities WHERE entity_type = ? AND change > ?"
                     " GROUP BY entity ORDER BY entity",
                     "ti", entity_type, change);
    gboolean row = FALSE;
    HnEntity entity;
    while (query != NULL && hn_sql_next(query, &row, error)) {
        if (!row)
            return g_steal_pointer(&live);
        if (!entity_of_row(query, &entity, error))
            return NULL;
        g_array_append_val(live, entity);
    }
    return NULL;
}

static HnEntities *
overlay(const HnEntities *base, const GArray *live)
{
    const HnEntity *over = (const HnEntity *)(gpointer)live->data;
    HnEntities *merged = g_new0(HnEntities, 1);
    merged->entities = g_new(HnEntity, base->n + live->len + 1);
    for (gsize i = 0, n = 0; i < base->n || n < live->len;) {
        const gboolean take_live =
            n < live->len && (i == base->n || over[n].sequence <= base->entities[i].sequence);
        if (take_live && i < base->n && over[n].sequence == base->entities[i].sequence)
            i++;
        merged->entities[merged->n++] = take_live ? over[n++] : base->entities[i++];
    }
    return merged;
}

HnEntities *
hn_entities_published(HnStore *store, const char *entity_type, GError **error)
{
    g_autoptr(HnSegment) segment = NULL;
    if (!newest_segment(store, "ENTY", entity_type, &segment, error))
        return NULL;
    g_autoptr(HnEntities) base =
        segment != NULL ? hn_entities_load(store, segment, error) : g_new0(HnEntities, 1);
    if (base == NULL)
        return NULL;
    if (store->ahead != NULL)
        return g_steal_pointer(&base);
    g_autoptr(GArray) live = live_entities(store, entity_type, 0, error);
    if (live == NULL)
        return NULL;
    if (live->len == 0)
        return g_steal_pointer(&base);
    g_autoptr(HnEntities) merged = overlay(base, live);
    if (!hn_entities_are_valid(merged)) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT,
                    "the live changes of '%s' do not fit its published entities", entity_type);
        return NULL;
    }
    return g_steal_pointer(&merged);
}

/* ---- events ---- */

static gboolean
take_names(sqlite3_stmt *names, gboolean *row, guint64 sequence, HnEvents *events, GError **error)
{
    while (*row && hn_sql_column_number(names, 0) == sequence) {
        hn_events_add_name(events, (const char *)sqlite3_column_text(names, 1),
                           hn_sql_column_bytes(names, 2));
        if (!hn_sql_next(names, row, error))
            return FALSE;
    }
    return TRUE;
}

/* @entity_type NULL: of all. */
static HnEvents *
live_events(HnStore *store, const char *entity_type, guint64 change, GError **error)
{
    g_autoptr(HnEvents) events = hn_events_new();
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error,
                     "SELECT sequence, kind, entity, other, cause FROM live_events"
                     " WHERE (? IS NULL OR entity_type = ?) AND sequence > ? ORDER BY sequence",
                     "tti", entity_type, entity_type, change);
    g_autoptr(sqlite3_stmt) names =
        hn_sql_query(store->db, error,
                     "SELECT n.event, n.source, n.record_id FROM live_names n"
                     " JOIN live_events e ON e.sequence = n.event"
                     " WHERE (? IS NULL OR e.entity_type = ?) AND e.sequence > ?"
                     " ORDER BY n.event, n.position",
                     "tti", entity_type, entity_type, change);
    gboolean row = FALSE, name = FALSE;
    if (query == NULL || names == NULL || !hn_sql_next(names, &name, error))
        return NULL;
    while (hn_sql_next(query, &row, error)) {
        if (!row)
            return g_steal_pointer(&events);
        HnEvent *event = hn_events_add(
            events, (HnEventKind)hn_sql_column_number(query, 1), hn_sql_column_number(query, 2),
            hn_sql_column_number(query, 3), hn_sql_column_number(query, 4));
        event->sequence = hn_sql_column_number(query, 0);
        if (!take_names(names, &name, event->sequence, events, error))
            return NULL;
    }
    return NULL;
}

HnEvents *
hn_store_live_events(HnStore *store, GError **error)
{
    return live_events(store, NULL, 0, error);
}

HnLiveSince *
hn_store_live_since(HnStore *store, const char *entity_type, guint64 change, GError **error)
{
    g_autoptr(HnLiveSince) since = g_new0(HnLiveSince, 1);
    since->entities = live_entities(store, entity_type, change, error);
    since->events = since->entities == NULL ? NULL : live_events(store, entity_type, change, error);
    return since->events == NULL ? NULL : g_steal_pointer(&since);
}

void
hn_live_since_free(HnLiveSince *since)
{
    if (since == NULL)
        return;
    g_clear_pointer(&since->entities, g_array_unref);
    hn_events_free(since->events);
    g_free(since);
}

static const HnEvent *
find_in(const HnEvents *events, guint64 sequence)
{
    gsize low = 0, high = events->n;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (events->events[middle].sequence < sequence)
            low = middle + 1;
        else
            high = middle;
    }
    return low < events->n && events->events[low].sequence == sequence ? &events->events[low]
                                                                       : NULL;
}

gboolean
hn_store_find_event(HnStore *store, guint64 sequence, HnEvents **ret_events, HnEvent *ret_event,
                    GError **error)
{
    g_autoptr(HnEvents) events = hn_store_live_events(store, error);
    if (events == NULL)
        return FALSE;
    g_autoptr(GPtrArray) segments = hn_store_segments(store, "EVNT", NULL, error);
    if (segments == NULL)
        return FALSE;
    const HnEvent *event = find_in(events, sequence);
    for (guint i = segments->len; event == NULL && i-- > 0;) {
        hn_events_free(events);
        events = hn_events_load(store, g_ptr_array_index(segments, i), error);
        if (events == NULL)
            return FALSE;
        event = find_in(events, sequence);
    }
    if (event == NULL) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING, "no event has this number");
        return FALSE;
    }
    *ret_event = *event;
    *ret_events = g_steal_pointer(&events);
    return TRUE;
}

guint64
hn_store_last_change(HnStore *store)
{
    guint64 last = 0;
    GError *problem = NULL;
    if (!hn_sql_number(store->db, &last, &problem, "SELECT last_change FROM store", ""))
        hn_store_read_failed(store, problem);
    return last;
}
