/* linker/intake_source.h - the sorted rows of one source of a delivery, one a record id.
 *
 * Data walk: intake adds rows to the source's sorter; land takes them back, ascending by record id.
 *   A keyless row gets its occurrence number here (contract 3).
 * Two rows of one record id: in a snapshot equal rows count once and unequal ones are all refused;
 *   in a changes delivery the last one counts. The outcome never depends on the order of a
 *   snapshot's rows.
 * Cost: a row is handed out where it lies in the sorter; only rows of one record id are copied.
 * Threads: one.
 */
#pragma once
#include "linker/delivery_columns.h"
#include "linker/row_sorter.h"
#include "records/raw_batch.h"

typedef struct {
    HnSlice record_id;
    gboolean delete, unknown; /* unknown: a refused row that says nothing of what to do */
    gboolean key_alone;       /* the record is there still; of the fields the key's alone count, and
                                 the feed's since_column */
    guint n_fields;           /* = the number of columns */
    HnRawField *fields;       /* by column name */
} HnIntakeRow;

/* Where rows go that do not count. */
typedef struct {
    gboolean (*put)(gpointer user, const HnIntakeRow *row, guint64 offset, const char *reason,
                    GError **error);
    gpointer user;
} HnIntakeRefusal;

typedef struct _HnIntakeSource HnIntakeSource;
/* Borrows @feed and @columns, which may learn more until the first row is asked for; owns @sorter.
 */
HnIntakeSource *hn_intake_source_new(HnSlice name, const HnFeed *feed,
                                     const HnDeliveryColumns *columns, HnRowSorter *sorter);
/* Of several rows of one record id the last one counts, as in a changes delivery. */
void hn_intake_source_let_last_count(HnIntakeSource *source);
void hn_intake_source_free(HnIntakeSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnIntakeSource, hn_intake_source_free)
const char *hn_intake_source_name(const HnIntakeSource *source);
HnRowSorter *hn_intake_source_sorter(HnIntakeSource *source);
/* After the sorter was finished. The row is borrowed until the next call. One whose key is known
 * but whose content was refused has *ret_refused = TRUE. */
gboolean hn_intake_source_next(HnIntakeSource *source, const HnIntakeRefusal *refusal,
                               HnIntakeRow *ret_row, gboolean *ret_refused, gboolean *ret_more,
                               GError **error);
