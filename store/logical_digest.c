/* Every part is a list of items behind its name; an item is its numbers as u64 and its bytes behind
 * their length, so no two lists give the same bytes. Everything is fed in an order that the content
 * defines. */
#include "store/logical_digest.h"

#include "store/decisions.h"
#include "store/record_versions.h"
#include "store/store_error.h"
#include "store/store_private.h"

#define FLUSH_BYTES 65536u

typedef struct {
    HnStore *store;
    HnDigest *digest;
    GByteArray *buffer; /* many small items share one update */
} Feed;

static void
flush(Feed *feed)
{
    hn_digest_update(feed->digest, feed->buffer->data, feed->buffer->len);
    g_byte_array_set_size(feed->buffer, 0);
}

static void
feed_number(Feed *feed, guint64 number)
{
    if (feed->buffer->len >= FLUSH_BYTES)
        flush(feed);
    hn_put_u64(feed->buffer, number);
}

static void
feed_bytes(Feed *feed, HnSlice bytes)
{
    feed_number(feed, bytes.n_bytes);
    hn_put_bytes(feed->buffer, bytes.bytes, bytes.n_bytes);
}

static void
feed_text(Feed *feed, const char *text)
{
    feed_bytes(feed, hn_slice_of(text));
}

/* Names of @kind's published segments, ascending and distinct. */
static GPtrArray *
names_of(HnStore *store, const char *kind, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error,
                     "SELECT DISTINCT name FROM segments WHERE kind = ? ORDER BY name", "t", kind);
    gboolean row = FALSE;
    while (query != NULL && hn_sql_next(query, &row, error)) {
        if (!row)
            return g_steal_pointer(&names);
        g_ptr_array_add(names, hn_sql_column_text(query, 0));
    }
    return NULL;
}

/* ---- record versions ---- */

typedef struct {
    const char *name;
    guint column;
} NamedColumn;

static gint
compare_columns(gconstpointer a, gconstpointer b)
{
    const NamedColumn *one = a, *other = b;
    const int order = strcmp(one->name, other->name);
    return order != 0 ? order : (gint)one->column - (gint)other->column;
}

/* The columns of each segment in the order of their names, made once. */
static GPtrArray *
sorted_columns(const HnVersionReader *reader, guint n_segments)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < n_segments; i++) {
        guint n = 0;
        const char *const *columns = hn_version_reader_columns(reader, i, &n);
        GArray *sorted = g_array_sized_new(FALSE, FALSE, sizeof(NamedColumn), n);
        for (guint column = 0; column < n; column++) {
            const NamedColumn named = { columns[column], column };
            g_array_append_val(sorted, named);
        }
        g_array_sort(sorted, compare_columns);
        g_ptr_array_add(all, sorted);
    }
    return all;
}

/* A field that is missing says no more than a column that is not there. */
static void
feed_fields(Feed *feed, const HnVersion *version, const GArray *columns)
{
    for (guint i = 0; i < version->n_fields; i++) {
        const NamedColumn *named = &g_array_index(columns, NamedColumn, i);
        const HnRawField *field = &version->fields[named->column];
        if (field->kind == HN_FIELD_MISSING)
            continue;
        feed_text(feed, named->name);
        feed_number(feed, field->kind);
        feed_bytes(feed, hn_slice(field->bytes, field->n_bytes));
    }
    feed_number(feed, G_MAXUINT32); /* the end: no name is that long */
}

static gboolean
feed_source(Feed *feed, const char *source, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_version_history(feed->store, source, error);
    if (segments == NULL)
        return FALSE;
    g_autoptr(HnVersionReader) reader = hn_version_reader_new(feed->store, segments, TRUE, error);
    if (reader == NULL)
        return FALSE;
    g_autoptr(GPtrArray) columns = sorted_columns(reader, segments->len);
    HnVersion version;
    gboolean more = FALSE;
    while (hn_version_reader_next(reader, &version, &more, error)) {
        if (!more)
            return TRUE;
        feed_text(feed, source);
        feed_bytes(feed, version.record_id);
        feed_number(feed, version.run);
        feed_number(feed, version.withdrawn ? 1 : 0);
        feed_fields(feed, &version, g_ptr_array_index(columns, version.segment));
    }
    return FALSE;
}

