/* Goal: whole calls out of short and interrupted ones, named errors out of failed ones, no fsync
 * twice. */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_error.h"

typedef struct {
    char *folder, *path;
} Fixture;

static guint n_calls;  /* of the replaced function */
static int fail_errno; /* 0: succeed */

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = g_dir_make_tmp("hn-io-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "file", NULL);
    n_calls = 0;
    fail_errno = 0;
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    hn_io_set_ops(NULL);
    g_assert_true(hn_io_remove_tree(fixture->folder, &error));
    g_assert_no_error(error);
    g_assert_false(g_file_test(fixture->folder, G_FILE_TEST_EXISTS));
    g_free(fixture->path);
    g_free(fixture->folder);
}

/* One byte a call, every third one interrupted: the worst that the system may do. */
static ssize_t
slow_read(int fd, void *bytes, size_t n_bytes)
{
    if (++n_calls % 3 == 0) {
        errno = EINTR;
        return -1;
    }
    return read(fd, bytes, MIN(n_bytes, 1));
}

static ssize_t
slow_pread(int fd, void *bytes, size_t n_bytes, off_t offset)
{
    if (++n_calls % 3 == 0) {
        errno = EINTR;
        return -1;
    }
    return pread(fd, bytes, MIN(n_bytes, 1), offset);
}

static ssize_t
slow_write(int fd, const void *bytes, size_t n_bytes)
{
    if (++n_calls % 3 == 0) {
        errno = EINTR;
        return -1;
    }
    return write(fd, bytes, MIN(n_bytes, 1));
}

static void
test_short_and_interrupted_calls_are_completed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char text[] = "Nguyễn Thị Hồng Phượng";
    char back[64] = "";
    gsize n_read;
    g_autoptr(GError) error = NULL;
    hn_io_set_ops(&(HnIoOps){ .read = slow_read, .pread = slow_pread, .write = slow_write });
    g_assert_true(hn_io_write_file(fixture->path, text, sizeof text, &error));
    const int fd = hn_io_open_read(fixture->path, &error);
    g_assert_true(hn_io_read(fd, back, sizeof back, &n_read, &error));
    g_assert_cmpmem(back, n_read, text, sizeof text);
    memset(back, 0, sizeof back);
    g_assert_true(hn_io_read_at(fd, back, sizeof text - 3, 3, &error));
    g_assert_cmpmem(back, sizeof text - 3, text + 3, sizeof text - 3);
    g_assert_false(hn_io_read_at(fd, back, sizeof text, 1, &error)); /* one byte beyond the end */
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_true(hn_io_close(fd, NULL));
}

static ssize_t
failing_write(int fd G_GNUC_UNUSED, const void *bytes G_GNUC_UNUSED, size_t n_bytes G_GNUC_UNUSED)
{
    errno = fail_errno;
    return -1;
}

static int
failing_fsync(int fd G_GNUC_UNUSED)
{
    n_calls++;
    errno = fail_errno;
    return -1;
}

static int
failing_rename(const char *from G_GNUC_UNUSED, const char *to G_GNUC_UNUSED)
{
    errno = fail_errno;
    return -1;
}

static void
expect_old_content(const Fixture *fixture, gint code, GError *error)
{
    g_autofree char *temporary = g_strconcat(fixture->path, ".tmp", NULL);
    g_assert_error(error, HN_BASE_ERROR, code);
    g_assert_nonnull(strstr(error->message, fixture->path));
    g_autoptr(GBytes) content = hn_io_read_file(fixture->path, 100, NULL);
    g_assert_cmpstr(g_bytes_get_data(content, NULL), ==, "old");
    g_assert_false(g_file_test(temporary, G_FILE_TEST_EXISTS));
}

