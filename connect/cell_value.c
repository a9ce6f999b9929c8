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
