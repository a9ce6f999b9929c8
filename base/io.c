#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_error.h"
#include "base/clock.h"
#include "base/pulse.h"
#include "base/rng.h"
#include "base/slice.h"

#define READ_STEP_BYTES ((gsize)64 << 10)
#define PIPE_WAIT_MS 100 /* between two looks at whether somebody wants to stop */

static int
system_open(const char *path, int flags, mode_t mode)
{
    return open(path, flags, mode); /* variadic, so it cannot stand in the table itself */
}

static const HnIoOps system_ops = {
    .open = system_open,
    .read = read,
    .pread = pread,
    .write = write,
    .fsync = fsync,
    .close = close,
    .rename = rename,
};
static HnIoOps ops = {
    .open = system_open,
    .read = read,
    .pread = pread,
    .write = write,
    .fsync = fsync,
    .close = close,
    .rename = rename,
};

void
hn_io_set_ops(const HnIoOps *new_ops)
{
    ops = system_ops;
    if (new_ops == NULL)
        return;
    ops.open = new_ops->open != NULL ? new_ops->open : ops.open;
    ops.read = new_ops->read != NULL ? new_ops->read : ops.read;
    ops.pread = new_ops->pread != NULL ? new_ops->pread : ops.pread;
    ops.write = new_ops->write != NULL ? new_ops->write : ops.write;
    ops.fsync = new_ops->fsync != NULL ? new_ops->fsync : ops.fsync;
    ops.close = new_ops->close != NULL ? new_ops->close : ops.close;
    ops.rename = new_ops->rename != NULL ? new_ops->rename : ops.rename;
}

static HnBaseError
code_of(int error_number, gboolean reading)
{
    switch (error_number) {
    case ENOSPC:
    case EDQUOT:
        return HN_BASE_ERROR_NO_SPACE;
    case ENOENT:
        return HN_BASE_ERROR_MISSING;
    case EEXIST:
        return HN_BASE_ERROR_EXISTS;
    case EACCES:
    case EISDIR:
    case ELOOP:
    case ENOTDIR:
    case ENXIO:
        return reading ? HN_BASE_ERROR_UNREADABLE : HN_BASE_ERROR_IO;
    case EWOULDBLOCK:
        return HN_BASE_ERROR_BUSY;
    default:
        return HN_BASE_ERROR_IO;
    }
}

/* Always FALSE, so that callers can return it. @path is NULL where only a descriptor is known. */
static gboolean
fail(const char *call, const char *path, GError **error)
{
    const int error_number = errno;
    const char *reason = g_strerror(error_number);
    const gint code =
        (gint)code_of(error_number, strcmp(call, "open") == 0 || strcmp(call, "read") == 0);
    if (path != NULL)
        g_set_error(error, HN_BASE_ERROR, code, "%s '%s': %s", call, path, reason);
    else
        g_set_error(error, HN_BASE_ERROR, code, "%s: %s", call, reason);
    return FALSE;
}

static int
open_path(const char *path, int flags, GError **error)
{
    int fd;
    do
        fd = ops.open(path, flags | O_CLOEXEC, 0600);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        fail((flags & O_CREAT) == 0 ? "open" : "create", path, error);
    return fd;
}

int
hn_io_open_read(const char *path, GError **error)
{
    return open_path(path, O_RDONLY, error);
}

int
hn_io_create(const char *path, GError **error)
{
    return open_path(path, O_CREAT | O_EXCL | O_WRONLY, error);
}

int
hn_io_open_append(const char *path, GError **error)
{
    return open_path(path, O_CREAT | O_APPEND | O_WRONLY, error);
}

