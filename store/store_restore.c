#include "store/store_restore.h"

#include "base/base_error.h"
#include "base/io.h"
#include "records/entity_id.h"
#include "store/backup_facts.h"
#include "store/backup_list.h"
#include "store/store_private.h"

/* ---- checking ---- */

static gboolean
damaged(const char *folder, const char *path, const char *what, GError **error)
{
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT, "'%s/%s' %s", folder, path, what);
    return FALSE;
}

/* @to: NULL, or the folder that gets a copy of what is below state/. */
static gboolean
check_file(const char *folder, const HnBackupFile *file, const char *to, GError **error)
{
    guint8 digest[HN_DIGEST_BYTES];
    guint64 n_bytes = 0;
    GError *problem = NULL;
    g_autofree char *from = g_build_filename(folder, file->path, NULL);
    const gboolean is_copied = to != NULL && g_str_has_prefix(file->path, "state/");
    g_autofree char *copy =
        is_copied ? g_build_filename(to, file->path + strlen("state/"), NULL) : NULL;
    if (!hn_backup_copy(from, copy, digest, &n_bytes, &problem)) {
        if (!g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING)) {
            g_propagate_error(error, problem);
            return FALSE;
        }
        g_error_free(problem);
        return damaged(folder, file->path, "is missing in the backup", error);
    }
    return memcmp(digest, file->digest, sizeof digest) == 0 ||
           damaged(folder, file->path, "is not what was written", error);
}

static gboolean
check_files(HnBackupList *list, const char *folder, const char *to, GError **error)
{
    gsize n = 0;
    const HnBackupFile *files = hn_backup_list_files(list, &n);
    for (gsize i = 0; i < n; i++)
        if (!check_file(folder, &files[i], to, error))
            return FALSE;
    return TRUE;
}

static gboolean
check_nothing_else(const HnBackupList *list, const char *folder, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    if (!hn_backup_walk(folder, "state", paths, error))
        return FALSE;
    for (guint i = 0; i < paths->len; i++)
        if (hn_backup_list_find(list, paths->pdata[i]) == NULL)
            return damaged(folder, paths->pdata[i], "is no file of the backup", error);
    return TRUE;
}

/* Whatever else its link may say: it is made anew. */
static gboolean
check_facts(const char *folder, const HnSealKey *key, HnBackupInfo *ret_info, GError **error)
{
    HnBackupInfo found = { 0 };
    g_autofree char *state = g_build_filename(folder, "state", NULL);
    if (!hn_backup_facts_read(folder, ret_info, error) ||
        !hn_backup_facts_look(state, key, &found, error))
        return FALSE;
    return (found.run == ret_info->run && found.epoch == ret_info->epoch &&
            memcmp(found.digest, ret_info->digest, sizeof found.digest) == 0) ||
           damaged(folder, HN_BACKUP_FACTS, "tells of another state than there is", error);
}

static HnBackupList *
check(const char *folder, const HnSealKey *key, HnBackupInfo *ret_info, GError **error)
{
    g_autoptr(HnBackupList) list = hn_backup_list_read(folder, error);
    return list != NULL && check_files(list, folder, NULL, error) &&
                   check_nothing_else(list, folder, error) &&
                   check_facts(folder, key, ret_info, error)
               ? g_steal_pointer(&list)
               : NULL;
}

gboolean
hn_store_backup_check(const char *folder, const HnSealKey *key, HnBackupInfo *ret_info,
                      GError **error)
{
    g_autoptr(HnBackupList) list = check(folder, key, ret_info, error);
    return list != NULL;
}

/* ---- restoring ---- */

static gboolean
check_place(const char *state, GError **error)
{
    g_autoptr(GDir) files = g_dir_open(state, 0, NULL);
    if (files == NULL ? !g_file_test(state, G_FILE_TEST_EXISTS) : g_dir_read_name(files) == NULL)
        return TRUE;
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS,
                "'%s' is there already: move it away first; restoring replaces nothing", state);
    return FALSE;
}

/* As after hn_store_recover(): no target has seen the epochs from here on. */
static gboolean
move_epoch_on(const char *state, const HnSealKey *key, GError **error)
{
    g_autoptr(HnStore) store = hn_store_open_database(state, "", key, HN_STORE_WRITE, error);
    if (store == NULL)
        return FALSE;
    store->is_recovering = TRUE; /* the anchor is what it is */
    return hn_store_begin(store, error) &&
           hn_store_end(store,
                        hn_sql_run(store->db, error, "UPDATE store SET epoch = epoch + ?", "i",
                                   (guint64)HN_STORE_EPOCH_GAP),
                        error);
}

static gboolean
fill(const char *folder, HnBackupList *list, const char *to, guint64 run, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    g_autofree char *results = g_build_filename(to, "results", NULL);
    g_autofree char *link = g_build_filename(results, "current", NULL);
    if (!hn_io_remove_tree(to, error) || !hn_io_make_folder(to, error) ||
        !check_files(list, folder, to, error) || !hn_io_make_folder(results, error))
        return FALSE;
    hn_entity_id_format('r', run, id);
    g_autofree char *current = g_build_filename(results, id, NULL);
    return !g_file_test(current, G_FILE_TEST_IS_DIR) || hn_io_symlink_replace(id, link, error);
}

static gboolean
put_in_place(const char *from, const char *state, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(state);
    return hn_io_rename(from, state, error) && hn_io_sync_folder(parent, error);
}

gboolean
hn_store_restore(const char *folder, const char *state, const HnSealKey *key,
                 HnBackupInfo *ret_info, GError **error)
{
    g_autofree char *temporary = g_strconcat(state, ".restoring", NULL);
    g_autoptr(HnBackupList) list = NULL;
    if (!check_place(state, error) || (list = check(folder, key, ret_info, error)) == NULL)
        return FALSE;
    if (fill(folder, list, temporary, ret_info->run, error) &&
        move_epoch_on(temporary, key, error) && hn_backup_sync_tree(temporary, error) &&
        put_in_place(temporary, state, error))
        return TRUE;
    hn_io_remove_tree(temporary, NULL); /* the first error is the one to tell */
    return FALSE;
}
