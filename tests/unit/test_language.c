/* Goal: a language is known by its code and by the locale, and its code reads back. */
#include "insight/language.h"

static void
test_languages_are_known(void)
{
    HnLanguage language = HN_LANGUAGE_EN;
    g_assert_cmpint(hn_language_of_locale("vi_VN.UTF-8"), ==, HN_LANGUAGE_VI);
    g_assert_cmpint(hn_language_of_locale("vi"), ==, HN_LANGUAGE_VI);
    g_assert_cmpint(hn_language_of_locale("vie"), ==, HN_LANGUAGE_EN);
    g_assert_cmpint(hn_language_of_locale("C.UTF-8"), ==, HN_LANGUAGE_EN);
    g_assert_cmpint(hn_language_of_locale(NULL), ==, HN_LANGUAGE_EN);
    g_assert_true(hn_language_parse("vi", &language));
    g_assert_cmpint(language, ==, HN_LANGUAGE_VI);
    g_assert_false(hn_language_parse("fr", &language));
    g_assert_cmpint(language, ==, HN_LANGUAGE_VI); /* untouched */
    for (guint i = 0; i < HN_LANGUAGES; i++) {
        g_assert_true(hn_language_parse(hn_language_name((HnLanguage)i), &language));
        g_assert_cmpint(language, ==, i);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/language/languages_are_known", test_languages_are_known);
    return g_test_run();
}
