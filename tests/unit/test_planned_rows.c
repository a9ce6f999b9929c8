/* Goal: rows are of the source that a night would give them; a value is damaged, or a filler, by
 * the type of its column; numbers are judged that no attribute compares. */
#include "insight/planned_rows.h"

#include "tests/unit/insight_fixture.h"

static HnCountryTables *tables;

static HnAttributePlan *
plan_of(const InsightFiles *files)
{
    g_autoptr(GError) error = NULL;
    const HnScanOptions options = { .paths = (const char *const *)files->paths->pdata,
                                    .tables = tables };
    const HnAttributePlanOptions all = { .takes_all = TRUE };
    HnScan *scan = hn_scan_new(&options, &error);
    g_assert_no_error(error);
    HnAttributePlan *plan = hn_attribute_plan_new(scan, &all, &error);
    g_assert_no_error(error);
    return plan;
}

/* Sources lie in the column; each number and each telephone stands there once. */
static char *
people(void)
{
    GString *text = g_string_new("record_id,source,full_name,birth_date,cccd,address\n");
    for (guint i = 0; i < 40; i++)
        g_string_append_printf(text, "R%02u,%s,%s Văn %s,%02u/%02u/19%02u,0010%02u%06u,Hà Nội\n", i,
                               i < 30 ? "tax" : "health", i % 3 == 0 ? "Nguyễn" : "Trần",
                               i % 4 == 0 ? "An" : "Cường", 1 + i % 28, 1 + i % 12, 50 + i, 50 + i,
                               100000 + i * 7919);
    g_string_append(text, "R90,tax,Ph¹m ThÞ HiÒn,02/03/1980,001080555555,Hà Nội\n");
    return g_string_free(text, FALSE);
}

/* Index of a column; as many as there are: it is none of them. */
static guint
index_of(const HnPlannedRows *rows, const char *name)
{
    guint i = 0;
    while (i < rows->columns[0]->len &&
           strcmp(g_array_index(rows->columns[0], HnRowColumn, i).name, name) != 0)
        i++;
    return i;
}

static HnRowColumn *
column_of(const HnPlannedRows *rows, const char *name)
{
    const guint i = index_of(rows, name);
    g_assert_cmpuint(i, <, rows->columns[0]->len);
    return &g_array_index(rows->columns[0], HnRowColumn, i);
}

static void
check_sources(const HnPlannedRows *rows)
{
    guint n_tax = 0, n_health = 0;
    for (guint i = 0; i < rows->plan->scan->n_rows; i++) {
        g_autofree char *source = hn_planned_rows_source(rows, &rows->plan->scan->rows[i]);
        n_tax += strcmp(source, "tax") == 0;
        n_health += strcmp(source, "health") == 0;
    }
    g_assert_cmpuint(n_tax, ==, 31);
    g_assert_cmpuint(n_health, ==, 10);
}

static void
check_value(HnPlannedRows *rows, HnRowColumn *column, const char *raw, gboolean is_damaged,
            gboolean is_filler)
{
    HnSlice text;
    g_assert_cmpint(hn_planned_rows_is_damaged(rows, column, hn_slice_of(raw), &text), ==,
                    is_damaged);
    g_assert_cmpint(hn_planned_rows_is_filler(rows, column, text), ==, is_filler);
}

static void
test_rows(void)
{
    InsightFiles files = insight_files_new();
    g_autofree char *text = people();
    g_autoptr(GError) error = NULL;
    insight_files_add(&files, "people.csv", text);
    g_autoptr(HnAttributePlan) plan = plan_of(&files);
    g_autoptr(HnPlannedRows) rows = hn_planned_rows_new(plan, &error);
    g_assert_no_error(error);
    check_sources(rows);
    HnRowColumn *name = column_of(rows, "full_name"), *birth = column_of(rows, "birth_date");
    HnRowColumn *number = column_of(rows, "cccd");
    g_assert_cmpint(number->type, ==, HN_TYPE_CITIZEN_NUMBER);
    g_assert_cmpuint(number->attribute, ==, HN_NO_ATTRIBUTE);
    g_assert_cmpuint(index_of(rows, "record_id"), ==, rows->columns[0]->len);
    check_value(rows, name, "Lê Thị Hồng", FALSE, FALSE);
    check_value(rows, name, "L? Thị H?ng", TRUE, FALSE);
    check_value(rows, name, "NguyÔn V¨n §øc", TRUE, FALSE);
    check_value(rows, name, "không rõ", FALSE, TRUE); /* has a sign of TCVN3, and is sound */
    check_value(rows, birth, "00/00/0000", FALSE, TRUE);
    check_value(rows, birth, "31/02/1960", FALSE, FALSE); /* wrong, but somebody meant it */
    check_value(rows, number, "000000000000", FALSE, TRUE);
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    g_test_add_func("/planned-rows/rows", test_rows);
    const int result = g_test_run();
    hn_country_tables_unref(tables);
    return result;
}
