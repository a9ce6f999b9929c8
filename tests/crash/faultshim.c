/* tests/crash/faultshim.c - LD_PRELOAD library: counts the I/O calls of a process and breaks the
 * N-th.
 *
 * Use:
 *   LD_PRELOAD=libfaultshim.so HN_FAULT_PREFIX=/tmp/x/ HN_FAULT_LOG=/tmp/log build/hopnhat run ...
 *   LD_PRELOAD=libfaultshim.so HN_FAULT_PREFIX=/tmp/x/ HN_FAULT_CLASS=write HN_FAULT_AT=17
 *     HN_FAULT_ACT=kill HN_FAULT_LOG=/tmp/log build/hopnhat run ...
 * The first call tells how many there are, the driver then loops N from 1 to that number.
 * HN_FAULT_PREFIX: only calls on files whose path starts with this count; compared with the
 * absolute path as the caller spells it (relative paths are taken from the working directory, links
 * are not resolved). Several prefixes are separated by ':'. Unset or empty: all files.
 * HN_FAULT_CLASS: all (default), read, write, fsync, rename or open: which calls HN_FAULT_AT
 * counts.
 * - open: open, openat, creat and their 64-bit twins
 * - read: read, pread, pread64, readv
 * - write: write, pwrite, pwrite64, writev, ftruncate, ftruncate64, fallocate, posix_fallocate
 * - fsync: fsync, fdatasync
 * - rename, what changes a folder: rename, renameat, renameat2, unlink, unlinkat, link, linkat,
 *   symlink, symlinkat, mkdir, mkdirat, rmdir
 * HN_FAULT_AT: the counted call that is hit, from 1. 0 or unset: none.
 * HN_FAULT_ACT: what happens to it.
 * - none: nothing (default)
 * - kill: SIGKILL to the process itself, before the call is made
 * - eio, enospc: the call fails with that error and does nothing
 * - short: a write of n bytes writes n/2 (at least 1), a read likewise; the next call is normal;
 *   another call is left as it is
 * - fsync-eio: an fsync fails with EIO once and does nothing, later ones succeed, as the kernel
 *   does. HN_FAULT_AT then counts in class fsync whatever HN_FAULT_CLASS says
 * HN_FAULT_LOG: at the fault and at the process's end one line is appended, in a single write:
 * `pid=P end=exit|fault act=A at=N hit=CALL all=N open=N read=N write=N fsync=N rename=N`; hit is
 * "-" without a fault. The log itself is never counted.
 * HN_FAULT_TRACE: 1 = each counted call is a line of the log too, `call n=N class=C name=CALL`,
 * with a prefix also the file's ` path=P`, and behind the one of a rename its ` from=P`. A log that
 * is also the program's stderr shows the calls between the program's own words.
 *
 * Children that are started with the same environment count for themselves. A process that ends by
 * _exit() or by a signal writes no exit line. Memory maps are not seen, nor what the C library does
 * inside itself: stdio's own reads and writes, opendir. The product's files go through base/io.h
 * and SQLite, which use neither.
 * Inside, only raw system calls are made, so the shim never meets itself; counters are atomics;
 * nothing is allocated. Sequence numbers among threads are those of the counter, so a run with
 * several threads may meet the N-th call at another place each time: that is wanted, the result
 * must not depend on it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

typedef enum {
    CLASS_OPEN,
    CLASS_READ,
    CLASS_WRITE,
    CLASS_FSYNC,
    CLASS_RENAME,
    N_CLASSES,
    CLASS_ALL = N_CLASSES,
} Class;

typedef enum { ACT_NONE, ACT_KILL, ACT_EIO, ACT_ENOSPC, ACT_SHORT, ACT_FSYNC_EIO } Act;

static const char *const class_names[N_CLASSES + 1] = { "open",  "read",   "write",
                                                        "fsync", "rename", "all" };
static const char *const act_names[] = { "none", "kill", "eio", "enospc", "short", "fsync-eio" };

/* Set once, before main() and before any thread. */
static const char *prefixes = "";
static const char *log_path;
static Class hit_class = CLASS_ALL;
static Act act = ACT_NONE;
static unsigned long hit_at;
static bool trace;

