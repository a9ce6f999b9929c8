/* A k-way merge by record id over the segments of one source: a binary heap of cursors, of which
 * each holds one decoded row; equal ids come newest segment first. Source: Knuth, TAOCP 3,
 * section 5.4.1 (replacement from a heap). Left out: a loser tree, which saves half the
 * comparisons, but most rows come from the one large segment of the first night, where the top of
 * the heap is replaced by itself after two comparisons. */
#include "store/chunk_file.h"
#include "store/record_versions.h"

#define FORM_VERSION 2 /* known; from 2 on each row says which run brought it */

/* Where the next row's part of a column stands in the chunk. */
typedef struct {
    HnCursor heads, values;
} Column;

typedef struct {
    HnChunkReader *file;
    char **names; /* of the columns, NULL-terminated */
    guint n_columns;
    Column *columns;          /* [n_columns] */
    HnCursor id_lengths, ids; /* of the chunk's rows to come */
    gboolean has_older;       /* then ages say by how much a row is older than @run */
    HnCursor ages;
    guint64 run;
    HnCursor withdrawn;        /* differences of the indexes */
    guint64 n_withdrawn;       /* to come */
    guint64 next_withdrawn;    /* index in the chunk */
    guint64 n_chunk, at_chunk; /* rows of the chunk, and of them decoded */
    guint64 n_rows;            /* decoded so far */
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

static HnCursor
get_part(HnCursor *chunk)
{
    const HnSlice part = hn_get_slice(chunk);
    return hn_cursor(part.bytes, part.n_bytes);
}

/* Places the cursors on a chunk's columns. */
static gboolean
open_chunk(Segment *segment, HnCursor chunk, GError **error)
{
    segment->n_chunk = hn_get_varint(&chunk);
    segment->at_chunk = 0;
    segment->n_withdrawn = hn_get_varint(&chunk);
    segment->next_withdrawn = 0;
    if (segment->n_chunk == 0 || segment->n_withdrawn > segment->n_chunk)
        return refuse(segment, "a chunk has no rows", error);
    segment->withdrawn = chunk;
    for (guint64 i = 0; i < segment->n_withdrawn && hn_cursor_ok(&chunk); i++)
        hn_get_varint(&chunk);
    segment->id_lengths = get_part(&chunk);
    segment->ids = get_part(&chunk);
    if (segment->has_older)
        segment->ages = get_part(&chunk);
    for (guint i = 0; i < segment->n_columns; i++) {
        segment->columns[i].heads = get_part(&chunk);
        segment->columns[i].values = get_part(&chunk);
    }
    if (!hn_cursor_done(&chunk))
        return refuse(segment, "a chunk is cut", error);
    if (segment->n_withdrawn > 0)
        segment->next_withdrawn = hn_get_varint(&segment->withdrawn);
    return TRUE;
}

/* Every row was decoded: nothing may be left over. */
static gboolean
close_chunk(const Segment *segment, GError **error)
{
    gboolean done = segment->n_withdrawn == 0 && hn_cursor_done(&segment->id_lengths) &&
                    hn_cursor_done(&segment->ids) &&
                    (!segment->has_older || hn_cursor_done(&segment->ages));
    for (guint i = 0; i < segment->n_columns; i++)
        done = done && hn_cursor_done(&segment->columns[i].heads) &&
               hn_cursor_done(&segment->columns[i].values);
    return done || refuse(segment, "a chunk holds more than its rows", error);
}

static gboolean
decode_fields(Segment *segment)
{
    for (guint i = 0; i < segment->n_columns; i++) {
        Column *column = &segment->columns[i];
        HnRawField *field = &segment->fields[i];
        const guint64 word = hn_get_varint(&column->heads);
        field->kind = (guint8)(word & 3);
        field->n_bytes = (guint32)(word >> 2);
        if (field->kind > HN_FIELD_JSON || word >> 2 > hn_cursor_left(&column->values) ||
            word >> 2 > G_MAXUINT32 || (field->kind == HN_FIELD_MISSING && word != 0) ||
            !hn_cursor_ok(&column->heads))
            return FALSE;
        field->bytes = column->values.next;
        column->values.next += field->n_bytes;
    }
    return TRUE;
}

static gboolean
decode_row(Segment *segment, GError **error)
{
    HnVersion row = segment->row;
    const guint64 n_id = hn_get_varint(&segment->id_lengths);
    const guint8 *id = hn_get_bytes(&segment->ids, n_id);
    if (!hn_cursor_ok(&segment->id_lengths) || (id == NULL && !hn_cursor_ok(&segment->ids)))
        return refuse(segment, "a row is cut", error);
    const guint64 age = segment->has_older ? hn_get_varint(&segment->ages) : 0;
    if (age > segment->run || (segment->has_older && !hn_cursor_ok(&segment->ages)))
        return refuse(segment, "a version is older than all runs", error);
    row.run = segment->run - age;
    row.record_id = hn_slice(id, n_id);
    row.withdrawn = segment->n_withdrawn > 0 && segment->next_withdrawn == segment->at_chunk;
    row.n_fields = row.withdrawn ? 0 : segment->n_columns;
    row.fields = row.withdrawn ? NULL : segment->fields;
    if (!row.withdrawn && !decode_fields(segment))
        return refuse(segment, "a row has impossible fields", error);
    const HnSlice before = segment->at_start
                               ? hn_slice(segment->last_id->data, segment->last_id->len)
                               : segment->row.record_id;
    if (segment->n_rows > 0 && hn_slice_compare(before, row.record_id) >= 0)
        return refuse(segment, "its rows are not in order", error);
    if (row.withdrawn && --segment->n_withdrawn > 0) {
        segment->next_withdrawn += hn_get_varint(&segment->withdrawn);
        if (segment->next_withdrawn <= segment->at_chunk)
            return refuse(segment, "a row is withdrawn twice", error);
    }
    segment->at_start = FALSE;
    segment->at_chunk++;
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
    if (segment->at_chunk == segment->n_chunk) {
        HnCursor chunk;
        if (segment->n_chunk > 0 && !close_chunk(segment, error))
            return FALSE;
        keep_last_id(segment);
        if (!hn_chunk_reader_next(segment->file, &chunk, ret_more, error))
            return FALSE;
        if (!*ret_more)
            return hn_chunk_reader_rows(segment->file) == segment->n_rows ||
                   refuse(segment, "it has another number of rows than it says", error);
        if (!open_chunk(segment, chunk, error))
            return FALSE;
    }
    *ret_more = TRUE;
    return decode_row(segment, error);
}

static gboolean
read_columns(Segment *segment, HnCursor *header, guint64 n_columns, GError **error)
{
    if (n_columns > hn_cursor_left(header))
        return refuse(segment, "its header is cut", error);
    segment->names = g_new0(char *, n_columns + 1);
    segment->columns = g_new0(Column, n_columns + 1);
    segment->fields = g_new(HnRawField, n_columns + 1);
    segment->n_columns = (guint)n_columns;
    for (guint i = 0; i < segment->n_columns; i++) {
        const HnSlice name = hn_get_slice(header);
        if (!hn_cursor_ok(header) ||
            (name.n_bytes > 0 && memchr(name.bytes, '\0', name.n_bytes) != NULL))
            return refuse(segment, "a column has no name", error);
        segment->names[i] = g_strndup((const char *)name.bytes, name.n_bytes);
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
    HnCursor form = header; /* looked at once more: the check takes it */
    if (!hn_chunk_reader_version(segment->file, &header, FORM_VERSION, error))
        return FALSE;
    segment->has_older = hn_get_varint(&form) >= 2;
    const guint64 run = hn_get_varint(&header);
    const guint64 n_columns = hn_get_varint(&header);
    if (!hn_cursor_ok(&header) || run != from->run)
        return refuse(segment, "its header is not that of the manifest", error);
    segment->run = run;
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
    return (const char *const *)reader->segments[segment].names;
}

void
hn_version_reader_free(HnVersionReader *reader)
{
    if (reader == NULL)
        return;
    for (guint i = 0; i < reader->n_segments; i++) {
        Segment *segment = &reader->segments[i];
        hn_chunk_reader_free(segment->file);
        g_strfreev(segment->names);
        g_free(segment->columns);
        g_free(segment->fields);
        g_clear_pointer(&segment->last_id, g_byte_array_unref);
    }
    g_free(reader->segments);
    g_free(reader->heap);
    g_clear_pointer(&reader->last_id, g_byte_array_unref);
    g_free(reader);
}
