/* Goal: exactly one slip: one wrong character or one exchange of neighbours, at any place. */
#include "text/digits.h"

static gboolean
one_slip(const char *a, const char *b)
{
    const gboolean forth = hn_digits_one_slip(hn_slice_of(a), hn_slice_of(b));
    g_assert_cmpint(forth, ==, hn_digits_one_slip(hn_slice_of(b), hn_slice_of(a)));
    return forth;
}

static void
test_one_wrong_or_one_exchange(void)
{
    g_assert_true(one_slip("001099012345", "001099012346"));
    g_assert_true(one_slip("001099012345", "101099012345"));
    g_assert_true(one_slip("001099012345", "001099012354"));
    g_assert_true(one_slip("001099012345", "001909012345"));
    g_assert_true(one_slip("0010990123456789", "0010990213456789"));
    g_assert_false(one_slip("001099012345", "001099012345"));
    g_assert_false(one_slip("001099012345", "001099012367"));
    g_assert_false(one_slip("001099012345", "01099012345"));
    g_assert_false(one_slip("12345", "12534"));
    g_assert_false(one_slip("12", "34"));
    g_assert_false(one_slip("", ""));
    g_assert_true(one_slip("1", "2"));
}

/* By definition: every pair of numbers of five digits 0..2 against a count of the places that
 * differ. */
static void
test_all_short_numbers_agree_with_the_definition(void)
{
    for (guint i = 0; i < 243 * 243; i++) {
        char a[6] = { 0 };
        char b[6] = { 0 };
        guint n_wrong = 0;
        guint sum = 0;
        for (guint k = 0, x = i / 243, y = i % 243; k < 5; k++, x /= 3, y /= 3) {
            a[k] = (char)('0' + x % 3);
            b[k] = (char)('0' + y % 3);
            n_wrong += a[k] != b[k];
            sum += a[k] != b[k] ? k : 0;
        }
        gboolean exchanged = FALSE;
        for (guint k = 0; k + 1 < 5 && n_wrong == 2; k++)
            exchanged |= sum == 2 * k + 1 && a[k] == b[k + 1] && a[k + 1] == b[k] && a[k] != b[k];
        g_assert_cmpint(one_slip(a, b), ==, n_wrong == 1 || exchanged);
    }
}

static void
test_tails_are_equal(void)
{
    const HnSlice a = hn_slice_of("84901234567");
    const HnSlice b = hn_slice_of("0901234567");
    g_assert_true(hn_digits_tail_equal(a, b, 9));
    g_assert_false(hn_digits_tail_equal(a, b, 10));
    g_assert_false(hn_digits_tail_equal(a, b, 11));
    g_assert_false(hn_digits_tail_equal(a, b, 0));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/digits/one_wrong_or_one_exchange", test_one_wrong_or_one_exchange);
    g_test_add_func("/text/digits/all_short_numbers_agree_with_the_definition",
                    test_all_short_numbers_agree_with_the_definition);
    g_test_add_func("/text/digits/tails_are_equal", test_tails_are_equal);
    return g_test_run();
}
