/* cli/init_tables.h - tables of a connection as files that `init` can look at.
 *
 * Data walk: a driver's rows -> CSV in a file without a name, which nobody else can open and which
 *   is gone with the process -> the same scan as of any file.
 * Threads: one.
 */
#pragma once
#include "config/project.h"

typedef struct _HnInitTables HnInitTables;
/* None yet. @folder: whose disk holds them meanwhile. @error: a GFileError. */
HnInitTables *hn_init_tables_new(const char *folder, GError **error);
/* One that is there already is not read again. @error: the driver's, with the table in front;
 * HN_BASE_ERROR_*. */
gboolean hn_init_tables_add(HnInitTables *tables, const HnConnection *connection, const char *table,
                            GError **error);
void hn_init_tables_free(HnInitTables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnInitTables, hn_init_tables_free)
/* NULL-terminated, as they were added; their stems are the sources' names: CONNECTION_TABLE, and a
 * number behind it where two tables would have one name. */
const char *const *hn_init_tables_paths(const HnInitTables *tables);
/* @text with the tables in the place of these paths, which are of this one call. (transfer full) */
char *hn_init_tables_tell(const HnInitTables *tables, const char *text);
/* `from:` of a source, as YAML: what the path stands for. */
const char *hn_init_tables_from(const HnInitTables *tables, const char *path);
