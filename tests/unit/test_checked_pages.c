/* Goal: no byte of a database can be changed, torn or moved without SQLite saying so. */
#include "store/checked_pages.h"

#include "base/io.h"
#include "tests/unit/store_fixture.h"

#define N_ROWS 400
#define SECTOR_BYTES 512

typedef struct {
    StoreFixture files;
    char *path;
    guint8 *whole; /* the database as it was written */
    gsize n_bytes;
} Database;

static int
run_script(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(path, &db, flags, hn_checked_pages_vfs());
    if (code == SQLITE_OK)
        code = hn_checked_pages_prepare(db);
    sqlite3_extended_result_codes(db, 1);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return code;
}

static Database
database_new(void)
{
    Database database = { .files = store_fixture_new() };
    database.path = g_build_filename(database.files.top, "small.db", NULL);
    g_autoptr(GString) sql = g_string_new(
        "PRAGMA journal_mode = WAL; CREATE TABLE t(id INTEGER PRIMARY KEY, word TEXT); BEGIN;");
    for (guint i = 0; i < N_ROWS; i++)
        g_string_append_printf(sql, "INSERT INTO t VALUES (%u, 'word number %u of many');", i, i);
    g_string_append(sql, "COMMIT");
    g_assert_cmpint(run_script(database.path, sql->str), ==, SQLITE_OK);
    g_autoptr(GBytes) bytes = hn_io_read_file(database.path, 1 << 20, NULL);
    database.whole = g_bytes_unref_to_data(g_steal_pointer(&bytes), &database.n_bytes);
    g_assert_cmpuint(database.n_bytes, >, 3 * HN_CHECKED_PAGE_BYTES);
    return database;
}

static void
database_free(Database *database)
{
    g_free(database->path);
    g_free(database->whole);
    store_fixture_free(&database->files);
}

/* What reading everything gives when the file has these bytes. */
static int
read_as(const Database *database, const guint8 *bytes, gsize n_bytes)
{
    g_assert_true(hn_io_write_file(database->path, bytes, n_bytes, NULL));
    return run_script(database->path, "SELECT sum(length(word)) FROM t; PRAGMA integrity_check");
}

static void
test_what_was_written_is_read(void)
{
    Database database = database_new();
    g_assert_cmpint(read_as(&database, database.whole, database.n_bytes), ==, SQLITE_OK);
    g_assert_cmpint(database.whole[20], ==, HN_CHECKED_RESERVED_BYTES);
    g_assert_cmpint(run_script(database.path, "UPDATE t SET word = upper(word); VACUUM"), ==,
                    SQLITE_OK);
    g_assert_cmpint(run_script(database.path, "SELECT * FROM t"), ==, SQLITE_OK);
    database_free(&database);
}

static void
test_every_flip_is_found(void)
{
    Database database = database_new();
    g_autofree guint8 *hurt = g_memdup2(database.whole, database.n_bytes);
    for (gsize at = 0; at < database.n_bytes; at += at < HN_CHECKED_PAGE_BYTES ? 7 : 61) {
        hurt[at] ^= (guint8)(1u << at % 8);
        g_assert_cmpint(read_as(&database, hurt, database.n_bytes), !=, SQLITE_OK);
        hurt[at] = database.whole[at];
    }
    database_free(&database);
}

static void
test_torn_and_moved_pages_are_found(void)
{
    Database database = database_new();
    g_autofree guint8 *hurt = g_memdup2(database.whole, database.n_bytes);
    for (gsize at = 0; at < database.n_bytes; at += SECTOR_BYTES) {
        memset(hurt + at, 0, SECTOR_BYTES);
        if (memcmp(hurt + at, database.whole + at, SECTOR_BYTES) != 0)
            g_assert_cmpint(read_as(&database, hurt, database.n_bytes), !=, SQLITE_OK);
        memcpy(hurt + at, database.whole + at, SECTOR_BYTES);
    }
    guint8 *second = hurt + HN_CHECKED_PAGE_BYTES, *third = second + HN_CHECKED_PAGE_BYTES;
    memcpy(second, database.whole + 2 * HN_CHECKED_PAGE_BYTES, HN_CHECKED_PAGE_BYTES);
    memcpy(third, database.whole + HN_CHECKED_PAGE_BYTES, HN_CHECKED_PAGE_BYTES);
    g_assert_cmpint(read_as(&database, hurt, database.n_bytes), ==, SQLITE_IOERR_DATA);
    g_assert_cmpint(read_as(&database, database.whole, database.n_bytes - 100), !=, SQLITE_OK);
    database_free(&database);
}

/* After a kill nothing but the pages' own checksums can tell a wrong row from a right one. */
static void
test_a_wrong_row_of_a_killed_store_is_no_row(void)
{
    StoreFixture fixture = store_fixture_new();
    hn_store_close(store_fixture_open(&fixture, HN_STORE_WRITE));
    g_autofree char *sum = g_build_filename(fixture.state, "store.sum", NULL);
    g_autofree char *path = g_build_filename(fixture.state, "store.db", NULL);
    g_assert_true(hn_io_unlink(sum, NULL));
    g_autoptr(GBytes) bytes = hn_io_read_file(path, 1 << 20, NULL);
    gsize n_bytes = 0;
    g_autofree guint8 *hurt = g_bytes_unref_to_data(g_steal_pointer(&bytes), &n_bytes);
    guint8 *word = memmem(hurt, n_bytes, "create", strlen("create")); /* the anchor's first line */
    g_assert_nonnull(word);
    word[0] ^= 1;
    g_assert_true(hn_io_write_file(path, hurt, n_bytes, NULL));
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    if (g_file_test("/dev/shm", G_FILE_TEST_IS_DIR)) /* bytes, not disks, are what is tested */
        g_setenv("TMPDIR", "/dev/shm", FALSE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/checked_pages/what_was_written_is_read", test_what_was_written_is_read);
    g_test_add_func("/store/checked_pages/every_flip_is_found", test_every_flip_is_found);
    g_test_add_func("/store/checked_pages/torn_and_moved_pages_are_found",
                    test_torn_and_moved_pages_are_found);
    g_test_add_func("/store/checked_pages/a_wrong_row_of_a_killed_store_is_no_row",
                    test_a_wrong_row_of_a_killed_store_is_no_row);
    return g_test_run();
}
