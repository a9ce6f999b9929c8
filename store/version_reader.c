/* A k-way merge by record id over the segments of one source: a binary heap of cursors, of which
 * each holds one decoded row; equal ids come newest segment first. Source: Knuth, TAOCP 3,
 * section 5.4.1 (replacement from a heap). Left out: a loser tree, which saves half the
 * comparisons, but most rows come from the one large segment of the first night, where the top of
 * the heap is replaced by itself after two comparisons. */
#include "store/chunk_file.h"
#include "store/record_versions.h"

#define FORM_VERSION 1

typedef struct {
    HnChunkReader *file;
    char **columns; /* NULL-terminated */
    guint n_columns;
    guint64 n_rows; /* decoded so far */
    HnCursor rows;  /* the rest of the chunk */
    HnVersion row;
    guint64 prefix; /* the first 8 bytes of its id as a number: decides most comparisons */
    HnRawField *fields;
    GByteArray *last_id; /* of the chunk before */
    gboolean at_start;   /* of a chunk: the row before it is in last_id */
} Segment;

struct _HnVersionReader {
    gboolean history;
    guint n_segments;
    Segment *segments;
    guint n_heap;
    guint *heap;       /* indexes of segments that have a row, smallest first */
    gboolean is_given; /* the top was handed out, or was skipped: advance it first */
    gboolean has_last;
    GByteArray *last_id; /* whose newest version was seen */
};

static gboolean
refuse(const Segment *segment, const char *reason, GError **error)
{
    return hn_chunk_reader_refuse(segment->file, reason, error);
}

static guint64
prefix_of(HnSlice id)
{
    guint64 word = 0;
    memcpy(&word, id.n_bytes == 0 ? (const guint8 *)"" : id.bytes, MIN(id.n_bytes, sizeof word));
    return GUINT64_FROM_BE(word);
}

/* ---- one segment ---- */

static gboolean
decode_fields(Segment *segment, HnVersion *row)
{
    HnCursor *rows = &segment->rows;
    guint64 n_bytes = 0;
    for (guint i = 0; i < segment->n_columns; i++) {
        const guint64 word = hn_get_varint(rows);
        HnRawField *field = &segment->fields[i];
        field->kind = (guint8)(word & 3);
        field->n_bytes = (guint32)(word >> 2);
        if (field->kind > HN_FIELD_JSON || word >> 2 > G_MAXUINT32 ||
            (field->kind == HN_FIELD_MISSING && word != HN_FIELD_MISSING))
            return FALSE;
        n_bytes += word >> 2;
    }
    const guint8 *bytes = hn_get_bytes(rows, n_bytes);
    if (bytes == NULL)
        return FALSE;
    for (guint i = 0; i < segment->n_columns; i++) {
        segment->fields[i].bytes = bytes;
        bytes += segment->fields[i].n_bytes;
    }
    row->n_fields = segment->n_columns;
    row->fields = segment->fields;
    return TRUE;
}

static gboolean
decode_row(Segment *segment, GError **error)
{
    HnCursor *rows = &segment->rows;
    HnVersion row = segment->row;
    row.record_id = hn_get_slice(rows);
    const guint8 *hash = hn_get_bytes(rows, sizeof row.hash);
    const guint8 flag = hn_get_u8(rows);
    if (hash == NULL || !hn_cursor_ok(rows) || flag > 1)
        return refuse(segment, "a row is cut", error);
    memcpy(row.hash, hash, sizeof row.hash);
    row.withdrawn = flag == 1;
    row.n_fields = 0;
    row.fields = NULL;
    if (!row.withdrawn && !decode_fields(segment, &row))
        return refuse(segment, "a row has impossible fields", error);
    const HnSlice before = segment->at_start
                               ? hn_slice(segment->last_id->data, segment->last_id->len)
                               : segment->row.record_id;
    if (segment->n_rows > 0 && hn_slice_compare(before, row.record_id) >= 0)
        return refuse(segment, "its rows are not in order", error);
    segment->at_start = FALSE;
    segment->n_rows++;
    segment->row = row;
    segment->prefix = prefix_of(row.record_id);
    return TRUE;
}

static void
keep_last_id(Segment *segment)
{
    const HnSlice id = segment->row.record_id;
    g_byte_array_set_size(segment->last_id, 0);
    g_byte_array_append(segment->last_id, id.bytes, (guint)id.n_bytes);
    segment->at_start = TRUE;
}

static gboolean
advance(Segment *segment, gboolean *ret_more, GError **error)
{
    if (hn_cursor_left(&segment->rows) == 0) {
        keep_last_id(segment);
        if (!hn_chunk_reader_next(segment->file, &segment->rows, ret_more, error))
            return FALSE;
        if (!*ret_more)
            return hn_chunk_reader_rows(segment->file) == segment->n_rows ||
                   refuse(segment, "it has another number of rows than it says", error);
    }
    *ret_more = TRUE;
    return decode_row(segment, error);
}

