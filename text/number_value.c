#include "text/number_value.h"

#define MICROS 1000000
#define DIGITS_MAX 64 /* more are no number that somebody meant */
#define EXPONENT_MAX 30

/* The digits of a number and where its decimal mark stands among them. */
typedef struct {
    guint8 digits[DIGITS_MAX];
    gint n;
    gint n_whole; /* may be beyond the digits, or before them */
} Digits;

static gboolean
is_digit(HnSlice text, gsize at)
{
    return at < text.n_bytes && g_ascii_isdigit((char)text.bytes[at]);
}

/* The minus sign of typesetters, U+2212, at @at. */
static gboolean
is_long_minus(HnSlice text, gsize at)
{
    return at + 3 <= text.n_bytes && memcmp(text.bytes + at, "\xE2\x88\x92", 3) == 0;
}

/* What stands before the number: letters, signs, at most one minus, which follows no letter. */
static gboolean
read_prefix(HnSlice prefix, gboolean *ret_is_negative, gboolean *ret_is_open)
{
    guint n_minus = 0;
    *ret_is_open = FALSE;
    for (gsize i = 0; i < prefix.n_bytes; i++) {
        const gboolean is_minus = prefix.bytes[i] == '-' || is_long_minus(prefix, i);
        if (is_minus && i > 0 && g_ascii_isalpha((char)prefix.bytes[i - 1]))
            return FALSE;
        n_minus += is_minus ? 1 : 0;
        *ret_is_open = *ret_is_open || prefix.bytes[i] == '(';
    }
    *ret_is_negative = n_minus == 1 || *ret_is_open;
    return n_minus + (*ret_is_open ? 1 : 0) <= 1;
}

/* Reads the groups of @text with @mark between them, ' ' for none: three digits each, or two behind
 * the first one, as in India, but three in the last. */
static gboolean
read_groups(HnSlice text, char mark, Digits *digits)
{
    guint n_groups = 0, n_in_group = 0;
    for (gsize i = 0; i <= text.n_bytes; i++) {
        if (is_digit(text, i)) {
            if (digits->n == DIGITS_MAX)
                return FALSE;
            digits->digits[digits->n++] = text.bytes[i] - '0';
            n_in_group++;
            continue;
        }
        const gboolean is_end = i == text.n_bytes;
        if (!is_end && (char)text.bytes[i] != mark)
            return FALSE;
        const gboolean is_first = n_groups == 0;
        if (is_first ? !is_end && (n_in_group == 0 || n_in_group > 3)
                     : n_in_group != 3 && (is_end || n_in_group != 2))
            return FALSE;
        n_groups++;
        n_in_group = 0;
    }
    return TRUE;
}

static guint
count_of(HnSlice text, char c, gsize *ret_last)
{
    guint n = 0;
    for (gsize i = 0; i < text.n_bytes; i++) {
        if ((char)text.bytes[i] != c)
            continue;
        *ret_last = i;
        n++;
    }
    return n;
}

/* "1,234": a comma that stands once makes groups if it can and nothing else is a group. */
static gboolean
is_group_comma(HnSlice text, gsize at)
{
    return at >= 1 && at <= 3 && text.bytes[0] != '0' && text.n_bytes - at == 4;
}

/* Where the decimal mark stands; n_bytes: there is none. *ret_group = what stands between groups.
 */
static gsize
find_decimal_mark(HnSlice text, char *ret_group)
{
    gsize point = 0, comma = 0, other = 0;
    const guint n_points = count_of(text, '.', &point), n_commas = count_of(text, ',', &comma);
    *ret_group = ' ';
    if (count_of(text, '\'', &other) > 0)
        *ret_group = '\'';
    else if (count_of(text, '_', &other) > 0)
        *ret_group = '_';
    if (n_points > 0 && n_commas > 0) {
        *ret_group = point > comma ? ',' : '.';
        return MAX(point, comma);
    }
    if (n_points > 1 || n_commas > 1 || (n_commas == 1 && is_group_comma(text, comma))) {
        *ret_group = n_points > 0 ? '.' : ',';
        return text.n_bytes;
    }
    return n_points > 0 ? point : n_commas > 0 ? comma : text.n_bytes;
}

static gboolean
read_mantissa(HnSlice text, Digits *digits)
{
    char group;
    const gsize mark = find_decimal_mark(text, &group);
    if (!read_groups(hn_slice(text.bytes, mark), group, digits))
        return FALSE;
    digits->n_whole = digits->n;
    for (gsize i = mark + 1; i < text.n_bytes; i++) {
        if (!is_digit(text, i) || digits->n == DIGITS_MAX)
            return FALSE;
        digits->digits[digits->n++] = text.bytes[i] - '0';
    }
    return digits->n > 0;
}

