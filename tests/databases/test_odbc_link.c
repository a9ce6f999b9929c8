/* Goal: a password reaches the driver as it is and nobody else, and what cannot be connected says
 * why. */
#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connect/connect_error.h"
#include "connect/odbc_link.h"
#include "tests/databases/mariadb_server.h"

typedef struct {
    HnConnection connection;
    char name[16], user[16], driver[512];
    char *folder, *password_file;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    g_strlcpy(fixture->name, "civil", sizeof fixture->name);
    fixture->folder = g_dir_make_tmp("hn_odbc_link_XXXXXX", NULL);
    fixture->password_file = g_build_filename(fixture->folder, "password", NULL);
    fixture->connection = (HnConnection){ .name = fixture->name,
                                          .kind = HN_CONNECTION_ODBC,
                                          .driver_string = fixture->driver,
                                          .connect_seconds = 10,
                                          .idle_seconds = 300 };
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    g_unlink(fixture->password_file);
    g_rmdir(fixture->folder);
    g_free(fixture->password_file);
    g_free(fixture->folder);
}

static void
use_mock(Fixture *fixture)
{
    g_autofree char *path =
        g_build_filename(g_getenv("HN_BUILD_ROOT"), "tests", "libhn_oracle_mock.so", NULL);
    g_snprintf(fixture->driver, sizeof fixture->driver, "Driver=%s", path);
}

static void
use_mariadb(Fixture *fixture, const char *where)
{
    g_snprintf(fixture->driver, sizeof fixture->driver, "Driver=MariaDB Unicode;%s;", where);
}

static void
use_password(Fixture *fixture, const char *user, const char *password)
{
    g_strlcpy(fixture->user, user, sizeof fixture->user);
    g_assert_true(g_file_set_contents(fixture->password_file, password, -1, NULL));
    fixture->connection.user = fixture->user;
    fixture->connection.password_file = fixture->password_file;
}

static void
assert_connects(Fixture *fixture, const char *quote)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnOdbcLink) link = hn_odbc_link_new(&fixture->connection, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(hn_odbc_link_quote(link), ==, quote);
    g_assert_cmpstr(hn_odbc_link_name(link), ==, "civil");
    SQLHSTMT statement = hn_odbc_link_statement(link, &error);
    g_assert_no_error(error);
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

static void
assert_refused(Fixture *fixture, const char *part)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnOdbcLink) link = hn_odbc_link_new(&fixture->connection, NULL, &error);
    g_assert_null(link);
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    if (strstr(error->message, part) == NULL || strstr(error->message, "S3cret") != NULL ||
        strstr(error->message, "'civil'") == NULL)
        g_error("not '%s': %s", part, error->message);
}

static void
test_password_is_kept_back(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    use_mock(fixture);
    assert_connects(fixture, "\"");
    use_password(fixture, "reader", "S3cret {x}; right\nnot this\n");
    assert_connects(fixture, "\"");
    use_password(fixture, "reader", "S3cret {x}; denied\n"); /* the driver says it */
    assert_refused(fixture, "may hold the password (SQLSTATE 28000, error 1017)");
    use_password(fixture, "teller", "S3cret\n"); /* this one says the whole string */
    assert_refused(fixture, "may hold the password");
    use_password(fixture, "reader", "other\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(HnOdbcLink) link = hn_odbc_link_new(&fixture->connection, NULL, &error);
    g_assert_null(link);
    g_assert_nonnull(strstr(error->message, "ORA-01017: invalid username/password"));
    g_unlink(fixture->password_file);
    assert_refused(fixture, fixture->password_file);
}

/* Each character that means something in a connection string. */
static void
test_password_arrives(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    static const char *const passwords[] = { "S3cret",     "S3cret;x",      "S3cret = x?*!@",
                                             "S3cret\"'x", "S3cret(1),[2]", "S3crét",
                                             "S3cret{x",   "S3cret}x",      "S3cret{a}b}" };
    MYSQL *server = mariadb_server_open(NULL);
    g_autofree char *where = g_strdup_printf("Socket=%s", g_getenv("HN_MARIADB_SOCKET"));
    use_mariadb(fixture, where);
    for (guint i = 0; i < G_N_ELEMENTS(passwords); i++) {
        g_autofree char *hex = g_malloc0(2 * strlen(passwords[i]) + 1);
        for (gsize k = 0; k < strlen(passwords[i]); k++)
            g_snprintf(hex + 2 * k, 3, "%02X", (guint8)passwords[i][k]);
        g_autofree char *statement = g_strdup_printf(
            "EXECUTE IMMEDIATE CONCAT('CREATE OR REPLACE USER odbc@localhost IDENTIFIED BY ', "
            "QUOTE(CONVERT(X'%s' USING utf8mb4)))",
            hex);
        mariadb_server_run(server, statement);
        use_password(fixture, "odbc", passwords[i]);
        assert_connects(fixture, "`");
    }
    use_password(fixture, "odbc", "S3cret wrong");
    assert_refused(fixture, "Access denied");
    mysql_close(server);
}

static void
test_unreachable(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    char dsn[] = "hn_no_such_source", ca[] = "/nowhere/ca.pem";
    g_strlcpy(fixture->driver, "Driver=/nowhere/libnothing.so", sizeof fixture->driver);
    assert_refused(fixture, "/nowhere/libnothing.so");
    g_strlcpy(fixture->driver, "Driver=No Such Driver", sizeof fixture->driver);
    assert_refused(fixture, "cannot connect");
    fixture->connection.driver_string = NULL;
    fixture->connection.dsn = dsn;
    assert_refused(fixture, "IM002");
    fixture->connection.dsn = NULL;
    fixture->connection.driver_string = fixture->driver;
    const int taken = socket(AF_INET, SOCK_STREAM, 0); /* bound and deaf: refused at once */
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n_bytes = sizeof address;
    g_assert_cmpint(bind(taken, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_assert_cmpint(getsockname(taken, (struct sockaddr *)&address, &n_bytes), ==, 0);
    g_autofree char *where =
        g_strdup_printf("Server=127.0.0.1;Port=%u", (guint)ntohs(address.sin_port));
    use_mariadb(fixture, where);
    assert_refused(fixture, "cannot connect");
    close(taken);
    fixture->connection.tls_ca = ca;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnOdbcLink) link = hn_odbc_link_new(&fixture->connection, NULL, &error);
    g_assert_null(link);
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS);
}

static void
test_text(Fixture *fixture, gconstpointer unused)
{
    (void)fixture;
    (void)unused;
    const SQLWCHAR units[] = { 'a', 0x1EC5, 0xD83D, 0xDE00, 0xDE00, 'b', 0xD83D };
    g_autofree char *text = hn_odbc_text(units, G_N_ELEMENTS(units));
    g_assert_cmpstr(text, ==, "aễ😀\uFFFDb\uFFFD");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        { "password_is_kept_back", test_password_is_kept_back },
        { "password_arrives", test_password_arrives },
        { "unreachable", test_unreachable },
        { "text", test_text },
    };
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/connect/odbc_link/", tests[i].path, NULL);
        g_test_add(path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
