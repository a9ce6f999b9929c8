/* base/io.h - the only door to the disk, so that tests can fail, shorten or kill at the N-th call.
 *
 * Data walk: sealed_file, the anchor, the lock and the results go through here; SQLite has its own
 *   VFS. A failed fsync is final for the caller (PostgreSQL's fsync lesson of 2018: the kernel may
 *   have dropped the pages); never retried. EINTR is retried, short reads and writes are completed.
 * Cost: one system call each.
 * Threads: the functions are reentrant; hn_io_set_ops() only before threads start (tests).
 */
#pragma once
#include <glib.h>
#include <sys/types.h>

/* All paths are UTF-8/byte strings in the file system's encoding. Errors: HN_BASE_ERROR_*. */
int hn_io_open_read(const char *path, GError **error);   /* O_RDONLY|O_CLOEXEC; -1 on error */
int hn_io_create(const char *path, GError **error);      /* O_CREAT|O_EXCL|O_WRONLY, mode 0600 */
int hn_io_open_append(const char *path, GError **error); /* O_CREAT|O_APPEND|O_WRONLY, mode 0600 */
gboolean hn_io_read(int fd, void *bytes, gsize n_bytes, gsize *ret_n_read,
                    GError **error); /* 0 read = end */
/* A pipe or what is like one, without waiting for its writer; hn_io_read_pipe() waits. */
int hn_io_open_pipe(const char *path, GError **error);
/* What is there of at most @n_bytes, waiting until there is something; 0 = the writers have closed
 * it. HN_BASE_ERROR_INTERRUPTED once *@interrupted is not 0 (NULL: never). */
gboolean hn_io_read_pipe(int fd, void *bytes, gsize n_bytes, const volatile int *interrupted,
                         gsize *ret_n_read, GError **error);
gboolean hn_io_read_at(int fd, void *bytes, gsize n_bytes, guint64 offset,
                       GError **error);                                         /* all or error */
gboolean hn_io_write(int fd, const void *bytes, gsize n_bytes, GError **error); /* all or error */
/* Asks the kernel to begin writing what was written, and waits for nothing: a later hn_io_sync()
 * then finds little left to do. A hint: without effect where it is not possible. */
void hn_io_begin_sync(int fd);
gboolean hn_io_sync(int fd, GError **error);
gboolean hn_io_close(int fd, GError **error);                 /* fd is gone whatever the result */
gboolean hn_io_sync_folder(const char *path, GError **error); /* makes renames inside durable */
gboolean hn_io_rename(const char *from, const char *to, GError **error);
/* A second name of a file that never changes. */
gboolean hn_io_link(const char *from, const char *to, GError **error);
/* What a finished file may be put in the place of by a rename: nothing, or a regular file. Else
 * HN_BASE_ERROR_EXISTS; a device, a pipe, a folder or a link of somebody's would be gone. */
gboolean hn_io_check_replaceable(const char *path, GError **error);
gboolean hn_io_unlink(const char *path, GError **error); /* a missing file is not an error */
gboolean hn_io_make_folder(const char *path,
                           GError **error); /* with parents, 0700; existing is fine */
/* A folder of ours that others may look into becomes 0700. */
gboolean hn_io_keep_private(const char *path, GError **error);
gboolean hn_io_remove_tree(const char *path,
                           GError **error); /* missing is fine; never follows links */
guint64 hn_io_tree_bytes(const char *path); /* of all files below; what cannot be read is 0 */
gboolean hn_io_symlink_replace(const char *target, const char *path,
                               GError **error); /* by rename */
gboolean hn_io_size(int fd, guint64 *ret_size_bytes, GError **error);
/* Whole small file (at most @limit_bytes, else HN_BASE_ERROR_LIMIT); NUL-terminated beyond its
 * length. */
GBytes *hn_io_read_file(const char *path, gsize limit_bytes, GError **error);
/* A file of the state: writes via PATH.tmp, fsync, rename, fsync of the folder. */
gboolean hn_io_write_file(const char *path, const void *bytes, gsize n_bytes, GError **error);
/* A file that a user named: the same, where hn_io_check_replaceable() allows it, and via a name
 * that nobody has; there PATH.tmp may be somebody's. */
gboolean hn_io_write_target(const char *path, const void *bytes, gsize n_bytes, GError **error);
/* As hn_io_write_target(), but everybody may read it (0644, whatever the umask). For those who
 * may read a folder: base/io_share.h. */
gboolean hn_io_write_public(const char *path, const void *bytes, gsize n_bytes, GError **error);
char *hn_io_name_beside(const char *path); /* PATH.XXXXXXXX.tmp, by chance; for hn_io_create() */

/* An exclusive advisory lock (flock) on @path, created if missing; HN_BASE_ERROR_BUSY when held
 * elsewhere. */
int hn_io_lock(const char *path, GError **error); /* returns the fd; hn_io_close() releases */
/* A lock that is taken and given back many times: the file, created if missing, unlocked. */
int hn_io_open_lock(const char *path, GError **error);
typedef enum { HN_IO_LOCK_SHARED, HN_IO_LOCK_EXCLUSIVE } HnIoLock;
/* HN_BASE_ERROR_BUSY after @timeout_ms; 0: asks once. A shared lock that is to become exclusive is
 * given up first, also where that fails (flock(2)). */
gboolean hn_io_lock_wait(int fd, const char *path, HnIoLock kind, guint timeout_ms, GError **error);
void hn_io_unlock(int fd);

/* The seam. Each member has the meaning of the system call of its name; NULL members keep the
 * default. */
typedef struct {
    int (*open)(const char *path, int flags, mode_t mode);
    ssize_t (*read)(int fd, void *bytes, size_t n_bytes);
    ssize_t (*pread)(int fd, void *bytes, size_t n_bytes, off_t offset);
    ssize_t (*write)(int fd, const void *bytes, size_t n_bytes);
    int (*fsync)(int fd);
    int (*close)(int fd);
    int (*rename)(const char *from, const char *to);
} HnIoOps;
void hn_io_set_ops(const HnIoOps *ops); /* NULL = the system's */
