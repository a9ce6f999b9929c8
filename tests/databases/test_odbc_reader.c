/* Goal: three databases through their drivers of ODBC give what they hold and are never changed. */
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include "base/rng.h"
#include "tests/databases/mariadb_server.h"
#include "tests/databases/read_all.h"

/* PostgreSQL's driver loses some bytes of each statement that the server refuses. */
const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *
__lsan_default_suppressions(void)
{
    return "leak:psqlodbcw.so\n";
}

typedef enum { MARIADB, SQLITE, POSTGRESQL } Database;

typedef struct {
    Database database;
    HnConnection connection;
    HnQueryOptions options;
    char name[16], driver[512];
    char *folder, *file; /* SQLite's */
    MYSQL *mariadb;
    sqlite3 *sqlite;
    PGconn *postgresql;
} Fixture;

static gboolean
is_there(Database database)
{
    return database != POSTGRESQL || g_getenv("HN_PG_HOST") != NULL;
}

static void
open_mariadb(Fixture *fixture)
{
    fixture->mariadb = mariadb_server_database("odbc");
    g_snprintf(fixture->driver, sizeof fixture->driver,
               "Driver=MariaDB Unicode;Socket=%s;Uid=%s;Database=odbc",
               g_getenv("HN_MARIADB_SOCKET"), g_getenv("HN_MARIADB_USER"));
}

static void
open_sqlite(Fixture *fixture)
{
    fixture->folder = g_dir_make_tmp("hn_odbc_reader_XXXXXX", NULL);
    fixture->file = g_build_filename(fixture->folder, "register.db", NULL);
    g_assert_cmpint(sqlite3_open(fixture->file, &fixture->sqlite), ==, SQLITE_OK);
    g_snprintf(fixture->driver, sizeof fixture->driver, "Driver=SQLite3;Database=%s",
               fixture->file);
}

static void
ignore_notice(void *user, const char *message)
{
    (void)user;
    (void)message;
}

