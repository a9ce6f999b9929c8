/* connect/column_names.h - the column names of a delivery, in order of appearance: name <-> index.
 *
 * Data walk: a CSV header or the keys of JSON lines add names; several files of a delivery share
 * them. Source: open addressing over XXH3 with a seed that nobody outside knows, so that chosen
 * keys cannot make it slow; the order of names never depends on it. Cost: about 20 ns a find.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"

#define HN_COLUMNS_MAX 16384

typedef struct _HnColumnNames HnColumnNames;
HnColumnNames *hn_column_names_new(void);
void hn_column_names_free(HnColumnNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnColumnNames, hn_column_names_free)
guint hn_column_names_find(const HnColumnNames *names, HnSlice name); /* G_MAXUINT = not there */
/* The index of @name, new or old; G_MAXUINT when it would be the 16,385th. @name holds no NUL. */
guint hn_column_names_add(HnColumnNames *names, HnSlice name);
guint hn_column_names_size(const HnColumnNames *names);
HnSlice hn_column_names_get(const HnColumnNames *names, guint column);
const char *const *hn_column_names_all(const HnColumnNames *names); /* valid until the next add */
