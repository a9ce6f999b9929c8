/* Goal: forms of given names meet in a group, others do not, and a site can add to them. */
#include "records/given_names.h"

#include <glib/gstdio.h>

#include "tests/reference/vn_tables.h"

static guint
count_shared(const HnGivenNames *names, const char *a, const char *b)
{
    HnSlice of_a[HN_GIVEN_NAME_GROUPS_MAX], of_b[HN_GIVEN_NAME_GROUPS_MAX];
    const guint n_a = hn_given_names_groups(names, hn_slice_of(a), of_a);
    const guint n_b = hn_given_names_groups(names, hn_slice_of(b), of_b);
    guint n = 0;
    for (guint i = 0; i < n_a; i++)
        for (guint k = 0; k < n_b; k++)
            n += hn_slice_equal(of_a[i], of_b[k]);
    return n;
}

static void
test_forms_meet(void)
{
    static const char *const alike[][2] = {
        { "bill", "william" },  { "billy", "bill" },        { "liz", "beth" },
        { "bob", "robert" },    { "peggy", "margaret" },    { "aleksandr", "alexander" },
        { "dmitri", "dmitry" }, { "mohammed", "muhammad" }, { "johann", "john" },
        { "giovanni", "ivan" }, { "joão", "john" },         { "françois", "francis" },
        { "zoë", "zoe" },
    };
    static const char *const other[][2] = {
        { "william", "robert" }, { "john", "mary" }, { "bill", "xyz" },
        { "smith", "smyth" },    { "", "john" },     { "日本", "john" },
    };
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnGivenNames *names = hn_given_names_of(tables, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(alike); i++) {
        g_test_message("%s, %s", alike[i][0], alike[i][1]);
        g_assert_cmpuint(count_shared(names, alike[i][0], alike[i][1]), >=, 1);
    }
    for (guint i = 0; i < G_N_ELEMENTS(other); i++) {
        g_test_message("%s, %s", other[i][0], other[i][1]);
        g_assert_cmpuint(count_shared(names, other[i][0], other[i][1]), ==, 0);
    }
}

/* Every row is found, and no form has more groups than there is room for. */
static void
test_every_row_is_found(void)
{
    g_autofree char *path = g_build_filename(g_getenv("HN_SOURCE_ROOT"),
                                             "datasets/reference/given_name_groups.csv", NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnGivenNames *names = hn_given_names_of(tables, NULL);
    g_auto(GStrv) rows = g_strsplit(g_strchomp(text), "\n", -1);
    for (guint i = 1; rows[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(rows[i], ",", 2);
        HnSlice groups[HN_GIVEN_NAME_GROUPS_MAX];
        const guint n = hn_given_names_groups(names, hn_slice_of(cells[0]), groups);
        gboolean is_found = FALSE;
        for (guint k = 0; k < n; k++)
            is_found = is_found || hn_slice_equal(groups[k], hn_slice_of(cells[1]));
        g_assert_true(is_found);
        g_assert_cmpuint(n, <, HN_GIVEN_NAME_GROUPS_MAX);
    }
}

/* Rows of a site stand behind the others, in any order, written as people write. */
static void
test_a_site_has_its_own(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("names-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "given_name_groups.add.csv", NULL);
    g_assert_true(g_file_set_contents(path,
                                      "form,group\nZé,of jose\nJOSÉ,of jose\nbill,of guillermo\n"
                                      "Guillermo,of guillermo\nbill,of guillermo\n,of nobody\n"
                                      "nameless,\nunnamed,\n",
                                      -1, NULL));
    g_autofree char *reference =
        g_build_filename(g_getenv("HN_SOURCE_ROOT"), "datasets", "reference", NULL);
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(reference, folder, &error);
    g_assert_no_error(error);
    g_autoptr(HnCountryTables) plain = hn_test_vn_tables();
    const HnGivenNames *names = hn_given_names_of(tables, NULL);
    const HnGivenNames *ours = hn_given_names_of(plain, NULL);
    g_assert_cmpuint(count_shared(ours, "ze", "jose"), ==, 0);
    g_assert_cmpuint(count_shared(names, "ze", "jose"), ==, 1);
    g_assert_cmpuint(count_shared(ours, "bill", "guillermo"), ==, 0);
    g_assert_cmpuint(count_shared(names, "bill", "guillermo"), ==, 1);
    g_assert_cmpuint(count_shared(names, "bill", "william"), ==,
                     count_shared(ours, "bill", "william"));
    g_assert_cmpuint(count_shared(names, "nameless", "unnamed"), ==, 0);
    g_assert_cmpstr(hn_country_tables_get(tables, HN_GIVEN_NAMES_TABLE, NULL)->version, !=,
                    hn_country_tables_get(plain, HN_GIVEN_NAMES_TABLE, NULL)->version);
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void
test_a_table_that_is_none(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("names-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "given_name_groups.csv", NULL);
    g_assert_true(g_file_set_contents(path, "name,group\na,b\n", -1, NULL));
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(folder, NULL, NULL);
    g_assert_null(hn_given_names_of(tables, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "given_name_groups has no column form"));
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/records/given_names/" #what, test_##what)
    ADD(forms_meet);
    ADD(every_row_is_found);
    ADD(a_site_has_its_own);
    ADD(a_table_that_is_none);
    return g_test_run();
}
