#include "connect/odbc_statements.h"

#define TABLE_MARK "\001" /* the table's name, in lists whose @ is a column's */
#define UTF8 "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
#define STRICT "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"

#define MARIADB                                                                                    \
    .create = "CREATE TABLE IF NOT EXISTS", .key = "VARCHAR(255) " UTF8,                           \
    .value = "LONGTEXT " UTF8, .number = "NUMERIC(20)", .moment = "TIMESTAMP NULL",                \
    .bytes = "BINARY ", .bytes_end = "", .grantee = "@'%'", .session = STRICT,                     \
    .room = { .key = 255, .pads = TRUE }, .says_widths = TRUE

/* SQL Server's index has 900 bytes for the whole key, two for a unit of UTF-16, and that of staging
 * has the set's 16 among them; it takes no text with its spaces at the end for another than without
 * them, but bytes. Oracle's keys and values: NVARCHAR2 is Unicode whatever the database's own
 * encoding is, and has 4,000 bytes, two for a unit of UTF-16. Of a database that is not known
 * nobody says whether it counts characters or bytes. */
static const HnOdbcDialect dialects[] = {
    { .name = "MariaDB", MARIADB },
    { .name = "MySQL", MARIADB },
    { .name = "PostgreSQL",
      .create = "CREATE TABLE IF NOT EXISTS",
      .key = "VARCHAR(400) COLLATE \"C\"",
      .value = "TEXT COLLATE \"C\"",
      .number = "NUMERIC(20)",
      .moment = "TIMESTAMP",
      .bytes = "",
      .bytes_end = "",
      .grantee = "",
      .room = { .key = 400, .key_bytes = HN_POSTGRESQL_KEY_BYTES } },
    { .name = "SQLite",
      .create = "CREATE TABLE IF NOT EXISTS",
      .key = "VARCHAR(400)",
      .value = "TEXT",
      .number = "NUMERIC(20)",
      .moment = "TIMESTAMP",
      .bytes = "",
      .bytes_end = "",
      .grantee = "",
      .room = { .key = 400 } },
    { .name = "Oracle",
      .create = "CREATE TABLE",
      .key = "NVARCHAR2(400)",
      .value = "NVARCHAR2(2000)",
      .number = "NUMBER(20)",
      .moment = "TIMESTAMP",
      .bytes = "",
      .bytes_end = "",
      .grantee = "",
      .room = { .key = 400, .value = 2000 },
      .says_widths = TRUE },
    { .name = "SQL Server",
      .create = "CREATE TABLE",
      .key = "NVARCHAR(400) COLLATE Latin1_General_100_BIN2",
      .value = "NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2",
      .number = "NUMERIC(20)",
      .moment = "DATETIME2",
      .bytes = "CAST(",
      .bytes_end = " AS VARBINARY(MAX))",
      .grantee = "",
      .room = { .key = 400, .key_bytes = 880, .wide = TRUE, .pads = TRUE },
      .says_widths = TRUE },
    { .name = "",
      .create = "CREATE TABLE",
      .key = "VARCHAR(400)",
      .value = "VARCHAR(4000)",
      .number = "NUMERIC(20)",
      .moment = "TIMESTAMP",
      .bytes = "",
      .bytes_end = "",
      .grantee = "",
      .room = { .key = 400, .value = 4000, .in_bytes = TRUE, .pads = TRUE } },
};

const HnOdbcDialect *
hn_odbc_dialect(const char *dbms_name)
{
    guint i = 0;
    while (strstr(dbms_name, dialects[i].name) == NULL)
        i++;
    return &dialects[i];
}

static char *
table_of(const HnOdbcWords *words)
{
    return hn_sql_table(&words->names, words->shape->table);
}

static char *
staging_of(const HnOdbcWords *words)
{
    return hn_sink_staging(&words->names, words->shape);
}

static char *
watermark_of(const HnOdbcWords *words)
{
    return hn_sink_beside(&words->names, words->shape, HN_SINK_WATERMARK);
}

/* @list, freed, with the table's name in its places. */
static char *
with_table(const HnOdbcWords *words, char *list)
{
    g_autofree char *own = list;
    g_autofree char *table = table_of(words);
    g_auto(GStrv) parts = g_strsplit(own, TABLE_MARK, -1);
    return g_strjoinv(table, parts);
}

