#include "standardise/code_value.h"

#include "text/normalise.h"
#include "text/utf8.h"

/* FALSE: @raw is not ASCII, and @out is undefined. */
static gboolean
keep_ascii(HnSlice raw, gboolean keep_letters, GByteArray *out)
{
    g_byte_array_set_size(out, (guint)raw.n_bytes);
    guint8 *next = out->data;
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
    g_byte_array_set_size(out, (guint)(next - out->data));
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

void
hn_code_value(HnSlice raw, gboolean keep_letters, GByteArray *scratch, GByteArray *out)
{
    if (keep_ascii(raw, keep_letters, out))
        return;
    /* Case is folded before it is raised, so that letters with several small forms end in one. */
    hn_normalise(raw,
                 HN_NORMALISE_COMPATIBILITY | HN_NORMALISE_FOLD_CASE | HN_NORMALISE_DROP_INVISIBLE,
                 out);
    keep_any(hn_slice(out->data, out->len), keep_letters, scratch);
    /* Letters that were apart are neighbours now and may compose. */
    hn_normalise(hn_slice(scratch->data, scratch->len), HN_NORMALISE_COMPATIBILITY, out);
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
