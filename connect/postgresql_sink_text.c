#include "connect/postgresql_sink_text.h"

#include "connect/sink_text.h"

static const HnSqlNames names = { .quote = "\"", .quotes_plain = TRUE, .alias_needs_as = TRUE };

static char *
watermark_table(const HnTargetShape *shape)
{
    return hn_sink_beside(&names, shape, HN_SINK_WATERMARK);
}

char *
hn_postgresql_sink_staging(const HnTargetShape *shape)
{
    g_autofree char *columns = hn_sink_all(&names, shape, "@ pg_catalog.text", ", ");
    return g_strdup_printf("DROP TABLE IF EXISTS " HN_POSTGRESQL_STAGING "; "
                           "CREATE TEMPORARY TABLE " HN_POSTGRESQL_STAGING
                           "(hopnhat_operation pg_catalog.\"char\" NOT NULL, %s) "
                           "ON COMMIT PRESERVE ROWS",
                           columns);
}

char *
hn_postgresql_sink_copy(const HnTargetShape *shape)
{
    g_autofree char *all = hn_sink_all(&names, shape, "@", ", ");
    return g_strdup_printf(
        "COPY " HN_POSTGRESQL_STAGING "(hopnhat_operation, %s) FROM STDIN (FORMAT binary)", all);
}

char *
hn_postgresql_sink_upsert(const HnTargetShape *shape)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *all = hn_sink_all(&names, shape, "@", ", ");
    g_autofree char *keys = hn_sink_keys(&names, shape, "@", ", ");
    g_autofree char *set = hn_sink_values(&names, shape, "@ = excluded.@", ", ");
    g_autofree char *own = hn_sink_values(&names, shape, "t.@", ", ");
    g_autofree char *new = hn_sink_values(&names, shape, "excluded.@", ", ");
    g_autofree char *insert =
        g_strdup_printf("INSERT INTO %s AS t (%s) SELECT %s FROM " HN_POSTGRESQL_STAGING
                        " WHERE hopnhat_operation = 'u' ON CONFLICT (%s) DO ",
                        table, all, all, keys);
    if (shape->n_key == shape->n_columns)
        return g_strconcat(insert, "NOTHING", NULL);
    return g_strdup_printf("%sUPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)", insert, set, own,
                           new);
}

char *
hn_postgresql_sink_delete(const HnTargetShape *shape, gboolean is_full)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *same = hn_sink_keys(&names, shape, "s.@ = t.@", " AND ");
    return g_strdup_printf(
        "DELETE FROM %s AS t WHERE %sEXISTS (SELECT 1 FROM " HN_POSTGRESQL_STAGING
        " AS s WHERE %s AND s.hopnhat_operation = '%s')",
        table, is_full ? "NOT " : "", same, is_full ? "u" : "d");
}

char *
hn_postgresql_sink_count(const HnTargetShape *shape)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    return g_strdup_printf("SELECT pg_catalog.count(*) FROM %s", table);
}

char *
hn_postgresql_sink_adopt(const HnTargetShape *shape)
{
    return hn_sink_adopt_text(&names, shape, "$1", "$2");
}

char *
hn_postgresql_sink_has_rows(const HnTargetShape *shape)
{
    return hn_sink_has_rows_text(&names, shape, "$1");
}

char *
hn_postgresql_sink_probe(const HnTargetShape *shape)
{
    return hn_sink_probe_text(&names, shape);
}

char *
hn_postgresql_sink_spoil(const HnTargetShape *shape, const HnWatermark *mark)
{
    return hn_sink_spoil_text(&names, shape, mark, "$1");
}

char *
hn_postgresql_sink_watermark(const HnTargetShape *shape, gboolean locks)
{
    g_autofree char *table = watermark_table(shape);
    return g_strdup_printf("SELECT epoch, sequence, digest FROM %s WHERE stream = $1%s", table,
                           locks ? " FOR UPDATE" : "");
}

char *
hn_postgresql_sink_first_mark(const HnTargetShape *shape)
{
    g_autofree char *table = watermark_table(shape);
    return g_strdup_printf("INSERT INTO %s(stream, epoch, sequence, digest, applied_at) VALUES "
                           "($1, 0, 0, '', pg_catalog.now()) ON CONFLICT (stream) DO NOTHING",
                           table);
}

char *
hn_postgresql_sink_set_mark(const HnTargetShape *shape)
{
    g_autofree char *table = watermark_table(shape);
    return g_strdup_printf("UPDATE %s SET epoch = $2, sequence = $3, digest = $4, applied_at = "
                           "pg_catalog.clock_timestamp() WHERE stream = $1",
                           table);
}

