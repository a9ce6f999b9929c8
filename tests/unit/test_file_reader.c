/* Goal: several files are one delivery; a refused one counts whole, once; totals are right. */
#include "tests/reference/reader_text.h"
#include <glib/gstdio.h>

#include "base/base_error.h"
#include "connect/connect_error.h"

typedef struct {
    char *folder;
    GPtrArray *paths;
} Files;

static Files
files_new(void)
{
    return (Files){ g_dir_make_tmp("hn_reader_XXXXXX", NULL),
                    g_ptr_array_new_with_free_func(g_free) };
}

static void
files_add(Files *files, const char *name, const char *content)
{
    char *path = g_build_filename(files->folder, name, NULL);
    g_assert_true(g_file_set_contents(path, content, -1, NULL));
    g_ptr_array_add(files->paths, path);
}

static void
files_clear(Files *files)
{
    for (guint i = 0; i < files->paths->len; i++)
        g_unlink(g_ptr_array_index(files->paths, i));
    g_rmdir(files->folder);
    g_ptr_array_unref(files->paths);
    g_free(files->folder);
}

static char *
read_pattern(const Files *files, const char *pattern, HnFileReaderOptions options)
{
    g_autofree char *path = g_build_filename(files->folder, pattern, NULL);
    const char *const paths[] = { path, path, NULL }; /* named twice, read once */
    options.paths = paths;
    return hn_reader_text_of_files(&options);
}

static void
test_columns_are_united_by_name(void)
{
    Files files = files_new();
    files_add(&files, "2.csv", "b,c\nB2,C2\n");
    files_add(&files, "1.csv", "a,b\nA1,B1\n");
    files_add(&files, "3.csv", "c,b,a\nC3,B3,A3\n");
    g_autofree char *text = read_pattern(&files, "*.csv", (HnFileReaderOptions){ 0 });
    g_assert_nonnull(strstr(text, "{\"a\":\"A1\",\"b\":\"B1\"}"));
    g_assert_nonnull(strstr(text, "{\"b\":\"B2\",\"c\":\"C2\"}"));
    g_assert_nonnull(strstr(text, "{\"a\":\"A3\",\"b\":\"B3\",\"c\":\"C3\"}"));
    g_assert_true(g_str_has_suffix(text, "read 3 = 3 + 0\n"));
    files_clear(&files);
}

/* What one file declares is its own. */
static void
test_each_file_declares_its_delimiter(void)
{
    Files files = files_new();
    files_add(&files, "1.csv", "sep=;\na;b\n1,5;2\n");
    files_add(&files, "2.csv", "a,b\n3;5,4\n");
    g_autofree char *text = read_pattern(&files, "?.csv", (HnFileReaderOptions){ 0 });
    g_assert_nonnull(strstr(text, "{\"a\":\"1,5\",\"b\":\"2\"}"));
    g_assert_nonnull(strstr(text, "{\"a\":\"3;5\",\"b\":\"4\"}"));
    g_assert_true(g_str_has_suffix(text, "read 2 = 2 + 0\n"));
    files_clear(&files);
}

static void
test_where_chooses_rows(void)
{
    Files files = files_new();
    files_add(&files, "1.csv", "s,v\nx,1\ny,2\nx,3\n");
    g_autofree char *text = read_pattern(
        &files, "1.csv", (HnFileReaderOptions){ .where_column = "s", .where_value = "x" });
    g_assert_cmpstr(text, ==,
                    "row 4 {\"s\":\"x\",\"v\":\"1\"}\nrow 12 {\"s\":\"x\",\"v\":\"3\"}\n"
                    "read 2 = 2 + 0\n");
    files_clear(&files);
}

static void
test_a_refused_file_refuses_the_delivery(void)
{
    Files files = files_new();
    files_add(&files, "1.csv", "a\n1\n2\n\"\n");
    files_add(&files, "2.csv", "a\n3\n");
    files_add(&files, "3.csv", "a,a\n4,4\n");
    g_autofree char *text = read_pattern(&files, "?.csv", (HnFileReaderOptions){ 0 });
    g_assert_cmpstr(text, ==,
                    "refused header: header: columns 1 and 2 have the same name\n"
                    "read 5 = 0 + 5\n");
    files_clear(&files);
}

/* What a file's text gives with records of 20 bytes at most, whatever the pieces it comes in. */
static void
check_in_pieces(const char *content, const char *expected)
{
    for (gsize n = 1; n <= 64; n++) {
        Files files = files_new();
        files_add(&files, "1.csv", content);
        const HnFileReaderOptions options = { .record_bytes_max = 20,
                                              .chunk_bytes = n,
                                              .window_bytes = n };
        g_autofree char *text = read_pattern(&files, "1.csv", options);
        g_assert_cmpstr(text, ==, expected);
        files_clear(&files);
    }
}

