/* One chunk is built in memory, column by column, as rows are put, and written when it is full. A
 * row never crosses chunks, so any chunk can be decoded alone. */
#include "store/chunk_file.h"
#include "store/record_versions.h"

#define FORM_VERSION 1       /* every version is the run's own */
#define FORM_VERSION_OLDER 2 /* each row says which run brought it */
#define FIRST_BYTES ((gsize)4096)

/* A growing run of bytes; GByteArray counts in 32 bits and calls for each append. */
typedef struct {
    guint8 *bytes;
    gsize n, n_allocated;
} Run;

/* What a chunk holds of one column. */
typedef struct {
    Run heads, values;
} Column;

struct _HnVersionWriter {
    HnChunkWriter *file;
    guint n_columns;
    Run id_lengths, ids;
    guint64 run;
    gboolean has_older;
    Run ages;        /* of has_older: @run less the run that brought the version */
    Run withdrawn;   /* indexes of withdrawn rows, as differences */
    Column *columns; /* [n_columns] */
    Run chunk;
    gsize n_bytes; /* of the chunk so far, about */
    guint64 n_rows, n_withdrawn, last_withdrawn;
    GByteArray *last_id; /* asserts the order */
};

static inline guint8 *
room(Run *run, gsize n_bytes)
{
    if (G_UNLIKELY(run->n_allocated - run->n < n_bytes)) {
        run->n_allocated = MAX(2 * (run->n + n_bytes), FIRST_BYTES);
        run->bytes = g_realloc(run->bytes, run->n_allocated);
    }
    return run->bytes + run->n;
}

static inline void
put_varint(Run *run, guint64 value)
{
    guint8 *out = room(run, HN_VARINT_BYTES_MAX);
    run->n = (gsize)(hn_write_varint(out, value) - run->bytes);
}

static inline void
put_bytes(Run *run, const void *bytes, gsize n_bytes)
{
    guint8 *out = room(run, n_bytes);
    run->n = (gsize)(hn_write_bytes(out, bytes, n_bytes) - run->bytes);
}

static GByteArray *
header_of(guint64 form, guint64 run, const char *const *columns, guint n_columns)
{
    GByteArray *header = g_byte_array_new();
    hn_put_varint(header, form);
    hn_put_varint(header, run);
    hn_put_varint(header, n_columns);
    for (guint i = 0; i < n_columns; i++)
        hn_put_slice(header, hn_slice_of(columns[i]));
    return header;
}

static HnVersionWriter *
open_writer(HnStore *store, const char *path, const GByteArray *header, guint n_columns,
            GError **error)
{
    HnChunkWriter *file = hn_chunk_writer_new(store, path, "RECV", header, error);
    if (file == NULL)
        return NULL;
    HnVersionWriter *writer = g_new0(HnVersionWriter, 1);
    writer->file = file;
    writer->n_columns = n_columns;
    writer->columns = g_new0(Column, n_columns + 1);
    writer->last_id = g_byte_array_new();
    return writer;
}

HnVersionWriter *
hn_version_writer_new(HnStore *store, const char *path, guint64 run, const char *const *columns,
                      guint n_columns, GError **error)
{
    g_autoptr(GByteArray) header = header_of(FORM_VERSION, run, columns, n_columns);
    return open_writer(store, path, header, n_columns, error);
}

HnVersionWriter *
hn_version_writer_new_older(HnStore *store, const char *path, guint64 run,
                            const char *const *columns, guint n_columns, GError **error)
{
    g_autoptr(GByteArray) header = header_of(FORM_VERSION_OLDER, run, columns, n_columns);
    HnVersionWriter *writer = open_writer(store, path, header, n_columns, error);
    if (writer != NULL) {
        writer->run = run;
        writer->has_older = TRUE;
    }
    return writer;
}

/* Moves @run behind its length into the chunk. */
static void
move_run(HnVersionWriter *writer, Run *run)
{
    put_varint(&writer->chunk, run->n);
    put_bytes(&writer->chunk, run->bytes, run->n);
    run->n = 0;
}

static gboolean
flush(HnVersionWriter *writer, GError **error)
{
    const guint64 n_rows = writer->n_rows;
    if (n_rows == 0)
        return TRUE;
    writer->chunk.n = 0;
    put_varint(&writer->chunk, n_rows);
    put_varint(&writer->chunk, writer->n_withdrawn);
    put_bytes(&writer->chunk, writer->withdrawn.bytes, writer->withdrawn.n);
    writer->withdrawn.n = 0;
    move_run(writer, &writer->id_lengths);
    move_run(writer, &writer->ids);
    if (writer->has_older)
        move_run(writer, &writer->ages);
    for (guint i = 0; i < writer->n_columns; i++) {
        move_run(writer, &writer->columns[i].heads);
        move_run(writer, &writer->columns[i].values);
    }
    writer->n_bytes = 0;
    writer->n_rows = writer->n_withdrawn = writer->last_withdrawn = 0;
    return hn_chunk_writer_put(writer->file, hn_slice(writer->chunk.bytes, writer->chunk.n), n_rows,
                               error);
}

static void
check_order(HnVersionWriter *writer, HnSlice record_id)
{
    g_assert(hn_chunk_writer_rows(writer->file) + writer->n_rows == 0 ||
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
    put_varint(&writer->id_lengths, version->record_id.n_bytes);
    put_bytes(&writer->ids, version->record_id.bytes, version->record_id.n_bytes);
    writer->n_bytes += version->record_id.n_bytes + 1;
    if (writer->has_older) {
        g_assert(version->run <= writer->run);
        put_varint(&writer->ages, writer->run - version->run);
    }
    if (version->withdrawn) {
        put_varint(&writer->withdrawn, writer->n_rows - writer->last_withdrawn);
        writer->last_withdrawn = writer->n_rows;
        writer->n_withdrawn++;
    }
    for (guint i = 0; i < version->n_fields; i++) {
        const HnRawField *field = &version->fields[i];
        g_assert(field->kind <= HN_FIELD_JSON);
        g_assert(field->kind != HN_FIELD_MISSING || field->n_bytes == 0);
        put_varint(&writer->columns[i].heads, (guint64)field->n_bytes << 2 | field->kind);
        put_bytes(&writer->columns[i].values, field->bytes, field->n_bytes);
        writer->n_bytes += (gsize)field->n_bytes + 1;
    }
    writer->n_rows++;
    return writer->n_bytes < HN_CHUNK_BYTES || flush(writer, error);
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
    for (guint i = 0; i < writer->n_columns; i++) {
        g_free(writer->columns[i].heads.bytes);
        g_free(writer->columns[i].values.bytes);
    }
    g_free(writer->columns);
    g_free(writer->id_lengths.bytes);
    g_free(writer->ids.bytes);
    g_free(writer->ages.bytes);
    g_free(writer->withdrawn.bytes);
    g_free(writer->chunk.bytes);
    g_free(writer);
}
