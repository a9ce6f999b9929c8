/* linker/value_frequencies.h - how many records hold each value, and which values are nobody's.
 *
 * Data walk: training counts once; level rates take the agreement of random pairs from it, the
 *   model its term tables, and blocking the common numbers that join no two records by themselves.
 * Common: a value of a number, phone or e-mail address that HN_COMMON_COUNT records hold is
 *   nobody's: a filler, an office, a typing habit. It is no evidence, and training does not look at
 *   it.
 * Cost: one pass over the rows for each attribute, 4 bytes a distinct value.
 * Threads: attributes are counted side by side; immutable afterwards.
 */
#pragma once
#include "base/thread_pool.h"
#include "blocking/blocks.h"
#include "records/record_table.h"

#define HN_COMMON_COUNT 50u

typedef struct {
    guint32 n_with_value; /* records */
    guint32 n_codes;
    guint32 *counts; /* [n_codes + 1] by code; a record with several values counts each once */
} HnAttributeCounts;

typedef struct {
    guint n_attributes;
    HnAttributeCounts *attributes; /* [n_attributes] */
} HnValueFrequencies;

HnValueFrequencies *hn_value_frequencies_new(const HnRecordTable *table, HnThreadPool *pool);
HnValueFrequencies *hn_value_frequencies_copy(const HnValueFrequencies *frequencies);
void hn_value_frequencies_free(HnValueFrequencies *frequencies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnValueFrequencies, hn_value_frequencies_free)

/* Meant to be one holder's: numbers, phones, e-mail addresses. */
gboolean hn_value_frequencies_identifies(HnAttributeType type);

/* Cells of the table in which common values are missing, and @frequencies made to say the same:
 * they would teach that strangers agree on numbers, or that those who do are one. NULL when there
 * are none. Attributes of many values stay as they are. (transfer full) */
guint32 *hn_value_frequencies_drop_common(HnValueFrequencies *frequencies,
                                          const HnRecordTable *table, const HnEntityType *type);

/* Common values of rules that block by one number alone: they join no two records by themselves,
 * not even as a candidate, where a shared address would do the rest. None has refinements.
 * (transfer full) */
HnOversizeList *hn_value_frequencies_list_common(const HnValueFrequencies *frequencies,
                                                 const HnRecordTable *table,
                                                 const HnEntityType *type);
