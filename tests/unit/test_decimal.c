/* Goal: digits, their count and their powers as printf gives them, to the largest number. */
#include "datasets/decimal.h"

static const guint64 VALUES[] = { 0, 1, 9, 10, 99, 100, 1099005555, G_MAXUINT32, G_MAXUINT64 };

static void
test_digits_as_printf_writes_them(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(VALUES); i++)
        for (guint n_digits = 0; n_digits <= HN_DECIMAL_DIGITS_MAX; n_digits++) {
            g_autofree char *expected =
                g_strdup_printf("%0*" G_GUINT64_FORMAT, (int)n_digits, VALUES[i]);
            const HnDecimal decimal = hn_decimal(VALUES[i], n_digits);
            const HnSlice digits = hn_decimal_slice(&decimal);
            g_assert_cmpmem(digits.bytes, digits.n_bytes, expected, strlen(expected));
        }
}

static void
test_count_of_digits(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(VALUES); i++) {
        const HnDecimal decimal = hn_decimal(VALUES[i], 0);
        g_assert_cmpuint(hn_decimal_count(VALUES[i]), ==, decimal.n_digits);
    }
}

static void
test_powers_of_ten(void)
{
    guint64 expected = 1;
    for (guint exponent = 0; exponent < HN_DECIMAL_DIGITS_MAX; exponent++, expected *= 10)
        g_assert_cmpuint(hn_decimal_power(exponent), ==, expected);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datasets/decimal/digits_as_printf_writes_them",
                    test_digits_as_printf_writes_them);
    g_test_add_func("/datasets/decimal/count_of_digits", test_count_of_digits);
    g_test_add_func("/datasets/decimal/powers_of_ten", test_powers_of_ten);
    return g_test_run();
}
