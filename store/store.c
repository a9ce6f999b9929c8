#include "store/store.h"

#include <errno.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"
#include "store/checked_pages.h"
#include "store/store_error.h"
#include "store/store_migrate.h"
#include "store/store_private.h"
#include "store/store_sum.h"

#define BUSY_TIMEOUT_MS 5000 /* for the moments in which a reader recovers the write-ahead log */

/* ---- transactions ---- */

void
hn_store_read_failed(HnStore *store, GError *problem)
{
    if (store->read_problem == NULL)
        store->read_problem = g_strdup(problem->message);
    g_error_free(problem);
}

static gboolean
check_reads(const HnStore *store, GError **error)
{
    if (store->read_problem == NULL)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT, "the store '%s': %s", store->folder,
                store->read_problem);
    return FALSE;
}

/* Lines that others appended since. One that was killed between its transaction and its lines left
 * them to whoever comes next. */
static gboolean
follow_anchor(HnStore *store, GError **error)
{
    guint64 n_lines = 0;
    if (!hn_sql_number(store->db, &n_lines, error, "SELECT max(number) FROM anchor_lines", ""))
        return FALSE;
    return n_lines == store->n_lines || store->is_recovering || hn_store_check_anchor(store, error);
}

/* A run that another took over writes nothing more (I12). */
static gboolean
check_fence(HnStore *store, GError **error)
{
    guint64 epoch = 0;
    if (!hn_sql_number(store->db, &epoch, error, "SELECT epoch FROM store", ""))
        return FALSE;
    if (!store->is_run)
        store->epoch = epoch;
    if (epoch == store->epoch)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_FENCED,
                "another run took over the store '%s' (epoch %" G_GUINT64_FORMAT
                ", ours is %" G_GUINT64_FORMAT "): this one ends, and has published nothing since",
                store->folder, epoch, store->epoch);
    return FALSE;
}

gboolean
hn_store_begin(HnStore *store, GError **error)
{
    if (store->mode == HN_STORE_READ || store->is_broken) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE,
                    store->mode == HN_STORE_READ
                        ? "the store '%s' was opened for reading"
                        : "the store '%s' had a failed write; open it again to recover",
                    store->folder);
        return FALSE;
    }
    if (!check_reads(store, error))
        return FALSE;
    g_assert(sqlite3_get_autocommit(store->db) && store->new_lines->len == 0);
    if (!hn_store_locks_write(&store->locks, error))
        return FALSE;
    if (!follow_anchor(store, error) || !hn_sql_script(store->db, "BEGIN IMMEDIATE", error)) {
        hn_store_locks_end_write(&store->locks);
        return FALSE;
    }
    return check_fence(store, error) || hn_store_end(store, FALSE, NULL);
}

static gboolean
commit(HnStore *store, gboolean done, GError **error)
{
    done = done && check_reads(store, error);
    if (done && hn_sql_script(store->db, "COMMIT", error))
        return hn_store_append_new_lines(store, error);
    if (done) /* whether a commit that failed in fsync is durable, only the next open can tell */
        store->is_broken = TRUE;
    g_ptr_array_set_size(store->new_lines, 0);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return FALSE;
}

gboolean
hn_store_end(HnStore *store, gboolean done, GError **error)
{
    done = commit(store, done, error);
    hn_store_locks_end_write(&store->locks);
    return done;
}

/* ---- one moment ---- */

/* Pins what a reader sees: everything it asks for is of one published state (I8). */
gboolean
hn_store_pin(HnStore *store, GError **error)
{
    guint64 n = 0;
    return hn_sql_script(store->db, "BEGIN", error) &&
           hn_sql_number(store->db, &n, error, "SELECT count(*) FROM sqlite_schema", "");
}

void
hn_store_unpin(HnStore *store)
{
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
}

gboolean
hn_store_moment(HnStore *store, HnStoreMoment *ret_moment, GError **error)
{
    *ret_moment = (HnStoreMoment){ .published_run = hn_store_published_run(store) };
    return hn_sql_number(store->db, &ret_moment->last_change, error,
                         "SELECT last_change FROM store", "") &&
           hn_sql_number(store->db, &ret_moment->last_decision, error,
                         "SELECT max(sequence) FROM decisions", "");
}

/* ---- opening ---- */

