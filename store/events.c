#include "records/entity_id.h"
#include "store/chunk_file.h"
#include "store/entity_state.h"
#include "store/store_error.h"

#define FORM_VERSION 1

static const char *const kind_names[] = { "new",     "joined",    "moved",   "merged",
                                          "split",   "withdrawn", "retired", "restored",
                                          "updated", "locked",    "unlocked" };

const char *
hn_event_kind_name(HnEventKind kind)
{
    g_assert((gsize)kind < G_N_ELEMENTS(kind_names));
    return kind_names[kind];
}

/* ---- in memory ---- */

/* What stands behind the HnEvents that others see. */
typedef struct {
    HnEvents events; /* first: the two have one address */
    gsize n_events_max, n_names_max;
    GPtrArray *sources; /* interned, few; in the arena */
} Growing;

HnEvents *
hn_events_new(void)
{
    Growing *growing = g_new0(Growing, 1);
    growing->events.arena = hn_arena_new();
    growing->sources = g_ptr_array_new();
    return &growing->events;
}

void
hn_events_free(HnEvents *events)
{
    if (events == NULL)
        return;
    Growing *growing = (Growing *)events;
    g_free(events->events);
    g_free(events->names);
    hn_arena_free(events->arena);
    g_ptr_array_unref(growing->sources);
    g_free(growing);
}

HnEvent *
hn_events_add(HnEvents *events, HnEventKind kind, guint64 entity, guint64 other, guint64 cause)
{
    Growing *growing = (Growing *)events;
    g_assert((gsize)kind < G_N_ELEMENTS(kind_names) && events->n_names < G_MAXUINT32);
    if (events->n == growing->n_events_max) {
        growing->n_events_max = MAX(16, 2 * growing->n_events_max);
        events->events = g_renew(HnEvent, events->events, growing->n_events_max);
    }
    HnEvent *event = &events->events[events->n++];
    *event = (HnEvent){ .kind = kind,
                        .entity = entity,
                        .other = other,
                        .cause = cause,
                        .first_name = (guint32)events->n_names };
    return event;
}

static char *
intern_source(Growing *growing, HnSlice source)
{
    for (guint i = growing->sources->len; i-- > 0;) {
        char *known = g_ptr_array_index(growing->sources, i);
        if (hn_slice_equal(hn_slice_of(known), source))
            return known;
    }
    char *copy = hn_arena_array(growing->events.arena, char, source.n_bytes + 1);
    memcpy(copy, source.bytes, source.n_bytes);
    copy[source.n_bytes] = '\0';
    g_ptr_array_add(growing->sources, copy);
    return copy;
}

static void
add_name(HnEvents *events, char *source, HnSlice record_id)
{
    Growing *growing = (Growing *)events;
    g_assert(events->n > 0 && events->n_names < G_MAXUINT32);
    HnEvent *event = &events->events[events->n - 1];
    g_assert(event->first_name + event->n_records == events->n_names);
    if (events->n_names == growing->n_names_max) {
        growing->n_names_max = MAX(16, 2 * growing->n_names_max);
        events->names = g_renew(HnRecordName, events->names, growing->n_names_max);
    }
    events->names[events->n_names++] =
        (HnRecordName){ source, hn_arena_copy(events->arena, record_id) };
    event->n_records++;
}

void
hn_events_add_name(HnEvents *events, const char *source, HnSlice record_id)
{
    add_name(events, intern_source((Growing *)events, hn_slice_of(source)), record_id);
}

char *
hn_events_source(HnEvents *events, const char *source)
{
    return intern_source((Growing *)events, hn_slice_of(source));
}

void
hn_events_add_known(HnEvents *events, char *known_source, HnSlice record_id)
{
    add_name(events, known_source, record_id);
}

HnEvent *
hn_events_add_copy(HnEvents *events, const HnEvents *from, const HnEvent *event)
{
    HnEvent *copy = hn_events_add(events, event->kind, event->entity, event->other, event->cause);
    copy->sequence = event->sequence;
    for (guint32 n = 0; n < event->n_records; n++) {
        const HnRecordName *name = &from->names[event->first_name + n];
        hn_events_add_name(events, name->source, name->record_id);
    }
    return &events->events[events->n - 1];
}

/* ---- writing ---- */

/* The index of a source in the file's table. Sources are few, and those of one HnEvents are
 * interned: nearly always the pointers tell. */
static guint
source_index(GPtrArray *sources, const char *source)
{
    for (guint i = sources->len; i-- > 0;)
        if (g_ptr_array_index(sources, i) == source)
            return i;
    for (guint i = sources->len; i-- > 0;)
        if (strcmp(g_ptr_array_index(sources, i), source) == 0)
            return i;
    return sources->len;
}

static GPtrArray *
collect_sources(const HnEvents *events)
{
    GPtrArray *sources = g_ptr_array_new();
    for (gsize i = 0; i < events->n_names; i++) {
        if (source_index(sources, events->names[i].source) == sources->len)
            g_ptr_array_add(sources, events->names[i].source);
    }
    return sources;
}

