/* One session for the sink's life. Staging is a table of that session: nobody else sees it, no
 * other session waits for it, and it goes with the session. So whatever ends the connection before
 * COMMIT was sent leaves the target as it was; after that, only the watermark knows. */
#include "base/base_error.h"
#include "connect/connect_error.h"
#include "connect/postgresql_copy_out.h"
#include "connect/postgresql_sink_text.h"
#include "connect/sink_filter.h"
#include "connect/sink_text.h"

#define IDLE_SECONDS 300u /* as the link's */
#define CONNECT_SECONDS 10u
#define PARAMETERS_MAX 4
#define PATIENCE_MAX 86400
#define ROWS_PER_SECOND_LEAST 10000 /* a tenth of what a server on two slow cores upserts */
#define WRITING "writing"
#define MARKS "the table of watermarks"
#define ITS "its table"
#define BPCHAR_OID 1042u /* of pg_type.dat */
#define VARCHAR_OID 1043u

typedef struct {
    HnChangeSink sink;
    HnTableSinkOptions options; /* own copy */
    char *mark;                 /* name of the watermark */
    HnPostgresqlLink *link;
    HnPostgresqlCopyOut *copy; /* NULL: nothing is staged yet */
    HnSinkFilter *filter;
    HnChangeHead head;
    guint64 n_sent, n_deleted; /* rows of the set so far; of these to be deleted */
    HnSinkError lost;          /* what a lost connection means now */
} PostgresqlSink;

/* ---- errors ---- */

/* Classes of SQLSTATE that pass: connections, rollbacks by concurrency, resources, locks, an
 * administrator, the system; and a standby that may become the primary. */
static gboolean
may_pass(const char *state)
{
    static const char *const passing[] = { "08", "40", "53", "55", "57", "58", "XX", "25006" };
    gboolean is_one = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(passing); i++)
        is_one = is_one || g_str_has_prefix(state, passing[i]);
    return is_one;
}

/* Names, rights, types: what `target ddl` is for; but an old table's columns it does not alter. */
static HnSinkLack
lack_of(const char *state)
{
    if (strcmp(state, "42703") == 0 || strcmp(state, "42804") == 0)
        return HN_SINK_LACKS_COLUMN;
    return g_str_has_prefix(state, "42") || g_str_has_prefix(state, "3F") ? HN_SINK_LACKS_TABLE
                                                                          : HN_SINK_LACKS_NOTHING;
}

/* Takes @problem, of the link or of the copy. */
static gboolean
fail(const PostgresqlSink *sink, GError *problem, GError **error)
{
    g_autoptr(GError) own = problem;
    const char *state = sink->link == NULL ? "" : sink->link->refusal;
    HnSinkError code = HN_SINK_ERROR_TABLE;
    if (g_error_matches(own, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED))
        code = HN_SINK_ERROR_INTERRUPTED;
    else if (sink->link == NULL)
        code = HN_SINK_ERROR_OPEN;
    else if (*state == '\0' && own->code != HN_CONNECT_ERROR_ENCODING)
        code = sink->lost;
    else if (may_pass(state))
        code = HN_SINK_ERROR_BROKEN;
    const HnSinkLack lack = code == HN_SINK_ERROR_TABLE ? lack_of(state) : HN_SINK_LACKS_NOTHING;
    g_autofree char *hint = hn_table_sink_hint(&sink->options, lack);
    code = code == HN_SINK_ERROR_TABLE ? hn_table_sink_code(lack) : code;
    g_set_error(error, HN_SINK_ERROR, (gint)code, "%s%s", own->message, hint);
    return FALSE;
}

/* ---- asking ---- */

static gboolean
run(PostgresqlSink *sink, const char *statements, const char *what, GError **error)
{
    GError *problem = NULL;
    return hn_postgresql_link_run(sink->link, statements, what, &problem) ||
           fail(sink, problem, error);
}

/* @values: those of $1, ... up to NULL. (transfer full) */
static PGresult *
ask(PostgresqlSink *sink, const char *statement, const char *const *values, const char *what,
    GError **error)
{
    GError *problem = NULL;
    int n = 0;
    while (values[n] != NULL)
        n++;
    g_assert(n <= PARAMETERS_MAX);
    PGresult *result = NULL;
    if (PQsendQueryParams(sink->link->conn, statement, n, NULL, values, NULL, NULL, 0) == 0)
        hn_postgresql_link_fail(sink->link, NULL, what, &problem);
    else
        result = hn_postgresql_link_result(sink->link, what, &problem);
    if (result == NULL)
        fail(sink, problem, error);
    return result;
}

