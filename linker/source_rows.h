/* linker/source_rows.h - the current records of one source, batch by batch, as the raw fields that
 * are mapped.
 *
 * Data walk: record versions -> mapped columns of each night's segment -> HnCellBatch: for
 * standardise, and again for the raw forms of golden values. Rows come ascending by record_id.
 * Cost: one pass over the source's segments; copies only mapped fields.
 * Threads: belongs to one thread at a time.
 */
#pragma once
#include "linker/field_cells.h"
#include "linker/landing.h"

#define HN_SOURCE_BATCH_ROWS 4096u /* of ten attributes about 1.3 MB: stay in the second cache */

typedef struct {
    HnCellBatch cells;
    HnSlice *ids;  /* [cells.n_rows] */
    guint64 *runs; /* [cells.n_rows] of the versions */
} HnSourceBatch;
HnSourceBatch *hn_source_batch_new(void);
void hn_source_batch_free(HnSourceBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSourceBatch, hn_source_batch_free)

typedef struct _HnSourceRows HnSourceRows;
/* @segments: of the source, oldest first. */
HnSourceRows *hn_source_rows_new(HnStore *store, const GPtrArray *segments, const HnFeed *feed,
                                 GError **error);
void hn_source_rows_free(HnSourceRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSourceRows, hn_source_rows_free)
guint hn_source_rows_n_slots(const HnSourceRows *rows);
/* One row in place of a batch: @ret_fields [n_slots], borrowed until the next call. */
gboolean hn_source_rows_next(HnSourceRows *rows, HnRawField *ret_fields, gboolean *ret_more,
                             GError **error);
/* *ret_more = FALSE: @batch is the last (and may be empty). */
gboolean hn_source_rows_read(HnSourceRows *rows, HnSourceBatch *batch, gboolean *ret_more,
                             GError **error);
