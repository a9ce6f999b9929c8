#include "standardise/escaped_letters.h"

#include <string.h>

#include "base/codec.h"
#include "text/utf8.h"

#define NAME_BYTES_MAX 8u
#define DIGITS_MAX 7u

/* Names of HTML from A0 on: letters, and the signs that bytes of an old encoding are shown as. */
static const char *const LATIN_1[96] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

static const struct {
    const char *name;
    guint16 c;
} OTHERS[] = {
    { "amp", '&' },       { "apos", '\'' },     { "gt", '>' },        { "lt", '<' },
    { "quot", '"' },      { "Abreve", 0x102 },  { "abreve", 0x103 },  { "Dstrok", 0x110 },
    { "dstrok", 0x111 },  { "Itilde", 0x128 },  { "itilde", 0x129 },  { "OElig", 0x152 },
    { "oelig", 0x153 },   { "Scaron", 0x160 },  { "scaron", 0x161 },  { "Utilde", 0x168 },
    { "utilde", 0x169 },  { "Yuml", 0x178 },    { "Zcaron", 0x17D },  { "zcaron", 0x17E },
    { "fnof", 0x192 },    { "circ", 0x2C6 },    { "tilde", 0x2DC },   { "ndash", 0x2013 },
    { "mdash", 0x2014 },  { "lsquo", 0x2018 },  { "rsquo", 0x2019 },  { "sbquo", 0x201A },
    { "ldquo", 0x201C },  { "rdquo", 0x201D },  { "bdquo", 0x201E },  { "dagger", 0x2020 },
    { "Dagger", 0x2021 }, { "bull", 0x2022 },   { "hellip", 0x2026 }, { "permil", 0x2030 },
    { "lsaquo", 0x2039 }, { "rsaquo", 0x203A }, { "euro", 0x20AC },   { "trade", 0x2122 }
};

/* Numbers 128 to 159 are bytes of windows-1252. */
static const guint16 SHOWN_1252[32] = {
    0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0,      0x17D,  0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178,
};

/* What an escape becomes; 0: what no text has. */
static gunichar
as_text(gunichar c)
{
    if (c >= 0x80 && c < 0xA0)
        return SHOWN_1252[c - 0x80];
    if (c == '\t' || c == '\n' || c == '\r')
        return ' ';
    const gboolean is_none = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c < 0xFDF0);
    return c < ' ' || c == 0x7F || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || is_none ? 0 : c;
}

static void
put(GByteArray *out, gunichar c)
{
    char utf8[6];
    hn_put_bytes(out, utf8, (gsize)g_unichar_to_utf8(c, utf8));
}

/* Digits from @p on; how many, 0 where there are more than a number may have. */
static guint
read_number(const guint8 *p, const guint8 *end, gboolean is_hex, gunichar *ret)
{
    guint n = 0;
    *ret = 0;
    for (; p + n < end; n++) {
        const gint digit =
            is_hex ? g_ascii_xdigit_value((char)p[n]) : g_ascii_digit_value((char)p[n]);
        if (digit < 0)
            return n;
        if (n == DIGITS_MAX)
            return 0;
        *ret = *ret * (is_hex ? 16 : 10) + (gunichar)digit;
    }
    return n;
}

static gunichar
named(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(LATIN_1); i++)
        if (LATIN_1[i] != NULL && strcmp(LATIN_1[i], name) == 0)
            return 0xA0 + i;
    for (guint i = 0; i < G_N_ELEMENTS(OTHERS); i++)
        if (strcmp(OTHERS[i].name, name) == 0)
            return OTHERS[i].c;
    return 0;
}

/* &ECIRC; was put into capitals with the rest: the capital letter is meant, or the sign. */
static gunichar
named_in_capitals(char *name)
{
    for (char *p = name; *p != '\0'; p++)
        if (!g_ascii_isupper(*p))
            return 0;
    for (char *p = name + 1; *p != '\0'; p++)
        *p = g_ascii_tolower(*p);
    const gunichar c = named(name);
    name[0] = g_ascii_tolower(name[0]);
    return c != 0 ? c : named(name);
}

