/* Goal: the tables become units that know what they became; a table that names a code that is
 * nowhere is refused. */
#include <glib/gstdio.h>

#include "standardise/gazetteer_tables.h"
#include "tests/reference/gazetteer_fixture.h"

static void
test_units_know_their_successors(void)
{
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    const HnUnit *ward = gazetteer->units + hn_fixture_unit(HN_UNIT_OLD_WARD, "00001");
    g_assert_cmpuint(ward->n, ==, 1);
    g_assert_cmpuint(gazetteer->targets[ward->first], ==,
                     hn_fixture_unit(HN_UNIT_NEW_COMMUNE, "00097"));
    g_assert_cmpuint(ward->district, ==, hn_fixture_unit(HN_UNIT_DISTRICT, "001"));
    const HnUnit *commune = gazetteer->units + hn_fixture_unit(HN_UNIT_NEW_COMMUNE, "00097");
    gboolean knows_district = FALSE;
    for (guint t = 0; t < commune->n; t++)
        knows_district |= gazetteer->targets[commune->first + t] == ward->district;
    g_assert_true(knows_district);
    g_assert_cmpuint(commune->old_provinces & ward->old_provinces, !=, 0);
    const HnUnit *island = gazetteer->units + hn_fixture_unit(HN_UNIT_DISTRICT, "318");
    g_assert_cmpuint(island->n, ==, 1); /* a district without wards */
}

static void
test_counts(void)
{
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    const HnCountryTables *tables = hn_fixture_tables();
    const struct {
        HnUnitKind kind;
        const char *table;
    } counted[] = { { HN_UNIT_NEW_PROVINCE, "provinces_new34" },
                    { HN_UNIT_OLD_PROVINCE, "provinces_old63" },
                    { HN_UNIT_DISTRICT, "districts_old" },
                    { HN_UNIT_OLD_WARD, "wards_old" },
                    { HN_UNIT_NEW_COMMUNE, "wards_new" } };
    for (gsize i = 0; i < G_N_ELEMENTS(counted); i++)
        g_assert_cmpuint(gazetteer->first[counted[i].kind + 1] - gazetteer->first[counted[i].kind],
                         ==, hn_country_tables_get(tables, counted[i].table, NULL)->n_rows);
    for (guint32 u = gazetteer->first[HN_UNIT_OLD_WARD]; u < gazetteer->n_units; u++)
        g_assert_cmpuint(gazetteer->units[u].n, >, 0); /* every ward went somewhere */
}

/* A site's table replaces one; the rest is the program's own. */
static void
test_unknown_codes_are_refused(void)
{
    g_autofree char *site = g_dir_make_tmp("site-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(site, "districts_old.csv", NULL);
    g_autofree char *folder =
        g_build_filename(g_getenv("HN_SOURCE_ROOT"), "datasets", "reference", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(
        g_file_set_contents(path, "code,name,type,province_code\n001,Ba Đình,Quận,99\n", -1, NULL));
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(folder, site, &error);
    g_assert_no_error(error);
    g_assert_null(hn_gazetteer_get(tables, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "districts_old.csv: row 2"));
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_rmdir(site), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/gazetteer_tables/units_know_their_successors",
                    test_units_know_their_successors);
    g_test_add_func("/standardise/gazetteer_tables/counts", test_counts);
    g_test_add_func("/standardise/gazetteer_tables/unknown_codes_are_refused",
                    test_unknown_codes_are_refused);
    return g_test_run();
}
