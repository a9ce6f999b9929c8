/* insight/value_tally.h - counts of byte strings: values, shapes or words of one column's sample.
 *
 * Data walk: column_profile.c counts the distinct values of a column, then looks at each once.
 * Limits: beyond @n_max entries new ones are passed over; callers add in a fixed order, so which
 *   ones is settled by the data.
 * Cost: 20-40 ns an addition.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

typedef struct {
    HnSlice text; /* borrowed from the caller, or from the tally's arena */
    guint64 hash;
    guint64 count;
} HnTallyEntry;

typedef struct _HnValueTally HnValueTally;
/* @copies: texts are copied; else they must outlive the tally. */
HnValueTally *hn_value_tally_new(gsize n_max, gboolean copies);
void hn_value_tally_free(HnValueTally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnValueTally, hn_value_tally_free)
void hn_value_tally_add(HnValueTally *tally, HnSlice text, guint64 count);
gsize hn_value_tally_size(const HnValueTally *tally);
guint64 hn_value_tally_total(const HnValueTally *tally); /* of all counts, also passed-over ones */
const HnTallyEntry *hn_value_tally_entries(const HnValueTally *tally); /* in order of arrival */
/* The count of @text; 0: not there. */
guint64 hn_value_tally_count(const HnValueTally *tally, HnSlice text);
/* The @n most frequent entries into @ret, most frequent first, ties by bytes; returns how many. */
guint hn_value_tally_top(const HnValueTally *tally, HnTallyEntry *ret, guint n);
