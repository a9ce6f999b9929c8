#include "text/tax_code.h"

#define SUFFIX_DIGITS 3
#define DIGITS_MAX 16
#define RUNS_MAX DIGITS_MAX

/* The digits of a text, and where a run of them ends. */
typedef struct {
    guint8 digits[DIGITS_MAX];
    guint n;
    guint ends[RUNS_MAX]; /* digits up to the end of each run */
    guint n_runs;
} Found;

gboolean
hn_tax_code_is_confirmed(const guint8 digits[HN_TAX_CODE_DIGITS])
{
    static const guint8 weights[HN_TAX_CODE_DIGITS - 1] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };
    guint sum = 0;
    for (guint i = 0; i < G_N_ELEMENTS(weights); i++)
        sum += weights[i] * (guint)(digits[i] - '0');
    const guint check = 10 - sum % 11; /* 10 where the remainder is 0: no digit */
    return check == (guint)(digits[HN_TAX_CODE_DIGITS - 1] - '0');
}

/* FALSE: too many digits or runs for a code. */
static gboolean
find_digits(HnSlice text, Found *found)
{
    gboolean inside = FALSE;
    *found = (Found){ .n = 0 };
    for (gsize i = 0; i < text.n_bytes; i++) {
        const guint8 c = text.bytes[i];
        if ((guint8)(c - '0') >= 10) {
            inside = FALSE;
            continue;
        }
        if (!inside && found->n_runs++ == RUNS_MAX)
            return FALSE;
        inside = TRUE;
        if (found->n == DIGITS_MAX)
            return FALSE;
        found->digits[found->n++] = c;
        found->ends[found->n_runs - 1] = found->n;
    }
    return found->n > 0;
}

/* "0101243150.0": a spreadsheet's number. */
static void
drop_decimal(HnSlice text, Found *found)
{
    const gboolean is_decimal = found->n_runs == 2 && text.n_bytes > 2 &&
                                text.bytes[text.n_bytes - 1] == '0' &&
                                text.bytes[text.n_bytes - 2] == '.';
    if (is_decimal && found->ends[0] + 1 == found->n) {
        found->n_runs = 1;
        found->n = found->ends[0];
    }
}

/* Digits from @at on after a first zero, as if it had not been lost. */
static gboolean
is_confirmed_with_zero(const guint8 *digits)
{
    guint8 padded[HN_TAX_CODE_DIGITS] = { '0' };
    memcpy(padded + 1, digits, HN_TAX_CODE_DIGITS - 1);
    return hn_tax_code_is_confirmed(padded);
}

/* Provinces of birth registration have the numbers 001 to 096; countries other ones. */
static gboolean
is_of_province(const guint8 digits[3])
{
    const guint number =
        100u * (guint)(digits[0] - '0') + 10u * (guint)(digits[1] - '0') + (guint)(digits[2] - '0');
    return number >= 1 && number <= 96;
}

/* A code of ten, nine of them written if @lost, and its suffix behind them. */
static gsize
write_enterprise(const Found *found, gboolean lost, guint8 *ret)
{
    const guint n_written = HN_TAX_CODE_DIGITS - (lost ? 1 : 0);
    const guint n_suffix = found->n - n_written;
    guint8 suffix[SUFFIX_DIGITS] = { '0', '0', '0' };
    memcpy(suffix + SUFFIX_DIGITS - n_suffix, found->digits + n_written, n_suffix);
    ret[0] = '0';
    memcpy(ret + (lost ? 1 : 0), found->digits, n_written);
    if (memcmp(suffix, "000", SUFFIX_DIGITS) == 0)
        return HN_TAX_CODE_DIGITS;
    ret[HN_TAX_CODE_DIGITS] = '-';
    memcpy(ret + HN_TAX_CODE_DIGITS + 1, suffix, SUFFIX_DIGITS);
    return HN_TAX_CODE_BYTES;
}

/* Whether a run ends behind the first @n digits. */
static gboolean
breaks_at(const Found *found, guint n)
{
    for (guint i = 0; i + 1 < found->n_runs; i++)
        if (found->ends[i] == n)
            return TRUE;
    return FALSE;
}

static gsize
write_person(const Found *found, gboolean lost, guint8 *ret)
{
    ret[0] = '0';
    memcpy(ret + (lost ? 1 : 0), found->digits, found->n);
    return HN_TAX_CODE_PERSON_DIGITS;
}

/* Twelve digits are a person's number, or those of a branch that lost a zero. */
static gsize
write_twelve(const Found *found, guint8 *ret)
{
    const gboolean is_branch = found->digits[0] != '0' && is_confirmed_with_zero(found->digits);
    return is_branch ? write_enterprise(found, TRUE, ret) : write_person(found, FALSE, ret);
}

