/* Goal: a connection is made as it is configured, or refused in words that tell what is wrong and
 * no password. */
#include <glib/gstdio.h>
#include <unistd.h>

#include "tests/databases/postgresql_fixture.h"

#define WHO "SELECT current_user AS who"

static char *
make_file(const char *content)
{
    return hn_reader_text_file(hn_slice_of(content));
}

static void
check_who(const Fixture *fixture, const char *who)
{
    g_autofree char *expected = g_strdup_printf("row 0 {\"who\":\"%s\"}\nread 1 = 1 + 0\n", who);
    fixture_check(fixture, (HnQueryOptions){ .query = WHO }, expected);
}

/* The role is one of the whole server, and other databases' tests are over. */
static void
make_role(Fixture *fixture)
{
    fixture_do(fixture->admin, "SET client_min_messages = warning; DROP ROLE IF EXISTS hn_password;"
                               "CREATE ROLE hn_password LOGIN PASSWORD 'bí mật 1'");
    g_free(fixture->connection.user);
    fixture->connection.user = g_strdup("hn_password");
}

static void
test_passwords(Fixture *fixture, gconstpointer user)
{
    static const char *const good[] = { "bí mật 1", "bí mật 1\n", "bí mật 1\r\nanother line\n" };
    (void)user;
    make_role(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        fixture->connection.password_file = make_file(good[i]);
        check_who(fixture, "hn_password");
        g_unlink(fixture->connection.password_file);
        g_free(fixture->connection.password_file);
    }
    fixture->connection.password_file = make_file("bí mật 2\n");
    g_autofree char *message =
        fixture_refused(fixture, (HnQueryOptions){ .query = WHO }, HN_CONNECT_ERROR_OPEN);
    g_assert_nonnull(strstr(message, "password authentication failed"));
    g_assert_null(strstr(message, "bí mật"));
    g_unlink(fixture->connection.password_file);
    fixture_check_refused(fixture, (HnQueryOptions){ .query = WHO }, HN_CONNECT_ERROR_OPEN,
                          "connection 'register': password_file: ");
    g_clear_pointer(&fixture->connection.password_file, g_free);
    fixture_check_refused(fixture, (HnQueryOptions){ .query = WHO }, HN_CONNECT_ERROR_OPEN,
                          "password");
}

static void
test_a_password_without_end(Fixture *fixture, gconstpointer user)
{
    (void)user;
    g_autofree char *many = g_strnfill(5000, 'x');
    fixture->connection.password_file = make_file(many);
    fixture_check_refused(fixture, (HnQueryOptions){ .query = WHO }, HN_CONNECT_ERROR_OPEN,
                          "too long");
    g_unlink(fixture->connection.password_file);
    g_clear_pointer(&fixture->connection.password_file, g_free);
}

static void
test_what_cannot_be_reached(Fixture *fixture, gconstpointer user)
{
    const HnQueryOptions options = { .query = WHO };
    HnConnection *connection = &fixture->connection;
    const guint port = connection->port;
    (void)user;
    connection->port = 1; /* nobody's */
    fixture_check_refused(fixture, options, HN_CONNECT_ERROR_OPEN, "port 1 failed");
    connection->port = port;
    connection->database = g_strdup("nowhere");
    fixture_check_refused(fixture, options, HN_CONNECT_ERROR_OPEN, "nowhere");
    g_free(connection->database);
    /* A name of a database is no place to hide a connection's parameters in. */
    connection->database = g_strdup("host=nowhere dbname=postgres");
    fixture_check_refused(fixture, options, HN_CONNECT_ERROR_OPEN, "does not exist");
    g_free(connection->database);
    connection->database = fixture->database;
    g_free(connection->host);
    connection->host = g_strdup("/nonexistent/folder");
    fixture_check_refused(fixture, options, HN_CONNECT_ERROR_OPEN, "/nonexistent/folder");
    connection->service = g_strdup("no_such_service");
    fixture_check_refused(fixture, options, HN_CONNECT_ERROR_OPEN, "no_such_service");
    g_clear_pointer(&connection->service, g_free);
}

