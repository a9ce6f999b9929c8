#include "connect/cell_value.h"

#include <math.h>

#include "connect/json_text.h"
#include "text/utf8.h"

void
hn_cell_value_hex(HnCellRows *rows, guint column, HnSlice bytes)
{
    static const char digits[] = "0123456789abcdef";
    guint8 *room = hn_cell_rows_room(rows, 2 * bytes.n_bytes + 1);
    for (gsize i = 0; i < bytes.n_bytes; i++) {
        room[2 * i] = (guint8)digits[bytes.bytes[i] >> 4];
        room[2 * i + 1] = (guint8)digits[bytes.bytes[i] & 0xf];
    }
    hn_cell_rows_written(rows, column, hn_slice(room, 2 * bytes.n_bytes));
}

void
hn_cell_value_utf8(HnCellRows *rows, guint column, HnSlice text)
{
    if (!hn_utf8_valid(text)) {
        hn_cell_rows_fault(rows, column, "encoding", text);
        return;
    }
    guint8 *room = hn_cell_rows_room(rows, text.n_bytes + 1);
    if (text.n_bytes > 0)
        memcpy(room, text.bytes, text.n_bytes);
    hn_cell_rows_written(rows, column, hn_slice(room, text.n_bytes));
}

#define FLOAT_BYTES 32
#define FLOAT_DIGITS_MAX 9    /* always read back as the same number */
#define FLOAT_FIXED_PLACES 15 /* of a number without a power of ten, before or behind the point */

/* "d.dddde-05": its digits without the zeros at their end into @ret. Returns how many, and how many
 * places stand before the point. */
static guint
take_digits(const char *text, char ret[FLOAT_DIGITS_MAX + 1], int *ret_places)
{
    guint n = 0;
    for (; *text != 'e'; text++)
        if (*text != '.')
            ret[n++] = *text;
    while (n > 1 && ret[n - 1] == '0')
        n--;
    ret[n] = '\0';
    *ret_places = atoi(text + 1) + 1;
    return n;
}

static int
write_float(char *room, gfloat value)
{
    static const char *const formats[] = { "%.5e", "%.6e", "%.7e", "%.8e" };
    char text[FLOAT_BYTES], digits[FLOAT_DIGITS_MAX + 1];
    int places = 0;
    guint i = 0;
    const char *sign = signbit(value) ? "-" : "";
    if (!isfinite(value))
        return g_snprintf(room, FLOAT_BYTES, "%s",
                          isnan(value)   ? "NaN"
                          : *sign == '-' ? "-Infinity"
                                         : "Infinity");
    const gdouble size = (gdouble)fabsf(value);
    while (g_ascii_formatd(text, sizeof text, formats[i], size) != NULL &&
           i + 1 < G_N_ELEMENTS(formats) &&
           fabs((gdouble)(gfloat)g_ascii_strtod(text, NULL) - size) > 0)
        i++;
    const int n = (int)take_digits(text, digits, &places);
    if (places > FLOAT_FIXED_PLACES || places <= -FLOAT_FIXED_PLACES)
        return g_snprintf(room, FLOAT_BYTES, "%s%c%s%se%d", sign, digits[0], n > 1 ? "." : "",
                          digits + 1, places - 1);
    if (places <= 0)
        return g_snprintf(room, FLOAT_BYTES, "%s0.%.*s%s", sign, -places, "00000000000000", digits);
    if (n > places)
        return g_snprintf(room, FLOAT_BYTES, "%s%.*s.%s", sign, places, digits, digits + places);
    return g_snprintf(room, FLOAT_BYTES, "%s%s%.*s", sign, digits, places - n, "00000000000000");
}

void
hn_cell_value_float(HnCellRows *rows, guint column, gfloat value)
{
    guint8 *room = hn_cell_rows_room(rows, FLOAT_BYTES);
    hn_cell_rows_written(rows, column, hn_slice(room, (gsize)write_float((char *)room, value)));
}

/* The unit at @p; units of a driver's buffer need not lie even. */
static gunichar
unit_at(const guint8 *p)
{
    guint16 unit;
    memcpy(&unit, p, sizeof unit);
    return unit;
}

/* The code point at @p, at least a unit before @end; the place behind it, or NULL. */
static const guint8 *
next_utf16(const guint8 *p, const guint8 *end, gunichar *ret)
{
    *ret = unit_at(p);
    if (*ret < 0xD800 || *ret >= 0xE000)
        return p + 2;
    const gunichar low = end - p >= 4 ? unit_at(p + 2) : 0;
    if (*ret >= 0xDC00 || low < 0xDC00 || low >= 0xE000)
        return NULL;
    *ret = 0x10000 + ((*ret - 0xD800) << 10) + (low - 0xDC00);
    return p + 4;
}

void
hn_cell_value_utf16(HnCellRows *rows, guint column, HnSlice units)
{
    const guint8 *p = units.bytes;
    const guint8 *end = p + units.n_bytes / 2 * 2;
    guint8 *room = hn_cell_rows_room(rows, units.n_bytes / 2 * 3 + 1); /* a unit has 3 at most */
    guint8 *out = room;
    while (p != NULL && p < end) {
        gunichar point;
        p = next_utf16(p, end, &point);
        if (p != NULL)
            out += hn_utf8_put(out, point);
    }
    if (units.n_bytes % 2 != 0 || (p == NULL && units.n_bytes > 0))
        hn_cell_rows_fault(rows, column, "encoding", units);
    else
        hn_cell_rows_written(rows, column, hn_slice(room, (gsize)(out - room)));
}

static gboolean
is_json(HnSlice text)
{
    if (!hn_utf8_valid(text))
        return FALSE;
    HnJsonText json = hn_json_text(text);
    HnSlice ignored;
    return hn_json_text_value(&json, 0, &ignored) && hn_json_text_done(&json);
}

void
hn_cell_value_json(HnCellRows *rows, guint column, HnSlice text)
{
    if (!is_json(text)) {
        hn_cell_value_utf8(rows, column, text);
        return;
    }
    HnJsonText json = hn_json_text(text);
    const guint8 first = hn_json_text_peek(&json);
    if (first == 'n')
        return;
    if (first == '"') {
        HnJsonString string;
        hn_json_text_string(&json, &string);
        guint8 *room = hn_cell_rows_room(rows, string.inner.n_bytes + 1);
        hn_cell_rows_written(rows, column, hn_slice(room, hn_json_string_decode(string, room)));
        return;
    }
    g_autoptr(GByteArray) compact = g_byte_array_new();
    hn_json_compact(text, compact);
    guint8 *room = hn_cell_rows_room(rows, compact->len); /* a cell lives until its row has ended */
    memcpy(room, compact->data, compact->len);
    hn_cell_rows_json(rows, column, hn_slice(room, compact->len));
}
