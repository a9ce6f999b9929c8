/* store/store_restore.h - from a backup back to a state folder; and a look whether that would work.
 *
 * Data walk: everything is checked where it lies, then copied beside the state folder and compared
 *   again while it is copied; the folder gets its name last. The anchor is not touched: what it has
 *   seen since keeps the store read-only until hn_store_recover() (anchor.h). Without such lines
 *   the epoch moves on all the same, for writers take one without a line, and targets know it.
 * Cost: as store_backup.h, and one pass more.
 * Threads: the caller's.
 */
#pragma once
#include "store/store_backup.h"

/* @state may be missing or an empty folder, else HN_BASE_ERROR_EXISTS. Until it is whole it is
 * called STATE.restoring; what a kill leaves there is taken away by the next call. */
gboolean hn_store_restore(const char *folder, const char *state, const HnSealKey *key,
                          HnBackupInfo *ret_info, GError **error);
