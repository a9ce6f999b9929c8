/* insight/input_table.h - a table that somebody hands in, row by row: CSV or JSON lines, plain, .gz
 * or .zst.
 *
 * Data walk: hopnhat evaluate reads crosswalk, truth, labelled pairs, edges and cases through it.
 *   The form is told by the name's end, else by the first byte of the content.
 * Errors: HN_INSIGHT_ERROR_COLUMN and _ROW naming file, row (a CSV's header is row 1) and column,
 *   never a value; those of connect/. Nothing is quarantined: one bad row and the table is refused.
 * Cost: that of connect/file_reader.h.
 * Threads: belongs to one thread.
 */
#pragma once
#include "records/side_table.h"

typedef struct _HnInputTable HnInputTable;
/* @columns are borrowed. */
HnInputTable *hn_input_table_new(const char *path, const HnInputColumn *columns, guint n_columns,
                                 GError **error);
/* @ret_fields[n_columns], empty where there is no value; borrowed until the next call. @ret_row:
 * FALSE at the end. */
gboolean hn_input_table_next(HnInputTable *table, HnSlice *ret_fields, gboolean *ret_row,
                             GError **error);
/* Is the column there? Known once a row was read, or the end; of JSON lines: in any row so far. */
gboolean hn_input_table_has(const HnInputTable *table, guint column);
/* For the caller's own errors about the row that was read last. FALSE, always. */
gboolean hn_input_table_wrong(const HnInputTable *table, guint column, const char *what,
                              GError **error);
/* The same table as the stages meet it. (transfer full) */
HnSideTable *hn_input_table_as_side(HnInputTable *table);
void hn_input_table_free(HnInputTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnInputTable, hn_input_table_free)
