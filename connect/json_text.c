/* Left out: a tape or tree of the text (simdjson, yyjson). A row's fields are taken in one walk and
 * nested values are handed on as text, so nothing would ever read it. */
#include "connect/json_text.h"

#include "base/json_writer.h"
#include "text/utf8.h"

HnJsonText
hn_json_text(HnSlice text)
{
    return (HnJsonText){ .start = text.bytes,
                         .next = text.bytes,
                         .end = text.n_bytes > 0 ? text.bytes + text.n_bytes : text.bytes };
}

static gboolean
fail(HnJsonText *json, const char *problem)
{
    if (json->problem == NULL)
        json->problem = problem;
    return FALSE;
}

guint8
hn_json_text_peek(HnJsonText *json)
{
    while (json->next < json->end && (*json->next == ' ' || *json->next == '\t' ||
                                      *json->next == '\n' || *json->next == '\r'))
        json->next++;
    return json->next < json->end ? *json->next : 0;
}

gboolean
hn_json_text_take(HnJsonText *json, guint8 byte)
{
    if (hn_json_text_peek(json) != byte)
        return fail(json, json->next == json->end ? "json_cut" : "json_syntax");
    json->next++;
    return TRUE;
}

gboolean
hn_json_text_done(HnJsonText *json)
{
    hn_json_text_peek(json);
    return json->next == json->end || fail(json, "json_text_after_value");
}

