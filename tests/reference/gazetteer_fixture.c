#include "tests/reference/gazetteer_fixture.h"

const HnCountryTables *
hn_fixture_tables(void)
{
    static HnCountryTables *tables;
    if (tables == NULL) {
        g_autoptr(GError) error = NULL;
        const char *root = g_getenv("HN_SOURCE_ROOT");
        g_autofree char *folder =
            root == NULL ? NULL : g_build_filename(root, "datasets", "reference", NULL);
        tables = hn_country_tables_open(folder, NULL, &error);
        g_assert_no_error(error);
    }
    return tables;
}

const HnGazetteer *
hn_fixture_gazetteer(void)
{
    g_autoptr(GError) error = NULL;
    const HnGazetteer *gazetteer = hn_gazetteer_get(hn_fixture_tables(), &error);
    g_assert_no_error(error);
    return gazetteer;
}

guint32
hn_fixture_unit(HnUnitKind kind, const char *code)
{
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    for (guint32 u = gazetteer->first[kind]; u < gazetteer->first[kind + 1]; u++)
        if (hn_slice_equal(gazetteer->units[u].code, hn_slice_of(code)))
            return u;
    g_error("no unit of kind %d has the code %s", (int)kind, code);
}
