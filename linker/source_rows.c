#include "linker/source_rows.h"

#include "base/codec.h"
#include "store/record_versions.h"

struct _HnSourceRows {
    HnVersionReader *reader;
    GPtrArray *columns; /* of the slots */
    guint n_segments;
    guint *
        *slot_columns; /* [segment][slot] index in the segment's columns, G_MAXUINT = not there */
};

HnSourceBatch *
hn_source_batch_new(void)
{
    HnSourceBatch *batch = g_new0(HnSourceBatch, 1);
    batch->cells.arena = hn_arena_new();
    batch->ids = g_new0(HnSlice, HN_SOURCE_BATCH_ROWS);
    batch->runs = g_new0(guint64, HN_SOURCE_BATCH_ROWS);
    return batch;
}

void
hn_source_batch_free(HnSourceBatch *batch)
{
    if (batch == NULL)
        return;
    hn_arena_free(batch->cells.arena);
    g_free(batch->ids);
    g_free(batch->runs);
    g_free(batch);
}

HnSourceRows *
hn_source_rows_new(HnStore *store, const GPtrArray *segments, const HnFeed *feed, GError **error)
{
    g_autoptr(HnSourceRows) rows = g_new0(HnSourceRows, 1);
    rows->columns = hn_field_cells_columns(feed);
    rows->n_segments = segments->len;
    rows->slot_columns = g_new0(guint *, segments->len + 1);
    rows->reader = hn_version_reader_new(store, segments, FALSE, error);
    return rows->reader == NULL ? NULL : g_steal_pointer(&rows);
}

void
hn_source_rows_free(HnSourceRows *rows)
{
    if (rows == NULL)
        return;
    hn_version_reader_free(rows->reader);
    for (guint i = 0; i < rows->n_segments; i++)
        g_free(rows->slot_columns[i]);
    g_free(rows->slot_columns);
    g_ptr_array_unref(rows->columns);
    g_free(rows);
}

/* Where the slots' columns stand in a segment; different nights may bring different columns. */
static const guint *
columns_of_segment(HnSourceRows *rows, guint segment)
{
    g_assert(segment < rows->n_segments);
    if (rows->slot_columns[segment] != NULL)
        return rows->slot_columns[segment];
    guint n = 0;
    const char *const *names = hn_version_reader_columns(rows->reader, segment, &n);
    guint *found = rows->slot_columns[segment] = g_new(guint, rows->columns->len + 1);
    for (guint slot = 0; slot < rows->columns->len; slot++) {
        found[slot] = G_MAXUINT;
        for (guint i = 0; i < n; i++)
            if (strcmp(names[i], rows->columns->pdata[slot]) == 0)
                found[slot] = i;
    }
    return found;
}

/* The fields of the slots; returns their bytes. */
static gsize
pick_fields(HnSourceRows *rows, const HnVersion *version, HnRawField *ret_fields)
{
    const guint *columns = columns_of_segment(rows, version->segment);
    gsize n_bytes = 0;
    for (guint slot = 0; slot < rows->columns->len; slot++) {
        ret_fields[slot] = (HnRawField){ NULL, 0, HN_FIELD_MISSING };
        if (columns[slot] < version->n_fields)
            ret_fields[slot] = version->fields[columns[slot]];
        n_bytes += ret_fields[slot].n_bytes;
    }
    return n_bytes;
}

guint
hn_source_rows_n_slots(const HnSourceRows *rows)
{
    return rows->columns->len;
}

gboolean
hn_source_rows_next(HnSourceRows *rows, HnRawField *ret_fields, gboolean *ret_more, GError **error)
{
    HnVersion version;
    if (!hn_version_reader_next(rows->reader, &version, ret_more, error))
        return FALSE;
    if (*ret_more)
        pick_fields(rows, &version, ret_fields);
    return TRUE;
}

static void
copy_row(HnSourceRows *rows, const HnVersion *version, HnSourceBatch *batch)
{
    HnCellBatch *cells = &batch->cells;
    HnRawField *row = cells->fields + (gsize)cells->n_rows * cells->n_slots;
    const gsize n_bytes = version->record_id.n_bytes + pick_fields(rows, version, row);
    guint8 *next = hn_arena_alloc(cells->arena, n_bytes, 1);
    for (guint slot = 0; slot < cells->n_slots; slot++) {
        const guint8 *from = row[slot].bytes;
        row[slot].bytes = next;
        next = hn_write_bytes(next, from, row[slot].n_bytes);
    }
    batch->ids[cells->n_rows] = hn_slice(next, version->record_id.n_bytes);
    hn_write_bytes(next, version->record_id.bytes, version->record_id.n_bytes);
    batch->runs[cells->n_rows++] = version->run;
}

gboolean
hn_source_rows_read(HnSourceRows *rows, HnSourceBatch *batch, gboolean *ret_more, GError **error)
{
    HnCellBatch *cells = &batch->cells;
    hn_arena_reset(cells->arena);
    cells->n_rows = 0;
    cells->n_slots = rows->columns->len;
    cells->fields = hn_arena_array(cells->arena, HnRawField,
                                   (gsize)HN_SOURCE_BATCH_ROWS * (cells->n_slots + 1));
    *ret_more = TRUE;
    while (cells->n_rows < HN_SOURCE_BATCH_ROWS) {
        HnVersion version;
        if (!hn_version_reader_next(rows->reader, &version, ret_more, error))
            return FALSE;
        if (!*ret_more)
            return TRUE;
        copy_row(rows, &version, batch);
    }
    return TRUE;
}
