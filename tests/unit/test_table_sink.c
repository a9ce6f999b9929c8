/* Goal: a connection's kind chooses its sink, its tables and its statements. */
#include "connect/table_sink.h"

static void
test_sqlite(void)
{
    static char name[] = "tax", file[] = "/nowhere/tax.db";
    static const char *const columns[] = { "entity_id", "records", NULL };
    const HnConnection connection = { .name = name, .kind = HN_CONNECTION_SQLITE, .file = file };
    const HnTableSinkOptions options = { .connection = &connection,
                                         .shape = { .stream = "people/tax",
                                                    .table = "people",
                                                    .columns = columns,
                                                    .n_columns = 2,
                                                    .n_key = 1 } };
    g_autoptr(GError) error = NULL;
    g_autofree char *ddl = hn_table_sink_ddl(&options);
    g_assert_nonnull(strstr(ddl, "\"people\"(\n  \"entity_id\" TEXT NOT NULL,\n"));
    g_assert_nonnull(strstr(ddl, "hopnhat_watermark"));
    g_autofree char *statements = hn_table_sink_statements(&options, FALSE);
    g_assert_nonnull(strstr(statements, "INSERT INTO \"people\""));
    g_assert_null(hn_table_sink_new(&options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/table_sink/sqlite", test_sqlite);
    return g_test_run();
}
