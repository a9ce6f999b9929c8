/* Goal: who may connect does, who may not hears why and nothing else, and no server is waited for
 * longer than was said. */
#include <arpa/inet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/base_error.h"
#include "base/pulse.h"
#include "connect/connect_error.h"
#include "connect/mariadb_link.h"
#include "tests/databases/mariadb_server.h"

typedef struct {
    MYSQL *server;
    HnConnection connection;
    char *folder;
    char host[32], user[32], ca[128];
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    fixture->server = mariadb_server_open(NULL);
    fixture->connection = mariadb_server_connection(NULL);
    fixture->folder = g_dir_make_tmp("hn_mariadb_link_XXXXXX", NULL);
    g_strlcpy(fixture->host, g_getenv("HN_MARIADB_HOST"), sizeof fixture->host);
    g_strlcpy(fixture->ca, g_getenv("HN_MARIADB_CA"), sizeof fixture->ca);
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GDir) dir = g_dir_open(fixture->folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
        g_unlink(path);
    }
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    mysql_close(fixture->server);
}

static char *
write_file(Fixture *fixture, const char *name, const char *text)
{
    char *path = g_build_filename(fixture->folder, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void
use_tcp(Fixture *fixture)
{
    fixture->connection.socket = NULL;
    fixture->connection.host = fixture->host;
    fixture->connection.port = (guint)g_ascii_strtoull(g_getenv("HN_MARIADB_PORT"), NULL, 10);
}

static char *
ask(HnMariadbLink *link, const char *query)
{
    hn_mariadb_link_attend(link);
    return mariadb_server_ask(hn_mariadb_link_handle(link), query);
}

static void
assert_connects(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnMariadbLink) link = hn_mariadb_link_new(&fixture->connection, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *one = ask(link, "SELECT 1");
    g_assert_cmpstr(one, ==, "1");
}

static void
assert_refused(Fixture *fixture, const char *part)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnMariadbLink) link = hn_mariadb_link_new(&fixture->connection, NULL, &error);
    g_assert_null(link);
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    if (strstr(error->message, part) == NULL || strstr(error->message, "S3cret") != NULL ||
        strstr(error->message, "'register'") == NULL)
        g_error("not '%s': %s", part, error->message);
}

static void
test_password(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    char user[] = "reader", missing[] = "/nowhere/password";
    mariadb_server_run(fixture->server,
                       "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'S3cret phrase'");
    mariadb_server_run(fixture->server,
                       "CREATE OR REPLACE USER reader@localhost IDENTIFIED BY 'S3cret phrase'");
    g_autofree char *right = write_file(fixture, "right", "S3cret phrase\r\nanother line\n");
    g_autofree char *bare = write_file(fixture, "bare", "S3cret phrase");
    g_autofree char *wrong = write_file(fixture, "wrong", "S3cret phrase \n");
    fixture->connection.user = user;
    fixture->connection.password_file = right;
    assert_connects(fixture);
    use_tcp(fixture);
    assert_connects(fixture);
    fixture->connection.password_file = bare;
    assert_connects(fixture);
    fixture->connection.password_file = wrong;
    assert_refused(fixture, "Access denied for user 'reader'");
    fixture->connection.password_file = missing;
    assert_refused(fixture, missing);
    fixture->connection.password_file = NULL;
    assert_refused(fixture, "error 1045");
}

