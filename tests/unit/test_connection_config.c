/* Goal: each kind has its own keys, paths become absolute, no password is taken, and what is
 * wrong is named at its line and key. */
#include "config/connection_config.h"
#include "tests/reference/config_fixture.h"

static char *
with(const char *more)
{
    return g_strconcat(hn_config_fixture, more, NULL);
}

static void
test_each_kind(void)
{
    g_autofree char *text =
        with("connections:\n"
             "  tax: { kind: mysql, host: db1, port: 3307, socket: run/s, database: tax, user: u, "
             "password_file: tax.pw, options_file: my.cnf, tls_ca: ca.pem }\n"
             "  civil: { kind: postgresql, service: civil, connect_seconds: 3, idle_seconds: 60 }\n"
             "  bank: { kind: odbc, driver: 'Driver=FreeTDS;Server=db2', user: u, fetch_rows: 500 "
             "}\n"
             "  old: { kind: odbc, dsn: OLD }\n"
             "  local: { kind: sqlite, file: registers/local.db }\n");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    g_assert_cmpuint(project->n_connections, ==, 5);
    const HnConnection *bank = &project->connections[0]; /* by name, not by place */
    g_assert_cmpstr(bank->name, ==, "bank");
    g_assert_cmpint(bank->kind, ==, HN_CONNECTION_ODBC);
    g_assert_cmpstr(bank->driver_string, ==, "Driver=FreeTDS;Server=db2");
    g_assert_cmpuint(bank->fetch_rows, ==, 500);
    const HnConnection *civil = &project->connections[1];
    g_assert_cmpint(civil->kind, ==, HN_CONNECTION_POSTGRESQL);
    g_assert_cmpstr(civil->service, ==, "civil");
    g_assert_null(civil->host);
    g_assert_cmpuint(civil->port, ==, 0);
    g_assert_cmpuint(civil->connect_seconds, ==, 3);
    g_assert_cmpuint(civil->idle_seconds, ==, 60);
    const HnConnection *local = &project->connections[2];
    g_assert_cmpint(local->kind, ==, HN_CONNECTION_SQLITE);
    g_assert_cmpstr(local->file, ==, "/data/registers/local.db");
    g_assert_cmpuint(local->connect_seconds, ==, 10);
    g_assert_cmpuint(local->idle_seconds, ==, 300);
    g_assert_cmpstr(project->connections[3].dsn, ==, "OLD");
    const HnConnection *tax = &project->connections[4];
    g_assert_cmpint(tax->kind, ==, HN_CONNECTION_MARIADB);
    g_assert_cmpuint(tax->port, ==, 3307);
    g_assert_cmpstr(tax->host, ==, "db1");
    g_assert_cmpstr(tax->socket, ==, "/data/run/s");
    g_assert_cmpstr(tax->password_file, ==, "/data/tax.pw");
    g_assert_cmpstr(tax->options_file, ==, "/data/my.cnf");
    g_assert_cmpstr(tax->tls_ca, ==, "/data/ca.pem");
}

static void
test_fetch(void)
{
    g_autofree char *text = with("fetch: { at_once: 2, attempts: 1 }\n");
    g_autoptr(HnProject) usual = hn_config_fixture_parse(hn_config_fixture);
    g_autoptr(HnProject) told = hn_config_fixture_parse(text);
    g_assert_cmpuint(usual->fetch_at_once, ==, 8);
    g_assert_cmpuint(usual->fetch_attempts, ==, 3);
    g_assert_cmpuint(told->fetch_at_once, ==, 2);
    g_assert_cmpuint(told->fetch_attempts, ==, 1);
}

static const struct {
    const char *text, *message;
    HnConfigError code;
} wrong[] = {
    { "connections: [a]\n", "connections: expected a mapping", HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: sqlite\n", "connections.a: expected a mapping", HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: { file: a.db }\n", "'kind' is missing", HN_CONFIG_ERROR_MISSING },
    { "connections:\n  a: { kind: sqlit, file: a.db }\n", "did you mean 'sqlite'?",
      HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: { kind: sqlite }\n", "'file' is missing", HN_CONFIG_ERROR_MISSING },
    { "connections:\n  A: { kind: sqlite, file: a.db }\n", "'A' is no source name",
      HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: { kind: sqlite, file: a.db, host: h }\n", "unknown key 'host'",
      HN_CONFIG_ERROR_UNKNOWN_KEY },
    { "connections:\n  a: { kind: postgresql, file: a.db }\n", "unknown key 'file'",
      HN_CONFIG_ERROR_UNKNOWN_KEY },
    { "connections:\n  a: { kind: postgresql, servce: a }\n", "did you mean 'service'?",
      HN_CONFIG_ERROR_UNKNOWN_KEY },
    { "connections:\n  a: { kind: postgresql, password: x }\n", "unknown key 'password'",
      HN_CONFIG_ERROR_UNKNOWN_KEY },
    { "connections:\n  a: { kind: postgresql, port: 65536 }\n",
      "connections.a.port: ", HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: { kind: postgresql, connect_seconds: 0 }\n",
      "connections.a.connect_seconds: ", HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: { kind: odbc }\n", "one of 'dsn'", HN_CONFIG_ERROR_MISSING },
    { "connections:\n  a: { kind: odbc, dsn: A, driver: 'Driver=B' }\n", "one of 'dsn'",
      HN_CONFIG_ERROR_MISSING },
    { "connections:\n  a: { kind: odbc, driver: 'Driver=B;PWD=canary' }\n",
      "connections.a.driver: a password does not stand", HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: { kind: odbc, driver: 'Driver=B;Password = canary' }\n",
      "connections.a.driver: a password does not stand", HN_CONFIG_ERROR_VALUE },
    { "connections:\n  a: { kind: odbc, driver: 'Driver=B; pwd\t={canary}' }\n",
      "connections.a.driver: a password does not stand", HN_CONFIG_ERROR_VALUE },
    { "fetch:\n  at_once: 0\n", "fetch.at_once: ", HN_CONFIG_ERROR_VALUE },
    { "fetch:\n  attempts: 101\n", "fetch.attempts: ", HN_CONFIG_ERROR_VALUE },
    { "fetch:\n  attemps: 1\n", "did you mean 'attempts'?", HN_CONFIG_ERROR_UNKNOWN_KEY },
};

static guint
count_lines(const char *text)
{
    guint n = 0;
    for (; *text != '\0'; text++)
        n += *text == '\n' ? 1 : 0;
    return n;
}

static void
test_wrong_ones_are_named(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = with(wrong[i].text);
        /* The last line of each is the wrong one. */
        g_autofree char *line = g_strdup_printf("people.yaml:%u:", count_lines(text));
        g_assert_null(hn_project_parse(hn_slice_of(text), "people.yaml", &error));
        g_assert_error(error, HN_CONFIG_ERROR, (gint)wrong[i].code);
        if (strstr(error->message, wrong[i].message) == NULL ||
            !g_str_has_prefix(error->message, line))
            g_error("case %u: '%s' does not hold '%s' and '%s'", i, error->message,
                    wrong[i].message, line);
        g_assert_null(strstr(error->message, "canary"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/connection_config/each_kind", test_each_kind);
    g_test_add_func("/config/connection_config/fetch", test_fetch);
    g_test_add_func("/config/connection_config/wrong_ones", test_wrong_ones_are_named);
    return g_test_run();
}
