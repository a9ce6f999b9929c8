/* Rows go into a temporary table of the session by LOAD DATA LOCAL, which the library feeds from
 * memory. LOCAL turns errors into warnings (a key that is too long would be cut, a second one
 * skipped), so a warning is an error here, and the rows that the server states are those that were
 * sent. Where the server forbids LOCAL, INSERTs of many rows do the same. */
#include <errmsg.h>
#include <mysqld_error.h>

#include "base/base_error.h"
#include "connect/mariadb_link.h"
#include "connect/mariadb_statements.h"
#include "connect/sink_filter.h"

#define INSERT_BYTES 262144u    /* of a statement's rows, far below any max_allowed_packet */
#define ROWS_A_SECOND_MIN 1000u /* applied, by a server that is not hung */
#define ITS "its table"
#define MARK "the table of watermarks"
#define LOCAL_DISABLED_MYSQL 3948 /* ER_CLIENT_LOCAL_FILES_DISABLED */

typedef struct {
    HnChangeSink sink;
    HnTableSinkOptions options; /* own copy */
    HnMariadbLink *link;
    HnChangeHead head;
    guint64 n_sent; /* rows of the set, and staged by the server's word */
    HnSinkFilter *filter;
    GString *text;    /* of rows, reused */
    gboolean inserts; /* LOAD DATA LOCAL is forbidden */
} MariadbSink;

/* ---- what the server says ---- */

/* Doing all of it again may help. */
static gboolean
is_passing(const MariadbSink *sink)
{
    static const guint passing[] = {
        ER_DISK_FULL,         ER_RECORD_FILE_FULL,
        ER_LOCK_WAIT_TIMEOUT, ER_LOCK_TABLE_FULL,
        ER_CHECKREAD,         ER_ERROR_DURING_COMMIT,
        ER_LOCK_DEADLOCK,     ER_OPTION_PREVENTS_STATEMENT,
        ER_OUT_OF_RESOURCES,  ER_OUTOFMEMORY,
    };
    MYSQL *mysql = hn_mariadb_link_handle(sink->link);
    const guint number = mysql_errno(mysql);
    const char *state = mysql_sqlstate(mysql);
    for (guint i = 0; i < G_N_ELEMENTS(passing); i++)
        if (number == passing[i])
            return TRUE;
    /* 08 connection, 40 rolled back, 70 killed */
    return g_str_has_prefix(state, "08") || g_str_has_prefix(state, "40") ||
           g_str_has_prefix(state, "70");
}

static gboolean
is_lost(const MariadbSink *sink)
{
    const guint number = mysql_errno(hn_mariadb_link_handle(sink->link));
    return (number >= CR_MIN_ERROR && number <= CR_MAX_ERROR) ||
           (number >= CER_MIN_ERROR && number <= CER_MAX_ERROR);
}

static gboolean
is_interrupted(const MariadbSink *sink)
{
    return hn_table_sink_is_interrupted(&sink->options);
}

static gboolean
refuse(const MariadbSink *sink, HnSinkError code, const char *what, const char *why, GError **error)
{
    return hn_table_sink_refuse(&sink->options, code, what, why, error);
}

static HnSinkLack
lack_of(guint number)
{
    static const guint missing[] = { ER_NO_SUCH_TABLE, ER_BAD_DB_ERROR, ER_TABLEACCESS_DENIED_ERROR,
                                     ER_COLUMNACCESS_DENIED_ERROR };
    if (number == ER_BAD_FIELD_ERROR)
        return HN_SINK_LACKS_COLUMN;
    for (guint i = 0; i < G_N_ELEMENTS(missing); i++)
        if (number == missing[i])
            return HN_SINK_LACKS_TABLE;
    return HN_SINK_LACKS_NOTHING;
}

static gboolean
fail(const MariadbSink *sink, const char *what, GError **error)
{
    g_autofree char *words = hn_mariadb_link_why(sink->link);
    const gboolean again = is_lost(sink) || is_passing(sink);
    const HnSinkLack lack =
        again ? HN_SINK_LACKS_NOTHING : lack_of(mysql_errno(hn_mariadb_link_handle(sink->link)));
    g_autofree char *hint = hn_table_sink_hint(&sink->options, lack);
    g_autofree char *why = g_strconcat(words, hint, NULL);
    return refuse(sink, again ? HN_SINK_ERROR_BROKEN : hn_table_sink_code(lack), what, why, error);
}

static gboolean
run(MariadbSink *sink, const char *statement, const char *what, GError **error)
{
    hn_mariadb_link_attend(sink->link);
    return mysql_query(hn_mariadb_link_handle(sink->link), statement) == 0 ||
           fail(sink, what, error);
}

static gboolean
run_made(MariadbSink *sink, char *statement, const char *what, GError **error)
{
    g_autofree char *own = statement;
    return run(sink, own, what, error);
}

