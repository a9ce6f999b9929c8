/* records/side_table.h - the interface behind which a table looks alike that stands beside the
 * deliveries: labelled pairs, frequencies of a population.
 *
 * Data walk: a configuration names the file; cli/ opens it and hands it to linker/, which reads the
 *   columns that it asked for, row by row. Nothing is quarantined: one bad row and the table is
 *   refused.
 * Errors: name file, row (a CSV's header is row 1) and column, never a value.
 * Threads: one thread at a time.
 */
#pragma once
#include "base/slice.h"

typedef struct {
    const char *name;
    const char *other;    /* another name of the same column; NULL: there is none */
    gboolean may_lack;    /* the column may be missing altogether */
    gboolean may_be_none; /* and so may its value in one row */
} HnInputColumn;

typedef struct _HnSideTable HnSideTable;
struct _HnSideTable {
    /* @ret_fields: of the columns asked for, empty where there is no value; borrowed until the next
     * call. @ret_row: FALSE at the end. */
    gboolean (*next)(HnSideTable *table, HnSlice *ret_fields, gboolean *ret_row, GError **error);
    /* For the reader's own errors about the row that was read last. FALSE, always. */
    gboolean (*wrong)(HnSideTable *table, guint column, const char *what, GError **error);
    guint64 (*row)(HnSideTable *table); /* of the file, that was read last */
    void (*free)(HnSideTable *table);
};

static inline void
hn_side_table_free(HnSideTable *table)
{
    if (table != NULL)
        table->free(table);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnSideTable, hn_side_table_free)