static gboolean
read_columns(Segment *segment, HnCursor *header, guint64 n_columns, GError **error)
{
    if (n_columns > hn_cursor_left(header))
        return refuse(segment, "its header is cut", error);
    segment->columns = g_new0(char *, n_columns + 1);
    segment->fields = g_new(HnRawField, n_columns + 1);
    segment->n_columns = (guint)n_columns;
    for (guint i = 0; i < segment->n_columns; i++) {
        const HnSlice name = hn_get_slice(header);
        if (!hn_cursor_ok(header) ||
            (name.n_bytes > 0 && memchr(name.bytes, '\0', name.n_bytes) != NULL))
            return refuse(segment, "a column has no name", error);
        segment->columns[i] = g_strndup((const char *)name.bytes, name.n_bytes);
    }
    return hn_cursor_done(header) || refuse(segment, "its header is too long", error);
}

static gboolean
open_segment(HnStore *store, Segment *segment, const HnSegment *from, GError **error)
{
    HnCursor header;
    segment->last_id = g_byte_array_new();
    segment->file = hn_chunk_reader_new(store, from, &header, error);
    if (segment->file == NULL)
        return FALSE;
    if (!hn_chunk_reader_version(segment->file, &header, FORM_VERSION, error))
        return FALSE;
    const guint64 run = hn_get_varint(&header);
    const guint64 n_columns = hn_get_varint(&header);
    if (!hn_cursor_ok(&header) || run != from->run)
        return refuse(segment, "its header is not that of the manifest", error);
    segment->row.run = run;
    return read_columns(segment, &header, n_columns, error);
}

/* ---- the heap ---- */

static inline gboolean
is_before(const HnVersionReader *reader, guint a, guint b)
{
    const Segment *one = &reader->segments[a], *other = &reader->segments[b];
    if (one->prefix != other->prefix)
        return one->prefix < other->prefix;
    const int order = hn_slice_compare(one->row.record_id, other->row.record_id);
    return order != 0 ? order < 0 : a > b;
}

static void
sift_down(HnVersionReader *reader, guint at)
{
    guint *heap = reader->heap;
    for (;;) {
        guint child = 2 * at + 1;
        if (child >= reader->n_heap)
            return;
        if (child + 1 < reader->n_heap && is_before(reader, heap[child + 1], heap[child]))
            child++;
        if (!is_before(reader, heap[child], heap[at]))
            return;
        const guint moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
        at = child;
    }
}

static gboolean
advance_top(HnVersionReader *reader, GError **error)
{
    gboolean more = FALSE;
    if (!advance(&reader->segments[reader->heap[0]], &more, error))
        return FALSE;
    if (!more)
        reader->heap[0] = reader->heap[--reader->n_heap];
    sift_down(reader, 0);
    return TRUE;
}

HnVersionReader *
hn_version_reader_new(HnStore *store, const GPtrArray *segments, gboolean history, GError **error)
{
    g_autoptr(HnVersionReader) reader = g_new0(HnVersionReader, 1);
    reader->history = history;
    reader->last_id = g_byte_array_new();
    reader->segments = g_new0(Segment, segments->len + 1);
    reader->heap = g_new(guint, segments->len + 1);
    for (guint i = 0; i < segments->len; i++) {
        Segment *segment = &reader->segments[i];
        gboolean more = FALSE;
        reader->n_segments++;
        segment->row.segment = i;
        if (!open_segment(store, segment, g_ptr_array_index(segments, i), error) ||
            !advance(segment, &more, error))
            return NULL;
        if (more)
            reader->heap[reader->n_heap++] = i;
    }
    for (guint at = reader->n_heap / 2; at-- > 0;)
        sift_down(reader, at);
    return g_steal_pointer(&reader);
}

/* Whether the top is the newest version of its record; with one segment every row is. */
static gboolean
is_newest(HnVersionReader *reader, const HnVersion *row)
{
    if (reader->n_segments == 1)
        return TRUE;
    const HnSlice last = hn_slice(reader->last_id->data, reader->last_id->len);
    if (reader->has_last && hn_slice_equal(last, row->record_id))
        return FALSE;
    reader->has_last = TRUE;
    g_byte_array_set_size(reader->last_id, 0);
    g_byte_array_append(reader->last_id, row->record_id.bytes, (guint)row->record_id.n_bytes);
    return TRUE;
}

gboolean
hn_version_reader_next(HnVersionReader *reader, HnVersion *ret_version, gboolean *ret_more,
                       GError **error)
{
    for (;;) {
        if (reader->is_given && !advance_top(reader, error))
            return FALSE;
        reader->is_given = reader->n_heap > 0;
        *ret_more = reader->n_heap > 0;
        if (!*ret_more)
            return TRUE;
        const HnVersion *row = &reader->segments[reader->heap[0]].row;
        if (reader->history || (is_newest(reader, row) && !row->withdrawn)) {
            *ret_version = *row;
            return TRUE;
        }
    }
}

const char *const *
hn_version_reader_columns(const HnVersionReader *reader, guint segment, guint *ret_n)
{
    g_assert(segment < reader->n_segments);
    *ret_n = reader->segments[segment].n_columns;
    return (const char *const *)reader->segments[segment].columns;
}

void
hn_version_reader_free(HnVersionReader *reader)
{
    if (reader == NULL)
        return;
    for (guint i = 0; i < reader->n_segments; i++) {
        Segment *segment = &reader->segments[i];
        hn_chunk_reader_free(segment->file);
        g_strfreev(segment->columns);
        g_free(segment->fields);
        g_clear_pointer(&segment->last_id, g_byte_array_unref);
    }
    g_free(reader->segments);
    g_free(reader->heap);
    g_clear_pointer(&reader->last_id, g_byte_array_unref);
    g_free(reader);
}
