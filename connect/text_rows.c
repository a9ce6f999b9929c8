#include "connect/line_rows.h"

/* Carriage returns and byte order marks are data here: what stands between two line feeds is the
 * record. */
static gboolean
text_rows_take_line(HnLineRows *rows, const HnLine *line)
{
    (void)rows;
    if (hn_line_rows_check(line))
        hn_line_rows_accept_one(
            line, "text",
            (HnRawField){ line->text.bytes, (guint32)line->text.n_bytes, HN_FIELD_TEXT });
    return TRUE;
}

HnRowFormat *
hn_text_rows_new(void)
{
    HnLineRows *rows = g_new(HnLineRows, 1);
    hn_line_rows_init(rows, text_rows_take_line);
    return &rows->format;
}
