#include "standardise/folded_text.h"

#include "text/unicode_class.h"
#include "text/utf8.h"

/* Rows of equal tone: grave, acute, hook above, tilde, dot below. */
static const struct {
    gunichar o, u, a, e, y;
} TONES[] = {
    { 0xF2, 0xF9, 0xE0, 0xE8, 0x1EF3 },         /* ò ù à è ỳ */
    { 0xF3, 0xFA, 0xE1, 0xE9, 0xFD },           /* ó ú á é ý */
    { 0x1ECF, 0x1EE7, 0x1EA3, 0x1EBB, 0x1EF7 }, /* ỏ ủ ả ẻ ỷ */
    { 0xF5, 0x169, 0xE3, 0x1EBD, 0x1EF9 },      /* õ ũ ã ẽ ỹ */
    { 0x1ECD, 0x1EE5, 0x1EA1, 0x1EB9, 0x1EF5 }, /* ọ ụ ạ ẹ ỵ */
};

static gunichar
without_look_alike(gunichar c)
{
    switch (c) {
    case 0xD0:  /* Eth; capitals occur where case is not folded */
    case 0x189: /* African D */
        return 0x110;
    case 0xF0:
    case 0x256:
        return 0x111;
    default:
        return c;
    }
}

static inline gboolean
word_ends_at(const guint8 *p, const guint8 *end)
{
    if (p == end)
        return TRUE;
    gunichar c = 0;
    hn_utf8_next(p, end, &c);
    return c < 0x80 ? !g_ascii_isalnum((char)c) : hn_is_punctuation(c);
}

/* @c, and behind it at @p the ASCII letter a, e or y, end a word: moves the tone of @c to that
 * letter. */
static gboolean
move_tone(gunichar *c, const guint8 *p, const guint8 *end, gunichar *ret_second)
{
    if (p == end || (*p != 'a' && *p != 'e' && *p != 'y') || !word_ends_at(p + 1, end))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(TONES); i++) {
        if (*c == TONES[i].o && *p != 'y') {
            *c = 'o';
            *ret_second = *p == 'a' ? TONES[i].a : TONES[i].e;
            return TRUE;
        }
        if (*c == TONES[i].u && *p == 'y') {
            *c = 'u';
            *ret_second = TONES[i].y;
            return TRUE;
        }
    }
    return FALSE;
}

static void
unify_letters(HnSlice text, GByteArray *out)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    /* A moved tone may take one byte more: three letters' bytes become four at most. */
    g_byte_array_set_size(out, (guint)(text.n_bytes + text.n_bytes / 3 + 1));
    guint8 *next = out->data;
    while (p < end) {
        gunichar c = 0;
        gunichar second = 0;
        p += hn_utf8_next(p, end, &c);
        if (c >= 0x80) {
            c = without_look_alike(c);
            p += move_tone(&c, p, end, &second) ? 1 : 0;
        }
        next += hn_utf8_put(next, c);
        if (second != 0)
            next += hn_utf8_put(next, second);
    }
    g_byte_array_set_size(out, (guint)(next - out->data));
}

void
hn_folded_text(HnSlice raw, HnNormaliseFlags flags, GByteArray *scratch, GByteArray *out)
{
    hn_normalise(raw, flags, out);
    if (hn_utf8_is_ascii(hn_slice(out->data, out->len)))
        return;
    g_byte_array_set_size(scratch, 0);
    g_byte_array_append(scratch, out->data, out->len);
    unify_letters(hn_slice(scratch->data, scratch->len), out);
}