static _Atomic unsigned long counts[N_CLASSES];
static _Atomic unsigned long n_in_hit_class;
static const char *_Atomic hit_call = "-";

/* What a call is about; from: of a rename. */
typedef struct {
    char path[2 * PATH_MAX + 2], from[2 * PATH_MAX + 2];
} Paths;

/* The raw system call gives -1 and sets errno, as the C library's functions do. */
#define RAW(...) syscall(__VA_ARGS__)

static size_t
pick(const char *text, const char *const *names, size_t n_names)
{
    for (size_t i = 0; i < n_names; i++) {
        if (text != NULL && strcmp(text, names[i]) == 0)
            return i;
    }
    return n_names;
}

static void
refuse(const char *what)
{
    static const char start[] = "faultshim: not understood: ";
    RAW(SYS_write, STDERR_FILENO, start, sizeof start - 1);
    RAW(SYS_write, STDERR_FILENO, what, strlen(what));
    RAW(SYS_write, STDERR_FILENO, "\n", 1);
    RAW(SYS_exit_group, 2); /* a test whose fault never fires would pass for nothing */
}

__attribute__((constructor)) static void
configure(void)
{
    const size_t n_acts = sizeof act_names / sizeof act_names[0];
    const char *prefix = getenv("HN_FAULT_PREFIX");
    const char *class_name = getenv("HN_FAULT_CLASS");
    const char *act_name = getenv("HN_FAULT_ACT");
    const char *at = getenv("HN_FAULT_AT");
    const char *trace_word = getenv("HN_FAULT_TRACE");
    log_path = getenv("HN_FAULT_LOG");
    prefixes = prefix != NULL ? prefix : "";
    trace = trace_word != NULL && strcmp(trace_word, "1") == 0;
    if (class_name != NULL) {
        const size_t class = pick(class_name, class_names, N_CLASSES + 1);
        if (class > N_CLASSES)
            refuse(class_name);
        hit_class = (Class) class;
    }
    if (act_name != NULL) {
        const size_t chosen = pick(act_name, act_names, n_acts);
        if (chosen == n_acts)
            refuse(act_name);
        act = (Act)chosen;
    }
    if (act == ACT_FSYNC_EIO)
        hit_class = CLASS_FSYNC;
    if (at != NULL) {
        char *end;
        hit_at = strtoul(at, &end, 10);
        if (end == at || *end != '\0')
            refuse(at);
    }
}

/* Appends text or a number to a line that is long enough for all of them. */
static char *
put_text(char *out, const char *text)
{
    const size_t n = strlen(text);
    memcpy(out, text, n);
    return out + n;
}

