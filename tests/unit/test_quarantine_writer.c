/* Goal: lines hold what was refused, byte for byte, and appear only when they are complete. */
#include "connect/quarantine_writer.h"

#include <glib/gstdio.h>
#include <jansson.h>

static void
test_lines_hold_the_bytes(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn_quarantine_XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "q.jsonl", NULL);
    g_autofree char *path_tmp = g_build_filename(folder, "q.jsonl.tmp", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnQuarantineWriter) writer = hn_quarantine_writer_new(path, path_tmp, &error);
    char reason[] = "invalid_utf8";
    const HnQuarantined row = { .offset_bytes = 17,
                                .n_records = 2,
                                .reason = reason,
                                .raw = hn_slice("a\xff\0b", 4),
                                .raw_is_cut = TRUE };
    g_assert_no_error(error);
    for (guint i = 0; i < 3000; i++)
        g_assert_true(hn_quarantine_writer_put(writer, "civil", "\xff.csv", &row, NULL));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_true(hn_quarantine_writer_finish(writer, NULL));
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 3001);
    json_t *line = json_loads(lines[2999], 0, NULL);
    gsize n_bytes = 0;
    g_autofree guchar *raw =
        g_base64_decode(json_string_value(json_object_get(line, "raw")), &n_bytes);
    g_assert_cmpmem(raw, n_bytes, row.raw.bytes, row.raw.n_bytes);
    g_assert_cmpint(json_integer_value(json_object_get(line, "offset")), ==, 17);
    g_assert_cmpint(json_integer_value(json_object_get(line, "records")), ==, 2);
    g_assert_cmpstr(json_string_value(json_object_get(line, "source")), ==, "civil");
    g_assert_cmpstr(json_string_value(json_object_get(line, "reason")), ==, "invalid_utf8");
    g_assert_true(json_is_true(json_object_get(line, "cut")));
    json_decref(line);
    g_unlink(path);
    g_rmdir(folder);
}

static void
test_unfinished_leaves_nothing(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn_quarantine_XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "q.jsonl", NULL);
    g_autofree char *path_tmp = g_build_filename(folder, "q.jsonl.tmp", NULL);
    hn_quarantine_writer_free(hn_quarantine_writer_new(path, path_tmp, NULL));
    g_assert_cmpint(g_rmdir(folder), ==, 0); /* it is empty */
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_quarantine_writer_new("/nothing/here/q.jsonl", "/nothing/here/q.tmp", &error));
    g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/quarantine_writer/lines_hold_the_bytes", test_lines_hold_the_bytes);
    g_test_add_func("/connect/quarantine_writer/unfinished_leaves_nothing",
                    test_unfinished_leaves_nothing);
    return g_test_run();
}
