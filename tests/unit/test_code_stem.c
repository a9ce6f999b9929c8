/* Goal: letters behind the last digit are another writing of a model number, another digit is
 * another model. */
#include "text/code_stem.h"

static void
check(const char *a, const char *b, gboolean expected)
{
    g_test_message("%s, %s", a, b);
    g_assert_cmpint(hn_codes_same_stem(hn_slice_of(a), hn_slice_of(b)), ==, expected);
    g_assert_cmpint(hn_codes_same_stem(hn_slice_of(b), hn_slice_of(a)), ==, expected);
}

static void
test_letters_behind_the_number_are_a_writing(void)
{
    check("SD990ISB", "SD990IS", TRUE);
    check("SD990ISB", "SD990", TRUE);
    check("LRE30453BK", "LRE30453SS", TRUE);
    check("HTS3555B", "HTS3555B37", TRUE);
    check("VGNCS180JQ", "VGNCS180JW", TRUE);
}

static void
test_another_digit_is_another_model(void)
{
    check("KXTG4323B", "KXTG4324B", FALSE);
    check("KXTG432", "KXTG4324", FALSE);
    check("WD65735", "WD65736", FALSE);
    check("XWD65735", "WD65735", FALSE);
}

static void
test_what_many_have_in_front_is_no_stem(void)
{
    check("A4", "A4B", FALSE);
    check("HD7", "HD7X", FALSE);
    check("ABCD", "ABCDE", FALSE);
    check("", "", FALSE);
    check("1", "", FALSE);
    check("HD72", "HD72X", TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/code_stem/letters", test_letters_behind_the_number_are_a_writing);
    g_test_add_func("/code_stem/digits", test_another_digit_is_another_model);
    g_test_add_func("/code_stem/short", test_what_many_have_in_front_is_no_stem);
    return g_test_run();
}
