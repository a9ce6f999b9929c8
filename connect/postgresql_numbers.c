#include "connect/postgresql_numbers.h"

#include <math.h>
#include <stdio.h>

#define DIGITS_MAX 20 /* of 64 bits */

gsize
hn_postgresql_put_digits(guint8 *room, guint64 value, guint width)
{
    guint8 digits[DIGITS_MAX];
    guint n = 0;
    do {
        digits[n++] = (guint8)('0' + value % 10);
        value /= 10;
    } while (value != 0 || n < width);
    for (guint i = 0; i < n; i++)
        room[i] = digits[n - 1 - i];
    return n;
}

gsize
hn_postgresql_put_integer(guint8 *room, gint64 value)
{
    if (value >= 0)
        return hn_postgresql_put_digits(room, (guint64)value, 1);
    *room = '-';
    return 1 + hn_postgresql_put_digits(room + 1, 0 - (guint64)value, 1);
}

static gsize
put_word(guint8 *room, const char *word)
{
    const gsize n = strlen(word);
    memcpy(room, word, n);
    return n;
}

/* A number as digits with the point behind the first of them. */
typedef struct {
    char digits[18];
    int n_digits; /* without zeros at the end */
    int exponent; /* of ten */
} Decimal;

/* @text: d.ddde+xx, whatever the locale's point is. */
static Decimal
decimal_of(const char *text)
{
    Decimal decimal = { .n_digits = 0 };
    const char *next = text;
    for (; *next != 'e'; next++)
        if (g_ascii_isdigit(*next))
            decimal.digits[decimal.n_digits++] = *next;
    while (decimal.n_digits > 1 && decimal.digits[decimal.n_digits - 1] == '0')
        decimal.n_digits--;
    decimal.exponent = (int)strtol(next + 1, NULL, 10);
    return decimal;
}

static gsize
put_fixed(guint8 *room, const Decimal *decimal)
{
    guint8 *out = room;
    const int n_whole = decimal->exponent + 1;
    if (n_whole <= 0)
        *out++ = '0';
    for (int i = 0; i < n_whole; i++)
        *out++ = i < decimal->n_digits ? (guint8)decimal->digits[i] : '0';
    if (decimal->n_digits > n_whole)
        *out++ = '.';
    for (int i = n_whole; i < decimal->n_digits; i++)
        *out++ = i < 0 ? '0' : (guint8)decimal->digits[i];
    return (gsize)(out - room);
}

static gsize
put_power(guint8 *room, const Decimal *decimal)
{
    guint8 *out = room;
    *out++ = (guint8)decimal->digits[0];
    if (decimal->n_digits > 1)
        *out++ = '.';
    for (int i = 1; i < decimal->n_digits; i++)
        *out++ = (guint8)decimal->digits[i];
    *out++ = 'e';
    *out++ = decimal->exponent < 0 ? '-' : '+';
    out += hn_postgresql_put_digits(out, (guint64)ABS(decimal->exponent), 2);
    return (gsize)(out - room);
}

/* TRUE: what is no ordinary number was written. */
static gboolean
put_special(guint8 *room, gdouble value, gsize *ret_n)
{
    if (isnan(value))
        *ret_n = put_word(room, "NaN");
    else if (isinf(value))
        *ret_n = put_word(room, value > 0 ? "Infinity" : "-Infinity");
    else if (value < 0 || value > 0)
        return FALSE;
    else
        *ret_n = put_word(room, signbit(value) ? "-0" : "0");
    return TRUE;
}

static gsize
put_decimal(guint8 *room, const Decimal *decimal, gboolean is_negative, int whole_digits_max)
{
    *room = '-';
    guint8 *out = room + is_negative;
    const gboolean is_fixed = decimal->exponent >= -4 && decimal->exponent < whole_digits_max;
    return (gsize)is_negative + (is_fixed ? put_fixed(out, decimal) : put_power(out, decimal));
}

/* Fifteen digits fit every normal number, so that fewer never need to be tried but for those too
 * small to have all their bits. Written and read by one locale. */
gsize
hn_postgresql_put_double(guint8 *room, gdouble value)
{
    gsize n;
    if (put_special(room, value, &n))
        return n;
    const gdouble size = fabs(value);
    char text[HN_POSTGRESQL_REAL_BYTES];
    int more = size < 2.3e-308 ? 0 : 14;
    do
        g_snprintf(text, sizeof text, "%.*e", more, size);
    while (fabs(strtod(text, NULL) - size) > 0 && ++more < 17);
    const Decimal decimal = decimal_of(text);
    return put_decimal(room, &decimal, value < 0, 15);
}

