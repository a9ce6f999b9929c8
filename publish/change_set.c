#include "publish/change_set.h"

#include "base/io.h"

#define VERSION 1u

/* ---- reading ---- */

struct _HnChangeReader {
    HnChunkReader *file;
    guint64 previous;
    guint n_key;
    GPtrArray *columns; /* char * */
    guint8 audience[HN_DIGEST_BYTES];
    GByteArray *operations;
    GArray *fields; /* HnSlice, borrowed from the chunk */
};

static gboolean
get_header(HnChangeReader *reader, HnCursor *header, GError **error)
{
    if (!hn_chunk_reader_version(reader->file, header, VERSION, error))
        return FALSE;
    reader->previous = hn_get_varint(header);
    const guint8 *audience = hn_get_bytes(header, HN_DIGEST_BYTES);
    const guint64 n_key = hn_get_varint(header);
    const guint64 n = hn_get_varint(header);
    if (!hn_cursor_ok(header) || n_key == 0 || n_key > n || n > hn_cursor_left(header))
        return hn_chunk_reader_refuse(reader->file, "its header is damaged", error);
    memcpy(reader->audience, audience, HN_DIGEST_BYTES);
    reader->n_key = (guint)n_key;
    for (guint64 i = 0; i < n; i++) {
        const HnSlice name = hn_get_slice(header);
        g_ptr_array_add(reader->columns, g_strndup((const char *)name.bytes, name.n_bytes));
    }
    return hn_cursor_done(header) ||
           hn_chunk_reader_refuse(reader->file, "its header is damaged", error);
}

HnChangeReader *
hn_change_reader_new(HnStore *store, const HnSegment *segment, GError **error)
{
    HnCursor header;
    g_autoptr(HnChangeReader) reader = g_new0(HnChangeReader, 1);
    reader->columns = g_ptr_array_new_with_free_func(g_free);
    reader->operations = g_byte_array_new();
    reader->fields = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    reader->file = hn_chunk_reader_new(store, segment, &header, error);
    if (reader->file == NULL || !get_header(reader, &header, error))
        return NULL;
    return g_steal_pointer(&reader);
}

void
hn_change_reader_free(HnChangeReader *reader)
{
    if (reader == NULL)
        return;
    hn_chunk_reader_free(reader->file);
    g_ptr_array_unref(reader->columns);
    g_byte_array_unref(reader->operations);
    g_array_unref(reader->fields);
    g_free(reader);
}

guint64
hn_change_reader_previous(const HnChangeReader *reader)
{
    return reader->previous;
}

guint
hn_change_reader_n_key(const HnChangeReader *reader)
{
    return reader->n_key;
}

const char *const *
hn_change_reader_columns(const HnChangeReader *reader, guint *ret_n)
{
    *ret_n = reader->columns->len;
    return (const char *const *)reader->columns->pdata;
}

static gboolean
has_columns_of(const HnChangeReader *reader, const HnTarget *target)
{
    gboolean fits = reader->columns->len == target->n_columns && reader->n_key == target->n_key;
    for (guint i = 0; fits && i < target->n_columns; i++)
        fits = strcmp(reader->columns->pdata[i], target->columns[i]) == 0;
    return fits;
}

gboolean
hn_change_reader_fits(const HnChangeReader *reader, const HnTarget *target)
{
    return has_columns_of(reader, target) &&
           memcmp(reader->audience, target->audience, HN_DIGEST_BYTES) == 0;
}

/* A field is 0 for none, else its bytes + 1, and the bytes. */
static HnSlice
get_field(HnCursor *cursor)
{
    const guint64 head = hn_get_varint(cursor);
    if (head == 0)
        return hn_slice(NULL, 0);
    const guint8 *bytes = hn_get_bytes(cursor, (gsize)(head - 1));
    return hn_slice(bytes, (gsize)(head - 1));
}

static gboolean
get_row(HnChangeReader *reader, HnCursor *cursor)
{
    const guint8 operation = hn_get_u8(cursor);
    const guint n_columns = reader->columns->len;
    const guint at = reader->fields->len;
    const guint n_given = operation == HN_CHANGE_DELETE ? reader->n_key : n_columns;
    if (operation != HN_CHANGE_UPSERT && operation != HN_CHANGE_DELETE)
        return FALSE;
    g_byte_array_append(reader->operations, &operation, 1);
    g_array_set_size(reader->fields, at + n_columns);
    HnSlice *fields = (HnSlice *)(gpointer)reader->fields->data + at;
    for (guint i = 0; i < n_columns; i++)
        fields[i] = i < n_given ? get_field(cursor) : hn_slice(NULL, 0);
    for (guint i = 0; i < reader->n_key; i++)
        if (fields[i].bytes == NULL)
            return FALSE;
    return hn_cursor_ok(cursor);
}

