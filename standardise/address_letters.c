#include "standardise/address_letters.h"

#include "text/utf8.h"

typedef HnAddressLetter Letter;

static const struct {
    gunichar mark;
    guint8 hat, tone;
} MARKS[] = {
    { 0x300, 0, 1 }, { 0x301, 0, 2 }, { 0x309, 0, 3 }, { 0x303, 0, 4 },
    { 0x323, 0, 5 }, { 0x302, 1, 0 }, { 0x306, 2, 0 }, { 0x31B, 3, 0 },
};
#define HAT_STROKE 4

static Letter
mark_of(gunichar c)
{
    for (gsize i = 0; i < G_N_ELEMENTS(MARKS); i++)
        if (MARKS[i].mark == c)
            return (Letter){ .kind = HN_LETTER_MARK, .hat = MARKS[i].hat, .tone = MARKS[i].tone };
    return (Letter){ .kind = HN_LETTER_MARK };
}

static Letter
ascii_letter(gunichar c)
{
    if (g_ascii_isalpha((char)c))
        return (Letter){ HN_LETTER_PLAIN, (guint8)g_ascii_tolower((char)c), 0, 0,
                         (guint8)g_ascii_isupper((char)c) };
    if (g_ascii_isdigit((char)c))
        return (Letter){ .kind = HN_LETTER_DIGIT, .base = (guint8)c };
    if (c == '\'' || c == '`')
        return (Letter){ .kind = HN_LETTER_JOIN };
    if (strchr(",;|()[]{}\n\r\t", (int)c) != NULL) /* and NUL */
        return (Letter){ .kind = HN_LETTER_BREAK, .base = ',' };
    return (Letter){ .kind = HN_LETTER_SPACE, .base = (guint8)c };
}

static Letter
letter_of(gunichar c)
{
    if (c < 0x80)
        return ascii_letter(c);
    if (c == 0x110 || c == 0x111 || c == 0xD0 || c == 0xF0 || c == 0x189) /* folded_text.h */
        return (Letter){ HN_LETTER_PLAIN, 'd', HAT_STROKE, 0, (guint8)g_unichar_isupper(c) };
    if (c == 0xA0)
        return (Letter){ .kind = HN_LETTER_SPACE, .base = ' ' };
    if (c == 0xAD)
        return (Letter){ .kind = HN_LETTER_JOIN };
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    const gsize n = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    if (n == 0 || parts[0] >= 0x80 || !g_ascii_isalpha((char)parts[0]))
        return (Letter){ .kind = HN_LETTER_OTHER };
    Letter letter = { HN_LETTER_PLAIN, (guint8)g_ascii_tolower((char)parts[0]), 0, 0,
                      (guint8)g_ascii_isupper((char)parts[0]) };
    for (gsize i = 1; i < n; i++) {
        const Letter mark = mark_of(parts[i]);
        letter.hat |= mark.hat;
        letter.tone |= mark.tone;
    }
    return letter;
}

void
hn_address_letters_fill(HnAddressLetters *ret)
{
    for (gunichar c = 0; c < HN_LATIN_LETTERS_END; c++)
        ret->latin[c] = letter_of(c);
    for (gunichar c = 0; c < G_N_ELEMENTS(ret->vietnamese); c++)
        ret->vietnamese[c] = letter_of(0x1E00 + c);
    for (gunichar c = HN_MARKS_START; c < HN_MARKS_END; c++)
        ret->marks[c - HN_MARKS_START] = mark_of(c);
    ret->powers[0] = 1;
    for (guint n = 1; n < HN_ADDRESS_POWERS; n++)
        ret->powers[n] = ret->powers[n - 1] * HN_ADDRESS_KEY_BASE;
}

/* General punctuation: dashes, quotes and spaces of word processors. */
static Letter
punctuation_of(gunichar c)
{
    if (c >= 0x2010 && c <= 0x2015)
        return (Letter){ .kind = HN_LETTER_SPACE, .base = '-' };
    if (c == 0x2018 || c == 0x2019 || c == 0x2BC || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
        c == 0xFEFF)
        return (Letter){ .kind = HN_LETTER_JOIN };
    if (c == 0x2028 || c == 0x2029)
        return (Letter){ .kind = HN_LETTER_BREAK, .base = ',' };
    if (c >= 0x2000 && c < 0x2070)
        return (Letter){ .kind = HN_LETTER_SPACE, .base = ' ' };
    return (Letter){ .kind = HN_LETTER_OTHER };
}

HnAddressLetter
hn_address_letter_read(const HnAddressLetters *letters, const guint8 **p, const guint8 *end)
{
    guint n_bytes;
    const Letter *known = hn_address_letter_known(letters, *p, end, &n_bytes);
    if (known != NULL) {
        *p += n_bytes;
        return *known;
    }
    gunichar c = 0;
    *p += hn_utf8_next(*p, end, &c);
    if (c >= HN_MARKS_START && c < HN_MARKS_END)
        return letters->marks[c - HN_MARKS_START];
    return punctuation_of(c);
}
