#include "tests/reference/tuple_text.h"

#include "tests/reference/reader_text.h"

typedef struct {
    HnReader reader;
    HnPostgresqlTuples *tuples;
    HnCellRows *rows;
    HnSlice left;
    gsize piece_bytes;
    HnTuplesStep last;
    gboolean has_ended;
} StreamReader;

static gboolean
next_batch(HnReader *base, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    StreamReader *reader = (StreamReader *)base;
    (void)error;
    hn_cell_rows_start(reader->rows, batch);
    *ret_more = TRUE;
    while (*ret_more && !hn_cell_rows_is_full(reader->rows)) {
        reader->last = hn_postgresql_tuples_step(reader->tuples);
        const gsize n = MIN(reader->left.n_bytes, reader->piece_bytes);
        reader->has_ended = reader->has_ended || reader->last == HN_TUPLES_END;
        if (reader->last == HN_TUPLES_BAD || (reader->last == HN_TUPLES_MORE && n == 0)) {
            *ret_more = FALSE;
        } else if (reader->last == HN_TUPLES_MORE) {
            hn_postgresql_tuples_feed(reader->tuples, hn_slice(reader->left.bytes, n));
            reader->left = hn_slice(reader->left.bytes + n, reader->left.n_bytes - n);
        }
    }
    if (!*ret_more && reader->last == HN_TUPLES_MORE && reader->has_ended)
        reader->last = HN_TUPLES_END;
    hn_cell_rows_finish(reader->rows);
    return TRUE;
}

static const char *const *
stream_columns(HnReader *base, guint *ret_n)
{
    return hn_cell_rows_columns(((StreamReader *)base)->rows, ret_n);
}

static void
stream_totals(HnReader *base, HnReaderTotals *ret_totals)
{
    hn_cell_rows_totals(((StreamReader *)base)->rows, ret_totals);
}

char *
hn_tuple_text(const HnPostgresqlKind *kinds, guint n_kinds, HnSlice stream, gsize piece_bytes,
              guint64 record_bytes_max)
{
    static const char *const words[] = { "row", "more", "end", "bad" };
    const HnQueryOptions options = { .record_bytes_max = record_bytes_max };
    g_autoptr(HnCellRows) rows = hn_cell_rows_new(&options, NULL);
    g_autoptr(HnPostgresqlTuples) tuples =
        hn_postgresql_tuples_new(rows, record_bytes_max == 0 ? G_MAXUINT64 : record_bytes_max);
    for (guint i = 0; i < n_kinds; i++) {
        g_autofree char *name = g_strdup_printf("%u", i);
        g_assert_true(hn_cell_rows_add_column(rows, name, NULL));
        hn_postgresql_tuples_add_column(tuples, kinds[i]);
    }
    StreamReader reader = {
        .reader = { .next = next_batch, .columns = stream_columns, .totals = stream_totals },
        .tuples = tuples,
        .rows = rows,
        .left = stream,
        .piece_bytes = piece_bytes == 0 ? G_MAXSIZE : piece_bytes
    };
    g_autofree char *text = hn_reader_text(&reader.reader);
    return g_strconcat(text, words[reader.last], "\n", NULL);
}

void
hn_tuple_number(GByteArray *stream, guint64 number, guint n_bytes)
{
    for (guint i = 0; i < n_bytes; i++) {
        const guint8 byte = (guint8)(number >> (8 * (n_bytes - 1 - i)));
        g_byte_array_append(stream, &byte, 1);
    }
}

void
hn_tuple_header(GByteArray *stream)
{
    g_byte_array_append(stream, (const guint8 *)"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0", 19);
}

void
hn_tuple_begin(GByteArray *stream, gint16 n_fields)
{
    hn_tuple_number(stream, (guint64)n_fields, 2);
}

void
hn_tuple_value(GByteArray *stream, const void *bytes, gsize n_bytes)
{
    hn_tuple_number(stream, n_bytes, 4);
    g_byte_array_append(stream, bytes, (guint)n_bytes);
}

void
hn_tuple_missing(GByteArray *stream)
{
    hn_tuple_number(stream, G_MAXUINT32, 4);
}