static gboolean
prepare_folder(const char *state, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(state);
    if (!hn_io_make_folder(state, error) || !hn_io_sync_folder(parent, error) ||
        !hn_io_keep_private(state, error))
        return FALSE;
    static const char *const inside[] = { "segments", "runs", "bundles", "results" };
    for (gsize i = 0; i < G_N_ELEMENTS(inside); i++) {
        g_autofree char *path = g_build_filename(state, inside[i], NULL);
        if (!hn_io_make_folder(path, error))
            return FALSE;
    }
    return hn_io_sync_folder(state, error);
}

static gboolean
set_pragmas(HnStore *store, GError **error)
{
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    sqlite3_extended_result_codes(store->db, 1);
    if (!hn_sql_script(store->db,
                       "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                       "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL",
                       error))
        return FALSE;
    if (store->mode == HN_STORE_READ)
        return hn_sql_script(store->db, "PRAGMA query_only = ON", error);
    g_autoptr(sqlite3_stmt) query = hn_sql_query(store->db, error, "PRAGMA journal_mode = WAL", "");
    gboolean row = FALSE;
    if (query == NULL || !hn_sql_next(query, &row, error))
        return FALSE;
    if (row && g_strcmp0((const char *)sqlite3_column_text(query, 0), "wal") == 0)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_DATABASE,
                "'%s': this file system cannot hold a write-ahead log", store->folder);
    return FALSE;
}

/* A reader that may not even create the -shm file: on a read-only medium nobody writes either. */
static gboolean
open_immutable(HnStore *store, const char *path, GError **error)
{
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    g_autofree char *escaped = g_uri_escape_string(path, "/", FALSE);
    g_autofree char *uri = g_strconcat("file:", escaped, "?immutable=1", NULL);
    if (g_file_test(log, G_FILE_TEST_EXISTS))
        return hn_sql_fail(store->db, "opening the store for reading", error);
    sqlite3_close(g_steal_pointer(&store->db));
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(uri, &store->db, flags, hn_checked_pages_vfs()) != SQLITE_OK)
        return hn_sql_fail(store->db, "opening the store for reading", error);
    return set_pragmas(store, error) && hn_store_pin(store, error);
}

static gboolean
open_reading(HnStore *store, const char *path, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING, "there is no store in '%s' yet",
                    store->folder);
        return FALSE;
    }
    if (!hn_store_sum_check(store->folder, &store->is_at_rest, error))
        return FALSE;
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &store->db, flags, hn_checked_pages_vfs()) != SQLITE_OK)
        return hn_sql_fail(store->db, "opening the store for reading", error);
    if (set_pragmas(store, error) && hn_store_pin(store, NULL))
        return TRUE;
    g_clear_error(error);
    const int code = sqlite3_extended_errcode(store->db) & 0xff;
    if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY)
        return open_immutable(store, path, error);
    return hn_sql_fail(store->db, "opening the store for reading", error);
}

/* After a kill there is no sum: then at least the structure, the constraints and the indexes must
 * be sound. */
static gboolean
check_integrity(HnStore *store, GError **error)
{
    g_autoptr(sqlite3_stmt) query = hn_sql_query(store->db, error, "PRAGMA integrity_check(1)", "");
    gboolean row = FALSE;
    if (query == NULL || !hn_sql_next(query, &row, error))
        return FALSE;
    if (row && g_strcmp0((const char *)sqlite3_column_text(query, 0), "ok") == 0)
        return TRUE;
    g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT, "'%s/store.db' is damaged",
                store->folder);
    return FALSE;
}

/* SQLite would make the file readable for everybody, as the umask allows; the log and the index of
 * shared memory get the file's mode. An empty file is a new database. */
static gboolean
make_private(const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    const int fd = hn_io_create(path, error);
    return fd >= 0 && hn_io_close(fd, error);
}

static gboolean
open_writing(HnStore *store, const char *path, GError **error)
{
    HnStoreLocks *locks = &store->locks;
    if (!prepare_folder(store->folder, error) ||
        (store->is_run && !hn_store_locks_run(locks, store->mode == HN_STORE_TAKE_OVER, error)) ||
        !hn_store_locks_open(locks, &store->was_alone, error) ||
        !hn_store_locks_write(locks, error)) /* until the store is open */
        return FALSE;
    store->is_at_rest = !store->was_alone; /* then another has looked at it */
    if (store->was_alone && (!hn_store_sum_check(store->folder, &store->is_at_rest, error) ||
                             (store->is_at_rest && !hn_store_sum_remove(store->folder, error))))
        return FALSE;
    if (!make_private(path, error))
        return FALSE;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &store->db, flags, hn_checked_pages_vfs()) != SQLITE_OK ||
        hn_checked_pages_prepare(store->db) != SQLITE_OK)
        return hn_sql_fail(store->db, "opening the store", error);
    return set_pragmas(store, error) && (store->is_at_rest || check_integrity(store, error));
}

