/* Goal: a file is read as it was written, and what cannot be read is refused. */
#include "insight/file_form.h"

#include "insight/insight_error.h"
#include "tests/unit/insight_fixture.h"

static HnFileForm
form_of(const char *name, const void *bytes, gsize n_bytes)
{
    HnFileForm form = { 0 };
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add_bytes(&files, name, bytes, n_bytes);
    g_assert_true(hn_file_form_detect(files.paths->pdata[0], &form, &error));
    g_assert_no_error(error);
    insight_files_clear(&files);
    return form;
}

static HnFileForm
form_of_text(const char *name, const char *text)
{
    return form_of(name, text, strlen(text));
}

static void
test_delimiters(void)
{
    g_assert_cmpint(form_of_text("a.csv", "a;b,c;d\n1;2,5;3\n4;5;6\n").delimiter, ==, ';');
    g_assert_cmpint(form_of_text("a.csv", "a\tb\n1\t2\n").delimiter, ==, '\t');
    g_assert_cmpint(form_of_text("a.csv", "a|b\n1,5|2\n").delimiter, ==, '|');
    g_assert_cmpint(form_of_text("a.csv", "a,b\n\"x;y;z\",2\n").delimiter, ==, ',');
    g_assert_cmpint(form_of_text("a.csv", "\xEF\xBB\xBF"
                                          "a;b\n1;2\n")
                        .delimiter,
                    ==, ';');
    g_assert_cmpint(form_of_text("a.csv", "a\n1\n").delimiter, ==, ',');
    g_assert_cmpint(form_of_text("a.csv", "").delimiter, ==, ',');
}

static void
test_formats(void)
{
    g_assert_cmpint(form_of_text("a.jsonl", "{}\n").format, ==, HN_RECORDS_JSONL);
    g_assert_cmpint(form_of_text("a.json", " {\"a\":1}\n").format, ==, HN_RECORDS_JSONL);
    g_assert_false(form_of_text("a.dat", "a,b\n").format_is_named);
    g_assert_cmpint(form_of_text("a.dat", "a,b\n").format, ==, HN_RECORDS_CSV);
    g_assert_true(form_of_text("a.csv", "{\n").format_is_named);
    HnFileForm form;
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.json", "[{\"a\":1}]");
    g_assert_false(hn_file_form_detect(files.paths->pdata[0], &form, &error));
    g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_FORMAT);
    insight_files_clear(&files);
}

static void
test_encodings(void)
{
    g_assert_cmpstr(form_of_text("a.csv", "a,b\nM\u00fcller,1\n").encoding, ==, "utf-8");
    g_assert_cmpstr(form_of_text("a.csv", "a,b\nM\xFCller,J\xFCrgen\n").encoding, ==,
                    "windows-1252");
    const HnFileForm wide = form_of("a.csv",
                                    "\xFF\xFE"
                                    "a\0;\0b\0\n\0",
                                    10);
    g_assert_cmpstr(wide.encoding, ==, "utf-16");
    g_assert_cmpint(wide.delimiter, ==, ';');
    g_assert_cmpstr(form_of("a.csv", "\0a\0,\0b\0c\0d\0e\0f\0g\0\n\0x", 20).encoding, ==,
                    "utf-16be");
}

/* One broken line among many good ones is damage, not another encoding. */
static void
test_a_broken_line_is_quarantine(void)
{
    g_autoptr(GString) text = g_string_new("a,b\n");
    for (guint i = 0; i < 100; i++)
        g_string_append_printf(text, "%u,Nguy\u1ec5n\n", i);
    g_string_append(text, "1,M\xFCller\n");
    const HnFileForm form = form_of(" a.csv", text->str, text->len);
    g_assert_cmpstr(form.encoding, ==, "utf-8");
    g_assert_cmpfloat(form.encoding_confidence, <, 1);
}

