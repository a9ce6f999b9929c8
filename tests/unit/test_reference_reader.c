/* Goal: the tables inside the program are the ones of datasets/reference. */
#include "base/io.h"
#include "datasets/reference_tables.h"

static void
test_tables_equal_their_files(void)
{
    const char *root = g_getenv("HN_SOURCE_ROOT");
    g_assert_nonnull(root);
    g_assert_cmpuint(hn_reference_tables_count, >=, 17);
    for (gsize i = 0; i < hn_reference_tables_count; i++) {
        g_autoptr(GError) error = NULL;
        const char *name = hn_reference_tables[i].name;
        const gboolean is_profile = g_str_has_prefix(name, "profile_");
        g_autofree char *path =
            g_strdup_printf("%s/datasets/%s/%s.csv", root, is_profile ? "profiles" : "reference",
                            is_profile ? name + strlen("profile_") : name);
        g_autoptr(GBytes) file = hn_io_read_file(path, 1 << 24, &error);
        g_assert_no_error(error);
        g_assert_cmpmem(hn_reference_tables[i].bytes, hn_reference_tables[i].n_bytes,
                        g_bytes_get_data(file, NULL), g_bytes_get_size(file));
    }
}

static void
test_rows_are_read_behind_the_header(void)
{
    guint n_rows = 0;
    g_auto(HnReferenceReader) reader = hn_reference_reader("provinces_new34");
    while (hn_reference_next(&reader)) {
        g_assert_cmpuint(reader.n_columns, ==, 6);
        if (n_rows++ == 0)
            g_assert_true(hn_slice_equal(reader.cells[1], hn_slice_of("Hà Nội")));
    }
    g_assert_cmpuint(n_rows, ==, 34);
}

static void
test_numbers_are_read_in_tenths(void)
{
    g_assert_cmpuint(hn_reference_tenths(hn_slice_of("31.5")), ==, 315);
    g_assert_cmpuint(hn_reference_tenths(hn_slice_of("2730")), ==, 27300);
    g_assert_cmpuint(hn_reference_tenths(hn_slice_of("001")), ==, 10);
    g_assert_cmpuint(hn_reference_tenths(hn_slice_of("")), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/reference_reader/tables_equal_their_files",
                    test_tables_equal_their_files);
    g_test_add_func("/datasets/reference_reader/rows_are_read_behind_the_header",
                    test_rows_are_read_behind_the_header);
    g_test_add_func("/datasets/reference_reader/numbers_are_read_in_tenths",
                    test_numbers_are_read_in_tenths);
    return g_test_run();
}
