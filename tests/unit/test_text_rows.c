/* Goal: a line is a record, byte for byte. */
#include "tests/reference/reader_text.h"

static void
check(const char *bytes, const char *expected)
{
    const HnFileReaderOptions options = { .format = HN_RECORDS_TEXT };
    g_autofree char *text = hn_reader_text_of_chunks(hn_slice_of(bytes), &options);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_lines_are_kept_as_they_are(void)
{
    check("a\r\n\n\xef\xbb\xbf\"b", "row 0 {\"text\":\"a\\r\"}\nrow 3 {\"text\":\"\"}\n"
                                    "row 4 {\"text\":\"\xef\xbb\xbf\\\"b\"}\nread 3 = 3 + 0\n");
    check("", "read 0 = 0 + 0\n");
}

static void
test_bytes_that_are_no_text_are_quarantined(void)
{
    check("a\n\xc3(\nb\n", "row 0 {\"text\":\"a\"}\nbad 2 x1 invalid_utf8 \\xc3(\\x0a\n"
                           "row 5 {\"text\":\"b\"}\nread 3 = 2 + 1\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/text_rows/lines_are_kept_as_they_are",
                    test_lines_are_kept_as_they_are);
    g_test_add_func("/connect/text_rows/bytes_that_are_no_text_are_quarantined",
                    test_bytes_that_are_no_text_are_quarantined);
    return g_test_run();
}
