/* Within a chunk: the count of rows, runs of (source, rows), the ids' lengths, the ids' bytes, then
 * the entities as differences. Ids are stored whole: zstd finds the common beginnings, and no file
 * can then ask for more memory than it has content. */
#include "records/entity_id.h"
#include "store/chunk_file.h"
#include "store/entity_state.h"
#include "store/store_error.h"

#define FORM_VERSION 1
#define CHUNK_ROWS_MAX 65536u

void
hn_crosswalk_free(HnCrosswalk *crosswalk)
{
    if (crosswalk == NULL)
        return;
    for (guint i = 0; i < crosswalk->n_sources; i++)
        g_free(crosswalk->sources[i]);
    g_free(crosswalk->sources);
    g_free(crosswalk->source_of);
    g_free(crosswalk->id_offsets);
    g_free(crosswalk->id_bytes);
    g_free(crosswalk->entity_of);
    g_free(crosswalk);
}

static guint
find_source(const HnCrosswalk *crosswalk, const char *source)
{
    guint low = 0, high = crosswalk->n_sources;
    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (strcmp(crosswalk->sources[middle], source) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < crosswalk->n_sources && strcmp(crosswalk->sources[low], source) == 0
               ? low
               : crosswalk->n_sources;
}

static int
compare_row(const HnCrosswalk *crosswalk, guint32 row, guint source, HnSlice record_id)
{
    if (crosswalk->source_of[row] != source)
        return crosswalk->source_of[row] < source ? -1 : 1;
    return hn_slice_compare(hn_crosswalk_id(crosswalk, row), record_id);
}

guint32
hn_crosswalk_find(const HnCrosswalk *crosswalk, const char *source, HnSlice record_id)
{
    const guint index = find_source(crosswalk, source);
    if (index == crosswalk->n_sources)
        return G_MAXUINT32;
    guint32 low = 0, high = crosswalk->n_rows;
    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        if (compare_row(crosswalk, middle, index, record_id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == crosswalk->n_rows || compare_row(crosswalk, low, index, record_id) != 0)
        return G_MAXUINT32;
    return low;
}

/* Strictly ascending by (source, record_id): every record once. */
static gboolean
is_after_previous(const HnCrosswalk *crosswalk, guint32 row)
{
    return row == 0 || compare_row(crosswalk, row - 1, crosswalk->source_of[row],
                                   hn_crosswalk_id(crosswalk, row)) < 0;
}

/* ---- writing ---- */

static guint32
chunk_end(const HnCrosswalk *crosswalk, guint32 first)
{
    guint32 end = first;
    while (end < crosswalk->n_rows && end - first < CHUNK_ROWS_MAX &&
           crosswalk->id_offsets[end] - crosswalk->id_offsets[first] < HN_CHUNK_BYTES)
        end++;
    return end;
}

static void
encode_sources(const HnCrosswalk *crosswalk, guint32 first, guint32 end, GByteArray *out)
{
    for (guint32 row = first; row < end;) {
        const guint32 start = row, source = crosswalk->source_of[row];
        while (row < end && crosswalk->source_of[row] == source)
            row++;
        hn_put_varint(out, source);
        hn_put_varint(out, row - start);
    }
}

static void
encode_rows(const HnCrosswalk *crosswalk, guint32 first, guint32 end, GByteArray *out)
{
    const guint64 *offsets = crosswalk->id_offsets;
    guint64 previous = 0;
    g_byte_array_set_size(out, 0);
    hn_put_varint(out, end - first);
    encode_sources(crosswalk, first, end, out);
    const gsize n_ids = offsets[end] - offsets[first];
    guint8 *next = hn_put_room(out, 2 * HN_VARINT_BYTES_MAX * (gsize)(end - first) + n_ids);
    for (guint32 row = first; row < end; row++) {
        g_assert(crosswalk->source_of[row] < crosswalk->n_sources);
        g_assert(is_after_previous(crosswalk, row));
        next = hn_write_varint(next, offsets[row + 1] - offsets[row]);
    }
    next = hn_write_bytes(next, crosswalk->id_bytes + offsets[first], n_ids);
    for (guint32 row = first; row < end; row++) {
        const guint64 entity = crosswalk->entity_of[row];
        g_assert(entity > 0 && entity < HN_ENTITY_ID_END);
        next = hn_write_varint(next, hn_zigzag((gint64)(entity - previous)));
        previous = entity;
    }
    hn_put_room_used(out, next);
}

gboolean
hn_crosswalk_write(HnStore *store, const char *path, const HnCrosswalk *crosswalk,
                   HnSealedInfo *ret_info, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_put_varint(bytes, FORM_VERSION);
    hn_put_varint(bytes, crosswalk->n_rows);
    hn_put_varint(bytes, crosswalk->n_rows == 0 ? 0 : crosswalk->id_offsets[crosswalk->n_rows]);
    hn_put_varint(bytes, crosswalk->n_sources);
    for (guint i = 0; i < crosswalk->n_sources; i++) {
        g_assert(i == 0 || strcmp(crosswalk->sources[i - 1], crosswalk->sources[i]) < 0);
        hn_put_slice(bytes, hn_slice_of(crosswalk->sources[i]));
    }
    g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, "XWLK", bytes, error);
    if (writer == NULL)
        return FALSE;
    for (guint32 first = 0, end; first < crosswalk->n_rows; first = end) {
        end = chunk_end(crosswalk, first);
        encode_rows(crosswalk, first, end, bytes);
        if (!hn_chunk_writer_put(writer, hn_slice(bytes->data, bytes->len), end - first, error))
            return FALSE;
    }
    return hn_chunk_writer_finish(writer, ret_info, error);
}

/* ---- reading ---- */

static gboolean
decode_header(HnCursor *header, guint64 rows_max, HnCrosswalk *crosswalk)
{
    const guint64 n_rows = hn_get_varint(header);
    const guint64 n_bytes = hn_get_varint(header);
    const guint64 n_sources = hn_get_varint(header);
    if (!hn_cursor_ok(header) || n_rows > rows_max || n_rows >= G_MAXUINT32 || n_bytes > rows_max ||
        n_sources > hn_cursor_left(header))
        return FALSE;
    crosswalk->n_rows = (guint32)n_rows;
    crosswalk->sources = g_new0(char *, n_sources + 1);
    crosswalk->source_of = g_new(guint32, n_rows + 1);
    crosswalk->id_offsets = g_new(guint64, n_rows + 2);
    crosswalk->id_offsets[0] = 0;
    crosswalk->id_offsets[n_rows + 1] = n_bytes; /* the limit while decoding */
    crosswalk->id_bytes = g_malloc(n_bytes + 1);
    crosswalk->entity_of = g_new(guint64, n_rows + 1);
    for (guint i = 0; i < n_sources; i++) {
        const HnSlice name = hn_get_slice(header);
        if (!hn_cursor_ok(header) || name.n_bytes == 0 ||
            memchr(name.bytes, '\0', name.n_bytes) != NULL)
            return FALSE;
        crosswalk->sources[crosswalk->n_sources++] =
            g_strndup((const char *)name.bytes, name.n_bytes);
        if (i > 0 && strcmp(crosswalk->sources[i - 1], crosswalk->sources[i]) >= 0)
            return FALSE;
    }
    return hn_cursor_done(header);
}

static gboolean
decode_sources(HnCursor *rows, HnCrosswalk *crosswalk, guint32 first, guint32 end)
{
    for (guint32 row = first; row < end;) {
        const guint64 source = hn_get_varint(rows);
        const guint64 n = hn_get_varint(rows);
        if (!hn_cursor_ok(rows) || source >= crosswalk->n_sources || n == 0 || n > end - row)
            return FALSE;
        for (const guint32 stop = row + (guint32)n; row < stop; row++)
            crosswalk->source_of[row] = (guint32)source;
    }
    return TRUE;
}

static gboolean
decode_ids(HnCursor *rows, HnCrosswalk *crosswalk, guint32 first, guint32 end)
{
    guint64 *offsets = crosswalk->id_offsets;
    const guint64 limit = offsets[crosswalk->n_rows + 1];
    for (guint32 row = first; row < end; row++) {
        const guint64 n = hn_get_varint(rows);
        if (!hn_cursor_ok(rows) || n > limit - offsets[row])
            return FALSE;
        offsets[row + 1] = offsets[row] + n;
    }
    const gsize n_bytes = offsets[end] - offsets[first];
    const guint8 *bytes = hn_get_bytes(rows, n_bytes);
    if (bytes == NULL)
        return FALSE;
    memcpy(crosswalk->id_bytes + offsets[first], bytes, n_bytes);
    return TRUE;
}

static gboolean
decode_entities(HnCursor *rows, HnCrosswalk *crosswalk, guint32 first, guint32 end)
{
    guint64 entity = 0;
    for (guint32 row = first; row < end; row++) {
        entity += (guint64)hn_get_zigzag(rows);
        if (entity == 0 || entity >= HN_ENTITY_ID_END || !is_after_previous(crosswalk, row))
            return FALSE;
        crosswalk->entity_of[row] = entity;
    }
    return hn_cursor_done(rows);
}

static gboolean
decode_rows(HnCursor *rows, HnCrosswalk *crosswalk, guint32 *first)
{
    const guint64 n = hn_get_varint(rows);
    if (!hn_cursor_ok(rows) || n == 0 || n > crosswalk->n_rows - *first)
        return FALSE;
    const guint32 start = *first, end = start + (guint32)n;
    *first = end;
    return decode_sources(rows, crosswalk, start, end) && decode_ids(rows, crosswalk, start, end) &&
           decode_entities(rows, crosswalk, start, end);
}

HnCrosswalk *
hn_crosswalk_load(HnStore *store, const HnSegment *segment, GError **error)
{
    HnCursor cursor;
    g_autoptr(HnChunkReader) reader = hn_chunk_reader_new(store, segment, &cursor, error);
    if (reader == NULL || !hn_chunk_reader_version(reader, &cursor, FORM_VERSION, error))
        return NULL;
    g_autoptr(HnCrosswalk) crosswalk = g_new0(HnCrosswalk, 1);
    guint32 n = 0;
    gboolean fine = decode_header(&cursor, hn_chunk_reader_rows_max(reader), crosswalk);
    for (gboolean more = TRUE; fine && more;) {
        if (!hn_chunk_reader_next(reader, &cursor, &more, error))
            return NULL;
        fine = !more || decode_rows(&cursor, crosswalk, &n);
    }
    if (!fine || n != crosswalk->n_rows || hn_chunk_reader_rows(reader) != n ||
        crosswalk->id_offsets[n] != crosswalk->id_offsets[n + 1]) {
        hn_chunk_reader_refuse(reader, "it is not a crosswalk", error);
        return NULL;
    }
    return g_steal_pointer(&crosswalk);
}