static void
test_a_public_file_is_for_everybody(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    struct stat status;
    const mode_t mask = umask(077);
    g_assert_true(hn_io_write_public(fixture->path, "old", 3, NULL));
    g_assert_true(hn_io_write_public(fixture->path, "new", 3, NULL));
    umask(mask);
    g_assert_cmpint(stat(fixture->path, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0644);
    g_autoptr(GBytes) content = hn_io_read_file(fixture->path, 100, NULL);
    g_assert_cmpstr(g_bytes_get_data(content, NULL), ==, "new");
}

static void
test_failed_write_file_leaves_the_old_one(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const struct {
        HnIoOps ops;
        int error_number;
        gint code;
    } cases[] = {
        { { .write = failing_write }, ENOSPC, HN_BASE_ERROR_NO_SPACE },
        { { .write = failing_write }, EDQUOT, HN_BASE_ERROR_NO_SPACE },
        { { .write = failing_write }, EIO, HN_BASE_ERROR_IO },
        { { .fsync = failing_fsync }, EIO, HN_BASE_ERROR_IO },
        { { .rename = failing_rename }, EACCES, HN_BASE_ERROR_IO },
    };
    g_assert_true(hn_io_write_file(fixture->path, "old", 3, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        fail_errno = cases[i].error_number;
        hn_io_set_ops(&cases[i].ops);
        g_assert_false(hn_io_write_file(fixture->path, "new", 3, &error));
        hn_io_set_ops(NULL);
        expect_old_content(fixture, cases[i].code, error);
    }
}

static void
test_failed_fsync_is_not_tried_again(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const int numbers[] = { EIO, EINTR };
    const int fd = hn_io_create(fixture->path, NULL);
    hn_io_set_ops(&(HnIoOps){ .fsync = failing_fsync });
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autoptr(GError) error = NULL;
        n_calls = 0;
        fail_errno = numbers[i];
        g_assert_false(hn_io_sync(fd, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO);
        g_assert_cmpuint(n_calls, ==, 1);
    }
    g_assert_true(hn_io_close(fd, NULL));
}

static void
test_files_are_created_once_and_privately(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    GStatBuf status;
    const int fd = hn_io_create(fixture->path, &error);
    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(fcntl(fd, F_GETFD) & FD_CLOEXEC, !=, 0);
    g_assert_true(hn_io_close(fd, NULL));
    g_assert_cmpint(g_stat(fixture->path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    g_assert_cmpint(hn_io_create(fixture->path, &error), ==, -1);
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
    g_clear_error(&error);
    g_assert_true(hn_io_unlink(fixture->path, &error));
    g_assert_true(hn_io_unlink(fixture->path, &error)); /* gone already: fine */
    g_assert_cmpint(hn_io_open_read(fixture->path, &error), ==, -1);
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
}

static void
test_append_goes_to_the_end(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (guint i = 0; i < 2; i++) {
        const int fd = hn_io_open_append(fixture->path, NULL);
        guint64 size_bytes;
        g_assert_true(hn_io_write(fd, "line\n", 5, NULL));
        g_assert_true(hn_io_size(fd, &size_bytes, NULL));
        g_assert_cmpuint(size_bytes, ==, 5 * (i + 1));
        g_assert_true(hn_io_close(fd, NULL));
    }
}

static void
test_read_file_respects_its_limit(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 200000 };
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        const gsize n = sizes[i];
        g_autoptr(GError) error = NULL;
        g_autofree char *bytes = g_strnfill(n, 'x');
        g_assert_true(hn_io_write_file(fixture->path, bytes, n, &error));
        g_autoptr(GBytes) content = hn_io_read_file(fixture->path, n, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(g_bytes_get_size(content), ==, n);
        g_assert_cmpstr(g_bytes_get_data(content, NULL), ==, bytes); /* ends in NUL */
        if (n == 0)
            continue;
        g_assert_null(hn_io_read_file(fixture->path, n - 1, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_LIMIT);
    }
}

static void
test_folders_are_made_with_parents_and_removed_whole(Fixture *fixture,
                                                     gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    GStatBuf status;
    g_autofree char *top = g_build_filename(fixture->folder, "a", NULL);
    g_autofree char *deep = g_build_filename(top, "b", "c", NULL);
    g_autofree char *slashed = g_strconcat(deep, "/", NULL);
    g_assert_true(hn_io_make_folder(deep, &error));
    g_assert_true(hn_io_make_folder(slashed, &error));
    g_assert_no_error(error);
    g_assert_cmpint(g_stat(deep, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0700);

    g_assert_true(hn_io_write_file(fixture->path, "keep", 4, NULL));
    g_assert_false(hn_io_make_folder(fixture->path, &error)); /* a file stands there */
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
    g_clear_error(&error);
    g_autofree char *link = g_build_filename(deep, "link", NULL);
    g_assert_cmpint(symlink(fixture->folder, link), ==, 0); /* leads out of the tree */
    g_assert_true(hn_io_remove_tree(top, &error));
    g_assert_no_error(error);
    g_assert_false(g_file_test(top, G_FILE_TEST_EXISTS));
    g_assert_true(g_file_test(fixture->path, G_FILE_TEST_EXISTS));
    g_assert_true(hn_io_remove_tree(top, &error)); /* missing: fine */
}

static void
test_symlink_is_replaced(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const targets[] = { "r-1", "r-2" };
    for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_true(hn_io_symlink_replace(targets[i], fixture->path, &error));
        g_autofree char *target = g_file_read_link(fixture->path, &error);
        g_assert_cmpstr(target, ==, targets[i]);
    }
}

static void
test_lock_excludes_until_closed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    const int first = hn_io_lock(fixture->path, &error);
    g_assert_cmpint(first, >=, 0);
    g_assert_cmpint(hn_io_lock(fixture->path, &error), ==, -1);
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY);
    g_clear_error(&error);
    g_assert_true(hn_io_close(first, NULL));
    const int second = hn_io_lock(fixture->path, &error);
    g_assert_cmpint(second, >=, 0);
    g_assert_true(hn_io_close(second, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/base/io/" #name, Fixture, NULL, set_up, test_##name, tear_down)
    ADD(short_and_interrupted_calls_are_completed);
    ADD(a_public_file_is_for_everybody);
    ADD(failed_write_file_leaves_the_old_one);
    ADD(failed_fsync_is_not_tried_again);
    ADD(files_are_created_once_and_privately);
    ADD(append_goes_to_the_end);
    ADD(read_file_respects_its_limit);
    ADD(folders_are_made_with_parents_and_removed_whole);
    ADD(symlink_is_replaced);
    ADD(lock_excludes_until_closed);
#undef ADD
    return g_test_run();
}
