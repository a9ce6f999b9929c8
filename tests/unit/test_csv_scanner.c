/* Goal: fields are found where they are, whatever stands around a block of 64 bytes. */
#include "connect/csv_scanner.h"

static void
test_fields_across_blocks(void)
{
    for (gsize n = 1; n < 200; n++) {
        g_autofree char *field = g_strnfill(n, 'x');
        g_autofree char *line = g_strdup_printf("%s,\"%s\"\"\",\r\n", field, field);
        HnCsvScanner scanner;
        hn_csv_scanner_init(&scanner, ',', 8);
        const guint8 *bytes = (const guint8 *)line;
        g_assert_cmpint(hn_csv_scanner_next(&scanner, bytes, strlen(line), FALSE), ==,
                        HN_CSV_RECORD);
        g_assert_null(scanner.problem);
        g_assert_cmpuint(scanner.n_fields, ==, 3);
        g_assert_cmpuint(scanner.fields[0].end, ==, n);
        g_assert_cmpuint(scanner.fields[1].start, ==, n + 2);
        g_assert_cmpuint(scanner.fields[1].end, ==, 2 * n + 4);
        g_assert_cmpuint(scanner.fields[1].escaped, ==, 1);
        g_assert_cmpuint(scanner.fields[2].end, ==, scanner.fields[2].start);
        g_assert_cmpuint(scanner.record_end, ==, strlen(line) - 2);
        g_assert_cmpint(hn_csv_scanner_next(&scanner, bytes, strlen(line), TRUE), ==, HN_CSV_END);
        hn_csv_scanner_clear(&scanner);
    }
}

static void
test_fields_beyond_the_room_are_counted(void)
{
    HnCsvScanner scanner;
    hn_csv_scanner_init(&scanner, ',', 2);
    g_assert_cmpint(hn_csv_scanner_next(&scanner, (const guint8 *)"1,2,3,4", 7, TRUE), ==,
                    HN_CSV_RECORD);
    g_assert_cmpuint(scanner.n_fields, ==, 4);
    g_assert_cmpuint(scanner.fields[1].start, ==, 2);
    hn_csv_scanner_clear(&scanner);
}

static void
test_more_bytes_go_on(void)
{
    static const char line[] = "ab,\"c\nd\"\n";
    HnCsvScanner scanner;
    hn_csv_scanner_init(&scanner, ',', 2);
    for (gsize n = 0; n < strlen(line); n++)
        g_assert_cmpint(hn_csv_scanner_next(&scanner, (const guint8 *)line, n, FALSE), ==,
                        HN_CSV_MORE);
    g_assert_true(scanner.has_quotes);
    g_assert_cmpint(hn_csv_scanner_next(&scanner, (const guint8 *)line, strlen(line), FALSE), ==,
                    HN_CSV_RECORD);
    g_assert_cmpuint(scanner.n_fields, ==, 2);
    hn_csv_scanner_clear(&scanner);
}

static void
test_separator_lines(void)
{
    static const struct {
        const char *text;
        gsize n_bytes;
        char delimiter;
    } cases[] = { { "sep=;\na", 6, ';' }, { "sep=\t\r\n", 7, '\t' }, { "Sep=,\n", 6, ',' },
                  { "sep=;", 0, 'x' },    { "sep=;a\n", 0, 'x' },    { "sep=\n\n", 0, 'x' },
                  { "sep=\"\n", 0, 'x' }, { "sep=;\ra", 0, 'x' },    { "", 0, 'x' } };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        char delimiter = 'x';
        const guint8 *bytes = (const guint8 *)cases[i].text;
        g_assert_cmpuint(hn_csv_separator_line(bytes, strlen(cases[i].text), &delimiter), ==,
                         cases[i].n_bytes);
        g_assert_cmpint(delimiter, ==, cases[i].delimiter);
    }
    static const char *const begun[] = { "", "s", "SEP", "sep=", "sep=;", "sep=;\r" };
    static const char *const others[] = { "a", "set", "sep;", "sep=;\n", "sep=;ab", "sep=;\r\n" };
    for (gsize i = 0; i < G_N_ELEMENTS(begun); i++) {
        const HnSlice some = hn_slice_of(begun[i]), other = hn_slice_of(others[i]);
        g_assert_true(hn_csv_separator_line_may_come(some.bytes, some.n_bytes));
        g_assert_false(hn_csv_separator_line_may_come(other.bytes, other.n_bytes));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/csv_scanner/fields_across_blocks", test_fields_across_blocks);
    g_test_add_func("/connect/csv_scanner/fields_beyond_the_room_are_counted",
                    test_fields_beyond_the_room_are_counted);
    g_test_add_func("/connect/csv_scanner/more_bytes_go_on", test_more_bytes_go_on);
    g_test_add_func("/connect/csv_scanner/separator_lines", test_separator_lines);
    return g_test_run();
}
