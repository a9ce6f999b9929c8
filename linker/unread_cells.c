#include "linker/unread_cells.h"

GArray *
hn_unread_cells_slots(const HnFeed *feed, guint attribute)
{
    GArray *slots = g_array_new(FALSE, FALSE, sizeof(guint));
    guint slot = 0;
    for (guint i = 0; i < feed->n_map; i++) {
        const HnFieldMap *map = &feed->map[i];
        for (char **column = map->columns; *column != NULL; column++, slot++)
            if (map->attribute == attribute)
                g_array_append_val(slots, slot);
        slot += map->valid_from != NULL ? 1 : 0;
        slot += map->valid_to != NULL ? 1 : 0;
        slot += map->number != NULL ? 1 : 0;
    }
    return slots;
}

static gboolean
is_blank(const HnRawField *field)
{
    for (guint32 i = 0; i < field->n_bytes; i++)
        if (!g_ascii_isspace((char)field->bytes[i]))
            return FALSE;
    return TRUE;
}

static gboolean
says_something(const GArray *slots, const HnRawField *row)
{
    for (guint i = 0; i < slots->len; i++)
        if (!is_blank(&row[g_array_index(slots, guint, i)]))
            return TRUE;
    return FALSE;
}

guint64
hn_unread_cells_count(const GArray *slots, const HnCellBatch *batch, const HnRecordTable *table,
                      guint attribute)
{
    guint64 n = 0;
    if (slots->len == 0)
        return 0;
    for (guint i = 0; i < batch->n_rows; i++)
        if (hn_record_table_line(table, batch->first_row + i)[attribute] == 0)
            n += says_something(slots, batch->fields + (gsize)i * batch->n_slots) ? 1 : 0;
    return n;
}