static void
test_an_over_long_record_counts_in_pieces(void)
{
    check_in_pieces("a\n1\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"xxxxxxxxxxxxxxxxx\n2\n",
                    "refused too_long: the record at byte 4 is longer than 20 bytes, and where it "
                    "ends is not sure\nread 2 = 0 + 2\n");
    check_in_pieces("a\n1\n\n\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"xxxxxxxxxxxxxxxxx\n2\n",
                    "refused too_long: the record at byte 6 is longer than 20 bytes, and where it "
                    "ends is not sure\nread 4 = 0 + 4\n");
    check_in_pieces("a\n1\n\n\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
                    "row 2 {\"a\":\"1\"}\nbad 4 x2 blank_line \\x0a...\n"
                    "bad 6 x1 too_long xxxxx...\nread 4 = 1 + 3\n");
}

static void
test_totals_and_progress(void)
{
    Files files = files_new();
    files_add(&files, "1.csv", "a\n1\n");
    const char *const paths[] = { g_ptr_array_index(files.paths, 0), NULL };
    const HnFileReaderOptions options = { .paths = paths };
    g_autoptr(HnReader) reader = hn_file_reader_new(&options, NULL);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    HnReaderTotals totals;
    guint8 digest[HN_DIGEST_BYTES];
    gboolean more = TRUE;
    g_assert_cmpfloat(reader->progress(reader), ==, 0.0);
    g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_false(more);
    g_assert_cmpfloat(reader->progress(reader), ==, 1.0);
    reader->totals(reader, &totals);
    hn_digest_of("a\n1\n", 4, digest);
    g_assert_cmpmem(totals.sha256, HN_DIGEST_BYTES, digest, HN_DIGEST_BYTES);
    g_assert_cmpuint(totals.n_bytes, ==, 4);
    g_assert_true(reader->next(reader, batch, &more, NULL)); /* asked once more: nothing */
    g_assert_cmpuint(batch->n_rows, ==, 0);
    files_clear(&files);
}

static void
test_what_is_not_there_is_named(void)
{
    const char *const pattern[] = { "/nothing/*.csv", NULL };
    const char *const path[] = { "/nothing/here.csv", NULL };
    HnFileReaderOptions options = { .paths = pattern };
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_file_reader_new(&options, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE);
    g_clear_error(&error);
    g_assert_false(hn_file_reader_may_find("/nothing/*.csv"));
    g_assert_false(hn_file_reader_may_find("/nothing/here.csv"));
    g_assert_true(hn_file_reader_may_find("/*"));
    options.paths = path;
    g_autofree char *text = hn_reader_text_of_files(&options);
    g_assert_true(g_str_has_prefix(text, "refused unreadable: "));
    options.delimiter = '"';
    g_assert_null(hn_file_reader_new(&options, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS);
}

static void
test_formats_by_name(void)
{
    HnRecordFormat format = HN_RECORDS_TEXT;
    g_assert_true(hn_record_format_of_path("a/B.CSV.zst", &format));
    g_assert_cmpint(format, ==, HN_RECORDS_CSV);
    g_assert_true(hn_record_format_of_path("x.ndjson.gz", &format));
    g_assert_cmpint(format, ==, HN_RECORDS_JSONL);
    g_assert_false(hn_record_format_of_path("-", &format));
    g_assert_true(hn_record_format_parse("json-value", &format));
    g_assert_cmpint(format, ==, HN_RECORDS_JSON_VALUE);
    g_assert_false(hn_record_format_parse("xml", &format));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/file_reader/columns_are_united_by_name",
                    test_columns_are_united_by_name);
    g_test_add_func("/connect/file_reader/each_file_declares_its_delimiter",
                    test_each_file_declares_its_delimiter);
    g_test_add_func("/connect/file_reader/where_chooses_rows", test_where_chooses_rows);
    g_test_add_func("/connect/file_reader/a_refused_file_refuses_the_delivery",
                    test_a_refused_file_refuses_the_delivery);
    g_test_add_func("/connect/file_reader/an_over_long_record_counts_in_pieces",
                    test_an_over_long_record_counts_in_pieces);
    g_test_add_func("/connect/file_reader/totals_and_progress", test_totals_and_progress);
    g_test_add_func("/connect/file_reader/what_is_not_there_is_named",
                    test_what_is_not_there_is_named);
    g_test_add_func("/connect/file_reader/formats_by_name", test_formats_by_name);
    return g_test_run();
}
