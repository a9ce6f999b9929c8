/* Goal: cells become rows or whole quarantined rows, nothing between; the raw bytes of such a row
 * read back as the row; and read = accepted + quarantined, also when the delivery is refused. */
#include "connect/cell_rows.h"

#include "connect/connect_error.h"
#include "tests/reference/reader_text.h"

static HnCellRows *
rows_of(const char *encoding, guint64 record_bytes_max, const char *const *columns)
{
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .encoding = encoding, .record_bytes_max = record_bytes_max };
    HnCellRows *rows = hn_cell_rows_new(&options, &error);
    g_assert_no_error(error);
    for (; *columns != NULL; columns++)
        g_assert_true(hn_cell_rows_add_column(rows, *columns, NULL));
    return rows;
}

/* "~" is a missing cell. The cells' memory is gone when it returns. */
static void
put_row(HnCellRows *rows, const char *const *cells)
{
    g_auto(GStrv) copies = g_strdupv((char **)(gsize)cells);
    hn_cell_rows_begin(rows);
    for (guint i = 0; copies[i] != NULL; i++)
        if (strcmp(copies[i], "~") != 0)
            hn_cell_rows_text(rows, i, hn_slice_of(copies[i]));
    hn_cell_rows_end(rows);
}

#define PUT_ROW(rows, ...) put_row((rows), (const char *const[]){ __VA_ARGS__, NULL })

static void
assert_field(const HnRawBatch *batch, guint row, guint column, HnFieldKind kind, const char *text)
{
    const HnRawField *field = &batch->fields[(gsize)row * batch->stride + column];
    g_assert_cmpuint(field->kind, ==, kind);
    g_assert_cmpmem(field->bytes, field->n_bytes, text, strlen(text));
}

static const char *const two_columns[] = { "id", "name", NULL };

static void
test_cells_of_all_kinds(void)
{
    static const char *const columns[] = { "a", "b", "c", "d", NULL };
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnCellRows) rows = rows_of(NULL, 0, columns);
    HnReaderTotals totals;
    hn_cell_rows_start(rows, batch);
    PUT_ROW(rows, "Nguy\u1ec5n", "", "~", "x");
    hn_cell_rows_begin(rows);
    guint8 *room = hn_cell_rows_room(rows, 2);
    memcpy(room, "17", 2);
    hn_cell_rows_written(rows, 1, hn_slice(room, 2));
    hn_cell_rows_json(rows, 2, hn_slice_of("[1,\"\u00e9\"]"));
    hn_cell_rows_end(rows);
    hn_cell_rows_finish(rows);
    g_assert_cmpuint(batch->n_columns, ==, 4);
    g_assert_cmpuint(batch->n_rows, ==, 2);
    assert_field(batch, 0, 0, HN_FIELD_TEXT, "Nguy\u1ec5n");
    assert_field(batch, 0, 1, HN_FIELD_TEXT, "");
    assert_field(batch, 0, 2, HN_FIELD_MISSING, "");
    assert_field(batch, 1, 0, HN_FIELD_MISSING, "");
    assert_field(batch, 1, 1, HN_FIELD_TEXT, "17");
    assert_field(batch, 1, 2, HN_FIELD_JSON, "[1,\"\u00e9\"]");
    assert_field(batch, 1, 3, HN_FIELD_MISSING, "");
    g_assert_cmpuint(batch->offsets[1], ==, 1);
    hn_cell_rows_totals(rows, &totals);
    g_assert_cmpuint(totals.n_read, ==, 2);
    g_assert_cmpuint(totals.n_quarantined, ==, 0);
    g_assert_cmpuint(totals.n_bytes, ==, strlen("Nguy\u1ec5nx17[1,\"\u00e9\"]"));
}

static void
test_encodings(void)
{
    static const struct {
        const char *encoding, *cell, *text; /* text NULL: refused */
    } cases[] = {
        { NULL, "a\xc3", NULL },
        { "utf-8", "\xed\xa0\x80", NULL },
        { "tcvn3",
          "\xa7\xf8"
          "c",
          "\u0110\u1ee9c" },
        { "vni-windows", "vie\xe4t", "vi\u1ec7t" },
        { "vni-windows", "\xc7", NULL },
        { "viscii", "Nguy\xadn", "Nguy\u1ec5n" },
        { "windows-1252", "An", "An" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
        g_autoptr(HnCellRows) rows = rows_of(cases[i].encoding, 0, two_columns);
        hn_cell_rows_start(rows, batch);
        PUT_ROW(rows, "1", cases[i].cell);
        hn_cell_rows_finish(rows);
        g_assert_cmpuint(batch->n_rows, ==, cases[i].text == NULL ? 0 : 1);
        g_assert_cmpuint(batch->n_quarantined, ==, cases[i].text == NULL ? 1 : 0);
        if (cases[i].text != NULL)
            assert_field(batch, 0, 1, HN_FIELD_TEXT, cases[i].text);
        else
            g_assert_cmpstr(batch->quarantined[0].reason, ==, "encoding: column 'name'");
    }
}

static void
test_an_unknown_encoding_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .encoding = "no-such" };
    g_assert_null(hn_cell_rows_new(&options, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING);
}

