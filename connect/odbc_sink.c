/* Rows go into a permanent table, TABLE_staging, in transactions of their own, for no temporary
 * table is the same in two databases. Each row says by a random name whose it is: who stages at the
 * same time never mixes with us, and whose rows somebody has cleared away finds too few. What was
 * staged goes in the transaction that applies it. */
#include "base/base_error.h"
#include "base/rng.h"
#include "connect/odbc_insert.h"
#include "connect/odbc_statements.h"
#include "connect/odbc_widths.h"

#define ROWS_A_SECOND_MIN 1000u /* applied, by a database that is not hung */
#define SET_CHARS 16
#define CELL_BYTES 128
#define DIAGNOSIS_UNITS 256
#define SQLITE_BUSY_CODE 5
#define SQLITE_LOCKED_CODE 6

/* A text as a parameter. */
typedef struct {
    gunichar2 *units; /* NULL: it is no UTF-8 */
    glong n;
    SQLLEN n_bytes;
} Name;

typedef struct {
    HnChangeSink sink;
    HnTableSinkOptions options; /* own copy */
    Name mark, stream;          /* the watermark's name, and what it was called once */
    HnOdbcLink *link;
    HnOdbcWords words;
    char set[SET_CHARS + 1];
    HnOdbcInsert *insert;
    HnSinkFilter *filter; /* NULL until its dialect is known */
    HnChangeHead head;
    guint64 n_sent;
    guint seconds; /* that a statement may take; 0: the link's own */
} OdbcSink;

/* ---- what the database says ---- */

static gboolean
is_interrupted(const OdbcSink *sink)
{
    return hn_table_sink_is_interrupted(&sink->options);
}

static gboolean
refuse(const OdbcSink *sink, HnSinkError code, const char *what, const char *why, GError **error)
{
    return hn_table_sink_refuse(&sink->options, code, what, why, error);
}

static gboolean
end(const OdbcSink *sink, SQLSMALLINT how)
{
    return hn_odbc_worked(SQLEndTran(SQL_HANDLE_DBC, hn_odbc_link_handle(sink->link), how));
}

static gboolean
is_dead(const OdbcSink *sink)
{
    SQLUINTEGER dead = SQL_CD_FALSE;
    SQLGetConnectAttrW(hn_odbc_link_handle(sink->link), SQL_ATTR_CONNECTION_DEAD, &dead,
                       sizeof dead, NULL);
    return dead == SQL_CD_TRUE || !end(sink, SQL_ROLLBACK);
}

/* The state of a statement's failure speaks of the statement, its names, rights or values; and the
 * connection is still there, for some drivers have one state for everything. */
static gboolean
is_of_table(const OdbcSink *sink, SQLHSTMT statement)
{
    static const char *const classes[] = { "07", "0A", "21", "22", "23", "28", "2B", "3D", "3F",
                                           "42", "44", "45", "HY", "IM", "P0", "S0", "S1" };
    SQLWCHAR units[6] = { 0 }, message[2];
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    char state[6] = "";
    hn_odbc_link_state(SQL_HANDLE_STMT, statement, 1, state);
    SQLGetDiagRecW(SQL_HANDLE_STMT, statement, 1, units, &native, message, G_N_ELEMENTS(message),
                   &length);
    const gboolean is_busy = strcmp(sink->words.dialect->name, "SQLite") == 0 &&
                             (native == SQLITE_BUSY_CODE || native == SQLITE_LOCKED_CODE);
    if (is_busy || g_str_has_prefix(state, "HYT"))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(classes); i++)
        if (g_str_has_prefix(state, classes[i]))
            return !is_dead(sink);
    return FALSE;
}

/* SQLite's driver has one state for everything. */
static gboolean
lacks_in_words(SQLHSTMT statement)
{
    SQLWCHAR state[6] = { 0 }, units[DIAGNOSIS_UNITS] = { 0 };
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    SQLGetDiagRecW(SQL_HANDLE_STMT, statement, 1, state, &native, units, DIAGNOSIS_UNITS, &length);
    g_autofree char *words = g_utf16_to_utf8(units, -1, NULL, NULL, NULL);
    return words != NULL && strstr(words, "no such column") != NULL;
}

