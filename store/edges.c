/* A row is a as a difference, b above a, the weight, the rule: 5 to 8 bytes before compression. */
#include "store/chunk_file.h"
#include "store/entity_state.h"
#include "store/store_error.h"

#define FORM_VERSION 1

void
hn_edges_free(HnEdges *edges)
{
    if (edges == NULL)
        return;
    g_free(edges->edges);
    g_free(edges);
}

gsize
hn_edges_first_of(const HnEdges *edges, guint32 row)
{
    gsize low = 0, high = edges->n;
    while (low < high) {
        const gsize middle = low + (high - low) / 2;
        if (edges->edges[middle].a < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static gboolean
is_after(const HnEdge *edge, const HnEdge *previous)
{
    return edge->a > previous->a || (edge->a == previous->a && edge->b > previous->b);
}

gboolean
hn_edges_write(HnStore *store, const char *path, const HnEdgesHead *head, const HnEdges *edges,
               HnSealedInfo *ret_info, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    hn_put_varint(bytes, FORM_VERSION);
    hn_put_varint(bytes, edges->n);
    hn_put_bytes(bytes, head->crosswalk, HN_DIGEST_BYTES);
    g_autoptr(HnChunkWriter) writer = hn_chunk_writer_new(store, path, head->kind, bytes, error);
    if (writer == NULL)
        return FALSE;
    for (gsize i = 0; i < edges->n;) {
        const gsize first = i;
        g_byte_array_set_size(bytes, 0);
        for (guint32 a = 0; i < edges->n && bytes->len < HN_CHUNK_BYTES; i++) {
            const HnEdge *edge = &edges->edges[i];
            g_assert(edge->a < edge->b && (i == 0 || is_after(edge, edge - 1)));
            guint8 *out = hn_put_room(bytes, 4 * HN_VARINT_BYTES_MAX);
            out = hn_write_varint(out, edge->a - a);
            out = hn_write_varint(out, edge->b - edge->a);
            out = hn_write_varint(out, hn_zigzag(edge->weight_units));
            hn_put_room_used(bytes, hn_write_varint(out, edge->rule));
            a = edge->a;
        }
        if (!hn_chunk_writer_put(writer, hn_slice(bytes->data, bytes->len), i - first, error))
            return FALSE;
    }
    return hn_chunk_writer_finish(writer, ret_info, error);
}

static gboolean
decode_rows(HnCursor *rows, HnEdges *edges, gsize n_max, guint32 n_rows)
{
    guint64 a = 0;
    while (hn_cursor_left(rows) > 0) {
        const guint64 step = hn_get_varint(rows), span = hn_get_varint(rows);
        const gint64 weight = hn_get_zigzag(rows);
        const guint64 rule = hn_get_varint(rows);
        if (!hn_cursor_ok(rows) || edges->n == n_max || step >= n_rows || a + step >= n_rows ||
            span == 0 || span >= n_rows - (a + step) || weight < G_MININT32 ||
            weight > G_MAXINT32 || rule > G_MAXUINT32)
            return FALSE;
        a += step;
        HnEdge *edge = &edges->edges[edges->n];
        *edge = (HnEdge){ (guint32)a, (guint32)(a + span), (gint32)weight, (guint32)rule };
        if (edges->n > 0 && !is_after(edge, edge - 1))
            return FALSE;
        edges->n++;
    }
    return TRUE;
}

/* Edges speak of rows: of the crosswalk that the same run published, and of no other. */
static gboolean
check_crosswalk(HnStore *store, const HnChunkReader *reader, const HnSegment *segment,
                const guint8 *digest, GError **error)
{
    g_autoptr(GPtrArray) crosswalks = hn_store_segments(store, "XWLK", segment->name, error);
    if (crosswalks == NULL)
        return FALSE;
    for (guint i = 0; i < crosswalks->len; i++) {
        const HnSegment *crosswalk = g_ptr_array_index(crosswalks, i);
        if (crosswalk->run == segment->run &&
            memcmp(crosswalk->digest, digest, HN_DIGEST_BYTES) != 0)
            return hn_chunk_reader_refuse(reader, "its edges are of another crosswalk", error);
    }
    return TRUE;
}

HnEdges *
hn_edges_load(HnStore *store, const HnSegment *segment, guint32 n_rows, GError **error)
{
    HnCursor cursor;
    g_autoptr(HnChunkReader) reader = hn_chunk_reader_new(store, segment, &cursor, error);
    if (reader == NULL || !hn_chunk_reader_version(reader, &cursor, FORM_VERSION, error))
        return NULL;
    const guint64 n = hn_get_varint(&cursor);
    const guint8 *digest = hn_get_bytes(&cursor, HN_DIGEST_BYTES);
    gboolean fine =
        digest != NULL && hn_cursor_done(&cursor) && n <= hn_chunk_reader_rows_max(reader);
    if (fine && !check_crosswalk(store, reader, segment, digest, error))
        return NULL;
    g_autoptr(HnEdges) edges = g_new0(HnEdges, 1);
    edges->edges = g_new(HnEdge, fine ? n + 1 : 1);
    for (gboolean more = TRUE; fine && more;) {
        if (!hn_chunk_reader_next(reader, &cursor, &more, error))
            return NULL;
        fine = !more || decode_rows(&cursor, edges, n, n_rows);
    }
    if (!fine || edges->n != n || hn_chunk_reader_rows(reader) != n) {
        hn_chunk_reader_refuse(reader, "it is not a table of edges", error);
        return NULL;
    }
    return g_steal_pointer(&edges);
}
