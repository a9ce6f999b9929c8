/* Goal: counts are of all rows, the sample is the same whatever the order of rows and files. */
#include "insight/file_scan.h"

#include "insight/insight_error.h"
#include "tests/unit/insight_fixture.h"

static char *
row_text(guint i)
{
    return g_strdup_printf("r%u,%s,%s\n", i, i % 3 == 0 ? "" : insight_given(i), "x");
}

static HnScan *
scan_of_rows(gboolean backwards, guint n, guint n_max)
{
    g_autoptr(GString) text = g_string_new("id,name,one\n");
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    for (guint i = 0; i < n; i++) {
        g_autofree char *row = row_text(backwards ? n - 1 - i : i);
        g_string_append(text, row);
    }
    insight_files_add(&files, "rows.csv", text->str);
    const HnScanOptions options = { .paths = (const char *const *)files.paths->pdata,
                                    .sample_rows_max = n_max };
    HnScan *scan = hn_scan_new(&options, &error);
    g_assert_no_error(error);
    insight_files_clear(&files);
    return scan;
}

static void
test_counts_are_of_all_rows(void)
{
    g_autoptr(HnScan) scan = scan_of_rows(FALSE, 3000, 100);
    const HnScannedFile *file = &scan->files[0];
    g_assert_cmpuint(file->n_rows, ==, 3000);
    g_assert_cmpuint(file->n_columns, ==, 3);
    g_assert_true(file->columns[0].is_unique);
    g_assert_cmpuint(file->columns[0].n_distinct, ==, 3000);
    g_assert_cmpuint(file->columns[1].n_filled, ==, 2000);
    g_assert_cmpuint(file->columns[1].n_distinct, ==, 8);
    g_assert_cmpuint(file->columns[2].n_distinct, ==, 1);
    g_assert_false(scan->is_whole);
    g_assert_cmpuint(scan->n_rows, <=, 100);
    g_assert_cmpuint(scan->n_rows, >, 20);
    g_assert_cmpuint(hn_scanned_file_find(file, "one"), ==, 2);
    g_assert_cmpuint(hn_scanned_file_find(file, "two"), ==, G_MAXUINT);
}

static void
test_order_of_rows_is_nothing(void)
{
    g_autoptr(HnScan) up = scan_of_rows(FALSE, 3000, 100);
    g_autoptr(HnScan) down = scan_of_rows(TRUE, 3000, 100);
    g_assert_cmpuint(up->n_rows, ==, down->n_rows);
    for (guint i = 0; i < up->n_rows; i++)
        for (guint c = 0; c < 3; c++)
            g_assert_cmpmem(up->rows[i].fields[c].bytes, up->rows[i].fields[c].n_bytes,
                            down->rows[i].fields[c].bytes, down->rows[i].fields[c].n_bytes);
}

static void
test_json_columns_stand_by_name(void)
{
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "b.jsonl", "{\"z\":\"1\"}\n{\"a\":[\"x\"],\"z\":\"2\"}\nbroken\n");
    insight_files_add(&files, "a.jsonl", "{\"a\":null,\"z\":\"2\"}\n{\"z\":\"1\",\"a\":\"x\"}\n");
    g_autoptr(HnScan) scan = insight_files_scan(&files, &error);
    g_assert_no_error(error);
    for (guint f = 0; f < 2; f++) {
        g_assert_cmpstr(scan->files[f].columns[0].name, ==, "a");
        g_assert_cmpstr(scan->files[f].columns[1].name, ==, "z");
        g_assert_cmpuint(scan->files[f].columns[0].n_filled, ==, 1);
        g_assert_cmpuint(scan->files[f].n_sample, ==, 2);
    }
    g_assert_true(g_str_has_suffix(scan->files[0].path, "a.jsonl"));
    g_assert_cmpuint(scan->files[1].n_quarantined, ==, 1);
    insight_files_clear(&files);
}

static void
test_unique_in_its_source(void)
{
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", "n,source,m\n1,a,1\n1,b,1\n2,a,1\n");
    g_autoptr(HnScan) scan = insight_files_scan(&files, &error);
    g_assert_no_error(error);
    g_assert_false(scan->files[0].columns[0].is_unique);
    g_assert_true(scan->files[0].columns[0].is_unique_in_source);
    g_assert_false(scan->files[0].columns[2].is_unique_in_source);
    insight_files_clear(&files);
}

static void
test_what_cannot_be_scanned(void)
{
    const char *texts[] = { "", "a,a\n1,2\n", "1000001,1980-01-01\n" };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        InsightFiles files = insight_files_new();
        insight_files_add(&files, "a.csv", texts[i]);
        g_assert_null(insight_files_scan(&files, &error));
        g_assert_nonnull(strstr(error->message, "a.csv"));
        insight_files_clear(&files);
    }
    const char *const paths[] = { "/nowhere/at/all.csv", NULL };
    const HnScanOptions options = { .paths = paths };
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_scan_new(&options, &error));
    g_assert_nonnull(error);
}

/* The sample is bounded in bytes too. */
static void
test_long_values(void)
{
    g_autoptr(GString) text = g_string_new("id,text\n");
    g_autofree char *much = g_strnfill(1 << 20, 'x');
    for (guint i = 0; i < 20; i++)
        g_string_append_printf(text, "%u,%u%s\n", i, i, much);
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text->str);
    const HnScanOptions options = { .paths = (const char *const *)files.paths->pdata,
                                    .sample_bytes_max = 6 << 20 };
    g_autoptr(HnScan) scan = hn_scan_new(&options, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(scan->files[0].n_rows, ==, 20);
    g_assert_cmpuint(scan->n_rows, <=, 6);
    g_assert_cmpuint(scan->files[0].columns[1].n_bytes_max, >, 1 << 20);
    insight_files_clear(&files);
}

/* The message says where the names stand, and nothing of the title. */
static void
test_titles_are_told(void)
{
    static const struct {
        const char *text, *told;
    } cases[] = { { "UBND,,\nma,ten,nam\n1,x,1950\n2,y,1951\n", "line 2" },
                  { "DANH SACH\nma,ten,nam\n1,x,1950\n2,y,1951\n", "line 2" },
                  { "ma,ten\n1,x,1950\n2,y,1951\n", "under the 2 names" } };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        InsightFiles files = insight_files_new();
        insight_files_add(&files, "a.csv", cases[i].text);
        g_assert_null(insight_files_scan(&files, &error));
        g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_HEADER);
        g_assert_nonnull(strstr(error->message, "a.csv: "));
        g_assert_nonnull(strstr(error->message, cases[i].told));
        insight_files_clear(&files);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/scan/counts", test_counts_are_of_all_rows);
    g_test_add_func("/insight/scan/order", test_order_of_rows_is_nothing);
    g_test_add_func("/insight/scan/json", test_json_columns_stand_by_name);
    g_test_add_func("/insight/scan/source", test_unique_in_its_source);
    g_test_add_func("/insight/scan/refused", test_what_cannot_be_scanned);
    g_test_add_func("/insight/scan/titles", test_titles_are_told);
    g_test_add_func("/insight/scan/long", test_long_values);
    return g_test_run();
}
