/* Goal: refused records are counted by source and reason, whatever stands in their bytes. */
#include <glib/gstdio.h>

#include "base/base_error.h"
#include "insight/quarantine_metrics.h"

static GPtrArray *
counts_of(const char *text, gsize n)
{
    g_autofree char *folder = g_dir_make_tmp("quarantine-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "q.jsonl", NULL);
    g_assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
    g_autoptr(GError) error = NULL;
    GPtrArray *counts = hn_quarantine_counts(path, &error);
    g_assert_no_error(error);
    g_unlink(path);
    g_rmdir(folder);
    return counts;
}

static void
expect(const GPtrArray *counts, guint at, const char *source, const char *reason, guint64 n)
{
    const HnQuarantineCount *count = counts->pdata[at];
    g_assert_cmpstr(count->source, ==, source);
    g_assert_cmpstr(count->reason, ==, reason);
    g_assert_cmpuint(count->n_records, ==, n);
}

#define LINE(SOURCE, REASON, RECORDS, RAW)                                                         \
    "{\"source\":\"" SOURCE "\",\"file\":\"\",\"offset\":7,\"reason\":\"" REASON                   \
    "\",\"records\":" RECORDS ",\"raw\":\"" RAW "\",\"cut\":false}\n"

static void
test_sums_by_source_and_reason(void)
{
    static const char text[] = LINE("tax", "key_missing", "1", "")
        LINE("civil", "ragged_row: 3 fields, 4 columns", "1", "MSwy")
            LINE("civil", "container: cut", "12", "")
                LINE("civil", "ragged_row: 5 fields, 4 columns", "1", "MSwy");
    g_autoptr(GPtrArray) counts = counts_of(text, sizeof text - 1);
    g_assert_cmpuint(counts->len, ==, 3);
    expect(counts, 0, "civil", "container", 12);
    expect(counts, 1, "civil", "ragged_row", 2);
    expect(counts, 2, "tax", "key_missing", 1);
}

/* The name of a column may look like a member of the line. */
static void
test_text_that_looks_like_a_member(void)
{
    static const char text[] = LINE("a", "column: \\\"records\\\":9000, \\\"raw\\\":", "4", "");
    g_autoptr(GPtrArray) counts = counts_of(text, sizeof text - 1);
    g_assert_cmpuint(counts->len, ==, 1);
    expect(counts, 0, "a", "column", 4);
}

/* A line longer than a piece of the file, and an end without a newline. */
static void
test_long_lines(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 3; i++) {
        g_string_append(text,
                        "{\"source\":\"s\",\"file\":\"\",\"offset\":0,\"reason\":\"too_long\","
                        "\"records\":1,\"raw\":\"");
        for (guint k = 0; k < 700000; k++)
            g_string_append_c(text, 'A');
        g_string_append(text, "\",\"cut\":true}\n");
    }
    g_string_append(text, "{\"source\":\"torn");
    g_autoptr(GPtrArray) counts = counts_of(text->str, text->len);
    g_assert_cmpuint(counts->len, ==, 1);
    expect(counts, 0, "s", "too_long", 3);
}

static void
test_no_file(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_quarantine_counts("/nonexistent/q.jsonl", &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quarantine-metrics/sums", test_sums_by_source_and_reason);
    g_test_add_func("/quarantine-metrics/hostile", test_text_that_looks_like_a_member);
    g_test_add_func("/quarantine-metrics/long", test_long_lines);
    g_test_add_func("/quarantine-metrics/missing", test_no_file);
    return g_test_run();
}
