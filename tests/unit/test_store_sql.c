/* Goal: values go in and come out unchanged, and SQLite's refusals keep their meaning. */
#include "store/store_sql.h"

#include "tests/unit/store_fixture.h"

static void
test_values_survive(void)
{
    g_autoptr(GError) error = NULL;
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(":memory:", &db), ==, SQLITE_OK);
    g_assert_true(
        hn_sql_script(db, "CREATE TABLE t(i INTEGER, s INTEGER, t TEXT, b BLOB) STRICT", &error));
    g_assert_true(hn_sql_run(db, &error, "INSERT INTO t VALUES (?, ?, ?, ?)", "istb",
                             (guint64)G_MAXINT64, (gint64)-5, "x'; DROP TABLE t; --",
                             hn_slice("\0\xff", 2)));
    g_assert_true(hn_sql_run(db, &error, "INSERT INTO t VALUES (?, ?, ?, ?)", "istb", (guint64)0,
                             G_MININT64, NULL, hn_slice(NULL, 0)));
    g_autoptr(sqlite3_stmt) query =
        hn_sql_query(db, &error, "SELECT i, s, t, b FROM t ORDER BY i DESC", "");
    gboolean row = FALSE;
    g_assert_true(hn_sql_next(query, &row, &error) && row);
    g_autofree char *text = hn_sql_column_text(query, 2);
    guint8 bytes[2] = { 1, 1 };
    g_assert_cmpuint(hn_sql_column_number(query, 0), ==, G_MAXINT64);
    g_assert_cmpint(sqlite3_column_int64(query, 1), ==, -5);
    g_assert_cmpstr(text, ==, "x'; DROP TABLE t; --");
    g_assert_true(hn_sql_column_exact(query, 3, bytes, 2, "b", &error));
    g_assert_cmpmem(bytes, 2, "\0\xff", 2);
    g_assert_true(hn_sql_next(query, &row, &error) && row);
    g_assert_null(hn_sql_column_text(query, 2));
    g_assert_cmpuint(hn_sql_column_bytes(query, 3).n_bytes, ==, 0);
    g_assert_false(hn_sql_column_exact(query, 3, bytes, 2, "b", &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    g_clear_error(&error);
    g_assert_true(hn_sql_next(query, &row, &error) && !row);
    g_clear_pointer(&query, sqlite3_finalize);
    guint64 number = 42;
    g_assert_true(
        hn_sql_number(db, &number, &error, "SELECT i FROM t WHERE i = ?", "i", (guint64)3));
    g_assert_cmpuint(number, ==, 42);
    g_assert_true(
        hn_sql_number(db, &number, &error, "SELECT max(i) FROM t WHERE s < ?", "s", (gint64)-6));
    g_assert_cmpuint(number, ==, 0);
    sqlite3_close(db);
}

static void
test_refusals_keep_their_meaning(void)
{
    g_autoptr(GError) error = NULL;
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(":memory:", &db), ==, SQLITE_OK);
    g_assert_null(hn_sql_query(db, &error, "SELECT * FROM nowhere", ""));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_DATABASE);
    g_clear_error(&error);
    g_assert_true(hn_sql_script(db,
                                "CREATE TABLE t(i INTEGER CHECK (i < 10)) STRICT;"
                                "PRAGMA max_page_count = 3",
                                &error));
    g_assert_false(hn_sql_run(db, &error, "INSERT INTO t VALUES (?)", "i", (guint64)10));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_DATABASE);
    g_clear_error(&error);
    g_assert_false(hn_sql_run(db, &error,
                              "INSERT INTO t WITH RECURSIVE n(x) AS (VALUES(0)"
                              " UNION ALL SELECT (x + 1) % 10 FROM n LIMIT 9999)"
                              " SELECT x FROM n",
                              ""));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_NO_SPACE);
    g_clear_error(&error);
    g_assert_false(hn_sql_script(db, "PRAGMA query_only = ON; INSERT INTO t VALUES (1)", &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO);
    sqlite3_close(db);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_sql/values_survive", test_values_survive);
    g_test_add_func("/store/store_sql/refusals_keep_their_meaning",
                    test_refusals_keep_their_meaning);
    return g_test_run();
}
