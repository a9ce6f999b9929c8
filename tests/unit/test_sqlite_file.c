/* Goal: a name in double quotes is a name, in what is read and in what is made. */
#include "connect/sqlite_file.h"

#include "base/io.h"

typedef struct {
    char *folder, *file;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = g_dir_make_tmp("hn-sqlite-XXXXXX", NULL);
    fixture->file = g_build_filename(fixture->folder, "x.db", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_true(hn_io_remove_tree(fixture->folder, NULL));
    g_free(fixture->folder);
    g_free(fixture->file);
}

static void
test_names_are_names(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *sql;
        int code;
    } cases[] = {
        { "CREATE TABLE t(id TEXT, \"full name\" TEXT)", SQLITE_OK },
        { "SELECT \"full name\" FROM t WHERE id = 'x'", SQLITE_OK },
        { "SELECT \"fullname\" FROM t", SQLITE_ERROR },
        { "DELETE FROM t WHERE \"ident\" = 'x'", SQLITE_ERROR },
        { "CREATE INDEX i ON t(\"fullname\")", SQLITE_ERROR },
    };
    sqlite3 *db = NULL;
    g_assert_true(
        hn_sqlite_file_open(fixture->file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 0, &db));
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(sqlite3_exec(db, cases[i].sql, NULL, NULL, NULL), ==, cases[i].code);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
}

static void
test_a_file_that_is_not_there(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    sqlite3 *db = NULL;
    g_assert_false(hn_sqlite_file_open(fixture->file, SQLITE_OPEN_READONLY, 0, &db));
    g_assert_cmpint(sqlite3_errcode(db), ==, SQLITE_CANTOPEN);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
}

#define ADD(name, test)                                                                            \
    g_test_add("/connect/sqlite_file/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("names_are_names", test_names_are_names);
    ADD("a_file_that_is_not_there", test_a_file_that_is_not_there);
    return g_test_run();
}