gsize
hn_postgresql_put_float(guint8 *room, gfloat value)
{
    gsize n;
    if (put_special(room, (gdouble)value, &n))
        return n;
    const gfloat size = fabsf(value);
    char text[HN_POSTGRESQL_REAL_BYTES];
    int more = size < 1.2e-38f ? 0 : 5;
    do
        g_snprintf(text, sizeof text, "%.*e", more, (gdouble)size);
    while (fabsf(strtof(text, NULL) - size) > 0 && ++more < 9);
    const Decimal decimal = decimal_of(text);
    return put_decimal(room, &decimal, value < 0, 6);
}

/* Digits of base 10,000, the first of them times 10,000 to the power of @weight. */
#define NUMERIC_HEAD 8
#define NUMERIC_BASE 10000
#define NUMERIC_NEGATIVE 0x4000
#define NUMERIC_NAN 0xc000
#define NUMERIC_INFINITY 0xd000
#define NUMERIC_MINUS_INFINITY 0xf000
#define NUMERIC_SCALE_MAX 0x3fff

typedef struct {
    int n_digits, weight, scale;
    guint sign;
    const guint8 *digits;
} Numeric;

static Numeric
numeric_of(HnSlice cell)
{
    return (Numeric){ .n_digits = hn_postgresql_get_16(cell.bytes),
                      .weight = (gint16)hn_postgresql_get_16(cell.bytes + 2),
                      .sign = hn_postgresql_get_16(cell.bytes + 4),
                      .scale = hn_postgresql_get_16(cell.bytes + 6),
                      .digits = cell.bytes + NUMERIC_HEAD };
}

/* @place: 0 for the one before the point, -1 for the one behind it. */
static guint
digit_at(const Numeric *numeric, int place)
{
    const int i = numeric->weight - place;
    return i < 0 || i >= numeric->n_digits ? 0 : hn_postgresql_get_16(numeric->digits + 2 * i);
}

gsize
hn_postgresql_numeric_size(HnSlice cell)
{
    if (cell.n_bytes < NUMERIC_HEAD)
        return 0;
    const Numeric numeric = numeric_of(cell);
    const gboolean is_number = numeric.sign == 0 || numeric.sign == NUMERIC_NEGATIVE;
    if (!is_number && numeric.sign != NUMERIC_NAN && numeric.sign != NUMERIC_INFINITY &&
        numeric.sign != NUMERIC_MINUS_INFINITY)
        return 0;
    if (cell.n_bytes != NUMERIC_HEAD + 2 * (gsize)numeric.n_digits ||
        numeric.scale > NUMERIC_SCALE_MAX)
        return 0;
    for (int i = 0; i < numeric.n_digits; i++)
        if (hn_postgresql_get_16(numeric.digits + 2 * i) >= NUMERIC_BASE)
            return 0;
    const gsize n_whole = 4 * (gsize)MAX(numeric.weight + 1, 1);
    return strlen("-Infinity") + n_whole + (gsize)numeric.scale;
}

static gsize
put_fraction(guint8 *room, const Numeric *numeric)
{
    guint8 *out = room;
    int left = numeric->scale;
    *out++ = '.';
    for (int place = -1; left > 0; place--) {
        guint8 four[4];
        const int n = MIN(left, 4);
        hn_postgresql_put_digits(four, digit_at(numeric, place), 4);
        memcpy(out, four, (gsize)n);
        out += n;
        left -= n;
    }
    return (gsize)(out - room);
}

gsize
hn_postgresql_put_numeric(guint8 *room, HnSlice cell)
{
    const Numeric numeric = numeric_of(cell);
    guint8 *out = room;
    if (numeric.sign == NUMERIC_NAN)
        return put_word(room, "NaN");
    if (numeric.sign == NUMERIC_INFINITY || numeric.sign == NUMERIC_MINUS_INFINITY)
        return put_word(room, numeric.sign == NUMERIC_INFINITY ? "Infinity" : "-Infinity");
    if (numeric.sign == NUMERIC_NEGATIVE)
        *out++ = '-';
    int place = MAX(numeric.weight, 0);
    while (place > 0 && digit_at(&numeric, place) == 0)
        place--;
    out += hn_postgresql_put_digits(out, digit_at(&numeric, place), 1);
    while (--place >= 0)
        out += hn_postgresql_put_digits(out, digit_at(&numeric, place), 4);
    if (numeric.scale > 0)
        out += put_fraction(out, &numeric);
    return (gsize)(out - room);
}
