/* One chunk is built in memory as rows are put and written when it is full. A row never crosses
 * chunks, so any chunk can be decoded alone. */
#include "store/chunk_file.h"
#include "store/record_versions.h"

#define FORM_VERSION 1

struct _HnVersionWriter {
    HnChunkWriter *file;
    guint n_columns;
    guint8 *chunk; /* [n_capacity] */
    gsize n_chunk, n_capacity;
    guint64 n_chunk_rows;
    GByteArray *last_id; /* asserts the order */
};

HnVersionWriter *
hn_version_writer_new(HnStore *store, const char *path, guint64 run, const char *const *columns,
                      guint n_columns, GError **error)
{
    g_autoptr(GByteArray) header = g_byte_array_new();
    hn_put_varint(header, FORM_VERSION);
    hn_put_varint(header, run);
    hn_put_varint(header, n_columns);
    for (guint i = 0; i < n_columns; i++)
        hn_put_slice(header, hn_slice_of(columns[i]));
    HnChunkWriter *file = hn_chunk_writer_new(store, path, "RECV", header, error);
    if (file == NULL)
        return NULL;
    HnVersionWriter *writer = g_new0(HnVersionWriter, 1);
    writer->file = file;
    writer->n_columns = n_columns;
    writer->n_capacity = 2 * HN_CHUNK_BYTES;
    writer->chunk = g_malloc(writer->n_capacity);
    writer->last_id = g_byte_array_new();
    return writer;
}

void
hn_version_writer_use_pool(HnVersionWriter *writer, HnThreadPool *pool)
{
    hn_chunk_writer_use_pool(writer->file, pool);
}

static gboolean
flush(HnVersionWriter *writer, GError **error)
{
    if (writer->n_chunk_rows == 0)
        return TRUE;
    const HnSlice content = hn_slice(writer->chunk, writer->n_chunk);
    const guint64 n_rows = writer->n_chunk_rows;
    writer->n_chunk = 0;
    writer->n_chunk_rows = 0;
    return hn_chunk_writer_put(writer->file, content, n_rows, error);
}

/* Room for the whole row, so that the bytes below need no check each. */
static guint8 *
reserve(HnVersionWriter *writer, const HnVersion *version)
{
    gsize n_bytes = version->record_id.n_bytes + HN_KEYED_HASH_BYTES + 1 +
                    HN_VARINT_BYTES_MAX * ((gsize)version->n_fields + 1);
    for (guint i = 0; i < version->n_fields; i++)
        n_bytes += version->fields[i].n_bytes;
    if (writer->n_capacity - writer->n_chunk < n_bytes) {
        writer->n_capacity = writer->n_chunk + 2 * n_bytes;
        writer->chunk = g_realloc(writer->chunk, writer->n_capacity);
    }
    return writer->chunk + writer->n_chunk;
}

static void
check_order(HnVersionWriter *writer, HnSlice record_id)
{
    g_assert(hn_chunk_writer_rows(writer->file) + writer->n_chunk_rows == 0 ||
             hn_slice_compare(hn_slice(writer->last_id->data, writer->last_id->len), record_id) <
                 0);
    g_byte_array_set_size(writer->last_id, 0);
    g_byte_array_append(writer->last_id, record_id.bytes, (guint)record_id.n_bytes);
}

gboolean
hn_version_writer_put(HnVersionWriter *writer, const HnVersion *version, GError **error)
{
    g_assert(version->n_fields == (version->withdrawn ? 0 : writer->n_columns));
    g_assert(version->record_id.n_bytes <= G_MAXUINT32);
    check_order(writer, version->record_id);
    guint8 *out = reserve(writer, version);
    out = hn_write_varint(out, version->record_id.n_bytes);
    out = hn_write_bytes(out, version->record_id.bytes, version->record_id.n_bytes);
    out = hn_write_bytes(out, version->hash, HN_KEYED_HASH_BYTES);
    *out++ = version->withdrawn ? 1 : 0;
    for (guint i = 0; i < version->n_fields; i++) {
        const HnRawField *field = &version->fields[i];
        g_assert(field->kind <= HN_FIELD_JSON);
        g_assert(field->kind != HN_FIELD_MISSING || field->n_bytes == 0);
        out = hn_write_varint(out, (guint64)field->n_bytes << 2 | field->kind);
    }
    for (guint i = 0; i < version->n_fields; i++)
        out = hn_write_bytes(out, version->fields[i].bytes, version->fields[i].n_bytes);
    writer->n_chunk = (gsize)(out - writer->chunk);
    writer->n_chunk_rows++;
    return writer->n_chunk < HN_CHUNK_BYTES || flush(writer, error);
}

gboolean
hn_version_writer_finish(HnVersionWriter *writer, guint64 *ret_rows, HnSealedInfo *ret_info,
                         GError **error)
{
    if (!flush(writer, error) || !hn_chunk_writer_finish(writer->file, ret_info, error))
        return FALSE;
    *ret_rows = hn_chunk_writer_rows(writer->file);
    return TRUE;
}

void
hn_version_writer_free(HnVersionWriter *writer)
{
    if (writer == NULL)
        return;
    hn_chunk_writer_free(writer->file);
    g_clear_pointer(&writer->last_id, g_byte_array_unref);
    g_free(writer->chunk);
    g_free(writer);
}
