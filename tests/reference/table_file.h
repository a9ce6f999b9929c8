/* tests/reference/table_file.h - a small table in a file of its own, for tests of what reads one.
 *
 * Data walk: tests of insight/. The file is gone with table_file_free().
 */
#pragma once
#include <glib.h>
#include <glib/gstdio.h>

/* A path that ends in @name. (transfer full) */
static inline char *
table_file_new(const char *name, const char *content)
{
    g_autofree char *folder = g_dir_make_tmp("hn-table-XXXXXX", NULL);
    char *path = g_build_filename(folder, name, NULL);
    g_assert_true(g_file_set_contents(path, content, -1, NULL));
    return path;
}

static inline void
table_file_free(char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_unlink(path);
    g_rmdir(folder);
    g_free(path);
}
typedef char TableFile;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TableFile, table_file_free)
