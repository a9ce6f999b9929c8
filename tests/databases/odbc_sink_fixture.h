/* tests/databases/odbc_sink_fixture.h - a database that is met through ODBC, with the tables of a
 * sink as its own DDL makes them and a user with exactly the grants of it.
 *
 * Data walk: tests of the sink through ODBC. What is there is looked at by the database's own
 *   library.
 * Threads: belongs to one thread.
 */
#pragma once
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include "connect/table_sink.h"
#include "tests/databases/change_script.h"
#include "tests/databases/cutting_proxy.h"
#include "tests/databases/mariadb_server.h"

typedef enum { MARIADB, SQLITE, POSTGRESQL } Database;

#define TABLE "khách hàng"

static const char *const columns[] = { "record_id", "họ tên", "ghi chú" };
static char user[] = "hn_odbc_writer", connection_name[] = "crm";

typedef struct {
    Database database;
    HnConnection connection;
    HnTableSinkOptions options;
    char driver[512];
    char *folder, *file; /* SQLite's */
    MYSQL *mariadb;
    sqlite3 *sqlite;
    PGconn *postgresql;
} Fixture;

static inline gboolean
is_there(Database database)
{
    return database != POSTGRESQL || g_getenv("HN_PG_HOST") != NULL;
}

/* ---- the database by its own library ---- */

/* Of the first column, one behind the other with commas. (transfer full) */
static inline char *
ask_sqlite(const Fixture *fixture, const char *statement)
{
    g_autoptr(GString) cells = g_string_new(NULL);
    sqlite3_stmt *query = NULL;
    if (sqlite3_prepare_v2(fixture->sqlite, statement, -1, &query, NULL) != SQLITE_OK)
        g_error("SQLite: %s in: %s", sqlite3_errmsg(fixture->sqlite), statement);
    while (sqlite3_step(query) == SQLITE_ROW)
        g_string_append_printf(cells, "%s%s", cells->len == 0 ? "" : ",",
                               (const char *)sqlite3_column_text(query, 0));
    g_assert_cmpint(sqlite3_finalize(query), ==, SQLITE_OK);
    return g_string_free(g_steal_pointer(&cells), FALSE);
}

static inline char *
ask_postgresql(const Fixture *fixture, const char *statement)
{
    g_autoptr(GString) cells = g_string_new(NULL);
    PGresult *result = PQexec(fixture->postgresql, statement);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        g_error("PostgreSQL: %s in: %s", PQresultErrorMessage(result), statement);
    for (int i = 0; i < PQntuples(result); i++)
        g_string_append_printf(cells, "%s%s", i == 0 ? "" : ",", PQgetvalue(result, i, 0));
    PQclear(result);
    return g_string_free(g_steal_pointer(&cells), FALSE);
}

static inline char *
ask_mariadb(const Fixture *fixture, const char *statement)
{
    g_autoptr(GString) cells = g_string_new(NULL);
    if (mysql_query(fixture->mariadb, statement) != 0)
        g_error("MariaDB: %s in: %s", mysql_error(fixture->mariadb), statement);
    MYSQL_RES *result = mysql_store_result(fixture->mariadb);
    for (MYSQL_ROW row = NULL; result != NULL && (row = mysql_fetch_row(result)) != NULL;)
        g_string_append_printf(cells, "%s%s", cells->len == 0 ? "" : ",", row[0]);
    mysql_free_result(result);
    return g_string_free(g_steal_pointer(&cells), FALSE);
}

/* " is every database's quote; a column's text where it is none is NULL. */
static inline char *
ask(const Fixture *fixture, const char *statement)
{
    static char *(*const askers[])(const Fixture *, const char *) = { ask_mariadb, ask_sqlite,
                                                                      ask_postgresql };
    return askers[fixture->database](fixture, statement);
}

static inline void
run(const Fixture *fixture, const char *statement)
{
    g_free(ask(fixture, statement));
}

static inline void
open_mariadb(Fixture *fixture)
{
    fixture->mariadb = mariadb_server_database("odbc_sink");
    run(fixture, "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_ALL_TABLES'");
    run(fixture, "DROP USER IF EXISTS hn_odbc_writer@'%'");
    run(fixture, "CREATE USER hn_odbc_writer@'%'");
    run(fixture, "GRANT SHOW VIEW ON odbc_sink.* TO hn_odbc_writer@'%'"); /* it may connect */
    g_snprintf(fixture->driver, sizeof fixture->driver,
               "Driver=MariaDB Unicode;Server=%s;Port=%s;Database=odbc_sink",
               g_getenv("HN_MARIADB_HOST"), g_getenv("HN_MARIADB_PORT"));
}

