#include "datasets/decimal.h"

HnDecimal
hn_decimal(guint64 value, guint n_digits)
{
    HnDecimal decimal = { .n_digits = 0 };
    g_assert(n_digits <= HN_DECIMAL_DIGITS_MAX);
    do {
        decimal.digits[HN_DECIMAL_DIGITS_MAX - ++decimal.n_digits] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (decimal.n_digits < n_digits)
        decimal.digits[HN_DECIMAL_DIGITS_MAX - ++decimal.n_digits] = '0';
    return decimal;
}

HnSlice
hn_decimal_slice(const HnDecimal *decimal)
{
    return hn_slice(decimal->digits + HN_DECIMAL_DIGITS_MAX - decimal->n_digits, decimal->n_digits);
}

guint
hn_decimal_count(guint64 value)
{
    guint n_digits = 1;
    for (; value >= 10; value /= 10)
        n_digits++;
    return n_digits;
}

guint64
hn_decimal_power(guint exponent)
{
    guint64 power = 1;
    g_assert(exponent < HN_DECIMAL_DIGITS_MAX);
    while (exponent-- > 0)
        power *= 10;
    return power;
}
