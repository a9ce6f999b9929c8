/* Goal: bytes, UTF-8 and JSON become the cells that the interface of queries promises. */
#include "connect/cell_value.h"

#include <math.h>

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
put_float(HnCellRows *rows, guint column, HnSlice cell)
{
    gfloat value;
    memcpy(&value, cell.bytes, sizeof value);
    hn_cell_value_float(rows, column, value);
}

/* As MariaDB writes them, but that no digit is left out. */
static void
test_float(void)
{
    static const struct {
        gfloat value;
        const char *expected;
    } cases[] = {
        { 0, "0" },
        { -0.0f, "-0" },
        { 1, "1" },
        { -0.5f, "-0.5" },
        { 0.1f, "0.1" },
        { 1.1f, "1.1" },
        { 100000, "100000" },
        { 1e6f, "1000000" },
        { 16777216, "16777216" },
        { 123456790, "123456790" },
        { 3.1415927f, "3.1415927" },
        { 1.00000012f, "1.0000001" },
        { 8388608.5f, "8388608" },
        { 9.9999999e13f, "100000000000000" },
        { 1e15f, "1e15" },
        { 1e14f, "100000000000000" },
        { 1.5e15f, "1.5e15" },
        { 1e22f, "1e22" },
        { -1.25e22f, "-1.25e22" },
        { 1e-5f, "0.00001" },
        { 1.5e-14f, "0.000000000000015" },
        { 1e-15f, "0.000000000000001" },
        { 1e-16f, "1e-16" },
        { 1e-20f, "1e-20" },
        { 3.4028235e38f, "3.4028235e38" },
        { 1.17549435e-38f, "1.1754944e-38" },
        { 1e-45f, "1.4013e-45" },
        { INFINITY, "Infinity" },
        { -INFINITY, "-Infinity" },
        { NAN, "NaN" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *cell =
            put_one(NULL, put_float, hn_slice(&cases[i].value, sizeof cases[i].value));
        g_assert_cmpstr(cell, ==, cases[i].expected);
        if (isfinite(cases[i].value))
            g_assert_true((gfloat)g_ascii_strtod(cell, NULL) - cases[i].value == 0);
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
    g_test_add_func("/connect/cell_value/float", test_float);
    g_test_add_func("/connect/cell_value/json", test_json);
    return g_test_run();
}
