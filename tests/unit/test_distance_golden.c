/* Goal: every measure gives what rapidfuzz 3.14 gave for tests/golden/distances.tsv, similarities
 * bit for bit. Values go through one alphabet, as in scoring/, so most of them are narrow though
 * they are not ASCII. */
#include "text/edit_distance.h"
#include "text/jaro_winkler.h"

#define VALUE_BYTES_MAX 256

typedef struct {
    guint8 narrow[VALUE_BYTES_MAX];
    guint32 wide[VALUE_BYTES_MAX];
    HnLetters as_narrow, as_wide;
} Value;

static void
code(HnAlphabet *alphabet, const char *text, Value *ret)
{
    guint32 n = 0;
    const HnSlice slice = hn_slice_of(text);
    g_assert_cmpuint(slice.n_bytes, <=, VALUE_BYTES_MAX);
    g_assert_true(hn_alphabet_narrow(alphabet, slice, ret->narrow, &n));
    ret->as_narrow = (HnLetters){ .narrow = ret->narrow, .n = n };
    hn_alphabet_wide(alphabet, slice, ret->wide, &n);
    ret->as_wide = (HnLetters){ .wide = ret->wide, .n = n };
}

static double
number(const char *text)
{
    return g_ascii_strtod(text, NULL);
}

static void
check(HnLetters a, HnLetters b, char **row)
{
    const double winkler = number(row[3]);
    g_assert_cmpfloat(hn_jaro(a, b), ==, number(row[2]));
    g_assert_cmpfloat(hn_jaro_winkler(a, b), ==, winkler);
    g_assert_true(hn_jaro_winkler_at_least(a, b, winkler));
    g_assert_false(hn_jaro_winkler_at_least(a, b, winkler + 1e-12));
    g_assert_cmpuint(hn_levenshtein(a, b, G_MAXUINT), ==, (guint)number(row[4]));
    g_assert_cmpuint(hn_osa(a, b, G_MAXUINT), ==, (guint)number(row[5]));
    g_assert_cmpuint(hn_damerau(a, b, G_MAXUINT), ==, (guint)number(row[6]));
}

static void
test_rapidfuzz_gave_the_same(void)
{
    const char *root = g_getenv("HN_SOURCE_ROOT");
    g_autofree char *in_tree =
        g_build_filename(root != NULL ? root : ".", "tests/golden/distances.tsv", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_file_get_contents(in_tree, &text, NULL, &error);
    g_assert_no_error(error);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    guint n_checked = 0;
    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", -1);
        Value a;
        Value b;
        code(alphabet, row[0], &a);
        code(alphabet, row[1], &b);
        check(a.as_narrow, b.as_narrow, row);
        check(a.as_wide, b.as_narrow, row);
        check(b.as_wide, a.as_wide, row);
        n_checked++;
    }
    g_assert_cmpuint(n_checked, >=, 150);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/distance_golden/rapidfuzz_gave_the_same", test_rapidfuzz_gave_the_same);
    return g_test_run();
}
