/* Goal: bytes, UTF-8 and JSON become the cells that the interface of queries promises. */
#include "connect/cell_value.h"

typedef void (*Put)(HnCellRows *rows, guint column, HnSlice cell);

static HnCellRows *
one_column(const char *encoding)
{
    const HnQueryOptions options = { .encoding = encoding, .record_bytes_max = 64 };
    HnCellRows *rows = hn_cell_rows_new(&options, NULL);
    g_assert_true(hn_cell_rows_add_column(rows, "cell", NULL));
    return rows;
}

/* The cell as text, JSON behind a ~; NULL: missing; of a quarantined row its reason. */
static char *
put_one(const char *encoding, Put put, HnSlice cell)
{
    g_autoptr(HnCellRows) rows = one_column(encoding);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    hn_cell_rows_start(rows, batch);
    hn_cell_rows_begin(rows);
    put(rows, 0, cell);
    hn_cell_rows_end(rows);
    hn_cell_rows_finish(rows);
    if (batch->n_quarantined == 1)
        return g_strdup(batch->quarantined[0].reason);
    const HnRawField *field = batch->fields;
    if (field->kind == HN_FIELD_MISSING)
        return NULL;
    g_autofree char *text = g_strndup((const char *)field->bytes, field->n_bytes);
    return g_strconcat(field->kind == HN_FIELD_JSON ? "~" : "", text, NULL);
}

static void
test_hex(void)
{
    g_autofree char *some = put_one(NULL, hn_cell_value_hex, hn_slice("\x00\x7f\xff", 3));
    g_assert_cmpstr(some, ==, "007fff");
    g_autofree char *none = put_one(NULL, hn_cell_value_hex, hn_slice("", 0));
    g_assert_cmpstr(none, ==, "");
    g_autofree char *bytes = g_strnfill(33, 'x');
    g_autofree char *many = put_one(NULL, hn_cell_value_hex, hn_slice_of(bytes));
    g_assert_cmpstr(many, ==, "too_long: column 'cell'");
}

static void
test_utf8(void)
{
    for (guint i = 0; i < 2; i++) {
        const char *encoding = i == 0 ? NULL : "tcvn3";
        g_autofree char *valid = put_one(encoding, hn_cell_value_utf8, hn_slice_of("Nguyễn"));
        g_assert_cmpstr(valid, ==, "Nguyễn");
        g_autofree char *empty = put_one(encoding, hn_cell_value_utf8, hn_slice(NULL, 0));
        g_assert_cmpstr(empty, ==, "");
        g_autofree char *invalid = put_one(encoding, hn_cell_value_utf8, hn_slice("a\xff", 2));
        g_assert_cmpstr(invalid, ==, "encoding: column 'cell'");
    }
}

static void
test_utf16(void)
{
    static const struct {
        guint16 units[4];
        gsize n_bytes;
        const char *expected;
    } cases[] = {
        { { 'a', 0x1EC5, 0xD83D, 0xDE00 }, 8, "aễ😀" },
        { { 0 }, 0, "" },
        { { 0xFFFD, 0xD7FF, 0xE000, 0xFFFF }, 8, "\uFFFD\xed\x9f\xbf\uE000\uFFFF" },
        { { 0xD800, 0xDC00, 0xDBFF, 0xDFFF }, 8, "\U00010000\U0010FFFF" },
        { { 'a', 0xD83D }, 4, NULL },
        { { 0xDE00, 'a' }, 4, NULL },
        { { 0xD83D, 'a' }, 4, NULL },
        { { 0xD83D, 0xD83D }, 4, NULL },
        { { 'a', 'b' }, 3, NULL },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *cell =
            put_one("tcvn3", hn_cell_value_utf16, hn_slice(cases[i].units, cases[i].n_bytes));
        g_assert_cmpstr(cell, ==,
                        cases[i].expected == NULL ? "encoding: column 'cell'" : cases[i].expected);
    }
}

static void
test_json(void)
{
    static const char *const cases[][2] = {
        { "{\"a\": [1, 2.50], \"b\" : null }", "~{\"a\":[1,2.50],\"b\":null}" },
        { " [ ] ", "~[]" },
        { "\"\\u1ea7\\n\"", "ầ\n" },
        { "\"\"", "" },
        { "12.50", "~12.50" },
        { "true", "~true" },
        { "null", NULL },
        { " null ", NULL },
        { "{\"a\":", "{\"a\":" },
        { "", "" },
        { "nothing", "nothing" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *cell = put_one("tcvn3", hn_cell_value_json, hn_slice_of(cases[i][0]));
        g_assert_cmpstr(cell, ==, cases[i][1]);
    }
    g_autofree char *invalid = put_one(NULL, hn_cell_value_json, hn_slice("[\"\xff\"]", 5));
    g_assert_cmpstr(invalid, ==, "encoding: column 'cell'");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/cell_value/hex", test_hex);
    g_test_add_func("/connect/cell_value/utf8", test_utf8);
    g_test_add_func("/connect/cell_value/utf16", test_utf16);
    g_test_add_func("/connect/cell_value/json", test_json);
    return g_test_run();
}