/* The rows of a query, all of them; NULL on error. */
static MYSQL_RES *
ask(MariadbSink *sink, char *query, const char *what, GError **error)
{
    MYSQL *mysql = hn_mariadb_link_handle(sink->link);
    if (!run_made(sink, query, what, error))
        return NULL;
    MYSQL_RES *result = mysql_store_result(mysql);
    if (result == NULL)
        fail(sink, what, error);
    return result;
}

/* ---- the watermark ---- */

static gboolean
read_mark(MariadbSink *sink, gboolean locks, HnWatermark *ret, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    MYSQL_RES *result = ask(sink, hn_mariadb_read_mark_text(shape, locks), MARK, error);
    *ret = (HnWatermark){ 0 };
    if (result == NULL)
        return FALSE;
    const MYSQL_ROW row = mysql_fetch_row(result);
    gboolean ok = TRUE;
    if (row != NULL && row[2] != NULL && *row[2] != '\0') { /* '': made to be locked */
        ret->any = TRUE;
        ret->epoch = g_ascii_strtoull(row[0], NULL, 10);
        ret->sequence = g_ascii_strtoull(row[1], NULL, 10);
        ok = hn_sink_parse_digest(shape, hn_slice_of(row[2]), ret, error);
    }
    mysql_free_result(result);
    return ok;
}

/* Of a query of one number. */
static gboolean
ask_number(MariadbSink *sink, char *query, const char *what, guint64 *ret, GError **error)
{
    MYSQL_RES *result = ask(sink, query, what, error);
    if (result == NULL)
        return FALSE;
    const MYSQL_ROW row = mysql_fetch_row(result);
    *ret = row == NULL ? 0 : g_ascii_strtoull(row[0], NULL, 10);
    mysql_free_result(result);
    return TRUE;
}

/* The client is told bytes, of its own character set. */
static void
take_widths(MariadbSink *sink, MYSQL_RES *probe)
{
    const MYSQL_FIELD *fields = mysql_fetch_fields(probe);
    for (guint i = 0; i < sink->options.shape.n_columns; i++) {
        const MARIADB_CHARSET_INFO *charset = mariadb_get_charset_by_nr(fields[i].charsetnr);
        const gboolean is_text =
            fields[i].type == MYSQL_TYPE_VAR_STRING || fields[i].type == MYSQL_TYPE_STRING;
        const guint n = is_text && charset != NULL && charset->char_maxlen > 1
                            ? (guint)(fields[i].length / charset->char_maxlen)
                            : 0;
        hn_sink_filter_narrow(sink->filter, i, n);
    }
}

static gboolean
look_at_columns(MariadbSink *sink, GError **error)
{
    MYSQL_RES *none = ask(sink, hn_mariadb_probe_text(&sink->options.shape), ITS, error);
    if (none == NULL)
        return FALSE;
    take_widths(sink, none);
    mysql_free_result(none);
    return TRUE;
}

static gboolean
mariadb_sink_watermark(HnChangeSink *base, HnWatermark *ret, GError **error)
{
    MariadbSink *sink = (MariadbSink *)base;
    const HnTargetShape *shape = &sink->options.shape;
    guint64 n_found = 0;
    if (!read_mark(sink, FALSE, ret, error))
        return FALSE;
    if (!ret->any && (!run_made(sink, hn_mariadb_adopt_mark_text(shape), MARK, error) ||
                      !read_mark(sink, FALSE, ret, error)))
        return FALSE;
    if (ret->any && !look_at_columns(sink, error))
        return FALSE;
    if (ret->any && !ask_number(sink, hn_mariadb_has_rows_text(shape), ITS, &n_found, error))
        return FALSE;
    ret->is_empty = ret->any && n_found == 0;
    return TRUE;
}

static gboolean
mariadb_sink_spoil(HnChangeSink *base, const HnWatermark *mark, GError **error)
{
    MariadbSink *sink = (MariadbSink *)base;
    return run_made(sink, hn_mariadb_spoil_mark_text(&sink->options.shape, mark), MARK, error);
}

/* ---- staging ---- */

static gboolean
mariadb_sink_begin(HnChangeSink *base, const HnChangeHead *head, GError **error)
{
    MariadbSink *sink = (MariadbSink *)base;
    const HnTargetShape *shape = &sink->options.shape;
    sink->head = *head;
    sink->sink.n_deleted = 0;
    sink->n_sent = 0;
    hn_sink_filter_begin(sink->filter);
    hn_mariadb_link_allow(sink->link, 0);
    return look_at_columns(sink, error) &&
           run_made(sink, hn_mariadb_drop_staging_text(shape), "staging", error) &&
           run_made(sink, hn_mariadb_staging_text(shape), "staging", error);
}

