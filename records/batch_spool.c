#include "records/batch_spool.h"

#include "base/base_error.h"
#include "base/codec.h"

#define KIND "SPOL"
#define LEVEL (-1)
#define VERSION 1u
#define KINDS 3u /* of a field; see HnFieldKind */
#define BATCH_BYTES_MAX ((guint32)G_MAXINT32)

G_DEFINE_QUARK(hn - batch - spool - error, hn_batch_spool_error)

/* ---- writing ---- */

struct _HnBatchSpoolWriter {
    HnSealedWriter *file;
    GByteArray *bytes;
    guint n_columns; /* whose names are written */
};

HnBatchSpoolWriter *
hn_batch_spool_writer_new(const char *path, const HnSealKey *key, GError **error)
{
    HnSealedWriter *file = hn_sealed_writer_new(path, KIND, LEVEL, key, error);
    if (file == NULL)
        return NULL;
    HnBatchSpoolWriter *writer = g_new0(HnBatchSpoolWriter, 1);
    writer->file = file;
    writer->bytes = g_byte_array_new();
    return writer;
}

void
hn_batch_spool_writer_free(HnBatchSpoolWriter *writer)
{
    if (writer == NULL)
        return;
    hn_sealed_writer_free(writer->file);
    g_byte_array_unref(writer->bytes);
    g_free(writer);
}

static void
put_names(HnBatchSpoolWriter *writer, const char *const *columns, guint n_columns)
{
    hn_put_varint(writer->bytes, n_columns - writer->n_columns);
    for (guint i = writer->n_columns; i < n_columns; i++)
        hn_put_slice(writer->bytes, hn_slice_of(columns[i]));
    writer->n_columns = n_columns;
}

/* A field is `4 * bytes + kind`, then the bytes. */
static void
put_row(GByteArray *out, const HnRawField *fields, guint n_columns)
{
    gsize room = 0;
    for (guint i = 0; i < n_columns; i++)
        room += HN_VARINT_BYTES_MAX + fields[i].n_bytes;
    guint8 *next = hn_put_room(out, room);
    for (guint i = 0; i < n_columns; i++) {
        next = hn_write_varint(next, (guint64)fields[i].n_bytes << 2 | fields[i].kind);
        next = hn_write_bytes(next, fields[i].bytes, fields[i].n_bytes);
    }
    hn_put_room_used(out, next);
}

static void
put_quarantined(GByteArray *out, const HnQuarantined *row)
{
    hn_put_varint(out, row->offset_bytes);
    hn_put_varint(out, row->n_records);
    hn_put_slice(out, hn_slice_of(row->reason));
    hn_put_slice(out, row->raw);
    hn_put_u8(out, row->raw_is_cut != FALSE);
    hn_put_slice(out, row->key);
}

static gboolean
append_sized(HnBatchSpoolWriter *writer, GError **error)
{
    const guint32 n_bytes = writer->bytes->len;
    const guint8 size[] = { (guint8)n_bytes, (guint8)(n_bytes >> 8), (guint8)(n_bytes >> 16),
                            (guint8)(n_bytes >> 24) };
    return hn_sealed_writer_append(writer->file, size, sizeof size, error) &&
           hn_sealed_writer_append(writer->file, writer->bytes->data, n_bytes, error);
}

gboolean
hn_batch_spool_writer_put(HnBatchSpoolWriter *writer, const HnRawBatch *batch,
                          const char *const *columns, guint n_columns, GError **error)
{
    GByteArray *out = writer->bytes;
    g_byte_array_set_size(out, 0);
    put_names(writer, columns, n_columns);
    hn_put_varint(out, batch->n_columns);
    hn_put_varint(out, batch->n_rows);
    for (guint row = 0; row < batch->n_rows; row++) {
        hn_put_varint(out, batch->offsets[row]);
        put_row(out, batch->fields + (gsize)row * batch->stride, batch->n_columns);
    }
    hn_put_varint(out, batch->n_quarantined);
    for (guint i = 0; i < batch->n_quarantined; i++)
        put_quarantined(out, &batch->quarantined[i]);
    if (out->len > BATCH_BYTES_MAX) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_LIMIT, "a batch above 2 GiB");
        return FALSE;
    }
    return append_sized(writer, error);
}

gboolean
hn_batch_spool_writer_finish(HnBatchSpoolWriter *writer, const HnReaderTotals *totals,
                             const char *refused, GError **error)
{
    GByteArray *out = writer->bytes;
    g_byte_array_set_size(out, 0);
    if (!append_sized(writer, error))
        return FALSE;
    hn_put_varint(out, VERSION);
    hn_put_varint(out, totals->n_bytes);
    hn_put_varint(out, totals->n_read);
    hn_put_varint(out, totals->n_quarantined);
    hn_put_u8(out, refused != NULL);
    hn_put_slice(out, hn_slice_of(refused));
    return append_sized(writer, error) && hn_sealed_writer_finish(writer->file, NULL, error);
}

/* ---- reading ---- */

