/* A row is the sequence as a difference, a byte of flags, and what the flags announce. The check of
 * redirects colours each chain once (as in depth-first search, Tarjan 1972), without recursion. */
#include "records/entity_id.h"
#include "store/chunk_file.h"
#include "store/entity_state.h"
#include "store/store_error.h"

#define FORM_VERSION 1
#define STATUS_BITS 3u /* of the flags */
#define LOCKED 4u
#define GOLDEN 8u

static const guint8 no_golden[HN_GOLDEN_BYTES];

void
hn_entities_free(HnEntities *entities)
{
    if (entities == NULL)
        return;
    g_free(entities->entities);
    g_free(entities);
}

HnEntity *
hn_entities_find(const HnEntities *entities, guint64 sequence)
{
    gsize low = 0, high = entities->n;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (entities->entities[middle].sequence < sequence)
            low = middle + 1;
        else
            high = middle;
    }
    return low < entities->n && entities->entities[low].sequence == sequence
               ? &entities->entities[low]
               : NULL;
}

guint64
hn_entities_resolve(const HnEntities *entities, guint64 sequence)
{
    const HnEntity *entity = hn_entities_find(entities, sequence);
    for (gsize n = 0; entity != NULL && entity->status == HN_ENTITY_REDIRECT; n++) {
        g_assert(n < entities->n);
        entity = hn_entities_find(entities, entity->redirect);
    }
    return entity != NULL && entity->status == HN_ENTITY_LIVE ? entity->sequence : 0;
}

/* ---- validity ---- */

enum { UNSEEN, ON_THIS_WAY, FINE };

/* Walks from @start to the end of its redirects; FALSE: into nothing, or in a circle. */
static gboolean
walk(const HnEntities *entities, guint8 *colours, gsize start)
{
    gsize at = start;
    while (colours[at] == UNSEEN && entities->entities[at].status == HN_ENTITY_REDIRECT) {
        const HnEntity *next = hn_entities_find(entities, entities->entities[at].redirect);
        if (next == NULL)
            return FALSE;
        colours[at] = ON_THIS_WAY;
        at = (gsize)(next - entities->entities);
    }
    if (colours[at] == ON_THIS_WAY)
        return FALSE;
    for (at = start; colours[at] == ON_THIS_WAY;) {
        colours[at] = FINE;
        at = (gsize)(hn_entities_find(entities, entities->entities[at].redirect) -
                     entities->entities);
    }
    return TRUE;
}

gboolean
hn_entities_are_valid(const HnEntities *entities)
{
    g_autofree guint8 *colours = g_malloc0(entities->n + 1);
    for (gsize i = 0; i < entities->n; i++) {
        const HnEntity *entity = &entities->entities[i];
        if (entity->sequence == 0 || entity->sequence >= HN_ENTITY_ID_END ||
            (i > 0 && entity[-1].sequence >= entity->sequence) ||
            entity->status > HN_ENTITY_RETIRED || entity->locked > 1 ||
            (entity->redirect != 0) != (entity->status == HN_ENTITY_REDIRECT))
            return FALSE;
    }
    for (gsize i = 0; i < entities->n; i++) {
        if (!walk(entities, colours, i))
            return FALSE;
    }
    return TRUE;
}

/* ---- writing ---- */

static void
encode_row(const HnEntity *entity, guint64 previous, GByteArray *out)
{
    const gboolean has_golden = memcmp(entity->golden, no_golden, sizeof no_golden) != 0;
    guint8 *next = hn_put_room(out, 4 * HN_VARINT_BYTES_MAX + 1 + sizeof entity->golden);
    next = hn_write_varint(next, entity->sequence - previous);
    *next++ = (guint8)(entity->status | (entity->locked ? LOCKED : 0) | (has_golden ? GOLDEN : 0));
    if (entity->status == HN_ENTITY_REDIRECT)
        next = hn_write_varint(next, entity->redirect);
    next = hn_write_varint(next, entity->first_seen);
    next = hn_write_varint(next, entity->n_records);
    if (has_golden)
        next = hn_write_bytes(next, entity->golden, sizeof entity->golden);
    hn_put_room_used(out, next);
}