static char *
put_number(char *out, unsigned long value)
{
    char digits[20];
    char *start = digits + sizeof digits;
    do {
        *--start = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    const size_t n = (size_t)(digits + sizeof digits - start);
    memcpy(out, start, n);
    return out + n;
}

static void
append_to_log(const char *line, const char *end)
{
    const int fd =
        (int)RAW(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    RAW(SYS_write, fd, line, (size_t)(end - line));
    RAW(SYS_close, fd);
}

static void
write_log(const char *end)
{
    char line[512];
    unsigned long n_all = 0;
    if (log_path == NULL)
        return;
    for (size_t i = 0; i < N_CLASSES; i++)
        n_all += atomic_load(&counts[i]);
    char *out = put_number(put_text(line, "pid="), (unsigned long)RAW(SYS_getpid));
    out = put_text(put_text(out, " end="), end);
    out = put_text(put_text(out, " act="), act_names[act]);
    out = put_number(put_text(out, " at="), hit_at);
    out = put_text(put_text(out, " hit="), atomic_load(&hit_call));
    out = put_number(put_text(out, " all="), n_all);
    for (size_t i = 0; i < N_CLASSES; i++) {
        out = put_text(put_text(put_text(out, " "), class_names[i]), "=");
        out = put_number(out, atomic_load(&counts[i]));
    }
    *out++ = '\n';
    append_to_log(line, out);
}

static void
trace_call(unsigned long number, Class class, const char *call, const Paths *paths)
{
    char line[2 * sizeof paths->path + 128];
    char *out = put_number(put_text(line, "call n="), number);
    out = put_text(put_text(out, " class="), class_names[class]);
    out = put_text(put_text(out, " name="), call);
    if (paths->path[0] != '\0')
        out = put_text(put_text(out, " path="), paths->path);
    if (paths->from[0] != '\0')
        out = put_text(put_text(out, " from="), paths->from);
    *out++ = '\n';
    append_to_log(line, out);
}

__attribute__((destructor)) static void
log_at_exit(void)
{
    write_log("exit");
}

static bool
has_prefix(const char *path)
{
    for (const char *prefix = prefixes; *prefix != '\0';) {
        const char *colon = strchr(prefix, ':');
        const size_t n = colon != NULL ? (size_t)(colon - prefix) : strlen(prefix);
        if (n > 0 && strncmp(path, prefix, n) == 0)
            return true;
        prefix += n + (colon != NULL);
    }
    return false;
}

static bool
fd_counts(int fd, Paths *paths)
{
    char link[64];
    paths->path[0] = paths->from[0] = '\0';
    if (*prefixes == '\0')
        return true;
    *put_number(put_text(link, "/proc/self/fd/"), (unsigned long)fd) = '\0';
    const ssize_t n = RAW(SYS_readlinkat, AT_FDCWD, link, paths->path, sizeof paths->path - 1);
    if (n < 0)
        return false;
    paths->path[n] = '\0';
    return has_prefix(paths->path);
}

/* @folder: a descriptor, or AT_FDCWD. @full gets the absolute path. */
static bool
path_counts(int folder, const char *path, char full[2 * PATH_MAX + 2])
{
    char link[64];
    full[0] = '\0';
    if (*prefixes == '\0')
        return true;
    if (strlen(path) >= PATH_MAX)
        return false;
    if (path[0] == '/') {
        *put_text(full, path) = '\0';
        return has_prefix(full);
    }
    if (folder == AT_FDCWD)
        *put_text(link, "/proc/self/cwd") = '\0';
    else
        *put_number(put_text(link, "/proc/self/fd/"), (unsigned long)folder) = '\0';
    const ssize_t n = RAW(SYS_readlinkat, AT_FDCWD, link, full, PATH_MAX);
    if (n < 0)
        return false;
    full[n] = '/';
    *put_text(full + n + 1, path) = '\0';
    return has_prefix(full);
}

/* Counts one call. What is to be done: ACT_NONE (make the call), ACT_SHORT (half of it), or ACT_EIO
 * with errno set (fail). A kill does not return. */
static Act
count_call(Class class, const char *call, const Paths *paths)
{
    atomic_fetch_add(&counts[class], 1);
    if (hit_class != CLASS_ALL && hit_class != class)
        return ACT_NONE;
    const unsigned long number = atomic_fetch_add(&n_in_hit_class, 1) + 1;
    if (trace && log_path != NULL)
        trace_call(number, class, call, paths);
    if (number != hit_at || act == ACT_NONE)
        return ACT_NONE;
    atomic_store(&hit_call, call);
    write_log("fault");
    switch (act) {
    case ACT_KILL:
        RAW(SYS_kill, RAW(SYS_getpid), SIGKILL);
        return ACT_NONE;
    case ACT_EIO:
    case ACT_FSYNC_EIO:
        errno = EIO;
        return ACT_EIO;
    case ACT_ENOSPC:
        errno = ENOSPC;
        return ACT_EIO;
    case ACT_SHORT:
    case ACT_NONE:
    default:
        return act;
    }
}

static size_t
half(size_t n)
{
    return n < 2 ? n : n / 2;
}

static Act
on_fd(Class class, int fd, const char *call)
{
    Paths paths;
    return fd_counts(fd, &paths) ? count_call(class, call, &paths) : ACT_NONE;
}

static Act
on_path(Class class, int folder, const char *path, const char *call)
{
    Paths paths;
    paths.from[0] = '\0';
    return path_counts(folder, path, paths.path) ? count_call(class, call, &paths) : ACT_NONE;
}

static Act
on_rename(int from_folder, const char *from, int to_folder, const char *to)
{
    Paths paths;
    path_counts(from_folder, from, paths.from);
    return path_counts(to_folder, to, paths.path) ? count_call(CLASS_RENAME, "rename", &paths)
                                                  : ACT_NONE;
}

/* The functions carry the C library's names for the linker only, so that none of its prototypes,
 * redirections and fortified forms get in the way. A twin is a second name of the same function. */
#define EXPORT(type, name, ...)                                                                    \
    type shim_##name(__VA_ARGS__) __asm__(#name);                                                  \
    type shim_##name(__VA_ARGS__)
#define TWIN(name, twin)                                                                           \
    extern __typeof__(shim_##name) shim_##twin __asm__(#twin) __attribute__((alias(#name)))

static int
open_at(int folder, const char *path, int flags, mode_t mode, const char *call)
{
    if (on_path(CLASS_OPEN, folder, path, call) == ACT_EIO)
        return -1;
    return (int)RAW(SYS_openat, folder, path, flags, mode);
}

static bool
has_mode(int flags)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

EXPORT(int, open, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = has_mode(flags) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_at(AT_FDCWD, path, flags, mode, "open");
}
TWIN(open, open64);

EXPORT(int, openat, int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = has_mode(flags) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_at(folder, path, flags, mode, "openat");
}
TWIN(openat, openat64);

EXPORT(int, creat, const char *path, mode_t mode)
{
    return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode, "creat");
}
TWIN(creat, creat64);

EXPORT(int, __open_2, const char *path, int flags)
{
    return open_at(AT_FDCWD, path, flags, 0, "open");
}
TWIN(__open_2, __open64_2);

EXPORT(int, __openat_2, int folder, const char *path, int flags)
{
    return open_at(folder, path, flags, 0, "openat");
}
TWIN(__openat_2, __openat64_2);

static ssize_t
read_at(int fd, void *bytes, size_t n_bytes, off_t offset, const char *call)
{
    const Act fate = on_fd(CLASS_READ, fd, call);
    if (fate == ACT_EIO)
        return -1;
    n_bytes = fate == ACT_SHORT ? half(n_bytes) : n_bytes;
    return offset < 0 ? RAW(SYS_read, fd, bytes, n_bytes)
                      : RAW(SYS_pread64, fd, bytes, n_bytes, offset);
}

EXPORT(ssize_t, read, int fd, void *bytes, size_t n_bytes)
{
    return read_at(fd, bytes, n_bytes, -1, "read");
}

EXPORT(ssize_t, pread, int fd, void *bytes, size_t n_bytes, off_t offset)
{
    if (offset < 0) { /* else it would pass for a plain read */
        errno = EINVAL;
        return -1;
    }
    return read_at(fd, bytes, n_bytes, offset, "pread");
}
TWIN(pread, pread64);

EXPORT(ssize_t, __read_chk, int fd, void *bytes, size_t n_bytes, size_t room)
{
    return shim_read(fd, bytes, n_bytes <= room ? n_bytes : room);
}

EXPORT(ssize_t, __pread_chk, int fd, void *bytes, size_t n_bytes, off_t offset, size_t room)
{
    return shim_pread(fd, bytes, n_bytes <= room ? n_bytes : room, offset);
}
TWIN(__pread_chk, __pread64_chk);

static ssize_t
write_at(int fd, const void *bytes, size_t n_bytes, off_t offset, const char *call)
{
    const Act fate = on_fd(CLASS_WRITE, fd, call);
    if (fate == ACT_EIO)
        return -1;
    n_bytes = fate == ACT_SHORT ? half(n_bytes) : n_bytes;
    return offset < 0 ? RAW(SYS_write, fd, bytes, n_bytes)
                      : RAW(SYS_pwrite64, fd, bytes, n_bytes, offset);
}

EXPORT(ssize_t, write, int fd, const void *bytes, size_t n_bytes)
{
    return write_at(fd, bytes, n_bytes, -1, "write");
}

EXPORT(ssize_t, pwrite, int fd, const void *bytes, size_t n_bytes, off_t offset)
{
    if (offset < 0) {
        errno = EINVAL;
        return -1;
    }
    return write_at(fd, bytes, n_bytes, offset, "pwrite");
}
TWIN(pwrite, pwrite64);

/* Of several buffers a short call moves the first half of the first one. */
static ssize_t
move_vector(long number, int fd, const struct iovec *parts, int n_parts, Act fate)
{
    if (fate == ACT_EIO)
        return -1;
    if (fate != ACT_SHORT || n_parts < 1)
        return RAW(number, fd, parts, n_parts);
    const struct iovec first = { parts[0].iov_base, half(parts[0].iov_len) };
    return RAW(number, fd, &first, 1);
}

EXPORT(ssize_t, readv, int fd, const struct iovec *parts, int n_parts)
{
    return move_vector(SYS_readv, fd, parts, n_parts, on_fd(CLASS_READ, fd, "readv"));
}

EXPORT(ssize_t, writev, int fd, const struct iovec *parts, int n_parts)
{
    return move_vector(SYS_writev, fd, parts, n_parts, on_fd(CLASS_WRITE, fd, "writev"));
}

EXPORT(int, ftruncate, int fd, off_t n_bytes)
{
    if (on_fd(CLASS_WRITE, fd, "ftruncate") == ACT_EIO)
        return -1;
    return (int)RAW(SYS_ftruncate, fd, n_bytes);
}
TWIN(ftruncate, ftruncate64);

EXPORT(int, fallocate, int fd, int mode, off_t offset, off_t n_bytes)
{
    if (on_fd(CLASS_WRITE, fd, "fallocate") == ACT_EIO)
        return -1;
    return (int)RAW(SYS_fallocate, fd, mode, offset, n_bytes);
}
TWIN(fallocate, fallocate64);

/* Returns the error instead of setting errno. */
EXPORT(int, posix_fallocate, int fd, off_t offset, off_t n_bytes)
{
    return shim_fallocate(fd, 0, offset, n_bytes) == 0 ? 0 : errno;
}
TWIN(posix_fallocate, posix_fallocate64);

EXPORT(int, fsync, int fd)
{
    if (on_fd(CLASS_FSYNC, fd, "fsync") == ACT_EIO)
        return -1;
    return (int)RAW(SYS_fsync, fd);
}

EXPORT(int, fdatasync, int fd)
{
    if (on_fd(CLASS_FSYNC, fd, "fdatasync") == ACT_EIO)
        return -1;
    return (int)RAW(SYS_fdatasync, fd);
}

EXPORT(int, renameat2, int from_folder, const char *from, int to_folder, const char *to,
       unsigned int flags)
{
    if (on_rename(from_folder, from, to_folder, to) == ACT_EIO)
        return -1;
    return (int)RAW(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

EXPORT(int, renameat, int from_folder, const char *from, int to_folder, const char *to)
{
    return shim_renameat2(from_folder, from, to_folder, to, 0);
}

EXPORT(int, rename, const char *from, const char *to)
{
    return shim_renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int
unlink_at(int folder, const char *path, int flags, const char *call)
{
    if (on_path(CLASS_RENAME, folder, path, call) == ACT_EIO)
        return -1;
    return (int)RAW(SYS_unlinkat, folder, path, flags);
}

EXPORT(int, unlinkat, int folder, const char *path, int flags)
{
    return unlink_at(folder, path, flags, "unlinkat");
}

EXPORT(int, unlink, const char *path)
{
    return unlink_at(AT_FDCWD, path, 0, "unlink");
}

EXPORT(int, rmdir, const char *path)
{
    return unlink_at(AT_FDCWD, path, AT_REMOVEDIR, "rmdir");
}

EXPORT(int, linkat, int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    if (on_path(CLASS_RENAME, to_folder, to, "link") == ACT_EIO)
        return -1;
    return (int)RAW(SYS_linkat, from_folder, from, to_folder, to, flags);
}

EXPORT(int, link, const char *from, const char *to)
{
    return shim_linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT(int, symlinkat, const char *target, int folder, const char *path)
{
    if (on_path(CLASS_RENAME, folder, path, "symlink") == ACT_EIO)
        return -1;
    return (int)RAW(SYS_symlinkat, target, folder, path);
}

EXPORT(int, symlink, const char *target, const char *path)
{
    return shim_symlinkat(target, AT_FDCWD, path);
}

EXPORT(int, mkdirat, int folder, const char *path, mode_t mode)
{
    if (on_path(CLASS_RENAME, folder, path, "mkdir") == ACT_EIO)
        return -1;
    return (int)RAW(SYS_mkdirat, folder, path, mode);
}

EXPORT(int, mkdir, const char *path, mode_t mode)
{
    return shim_mkdirat(AT_FDCWD, path, mode);
}
