#include "datasets/registers/raw_forms.h"

HnDay
hn_day_from_number(guint32 number)
{
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date, number);
    return HN_DAY(g_date_get_year(&date), (guint)g_date_get_month(&date), g_date_get_day(&date));
}

guint32
hn_day_number(HnDay day)
{
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)hn_day_of_month(day), (GDateMonth)hn_day_month(day),
                   (GDateYear)hn_day_year(day));
    return g_date_get_julian(&date);
}

#define EXCEL_DAY_ZERO 693594 /* GDate's number of 30 December 1899 */

/* Day, month and year as three numbers with signs between. */
static void
three(HnRawText *text, const guint *parts, guint n_digits, const char *sign)
{
    for (guint i = 0; i < 3; i++) {
        if (i > 0)
            hn_raw_text_add(text, sign);
        hn_raw_text_add_number(text, parts[i], n_digits);
    }
}

static void
add_words(HnRawText *text, HnDay day)
{
    hn_raw_text_add(text, "Ngày ");
    hn_raw_text_add_number(text, hn_day_of_month(day), 2);
    hn_raw_text_add(text, " tháng ");
    hn_raw_text_add_number(text, hn_day_month(day), 2);
    hn_raw_text_add(text, " năm ");
    hn_raw_text_add_number(text, hn_day_year(day), 4);
}

static void
add_full_date(HnDateForm form, HnDay day, HnRawText *text)
{
    const guint year = hn_day_year(day), month = hn_day_month(day), of_month = hn_day_of_month(day);
    const guint dmy[3] = { of_month, month, year };
    const guint ymd[3] = { year, month, of_month };
    const guint mdy[3] = { month, of_month, year };
    const guint with_short_year[3] = { of_month, month, year % 100 };
    switch (form) {
    case HN_DATE_DMY_SLASH:
        three(text, dmy, 2, "/");
        return;
    case HN_DATE_DMY_BARE:
        three(text, dmy, 1, "/");
        return;
    case HN_DATE_DMY_DASH:
        three(text, dmy, 2, "-");
        return;
    case HN_DATE_DMY_DOT:
        three(text, dmy, 2, ".");
        return;
    case HN_DATE_DMY_SHORT:
        three(text, with_short_year, year % 100 < 10 ? 2 : 1, "-");
        return;
    case HN_DATE_YMD_PLAIN:
        hn_raw_text_add_number(text, day, 8);
        return;
    case HN_DATE_ISO:
    case HN_DATE_ISO_TIME:
        three(text, ymd, 2, "-");
        hn_raw_text_add(text, form == HN_DATE_ISO ? "" : " 00:00:00");
        return;
    case HN_DATE_MDY:
        three(text, mdy, 1, "/");
        return;
    case HN_DATE_EXCEL:
        hn_raw_text_add_number(text, hn_day_number(day) - EXCEL_DAY_ZERO, 1);
        return;
    case HN_DATE_WORDS:
        add_words(text, day);
        return;
    case HN_DATE_DMY_PLAIN:
        three(text, dmy, 2, "");
        return;
    case HN_DATE_FORM_KINDS:
    default:
        g_assert_not_reached();
    }
}

void
hn_raw_forms_date(HnDateForm form, HnDay day, HnDateKnown known, HnRawText *text)
{
    if (known == HN_KNOWN_YEAR_FILLED)
        day = HN_DAY(hn_day_year(day), 1, 1);
    if (known == HN_KNOWN_MONTH) {
        hn_raw_text_add_number(text, hn_day_month(day), 2);
        hn_raw_text_add(text, form == HN_DATE_DMY_DASH ? "-" : "/");
    }
    if (known == HN_KNOWN_MONTH || known == HN_KNOWN_YEAR)
        hn_raw_text_add_number(text, hn_day_year(day), 4);
    else
        add_full_date(form, day, text);
}

void
hn_raw_forms_sex(HnSexForm form, gboolean is_male, HnRawText *text)
{
    static const char *const TEXTS[HN_SEX_FORM_KINDS][2] = {
        { "Nữ", "Nam" },      { "NỮ", "NAM" }, { "Nu", "Nam" }, { "F", "M" },
        { "Female", "Male" }, { "0", "1" },    { "1", "0" },    { "2", "1" },
    };
    hn_raw_text_add(text, TEXTS[form][is_male]);
}