static HnSinkLack
lack_of(SQLHSTMT statement)
{
    char state[6] = "";
    hn_odbc_link_state(SQL_HANDLE_STMT, statement, 1, state);
    /* The standard's, and those that PostgreSQL's driver passes on. */
    if (strcmp(state, "42S22") == 0 || strcmp(state, "42703") == 0 ||
        (strcmp(state, "HY000") == 0 && lacks_in_words(statement)))
        return HN_SINK_LACKS_COLUMN;
    return strcmp(state, "42S02") == 0 || strcmp(state, "42P01") == 0 ? HN_SINK_LACKS_TABLE
                                                                      : HN_SINK_LACKS_NOTHING;
}

static gboolean
fail(const OdbcSink *sink, SQLHSTMT statement, const char *what, GError **error)
{
    const HnSinkLack lack = lack_of(statement);
    g_autofree char *words = hn_odbc_link_why(sink->link, statement);
    g_autofree char *hint = hn_table_sink_hint(&sink->options, lack);
    g_autofree char *why = g_strconcat(words, hint, NULL);
    const gboolean is_final = is_of_table(sink, statement);
    return refuse(sink, is_final ? hn_table_sink_code(lack) : HN_SINK_ERROR_BROKEN, what, why,
                  error);
}

static SQLHSTMT
statement_of(OdbcSink *sink, GError **error)
{
    g_autoptr(GError) problem = NULL;
    const SQLHSTMT statement = hn_odbc_link_statement(sink->link, &problem);
    if (statement == SQL_NULL_HSTMT)
        refuse(sink, HN_SINK_ERROR_BROKEN, "no statement", problem->message, error);
    else if (sink->seconds != 0)
        SQLSetStmtAttrW(statement, SQL_ATTR_QUERY_TIMEOUT, GUINT_TO_POINTER(sink->seconds),
                        SQL_IS_UINTEGER);
    return statement;
}

/* The @index-th parameter, of statements of watermarks: its name, the second one the stream. */
static gboolean
bind_name(OdbcSink *sink, SQLHSTMT statement, guint index)
{
    Name *name = index == 2 ? &sink->stream : &sink->mark;
    return hn_odbc_worked(SQLBindParameter(statement, (SQLUSMALLINT)index, SQL_PARAM_INPUT,
                                           SQL_C_WCHAR, SQL_WVARCHAR, (SQLULEN)MAX(name->n, 1), 0,
                                           name->units, name->n_bytes, &name->n_bytes));
}

/* Takes @text. */
static SQLHSTMT
execute(OdbcSink *sink, char *text, const char *what, GError **error)
{
    g_autofree char *own = text;
    g_autofree gunichar2 *units = g_utf8_to_utf16(own, -1, NULL, NULL, NULL);
    guint n_marks = 0;
    if (units == NULL || sink->mark.units == NULL || sink->stream.units == NULL ||
        is_interrupted(sink)) {
        refuse(sink, HN_SINK_ERROR_TABLE, what, "a name is no UTF-8", error);
        return SQL_NULL_HSTMT;
    }
    const SQLHSTMT statement = statement_of(sink, error);
    if (statement == SQL_NULL_HSTMT)
        return statement;
    for (const char *c = own; (c = strchr(c, '?')) != NULL; c++)
        bind_name(sink, statement, ++n_marks);
    const SQLRETURN result = SQLExecDirectW(statement, units, SQL_NTS);
    if (result == SQL_NO_DATA || hn_odbc_worked(result)) /* no data: no row was changed */
        return statement;
    fail(sink, statement, what, error);
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
    return SQL_NULL_HSTMT;
}

/* @ret_n: rows that it changed; nullable. */
static gboolean
run(OdbcSink *sink, char *text, const char *what, SQLLEN *ret_n, GError **error)
{
    const SQLHSTMT statement = execute(sink, text, what, error);
    if (statement == SQL_NULL_HSTMT)
        return FALSE;
    if (ret_n != NULL)
        SQLRowCount(statement, ret_n);
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
    return TRUE;
}

typedef struct {
    gboolean any; /* there is a row */
    char cells[3][CELL_BYTES];
} Answer;