static gboolean
feed_versions(Feed *feed, GError **error)
{
    g_autoptr(GPtrArray) sources = names_of(feed->store, "RECV", error);
    feed_text(feed, "versions");
    for (guint i = 0; sources != NULL && i < sources->len; i++) {
        if (!feed_source(feed, g_ptr_array_index(sources, i), error))
            return FALSE;
    }
    return sources != NULL;
}

/* ---- the state of an entity type ---- */

static void
feed_record(Feed *feed, const HnCrosswalk *crosswalk, guint32 row)
{
    feed_text(feed, crosswalk->sources[crosswalk->source_of[row]]);
    feed_bytes(feed, hn_crosswalk_id(crosswalk, row));
}

static gboolean
feed_edges(Feed *feed, const char *kind, const char *text, const char *type,
           const HnCrosswalk *crosswalk, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_store_segments(feed->store, kind, type, error);
    if (segments == NULL)
        return FALSE;
    feed_text(feed, text);
    for (guint i = 0; i < segments->len; i++) {
        g_autoptr(HnEdges) edges =
            hn_edges_load(feed->store, g_ptr_array_index(segments, i), crosswalk->n_rows, error);
        if (edges == NULL)
            return FALSE;
        for (gsize n = 0; n < edges->n; n++) {
            feed_record(feed, crosswalk, edges->edges[n].a);
            feed_record(feed, crosswalk, edges->edges[n].b);
            feed_number(feed, (guint64)(gint64)edges->edges[n].weight_units);
            feed_number(feed, edges->edges[n].rule);
        }
    }
    return TRUE;
}

static void
feed_entities(Feed *feed, const HnEntities *entities)
{
    feed_text(feed, "entities");
    for (gsize i = 0; i < entities->n; i++) {
        const HnEntity *entity = &entities->entities[i];
        feed_number(feed, entity->sequence);
        feed_number(feed, entity->redirect);
        feed_number(feed, entity->first_seen);
        feed_number(feed, entity->n_records);
        feed_number(feed, entity->status);
        feed_number(feed, entity->locked); /* golden may be keyed, and follows from the versions */
    }
}

static gboolean
feed_type(Feed *feed, const char *type, GError **error)
{
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(feed->store, type, error);
    if (crosswalk == NULL)
        return FALSE;
    feed_text(feed, type);
    feed_text(feed, "crosswalk");
    for (guint32 row = 0; row < crosswalk->n_rows; row++) {
        feed_record(feed, crosswalk, row);
        feed_number(feed, crosswalk->entity_of[row]);
    }
    g_autoptr(HnEntities) entities = hn_entities_published(feed->store, type, error);
    if (entities == NULL)
        return FALSE;
    feed_entities(feed, entities);
    return feed_edges(feed, "EDGE", "edges", type, crosswalk, error) &&
           feed_edges(feed, "RJCT", "rejected", type, crosswalk, error);
}

static gboolean
feed_types(Feed *feed, GError **error)
{
    g_autoptr(GPtrArray) types = names_of(feed->store, "XWLK", error);
    feed_text(feed, "types");
    for (guint i = 0; types != NULL && i < types->len; i++) {
        if (!feed_type(feed, g_ptr_array_index(types, i), error))
            return FALSE;
    }
    return types != NULL;
}

/* ---- events ---- */

typedef struct {
    const HnEvents *events;
    const HnEvent *event;
} EventAt;

static gint
compare_events(gconstpointer a, gconstpointer b)
{
    const guint64 one = ((const EventAt *)a)->event->sequence;
    const guint64 other = ((const EventAt *)b)->event->sequence;
    return one < other ? -1 : one > other;
}

static void
feed_event(Feed *feed, const EventAt *at)
{
    feed_number(feed, at->event->sequence);
    feed_text(feed, hn_event_kind_name(at->event->kind));
    feed_number(feed, at->event->entity);
    feed_number(feed, at->event->other);
    feed_number(feed, at->event->cause);
    feed_number(feed, at->event->n_records);
    for (guint32 i = 0; i < at->event->n_records; i++) {
        const HnRecordName *name = &at->events->names[at->event->first_name + i];
        feed_text(feed, name->source);
        feed_bytes(feed, name->record_id);
    }
}

