/* Goal: what is appended is read back, and nothing else is taken for a line. */
#include "text/plain_csv.h"

static void
test_values_come_back(void)
{
    static const char *const VALUES[] = { "a", "", "b,c", "say \"hi\"", " x", "\"", "Đỗ Thị", "" };
    guint8 line[200];
    guint8 *end = line;
    for (gsize i = 0; i < G_N_ELEMENTS(VALUES); i++) {
        if (i > 0)
            *end++ = ',';
        guint8 *from = end;
        end = hn_plain_csv_put(end, hn_slice_of(VALUES[i]));
        g_assert_cmpuint((gsize)(end - from), <=, HN_PLAIN_CSV_BYTES_MAX(strlen(VALUES[i])));
    }
    HnSlice cells[G_N_ELEMENTS(VALUES)];
    guint n_cells = 0;
    g_assert_true(
        hn_plain_csv_split(line, (gsize)(end - line), cells, G_N_ELEMENTS(cells), &n_cells));
    g_assert_cmpuint(n_cells, ==, G_N_ELEMENTS(VALUES));
    for (gsize i = 0; i < n_cells; i++)
        g_assert_true(hn_slice_equal(cells[i], hn_slice_of(VALUES[i])));
}

static void
test_bad_lines_are_refused(void)
{
    static const char *const LINES[] = { "a,b,c,d", "\"open", "\"a\"b,c" };
    for (gsize i = 0; i < G_N_ELEMENTS(LINES); i++) {
        HnSlice cells[3];
        guint n_cells = 99;
        g_autofree char *line = g_strdup(LINES[i]);
        g_assert_false(hn_plain_csv_split((guint8 *)line, strlen(line), cells, 3, &n_cells));
        g_assert_cmpuint(n_cells, ==, 99);
    }
}

static void
test_empty_line_is_one_empty_cell(void)
{
    HnSlice cells[1];
    guint n_cells = 0;
    guint8 nothing = 0;
    g_assert_true(hn_plain_csv_split(&nothing, 0, cells, 1, &n_cells));
    g_assert_cmpuint(n_cells, ==, 1);
    g_assert_cmpuint(cells[0].n_bytes, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/plain_csv/values_come_back", test_values_come_back);
    g_test_add_func("/text/plain_csv/bad_lines_are_refused", test_bad_lines_are_refused);
    g_test_add_func("/text/plain_csv/empty_line_is_one_empty_cell",
                    test_empty_line_is_one_empty_cell);
    return g_test_run();
}
