/* Goal: every line once, whatever its length and wherever chunks end; a cut line is refused. */
#include "insight/result_lines.h"

#include "base/base_error.h"
#include "base/io.h"

static char *
file_of(const char *folder, const void *bytes, gsize n_bytes)
{
    char *path = g_build_filename(folder, "lines.jsonl", NULL);
    g_assert_true(hn_io_write_file(path, bytes, n_bytes, NULL));
    return path;
}

static void
test_lines_of_any_length(void)
{
    static const guint lengths[] = { 0, 1, 70, 262143, 262144, 262145, 1000000, 3 };
    g_autofree char *folder = g_dir_make_tmp("hn-lines-XXXXXX", NULL);
    g_autoptr(GByteArray) text = g_byte_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        const guint at = text->len;
        g_byte_array_set_size(text, at + lengths[i] + 1);
        memset(text->data + at, 'a' + (int)i, lengths[i]);
        text->data[at + lengths[i]] = '\n';
    }
    g_autofree char *path = file_of(folder, text->data, text->len);
    g_autoptr(HnResultLines) lines = hn_result_lines_new(path, NULL);
    HnSlice line;
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_assert_true(hn_result_lines_next(lines, &line, NULL));
        g_assert_nonnull(line.bytes);
        g_assert_cmpuint(line.n_bytes, ==, lengths[i]);
        if (lengths[i] > 0)
            g_assert_cmpint(line.bytes[lengths[i] - 1], ==, 'a' + (int)i);
    }
    for (guint i = 0; i < 2; i++) {
        g_assert_true(hn_result_lines_next(lines, &line, NULL));
        g_assert_null(line.bytes);
    }
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_no_lines_and_a_cut_one(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn-lines-XXXXXX", NULL);
    g_autofree char *path = file_of(folder, "", 0);
    g_autoptr(HnResultLines) none = hn_result_lines_new(path, NULL);
    HnSlice line;
    g_assert_true(hn_result_lines_next(none, &line, NULL));
    g_assert_null(line.bytes);
    g_autofree char *same = file_of(folder, "a\nb", 3);
    g_autoptr(HnResultLines) cut = hn_result_lines_new(same, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_result_lines_next(cut, &line, NULL));
    g_assert_false(hn_result_lines_next(cut, &line, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_nonnull(strstr(error->message, "lines.jsonl"));
    g_assert_null(hn_result_lines_new("/nowhere/at/all", NULL));
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/result_lines/" #what, test_##what)
    ADD(lines_of_any_length);
    ADD(no_lines_and_a_cut_one);
    return g_test_run();
}
