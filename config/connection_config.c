#include "config/connection_config.h"

#include "config/config_error.h"
#include "config/feed_config.h"

#define CONNECT_SECONDS_DEFAULT 10
#define IDLE_SECONDS_DEFAULT 300
#define SECONDS_MAX 86400
#define FETCH_ROWS_MAX 1000000

static const char *const kind_names[] = { [HN_CONNECTION_POSTGRESQL] = "postgresql",
                                          [HN_CONNECTION_MARIADB] = "mariadb",
                                          [HN_CONNECTION_ODBC] = "odbc",
                                          [HN_CONNECTION_SQLITE] = "sqlite",
                                          NULL };

#define POSTGRESQL (1u << HN_CONNECTION_POSTGRESQL)
#define MARIADB (1u << HN_CONNECTION_MARIADB)
#define ODBC (1u << HN_CONNECTION_ODBC)
#define SQLITE (1u << HN_CONNECTION_SQLITE)
#define SERVER (POSTGRESQL | MARIADB)

/* Which kinds have which key, and where its text goes. */
static const struct {
    const char *key;
    guint kinds;
    gsize member; /* offset of a char * */
    gboolean is_path;
} texts[] = {
    { "service", POSTGRESQL, G_STRUCT_OFFSET(HnConnection, service), FALSE },
    { "host", SERVER, G_STRUCT_OFFSET(HnConnection, host), FALSE },
    { "socket", MARIADB, G_STRUCT_OFFSET(HnConnection, socket), TRUE },
    { "database", SERVER, G_STRUCT_OFFSET(HnConnection, database), FALSE },
    { "user", SERVER | ODBC, G_STRUCT_OFFSET(HnConnection, user), FALSE },
    { "password_file", SERVER | ODBC, G_STRUCT_OFFSET(HnConnection, password_file), TRUE },
    { "options_file", MARIADB, G_STRUCT_OFFSET(HnConnection, options_file), TRUE },
    { "dsn", ODBC, G_STRUCT_OFFSET(HnConnection, dsn), FALSE },
    { "driver", ODBC, G_STRUCT_OFFSET(HnConnection, driver_string), FALSE },
    { "file", SQLITE, G_STRUCT_OFFSET(HnConnection, file), TRUE },
    { "tls_ca", SERVER, G_STRUCT_OFFSET(HnConnection, tls_ca), TRUE },
};

static const struct {
    const char *key;
    guint kinds;
    gsize member; /* offset of a guint */
    gint64 least, most;
} numbers[] = {
    { "port", SERVER, G_STRUCT_OFFSET(HnConnection, port), 1, 65535 },
    { "connect_seconds", SERVER | ODBC, G_STRUCT_OFFSET(HnConnection, connect_seconds), 1,
      SECONDS_MAX },
    { "idle_seconds", SERVER | ODBC, G_STRUCT_OFFSET(HnConnection, idle_seconds), 1, SECONDS_MAX },
    { "fetch_rows", ODBC, G_STRUCT_OFFSET(HnConnection, fetch_rows), 1, FETCH_ROWS_MAX },
};

void
hn_connection_config_clear(HnConnection *connection)
{
    g_free(connection->name);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(G_STRUCT_MEMBER(char *, connection, texts[i].member));
    *connection = (HnConnection){ 0 };
}

static gboolean
read_kind(const HnYaml *yaml, HnYamlNode node, HnConnection *connection, GError **error)
{
    HnYamlNode given;
    const char *kind = NULL;
    if (!hn_yaml_is_map(yaml, node))
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_VALUE, error,
                            "expected a mapping: { kind: postgresql, service: NAME }");
    if (!hn_yaml_need(yaml, node, "kind", &given, error) ||
        !hn_yaml_text_of(yaml, given, &kind, error))
        return FALSE;
    if (strcmp(kind, "mysql") == 0)
        kind = kind_names[HN_CONNECTION_MARIADB];
    for (guint i = 0; kind_names[i] != NULL; i++)
        if (strcmp(kind_names[i], kind) == 0) {
            connection->kind = (HnConnectionKind)i;
            return TRUE;
        }
    return hn_yaml_fail_unknown(yaml, given, "kind", kind_names, error);
}

