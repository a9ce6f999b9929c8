/* datasets/registers/profile_table.h - a profile file: what is said of each source, by name.
 *
 * Data walk: register_profile.c reads its numbers from here once, before the first row.
 * Source: a CSV of three columns, source,setting,value; '#' opens a comment line. A source takes
 *   what it does not say itself from the one that its setting `like` names, and at last from `*`.
 *   Only names with a `share` are sources, the others are kinds of source to be `like`. A source
 *   with `copies` N stands for N sources, name_01 ...
 * Cost: a look-up is a few hash probes; done once per setting.
 * Threads: immutable after it was read.
 */
#pragma once
#include "base/slice.h"

typedef struct _HnProfileTable HnProfileTable;

#define HN_PROFILE_SOURCES_MAX 256

/* HN_BASE_ERROR_CORRUPT: says the line, never a value of it. */
HnProfileTable *hn_profile_table_parse(HnSlice text, GError **error);
HnProfileTable *hn_profile_table_read(const char *path, GError **error);
/* One that the program carries; HN_BASE_ERROR_MISSING: the message lists those there are. */
HnProfileTable *hn_profile_table_builtin(const char *name, GError **error);
void hn_profile_table_free(HnProfileTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnProfileTable, hn_profile_table_free)

guint hn_profile_table_count(const HnProfileTable *table); /* sources */
const char *hn_profile_table_source(const HnProfileTable *table, guint source);
/* NULL: neither the source nor what it is like says it. */
const char *hn_profile_table_get(const HnProfileTable *table, guint source, const char *setting);
/* Whether every setting of the file is in @known (NULL-terminated); the error says which is not. */
gboolean hn_profile_table_check(const HnProfileTable *table, const char *const *known,
                                GError **error);
