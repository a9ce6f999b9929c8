#include "datasets/registers/raw_text.h"

#include "datasets/decimal.h"

void
hn_raw_text_clear(HnRawText *text)
{
    text->n_bytes = 0;
    text->text[0] = '\0';
}

void
hn_raw_text_append(HnRawText *text, HnSlice value)
{
    gsize n_bytes = MIN(value.n_bytes, HN_RAW_TEXT_BYTES - 1 - text->n_bytes);
    while (n_bytes > 0 && n_bytes < value.n_bytes && (value.bytes[n_bytes] & 0xc0) == 0x80)
        n_bytes--; /* not inside a letter */
    if (n_bytes > 0)
        memcpy(text->text + text->n_bytes, value.bytes, n_bytes);
    text->n_bytes += n_bytes;
    text->text[text->n_bytes] = '\0';
}

void
hn_raw_text_set(HnRawText *text, HnSlice value)
{
    hn_raw_text_clear(text);
    hn_raw_text_append(text, value);
}

void
hn_raw_text_add(HnRawText *text, const char *value)
{
    hn_raw_text_append(text, hn_slice_of(value));
}

void
hn_raw_text_add_number(HnRawText *text, guint64 value, guint n_digits)
{
    const HnDecimal decimal = hn_decimal(value, n_digits);
    hn_raw_text_append(text, hn_decimal_slice(&decimal));
}

guint
hn_raw_text_chars(const HnRawText *text, gunichar *ret_chars)
{
    guint n_chars = 0;
    for (const char *at = text->text; *at != '\0'; at += g_utf8_skip[(guchar)*at])
        ret_chars[n_chars++] = (guchar)*at < 0x80 ? (gunichar)*at : g_utf8_get_char(at);
    return n_chars;
}

void
hn_raw_text_set_chars(HnRawText *text, const gunichar *chars, guint n_chars)
{
    gsize n_bytes = 0;
    for (guint i = 0; i < n_chars && n_bytes + 6 < HN_RAW_TEXT_BYTES; i++) {
        if (chars[i] < 0x80)
            text->text[n_bytes++] = (char)chars[i];
        else
            n_bytes += (gsize)g_unichar_to_utf8(chars[i], text->text + n_bytes);
    }
    text->n_bytes = n_bytes;
    text->text[n_bytes] = '\0';
}