static void
test_a_bad_row_is_whole_and_alone(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnCellRows) rows = rows_of(NULL, 10, two_columns);
    HnReaderTotals totals;
    hn_cell_rows_start(rows, batch);
    PUT_ROW(rows, "1", "An");
    PUT_ROW(rows, "\xff", "\xfe");    /* the first fault names the row */
    PUT_ROW(rows, "3", "0123456789"); /* eleven bytes */
    PUT_ROW(rows, "4", "012345678");
    hn_cell_rows_begin(rows);
    hn_cell_rows_fault(rows, 1, "cell_type", hn_slice_of("q"));
    hn_cell_rows_end(rows);
    hn_cell_rows_begin(rows);
    hn_cell_rows_json(rows, 0, hn_slice_of("[\"\xff\"]"));
    hn_cell_rows_end(rows);
    hn_cell_rows_finish(rows);
    g_assert_cmpuint(batch->n_rows, ==, 2);
    assert_field(batch, 1, 0, HN_FIELD_TEXT, "4");
    g_assert_cmpuint(batch->offsets[1], ==, 3);
    g_assert_cmpuint(batch->n_quarantined, ==, 4);
    static const char *const reasons[] = { "encoding: column 'id'", "too_long: column 'name'",
                                           "cell_type: column 'name'", "encoding: column 'id'" };
    static const guint64 places[] = { 1, 2, 4, 5 };
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++) {
        g_assert_cmpstr(batch->quarantined[i].reason, ==, reasons[i]);
        g_assert_cmpuint(batch->quarantined[i].offset_bytes, ==, places[i]);
        g_assert_cmpuint(batch->quarantined[i].n_records, ==, 1);
    }
    hn_cell_rows_totals(rows, &totals);
    g_assert_cmpuint(totals.n_read, ==, 6);
    g_assert_cmpuint(totals.n_quarantined, ==, 4);
}

/* The raw bytes are a file by themselves. */
static void
test_raw_reads_back(void)
{
    static const char *const columns[] = { "id", "na\"me, \u0111\n", "c", "d", NULL };
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnCellRows) rows = rows_of("latin1", 24, columns);
    hn_cell_rows_start(rows, batch);
    PUT_ROW(rows, "7", "\"q\"\r\nx, y;\"", "~", "too long by one byte");
    hn_cell_rows_finish(rows);
    g_assert_cmpuint(batch->n_quarantined, ==, 1);
    g_assert_false(batch->quarantined[0].raw_is_cut);
    const HnFileReaderOptions options = { .format = HN_RECORDS_CSV };
    g_autofree char *text = hn_reader_text_of(batch->quarantined[0].raw, &options);
    g_assert_cmpstr(text, ==,
                    "row 27 {\"id\":\"7\",\"na\\\"me, \u0111\\n\":\"\\\"q\\\"\\r\\nx, y;\\\"\","
                    "\"c\":\"\",\"d\":\"too long by one byte\"}\nread 1 = 1 + 0\n");
}

static void
test_raw_bytes_stay_as_delivered(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnCellRows) rows = rows_of("vni-windows", 0, two_columns);
    hn_cell_rows_start(rows, batch);
    PUT_ROW(rows, "vie\xe4t", "\xc7");
    hn_cell_rows_finish(rows);
    const HnSlice raw = batch->quarantined[0].raw;
    static const char expected[] = "\"id\",\"name\"\n\"vie\xe4t\",\"\xc7\"\n";
    g_assert_cmpmem(raw.bytes, raw.n_bytes, expected, sizeof expected - 1);
}

static void
test_huge_raw_is_cut(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnCellRows) rows = rows_of(NULL, 4, two_columns);
    g_autofree char *quotes = g_strnfill(HN_QUARANTINE_RAW_BYTES / 2 + 10, '"');
    hn_cell_rows_start(rows, batch);
    PUT_ROW(rows, quotes, "behind the cut");
    hn_cell_rows_finish(rows);
    g_assert_cmpuint(batch->quarantined[0].raw.n_bytes, ==, HN_QUARANTINE_RAW_BYTES);
    g_assert_true(batch->quarantined[0].raw_is_cut);
}

static void
assert_bad_column(HnCellRows *rows, const char *name, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_cell_rows_add_column(rows, name, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_HEADER);
    g_assert_nonnull(strstr(error->message, message));
}

