#include "standardise/filler.h"

#include "standardise/issued_text.h"
#include "text/tax_code.h"
#include "text/unicode_class.h"
#include "text/utf8.h"

#define FILLER_BYTES_MAX 13
#define SAME_MIN 6

#define IN(type) (1u << (type))
#define IN_TEXT (IN(HN_TYPE_TEXT) | IN(HN_TYPE_EMAIL))
#define IN_CATEGORY IN(HN_TYPE_CATEGORY)
#define IN_DIGITS IN(HN_TYPE_DIGITS)
#define IN_PEOPLE IN(HN_TYPE_VIETNAMESE_NAME)

/* Never one word for names: Null is a surname, Na and Không are given names or parts of them. A
 * phone has digits only; what fills a column of dates is none to text/date_value.h. In a category
 * "none", "no" and "không" can be answers and "na" is Namibia, so only what says "not known" counts
 * there. */
#define FILLER(value, types)                                                                       \
    {                                                                                              \
        value, sizeof(value) - 1, types                                                            \
    }
static const struct {
    const char *value;
    gsize n_bytes;
    guint types;
} FILLERS[] = {
    FILLER("n/a", IN_TEXT | IN_CATEGORY),                  /* not applicable */
    FILLER("#n/a", IN_TEXT | IN_CATEGORY),                 /* the same, from a spreadsheet */
    FILLER("na", IN_TEXT),                                 /* the same, from statistics programs */
    FILLER("null", IN_TEXT | IN_CATEGORY),                 /* exports of databases */
    FILLER("(null)", IN_TEXT | IN_CATEGORY),               /* the same, from C programs */
    FILLER("none", IN_TEXT),                               /* the same, from Python programs */
    FILLER("unknown", IN_TEXT | IN_CATEGORY),              /* typed */
    FILLER("không", IN_TEXT),                              /* Vietnamese: none */
    FILLER("không có", IN_TEXT | IN_PEOPLE),               /* there is none */
    FILLER("không rõ", IN_TEXT | IN_CATEGORY | IN_PEOPLE), /* not clear */
    FILLER("chưa rõ", IN_TEXT | IN_CATEGORY | IN_PEOPLE),  /* not yet clear */
    FILLER("không biết", IN_PEOPLE),                       /* not known */
    FILLER("khong co", IN_PEOPLE),                         /* without marks */
    FILLER("khong ro", IN_PEOPLE),
    FILLER("chua ro", IN_PEOPLE),
    FILLER("khong biet", IN_PEOPLE),
    FILLER("NA", IN_DIGITS), /* n/a without its stroke */
    FILLER("NULL", IN_DIGITS),
    FILLER("NONE", IN_DIGITS),
    FILLER("UNKNOWN", IN_DIGITS),
    FILLER("KHÔNG", IN_DIGITS),
    FILLER("KHÔNGCÓ", IN_DIGITS),
    FILLER("KHÔNGRÕ", IN_DIGITS),
    FILLER("CHƯARÕ", IN_DIGITS),
    FILLER("KHONG", IN_DIGITS), /* the same without marks */
    FILLER("KHONGCO", IN_DIGITS),
    FILLER("KHONGRO", IN_DIGITS),
    FILLER("CHUARO", IN_DIGITS),
    FILLER("CHƯACÓ", IN_DIGITS), /* not yet there, not yet issued */
    FILLER("CHUACO", IN_DIGITS),
    FILLER("CHƯACẤP", IN_DIGITS),
    FILLER("CHUACAP", IN_DIGITS),
};

static gboolean
is_listed(HnSlice canonical, HnAttributeType type)
{
    if (canonical.n_bytes > FILLER_BYTES_MAX || g_ascii_isdigit((char)canonical.bytes[0]))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(FILLERS); i++)
        if ((FILLERS[i].types & IN(type)) != 0 &&
            hn_slice_equal(canonical, hn_slice(FILLERS[i].value, FILLERS[i].n_bytes)))
            return TRUE;
    return FALSE;
}

