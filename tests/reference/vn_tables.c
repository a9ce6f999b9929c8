#include "tests/reference/vn_tables.h"

#include <glib/gstdio.h>
#include <unistd.h>

HnCountryTables *
hn_test_vn_tables(void)
{
    g_autofree char *folder =
        g_build_filename(g_getenv("HN_SOURCE_ROOT"), "datasets", "reference", NULL);
    g_autoptr(GError) error = NULL;
    HnCountryTables *tables = hn_country_tables_open(folder, NULL, &error);
    g_assert_no_error(error);
    return tables;
}

HnCountryTables *
hn_test_kept_tables(void)
{
    static HnCountryTables *kept = NULL; /* reachable until the end: no leak */
    if (kept == NULL)
        kept = hn_test_vn_tables();
    return kept;
}

HnCountryTables *
hn_test_tables_of(const char *const *names, const char *left_out)
{
    g_autofree char *folder = g_dir_make_tmp("hn-tables-XXXXXX", NULL);
    g_autofree char *given = g_build_filename(folder, "none.csv", NULL);
    g_assert_true(g_file_set_contents(given, "a\n", -1, NULL));
    g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; names[i] != NULL; i++) {
        g_autofree char *file = g_strconcat(names[i], ".csv", NULL);
        g_autofree char *from =
            g_build_filename(g_getenv("HN_SOURCE_ROOT"), "datasets/reference", file, NULL);
        if (g_strcmp0(names[i], left_out) == 0)
            continue;
        g_ptr_array_add(copies, g_build_filename(folder, file, NULL));
        g_assert_cmpint(symlink(from, copies->pdata[copies->len - 1]), ==, 0);
    }
    HnCountryTables *tables = hn_country_tables_open(folder, NULL, NULL);
    g_assert_nonnull(tables);
    for (guint i = 0; i < copies->len; i++)
        g_remove(copies->pdata[i]);
    g_remove(given);
    g_rmdir(folder);
    return tables;
}
