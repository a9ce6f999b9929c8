#include "standardise/issued_text.h"

#include <string.h>

#define POWER_MAX 15      /* a spreadsheet keeps no more digits */
#define MASK_MIN 3        /* x in a row: two may be letters of a number */
#define PERIOD_MAX 3      /* 123123123 */
#define FILLER_MIN 6      /* digits; shorter ones can be real */
#define SIGNIFICANT_MIN 2 /* behind zeros: 000000001 counts the rows of an empty form */

static gsize
count_digits(HnSlice text, gsize from)
{
    gsize n = from;
    while (n < text.n_bytes && g_ascii_isdigit((char)text.bytes[n]))
        n++;
    return n - from;
}

/* The digits in front of the point and, with an exponent, as many behind it as it says. */
static gsize
put_shifted(HnSlice raw, gsize n_whole, gsize n_fraction, gsize power, guint8 *ret)
{
    memcpy(ret, raw.bytes, n_whole);
    if (power == 0)
        return n_whole;
    if (n_fraction < power) /* the others were cut */
        return 0;
    memcpy(ret + n_whole, raw.bytes + n_whole + 1, power);
    return n_whole + power;
}

static gboolean
only_zeros(HnSlice text, gsize from, gsize n)
{
    for (gsize i = from; i < from + n; i++)
        if (text.bytes[i] != '0')
            return FALSE;
    return TRUE;
}

gboolean
hn_spreadsheet_digits(HnSlice raw, guint8 *ret, gsize *ret_n)
{
    const gsize n_whole = count_digits(raw, 0);
    if (n_whole == 0 || n_whole == raw.n_bytes ||
        (raw.bytes[n_whole] != '.' && raw.bytes[n_whole] != ','))
        return FALSE;
    const gsize n_fraction = count_digits(raw, n_whole + 1);
    gsize at = n_whole + 1 + n_fraction;
    if (at == raw.n_bytes) {
        if (raw.bytes[n_whole] != '.' || n_fraction == 0 || n_fraction > 2 || n_whole < 5 ||
            !only_zeros(raw, n_whole + 1, n_fraction))
            return FALSE;
        *ret_n = put_shifted(raw, n_whole, 0, 0, ret);
        return TRUE;
    }
    if (n_whole != 1 || n_fraction == 0 || (raw.bytes[at] | 0x20) != 'e')
        return FALSE;
    at += at + 1 < raw.n_bytes && raw.bytes[at + 1] == '+' ? 2u : 1u;
    const gsize n_power = count_digits(raw, at);
    gsize power = 0;
    if (n_power == 0 || n_power > 2 || at + n_power != raw.n_bytes)
        return FALSE;
    for (gsize i = at; i < at + n_power; i++)
        power = 10 * power + (raw.bytes[i] - (gsize)'0');
    *ret_n = power == 0 || power > POWER_MAX ? 0 : put_shifted(raw, 1, n_fraction, power, ret);
    return TRUE;
}

gboolean
hn_is_masked(HnSlice raw)
{
    guint n_x = 0;
    gboolean has_digit = FALSE;
    gboolean has_mask = FALSE;
    for (gsize i = 0; i < raw.n_bytes; i++) {
        const guint8 byte = raw.bytes[i];
        n_x = (byte | 0x20) == 'x' ? n_x + 1 : 0;
        has_mask |= byte == '*' || n_x >= MASK_MIN;
        has_digit |= g_ascii_isdigit((char)byte);
    }
    return has_digit && has_mask;
}

static gboolean
has_period(HnSlice digits, gsize period)
{
    return digits.n_bytes > period &&
           memcmp(digits.bytes, digits.bytes + period, digits.n_bytes - period) == 0;
}

/* 1234567890 and 0987654321: behind 9 comes 0. */
gboolean
hn_digits_count_by(HnSlice digits, guint step)
{
    for (gsize i = 1; i < digits.n_bytes; i++)
        if (((guint)digits.bytes[i - 1] - '0' + step) % 10 != (guint)digits.bytes[i] - '0')
            return FALSE;
    return TRUE;
}

gboolean
hn_is_digit_filler(HnSlice digits)
{
    gsize n_zeros = 0;
    if (digits.n_bytes < FILLER_MIN)
        return FALSE;
    while (n_zeros < digits.n_bytes && digits.bytes[n_zeros] == '0')
        n_zeros++;
    if (n_zeros + SIGNIFICANT_MIN >= digits.n_bytes || hn_digits_count_by(digits, 1) ||
        hn_digits_count_by(digits, 9))
        return TRUE;
    for (gsize period = 1; period <= PERIOD_MAX; period++)
        if (has_period(digits, period))
            return TRUE;
    return FALSE;
}
