#include <glib/gstdio.h>

#include "records/country_tables.h"

typedef struct {
    char *folder, *site;
} World;

static void
world_set_up(World *world, gconstpointer data)
{
    (void)data;
    world->folder = g_dir_make_tmp("tables-XXXXXX", NULL);
    world->site = g_dir_make_tmp("site-XXXXXX", NULL);
}

static void
write_table(const char *folder, const char *file, const char *content)
{
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_assert_true(g_file_set_contents(path, content, -1, NULL));
}

static void
remove_folder(char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *file; (file = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, file, NULL);
        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(folder);
}

static void
world_tear_down(World *world, gconstpointer data)
{
    (void)data;
    remove_folder(world->folder);
    remove_folder(world->site);
}

static char *
field_text(const HnCountryTable *table, guint row, const char *column)
{
    guint c;
    g_assert_true(hn_country_table_column(table, column, &c, NULL));
    const HnSlice field = hn_country_table_field(table, row, c);
    return g_strndup((const char *)field.bytes, field.n_bytes);
}

static void
assert_field(const HnCountryTable *table, guint row, const char *column, const char *expected)
{
    g_autofree char *text = field_text(table, row, column);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_rows_and_columns(World *world, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    write_table(world->folder, "b.csv", "x,y\r\n1,\"a, \"\"b\"\"\"\r\n,2\n");
    write_table(world->folder, "a.csv", "x\nHoà");
    write_table(world->folder, "README.md", "no table");
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(world->folder, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hn_country_tables_count(tables), ==, 2);
    g_assert_cmpstr(hn_country_tables_at(tables, 0)->name, ==, "a");
    const HnCountryTable *b = hn_country_tables_get(tables, "b", &error);
    g_assert_cmpuint(b->n_rows, ==, 2);
    assert_field(b, 0, "y", "a, \"b\"");
    assert_field(b, 1, "x", "");
    assert_field(b, 1, "y", "2");
    guint c;
    g_assert_false(hn_country_table_column(b, "z", &c, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    g_clear_error(&error);
    g_assert_null(hn_country_tables_get(tables, "c", &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
}

/* A site's file replaces a table, or adds rows to it; either is another version. */
static void
test_site(World *world, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    write_table(world->folder, "a.csv", "x\nold\n");
    write_table(world->folder, "b.csv", "x\nold\n");
    write_table(world->folder, "c.csv", "x\nold\n");
    write_table(world->site, "a.csv", "x\nnew\n");
    write_table(world->site, "b.add.csv", "x\nmore\n");
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(world->folder, world->site, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hn_country_tables_count(tables), ==, 3);
    const HnCountryTable *a = hn_country_tables_get(tables, "a", NULL);
    const HnCountryTable *b = hn_country_tables_get(tables, "b", NULL);
    const HnCountryTable *c = hn_country_tables_get(tables, "c", NULL);
    g_assert_cmpuint(a->n_rows, ==, 1);
    assert_field(a, 0, "x", "new");
    g_assert_cmpuint(b->n_rows, ==, 2);
    assert_field(b, 0, "x", "old");
    assert_field(b, 1, "x", "more");
    g_assert_cmpuint(strlen(c->version), ==, 16);
    g_assert_cmpstr(a->version, !=, c->version);
    g_assert_cmpstr(b->version, !=, c->version);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "x\nold\n", -1);
    g_assert_true(g_str_has_prefix(digest, c->version));
}

static void
assert_refused(World *world, const char *content, const char *where)
{
    g_autoptr(GError) error = NULL;
    write_table(world->folder, "a.csv", content);
    g_assert_null(hn_country_tables_open(world->folder, NULL, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, where));
}

static void
test_bad_tables(World *world, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_country_tables_open(world->folder, NULL, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_FOLDER);
    g_clear_error(&error);
    g_assert_null(hn_country_tables_open("/nowhere/at/all", NULL, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_FOLDER);
    g_clear_error(&error);
    assert_refused(world, "", "a.csv:1");
    assert_refused(world, "x,y\n1\n", "a.csv:2");
    assert_refused(world, "x\n1\n2,3\n", "a.csv:3");
    assert_refused(world, "x\n\"1\n", "a.csv:2");
    assert_refused(world, "x\n\xff\n", "not UTF-8");
    write_table(world->folder, "a.csv", "x\n1\n");
    write_table(world->site, "a.add.csv", "y\n1\n");
    g_assert_null(hn_country_tables_open(world->folder, world->site, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "a.add.csv:1"));
}

static guint n_made, n_freed;

static gpointer
make_count(const HnCountryTables *tables, GError **error)
{
    (void)error;
    n_made++;
    return g_new0(guint, hn_country_tables_count(tables));
}

static void
free_count(gpointer count)
{
    n_freed++;
    g_free(count);
}

static gpointer
make_nothing(const HnCountryTables *tables, GError **error)
{
    n_made++;
    return hn_country_tables_get(tables, "not there", error) == NULL ? NULL : g_new0(guint, 1);
}

static void
test_derived(World *world, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    write_table(world->folder, "a.csv", "x\n1\n");
    HnCountryTables *tables = hn_country_tables_open(world->folder, NULL, &error);
    g_assert_no_error(error);
    n_made = n_freed = 0;
    gconstpointer one = hn_country_tables_derived(tables, "n", make_count, free_count, &error);
    g_assert_true(one == hn_country_tables_derived(tables, "n", make_count, free_count, &error));
    g_assert_cmpuint(n_made, ==, 1);
    for (guint i = 0; i < 2; i++) { /* an error is an error for everybody, and made once */
        g_assert_null(hn_country_tables_derived(tables, "bad", make_nothing, NULL, &error));
        g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
        g_clear_error(&error);
    }
    g_assert_cmpuint(n_made, ==, 2);
    HnCountryTables *other = hn_country_tables_ref(tables);
    hn_country_tables_unref(tables);
    g_assert_cmpuint(n_freed, ==, 0);
    hn_country_tables_unref(other);
    g_assert_cmpuint(n_freed, ==, 1);
}

/* What lies in the tree is what the program finds by itself. */
static void
test_default(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    const HnCountryTable *wards = hn_country_tables_get(tables, "wards_new", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(wards->n_rows, ==, 3321);
    g_setenv("HN_REFERENCE", "/nowhere/at/all", TRUE);
    g_autoptr(HnCountryTables) none = hn_country_tables_open(NULL, NULL, &error);
    g_unsetenv("HN_REFERENCE");
    g_assert_null(none);
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_FOLDER);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name)                                                                                  \
    g_test_add("/country_tables/" #name, World, NULL, world_set_up, test_##name, world_tear_down)
    ADD(rows_and_columns);
    ADD(site);
    ADD(bad_tables);
    ADD(derived);
    g_test_add_func("/country_tables/default", test_default);
    return g_test_run();
}