static gint
hex_digits(const guint8 *bytes)
{
    gint value = 0;
    for (guint i = 0; i < 4; i++) {
        const gint digit = g_ascii_xdigit_value((gchar)bytes[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static gboolean
is_surrogate(gint unit)
{
    return unit >= 0xd800 && unit <= 0xdfff;
}

/* At \u: one code point in one or two units. */
static gboolean
skip_unicode_escape(HnJsonText *json)
{
    if (json->end - json->next < 6 || hex_digits(json->next + 2) < 0)
        return fail(json, "json_bad_escape");
    const gint first = hex_digits(json->next + 2);
    if (!is_surrogate(first)) {
        json->next += 6;
        return TRUE;
    }
    if (first >= 0xdc00 || json->end - json->next < 12 || json->next[6] != '\\' ||
        json->next[7] != 'u')
        return fail(json, "json_lone_surrogate");
    const gint second = hex_digits(json->next + 8);
    if (second < 0xdc00 || second > 0xdfff)
        return fail(json, "json_lone_surrogate");
    json->next += 12;
    return TRUE;
}

static gboolean
skip_escape(HnJsonText *json)
{
    if (json->end - json->next < 2)
        return fail(json, "json_cut");
    if (json->next[1] == 'u')
        return skip_unicode_escape(json);
    if (json->next[1] == 0 || strchr("\"\\/bfnrt", json->next[1]) == NULL)
        return fail(json, "json_bad_escape");
    json->next += 2;
    return TRUE;
}

/* The next byte of a string that has a meaning: quote, backslash, control character; or the end. */
static const guint8 *
skip_plain(const guint8 *next, const guint8 *end)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    const guint64 tops = ones << 7;
    while (end - next >= 8) {
        guint64 word;
        memcpy(&word, next, 8);
        const guint64 quotes = word ^ (ones * '"');
        const guint64 slashes = word ^ (ones * '\\');
        const guint64 found = ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes) |
                              ((word - ones * 0x20) & ~word);
        if ((found & tops) != 0)
            break;
        next += 8;
    }
    while (next < end && *next != '"' && *next != '\\' && *next >= 0x20)
        next++;
    return next;
}

gboolean
hn_json_text_string(HnJsonText *json, HnJsonString *ret_string)
{
    if (!hn_json_text_take(json, '"'))
        return FALSE;
    const guint8 *start = json->next;
    gboolean escaped = FALSE;
    for (;;) {
        json->next = skip_plain(json->next, json->end);
        if (json->next == json->end)
            return fail(json, "json_cut");
        if (*json->next == '"')
            break;
        if (*json->next != '\\')
            return fail(json, "json_control_character");
        escaped = TRUE;
        if (!skip_escape(json))
            return FALSE;
    }
    *ret_string = (HnJsonString){ hn_slice(start, (gsize)(json->next - start)), escaped };
    json->next++;
    return TRUE;
}

/* At least one digit. */
static gboolean
skip_digits(HnJsonText *json)
{
    const guint8 *start = json->next;
    while (json->next < json->end && g_ascii_isdigit(*json->next))
        json->next++;
    return json->next > start || fail(json, "json_bad_number");
}

static gboolean
at_byte(const HnJsonText *json, guint8 byte)
{
    return json->next < json->end && *json->next == byte;
}

static gboolean
skip_number(HnJsonText *json)
{
    json->next += at_byte(json, '-');
    if (at_byte(json, '0'))
        json->next++;
    else if (!skip_digits(json))
        return FALSE;
    if (at_byte(json, '.')) {
        json->next++;
        if (!skip_digits(json))
            return FALSE;
    }
    if (at_byte(json, 'e') || at_byte(json, 'E')) {
        json->next++;
        json->next += at_byte(json, '-') || at_byte(json, '+');
        return skip_digits(json);
    }
    return TRUE;
}

static gboolean
skip_word(HnJsonText *json, const char *word)
{
    const gsize n_bytes = strlen(word);
    if ((gsize)(json->end - json->next) < n_bytes || memcmp(json->next, word, n_bytes) != 0)
        return fail(json, "json_syntax");
    json->next += n_bytes;
    return TRUE;
}

/* A value that holds no other. */
static gboolean
skip_scalar(HnJsonText *json)
{
    HnJsonString string;
    switch (hn_json_text_peek(json)) {
    case '"':
        return hn_json_text_string(json, &string);
    case 't':
        return skip_word(json, "true");
    case 'f':
        return skip_word(json, "false");
    case 'n':
        return skip_word(json, "null");
    case 0:
        return fail(json, json->next == json->end ? "json_cut" : "json_syntax");
    default:
        if (*json->next == '-' || g_ascii_isdigit(*json->next))
            return skip_number(json);
        return fail(json, "json_syntax");
    }
}

/* The levels that are open inside one value: bit d tells an object (1) from an array. */
typedef struct {
    guint64 objects;
    guint depth, depth_max;
} Levels;

static gboolean
in_object(const Levels *levels)
{
    return (levels->objects >> (levels->depth - 1) & 1) != 0;
}

static gboolean
skip_key(HnJsonText *json)
{
    HnJsonString key;
    return hn_json_text_string(json, &key) && hn_json_text_take(json, ':');
}

/* At a bracket: opens a level. *ret_empty: it was closed at once. */
static gboolean
open_level(HnJsonText *json, Levels *levels, gboolean *ret_empty)
{
    const gboolean is_object = *json->next == '{';
    if (levels->depth == levels->depth_max)
        return fail(json, "json_too_deep");
    json->next++;
    *ret_empty = hn_json_text_peek(json) == (is_object ? '}' : ']');
    if (*ret_empty) {
        json->next++;
        return TRUE;
    }
    levels->objects &= ~(G_GUINT64_CONSTANT(1) << levels->depth);
    levels->objects |= (guint64)is_object << levels->depth;
    levels->depth++;
    return !is_object || skip_key(json);
}

/* Behind a value: closes levels until a comma says that one goes on, or none is open. */
static gboolean
close_levels(HnJsonText *json, Levels *levels)
{
    while (levels->depth > 0) {
        const guint8 byte = hn_json_text_peek(json);
        if (byte == ',') {
            json->next++;
            return !in_object(levels) || skip_key(json);
        }
        if (!hn_json_text_take(json, in_object(levels) ? '}' : ']'))
            return FALSE;
        levels->depth--;
    }
    return TRUE;
}

gboolean
hn_json_text_value(HnJsonText *json, guint depth, HnSlice *ret_text)
{
    g_assert(depth <= HN_JSON_DEPTH_MAX);
    Levels levels = { .depth_max = HN_JSON_DEPTH_MAX - depth };
    hn_json_text_peek(json);
    const guint8 *start = json->next;
    do {
        const guint8 byte = hn_json_text_peek(json);
        gboolean closed = TRUE;
        if (byte == '{' || byte == '[') {
            if (!open_level(json, &levels, &closed))
                return FALSE;
        } else if (!skip_scalar(json)) {
            return FALSE;
        }
        if (closed && !close_levels(json, &levels))
            return FALSE;
    } while (levels.depth > 0);
    *ret_text = hn_slice(start, (gsize)(json->next - start));
    return TRUE;
}

static gsize
decode_unicode_escape(const guint8 **next, guint8 *ret)
{
    gunichar c = (gunichar)hex_digits(*next + 2);
    *next += 6;
    if (c >= 0xd800 && c <= 0xdbff) {
        c = 0x10000 + ((c - 0xd800) << 10) + ((gunichar)hex_digits(*next + 2) - 0xdc00);
        *next += 6;
    }
    return hn_utf8_put(ret, c);
}

gsize
hn_json_string_decode(HnJsonString string, guint8 *ret)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const guint8 *next = string.inner.bytes;
    const guint8 *end = next + string.inner.n_bytes;
    gsize n = 0;
    while (next < end) {
        const guint8 *plain_end = memchr(next, '\\', (gsize)(end - next));
        plain_end = plain_end == NULL ? end : plain_end;
        memcpy(ret + n, next, (gsize)(plain_end - next));
        n += (gsize)(plain_end - next);
        next = plain_end;
        if (next == end)
            break;
        if (next[1] == 'u') {
            n += decode_unicode_escape(&next, ret + n);
        } else {
            const char *letter = strchr(letters, next[1]);
            g_assert(letter != NULL); /* only valid strings come here */
            ret[n++] = (guint8)meanings[letter - letters];
            next += 2;
        }
    }
    return n;
}

static void
append_string(HnJsonString string, GByteArray *out)
{
    HnJsonWriter writer = hn_json_writer(out);
    if (!string.escaped) {
        hn_json_slice(&writer, string.inner);
        return;
    }
    g_autofree guint8 *decoded = g_malloc(string.inner.n_bytes);
    hn_json_slice(&writer, hn_slice(decoded, hn_json_string_decode(string, decoded)));
}

void
hn_json_compact(HnSlice value, GByteArray *out)
{
    HnJsonText json = hn_json_text(value);
    guint8 byte;
    while ((byte = hn_json_text_peek(&json)) != 0) {
        if (byte == '"') {
            HnJsonString string = { 0 };
            const gboolean is_valid = hn_json_text_string(&json, &string);
            g_assert(is_valid);
            append_string(string, out);
            continue;
        }
        const guint8 *start = json.next;
        while (json.next<json.end && * json.next> ' ' && *json.next != '"')
            json.next++;
        g_assert(json.next > start);
        g_byte_array_append(out, start, (guint)(json.next - start));
    }
}
