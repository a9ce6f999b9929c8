/* Goal: the textbook distances, the limit's contract, and what tells the three apart. */
#include "text/edit_distance.h"

static HnLetters
letters(const char *text)
{
    return hn_letters_ascii(hn_slice_of(text));
}

static void
test_textbook_distances_hold(void)
{
    const struct {
        const char *a, *b;
        guint levenshtein, osa, damerau;
    } cases[] = {
        { "", "", 0, 0, 0 },
        { "", "abc", 3, 3, 3 },
        { "kitten", "sitting", 3, 3, 3 },
        { "saturday", "sunday", 3, 3, 3 },
        { "ab", "ba", 2, 1, 1 },
        { "ca", "abc", 3, 3, 2 },
        { "a cat", "an abct", 4, 4, 3 },
        { "nguyen", "nugyen", 2, 1, 1 },
        { "abcd", "abcd", 0, 0, 0 },
        { "abcdef", "badcfe", 4, 3, 3 },
        { "a", "b", 1, 1, 1 },
        { "abab", "baba", 2, 2, 2 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HnLetters a = letters(cases[i].a);
        const HnLetters b = letters(cases[i].b);
        g_assert_cmpuint(hn_levenshtein(a, b, G_MAXUINT), ==, cases[i].levenshtein);
        g_assert_cmpuint(hn_osa(a, b, G_MAXUINT), ==, cases[i].osa);
        g_assert_cmpuint(hn_damerau(a, b, G_MAXUINT), ==, cases[i].damerau);
    }
}

static void
test_beyond_the_limit_is_limit_plus_one(void)
{
    for (guint limit = 0; limit < 6; limit++) {
        g_assert_cmpuint(hn_levenshtein(letters("kitten"), letters("sitting"), limit), ==,
                         MIN(3, limit + 1));
        g_assert_cmpuint(hn_osa(letters("abcdef"), letters("badcfe"), limit), ==,
                         MIN(3, limit + 1));
        g_assert_cmpuint(hn_damerau(letters("ca"), letters("abc"), limit), ==, MIN(2, limit + 1));
        g_assert_cmpuint(hn_osa(letters("a"), letters("abcdefgh"), limit), ==, MIN(7, limit + 1));
    }
}

static void
test_long_values_count_up_to_the_limit_of_letters(void)
{
    g_autofree char *a = g_strnfill(HN_LETTERS_MAX + 500, 'a');
    g_autofree char *b = g_strnfill(HN_LETTERS_MAX + 500, 'b');
    g_assert_cmpuint(hn_levenshtein(letters(a), letters(b), G_MAXUINT), ==, HN_LETTERS_MAX);
    g_assert_cmpuint(hn_osa(letters(a), letters(b), G_MAXUINT), ==, HN_LETTERS_MAX);
    g_assert_cmpuint(hn_damerau(letters(a), letters(b), G_MAXUINT), ==, HN_LETTERS_MAX);
    g_assert_cmpuint(hn_osa(letters(a), letters(b), 3), ==, 4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/edit_distance/textbook_distances_hold", test_textbook_distances_hold);
    g_test_add_func("/text/edit_distance/beyond_the_limit_is_limit_plus_one",
                    test_beyond_the_limit_is_limit_plus_one);
    g_test_add_func("/text/edit_distance/long_values_count_up_to_the_limit_of_letters",
                    test_long_values_count_up_to_the_limit_of_letters);
    return g_test_run();
}