/* The first transaction of a new store. Nothing was issued yet, so the anchor may still be missing.
 */
static gboolean
create(HnStore *store, GError **error)
{
    if (!hn_store_locks_write(&store->locks, error))
        return FALSE;
    if (!hn_sql_script(store->db, "BEGIN IMMEDIATE", error))
        return hn_store_end(store, FALSE, NULL);
    hn_rng_entropy(store->uuid, sizeof store->uuid);
    hn_rng_entropy(store->hash_key, sizeof store->hash_key);
    const gboolean created =
        hn_store_schema_create(store, error) &&
        hn_sql_run(store->db, error, "INSERT INTO store VALUES (1, ?, ?, 1, 0, 0)", "bb",
                   hn_slice(store->uuid, sizeof store->uuid),
                   hn_slice(store->hash_key, sizeof store->hash_key));
    return hn_store_end(store, created, error);
}

static gboolean
load_identity(HnStore *store, GError **error)
{
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(store->db, error, "SELECT uuid, hash_key, epoch FROM store", "");
    gboolean row = FALSE;
    if (query == NULL || !hn_sql_next(query, &row, error))
        return FALSE;
    if (!row) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT, "'%s/store.db' has no identity",
                    store->folder);
        return FALSE;
    }
    store->epoch = hn_sql_column_number(query, 2);
    return hn_sql_column_exact(query, 0, store->uuid, sizeof store->uuid, "the uuid", error) &&
           hn_sql_column_exact(query, 1, store->hash_key, sizeof store->hash_key, "the hash key",
                               error);
}

HnStore *
hn_store_open_database(const char *state, const char *anchor, const HnSealKey *key,
                       HnStoreMode mode, GError **error)
{
    g_autoptr(HnStore) store = g_new0(HnStore, 1);
    store->folder = g_strdup(state);
    store->anchor = g_strdup(anchor);
    store->mode = mode;
    store->is_run = mode == HN_STORE_WRITE || mode == HN_STORE_TAKE_OVER;
    hn_store_locks_init(&store->locks, state);
    store->has_key = key != NULL;
    store->new_lines = g_ptr_array_new_with_free_func(g_free);
    if (key != NULL)
        store->key = *key;
    g_autofree char *path = g_build_filename(state, "store.db", NULL);
    gboolean is_empty = FALSE;
    if (!(mode == HN_STORE_READ ? open_reading : open_writing)(store, path, error))
        return NULL;
    if (!hn_store_schema_check(store, &is_empty, error)) {
        store->is_sound = store->is_at_rest; /* of another program: it gets its sum back */
        return NULL;
    }
    if (is_empty && mode == HN_STORE_READ) {
        g_set_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING, "there is no store in '%s' yet",
                    state);
        return NULL;
    }
    if ((is_empty && !create(store, error)) || !load_identity(store, error))
        return NULL;
    store->is_at_rest |= is_empty; /* there was nothing that could be lost */
    store->is_sound = TRUE;
    return g_steal_pointer(&store);
}

gboolean
hn_store_take_epoch(HnStore *store, GError **error)
{
    if (!hn_store_begin(store, error))
        return FALSE;
    const gboolean taken =
        hn_sql_run(store->db, error, "UPDATE store SET epoch = epoch + 1, anchored = 1", "");
    store->epoch += taken ? 1 : 0;
    return hn_store_end(store, taken, error);
}

/* Who writes beside a run has no epoch of its own; only the first of a new store needs one. */
static gboolean
open_for_writing(HnStore *store, GError **error)
{
    guint64 anchored = 0;
    if (!hn_store_check_anchor(store, error)) {
        store->is_sound = store->is_at_rest; /* else its log may be damaged: no sum may hide that */
        return FALSE;
    }
    if (!hn_store_migrate(store, error) ||
        !hn_sql_number(store->db, &anchored, error, "SELECT anchored FROM store", "") ||
        ((store->is_run || anchored == 0) && !hn_store_take_epoch(store, error)) ||
        (store->is_run && !hn_store_sweep(store, error)))
        return FALSE;
    hn_store_locks_end_write(&store->locks);
    return !store->was_alone || hn_store_locks_share(&store->locks, error);
}

