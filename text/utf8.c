#include "text/utf8.h"

#include "base/cpu.h"
#include "text/utf8_wide.h"

#define WIDE_BYTES_MIN 48 /* below, the words of ASCII are as fast */

#define HIGH_BITS G_GUINT64_CONSTANT(0x8080808080808080)

static inline guint64
load_word(const guint8 *p)
{
    guint64 word = 0;
    memcpy(&word, p, sizeof word);
    return word;
}

static inline const guint8 *
skip_ascii(const guint8 *p, const guint8 *end)
{
    while (end - p >= 8 && (load_word(p) & HIGH_BITS) == 0)
        p += 8;
    while (p < end && *p < 0x80)
        p++;
    return p;
}

/* Bytes of the well-formed sequence at @p, whose first byte is not ASCII; 0 = ill-formed. Only the
 * second byte has a range that depends on the first: that is where overlong forms, surrogates and
 * what lies above U+10FFFF are refused. */
static guint
sequence_bytes(const guint8 *p, const guint8 *end)
{
    const guint8 first = p[0];
    const guint n = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (n == 0 || end - p < (gssize)n)
        return 0;
    const guint8 low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const guint8 high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (guint i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

gboolean
hn_utf8_valid(HnSlice text)
{
    return text.n_bytes >= WIDE_BYTES_MIN && hn_cpu_has_avx2() ? hn_utf8_wide_valid(text)
                                                               : hn_utf8_valid_scalar(text);
}

gboolean
hn_utf8_valid_scalar(HnSlice text)
{
    if (text.n_bytes == 0) /* an empty slice may have no address, and nothing is added to that */
        return TRUE;
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    while ((p = skip_ascii(p, end)) < end) {
        const guint n = sequence_bytes(p, end);
        if (n == 0)
            return FALSE;
        p += n;
    }
    return TRUE;
}

gboolean
hn_utf8_is_ascii(HnSlice text)
{
    return text.n_bytes == 0 ||
           skip_ascii(text.bytes, text.bytes + text.n_bytes) == text.bytes + text.n_bytes;
}

static inline guint
starts_code_point(guint8 byte)
{
    return (byte & 0xC0) != 0x80 ? 1 : 0;
}

gsize
hn_utf8_length(HnSlice text)
{
    gsize n = 0;
    for (gsize i = 0; i < text.n_bytes; i++)
        n += starts_code_point(text.bytes[i]);
    return n;
}

HnSlice
hn_utf8_prefix(HnSlice text, gsize n_code_points)
{
    gsize n_seen = 0;
    for (gsize i = 0; i < text.n_bytes; i++) {
        if (starts_code_point(text.bytes[i]) != 0 && n_seen++ == n_code_points)
            return hn_slice(text.bytes, i);
    }
    return text;
}

HnSlice
hn_utf8_suffix(HnSlice text, gsize n_code_points)
{
    if (text.n_bytes == 0)
        return text;
    gsize start = text.n_bytes;
    for (gsize n_seen = 0; n_seen < n_code_points && start > 0; n_seen++)
        do {
            start--;
        } while (start > 0 && starts_code_point(text.bytes[start]) == 0);
    return hn_slice(text.bytes + start, text.n_bytes - start);
}

HnSlice
hn_utf8_prefix_bytes(HnSlice text, gsize n_bytes)
{
    if (text.n_bytes <= n_bytes)
        return text;
    while (n_bytes > 0 && starts_code_point(text.bytes[n_bytes]) == 0)
        n_bytes--;
    return hn_slice(text.bytes, n_bytes);
}

gsize
hn_utf8_decode(HnSlice text, guint32 *ret, gsize max)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    gsize n = 0;
    while (p < end && n < max)
        p += hn_utf8_next(p, end, &ret[n++]);
    return n;
}

void
hn_put_code_point(GByteArray *out, gunichar c)
{
    guint8 bytes[4];
    g_byte_array_append(out, bytes, hn_utf8_put(bytes, c));
}