gboolean
hn_io_read(int fd, void *bytes, gsize n_bytes, gsize *ret_n_read, GError **error)
{
    guint8 *next = bytes;
    gsize n_left = n_bytes;
    while (n_left > 0) {
        const ssize_t n = ops.read(fd, next, n_left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail("read", NULL, error);
        if (n == 0)
            break;
        next += n;
        n_left -= (gsize)n;
    }
    *ret_n_read = n_bytes - n_left;
    hn_pulse();
    return TRUE;
}

int
hn_io_open_pipe(const char *path, GError **error)
{
    return open_path(path, O_RDONLY | O_NONBLOCK, error);
}

/* Without O_NONBLOCK an open would wait for a writer where no signal can end it; and a read before
 * the first writer would look like the end. poll() tells the two apart. */
gboolean
hn_io_read_pipe(int fd, void *bytes, gsize n_bytes, const volatile int *interrupted,
                gsize *ret_n_read, GError **error)
{
    for (;;) {
        struct pollfd ready = { .fd = fd, .events = POLLIN };
        const int n_ready = poll(&ready, 1, PIPE_WAIT_MS);
        if (interrupted != NULL && *interrupted != 0) {
            g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED,
                        "interrupted while waiting for the other end of a pipe");
            return FALSE;
        }
        if (n_ready < 0 && errno != EINTR)
            return fail("poll", NULL, error);
        if (n_ready <= 0)
            continue;
        const ssize_t n = ops.read(fd, bytes, n_bytes);
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            return fail("read", NULL, error);
        if (n < 0)
            continue;
        *ret_n_read = (gsize)n;
        hn_pulse();
        return TRUE;
    }
}

gboolean
hn_io_read_at(int fd, void *bytes, gsize n_bytes, guint64 offset, GError **error)
{
    guint8 *next = bytes;
    while (n_bytes > 0) {
        const ssize_t n = ops.pread(fd, next, n_bytes, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail("pread", NULL, error);
        if (n == 0) {
            g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                        "the file ends at byte %" G_GUINT64_FORMAT ", %zu bytes short", offset,
                        n_bytes);
            return FALSE;
        }
        next += n;
        offset += (guint64)n;
        n_bytes -= (gsize)n;
    }
    hn_pulse();
    return TRUE;
}

