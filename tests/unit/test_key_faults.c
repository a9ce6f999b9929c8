/* Goal: the rows that keep a column from being the key, by the lines on which they begin. */
#include "insight/key_faults.h"

#include "tests/unit/insight_fixture.h"

static HnKeyFaults
faults_of(InsightFiles *files, const char *text, guint source)
{
    g_autoptr(GError) error = NULL;
    HnKeyFaults faults;
    insight_files_add(files, "a.csv", text);
    g_autoptr(HnScan) scan = insight_files_scan(files, &error);
    g_assert_no_error(error);
    g_assert_true(hn_key_faults_find(&scan->files[0], 0, source, &faults, &error));
    g_assert_no_error(error);
    return faults;
}

static void
expect(const char *text, guint source, guint n_records, const char *told)
{
    InsightFiles files = insight_files_new();
    const HnKeyFaults faults = faults_of(&files, text, source);
    g_autofree char *said = hn_key_faults_text(&faults);
    g_assert_cmpstr(said, ==, told);
    g_assert_cmpuint(faults.n_records, ==, n_records);
    insight_files_clear(&files);
}

static void
test_lines(void)
{
    expect("k,b,c,d\n1,x,y,z\n", G_MAXUINT, 0, "");
    expect("k,b,c,d\n1,x,y,z\n,,,\n ,x,,\n", G_MAXUINT, 0,
           "line 3 is blank, line 4 has no key and few values");
    expect("k,b,c,d\n1,x,y,z\n,x,y,\n1,q,q,q\n", G_MAXUINT, 2,
           "line 3 has no key, line 4 has the key of a line before");
    expect("k,b,c,d\n1,x,y,z\nk,b,c,d\n", G_MAXUINT, 0, "line 3 is the header again");
}

/* A record of several lines is told by its first one. */
static void
test_records_of_several_lines(void)
{
    expect("k,b,c,d\n1,\"x\n\nx\",y,z\n,\"x\nx\",y,z\n,,,\n", G_MAXUINT, 1,
           "line 5 has no key, line 7 is blank");
}

static void
test_keys_within_a_source(void)
{
    expect("k,b,c,d\n1,x,y,z\n1,q,y,z\n", 1, 0, "");
    expect("k,b,c,d\n1,x,y,z\n1,x,y,z\n", 1, 1, "line 3 has the key of a line before");
}

static void
test_many(void)
{
    g_autoptr(GString) text = g_string_new("k,b,c,d\n");
    for (guint i = 0; i < 100; i++)
        g_string_append(text, "1,x,y,z\n");
    InsightFiles files = insight_files_new();
    const HnKeyFaults faults = faults_of(&files, text->str, G_MAXUINT);
    g_autofree char *said = hn_key_faults_text(&faults);
    g_assert_cmpuint(faults.n, ==, 99);
    g_assert_true(g_str_has_suffix(said, ", and 93 more"));
    insight_files_clear(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/insight/key_faults/" #name, test_##name)
    ADD(lines);
    ADD(records_of_several_lines);
    ADD(keys_within_a_source);
    ADD(many);
    return g_test_run();
}
