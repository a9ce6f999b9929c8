/* Goal: the statements that a DBA reads: the target's own names are quoted, no value is in them. */
#include "connect/postgresql_sink_text.h"

static const char *const columns[] = { "id", "full \"name\"" };

static HnTableSinkOptions
options_of(HnConnection *connection, const char *table)
{
    return (HnTableSinkOptions){ .connection = connection,
                                 .shape = { .stream = "people/tax",
                                            .table = table,
                                            .columns = columns,
                                            .n_columns = 2,
                                            .n_key = 1 } };
}

static void
test_ddl(void)
{
    HnConnection connection = { .user = g_strdup("writer"), .database = g_strdup("warehouse") };
    const HnTableSinkOptions options = options_of(&connection, "dwh.people");
    g_autofree char *ddl = hn_postgresql_sink_ddl(&options);
    g_assert_cmpstr(ddl, ==,
                    "CREATE SCHEMA IF NOT EXISTS \"dwh\";\n"
                    "CREATE TABLE IF NOT EXISTS \"dwh\".\"people\"(\n"
                    "  \"id\" text NOT NULL,\n"
                    "  \"full \"\"name\"\"\" text,\n"
                    "  PRIMARY KEY (\"id\"));\n"
                    "CREATE TABLE IF NOT EXISTS \"dwh\".\"hopnhat_watermark\"(\n"
                    "  stream text PRIMARY KEY,\n"
                    "  epoch bigint NOT NULL,\n"
                    "  sequence bigint NOT NULL,\n"
                    "  digest text NOT NULL,\n"
                    "  applied_at timestamptz NOT NULL);\n"
                    "GRANT USAGE ON SCHEMA \"dwh\" TO \"writer\";\n"
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON \"dwh\".\"people\", "
                    "\"dwh\".\"hopnhat_watermark\" TO \"writer\";\n"
                    "GRANT TEMPORARY ON DATABASE \"warehouse\" TO \"writer\";\n");
    g_free(connection.user);
    g_free(connection.database);
}

static void
test_ddl_of_a_service(void)
{
    HnConnection connection = { .user = g_strdup("o'writer"), .service = g_strdup("warehouse") };
    const HnTableSinkOptions options = options_of(&connection, "people");
    g_autofree char *ddl = hn_postgresql_sink_ddl(&options);
    g_assert_null(strstr(ddl, "SCHEMA"));
    g_assert_nonnull(strstr(ddl, "ON \"people\", \"hopnhat_watermark\" TO \"o'writer\";\n"));
    g_assert_nonnull(strstr(ddl, "current_database()) || ' TO \"o''writer\"';"));
    g_clear_pointer(&connection.user, g_free);
    g_autofree char *plain = hn_postgresql_sink_ddl(&options);
    g_assert_null(strstr(plain, "GRANT"));
    g_assert_nonnull(strstr(plain, "-- The connection names no user"));
    g_free(connection.service);
}

static void
test_statements(void)
{
    HnConnection connection = { .name = NULL };
    HnTableSinkOptions options = options_of(&connection, "dwh.people");
    g_autofree char *text = hn_postgresql_sink_statements(&options, FALSE);
    g_assert_nonnull(strstr(text, "COPY pg_temp.hopnhat_staging(hopnhat_operation, \"id\", "
                                  "\"full \"\"name\"\"\") FROM STDIN (FORMAT binary);\n"));
    g_assert_nonnull(strstr(text, "INSERT INTO \"dwh\".\"people\" AS t"));
    g_assert_nonnull(strstr(text, " WHERE (t.\"full \"\"name\"\"\") IS DISTINCT FROM "
                                  "(excluded.\"full \"\"name\"\"\");\n"));
    g_assert_nonnull(strstr(text, "\nBEGIN;\n"));
    g_assert_true(g_str_has_suffix(text, ";\nCOMMIT;\n"));
    options.shape.n_key = 2;
    g_autofree char *keys = hn_postgresql_sink_upsert(&options.shape);
    g_assert_true(
        g_str_has_suffix(keys, " ON CONFLICT (\"id\", \"full \"\"name\"\"\") DO NOTHING"));
    g_autofree char *removal = hn_postgresql_sink_delete(&options.shape, TRUE);
    g_assert_nonnull(strstr(removal, "WHERE NOT EXISTS (SELECT 1 FROM pg_temp.hopnhat_staging"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/postgresql_sink_text/ddl", test_ddl);
    g_test_add_func("/connect/postgresql_sink_text/ddl_of_a_service", test_ddl_of_a_service);
    g_test_add_func("/connect/postgresql_sink_text/statements", test_statements);
    return g_test_run();
}