/* Behind '&', whatever stands at @start; how many bytes the reference has with it, 0: none. */
static gsize
read_one_reference(const guint8 *start, const guint8 *end, gunichar *ret)
{
    const guint8 *p = start + 1;
    if (p < end && *p == '#') {
        const gboolean is_hex = p + 1 < end && (p[1] | 0x20) == 'x';
        p += is_hex ? 2 : 1;
        const guint n = read_number(p, end, is_hex, ret);
        p += n;
        const gboolean is_closed = p < end && *p == ';';
        *ret = n == 0 || (is_hex && !is_closed) ? 0 : as_text(*ret);
        return *ret == 0 ? 0 : (gsize)(p - start) + (is_closed ? 1 : 0);
    }
    char name[NAME_BYTES_MAX + 1] = "";
    guint n = 0;
    while (p + n < end && n < NAME_BYTES_MAX && g_ascii_isalnum((char)p[n])) {
        name[n] = (char)p[n];
        n++;
    }
    if (n < 2 || p + n == end || p[n] != ';')
        return 0;
    *ret = named(name);
    *ret = *ret == 0 ? named_in_capitals(name) : *ret;
    return *ret == 0 ? 0 : n + 2u;
}

/* The same, and what it is a reference to: of &amp;#7877; the letter. */
static gsize
read_reference(const guint8 *start, const guint8 *end, gunichar *ret)
{
    gsize n = read_one_reference(start, end, ret);
    for (gsize more = n; more > 0 && *ret == '&'; n += more - MIN(more, 1)) {
        gunichar c;
        more = read_one_reference(start + n - 1, end, &c);
        *ret = more > 0 ? c : *ret;
    }
    return n;
}

/* A line that goes on, of quoted-printable; how many bytes, 0: none. */
static gsize
read_break(const guint8 *p, const guint8 *end)
{
    const guint8 *next = p + 1;
    if (p == end || *p != '=')
        return 0;
    next += next < end && *next == '\r' ? 1 : 0;
    return next < end && *next == '\n' ? (gsize)(next - p) + 1 : 0;
}

/* @sign and two hexadecimal digits; the sign may be escaped itself, %2541 for %41. How many bytes,
 * 0: none. */
static gsize
read_byte(const guint8 *p, const guint8 *end, guint8 sign, guint8 *ret)
{
    const char *of_sign = sign == '%' ? "25" : "3D";
    gsize n = 1;
    if (p == end || *p != sign)
        return 0;
    while (end - p >= (gssize)n + 4 && g_ascii_strncasecmp((const char *)p + n, of_sign, 2) == 0 &&
           g_ascii_isxdigit((char)p[n + 2]) && g_ascii_isxdigit((char)p[n + 3]))
        n += 2;
    if (end - p < (gssize)n + 2)
        return 0;
    const gint high = g_ascii_xdigit_value((char)p[n]), low = g_ascii_xdigit_value((char)p[n + 1]);
    *ret = (guint8)((guint)MAX(high, 0) << 4 | (guint)MAX(low, 0));
    return high >= 0 && low >= 0 ? n + 2 : 0;
}

/* A letter of UTF-8 with each byte escaped; how many bytes it takes, 0: none. */
static gsize
read_bytes(const guint8 *start, const guint8 *end, gunichar *ret)
{
    guint8 bytes[4];
    const guint8 sign = *start, *p = start + read_byte(start, end, *start, &bytes[0]);
    if (p == start || bytes[0] < 0xC2 || bytes[0] > 0xF4)
        return 0;
    const guint n = bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    for (guint i = 1; i < n; i++) {
        p += read_break(p, end);
        const gsize n_byte = read_byte(p, end, sign, &bytes[i]);
        if (n_byte == 0)
            return 0;
        p += n_byte;
    }
    if (!hn_utf8_valid(hn_slice(bytes, n)))
        return 0;
    hn_utf8_next(bytes, bytes + n, ret);
    *ret = as_text(*ret);
    return *ret == 0 ? 0 : (gsize)(p - start);
}

