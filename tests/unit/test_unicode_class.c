/* Goal: the classes are what Unicode's own properties say. */
#include "text/unicode_class.h"

static void
test_spaces_are_white_space_and_not_invisible(void)
{
    const gunichar spaces[] = { ' ', '\t', '\n', '\r', 0x85, 0xA0, 0x2003, 0x2028, 0x202F, 0x3000 };
    for (gsize i = 0; i < G_N_ELEMENTS(spaces); i++) {
        g_assert_true(hn_is_space(spaces[i]));
        g_assert_false(hn_is_invisible(spaces[i]));
    }
    for (gunichar c = 0; c <= 0x10FFFF; c++)
        if (g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR)
            g_assert_true(hn_is_space(c));
    g_assert_false(hn_is_space('x'));
    g_assert_false(hn_is_space(0x200B));
}

static void
test_invisible_are_controls_and_ignorables(void)
{
    const gunichar invisible[] = { 0,      0x1B,   0x7F,   0x9B,   0xAD,   0x34F,
                                   0x61C,  0x180E, 0x200B, 0x200D, 0x202E, 0x2063,
                                   0x2067, 0x3164, 0xFE0F, 0xFEFF, 0xE0041 };
    const gunichar visible[] = { '-', 'a', 0x110, 0x301, 0x600, 0x1F600, 0xFF01 };
    for (gsize i = 0; i < G_N_ELEMENTS(invisible); i++)
        g_assert_true(hn_is_invisible(invisible[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(visible); i++)
        g_assert_false(hn_is_invisible(visible[i]));
}

static void
test_punctuation_apostrophes_and_marks(void)
{
    g_assert_true(hn_is_punctuation('-'));
    g_assert_true(hn_is_punctuation('+'));
    g_assert_true(hn_is_punctuation(0x201C));
    g_assert_true(hn_is_punctuation(0x20AC));
    g_assert_false(hn_is_punctuation('a'));
    g_assert_false(hn_is_punctuation(' '));
    g_assert_false(hn_is_punctuation(0x301));
    g_assert_true(hn_is_apostrophe('\''));
    g_assert_true(hn_is_apostrophe(0x2019));
    g_assert_false(hn_is_apostrophe('"'));
    g_assert_true(hn_is_mark(0x301));
    g_assert_true(hn_is_mark(0x20DD));
    g_assert_false(hn_is_mark('a'));
    g_assert_false(hn_is_mark(0x903)); /* a spacing mark of Devanagari is a letter's part */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/unicode_class/spaces_are_white_space_and_not_invisible",
                    test_spaces_are_white_space_and_not_invisible);
    g_test_add_func("/text/unicode_class/invisible_are_controls_and_ignorables",
                    test_invisible_are_controls_and_ignorables);
    g_test_add_func("/text/unicode_class/punctuation_apostrophes_and_marks",
                    test_punctuation_apostrophes_and_marks);
    return g_test_run();
}
