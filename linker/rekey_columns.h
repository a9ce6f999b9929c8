/* linker/rekey_columns.h - a record's columns in the words of the feed that it moves to.
 *
 * Data walk: rekey_land.c makes one for each source that gains records and asks it, for the columns
 *   of each segment that it reads, where they go; then it writes a row's fields into theirs.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "records/raw_batch.h"

/* Where a column's field goes. */
typedef struct {
    guint column;     /* G_MAXUINT: nowhere, another column has its name */
    const char *join; /* it stands behind another one's field, with this between; NULL: alone */
} HnRekeyPlace;

typedef struct _HnRekeyColumns HnRekeyColumns;
/* Of the source @source of the feed @to; borrowed. */
HnRekeyColumns *hn_rekey_columns_new(const HnFeed *to, const char *source);
void hn_rekey_columns_free(HnRekeyColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRekeyColumns, hn_rekey_columns_free)
/* Where each of @names goes ([n]); new columns are made. (transfer full) */
HnRekeyPlace *hn_rekey_columns_places(HnRekeyColumns *columns, const HnFeed *from,
                                      const char *const *names, guint n);
/* All there are by now. */
const char *const *hn_rekey_columns_names(const HnRekeyColumns *columns, guint *ret_n);
/* The fields of the key and of the source's name in a row of all columns, as @record_id says; texts
 * are borrowed of it. */
void hn_rekey_columns_set_key(const HnRekeyColumns *columns, HnSlice record_id, HnRawField *fields);
