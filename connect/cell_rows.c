#include "connect/cell_rows.h"

#include "connect/batch_builder.h"
#include "connect/cell_decoder.h"
#include "connect/char_decoder.h"
#include "connect/connect_error.h"
#include "text/utf8.h"

#define ROWS_MAX 4096u
#define BATCH_BYTES ((gsize)1 << 20)
#define RECORD_BYTES_DEFAULT ((guint64)1 << 20)

struct _HnCellRows {
    HnColumnNames *names;
    HnColumnNames *folded; /* the same, case folded */
    HnBatchBuilder builder;
    HnCellDecoder *decoder; /* NULL: UTF-8 */
    guint64 record_bytes_max;
    guint64 row;     /* its number, from 0 */
    guint64 n_shown; /* quarantined rows that earlier batches hold */
    guint64 n_bytes; /* of all cells so far, as delivered */
    gsize batch_bytes, row_bytes;
    HnRawField *fields; /* of the row being filled */
    GArray *raw;        /* HnSlice [columns]: its cells as delivered */
    const char *fault;  /* code, NULL: none so far */
    guint fault_column;
};

HnCellRows *
hn_cell_rows_new(const HnQueryOptions *options, GError **error)
{
    HnCellDecoder *decoder = NULL;
    if (!hn_char_decoder_is_utf8(options->encoding)) {
        decoder = hn_cell_decoder_new(options->encoding, error);
        if (decoder == NULL)
            return NULL;
    }
    HnCellRows *rows = g_new0(HnCellRows, 1);
    rows->decoder = decoder;
    rows->names = hn_column_names_new();
    rows->folded = hn_column_names_new();
    rows->builder = (HnBatchBuilder){ .names = rows->names, .where = G_MAXUINT };
    rows->record_bytes_max =
        options->record_bytes_max == 0 ? RECORD_BYTES_DEFAULT : options->record_bytes_max;
    rows->raw = g_array_new(FALSE, TRUE, sizeof(HnSlice));
    return rows;
}

void
hn_cell_rows_free(HnCellRows *rows)
{
    if (rows == NULL)
        return;
    hn_column_names_free(rows->names);
    hn_column_names_free(rows->folded);
    hn_cell_decoder_free(rows->decoder);
    g_array_unref(rows->raw);
    g_free(rows);
}

gboolean
hn_cell_rows_add_column(HnCellRows *rows, const char *name, GError **error)
{
    const guint index = rows->raw->len;
    const char *problem = NULL;
    if (name == NULL || *name == '\0')
        problem = "has no name: give it one in the query (AS)";
    else if (!hn_utf8_valid(hn_slice_of(name)))
        problem = "has a name that is no UTF-8";
    g_autofree char *folded = problem == NULL ? g_utf8_casefold(name, -1) : NULL;
    if (problem == NULL && hn_column_names_add(rows->folded, hn_slice_of(folded)) != index)
        problem = "has the name of an earlier one, or is the 16,385th";
    if (problem != NULL) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_HEADER, "header: column %u %s",
                    index + 1, problem);
        return FALSE;
    }
    hn_column_names_add(rows->names, hn_slice_of(name));
    g_array_set_size(rows->raw, index + 1);
    return TRUE;
}

const char *const *
hn_cell_rows_columns(const HnCellRows *rows, guint *ret_n)
{
    *ret_n = rows->raw->len;
    return hn_column_names_all(rows->names);
}

void
hn_cell_rows_start(HnCellRows *rows, HnRawBatch *batch)
{
    hn_raw_batch_reset(batch);
    rows->n_shown = rows->builder.n_quarantined;
    hn_batch_builder_start(&rows->builder, batch);
    hn_batch_builder_set_stride(&rows->builder, rows->raw->len);
    rows->batch_bytes = 0;
}

gboolean
hn_cell_rows_is_full(const HnCellRows *rows)
{
    const HnRawBatch *batch = rows->builder.batch;
    return batch->n_rows + batch->n_quarantined >= ROWS_MAX || rows->batch_bytes >= BATCH_BYTES;
}

void
hn_cell_rows_begin(HnCellRows *rows)
{
    rows->fields = hn_batch_builder_row(&rows->builder);
    memset(rows->raw->data, 0, rows->raw->len * sizeof(HnSlice));
    rows->fault = NULL;
    rows->row_bytes = 0;
}

guint8 *
hn_cell_rows_room(HnCellRows *rows, gsize n_bytes)
{
    return hn_arena_alloc(rows->builder.batch->arena, n_bytes, 1);
}

static void
set_field(HnCellRows *rows, guint column, HnSlice bytes, HnFieldKind kind)
{
    rows->fields[column] = (HnRawField){ .bytes = bytes.bytes,
                                         .n_bytes = (guint32)bytes.n_bytes,
                                         .kind = (guint8)kind };
}

/* What is too long is not copied: it is refused with its row. FALSE: so it is. */
static gboolean
note_raw(HnCellRows *rows, guint column, HnSlice cell)
{
    g_array_index(rows->raw, HnSlice, column) = cell;
    rows->row_bytes += cell.n_bytes;
    if (rows->row_bytes > rows->record_bytes_max)
        hn_cell_rows_fault(rows, column, "too_long", cell);
    return rows->fault == NULL;
}