gboolean
hn_change_reader_next(HnChangeReader *reader, HnChangeRows *ret, GError **error)
{
    HnCursor cursor;
    gboolean more = FALSE;
    g_byte_array_set_size(reader->operations, 0);
    g_array_set_size(reader->fields, 0);
    *ret = (HnChangeRows){ .n_columns = reader->columns->len };
    if (!hn_chunk_reader_next(reader->file, &cursor, &more, error))
        return FALSE;
    while (more && hn_cursor_left(&cursor) > 0)
        if (!get_row(reader, &cursor))
            return hn_chunk_reader_refuse(reader->file, "a row is damaged", error);
    ret->n_rows = reader->operations->len;
    ret->operations = reader->operations->data;
    ret->fields = (const HnSlice *)(gconstpointer)reader->fields->data;
    return TRUE;
}

/* ---- writing ---- */

/* One of the two files that come out. */
typedef struct {
    const char *kind;
    char *path;
    HnChunkWriter *file;
    GByteArray *chunk;
    guint64 n_in_chunk;
} Out;

struct _HnTargetDiff {
    HnTargetDiffOptions options;
    HnChangeReader *last;  /* NULL: nothing to compare with */
    HnChangeRows known;    /* of it */
    guint at;              /* the row of known that comes next */
    gboolean is_other;     /* the last state has other columns: all its rows are written anew */
    gboolean is_of_others; /* or was made for another audience */
    Out state, set;
};

static gboolean
open_out(HnTargetDiff *diff, Out *out, const char *kind, GError **error)
{
    const HnTarget *target = diff->options.target;
    HnStore *store = diff->options.store;
    g_autoptr(GByteArray) header = g_byte_array_new();
    out->kind = kind;
    out->chunk = g_byte_array_new();
    out->path = hn_store_segment_path(store, diff->options.run, kind, target->name, error);
    if (out->path == NULL)
        return FALSE;
    g_autofree char *full = hn_store_path(store, out->path);
    hn_put_varint(header, VERSION);
    hn_put_varint(header, diff->options.previous);
    hn_put_bytes(header, target->audience, HN_DIGEST_BYTES);
    hn_put_varint(header, target->n_key);
    hn_put_varint(header, target->n_columns);
    for (guint i = 0; i < target->n_columns; i++)
        hn_put_slice(header, hn_slice_of(target->columns[i]));
    if (!hn_io_unlink(full, error)) /* of a killed attempt */
        return FALSE;
    out->file = hn_chunk_writer_new(store, out->path, kind, header, error);
    return out->file != NULL;
}

static gboolean
flush(Out *out, GError **error)
{
    if (out->n_in_chunk == 0)
        return TRUE;
    const gboolean ok = hn_chunk_writer_put(out->file, hn_slice(out->chunk->data, out->chunk->len),
                                            out->n_in_chunk, error);
    g_byte_array_set_size(out->chunk, 0);
    out->n_in_chunk = 0;
    return ok;
}

static gboolean
put_row(Out *out, HnChangeOperation operation, const HnSlice *fields, guint n_fields,
        GError **error)
{
    hn_put_u8(out->chunk, (guint8)operation);
    for (guint i = 0; i < n_fields; i++) {
        hn_put_varint(out->chunk, fields[i].bytes == NULL ? 0 : (guint64)fields[i].n_bytes + 1);
        hn_put_bytes(out->chunk, fields[i].bytes, fields[i].n_bytes);
    }
    out->n_in_chunk++;
    return out->chunk->len < HN_CHUNK_BYTES || flush(out, error);
}

static gboolean
next_known(HnTargetDiff *diff, GError **error)
{
    if (diff->last == NULL || ++diff->at < diff->known.n_rows)
        return TRUE;
    diff->at = 0;
    return hn_change_reader_next(diff->last, &diff->known, error);
}

static const HnSlice *
known_row(const HnTargetDiff *diff)
{
    if (diff->last == NULL || diff->at >= diff->known.n_rows)
        return NULL;
    return diff->known.fields + (gsize)diff->at * diff->known.n_columns;
}