static void
test_what_is_no_text_says_what_it_is(void)
{
    static const struct {
        const char *bytes, *what;
    } cases[] = { { "PK\x03\x04"
                    "abc",
                    "a spreadsheet" },
                  { "\xD0\xCF\x11\xE0"
                    "abc",
                    "an old spreadsheet" },
                  { "SQLite format 3", "an SQLite database" },
                  { "PAR1abc", "a Parquet file" },
                  { "%PDF-1.7", "a PDF" } };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnFileForm form;
        g_autoptr(GError) error = NULL;
        InsightFiles files = insight_files_new();
        insight_files_add_bytes(&files, "a.csv", cases[i].bytes, strlen(cases[i].bytes));
        g_assert_false(hn_file_form_detect(files.paths->pdata[0], &form, &error));
        g_assert_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_FORMAT);
        g_assert_nonnull(strstr(error->message, cases[i].what));
        insight_files_clear(&files);
    }
    g_assert_cmpint(form_of_text("a.csv", "PK,b\n1,2\n").delimiter, ==, ',');
}

static void
test_headers(void)
{
    g_assert_true(form_of_text("a.csv", "id,name\n1,x\n").has_header);
    g_assert_true(form_of_text("a.csv", "x,y\n1,2\n").has_header);
    g_assert_false(
        form_of_text("a.csv", "1000001,Anna,1980-01-01\n1000002,Eva,1981-01-01\n").has_header);
    g_assert_false(form_of_text("a.csv", "Anna,a@example.org\n").has_header);
}

static guint
header_line_of(const char *text)
{
    return form_of_text("a.csv", text).header_line;
}

static void
test_titles(void)
{
    g_assert_cmpuint(header_line_of("DANH S\u00c1CH 2025\nma,ten\n1,x\n2,y\n"), ==, 2);
    g_assert_cmpuint(header_line_of("DANH S\u00c1CH 2025\nma;ten\n1;x\n2;y\n"), ==, 2);
    g_assert_cmpuint(header_line_of("UBND,,,\nX\u00c3 A,,,\n,,,\nma,ten,so,x\n1,x,2,3\n"), ==, 4);
    g_assert_cmpuint(header_line_of("\"UBND\nX\u00c3 A\",,CHXHCN,\nma,ten,so,x\n1,x,2,3\n"), ==, 3);
    g_assert_cmpuint(header_line_of("ma,ten\n1,x\n2,y\n"), ==, 0);
    g_assert_cmpuint(header_line_of("ma,ten\n1,x,y,z\n2,y,x,z\n"), ==, 0); /* ragged */
    g_assert_cmpuint(header_line_of("ten\nx\ny\n"), ==, 0);
    g_assert_cmpuint(header_line_of("ma,ten\n"), ==, 0);
    g_assert_cmpuint(header_line_of("ma,,\n1,x,\n2,y,\n"), ==, 0);
    g_assert_cmpuint(header_line_of(""), ==, 0);
}

static void
test_declared_delimiters(void)
{
    g_assert_cmpint(form_of_text("a.csv", "sep=;\na,b;c,d\n1,5;2,5\n").delimiter, ==, ';');
    g_assert_cmpint(form_of_text("a.csv", "sep=|\r\nma,x|b\n1|2\n").delimiter, ==, '|');
    g_assert_true(form_of_text("a.csv", "sep=,\na,b\n1,2\n").has_header);
    g_assert_cmpuint(header_line_of("sep=,\na,b\n1,2\n"), ==, 0);
    g_assert_cmpuint(header_line_of("sep=,\nUBND\na,b\n1,2\n"), ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/form/delimiters", test_delimiters);
    g_test_add_func("/insight/form/formats", test_formats);
    g_test_add_func("/insight/form/encodings", test_encodings);
    g_test_add_func("/insight/form/broken_line", test_a_broken_line_is_quarantine);
    g_test_add_func("/insight/form/others", test_what_is_no_text_says_what_it_is);
    g_test_add_func("/insight/form/headers", test_headers);
    g_test_add_func("/insight/form/titles", test_titles);
    g_test_add_func("/insight/form/declared_delimiters", test_declared_delimiters);
    return g_test_run();
}
