#include "text/unicode_class.h"

typedef struct {
    gunichar first, last;
} Range;

/* Ascending. Default_Ignorable_Code_Point, and U+FFF9..U+FFFB. */
static const Range INVISIBLE[] = {
    { 0xAD, 0xAD },       { 0x34F, 0x34F },   { 0x61C, 0x61C },     { 0x115F, 0x1160 },
    { 0x17B4, 0x17B5 },   { 0x180B, 0x180F }, { 0x200B, 0x200F },   { 0x202A, 0x202E },
    { 0x2060, 0x206F },   { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
    { 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFFB }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
    { 0xE0000, 0xE0FFF },
};

gboolean
hn_is_space(gunichar c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

gboolean
hn_is_invisible(gunichar c)
{
    if (c < 0xA0)
        return (c < ' ' || c >= 0x7F) && !hn_is_space(c);
    for (gsize i = 0; i < G_N_ELEMENTS(INVISIBLE) && c >= INVISIBLE[i].first; i++)
        if (c <= INVISIBLE[i].last)
            return TRUE;
    return FALSE;
}

gboolean
hn_is_apostrophe(gunichar c)
{
    switch (c) {
    case '\'':
    case '`':
    case 0xB4:   /* acute accent */
    case 0x2B9:  /* modifier prime */
    case 0x2BB:  /* turned comma, Hawaiian okina */
    case 0x2BC:  /* modifier apostrophe */
    case 0x2BD:  /* reversed comma */
    case 0x1FEF: /* Greek varia */
    case 0x1FFD: /* Greek oxia */
    case 0x2018: /* single quotation marks */
    case 0x2019:
    case 0x201B:
    case 0x2032: /* primes */
    case 0x2035:
    case 0xFF07: /* full-width forms */
    case 0xFF40:
        return TRUE;
    default:
        return FALSE;
    }
}

gboolean
hn_is_punctuation(gunichar c)
{
    const guint kinds = 1u << G_UNICODE_CONNECT_PUNCTUATION | 1u << G_UNICODE_DASH_PUNCTUATION |
                        1u << G_UNICODE_OPEN_PUNCTUATION | 1u << G_UNICODE_CLOSE_PUNCTUATION |
                        1u << G_UNICODE_INITIAL_PUNCTUATION | 1u << G_UNICODE_FINAL_PUNCTUATION |
                        1u << G_UNICODE_OTHER_PUNCTUATION | 1u << G_UNICODE_CURRENCY_SYMBOL |
                        1u << G_UNICODE_MODIFIER_SYMBOL | 1u << G_UNICODE_MATH_SYMBOL |
                        1u << G_UNICODE_OTHER_SYMBOL;
    return (kinds >> g_unichar_type(c) & 1) != 0;
}

gboolean
hn_is_mark(gunichar c)
{
    const GUnicodeType type = c < 0x300 ? G_UNICODE_UNASSIGNED : g_unichar_type(c);
    return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}
