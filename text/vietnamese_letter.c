#include "text/vietnamese_letter.h"

#include "text/unicode_class.h"
#include "text/utf8.h"

#define LATIN_FIRST 0xE0
#define LATIN_LAST 0x1B0
#define TONED_FIRST 0x1EA0
#define TONED_LAST 0x1EF9

enum { LEVEL, GRAVE, ACUTE, HOOK, TILDE, DOT };
enum { PLAIN, HAT, BREVE, HORN, STROKE, OTHER };

typedef struct {
    guint8 base, marks;
} Letter;

#define L(base, tone, quality)                                                                     \
    {                                                                                              \
        base, (tone) | (quality) << 3                                                              \
    }
/* clang-format off */
static const Letter latin[LATIN_LAST + 1 - LATIN_FIRST] = {
    [0xE0 - 0xE0] = L('a', GRAVE, PLAIN), [0xE1 - 0xE0] = L('a', ACUTE, PLAIN),
    [0xE2 - 0xE0] = L('a', LEVEL, HAT), [0xE3 - 0xE0] = L('a', TILDE, PLAIN),
    [0xE8 - 0xE0] = L('e', GRAVE, PLAIN), [0xE9 - 0xE0] = L('e', ACUTE, PLAIN),
    [0xEA - 0xE0] = L('e', LEVEL, HAT), [0xEC - 0xE0] = L('i', GRAVE, PLAIN),
    [0xED - 0xE0] = L('i', ACUTE, PLAIN), [0xEE - 0xE0] = L('i', LEVEL, HAT),
    [0xF2 - 0xE0] = L('o', GRAVE, PLAIN), [0xF3 - 0xE0] = L('o', ACUTE, PLAIN),
    [0xF4 - 0xE0] = L('o', LEVEL, HAT), [0xF5 - 0xE0] = L('o', TILDE, PLAIN),
    [0xF9 - 0xE0] = L('u', GRAVE, PLAIN), [0xFA - 0xE0] = L('u', ACUTE, PLAIN),
    [0xFB - 0xE0] = L('u', LEVEL, HAT), [0xFD - 0xE0] = L('y', ACUTE, PLAIN),
    [0x103 - 0xE0] = L('a', LEVEL, BREVE), [0x111 - 0xE0] = L('d', LEVEL, STROKE),
    [0x115 - 0xE0] = L('e', LEVEL, BREVE), [0x129 - 0xE0] = L('i', TILDE, PLAIN),
    [0x12D - 0xE0] = L('i', LEVEL, BREVE), [0x14F - 0xE0] = L('o', LEVEL, BREVE),
    [0x169 - 0xE0] = L('u', TILDE, PLAIN), [0x16D - 0xE0] = L('u', LEVEL, BREVE),
    [0x177 - 0xE0] = L('y', LEVEL, HAT), [0x1A1 - 0xE0] = L('o', LEVEL, HORN),
    [0x1B0 - 0xE0] = L('u', LEVEL, HORN),
};
static const Letter toned[TONED_LAST + 1 - TONED_FIRST] = {
    [0x1EA1 - 0x1EA0] = L('a', DOT, PLAIN), [0x1EA3 - 0x1EA0] = L('a', HOOK, PLAIN),
    [0x1EA5 - 0x1EA0] = L('a', ACUTE, HAT), [0x1EA7 - 0x1EA0] = L('a', GRAVE, HAT),
    [0x1EA9 - 0x1EA0] = L('a', HOOK, HAT), [0x1EAB - 0x1EA0] = L('a', TILDE, HAT),
    [0x1EAD - 0x1EA0] = L('a', DOT, HAT), [0x1EAF - 0x1EA0] = L('a', ACUTE, BREVE),
    [0x1EB1 - 0x1EA0] = L('a', GRAVE, BREVE), [0x1EB3 - 0x1EA0] = L('a', HOOK, BREVE),
    [0x1EB5 - 0x1EA0] = L('a', TILDE, BREVE), [0x1EB7 - 0x1EA0] = L('a', DOT, BREVE),
    [0x1EB9 - 0x1EA0] = L('e', DOT, PLAIN), [0x1EBB - 0x1EA0] = L('e', HOOK, PLAIN),
    [0x1EBD - 0x1EA0] = L('e', TILDE, PLAIN), [0x1EBF - 0x1EA0] = L('e', ACUTE, HAT),
    [0x1EC1 - 0x1EA0] = L('e', GRAVE, HAT), [0x1EC3 - 0x1EA0] = L('e', HOOK, HAT),
    [0x1EC5 - 0x1EA0] = L('e', TILDE, HAT), [0x1EC7 - 0x1EA0] = L('e', DOT, HAT),
    [0x1EC9 - 0x1EA0] = L('i', HOOK, PLAIN), [0x1ECB - 0x1EA0] = L('i', DOT, PLAIN),
    [0x1ECD - 0x1EA0] = L('o', DOT, PLAIN), [0x1ECF - 0x1EA0] = L('o', HOOK, PLAIN),
    [0x1ED1 - 0x1EA0] = L('o', ACUTE, HAT), [0x1ED3 - 0x1EA0] = L('o', GRAVE, HAT),
    [0x1ED5 - 0x1EA0] = L('o', HOOK, HAT), [0x1ED7 - 0x1EA0] = L('o', TILDE, HAT),
    [0x1ED9 - 0x1EA0] = L('o', DOT, HAT), [0x1EDB - 0x1EA0] = L('o', ACUTE, HORN),
    [0x1EDD - 0x1EA0] = L('o', GRAVE, HORN), [0x1EDF - 0x1EA0] = L('o', HOOK, HORN),
    [0x1EE1 - 0x1EA0] = L('o', TILDE, HORN), [0x1EE3 - 0x1EA0] = L('o', DOT, HORN),
    [0x1EE5 - 0x1EA0] = L('u', DOT, PLAIN), [0x1EE7 - 0x1EA0] = L('u', HOOK, PLAIN),
    [0x1EE9 - 0x1EA0] = L('u', ACUTE, HORN), [0x1EEB - 0x1EA0] = L('u', GRAVE, HORN),
    [0x1EED - 0x1EA0] = L('u', HOOK, HORN), [0x1EEF - 0x1EA0] = L('u', TILDE, HORN),
    [0x1EF1 - 0x1EA0] = L('u', DOT, HORN), [0x1EF3 - 0x1EA0] = L('y', GRAVE, PLAIN),
    [0x1EF5 - 0x1EA0] = L('y', DOT, PLAIN), [0x1EF7 - 0x1EA0] = L('y', HOOK, PLAIN),
    [0x1EF9 - 0x1EA0] = L('y', TILDE, PLAIN),
};
/* clang-format on */
#undef L

