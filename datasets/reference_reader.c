#include "datasets/reference_tables.h"

HnReferenceReader
hn_reference_reader(const char *name)
{
    HnReferenceReader reader = { .line = g_byte_array_new() };
    for (gsize i = 0; i < hn_reference_tables_count; i++) {
        const HnReferenceTable *table = &hn_reference_tables[i];
        if (strcmp(table->name, name) == 0)
            reader.rest = hn_slice(table->bytes, table->n_bytes);
    }
    g_assert(reader.rest.n_bytes > 0);
    const gboolean has_header = hn_reference_next(&reader);
    g_assert(has_header);
    return reader;
}

gboolean
hn_reference_next(HnReferenceReader *reader)
{
    if (reader->rest.n_bytes == 0)
        return FALSE;
    const guint8 *end = memchr(reader->rest.bytes, '\n', reader->rest.n_bytes);
    g_assert(end != NULL); /* build_reference.py ends every row */
    const gsize n_bytes = (gsize)(end - reader->rest.bytes);
    g_byte_array_set_size(reader->line, 0);
    g_byte_array_append(reader->line, reader->rest.bytes, (guint)n_bytes);
    reader->rest = hn_slice(end + 1, reader->rest.n_bytes - n_bytes - 1);
    const gboolean is_plain = hn_plain_csv_split(reader->line->data, n_bytes, reader->cells,
                                                 HN_REFERENCE_COLUMNS_MAX, &reader->n_columns);
    g_assert(is_plain);
    return TRUE;
}

void
hn_reference_reader_clear(HnReferenceReader *reader)
{
    g_clear_pointer(&reader->line, g_byte_array_unref);
}

guint32
hn_reference_tenths(HnSlice cell)
{
    guint32 value = 0;
    gboolean seen_point = FALSE;
    for (gsize i = 0; i < cell.n_bytes; i++) {
        if (cell.bytes[i] == '.') {
            g_assert(!seen_point && i + 2 == cell.n_bytes);
            seen_point = TRUE;
            continue;
        }
        g_assert(g_ascii_isdigit(cell.bytes[i]));
        value = value * 10 + (guint32)(cell.bytes[i] - '0');
    }
    return seen_point ? value : value * 10;
}