/* Cuts "e-3" off the end of *text and moves the decimal mark; FALSE: letters stand there. */
static gboolean
take_exponent(HnSlice *text, gint *ret_exponent)
{
    gsize at = 0;
    *ret_exponent = 0;
    if (count_of(*text, 'e', &at) + count_of(*text, 'E', &at) == 0)
        return TRUE;
    const gsize end = text->n_bytes;
    text->n_bytes = at;
    at++;
    const HnSlice whole = hn_slice(text->bytes, end);
    const gboolean is_negative = at < end && whole.bytes[at] == '-';
    if (is_negative || (at < end && whole.bytes[at] == '+'))
        at++;
    for (; is_digit(whole, at); at++)
        *ret_exponent = MIN(*ret_exponent * 10 + whole.bytes[at] - '0', EXPONENT_MAX);
    *ret_exponent = is_negative ? -*ret_exponent : *ret_exponent;
    return at == end;
}

static guint8
digit_at(const Digits *digits, gint at)
{
    return at >= 0 && at < digits->n ? digits->digits[at] : 0;
}

static gboolean
value_of(const Digits *digits, gboolean is_negative, HnNumber *ret)
{
    gint64 whole = 0;
    gint32 micros = 0;
    for (gint i = 0; i < digits->n_whole; i++) {
        whole = whole * 10 + digit_at(digits, i);
        if (whole >= G_GINT64_CONSTANT(1000000000000000)) /* 10^HN_NUMBER_WHOLE_DIGITS */
            return FALSE;
    }
    for (gint i = 0; i < HN_NUMBER_DECIMALS; i++)
        micros = micros * 10 + digit_at(digits, digits->n_whole + i);
    micros += digit_at(digits, digits->n_whole + HN_NUMBER_DECIMALS) >= 5 ? 1 : 0;
    whole += micros / MICROS;
    micros %= MICROS;
    if (is_negative) {
        whole = micros > 0 ? -whole - 1 : -whole;
        micros = micros > 0 ? MICROS - micros : 0;
    }
    *ret = (HnNumber){ whole, micros };
    return TRUE;
}

gboolean
hn_number_parse(HnSlice raw, HnNumber *ret)
{
    gsize first = 0, end = raw.n_bytes;
    while (first < end && !is_digit(raw, first))
        first++;
    while (end > first && !is_digit(raw, end - 1))
        end--;
    if (first == end)
        return FALSE;
    if (first > 0 && (raw.bytes[first - 1] == '.' || raw.bytes[first - 1] == ','))
        first--; /* ".5" */
    gboolean is_negative, is_open;
    gint exponent;
    Digits digits = { .n = 0 };
    HnSlice text = hn_slice(raw.bytes + first, end - first);
    const HnSlice suffix = hn_slice(raw.bytes + end, raw.n_bytes - end);
    if (!read_prefix(hn_slice(raw.bytes, first), &is_negative, &is_open) ||
        !take_exponent(&text, &exponent) || !read_mantissa(text, &digits))
        return FALSE;
    if (is_open != (memchr(suffix.bytes, ')', suffix.n_bytes) != NULL))
        return FALSE;
    digits.n_whole += exponent;
    const gboolean is_behind = suffix.n_bytes == 1 && suffix.bytes[0] == '-'; /* "12-" */
    return !(is_negative && is_behind) && value_of(&digits, is_negative || is_behind, ret);
}

gsize
hn_number_format(HnNumber number, char *ret)
{
    const gboolean is_negative = number.whole < 0;
    gint64 whole = number.whole;
    gint32 micros = number.micros;
    if (is_negative) {
        whole = micros > 0 ? -(whole + 1) : -whole;
        micros = micros > 0 ? MICROS - micros : 0;
    }
    gsize n = (gsize)g_snprintf(ret, HN_NUMBER_TEXT_BYTES, "%s%" G_GINT64_FORMAT ".%06d",
                                is_negative ? "-" : "", whole, micros);
    while (ret[n - 1] == '0')
        n--;
    n -= ret[n - 1] == '.' ? 1 : 0;
    ret[n] = '\0';
    return n;
}

/* What lies between them in millionths: exact below 2^53 of them. */
static double
micros_apart(HnNumber a, HnNumber b)
{
    const gint64 whole = a.whole - b.whole, micros = a.micros - b.micros;
    if (ABS(whole) > G_MAXINT64 / MICROS - 1)
        return (double)ABS(whole) * MICROS;
    return (double)ABS(whole * MICROS + micros);
}

gboolean
hn_number_within(HnNumber a, HnNumber b, double n)
{
    return micros_apart(a, b) <= n * MICROS + 0.5;
}

static double
size_of(HnNumber number)
{
    const double size = (double)number.whole * MICROS + number.micros;
    return size < 0 ? -size : size;
}

/* Both sides of the comparison are whole numbers for whole percents: 90 is within 10 % of 100. */
gboolean
hn_number_within_percent(HnNumber a, HnNumber b, double percent)
{
    return micros_apart(a, b) * 100.0 <= percent * MAX(size_of(a), size_of(b));
}
