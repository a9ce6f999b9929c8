/* Goal: rows by header; what breaks the rules is quarantined alone, with its reason and place. */
#include "tests/reference/reader_text.h"

static void
check(const char *bytes, const char *expected)
{
    const HnFileReaderOptions options = { .format = HN_RECORDS_CSV };
    g_autofree char *text = hn_reader_text_of_chunks(hn_slice_of(bytes), &options);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_rows_have_the_header_s_names(void)
{
    check("a,b\n1,2\n", "row 4 {\"a\":\"1\",\"b\":\"2\"}\nread 1 = 1 + 0\n");
    check("\xef\xbb\xbf"
          "a\r\n1\r\n2",
          "row 6 {\"a\":\"1\"}\nrow 9 {\"a\":\"2\"}\nread 2 = 2 + 0\n");
    check("a,b\n\"x,\"\"y\"\"\r\nz\",\"\"\n", "row 4 {\"a\":\"x,\\\"y\\\"\\r\\nz\",\"b\":\"\"}\n"
                                              "read 1 = 1 + 0\n");
    check("a\n", "read 0 = 0 + 0\n");
}

static void
test_bad_rows_are_alone(void)
{
    check("a,b\n1\n2,2\n3,3,3\n4,4", "bad 4 x1 ragged_row: 1 fields, 2 columns 1\\x0a\n"
                                     "row 6 {\"a\":\"2\",\"b\":\"2\"}\n"
                                     "bad 10 x1 ragged_row: 3 fields, 2 columns 3,3,3\\x0a\n"
                                     "row 16 {\"a\":\"4\",\"b\":\"4\"}\nread 4 = 2 + 2\n");
    check("a\nx\xff\ny\nz\"\n\"u\"v\nw\rw\n",
          "bad 2 x1 invalid_utf8 x\\xff\\x0a\nrow 5 {\"a\":\"y\"}\n"
          "bad 7 x1 quote_in_bare_field z\"\\x0a\nbad 10 x1 text_after_quote \"u\"v\\x0a\n"
          "bad 15 x1 bare_cr w\\x0dw\\x0a\nread 5 = 1 + 4\n");
    check("a\n\"x\"\r\ny\r", "row 2 {\"a\":\"x\"}\nbad 7 x1 bare_cr y\\x0d\nread 2 = 1 + 1\n");
}

static void
test_an_open_quote_takes_the_rest(void)
{
    check("a\n1\n\"2\n3\n", "row 2 {\"a\":\"1\"}\nbad 4 x2 unterminated_quote \"2\\x0a3\\x0a\n"
                            "read 3 = 1 + 2\n");
}

static void
test_blank_lines(void)
{
    check("a,b\n1,2\n\r\n\n", "row 4 {\"a\":\"1\",\"b\":\"2\"}\nread 1 = 1 + 0\n");
    check("a,b\n\n\n1,2\n", "bad 4 x2 blank_line \\x0a...\nrow 6 {\"a\":\"1\",\"b\":\"2\"}\n"
                            "read 3 = 1 + 2\n");
}

static void
test_headers_that_say_nothing_are_refused(void)
{
    check("", "refused header: header: the file is empty\nread 1 = 0 + 1\n");
    check("a,b", "refused header: header: the file ends inside its first line\nread 1 = 0 + 1\n");
    check("a,,b\n1,2,3\n", "refused header: header: column 2 has no name\nread 1 = 0 + 1\n");
    check("\xc4\x90"
          "a,\xc4\x91"
          "A\n",
          "refused header: header: columns 1 and 2 have the same name\n"
          "read 1 = 0 + 1\n");
    check("\n1\n", "refused header: header: the first line is blank\nread 1 = 0 + 1\n");
    check("a\"b\n1\n", "refused header: header: quote_in_bare_field\nread 1 = 0 + 1\n");
}

static void
test_other_delimiters(void)
{
    const HnFileReaderOptions options = { .format = HN_RECORDS_CSV, .delimiter = '\t' };
    g_autofree char *text =
        hn_reader_text_of_chunks(hn_slice_of("a\tb\n1,1\t\"2\t2\"\n"), &options);
    g_assert_cmpstr(text, ==, "row 4 {\"a\":\"1,1\",\"b\":\"2\\t2\"}\nread 1 = 1 + 0\n");
}

/* Spreadsheets write it; whatever else the first line is, is names. */
static void
test_a_file_may_declare_its_delimiter(void)
{
    check("sep=;\na;b\n1,5;2\n", "row 10 {\"a\":\"1,5\",\"b\":\"2\"}\nread 1 = 1 + 0\n");
    check("\xef\xbb\xbfsep=\t\r\na\tb\r\n1\t2",
          "row 15 {\"a\":\"1\",\"b\":\"2\"}\nread 1 = 1 + 0\n");
    check("SEP=,\na\n1\n", "row 8 {\"a\":\"1\"}\nread 1 = 1 + 0\n");
    check("sep=;;\n1\n", "row 7 {\"sep=;;\":\"1\"}\nread 1 = 1 + 0\n");
    check("sep=\n1\n", "row 5 {\"sep=\":\"1\"}\nread 1 = 1 + 0\n");
    check("sep=\"\n1\n", "refused header: header: quote_in_bare_field\nread 1 = 0 + 1\n");
    check("sep=;\n", "refused header: header: the file is empty\nread 1 = 0 + 1\n");
    check("sep=;", "refused header: header: the file ends inside its first line\nread 1 = 0 + 1\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/csv_rows/rows_have_the_header_s_names",
                    test_rows_have_the_header_s_names);
    g_test_add_func("/connect/csv_rows/bad_rows_are_alone", test_bad_rows_are_alone);
    g_test_add_func("/connect/csv_rows/an_open_quote_takes_the_rest",
                    test_an_open_quote_takes_the_rest);
    g_test_add_func("/connect/csv_rows/blank_lines", test_blank_lines);
    g_test_add_func("/connect/csv_rows/headers_that_say_nothing_are_refused",
                    test_headers_that_say_nothing_are_refused);
    g_test_add_func("/connect/csv_rows/other_delimiters", test_other_delimiters);
    g_test_add_func("/connect/csv_rows/a_file_may_declare_its_delimiter",
                    test_a_file_may_declare_its_delimiter);
    return g_test_run();
}