/* All there are, live or folded in, by number: folding changes nothing that the state says. */
static gboolean
feed_events(Feed *feed, GError **error)
{
    g_autoptr(GPtrArray) loaded = g_ptr_array_new_with_free_func((GDestroyNotify)hn_events_free);
    g_autoptr(GPtrArray) segments = hn_store_segments(feed->store, "EVNT", NULL, error);
    HnEvents *events = segments == NULL ? NULL : hn_store_live_events(feed->store, error);
    if (events == NULL)
        return FALSE;
    g_ptr_array_add(loaded, events);
    for (guint i = 0; i < segments->len; i++) {
        events = hn_events_load(feed->store, g_ptr_array_index(segments, i), error);
        if (events == NULL)
            return FALSE;
        g_ptr_array_add(loaded, events);
    }
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(EventAt));
    for (guint i = 0; i < loaded->len; i++) {
        events = g_ptr_array_index(loaded, i);
        for (gsize n = 0; n < events->n; n++) {
            const EventAt at = { events, &events->events[n] };
            g_array_append_val(all, at);
        }
    }
    g_array_sort(all, compare_events);
    feed_text(feed, "events");
    for (guint i = 0; i < all->len; i++)
        feed_event(feed, &g_array_index(all, EventAt, i));
    return TRUE;
}

/* ---- decisions, bundles, other segments ---- */

static gboolean
feed_decisions(Feed *feed, GError **error)
{
    g_autoptr(GPtrArray) decisions = hn_store_decisions(feed->store, NULL, FALSE, error);
    feed_text(feed, "decisions");
    for (guint i = 0; decisions != NULL && i < decisions->len; i++) {
        const HnDecision *decision = g_ptr_array_index(decisions, i);
        feed_number(feed, decision->sequence);
        feed_text(feed, hn_decision_kind_name(decision->kind));
        feed_text(feed, decision->verb);
        feed_text(feed, decision->entity_type);
        feed_text(feed, decision->reason);
        feed_number(feed, decision->target);
        feed_number(feed, decision->lifted_by);
        for (guint side = 0; side < 2; side++) {
            feed_number(feed, decision->n_records[side]);
            for (guint n = 0; n < decision->n_records[side]; n++) {
                feed_text(feed, decision->records[side][n].source);
                feed_bytes(feed, decision->records[side][n].record_id);
            }
        }
    }
    return decisions != NULL;
}

/* Rows of texts or bytes as they stand, in the query's order. */
static gboolean
feed_query(Feed *feed, const char *part, const char *sql, GError **error)
{
    g_autoptr(sqlite3_stmt) query = hn_sql_query(feed->store->db, error, sql, "");
    gboolean row = FALSE;
    feed_text(feed, part);
    while (query != NULL && hn_sql_next(query, &row, error)) {
        if (!row)
            return TRUE;
        for (int i = 0; i < sqlite3_column_count(query); i++)
            feed_bytes(feed, hn_sql_column_bytes(query, i));
    }
    return FALSE;
}

gboolean
hn_store_logical_digest(HnStore *store, guint8 ret_digest[HN_DIGEST_BYTES], GError **error)
{
    g_autoptr(HnDigest) digest = hn_digest_new();
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    Feed feed = { store, digest, buffer };
    feed_text(&feed, "hopnhat logical state 1");
    if (!feed_versions(&feed, error) || !feed_types(&feed, error) || !feed_events(&feed, error) ||
        !feed_decisions(&feed, error) ||
        !feed_query(&feed, "bundles",
                    "SELECT entity_type, bundle FROM bundles ORDER BY entity_type", error) ||
        !feed_query(&feed, "others",
                    "SELECT kind, name, digest FROM segments WHERE kind NOT IN"
                    " ('RECV', 'RECH', 'XWLK', 'ENTY', 'EDGE', 'EVNT', 'MARK', 'TROW', 'OUTB')"
                    " ORDER BY kind, name",
                    error))
        return FALSE;
    flush(&feed);
    hn_digest_finish(digest, ret_digest);
    return TRUE;
}
