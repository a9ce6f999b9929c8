#include "base/pulse.h"
#include "connect/sink_text.h"
#include "connect/sqlite_file.h"

#define BUSY_MS 30000
#define MARKS "the table of watermarks"
#define ITS "its table"

static const HnSqlNames names = { .quote = "\"", .quotes_plain = TRUE, .alias_needs_as = TRUE };

typedef struct {
    HnChangeSink sink;
    const HnTableSinkOptions *options; /* own copy */
    HnTableSinkOptions copy;
    char *mark; /* name of the watermark */
    sqlite3 *db;
    sqlite3_stmt *insert; /* into staging */
    HnChangeHead head;
} SqliteSink;

/* ---- statements ---- */

static char *
watermark_table(const HnTargetShape *shape)
{
    return hn_sink_beside(&names, shape, HN_SINK_WATERMARK);
}

char *
hn_sqlite_sink_ddl(const HnTableSinkOptions *options)
{
    const HnTargetShape *shape = &options->shape;
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *watermark = watermark_table(shape);
    g_autofree char *keys = hn_sink_keys(&names, shape, "  @ TEXT NOT NULL", ",\n");
    g_autofree char *values = hn_sink_values(&names, shape, "  @ TEXT,\n", "");
    g_autofree char *primary = hn_sink_keys(&names, shape, "@", ", ");
    return g_strdup_printf("CREATE TABLE IF NOT EXISTS %s(\n%s,\n%s  PRIMARY KEY (%s)) WITHOUT "
                           "ROWID;\n"
                           "CREATE TABLE IF NOT EXISTS %s(\n"
                           "  stream TEXT PRIMARY KEY,\n"
                           "  epoch INTEGER NOT NULL,\n"
                           "  sequence INTEGER NOT NULL,\n"
                           "  digest TEXT NOT NULL,\n"
                           "  applied_at TEXT NOT NULL);\n"
                           "-- SQLite has no users: who may write the file may write the tables.\n",
                           table, keys, values, primary, watermark);
}

static char *
upsert_text(const HnTargetShape *shape)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *all = hn_sink_all(&names, shape, "@", ", ");
    g_autofree char *keys = hn_sink_keys(&names, shape, "@", ", ");
    g_autofree char *set = hn_sink_values(&names, shape, "@ = excluded.@", ", ");
    g_autofree char *own = g_strconcat(table, ".@ IS NOT excluded.@", NULL);
    g_autofree char *differs = hn_sink_values(&names, shape, own, " OR ");
    if (shape->n_key == shape->n_columns)
        return g_strdup_printf("INSERT INTO %s(%s) SELECT %s FROM temp.hopnhat_staging WHERE "
                               "hopnhat_operation = 'u' ON CONFLICT (%s) DO NOTHING",
                               table, all, all, keys);
    return g_strdup_printf("INSERT INTO %s(%s) SELECT %s FROM temp.hopnhat_staging WHERE "
                           "hopnhat_operation = 'u' ON CONFLICT (%s) DO UPDATE SET %s WHERE %s",
                           table, all, all, keys, set, differs);
}

/* @is_full: what is not there is deleted; else what is said to be. */
static char *
delete_text(const HnTargetShape *shape, gboolean is_full)
{
    g_autofree char *table = hn_sql_table(&names, shape->table);
    g_autofree char *same = g_strconcat("s.@ = ", table, ".@", NULL);
    g_autofree char *keys = hn_sink_keys(&names, shape, same, " AND ");
    return g_strdup_printf("DELETE FROM %s WHERE %s EXISTS (SELECT 1 FROM temp.hopnhat_staging s "
                           "WHERE %s AND s.hopnhat_operation = '%s')",
                           table, is_full ? "NOT" : "", keys, is_full ? "u" : "d");
}

