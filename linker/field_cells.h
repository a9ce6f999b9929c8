/* linker/field_cells.h - raw fields of a batch of rows -> codes of one attribute.
 *
 * Data walk: standardise_stage.c copies the mapped fields of some thousand rows into an
 *   HnCellBatch; one task an attribute turns its fields into canonical values, interns them and
 *   writes the cells of the table. A field map may join columns ("ho dem ten"), split one ("0901;
 *   0902"), or take JSON arrays apart.
 * Cost: standardise + intern a value.
 * Threads: one HnFieldCells a task; its attribute's dictionary belongs to that task.
 */
#pragma once
#include "config/project.h"
#include "records/raw_batch.h"
#include "records/record_table.h"

/* Slots of a row: for each map of the feed its columns, then its valid_from, valid_to and number
 * columns if it has them. */
typedef struct {
    guint n_slots, n_rows;
    guint32 first_row;  /* in the table */
    HnRawField *fields; /* [n_rows * n_slots] */
    HnArena *arena;     /* owns the fields' bytes */
} HnCellBatch;

typedef struct _HnFieldCells HnFieldCells;
/* All maps of @feed that fill @attribute. */
HnFieldCells *hn_field_cells_new(const HnFeed *feed, const HnEntityType *type, guint attribute,
                                 GError **error);
void hn_field_cells_free(HnFieldCells *cells);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnFieldCells, hn_field_cells_free)
void hn_field_cells_fill(HnFieldCells *cells, const HnCellBatch *batch, HnRecordTable *table);
/* TRUE: the attribute has one value a record, from one column as it stands: *ret_raw, without the
 * damages that the mapping repairs, borrowed from @row or until the next call for @cells. */
gboolean hn_field_cells_plain(const HnFieldCells *cells, const HnRawField *row, HnSlice *ret_raw);
/* Appends the raw forms, repaired, behind the cell of @table_row: of one value a slice; of many
 * varint n, then a slice per member, in the members' order. @row: the row's slots, the same as when
 * it was filled. */
void hn_field_cells_put_raw(HnFieldCells *cells, const HnRawField *row, const HnRecordTable *table,
                            guint32 table_row, GByteArray *out);
/* Number of slots of a feed's rows, and the column behind each: (transfer full), names borrowed. */
GPtrArray *hn_field_cells_columns(const HnFeed *feed);