/* The first row's first @n cells. */
static gboolean
ask(OdbcSink *sink, char *text, const char *what, guint n, Answer *ret, GError **error)
{
    *ret = (Answer){ 0 };
    const SQLHSTMT statement = execute(sink, text, what, error);
    if (statement == SQL_NULL_HSTMT)
        return FALSE;
    const SQLRETURN result = SQLFetch(statement);
    gboolean ok = result == SQL_NO_DATA || hn_odbc_worked(result);
    ret->any = ok && result != SQL_NO_DATA;
    for (guint i = 0; ret->any && ok && i < n; i++) {
        SQLLEN length = 0;
        ok = hn_odbc_worked(SQLGetData(statement, (SQLUSMALLINT)(i + 1), SQL_C_CHAR, ret->cells[i],
                                       CELL_BYTES, &length));
        if (length == SQL_NULL_DATA)
            *ret->cells[i] = '\0';
    }
    if (!ok)
        fail(sink, statement, what, error);
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
    return ok;
}

/* ---- the watermark ---- */

#define MARK "the table of watermarks"
#define ITS "its table"

static gboolean
read_mark(OdbcSink *sink, HnWatermark *ret, GError **error)
{
    Answer answer;
    *ret = (HnWatermark){ 0 };
    if (!ask(sink, hn_odbc_read_mark_text(&sink->words), MARK, 3, &answer, error))
        return FALSE;
    if (!answer.any || *g_strstrip(answer.cells[2]) == '-') /* made to be locked */
        return TRUE;
    ret->any = TRUE;
    ret->epoch = g_ascii_strtoull(answer.cells[0], NULL, 10);
    ret->sequence = g_ascii_strtoull(answer.cells[1], NULL, 10);
    return hn_sink_parse_digest(&sink->options.shape, hn_slice_of(answer.cells[2]), ret, error);
}

/* The table has the columns, and how much they hold. */
static gboolean
probe(OdbcSink *sink, GError **error)
{
    const SQLHSTMT query = execute(sink, hn_odbc_probe_text(&sink->words), ITS, error);
    if (query == SQL_NULL_HSTMT)
        return FALSE;
    if (sink->words.dialect->says_widths)
        hn_odbc_widths_take(query, sink->options.shape.n_columns, sink->filter);
    SQLFreeHandle(SQL_HANDLE_STMT, query);
    return TRUE;
}

static gboolean
find_mark(OdbcSink *sink, HnWatermark *ret, GError **error)
{
    Answer answer;
    if (!read_mark(sink, ret, error))
        return FALSE;
    if (!ret->any) {
        if (!run(sink, hn_odbc_adopt_mark_text(&sink->words), MARK, NULL, error))
            return FALSE;
        if (!sink->options.dry_run && !end(sink, SQL_COMMIT))
            return refuse(sink, HN_SINK_ERROR_BROKEN, MARK, "it is not committed", error);
        if (!read_mark(sink, ret, error))
            return FALSE;
    }
    if (!ret->any)
        return TRUE;
    if (!probe(sink, error) ||
        !ask(sink, hn_odbc_has_rows_text(&sink->words), ITS, 1, &answer, error))
        return FALSE;
    ret->is_empty = g_ascii_strtoull(answer.cells[0], NULL, 10) == 0;
    return TRUE;
}

static gboolean
odbc_sink_watermark(HnChangeSink *base, HnWatermark *ret, GError **error)
{
    OdbcSink *sink = (OdbcSink *)base;
    const locale_t before = hn_odbc_enter();
    const gboolean ok = find_mark(sink, ret, error);
    end(sink, SQL_ROLLBACK); /* what comes next shall see what is there then */
    hn_odbc_leave(before);
    return ok;
}

static gboolean
odbc_sink_spoil(HnChangeSink *base, const HnWatermark *mark, GError **error)
{
    OdbcSink *sink = (OdbcSink *)base;
    const locale_t before = hn_odbc_enter();
    const gboolean ok = run(sink, hn_odbc_spoil_mark_text(&sink->words, mark), MARK, NULL, error) &&
                        (end(sink, SQL_COMMIT) ||
                         refuse(sink, HN_SINK_ERROR_BROKEN, MARK, "it is not committed", error));
    hn_odbc_leave(before);
    return ok;
}

