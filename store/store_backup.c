#include "store/store_backup.h"

#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "records/entity_id.h"
#include "store/backup_facts.h"
#include "store/backup_list.h"
#include "store/checked_pages.h"
#include "store/store_private.h"
#include "store/store_sum.h"

/* Nights that may end one after the other while one backup is made. */
#define SNAPSHOTS_MAX 8

typedef struct {
    const char *state, *anchor;
    const HnSealKey *key;
    char *folder; /* FOLDER.tmp */
    char *copy;   /* FOLDER.tmp/state */
    HnBackupList *list;
    HnBackupInfo *info;
    gboolean by_link;
} Backup;

/* ---- the database ---- */

static gboolean
copy_pages(HnStore *store, sqlite3 *copy, GError **error)
{
    sqlite3_backup *pages = sqlite3_backup_init(copy, "main", store->db, "main");
    const int code = pages == NULL ? SQLITE_ERROR : sqlite3_backup_step(pages, -1);
    if (sqlite3_backup_finish(pages) == SQLITE_OK && code == SQLITE_DONE)
        return TRUE;
    return hn_sql_fail(copy, "copying the database", error);
}

/* The copy is a state at rest that nobody works on. */
static gboolean
settle_copy(sqlite3 *copy, GError **error)
{
    return hn_sql_script(copy, "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE", error) &&
           hn_store_abandon_running(copy, error);
}

static gboolean
copy_database(const Backup *backup, HnStore *store, GError **error)
{
    g_autofree char *path = g_build_filename(backup->copy, "store.db", NULL);
    if (!hn_io_unlink(path, error)) /* of an earlier snapshot */
        return FALSE;
    const int fd = hn_io_create(path, error);
    if (fd < 0 || !hn_io_close(fd, error))
        return FALSE;
    sqlite3 *copy = NULL;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    const gboolean opened =
        sqlite3_open_v2(path, &copy, flags, hn_checked_pages_vfs()) == SQLITE_OK &&
        hn_checked_pages_prepare(copy) == SQLITE_OK;
    const gboolean done = opened ? copy_pages(store, copy, error) && settle_copy(copy, error)
                                 : hn_sql_fail(copy, "making the copy of the database", error);
    return sqlite3_close(copy) == SQLITE_OK && done;
}

/* ---- files ---- */

/* Runs first: what is published meanwhile moves from runs/ to results/. */
static gboolean
walk_run(const Backup *backup, guint64 run, HnRunState state, GPtrArray *paths, GError **error)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('r', run, id);
    g_autofree char *runs = g_build_filename("runs", id, NULL);
    g_autofree char *results = g_build_filename("results", id, NULL);
    g_autofree char *segments = g_build_filename("segments", id, NULL);
    return hn_backup_walk(backup->state, runs, paths, error) &&
           hn_backup_walk(backup->state, results, paths, error) &&
           (state != HN_RUN_HELD || hn_backup_walk(backup->state, segments, paths, error));
}

static gboolean
list_runs(const Backup *backup, HnStore *store, GPtrArray *paths, GError **error)
{
    g_autoptr(sqlite3_stmt) query = hn_sql_query(
        store->db, error, "SELECT run, state FROM runs WHERE state IN (?, ?, ?) ORDER BY run",
        "iii", (guint64)HN_RUN_HELD, (guint64)HN_RUN_COMMITTED, (guint64)HN_RUN_PUBLISHED);
    for (gboolean row = FALSE; query != NULL;) {
        if (!hn_sql_next(query, &row, error))
            return FALSE;
        if (!row)
            return TRUE;
        if (!walk_run(backup, hn_sql_column_number(query, 0),
                      (HnRunState)hn_sql_column_number(query, 1), paths, error))
            return FALSE;
    }
    return FALSE;
}

/* All files that the reader's state needs. */
static GPtrArray *
list_files(const Backup *backup, HnStore *store, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) segments = hn_store_segments(store, NULL, NULL, error);
    if (segments == NULL)
        return NULL;
    for (guint i = 0; i < segments->len; i++)
        g_ptr_array_add(paths, g_strdup(((const HnSegment *)segments->pdata[i])->path));
    backup->info->n_segments = segments->len;
    return hn_backup_walk(backup->state, "bundles", paths, error) &&
                   list_runs(backup, store, paths, error)
               ? g_steal_pointer(&paths)
               : NULL;
}