typedef struct {
    HnReader reader;
    char **paths;
    guint next_path;
    const HnSealKey *key;
    const char *path; /* of the file that is open */
    HnSealedReader *file;
    HnDigest *digest; /* of the files' digests, where they are several */
    GPtrArray *names; /* char *, NULL-terminated */
    HnReaderTotals totals;
    gboolean at_end, is_refused;
    char *refused;       /* NULL: the delivery is whole */
    guint32 ahead_bytes; /* size of the batch that comes next */
    guint n_named;       /* names that this file has given */
} SpoolReader;

static gboolean
corrupt(const SpoolReader *reader, GError **error)
{
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT, "spool '%s': damaged", reader->path);
    return FALSE;
}

static gboolean
read_exactly(SpoolReader *reader, void *bytes, gsize n_bytes, GError **error)
{
    gsize n_read = 0;
    if (!hn_sealed_reader_read(reader->file, bytes, n_bytes, &n_read, error))
        return FALSE;
    return n_read == n_bytes || corrupt(reader, error);
}

/* No honest size is above what the file holds, so that a damaged one reserves nothing. */
static gboolean
read_size(SpoolReader *reader, guint32 *ret_n_bytes, GError **error)
{
    guint8 size[4];
    if (!read_exactly(reader, size, sizeof size, error))
        return FALSE;
    *ret_n_bytes =
        (guint32)size[0] | (guint32)size[1] << 8 | (guint32)size[2] << 16 | (guint32)size[3] << 24;
    return *ret_n_bytes <= hn_sealed_reader_info(reader->file)->content_bytes ||
           corrupt(reader, error);
}

static gboolean
read_totals(SpoolReader *reader, GError **error)
{
    guint32 n_bytes = 0;
    if (!read_size(reader, &n_bytes, error))
        return FALSE;
    g_autofree guint8 *bytes = g_malloc(n_bytes + 1);
    if (!read_exactly(reader, bytes, n_bytes, error))
        return FALSE;
    HnCursor cursor = hn_cursor(bytes, n_bytes);
    const guint64 version = hn_get_varint(&cursor);
    reader->totals.n_bytes += hn_get_varint(&cursor);
    reader->totals.n_read += hn_get_varint(&cursor);
    reader->totals.n_quarantined += hn_get_varint(&cursor);
    reader->is_refused = hn_get_u8(&cursor) != 0;
    const HnSlice why = hn_get_slice(&cursor);
    if (version != VERSION || !hn_cursor_done(&cursor))
        return corrupt(reader, error);
    g_free(reader->refused);
    reader->refused = g_strndup((const char *)why.bytes, why.n_bytes);
    hn_digest_update(reader->digest, hn_sealed_reader_info(reader->file)->digest, HN_DIGEST_BYTES);
    reader->at_end = TRUE;
    return TRUE;
}

/* Names start anew in each file, and are the same. */
static gboolean
open_next(SpoolReader *reader, GError **error)
{
    reader->path = reader->paths[reader->next_path++];
    g_clear_pointer(&reader->file, hn_sealed_reader_free);
    reader->file = hn_sealed_reader_new(reader->path, KIND, reader->key, NULL, error);
    reader->at_end = FALSE;
    reader->n_named = 0;
    return reader->file != NULL;
}

/* The size of the next batch, of the next file where one has ended; at the end of all the totals.
 */
static gboolean
look_ahead(SpoolReader *reader, GError **error)
{
    if (!read_size(reader, &reader->ahead_bytes, error) ||
        (reader->ahead_bytes == 0 && !read_totals(reader, error)))
        return FALSE;
    if (!reader->at_end || reader->is_refused)
        return TRUE;
    if (reader->paths[reader->next_path] != NULL)
        return open_next(reader, error) && look_ahead(reader, error);
    hn_digest_finish(reader->digest, reader->totals.sha256);
    return TRUE;
}

static gboolean
get_names(SpoolReader *reader, HnCursor *cursor)
{
    const guint64 n_new = hn_get_varint(cursor);
    if (n_new > hn_cursor_left(cursor))
        return FALSE;
    g_ptr_array_set_size(reader->names, (gint)reader->names->len - 1); /* its NULL */
    for (guint64 i = 0; i < n_new; i++, reader->n_named++) {
        const HnSlice name = hn_get_slice(cursor);
        if (reader->n_named == reader->names->len)
            g_ptr_array_add(reader->names, g_strndup((const char *)name.bytes, name.n_bytes));
        else if (!hn_slice_equal(name, hn_slice_of(reader->names->pdata[reader->n_named])))
            cursor->failed = TRUE;
    }
    g_ptr_array_add(reader->names, NULL);
    return hn_cursor_ok(cursor);
}

