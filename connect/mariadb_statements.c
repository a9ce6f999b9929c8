#include "connect/mariadb_statements.h"

#define KEY_CHARS_MAX 255u
#define INDEX_CHARS_MAX 768u /* InnoDB's 3072 bytes at four to a character */
#define STAGING "hopnhat_staging"
#define TEXT "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"

static const HnSqlNames names = {
    .quote = "`", .quotes_plain = TRUE, .backslash_escapes = TRUE, .alias_needs_as = TRUE
};

/* Strict: a value that a column cannot hold is refused, not cut. */
const char *const hn_mariadb_session[] = {
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "SET SESSION autocommit = 1",
    NULL,
};

guint
hn_mariadb_key_chars(const HnTargetShape *shape)
{
    return MIN(KEY_CHARS_MAX, INDEX_CHARS_MAX / MAX(shape->n_key, 1u));
}

static char *
literal(const char *text)
{
    g_autoptr(GString) quoted = g_string_new("'");
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\'' || *c == '\\')
            g_string_append_c(quoted, *c);
        g_string_append_c(quoted, *c);
    }
    g_string_append_c(quoted, '\'');
    return g_string_free(g_steal_pointer(&quoted), FALSE);
}

static char *
watermark_table(const HnTargetShape *shape)
{
    return hn_sink_beside(&names, shape, HN_SINK_WATERMARK);
}

static char *
staging_table(const HnTargetShape *shape)
{
    return hn_sink_beside(&names, shape, STAGING);
}

/* Columns and primary key: the target's and staging's are the same. */
static char *
column_definitions(const HnTargetShape *shape)
{
    g_autofree char *key =
        g_strdup_printf("  @ VARCHAR(%u) " TEXT " NOT NULL,\n", hn_mariadb_key_chars(shape));
    g_autofree char *keys = hn_sink_keys(&names, shape, key, "");
    g_autofree char *values = hn_sink_values(&names, shape, "  @ LONGTEXT " TEXT ",\n", "");
    g_autofree char *primary = hn_sink_keys(&names, shape, "@", ", ");
    return g_strdup_printf("%s%s  PRIMARY KEY (%s)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC", keys, values,
                           primary);
}

/* ---- for the DBA ---- */

/* A grant on a whole schema takes its name for a pattern. */
static char *
schema_pattern(const HnTableSinkOptions *options)
{
    const char *table = options->shape.table, *dot = strrchr(table, '.');
    const char *database = options->connection->database;
    g_autofree char *schema =
        dot != NULL ? g_strndup(table, (gsize)(dot - table)) : g_strdup(database);
    g_autoptr(GString) pattern = g_string_new(NULL);
    for (const char *c = schema == NULL ? "" : schema; *c != '\0'; c++) {
        if (*c == '_' || *c == '%' || *c == '\\')
            g_string_append_c(pattern, '\\');
        g_string_append_c(pattern, *c);
    }
    return schema == NULL ? NULL : hn_sql_name(&names, pattern->str);
}

static char *
grants_text(const HnTableSinkOptions *options)
{
    const HnTargetShape *shape = &options->shape;
    if (options->connection->user == NULL)
        return g_strdup("-- The connection names no user: its account needs SELECT, INSERT, UPDATE "
                        "and DELETE on\n-- the first table, SELECT, INSERT and UPDATE on the "
                        "second, CREATE TEMPORARY TABLES on the schema.\n");
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *watermark = watermark_table(shape);
    g_autofree char *user = literal(options->connection->user);
    g_autofree char *pattern = schema_pattern(options);
    g_autofree char *temporary =
        pattern == NULL
            ? g_strdup("-- And CREATE TEMPORARY TABLES on the schema of the table.\n")
            : g_strdup_printf("GRANT CREATE TEMPORARY TABLES ON %s.* TO %s@'%%';\n", pattern, user);
    return g_strdup_printf("-- The account may be of another host than '%%'.\n"
                           "GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %s@'%%';\n"
                           "GRANT SELECT, INSERT, UPDATE ON %s TO %s@'%%';\n"
                           "%s",
                           table, user, watermark, user, temporary);
}

/* Where the table names no schema it is the connection's, whatever the client's that a DBA uses. */
static char *
use_text(const HnTableSinkOptions *options)
{
    const char *database = options->connection->database;
    if (database == NULL || strchr(options->shape.table, '.') != NULL)
        return g_strdup("");
    g_autofree char *name = hn_sql_name(&names, database);
    return g_strdup_printf("USE %s;\n", name);
}

