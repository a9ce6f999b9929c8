#include "connect/batch_builder.h"

#define ROWS_FIRST 1024u
#define QUARANTINED_FIRST 16u

void
hn_batch_builder_start(HnBatchBuilder *builder, HnRawBatch *batch)
{
    builder->batch = batch;
    builder->n_quarantined_max = 0;
}

void
hn_batch_builder_set_stride(HnBatchBuilder *builder, guint stride)
{
    HnRawBatch *batch = builder->batch;
    g_assert(batch->fields == NULL);
    batch->stride = stride;
    /* What the last batch had is the best guess for this one; a sixteenth more spares a doubling.
     */
    builder->n_rows_max = MAX(ROWS_FIRST, builder->n_rows_likely + builder->n_rows_likely / 16);
    batch->fields = hn_arena_array(batch->arena, HnRawField, (gsize)builder->n_rows_max * stride);
    batch->offsets = hn_arena_array(batch->arena, guint64, builder->n_rows_max);
}

static void
grow_rows(HnBatchBuilder *builder)
{
    HnRawBatch *batch = builder->batch;
    const gsize n_fields = (gsize)builder->n_rows_max * batch->stride;
    HnRawField *fields = hn_arena_array(batch->arena, HnRawField, 2 * n_fields);
    guint64 *offsets = hn_arena_array(batch->arena, guint64, 2 * (gsize)builder->n_rows_max);
    memcpy(fields, batch->fields, n_fields * sizeof(HnRawField));
    memcpy(offsets, batch->offsets, builder->n_rows_max * sizeof(guint64));
    batch->fields = fields;
    batch->offsets = offsets;
    builder->n_rows_max *= 2;
}

HnRawField *
hn_batch_builder_row(HnBatchBuilder *builder)
{
    HnRawBatch *batch = builder->batch;
    if (batch->n_rows == builder->n_rows_max)
        grow_rows(builder);
    HnRawField *row = batch->fields + (gsize)batch->n_rows * batch->stride;
    memset(row, 0, batch->stride * sizeof(HnRawField));
    return row;
}

static gboolean
belongs(HnBatchBuilder *builder, const HnRawField *row)
{
    if (builder->where_column == NULL)
        return TRUE;
    if (builder->where == G_MAXUINT)
        builder->where = hn_column_names_find(builder->names, hn_slice_of(builder->where_column));
    if (builder->where >= builder->batch->stride) /* a name that no row has had so far */
        return FALSE;
    const HnRawField *field = row + builder->where;
    return field->kind != HN_FIELD_MISSING &&
           hn_slice_equal(hn_slice(field->bytes, field->n_bytes), builder->where_value);
}

void
hn_batch_builder_accept(HnBatchBuilder *builder, guint64 offset)
{
    HnRawBatch *batch = builder->batch;
    if (!belongs(builder, batch->fields + (gsize)batch->n_rows * batch->stride))
        return;
    batch->offsets[batch->n_rows++] = offset;
    builder->n_read++;
}

void
hn_batch_builder_quarantine(HnBatchBuilder *builder, const HnQuarantined *row)
{
    HnRawBatch *batch = builder->batch;
    if (batch->n_quarantined == builder->n_quarantined_max) {
        builder->n_quarantined_max = MAX(QUARANTINED_FIRST, 2 * builder->n_quarantined_max);
        HnQuarantined *grown =
            hn_arena_array(batch->arena, HnQuarantined, builder->n_quarantined_max);
        if (batch->n_quarantined > 0)
            memcpy(grown, batch->quarantined, batch->n_quarantined * sizeof(HnQuarantined));
        batch->quarantined = grown;
    }
    HnQuarantined *kept = &batch->quarantined[batch->n_quarantined++];
    const gsize reason_bytes = strlen(row->reason) + 1;
    *kept = *row;
    kept->reason = hn_arena_alloc(batch->arena, reason_bytes, 1);
    memcpy(kept->reason, row->reason, reason_bytes);
    kept->raw_is_cut = row->raw_is_cut || row->raw.n_bytes > HN_QUARANTINE_RAW_BYTES;
    kept->raw.n_bytes = MIN(row->raw.n_bytes, HN_QUARANTINE_RAW_BYTES);
    builder->n_read += row->n_records;
    builder->n_quarantined += row->n_records;
}

void
hn_batch_builder_finish(HnBatchBuilder *builder)
{
    HnRawBatch *batch = builder->batch;
    const guint n_columns = hn_column_names_size(builder->names);
    builder->n_rows_likely = batch->n_rows;
    if (batch->fields == NULL) /* no row: nothing holds the columns back */
        batch->stride = n_columns;
    batch->n_columns = MIN(n_columns, batch->stride);
}
