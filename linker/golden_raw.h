/* linker/golden_raw.h - the values of golden records in the form that their records gave them.
 *
 * Data walk: golden_lines.c marks, for every row, the attributes whose value it gives; the current
 *   record versions of each source are streamed once more and the raw forms of just those values
 *   are kept; rendering takes them, row by row, in the order of the attributes.
 * Why again: dictionaries hold canonical forms. To hold every raw form from standardising on would
 *   cost memory as large as the delivery; a golden record shows about half of it.
 * Cost: one pass over the current records, sources side by side; 16 bytes a row and the kept bytes.
 * Threads: _keep uses the pool; a row's forms are taken by one thread at a time.
 */
#pragma once
#include "linker/golden_record.h"
#include "linker/standardise_stage.h"

typedef struct _HnGoldenRaw HnGoldenRaw;
HnGoldenRaw *hn_golden_raw_new(const HnRecordTable *table); /* borrows it */
void hn_golden_raw_free(HnGoldenRaw *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnGoldenRaw, hn_golden_raw_free)
/* [n_rows], all 0 at first: bit a = the row gives a value of attribute a. To be set before _keep.
 */
guint64 *hn_golden_raw_marks(HnGoldenRaw *raw);
/* @input: whose table it is. Errors are those of the record store. */
gboolean hn_golden_raw_keep(HnGoldenRaw *raw, const HnStandardiseInput *input, GError **error);

/* Each takes the next of the row's marked attributes, in their order, and goes on to the one after.
 */
HnSlice hn_golden_raw_take(HnGoldenRaw *raw, guint32 row);
/* Of an attribute of many values: the form of one value, without going on; and going on. */
HnSlice hn_golden_raw_find(const HnGoldenRaw *raw, const HnGoldenValue *value);
void hn_golden_raw_skip(HnGoldenRaw *raw, guint32 row);

/* Any value of a marked row, without going on; not to be mixed with those above. */
HnSlice hn_golden_raw_look(const HnGoldenRaw *raw, const HnGoldenValue *value);

/* Asks for where a row's forms are; and, once that has arrived, for the forms. */
void hn_golden_raw_prefetch(const HnGoldenRaw *raw, guint32 row);
void hn_golden_raw_prefetch_forms(const HnGoldenRaw *raw, guint32 row);