static void
put_escaped(GString *text, HnSlice field)
{
    const char *bytes = (const char *)field.bytes;
    gsize from = 0;
    for (gsize i = 0; i < field.n_bytes; i++) {
        const char c = bytes[i];
        if (c != '\t' && c != '\n' && c != '\\')
            continue;
        g_string_append_len(text, bytes + from, (gssize)(i - from));
        g_string_append(text, c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\\\");
        from = i + 1;
    }
    g_string_append_len(text, bytes + from, (gssize)(field.n_bytes - from));
}

static void
put_line(GString *text, guint8 operation, const HnSlice *fields, guint n)
{
    g_string_append_c(text, (char)operation);
    for (guint i = 0; i < n; i++) {
        g_string_append_c(text, '\t');
        if (fields[i].bytes == NULL)
            g_string_append(text, "\\N");
        else
            put_escaped(text, fields[i]);
    }
    g_string_append_c(text, '\n');
}

/* The last statement has staged @n_rows, as they are. */
static gboolean
check_staged(const MariadbSink *sink, guint64 n_rows, GError **error)
{
    MYSQL *mysql = hn_mariadb_link_handle(sink->link);
    if (mysql_warning_count(mysql) != 0)
        return refuse(sink, HN_SINK_ERROR_TABLE, "staging",
                      "a value does not fit its column, or a key comes twice", error);
    return mysql_affected_rows(mysql) == n_rows ||
           refuse(sink, HN_SINK_ERROR_COUNT, "staging", "the server states other rows", error);
}

static gboolean
is_local_forbidden(const MariadbSink *sink)
{
    const guint number = mysql_errno(hn_mariadb_link_handle(sink->link));
    return number == ER_NOT_ALLOWED_COMMAND || number == ER_LOAD_INFILE_CAPABILITY_DISABLED ||
           number == LOCAL_DISABLED_MYSQL;
}

static gboolean
load_rows(MariadbSink *sink, const HnChangeRows *rows, GError **error)
{
    g_autofree char *statement = hn_mariadb_load_text(&sink->options.shape);
    g_string_truncate(sink->text, 0);
    for (guint i = 0; i < rows->n_rows; i++)
        put_line(sink->text, rows->operations[i], rows->fields + (gsize)i * rows->n_columns,
                 rows->n_columns);
    if (hn_mariadb_link_load(sink->link, statement, hn_slice(sink->text->str, sink->text->len)))
        return check_staged(sink, rows->n_rows, error);
    sink->inserts = is_local_forbidden(sink);
    return fail(sink, "staging", error);
}

static void
put_values(MariadbSink *sink, guint8 operation, const HnSlice *fields, guint n)
{
    GString *text = sink->text;
    g_string_append_printf(text, "('%c'", (char)operation);
    for (guint i = 0; i < n; i++) {
        const gsize n_bytes = fields[i].n_bytes, at = text->len + 2;
        if (fields[i].bytes == NULL) {
            g_string_append(text, ",NULL");
            continue;
        }
        g_string_append(text, ",'");
        g_string_set_size(text, at + 2 * n_bytes + 1);
        const gulong n_written =
            mysql_real_escape_string(hn_mariadb_link_handle(sink->link), text->str + at,
                                     (const char *)fields[i].bytes, n_bytes);
        g_string_truncate(text, at + n_written);
        g_string_append_c(text, '\'');
    }
    g_string_append_c(text, ')');
}

static gboolean
insert_rows(MariadbSink *sink, const HnChangeRows *rows, GError **error)
{
    g_autofree char *statement = hn_mariadb_insert_text(&sink->options.shape);
    guint n_put = 0;
    g_string_assign(sink->text, statement);
    for (guint i = 0; i < rows->n_rows; i++) {
        if (n_put > 0)
            g_string_append_c(sink->text, ',');
        put_values(sink, rows->operations[i], rows->fields + (gsize)i * rows->n_columns,
                   rows->n_columns);
        n_put++;
        if (sink->text->len < INSERT_BYTES && i + 1 < rows->n_rows)
            continue;
        if (!run(sink, sink->text->str, "staging", error) || !check_staged(sink, n_put, error))
            return FALSE;
        g_string_assign(sink->text, statement);
        n_put = 0;
    }
    return TRUE;
}

static gboolean
mariadb_sink_stage(HnChangeSink *base, const HnChangeRows *rows, GError **error)
{
    MariadbSink *sink = (MariadbSink *)base;
    g_autoptr(GError) problem = NULL;
    const HnChangeRows *some = hn_sink_filter_rows(sink->filter, rows);
    if (some->n_rows == 0)
        return TRUE;
    gboolean ok = !sink->inserts && load_rows(sink, some, &problem);
    if (!ok && sink->inserts) {
        g_clear_error(&problem);
        ok = insert_rows(sink, some, &problem);
    }
    sink->n_sent += some->n_rows;
    if (!ok)
        g_propagate_error(error, g_steal_pointer(&problem));
    return ok;
}

/* ---- applying ---- */

static gboolean
count_staged(MariadbSink *sink, guint64 *ret_n, GError **error)
{
    return ask_number(sink, hn_mariadb_count_text(&sink->options.shape), "staging", ret_n, error) &&
           (*ret_n == sink->n_sent ||
            refuse(sink, HN_SINK_ERROR_COUNT, "staging", "it lost rows", error));
}

static gboolean
change_rows(MariadbSink *sink, const HnWatermark *found, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    if (!sink->head.is_full && hn_sink_has_set(found, &sink->head))
        return TRUE;
    if (!run_made(sink, hn_mariadb_delete_text(shape, sink->head.is_full), ITS, error))
        return FALSE;
    sink->sink.n_deleted =
        sink->head.is_full ? mysql_affected_rows(hn_mariadb_link_handle(sink->link)) : 0;
    return run_made(sink, hn_mariadb_unchanged_text(shape), ITS, error) &&
           run_made(sink, hn_mariadb_upsert_text(shape), ITS, error);
}

/* Up to COMMIT. */
static gboolean
write_set(MariadbSink *sink, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    HnWatermark found;
    guint64 n_staged = 0;
    return run(sink, "START TRANSACTION", ITS, error) &&
           run_made(sink, hn_mariadb_make_mark_text(shape), MARK, error) &&
           read_mark(sink, TRUE, &found, error) && count_staged(sink, &n_staged, error) &&
           hn_sink_check(shape, &found, &sink->head,
                         n_staged + hn_sink_filter_n_dropped(sink->filter), error) &&
           change_rows(sink, &found, error) &&
           run_made(sink, hn_mariadb_set_mark_text(shape, &sink->head), MARK, error);
}

static gboolean
mariadb_sink_apply(HnChangeSink *base, GError **error)
{
    MariadbSink *sink = (MariadbSink *)base;
    MYSQL *mysql = hn_mariadb_link_handle(sink->link);
    hn_mariadb_link_allow(sink->link, sink->n_sent / ROWS_A_SECOND_MIN);
    if (!write_set(sink, error)) {
        if (!is_interrupted(sink))
            mysql_rollback(mysql); /* a lost connection has done it by itself */
        return FALSE;
    }
    hn_mariadb_link_attend(sink->link);
    if (mysql_query(mysql, "COMMIT") == 0)
        return TRUE;
    g_autofree char *why = hn_mariadb_link_why(sink->link);
    return refuse(sink, is_lost(sink) ? HN_SINK_ERROR_UNKNOWN : HN_SINK_ERROR_BROKEN, "COMMIT", why,
                  error);
}

/* ---- opening ---- */

static void
mariadb_sink_free(HnChangeSink *base)
{
    MariadbSink *sink = (MariadbSink *)base;
    hn_mariadb_link_free(sink->link);
    hn_sink_filter_free(sink->filter);
    g_string_free(sink->text, TRUE);
    g_free(sink);
}

static gboolean
open_sink(MariadbSink *sink, GError **error)
{
    g_autoptr(GError) problem = NULL;
    sink->link =
        hn_mariadb_link_new_writing(sink->options.connection, sink->options.interrupted, &problem);
    for (const char *const *mode = hn_mariadb_session; sink->link != NULL && *mode != NULL; mode++)
        if (!hn_mariadb_link_run(sink->link, *mode, &problem))
            break;
    if (problem == NULL &&
        (!sink->options.dry_run || hn_mariadb_link_run(sink->link, "START TRANSACTION", &problem)))
        return TRUE;
    const gboolean stops = g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
    g_set_error(error, HN_SINK_ERROR, stops ? HN_SINK_ERROR_INTERRUPTED : HN_SINK_ERROR_OPEN, "%s",
                problem->message);
    return FALSE;
}

HnChangeSink *
hn_mariadb_sink_new(const HnTableSinkOptions *options, GError **error)
{
    MariadbSink *sink = g_new0(MariadbSink, 1);
    sink->sink = (HnChangeSink){ .watermark = mariadb_sink_watermark,
                                 .spoil = mariadb_sink_spoil,
                                 .begin = mariadb_sink_begin,
                                 .stage = mariadb_sink_stage,
                                 .apply = mariadb_sink_apply,
                                 .free = mariadb_sink_free };
    sink->options = *options;
    const HnSinkRoom room = { .key = hn_mariadb_key_chars(&options->shape), .pads = TRUE };
    sink->filter = hn_sink_filter_new(&sink->options.shape, room);
    sink->sink.left_out = hn_sink_filter_left_out(sink->filter);
    sink->text = g_string_new(NULL);
    if (open_sink(sink, error))
        return &sink->sink;
    mariadb_sink_free(&sink->sink);
    return NULL;
}
