/* Goal: each type of ODBC is asked for as what loses nothing, and written as the interface says. */
#include "connect/odbc_column.h"

static void
test_plans(void)
{
    static const struct {
        HnOdbcDescription description;
        HnOdbcKind kind;
        SQLSMALLINT c_type;
        gsize width;
    } cases[] = {
        { { SQL_CHAR, 10, 0, "CHAR" }, HN_ODBC_TEXT, SQL_C_CHAR, 48 },
        { { SQL_VARCHAR, 4000, 0, "VARCHAR2" }, HN_ODBC_TEXT, SQL_C_CHAR, 16008 },
        { { SQL_VARCHAR, 8193, 0, "VARCHAR2" }, HN_ODBC_TEXT, SQL_C_CHAR, 0 },
        { { SQL_VARCHAR, 0, 0, "" }, HN_ODBC_TEXT, SQL_C_CHAR, 0 },
        { { SQL_VARCHAR, (SQLULEN)-1, 0, "" }, HN_ODBC_TEXT, SQL_C_CHAR, 0 },
        { { SQL_LONGVARCHAR, 10, 0, "LONG" }, HN_ODBC_TEXT, SQL_C_CHAR, 0 },
        { { SQL_WVARCHAR, 3, 0, "" }, HN_ODBC_WIDE, SQL_C_WCHAR, 16 },
        { { SQL_WLONGVARCHAR, 3, 0, "" }, HN_ODBC_WIDE, SQL_C_WCHAR, 0 },
        { { SQL_DECIMAL, 38, 10, "NUMBER" }, HN_ODBC_NUMBER, SQL_C_CHAR, 128 },
        { { SQL_NUMERIC, 1000, 10, "" }, HN_ODBC_NUMBER, SQL_C_CHAR, 1008 },
        { { SQL_NUMERIC, (SQLULEN)-4, 0, "" }, HN_ODBC_NUMBER, SQL_C_CHAR, 128 },
        { { SQL_DOUBLE, 15, 0, "" }, HN_ODBC_NUMBER, SQL_C_CHAR, 128 },
        { { SQL_REAL, 7, 0, "" }, HN_ODBC_REAL, SQL_C_FLOAT, sizeof(SQLREAL) },
        { { SQL_REAL, 24, 0, "" }, HN_ODBC_REAL, SQL_C_FLOAT, sizeof(SQLREAL) },
        { { SQL_REAL, 63, 0, "REAL" }, HN_ODBC_NUMBER, SQL_C_CHAR, 128 },
        { { SQL_TYPE_DATE, 10, 0, "" }, HN_ODBC_DATE, SQL_C_TYPE_DATE, sizeof(SQL_DATE_STRUCT) },
        { { SQL_TYPE_TIMESTAMP, 19, 0, "DATE" },
          HN_ODBC_MOMENT,
          SQL_C_TYPE_TIMESTAMP,
          sizeof(SQL_TIMESTAMP_STRUCT) },
        { { SQL_BIT, 1, 0, "" }, HN_ODBC_BIT, SQL_C_BIT, 1 },
        { { SQL_BINARY, 16, 0, "" }, HN_ODBC_BYTES, SQL_C_BINARY, 16 },
        { { SQL_LONGVARBINARY, 16, 0, "" }, HN_ODBC_BYTES, SQL_C_BINARY, 0 },
        { { SQL_GUID, 36, 0, "" }, HN_ODBC_TEXT, SQL_C_CHAR, 128 },
        { { -155, 34, 7, "datetimeoffset" }, HN_ODBC_TEXT, SQL_C_CHAR, 128 },
        { { -152, 0, 0, "xml" }, HN_ODBC_WIDE, SQL_C_WCHAR, 0 },
        { { -31999, 3, 0, "" }, HN_ODBC_TEXT, SQL_C_CHAR, 0 },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnOdbcColumn column = hn_odbc_column(&cases[i].description);
        g_assert_cmpint(column.kind, ==, cases[i].kind);
        g_assert_cmpint(column.c_type, ==, cases[i].c_type);
        g_assert_cmpuint(column.width, ==, cases[i].width);
    }
}

/* The cell as it arrives; of a quarantined row its reason. */
static char *
put(HnOdbcDescription description, const void *bytes, gsize n_bytes)
{
    const HnQueryOptions options = { 0 };
    const HnOdbcColumn column = hn_odbc_column(&description);
    g_autoptr(HnCellRows) rows = hn_cell_rows_new(&options, NULL);
    g_assert_true(hn_cell_rows_add_column(rows, "cell", NULL));
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    hn_cell_rows_start(rows, batch);
    hn_cell_rows_begin(rows);
    hn_odbc_column_put(&column, rows, 0, hn_slice(bytes, n_bytes));
    hn_cell_rows_end(rows);
    hn_cell_rows_finish(rows);
    if (batch->n_quarantined == 1)
        return g_strdup(batch->quarantined[0].reason);
    return g_strndup((const char *)batch->fields[0].bytes, batch->fields[0].n_bytes);
}