static char *
staging_text(const HnTargetShape *shape)
{
    g_autofree char *columns = hn_sink_all(&names, shape, "@ TEXT", ", ");
    g_autofree char *keys = hn_sink_keys(&names, shape, "@", ", ");
    return g_strdup_printf("CREATE TEMP TABLE IF NOT EXISTS hopnhat_staging("
                           "hopnhat_operation TEXT NOT NULL, %s, PRIMARY KEY (%s)) WITHOUT ROWID",
                           columns, keys);
}

static char *
mark_text(const HnTargetShape *shape)
{
    g_autofree char *watermark = watermark_table(shape);
    return g_strdup_printf("INSERT INTO %s(stream, epoch, sequence, digest, applied_at) VALUES (?, "
                           "?, ?, ?, strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now')) ON CONFLICT "
                           "(stream) DO UPDATE SET epoch = excluded.epoch, sequence = "
                           "excluded.sequence, digest = excluded.digest, applied_at = "
                           "excluded.applied_at",
                           watermark);
}

static char *
read_text(const HnTargetShape *shape)
{
    g_autofree char *watermark = watermark_table(shape);
    return g_strdup_printf("SELECT epoch, sequence, digest FROM %s WHERE stream = ?1", watermark);
}

char *
hn_sqlite_sink_statements(const HnTableSinkOptions *options, gboolean is_full)
{
    const HnTargetShape *shape = &options->shape;
    g_autofree char *staging = staging_text(shape);
    g_autofree char *upsert = upsert_text(shape);
    g_autofree char *removal = delete_text(shape, is_full);
    g_autofree char *mark = mark_text(shape);
    g_autofree char *adopt = hn_sink_adopt_text(&names, shape, "?", "?");
    g_autofree char *read = read_text(shape);
    return g_strdup_printf("%s;\n%s;\nBEGIN IMMEDIATE;\n%s;\n%s;\n%s;\n%s;\nCOMMIT;\n", adopt,
                           staging, read, removal, upsert, mark);
}

/* ---- running them ---- */

/* The file or its disk, not what is in it: a later try may work. */
static gboolean
may_pass(int answer)
{
    return answer == SQLITE_BUSY || answer == SQLITE_LOCKED || answer == SQLITE_FULL ||
           answer == SQLITE_IOERR || answer == SQLITE_CANTOPEN;
}

/* A trigger's own words may hold a value. */
static const char *
why_of(const SqliteSink *sink)
{
    if (sink->db == NULL)
        return "out of memory";
    return sqlite3_extended_errcode(sink->db) == SQLITE_CONSTRAINT_TRIGGER
               ? "a trigger refuses a row"
               : sqlite3_errmsg(sink->db);
}

static gboolean
fail(const SqliteSink *sink, HnSinkError code, const char *what, GError **error)
{
    const volatile int *interrupted = sink->options->interrupted;
    const int answer = sink->db == NULL ? SQLITE_NOMEM : sqlite3_errcode(sink->db) & 0xff;
    if (interrupted != NULL && *interrupted != 0)
        code = HN_SINK_ERROR_INTERRUPTED;
    else if (may_pass(answer) && code != HN_SINK_ERROR_OPEN && code != HN_SINK_ERROR_UNKNOWN)
        code = HN_SINK_ERROR_BROKEN;
    const char *why = why_of(sink);
    const HnSinkLack lack = code != HN_SINK_ERROR_TABLE               ? HN_SINK_LACKS_NOTHING
                            : g_str_has_prefix(why, "no such table")  ? HN_SINK_LACKS_TABLE
                            : g_str_has_prefix(why, "no such column") ? HN_SINK_LACKS_COLUMN
                                                                      : HN_SINK_LACKS_NOTHING;
    code = code == HN_SINK_ERROR_TABLE ? hn_table_sink_code(lack) : code;
    g_autofree char *hint = hn_table_sink_hint(sink->options, lack);
    g_set_error(error, HN_SINK_ERROR, (gint)code, "connection '%s': %s: %s%s",
                sink->options->connection->name, what, why, hint);
    return FALSE;
}

static gboolean
run(SqliteSink *sink, const char *text, GError **error)
{
    return sqlite3_exec(sink->db, text, NULL, NULL, NULL) == SQLITE_OK ||
           fail(sink, HN_SINK_ERROR_TABLE, "writing", error);
}

