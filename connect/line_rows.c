#include "connect/line_rows.h"

#include "text/utf8.h"

static void
line_rows_start_file(HnRowFormat *format)
{
    HnLineRows *rows = (HnLineRows *)format;
    rows->is_started = FALSE;
    rows->n_blank = 0;
}

static void
line_rows_start_window(HnRowFormat *format)
{
    HnLineRows *rows = (HnLineRows *)format;
    rows->format.unfinished = rows->searched = 0;
}

static void
line_rows_free(HnRowFormat *format)
{
    g_free((HnLineRows *)format);
}

/* FALSE: more bytes are needed to tell whether the file starts with a mark. */
static gboolean
start(HnLineRows *rows, const HnInputWindow *window)
{
    if (rows->is_started)
        return TRUE;
    if (rows->drops_mark && window->n_bytes < 3 && !window->at_end)
        return FALSE;
    if (rows->drops_mark && window->n_bytes >= 3 && memcmp(window->bytes, "\xef\xbb\xbf", 3) == 0)
        rows->format.unfinished = rows->searched = 3;
    rows->is_started = TRUE;
    return TRUE;
}

/* The line that starts at `unfinished`; FALSE: it is not whole, or there is none. */
static gboolean
find_line(HnLineRows *rows, const HnInputWindow *window, HnLine *line)
{
    const gsize begin = rows->format.unfinished;
    if (rows->searched == window->n_bytes && !(window->at_end && begin < window->n_bytes))
        return FALSE;
    const gsize n_left = window->n_bytes - rows->searched;
    const guint8 *feed = n_left == 0 ? NULL : memchr(window->bytes + rows->searched, '\n', n_left);
    rows->searched = feed == NULL ? window->n_bytes : (gsize)(feed - window->bytes) + 1;
    if (feed == NULL && !window->at_end)
        return FALSE;
    line->start = begin;
    line->end = feed == NULL ? window->n_bytes : rows->searched - 1;
    line->next = rows->searched;
    line->text = hn_slice(window->bytes + begin, line->end - begin);
    return TRUE;
}

static gboolean
is_blank(const HnLine *line)
{
    gsize n = 0;
    while (n < line->text.n_bytes && memchr(" \t\r", line->text.bytes[n], 3) != NULL)
        n++;
    return n == line->text.n_bytes;
}

/* One record, or a blank line. FALSE: the file is refused. *ret_taken = FALSE: the batch is full.
 */
static gboolean
take_record(HnLineRows *rows, const HnLine *line, gboolean *ret_taken, GError **error)
{
    const HnRowFormat *format = &rows->format;
    *ret_taken = TRUE;
    if (line->text.n_bytes > format->record_bytes_max) {
        rows->n_blank = 0;
        return hn_row_format_take_long(format, line->window, line->builder, line->start,
                                       line->text.n_bytes, error);
    }
    if (!rows->skips_blank || !is_blank(line)) {
        *ret_taken = rows->take_line(rows, line);
        rows->n_blank = 0;
        return TRUE;
    }
    if (rows->n_blank++ == 0)
        rows->blank_offset = hn_input_window_offset(line->window, line->start);
    return rows->n_blank <= HN_BLANK_LINES_MAX ||
           hn_row_format_refuse_blank(rows->blank_offset, error);
}

static void
line_rows_skip_record(HnRowFormat *format, HnBatchBuilder *builder G_GNUC_UNUSED)
{
    ((HnLineRows *)format)->n_blank = 0;
}

static gboolean
line_rows_take(HnRowFormat *format, const HnInputWindow *window, HnBatchBuilder *builder,
               HnRowsStatus *ret_status, GError **error)
{
    HnLineRows *rows = (HnLineRows *)format;
    HnLine line = { .window = window, .builder = builder };
    format->ends_at_line_feed = TRUE;
    *ret_status = HN_ROWS_MORE;
    if (!start(rows, window))
        return TRUE;
    while (find_line(rows, window, &line)) {
        gboolean taken;
        if (!take_record(rows, &line, &taken, error))
            return FALSE;
        if (!taken) {
            *ret_status = HN_ROWS_FULL;
            return TRUE;
        }
        format->unfinished = line.next;
    }
    if (window->at_end)
        *ret_status = HN_ROWS_END;
    return TRUE;
}

void
hn_line_rows_init(HnLineRows *rows, gboolean (*take_line)(HnLineRows *rows, const HnLine *line))
{
    *rows = (HnLineRows){ .take_line = take_line };
    rows->format = (HnRowFormat){ .start_file = line_rows_start_file,
                                  .start_window = line_rows_start_window,
                                  .take = line_rows_take,
                                  .skip_record = line_rows_skip_record,
                                  .free = line_rows_free };
}

void
hn_line_rows_quarantine(const HnLine *line, const char *reason)
{
    g_autofree char *copy = g_strdup(reason);
    const HnQuarantined row = {
        .offset_bytes = hn_input_window_offset(line->window, line->start),
        .n_records = 1,
        .reason = copy,
        .raw =
            hn_input_window_raw(line->window, line->start, line->next, line->builder->batch->arena),
    };
    hn_batch_builder_quarantine(line->builder, &row);
}

gboolean
hn_line_rows_check(const HnLine *line)
{
    if (hn_utf8_valid(line->text))
        return TRUE;
    hn_line_rows_quarantine(line, line->window->decoder == NULL ? "invalid_utf8" : "undecodable");
    return FALSE;
}

void
hn_line_rows_accept_one(const HnLine *line, const char *column, HnRawField field)
{
    HnBatchBuilder *builder = line->builder;
    const guint index = hn_column_names_add(builder->names, hn_slice_of(column));
    g_assert(index == 0); /* the only column there is */
    if (builder->batch->fields == NULL)
        hn_batch_builder_set_stride(builder, 1);
    hn_batch_builder_row(builder)[0] = field;
    hn_batch_builder_accept(builder, hn_input_window_offset(line->window, line->start));
}
