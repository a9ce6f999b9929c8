/* store/backup_list.h - SHA256SUMS: every file of a backup with its SHA-256, in the form that
 * `sha256sum -c` reads, and a last line over those before it.
 *
 * Data walk: store_backup.c adds what it copied and writes the list last; store_restore.c reads it
 *   and compares. So a backup can be checked where this program is not installed, too.
 * Form: docs/formats.md. Paths are relative to the backup's folder, ascending by bytes.
 * Cost: one pass over each file, SHA-256 at about 1 GB/s.
 * Threads: a list belongs to one thread.
 */
#pragma once
#include "base/hash.h"

#define HN_BACKUP_LIST "SHA256SUMS"

typedef struct {
    char *path;
    guint8 digest[HN_DIGEST_BYTES];
} HnBackupFile;

typedef struct _HnBackupList HnBackupList;
HnBackupList *hn_backup_list_new(void);
/* @path: relative, without a line break or a backslash, which the form has no room for: else
 * HN_STORE_ERROR_NAME. A path that is there already gets the new digest. */
gboolean hn_backup_list_add(HnBackupList *list, const char *path,
                            const guint8 digest[HN_DIGEST_BYTES], GError **error);
const HnBackupFile *hn_backup_list_find(const HnBackupList *list, const char *path); /* nullable */
/* Forgets the files whose paths are not in @wanted, and gives them: (transfer full) */
GPtrArray *hn_backup_list_keep(HnBackupList *list, const HnBackupList *wanted);
/* [ret_n], ascending by path; borrowed until the list changes. */
const HnBackupFile *hn_backup_list_files(HnBackupList *list, gsize *ret_n);
gboolean hn_backup_list_write(HnBackupList *list, const char *folder, GError **error);
/* HN_STORE_ERROR_CORRUPT where a line, or the sum over all lines, is not right; a path that leads
 * out of the folder is not right. */
HnBackupList *hn_backup_list_read(const char *folder, GError **error);
void hn_backup_list_free(HnBackupList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBackupList, hn_backup_list_free)

/* The digest of @from, and, where @to is given, a durable copy, which must not be there yet; its
 * folder is made. */
gboolean hn_backup_copy(const char *from, const char *to, guint8 ret_digest[HN_DIGEST_BYTES],
                        guint64 *ret_n_bytes, GError **error);
/* Appends the paths of all regular files below @folder/@relative, as relative ones; what is not
 * there has none, links are not followed and left out. */
gboolean hn_backup_walk(const char *folder, const char *relative, GPtrArray *paths, GError **error);
/* Makes the names of everything below @folder durable, and its own folders'. */
gboolean hn_backup_sync_tree(const char *folder, GError **error);