/* ---- staging ---- */

static gboolean
commit_staging(OdbcSink *sink, GError **error)
{
    return end(sink, SQL_COMMIT) ||
           refuse(sink, HN_SINK_ERROR_BROKEN, "staging", "it is not committed", error);
}

static gboolean
prepare_insert(OdbcSink *sink, GError **error)
{
    const SQLHSTMT statement = statement_of(sink, error);
    if (statement == SQL_NULL_HSTMT)
        return FALSE;
    g_autofree char *text = hn_odbc_stage_text(&sink->words);
    sink->insert = hn_odbc_insert_new(statement, sink->options.shape.n_columns);
    return hn_odbc_insert_prepare(sink->insert, text) || fail(sink, statement, "staging", error);
}

static gboolean
begin_set(OdbcSink *sink, GError **error)
{
    guint8 entropy[SET_CHARS / 2];
    hn_rng_entropy(entropy, sizeof entropy);
    hn_hex(entropy, sizeof entropy, sink->set);
    g_clear_pointer(&sink->insert, hn_odbc_insert_free);
    return probe(sink, error) &&
           run(sink, hn_odbc_clear_text(&sink->words), "staging", NULL, error) &&
           commit_staging(sink, error) && prepare_insert(sink, error);
}

static gboolean
odbc_sink_begin(HnChangeSink *base, const HnChangeHead *head, GError **error)
{
    OdbcSink *sink = (OdbcSink *)base;
    sink->head = *head;
    sink->sink.n_deleted = 0;
    sink->n_sent = 0;
    hn_sink_filter_begin(sink->filter);
    sink->seconds = 0;
    const locale_t before = hn_odbc_enter();
    const gboolean ok = begin_set(sink, error);
    hn_odbc_leave(before);
    return ok;
}

static gboolean
odbc_sink_stage(HnChangeSink *base, const HnChangeRows *rows, GError **error)
{
    OdbcSink *sink = (OdbcSink *)base;
    const HnChangeRows *some = hn_sink_filter_rows(sink->filter, rows);
    if (some->n_rows == 0)
        return TRUE;
    const locale_t before = hn_odbc_enter();
    const gboolean ok = (hn_odbc_insert_rows(sink->insert, some) ||
                         fail(sink, hn_odbc_insert_statement(sink->insert), "staging", error)) &&
                        commit_staging(sink, error);
    hn_odbc_leave(before);
    sink->n_sent += some->n_rows;
    return ok;
}

/* ---- applying ---- */

static gboolean
has_mark(OdbcSink *sink, gboolean *ret_any, GError **error)
{
    Answer answer;
    const gboolean ok = ask(sink, hn_odbc_read_mark_text(&sink->words), MARK, 1, &answer, error);
    *ret_any = answer.any;
    return ok;
}

/* The stream's row is ours until the transaction ends. Where there is none it is made by itself: of
 * two who do that at once one fails, and finds the other's. */
static gboolean
lock_mark(OdbcSink *sink, GError **error)
{
    g_autoptr(GError) problem = NULL;
    SQLLEN n_rows = 0;
    gboolean any = FALSE;
    if (!run(sink, hn_odbc_lock_mark_text(&sink->words), MARK, &n_rows, error))
        return FALSE;
    /* Some count rows that have changed, and here none does. */
    if (n_rows > 0 || !has_mark(sink, &any, error) || any)
        return n_rows > 0 || any;
    const gboolean made = run(sink, hn_odbc_make_mark_text(&sink->words), MARK, NULL, &problem);
    if (!end(sink, made ? SQL_COMMIT : SQL_ROLLBACK))
        return refuse(sink, HN_SINK_ERROR_BROKEN, MARK, "it is not committed", error);
    if (!run(sink, hn_odbc_lock_mark_text(&sink->words), MARK, NULL, error) ||
        !has_mark(sink, &any, error))
        return FALSE;
    if (!any && problem != NULL)
        g_propagate_error(error, g_steal_pointer(&problem));
    return any || (made && refuse(sink, HN_SINK_ERROR_TABLE, MARK, "no row stays", error));
}

