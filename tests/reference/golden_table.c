#include "tests/reference/golden_table.h"

GPtrArray *
golden_table_read(const char *name)
{
    const char *root = g_getenv("HN_SOURCE_ROOT");
    g_autofree char *path = g_build_filename(root != NULL ? root : ".", "tests/golden", name, NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
        g_ptr_array_add(rows, g_strsplit(lines[i], "\t", -1));
    return rows;
}