static gboolean
get_rows(HnCursor *cursor, HnRawBatch *batch, guint n_names)
{
    const guint64 n_columns = hn_get_varint(cursor);
    const guint64 n_rows = hn_get_varint(cursor);
    const gsize left = hn_cursor_left(cursor);
    if (!hn_cursor_ok(cursor) || n_columns > n_names || n_rows > left ||
        n_rows * (n_columns + 1) > left)
        return FALSE;
    batch->n_columns = batch->stride = (guint)n_columns;
    batch->n_rows = (guint)n_rows;
    batch->fields = hn_arena_array(batch->arena, HnRawField, n_rows * n_columns + 1);
    batch->offsets = hn_arena_array(batch->arena, guint64, n_rows + 1);
    HnRawField *field = batch->fields;
    for (guint row = 0; row < batch->n_rows; row++) {
        batch->offsets[row] = hn_get_varint(cursor);
        for (guint i = 0; i < batch->n_columns; i++, field++) {
            const guint64 head = hn_get_varint(cursor);
            const guint8 *bytes = hn_get_bytes(cursor, (gsize)(head >> 2));
            if (!hn_cursor_ok(cursor) || (head & 3) >= KINDS)
                return FALSE;
            *field = (HnRawField){ bytes, (guint32)(head >> 2), (guint8)(head & 3) };
        }
    }
    return TRUE;
}

static gboolean
get_quarantined(HnCursor *cursor, HnRawBatch *batch)
{
    const guint64 n = hn_get_varint(cursor);
    if (!hn_cursor_ok(cursor) || n > hn_cursor_left(cursor))
        return FALSE;
    batch->n_quarantined = (guint)n;
    batch->quarantined = hn_arena_array(batch->arena, HnQuarantined, n + 1);
    for (guint i = 0; i < n; i++) {
        HnQuarantined *row = &batch->quarantined[i];
        row->offset_bytes = hn_get_varint(cursor);
        row->n_records = hn_get_varint(cursor);
        const HnSlice reason = hn_get_slice(cursor);
        row->raw = hn_get_slice(cursor);
        row->raw_is_cut = hn_get_u8(cursor) != 0;
        row->key = hn_get_slice(cursor);
        if (!hn_cursor_ok(cursor))
            return FALSE;
        row->reason = hn_arena_array(batch->arena, char, reason.n_bytes + 1);
        memcpy(row->reason, reason.bytes, reason.n_bytes);
        row->reason[reason.n_bytes] = '\0';
    }
    return TRUE;
}

static gboolean
read_batch(SpoolReader *reader, HnRawBatch *batch, GError **error)
{
    const guint32 n_bytes = reader->ahead_bytes;
    guint8 *bytes = hn_arena_alloc(batch->arena, n_bytes, 1); /* the fields point into it */
    if (!read_exactly(reader, bytes, n_bytes, error))
        return FALSE;
    HnCursor cursor = hn_cursor(bytes, n_bytes);
    const gboolean is_whole = get_names(reader, &cursor) &&
                              get_rows(&cursor, batch, reader->names->len - 1) &&
                              get_quarantined(&cursor, batch) && hn_cursor_done(&cursor);
    if (is_whole && look_ahead(reader, error))
        return TRUE;
    hn_raw_batch_reset(batch); /* nothing of it may be taken for the entry of a refusal */
    if (!is_whole)
        corrupt(reader, error);
    return FALSE;
}

static gboolean
spool_reader_next(HnReader *base, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    SpoolReader *reader = (SpoolReader *)base;
    hn_raw_batch_reset(batch);
    *ret_more = FALSE;
    if (!reader->at_end && !read_batch(reader, batch, error))
        return FALSE;
    *ret_more = !reader->at_end;
    if (!reader->at_end || !reader->is_refused)
        return TRUE;
    g_set_error_literal(error, HN_BATCH_SPOOL_ERROR, HN_BATCH_SPOOL_ERROR_REFUSED, reader->refused);
    return FALSE;
}

static const char *const *
spool_reader_columns(HnReader *base, guint *ret_n)
{
    const SpoolReader *reader = (const SpoolReader *)base;
    *ret_n = reader->names->len - 1;
    return (const char *const *)reader->names->pdata;
}

static void
spool_reader_totals(HnReader *base, HnReaderTotals *ret_totals)
{
    *ret_totals = ((const SpoolReader *)base)->totals;
}

static gdouble
spool_reader_progress(HnReader *base)
{
    (void)base;
    return -1.0;
}

static void
spool_reader_free(HnReader *base)
{
    SpoolReader *reader = (SpoolReader *)base;
    hn_sealed_reader_free(reader->file);
    g_ptr_array_unref(reader->names);
    g_free(reader->refused);
    g_strfreev(reader->paths);
    hn_digest_free(reader->digest);
    g_free(reader);
}

HnReader *
hn_batch_spool_reader_new(const char *const *paths, const HnSealKey *key, GError **error)
{
    SpoolReader *reader = g_new0(SpoolReader, 1);
    reader->reader = (HnReader){ .next = spool_reader_next,
                                 .columns = spool_reader_columns,
                                 .totals = spool_reader_totals,
                                 .progress = spool_reader_progress,
                                 .free = spool_reader_free };
    reader->paths = g_strdupv((char **)(gsize)paths);
    reader->key = key;
    reader->digest = hn_digest_new();
    reader->names = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(reader->names, NULL);
    if (open_next(reader, error) && look_ahead(reader, error))
        return &reader->reader;
    spool_reader_free(&reader->reader);
    return NULL;
}