static gboolean
is_symbol(gunichar c)
{
    const GUnicodeType type = g_unichar_type(c);
    return type == G_UNICODE_CURRENCY_SYMBOL || type == G_UNICODE_MODIFIER_SYMBOL ||
           type == G_UNICODE_MATH_SYMBOL || type == G_UNICODE_OTHER_SYMBOL;
}

/* Only punctuation, symbols and spaces; in a category a symbol may be a value ("+"). */
static gboolean
has_no_letter(HnSlice canonical, HnAttributeType type)
{
    const guint8 *p = canonical.bytes;
    const guint8 *end = p + canonical.n_bytes;
    if (g_ascii_isalnum((char)*p)) /* most begin so */
        return FALSE;
    while (p < end) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        const gboolean says_nothing =
            c == ' ' || (hn_is_punctuation(c) && (type != HN_TYPE_CATEGORY || !is_symbol(c)));
        if (!says_nothing)
            return FALSE;
    }
    return TRUE;
}

/* 000000, 999999999, XXXXXX: typed to get past a form. Shorter runs can be real numbers. */
static gboolean
is_one_character(HnSlice canonical)
{
    return canonical.n_bytes >= SAME_MIN && canonical.bytes[0] == canonical.bytes[1] &&
           memcmp(canonical.bytes, canonical.bytes + 1, canonical.n_bytes - 1) == 0;
}

/* 123456789: by hand, along the keys. */
static gboolean
is_counted_up(HnSlice canonical)
{
    gsize n = 0;
    while (n < canonical.n_bytes && g_ascii_isdigit((char)canonical.bytes[n]))
        n++;
    return n == canonical.n_bytes && n >= SAME_MIN && canonical.bytes[0] <= '1' &&
           hn_digits_count_by(canonical, 1);
}

#define SIGNS_MAX 3 /* 00000 may be a postcode */

/* X is a box that was ticked, and no number that somebody issues is 0 or 000. */
static gboolean
is_sign(HnSlice canonical)
{
    const guint8 first = canonical.bytes[0];
    for (gsize i = 0; i < canonical.n_bytes; i++)
        if (canonical.bytes[i] != first)
            return FALSE;
    return canonical.n_bytes <= SIGNS_MAX && (first == '0' || first == 'X');
}

gboolean
hn_is_filler(HnSlice canonical, HnAttributeType type)
{
    if (canonical.n_bytes == 0)
        return TRUE;
    switch (type) {
    case HN_TYPE_TEXT:
    case HN_TYPE_EMAIL:
    case HN_TYPE_CATEGORY:
        return has_no_letter(canonical, type) || is_listed(canonical, type);
    case HN_TYPE_DIGITS:
        return is_one_character(canonical) || is_listed(canonical, type) ||
               is_counted_up(canonical) || is_sign(canonical);
    case HN_TYPE_TAX_CODE:
        return is_one_character(canonical) || is_listed(canonical, HN_TYPE_DIGITS) ||
               hn_tax_code_is_filler(canonical);
    case HN_TYPE_PHONE:
        return is_one_character(canonical);
    case HN_TYPE_POINT: /* where no place was given; in the sea off Africa nobody lives */
        return hn_slice_equal(canonical, hn_slice_of("0.00000,0.00000"));
    case HN_TYPE_VIETNAMESE_NAME:
        return is_listed(canonical, type);
    case HN_TYPE_NAME:
    case HN_TYPE_COMPANY:
    case HN_TYPE_SEX:
    case HN_TYPE_CODE:
    case HN_TYPE_DATE:
    case HN_TYPE_NUMBER:
    case HN_TYPE_UNIT:
    case HN_TYPE_ADDRESS_LINE:
    case HN_TYPE_ADDRESS:
    case HN_TYPE_CITIZEN_NUMBER: /* issued_text.h knows theirs */
    case HN_TYPE_INSURANCE_NUMBER:
        return FALSE;
    }
    g_assert_not_reached();
}
