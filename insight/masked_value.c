#include "insight/masked_value.h"

#include "text/utf8.h"

#define DOT "\xe2\x80\xa2" /* U+2022 */

/* Where @value and @other differ, in bytes of @value: [*ret_first, *ret_end). */
static void
find_difference(HnSlice value, HnSlice other, gsize *ret_first, gsize *ret_end)
{
    const gsize n_least = MIN(value.n_bytes, other.n_bytes);
    gsize first = 0, n_tail = 0;
    while (first < n_least && value.bytes[first] == other.bytes[first])
        first++;
    while (first > 0 && first < value.n_bytes && (value.bytes[first] & 0xc0) == 0x80)
        first--; /* not inside a code point */
    while (first > 0 && first < other.n_bytes && (other.bytes[first] & 0xc0) == 0x80)
        first--;
    while (n_tail < n_least - first &&
           value.bytes[value.n_bytes - 1 - n_tail] == other.bytes[other.n_bytes - 1 - n_tail])
        n_tail++;
    while (n_tail > 0 && (value.bytes[value.n_bytes - n_tail] & 0xc0) == 0x80)
        n_tail--;
    *ret_first = first;
    *ret_end = value.n_bytes - n_tail;
}

static gboolean
is_hidden(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* The first letter of a word of names and texts, unless it is the whole word. */
static gboolean
may_show(HnAttributeType type, gunichar before, gunichar c, gunichar after)
{
    return (hn_attribute_type_is_name(type) || type == HN_TYPE_TEXT) && g_unichar_isalpha(c) &&
           !is_hidden(before) && is_hidden(after);
}

static gunichar
code_point_at(HnSlice text, gsize at)
{
    gunichar c = 0;
    if (at < text.n_bytes)
        hn_utf8_next(text.bytes + at, text.bytes + text.n_bytes, &c);
    return c;
}

static void
put(HnSlice value, HnSlice other, const HnAttributeType *mask, GString *out)
{
    gsize first = G_MAXSIZE, end = G_MAXSIZE;
    gunichar before = 0;
    if (value.n_bytes > 0 && other.n_bytes > 0 && !hn_slice_equal(value, other))
        find_difference(value, other, &first, &end);
    for (gsize at = 0; at <= value.n_bytes;) {
        if (at == first)
            g_string_append_c(out, '[');
        if (at == end)
            g_string_append_c(out, ']');
        if (at == value.n_bytes)
            break;
        gunichar c = 0;
        const guint n = hn_utf8_next(value.bytes + at, value.bytes + value.n_bytes, &c);
        const gunichar after = code_point_at(value, at + n);
        if (mask == NULL || !is_hidden(c) || may_show(*mask, before, c, after))
            g_string_append_len(out, (const char *)value.bytes + at, n);
        else
            g_string_append(out, DOT);
        before = c;
        at += n;
    }
}

void
hn_masked_value(HnAttributeType type, HnSlice value, HnSlice other, GString *out)
{
    if ((type == HN_TYPE_CATEGORY || type == HN_TYPE_SEX) && value.n_bytes > 0)
        g_string_append(out, DOT DOT DOT);
    else
        put(value, other, &type, out);
}

void
hn_unmasked_value(HnSlice value, HnSlice other, GString *out)
{
    put(value, other, NULL, out);
}
