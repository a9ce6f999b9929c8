/* connect/batch_builder.h - fills a raw batch row by row, with its counts and its quarantine.
 *
 * Data walk: a format asks for the next row's fields, fills them, and accepts the row or
 * quarantines it. Rows whose `where` column has another value belong to another feed: they are
 * neither kept nor counted. Cost: a row is cleared and counted; arrays double inside the batch's
 * arena. Threads: belongs to one thread.
 */
#pragma once
#include "connect/column_names.h"
#include "records/raw_batch.h"

typedef struct {
    HnRawBatch *batch;        /* borrowed, of this _start() */
    HnColumnNames *names;     /* borrowed */
    const char *where_column; /* NULL = all rows */
    HnSlice where_value;
    guint64 n_read, n_quarantined; /* records of the whole delivery */
    /* Private. */
    guint where; /* index of where_column, G_MAXUINT until it is known */
    guint n_rows_max, n_quarantined_max;
    guint n_rows_likely;
} HnBatchBuilder;

void hn_batch_builder_start(HnBatchBuilder *builder, HnRawBatch *batch); /* @batch was reset */
/* Fields that a row has room for; once a batch, before its first row. */
void hn_batch_builder_set_stride(HnBatchBuilder *builder, guint stride);
HnRawField *hn_batch_builder_row(HnBatchBuilder *builder); /* [stride] fields, all missing */
void hn_batch_builder_accept(HnBatchBuilder *builder,
                             guint64 offset); /* the row of the last _row() */
/* @row: offset_bytes, n_records, reason, raw; the reason is copied, raw is cut and kept as it is.
 */
void hn_batch_builder_quarantine(HnBatchBuilder *builder, const HnQuarantined *row);
void hn_batch_builder_finish(HnBatchBuilder *builder); /* n_columns as known now */
