/* Text that needs no escape is found 8 bytes at a time (SIMD within a register, after Mycroft 1987
 * and Warren, Hacker's Delight 6-1) and copied in runs. */
#include "base/json_writer.h"

#include <math.h>

#define DEPTH_MAX 63
#define NUMBER_CHARS_MAX 40 /* sign, 20 digits, point, comma before it: and some */

#define EVERY_BYTE(byte) (G_GUINT64_CONSTANT(0x0101010101010101) * (byte))
#define HIGH_BITS EVERY_BYTE(0x80)

HnJsonWriter
hn_json_writer(GByteArray *out)
{
    return (HnJsonWriter){ .out = out, .comma = 0, .depth = 0 };
}

static void
append(HnJsonWriter *json, const void *bytes, gsize n_bytes)
{
    g_assert(n_bytes <= G_MAXUINT - json->out->len);
    g_byte_array_append(json->out, bytes, (guint)n_bytes);
}

/* What comes before a value or key: a comma if one is due; afterwards one is due. */
static void
separate(HnJsonWriter *json)
{
    const guint64 bit = G_GUINT64_CONSTANT(1) << json->depth;
    if ((json->comma & bit) != 0)
        append(json, ",", 1);
    json->comma |= bit;
}

static void
open_level(HnJsonWriter *json, const char *bracket)
{
    separate(json);
    g_assert(json->depth < DEPTH_MAX);
    append(json, bracket, 1);
    json->depth++;
    json->comma &= ~(G_GUINT64_CONSTANT(1) << json->depth);
}

static void
close_level(HnJsonWriter *json, const char *bracket)
{
    g_assert(json->depth > 0);
    json->depth--;
    append(json, bracket, 1);
}

void
hn_json_object(HnJsonWriter *json)
{
    open_level(json, "{");
}

void
hn_json_end_object(HnJsonWriter *json)
{
    close_level(json, "}");
}

void
hn_json_array(HnJsonWriter *json)
{
    open_level(json, "[");
}

void
hn_json_end_array(HnJsonWriter *json)
{
    close_level(json, "]");
}

static inline guint64
word_at(const guint8 *bytes)
{
    guint64 word;
    memcpy(&word, bytes, sizeof word);
    return GUINT64_FROM_LE(word);
}

/* How many bytes at the start of 8 are ASCII from 0x20 on, without quote and backslash. Each term
 * sets the high bit of a byte in question. A borrow may flag bytes above a truly flagged one as
 * well, never below it, so the lowest flag is right. */
static inline guint
n_plain_of_8(guint64 word)
{
    const guint64 quotes = word ^ EVERY_BYTE('"');
    const guint64 backslashes = word ^ EVERY_BYTE('\\');
    const guint64 suspects = (word | (word - EVERY_BYTE(0x20)) | (quotes - EVERY_BYTE(1)) |
                              (backslashes - EVERY_BYTE(1))) &
                             HIGH_BITS;
    return suspects == 0 ? 8 : (guint)__builtin_ctzll(suspects) / 8;
}

/* Length of the well-formed UTF-8 sequence of two or more bytes at the start of @bytes, else 0
 * (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing beyond U+10FFFF). */