/* Eleven are a person's that lost a zero, or an enterprise's with a short suffix. */
static gsize
write_eleven(const Found *found, guint8 *ret)
{
    if (breaks_at(found, HN_TAX_CODE_DIGITS))
        return write_enterprise(found, FALSE, ret);
    if (breaks_at(found, HN_TAX_CODE_DIGITS - 1) && is_confirmed_with_zero(found->digits))
        return write_enterprise(found, TRUE, ret);
    const guint8 province[3] = { '0', found->digits[0], found->digits[1] };
    return is_of_province(province) ? write_person(found, TRUE, ret) : 0;
}

static gsize
write_found(const Found *found, guint8 *ret)
{
    switch (found->n) {
    case HN_TAX_CODE_DIGITS - 1:
        return is_confirmed_with_zero(found->digits) ? write_enterprise(found, TRUE, ret) : 0;
    case HN_TAX_CODE_DIGITS: /* or nine and a short suffix */
        if (breaks_at(found, HN_TAX_CODE_DIGITS - 1) && is_confirmed_with_zero(found->digits) &&
            !hn_tax_code_is_confirmed(found->digits))
            return write_enterprise(found, TRUE, ret);
        return write_enterprise(found, FALSE, ret);
    case HN_TAX_CODE_DIGITS + SUFFIX_DIGITS:
        return write_enterprise(found, FALSE, ret);
    case HN_TAX_CODE_DIGITS + 1:
        return write_eleven(found, ret);
    case HN_TAX_CODE_PERSON_DIGITS:
        if (breaks_at(found, HN_TAX_CODE_DIGITS) && hn_tax_code_is_confirmed(found->digits))
            return write_enterprise(found, FALSE, ret);
        return write_twelve(found, ret);
    default:
        return 0;
    }
}

gsize
hn_tax_code_parse(HnSlice text, guint8 ret[HN_TAX_CODE_BYTES])
{
    Found found;
    if (!find_digits(text, &found))
        return 0;
    drop_decimal(text, &found);
    return write_found(&found, ret);
}

static gboolean
all_digits(const guint8 *bytes, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isdigit((char)bytes[i]))
            return FALSE;
    return TRUE;
}

HnSlice
hn_tax_code_parent(HnSlice canonical)
{
    const gboolean is_branch = canonical.n_bytes == HN_TAX_CODE_BYTES &&
                               canonical.bytes[HN_TAX_CODE_DIGITS] == '-' &&
                               all_digits(canonical.bytes + HN_TAX_CODE_DIGITS + 1, SUFFIX_DIGITS);
    if ((canonical.n_bytes != HN_TAX_CODE_DIGITS && !is_branch) ||
        !all_digits(canonical.bytes, HN_TAX_CODE_DIGITS))
        return hn_slice(NULL, 0);
    return hn_slice(canonical.bytes, HN_TAX_CODE_DIGITS);
}

guint64
hn_tax_code_confirmed_parent(HnSlice canonical)
{
    const HnSlice parent = hn_tax_code_parent(canonical);
    if (parent.n_bytes == 0 || !hn_tax_code_is_confirmed(parent.bytes))
        return 0;
    guint64 number = 0;
    for (guint i = 0; i < HN_TAX_CODE_DIGITS; i++)
        number = 10 * number + (guint64)(parent.bytes[i] - '0');
    return number;
}

gboolean
hn_tax_code_same_parent(HnSlice a, HnSlice b)
{
    const HnSlice parent = hn_tax_code_parent(a);
    return parent.n_bytes > 0 && hn_slice_equal(parent, hn_tax_code_parent(b)) &&
           !hn_slice_equal(a, b);
}

static gboolean
is_person(HnSlice canonical)
{
    return canonical.n_bytes == HN_TAX_CODE_PERSON_DIGITS &&
           all_digits(canonical.bytes, HN_TAX_CODE_PERSON_DIGITS);
}

gboolean
hn_tax_code_other_kind(HnSlice a, HnSlice b)
{
    return (is_person(a) && hn_tax_code_parent(b).n_bytes > 0) ||
           (is_person(b) && hn_tax_code_parent(a).n_bytes > 0);
}

gboolean
hn_tax_code_is_filler(HnSlice canonical)
{
    const gsize n = canonical.n_bytes == HN_TAX_CODE_BYTES ? HN_TAX_CODE_DIGITS : canonical.n_bytes;
    gsize n_steps[3] = { 0, 0, 0 }; /* by -1, 0, 1, where 0 follows 9 */
    for (gsize i = 1; i < n; i++) {
        const gint step = (canonical.bytes[i] - canonical.bytes[i - 1] + 10) % 10;
        n_steps[0] += step == 9;
        n_steps[1] += step == 0;
        n_steps[2] += step == 1;
    }
    return n > 1 && all_digits(canonical.bytes, n) &&
           (n_steps[0] == n - 1 || n_steps[1] == n - 1 || n_steps[2] == n - 1);
}