char *
hn_postgresql_sink_statements(const HnTableSinkOptions *options, gboolean is_full)
{
    const HnTargetShape *shape = &options->shape;
    g_autofree char *staging = hn_postgresql_sink_staging(shape);
    g_autofree char *copy = hn_postgresql_sink_copy(shape);
    g_autofree char *first = hn_postgresql_sink_first_mark(shape);
    g_autofree char *lock = hn_postgresql_sink_watermark(shape, TRUE);
    g_autofree char *removal = hn_postgresql_sink_delete(shape, is_full);
    g_autofree char *upsert = hn_postgresql_sink_upsert(shape);
    g_autofree char *mark = hn_postgresql_sink_set_mark(shape);
    g_autofree char *adopt = hn_postgresql_sink_adopt(shape);
    return g_strdup_printf("%s;\n%s;\n%s;\nANALYZE " HN_POSTGRESQL_STAGING
                           ";\nBEGIN;\n%s;\n%s;\n%s;\n"
                           "%s;\n%s;\nCOMMIT;\n",
                           adopt, staging, copy, first, lock, removal, upsert, mark);
}

/* ---- for a DBA ---- */

/* (transfer full) NULL: the table is in the schema that the search path says. */
static char *
schema_of(const HnTargetShape *shape)
{
    const char *dot = strrchr(shape->table, '.');
    if (dot == NULL)
        return NULL;
    g_autofree char *schema = g_strndup(shape->table, (gsize)(dot - shape->table));
    return hn_sql_table(&names, schema);
}

/* A connection that leaves its database to a service file says no name to write. */
static void
grant_temporary(GString *text, const HnConnection *connection, const char *user)
{
    if (connection->database != NULL && connection->service == NULL) {
        g_autofree char *database = hn_sql_name(&names, connection->database);
        g_string_append_printf(text, "GRANT TEMPORARY ON DATABASE %s TO %s;\n", database, user);
        return;
    }
    g_auto(GStrv) parts = g_strsplit(user, "'", -1);
    g_autofree char *literal = g_strjoinv("''", parts);
    g_string_append_printf(text,
                           "DO $hopnhat$ BEGIN EXECUTE 'GRANT TEMPORARY ON DATABASE ' || "
                           "pg_catalog.quote_ident(pg_catalog.current_database()) || ' TO %s'; "
                           "END $hopnhat$;\n",
                           literal);
}

static void
put_grants(GString *text, const HnTableSinkOptions *options, const char *schema, const char *table,
           const char *watermark)
{
    const HnConnection *connection = options->connection;
    if (connection->user == NULL) {
        g_string_append(text, "-- The connection names no user: the one it comes as needs USAGE on "
                              "the schema, SELECT,\n-- INSERT, UPDATE, DELETE on both tables, and "
                              "TEMPORARY on the database.\n");
        return;
    }
    g_autofree char *user = hn_sql_name(&names, connection->user);
    if (schema != NULL)
        g_string_append_printf(text, "GRANT USAGE ON SCHEMA %s TO %s;\n", schema, user);
    g_string_append_printf(text, "GRANT SELECT, INSERT, UPDATE, DELETE ON %s, %s TO %s;\n", table,
                           watermark, user);
    grant_temporary(text, connection, user);
}

char *
hn_postgresql_sink_ddl(const HnTableSinkOptions *options)
{
    const HnTargetShape *shape = &options->shape;
    g_autofree char *schema = schema_of(shape);
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *watermark = watermark_table(shape);
    g_autofree char *keys = hn_sink_keys(&names, shape, "  @ text NOT NULL,\n", "");
    g_autofree char *values = hn_sink_values(&names, shape, "  @ text,\n", "");
    g_autofree char *primary = hn_sink_keys(&names, shape, "@", ", ");
    g_autoptr(GString) text = g_string_new(NULL);
    if (schema != NULL)
        g_string_append_printf(text, "CREATE SCHEMA IF NOT EXISTS %s;\n", schema);
    g_string_append_printf(text, "CREATE TABLE IF NOT EXISTS %s(\n%s%s  PRIMARY KEY (%s));\n",
                           table, keys, values, primary);
    g_string_append_printf(text,
                           "CREATE TABLE IF NOT EXISTS %s(\n"
                           "  stream text PRIMARY KEY,\n"
                           "  epoch bigint NOT NULL,\n"
                           "  sequence bigint NOT NULL,\n"
                           "  digest text NOT NULL,\n"
                           "  applied_at timestamptz NOT NULL);\n",
                           watermark);
    put_grants(text, options, schema, table, watermark);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