static void
test_unreachable(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    char nowhere[] = "/nowhere/mysqld.sock", database[] = "no_such_database";
    char no_host[] = "no-such-host.invalid";
    fixture->connection.socket = nowhere;
    assert_refused(fixture, nowhere);
    use_tcp(fixture);
    fixture->connection.database = database;
    assert_refused(fixture, database);
    fixture->connection.database = NULL;
    const int taken = socket(AF_INET, SOCK_STREAM, 0); /* bound and deaf: refused at once */
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n_bytes = sizeof address;
    g_assert_cmpint(bind(taken, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_assert_cmpint(getsockname(taken, (struct sockaddr *)&address, &n_bytes), ==, 0);
    const guint port = fixture->connection.port;
    fixture->connection.port = ntohs(address.sin_port);
    assert_refused(fixture, "cannot connect");
    close(taken);
    fixture->connection.port = port;
    fixture->connection.host = no_host;
    assert_refused(fixture, no_host);
}

static void
test_options_file(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    char missing[] = "/nowhere/my.cnf";
    mariadb_server_run(fixture->server,
                       "CREATE OR REPLACE USER filed@localhost IDENTIFIED BY 'S3cret'");
    mariadb_server_run(fixture->server, "GRANT ALL ON *.* TO filed@localhost");
    g_autofree char *text = g_strdup_printf(
        "[client]\nsocket=%s\nuser=filed\npassword=S3cret\nlocal-infile=1\nmulti-statements=1\n"
        "reconnect=1\ndefault-character-set=latin1\n",
        fixture->connection.socket);
    g_autofree char *path = write_file(fixture, "my.cnf", text);
    fixture->connection.options_file = path;
    fixture->connection.socket = fixture->connection.user = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnMariadbLink) link = hn_mariadb_link_new(&fixture->connection, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *who = ask(link, "SELECT CURRENT_USER()");
    g_assert_cmpstr(who, ==, "filed@localhost");
    g_autofree char *charset = ask(link, "SELECT @@character_set_results");
    g_assert_cmpstr(charset, ==, "utf8mb4");
    g_assert_false(hn_mariadb_link_run(link, "DO 1; DO 2", &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
    g_clear_error(&error);
    g_assert_true(
        hn_mariadb_link_run(link, "CREATE OR REPLACE TEMPORARY TABLE mysql.hn (a TEXT)", &error));
    g_autofree char *load =
        g_strdup_printf("LOAD DATA LOCAL INFILE '%s' INTO TABLE mysql.hn", path);
    g_assert_false(hn_mariadb_link_run(link, load, &error));
    g_clear_error(&error);
    fixture->connection.options_file = missing;
    assert_refused(fixture, missing);
}

static void
test_proof(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    char local[] = "localhost";
    use_tcp(fixture);
    fixture->connection.tls_ca = fixture->ca;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnMariadbLink) link = hn_mariadb_link_new(&fixture->connection, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *cipher = ask(link, "SELECT VARIABLE_VALUE FROM information_schema."
                                        "SESSION_STATUS WHERE VARIABLE_NAME = 'ssl_cipher'");
    g_assert_cmpstr(cipher, !=, "");
    fixture->connection.host = local;
    assert_connects(fixture);
    g_autofree char *off = write_file(fixture, "off.cnf", "[client]\nssl-verify-server-cert=0\n");
    fixture->connection.options_file = off;
    assert_refused(fixture, "tls_ca");
    g_autofree char *other_text =
        g_strdup_printf("[client]\nssl-ca=%s\n", g_getenv("HN_MARIADB_OTHER_CA"));
    g_autofree char *other = write_file(fixture, "other.cnf", other_text);
    fixture->connection.options_file = other;
    assert_refused(fixture, "");
    fixture->connection.options_file = NULL;
    g_strlcpy(fixture->ca, g_getenv("HN_MARIADB_OTHER_CA"), sizeof fixture->ca);
    assert_refused(fixture, "cannot connect");
}

/* In the middle of more rows than anybody waits for, with and without TLS. */
static void
test_cancel(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    use_tcp(fixture);
    for (guint tls = 0; tls < 2; tls++) {
        fixture->connection.tls_ca = tls == 1 ? fixture->ca : NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(HnMariadbLink) link = hn_mariadb_link_new(&fixture->connection, NULL, &error);
        g_assert_no_error(error);
        MYSQL *mysql = hn_mariadb_link_handle(link);
        g_assert_cmpint(mysql_query(mysql, "SELECT seq FROM mysql.seq_1_to_1000000000000"), ==, 0);
        MYSQL_RES *result = mysql_use_result(mysql);
        for (guint i = 0; i < 1000; i++)
            g_assert_nonnull(mysql_fetch_row(result));
        hn_mariadb_link_cancel(link);
        mysql_free_result(result);
    }
}

static gint n_beats;

static void
hear(void)
{
    n_beats++;
}

/* Another session holds what this one waits for. To wait for as long as it may be is no hanging. */
static void
test_silence(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    use_tcp(fixture);
    fixture->connection.idle_seconds = 1;
    g_autofree char *got = mariadb_server_ask(fixture->server, "SELECT GET_LOCK('hn', 0)");
    g_assert_cmpstr(got, ==, "1");
    for (guint tls = 0; tls < 2; tls++) {
        fixture->connection.tls_ca = tls == 1 ? fixture->ca : NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(HnMariadbLink) link = hn_mariadb_link_new(&fixture->connection, NULL, &error);
        g_assert_no_error(error);
        n_beats = 0;
        hn_pulse_watch(0, hear);
        g_assert_false(hn_mariadb_link_run(link, "DO GET_LOCK('hn', 1000)", &error));
        hn_pulse_watch(0, NULL);
        g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN);
        g_assert_cmpint(n_beats, >, 1);
    }
}

static gpointer
wait_for_lock(gpointer user)
{
    HnMariadbLink *link = user;
    GError *error = NULL;
    g_assert_false(hn_mariadb_link_run(link, "DO GET_LOCK('hn', 1000)", &error));
    return error;
}

static void
test_interrupted_while_waiting(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    volatile int interrupted = 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *got = mariadb_server_ask(fixture->server, "SELECT GET_LOCK('hn', 0)");
    g_assert_cmpstr(got, ==, "1");
    g_autoptr(HnMariadbLink) link = hn_mariadb_link_new(&fixture->connection, &interrupted, &error);
    g_assert_no_error(error);
    GThread *thread = g_thread_new("waits", wait_for_lock, link);
    for (gboolean waits = FALSE; !waits;) {
        g_autofree char *n =
            mariadb_server_ask(fixture->server, "SELECT COUNT(*) FROM information_schema."
                                                "PROCESSLIST WHERE STATE = 'User lock'");
        waits = !g_str_equal(n, "0");
    }
    interrupted = 1;
    g_autoptr(GError) why = g_thread_join(thread);
    g_assert_error(why, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        { "password", test_password },
        { "unreachable", test_unreachable },
        { "options_file", test_options_file },
        { "proof", test_proof },
        { "cancel", test_cancel },
        { "silence", test_silence },
        { "interrupted_while_waiting", test_interrupted_while_waiting },
    };
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/connect/mariadb_link/", tests[i].path, NULL);
        g_test_add(path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
