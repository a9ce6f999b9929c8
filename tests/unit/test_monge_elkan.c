/* Goal: the measure is what py_stringmatching gave for tests/golden/words.tsv, the same both ways
 * round. */
#include "text/monge_elkan.h"

#include "tests/reference/golden_table.h"
#include "tests/reference/word_lists.h"

static double
measure(const char *a, const char *b)
{
    g_auto(WordLists) lists = word_lists_new(a, b, NULL);
    const double forth = hn_monge_elkan(&lists.a, &lists.b);
    g_assert_cmpfloat(hn_monge_elkan(&lists.b, &lists.a), ==, forth);
    return forth;
}

static void
test_py_stringmatching_gave_the_same(void)
{
    g_autoptr(GPtrArray) rows = golden_table_read("words.tsv");
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        g_test_message("%s, %s", row[0], row[1]);
        g_assert_cmpfloat_with_epsilon(measure(row[0], row[1]), g_ascii_strtod(row[3], NULL),
                                       1e-12);
    }
    g_assert_cmpuint(rows->len, >=, 300);
}

static void
test_edges(void)
{
    g_assert_cmpfloat(measure("an binh", "binh an"), ==, 1.0);
    g_assert_cmpfloat(measure("an", "an an"), ==, 1.0);
    g_assert_cmpfloat(measure("an", "em"), ==, 0.0);
    g_assert_cmpfloat(measure("an", ""), ==, 0.0);
    g_assert_cmpfloat(measure("", ""), ==, 0.0);
    g_assert_cmpfloat(measure("an em", "an"), ==, 0.75);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/monge_elkan/" #what, test_##what)
    ADD(py_stringmatching_gave_the_same);
    ADD(edges);
    return g_test_run();
}
