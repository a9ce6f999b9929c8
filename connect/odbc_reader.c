/* Rows of whatever has a driver for ODBC; the way to Oracle and SQL Server. A statement is prepared
 * before it is executed, so that one that gives no rows is never executed; and nothing is
 * committed, so that what a query changes all the same does not last. */
#include "base/base_error.h"
#include "connect/connect_error.h"
#include "connect/odbc_rowset.h"
#include "connect/query_text.h"

/* SQLSTATE: of Microsoft, ODBC reference, appendix A; and what PostgreSQL's driver passes on. */
#define NO_COLUMN "42S22"
#define NO_COLUMN_POSTGRESQL "42703"

typedef struct {
    HnReader reader;
    HnQueryOptions options;
    HnOdbcLink *link;
    SQLHSTMT statement; /* until the set of rows has it */
    HnOdbcRowset *set;
    SQLHSTMT rows_of; /* the same, borrowed */
    HnCellRows *rows;
    guint8 *key_forms; /* of the options */
    gboolean is_done;
} OdbcReader;

static gboolean
is_interrupted(const OdbcReader *reader)
{
    return reader->options.interrupted != NULL && *reader->options.interrupted != 0;
}

/* Behind the last row there is nothing more, or it was no single query. */
static gboolean
end_rows(OdbcReader *reader, GError **error)
{
    const SQLRETURN result = SQLMoreResults(reader->rows_of);
    reader->is_done = TRUE;
    if (result == SQL_NO_DATA)
        return TRUE;
    if (!hn_odbc_worked(result))
        return hn_odbc_link_fail(reader->link, reader->rows_of, HN_CONNECT_ERROR_BROKEN, "reading",
                                 error);
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                "connection '%s': the query gives more than one result",
                reader->options.connection->name);
    return FALSE;
}

static gboolean
read_batch(OdbcReader *reader, GError **error)
{
    gboolean more = !reader->is_done;
    while (more && !hn_cell_rows_is_full(reader->rows)) {
        if (is_interrupted(reader)) {
            g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED, "interrupted");
            return FALSE;
        }
        if (!hn_odbc_rowset_next(reader->set, &more, error))
            return FALSE;
    }
    return more || reader->is_done || end_rows(reader, error);
}

static gboolean
odbc_reader_next(HnReader *base, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    OdbcReader *reader = (OdbcReader *)base;
    g_autoptr(GError) problem = NULL;
    const locale_t before = hn_odbc_enter();
    hn_cell_rows_start(reader->rows, batch);
    const gboolean is_read = read_batch(reader, &problem);
    hn_odbc_leave(before);
    hn_cell_rows_finish(reader->rows);
    if (is_read) {
        *ret_more = !reader->is_done;
        return TRUE;
    }
    hn_cell_rows_refuse(reader->rows, batch, problem);
    g_propagate_error(error, g_steal_pointer(&problem));
    return FALSE;
}

static const char *const *
odbc_reader_columns(HnReader *base, guint *ret_n)
{
    return hn_cell_rows_columns(((OdbcReader *)base)->rows, ret_n);
}

static void
odbc_reader_totals(HnReader *base, HnReaderTotals *ret_totals)
{
    hn_cell_rows_totals(((OdbcReader *)base)->rows, ret_totals);
}

static gdouble
odbc_reader_progress(HnReader *base)
{
    (void)base;
    return -1.0; /* nobody knows how many rows there will be */
}

static void
odbc_reader_free(HnReader *base)
{
    OdbcReader *reader = (OdbcReader *)base;
    const locale_t before = hn_odbc_enter();
    hn_odbc_rowset_free(reader->set);
    if (reader->statement != SQL_NULL_HSTMT)
        SQLFreeHandle(SQL_HANDLE_STMT, reader->statement);
    hn_odbc_leave(before);
    hn_odbc_link_free(reader->link);
    hn_cell_rows_free(reader->rows);
    g_free(reader->key_forms);
    g_free(reader);
}

/* The statement was refused: with a code of its own where a column is not there. */
static gboolean
fail_query(const OdbcReader *reader, GError **error)
{
    char state[6];
    const gboolean no_column =
        hn_odbc_link_state(SQL_HANDLE_STMT, reader->statement, 1, state) &&
        (strcmp(state, NO_COLUMN) == 0 || strcmp(state, NO_COLUMN_POSTGRESQL) == 0);
    return hn_odbc_link_fail(reader->link, reader->statement,
                             no_column ? HN_CONNECT_ERROR_COLUMN : HN_CONNECT_ERROR_OPEN,
                             "the query", error);
}

static gboolean
prepare(OdbcReader *reader, const char *text, GError **error)
{
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, NULL, NULL);
    SQLSMALLINT n_columns = 0;
    if (units == NULL) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                    "connection '%s': the query is no UTF-8", reader->options.connection->name);
        return FALSE;
    }
    if (!hn_odbc_worked(SQLPrepareW(reader->statement, units, SQL_NTS)) ||
        !hn_odbc_worked(SQLNumResultCols(reader->statement, &n_columns)))
        return fail_query(reader, error);
    if (n_columns > 0)
        return TRUE;
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                "connection '%s': the query is no SELECT", reader->options.connection->name);
    return FALSE;
}

static gboolean
is_one_of(const char *name, const char *const *starts)
{
    for (; *starts != NULL; starts++)
        if (g_str_has_prefix(name, *starts))
            return TRUE;
    return FALSE;
}

