/* Goal: rows of every shape go through a driver as they are, whether many go at once or one. */
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "connect/odbc_insert.h"

typedef struct {
    char driver[512], name[16];
    char *folder, *file;
    sqlite3 *sqlite;
    HnConnection connection;
    HnOdbcLink *link;
    HnOdbcInsert *insert;
    locale_t before;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    fixture->folder = g_dir_make_tmp("hn_odbc_insert_XXXXXX", NULL);
    fixture->file = g_build_filename(fixture->folder, "register.db", NULL);
    g_assert_cmpint(sqlite3_open(fixture->file, &fixture->sqlite), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(fixture->sqlite,
                                 "CREATE TABLE t (o TEXT, a TEXT CHECK (a <> 'bad'), b TEXT)", NULL,
                                 NULL, NULL),
                    ==, SQLITE_OK);
    g_snprintf(fixture->driver, sizeof fixture->driver, "Driver=SQLite3;Database=%s",
               fixture->file);
    g_strlcpy(fixture->name, "civil", sizeof fixture->name);
    fixture->connection = (HnConnection){ .name = fixture->name,
                                          .kind = HN_CONNECTION_ODBC,
                                          .driver_string = fixture->driver,
                                          .connect_seconds = 10,
                                          .idle_seconds = 300 };
    g_autoptr(GError) error = NULL;
    fixture->link = hn_odbc_link_new_writing(&fixture->connection, NULL, &error);
    g_assert_no_error(error);
    fixture->before = hn_odbc_enter();
    fixture->insert = hn_odbc_insert_new(hn_odbc_link_statement(fixture->link, &error), 2);
    g_assert_false(hn_odbc_insert_prepare(fixture->insert, "INSERT INTO t \xff"));
    g_assert_true(hn_odbc_insert_prepare(fixture->insert, "INSERT INTO t VALUES (?, ?, ?)"));
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    hn_odbc_insert_free(fixture->insert);
    hn_odbc_leave(fixture->before);
    hn_odbc_link_free(fixture->link);
    sqlite3_close(fixture->sqlite);
    g_unlink(fixture->file);
    g_rmdir(fixture->folder);
    g_free(fixture->file);
    g_free(fixture->folder);
}

/* The only cell of the only row, as bytes. */
static void
assert_cell(const Fixture *fixture, const char *query, const char *expected)
{
    sqlite3_stmt *statement = NULL;
    g_assert_cmpint(sqlite3_prepare_v2(fixture->sqlite, query, -1, &statement, NULL), ==,
                    SQLITE_OK);
    g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
    g_assert_cmpstr((const char *)sqlite3_column_text(statement, 0), ==, expected);
    sqlite3_finalize(statement);
}

static gboolean
insert_pairs(const Fixture *fixture, const char *const *cells, guint n_rows)
{
    g_autofree HnSlice *fields = g_new0(HnSlice, 2 * (gsize)n_rows);
    g_autofree guint8 *operations = g_new0(guint8, n_rows);
    memset(operations, HN_CHANGE_UPSERT, n_rows);
    for (guint i = 0; i < 2 * n_rows; i++)
        fields[i] = hn_slice_of(cells[i]);
    const HnChangeRows rows = {
        .n_rows = n_rows, .n_columns = 2, .operations = operations, .fields = fields
    };
    return hn_odbc_insert_rows(fixture->insert, &rows);
}

static void
commit(const Fixture *fixture)
{
    g_assert_true(
        hn_odbc_worked(SQLEndTran(SQL_HANDLE_DBC, hn_odbc_link_handle(fixture->link), SQL_COMMIT)));
}

static void
test_texts(Fixture *fixture, gconstpointer unused)
{
    static const char *const cells[] = {
        "Nguyễn 😀 𠀋", NULL, "", "\t\n\r\\'\"", "x", "broken \xff\xc3", NULL, "ặ",
    };
    (void)unused;
    g_assert_true(insert_pairs(fixture, cells, G_N_ELEMENTS(cells) / 2));
    commit(fixture);
    assert_cell(fixture,
                "SELECT group_concat(o || ':' || coalesce(a, 'NULL') || ':' || coalesce(b, "
                "'NULL'), '|') FROM t",
                "u:Nguyễn 😀 𠀋:NULL|u::\t\n\r\\'\"|u:x:broken \ufffd\ufffd|u:NULL:ặ");
}

/* More rows than go at once, and cells that are wider than all of them together may be. */
static void
test_many(Fixture *fixture, gconstpointer unused)
{
    const guint n = 2345, wide = 600;
    g_autofree char *text = g_strnfill(3 << 20, 'w');
    g_autofree const char **cells = g_new0(const char *, 2 * (gsize)n);
    (void)unused;
    for (guint i = 0; i < n; i++) {
        cells[2 * i] = i == wide || i == wide + 1 ? text : "Đỗ";
        cells[2 * i + 1] = i % 2 == 0 ? NULL : "b";
    }
    g_assert_true(insert_pairs(fixture, cells, n));
    commit(fixture);
    assert_cell(fixture, "SELECT count(*) FROM t WHERE a = 'Đỗ'", "2343");
    assert_cell(fixture, "SELECT count(b) FROM t", "1172");
    assert_cell(fixture, "SELECT group_concat(length(a)) FROM t WHERE a <> 'Đỗ'",
                "3145728,3145728");
}

static void
test_refused(Fixture *fixture, gconstpointer unused)
{
    static const char *const cells[] = { "1", "x", "2", "y", "bad", "z", "3", "z" };
    char state[6] = "";
    (void)unused;
    g_assert_false(insert_pairs(fixture, cells, 4));
    g_assert_true(
        hn_odbc_link_state(SQL_HANDLE_STMT, hn_odbc_insert_statement(fixture->insert), 1, state));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/connect/odbc_insert/texts", Fixture, NULL, set_up, test_texts, tear_down);
    g_test_add("/connect/odbc_insert/many", Fixture, NULL, set_up, test_many, tear_down);
    g_test_add("/connect/odbc_insert/refused", Fixture, NULL, set_up, test_refused, tear_down);
    return g_test_run();
}
