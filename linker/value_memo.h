/* linker/value_memo.h - raw values of a field and the codes that they became: most registers write
 * a province, a sex or a ward in few ways, and nothing else of the row changes what it becomes.
 *
 * Data walk: field_cells.c asks before it repairs and standardises a value.
 * Bound: HN_VALUE_MEMO_PLACES values of 55 bytes; of two that share a place the last one stays. A
 *   field of which few come again gives it up. It changes no code: those are of the dictionary,
 *   which had the value before, and with another dictionary all is forgotten.
 * Cost: 10 ns a value that is there, of which none is read, repaired, folded or interned; 128 kB.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

#define HN_VALUE_MEMO_PLACES 2048u /* a power of two */
#define HN_VALUE_MEMO_NOWHERE G_MAXUINT32

typedef struct _HnValueMemo HnValueMemo;
HnValueMemo *hn_value_memo_new(void);
void hn_value_memo_free(HnValueMemo *memo); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnValueMemo, hn_value_memo_free)

/* Of which dictionary codes are from now on (hn_dictionary_serial()). */
void hn_value_memo_begin(HnValueMemo *memo, guint64 serial);
/* TRUE: *ret_code is what @raw became. FALSE: *ret_place is where it belongs, or
 * HN_VALUE_MEMO_NOWHERE. */
gboolean hn_value_memo_find(HnValueMemo *memo, HnSlice raw, guint32 *ret_code, guint32 *ret_place);
/* At the place that _find() gave for @raw. */
void hn_value_memo_put(HnValueMemo *memo, guint32 place, HnSlice raw, guint32 code);
