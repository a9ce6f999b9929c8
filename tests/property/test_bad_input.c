/* Goal: every case that a file can carry has the verdict that its set demands, whatever the size of
 * the pieces in which its bytes arrive; accepted content is what the set says. */
#include <jansson.h>

#include "tests/reference/bad_input.h"
#include "tests/reference/reader_text.h"

static char *
read_bytes(const char *path, gsize *ret_n_bytes)
{
    g_autofree char *bundled =
        g_build_filename(g_getenv("HN_SOURCE_ROOT"), "tests/data", path, NULL);
    char *bytes = NULL;
    g_autoptr(GError) error = NULL;
    g_file_get_contents(bundled, &bytes, ret_n_bytes, &error);
    g_assert_no_error(error);
    return bytes;
}

static char *
text_of(const char *path, HnRecordFormat format)
{
    gsize n_bytes = 0;
    g_autofree char *bytes = read_bytes(path, &n_bytes);
    const HnFileReaderOptions options = { .format = format };
    return hn_reader_text_of_chunks(hn_slice(bytes, n_bytes), &options);
}

static gboolean
is_clean(const char *text)
{
    return !g_str_has_prefix(text, "refused") && strstr(text, "bad ") == NULL;
}

/* The set's rows as our text has them. */
static char *
expected_rows(const char *name, gboolean has_header_row)
{
    g_autofree char *path = g_strdup_printf("badinput/csv/json/%s.json", name);
    gsize n_bytes = 0;
    g_autofree char *bytes = read_bytes(path, &n_bytes);
    json_t *rows = json_loadb(bytes, n_bytes, 0, NULL);
    g_assert_nonnull(rows);
    GString *text = g_string_new(NULL);
    json_t *header = has_header_row ? json_array_get(rows, 0) : NULL;
    for (gsize i = has_header_row ? 1 : 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        json_t *object = has_header_row ? json_object() : json_incref(row);
        for (gsize j = 0; has_header_row && j < json_array_size(row); j++)
            json_object_set(object, json_string_value(json_array_get(header, j)),
                            json_array_get(row, j));
        char *line = json_dumps(object, JSON_COMPACT);
        g_string_append_printf(text, "%s\n", line);
        free(line);
        json_decref(object);
    }
    json_decref(rows);
    return g_string_free(text, FALSE);
}

static char *
rows_of(const char *text)
{
    GString *rows = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (g_str_has_prefix(lines[i], "row "))
            g_string_append_printf(rows, "%s\n", strchr(lines[i], '{'));
    }
    return g_string_free(rows, FALSE);
}

static void
test_csv(void)
{
    g_autoptr(GPtrArray) cases = bad_input_table("csv/manifest.tsv");
    for (guint i = 0; cases != NULL && i < cases->len; i++) {
        char **row = g_ptr_array_index(cases, i);
        g_autofree char *path = g_strdup_printf("badinput/csv/csv/%s.csv", row[0]);
        g_autofree char *text = text_of(path, HN_RECORDS_CSV);
        g_test_message("%s: %s", row[0], is_clean(text) ? "accepted" : "refused");
        if (strcmp(row[1], "reject") == 0)
            g_assert_false(is_clean(text));
        if (strcmp(row[1], "accept") != 0)
            continue;
        g_autofree char *expected = expected_rows(row[0], strcmp(row[2], "json=rows") == 0);
        g_autofree char *rows = rows_of(text);
        g_assert_true(is_clean(text));
        g_assert_cmpstr(rows, ==, expected);
    }
}

/* Where the set leaves the choice, the choice is pinned: tests/data/json-transform.tsv. */
static void
assert_pinned(GHashTable *pins, const char *file, const char *text)
{
    const char *pin = g_hash_table_lookup(pins, file);
    g_autofree char *first = g_strndup(text, strcspn(text, "\n"));
    if (pin == NULL)
        g_error("%s is not pinned: %s", file, first);
    g_assert_cmpstr(first, ==, pin);
}

static GHashTable *
read_pins(void)
{
    gsize n_bytes = 0;
    g_autofree char *bytes = read_bytes("json-transform.tsv", &n_bytes);
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    GHashTable *pins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 1; lines[i] != NULL; i++) {
        char **pair = g_strsplit(lines[i], "\t", 2);
        if (g_strv_length(pair) == 2)
            g_hash_table_insert(pins, g_strdup(pair[0]), g_strdup(pair[1]));
        g_strfreev(pair);
    }
    return pins;
}

