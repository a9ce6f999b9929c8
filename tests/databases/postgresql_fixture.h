/* What the tests of PostgreSQL share: the server that tests/servers/postgresql.sh started, one new
 * database for each test, and what a reader makes of a query, as text (reader_text.h). */
#pragma once
#include <libpq-fe.h>

#include "connect/connect_error.h"
#include "connect/query_reader.h"
#include "tests/reference/reader_text.h"

typedef struct {
    HnConnection connection; /* to @database; strings are borrowed */
    char *database;
    PGconn *admin; /* superuser, in @database */
    guint port;
} Fixture;

static inline PGconn *
fixture_connect(const char *database)
{
    g_autofree char *info =
        g_strdup_printf("host=%s port=%s user=%s dbname=%s", g_getenv("HN_PG_SOCKET"),
                        g_getenv("HN_PG_PORT"), g_getenv("HN_PG_USER"), database);
    PGconn *conn = PQconnectdb(info);
    if (PQstatus(conn) != CONNECTION_OK)
        g_error("%s", PQerrorMessage(conn));
    return conn;
}

/* The statements' last value, as the server's text; "" where it gives none. (transfer full) */
static inline char *
fixture_run(PGconn *conn, const char *statements)
{
    PGresult *result = PQexec(conn, statements);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        g_error("%s: %s", statements, PQerrorMessage(conn));
    char *value = g_strdup(PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    return value;
}

static inline void
fixture_do(PGconn *conn, const char *statements)
{
    g_free(fixture_run(conn, statements));
}

/* @options: of CREATE DATABASE, after TEMPLATE template0. */
static inline void
fixture_start_with(Fixture *fixture, const char *options)
{
    static guint n_databases;
    fixture->database = g_strdup_printf("test%u", n_databases++);
    PGconn *conn = fixture_connect("postgres");
    g_autofree char *create =
        g_strdup_printf("CREATE DATABASE %s TEMPLATE template0 %s", fixture->database, options);
    fixture_do(conn, create);
    PQfinish(conn);
    fixture->admin = fixture_connect(fixture->database);
    fixture->port = (guint)g_ascii_strtoull(g_getenv("HN_PG_PORT"), NULL, 10);
    char *host = g_strdup(g_getenv("HN_PG_HOST"));
    char *user = g_strdup(g_getenv("HN_PG_USER"));
    fixture->connection = (HnConnection){ .name = g_strdup("register"),
                                          .kind = HN_CONNECTION_POSTGRESQL,
                                          .host = host,
                                          .port = fixture->port,
                                          .user = user,
                                          .database = fixture->database,
                                          .connect_seconds = 30,
                                          .idle_seconds = 60 };
}

static inline void
fixture_start(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture_start_with(fixture, "");
}

static inline void
fixture_stop(Fixture *fixture, gconstpointer user)
{
    (void)user;
    PQfinish(fixture->admin);
    g_free(fixture->connection.name);
    g_free(fixture->connection.host);
    g_free(fixture->connection.user);
    g_free(fixture->database);
}

/* (transfer full) */
static inline char *
fixture_read(const Fixture *fixture, HnQueryOptions options)
{
    g_autoptr(GError) error = NULL;
    options.connection = &fixture->connection;
    g_autoptr(HnReader) reader = hn_postgresql_reader_new(&options, &error);
    g_assert_no_error(error);
    return hn_reader_text(reader);
}

static inline void
fixture_check(const Fixture *fixture, HnQueryOptions options, const char *expected)
{
    g_autofree char *text = fixture_read(fixture, options);
    g_assert_cmpstr(text, ==, expected);
}

/* The message of a reader that could not be made. (transfer full) */
static inline char *
fixture_refused(const Fixture *fixture, HnQueryOptions options, gint code)
{
    g_autoptr(GError) error = NULL;
    options.connection = &fixture->connection;
    HnReader *reader = hn_postgresql_reader_new(&options, &error);
    g_assert_null(reader);
    g_assert_error(error, HN_CONNECT_ERROR, code);
    g_test_message("%s", error->message);
    return g_strdup(error->message);
}

static inline void
fixture_check_refused(const Fixture *fixture, HnQueryOptions options, gint code, const char *word)
{
    g_autofree char *message = fixture_refused(fixture, options, code);
    if (strstr(message, word) == NULL)
        g_error("'%s' is not in: %s", word, message);
    g_assert_nonnull(strstr(message, fixture->connection.name));
}
