#include "connect/cell_value.h"

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