/* Takes @statement. *ret_n: the rows that it affected. */
static gboolean
change(PostgresqlSink *sink, char *statement, const char *const *values, guint64 *ret_n,
       GError **error)
{
    g_autofree char *own = statement;
    g_autoptr(PGresult) result = ask(sink, own, values, WRITING, error);
    if (result == NULL)
        return FALSE;
    *ret_n = g_ascii_strtoull(PQcmdTuples(result), NULL, 10);
    return TRUE;
}

static guint64
number_at(const PGresult *result, int column)
{
    return g_ascii_strtoull(PQgetvalue(result, 0, column), NULL, 10);
}

static gboolean
read_watermark(PostgresqlSink *sink, gboolean locks, HnWatermark *ret, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    const char *const values[] = { sink->mark, NULL };
    g_autofree char *statement = hn_postgresql_sink_watermark(shape, locks);
    g_autoptr(PGresult) result = ask(sink, statement, values, MARKS, error);
    *ret = (HnWatermark){ 0 };
    if (result == NULL)
        return FALSE;
    if (PQntuples(result) == 0)
        return TRUE;
    HnWatermark found = { .any = TRUE,
                          .epoch = number_at(result, 0),
                          .sequence = number_at(result, 1) };
    if (!hn_sink_parse_digest(shape, hn_slice_of(PQgetvalue(result, 0, 2)), &found, error))
        return FALSE;
    *ret = found;
    return TRUE;
}

/* varchar(n) and char(n) say n by their modifier, which counts a header of four bytes. */
static void
take_widths(PostgresqlSink *sink, const PGresult *probe)
{
    for (guint i = 0; i < sink->options.shape.n_columns; i++) {
        const Oid type = PQftype(probe, (int)i);
        const int modifier = PQfmod(probe, (int)i);
        const gboolean is_narrow = (type == VARCHAR_OID || type == BPCHAR_OID) && modifier > 4;
        hn_sink_filter_narrow(sink->filter, i, is_narrow ? (guint)modifier - 4 : 0);
    }
}

static gboolean
look_at_columns(PostgresqlSink *sink, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    const char *const none[] = { NULL };
    g_autofree char *probe = hn_postgresql_sink_probe(shape);
    g_autoptr(PGresult) result = ask(sink, probe, none, ITS, error);
    if (result == NULL)
        return FALSE;
    take_widths(sink, result);
    return TRUE;
}

/* ---- the interface ---- */

static gboolean
postgresql_sink_spoil(HnChangeSink *base, const HnWatermark *mark, GError **error)
{
    PostgresqlSink *sink = (PostgresqlSink *)base;
    const char *const name[] = { sink->mark, NULL };
    guint64 unused = 0;
    return change(sink, hn_postgresql_sink_spoil(&sink->options.shape, mark), name, &unused, error);
}

static gboolean
postgresql_sink_watermark(HnChangeSink *base, HnWatermark *ret, GError **error)
{
    PostgresqlSink *sink = (PostgresqlSink *)base;
    const HnTargetShape *shape = &sink->options.shape;
    const char *const values[] = { sink->mark, shape->stream, NULL };
    const char *const name[] = { sink->mark, NULL };
    guint64 n_adopted = 0;
    if (!read_watermark(sink, FALSE, ret, error))
        return FALSE;
    if (!ret->any && (!change(sink, hn_postgresql_sink_adopt(shape), values, &n_adopted, error) ||
                      (n_adopted > 0 && !read_watermark(sink, FALSE, ret, error))))
        return FALSE;
    if (!ret->any)
        return TRUE;
    if (!look_at_columns(sink, error))
        return FALSE;
    g_autofree char *statement = hn_postgresql_sink_has_rows(shape);
    g_autoptr(PGresult) result = ask(sink, statement, name, ITS, error);
    if (result == NULL)
        return FALSE;
    ret->is_empty = number_at(result, 0) == 0;
    return TRUE;
}

static gboolean
postgresql_sink_begin(HnChangeSink *base, const HnChangeHead *head, GError **error)
{
    PostgresqlSink *sink = (PostgresqlSink *)base;
    g_autofree char *staging = hn_postgresql_sink_staging(&sink->options.shape);
    g_clear_pointer(&sink->copy, hn_postgresql_copy_out_free);
    sink->head = *head;
    sink->sink.n_deleted = 0;
    sink->n_sent = 0;
    sink->n_deleted = 0;
    hn_sink_filter_begin(sink->filter);
    sink->link->patience = 0;
    sink->lost = HN_SINK_ERROR_BROKEN;
    return run(sink, staging, "the table of the session", error) && look_at_columns(sink, error);
}