static void
test_ways_to_connect(Fixture *fixture, gconstpointer user)
{
    HnConnection *connection = &fixture->connection;
    (void)user;
    check_who(fixture, "postgres");
    g_free(connection->host);
    connection->host = g_strdup(g_getenv("HN_PG_SOCKET"));
    check_who(fixture, "postgres");
    /* Its own options stay, what the connection says goes before it. */
    g_autofree char *content = g_strdup_printf(
        "[hn]\nhost=%s\nport=%u\nuser=nobody\ndbname=%s\noptions=-c search_path=here\n",
        g_getenv("HN_PG_HOST"), connection->port, fixture->database);
    g_autofree char *path = make_file(content);
    g_setenv("PGSERVICEFILE", path, TRUE);
    g_clear_pointer(&connection->host, g_free);
    connection->port = 0;
    connection->database = NULL;
    connection->service = g_strdup("hn");
    fixture_check(fixture,
                  (HnQueryOptions){ .query = "SELECT current_user AS who, "
                                             "current_setting('search_path') AS path, "
                                             "current_setting('application_name') AS program" },
                  "row 0 {\"who\":\"postgres\",\"path\":\"here\",\"program\":\"hopnhat\"}\n"
                  "read 1 = 1 + 0\n");
    g_clear_pointer(&connection->service, g_free);
    g_unlink(path);
}

static void
test_tls(Fixture *fixture, gconstpointer user)
{
    const char *const query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    HnConnection *connection = &fixture->connection;
    (void)user;
    connection->tls_ca = g_strdup(g_getenv("HN_PG_CA"));
    fixture_check(fixture, (HnQueryOptions){ .query = query },
                  "row 0 {\"ssl\":\"true\"}\nread 1 = 1 + 0\n");
    /* Its certificate is of the address, not of this name. */
    g_free(connection->host);
    connection->host = g_strdup("localhost");
    fixture_check_refused(fixture, (HnQueryOptions){ .query = query }, HN_CONNECT_ERROR_OPEN,
                          "does not match");
    g_free(connection->host);
    connection->host = g_strdup(g_getenv("HN_PG_HOST"));
    g_free(connection->tls_ca);
    connection->tls_ca = g_strdup("/nonexistent/ca.pem");
    fixture_check_refused(fixture, (HnQueryOptions){ .query = query }, HN_CONNECT_ERROR_OPEN,
                          "/nonexistent/ca.pem");
    g_clear_pointer(&connection->tls_ca, g_free);
}

/* What a server's configuration says changes no value, and no limit of it ends the reading. */
static void
test_settings_of_the_server(Fixture *fixture, gconstpointer user)
{
    (void)user;
    static const char *const settings[] = {
        "DateStyle = 'German'",
        "TimeZone = 'Asia/Ho_Chi_Minh'",
        "bytea_output = 'escape'",
        "IntervalStyle = 'sql_standard'",
        "default_transaction_isolation = 'serializable'",
        "statement_timeout = '1ms'",
        "standard_conforming_strings = off",
        "client_encoding = 'LATIN1'",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
        g_autofree char *set =
            g_strdup_printf("ALTER DATABASE %s SET %s", fixture->database, settings[i]);
        fixture_do(fixture->admin, set);
    }
    fixture_check(fixture,
                  (HnQueryOptions){
                      .query = "SELECT '2026-11-30'::date AS d, ARRAY['2026-11-30'::date] AS l, "
                               "'2026-11-30 00:30+07'::timestamptz AS t, "
                               "'2026-11-30 00:30+07'::timestamptz::date AS day, "
                               "'[2026-11-30,2026-12-01)'::daterange AS r, "
                               "ROW(decode('00', 'hex'))::text AS b, interval '1 day' AS i, "
                               "'đ' AS c" },
                  "row 0 {\"d\":\"2026-11-30\",\"l\":[\"2026-11-30\"],\"t\":\"2026-11-29 "
                  "17:30:00+00\",\"day\":\"2026-11-30\","
                  "\"r\":\"[2026-11-30,2026-12-01)\",\"b\":\"(\\\"\\\\\\\\x00\\\")\",\"i\":\"P1D\","
                  "\"c\":\"đ\"}\nread 1 = 1 + 0\n");
}

#define TEST(name)                                                                                 \
    g_test_add("/databases/postgresql_link/" #name, Fixture, NULL, fixture_start, test_##name,     \
               fixture_stop)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(passwords);
    TEST(a_password_without_end);
    TEST(what_cannot_be_reached);
    TEST(ways_to_connect);
    TEST(tls);
    TEST(settings_of_the_server);
    return g_test_run();
}