gboolean
hn_entities_write(HnStore *store, const char *path, const HnEntities *entities,
                  HnSealedInfo *ret_info, GError **error)
{
    g_assert(hn_entities_are_valid(entities));
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_put_varint(bytes, FORM_VERSION);
    hn_put_varint(bytes, entities->n);
    g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "ENTY", bytes, error);
    if (writer == NULL)
        return FALSE;
    for (gsize i = 0; i < entities->n;) {
        const gsize first = i;
        g_byte_array_set_size(bytes, 0);
        for (guint64 previous = 0; i < entities->n && bytes->len < HN_CHUNK_BYTES; i++) {
            encode_row(&entities->entities[i], previous, bytes);
            previous = entities->entities[i].sequence;
        }
        if (!hn_chunk_writer_put(writer, hn_slice(bytes->data, bytes->len), i - first, error))
            return FALSE;
    }
    return hn_chunk_writer_finish(writer, ret_info, error);
}

/* ---- reading ---- */

static gboolean
decode_row(HnCursor *rows, guint64 previous, HnEntity *ret_entity)
{
    HnEntity entity = { .sequence = previous + hn_get_varint(rows) };
    const guint8 flags = hn_get_u8(rows);
    entity.status = flags & STATUS_BITS;
    entity.locked = (flags & LOCKED) != 0;
    if (entity.status == HN_ENTITY_REDIRECT)
        entity.redirect = hn_get_varint(rows);
    entity.first_seen = hn_get_varint(rows);
    const guint64 n_records = hn_get_varint(rows);
    entity.n_records = (guint32)n_records;
    const guint8 *golden = flags & GOLDEN ? hn_get_bytes(rows, sizeof entity.golden) : no_golden;
    if (!hn_cursor_ok(rows) || golden == NULL || n_records > G_MAXUINT32 ||
        (flags & ~(STATUS_BITS | LOCKED | GOLDEN)) != 0)
        return FALSE;
    memcpy(entity.golden, golden, sizeof entity.golden);
    *ret_entity = entity;
    return TRUE;
}

static gboolean
decode_rows(HnCursor *rows, HnEntities *entities, gsize n_max)
{
    guint64 previous = 0;
    while (hn_cursor_left(rows) > 0) {
        if (entities->n == n_max || !decode_row(rows, previous, &entities->entities[entities->n]))
            return FALSE;
        previous = entities->entities[entities->n++].sequence;
    }
    return TRUE;
}

HnEntities *
hn_entities_load(HnStore *store, const HnSegment *segment, GError **error)
{
    HnCursor cursor;
    g_autoptr(HnChunkReader) reader = hn_chunk_reader_new(store, segment, &cursor, error);
    if (reader == NULL || !hn_chunk_reader_version(reader, &cursor, FORM_VERSION, error))
        return NULL;
    const guint64 n = hn_get_varint(&cursor);
    gboolean fine = hn_cursor_done(&cursor) && n <= hn_chunk_reader_rows_max(reader);
    g_autoptr(HnEntities) entities = g_new0(HnEntities, 1);
    entities->entities = g_new(HnEntity, fine ? n + 1 : 1);
    for (gboolean more = TRUE; fine && more;) {
        if (!hn_chunk_reader_next(reader, &cursor, &more, error))
            return NULL;
        fine = !more || decode_rows(&cursor, entities, n);
    }
    if (!fine || entities->n != n || hn_chunk_reader_rows(reader) != n ||
        !hn_entities_are_valid(entities)) {
        hn_chunk_reader_refuse(reader, "it is not a table of entities", error);
        return NULL;
    }
    return g_steal_pointer(&entities);
}