/* In a literal of some databases a backslash hides the character behind it, which may be the end of
 * the literal: a key that has one is only asked for where it is known what it means. In PostgreSQL
 * a setting decides, of the server, the role or the session, so that we say it in the literal. */
static gboolean
know_backslash(const OdbcReader *reader, HnSqlNames *names, GError **error)
{
    static const char *const escaping[] = { "MariaDB", "MySQL", NULL };
    static const char *const marking[] = { "PostgreSQL", NULL };
    static const char *const plain[] = {
        "Oracle", "Microsoft SQL Server", "SQLite", "DB2", "Firebird", "Informix", NULL
    };
    const char *database = hn_odbc_link_database(reader->link);
    const GPtrArray *keys = reader->options.keys;
    names->backslash_escapes = is_one_of(database, escaping);
    names->marks_escapes = is_one_of(database, marking);
    if (names->backslash_escapes || names->marks_escapes || is_one_of(database, plain))
        return TRUE;
    for (guint i = 0; keys != NULL && i < keys->len; i++)
        for (char **part = keys->pdata[i]; *part != NULL; part++)
            if (strchr(*part, '\\') != NULL) {
                g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS,
                            "connection '%s': a key has a backslash, and what '%s' makes of one "
                            "is not known",
                            reader->options.connection->name, database);
                return FALSE;
            }
    return TRUE;
}

/* How the database writes numbers and times, and bytes; of others, keys of bytes are asked for as
 * text. */
static void
know_literals(const OdbcReader *reader, HnSqlNames *names)
{
    static const struct {
        const char *database, *before, *behind;
    } all[] = {
        { "MariaDB", "0x", "" },
        { "MySQL", "0x", "" },
        { "Microsoft SQL Server", "0x", "" },
        { "PostgreSQL", "E'\\\\x", "'" },
        { "Oracle", "HEXTORAW('", "')" },
        { "DB2", "BX'", "'" },
    };
    const char *database = hn_odbc_link_database(reader->link);
    names->untyped = g_str_has_prefix(database, "SQLite");
    names->reads_times = g_str_has_prefix(database, "Microsoft SQL Server");
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        if (g_str_has_prefix(database, all[i].database)) {
            names->bytes_before = all[i].before;
            names->bytes_behind = all[i].behind;
        }
}

/* What the columns of the key are: the query without its keys is prepared and never executed. What
 * cannot be described is text. */
static gboolean
know_key(OdbcReader *reader, HnSqlNames *names, GError **error)
{
    HnQueryOptions without_keys = reader->options;
    without_keys.keys = NULL;
    if (reader->options.keys == NULL)
        return TRUE;
    know_literals(reader, names);
    g_autofree char *text = hn_query_text(&without_keys, names, error);
    reader->statement = text == NULL ? SQL_NULL_HSTMT : hn_odbc_link_statement(reader->link, error);
    if (reader->statement == SQL_NULL_HSTMT)
        return FALSE;
    if (prepare(reader, text, NULL)) {
        reader->key_forms = hn_odbc_rowset_key_forms(reader->statement, reader->options.key, names);
        reader->options.key_forms = reader->key_forms;
    }
    SQLFreeHandle(SQL_HANDLE_STMT, g_steal_pointer(&reader->statement));
    return TRUE;
}

static gboolean
ask(OdbcReader *reader, GError **error)
{
    reader->link = hn_odbc_link_new(reader->options.connection, reader->options.interrupted, error);
    if (reader->link == NULL)
        return FALSE;
    HnSqlNames names = { .quote = hn_odbc_link_quote(reader->link),
                         .folds_lower = hn_odbc_link_folds_lower(reader->link),
                         .escapes_times = TRUE };
    if (!know_backslash(reader, &names, error) || !know_key(reader, &names, error))
        return FALSE;
    g_autofree char *text = hn_query_text(&reader->options, &names, error);
    if (text == NULL)
        return FALSE;
    reader->statement = hn_odbc_link_statement(reader->link, error);
    if (reader->statement == SQL_NULL_HSTMT || !prepare(reader, text, error))
        return FALSE;
    const SQLRETURN result = is_interrupted(reader) ? SQL_ERROR : SQLExecute(reader->statement);
    if (result == SQL_NO_DATA || !hn_odbc_worked(result))
        return fail_query(reader, error);
    reader->rows_of = reader->statement;
    reader->set = hn_odbc_rowset_new(reader->link, g_steal_pointer(&reader->statement),
                                     &reader->options, &names, reader->rows, error);
    return reader->set != NULL;
}

HnReader *
hn_odbc_reader_new(const HnQueryOptions *options, GError **error)
{
    HnCellRows *rows = hn_cell_rows_new(options, error);
    if (rows == NULL)
        return NULL;
    OdbcReader *reader = g_new0(OdbcReader, 1);
    reader->reader = (HnReader){ .next = odbc_reader_next,
                                 .columns = odbc_reader_columns,
                                 .totals = odbc_reader_totals,
                                 .progress = odbc_reader_progress,
                                 .free = odbc_reader_free };
    reader->options = *options;
    reader->rows = rows;
    const locale_t before = hn_odbc_enter();
    const gboolean is_asked = ask(reader, error);
    hn_odbc_leave(before);
    if (is_asked)
        return &reader->reader;
    odbc_reader_free(&reader->reader);
    return NULL;
}
