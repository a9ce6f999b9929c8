/* Goal: who may read a folder may read what is shared in it, nobody else may, and nobody may write
 * it. */
#include "base/io_share.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_error.h"
#include "base/io.h"

static struct stat
status_of(const char *path)
{
    struct stat status = { 0 };
    g_assert_cmpint(stat(path, &status), ==, 0);
    return status;
}

static void
test_modes(void)
{
    static const struct {
        mode_t folder, inner, file;
    } cases[] = {
        { 0700, 0700, 0600 }, { 0750, 0750, 0640 },  { 0770, 0750, 0640 }, { 0755, 0755, 0644 },
        { 0777, 0755, 0644 }, { 02770, 0750, 0640 }, { 0711, 0711, 0600 }, { 0705, 0705, 0604 },
    };
    g_autofree char *folder = g_dir_make_tmp("hn-share-XXXXXX", NULL);
    g_autofree char *inner = g_build_filename(folder, "set", NULL);
    g_autofree char *file = g_build_filename(inner, "file", NULL);
    const mode_t before = umask(0077);
    g_assert_true(hn_io_make_folder(inner, NULL));
    g_assert_true(hn_io_write_file(file, "x", 1, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_cmpint(chmod(folder, cases[i].folder), ==, 0);
        g_assert_true(hn_io_share(file, folder, &error));
        g_assert_true(hn_io_share(inner, folder, &error));
        g_assert_cmpuint(status_of(inner).st_mode & 0777, ==, cases[i].inner);
        g_assert_cmpuint(status_of(file).st_mode & 0777, ==, cases[i].file);
    }
    umask(before);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

/* A group that may be given: of root any, else one that the user is also of. */
static void
test_group(void)
{
    gid_t groups[64];
    const int n = getgroups(G_N_ELEMENTS(groups), groups);
    gid_t other = geteuid() == 0 ? getegid() + 1 : getegid();
    for (int i = 0; i < n && other == getegid(); i++)
        other = groups[i];
    if (other == getegid()) {
        g_test_skip("the user is of one group alone");
        return;
    }
    g_autofree char *folder = g_dir_make_tmp("hn-share-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(folder, "file", NULL);
    g_assert_true(hn_io_write_file(file, "x", 1, NULL));
    g_assert_cmpint(chown(folder, (uid_t)-1, other), ==, 0);
    g_assert_cmpint(chmod(folder, 0750), ==, 0);
    g_assert_true(hn_io_share(file, folder, NULL));
    g_assert_cmpuint(status_of(file).st_gid, ==, other);
    g_assert_cmpuint(status_of(file).st_mode & 0777, ==, 0640);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_nothing_there(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_io_share("/nowhere/file", "/", &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO);
    g_clear_error(&error);
    g_assert_false(hn_io_share("/", "/nowhere", &error));
    g_assert_nonnull(strstr(error->message, "'/nowhere'"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/io_share/modes", test_modes);
    g_test_add_func("/base/io_share/group", test_group);
    g_test_add_func("/base/io_share/nothing_there", test_nothing_there);
    return g_test_run();
}
