/* Goal: what happens to an over-long record depends on its bytes, not on how they arrive. */
#include "tests/reference/reader_text.h"

static char *
read_limited(const char *bytes, HnRecordFormat format, guint64 limit)
{
    const HnFileReaderOptions options = { .format = format, .record_bytes_max = limit };
    return hn_reader_text_of_chunks(hn_slice_of(bytes), &options);
}

static void
test_a_long_line_is_alone(void)
{
    g_autofree char *text = read_limited("12345678\n123456789\n1\n", HN_RECORDS_TEXT, 8);
    g_assert_cmpstr(text, ==,
                    "row 0 {\"text\":\"12345678\"}\nbad 9 x1 too_long 12...\n"
                    "row 19 {\"text\":\"1\"}\nread 3 = 2 + 1\n");
    g_autofree char *last = read_limited("1\n123456789", HN_RECORDS_TEXT, 8);
    g_assert_cmpstr(last, ==, "row 0 {\"text\":\"1\"}\nbad 2 x1 too_long 12...\nread 2 = 1 + 1\n");
    g_autofree char *csv = read_limited("a\n1234567\r\n12345678\r\nx\n", HN_RECORDS_CSV, 8);
    g_assert_cmpstr(csv, ==,
                    "row 2 {\"a\":\"1234567\"}\nbad 11 x1 too_long 12...\n"
                    "row 21 {\"a\":\"x\"}\nread 3 = 2 + 1\n");
}

static void
test_a_line_without_end_refuses_the_file(void)
{
    g_autofree char *line = g_strnfill(200, 'x');
    g_autofree char *bytes = g_strconcat("a\n1\n", line, "\n2\n", NULL);
    g_autofree char *text = read_limited(bytes, HN_RECORDS_CSV, 8);
    g_assert_cmpstr(text, ==,
                    "refused too_long: the record at byte 4 is longer than 8 bytes, and where "
                    "it ends is not sure\nread 2 = 0 + 2\n");
    g_autofree char *lines = read_limited(bytes, HN_RECORDS_TEXT, 8);
    g_assert_true(g_str_has_prefix(lines, "refused too_long: the record at byte 4"));
}

static void
test_a_quote_hides_the_end(void)
{
    g_autofree char *early = read_limited("a\n\"23456789\"\n1\n", HN_RECORDS_CSV, 8);
    g_assert_true(g_str_has_prefix(early, "refused too_long: the record at byte 2"));
    g_autofree char *late = read_limited("a\n1\n123456789012\"3\"\n1\n", HN_RECORDS_CSV, 8);
    g_assert_true(g_str_has_prefix(late, "refused too_long: the record at byte 4"));
    g_autofree char *header = read_limited("abcdefghi\n1\n", HN_RECORDS_CSV, 8);
    g_assert_true(g_str_has_prefix(header, "refused "));
    g_autofree char *value = read_limited("[1,2,3,4,5]", HN_RECORDS_JSON_VALUE, 8);
    g_assert_true(g_str_has_prefix(value, "refused too_long"));
}

static void
test_line_feeds_without_end_are_refused(void)
{
    g_autofree char *feeds = g_strnfill((1 << 20) + 1, '\n');
    g_autofree char *csv = g_strconcat("a\n1\n", feeds, NULL);
    const HnFileReaderOptions as_csv = { .format = HN_RECORDS_CSV };
    const HnFileReaderOptions as_json = { .format = HN_RECORDS_JSONL };
    g_autofree char *from_csv = hn_reader_text_of(hn_slice_of(csv), &as_csv);
    g_assert_cmpstr(
        from_csv, ==,
        "refused too_long: more than 1048576 blank lines from byte 4\nread 2 = 0 + 2\n");
    g_autofree char *from_json = hn_reader_text_of(hn_slice_of(feeds), &as_json);
    g_assert_cmpstr(
        from_json, ==,
        "refused too_long: more than 1048576 blank lines from byte 0\nread 1 = 0 + 1\n");
    g_autofree char *fewer = hn_reader_text_of(hn_slice(feeds, 1 << 20), &as_json);
    g_assert_cmpstr(fewer, ==, "read 0 = 0 + 0\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/row_format/a_long_line_is_alone", test_a_long_line_is_alone);
    g_test_add_func("/connect/row_format/a_line_without_end_refuses_the_file",
                    test_a_line_without_end_refuses_the_file);
    g_test_add_func("/connect/row_format/a_quote_hides_the_end", test_a_quote_hides_the_end);
    g_test_add_func("/connect/row_format/line_feeds_without_end_are_refused",
                    test_line_feeds_without_end_are_refused);
    return g_test_run();
}
