/* linker/row_sorter.h - sorts rows of any number by key bytes within the memory budget.
 *
 * Data walk: land adds the rows of a delivery as they come and reads them back ascending by key, so
 *   that they can be merged with what the store holds. Rows beyond the limit go to sorted, sealed
 *   run files. Keys are compared by bytes, then by arrival; the payload is opaque. The order is the
 *   same for every limit.
 * Source: external merge sort, Knuth TAOCP 3, 5.4; 8 key bytes beside each row's place, so that
 *   sorting touches few rows (Nyberg et al. 1994, AlphaSort), and those sorted by radix.
 * Cost: a reading of the rows, a radix sort of 8 bytes a row, then comparisons of what is equal in
 *   them; one write and one read of what spills.
 * Threads: one.
 */
#pragma once
#include "base/budget.h"
#include "base/sealed_file.h"

typedef struct _HnRowSorter HnRowSorter;
/* Spill files are PREFIX-0, PREFIX-1 ...; removed by free. Rows are held in memory while @budget
 * allows, at least 1 MiB of them. Borrows @budget and @seal (nullable). */
HnRowSorter *hn_row_sorter_new(const char *prefix, HnBudget *budget, const HnSealKey *seal);
void hn_row_sorter_free(HnRowSorter *sorter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRowSorter, hn_row_sorter_free)
gboolean hn_row_sorter_add(HnRowSorter *sorter, HnSlice key, HnSlice payload, GError **error);
/* After the last add; then next() gives the rows. */
gboolean hn_row_sorter_finish(HnRowSorter *sorter, GError **error);
/* Borrowed until the next call of next(). *ret_more = FALSE at the end. */
gboolean hn_row_sorter_next(HnRowSorter *sorter, HnSlice *ret_key, HnSlice *ret_payload,
                            gboolean *ret_more, GError **error);
/* The key of the row that next() will give; FALSE: there is none. Borrowed until then. */
gboolean hn_row_sorter_peek(const HnRowSorter *sorter, HnSlice *ret_key);
