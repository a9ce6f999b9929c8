/* Goal: a spreadsheet runs nothing that a source wrote, and machines get every byte as it was. */
#include "publish/export_csv.h"

#include "base/base_error.h"
#include "tests/reference/config_fixture.h"

static char *
field(const char *text, gboolean spreadsheet)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_export_csv_field(hn_slice_of(text), spreadsheet, out);
    return g_strndup(out->len == 0 ? "" : (const char *)out->data, out->len);
}

#define assert_field(text, spreadsheet, expected)                                                  \
    do {                                                                                           \
        g_autofree char *found_ = field(text, spreadsheet);                                        \
        g_assert_cmpstr(found_, ==, expected);                                                     \
    } while (0)

static void
test_fields_are_quoted_where_they_must_be(void)
{
    assert_field("plain", FALSE, "plain");
    assert_field("", FALSE, "");
    assert_field("a,b", FALSE, "\"a,b\"");
    assert_field("a \"b\"", FALSE, "\"a \"\"b\"\"\"");
    assert_field("two\nlines", FALSE, "\"two\nlines\"");
    assert_field("cr\r", FALSE, "\"cr\r\"");
    assert_field("=1+1", FALSE, "=1+1");
}

static void
test_formulas_are_neutralised(void)
{
    assert_field("=1+1", TRUE, "'=1+1");
    assert_field("+84 90", TRUE, "'+84 90");
    assert_field("-x", TRUE, "'-x");
    assert_field("@SUM(A1)", TRUE, "'@SUM(A1)");
    assert_field("\tx", TRUE, "'\tx");
    assert_field("\rx", TRUE, "\"'\rx\"");
    assert_field("  =x", TRUE, "'  =x");
    assert_field("\xef\xbc\x9d"
                 "cmd",
                 TRUE,
                 "'\xef\xbc\x9d"
                 "cmd"); /* full-width = */
    assert_field("Nguyễn", TRUE, "Nguyễn");
    assert_field("a=b", TRUE, "a=b");
    assert_field("=\"a\",b", TRUE, "\"'=\"\"a\"\",b\"");
    assert_field("=\xff", TRUE, "'=\xff"); /* not UTF-8 */
}

static char *
lines(HnExportKind kind, const char *line)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autoptr(HnExportCsv) csv = hn_export_csv_new(kind, project, FALSE);
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_export_csv_header(csv, out);
    const guint n_header = out->len;
    g_assert_true(hn_export_csv_line(csv, hn_slice_of(line), out, &error));
    g_assert_no_error(error);
    return g_strndup((const char *)out->data + n_header, out->len - n_header);
}

#define assert_lines(kind, line, expected)                                                         \
    do {                                                                                           \
        g_autofree char *found_ = lines(kind, line);                                               \
        g_assert_cmpstr(found_, ==, expected);                                                     \
    } while (0)

static void
test_lines_become_rows(void)
{
    assert_lines(HN_EXPORT_CROSSWALK,
                 "{\"source\":\"a\",\"record_id\":\"x,1\",\"entity_id\":\"e-1\"}",
                 "a,\"x,1\",e-1\n");
    assert_lines(HN_EXPORT_EDGES,
                 "{\"source_dataset_l\":\"a\",\"unique_id_l\":\"1\",\"source_dataset_r\":\"b\","
                 "\"unique_id_r\":\"2\",\"match_weight\":38.78498840332031,"
                 "\"match_probability\":0.617228,\"match_key\":\"3\",\"outcome\":\"match\"}",
                 "a,1,b,2,38.78498840332031,0.617228,3,match\n");
    assert_lines(HN_EXPORT_CHANGES,
                 "{\"event_id\":\"v-1\",\"change\":\"merged\",\"entity_id\":\"e-1\","
                 "\"other_entity_id\":\"e-2\",\"records\":[{\"source\":\"a\",\"record_id\":\"1\"},"
                 "{\"source\":\"b\",\"record_id\":\"2\"}]}",
                 "v-1,merged,e-1,e-2,,a,1\nv-1,merged,e-1,e-2,,b,2\n");
    assert_lines(HN_EXPORT_CHANGES,
                 "{\"event_id\":\"v-1\",\"change\":\"updated\",\"entity_id\":\"e-1\","
                 "\"records\":[]}",
                 "v-1,updated,e-1,,,,\n");
    assert_lines(
        HN_EXPORT_RELATIONS,
        "{\"relation\":\"household\",\"from_entity_id\":\"e-1\",\"to_entity_id\":\"e-2\","
        "\"valid_from\":\"2020-01-02\",\"evidence\":[{\"source\":\"a\",\"record_id\":\"1\"},"
        "{\"source\":\"b\",\"record_id\":\"2\"}]}",
        "household,e-1,e-2,2020-01-02,,a,1\nhousehold,e-1,e-2,2020-01-02,,b,2\n");
}

static void
test_golden_columns_are_the_attributes(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autoptr(HnExportCsv) csv = hn_export_csv_new(HN_EXPORT_GOLDEN, project, FALSE);
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_export_csv_header(csv, out);
    g_autofree char *header = g_strndup((const char *)out->data, out->len);
    const char *first = project->entities[0].attributes[0].name;
    g_autofree char *start = g_strconcat("entity_id,entity_type,records,", first, NULL);
    g_assert_true(g_str_has_prefix(header, start));
    g_byte_array_set_size(out, 0);
    g_autofree char *line = g_strdup_printf(
        "{\"entity_id\":\"e-1\",\"entity_type\":\"person\",\"records\":2,\"attributes\":{\"%s\":"
        "[{\"value\":\"x\"},{\"value\":\"y\"}]}}",
        first);
    g_assert_true(hn_export_csv_line(csv, hn_slice_of(line), out, &error));
    g_autofree char *row = g_strndup((const char *)out->data, out->len);
    g_assert_true(g_str_has_prefix(row, "e-1,person,2,x | y"));
}

static void
test_what_is_no_line_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_autoptr(HnExportCsv) csv = hn_export_csv_new(HN_EXPORT_CROSSWALK, project, FALSE);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_assert_false(hn_export_csv_line(csv, hn_slice_of("[1]"), out, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publish/export_csv/fields_are_quoted_where_they_must_be",
                    test_fields_are_quoted_where_they_must_be);
    g_test_add_func("/publish/export_csv/formulas_are_neutralised", test_formulas_are_neutralised);
    g_test_add_func("/publish/export_csv/lines_become_rows", test_lines_become_rows);
    g_test_add_func("/publish/export_csv/golden_columns_are_the_attributes",
                    test_golden_columns_are_the_attributes);
    g_test_add_func("/publish/export_csv/what_is_no_line_is_refused",
                    test_what_is_no_line_is_refused);
    return g_test_run();
}
