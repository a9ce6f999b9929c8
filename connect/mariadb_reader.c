/* MariaDB's and MySQL's rows. The text protocol is used: the server writes every number as text
 * itself, exactly as its own client shows it (but of single precision, of which it shows six digits
 * alone: those are asked for in double precision where the query lets itself be asked so), and one
 * row after the other comes (mysql_use_result), so that memory holds one however many there are.
 * What is read is one state of the database: a snapshot in a transaction that cannot write. */
#include "base/base_error.h"
#include "connect/cell_value.h"
#include "connect/char_decoder.h"
#include "connect/connect_error.h"
#include "connect/mariadb_link.h"
#include "connect/query_text.h"

#define BINARY_CHARSET 63
#define BAD_FIELD 1054                /* ER_BAD_FIELD_ERROR of the server */
#define WRONG_TEXT "42"               /* class of SQLSTATE: a syntax error or a rule of access */
#define DECIMALS_FREE 31              /* NOT_FIXED_DEC of the server */
#define SQL_WAIT_SECONDS_MAX 31536000 /* a year: net_write_timeout's own bound */

static const HnSqlNames sql_names = { .quote = "`",
                                      .quotes_plain = TRUE,
                                      .backslash_escapes = TRUE,
                                      .bytes_before = "0x",
                                      .bytes_behind = "",
                                      .alias_needs_as = TRUE };

typedef enum {
    CELL_TEXT,   /* in the declared encoding; and what is ASCII */
    CELL_UTF8,   /* in UTF-8 for sure, whatever is declared */
    CELL_BYTES,  /* no text */
    CELL_MOMENT, /* a date with a time */
    CELL_JSON,
    CELL_FLOAT, /* of single precision, written in double */
} CellKind;

typedef struct {
    HnReader reader;
    HnQueryOptions options;
    HnMariadbLink *link;
    MYSQL_RES *result; /* NULL: before and behind its rows */
    HnCellRows *rows;
    guint n_columns;
    guint8 *kinds;     /* CellKind [n_columns] */
    guint8 *key_forms; /* of the options */
    gboolean *floats;  /* [n_columns]: asked for in double precision; NULL: none is */
} MariadbReader;

static gboolean
is_interrupted(const MariadbReader *reader)
{
    return reader->options.interrupted != NULL && *reader->options.interrupted != 0;
}

/* As the interface has it: 01:02:03.5, where the server writes as many zeros as the type holds. */
static HnSlice
without_zeros(HnSlice moment)
{
    const guint8 *dot = moment.n_bytes == 0 ? NULL : memchr(moment.bytes, '.', moment.n_bytes);
    while (dot != NULL && moment.n_bytes > 0 && moment.bytes[moment.n_bytes - 1] == '0')
        moment.n_bytes--;
    if (dot != NULL && dot == moment.bytes + moment.n_bytes - 1)
        moment.n_bytes--;
    return moment;
}

static void
put_cell(MariadbReader *reader, guint column, HnSlice cell)
{
    switch ((CellKind)reader->kinds[column]) {
    case CELL_TEXT:
        hn_cell_rows_text(reader->rows, column, cell);
        break;
    case CELL_UTF8:
        hn_cell_value_utf8(reader->rows, column, cell);
        break;
    case CELL_BYTES:
        hn_cell_value_hex(reader->rows, column, cell);
        break;
    case CELL_MOMENT:
        hn_cell_rows_text(reader->rows, column, without_zeros(cell));
        break;
    case CELL_JSON:
        hn_cell_value_json(reader->rows, column, cell);
        break;
    case CELL_FLOAT: /* the library ends each cell with a NUL */
        hn_cell_value_float(reader->rows, column,
                            (gfloat)g_ascii_strtod((const char *)cell.bytes, NULL));
        break;
    default:
        g_assert_not_reached();
    }
}

static void
put_row(MariadbReader *reader, MYSQL_ROW row)
{
    const unsigned long *lengths = mysql_fetch_lengths(reader->result);
    hn_cell_rows_begin(reader->rows);
    for (guint i = 0; i < reader->n_columns; i++)
        if (row[i] != NULL)
            put_cell(reader, i, hn_slice(row[i], lengths[i]));
    hn_cell_rows_end(reader->rows);
}

