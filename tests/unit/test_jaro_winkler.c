/* Goal: the figures of the literature, the choices our header states, and the borders of each
 * kernel. */
#include "text/jaro_winkler.h"

static HnLetters
letters(const char *text)
{
    return hn_letters_ascii(hn_slice_of(text));
}

static void
test_published_examples_hold(void)
{
    const struct {
        const char *a, *b;
        double jaro, jaro_winkler;
    } cases[] = {
        /* Winkler (1994), table 1, and Winkler (2006), table 6, three digits */
        { "MARTHA", "MARHTA", 0.944, 0.961 },       { "DWAYNE", "DUANE", 0.822, 0.840 },
        { "DIXON", "DICKSONX", 0.767, 0.813 },      { "JONES", "JOHNSON", 0.790, 0.832 },
        { "ABROMS", "ABRAMS", 0.889, 0.922 },       { "SHACKLEFORD", "SHACKELFORD", 0.970, 0.982 },
        { "MASSEY", "MASSIE", 0.889, 0.933 },       { "HARDIN", "MARTINEZ", 0.722, 0.722 },
        { "JERALDINE", "GERALDINE", 0.926, 0.926 }, { "MICHELLE", "MICHAEL", 0.869, 0.921 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnLetters a = letters(cases[i].a);
        const HnLetters b = letters(cases[i].b);
        g_assert_cmpfloat_with_epsilon(hn_jaro(a, b), cases[i].jaro, 0.0006);
        g_assert_cmpfloat_with_epsilon(hn_jaro_winkler(a, b), cases[i].jaro_winkler, 0.0006);
    }
}

static void
test_empty_and_single_letters_are_as_stated(void)
{
    g_assert_cmpfloat(hn_jaro(letters(""), letters("")), ==, 1.0);
    g_assert_cmpfloat(hn_jaro(letters(""), letters("a")), ==, 0.0);
    g_assert_cmpfloat(hn_jaro(letters("a"), letters("a")), ==, 1.0);
    g_assert_cmpfloat(hn_jaro(letters("a"), letters("b")), ==, 0.0);
    g_assert_cmpfloat(hn_jaro_winkler(letters("ab"), letters("ba")), ==, 0.0);
    g_assert_true(hn_jaro_winkler_at_least(letters(""), letters(""), 1.0));
    g_assert_false(hn_jaro_winkler_at_least(letters(""), letters("a"), 0.1));
}

static void
test_odd_transpositions_round_down(void)
{
    /* b, c and d are matched out of order: 3 / 2 = 1 transposition. */
    g_assert_cmpfloat(hn_jaro(letters("abcdef"), letters("acdbef")), ==, (1.0 + 1.0 + 5.0 / 6) / 3);
}

static void
test_no_boost_up_to_seven_tenths(void)
{
    const HnLetters a = letters("abcdefgh");
    const HnLetters b = letters("abzzyyxx");
    g_assert_cmpfloat(hn_jaro(a, b), <=, 0.7);
    g_assert_cmpfloat(hn_jaro(a, b), ==, hn_jaro_winkler(a, b));
}

static void
test_long_values_count_up_to_the_limit(void)
{
    g_autofree char *a = g_strnfill(HN_LETTERS_MAX + 1000, 'a');
    g_autofree char *b = g_strdup(a);
    b[HN_LETTERS_MAX] = 'b'; /* beyond the limit */
    g_assert_cmpfloat(hn_jaro(letters(a), letters(b)), ==, 1.0);
    b[HN_LETTERS_MAX - 1] = 'b';
    g_assert_cmpfloat(hn_jaro(letters(a), letters(b)), <, 1.0);
}

static void
test_threshold_is_inclusive(void)
{
    const HnLetters a = letters("MARTHA");
    const HnLetters b = letters("MARHTA");
    const double similarity = hn_jaro_winkler(a, b);
    g_assert_true(hn_jaro_winkler_at_least(a, b, similarity));
    g_assert_false(hn_jaro_winkler_at_least(a, b, similarity + 1e-12));
    g_assert_false(hn_jaro_winkler_at_least(letters("LE"), letters("NGUYENVANANH"), 0.9));
}

static void
test_narrow_and_wide_agree(void)
{
    const guint32 wide[] = { 'M', 'A', 'R', 'H', 'T', 'A' };
    const HnLetters a = letters("MARTHA");
    const HnLetters b = { .wide = wide, .n = G_N_ELEMENTS(wide) };
    g_assert_cmpfloat(hn_jaro_winkler(a, b), ==, hn_jaro_winkler(a, letters("MARHTA")));
    g_assert_cmpfloat(hn_jaro_winkler(b, a), ==, hn_jaro_winkler(a, b));
    g_assert_cmpfloat(hn_jaro_winkler(b, b), ==, 1.0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/jaro_winkler/published_examples_hold", test_published_examples_hold);
    g_test_add_func("/text/jaro_winkler/empty_and_single_letters_are_as_stated",
                    test_empty_and_single_letters_are_as_stated);
    g_test_add_func("/text/jaro_winkler/odd_transpositions_round_down",
                    test_odd_transpositions_round_down);
    g_test_add_func("/text/jaro_winkler/no_boost_up_to_seven_tenths",
                    test_no_boost_up_to_seven_tenths);
    g_test_add_func("/text/jaro_winkler/long_values_count_up_to_the_limit",
                    test_long_values_count_up_to_the_limit);
    g_test_add_func("/text/jaro_winkler/threshold_is_inclusive", test_threshold_is_inclusive);
    g_test_add_func("/text/jaro_winkler/narrow_and_wide_agree", test_narrow_and_wide_agree);
    return g_test_run();
}