static void
encode_event(const HnEvents *events, gsize at, guint64 previous, GPtrArray *sources,
             GByteArray *out)
{
    const HnEvent *event = &events->events[at];
    g_assert(at == 0 ? event->sequence > 0 : event->sequence > event[-1].sequence);
    g_assert((gsize)event->first_name + event->n_records <= events->n_names);
    guint8 *next = hn_put_room(out, 5 * HN_VARINT_BYTES_MAX + 1);
    next = hn_write_varint(next, event->sequence - previous);
    *next++ = (guint8)event->kind;
    next = hn_write_varint(next, event->entity);
    next = hn_write_varint(next, event->other);
    next = hn_write_varint(next, event->cause);
    hn_put_room_used(out, hn_write_varint(next, event->n_records));
    for (guint32 i = 0; i < event->n_records; i++) {
        const HnRecordName *name = &events->names[event->first_name + i];
        next = hn_put_room(out, 2 * HN_VARINT_BYTES_MAX + name->record_id.n_bytes);
        next = hn_write_varint(next, source_index(sources, name->source));
        next = hn_write_varint(next, name->record_id.n_bytes);
        next = hn_write_bytes(next, name->record_id.bytes, name->record_id.n_bytes);
        hn_put_room_used(out, next);
    }
}

gboolean
hn_events_write(HnStore *store, const char *path, const HnEvents *events, HnSealedInfo *ret_info,
                GError **error)
{
    g_autoptr(GPtrArray) sources = collect_sources(events);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_put_varint(bytes, FORM_VERSION);
    hn_put_varint(bytes, events->n);
    hn_put_varint(bytes, sources->len);
    for (guint i = 0; i < sources->len; i++)
        hn_put_slice(bytes, hn_slice_of(g_ptr_array_index(sources, i)));
    g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "EVNT", bytes, error);
    if (writer == NULL)
        return FALSE;
    for (gsize i = 0; i < events->n;) {
        const gsize first = i;
        g_byte_array_set_size(bytes, 0);
        for (guint64 previous = 0; i < events->n && bytes->len < HN_CHUNK_BYTES; i++) {
            encode_event(events, i, previous, sources, bytes);
            previous = events->events[i].sequence;
        }
        if (!hn_chunk_writer_put(writer, hn_slice(bytes->data, bytes->len), i - first, error))
            return FALSE;
    }
    return hn_chunk_writer_finish(writer, ret_info, error);
}

/* ---- reading ---- */

static gboolean
decode_sources(HnCursor *header, Growing *growing)
{
    const guint64 n = hn_get_varint(header);
    if (n > hn_cursor_left(header))
        return FALSE;
    for (guint64 i = 0; i < n; i++) {
        const HnSlice name = hn_get_slice(header);
        if (!hn_cursor_ok(header) || name.n_bytes == 0 ||
            memchr(name.bytes, '\0', name.n_bytes) != NULL)
            return FALSE;
        intern_source(growing, name);
        if (growing->sources->len != i + 1) /* the same one twice */
            return FALSE;
    }
    return hn_cursor_done(header);
}

static gboolean
decode_event(HnCursor *rows, Growing *growing, guint64 previous)
{
    HnEvents *events = &growing->events;
    const guint64 step = hn_get_varint(rows);
    const guint8 kind = hn_get_u8(rows);
    const guint64 entity = hn_get_varint(rows), other = hn_get_varint(rows);
    const guint64 cause = hn_get_varint(rows), n_records = hn_get_varint(rows);
    if (!hn_cursor_ok(rows) || step == 0 || step >= HN_ENTITY_ID_END - previous ||
        kind >= G_N_ELEMENTS(kind_names) || entity == 0 || entity >= HN_ENTITY_ID_END ||
        other >= HN_ENTITY_ID_END || cause >= HN_ENTITY_ID_END ||
        n_records > hn_cursor_left(rows) || n_records >= G_MAXUINT32 - events->n_names)
        return FALSE;
    HnEvent *event = hn_events_add(events, (HnEventKind)kind, entity, other, cause);
    event->sequence = previous + step;
    if (events->n > 1 && event[-1].sequence >= event->sequence)
        return FALSE;
    for (guint64 i = 0; i < n_records; i++) {
        const guint64 source = hn_get_varint(rows);
        const HnSlice record_id = hn_get_slice(rows);
        if (!hn_cursor_ok(rows) || source >= growing->sources->len)
            return FALSE;
        add_name(events, g_ptr_array_index(growing->sources, source), record_id);
    }
    return TRUE;
}

static gboolean
decode_rows(HnCursor *rows, Growing *growing, guint64 n_max)
{
    guint64 previous = 0;
    while (hn_cursor_left(rows) > 0) {
        if (growing->events.n == n_max || !decode_event(rows, growing, previous))
            return FALSE;
        previous = growing->events.events[growing->events.n - 1].sequence;
    }
    return TRUE;
}

HnEvents *
hn_events_load(HnStore *store, const HnSegment *segment, GError **error)
{
    HnCursor cursor;
    g_autoptr(HnChunkReader) reader = hn_chunk_reader_new(store, segment, &cursor, error);
    if (reader == NULL || !hn_chunk_reader_version(reader, &cursor, FORM_VERSION, error))
        return NULL;
    g_autoptr(HnEvents) events = hn_events_new();
    const guint64 n = hn_get_varint(&cursor);
    gboolean fine = decode_sources(&cursor, (Growing *)events);
    for (gboolean more = TRUE; fine && more;) {
        if (!hn_chunk_reader_next(reader, &cursor, &more, error))
            return NULL;
        fine = !more || decode_rows(&cursor, (Growing *)events, n);
    }
    if (!fine || events->n != n || hn_chunk_reader_rows(reader) != n) {
        hn_chunk_reader_refuse(reader, "it is not a list of events", error);
        return NULL;
    }
    return g_steal_pointer(&events);
}