/* A row of staging and one of the table are of one key. */
static char *
same_key(const HnOdbcWords *words)
{
    return with_table(words,
                      hn_sink_keys(&words->names, words->shape, "s.@ = " TABLE_MARK ".@", " AND "));
}

/* ---- for the DBA ---- */

static char *
table_text(const HnOdbcWords *words, const char *table, const char *own, const char *own_key)
{
    const HnOdbcDialect *dialect = words->dialect;
    g_autofree char *key = g_strdup_printf("  @ %s NOT NULL,\n", dialect->key);
    g_autofree char *value = g_strdup_printf("  @ %s,\n", dialect->value);
    g_autofree char *keys = hn_sink_keys(&words->names, words->shape, key, "");
    g_autofree char *values = hn_sink_values(&words->names, words->shape, value, "");
    g_autofree char *primary = hn_sink_keys(&words->names, words->shape, "@", ", ");
    return g_strdup_printf("%s %s (\n%s%s%s  PRIMARY KEY (%s%s));\n", dialect->create, table, own,
                           keys, values, own_key, primary);
}

static char *
grants_text(const HnOdbcWords *words, const char *user)
{
    if (strcmp(words->dialect->name, "SQLite") == 0)
        return g_strdup("-- SQLite has no users: who may write the file may write the tables.\n");
    g_autofree char *table = table_of(words);
    g_autofree char *staging = staging_of(words);
    g_autofree char *watermark = watermark_of(words);
    g_autofree char *name = user == NULL ? NULL : hn_sql_name(&words->names, user);
    const char *comment = user == NULL ? "-- (USER: whom the connection logs in as)\n" : "";
    const char *dashes = user == NULL ? "-- " : "";
    g_autofree char *to = g_strconcat(user == NULL ? "USER" : name, words->dialect->grantee, NULL);
    return g_strdup_printf("%s%sGRANT SELECT, INSERT, DELETE ON %s TO %s;\n"
                           "%sGRANT SELECT, INSERT, DELETE ON %s TO %s;\n"
                           "%sGRANT SELECT, INSERT, UPDATE ON %s TO %s;\n",
                           comment, dashes, table, to, dashes, staging, to, dashes, watermark, to);
}

char *
hn_odbc_ddl_text(const HnOdbcWords *words, const char *user)
{
    const HnOdbcDialect *dialect = words->dialect;
    g_autofree char *table = table_of(words);
    g_autofree char *staging = staging_of(words);
    g_autofree char *watermark = watermark_of(words);
    g_autofree char *target = table_text(words, table, "", "");
    g_autofree char *rows = table_text(words, staging,
                                       "  hopnhat_set VARCHAR(16) NOT NULL,\n"
                                       "  hopnhat_operation VARCHAR(1) NOT NULL,\n",
                                       "hopnhat_set, ");
    g_autofree char *grants = grants_text(words, user);
    g_autofree char *stream = g_strdup(dialect->key);
    char *size = strchr(stream, '(');
    if (size != NULL) /* of the key's type, but 200 characters */
        memcpy(size, "(200)", 5);
    return g_strdup_printf("%s%s%s %s (\n  stream %s NOT NULL PRIMARY KEY,\n"
                           "  epoch %s NOT NULL,\n  sequence %s NOT NULL,\n"
                           "  digest VARCHAR(64) NOT NULL,\n  applied_at %s);\n%s",
                           target, rows, dialect->create, watermark, stream, dialect->number,
                           dialect->number, dialect->moment, grants);
}

/* ---- the watermark ---- */

char *
hn_odbc_adopt_mark_text(const HnOdbcWords *words)
{
    return hn_sink_adopt_text(&words->names, words->shape, "?", "?");
}

char *
hn_odbc_has_rows_text(const HnOdbcWords *words)
{
    return hn_sink_has_rows_text(&words->names, words->shape, "?");
}

char *
hn_odbc_spoil_mark_text(const HnOdbcWords *words, const HnWatermark *mark)
{
    return hn_sink_spoil_text(&words->names, words->shape, mark, "?");
}

char *
hn_odbc_lock_mark_text(const HnOdbcWords *words)
{
    g_autofree char *watermark = watermark_of(words);
    return g_strdup_printf("UPDATE %s SET epoch = epoch WHERE stream = ?", watermark);
}