static gsize
utf8_length(const guint8 *bytes, gsize n_bytes)
{
    const guint8 first = bytes[0];
    const gsize length = first < 0xc2   ? 0
                         : first < 0xe0 ? 2
                         : first < 0xf0 ? 3
                         : first < 0xf5 ? 4
                                        : 0;
    if (length == 0 || length > n_bytes)
        return 0;
    const guint8 low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const guint8 high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < low || bytes[1] > high)
        return 0;
    for (gsize i = 2; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

/* Length of the character at the start of @text if it can be copied as it stands, else 0. */
static gsize
plain_character(HnSlice text)
{
    const guint8 byte = text.bytes[0];
    if (byte < 0x80)
        return byte >= 0x20 && byte != '"' && byte != '\\';
    const gsize length = utf8_length(text.bytes, text.n_bytes);
    const gboolean line_separator =
        byte == 0xe2 && length == 3 && text.bytes[1] == 0x80 && (text.bytes[2] & 0xfe) == 0xa8;
    return line_separator ? 0 : length;
}

/* Length of the letter at the start of 4 bytes if it is one of Latin, Greek, Cyrillic or, with lead
 * byte 0xe1, Vietnamese with two marks: nearly all letters that are not ASCII; else 0. */
static inline gsize
common_letter(const guint8 *bytes)
{
    const gboolean is_next = (bytes[1] & 0xc0) == 0x80;
    if (bytes[0] >= 0xc2 && bytes[0] < 0xe0 && is_next)
        return 2;
    return bytes[0] == 0xe1 && is_next && (bytes[2] & 0xc0) == 0x80 ? 3 : 0;
}

/* Copies the longest start of @text that needs no escape to @out, which has room for all of @text.
 * The last 7 bytes are taken as a word that begins before them: what stands there is copied
 * already. */
static gsize
copy_plain(guint8 *out, HnSlice text)
{
    const gsize n = text.n_bytes;
    gsize i = 0;
    while (i < n) {
        if (n >= 8) {
            const gsize at = MIN(i, n - 8);
            const guint64 word = word_at(text.bytes + at) >> (8 * (i - at));
            memcpy(out + at, text.bytes + at, 8);
            i += n_plain_of_8(word); /* of zeros that the shift brought in, none */
            if (i == at + 8)
                continue;
        }
        const gsize length = i + 4 <= n ? common_letter(text.bytes + i) : 0;
        if (length != 0) {
            memcpy(out + i, text.bytes + i, 4);
            i += length;
            continue;
        }
        const gsize n_bytes = plain_character(hn_slice(text.bytes + i, n - i));
        if (n_bytes == 0)
            break;
        for (const gsize end = i + n_bytes; i < end; i++)
            out[i] = text.bytes[i];
    }
    return i;
}

static inline guint8 *
put(guint8 *out, const char *bytes, gsize n_bytes)
{
    memcpy(out, bytes, n_bytes);
    return out + n_bytes;
}

/* Writes the one character at the start of *text that cannot be copied, at most 6 bytes; takes it
 * off *text. */
static guint8 *
escape_one(guint8 *out, HnSlice *text)
{
    static const char hex[] = "0123456789abcdef";
    static const char shorts[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    const guint8 byte = text->bytes[0];
    const gsize length = byte < 0x80 ? 1 : utf8_length(text->bytes, text->n_bytes);
    const gboolean is_first_separator = length == 3 && text->bytes[2] == 0xa8;
    *text = hn_slice(text->bytes + MAX(length, 1), text->n_bytes - MAX(length, 1));
    if (length == 0)
        return put(out, "\\ufffd", 6);
    if (length == 3)
        return put(out, is_first_separator ? "\\u2028" : "\\u2029", 6);
    for (gsize i = 0; shorts[i] != '\0'; i += 2) {
        if (byte == (guint8)shorts[i])
            return put(out, (const char[]){ '\\', shorts[i + 1] }, 2);
    }
    return put(out, (const char[]){ '\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15] }, 6);
}

guint8 *
hn_json_quote(guint8 *out, HnSlice text)
{
    *out++ = '"';
    while (text.n_bytes > 0) {
        const gsize n = copy_plain(out, text);
        out += n;
        text = hn_slice(text.bytes + n, text.n_bytes - n);
        if (text.n_bytes > 0)
            out = escape_one(out, &text);
    }
    *out++ = '"';
    return out;
}

/* Comma, quotes and text in one piece where nothing needs an escape. @colon: the text is a key. */
static void
append_quoted(HnJsonWriter *json, HnSlice text, gboolean colon)
{
    const guint64 bit = G_GUINT64_CONSTANT(1) << json->depth;
    guint8 *out = hn_put_room(json->out, text.n_bytes + 4);
    if ((json->comma & bit) != 0)
        *out++ = ',';
    *out++ = '"';
    const gsize n = copy_plain(out, text);
    out += n;
    if (n < text.n_bytes) { /* once more, with room for the worst */
        const HnSlice rest = hn_slice(text.bytes + n, text.n_bytes - n);
        json->out->len =
            (guint)(out - 1 - json->out->data); /* its quote overwrites the last byte */
        const guint8 last = out[-1];
        guint8 *again = hn_put_room(json->out, HN_JSON_QUOTED_MAX(rest.n_bytes) + 2);
        out = hn_json_quote(again, rest) - 1;
        again[0] = last;
    }
    *out++ = '"';
    if (colon)
        *out++ = ':';
    json->out->len = (guint)(out - json->out->data);
    json->comma = colon ? json->comma & ~bit : json->comma | bit;
}

void
hn_json_key(HnJsonWriter *json, const char *key)
{
    append_quoted(json, hn_slice_of(key), TRUE);
}

void
hn_json_slice(HnJsonWriter *json, HnSlice text)
{
    append_quoted(json, text, FALSE);
}

void
hn_json_string(HnJsonWriter *json, const char *text)
{
    if (text == NULL)
        hn_json_null(json);
    else
        hn_json_slice(json, hn_slice_of(text));
}

/* Comma and text of a number; @start has a writable byte before it. */
static void
append_value(HnJsonWriter *json, char *start, const char *end)
{
    const guint64 bit = G_GUINT64_CONSTANT(1) << json->depth;
    if ((json->comma & bit) != 0)
        *--start = ',';
    json->comma |= bit;
    append(json, start, (gsize)(end - start));
}

/* Writes @value's digits so that they end before @end; returns their start. */
static char *
digits_before(char *end, guint64 value)
{
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return end;
}

guint8 *
hn_json_digits(guint8 *out, guint64 value)
{
    char text[NUMBER_CHARS_MAX];
    const char *start = digits_before(text + sizeof text, value);
    return put(out, start, (gsize)(text + sizeof text - start));
}

guint8 *
hn_json_decimals(guint8 *out, guint64 value, guint n_digits)
{
    for (guint i = n_digits; i-- > 0; value /= 10)
        out[i] = (guint8)('0' + value % 10);
    return out + n_digits;
}

void
hn_json_uint(HnJsonWriter *json, guint64 value)
{
    char text[NUMBER_CHARS_MAX];
    char *const end = text + sizeof text;
    append_value(json, digits_before(end, value), end);
}

void
hn_json_int(HnJsonWriter *json, gint64 value)
{
    hn_json_fixed(json, value, 0);
}

void
hn_json_fixed(HnJsonWriter *json, gint64 value, guint n_decimals)
{
    g_assert(n_decimals <= 18);
    char text[NUMBER_CHARS_MAX];
    char *const end = text + sizeof text;
    char *start = end;
    guint64 rest = value < 0 ? 0 - (guint64)value : (guint64)value;
    if (n_decimals > 0) {
        for (guint i = 0; i < n_decimals; i++) {
            *--start = (char)('0' + rest % 10);
            rest /= 10;
        }
        *--start = '.';
    }
    start = digits_before(start, rest);
    if (value < 0)
        *--start = '-';
    append_value(json, start, end);
}

void
hn_json_double(HnJsonWriter *json, double value)
{
    g_assert(isfinite(value));
    /* Any decimal of at most 15 digits survives the way through a normal double, so "%.15g" is the
     * shortest text if it reads back; a subnormal keeps fewer digits and may have a shorter one. */
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    char format[] = "%.15g";
    for (guint n_digits = fabs(value) < G_MINDOUBLE ? 1 : 15; n_digits <= 17; n_digits++) {
        format[2] = (char)('0' + n_digits / 10);
        format[3] = (char)('0' + n_digits % 10);
        g_ascii_formatd(text, sizeof text, format, value);
        if (!(g_ascii_strtod(text, NULL) < value) && !(g_ascii_strtod(text, NULL) > value))
            break;
    }
    separate(json);
    append(json, text, strlen(text));
}

void
hn_json_bool(HnJsonWriter *json, gboolean value)
{
    hn_json_raw(json, hn_slice_of(value ? "true" : "false"));
}

void
hn_json_null(HnJsonWriter *json)
{
    hn_json_raw(json, hn_slice_of("null"));
}

void
hn_json_raw(HnJsonWriter *json, HnSlice text)
{
    separate(json);
    append(json, text.bytes, text.n_bytes);
}

void
hn_json_newline(HnJsonWriter *json)
{
    g_assert(json->depth == 0);
    append(json, "\n", 1);
    json->comma = 0;
}