static gboolean
writes_letters(HnSlice text, guint8 sign)
{
    gunichar c;
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end; p++)
        if (*p == sign && read_bytes(p, end, &c) > 0)
            return TRUE;
    return FALSE;
}

/* \uXXXX from @start on, with several signs where it was escaped again; its bytes, 0: none. */
static gsize
read_unit(const guint8 *start, const guint8 *end, gunichar *ret)
{
    const guint8 *p = start;
    *ret = 0;
    while (p < end && *p == '\\')
        p++;
    if (p == start || end - p < 5 || (*p | 0x20) != 'u')
        return 0;
    for (guint i = 1; i < 5; i++) {
        const gint digit = g_ascii_xdigit_value((char)p[i]);
        if (digit < 0)
            return 0;
        *ret = *ret << 4 | (gunichar)digit;
    }
    return (gsize)(p - start) + 5;
}

/* One unit, or two for what lies beyond 16 bits; how many bytes, 0: none. */
static gsize
read_units(const guint8 *p, const guint8 *end, gunichar *ret)
{
    gunichar first, next = 0;
    const gsize n = read_unit(p, end, &first);
    if (n == 0)
        return 0;
    const gsize n_next = first >= 0xD800 && first < 0xDC00 ? read_unit(p + n, end, &next) : 0;
    const gboolean is_pair = next >= 0xDC00 && next < 0xE000;
    if (first == '\\') /* of itself nothing is known to come of it */
        return 0;
    *ret = as_text(is_pair ? 0x10000 + ((first & 0x3FF) << 10 | (next & 0x3FF)) : first);
    return *ret == 0 ? 0 : is_pair ? n + n_next : n;
}

gboolean
hn_escaped_letters_show(HnSlice text)
{
    gunichar c;
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end; p++) {
        const gboolean shows = (*p == '&' && read_reference(p, end, &c) > 0) ||
                               ((*p == '=' || *p == '%') && read_bytes(p, end, &c) > 0) ||
                               (*p == '\\' && read_units(p, end, &c) > 0);
        if (shows)
            return TRUE;
    }
    return FALSE;
}

typedef struct {
    gboolean equals, percent; /* letters are written with the sign, so all that is is an escape */
} Signs;

/* The escape at @p; how many bytes it has, 0: none. *ret is 0 for one that stands for nothing. */
static gsize
read_escape(const guint8 *p, const guint8 *end, Signs signs, gunichar *ret)
{
    guint8 byte;
    gsize n = 0;
    switch (*p) {
    case '&':
        return read_reference(p, end, ret);
    case '\\':
        return read_units(p, end, ret);
    case '=':
    case '%':
        n = read_bytes(p, end, ret);
        if (n > 0 || !(*p == '=' ? signs.equals : signs.percent))
            return n;
        n = *p == '=' ? read_break(p, end) : 0;
        if (n > 0)
            return n;
        n = read_byte(p, end, *p, &byte);
        *ret = n > 0 && byte < 0x80 ? as_text(byte) : 0;
        return *ret == 0 ? 0 : n;
    default:
        return 0;
    }
}

guint
hn_escaped_letters_read(HnSlice text, GByteArray *out)
{
    const Signs signs = { writes_letters(text, '='), writes_letters(text, '%') };
    guint n_read = 0;
    g_byte_array_set_size(out, 0);
    for (const guint8 *p = text.bytes, *end = p + text.n_bytes; p < end;) {
        gunichar c = 0;
        const gsize n = read_escape(p, end, signs, &c);
        n_read += n > 0 ? 1 : 0;
        if (c != 0)
            put(out, c);
        else if (n == 0)
            hn_put_bytes(out, p, 1);
        p += MAX(n, 1);
    }
    return n_read;
}