static inline void
open_sqlite(Fixture *fixture)
{
    fixture->folder = g_dir_make_tmp("hn_odbc_sink_XXXXXX", NULL);
    fixture->file = g_build_filename(fixture->folder, "register.db", NULL);
    g_assert_cmpint(sqlite3_open(fixture->file, &fixture->sqlite), ==, SQLITE_OK);
    sqlite3_busy_timeout(fixture->sqlite, 60000);
    g_snprintf(fixture->driver, sizeof fixture->driver, "Driver=SQLite3;Database=%s",
               fixture->file);
}

static inline void
ignore_notice(void *unused, const char *message)
{
    (void)unused;
    (void)message;
}

static inline void
open_postgresql(Fixture *fixture)
{
    g_autofree char *where =
        g_strdup_printf("host=%s port=%s user=%s dbname=postgres", g_getenv("HN_PG_HOST"),
                        g_getenv("HN_PG_PORT"), g_getenv("HN_PG_USER"));
    fixture->postgresql = PQconnectdb(where);
    g_assert_cmpint(PQstatus(fixture->postgresql), ==, CONNECTION_OK);
    PQsetNoticeProcessor(fixture->postgresql, ignore_notice, NULL);
    run(fixture, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    run(fixture, "DROP ROLE IF EXISTS hn_odbc_writer");
    run(fixture, "CREATE ROLE hn_odbc_writer LOGIN");
    run(fixture, "GRANT USAGE ON SCHEMA public TO hn_odbc_writer");
    g_snprintf(fixture->driver, sizeof fixture->driver,
               "Driver=PostgreSQL Unicode;Server=%s;Port=%s;Database=postgres;SSLmode=disable",
               g_getenv("HN_PG_HOST"), g_getenv("HN_PG_PORT"));
}

/* What the DBA does. */
static inline void
run_ddl(const Fixture *fixture)
{
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    g_auto(GStrv) statements = g_strsplit(ddl, ";\n", -1);
    if (fixture->mariadb != NULL) { /* the driver quotes names by ` there */
        run(fixture, "REVOKE SHOW VIEW ON odbc_sink.* FROM hn_odbc_writer@'%'");
        run(fixture, "SET sql_mode = ''");
    }
    for (char **statement = statements; *statement != NULL && **statement != '\0'; statement++)
        if (!g_str_has_prefix(*statement, "--"))
            run(fixture, *statement);
    if (fixture->mariadb != NULL)
        run(fixture, "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_ALL_TABLES'");
}

static inline void
set_up(Fixture *fixture, gconstpointer database)
{
    static void (*const open[])(Fixture *) = { open_mariadb, open_sqlite, open_postgresql };
    fixture->database = GPOINTER_TO_UINT(database);
    if (!is_there(fixture->database))
        return;
    open[fixture->database](fixture);
    fixture->connection = (HnConnection){ .name = connection_name,
                                          .kind = HN_CONNECTION_ODBC,
                                          .driver_string = fixture->driver,
                                          .user = fixture->database == SQLITE ? NULL : user,
                                          .connect_seconds = 10,
                                          .idle_seconds = 300 };
    fixture->options = (HnTableSinkOptions){ .connection = &fixture->connection,
                                             .shape = { .stream = "p/it's \\ Đ",
                                                        .table = TABLE,
                                                        .columns = columns,
                                                        .n_columns = G_N_ELEMENTS(columns),
                                                        .n_key = 1 } };
    run_ddl(fixture);
}

static inline void
tear_down(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (fixture->mariadb != NULL) {
        run(fixture, "DROP DATABASE odbc_sink");
        run(fixture, "DROP USER hn_odbc_writer@'%'");
        mysql_close(fixture->mariadb);
    }
    if (fixture->postgresql != NULL) {
        run(fixture, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        run(fixture, "DROP ROLE hn_odbc_writer");
        PQfinish(fixture->postgresql);
    }
    sqlite3_close(fixture->sqlite);
    if (fixture->folder != NULL) {
        g_unlink(fixture->file);
        g_rmdir(fixture->folder);
    }
    g_free(fixture->file);
    g_free(fixture->folder);
}