static void
assert_put(HnOdbcDescription description, const void *bytes, gsize n_bytes, const char *expected)
{
    g_autofree char *cell = put(description, bytes, n_bytes);
    g_assert_cmpstr(cell, ==, expected);
}

static void
test_numbers(void)
{
    static const char *const cases[][2] = {
        { ".5", "0.5" },      { "-.5", "-0.5" }, { "+.25", "+0.25" }, { "0.5", "0.5" },
        { "-1.50", "-1.50" }, { ",5", ",5" },    { "1,5", "1,5" },    { ".", "." },
        { "-.", "-." },       { "", "" },        { "-", "-" },        { "1E+20", "1E+20" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_put((HnOdbcDescription){ SQL_DECIMAL, 38, 0, "" }, cases[i][0], strlen(cases[i][0]),
                   cases[i][1]);
}

static void
test_single_precision(void)
{
    const SQLREAL value = 16777216.0f;
    assert_put((HnOdbcDescription){ SQL_REAL, 7, 0, "" }, &value, sizeof value, "16777216");
}

static void
test_text(void)
{
    const SQLWCHAR wide[] = { 'a', 0x1EC5, 0xD83D, 0xDE00, ' ', ' ' };
    const SQLWCHAR alone[] = { 'a', 0xDE00 };
    assert_put((HnOdbcDescription){ SQL_CHAR, 9, 0, "" }, "an  ", 4, "an");
    assert_put((HnOdbcDescription){ SQL_CHAR, 9, 0, "" }, "    ", 4, "");
    assert_put((HnOdbcDescription){ SQL_VARCHAR, 9, 0, "" }, "an  ", 4, "an  ");
    assert_put((HnOdbcDescription){ SQL_WCHAR, 9, 0, "" }, wide, sizeof wide, "aễ😀");
    assert_put((HnOdbcDescription){ SQL_WVARCHAR, 9, 0, "" }, wide, sizeof wide, "aễ😀  ");
    assert_put((HnOdbcDescription){ SQL_WVARCHAR, 9, 0, "" }, wide, 0, "");
    assert_put((HnOdbcDescription){ SQL_WVARCHAR, 9, 0, "" }, alone, sizeof alone,
               "encoding: column 'cell'");
    assert_put((HnOdbcDescription){ SQL_VARCHAR, 9, 0, "" }, "a\xff", 2, "encoding: column 'cell'");
    assert_put((HnOdbcDescription){ SQL_VARBINARY, 9, 0, "" }, "a\xff", 2, "61ff");
    assert_put((HnOdbcDescription){ SQL_BIT, 1, 0, "" }, "\1", 1, "true");
    assert_put((HnOdbcDescription){ SQL_BIT, 1, 0, "" }, "\0", 1, "false");
}

static void
test_moments(void)
{
    const HnOdbcDescription oracle_date = { SQL_TYPE_TIMESTAMP, 19, 0, "DATE" };
    const HnOdbcDescription unknown = { SQL_TYPE_TIMESTAMP, 19, 0, "" };
    const HnOdbcDescription datetime = { SQL_TYPE_TIMESTAMP, 19, 0, "datetime" };
    const HnOdbcDescription timestamp = { SQL_TYPE_TIMESTAMP, 26, 6, "TIMESTAMP" };
    const SQL_TIMESTAMP_STRUCT midnight = { 2026, 11, 30, 0, 0, 0, 0 };
    const SQL_TIMESTAMP_STRUCT later = { 2026, 11, 30, 1, 2, 3, 0 };
    const SQL_TIMESTAMP_STRUCT half = { 2026, 11, 30, 0, 0, 0, 500000000 };
    const SQL_TIMESTAMP_STRUCT billionth = { 987, 1, 2, 23, 59, 59, 1 };
    const SQL_TIMESTAMP_STRUCT largest = { -32768, 65535, 65535, 65535, 65535, 65535, 4294967295u };
    const SQL_DATE_STRUCT date = { 2026, 11, 30 };
    assert_put(oracle_date, &midnight, sizeof midnight, "2026-11-30");
    assert_put(oracle_date, &later, sizeof later, "2026-11-30 01:02:03");
    assert_put(unknown, &midnight, sizeof midnight, "2026-11-30");
    assert_put(datetime, &midnight, sizeof midnight, "2026-11-30 00:00:00");
    assert_put(timestamp, &midnight, sizeof midnight, "2026-11-30 00:00:00");
    assert_put(timestamp, &half, sizeof half, "2026-11-30 00:00:00.5");
    assert_put(timestamp, &billionth, sizeof billionth, "0987-01-02 23:59:59.000000001");
    assert_put(timestamp, &largest, sizeof largest,
               "-32768-65535-65535 65535:65535:65535.4294967295");
    assert_put((HnOdbcDescription){ SQL_TYPE_DATE, 10, 0, "" }, &date, sizeof date, "2026-11-30");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/odbc_column/plans", test_plans);
    g_test_add_func("/connect/odbc_column/numbers", test_numbers);
    g_test_add_func("/connect/odbc_column/single_precision", test_single_precision);
    g_test_add_func("/connect/odbc_column/text", test_text);
    g_test_add_func("/connect/odbc_column/moments", test_moments);
    return g_test_run();
}