static void
open_postgresql(Fixture *fixture)
{
    const char *host = g_getenv("HN_PG_HOST"), *port = g_getenv("HN_PG_PORT");
    const char *user = g_getenv("HN_PG_USER");
    g_autofree char *where =
        g_strdup_printf("host=%s port=%s user=%s dbname=postgres", host, port, user);
    fixture->postgresql = PQconnectdb(where);
    g_assert_cmpint(PQstatus(fixture->postgresql), ==, CONNECTION_OK);
    PQsetNoticeProcessor(fixture->postgresql, ignore_notice, NULL);
    PQclear(PQexec(fixture->postgresql, "DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
    g_snprintf(fixture->driver, sizeof fixture->driver,
               "Driver=PostgreSQL Unicode;Server=%s;Port=%s;Uid=%s;Database=postgres;"
               "UseDeclareFetch=1;Fetch=10000;BoolsAsChar=0",
               host, port, user);
}

static void
set_up(Fixture *fixture, gconstpointer database)
{
    fixture->database = GPOINTER_TO_UINT(database);
    if (!is_there(fixture->database))
        return;
    g_strlcpy(fixture->name, "civil", sizeof fixture->name);
    fixture->connection = (HnConnection){ .name = fixture->name,
                                          .kind = HN_CONNECTION_ODBC,
                                          .driver_string = fixture->driver,
                                          .connect_seconds = 10,
                                          .idle_seconds = 300 };
    fixture->options = (HnQueryOptions){ .connection = &fixture->connection };
    static void (*const open[])(Fixture *) = { open_mariadb, open_sqlite, open_postgresql };
    open[fixture->database](fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (fixture->mariadb != NULL)
        mysql_close(fixture->mariadb);
    sqlite3_close(fixture->sqlite);
    PQfinish(fixture->postgresql);
    if (fixture->folder != NULL) {
        g_unlink(fixture->file);
        g_rmdir(fixture->folder);
    }
    g_free(fixture->file);
    g_free(fixture->folder);
}

/* By the database's own library. */
static void
run(Fixture *fixture, const char *statement)
{
    if (fixture->mariadb != NULL) {
        mariadb_server_run(fixture->mariadb, statement);
    } else if (fixture->sqlite != NULL) {
        if (sqlite3_exec(fixture->sqlite, statement, NULL, NULL, NULL) != SQLITE_OK)
            g_error("SQLite: %s in: %s", sqlite3_errmsg(fixture->sqlite), statement);
    } else {
        PGresult *result = PQexec(fixture->postgresql, statement);
        if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
            g_error("PostgreSQL: %s in: %s", PQresultErrorMessage(result), statement);
        PQclear(result);
    }
}

static gboolean
skips(const Fixture *fixture)
{
    if (is_there(fixture->database))
        return FALSE;
    g_test_skip("HN_PG_HOST is not set");
    return TRUE;
}

typedef struct {
    const char *type, *value, *expected;
} Case;

static const Case mariadb_cases[] = {
    { "TINYINT(1)", "1", "1" },
    { "BIGINT", "-9223372036854775808", "-9223372036854775808" },
    { "BIGINT UNSIGNED", "18446744073709551615", "18446744073709551615" },
    { "DECIMAL(38,10)", "'1234567890123456789012345678.0123456789'",
      "1234567890123456789012345678.0123456789" },
    { "DECIMAL(10,2)", "-0.5", "-0.50" },
    { "DOUBLE", "0.1", "0.1" },
    { "FLOAT", "0.1", "0.1" },
    { "FLOAT", "16777217", "16777216" },
    { "FLOAT", "NULL", "NULL" },
    { "BIT(1)", "1", "true" },
    { "DATE", "'2026-11-30'", "2026-11-30" },
    { "DATETIME", "'2026-11-30 00:00:00'", "2026-11-30 00:00:00" },
    { "DATETIME(6)", "'2026-11-30 01:02:03.5'", "2026-11-30 01:02:03.5" },
    { "TIME", "'01:02:03'", "01:02:03" },
    { "CHAR(10)", "'an  '", "an" },
    { "VARCHAR(40)", "'Nguyễn 😀 '", "Nguyễn 😀 " },
    { "VARCHAR(10)", "''", "" },
    { "VARCHAR(10)", "NULL", "NULL" },
    { "VARCHAR(20) CHARACTER SET latin1", "'café'", "café" },
    { "LONGTEXT", "'Trần'", "Trần" },
    { "LONGTEXT", "''", "" },
    { "BINARY(3)", "'a'", "610000" },
    { "BLOB", "'blob'", "626c6f62" },
    { "JSON", "'[1]'", "[1]" },
};

static const Case sqlite_cases[] = {
    { "INTEGER", "9223372036854775807", "9223372036854775807" },
    { "INTEGER", "'no number'", "no number" },
    { "REAL", "0.1", "0.1" },
    { "REAL", "16777217.0", "16777217.0" }, /* 64 bits there */
    { "FLOAT", "16777217.0", "16777217.0" },
    { "TEXT", "'Nguyễn 😀 '", "Nguyễn 😀 " },
    { "TEXT", "''", "" },
    { "TEXT", "NULL", "NULL" },
    { "VARCHAR(5)", "'longer than five'", "longer than five" },
    { "BLOB", "X'00FF'", "00ff" },
    { "DATE", "'2026-11-30'", "2026-11-30" },
    { "BOOLEAN", "1", "true" },
};

static const Case postgresql_cases[] = {
    { "smallint", "1", "1" },
    { "bigint", "-9223372036854775808", "-9223372036854775808" },
    { "numeric(10,2)", "-0.5", "-0.50" },
    { "numeric", "12345678901234567890.123456789", "12345678901234567890.123456789" },
    { "float8", "0.1", "0.1" },
    { "float4", "0.1", "0.1" },
    { "float4", "16777217", "16777216" },
    { "float4", "'-Infinity'", "-Infinity" },
    { "boolean", "true", "true" },
    { "date", "'2026-11-30'", "2026-11-30" },
    { "timestamp", "'2026-11-30 00:00:00'", "2026-11-30 00:00:00" },
    { "timestamp", "'2026-11-30 01:02:03.000250'", "2026-11-30 01:02:03.00025" },
    { "time", "'01:02:03.5'", "01:02:03.5" },
    { "char(10)", "'an'", "an" },
    { "varchar(40)", "'Nguyễn 😀 '", "Nguyễn 😀 " },
    { "text", "'Trần'", "Trần" },
    { "text", "''", "" },
    { "text", "NULL", "NULL" },
    { "bytea", "'\\x00ff'", "00ff" },
    { "jsonb", "'{\"a\": 1}'", "{\"a\": 1}" },
    { "integer[]", "'{1,2}'", "{1,2}" },
};

static void
test_types(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const Case *const all[] = { mariadb_cases, sqlite_cases, postgresql_cases };
    static const guint n[] = { G_N_ELEMENTS(mariadb_cases), G_N_ELEMENTS(sqlite_cases),
                               G_N_ELEMENTS(postgresql_cases) };
    fixture->options.table = "t";
    for (guint i = 0; i < n[fixture->database]; i++) {
        const Case *now = &all[fixture->database][i];
        g_autofree char *create = g_strdup_printf("CREATE TABLE t (cell %s)", now->type);
        g_autofree char *insert = g_strdup_printf("INSERT INTO t VALUES (%s)", now->value);
        g_autofree char *row = g_strdup_printf("%s\n", now->expected);
        run(fixture, "DROP TABLE IF EXISTS t");
        run(fixture, create);
        run(fixture, insert);
        assert_rows(hn_odbc_reader_new, &fixture->options, row);
    }
}

/* Of any length up to @n_max, without what ends a literal, and without a blank at its end. */
static void
put_random_text(HnRng *rng, guint n_max, GString *text)
{
    static const gunichar firsts[] = { 'a', 0xE0, 0x1EA0, 0x300, 0x4E00, 0x1F600, 0x10000, 0x7FF };
    for (guint64 n = hn_rng_below(rng, n_max); n > 0; n--)
        g_string_append_unichar(text, firsts[hn_rng_below(rng, G_N_ELEMENTS(firsts))] +
                                          (gunichar)hn_rng_below(rng, 26));
}

static const Case mariadb_keys[] = {
    { "INT", "-12", NULL },
    { "DATE", "'2026-11-30'", NULL },
    { "DATETIME(6)", "'2026-11-30 01:02:03.5'", NULL },
    { "VARCHAR(10)", "'2026-11-30'", NULL },
    { "BINARY(3)", "'a'", NULL },
    { "VARBINARY(9)", "X'00FF'", NULL },
};

static const Case sqlite_keys[] = {
    { "INTEGER", "12", NULL },        { "", "12", NULL },         { "TEXT", "'12'", NULL },
    { "DATE", "'2026-11-30'", NULL }, { "TEXT", "'00ff'", NULL }, { "BLOB", "X'00FF'", NULL },
};

static const Case postgresql_keys[] = {
    { "integer", "-12", NULL },
    { "date", "'2026-11-30'", NULL },
    { "timestamp", "'2026-11-30 01:02:03.000250'", NULL },
    { "varchar(10)", "'2026-11-30'", NULL },
    { "bytea", "'\\x00ff'", NULL },
    { "text", "'00ff'", NULL },
};

/* A key is asked for as what its column is. */
static void
test_keys_of_each_type(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const Case *const all[] = { mariadb_keys, sqlite_keys, postgresql_keys };
    for (guint i = 0; i < 6; i++) {
        const Case *now = &all[fixture->database][i];
        g_autofree char *create = g_strdup_printf("CREATE TABLE t (k %s)", now->type);
        g_autofree char *insert = g_strdup_printf("INSERT INTO t VALUES (%s)", now->value);
        run(fixture, "DROP TABLE IF EXISTS t");
        run(fixture, create);
        run(fixture, insert);
        fixture->options.query = "SELECT k FROM t";
        assert_key_finds_itself(hn_odbc_reader_new, &fixture->options);
    }
}

/* Lengths in units, characters and bytes are three things, and drivers mistake them. */
static void
test_any_text(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const char *const tables[] = {
        "CREATE TABLE t (id INT, a VARCHAR(40), b CHAR(40), c LONGTEXT)",
        "CREATE TABLE t (id INT, a VARCHAR(40), b CHAR(40), c TEXT)",
        "CREATE TABLE t (id INT, a varchar(40), b char(40), c text)",
    };
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(GString) insert = g_string_new("INSERT INTO t VALUES ");
    g_autoptr(GString) expected = g_string_new(NULL);
    for (guint i = 0; i < 1000; i++) {
        g_autoptr(GString) a = g_string_new(NULL);
        g_autoptr(GString) b = g_string_new(NULL);
        g_autoptr(GString) c = g_string_new(NULL);
        put_random_text(&rng, 41, a);
        put_random_text(&rng, 41, b);
        put_random_text(&rng, 400, c);
        g_string_append_printf(insert, "%s(%u, '%s', '%s', '%s')", i == 0 ? "" : ", ", i, a->str,
                               b->str, c->str);
        g_string_append_printf(expected, "%u|%s|%s|%s\n", i, a->str, b->str, c->str);
    }
    run(fixture, tables[fixture->database]);
    run(fixture, insert->str);
    fixture->options.query = "SELECT * FROM t ORDER BY id";
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &fixture->options, &error);
    g_assert_no_error(error);
    g_auto(GStrv) lines = g_strsplit(all->rows->str, "\n", -1);
    g_auto(GStrv) expected_lines = g_strsplit(expected->str, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, g_strv_length(expected_lines));
    for (guint i = 0; lines[i] != NULL; i++)
        g_assert_cmpstr(lines[i], ==, expected_lines[i]);
}

/* Cells in several pieces, beside short ones, in front and behind; some longer than said. */
static void
test_long(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const char *const tables[] = {
        "CREATE TABLE t (id INT, a LONGTEXT, b VARCHAR(20), c LONGTEXT, d LONGBLOB, e DATE)",
        "CREATE TABLE t (id INT, a TEXT, b VARCHAR(20), c TEXT, d BLOB, e DATE)",
        "CREATE TABLE t (id INT, a text, b varchar, c text, d bytea, e date)",
    };
    g_autoptr(GString) a = g_string_new(NULL);
    g_autoptr(GString) hex = g_string_new(NULL);
    g_autoptr(GString) expected = g_string_new(NULL);
    for (guint i = 0; i < 60000; i++) {
        g_string_append(a, "aễ");
        g_string_append(hex, "00ff80");
    }
    run(fixture, tables[fixture->database]);
    const gboolean is_postgresql = fixture->database == POSTGRESQL;
    for (guint i = 0; i < 5; i++) {
        const char *b = i == 3 && fixture->database != MARIADB ? a->str : "b";
        g_autofree char *insert =
            g_strdup_printf("INSERT INTO t VALUES (%u, '%s', '%s', NULL, %s'%s%s', '2026-11-30'), "
                            "(%u, '', NULL, 'x', NULL, NULL)",
                            2 * i, a->str, b, is_postgresql ? "" : "X", is_postgresql ? "\\x" : "",
                            hex->str, 2 * i + 1);
        run(fixture, insert);
        g_string_append_printf(expected, "%u|%s|%s|NULL|%s|2026-11-30\n%u||NULL|x|NULL|NULL\n",
                               2 * i, a->str, b, hex->str, 2 * i + 1);
        g_string_append_c(a, 'i');
    }
    fixture->options.query = "SELECT * FROM t ORDER BY id";
    fixture->options.record_bytes_max = 4 << 20;
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &fixture->options, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(all->quarantine->str, ==, "");
    g_assert_cmpuint(all->n_accepted, ==, 10);
    g_assert_true(g_str_equal(all->rows->str, expected->str)); /* too long to be shown */
    fixture->options.record_bytes_max = 1000;
    g_autoptr(ReadAll) few = read_all(hn_odbc_reader_new, &fixture->options, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(few->n_accepted, ==, 5);
    g_assert_cmpuint(few->totals.n_quarantined, ==, 5);
}

static void
test_choice(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const char *const columns[] = { "họ tên", "id", NULL };
    const char *quote = fixture->database == MARIADB ? "`" : "\"";
    g_autofree char *create =
        g_strdup_printf("CREATE TABLE %skhách hàng%s (id INT, %shọ tên%s VARCHAR(20), day DATE)",
                        quote, quote, quote, quote);
    g_autofree char *insert =
        g_strdup_printf("INSERT INTO %skhách hàng%s VALUES (1, 'An', '2026-11-29'), "
                        "(2, '', '2026-11-30'), (3, NULL, '2026-12-01')",
                        quote, quote);
    run(fixture, create);
    run(fixture, insert);
    HnQueryOptions *options = &fixture->options;
    options->table = "khách hàng";
    assert_rows(hn_odbc_reader_new, options, "1|An|2026-11-29\n2||2026-11-30\n3|NULL|2026-12-01\n");
    options->columns = columns;
    options->since_column = "day";
    options->since_value = "2026-11-30";
    assert_rows(hn_odbc_reader_new, options, "|2\nNULL|3\n");
    options->table = NULL;
    g_autofree char *query =
        g_strdup_printf("SELECT id, day FROM %skhách hàng%s WHERE id < 3", quote, quote);
    options->query = query;
    options->columns = NULL;
    assert_rows(hn_odbc_reader_new, options, "2|2026-11-30\n");
    options->since_column = NULL;
    options->query = "SELECT 1 AS a, 2 AS A";
    assert_refused(hn_odbc_reader_new, options, HN_CONNECT_ERROR_HEADER, "column 2");
    options->query = "SELECT 1 AS a WHERE 1 = 2";
    assert_rows(hn_odbc_reader_new, options, "");
}

static void
test_keys(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const char *const keys[] = { "a'b", "\\", "\\' OR 1=1 -- ", "ễ", "nowhere", NULL };
    run(fixture, "CREATE TABLE t (k VARCHAR(40), n INT)");
    run(fixture, fixture->database == MARIADB
                     ? "INSERT INTO t VALUES ('a''b', 1), ('\\\\', 2), ('ễ', 3), ('x', 5)"
                     : "INSERT INTO t VALUES ('a''b', 1), ('\\', 2), ('ễ', 3), ('x', 5)");
    fixture->options.query = "SELECT n, k FROM t";
    fixture->options.columns = (const char *const[]){ "n", NULL };
    assert_keys(hn_odbc_reader_new, &fixture->options, keys, "1\n2\n3\n");
    if (fixture->database != POSTGRESQL)
        return;
    run(fixture, "ALTER DATABASE postgres SET standard_conforming_strings = off");
    assert_keys(hn_odbc_reader_new, &fixture->options, keys, "1\n2\n3\n");
    run(fixture, "ALTER DATABASE postgres RESET standard_conforming_strings");
}

static void
test_refused(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const char *const queries[] = {
        "SELECT * FROM nowhere",
        "SELECT nothing FROM t",
        "SELEKT 1",
        "SELECT 1 AS a; DROP TABLE t",
        "INSERT INTO t VALUES (2)",
        "UPDATE t SET id = 3",
        "DELETE FROM t",
        "DROP TABLE t",
        "CREATE TABLE u (id INT)",
        "SELECT 1 AS a; SELECT 2 AS b",
    };
    run(fixture, "CREATE TABLE t (id INT)");
    run(fixture, "INSERT INTO t VALUES (1)");
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++) {
        fixture->options.query = queries[i];
        /* SQLite's driver has one state for all. */
        const gboolean lacks =
            strcmp(queries[i], "SELECT nothing FROM t") == 0 && fixture->database != SQLITE;
        assert_refused(hn_odbc_reader_new, &fixture->options,
                       lacks ? HN_CONNECT_ERROR_COLUMN : HN_CONNECT_ERROR_OPEN, "'civil'");
    }
    fixture->options.query = NULL;
    fixture->options.table = "t";
    assert_rows(hn_odbc_reader_new, &fixture->options, "1\n");
    /* What gives rows and writes all the same is rolled back. */
    fixture->options.table = NULL;
    fixture->options.query = "INSERT INTO t VALUES (2) RETURNING id";
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &fixture->options, NULL);
    fixture->options.query = "SELECT id FROM t";
    assert_rows(hn_odbc_reader_new, &fixture->options, "1\n");
}

/* Many sets of rows, in batches. */
static void
test_many(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const char *const queries[] = {
        "SELECT seq AS id, CONCAT('Nguyễn ', seq) AS ten FROM seq_1_to_50000",
        "WITH RECURSIVE s(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM s WHERE id < 50000) "
        "SELECT id, 'Nguyễn ' || id AS ten FROM s",
        "SELECT id, 'Nguyễn ' || id AS ten FROM generate_series(1, 50000) id",
    };
    static const guint fetch_rows[] = { 0, 1, 999, 100000 };
    fixture->options.query = queries[fixture->database];
    for (guint i = 0; i < G_N_ELEMENTS(fetch_rows); i++) {
        fixture->connection.fetch_rows = fetch_rows[i];
        g_autoptr(GError) error = NULL;
        g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &fixture->options, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(all->n_accepted, ==, 50000);
        g_assert_true(g_str_has_prefix(all->rows->str, "1|Nguyễn 1\n2|Nguyễn 2\n"));
        g_assert_true(g_str_has_suffix(all->rows->str, "\n50000|Nguyễn 50000\n"));
    }
}

static gpointer
read_aside(gpointer user)
{
    const Fixture *fixture = user;
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(hn_odbc_reader_new, &fixture->options, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(all->n_accepted, ==, 1000);
    g_assert_true(g_str_has_suffix(all->rows->str, "|Nguyễn\n"));
    return NULL;
}

static void
test_side_by_side(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    GThread *threads[4];
    fixture->options.query =
        "WITH RECURSIVE s(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM s WHERE id < 1000) "
        "SELECT id, 'Nguyễn' AS ten FROM s";
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("reads", read_aside, fixture);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

/* A server that goes away in the middle; of the three, PostgreSQL's driver alone reads as it goes.
 */
static void
test_cut_stream(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    fixture->options.query = "SELECT pg_backend_pid() AS pid, generate_series(1, 100000000) AS id";
    g_autoptr(GError) error = NULL;
    g_autoptr(HnReader) reader = hn_odbc_reader_new(&fixture->options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = FALSE;
    g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_true(more);
    guint64 n_rows = batch->n_rows;
    g_autofree char *id = g_strndup((const char *)batch->fields[0].bytes, batch->fields[0].n_bytes);
    g_autofree char *statement = g_strdup_printf("SELECT pg_terminate_backend(%s)", id);
    run(fixture, statement);
    while (reader->next(reader, batch, &more, &error)) {
        g_assert_true(more);
        n_rows += batch->n_rows;
    }
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN);
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    g_assert_cmpuint(totals.n_read, >=, n_rows);
    g_assert_cmpuint(totals.n_quarantined, ==, totals.n_read);
    g_assert_cmpuint(batch->quarantined[0].n_records, ==, totals.n_read);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const char *const names[] = { "mariadb", "sqlite", "postgresql" };
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        { "types", test_types },
        { "any_text", test_any_text },
        { "long", test_long },
        { "choice", test_choice },
        { "refused", test_refused },
        { "keys", test_keys },
        { "keys_of_each_type", test_keys_of_each_type },
        { "side_by_side", test_side_by_side },
        { "many", test_many },
    };
    for (guint database = MARIADB; database <= POSTGRESQL; database++)
        for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
            g_autofree char *path =
                g_strdup_printf("/connect/odbc_reader/%s/%s", names[database], tests[i].path);
            g_test_add(path, Fixture, GUINT_TO_POINTER(database), set_up, tests[i].test, tear_down);
        }
    g_test_add("/connect/odbc_reader/postgresql/cut_stream", Fixture, GUINT_TO_POINTER(POSTGRESQL),
               set_up, test_cut_stream, tear_down);
    return g_test_run();
}
