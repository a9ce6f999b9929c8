#include "datasets/businesses/tax_number.h"

/* 10 for the sequence that has no digit. */
static guint
check_digit(guint64 nine_digits)
{
    static const guint8 WEIGHTS[] = { 3, 5, 7, 13, 17, 19, 23, 29, 31 }; /* from the last digit */
    guint sum = 0;
    for (guint i = 0; i < G_N_ELEMENTS(WEIGHTS); i++) {
        sum += (guint)(nine_digits % 10) * WEIGHTS[i];
        nine_digits /= 10;
    }
    return 10 - sum % 11;
}

guint64
hn_tax_number(guint prefix, guint32 serial)
{
    g_assert(prefix < 100 && serial < HN_TAX_SERIALS);
    const guint64 nine_digits = (guint64)prefix * HN_TAX_SERIALS + serial;
    const guint digit = check_digit(nine_digits);
    return digit == 10 ? 0 : nine_digits * 10 + digit;
}

gboolean
hn_tax_number_is_valid(guint64 number)
{
    return number / 10000000000 == 0 && check_digit(number / 10) == number % 10;
}