gboolean
hn_io_write(int fd, const void *bytes, gsize n_bytes, GError **error)
{
    const guint8 *next = bytes;
    while (n_bytes > 0) {
        const ssize_t n = ops.write(fd, next, n_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail("write", NULL, error);
        next += n;
        n_bytes -= (gsize)n;
    }
    hn_pulse();
    return TRUE;
}

void
hn_io_begin_sync(int fd)
{
    (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

gboolean
hn_io_sync(int fd, GError **error)
{
    /* Never again after a failure: the kernel may have dropped the pages and would now say that all
     * is well. */
    return ops.fsync(fd) == 0 || fail("fsync", NULL, error);
}

gboolean
hn_io_close(int fd, GError **error)
{
    /* Linux has freed the descriptor even when it says EINTR; a second close could hit somebody
     * else's. */
    return ops.close(fd) == 0 || errno == EINTR || fail("close", NULL, error);
}

gboolean
hn_io_sync_folder(const char *path, GError **error)
{
    const int fd = open_path(path, O_RDONLY | O_DIRECTORY, error);
    if (fd < 0)
        return FALSE;
    const gboolean synced = ops.fsync(fd) == 0 || fail("fsync", path, error);
    return hn_io_close(fd, synced ? error : NULL) && synced;
}

static gboolean
sync_parent(const char *path, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(path);
    return hn_io_sync_folder(parent, error);
}

gboolean
hn_io_rename(const char *from, const char *to, GError **error)
{
    return ops.rename(from, to) == 0 || fail("rename", from, error);
}

gboolean
hn_io_link(const char *from, const char *to, GError **error)
{
    return link(from, to) == 0 || fail("link", to, error);
}

gboolean
hn_io_check_replaceable(const char *path, GError **error)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || fail("lstat", path, error);
    if (S_ISREG(status.st_mode))
        return TRUE;
    g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS,
                "'%s' is %s and is not replaced: name a new or a regular file", path,
                S_ISDIR(status.st_mode)   ? "a folder"
                : S_ISLNK(status.st_mode) ? "a symbolic link"
                                          : "no regular file");
    return FALSE;
}

gboolean
hn_io_unlink(const char *path, GError **error)
{
    return unlink(path) == 0 || errno == ENOENT || fail("unlink", path, error);
}

/* Creates one folder whose parent exists, durably; an existing one is fine. */
static gboolean
make_one_folder(const char *path, GError **error)
{
    if (mkdir(path, 0700) == 0)
        return sync_parent(path, error);
    struct stat status;
    if (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return TRUE;
    return fail("mkdir", path, error);
}

gboolean
hn_io_keep_private(const char *path, GError **error)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return fail("stat", path, error);
    if ((status.st_mode & 077) == 0 || status.st_uid != geteuid())
        return TRUE;
    return chmod(path, 0700) == 0 || fail("chmod", path, error);
}

gboolean
hn_io_make_folder(const char *path, GError **error)
{
    g_autofree char *prefix = g_strdup(path);
    for (char *c = prefix; *c != '\0'; c++) {
        if (*c != '/' || c == prefix)
            continue;
        *c = '\0';
        const gboolean made = make_one_folder(prefix, error);
        *c = '/';
        if (!made)
            return FALSE;
    }
    return make_one_folder(path, error);
}

static gboolean
remove_entry(const FTSENT *entry, GError **error)
{
    switch (entry->fts_info) {
    case FTS_D: /* on the way down; removed on the way up */
        return TRUE;
    case FTS_DP:
        return rmdir(entry->fts_accpath) == 0 || errno == ENOENT ||
               fail("rmdir", entry->fts_path, error);
    case FTS_NS:
    case FTS_DNR:
    case FTS_ERR:
        errno = entry->fts_errno;
        return errno == ENOENT || fail("fts_read", entry->fts_path, error);
    default: /* a file, or a link, which is removed and never followed */
        return unlink(entry->fts_accpath) == 0 || errno == ENOENT ||
               fail("unlink", entry->fts_path, error);
    }
}

gboolean
hn_io_remove_tree(const char *path, GError **error)
{
    g_autofree char *root = g_strdup(path);
    char *const roots[] = { root, NULL };
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (tree == NULL)
        return fail("fts_open", path, error);
    gboolean removed = TRUE;
    while (removed) {
        errno = 0;
        const FTSENT *entry = fts_read(tree);
        if (entry == NULL) {
            removed = errno == 0 || fail("fts_read", path, error);
            break;
        }
        removed = remove_entry(entry, error);
    }
    fts_close(tree);
    return removed;
}

guint64
hn_io_tree_bytes(const char *path)
{
    g_autofree char *root = g_strdup(path);
    char *const roots[] = { root, NULL };
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    guint64 n_bytes = 0;
    for (const FTSENT *entry; tree != NULL && (entry = fts_read(tree)) != NULL;)
        n_bytes += entry->fts_info == FTS_F ? (guint64)entry->fts_statp->st_size : 0;
    if (tree != NULL)
        fts_close(tree);
    return n_bytes;
}

gboolean
hn_io_symlink_replace(const char *target, const char *path, GError **error)
{
    g_autofree char *temporary = g_strconcat(path, ".tmp", NULL);
    if (!hn_io_unlink(temporary, error)) /* what an interrupted call left */
        return FALSE;
    if (symlink(target, temporary) != 0)
        return fail("symlink", temporary, error);
    return hn_io_rename(temporary, path, error) && sync_parent(path, error);
}

gboolean
hn_io_size(int fd, guint64 *ret_size_bytes, GError **error)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return fail("fstat", NULL, error);
    *ret_size_bytes = (guint64)status.st_size;
    return TRUE;
}

/* Reads to the end. One byte beyond the limit is asked for, to know whether the file ends there. */
static gboolean
read_to_end(int fd, gsize limit_bytes, GByteArray *content, GError **error)
{
    for (;;) {
        const gsize n_before = content->len;
        const gsize n_wanted = MIN(MAX(READ_STEP_BYTES, n_before), limit_bytes - n_before + 1);
        g_byte_array_set_size(content, (guint)(n_before + n_wanted));
        gsize n_read = 0;
        if (!hn_io_read(fd, content->data + n_before, n_wanted, &n_read, error))
            return FALSE;
        g_byte_array_set_size(content, (guint)(n_before + n_read));
        if (content->len > limit_bytes) {
            g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_LIMIT, "more than %zu bytes",
                        limit_bytes);
            return FALSE;
        }
        if (n_read < n_wanted)
            return TRUE;
    }
}