HnTargetDiff *
hn_target_diff_new(const HnTargetDiffOptions *options, GError **error)
{
    g_autoptr(HnTargetDiff) diff = g_new0(HnTargetDiff, 1);
    diff->options = *options;
    if (options->last != NULL) {
        diff->last = hn_change_reader_new(options->store, options->last, error);
        if (diff->last == NULL)
            return NULL;
        /* A key of other columns cannot be compared: such a target is filled anew. */
        diff->is_other = !has_columns_of(diff->last, options->target);
        diff->is_of_others = !hn_change_reader_fits(diff->last, options->target);
        if (hn_change_reader_n_key(diff->last) != options->target->n_key) {
            diff->options.previous = 0;
            g_clear_pointer(&diff->last, hn_change_reader_free);
        }
    }
    if (diff->last != NULL && !hn_change_reader_next(diff->last, &diff->known, error))
        return NULL;
    if (!open_out(diff, &diff->state, HN_CHANGE_STATE, error) ||
        !open_out(diff, &diff->set, HN_CHANGE_SET, error))
        return NULL;
    return g_steal_pointer(&diff);
}

static int
compare_keys(const HnSlice *a, const HnSlice *b, guint n_key)
{
    int order = 0;
    for (guint i = 0; order == 0 && i < n_key; i++)
        order = hn_slice_compare(a[i], b[i]);
    return order;
}

static gboolean
same_row(const HnSlice *a, const HnSlice *b, guint n)
{
    for (guint i = 0; i < n; i++)
        if ((a[i].bytes == NULL) != (b[i].bytes == NULL) || !hn_slice_equal(a[i], b[i]))
            return FALSE;
    return TRUE;
}

/* Rows of the last state before @key (NULL: all that are left) are gone. */
static gboolean
drop_before(HnTargetDiff *diff, const HnSlice *key, GError **error)
{
    const guint n_key = diff->options.target->n_key;
    for (const HnSlice *row; (row = known_row(diff)) != NULL;) {
        if (key != NULL && compare_keys(row, key, n_key) >= 0)
            break;
        if (!put_row(&diff->set, HN_CHANGE_DELETE, row, n_key, error) || !next_known(diff, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_target_diff_put(HnTargetDiff *diff, const HnSlice *fields, GError **error)
{
    const HnTarget *target = diff->options.target;
    if (!put_row(&diff->state, HN_CHANGE_UPSERT, fields, target->n_columns, error) ||
        !drop_before(diff, fields, error))
        return FALSE;
    const HnSlice *row = known_row(diff);
    const gboolean is_known = row != NULL && compare_keys(row, fields, target->n_key) == 0;
    if ((!is_known || diff->is_other || !same_row(row, fields, target->n_columns)) &&
        !put_row(&diff->set, HN_CHANGE_UPSERT, fields, target->n_columns, error))
        return FALSE;
    return !is_known || next_known(diff, error);
}

static gboolean
close_out(HnTargetDiff *diff, Out *out, GPtrArray *segments, GError **error)
{
    HnSealedInfo info;
    if (!hn_chunk_writer_finish(out->file, &info, error))
        return FALSE;
    g_ptr_array_add(segments,
                    hn_segment_new(out->kind, diff->options.target->name, out->path,
                                   diff->options.run, hn_chunk_writer_rows(out->file), &info));
    return TRUE;
}

gboolean
hn_target_diff_finish(HnTargetDiff *diff, GPtrArray *segments, GError **error)
{
    if (!drop_before(diff, NULL, error) || !flush(&diff->state, error) || !flush(&diff->set, error))
        return FALSE;
    /* The first state, and the first of other columns or readers, counts even where it is empty. */
    const gboolean is_first = diff->options.last == NULL || diff->is_of_others;
    if (hn_chunk_writer_rows(diff->set.file) == 0 && !is_first)
        return TRUE;
    return close_out(diff, &diff->state, segments, error) &&
           close_out(diff, &diff->set, segments, error);
}

static void
out_clear(Out *out)
{
    hn_chunk_writer_free(out->file);
    if (out->chunk != NULL)
        g_byte_array_unref(out->chunk);
    g_free(out->path);
}

void
hn_target_diff_free(HnTargetDiff *diff)
{
    if (diff == NULL)
        return;
    hn_change_reader_free(diff->last);
    out_clear(&diff->state);
    out_clear(&diff->set);
    g_free(diff);
}
