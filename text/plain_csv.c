#include "text/plain_csv.h"

/* Reads the quoted cell that opens at @from; returns the offset behind its closing quote, 0 if
 * none. */
static gsize
unquote(guint8 *line, gsize n_bytes, gsize from, HnSlice *ret_cell)
{
    gsize write = from;
    for (gsize read = from + 1; read < n_bytes; read++) {
        if (line[read] != '"') {
            line[write++] = line[read];
        } else if (read + 1 < n_bytes && line[read + 1] == '"') {
            line[write++] = '"';
            read++;
        } else {
            *ret_cell = hn_slice(line + from, write - from);
            return read + 1;
        }
    }
    return 0;
}

gboolean
hn_plain_csv_split(guint8 *line, gsize n_bytes, HnSlice *ret_cells, guint n_cells_max,
                   guint *ret_n_cells)
{
    guint n_cells = 0;
    gsize from = 0;
    for (;;) {
        if (n_cells == n_cells_max)
            return FALSE;
        gsize end = from;
        if (from < n_bytes && line[from] == '"') {
            end = unquote(line, n_bytes, from, &ret_cells[n_cells]);
            if (end == 0 || (end < n_bytes && line[end] != ','))
                return FALSE;
        } else {
            const guint8 *comma = from < n_bytes ? memchr(line + from, ',', n_bytes - from) : NULL;
            end = comma == NULL ? n_bytes : (gsize)(comma - line);
            ret_cells[n_cells] = hn_slice(line + from, end - from);
        }
        n_cells++;
        if (end >= n_bytes)
            break;
        from = end + 1;
    }
    *ret_n_cells = n_cells;
    return TRUE;
}

static gboolean
needs_quotes(HnSlice value)
{
    gboolean is_special = FALSE;
    for (gsize i = 0; i < value.n_bytes; i++)
        is_special |= value.bytes[i] == ',' || value.bytes[i] == '"';
    return is_special ||
           (value.n_bytes > 0 && (value.bytes[0] == ' ' || value.bytes[value.n_bytes - 1] == ' '));
}

guint8 *
hn_plain_csv_put(guint8 *out, HnSlice value)
{
    if (!needs_quotes(value)) {
        if (value.n_bytes > 0)
            memcpy(out, value.bytes, value.n_bytes);
        return out + value.n_bytes;
    }
    *out++ = '"';
    for (gsize i = 0; i < value.n_bytes; i++) {
        if (value.bytes[i] == '"')
            *out++ = '"';
        *out++ = value.bytes[i];
    }
    *out++ = '"';
    return out;
}