static gboolean
postgresql_sink_stage(HnChangeSink *base, const HnChangeRows *rows, GError **error)
{
    PostgresqlSink *sink = (PostgresqlSink *)base;
    GError *problem = NULL;
    const HnChangeRows *some = hn_sink_filter_rows(sink->filter, rows);
    if (some->n_rows == 0)
        return TRUE;
    if (sink->copy == NULL) {
        g_autofree char *statement = hn_postgresql_sink_copy(&sink->options.shape);
        sink->copy = hn_postgresql_copy_out_new(sink->link, statement, &problem);
    }
    if (sink->copy == NULL || !hn_postgresql_copy_out_put(sink->copy, some, &problem))
        return fail(sink, problem, error);
    sink->n_sent += some->n_rows;
    for (guint i = 0; i < some->n_rows; i++)
        sink->n_deleted += some->operations[i] == HN_CHANGE_DELETE ? 1 : 0;
    return TRUE;
}

static gboolean
fail_count(const PostgresqlSink *sink, guint64 found, guint64 wanted, const char *what,
           GError **error)
{
    g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_COUNT,
                "connection '%s': %" G_GUINT64_FORMAT " rows %s, and %" G_GUINT64_FORMAT
                " were expected",
                sink->options.connection->name, found, what, wanted);
    return FALSE;
}

/* *ret_n: rows that lie in staging. */
static gboolean
end_staging(PostgresqlSink *sink, guint64 *ret_n, GError **error)
{
    GError *problem = NULL;
    *ret_n = 0;
    if (sink->copy != NULL && !hn_postgresql_copy_out_end(sink->copy, ret_n, &problem))
        return fail(sink, problem, error);
    g_clear_pointer(&sink->copy, hn_postgresql_copy_out_free);
    if (*ret_n != sink->n_sent)
        return fail_count(sink, *ret_n, sink->n_sent, "were stored", error);
    /* A statement over all rows is silent until its end. */
    sink->link->patience = (guint)MIN(sink->n_sent / ROWS_PER_SECOND_LEAST, PATIENCE_MAX);
    /* Only the joins of deletion look at statistics; the upsert reads staging from end to end. */
    const gboolean joins = sink->head.is_full || sink->n_deleted > 0;
    return !joins || run(sink, "ANALYZE " HN_POSTGRESQL_STAGING, WRITING, error);
}

/* The row of the watermark is locked until the end, so that of two publishers one comes second. */
static gboolean
lock_watermark(PostgresqlSink *sink, HnWatermark *ret, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    const char *const values[] = { sink->mark, NULL };
    guint64 n_new = 0;
    *ret = (HnWatermark){ 0 };
    return change(sink, hn_postgresql_sink_first_mark(shape), values, &n_new, error) &&
           (n_new == 1 || read_watermark(sink, TRUE, ret, error));
}

static gboolean
set_watermark(PostgresqlSink *sink, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    g_autofree char *epoch = g_strdup_printf("%" G_GUINT64_FORMAT, sink->head.epoch);
    g_autofree char *sequence = g_strdup_printf("%" G_GUINT64_FORMAT, sink->head.sequence);
    g_autofree char *digest = hn_sink_digest(&sink->head);
    const char *const values[] = { sink->mark, epoch, sequence, digest, NULL };
    guint64 n = 0;
    return change(sink, hn_postgresql_sink_set_mark(shape), values, &n, error) &&
           (n == 1 || fail_count(sink, n, 1, "of the watermark were set", error));
}

/* A trigger or a policy of rows may keep a statement from what it says, without an error. */
static gboolean
check_whole(PostgresqlSink *sink, GError **error)
{
    const char *const none[] = { NULL };
    g_autofree char *statement = hn_postgresql_sink_count(&sink->options.shape);
    g_autoptr(PGresult) result = ask(sink, statement, none, WRITING, error);
    if (result == NULL)
        return FALSE;
    const guint64 n = number_at(result, 0);
    const guint64 wanted = sink->head.n_rows - hn_sink_filter_n_left_out(sink->filter);
    return n == wanted || fail_count(sink, n, wanted, "are in the table", error);
}

static gboolean
change_rows(PostgresqlSink *sink, const HnWatermark *found, GError **error)
{
    const HnTargetShape *shape = &sink->options.shape;
    const char *const none[] = { NULL };
    const gboolean is_full = sink->head.is_full;
    const guint64 n_upserts = sink->n_sent - sink->n_deleted;
    guint64 n_gone = 0;
    guint64 n_written = 0;
    if (!is_full && hn_sink_has_set(found, &sink->head))
        return TRUE;
    if ((is_full || sink->n_deleted > 0) &&
        !change(sink, hn_postgresql_sink_delete(shape, is_full), none, &n_gone, error))
        return FALSE;
    if (n_upserts > 0 && !change(sink, hn_postgresql_sink_upsert(shape), none, &n_written, error))
        return FALSE;
    if (!is_full && n_gone > sink->n_deleted)
        return fail_count(sink, n_gone, sink->n_deleted, "were deleted", error);
    if (n_written > n_upserts)
        return fail_count(sink, n_written, n_upserts, "were written", error);
    sink->sink.n_deleted = is_full ? n_gone : 0;
    return !is_full || check_whole(sink, error);
}