/* The keys that this kind has; another kind's key is as wrong as an unknown one. */
static gboolean
check_keys(const HnYaml *yaml, HnYamlNode node, HnConnectionKind kind, GError **error)
{
    const char *known[G_N_ELEMENTS(texts) + G_N_ELEMENTS(numbers) + 2] = { "kind" };
    guint n = 1;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        if ((texts[i].kinds & 1u << kind) != 0)
            known[n++] = texts[i].key;
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        if ((numbers[i].kinds & 1u << kind) != 0)
            known[n++] = numbers[i].key;
    return hn_yaml_check_keys(yaml, node, known, error);
}

static gboolean
read_texts(const HnYaml *yaml, HnYamlNode node, const char *folder, HnConnection *connection,
           GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        const char *text = NULL;
        if (!hn_yaml_get_text(yaml, node, texts[i].key, &text, error))
            return FALSE;
        if (text == NULL)
            continue;
        G_STRUCT_MEMBER(char *, connection, texts[i].member) =
            texts[i].is_path ? g_canonicalize_filename(text, folder) : g_strdup(text);
    }
    return TRUE;
}

static gboolean
read_numbers(const HnYaml *yaml, HnYamlNode node, HnConnection *connection, GError **error)
{
    connection->connect_seconds = CONNECT_SECONDS_DEFAULT;
    connection->idle_seconds = IDLE_SECONDS_DEFAULT;
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const HnYamlNode given = hn_yaml_get(yaml, node, numbers[i].key);
        gint64 number = 0;
        if (given == 0)
            continue;
        if (!hn_yaml_integer_of(yaml, given, numbers[i].least, numbers[i].most, &number, error))
            return FALSE;
        G_STRUCT_MEMBER(guint, connection, numbers[i].member) = (guint)number;
    }
    return TRUE;
}

/* Drivers pass over blanks before the sign. */
static gboolean
has_password(const char *driver_string)
{
    g_autofree char *lower = g_ascii_strdown(driver_string, -1);
    char *end = lower;
    for (const char *c = lower; *c != '\0'; c++)
        if (!g_ascii_isspace(*c))
            *end++ = *c;
    *end = '\0';
    return strstr(lower, "pwd=") != NULL || strstr(lower, "password=") != NULL;
}

/* What the kind cannot do without; and no password in the file that everybody copies. */
static gboolean
check_whole(const HnYaml *yaml, HnYamlNode node, const HnConnection *connection, GError **error)
{
    const char *missing = NULL;
    if (connection->kind == HN_CONNECTION_SQLITE && connection->file == NULL)
        missing = "'file' is missing";
    if (connection->kind == HN_CONNECTION_ODBC &&
        (connection->dsn == NULL) == (connection->driver_string == NULL))
        missing = "one of 'dsn' (of odbc.ini) and 'driver' (\"Driver=...;Server=...\") is needed";
    if (missing != NULL)
        return hn_yaml_fail(yaml, node, HN_CONFIG_ERROR_MISSING, error, "%s", missing);
    if (connection->driver_string != NULL && has_password(connection->driver_string))
        return hn_yaml_fail(yaml, hn_yaml_get(yaml, node, "driver"), HN_CONFIG_ERROR_VALUE, error,
                            "a password does not stand in a configuration: name a file in "
                            "'password_file'");
    return TRUE;
}

gboolean
hn_connection_config_read(const HnYaml *yaml, HnYamlNode node, const char *name, const char *folder,
                          HnConnection *ret, GError **error)
{
    ret->name = g_strdup(name);
    return hn_feed_config_check_name(yaml, node, name, error) &&
           read_kind(yaml, node, ret, error) && check_keys(yaml, node, ret->kind, error) &&
           read_texts(yaml, node, folder, ret, error) && read_numbers(yaml, node, ret, error) &&
           check_whole(yaml, node, ret, error);
}