char *
hn_mariadb_sink_ddl(const HnTableSinkOptions *options)
{
    const HnTargetShape *shape = &options->shape;
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *watermark = watermark_table(shape);
    g_autofree char *columns = column_definitions(shape);
    g_autofree char *grants = grants_text(options);
    g_autofree char *use = use_text(options);
    return g_strdup_printf("%sCREATE TABLE IF NOT EXISTS %s (\n%s;\n"
                           "CREATE TABLE IF NOT EXISTS %s (\n"
                           "  stream VARCHAR(200) " TEXT " NOT NULL PRIMARY KEY,\n"
                           "  epoch BIGINT UNSIGNED NOT NULL,\n"
                           "  sequence BIGINT UNSIGNED NOT NULL,\n"
                           "  digest CHAR(64) CHARACTER SET ascii NOT NULL,\n"
                           "  applied_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)"
                           ") ENGINE=InnoDB;\n"
                           "%s",
                           use, table, columns, watermark, grants);
}

char *
hn_mariadb_sink_statements(const HnTableSinkOptions *options, gboolean is_full)
{
    const HnTargetShape *shape = &options->shape;
    const HnChangeHead head = { 0 };
    g_autofree char *staging = hn_mariadb_staging_text(shape);
    g_autofree char *load = hn_mariadb_load_text(shape);
    g_autofree char *make = hn_mariadb_make_mark_text(shape);
    g_autofree char *adopt = hn_mariadb_adopt_mark_text(shape);
    g_autofree char *lock = hn_mariadb_read_mark_text(shape, TRUE);
    g_autofree char *removal = hn_mariadb_delete_text(shape, is_full);
    g_autofree char *same = hn_mariadb_unchanged_text(shape);
    g_autofree char *upsert = hn_mariadb_upsert_text(shape);
    g_autofree char *mark = hn_mariadb_set_mark_text(shape, &head);
    return g_strdup_printf(
        "%s;\n%s;\n%s;\nSTART TRANSACTION;\n%s;\n%s;\n%s;\n%s;\n%s;\n%s;\nCOMMIT;\n", adopt,
        staging, load, make, lock, removal, same, upsert, mark);
}

/* ---- the watermark ---- */

static char *
mark_literal(const HnTargetShape *shape)
{
    g_autofree char *name = hn_sink_mark_name(shape);
    return literal(name);
}

char *
hn_mariadb_adopt_mark_text(const HnTargetShape *shape)
{
    g_autofree char *name = mark_literal(shape);
    g_autofree char *stream = literal(shape->stream);
    return hn_sink_adopt_text(&names, shape, name, stream);
}

char *
hn_mariadb_has_rows_text(const HnTargetShape *shape)
{
    g_autofree char *name = mark_literal(shape);
    return hn_sink_has_rows_text(&names, shape, name);
}

char *
hn_mariadb_spoil_mark_text(const HnTargetShape *shape, const HnWatermark *mark)
{
    g_autofree char *name = mark_literal(shape);
    return hn_sink_spoil_text(&names, shape, mark, name);
}

char *
hn_mariadb_read_mark_text(const HnTargetShape *shape, gboolean locks)
{
    g_autofree char *watermark = watermark_table(shape);
    g_autofree char *stream = mark_literal(shape);
    return g_strdup_printf("SELECT epoch, sequence, digest FROM %s WHERE stream = %s%s", watermark,
                           stream, locks ? " FOR UPDATE" : "");
}

/* The row's lock is ours at once: of INSERT IGNORE it would be a shared one, and two who hold that
 * would wait for each other. */
char *
hn_mariadb_make_mark_text(const HnTargetShape *shape)
{
    g_autofree char *watermark = watermark_table(shape);
    g_autofree char *stream = mark_literal(shape);
    return g_strdup_printf("INSERT INTO %s (stream, epoch, sequence, digest) VALUES (%s, 0, 0, '') "
                           "ON DUPLICATE KEY UPDATE epoch = epoch",
                           watermark, stream);
}

