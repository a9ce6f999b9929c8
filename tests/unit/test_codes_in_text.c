/* Goal: titles with model numbers are told from titles without. */
#include "insight/codes_in_text.h"

#include "tests/unit/insight_fixture.h"

static HnCodesInText
codes_of(const char *text)
{
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text);
    g_autoptr(HnScan) scan = insight_files_scan(&files, &error);
    g_assert_no_error(error);
    insight_files_clear(&files);
    return hn_codes_in_text(scan, 0, 0);
}

static void
test_counts(void)
{
    const HnCodesInText codes = codes_of("title,x\nRadio DNX5120 black,1\nRadio DNX5120,1\n"
                                         "Lamp 300W,1\nPhone KX-TG9344 KX-TG9341,1\n,1\n");
    g_assert_cmpuint(codes.n_values, ==, 3);
    g_assert_cmpuint(codes.n_distinct, ==, 3);
    g_assert_cmpfloat(codes.with_code, ==, 0.75);
}

static void
test_none(void)
{
    const HnCodesInText codes = codes_of("title,x\n,1\n,2\n");
    g_assert_cmpuint(codes.n_values, ==, 0);
    g_assert_cmpfloat(codes.with_code, ==, 0);
}

/* Longer than any code: passed over. */
static void
test_long_words(void)
{
    g_autofree char *word = g_strnfill(5000, '7');
    g_autofree char *text = g_strdup_printf("title,x\n%s,1\nA12345,2\n", word);
    g_assert_cmpuint(codes_of(text).n_values, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/codes_in_text/counts", test_counts);
    g_test_add_func("/insight/codes_in_text/none", test_none);
    g_test_add_func("/insight/codes_in_text/long-words", test_long_words);
    return g_test_run();
}
