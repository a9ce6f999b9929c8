/* store/backup_facts.h - backup.json: of what a backup is, and whether its state is what it says.
 *
 * Data walk: store_backup.c looks at the copy that it made and writes the facts; checking a backup
 *   looks again and compares. docs/formats.md has the keys; nothing of a record is in it.
 * Cost: one pass over all segments, twice (each against the manifest, then the logical digest).
 * Threads: the caller's.
 */
#pragma once
#include "store/store_backup.h"

#define HN_BACKUP_FACTS "backup.json"

/* Fills in what the state folder @state tells: format, run, epoch, lines, segments, digest. Every
 * segment is read against the manifest: HN_STORE_ERROR_CORRUPT, HN_BASE_ERROR_CORRUPT, _KEY. */
gboolean hn_backup_facts_look(const char *state, const HnSealKey *key, HnBackupInfo *info,
                              GError **error);
gboolean hn_backup_facts_write(const char *folder, const HnBackupInfo *info, GError **error);
gboolean hn_backup_facts_read(const char *folder, HnBackupInfo *ret_info, GError **error);