char *
hn_mariadb_set_mark_text(const HnTargetShape *shape, const HnChangeHead *head)
{
    g_autofree char *watermark = watermark_table(shape);
    g_autofree char *stream = mark_literal(shape);
    g_autofree char *digest = hn_sink_digest(head);
    return g_strdup_printf("UPDATE %s SET epoch = %" G_GUINT64_FORMAT
                           ", sequence = %" G_GUINT64_FORMAT
                           ", digest = '%s', applied_at = CURRENT_TIMESTAMP(6) WHERE stream = %s",
                           watermark, head->epoch, head->sequence, digest, stream);
}

/* ---- staging ---- */

char *
hn_mariadb_probe_text(const HnTargetShape *shape)
{
    return hn_sink_probe_text(&names, shape);
}

char *
hn_mariadb_drop_staging_text(const HnTargetShape *shape)
{
    g_autofree char *staging = staging_table(shape);
    return g_strdup_printf("DROP TEMPORARY TABLE IF EXISTS %s", staging);
}

char *
hn_mariadb_staging_text(const HnTargetShape *shape)
{
    g_autofree char *staging = staging_table(shape);
    g_autofree char *columns = column_definitions(shape);
    return g_strdup_printf("CREATE TEMPORARY TABLE %s (\n"
                           "  hopnhat_operation CHAR(1) CHARACTER SET ascii NOT NULL,\n%s",
                           staging, columns);
}

char *
hn_mariadb_load_text(const HnTargetShape *shape)
{
    g_autofree char *staging = staging_table(shape);
    g_autofree char *all = hn_sink_all(&names, shape, "@", ", ");
    return g_strdup_printf("LOAD DATA LOCAL INFILE 'hopnhat' INTO TABLE %s CHARACTER SET utf8mb4 "
                           "FIELDS TERMINATED BY '\\t' ENCLOSED BY '' ESCAPED BY '\\\\' LINES "
                           "TERMINATED BY '\\n' (hopnhat_operation, %s)",
                           staging, all);
}

char *
hn_mariadb_insert_text(const HnTargetShape *shape)
{
    g_autofree char *staging = staging_table(shape);
    g_autofree char *all = hn_sink_all(&names, shape, "@", ", ");
    return g_strdup_printf("INSERT INTO %s (hopnhat_operation, %s) VALUES ", staging, all);
}

char *
hn_mariadb_count_text(const HnTargetShape *shape)
{
    g_autofree char *staging = staging_table(shape);
    return g_strdup_printf("SELECT COUNT(*) FROM %s", staging);
}

/* ---- applying ---- */

char *
hn_mariadb_delete_text(const HnTargetShape *shape, gboolean is_full)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *staging = staging_table(shape);
    g_autofree char *same = hn_sink_keys(&names, shape, "s.@ = t.@", " AND ");
    if (is_full) {
        g_autofree char *missing = hn_sink_each(&names, shape, 0, 1, "s.@ IS NULL", "");
        return g_strdup_printf("DELETE t FROM %s AS t LEFT JOIN %s AS s ON %s AND "
                               "s.hopnhat_operation = 'u' WHERE %s",
                               table, staging, same, missing);
    }
    return g_strdup_printf("DELETE t FROM %s AS s STRAIGHT_JOIN %s AS t ON %s WHERE "
                           "s.hopnhat_operation = 'd'",
                           staging, table, same);
}

/* They leave staging, so that what follows reads staging alone: an INSERT that also reads the table
 * that it fills would first copy all of its rows. */
char *
hn_mariadb_unchanged_text(const HnTargetShape *shape)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *staging = staging_table(shape);
    g_autofree char *same = hn_sink_keys(&names, shape, "s.@ = t.@", " AND ");
    g_autofree char *equal = hn_sink_values(&names, shape, " AND BINARY s.@ <=> BINARY t.@", "");
    return g_strdup_printf("DELETE s FROM %s AS s STRAIGHT_JOIN %s AS t ON %s WHERE "
                           "s.hopnhat_operation = 'u'%s",
                           staging, table, same, equal);
}

char *
hn_mariadb_upsert_text(const HnTargetShape *shape)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *staging = staging_table(shape);
    g_autofree char *all = hn_sink_all(&names, shape, "@", ", ");
    g_autofree char *set = hn_sink_values(&names, shape, "@ = VALUES(@)", ", ");
    return g_strdup_printf(
        "INSERT INTO %s (%s) SELECT %s FROM %s WHERE hopnhat_operation = 'u'%s%s", table, all, all,
        staging, *set == '\0' ? "" : " ON DUPLICATE KEY UPDATE ", set);
}
