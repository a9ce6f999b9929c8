/* Goal: the bytes of one small file in each form: separator, quotes, mark, line end, encoding. */
#include "datasets/registers/encoded_csv.h"

#include <glib/gstdio.h>

#include "base/base_error.h"
#include "base/io.h"

static GBytes *
written(HnFileEncoding encoding, char separator)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("hopnhat-test-XXXXXX", &error);
    g_autoptr(HnLetterForms) letters = hn_letter_forms_new();
    const HnEncodedForm form = { letters, encoding, separator };
    g_autoptr(HnEncodedCsv) csv = hn_encoded_csv_new(folder, "a.csv", form, &error);
    g_assert_no_error(error);
    g_assert_null(hn_encoded_csv_new(folder, "a.csv", form, &error)); /* never overwrites */
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
    g_clear_error(&error);
    hn_encoded_csv_cells(csv, "Đ", "a,b", "c;\"d\"", "", " e", NULL);
    g_assert_true(hn_encoded_csv_end_row(csv, &error));
    hn_encoded_csv_cell(csv, hn_slice(NULL, 0));
    g_assert_true(hn_encoded_csv_end_row(csv, &error));
    g_assert_true(hn_encoded_csv_finish(csv, &error));
    g_autofree char *path = g_build_filename(folder, "a.csv", NULL);
    GBytes *bytes = hn_io_read_file(path, 1 << 20, &error);
    g_assert_no_error(error);
    g_unlink(path);
    g_rmdir(folder);
    return bytes;
}

static void
assert_bytes(HnFileEncoding encoding, char separator, const char *expected)
{
    g_autoptr(GBytes) bytes = written(encoding, separator);
    gsize n = 0;
    const void *data = g_bytes_get_data(bytes, &n);
    g_assert_cmpmem(data, n, expected, strlen(expected));
}

static void
test_forms(void)
{
    assert_bytes(HN_FILE_UTF8, ',', "Đ,\"a,b\",\"c;\"\"d\"\"\",,\" e\"\n\n");
    assert_bytes(HN_FILE_UTF8_BOM, ';', "\xef\xbb\xbfĐ;a,b;\"c;\"\"d\"\"\";;\" e\"\r\n\r\n");
    assert_bytes(HN_FILE_TCVN3, '|', "\xa7|a,b|\"c;\"\"d\"\"\"||\" e\"\r\n\r\n");
}

static void
test_utf16(void)
{
    g_autoptr(GBytes) bytes = written(HN_FILE_UTF16, '\t');
    gsize n = 0, n_text = 0;
    const char *data = g_bytes_get_data(bytes, &n);
    g_autofree char *text = g_convert(data, (gssize)n, "UTF-8", "UTF-16", NULL, &n_text, NULL);
    g_assert_cmpstr(text, ==, "Đ\ta,b\t\"c;\"\"d\"\"\"\t\t\" e\"\r\n\r\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/encoded_csv/forms", test_forms);
    g_test_add_func("/datasets/encoded_csv/utf16", test_utf16);
    return g_test_run();
}
