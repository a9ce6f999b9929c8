/* Goal: lines become rows by key, values keep their text, and a bad line is alone. */
#include <glib/gstdio.h>

#include "tests/reference/reader_text.h"

static void
check(const char *bytes, const char *expected)
{
    const HnFileReaderOptions options = { .format = HN_RECORDS_JSONL };
    g_autofree char *text = hn_reader_text_of_chunks(hn_slice_of(bytes), &options);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_values_keep_their_text(void)
{
    check("{\"n\":1.50,\"t\":\"\\u0111\\n\",\"z\":null,\"l\":[ 1 , \"\\u0061\" ],\"b\":true}\n",
          "row 0 {\"n\":1.50,\"t\":\"\xc4\x91\\n\",\"l\":[1,\"a\"],\"b\":true}\nread 1 = 1 + 0\n");
    check("{}\n \r\n{ }", "row 0 {}\nrow 6 {}\nread 2 = 2 + 0\n");
}

static void
test_columns_grow(void)
{
    check("{\"a\":1}\n{\"b\":2,\"a\":3}\n{\"c1\":1,\"c2\":1,\"c3\":1,\"c4\":1,\"c5\":1,\"c6\":1,"
          "\"c7\":1,"
          "\"c8\":1,\"c9\":9}\n",
          "row 0 {\"a\":1}\nrow 8 {\"a\":3,\"b\":2}\nrow 22 {\"c1\":1,\"c2\":1,\"c3\":1,\"c4\":1,"
          "\"c5\":1,\"c6\":1,\"c7\":1,\"c8\":1,\"c9\":9}\nread 3 = 3 + 0\n");
}

static void
test_the_last_of_equal_keys_wins(void)
{
    check("{\"a\":1,\"a\":2}\n{\"a\":1,\"a\":null}\n{\"a\":1,\"\\u0061\":3}\n",
          "row 0 {\"a\":2}\nrow 14 {}\nrow 31 {\"a\":3}\nread 3 = 3 + 0\n");
}

static void
test_bad_lines_are_alone(void)
{
    check("[1]\n{\"a\":1}\n{\"b\":01}\n{\"c\":1} x\n{\"a\\u0000\":1}\n{\"a\":\xff}\n",
          "bad 0 x1 json_not_an_object: at byte 0 of the record [1]\\x0a\nrow 4 {\"a\":1}\n"
          "bad 12 x1 json_syntax: at byte 6 of the record {\"b\":01}\\x0a\n"
          "bad 21 x1 json_text_after_value: at byte 8 of the record {\"c\":1} x\\x0a\n"
          "bad 31 x1 json_nul_in_key: at byte 11 of the record {\"a\\u0000\":1}\\x0a\n"
          "bad 45 x1 invalid_utf8 {\"a\":\\xff}\\x0a\nread 6 = 1 + 5\n");
}

static void
test_a_bad_line_makes_no_column(void)
{
    g_autofree char *path = hn_reader_text_file(hn_slice_of("{\"x\":1,\"y\":}\n{\"a\":1}\n"));
    const char *const paths[] = { path, NULL };
    const HnFileReaderOptions options = { .paths = paths, .format = HN_RECORDS_JSONL };
    g_autoptr(HnReader) reader = hn_file_reader_new(&options, NULL);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = FALSE;
    guint n_columns = 0;
    g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_cmpstr(reader->columns(reader, &n_columns)[0], ==, "a");
    g_assert_cmpuint(n_columns, ==, 1);
    g_assert_cmpint(g_unlink(path), ==, 0);
}

static void
test_many_columns_make_small_batches(void)
{
    g_autoptr(GString) line = g_string_new("{");
    for (guint i = 0; i < 5000; i++)
        g_string_append_printf(line, "%s\"k%u\":1", i == 0 ? "" : ",", i);
    g_string_append(line, "}\n");
    for (guint i = 0; i < 2000; i++)
        g_string_append(line, "{}\n");
    const HnFileReaderOptions options = { .format = HN_RECORDS_JSONL };
    g_autofree char *text = hn_reader_text_of(hn_slice(line->str, line->len), &options);
    g_assert_true(g_str_has_suffix(text, "read 2001 = 2001 + 0\n"));
}

static void
test_too_many_columns_are_refused_by_row(void)
{
    g_autoptr(GString) line = g_string_new("{");
    for (guint i = 0; i < 16385; i++)
        g_string_append_printf(line, "%s\"k%u\":1", i == 0 ? "" : ",", i);
    g_string_append(line, "}\n{\"k0\":2}\n");
    const HnFileReaderOptions options = { .format = HN_RECORDS_JSONL };
    g_autofree char *text = hn_reader_text_of(hn_slice(line->str, line->len), &options);
    g_assert_nonnull(strstr(text, "too_many_columns"));
    g_assert_true(g_str_has_suffix(text, "{\"k0\":2}\nread 2 = 1 + 1\n"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/json_rows/values_keep_their_text", test_values_keep_their_text);
    g_test_add_func("/connect/json_rows/columns_grow", test_columns_grow);
    g_test_add_func("/connect/json_rows/the_last_of_equal_keys_wins",
                    test_the_last_of_equal_keys_wins);
    g_test_add_func("/connect/json_rows/bad_lines_are_alone", test_bad_lines_are_alone);
    g_test_add_func("/connect/json_rows/a_bad_line_makes_no_column",
                    test_a_bad_line_makes_no_column);
    g_test_add_func("/connect/json_rows/many_columns_make_small_batches",
                    test_many_columns_make_small_batches);
    g_test_add_func("/connect/json_rows/too_many_columns_are_refused_by_row",
                    test_too_many_columns_are_refused_by_row);
    return g_test_run();
}