/* FALSE: not possible here; a copy will do. */
static gboolean
link_file(const char *from, const char *to)
{
    g_autofree char *folder = g_path_get_dirname(to);
    return hn_io_make_folder(folder, NULL) && hn_io_link(from, to, NULL);
}

static gboolean
copy_one(const Backup *backup, const char *relative, const char *listed, GError **error)
{
    guint8 digest[HN_DIGEST_BYTES];
    guint64 n_bytes = 0;
    g_autofree char *from = g_build_filename(backup->state, relative, NULL);
    g_autofree char *to = g_build_filename(backup->copy, relative, NULL);
    if (!(backup->by_link && link_file(from, to)) &&
        !hn_backup_copy(from, to, digest, &n_bytes, error))
        return FALSE;
    if (backup->by_link && !hn_backup_copy(to, NULL, digest, &n_bytes, error))
        return FALSE;
    backup->info->n_bytes += n_bytes;
    return hn_backup_list_add(backup->list, listed, digest, error);
}

/* *ret_again: a file went while it was about to be copied, so a night has ended. */
static gboolean
copy_files(const Backup *backup, const GPtrArray *paths, gboolean *ret_again, GError **error)
{
    const guint8 unknown[HN_DIGEST_BYTES] = { 0 };
    g_autoptr(HnBackupList) wanted = hn_backup_list_new();
    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *listed = g_strconcat("state/", paths->pdata[i], NULL);
        GError *problem = NULL;
        if (g_str_has_suffix(listed, ".tmp")) /* being written; nobody refers to it */
            continue;
        if (hn_backup_list_add(wanted, listed, unknown, &problem) &&
            (hn_backup_list_find(backup->list, listed) != NULL ||
             copy_one(backup, paths->pdata[i], listed, &problem)))
            continue;
        *ret_again = g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
        g_propagate_error(error, problem);
        return FALSE;
    }
    g_autoptr(GPtrArray) gone = hn_backup_list_keep(backup->list, wanted);
    for (guint i = 0; i < gone->len; i++) {
        g_autofree char *path = g_build_filename(backup->folder, gone->pdata[i], NULL);
        if (!hn_io_unlink(path, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- one state ---- */

static gboolean
take_snapshot(const Backup *backup, gboolean *ret_again, GError **error)
{
    HnRunInfo run;
    *ret_again = FALSE;
    g_autoptr(HnStore) store =
        hn_store_open(backup->state, backup->anchor, backup->key, HN_STORE_READ, error);
    if (store == NULL || !hn_store_unfinished_run(store, &backup->info->was_going_on, &run, error))
        return FALSE;
    backup->info->was_going_on = backup->info->was_going_on && run.state == HN_RUN_RUNNING;
    backup->info->is_behind = store->is_behind;
    g_autoptr(GPtrArray) paths =
        copy_database(backup, store, error) ? list_files(backup, store, error) : NULL;
    return paths != NULL && copy_files(backup, paths, ret_again, error);
}

static gboolean
take_state(const Backup *backup, GError **error)
{
    gboolean again = TRUE;
    for (guint i = 0; again && i < SNAPSHOTS_MAX; i++) {
        g_clear_error(error);
        if (take_snapshot(backup, &again, error))
            return TRUE;
    }
    return FALSE;
}

/* The link, the sum, the facts and the list. */
static gboolean
complete(const Backup *backup, GError **error)
{
    g_autofree char *results = g_build_filename(backup->copy, "results", NULL);
    g_autofree char *link = g_build_filename(results, "current", NULL);
    if (!hn_store_sum_write(backup->copy, error) ||
        !hn_backup_facts_look(backup->copy, backup->key, backup->info, error))
        return FALSE;
    if (backup->info->run != 0) {
        char id[HN_ENTITY_ID_CHARS + 1];
        hn_entity_id_format('r', backup->info->run, id);
        g_autofree char *current = g_build_filename(results, id, NULL);
        if (g_file_test(current, G_FILE_TEST_IS_DIR) && !hn_io_symlink_replace(id, link, error))
            return FALSE;
    }
    static const char *const last[] = { "state/store.db", "state/store.sum", HN_BACKUP_FACTS };
    gsize n = 0;
    hn_backup_list_files(backup->list, &n);
    backup->info->n_files = n + G_N_ELEMENTS(last);
    if (!hn_backup_facts_write(backup->folder, backup->info, error))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(last); i++) {
        guint8 digest[HN_DIGEST_BYTES];
        guint64 n_bytes = 0;
        g_autofree char *path = g_build_filename(backup->folder, last[i], NULL);
        if (!hn_backup_copy(path, NULL, digest, &n_bytes, error) ||
            !hn_backup_list_add(backup->list, last[i], digest, error))
            return FALSE;
    }
    return hn_backup_list_write(backup->list, backup->folder, error);
}

/* ---- making it ---- */

/* What a killed call left there goes. */
static gboolean
empty_folder(const char *folder, GError **error)
{
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    for (const char *name; files != NULL && (name = g_dir_read_name(files)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (strcmp(name, "lock") != 0 && !hn_io_remove_tree(path, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
make(const Backup *backup, const char *folder, GError **error)
{
    g_autofree char *lock = g_build_filename(backup->folder, "lock", NULL);
    g_autofree char *parent = g_path_get_dirname(folder);
    if (!hn_io_make_folder(backup->folder, error))
        return FALSE;
    const int fd = hn_io_lock(lock, error);
    if (fd < 0)
        return FALSE;
    const gboolean done = empty_folder(backup->folder, error) &&
                          hn_io_make_folder(backup->copy, error) && take_state(backup, error) &&
                          complete(backup, error) && hn_backup_sync_tree(backup->folder, error) &&
                          hn_io_unlink(lock, error) && hn_io_sync_folder(backup->folder, error) &&
                          hn_io_rename(backup->folder, folder, error) &&
                          hn_io_sync_folder(parent, error);
    if (!done)
        hn_io_remove_tree(backup->folder, NULL); /* the first error is the one to tell */
    hn_io_close(fd, NULL);
    return done;
}

static gboolean
check_place(const char *state, const char *folder, GError **error)
{
    g_autofree char *inside = g_strconcat(state, "/", NULL);
    if (g_str_has_prefix(folder, inside) || strcmp(folder, state) == 0) {
        g_set_error(
            error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS,
            "'%s' lies inside the state folder: a backup lies outside, best on another disk",
            folder);
        return FALSE;
    }
    if (!g_file_test(folder, G_FILE_TEST_EXISTS) && !g_file_test(folder, G_FILE_TEST_IS_SYMLINK))
        return TRUE;
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS,
                "'%s' is there already: a backup gets a folder of its own and replaces nothing",
                folder);
    return FALSE;
}

static gboolean
back_up(Backup *backup, const char *folder, GError **error)
{
    g_autoptr(HnBackupList) list = hn_backup_list_new();
    g_autofree char *temporary = g_strconcat(folder, ".tmp", NULL);
    g_autofree char *copy = g_build_filename(temporary, "state", NULL);
    GError *problem = NULL; /* take_state() clears it between its attempts */
    memset(backup->info, 0, sizeof *backup->info);
    backup->info->made_us = hn_clock_wall_us();
    backup->list = list;
    backup->folder = temporary;
    backup->copy = copy;
    if ((backup->by_link || check_place(backup->state, folder, &problem)) &&
        make(backup, folder, &problem))
        return TRUE;
    g_propagate_error(error, problem);
    return FALSE;
}

gboolean
hn_store_backup(const char *state, const char *anchor, const HnSealKey *key, const char *folder,
                HnBackupInfo *ret_info, GError **error)
{
    Backup backup = { .state = state, .anchor = anchor, .key = key, .info = ret_info };
    return back_up(&backup, folder, error);
}

gboolean
hn_store_backup_inside(const char *state, const char *anchor, const HnSealKey *key,
                       const char *folder, HnBackupInfo *ret_info, GError **error)
{
    Backup backup = {
        .state = state, .anchor = anchor, .key = key, .info = ret_info, .by_link = TRUE
    };
    return back_up(&backup, folder, error);
}