static gboolean
run_made(SqliteSink *sink, char *text, GError **error)
{
    g_autofree char *own = text;
    return run(sink, own, error);
}

/* Of a statement of the watermarks, whose first parameter is the name, the second what it was
 * called once; NULL on error. To be finalized. */
static sqlite3_stmt *
prepare_mark(SqliteSink *sink, char *text, const char *what, GError **error)
{
    g_autofree char *own = text;
    sqlite3_stmt *query = NULL;
    if (sqlite3_prepare_v2(sink->db, own, -1, &query, NULL) != SQLITE_OK) {
        fail(sink, HN_SINK_ERROR_TABLE, what, error);
        return NULL;
    }
    sqlite3_bind_text(query, 1, sink->mark, -1, SQLITE_STATIC);
    if (sqlite3_bind_parameter_count(query) > 1)
        sqlite3_bind_text(query, 2, sink->options->shape.stream, -1, SQLITE_STATIC);
    return query;
}

static gboolean
read_mark(SqliteSink *sink, HnWatermark *ret, GError **error)
{
    const HnTargetShape *shape = &sink->options->shape;
    sqlite3_stmt *query = prepare_mark(sink, read_text(shape), MARKS, error);
    *ret = (HnWatermark){ 0 };
    if (query == NULL)
        return FALSE;
    const int step = sqlite3_step(query);
    gboolean ok = step == SQLITE_ROW || step == SQLITE_DONE;
    if (!ok)
        fail(sink, HN_SINK_ERROR_BROKEN, MARKS, error);
    if (step == SQLITE_ROW) {
        ret->any = TRUE;
        ret->epoch = (guint64)sqlite3_column_int64(query, 0);
        ret->sequence = (guint64)sqlite3_column_int64(query, 1);
        const guint8 *digest = sqlite3_column_text(query, 2);
        ok = hn_sink_parse_digest(shape, hn_slice(digest, (gsize)sqlite3_column_bytes(query, 2)),
                                  ret, error);
    }
    sqlite3_finalize(query);
    return ok;
}

/* *ret: what it answers, 0 for nothing. */
static gboolean
ask_mark(SqliteSink *sink, char *text, const char *what, gint64 *ret, GError **error)
{
    sqlite3_stmt *query = prepare_mark(sink, text, what, error);
    if (query == NULL)
        return FALSE;
    const int step = sqlite3_step(query);
    *ret = step == SQLITE_ROW ? sqlite3_column_int64(query, 0) : 0;
    sqlite3_finalize(query);
    return step == SQLITE_ROW || step == SQLITE_DONE ||
           fail(sink, HN_SINK_ERROR_BROKEN, what, error);
}

static gboolean
look_at_columns(SqliteSink *sink, GError **error)
{
    const HnTargetShape *shape = &sink->options->shape;
    g_autofree char *text = hn_sink_probe_text(&names, shape);
    sqlite3_stmt *query = NULL;
    const gboolean ok = sqlite3_prepare_v2(sink->db, text, -1, &query, NULL) == SQLITE_OK;
    sqlite3_finalize(query);
    return ok || fail(sink, HN_SINK_ERROR_TABLE, ITS, error);
}

static gboolean
sqlite_sink_spoil(HnChangeSink *base, const HnWatermark *mark, GError **error)
{
    SqliteSink *sink = (SqliteSink *)base;
    gint64 unused = 0;
    return ask_mark(sink, hn_sink_spoil_text(&names, &sink->options->shape, mark, "?1"), MARKS,
                    &unused, error);
}

