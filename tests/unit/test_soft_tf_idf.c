/* Goal: soft TF-IDF is what py_stringmatching gave for tests/golden/words.tsv, the same both ways
 * round, and rare words decide. */
#include "text/soft_tf_idf.h"

#include <math.h>

#include "tests/reference/golden_table.h"
#include "tests/reference/word_lists.h"

/* As tests/golden/words.py weighs. */
static gint32
golden_weight(const char *word)
{
    guint sum = 0;
    for (; *word != '\0'; word++)
        sum += (guint8)*word;
    return (gint32)(500 + sum % 97 * 100);
}

static double
measure(const char *a, const char *b, const HnTermTable *tokens)
{
    g_auto(WordLists) lists = word_lists_new(a, b, tokens);
    const double forth = hn_soft_tf_idf(&lists.a, &lists.b);
    g_assert_cmpfloat(hn_soft_tf_idf(&lists.b, &lists.a), ==, forth);
    return forth;
}

static void
test_py_stringmatching_gave_the_same(void)
{
    g_autoptr(GPtrArray) rows = golden_table_read("words.tsv");
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        g_autofree char *both = g_strjoin(" ", row[0], row[1], NULL);
        g_auto(GStrv) words = g_strsplit(both, " ", -1);
        const guint n = g_strv_length(words);
        g_autofree HnTerm *terms = g_new0(HnTerm, n);
        for (guint k = 0; k < n; k++)
            terms[k] = (HnTerm){ hn_slice_of(words[k]), 2, golden_weight(words[k]) };
        const HnTermTable tokens = { n, terms, 1, 100 };
        const double found = measure(row[0], row[1], &tokens);
        g_test_message("%s, %s", row[0], row[1]);
        /* Similarities of words are rounded down to 1/65536. */
        g_assert_cmpfloat_with_epsilon(found, g_ascii_strtod(row[2], NULL), 2.0 / 65536);
    }
    g_assert_cmpuint(rows->len, >=, 300);
}

static void
test_rare_words_decide(void)
{
    HnTerm terms[] = { { hn_slice_of("company"), 900, 760 }, { hn_slice_of("trading"), 90, 2500 } };
    const HnTermTable tokens = { G_N_ELEMENTS(terms), terms, 7100, 1000 };
    const double common = measure("abel trading company", "kane trading company", &tokens);
    const double rare = measure("abel trading company", "abel shipping company", &tokens);
    g_assert_cmpfloat(common, <, 0.2);
    g_assert_cmpfloat(rare, >, 0.6);
    g_assert_cmpfloat(measure("abel company", "abell company", &tokens), >, 0.9);
    g_assert_cmpfloat(measure("abel company", "abell company", NULL), >, 0.9);
}

static void
test_equal_sets_are_one(void)
{
    g_assert_cmpfloat(measure("an binh co", "co an binh", NULL), ==, 1.0);
    g_assert_cmpfloat(measure("an an binh", "binh an", NULL), ==, 1.0);
    g_assert_cmpfloat(measure("an binh", "co em", NULL), ==, 0.0);
    g_assert_cmpfloat(measure("an", "", NULL), ==, 0.0);
    g_assert_cmpfloat(measure("", "", NULL), ==, 0.0);
}

/* A word that two words of the other side are like counts once. */
static void
test_one_word_for_two_is_no_gain(void)
{
    const double found = measure("johnson johnsons", "johnson", NULL);
    g_assert_cmpfloat_with_epsilon(found, 1.0 / sqrt(2.0), 1e-9);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/soft_tf_idf/" #what, test_##what)
    ADD(py_stringmatching_gave_the_same);
    ADD(rare_words_decide);
    ADD(equal_sets_are_one);
    ADD(one_word_for_two_is_no_gain);
    return g_test_run();
}