void
hn_cell_rows_text(HnCellRows *rows, guint column, HnSlice cell)
{
    HnArena *arena = rows->builder.batch->arena;
    if (!note_raw(rows, column, cell))
        return;
    if (rows->decoder == NULL && hn_utf8_valid(cell)) {
        set_field(rows, column, hn_arena_copy(arena, cell), HN_FIELD_TEXT);
        return;
    }
    HnSlice decoded;
    if (rows->decoder == NULL || !hn_cell_decoder_decode(rows->decoder, cell, arena, &decoded))
        hn_cell_rows_fault(rows, column, "encoding", cell);
    else
        set_field(rows, column, decoded.bytes == cell.bytes ? hn_arena_copy(arena, cell) : decoded,
                  HN_FIELD_TEXT);
}

void
hn_cell_rows_written(HnCellRows *rows, guint column, HnSlice cell)
{
    if (note_raw(rows, column, cell))
        set_field(rows, column, cell, HN_FIELD_TEXT);
}

void
hn_cell_rows_json(HnCellRows *rows, guint column, HnSlice cell)
{
    if (!note_raw(rows, column, cell))
        return;
    if (!hn_utf8_valid(cell))
        hn_cell_rows_fault(rows, column, "encoding", cell);
    else
        set_field(rows, column, hn_arena_copy(rows->builder.batch->arena, cell), HN_FIELD_JSON);
}

void
hn_cell_rows_fault(HnCellRows *rows, guint column, const char *code, HnSlice cell)
{
    g_array_index(rows->raw, HnSlice, column) = cell;
    if (rows->fault != NULL)
        return;
    rows->fault = code;
    rows->fault_column = column;
}

static void
put_csv(GByteArray *out, HnSlice cell, gboolean first)
{
    const guint8 quote = '"';
    if (!first)
        g_byte_array_append(out, (const guint8 *)",", 1);
    g_byte_array_append(out, &quote, 1);
    for (gsize i = 0; i < cell.n_bytes && out->len < HN_QUARANTINE_RAW_BYTES; i++) {
        if (cell.bytes[i] == quote)
            g_byte_array_append(out, &quote, 1);
        g_byte_array_append(out, cell.bytes + i, 1);
    }
    g_byte_array_append(out, &quote, 1);
}

/* A header and the row, so that it can be read again alone. A NULL has become an empty text. */
static HnSlice
raw_row(const HnCellRows *rows)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (guint i = 0; i < rows->raw->len; i++)
        put_csv(out, hn_column_names_get(rows->names, i), i == 0);
    g_byte_array_append(out, (const guint8 *)"\n", 1);
    for (guint i = 0; i < rows->raw->len; i++)
        put_csv(out, g_array_index(rows->raw, HnSlice, i), i == 0);
    g_byte_array_append(out, (const guint8 *)"\n", 1);
    return hn_arena_copy(rows->builder.batch->arena, hn_slice(out->data, out->len));
}

static void
quarantine_row(HnCellRows *rows)
{
    const HnSlice name = hn_column_names_get(rows->names, rows->fault_column);
    g_autofree char *reason = g_strdup_printf("%s: column '%.*s'", rows->fault, (int)name.n_bytes,
                                              (const char *)name.bytes);
    const HnQuarantined row = { .offset_bytes = rows->row,
                                .n_records = 1,
                                .reason = reason,
                                .raw = raw_row(rows),
                                .raw_is_cut = rows->row_bytes > HN_QUARANTINE_RAW_BYTES };
    hn_batch_builder_quarantine(&rows->builder, &row);
}

void
hn_cell_rows_end(HnCellRows *rows)
{
    if (rows->fault == NULL)
        hn_batch_builder_accept(&rows->builder, rows->row);
    else
        quarantine_row(rows);
    rows->row++;
    rows->batch_bytes += rows->row_bytes;
    rows->n_bytes += rows->row_bytes;
}

void
hn_cell_rows_finish(HnCellRows *rows)
{
    hn_batch_builder_finish(&rows->builder);
}

void
hn_cell_rows_refuse(HnCellRows *rows, HnRawBatch *batch, const GError *why)
{
    const guint64 n_read = rows->builder.n_read;
    g_autofree char *reason = g_strconcat("query: ", why->message, NULL);
    hn_raw_batch_reset(batch);
    hn_batch_builder_start(&rows->builder, batch);
    rows->builder.n_read = rows->builder.n_quarantined = rows->n_shown;
    const HnQuarantined all = { .n_records = MAX(n_read, rows->n_shown + 1) - rows->n_shown,
                                .reason = reason,
                                .raw_is_cut = TRUE };
    hn_batch_builder_quarantine(&rows->builder, &all);
}

void
hn_cell_rows_totals(const HnCellRows *rows, HnReaderTotals *ret_totals)
{
    *ret_totals = (HnReaderTotals){ .n_bytes = rows->n_bytes,
                                    .n_read = rows->builder.n_read,
                                    .n_quarantined = rows->builder.n_quarantined };
}
