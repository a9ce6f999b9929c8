/* connect/table_sink.h - the HnChangeSink of a table in a database; one for each kind of
 * connection, in a file of its own.
 *
 * Data walk: cli/ opens one for each target; publish/delivery.c drives it. records/change_sink.h
 *   has the contract.
 * Tables: hn_table_sink_ddl() tells a DBA what must be there. Of a PostgreSQL, MariaDB or SQLite
 *   target rows are staged in a temporary table of the session.
 * Threads: as the interface.
 */
#pragma once
#include "records/change_sink.h"
#include "records/connection.h"

typedef struct {
    const HnConnection *connection; /* borrowed for the sink's life, like all of shape */
    HnTargetShape shape;
    const volatile int *interrupted; /* not 0: give up with HN_SINK_ERROR_INTERRUPTED; nullable */
    gboolean dry_run; /* watermark() alone is called, and what it changes there is taken back */
} HnTableSinkOptions;

HnChangeSink *hn_table_sink_new(const HnTableSinkOptions *options, GError **error);
/* Statements that make the tables, and the least grants for the user of the connection (a comment
 * says so where it has none). (transfer full) */
char *hn_table_sink_ddl(const HnTableSinkOptions *options);
/* What would be executed, with the shape's names, for people: `publish --dry-run`. @is_full: of a
 * set that holds every row. (transfer full) */
char *hn_table_sink_statements(const HnTableSinkOptions *options, gboolean is_full);

/* For the kinds. FALSE, with @code and what went wrong, or with HN_SINK_ERROR_INTERRUPTED where
 * that is why. */
gboolean hn_table_sink_refuse(const HnTableSinkOptions *options, HnSinkError code, const char *what,
                              const char *why, GError **error);
/* What a DBA does about a table that is not there, or has other columns: `target ddl` makes the
 * first and leaves the second as it is. */
typedef enum { HN_SINK_LACKS_NOTHING, HN_SINK_LACKS_TABLE, HN_SINK_LACKS_COLUMN } HnSinkLack;
static inline HnSinkError
hn_table_sink_code(HnSinkLack lack)
{
    return lack == HN_SINK_LACKS_COLUMN ? HN_SINK_ERROR_COLUMN : HN_SINK_ERROR_TABLE;
}
/* To be put behind an error's text; "" of HN_SINK_LACKS_NOTHING. (transfer full) */
char *hn_table_sink_hint(const HnTableSinkOptions *options, HnSinkLack lack);
gboolean hn_table_sink_is_interrupted(const HnTableSinkOptions *options);

/* One for each kind, in a file of its own. */
HnChangeSink *hn_postgresql_sink_new(const HnTableSinkOptions *options, GError **error);
char *hn_postgresql_sink_ddl(const HnTableSinkOptions *options);
char *hn_postgresql_sink_statements(const HnTableSinkOptions *options, gboolean is_full);
HnChangeSink *hn_mariadb_sink_new(const HnTableSinkOptions *options, GError **error);
char *hn_mariadb_sink_ddl(const HnTableSinkOptions *options);
char *hn_mariadb_sink_statements(const HnTableSinkOptions *options, gboolean is_full);
HnChangeSink *hn_odbc_sink_new(const HnTableSinkOptions *options, GError **error);
char *hn_odbc_sink_ddl(const HnTableSinkOptions *options);
char *hn_odbc_sink_statements(const HnTableSinkOptions *options, gboolean is_full);
HnChangeSink *hn_sqlite_sink_new(const HnTableSinkOptions *options, GError **error);
char *hn_sqlite_sink_ddl(const HnTableSinkOptions *options);
char *hn_sqlite_sink_statements(const HnTableSinkOptions *options, gboolean is_full);
