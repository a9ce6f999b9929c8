/* insight/drafted_column.h - what all values of one column have in common, for a contract.
 *
 * Data walk: contract_draft.c hands over every value of the rows that count, then asks.
 * Cost: a look at each byte, a hash where the column is promised.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"
#include "config/contract.h"
#include "insight/distinct_count.h"

#define HN_DRAFTED_VALUES_MIN 20u /* of fewer values a type may be chance */

typedef struct {
    char *name;
    gboolean is_promised, is_key, is_of_life;
    guint64 n_values, n_dated;
    guint types; /* bit of each HnContractType that all values have */
    gboolean has_leading_zero, has_letter;
    gsize chars_min, chars_max;
    gint64 latest;             /* day since 1970 */
    HnDistinctCount *distinct; /* NULL: nothing is promised of it */
} HnDraftedColumn;

/* After name and is_... were set; all else is zero. */
void hn_drafted_column_start(HnDraftedColumn *column);
void hn_drafted_column_clear(HnDraftedColumn *column);
void hn_drafted_column_take(HnDraftedColumn *column, HnSlice text); /* >= 1 byte */
gboolean hn_drafted_column_has_type(const HnDraftedColumn *column, HnContractType type);
/* Digits that are a name, no count: one begins with 0, or all are long and equally long. */
gboolean hn_drafted_column_is_code(const HnDraftedColumn *column);
/* Characters that every value is to have; 0: not promised. Digits alone may be equally long by
 * chance: a counter gets one more some day, what begins with 0 is filled up to its length. */
gsize hn_drafted_column_length(const HnDraftedColumn *column);
/* The narrowest that all values have, in the words of a contract; NULL: none is sure. */
const char *hn_drafted_column_type(const HnDraftedColumn *column);
/* The more rows, the more of them share a day. */
gboolean hn_drafted_column_tells_time(const HnDraftedColumn *column);
/* Of a promised one: values that an earlier row has too. */
guint64 hn_drafted_column_repeats(const HnDraftedColumn *column, gboolean *ret_is_exact);