static void
test_json(void)
{
    g_autoptr(GPtrArray) cases = bad_input_table("json-testsuite/manifest.tsv");
    g_autoptr(GHashTable) pins = read_pins();
    for (guint i = 0; cases != NULL && i < cases->len; i++) {
        char **row = g_ptr_array_index(cases, i);
        g_autofree char *path = g_build_filename("badinput/json-testsuite", row[0], NULL);
        g_autofree char *text = text_of(path, HN_RECORDS_JSON_VALUE);
        g_test_message("%s: %s", row[0], is_clean(text) ? "accepted" : "refused");
        if (strcmp(row[1], "accept") == 0)
            g_assert_true(is_clean(text));
        else if (strcmp(row[1], "reject") == 0)
            g_assert_false(is_clean(text));
        else
            assert_pinned(pins, row[0], text);
    }
}

/* All strings in one file, a line each; those that hold line feeds cannot be lines. */
static void
test_naughty_strings(void)
{
    g_autoptr(GPtrArray) cases = bad_input_table("naughty-strings/strings.tsv");
    g_autoptr(GByteArray) lines = g_byte_array_new();
    g_autoptr(GByteArray) csv = g_byte_array_new();
    g_autoptr(GString) expected = g_string_new(NULL);
    guint n = 0;
    g_byte_array_append(csv, (const guint8 *)"text\n", 5);
    for (guint i = 0; cases != NULL && i < cases->len; i++) {
        char **row = g_ptr_array_index(cases, i);
        gsize n_bytes = 0;
        g_autofree guchar *bytes = g_base64_decode(row[2], &n_bytes);
        g_autofree char *text = g_strndup((const char *)bytes, n_bytes);
        g_auto(GStrv) quoted = g_strsplit(text, "\"", -1);
        g_autofree char *doubled = g_strjoinv("\"\"", quoted);
        g_autofree char *field = g_strdup_printf("\"%s\"\n", doubled);
        json_t *object = json_pack("{s:s}", "text", text);
        g_assert_nonnull(object);
        g_assert_null(memchr(bytes, '\n', n_bytes));
        g_byte_array_append(lines, bytes, n_bytes);
        g_byte_array_append(lines, (const guint8 *)"\n", 1);
        g_byte_array_append(csv, (const guint8 *)field, strlen(field));
        json_decref(object);
        n++;
    }
    const HnFileReaderOptions as_text = { .format = HN_RECORDS_TEXT };
    const HnFileReaderOptions as_csv = { .format = HN_RECORDS_CSV };
    g_autofree char *from_text =
        hn_reader_text_of_chunks(hn_slice(lines->data, lines->len), &as_text);
    g_autofree char *from_csv = hn_reader_text_of_chunks(hn_slice(csv->data, csv->len), &as_csv);
    g_autofree char *text_rows = rows_of(from_text);
    g_autofree char *csv_rows = rows_of(from_csv);
    g_autofree char *sum = g_strdup_printf("read %u = %u + 0\n", n, n);
    g_assert_true(g_str_has_suffix(from_text, sum));
    g_assert_cmpstr(text_rows, ==, csv_rows);
    /* The rows, parsed by another's parser, hold the strings byte for byte. */
    g_auto(GStrv) rows = g_strsplit(text_rows, "\n", -1);
    for (guint i = 0; i < n; i++) {
        gsize n_bytes = 0;
        g_autofree guchar *bytes =
            g_base64_decode(((char **)g_ptr_array_index(cases, i))[2], &n_bytes);
        json_t *parsed = json_loads(rows[i], 0, NULL);
        json_t *text = json_object_get(parsed, "text");
        g_assert_cmpmem(json_string_value(text), json_string_length(text), bytes, n_bytes);
        json_decref(parsed);
    }
}

static void
test_utf8(void)
{
    g_autoptr(GPtrArray) cases = bad_input_table("utf8-tests/cases.tsv");
    for (guint i = 0; cases != NULL && i < cases->len; i++) {
        char **row = g_ptr_array_index(cases, i);
        g_autoptr(GByteArray) bytes = bad_input_hex(row[3]);
        const HnFileReaderOptions options = { .format = HN_RECORDS_TEXT };
        g_autofree char *text =
            hn_reader_text_of_chunks(hn_slice(bytes->data, bytes->len), &options);
        g_test_message("%s: %s", row[0], row[2]);
        g_assert_cmpint(is_clean(text), ==, strcmp(row[2], "valid") == 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bad_input/csv", test_csv);
    g_test_add_func("/bad_input/json", test_json);
    g_test_add_func("/bad_input/naughty_strings", test_naughty_strings);
    g_test_add_func("/bad_input/utf8", test_utf8);
    return g_test_run();
}