HnStore *
hn_store_open(const char *state, const char *anchor, const HnSealKey *key, HnStoreMode mode,
              GError **error)
{
    g_autoptr(HnAnchorFile) file =
        mode == HN_STORE_READ ? hn_anchor_file_read(anchor, error) : NULL;
    if (mode == HN_STORE_READ && file == NULL)
        return NULL;
    g_autoptr(HnStore) store = hn_store_open_database(state, anchor, key, mode, error);
    if (store == NULL)
        return NULL;
    if (mode == HN_STORE_READ && !hn_store_look_at_anchor(store, file, error))
        return NULL;
    if (mode != HN_STORE_READ && !open_for_writing(store, error))
        return NULL;
    return g_steal_pointer(&store);
}

void
hn_store_close(HnStore *store)
{
    if (store == NULL)
        return;
    const gboolean is_closed = sqlite3_close(store->db) == SQLITE_OK && store->db != NULL;
    if (is_closed && !store->is_broken && store->is_sound && store->read_problem == NULL &&
        hn_store_locks_is_last(&store->locks))
        hn_store_sum_write(store->folder,
                           NULL); /* without one the next open checks more, that is all */
    hn_store_locks_clear(&store->locks);
    g_clear_pointer(&store->new_lines, g_ptr_array_unref);
    g_clear_pointer(&store->last_line, g_bytes_unref);
    g_free(store->folder);
    g_free(store->anchor);
    g_free(store->read_problem);
    g_free(store);
}

gboolean
hn_store_is_behind(const HnStore *store)
{
    return store->is_behind;
}

guint64
hn_store_migrated_from(const HnStore *store)
{
    return store->migrated_from;
}

gboolean
hn_store_took_over(const HnStore *store)
{
    return store->locks.took_over;
}

gboolean
hn_store_hold(HnStore *store, GError **error)
{
    return hn_store_begin(store, error);
}

gboolean
hn_store_release(HnStore *store, GError **error)
{
    return hn_store_end(store, TRUE, error);
}

const char *
hn_store_folder(const HnStore *store)
{
    return store->folder;
}

void
hn_store_use_pool(HnStore *store, HnThreadPool *pool)
{
    store->pool = pool;
}

HnThreadPool *
hn_store_pool(const HnStore *store)
{
    return store->pool;
}

guint64
hn_store_epoch(const HnStore *store)
{
    return store->epoch;
}

const HnSealKey *
hn_store_seal_key(const HnStore *store)
{
    return store->has_key ? &store->key : NULL;
}

const guint8 *
hn_store_hash_key(const HnStore *store)
{
    return store->hash_key;
}

char *
hn_store_path(const HnStore *store, const char *relative)
{
    return g_build_filename(store->folder, relative, NULL);
}

/* ---- promoted model bundle per entity type ---- */

char *
hn_store_bundle(HnStore *store, const char *entity_type)
{
    GError *problem = NULL;
    gboolean row = FALSE;
    if (store->ahead != NULL) {
        char *next = hn_store_promoted_with(store, store->ahead_run, entity_type);
        if (next != NULL)
            return next;
    }
    g_autoptr(sqlite3_stmt) query = hn_sql_query(
        store->db, &problem, "SELECT bundle FROM bundles WHERE entity_type = ?", "t", entity_type);
    if (query == NULL || !hn_sql_next(query, &row, &problem))
        hn_store_read_failed(store, problem);
    return row ? hn_sql_column_text(query, 0) : NULL;
}

gboolean
hn_store_promote_bundle(HnStore *store, const char *entity_type, const char *bundle, GError **error)
{
    g_assert(strlen(bundle) >= 1 && strlen(bundle) <= HN_DIGEST_HEX_CHARS);
    if (!hn_store_begin(store, error))
        return FALSE;
    const gboolean done = hn_sql_run(store->db, error,
                                     "INSERT INTO bundles VALUES (?, ?)"
                                     " ON CONFLICT DO UPDATE SET bundle = excluded.bundle",
                                     "tt", entity_type, bundle);
    return hn_store_end(store, done, error);
}
