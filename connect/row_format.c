#include "connect/row_format.h"

#include "connect/connect_error.h"

gsize
hn_row_format_long_raw_bytes(const HnRowFormat *format)
{
    return (gsize)MIN(HN_LONG_RECORD_RAW_BYTES, format->record_bytes_max / 4);
}

gboolean
hn_row_format_refuse_long(const HnRowFormat *format, guint64 offset, GError **error)
{
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_LIMIT,
                "the record at byte %" G_GUINT64_FORMAT " is longer than %" G_GUINT64_FORMAT
                " bytes, and where it ends is not sure",
                offset, format->record_bytes_max);
    return FALSE;
}

gboolean
hn_row_format_refuse_blank(guint64 offset, GError **error)
{
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_LIMIT,
                "more than %" G_GUINT64_FORMAT " blank lines from byte %" G_GUINT64_FORMAT,
                HN_BLANK_LINES_MAX, offset);
    return FALSE;
}

gboolean
hn_row_format_take_long(const HnRowFormat *format, const HnInputWindow *window,
                        HnBatchBuilder *builder, gsize from, gsize n_bytes, GError **error)
{
    const guint64 offset = hn_input_window_offset(window, from);
    if (n_bytes / HN_LONG_RECORD_LIMITS > format->record_bytes_max ||
        (format->has_quotes && memchr(window->bytes + from, '"', n_bytes) != NULL))
        return hn_row_format_refuse_long(format, offset, error);
    char reason[] = "too_long";
    HnSlice raw = hn_input_window_raw(window, from, from + n_bytes, builder->batch->arena);
    raw.n_bytes = MIN(raw.n_bytes, hn_row_format_long_raw_bytes(format));
    const HnQuarantined row = {
        .offset_bytes = offset, .n_records = 1, .reason = reason, .raw = raw, .raw_is_cut = TRUE
    };
    hn_batch_builder_quarantine(builder, &row);
    return TRUE;
}