/* Behind the last row: whether it was the last because there are no more. */
static gboolean
end_rows(MariadbReader *reader, GError **error)
{
    MYSQL *mysql = hn_mariadb_link_handle(reader->link);
    if (mysql_errno(mysql) != 0)
        return hn_mariadb_link_fail(reader->link, HN_CONNECT_ERROR_BROKEN, "reading", error);
    mysql_free_result(reader->result);
    reader->result = NULL;
    if (!mysql_more_results(mysql))
        return TRUE;
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                "connection '%s': the query gives more than one result",
                reader->options.connection->name);
    return FALSE;
}

static gboolean
mariadb_reader_next(HnReader *base, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    MariadbReader *reader = (MariadbReader *)base;
    g_autoptr(GError) problem = NULL;
    MYSQL_ROW row = NULL;
    hn_mariadb_link_attend(reader->link);
    hn_cell_rows_start(reader->rows, batch);
    gboolean more = reader->result != NULL;
    while (more && !hn_cell_rows_is_full(reader->rows) && !is_interrupted(reader)) {
        row = mysql_fetch_row(reader->result);
        more = row != NULL;
        if (more)
            put_row(reader, row);
    }
    hn_cell_rows_finish(reader->rows);
    if (is_interrupted(reader))
        g_set_error(&problem, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED, "interrupted");
    else if (!more && reader->result != NULL)
        end_rows(reader, &problem);
    if (problem == NULL) {
        *ret_more = more;
        return TRUE;
    }
    hn_cell_rows_refuse(reader->rows, batch, problem);
    g_propagate_error(error, g_steal_pointer(&problem));
    return FALSE;
}

static const char *const *
mariadb_reader_columns(HnReader *base, guint *ret_n)
{
    return hn_cell_rows_columns(((MariadbReader *)base)->rows, ret_n);
}

static void
mariadb_reader_totals(HnReader *base, HnReaderTotals *ret_totals)
{
    hn_cell_rows_totals(((MariadbReader *)base)->rows, ret_totals);
}

static gdouble
mariadb_reader_progress(HnReader *base)
{
    (void)base;
    return -1.0; /* nobody knows how many rows there will be */
}

static void
mariadb_reader_free(HnReader *base)
{
    MariadbReader *reader = (MariadbReader *)base;
    if (reader->result != NULL) { /* else the library would read all rows that are left */
        hn_mariadb_link_cancel(reader->link);
        mysql_free_result(reader->result);
    }
    hn_mariadb_link_free(reader->link);
    hn_cell_rows_free(reader->rows);
    g_free(reader->kinds);
    g_free(reader->floats);
    g_free(reader->key_forms);
    g_free(reader);
}

/* MySQL has a type for it; MariaDB's JSON is a LONGTEXT whose format its server tells. */
static gboolean
is_json(const MYSQL_FIELD *field)
{
    MARIADB_CONST_STRING format = { 0 };
    return field->type == MYSQL_TYPE_JSON ||
           (mariadb_field_attr(&format, field, MARIADB_FIELD_ATTR_FORMAT_NAME) == 0 &&
            hn_slice_equal(hn_slice(format.str, format.length), hn_slice_of("json")));
}

static gboolean
is_character(enum enum_field_types type)
{
    return type == MYSQL_TYPE_STRING || type == MYSQL_TYPE_VAR_STRING ||
           type == MYSQL_TYPE_VARCHAR || type == MYSQL_TYPE_BLOB || type == MYSQL_TYPE_TINY_BLOB ||
           type == MYSQL_TYPE_MEDIUM_BLOB || type == MYSQL_TYPE_LONG_BLOB ||
           type == MYSQL_TYPE_ENUM || type == MYSQL_TYPE_SET;
}

/* Raw bytes of it would be taken for another encoding's. */
static gboolean
is_wide(const MYSQL_FIELD *field)
{
    const MARIADB_CHARSET_INFO *charset = mariadb_get_charset_by_nr(field->charsetnr);
    return is_character(field->type) && charset != NULL &&
           (g_str_has_prefix(charset->csname, "utf16") ||
            g_str_has_prefix(charset->csname, "utf32") || g_str_equal(charset->csname, "ucs2"));
}

static CellKind
kind_of(const MariadbReader *reader, const MYSQL_FIELD *field)
{
    if (is_json(field))
        return CELL_JSON;
    if (field->type == MYSQL_TYPE_BIT || field->type == MYSQL_TYPE_GEOMETRY ||
        (is_character(field->type) && field->charsetnr == BINARY_CHARSET))
        return CELL_BYTES;
    if (field->type == MYSQL_TYPE_DATETIME || field->type == MYSQL_TYPE_TIMESTAMP)
        return CELL_MOMENT;
    if (hn_char_decoder_is_utf8(reader->options.encoding) || !is_character(field->type))
        return CELL_TEXT;
    /* Raw bytes come: the server knows of a column in UTF-8 that it is, what else is declared. */
    const MARIADB_CHARSET_INFO *charset = mariadb_get_charset_by_nr(field->charsetnr);
    return charset != NULL && g_str_has_prefix(charset->csname, "utf8") ? CELL_UTF8 : CELL_TEXT;
}

