/* Goal: a value of each kind becomes its cell, and bytes that no value of it has are refused. What
 * servers really send is compared in tests/databases/test_postgresql_query.c. */
#include "tests/reference/tuple_text.h"

/* One row of one column. */
static char *
text_of(HnPostgresqlKind kind, const void *bytes, gsize n_bytes)
{
    g_autoptr(GByteArray) stream = g_byte_array_new();
    hn_tuple_header(stream);
    hn_tuple_begin(stream, 1);
    hn_tuple_value(stream, bytes, n_bytes);
    hn_tuple_begin(stream, -1);
    return hn_tuple_text(&kind, 1, hn_slice(stream->data, stream->len), 0, 0);
}

static void
check(HnPostgresqlKind kind, const char *bytes, gsize n_bytes, const char *expected)
{
    g_autofree char *text = text_of(kind, bytes, n_bytes);
    g_autofree char *row = g_strdup_printf("row 0 {\"0\":%s}\nread 1 = 1 + 0\nend\n", expected);
    g_assert_cmpstr(text, ==, row);
}

#define CHECK(kind, bytes, expected) check(kind, bytes, sizeof(bytes) - 1, expected)

static void
test_values(void)
{
    CHECK(HN_POSTGRESQL_TEXT, "\xc4\x91 ", "\"đ \"");
    CHECK(HN_POSTGRESQL_TEXT, "", "\"\"");
    CHECK(HN_POSTGRESQL_PADDED, " a b   ", "\" a b\"");
    CHECK(HN_POSTGRESQL_LETTER, "x", "\"x\"");
    CHECK(HN_POSTGRESQL_LETTER, "\0", "\"\"");
    CHECK(HN_POSTGRESQL_BOOL, "\1", "\"true\"");
    CHECK(HN_POSTGRESQL_BOOL, "\0", "\"false\"");
    CHECK(HN_POSTGRESQL_INT2, "\xff\xfe", "\"-2\"");
    CHECK(HN_POSTGRESQL_INT4, "\xff\xff\xff\xfe", "\"-2\"");
    CHECK(HN_POSTGRESQL_INT8, "\x80\0\0\0\0\0\0\0", "\"-9223372036854775808\"");
    CHECK(HN_POSTGRESQL_OID, "\xff\xff\xff\xfe", "\"4294967294\"");
    CHECK(HN_POSTGRESQL_FLOAT4, "\x3f\xc0\0\0", "\"1.5\"");
    CHECK(HN_POSTGRESQL_FLOAT8, "\x3f\xf8\0\0\0\0\0\0", "\"1.5\"");
    CHECK(HN_POSTGRESQL_FLOAT8, "\x7f\xf8\0\0\0\0\0\0", "\"NaN\"");
    CHECK(HN_POSTGRESQL_NUMERIC, "\0\1\0\0\0\0\0\1\0\7", "\"7.0\"");
    CHECK(HN_POSTGRESQL_BYTES, "\0\xff", "\"00ff\"");
    CHECK(HN_POSTGRESQL_DATE, "\0\0\0\1", "\"2000-01-02\"");
    CHECK(HN_POSTGRESQL_TIME, "\0\0\0\0\0\0\0\1", "\"00:00:00.000001\"");
    CHECK(HN_POSTGRESQL_TIMESTAMP, "\0\0\0\0\0\0\0\0", "\"2000-01-01 00:00:00\"");
    CHECK(HN_POSTGRESQL_TIMESTAMP_TZ, "\0\0\0\0\0\0\0\0", "\"2000-01-01 00:00:00+00\"");
    CHECK(HN_POSTGRESQL_UUID, "\xa0\xee\xbc\x99\x9c\x0b\x4e\xf8\xbb\x6d\x6b\xb9\xbd\x38\x0a\x11",
          "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"");
    CHECK(HN_POSTGRESQL_JSON, "{ \"a\" : [ 1.0 ] }", "{\"a\":[1.0]}");
    CHECK(HN_POSTGRESQL_JSON, " \"x\\ny\" ", "\"x\\ny\"");
    CHECK(HN_POSTGRESQL_JSONB, "\1[]", "[]");
}

static void
test_wrong_bytes(void)
{
    static const guint8 fixed[HN_POSTGRESQL_N_KINDS] = {
        [HN_POSTGRESQL_LETTER] = 1, [HN_POSTGRESQL_BOOL] = 1,      [HN_POSTGRESQL_INT2] = 2,
        [HN_POSTGRESQL_INT4] = 4,   [HN_POSTGRESQL_INT8] = 8,      [HN_POSTGRESQL_OID] = 4,
        [HN_POSTGRESQL_FLOAT4] = 4, [HN_POSTGRESQL_FLOAT8] = 8,    [HN_POSTGRESQL_DATE] = 4,
        [HN_POSTGRESQL_TIME] = 8,   [HN_POSTGRESQL_TIMESTAMP] = 8, [HN_POSTGRESQL_TIMESTAMP_TZ] = 8,
        [HN_POSTGRESQL_UUID] = 16,
    };
    static const guint8 zeros[17];
    for (guint kind = 0; kind < HN_POSTGRESQL_N_KINDS; kind++) {
        for (gsize n = 0; n <= sizeof zeros && fixed[kind] != 0; n++) {
            g_autofree char *text = text_of((HnPostgresqlKind)kind, zeros, n);
            g_assert_true(g_str_has_suffix(text, n == fixed[kind] ? "end\n" : "bad\n"));
        }
    }
    g_autofree char *time = text_of(HN_POSTGRESQL_TIME, "\xff\0\0\0\0\0\0\0", 8);
    g_assert_cmpstr(time, ==, "read 0 = 0 + 0\nbad\n");
    g_autofree char *numeric = text_of(HN_POSTGRESQL_NUMERIC, zeros, 7);
    g_assert_cmpstr(numeric, ==, "read 0 = 0 + 0\nbad\n");
    g_autofree char *jsonb = text_of(HN_POSTGRESQL_JSONB, "\2{}", 3);
    g_assert_cmpstr(jsonb, ==, "read 0 = 0 + 0\nbad\n");
    g_autofree char *empty = text_of(HN_POSTGRESQL_JSONB, "", 0);
    g_assert_cmpstr(empty, ==, "read 0 = 0 + 0\nbad\n");
}

/* These are valid streams of rows that nobody wants. */
static void
test_refused_rows(void)
{
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        { "{", "bad 0 x1 json_cut: column '0' " },
        { "", "bad 0 x1 json_" },
        { "\"a\" 1", "bad 0 x1 json_text_after_value: column '0' " },
        { "1 2", "bad 0 x1 json_text_after_value: column '0' " },
        { "\"\xff\"", "bad 0 x1 encoding: column '0' " },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = text_of(HN_POSTGRESQL_JSON, cases[i].bytes, strlen(cases[i].bytes));
        g_test_message("%s", text);
        g_assert_true(g_str_has_prefix(text, cases[i].expected));
        g_assert_true(g_str_has_suffix(text, "read 1 = 0 + 1\nend\n"));
    }
}

static void
test_kinds(void)
{
    HnPostgresqlKind kind = HN_POSTGRESQL_N_KINDS;
    g_assert_true(hn_postgresql_kind_of(25, &kind));
    g_assert_cmpint(kind, ==, HN_POSTGRESQL_TEXT);
    g_assert_true(hn_postgresql_kind_of(3802, &kind));
    g_assert_cmpint(kind, ==, HN_POSTGRESQL_JSONB);
    g_assert_false(hn_postgresql_kind_of(0, &kind));
    g_assert_false(hn_postgresql_kind_of(1009, &kind)); /* text[] */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/postgresql_values/values", test_values);
    g_test_add_func("/connect/postgresql_values/wrong_bytes", test_wrong_bytes);
    g_test_add_func("/connect/postgresql_values/refused_rows", test_refused_rows);
    g_test_add_func("/connect/postgresql_values/kinds", test_kinds);
    return g_test_run();
}
