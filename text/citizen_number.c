#include "text/citizen_number.h"

#define FIRST_CENTURY 1900
#define SERIAL_DIGITS 6

static gsize
count_digits(HnSlice text)
{
    gsize n = 0;
    while (n < text.n_bytes && g_ascii_isdigit((char)text.bytes[n]))
        n++;
    return n;
}

static inline guint
digit_at(HnSlice text, gsize i)
{
    return (guint)text.bytes[i] - '0';
}

HnPaperKind
hn_citizen_number_kind(HnSlice canonical)
{
    const gsize n_digits = count_digits(canonical);
    if (canonical.n_bytes > 0 && n_digits == canonical.n_bytes)
        return n_digits <= 10 ? HN_PAPER_OLD : HN_PAPER_CITIZEN;
    const HnSlice rest = hn_slice(canonical.bytes + 1, canonical.n_bytes - 1);
    const gboolean is_passport = canonical.n_bytes > 1 &&
                                 g_ascii_isalpha((char)canonical.bytes[0]) &&
                                 count_digits(rest) == rest.n_bytes;
    return is_passport ? HN_PAPER_PASSPORT : HN_PAPER_OTHER;
}

HnPaperKind
hn_insurance_number_kind(HnSlice canonical)
{
    const gsize n_digits = count_digits(canonical);
    if (canonical.n_bytes == 0 || n_digits != canonical.n_bytes)
        return HN_PAPER_OTHER;
    return n_digits <= 11 ? HN_PAPER_INSURANCE : HN_PAPER_CITIZEN;
}

gboolean
hn_citizen_number_parts(HnSlice canonical, HnCitizenParts *ret)
{
    if (canonical.n_bytes != HN_CITIZEN_NUMBER_DIGITS ||
        count_digits(canonical) != HN_CITIZEN_NUMBER_DIGITS)
        return FALSE;
    const guint century_and_sex = digit_at(canonical, 3);
    *ret = (HnCitizenParts){
        .province =
            100 * digit_at(canonical, 0) + 10 * digit_at(canonical, 1) + digit_at(canonical, 2),
        .birth_year = FIRST_CENTURY + 100 * (century_and_sex / 2) + 10 * digit_at(canonical, 4) +
                      digit_at(canonical, 5),
        .is_female = century_and_sex % 2 == 1,
    };
    return TRUE;
}

gboolean
hn_citizen_numbers_reissued(HnSlice a, HnSlice b)
{
    HnCitizenParts parts_a, parts_b;
    if (!hn_citizen_number_parts(a, &parts_a) || !hn_citizen_number_parts(b, &parts_b))
        return FALSE;
    const gsize serial = HN_CITIZEN_NUMBER_DIGITS - SERIAL_DIGITS;
    return parts_a.province == parts_b.province &&
           memcmp(a.bytes + serial, b.bytes + serial, SERIAL_DIGITS) == 0 &&
           memcmp(a.bytes, b.bytes, serial) != 0;
}

/* A province has one number of two digits, or a few of three that begin with one. */
#define OLD_PROVINCE_DIGITS 2

gboolean
hn_citizen_numbers_moved(HnSlice a, HnSlice b)
{
    return a.n_bytes == HN_OLD_NUMBER_DIGITS && b.n_bytes == HN_OLD_NUMBER_DIGITS &&
           count_digits(a) == a.n_bytes && count_digits(b) == b.n_bytes &&
           memcmp(a.bytes, b.bytes, OLD_PROVINCE_DIGITS) != 0;
}