static void
test_names_of_columns(void)
{
    g_autoptr(HnCellRows) rows = rows_of(NULL, 0, two_columns);
    guint n = 0;
    assert_bad_column(rows, NULL, "column 3 has no name");
    assert_bad_column(rows, "", "column 3 has no name");
    assert_bad_column(rows, "a\xff", "no UTF-8");
    assert_bad_column(rows, "Name", "column 3 has the name of an earlier one");
    g_assert_true(hn_cell_rows_add_column(rows, "\u0110\u1ecbA CH\u1ec8", NULL));
    assert_bad_column(rows, "\u0111\u1ecba ch\u1ec9", "column 4 has the name of an earlier one");
    const char *const *names = hn_cell_rows_columns(rows, &n);
    g_assert_cmpuint(n, ==, 3);
    g_assert_cmpstr(names[2], ==, "\u0110\u1ecbA CH\u1ec8");
}

static void
test_batches_end(void)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnCellRows) rows = rows_of(NULL, 0, two_columns);
    g_autofree char *cell = g_strnfill(300000, 'x');
    guint n = 0;
    hn_cell_rows_start(rows, batch);
    for (; !hn_cell_rows_is_full(rows); n++)
        PUT_ROW(rows, n % 2 == 0 ? "a" : "\xff", "b");
    g_assert_cmpuint(n, ==, 4096);
    hn_cell_rows_finish(rows);
    hn_cell_rows_start(rows, batch);
    for (n = 0; !hn_cell_rows_is_full(rows); n++)
        PUT_ROW(rows, "a", cell);
    g_assert_cmpuint(n, ==, 4); /* a MiB */
    hn_cell_rows_finish(rows);
    g_assert_cmpuint(batch->offsets[3], ==, 4099);
}

/* Sums over all batches: what an earlier one showed counts there, all else in the last entry. */
static void
assert_refusal_adds_up(guint n_good, guint n_bad, guint n_good_last, guint n_bad_last)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnCellRows) rows = rows_of(NULL, 0, two_columns);
    g_autoptr(GError) why = g_error_new(HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN, "it broke");
    HnReaderTotals totals;
    hn_cell_rows_start(rows, batch);
    for (guint i = 0; i < n_good + n_bad; i++)
        PUT_ROW(rows, i < n_good ? "a" : "\xff", "b");
    hn_cell_rows_finish(rows);
    guint64 n_shown = batch->n_quarantined;
    hn_cell_rows_start(rows, batch);
    for (guint i = 0; i < n_good_last + n_bad_last; i++)
        PUT_ROW(rows, i < n_good_last ? "a" : "\xff", "b");
    hn_cell_rows_finish(rows);
    hn_cell_rows_refuse(rows, batch, why);
    g_assert_cmpuint(batch->n_rows, ==, 0);
    g_assert_cmpuint(batch->n_quarantined, ==, 1);
    g_assert_cmpstr(batch->quarantined[0].reason, ==, "query: it broke");
    g_assert_cmpuint(batch->quarantined[0].n_records, >=, 1);
    n_shown += batch->quarantined[0].n_records;
    hn_cell_rows_totals(rows, &totals);
    g_assert_cmpuint(totals.n_quarantined, ==, n_shown);
    g_assert_cmpuint(totals.n_read, ==, n_shown);
    g_assert_cmpuint(n_shown, ==, MAX(n_good + n_bad + n_good_last + n_bad_last, n_bad + 1));
}

static void
test_a_refused_delivery_adds_up(void)
{
    assert_refusal_adds_up(0, 0, 0, 0);
    assert_refusal_adds_up(3, 0, 2, 0);
    assert_refusal_adds_up(3, 2, 0, 0);
    assert_refusal_adds_up(0, 2, 0, 0);
    assert_refusal_adds_up(3, 2, 4, 5); /* of the last batch nothing was shown */
    assert_refusal_adds_up(0, 2, 0, 5);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/cell_rows/cells_of_all_kinds", test_cells_of_all_kinds);
    g_test_add_func("/connect/cell_rows/encodings", test_encodings);
    g_test_add_func("/connect/cell_rows/unknown_encoding", test_an_unknown_encoding_is_refused);
    g_test_add_func("/connect/cell_rows/a_bad_row_is_whole_and_alone",
                    test_a_bad_row_is_whole_and_alone);
    g_test_add_func("/connect/cell_rows/raw_reads_back", test_raw_reads_back);
    g_test_add_func("/connect/cell_rows/raw_bytes_stay_as_delivered",
                    test_raw_bytes_stay_as_delivered);
    g_test_add_func("/connect/cell_rows/huge_raw_is_cut", test_huge_raw_is_cut);
    g_test_add_func("/connect/cell_rows/names_of_columns", test_names_of_columns);
    g_test_add_func("/connect/cell_rows/batches_end", test_batches_end);
    g_test_add_func("/connect/cell_rows/refused_delivery", test_a_refused_delivery_adds_up);
    return g_test_run();
}
