/* Goal: what the writer wrote is read back; anything else is refused with the file and the line. */
#include "datasets/citizen_reader.h"

#include "base/base_error.h"
#include "base/io.h"

#define HEADER                                                                                     \
    "record_id,source,full_name,birth_date,sex,national_id,old_id,phone,address,ward,province,"    \
    "mother_name\n"

static char *
make_night(const char *records, const char *truth)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("hn-reader-XXXXXX", &error);
    g_assert_no_error(error);
    g_autofree char *records_path = g_build_filename(folder, "records.csv", NULL);
    g_autofree char *truth_path = g_build_filename(folder, "truth.csv", NULL);
    hn_io_write_file(records_path, records, strlen(records), &error);
    g_assert_no_error(error);
    hn_io_write_file(truth_path, truth, strlen(truth), &error);
    g_assert_no_error(error);
    return folder;
}

static void
test_rows_are_read_with_their_truth(void)
{
    g_autofree char *folder = make_night(HEADER "r1,tax,An,,,,,,\"a, b\",,,\nr2,tax,,,,,,,,,,Bé\n",
                                         "record_id,entity_id\nr1,e1\nr2,e2\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCitizenReader) reader = hn_citizen_reader_new(folder, &error);
    g_assert_no_error(error);
    HnCitizenRow row;
    HnCitizenText entity;
    gboolean is_end = TRUE;
    g_assert_true(hn_citizen_reader_next(reader, &row, &entity, &is_end, &error));
    g_assert_false(is_end);
    g_assert_cmpstr(row.values[HN_CITIZEN_ADDRESS].text, ==, "a, b");
    g_assert_cmpstr(entity.text, ==, "e1");
    g_assert_true(hn_citizen_reader_next(reader, &row, &entity, &is_end, &error));
    g_assert_cmpstr(row.values[HN_CITIZEN_MOTHER_NAME].text, ==, "Bé");
    g_assert_cmpstr(row.values[HN_CITIZEN_ADDRESS].text, ==, "");
    g_assert_true(hn_citizen_reader_next(reader, &row, &entity, &is_end, &error));
    g_assert_true(is_end);
    hn_io_remove_tree(folder, NULL);
}

typedef struct {
    const char *records;
    const char *truth;
} Bad;

static void
test_other_files_are_refused(void)
{
    static const Bad BAD[] = {
        { "record_id,name\n", "record_id,entity_id\n" },
        { HEADER, "record_id,cluster\n" },
        { "", "record_id,entity_id\n" },
        { HEADER "r1,tax,,,,,,,,,,\n", "record_id,entity_id\n" },
        { HEADER, "record_id,entity_id\nr1,e1\n" },
        { HEADER "r1,tax,,,,,,,,,,\n", "record_id,entity_id\nr2,e1\n" },
        { HEADER "r1,tax,,,,,,,,,\n", "record_id,entity_id\nr1,e1\n" },
        { HEADER "r1,tax,,,,,,,,,,", "record_id,entity_id\nr1,e1\n" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(BAD); i++) {
        g_autofree char *folder = make_night(BAD[i].records, BAD[i].truth);
        g_autoptr(GError) error = NULL;
        g_autoptr(HnCitizenReader) reader = hn_citizen_reader_new(folder, &error);
        HnCitizenRow row;
        HnCitizenText entity;
        gboolean is_end = FALSE;
        if (reader != NULL)
            g_assert_false(hn_citizen_reader_next(reader, &row, &entity, &is_end, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
        hn_io_remove_tree(folder, NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/citizen_reader/rows_are_read_with_their_truth",
                    test_rows_are_read_with_their_truth);
    g_test_add_func("/datasets/citizen_reader/other_files_are_refused",
                    test_other_files_are_refused);
    return g_test_run();
}
