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

static const struct {
    gunichar written, meant;
} LOOK_ALIKES[] = {
    { 0xD0, 0x110 },  /* Eth; capitals occur where case is not folded */
    { 0x189, 0x110 }, /* African D */
    { 0xF0, 0x111 },
    { 0x256, 0x111 },
};

struct _HnFoldedText {
    HnNormaliser *normaliser;
    GByteArray *scratch;
};

static gunichar
without_look_alike(gunichar c)
{
    for (gsize i = 0; i < G_N_ELEMENTS(LOOK_ALIKES); i++)
        if (LOOK_ALIKES[i].written == c)
            return LOOK_ALIKES[i].meant;
    return c;
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

static gsize
unify_letters(HnSlice text, guint8 *ret)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    guint8 *next = ret;
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
    return (gsize)(next - ret);
}

HnFoldedText *
hn_folded_text_new(HnNormaliseFlags flags)
{
    gunichar watched[2 * G_N_ELEMENTS(TONES) + G_N_ELEMENTS(LOOK_ALIKES)];
    guint n = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(TONES); i++) {
        watched[n++] = TONES[i].o;
        watched[n++] = TONES[i].u;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(LOOK_ALIKES); i++)
        watched[n++] = LOOK_ALIKES[i].written;
    HnFoldedText *folded = g_new0(HnFoldedText, 1);
    folded->normaliser = hn_normaliser_new(flags, watched, n);
    folded->scratch = g_byte_array_new();
    return folded;
}

void
hn_folded_text_free(HnFoldedText *folded)
{
    if (folded == NULL)
        return;
    hn_normaliser_free(folded->normaliser);
    g_byte_array_unref(folded->scratch);
    g_free(folded);
}

gsize
hn_folded_text_apply(HnFoldedText *folded, HnSlice raw, guint8 *ret)
{
    gboolean is_watched = FALSE;
    const gsize n = hn_normaliser_apply(folded->normaliser, raw, ret, &is_watched);
    if (!is_watched)
        return n;
    g_byte_array_set_size(folded->scratch, 0);
    g_byte_array_append(folded->scratch, ret, (guint)n);
    return unify_letters(hn_slice(folded->scratch->data, n), ret);
}
