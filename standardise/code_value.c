#include "standardise/code_value.h"

#include "text/normaliser.h"
#include "text/utf8.h"

/* FALSE: @raw is not ASCII, and @ret is undefined. */
static gboolean
keep_ascii(HnSlice raw, gboolean keep_letters, guint8 *ret, gsize *ret_n)
{
    guint8 *next = ret;
    guint8 all_bits = 0;
    for (gsize i = 0; i < raw.n_bytes; i++) {
        const guint8 byte = raw.bytes[i];
        const guint8 upper = byte & 0xDF; /* of a letter */
        const gboolean is_digit = (guint8)(byte - '0') < 10;
        const gboolean is_letter = (guint8)(upper - 'A') < 26;
        *next = is_digit ? byte : upper;
        next += is_digit | (keep_letters & is_letter);
        all_bits |= byte;
    }
    *ret_n = (gsize)(next - ret);
    return all_bits < 0x80;
}

static inline gunichar
with_ascii_digit(gunichar c)
{
    const gint digit = c < 0x80 ? -1 : g_unichar_digit_value(c);
    return digit < 0 ? c : '0' + (gunichar)digit;
}

static void
keep_any(HnSlice folded, gboolean keep_letters, GByteArray *out)
{
    g_byte_array_set_size(out, 0);
    const guint8 *p = folded.bytes;
    const guint8 *end = p + folded.n_bytes;
    while (p < end) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        c = with_ascii_digit(c);
        if (g_ascii_isdigit((char)MIN(c, 0x7F)) || (keep_letters && g_unichar_isalnum(c)))
            hn_put_code_point(out, g_unichar_toupper(c));
    }
}

/* Case is folded before it is raised, so that letters with several small forms end in one. */
static gsize
keep_from_general(HnSlice raw, gboolean keep_letters, guint8 *ret)
{
    g_autoptr(GByteArray) folded = g_byte_array_new();
    g_autoptr(GByteArray) kept = g_byte_array_new();
    hn_normalise(raw,
                 HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_FOLD_CASE | HN_NORMALISE_DROP_INVISIBLE,
                 folded);
    keep_any(hn_slice(folded->data, folded->len), keep_letters, kept);
    /* Letters that were apart are neighbours now and may compose. */
    hn_normalise(hn_slice(kept->data, kept->len), HN_NORMALISE_COMPATIBILITY, folded);
    const gsize n = MIN(folded->len, hn_normaliser_bytes_max(raw.n_bytes));
    if (n > 0)
        memcpy(ret, folded->data, n);
    return n;
}

gsize
hn_code_value(HnSlice raw, gboolean keep_letters, guint8 *ret)
{
    gsize n = 0;
    return keep_ascii(raw, keep_letters, ret, &n) ? n : keep_from_general(raw, keep_letters, ret);
}

void
hn_fold_digits(HnSlice raw, GByteArray *out)
{
    hn_normalise(raw,
                 HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_DROP_INVISIBLE |
                     HN_NORMALISE_COLLAPSE_SPACES,
                 out);
    const guint8 *end = out->data + out->len;
    guint8 *next = out->data; /* never ahead of what is read: an ASCII digit is the shorter form */
    for (const guint8 *p = out->data; p < end;) {
        gunichar c = 0;
        p += hn_utf8_next(p, end, &c);
        next += hn_utf8_put(next, with_ascii_digit(c));
    }
    g_byte_array_set_size(out, (guint)(next - out->data));
}
