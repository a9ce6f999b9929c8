/* Goal: the check digit is that of the circular: numbers of real enterprises pass, a slip fails. */
#include "datasets/businesses/tax_number.h"

static void
test_known_numbers_are_valid(void)
{
    static const guint64 KNOWN[] = { 100109106, 100047516, 101243150, 300588569 };
    for (guint i = 0; i < G_N_ELEMENTS(KNOWN); i++) {
        const guint64 serial = KNOWN[i] / 10 % HN_TAX_SERIALS;
        g_assert_true(hn_tax_number_is_valid(KNOWN[i]));
        g_assert_cmpuint(hn_tax_number((guint)(KNOWN[i] / 100000000), (guint32)serial), ==,
                         KNOWN[i]);
    }
}

static void
test_a_wrong_digit_fails(void)
{
    const guint64 number = hn_tax_number(31, 1234567);
    g_assert_cmpuint(number / 10, ==, 311234567);
    for (guint64 place = 1; place < 10000000000; place *= 10)
        for (guint64 other = 1; other < 10; other++) {
            const guint64 digit = number / place % 10;
            const guint64 wrong = number - digit * place + (digit + other) % 10 * place;
            g_assert_false(hn_tax_number_is_valid(wrong));
        }
    g_assert_false(hn_tax_number_is_valid(number + 10000000000));
}

/* One sequence in eleven has no digit. */
static void
test_some_sequences_are_never_issued(void)
{
    guint n_never = 0;
    for (guint32 serial = 0; serial < 11000; serial++) {
        const guint64 number = hn_tax_number(1, serial);
        n_never += number == 0;
        g_assert_true(number == 0 || hn_tax_number_is_valid(number));
    }
    g_assert_cmpuint(n_never, >, 900);
    g_assert_cmpuint(n_never, <, 1100);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tax_number/known", test_known_numbers_are_valid);
    g_test_add_func("/tax_number/wrong_digit", test_a_wrong_digit_fails);
    g_test_add_func("/tax_number/never_issued", test_some_sequences_are_never_issued);
    return g_test_run();
}
