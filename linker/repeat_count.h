/* linker/repeat_count.h - how many of the values that came are equal to an earlier one.
 *
 * Data walk: a contract that limits duplicates hands over the hash of every value of a column, and
 *   asks at the end. What does not fit goes to sorted, sealed files; the count is the same for
 *   every budget.
 * Source: external merge sort, Knuth TAOCP 3, 5.4, of bare numbers: row_sorter.h would take 38
 *   bytes for each.
 * Cost: 16 bytes a value in memory, at most 64 MiB, then 8 on disk; a radix sort, one write and one
 *   read of what spills.
 * Threads: one.
 */
#pragma once
#include "base/budget.h"
#include "base/sealed_file.h"

typedef struct _HnRepeatCount HnRepeatCount;
/* Files are PREFIX-0, PREFIX-1 ...; removed by free. Borrows @budget and @seal (nullable). */
HnRepeatCount *hn_repeat_count_new(const char *prefix, HnBudget *budget, const HnSealKey *seal);
void hn_repeat_count_free(HnRepeatCount *count);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRepeatCount, hn_repeat_count_free)
gboolean hn_repeat_count_add(HnRepeatCount *count, guint64 value, GError **error);
/* After the last add, once. Errors are of the disk. */
gboolean hn_repeat_count_end(HnRepeatCount *count, guint64 *ret_n, GError **error);
