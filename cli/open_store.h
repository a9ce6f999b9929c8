/* cli/open_store.h - a command's way to the configuration and to what a project has stored.
 *
 * Data walk: -c FILE -> checked project -> store. What goes wrong is told on stderr; the caller
 *   returns *ret_exit.
 * Threads: one.
 */
#pragma once
#include "config/project.h"
#include "store/store.h"

/* @config NULL: complains that -c is missing. NULL: it was told, *ret_exit says how it ends. */
HnProject *hn_open_project(const char *command, const char *config, int *ret_exit);
/* The run that is named by its id, or the published one where @name is NULL; 0 with
 * HN_LINKER_ERROR_UNKNOWN. */
guint64 hn_named_run(HnStore *store, const char *name, GError **error);
/* NULL: there is no such target, which was told. */
const HnTarget *hn_target_named(const char *command, const HnProject *project, const char *name);
HnStore *hn_open_store(const char *command, const HnProject *project, HnStoreMode mode,
                       int *ret_exit);