static gboolean
sqlite_sink_watermark(HnChangeSink *base, HnWatermark *ret, GError **error)
{
    SqliteSink *sink = (SqliteSink *)base;
    const HnTargetShape *shape = &sink->options->shape;
    gint64 n = 0;
    if (!read_mark(sink, ret, error))
        return FALSE;
    if (!ret->any &&
        (!ask_mark(sink, hn_sink_adopt_text(&names, shape, "?1", "?2"), MARKS, &n, error) ||
         !read_mark(sink, ret, error)))
        return FALSE;
    if (ret->any && !look_at_columns(sink, error))
        return FALSE;
    if (ret->any && !ask_mark(sink, hn_sink_has_rows_text(&names, shape, "?1"), ITS, &n, error))
        return FALSE;
    ret->is_empty = ret->any && n == 0;
    return TRUE;
}

static gboolean
sqlite_sink_begin(HnChangeSink *base, const HnChangeHead *head, GError **error)
{
    SqliteSink *sink = (SqliteSink *)base;
    const HnTargetShape *shape = &sink->options->shape;
    sink->head = *head;
    sink->sink.n_deleted = 0;
    if (!run_made(sink, staging_text(shape), error) ||
        !run(sink, "DELETE FROM temp.hopnhat_staging", error))
        return FALSE;
    if (sink->insert != NULL)
        return TRUE;
    g_autofree char *all = hn_sink_all(&names, shape, "@", ", ");
    g_autofree char *marks = hn_sink_all(&names, shape, "?", ", ");
    g_autofree char *text = g_strdup_printf(
        "INSERT INTO temp.hopnhat_staging(hopnhat_operation, %s) VALUES (?, %s)", all, marks);
    return sqlite3_prepare_v3(sink->db, text, -1, SQLITE_PREPARE_PERSISTENT, &sink->insert, NULL) ==
               SQLITE_OK ||
           fail(sink, HN_SINK_ERROR_TABLE, "staging", error);
}

static gboolean
stage_row(SqliteSink *sink, const HnChangeRows *rows, guint row)
{
    const char operation = (char)rows->operations[row];
    const HnSlice *fields = rows->fields + (gsize)row * rows->n_columns;
    sqlite3_reset(sink->insert);
    sqlite3_bind_text(sink->insert, 1, &operation, 1, SQLITE_STATIC);
    for (guint i = 0; i < rows->n_columns; i++) {
        if (fields[i].bytes == NULL)
            sqlite3_bind_null(sink->insert, (int)i + 2);
        else
            sqlite3_bind_text(sink->insert, (int)i + 2, (const char *)fields[i].bytes,
                              (int)fields[i].n_bytes, SQLITE_STATIC);
    }
    return sqlite3_step(sink->insert) == SQLITE_DONE;
}

static gboolean
sqlite_sink_stage(HnChangeSink *base, const HnChangeRows *rows, GError **error)
{
    SqliteSink *sink = (SqliteSink *)base;
    if (!run(sink, "BEGIN", error)) /* of the temporary table alone: nobody else waits */
        return FALSE;
    for (guint row = 0; row < rows->n_rows; row++)
        if (!stage_row(sink, rows, row))
            return fail(sink, HN_SINK_ERROR_BROKEN, "staging", error);
    return run(sink, "COMMIT", error);
}

static gboolean
count_staged(SqliteSink *sink, guint64 *ret_n, GError **error)
{
    sqlite3_stmt *query = NULL;
    *ret_n = 0;
    const gboolean ok = sqlite3_prepare_v2(sink->db, "SELECT count(*) FROM temp.hopnhat_staging",
                                           -1, &query, NULL) == SQLITE_OK &&
                        sqlite3_step(query) == SQLITE_ROW;
    if (ok)
        *ret_n = (guint64)sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return ok || fail(sink, HN_SINK_ERROR_BROKEN, "staging", error);
}

static gboolean
set_watermark(SqliteSink *sink, GError **error)
{
    const HnTargetShape *shape = &sink->options->shape;
    g_autofree char *digest = hn_sink_digest(&sink->head);
    sqlite3_stmt *query = prepare_mark(sink, mark_text(shape), MARKS, error);
    if (query == NULL)
        return FALSE;
    sqlite3_bind_int64(query, 2, (gint64)sink->head.epoch);
    sqlite3_bind_int64(query, 3, (gint64)sink->head.sequence);
    sqlite3_bind_text(query, 4, digest, -1, SQLITE_STATIC);
    const int step = sqlite3_step(query);
    sqlite3_finalize(query);
    return step == SQLITE_DONE || fail(sink, HN_SINK_ERROR_TABLE, "the watermark", error);
}