static gboolean
add_columns(MariadbReader *reader, GError **error)
{
    const char *connection = reader->options.connection->name;
    const gboolean is_raw = !hn_char_decoder_is_utf8(reader->options.encoding);
    reader->n_columns = mysql_num_fields(reader->result);
    reader->kinds = g_new0(guint8, reader->n_columns);
    const MYSQL_FIELD *fields = mysql_fetch_fields(reader->result);
    for (guint i = 0; i < reader->n_columns; i++) {
        reader->kinds[i] = (guint8)kind_of(reader, &fields[i]);
        if (reader->floats != NULL && reader->floats[i])
            reader->kinds[i] = CELL_FLOAT;
        if (!hn_cell_rows_add_column(reader->rows, fields[i].name, error)) {
            g_prefix_error(error, "connection '%s': ", connection);
            return FALSE;
        }
        if (is_raw && is_wide(&fields[i])) {
            g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING,
                        "connection '%s': column '%s' is in UTF-16 or UTF-32, which no encoding "
                        "needs to be declared for: CONVERT(... USING utf8mb4) it in the query",
                        connection, fields[i].name);
            return FALSE;
        }
    }
    return TRUE;
}

/* A reader that stores what came may be slow, so the server must be as patient as we are. Whatever
 * the server's own mode is, a CHAR comes without its padding, and a backslash in our literals is
 * read as it was written. */
static gboolean
set_session(MariadbReader *reader, GError **error)
{
    const guint seconds = CLAMP(reader->options.connection->idle_seconds, 1, SQL_WAIT_SECONDS_MAX);
    g_autofree char *patience = g_strdup_printf(
        "SET SESSION net_write_timeout = %u, net_read_timeout = %u, "
        "sql_mode = REPLACE(REPLACE(@@SESSION.sql_mode, 'PAD_CHAR_TO_FULL_LENGTH', ''), "
        "'NO_BACKSLASH_ESCAPES', '')",
        seconds, seconds);
    const char *const statements[] = {
        patience, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
        "SET SESSION character_set_results = NULL", /* the columns' own bytes */
    };
    const guint n =
        G_N_ELEMENTS(statements) - (hn_char_decoder_is_utf8(reader->options.encoding) ? 1 : 0);
    for (guint i = 0; i < n; i++)
        if (!hn_mariadb_link_run(reader->link, statements[i], error))
            return FALSE;
    return TRUE;
}

/* One that has no places behind the point of its own, nor zeros before its digits. */
static gboolean
is_float(const MYSQL_FIELD *field)
{
    return field->type == MYSQL_TYPE_FLOAT && field->decimals >= DECIMALS_FREE &&
           (field->flags & ZEROFILL_FLAG) == 0;
}

/* The select list in which columns of single precision are in double; NULL: there are none. */
static char *
widened_list(MariadbReader *reader, MYSQL_RES *described)
{
    g_autoptr(GString) list = g_string_new(NULL);
    const guint n = mysql_num_fields(described);
    const MYSQL_FIELD *fields = mysql_fetch_fields(described);
    gboolean any = FALSE;
    reader->floats = g_new0(gboolean, n + 1);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = hn_sql_name(&sql_names, fields[i].name);
        g_string_append_printf(list, "%s%s", i == 0 ? "" : ", ", name);
        reader->floats[i] = is_float(&fields[i]);
        any = any || reader->floats[i];
        if (reader->floats[i])
            g_string_append_printf(list, " * 1e0 AS %s", name);
    }
    if (any)
        return g_string_free(g_steal_pointer(&list), FALSE);
    g_clear_pointer(&reader->floats, g_free);
    return NULL;
}

/* Which columns of the key are bytes, whose text is hex digits. */
static void
learn_key(MariadbReader *reader, MYSQL_RES *described)
{
    const char *const *key = reader->options.key;
    const MYSQL_FIELD *fields = mysql_fetch_fields(described);
    const guint n_key = key == NULL ? 0 : g_strv_length((char **)(gsize)key);
    reader->key_forms = g_new0(guint8, n_key + 1);
    for (guint i = 0; i < mysql_num_fields(described); i++)
        for (guint k = 0; k < n_key; k++)
            if (g_ascii_strcasecmp(fields[i].name, key[k]) == 0 &&
                kind_of(reader, &fields[i]) == CELL_BYTES)
                reader->key_forms[k] = HN_KEY_BYTES;
    reader->options.key_forms = reader->key_forms;
}

