#include "connect/query_reader.h"

HnReader *
hn_query_reader_new(const HnQueryOptions *options, GError **error)
{
    switch (options->connection->kind) {
    case HN_CONNECTION_POSTGRESQL:
        return hn_postgresql_reader_new(options, error);
    case HN_CONNECTION_MARIADB:
        return hn_mariadb_reader_new(options, error);
    case HN_CONNECTION_ODBC:
        return hn_odbc_reader_new(options, error);
    case HN_CONNECTION_SQLITE:
        return hn_sqlite_reader_new(options, error);
    default:
        g_assert_not_reached();
    }
}
