#include "tests/reference/vn_tables.h"

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
