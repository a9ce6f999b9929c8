#include "store/store_locks.h"

#include "base/base_error.h"
#include "base/io.h"

/* Longer than any transaction; who waits as long meets a writer that was stopped in one. */
#define WAIT_MS 30000

void
hn_store_locks_init(HnStoreLocks *locks, const char *folder)
{
    *locks = (HnStoreLocks){ .run_fd = -1, .open_fd = -1, .write_fd = -1 };
    locks->run_path = g_build_filename(folder, "lock", NULL);
    locks->open_path = g_build_filename(folder, "open.lock", NULL);
    locks->write_path = g_build_filename(folder, "write.lock", NULL);
}

/* Who holds a lock of a file that is gone holds nothing; a new file has a lock of its own. */
static gboolean
take_over_run(HnStoreLocks *locks, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(locks->run_path);
    if (!hn_io_unlink(locks->run_path, error) || !hn_io_sync_folder(folder, error))
        return FALSE;
    locks->run_fd = hn_io_lock(locks->run_path, error);
    locks->took_over = locks->run_fd >= 0;
    return locks->took_over;
}

gboolean
hn_store_locks_run(HnStoreLocks *locks, gboolean take_over, GError **error)
{
    GError *problem = NULL;
    locks->run_fd = hn_io_lock(locks->run_path, &problem);
    if (locks->run_fd >= 0)
        return TRUE;
    if (take_over && g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_BUSY)) {
        g_clear_error(&problem);
        return take_over_run(locks, error);
    }
    g_propagate_error(error, problem);
    return FALSE;
}

gboolean
hn_store_locks_open(HnStoreLocks *locks, gboolean *ret_alone, GError **error)
{
    g_autoptr(GError) problem = NULL;
    locks->open_fd = hn_io_open_lock(locks->open_path, error);
    locks->write_fd = locks->open_fd < 0 ? -1 : hn_io_open_lock(locks->write_path, error);
    if (locks->write_fd < 0)
        return FALSE;
    *ret_alone =
        hn_io_lock_wait(locks->open_fd, locks->open_path, HN_IO_LOCK_EXCLUSIVE, 0, &problem);
    if (*ret_alone)
        return TRUE;
    if (g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_BUSY))
        return hn_store_locks_share(locks, error);
    g_propagate_error(error, g_steal_pointer(&problem));
    return FALSE;
}

gboolean
hn_store_locks_share(HnStoreLocks *locks, GError **error)
{
    return hn_io_lock_wait(locks->open_fd, locks->open_path, HN_IO_LOCK_SHARED, WAIT_MS, error);
}

gboolean
hn_store_locks_is_last(HnStoreLocks *locks)
{
    return locks->open_fd >= 0 &&
           hn_io_lock_wait(locks->open_fd, locks->open_path, HN_IO_LOCK_EXCLUSIVE, 0, NULL);
}

gboolean
hn_store_locks_write(HnStoreLocks *locks, GError **error)
{
    g_assert(locks->write_fd >= 0);
    if (locks->depth == 0 &&
        !hn_io_lock_wait(locks->write_fd, locks->write_path, HN_IO_LOCK_EXCLUSIVE, WAIT_MS, error))
        return FALSE;
    locks->depth++;
    return TRUE;
}

void
hn_store_locks_end_write(HnStoreLocks *locks)
{
    g_assert(locks->depth > 0);
    if (--locks->depth == 0)
        hn_io_unlock(locks->write_fd);
}

void
hn_store_locks_clear(HnStoreLocks *locks)
{
    int *const fds[] = { &locks->write_fd, &locks->open_fd, &locks->run_fd };
    for (gsize i = 0; i < G_N_ELEMENTS(fds); i++) {
        if (*fds[i] >= 0)
            hn_io_close(*fds[i], NULL);
        *fds[i] = -1;
    }
    g_clear_pointer(&locks->run_path, g_free);
    g_clear_pointer(&locks->open_path, g_free);
    g_clear_pointer(&locks->write_path, g_free);
}