char *
hn_odbc_make_mark_text(const HnOdbcWords *words)
{
    g_autofree char *watermark = watermark_of(words);
    return g_strdup_printf("INSERT INTO %s (stream, epoch, sequence, digest) VALUES (?, 0, 0, '-')",
                           watermark);
}

char *
hn_odbc_read_mark_text(const HnOdbcWords *words)
{
    g_autofree char *watermark = watermark_of(words);
    return g_strdup_printf("SELECT epoch, sequence, digest FROM %s WHERE stream = ?", watermark);
}

char *
hn_odbc_set_mark_text(const HnOdbcWords *words, const HnChangeHead *head)
{
    g_autofree char *watermark = watermark_of(words);
    g_autofree char *digest = hn_sink_digest(head);
    return g_strdup_printf("UPDATE %s SET epoch = %" G_GUINT64_FORMAT
                           ", sequence = %" G_GUINT64_FORMAT
                           ", digest = '%s', applied_at = CURRENT_TIMESTAMP WHERE stream = ?",
                           watermark, head->epoch, head->sequence, digest);
}

/* ---- staging ---- */

char *
hn_odbc_probe_text(const HnOdbcWords *words)
{
    return hn_sink_probe_text(&words->names, words->shape);
}

char *
hn_odbc_clear_text(const HnOdbcWords *words)
{
    g_autofree char *staging = staging_of(words);
    return g_strdup_printf("DELETE FROM %s", staging);
}

char *
hn_odbc_stage_text(const HnOdbcWords *words)
{
    g_autofree char *staging = staging_of(words);
    g_autofree char *all = hn_sink_all(&words->names, words->shape, "@", ", ");
    g_autofree char *marks = hn_sink_all(&words->names, words->shape, "?", ", ");
    return g_strdup_printf(
        "INSERT INTO %s (hopnhat_set, hopnhat_operation, %s) VALUES ('%s', ?, %s)", staging, all,
        words->set, marks);
}

char *
hn_odbc_count_text(const HnOdbcWords *words)
{
    g_autofree char *staging = staging_of(words);
    return g_strdup_printf("SELECT COUNT(*) FROM %s WHERE hopnhat_set = '%s'", staging, words->set);
}

/* ---- applying ---- */

char *
hn_odbc_delete_missing_text(const HnOdbcWords *words)
{
    g_autofree char *table = table_of(words);
    g_autofree char *staging = staging_of(words);
    g_autofree char *same = same_key(words);
    return g_strdup_printf("DELETE FROM %s WHERE NOT EXISTS (SELECT 1 FROM %s s WHERE "
                           "s.hopnhat_set = '%s' AND s.hopnhat_operation = 'u' AND %s)",
                           table, staging, words->set, same);
}

char *
hn_odbc_delete_text(const HnOdbcWords *words)
{
    const HnOdbcDialect *dialect = words->dialect;
    g_autofree char *table = table_of(words);
    g_autofree char *staging = staging_of(words);
    g_autofree char *same = same_key(words);
    g_autofree char *form =
        g_strdup_printf(" OR %ss.@%s <> %s" TABLE_MARK ".@%s OR (s.@ IS NULL AND " TABLE_MARK
                        ".@ IS NOT NULL) OR (s.@ IS NOT NULL AND " TABLE_MARK ".@ IS NULL)",
                        dialect->bytes, dialect->bytes_end, dialect->bytes, dialect->bytes_end);
    g_autofree char *differs =
        with_table(words, hn_sink_values(&words->names, words->shape, form, ""));
    return g_strdup_printf("DELETE FROM %s WHERE EXISTS (SELECT 1 FROM %s s WHERE "
                           "s.hopnhat_set = '%s' AND %s AND (s.hopnhat_operation = 'd'%s))",
                           table, staging, words->set, same, differs);
}

char *
hn_odbc_insert_text(const HnOdbcWords *words)
{
    g_autofree char *table = table_of(words);
    g_autofree char *staging = staging_of(words);
    g_autofree char *all = hn_sink_all(&words->names, words->shape, "@", ", ");
    g_autofree char *same = same_key(words);
    return g_strdup_printf("INSERT INTO %s (%s) SELECT %s FROM %s s WHERE s.hopnhat_set = '%s' AND "
                           "s.hopnhat_operation = 'u' AND NOT EXISTS (SELECT 1 FROM %s WHERE %s)",
                           table, all, all, staging, words->set, table, same);
}
