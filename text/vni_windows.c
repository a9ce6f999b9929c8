#include "text/vni_windows.h"

enum { ACUTE = 0x301, GRAVE = 0x300, HOOK = 0x309, TILDE = 0x303, DOT = 0x323 };
enum { HAT = 0x302, BREVE = 0x306 };

typedef struct {
    guint8 byte; /* with small letters; capitals have 0x20 less */
    guint16 first, second;
} Entry;

/* A dot below stands in front, as only so the letter composes. */
static const Entry MARKS[] = {
    { 0xF9, ACUTE, 0 },     { 0xF8, GRAVE, 0 },     { 0xFB, HOOK, 0 },     { 0xF5, TILDE, 0 },
    { 0xEF, DOT, 0 },       { 0xE2, HAT, 0 },       { 0xE1, HAT, ACUTE },  { 0xE0, HAT, GRAVE },
    { 0xE5, HAT, HOOK },    { 0xE3, HAT, TILDE },   { 0xE4, DOT, HAT },    { 0xEA, BREVE, 0 },
    { 0xE9, BREVE, ACUTE }, { 0xE8, BREVE, GRAVE }, { 0xFA, BREVE, HOOK }, { 0xFC, BREVE, TILDE },
    { 0xEB, DOT, BREVE },
};
/* Letters of one byte, small and capital. */
static const Entry LETTERS[] = {
    { 0xF4, 0x1A1, 0x1A0 }, { 0xF6, 0x1B0, 0x1AF },   { 0xF1, 0x111, 0x110 },
    { 0xED, 0xED, 0xCD },   { 0xEC, 0xEC, 0xCC },     { 0xE6, 0x1EC9, 0x1EC8 },
    { 0xF3, 0x129, 0x128 }, { 0xF2, 0x1ECB, 0x1ECA }, { 0xEE, 0x1EF5, 0x1EF4 },
};

/* What a font keeps of windows-1252: 0x91 to 0x97. */
static const guint16 QUOTES[] = { 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014 };

static guint
decode_letter(guint8 byte, gunichar ret[HN_VNI_CODE_POINTS])
{
    const guint8 small = byte < 0xE0 ? byte | 0x20 : byte;
    for (gsize i = 0; i < G_N_ELEMENTS(LETTERS); i++)
        if (LETTERS[i].byte == small) {
            ret[0] = small == byte ? LETTERS[i].first : LETTERS[i].second;
            return 1;
        }
    for (gsize i = 0; i < G_N_ELEMENTS(MARKS); i++)
        if (MARKS[i].byte == small) {
            ret[0] = MARKS[i].first;
            ret[1] = MARKS[i].second;
            return MARKS[i].second != 0 ? 2 : 1;
        }
    return 0;
}

guint
hn_vni_windows_decode(guint8 byte, gunichar ret[HN_VNI_CODE_POINTS])
{
    if (byte >= 0xC0)
        return decode_letter(byte, ret);
    if (byte >= 0x80 && byte < 0xA0 && byte != 0x85 && (byte < 0x91 || byte > 0x97))
        return 0;
    if (byte == 0x85)
        ret[0] = 0x2026;
    else
        ret[0] = byte >= 0x91 && byte <= 0x97 ? QUOTES[byte - 0x91] : byte;
    return 1;
}