static gboolean
count_staged(OdbcSink *sink, guint64 *ret_n, GError **error)
{
    Answer answer;
    if (!ask(sink, hn_odbc_count_text(&sink->words), "staging", 1, &answer, error))
        return FALSE;
    *ret_n = g_ascii_strtoull(answer.cells[0], NULL, 10);
    return TRUE;
}

static gboolean
change_rows(OdbcSink *sink, const HnWatermark *found, GError **error)
{
    const HnOdbcWords *words = &sink->words;
    SQLLEN n_deleted = 0;
    if (!sink->head.is_full && hn_sink_has_set(found, &sink->head))
        return TRUE;
    if (sink->head.is_full &&
        !run(sink, hn_odbc_delete_missing_text(words), ITS, &n_deleted, error))
        return FALSE;
    sink->sink.n_deleted = (guint64)MAX(n_deleted, 0); /* some do not know */
    return run(sink, hn_odbc_delete_text(words), ITS, NULL, error) &&
           run(sink, hn_odbc_insert_text(words), ITS, NULL, error);
}

/* Up to COMMIT. */
static gboolean
write_set(OdbcSink *sink, GError **error)
{
    const HnOdbcWords *words = &sink->words;
    HnWatermark found;
    guint64 n_staged = 0;
    if (!lock_mark(sink, error) || !read_mark(sink, &found, error) ||
        !count_staged(sink, &n_staged, error))
        return FALSE;
    if (n_staged != sink->n_sent)
        n_staged = MIN(n_staged, sink->n_sent - 1); /* never what the head says */
    n_staged += hn_sink_filter_n_dropped(sink->filter);
    return hn_sink_check(&sink->options.shape, &found, &sink->head, n_staged, error) &&
           change_rows(sink, &found, error) &&
           run(sink, hn_odbc_set_mark_text(words, &sink->head), MARK, NULL, error) &&
           run(sink, hn_odbc_clear_text(words), "staging", NULL, error);
}

/* COMMIT has failed: 23 and 40 say that it was rolled back; else only the watermark tells. */
static gboolean
fail_commit(const OdbcSink *sink, GError **error)
{
    char state[6] = "";
    hn_odbc_link_state(SQL_HANDLE_DBC, hn_odbc_link_handle(sink->link), 1, state);
    const gboolean rolled_back = g_str_has_prefix(state, "23") || g_str_has_prefix(state, "40");
    g_autofree char *why = g_strdup_printf("no answer (SQLSTATE %s)", state);
    return refuse(sink, rolled_back ? HN_SINK_ERROR_BROKEN : HN_SINK_ERROR_UNKNOWN, "COMMIT", why,
                  error);
}

static gboolean
odbc_sink_apply(HnChangeSink *base, GError **error)
{
    OdbcSink *sink = (OdbcSink *)base;
    const guint64 more = sink->n_sent / ROWS_A_SECOND_MIN;
    sink->seconds = (guint)MIN(sink->options.connection->idle_seconds + more, G_MAXINT32);
    const locale_t before = hn_odbc_enter();
    gboolean ok = write_set(sink, error);
    if (!ok)
        end(sink, SQL_ROLLBACK);
    else
        ok = end(sink, SQL_COMMIT) || fail_commit(sink, error);
    hn_odbc_leave(before);
    return ok;
}

/* ---- opening ---- */

static void
odbc_sink_free(HnChangeSink *base)
{
    OdbcSink *sink = (OdbcSink *)base;
    const locale_t before = hn_odbc_enter();
    hn_odbc_insert_free(sink->insert);
    hn_odbc_leave(before);
    hn_odbc_link_free(sink->link);
    hn_sink_filter_free(sink->filter);
    g_free(sink->mark.units);
    g_free(sink->stream.units);
    g_free(sink);
}

static HnOdbcWords
words_of(HnOdbcLink *link, const HnTargetShape *shape, const char *set)
{
    g_autofree char *name = link == NULL ? g_strdup("") : hn_odbc_link_dbms_name(link);
    HnOdbcWords words = { .dialect = hn_odbc_dialect(name), .shape = shape, .set = set };
    words.names.quote = link == NULL ? "\"" : hn_odbc_link_quote(link);
    words.names.folds_lower = link != NULL && hn_odbc_link_folds_lower(link);
    return words;
}