/* Of a busy file nothing was written, and a rule that is checked at the end refuses for good. On a
 * disk that failed only the next one to open the file sees whether the journal still held. */
static gboolean
commit(SqliteSink *sink, GError **error)
{
    const int answer = sqlite3_exec(sink->db, "COMMIT", NULL, NULL, NULL) & 0xff;
    const gboolean is_known = !may_pass(answer) || answer == SQLITE_BUSY || answer == SQLITE_LOCKED;
    return answer == SQLITE_OK ||
           fail(sink, is_known ? HN_SINK_ERROR_TABLE : HN_SINK_ERROR_UNKNOWN, "COMMIT", error);
}

static gboolean
change_rows(SqliteSink *sink, const HnWatermark *found, GError **error)
{
    const HnTargetShape *shape = &sink->options->shape;
    if (!sink->head.is_full && hn_sink_has_set(found, &sink->head))
        return TRUE;
    if (!run_made(sink, delete_text(shape, sink->head.is_full), error))
        return FALSE;
    sink->sink.n_deleted = sink->head.is_full ? (guint64)sqlite3_changes64(sink->db) : 0;
    return run_made(sink, upsert_text(shape), error);
}

static gboolean
sqlite_sink_apply(HnChangeSink *base, GError **error)
{
    SqliteSink *sink = (SqliteSink *)base;
    const HnTargetShape *shape = &sink->options->shape;
    HnWatermark found;
    guint64 n_staged = 0;
    if (!run(sink, "BEGIN IMMEDIATE", error))
        return FALSE;
    const gboolean done = read_mark(sink, &found, error) && count_staged(sink, &n_staged, error) &&
                          hn_sink_check(shape, &found, &sink->head, n_staged, error) &&
                          change_rows(sink, &found, error) && set_watermark(sink, error) &&
                          commit(sink, error);
    if (!done)
        sqlite3_exec(sink->db, "ROLLBACK", NULL, NULL, NULL);
    return done;
}

static void
sqlite_sink_free(HnChangeSink *base)
{
    SqliteSink *sink = (SqliteSink *)base;
    sqlite3_finalize(sink->insert);
    sqlite3_close(sink->db);
    g_free(sink->mark);
    g_free(sink);
}

/* Called while a statement computes. */
static int
is_interrupted(void *user)
{
    const volatile int *interrupted = ((const SqliteSink *)user)->options->interrupted;
    hn_pulse();
    return interrupted != NULL && *interrupted != 0;
}

HnChangeSink *
hn_sqlite_sink_new(const HnTableSinkOptions *options, GError **error)
{
    SqliteSink *sink = g_new0(SqliteSink, 1);
    sink->sink = (HnChangeSink){ .watermark = sqlite_sink_watermark,
                                 .spoil = sqlite_sink_spoil,
                                 .begin = sqlite_sink_begin,
                                 .stage = sqlite_sink_stage,
                                 .apply = sqlite_sink_apply,
                                 .free = sqlite_sink_free };
    sink->copy = *options;
    sink->options = &sink->copy;
    sink->mark = hn_sink_mark_name(&options->shape);
    if (!hn_sqlite_file_open(options->connection->file, SQLITE_OPEN_READWRITE, BUSY_MS,
                             &sink->db)) {
        fail(sink, HN_SINK_ERROR_OPEN, "opening its file", error);
        sqlite_sink_free(&sink->sink);
        return NULL;
    }
    sqlite3_progress_handler(sink->db, 1000, is_interrupted, sink);
    if (run(sink, "PRAGMA synchronous = FULL; PRAGMA temp_store = FILE", error) &&
        (!options->dry_run || run(sink, "BEGIN", error)))
        return &sink->sink;
    sqlite_sink_free(&sink->sink);
    return NULL;
}
