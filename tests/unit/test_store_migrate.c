/* Goal: an earlier store becomes one of today's behind a backup of itself, or stays what it was. */
#include "store/store_migrate.h"

#include "store/checked_pages.h"
#include "store/store_private.h"
#include "store/store_sum.h"
#include "tests/unit/backup_fixture.h"

static void
run_sql(const StoreFixture *fixture, const char *sql)
{
    g_autofree char *path = g_build_filename(fixture->state, "store.db", NULL);
    sqlite3 *db = NULL;
    g_assert_true(hn_store_sum_remove(fixture->state, NULL));
    g_assert_cmpint(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, hn_checked_pages_vfs()), ==,
                    SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

/* A store as the first format had it, with one night. */
static StoreFixture
first_format(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    backup_fixture_night(store);
    g_clear_pointer(&store, hn_store_close);
    run_sql(&fixture, "ALTER TABLE runs DROP COLUMN pruned; PRAGMA user_version = 1");
    return fixture;
}

static char *
own_backup(const StoreFixture *fixture)
{
    return g_build_filename(fixture->state, "backups", "format-1-r-000000018", NULL);
}

static void
test_a_writer_brings_it_to_today(void)
{
    StoreFixture fixture = first_format();
    g_autofree char *folder = own_backup(&fixture);
    g_autoptr(HnStore) reader = store_fixture_open(&fixture, HN_STORE_READ);
    g_assert_cmpuint(hn_store_format(reader), ==, 1); /* a reader takes it as it is */
    g_assert_cmpuint(hn_store_published_run(reader), ==, 1);
    g_assert_false(hn_store_is_pruned(reader, 1));
    g_clear_pointer(&reader, hn_store_close);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(hn_store_format(store), ==, HN_STORE_FORMAT);
    g_assert_cmpuint(hn_store_migrated_from(store), ==, 1);
    g_assert_cmpuint(backup_fixture_night(store), ==, 2);
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(hn_store_migrated_from(store), ==, 0);
    HnBackupInfo info;
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_store_backup_check(folder, NULL, &info, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(info.format, ==, 1);
    g_assert_cmpuint(info.run, ==, 1);
    store_fixture_free(&fixture);
}

static void
test_a_step_that_fails_leaves_it(void)
{
    StoreFixture fixture = first_format();
    g_autofree char *folder = own_backup(&fixture);
    run_sql(&fixture, "ALTER TABLE runs ADD COLUMN pruned INTEGER"); /* somebody's hand */
    for (guint i = 0; i < 2; i++) { /* the backup of the first attempt is no hindrance */
        store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_DATABASE);
        g_autoptr(HnStore) reader = store_fixture_open(&fixture, HN_STORE_READ);
        g_assert_cmpuint(hn_store_format(reader), ==, 1);
        g_assert_true(g_file_test(folder, G_FILE_TEST_IS_DIR));
    }
    store_fixture_free(&fixture);
}

static void
test_damage_is_not_taken_along(void)
{
    StoreFixture fixture = first_format();
    g_autofree char *folder = own_backup(&fixture);
    g_autofree char *path =
        g_build_filename(fixture.state, "segments/r-000000018/CASE-person.hns", NULL);
    g_assert_true(hn_io_write_file(path, "no segment", 10, NULL));
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    g_autoptr(HnStore) reader = store_fixture_open(&fixture, HN_STORE_READ);
    g_assert_cmpuint(hn_store_format(reader), ==, 1);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_migrate/a_writer_brings_it_to_today",
                    test_a_writer_brings_it_to_today);
    g_test_add_func("/store/store_migrate/a_step_that_fails_leaves_it",
                    test_a_step_that_fails_leaves_it);
    g_test_add_func("/store/store_migrate/damage_is_not_taken_along",
                    test_damage_is_not_taken_along);
    return g_test_run();
}
