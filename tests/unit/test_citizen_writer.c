/* Goal: rows go out as CSV and as JSON lines, the truth beside them, and no file is overwritten. */
#include "datasets/citizen_writer.h"

#include "base/base_error.h"
#include "base/io.h"

static char *
make_folder(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("hn-writer-XXXXXX", &error);
    g_assert_no_error(error);
    return folder;
}

static void
assert_file(const char *folder, const char *name, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = hn_io_read_file(path, 1 << 20, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), expected,
                    strlen(expected));
}

static void
write_one(const char *folder, HnCitizenFormat format)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCitizenWriter) writer = hn_citizen_writer_new(folder, format, &error);
    g_assert_no_error(error);
    HnCitizenRow row;
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++)
        hn_citizen_text_clear(&row.values[field]);
    hn_citizen_text_set(&row.values[HN_CITIZEN_RECORD_ID], hn_slice_of("r7"));
    hn_citizen_text_set(&row.values[HN_CITIZEN_SOURCE], hn_slice_of("tax"));
    hn_citizen_text_set(&row.values[HN_CITIZEN_ADDRESS], hn_slice_of("1, \"Lê Lợi\""));
    g_assert_true(hn_citizen_writer_add(writer, &row, hn_slice_of("e1"), &error));
    g_assert_true(hn_citizen_writer_finish(writer, &error));
    g_assert_no_error(error);
}

#define HEADER                                                                                     \
    "record_id,source,full_name,birth_date,sex,national_id,old_id,phone,address,ward,province,"    \
    "mother_name\n"

static void
test_csv_and_truth(void)
{
    g_autofree char *folder = make_folder();
    write_one(folder, HN_CITIZEN_CSV);
    assert_file(folder, "records.csv", HEADER "r7,tax,,,,,,,\"1, \"\"Lê Lợi\"\"\",,,\n");
    assert_file(folder, "truth.csv", "record_id,entity_id\nr7,e1\n");
    hn_io_remove_tree(folder, NULL);
}

static void
test_json_lines_leave_missing_values_out(void)
{
    g_autofree char *folder = make_folder();
    write_one(folder, HN_CITIZEN_JSONL);
    assert_file(folder, "records.jsonl",
                "{\"record_id\":\"r7\",\"source\":\"tax\",\"address\":\"1, \\\"Lê Lợi\\\"\"}\n");
    hn_io_remove_tree(folder, NULL);
}

static void
test_files_are_never_overwritten(void)
{
    g_autofree char *folder = make_folder();
    g_autoptr(GError) error = NULL;
    write_one(folder, HN_CITIZEN_CSV);
    g_assert_null(hn_citizen_writer_new(folder, HN_CITIZEN_CSV, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
    assert_file(folder, "truth.csv", "record_id,entity_id\nr7,e1\n");
    hn_io_remove_tree(folder, NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/citizen_writer/csv_and_truth", test_csv_and_truth);
    g_test_add_func("/datasets/citizen_writer/json_lines_leave_missing_values_out",
                    test_json_lines_leave_missing_values_out);
    g_test_add_func("/datasets/citizen_writer/files_are_never_overwritten",
                    test_files_are_never_overwritten);
    return g_test_run();
}