static gboolean
open_sink(OdbcSink *sink, GError **error)
{
    g_autoptr(GError) problem = NULL;
    sink->link =
        hn_odbc_link_new_writing(sink->options.connection, sink->options.interrupted, &problem);
    if (sink->link == NULL) {
        const gboolean stops = g_error_matches(problem, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
        g_set_error(error, HN_SINK_ERROR, stops ? HN_SINK_ERROR_INTERRUPTED : HN_SINK_ERROR_OPEN,
                    "%s", problem->message);
        return FALSE;
    }
    sink->words = words_of(sink->link, &sink->options.shape, sink->set);
    sink->filter = hn_sink_filter_new(&sink->options.shape, sink->words.dialect->room);
    sink->sink.left_out = hn_sink_filter_left_out(sink->filter);
    const char *session = sink->words.dialect->session;
    const locale_t before = hn_odbc_enter();
    const gboolean ok =
        session == NULL || run(sink, g_strdup(session), "cannot set the session up", NULL, error);
    hn_odbc_leave(before);
    return ok;
}

static Name
name_of(const char *text)
{
    Name name = { 0 };
    name.units = g_utf8_to_utf16(text, -1, NULL, &name.n, NULL);
    name.n_bytes = (SQLLEN)((gsize)name.n * sizeof *name.units);
    return name;
}

HnChangeSink *
hn_odbc_sink_new(const HnTableSinkOptions *options, GError **error)
{
    OdbcSink *sink = g_new0(OdbcSink, 1);
    sink->sink = (HnChangeSink){ .watermark = odbc_sink_watermark,
                                 .spoil = odbc_sink_spoil,
                                 .begin = odbc_sink_begin,
                                 .stage = odbc_sink_stage,
                                 .apply = odbc_sink_apply,
                                 .free = odbc_sink_free };
    sink->options = *options;
    g_autofree char *mark = hn_sink_mark_name(&options->shape);
    sink->mark = name_of(mark);
    sink->stream = name_of(options->shape.stream);
    if (open_sink(sink, error))
        return &sink->sink;
    odbc_sink_free(&sink->sink);
    return NULL;
}

/* ---- for people: of the database where it can be reached, else of any ---- */

char *
hn_odbc_sink_ddl(const HnTableSinkOptions *options)
{
    g_autoptr(HnOdbcLink) link = hn_odbc_link_new(options->connection, options->interrupted, NULL);
    const HnOdbcWords words = words_of(link, &options->shape, "SET");
    g_autofree char *text = hn_odbc_ddl_text(&words, options->connection->user);
    return g_strconcat(
        link == NULL ? "-- For a database of any kind: it could not be asked.\n" : "", text, NULL);
}

char *
hn_odbc_sink_statements(const HnTableSinkOptions *options, gboolean is_full)
{
    const HnChangeHead head = { 0 };
    g_autoptr(HnOdbcLink) link = hn_odbc_link_new(options->connection, options->interrupted, NULL);
    const HnOdbcWords words = words_of(link, &options->shape, "SET");
    g_autofree char *stage = hn_odbc_stage_text(&words);
    g_autofree char *lock = hn_odbc_lock_mark_text(&words);
    g_autofree char *adopt = hn_odbc_adopt_mark_text(&words);
    g_autofree char *read = hn_odbc_read_mark_text(&words);
    g_autofree char *missing = is_full ? hn_odbc_delete_missing_text(&words) : g_strdup("");
    g_autofree char *removal = hn_odbc_delete_text(&words);
    g_autofree char *insert = hn_odbc_insert_text(&words);
    g_autofree char *mark = hn_odbc_set_mark_text(&words, &head);
    g_autofree char *clear = hn_odbc_clear_text(&words);
    return g_strdup_printf(
        "%s;\nCOMMIT;\n%s;\n%s;\nCOMMIT;\n%s;\n%s;\n%s%s%s;\n%s;\n%s;\n%s;\nCOMMIT;\n", adopt,
        clear, stage, lock, read, missing, *missing == '\0' ? "" : ";\n", removal, insert, mark,
        clear);
}
