/* Goal: European words become letters A to Z, other scripts and numbers nothing. */
#include "text/latin_letters.h"

static void
check(const char *word, const char *letters)
{
    char found[HN_LATIN_LETTERS_MAX + 1];
    found[hn_latin_letters(hn_slice_of(word), found)] = '\0';
    g_assert_cmpstr(found, ==, letters);
}

static void
test_letters_of_europe(void)
{
    check("müller", "MULLER");
    check("Dvořák", "DVORAK");
    check("straße", "STRASSE");
    check("græsbøll", "GRAESBOLL");
    check("wałęsa", "WALESA");
    check("Çelik", "SELIK");
    check("þór", "THOR");
    check("nguyễn", "NGUYEN");
    check("đức", "DUC");
    check("Iıİi", "IIII");
    check("o'brien-smith", "OBRIENSMITH");
    check("e\xcc\x81t\xc3\xa9", "ETE"); /* a mark of its own */
}

static void
test_others_are_none(void)
{
    check("", "");
    check("12", "");
    check("b12", "");
    check("иван", "");
    check("nguyễn日", "");
    check("---", "");
}

static void
test_long_words_are_cut(void)
{
    char found[HN_LATIN_LETTERS_MAX];
    g_autofree char *word = g_strnfill(200, 'a');
    g_assert_cmpuint(hn_latin_letters(hn_slice_of(word), found), ==, HN_LATIN_LETTERS_MAX);
    g_autoptr(GString) sharp = g_string_new("a");
    for (guint i = 0; i < 100; i++)
        g_string_append(sharp, "ß");
    g_assert_cmpuint(hn_latin_letters(hn_slice_of(sharp->str), found), ==, HN_LATIN_LETTERS_MAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/text/latin_letters/" #what, test_##what)
    ADD(letters_of_europe);
    ADD(others_are_none);
    ADD(long_words_are_cut);
    return g_test_run();
}
