#include "text/latin_letters.h"

#include "text/utf8.h"

/* Letters that do not decompose into a letter of A to Z and marks. */
static const struct {
    gunichar letter; /* small */
    const char *letters;
} others[] = {
    { 0xDF, "SS" },  /* ß */
    { 0xE6, "AE" },  /* æ */
    { 0xE7, "S" },   /* ç */
    { 0xF0, "D" },   /* ð */
    { 0xF8, "O" },   /* ø */
    { 0xFE, "TH" },  /* þ */
    { 0x111, "D" },  /* đ */
    { 0x127, "H" },  /* ħ */
    { 0x131, "I" },  /* ı */
    { 0x138, "K" },  /* ĸ */
    { 0x142, "L" },  /* ł */
    { 0x14B, "NG" }, /* ŋ */
    { 0x153, "OE" }, /* œ */
    { 0x167, "T" },  /* ŧ */
    { 0x18F, "A" },  /* Ə */
    { 0x259, "A" },  /* ə */
    { 0x1E9E, "SS" } /* ẞ */
};

/* What is written for @c: letters, nothing for a sign or a mark, NULL for what is not Latin. */
static const char *
letters_of(gunichar c, char buffer[2])
{
    const gunichar small = g_unichar_tolower(c);
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (others[i].letter == small)
            return others[i].letters;
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = { 0 };
    g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    if (parts[0] < 0x80 && g_ascii_isalpha((char)parts[0])) {
        buffer[0] = g_ascii_toupper((char)parts[0]);
        buffer[1] = '\0';
        return buffer;
    }
    return g_unichar_isalnum(c) ? NULL : "";
}

guint
hn_latin_letters(HnSlice word, char *ret)
{
    const guint8 *p = word.bytes;
    const guint8 *end = p + word.n_bytes;
    guint n = 0;
    while (p < end && n < HN_LATIN_LETTERS_MAX) {
        gunichar c = 0;
        char buffer[2];
        p += hn_utf8_next(p, end, &c);
        const char *letters = letters_of(c, buffer);
        if (letters == NULL)
            return 0;
        for (; *letters != '\0' && n < HN_LATIN_LETTERS_MAX; letters++)
            ret[n++] = *letters;
    }
    return n;
}