/* Letters of other languages: what canonical decomposition puts first; a letter with a stroke has
 * none. */
static HnVietnameseLetter
other_letter(gunichar c)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    if (c == 0x180) /* b with stroke, of Ba Na and Gia Rai */
        return (HnVietnameseLetter){ 'b', STROKE << 3 };
    const gsize n = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    if (n < 2 || !hn_is_mark(parts[1]))
        return (HnVietnameseLetter){ c, 0 };
    return (HnVietnameseLetter){ parts[0], OTHER << 3 };
}

HnVietnameseLetter
hn_vietnamese_letter(gunichar c)
{
    Letter found = { 0, 0 };
    if (c < 0x80)
        return (HnVietnameseLetter){ c, 0 };
    if (c >= LATIN_FIRST && c <= LATIN_LAST)
        found = latin[c - LATIN_FIRST];
    else if (c >= TONED_FIRST && c <= TONED_LAST)
        found = toned[c - TONED_FIRST];
    return found.base != 0 ? (HnVietnameseLetter){ found.base, found.marks } : other_letter(c);
}

void
hn_vietnamese_unmark(HnSlice text, GByteArray *out)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    g_byte_array_set_size(out, (guint)text.n_bytes + 4); /* no base is longer than its letter */
    guint8 *next = out->data;
    while (p < end) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        if (c < 0x80)
            *next++ = (guint8)c;
        else if (!hn_is_mark(c))
            next += hn_utf8_put(next, hn_vietnamese_letter(c).base);
    }
    g_byte_array_set_size(out, (guint)(next - out->data));
}

guint64
hn_vietnamese_fullness(HnSlice text)
{
    guint64 n = 0, n_marked = 0;
    for (gsize i = 0; i < text.n_bytes; i++) {
        const guint8 byte = text.bytes[i];
        const gboolean is_lost =
            byte == 0xEA && text.bytes[i + 1] == 0x9E && text.bytes[i + 2] == 0x8F;
        n += (byte & 0xC0) != 0x80 && !is_lost ? 1 : 0; /* no continuation byte of UTF-8 */
        n_marked += byte >= 0xC3 && !is_lost ? 1 : 0;
    }
    return n << 32 | n_marked;
}
