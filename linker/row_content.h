/* linker/row_content.h - whether tonight's row says what the store's version of it says.
 *
 * Data walk: land asks it for each record that it knows already; a version is written only where
 *   the answer is no. Compared are the fields that are there, by column name: the order of the
 *   columns, and a new one that is missing in the row, change nothing. Bytes decide, not a hash.
 * Cost: a comparison of the bytes; columns are matched once a segment.
 * Threads: one.
 */
#pragma once
#include "records/raw_batch.h"

typedef struct _HnRowContent HnRowContent;
/* Tonight's columns, distinct; borrowed. */
HnRowContent *hn_row_content_new(const char *const *columns, guint n);
void hn_row_content_free(HnRowContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnRowContent, hn_row_content_free)
/* @known, @known_columns [n_known]: the version's, of segment number @segment, whose columns are
 * always the same. @row: a field for each of tonight's columns. */
gboolean hn_row_content_same(HnRowContent *content, guint segment, const char *const *known_columns,
                             const HnRawField *known, guint n_known, const HnRawField *row);
/* The same for two of tonight's rows. */
gboolean hn_row_content_same_tonight(const HnRowContent *content, const HnRawField *a,
                                     const HnRawField *b);
