/* text/utf8.h - UTF-8: the one place that says what is valid, and steps over what is.
 *
 * Data walk: connect/ refuses rows that hn_utf8_valid() refuses; everything behind it may assume
 *   valid text. Lengths, prefixes and suffixes are counted in code points.
 * Source: The Unicode Standard 15, section 3.9, table 3-7 (well-formed byte sequences).
 * Cost: with AVX2 0.08 ns a byte (utf8_wide.h); without, ASCII 0.15 ns a byte, other letters 1.5.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

/* FALSE for surrogates, overlong forms, code points above U+10FFFF, cut or stray bytes. NUL is
 * valid. */
gboolean hn_utf8_valid(HnSlice text);
gboolean
hn_utf8_valid_scalar(HnSlice text); /* the same on any processor: the oracle of the wide one */
gboolean hn_utf8_is_ascii(HnSlice text);

/* Of valid text: the code point at @p (< @end) into @ret; the number of its bytes, 1..4, is
 * returned. */
static inline guint
hn_utf8_next(const guint8 *p, const guint8 *end, gunichar *ret)
{
    if (p[0] < 0x80) {
        *ret = p[0];
        return 1;
    }
    if (p[0] < 0xE0 && end - p >= 2) {
        *ret = (gunichar)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
        return 2;
    }
    if (p[0] < 0xF0 && end - p >= 3) {
        *ret = (gunichar)(p[0] & 0x0F) << 12 | (gunichar)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        return 3;
    }
    g_assert(end - p >= 4); /* else the text was not valid: never read past it */
    *ret = (gunichar)(p[0] & 0x07) << 18 | (gunichar)(p[1] & 0x3F) << 12 |
           (gunichar)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    return 4;
}

/* Writes the UTF-8 form of @c (a Unicode scalar value) and returns its 1..4 bytes. */
static inline guint
hn_utf8_put(guint8 *ret, gunichar c)
{
    if (c < 0x80) {
        ret[0] = (guint8)c;
        return 1;
    }
    if (c < 0x800) {
        ret[0] = (guint8)(0xC0 | c >> 6);
        ret[1] = (guint8)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        ret[0] = (guint8)(0xE0 | c >> 12);
        ret[1] = (guint8)(0x80 | (c >> 6 & 0x3F));
        ret[2] = (guint8)(0x80 | (c & 0x3F));
        return 3;
    }
    ret[0] = (guint8)(0xF0 | c >> 18);
    ret[1] = (guint8)(0x80 | (c >> 12 & 0x3F));
    ret[2] = (guint8)(0x80 | (c >> 6 & 0x3F));
    ret[3] = (guint8)(0x80 | (c & 0x3F));
    return 4;
}

/* All of these take valid text. */
gsize hn_utf8_length(HnSlice text);                        /* code points */
HnSlice hn_utf8_prefix(HnSlice text, gsize n_code_points); /* the whole text when it is shorter */
HnSlice hn_utf8_suffix(HnSlice text, gsize n_code_points); /* the whole text when it is shorter */
/* The longest prefix of at most @n_bytes that does not cut a code point. */
HnSlice hn_utf8_prefix_bytes(HnSlice text, gsize n_bytes);
/* The first @max code points into @ret; returns how many were written. */
gsize hn_utf8_decode(HnSlice text, guint32 *ret, gsize max);

void hn_put_code_point(GByteArray *out, gunichar c); /* appends */
