/* Goal: names with other numbers are told apart, and those that leave a number out are not. */
#include "text/number_words.h"

static gboolean
contradict(const char *a, const char *b)
{
    const guint64 x = hn_number_words(hn_slice_of(a)), y = hn_number_words(hn_slice_of(b));
    g_assert_true(hn_number_words_contradict(x, y) == hn_number_words_contradict(y, x));
    return hn_number_words_contradict(x, y);
}

static void
test_other_numbers_contradict(void)
{
    g_assert_true(contradict("fund ii", "fund iii"));
    g_assert_true(contradict("morris i klein", "morris ii klein"));
    g_assert_true(contradict("david dobbins senior", "david dobbins jr"));
    g_assert_true(contradict("trường tiểu học số 1", "trường tiểu học số 2"));
    g_assert_true(contradict("2nd street 14 club", "2nd street 15 club"));
    g_assert_true(contradict("7  ", " 12"));
}

static void
test_equal_numbers_do_not(void)
{
    g_assert_false(contradict("fund ii", "fund 2"));
    g_assert_false(contradict("fund 2nd", "fund 02"));
    g_assert_false(contradict("john smith jr", "john smith ii"));
    g_assert_false(contradict("john smith junior", "john smith jnr"));
    g_assert_false(contradict("branch 12 of 3", "3 branch 12"));
}

static void
test_who_leaves_a_number_out_says_nothing(void)
{
    g_assert_false(contradict("fund", "fund ii"));
    g_assert_false(contradict("", "fund 1"));
    g_assert_false(contradict("store 12", "store 12 floor 3"));
    g_assert_cmpuint(hn_number_words(hn_slice_of("nguyễn văn an")), ==, 0);
}

static void
test_names_initials_and_codes_are_no_numbers(void)
{
    static const char *const words[] = { "vi", "xi", "v",     "x",   "3m",
                                         "a4", "2x", "1stop", "thu", "123456789012345678901" };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        g_assert_cmpuint(hn_number_words(hn_slice_of(words[i])), ==, 0);
}

#define ADD(what) g_test_add_func("/text/number_words/" #what, test_##what)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(other_numbers_contradict);
    ADD(equal_numbers_do_not);
    ADD(who_leaves_a_number_out_says_nothing);
    ADD(names_initials_and_codes_are_no_numbers);
    return g_test_run();
}
