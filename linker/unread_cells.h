/* linker/unread_cells.h - cells that hold something of which no value was read: a word in a column
 * of dates, a number of eleven digits where twelve are due.
 *
 * Data walk: standardise, behind field_cells.h: the batch's fields and the codes that became of
 *   them -> a count by source and attribute, for the report cards of the sources.
 * Cost: a look at each cell; at the fields only of those that are missing.
 * Threads: reentrant.
 */
#pragma once
#include "linker/field_cells.h"

/* Slots of the feed's rows that fill @attribute, of guint: its columns alone, as number and
 * validity give no value of their own. (transfer full) */
GArray *hn_unread_cells_slots(const HnFeed *feed, guint attribute);
/* Rows of the batch that have something else than blanks there and no value in the table. */
guint64 hn_unread_cells_count(const GArray *slots, const HnCellBatch *batch,
                              const HnRecordTable *table, guint attribute);
