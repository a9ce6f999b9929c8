#include "text/date_dress.h"

#define DATE_BYTES_MIN 6 /* "1/1/70" */
#define TIME_BYTES_MIN 4 /* " 1:0" */

static inline gboolean
is_digit(guint8 byte)
{
    return (guint8)(byte - '0') < 10;
}

static HnSlice
without_space(HnSlice raw)
{
    while (raw.n_bytes > 0 && g_ascii_isspace((char)raw.bytes[0]))
        raw = hn_slice(raw.bytes + 1, raw.n_bytes - 1);
    while (raw.n_bytes > 0 && g_ascii_isspace((char)raw.bytes[raw.n_bytes - 1]))
        raw.n_bytes--;
    return raw;
}

HnSlice
hn_date_undressed(HnSlice raw)
{
    raw = without_space(raw);
    while (raw.n_bytes >= 2 && raw.bytes[0] == '\'') {
        raw.n_bytes -= raw.bytes[raw.n_bytes - 1] == '\'' ? 1 : 0;
        raw = without_space(hn_slice(raw.bytes + 1, raw.n_bytes - 1));
    }
    return raw;
}

gboolean
hn_date_time_follows(HnSlice rest)
{
    gsize at = 1, n_hours = 0;
    if (rest.n_bytes == 0)
        return TRUE;
    if (rest.bytes[0] != ' ' && (rest.bytes[0] | 0x20) != 't')
        return FALSE;
    while (rest.bytes[0] == ' ' && at < rest.n_bytes && rest.bytes[at] == ' ')
        at++;
    for (; at < rest.n_bytes && n_hours < 2 && is_digit(rest.bytes[at]); at++)
        n_hours++;
    if (n_hours == 0 || at == rest.n_bytes)
        return FALSE;
    /* 12:30, and 12h30 or 12g30 as it is spoken in Viet Nam */
    const guint8 sign = rest.bytes[at] | 0x20;
    return rest.bytes[at] == ':' || sign == 'h' || sign == 'g';
}

/* Two digits below @end. */
static gboolean
take_pair(HnSlice *rest, guint end)
{
    if (rest->n_bytes < 2 || !is_digit(rest->bytes[0]) || !is_digit(rest->bytes[1]))
        return FALSE;
    const guint number = 10u * (rest->bytes[0] - (guint)'0') + rest->bytes[1] - (guint)'0';
    *rest = hn_slice(rest->bytes + 2, rest->n_bytes - 2);
    return number < end;
}

gboolean
hn_date_clock_follows(HnSlice rest)
{
    if (!take_pair(&rest, 24) || !take_pair(&rest, 60))
        return FALSE;
    if (rest.n_bytes >= 2 && is_digit(rest.bytes[0]) && !take_pair(&rest, 60))
        return FALSE;
    if (rest.n_bytes > 1 && rest.bytes[0] == '.')
        do
            rest = hn_slice(rest.bytes + 1, rest.n_bytes - 1);
        while (rest.n_bytes > 0 && is_digit(rest.bytes[0]));
    if (rest.n_bytes == 5 && (rest.bytes[0] == '+' || rest.bytes[0] == '-')) {
        rest = hn_slice(rest.bytes + 1, 4);
        return take_pair(&rest, 24) && take_pair(&rest, 60);
    }
    return rest.n_bytes == 0;
}

HnSlice
hn_date_without_time(HnSlice text)
{
    for (gsize i = DATE_BYTES_MIN; i + TIME_BYTES_MIN <= text.n_bytes; i++) {
        /* of several spaces the first, or a text of nothing else would be read over and over */
        const gboolean may_split =
            (text.bytes[i] == ' ' && text.bytes[i - 1] != ' ') || (text.bytes[i] | 0x20) == 't';
        if (may_split && hn_date_time_follows(hn_slice(text.bytes + i, text.n_bytes - i)))
            return hn_slice(text.bytes, i);
    }
    return text;
}