static gboolean
commit(PostgresqlSink *sink, GError **error)
{
    const char *const none[] = { NULL };
    sink->lost = HN_SINK_ERROR_UNKNOWN;
    g_autoptr(PGresult) result = ask(sink, "COMMIT", none, "COMMIT", error);
    if (result == NULL)
        return FALSE;
    sink->lost = HN_SINK_ERROR_BROKEN;
    if (strcmp(PQcmdStatus(result), "COMMIT") == 0)
        return TRUE;
    g_set_error(error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN,
                "connection '%s': rolled back at COMMIT", sink->options.connection->name);
    return FALSE;
}

static gboolean
postgresql_sink_apply(HnChangeSink *base, GError **error)
{
    PostgresqlSink *sink = (PostgresqlSink *)base;
    HnWatermark found;
    guint64 n_staged;
    return end_staging(sink, &n_staged, error) &&
           run(sink, "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE", WRITING,
               error) &&
           lock_watermark(sink, &found, error) &&
           hn_sink_check(&sink->options.shape, &found, &sink->head,
                         n_staged + hn_sink_filter_n_dropped(sink->filter), error) &&
           change_rows(sink, &found, error) && set_watermark(sink, error) && commit(sink, error);
}

/* ---- life ---- */

static void
postgresql_sink_free(HnChangeSink *base)
{
    PostgresqlSink *sink = (PostgresqlSink *)base;
    hn_postgresql_copy_out_free(sink->copy);
    hn_postgresql_link_free(sink->link);
    hn_sink_filter_free(sink->filter);
    g_free(sink->mark);
    g_free(sink);
}

/* No limit of the server's configuration ends a long set, a publisher that hangs ends its own
 * transaction, and what COMMIT answers is on the server's disk. */
static gboolean
prepare_session(PostgresqlSink *sink, GError **error)
{
    const HnConnection *connection = sink->options.connection;
    const guint idle = connection->idle_seconds == 0 ? IDLE_SECONDS : connection->idle_seconds;
    const guint connecting =
        connection->connect_seconds == 0 ? CONNECT_SECONDS : connection->connect_seconds;
    const int version = PQserverVersion(sink->link->conn);
    g_autoptr(GString) text = g_string_new("SET statement_timeout = 0; "
                                           "SET synchronous_commit = on");
    g_string_append_printf(text, "; SET lock_timeout = '%us'", 3 * connecting);
    if (version >= 90600)
        g_string_append_printf(text, "; SET idle_in_transaction_session_timeout = '%us'", idle);
    if (version >= 140000)
        g_string_append(text, "; SET idle_session_timeout = 0");
    if (version >= 170000)
        g_string_append(text, "; SET transaction_timeout = 0");
    return run(sink, text->str, "preparing the session", error) &&
           (!sink->options.dry_run || run(sink, "BEGIN", "preparing the session", error));
}

HnChangeSink *
hn_postgresql_sink_new(const HnTableSinkOptions *options, GError **error)
{
    GError *problem = NULL;
    g_autoptr(HnChangeSink) sink = (HnChangeSink *)g_new0(PostgresqlSink, 1);
    PostgresqlSink *own = (PostgresqlSink *)sink;
    *sink = (HnChangeSink){ .watermark = postgresql_sink_watermark,
                            .spoil = postgresql_sink_spoil,
                            .begin = postgresql_sink_begin,
                            .stage = postgresql_sink_stage,
                            .apply = postgresql_sink_apply,
                            .free = postgresql_sink_free };
    own->options = *options;
    own->mark = hn_sink_mark_name(&options->shape);
    own->filter = hn_sink_filter_new(&own->options.shape,
                                     (HnSinkRoom){ .key_bytes = HN_POSTGRESQL_KEY_BYTES });
    sink->left_out = hn_sink_filter_left_out(own->filter);
    own->lost = HN_SINK_ERROR_OPEN;
    own->link = hn_postgresql_link_new(options->connection, options->interrupted, &problem);
    if (own->link == NULL) {
        fail(own, problem, error);
        return NULL;
    }
    if (!prepare_session(own, error))
        return NULL;
    own->lost = HN_SINK_ERROR_BROKEN;
    return g_steal_pointer(&sink);
}
