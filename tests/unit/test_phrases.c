/* Goal: every phrase is there in every language, and numbers are written one way. */
#include "insight/phrases.h"

static void
test_no_phrase_is_missing(void)
{
    for (guint language = 0; language < HN_LANGUAGES; language++) {
        for (guint i = 0; i < HN_PHRASES; i++)
            g_assert_nonnull(hn_phrase((HnLanguage)language, (HnPhrase)i));
        for (guint kind = 0; kind <= HN_LEVEL_ELSE; kind++) {
            const HnLevelSpec level = { (HnLevelKind)kind, 2.5 };
            g_autofree char *words = hn_phrase_level((HnLanguage)language, &level, "last_name");
            g_assert_cmpuint(strlen(words), >, 3);
            g_assert_null(strchr(words, '%'));
            g_assert_cmpint(strstr(words, "last name") != NULL, ==, kind == HN_LEVEL_CROSSWISE);
        }
        for (guint rule = 0; rule <= HN_SURVIVE_LONGEST; rule++)
            g_assert_nonnull(hn_phrase_survivorship((HnLanguage)language, (HnSurvivorship)rule));
    }
}

static void
assert_bits(gint64 units, gboolean with_sign, const char *expected)
{
    g_autofree char *text = hn_phrase_bits(units, with_sign);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_bits_have_two_decimals(void)
{
    assert_bits(0, TRUE, "+0.00");
    assert_bits(0, FALSE, "0.00");
    assert_bits(-65536, TRUE, "-1.00");
    assert_bits(98304, TRUE, "+1.50");
    assert_bits(-100, TRUE, "+0.00"); /* no minus in front of nothing */
    assert_bits(-400, FALSE, "-0.01");
    assert_bits(G_GINT64_CONSTANT(2147483647), FALSE, "32768.00");
}

static void
test_lists_have_an_and(void)
{
    static char a[] = "a", b[] = "b", c[] = "c";
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autofree char *none = hn_phrase_list(HN_LANGUAGE_EN, words);
    g_assert_cmpstr(none, ==, "");
    g_ptr_array_add(words, a);
    g_autofree char *one = hn_phrase_list(HN_LANGUAGE_EN, words);
    g_assert_cmpstr(one, ==, "a");
    g_ptr_array_add(words, b);
    g_ptr_array_add(words, c);
    g_autofree char *three = hn_phrase_list(HN_LANGUAGE_EN, words);
    g_assert_cmpstr(three, ==, "a, b and c");
    g_autofree char *vietnamese = hn_phrase_list(HN_LANGUAGE_VI, words);
    g_assert_cmpstr(vietnamese, ==, "a, b và c");
    g_assert_cmpstr(hn_phrase_type(HN_LANGUAGE_VI, "person"), ==, "người");
    g_assert_cmpstr(hn_phrase_type(HN_LANGUAGE_VI, "ship"), ==, "ship");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/phrases/no_phrase_is_missing", test_no_phrase_is_missing);
    g_test_add_func("/insight/phrases/bits_have_two_decimals", test_bits_have_two_decimals);
    g_test_add_func("/insight/phrases/lists_have_an_and", test_lists_have_an_and);
    return g_test_run();
}
