/* Goal: what is not our database, or a newer one, is refused by name; damaged rows are refused by
 * the schema. */
#include "store/checked_pages.h"
#include "store/store_sum.h"
#include "tests/unit/store_fixture.h"

static int
run_sql(const StoreFixture *fixture, const char *sql)
{
    g_autofree char *path = g_build_filename(fixture->state, "store.db", NULL);
    g_assert_true(hn_store_sum_remove(fixture->state, NULL));
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, hn_checked_pages_vfs()), ==,
                    SQLITE_OK);
    const int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return code;
}

static StoreFixture
fixture_with_store(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    store_fixture_begin(store);
    return fixture;
}

static void
test_a_newer_store_is_refused(void)
{
    StoreFixture fixture = fixture_with_store();
    g_assert_cmpint(run_sql(&fixture, "PRAGMA user_version = 99"), ==, SQLITE_OK);
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_VERSION);
    store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_VERSION);
    store_fixture_free(&fixture);
}

static void
test_another_database_is_refused(void)
{
    StoreFixture fixture = fixture_with_store();
    g_assert_cmpint(run_sql(&fixture, "PRAGMA application_id = 7"), ==, SQLITE_OK);
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    g_autofree char *path = g_build_filename(fixture.state, "store.db", NULL);
    g_assert_true(hn_io_write_file(path, "this is no database at all", 26, NULL));
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    store_fixture_free(&fixture);
}

static void
test_the_schema_refuses_impossible_rows(void)
{
    StoreFixture fixture = fixture_with_store();
    static const char *const impossible[] = {
        "UPDATE store SET one = 2",
        "UPDATE store SET uuid = x'00'",
        "UPDATE store SET epoch = 0",
        "UPDATE sequences SET next = 0",
        "UPDATE sequences SET next = 852891037442",
        "UPDATE sequences SET next = 'many'",
        "UPDATE runs SET state = 5",
        "UPDATE runs SET based_on = run",
        "INSERT INTO runs SELECT run + 1, state, based_on, base_change, started_us, config, bundle,"
        " summary, why, pruned FROM runs",
        "UPDATE runs SET pruned = 2",
        "INSERT INTO decisions VALUES (1, 0, 'same', 'person', '', 'me', 0, 0, 0)",
        "INSERT INTO decisions VALUES (5, 3, 'undo', 'person', 'why', 'me', 0, 5, 0)",
        "PRAGMA foreign_keys = ON; INSERT INTO stages VALUES (9, 'land', x'')",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(impossible); i++)
        g_assert_cmpint(run_sql(&fixture, impossible[i]), ==, SQLITE_CONSTRAINT);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_schema/a_newer_store_is_refused", test_a_newer_store_is_refused);
    g_test_add_func("/store/store_schema/another_database_is_refused",
                    test_another_database_is_refused);
    g_test_add_func("/store/store_schema/the_schema_refuses_impossible_rows",
                    test_the_schema_refuses_impossible_rows);
    return g_test_run();
}
