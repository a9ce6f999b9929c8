/* Goal: wholes and parts, filled together or instead, and two names of one thing are told. */
#include "insight/row_relations.h"

#include "tests/unit/insight_fixture.h"

static HnScan *
scan_of(const char *text)
{
    g_autoptr(GError) error = NULL;
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "a.csv", text);
    HnScan *scan = insight_files_scan(&files, &error);
    g_assert_no_error(error);
    insight_files_clear(&files);
    return scan;
}

static void
test_whole_and_parts(void)
{
    const guint parts[] = { 1, 2 };
    g_autoptr(HnScan) scan = scan_of("whole,a,b\nAnna Maria Smith,Anna Maria,SMITH\n"
                                     "Anna von Smith,Anna,Smith\nEva Eva,Eva,Ute\nX,,\n,Y,Z\n");
    const HnWholeAndParts relation = hn_whole_and_parts(scan, 0, 0, parts, 2);
    g_assert_cmpuint(relation.n_rows, ==, 5);
    g_assert_cmpuint(relation.n_whole, ==, 4);
    g_assert_cmpuint(relation.n_parts, ==, 4);
    g_assert_cmpuint(relation.n_both, ==, 3);
    g_assert_cmpuint(relation.n_all_words, ==, 2);
    g_assert_cmpuint(relation.n_same_words, ==, 1);
    const HnWholeAndParts filled = hn_filled_together(scan, 0, 0, parts, 2);
    g_assert_cmpuint(filled.n_rows, ==, 5);
    g_assert_cmpuint(filled.n_whole, ==, 4);
    g_assert_cmpuint(filled.n_parts, ==, 4);
    g_assert_cmpuint(filled.n_both, ==, 3);
    g_assert_cmpuint(filled.n_all_words, ==, 0);
    g_assert_cmpfloat(hn_filled_share_of(scan, 0, parts, 2), ==, 0.8);
    g_assert_cmpfloat(hn_filled_share_of(scan, 0, parts, 0), ==, 0);
}

static void
test_one_to_one(void)
{
    g_autoptr(GString) text = g_string_new("code,name,other\n");
    for (guint i = 0; i < 300; i++)
        g_string_append_printf(text, "%u,n%u,%u\n", i % 5, i % 5, i / 7 % 5);
    g_autoptr(HnScan) scan = scan_of(text->str);
    g_assert_true(hn_are_one_to_one(scan, 0, 0, 1));
    g_assert_true(hn_are_one_to_one(scan, 0, 1, 0));
    g_assert_false(hn_are_one_to_one(scan, 0, 0, 2));
}

/* Few rows for each value prove nothing. */
static void
test_chance_is_no_relation(void)
{
    g_autoptr(GString) text = g_string_new("code,name\n");
    for (guint i = 0; i < 300; i++)
        g_string_append_printf(text, "%u,n%u\n", i / 2, i / 2);
    g_autoptr(HnScan) scan = scan_of(text->str);
    g_assert_false(hn_are_one_to_one(scan, 0, 0, 1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/relations/whole", test_whole_and_parts);
    g_test_add_func("/insight/relations/one_to_one", test_one_to_one);
    g_test_add_func("/insight/relations/chance", test_chance_is_no_relation);
    return g_test_run();
}