GBytes *
hn_io_read_file(const char *path, gsize limit_bytes, GError **error)
{
    g_assert(limit_bytes < G_MAXUINT / 2); /* small files; GByteArray counts in guint */
    const int fd = hn_io_open_read(path, error);
    if (fd < 0)
        return NULL;
    g_autoptr(GByteArray) content = g_byte_array_new();
    const gboolean read_all = read_to_end(fd, limit_bytes, content, error);
    if (!hn_io_close(fd, read_all ? error : NULL) || !read_all) {
        g_prefix_error(error, "reading '%s': ", path);
        return NULL;
    }
    const gsize n_bytes = content->len;
    g_byte_array_append(content, (const guint8 *)"", 1);
    return g_bytes_new_take(g_byte_array_free(g_steal_pointer(&content), FALSE), n_bytes);
}

static gboolean
write_and_sync(int fd, const void *bytes, gsize n_bytes, gboolean is_public, GError **error)
{
    const gboolean written = (!is_public || fchmod(fd, 0644) == 0 || fail("fchmod", NULL, error)) &&
                             hn_io_write(fd, bytes, n_bytes, error) && hn_io_sync(fd, error);
    return hn_io_close(fd, written ? error : NULL) && written;
}

static gboolean
write_via(const char *temporary, const char *path, HnSlice content, gboolean is_public,
          GError **error)
{
    const int fd = hn_io_create(temporary, error);
    if (fd < 0)
        return FALSE;
    if (write_and_sync(fd, content.bytes, content.n_bytes, is_public, error) &&
        hn_io_rename(temporary, path, error))
        return sync_parent(path, error);
    g_prefix_error(error, "writing '%s': ", path);
    hn_io_unlink(temporary, NULL); /* the first error is the one to tell */
    return FALSE;
}

gboolean
hn_io_write_file(const char *path, const void *bytes, gsize n_bytes, GError **error)
{
    g_autofree char *temporary = g_strconcat(path, ".tmp", NULL);
    return hn_io_unlink(temporary, error) && /* what an interrupted call left */
           write_via(temporary, path, hn_slice(bytes, n_bytes), FALSE, error);
}

char *
hn_io_name_beside(const char *path)
{
    guint32 number;
    hn_rng_entropy(&number, sizeof number);
    return g_strdup_printf("%s.%08x.tmp", path, number);
}

gboolean
hn_io_write_target(const char *path, const void *bytes, gsize n_bytes, GError **error)
{
    g_autofree char *temporary = hn_io_name_beside(path);
    return hn_io_check_replaceable(path, error) &&
           write_via(temporary, path, hn_slice(bytes, n_bytes), FALSE, error);
}

gboolean
hn_io_write_public(const char *path, const void *bytes, gsize n_bytes, GError **error)
{
    g_autofree char *temporary = hn_io_name_beside(path);
    return hn_io_check_replaceable(path, error) &&
           write_via(temporary, path, hn_slice(bytes, n_bytes), TRUE, error);
}

static gboolean
flock_now(int fd, int operation)
{
    int result;
    do
        result = flock(fd, operation | LOCK_NB);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

static void
say_locked(const char *path, GError **error)
{
    if (errno == EWOULDBLOCK)
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY, "another process holds '%s'", path);
    else
        fail("flock", path, error);
}

int
hn_io_lock(const char *path, GError **error)
{
    const int fd = open_path(path, O_CREAT | O_RDWR, error);
    if (fd < 0 || flock_now(fd, LOCK_EX))
        return fd;
    say_locked(path, error);
    hn_io_close(fd, NULL);
    return -1;
}

int
hn_io_open_lock(const char *path, GError **error)
{
    return open_path(path, O_CREAT | O_RDWR, error);
}

/* Asked again and again: flock() itself has no end, and a signal handler cannot give it one here.
 */
#define LOCK_STEP_US 500

gboolean
hn_io_lock_wait(int fd, const char *path, HnIoLock kind, guint timeout_ms, GError **error)
{
    const gint64 end_us = hn_clock_monotonic_us() + (gint64)timeout_ms * 1000;
    while (!flock_now(fd, kind == HN_IO_LOCK_SHARED ? LOCK_SH : LOCK_EX)) {
        if (errno != EWOULDBLOCK || hn_clock_monotonic_us() >= end_us) {
            say_locked(path, error);
            return FALSE;
        }
        g_usleep(LOCK_STEP_US);
    }
    return TRUE;
}

void
hn_io_unlock(int fd)
{
    flock(fd, LOCK_UN);
}