/* @text, as the server understands it; NULL: not at all. */
static MYSQL_STMT *
prepare(MariadbReader *reader, const char *text, gboolean *ret_is_wrong)
{
    MYSQL_STMT *statement = mysql_stmt_init(hn_mariadb_link_handle(reader->link));
    *ret_is_wrong = FALSE;
    if (statement == NULL || mysql_stmt_prepare(statement, text, strlen(text)) == 0)
        return statement;
    *ret_is_wrong = g_str_has_prefix(mysql_stmt_sqlstate(statement), WRONG_TEXT);
    mysql_stmt_close(statement);
    return NULL;
}

/* What is asked of columns in double precision. NULL: a query that may not stand in the place of a
 * table (SQL_NO_CACHE, a semicolon at its end, a name twice) is asked as it is. */
static char *
make_widened(MariadbReader *reader, const char *list)
{
    gboolean is_wrong = FALSE;
    g_autofree char *text = hn_query_text_with(&reader->options, &sql_names, list, NULL);
    MYSQL_STMT *statement =
        text == NULL || reader->options.query == NULL ? NULL : prepare(reader, text, &is_wrong);
    if (statement != NULL)
        mysql_stmt_close(statement);
    if (!is_wrong)
        return g_steal_pointer(&text);
    g_clear_pointer(&reader->floats, g_free);
    return NULL;
}

/* What is asked, with columns of single precision widened and keys as what they are. What the query
 * gives is asked before; one that cannot be described is asked as it is, and refused for what is
 * wrong with it. */
static char *
make_text(MariadbReader *reader, GError **error)
{
    gboolean is_wrong = FALSE;
    HnQueryOptions without_keys = reader->options;
    without_keys.keys = NULL;
    g_autofree char *list = NULL;
    g_autofree char *plain = hn_query_text(&without_keys, &sql_names, error);
    if (plain == NULL)
        return NULL;
    MYSQL_STMT *statement = prepare(reader, plain, &is_wrong);
    MYSQL_RES *described = statement == NULL ? NULL : mysql_stmt_result_metadata(statement);
    if (described != NULL) {
        list = widened_list(reader, described);
        learn_key(reader, described);
    }
    mysql_free_result(described);
    if (statement != NULL)
        mysql_stmt_close(statement);
    g_autofree char *widened = list == NULL ? NULL : make_widened(reader, list);
    return widened != NULL ? g_steal_pointer(&widened)
                           : hn_query_text(&reader->options, &sql_names, error);
}

static gboolean
ask(MariadbReader *reader, GError **error)
{
    reader->link =
        hn_mariadb_link_new(reader->options.connection, reader->options.interrupted, error);
    if (reader->link == NULL || !set_session(reader, error))
        return FALSE;
    g_autofree char *text = make_text(reader, error);
    if (text == NULL)
        return FALSE;
    MYSQL *mysql = hn_mariadb_link_handle(reader->link);
    if (mysql_query(mysql, text) == 0)
        reader->result = mysql_use_result(mysql);
    if (reader->result != NULL)
        return add_columns(reader, error);
    if (mysql_errno(mysql) != 0)
        return hn_mariadb_link_fail(reader->link,
                                    mysql_errno(mysql) == BAD_FIELD ? HN_CONNECT_ERROR_COLUMN
                                                                    : HN_CONNECT_ERROR_OPEN,
                                    "the query", error);
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN,
                "connection '%s': the query is no SELECT", reader->options.connection->name);
    return FALSE;
}

HnReader *
hn_mariadb_reader_new(const HnQueryOptions *options, GError **error)
{
    HnCellRows *rows = hn_cell_rows_new(options, error);
    if (rows == NULL)
        return NULL;
    MariadbReader *reader = g_new0(MariadbReader, 1);
    reader->reader = (HnReader){ .next = mariadb_reader_next,
                                 .columns = mariadb_reader_columns,
                                 .totals = mariadb_reader_totals,
                                 .progress = mariadb_reader_progress,
                                 .free = mariadb_reader_free };
    reader->options = *options;
    reader->rows = rows;
    if (ask(reader, error))
        return &reader->reader;
    mariadb_reader_free(&reader->reader);
    return NULL;
}