/* @digits in groups: four (or three, if @first is 3), then threes. */
static void
add_groups(HnSlice digits, gsize first, const char *sign, HnRawText *text)
{
    gsize at = 0;
    while (at < digits.n_bytes) {
        const gsize n = MIN(at == 0 ? first : 3, digits.n_bytes - at);
        if (at > 0)
            hn_raw_text_add(text, sign);
        hn_raw_text_append(text, hn_slice(digits.bytes + at, n));
        at += n;
    }
}

void
hn_raw_forms_phone(HnPhoneForm form, HnSlice digits, HnRawText *text)
{
    const HnSlice behind = hn_slice(digits.bytes + 1, digits.n_bytes - 1);
    const gsize first = digits.n_bytes - 6; /* the rest in threes */
    switch (form) {
    case HN_PHONE_PLAIN:
        hn_raw_text_append(text, digits);
        return;
    case HN_PHONE_DOTTED:
        add_groups(digits, first, ".", text);
        return;
    case HN_PHONE_SPACED:
        add_groups(digits, first, " ", text);
        return;
    case HN_PHONE_DASHED:
        add_groups(digits, first, "-", text);
        return;
    case HN_PHONE_PLUS84_SPACED:
        hn_raw_text_add(text, "+84 ");
        add_groups(behind, first - 1, " ", text);
        return;
    case HN_PHONE_PLUS84:
        hn_raw_text_add(text, "+84");
        break;
    case HN_PHONE_BARE84:
        hn_raw_text_add(text, "84");
        break;
    case HN_PHONE_ZERO84:
        hn_raw_text_add(text, "0084");
        break;
    case HN_PHONE_BRACKETS:
        hn_raw_text_add(text, "(+84)");
        break;
    case HN_PHONE_NO_ZERO:
        break;
    case HN_PHONE_FORM_KINDS:
    default:
        g_assert_not_reached();
    }
    hn_raw_text_append(text, behind);
}

/* "109001234567" as "1.09E+11". */
static void
add_power(HnSlice digits, HnRawText *text)
{
    if (digits.n_bytes < 3) {
        hn_raw_text_append(text, digits);
        return;
    }
    hn_raw_text_append(text, hn_slice(digits.bytes, 1));
    hn_raw_text_add(text, ".");
    hn_raw_text_append(text, hn_slice(digits.bytes + 1, 2));
    hn_raw_text_add(text, "E+");
    hn_raw_text_add_number(text, digits.n_bytes - 1, 2);
}

void
hn_raw_forms_number(HnNumberForm form, HnSlice digits, HnRawText *text)
{
    HnSlice bare = digits;
    while (bare.n_bytes > 1 && bare.bytes[0] == '0')
        bare = hn_slice(bare.bytes + 1, bare.n_bytes - 1);
    switch (form) {
    case HN_NUMBER_PLAIN:
        hn_raw_text_append(text, digits);
        return;
    case HN_NUMBER_SPACED:
        add_groups(digits, 3, " ", text);
        return;
    case HN_NUMBER_DOTTED:
        add_groups(digits, 3, ".", text);
        return;
    case HN_NUMBER_NO_ZERO:
        hn_raw_text_append(text, bare);
        return;
    case HN_NUMBER_APOSTROPHE:
        hn_raw_text_add(text, "'");
        hn_raw_text_append(text, digits);
        return;
    case HN_NUMBER_DECIMAL:
        hn_raw_text_append(text, bare);
        hn_raw_text_add(text, ".0");
        return;
    case HN_NUMBER_POWER:
        add_power(bare, text);
        return;
    case HN_NUMBER_FORM_KINDS:
    default:
        g_assert_not_reached();
    }
}

#define TRIES_MAX 32

gboolean
hn_raw_forms_digit_slip(gboolean is_swap, HnRng *rng, HnRawText *text)
{
    for (guint i = 0; i < TRIES_MAX && text->n_bytes > 1; i++) {
        char *digit = &text->text[hn_rng_below(rng, text->n_bytes - 1)];
        if (!g_ascii_isdigit(digit[0]) || !g_ascii_isdigit(digit[1]))
            continue;
        if (!is_swap) {
            digit += hn_rng_below(rng, 2);
            *digit = (char)('0' + (*digit - '0' + 1 + (char)hn_rng_below(rng, 9)) % 10);
            return TRUE;
        }
        if (digit[0] != digit[1]) {
            const char first = digit[0];
            digit[0] = digit[1];
            digit[1] = first;
            return TRUE;
        }
    }
    return FALSE;
}
