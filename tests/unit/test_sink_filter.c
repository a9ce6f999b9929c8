/* Goal: what a table can hold goes on as it is; what it cannot is counted by source and column, and
 * neither its value nor its record is told. */
#include "connect/sink_filter.h"

#define COLUMNS 4

static const char *const columns[] = { "source", "record_id", "name", "note" };
static const HnTargetShape shape = { .columns = columns, .n_columns = COLUMNS, .n_key = 2 };

typedef struct {
    char operation;
    const char *fields[COLUMNS];
} Row;

/* "u tax 1 An x\n" of each that is left, "-" for no value. (transfer full) */
static char *
filtered(HnSinkFilter *filter, const Row *rows, guint n, gboolean *ret_same)
{
    g_autofree HnSlice *fields = g_new0(HnSlice, (gsize)n * COLUMNS + 1);
    g_autofree guint8 *operations = g_new0(guint8, n + 1);
    for (guint i = 0; i < n; i++) {
        operations[i] = (guint8)rows[i].operation;
        for (guint c = 0; c < COLUMNS; c++)
            fields[i * COLUMNS + c] = hn_slice_of(rows[i].fields[c]);
    }
    const HnChangeRows all = {
        .n_rows = n, .n_columns = COLUMNS, .operations = operations, .fields = fields
    };
    const HnChangeRows *left = hn_sink_filter_rows(filter, &all);
    g_autoptr(GString) text = g_string_new(NULL);
    *ret_same = left == &all;
    for (guint i = 0; i < left->n_rows; i++) {
        g_string_append_c(text, (char)left->operations[i]);
        for (guint c = 0; c < COLUMNS; c++) {
            const HnSlice field = left->fields[i * COLUMNS + c];
            g_string_append_printf(text, " %.*s", field.bytes == NULL ? 1 : (int)field.n_bytes,
                                   field.bytes == NULL ? "-" : (const char *)field.bytes);
        }
        g_string_append_c(text, '\n');
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* "source column rows; " */
static void
assert_left_out(HnSinkFilter *filter, const char *expected)
{
    const GPtrArray *left_out = hn_sink_filter_left_out(filter);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < left_out->len; i++) {
        const HnLeftOut *one = left_out->pdata[i];
        g_assert_null(strstr(one->why, "secret"));
        g_string_append_printf(text, "%s %s %" G_GUINT64_FORMAT "; ",
                               one->source == NULL ? "-" : one->source, one->column, one->n_rows);
    }
    g_assert_cmpstr(text->str, ==, expected);
}

static void
test_all_fit(void)
{
    static const Row rows[] = { { 'u', { "tax", "12345", "An", NULL } },
                                { 'u', { "tax", "𠀋12", "", "long long" } },
                                { 'd', { "tax", "1 ", NULL, NULL } } };
    gboolean same = FALSE;
    g_autoptr(HnSinkFilter) filter = hn_sink_filter_new(&shape, (HnSinkRoom){ .key = 5 });
    g_autofree char *left = filtered(filter, rows, 3, &same);
    g_assert_true(same);
    g_assert_cmpuint(hn_sink_filter_n_dropped(filter), ==, 0);
    assert_left_out(filter, "");
}

static void
test_keys(void)
{
    static const Row rows[] = {
        { 'u', { "tax", "1", "An", NULL } },           { 'u', { "tax", "secret", "An", NULL } },
        { 'u', { "tax", "1 ", "An", NULL } },          { 'u', { "civil", "secret 2", "An", NULL } },
        { 'd', { "tax", "1 ", NULL, NULL } },          { 'u', { "tax", "𠀋𠀋𠀋", "An", NULL } },
        { 'u', { "tax", "secrets", "An", "a note" } }, { 'd', { "tax", "2", NULL, NULL } },
        { 'u', { "tax", NULL, "An", NULL } },
    };
    gboolean same = TRUE;
    g_autoptr(HnSinkFilter) filter =
        hn_sink_filter_new(&shape, (HnSinkRoom){ .key = 5, .pads = TRUE });
    g_autofree char *left = filtered(filter, rows, G_N_ELEMENTS(rows), &same);
    g_assert_false(same);
    g_assert_cmpstr(left, ==, "u tax 1 An -\nd tax 2 - -\n");
    g_assert_cmpuint(hn_sink_filter_n_dropped(filter), ==, 7);
    g_assert_cmpuint(hn_sink_filter_n_left_out(filter), ==, 6); /* what goes is not missed */
    assert_left_out(filter,
                    "tax record_id 3; tax record_id 1; civil record_id 1; tax record_id 1; ");
    hn_sink_filter_begin(filter);
    g_assert_cmpuint(hn_sink_filter_n_dropped(filter), ==, 0);
    assert_left_out(filter, "");
}

static void
test_whole_keys(void)
{
    static const Row rows[] = { { 'u', { "tax", "1234567", "An", NULL } },
                                { 'u', { "tax", "12345678", "An", NULL } } };
    gboolean same = TRUE;
    g_autoptr(HnSinkFilter) filter = hn_sink_filter_new(&shape, (HnSinkRoom){ .key_bytes = 10 });
    g_autofree char *left = filtered(filter, rows, 2, &same);
    g_assert_cmpstr(left, ==, "u tax 1234567 An -\n");
}

/* An index that holds two bytes of each unit of UTF-16 has as much room for ễ as for e. */
static void
test_whole_keys_in_units(void)
{
    static const Row rows[] = { { 'u', { "tax", "ễễễễễễễ", "An", NULL } },
                                { 'u', { "tax", "𠀋𠀋𠀋1", "An", NULL } },
                                { 'd', { "tax", "1234567", NULL, NULL } },
                                { 'u', { "tax", "𠀋𠀋𠀋12", "An", NULL } },
                                { 'u', { "tax", "12345678", "An", NULL } } };
    gboolean same = TRUE;
    g_autoptr(HnSinkFilter) filter =
        hn_sink_filter_new(&shape, (HnSinkRoom){ .key_bytes = 21, .wide = TRUE });
    g_autofree char *left = filtered(filter, rows, G_N_ELEMENTS(rows), &same);
    g_assert_cmpstr(left, ==, "u tax ễễễễễễễ An -\nu tax 𠀋𠀋𠀋1 An -\nd tax 1234567 - -\n");
    assert_left_out(filter, "tax record_id 2; ");
}

static void
test_nul(void)
{
    const guint8 operation = HN_CHANGE_UPSERT;
    const HnSlice fields[] = { hn_slice_of("tax"), hn_slice("a\0b", 3), hn_slice(NULL, 0),
                               hn_slice(NULL, 0) };
    const HnChangeRows rows = { 1, COLUMNS, &operation, fields };
    g_autoptr(HnSinkFilter) filter = hn_sink_filter_new(&shape, (HnSinkRoom){ 0 });
    g_assert_cmpuint(hn_sink_filter_rows(filter, &rows)->n_rows, ==, 0);
    assert_left_out(filter, "tax record_id 1; ");
}

/* What the table had of such a row is not true any more. */
static void
test_values(void)
{
    static const Row rows[] = { { 'u', { "tax", "1", "Đỗ Ân", NULL } },
                                { 'u', { "tax", "2", "secrets", NULL } },
                                { 'u', { "tax", "3", "An", "secret" } } };
    gboolean same = TRUE;
    g_autoptr(HnSinkFilter) units = hn_sink_filter_new(&shape, (HnSinkRoom){ .value = 5 });
    g_autofree char *left = filtered(units, rows, 3, &same);
    g_assert_cmpstr(left, ==, "u tax 1 Đỗ Ân -\nd tax 2 - -\nd tax 3 - -\n");
    g_assert_cmpuint(hn_sink_filter_n_dropped(units), ==, 0);
    g_assert_cmpuint(hn_sink_filter_n_left_out(units), ==, 2);
    assert_left_out(units, "tax name 1; tax note 1; ");
    g_autoptr(HnSinkFilter) bytes =
        hn_sink_filter_new(&shape, (HnSinkRoom){ .value = 5, .in_bytes = TRUE });
    g_autofree char *fewer = filtered(bytes, rows, 1, &same);
    g_assert_cmpstr(fewer, ==, "d tax 1 - -\n");
}

/* The first column of a golden record is no source. */
static void
test_without_source(void)
{
    static const char *const other[] = { "entity_id", "records", "name", "note" };
    const HnTargetShape golden = { .columns = other, .n_columns = COLUMNS, .n_key = 1 };
    static const Row rows[] = { { 'u', { "e-1", "1", "secret", NULL } } };
    gboolean same = TRUE;
    g_autoptr(HnSinkFilter) filter = hn_sink_filter_new(&golden, (HnSinkRoom){ .value = 5 });
    g_autofree char *left = filtered(filter, rows, 1, &same);
    g_assert_cmpstr(left, ==, "d e-1 - - -\n");
    assert_left_out(filter, "- name 1; ");
}

/* A DBA's own VARCHAR(n), of any column. */
static void
test_narrow_columns(void)
{
    const Row rows[] = { { 'u', { "tax", "1", "Đỗ", "x" } },
                         { 'u', { "tax", "2", "An secret", NULL } },
                         { 'u', { "tax", "333", "An", "x" } },
                         { 'd', { "tax", "3" } } };
    gboolean same;
    g_autoptr(HnSinkFilter) filter = hn_sink_filter_new(&shape, (HnSinkRoom){ 0 });
    hn_sink_filter_narrow(filter, 1, 2);
    hn_sink_filter_narrow(filter, 2, 2);
    g_autofree char *text = filtered(filter, rows, G_N_ELEMENTS(rows), &same);
    g_assert_cmpstr(text, ==, "u tax 1 Đỗ x\nd tax 2 - -\nd tax 3 - -\n");
    assert_left_out(filter, "tax name 1; tax record_id 1; ");
    hn_sink_filter_narrow(filter, 1, 0);
    hn_sink_filter_narrow(filter, 2, 9);
    g_autofree char *all = filtered(filter, rows, G_N_ELEMENTS(rows), &same);
    g_assert_true(same);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/sink_filter/all_fit", test_all_fit);
    g_test_add_func("/connect/sink_filter/keys", test_keys);
    g_test_add_func("/connect/sink_filter/whole_keys", test_whole_keys);
    g_test_add_func("/connect/sink_filter/whole_keys_in_units", test_whole_keys_in_units);
    g_test_add_func("/connect/sink_filter/nul", test_nul);
    g_test_add_func("/connect/sink_filter/values", test_values);
    g_test_add_func("/connect/sink_filter/narrow_columns", test_narrow_columns);
    g_test_add_func("/connect/sink_filter/without_source", test_without_source);
    return g_test_run();
}
