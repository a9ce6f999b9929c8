/* connect/cell_rows.h - cells of a query's rows into raw batches: what all database drivers share.
 *
 * Data walk: a driver names the columns once, then fills row after row; a row with a cell that is
 *   not valid in the declared encoding, or that is too long, goes to quarantine as a whole.
 *   A batch is _start, then for each row until _is_full: _begin, its cells, _end; then _finish. A
 *   cell that is not given is missing.
 * Cost: one copy of each cell's bytes, and the look whether they are UTF-8 (0.08 ns a byte).
 * Threads: belongs to one thread.
 */
#pragma once
#include "connect/query_reader.h"

typedef struct _HnCellRows HnCellRows;

/* Of @options: encoding, record_bytes_max. @error: HN_CONNECT_ERROR_ENCODING. */
HnCellRows *hn_cell_rows_new(const HnQueryOptions *options, GError **error);
void hn_cell_rows_free(HnCellRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCellRows, hn_cell_rows_free)
/* The next column, before the first row; UTF-8. @error: HN_CONNECT_ERROR_HEADER: without a name, of
 * a name that another one has but for case, or the 16,385th. */
gboolean hn_cell_rows_add_column(HnCellRows *rows, const char *name, GError **error);
const char *const *hn_cell_rows_columns(const HnCellRows *rows, guint *ret_n);

void hn_cell_rows_start(HnCellRows *rows, HnRawBatch *batch); /* resets @batch */
gboolean hn_cell_rows_is_full(const HnCellRows *rows);
void hn_cell_rows_begin(HnCellRows *rows);
/* Room in the batch's memory, for cells that a driver writes itself; not cleared. */
guint8 *hn_cell_rows_room(HnCellRows *rows, gsize n_bytes);
/* Characters in the declared encoding; borrowed until hn_cell_rows_end(). */
void hn_cell_rows_text(HnCellRows *rows, guint column, HnSlice cell);
/* Text of a number, a date ...: UTF-8 for sure, in hn_cell_rows_room(). */
void hn_cell_rows_written(HnCellRows *rows, guint column, HnSlice cell);
/* JSON text of a list or object, in UTF-8; borrowed until hn_cell_rows_end(). */
void hn_cell_rows_json(HnCellRows *rows, guint column, HnSlice cell);
/* The row's cell could not be read: @code is snake_case, of static life. @cell: its bytes, borrowed
 * as above. */
void hn_cell_rows_fault(HnCellRows *rows, guint column, const char *code, HnSlice cell);
void hn_cell_rows_end(HnCellRows *rows);
void hn_cell_rows_finish(HnCellRows *rows);
/* The whole delivery is refused: what batches showed before must not be used. @batch is reset and
 * holds the one entry that makes the sums right, see file_reader.h. */
void hn_cell_rows_refuse(HnCellRows *rows, HnRawBatch *batch, const GError *why);
void hn_cell_rows_totals(const HnCellRows *rows, HnReaderTotals *ret_totals);
