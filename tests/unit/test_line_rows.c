/* Goal: the last line needs no line feed, and a mark is dropped only where it is no data. */
#include "tests/reference/reader_text.h"

static void
test_the_mark_is_dropped_once(void)
{
    const HnFileReaderOptions options = { .format = HN_RECORDS_JSONL };
    g_autofree char *text = hn_reader_text_of_chunks(
        hn_slice_of("\xef\xbb\xbf{\"a\":1}\n\xef\xbb\xbf{\"a\":2}"), &options);
    g_assert_cmpstr(text, ==,
                    "row 3 {\"a\":1}\nbad 11 x1 json_not_an_object: at byte 0 of the record "
                    "\\xef\\xbb\\xbf{\"a\":2}\nread 2 = 1 + 1\n");
}

static void
test_short_files(void)
{
    const HnFileReaderOptions options = { .format = HN_RECORDS_TEXT };
    static const char *const files[] = { "x", "xy", "\n", "x\ny" };
    static const char *const sums[] = { "read 1 = 1 + 0\n", "read 1 = 1 + 0\n", "read 1 = 1 + 0\n",
                                        "read 2 = 2 + 0\n" };
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *text = hn_reader_text_of_chunks(hn_slice_of(files[i]), &options);
        g_assert_true(g_str_has_suffix(text, sums[i]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/line_rows/the_mark_is_dropped_once", test_the_mark_is_dropped_once);
    g_test_add_func("/connect/line_rows/short_files", test_short_files);
    return g_test_run();
}
