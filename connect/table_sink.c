#include "connect/table_sink.h"

typedef struct {
    HnChangeSink *(*open)(const HnTableSinkOptions *options, GError **error);
    char *(*ddl)(const HnTableSinkOptions *options);
    char *(*statements)(const HnTableSinkOptions *options, gboolean is_full);
} Kind;

static const Kind kinds[] = {
    [HN_CONNECTION_POSTGRESQL] = { hn_postgresql_sink_new, hn_postgresql_sink_ddl,
                                   hn_postgresql_sink_statements },
    [HN_CONNECTION_MARIADB] = { hn_mariadb_sink_new, hn_mariadb_sink_ddl,
                                hn_mariadb_sink_statements },
    [HN_CONNECTION_ODBC] = { hn_odbc_sink_new, hn_odbc_sink_ddl, hn_odbc_sink_statements },
    [HN_CONNECTION_SQLITE] = { hn_sqlite_sink_new, hn_sqlite_sink_ddl, hn_sqlite_sink_statements },
};

gboolean
hn_table_sink_is_interrupted(const HnTableSinkOptions *options)
{
    return options->interrupted != NULL && *options->interrupted != 0;
}

gboolean
hn_table_sink_refuse(const HnTableSinkOptions *options, HnSinkError code, const char *what,
                     const char *why, GError **error)
{
    if (hn_table_sink_is_interrupted(options))
        g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED, "interrupted");
    else
        g_set_error(error, HN_SINK_ERROR, (gint)code, "connection '%s': %s: %s",
                    options->connection->name, what, why);
    return FALSE;
}

char *
hn_table_sink_hint(const HnTableSinkOptions *options, HnSinkLack lack)
{
    const char *slash = strrchr(options->shape.stream, '/');
    const char *target = slash == NULL ? options->shape.stream : slash + 1;
    if (lack == HN_SINK_LACKS_NOTHING)
        return g_strdup("");
    return lack == HN_SINK_LACKS_TABLE
               ? g_strdup_printf("; `hopnhat target ddl %s` prints what must be there", target)
               : g_strdup_printf("; ALTER the table, so that it has the columns that `hopnhat "
                                 "target ddl %s` prints",
                                 target);
}

HnChangeSink *
hn_table_sink_new(const HnTableSinkOptions *options, GError **error)
{
    return kinds[options->connection->kind].open(options, error);
}

char *
hn_table_sink_ddl(const HnTableSinkOptions *options)
{
    return kinds[options->connection->kind].ddl(options);
}

char *
hn_table_sink_statements(const HnTableSinkOptions *options, gboolean is_full)
{
    return kinds[options->connection->kind].statements(options, is_full);
}
