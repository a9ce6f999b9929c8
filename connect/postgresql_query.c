#include "connect/postgresql_query.h"

#include "connect/char_decoder.h"
#include "connect/connect_error.h"
#include "connect/query_text.h"

#define TYPE_BYTEA 17u
#define TYPE_MONEY 790u
#define SECONDS_DEFAULT 300u
#define QUERY "the query"
#define UNDEFINED_COLUMN "42703" /* SQLSTATE; errcodes.txt of PostgreSQL */

static const HnSqlNames sql_names = { .quote = "\"",
                                      .quotes_plain = TRUE,
                                      .marks_escapes = TRUE,
                                      .bytes_before = "E'\\\\x",
                                      .bytes_behind = "'",
                                      .alias_needs_as = TRUE };

/* A server that does not know a setting refuses it. They are made in the transaction and not at the
 * start of the connection: a pooler refuses them there, and a service file has its own. The time
 * zone stays: the query's own casts from instants to days mean the site's days. So does
 * standard_conforming_strings, by which the query's own literals were written; ours say themselves
 * what a backslash is. */
static const struct {
    const char *name, *value; /* NULL: idle_seconds */
    int version;              /* of the server that it came with; 0: any */
} settings[] = {
    { "statement_timeout", "0", 0 },
    { "lock_timeout", NULL, 0 },
    { "idle_in_transaction_session_timeout", NULL, 90600 },
    { "transaction_timeout", "0", 170000 },
    { "DateStyle", "'ISO'", 0 },
    { "IntervalStyle", "'iso_8601'", 0 },
    { "bytea_output", "'hex'", 0 },
    { "extra_float_digits", "3", 0 },
    { "synchronize_seqscans", "off", 0 }, /* rows come in the same order again */
};

gboolean
hn_postgresql_query_begin(HnPostgresqlLink *link, const HnQueryOptions *options, GError **error)
{
    const gboolean is_utf8 = hn_char_decoder_is_utf8(options->encoding);
    const char *server = PQparameterStatus(link->conn, "server_encoding");
    if (!is_utf8 && g_strcmp0(server, "UTF8") == 0) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING,
                    "connection '%s': the database itself is in UTF-8, not in '%s'",
                    link->connection->name, options->encoding);
        return FALSE;
    }
    const guint idle = link->connection->idle_seconds;
    const guint seconds = idle == 0 ? SECONDS_DEFAULT : idle;
    g_autoptr(GString) text =
        g_string_new("BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY");
    for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
        if (settings[i].version > PQserverVersion(link->conn))
            continue;
        g_string_append_printf(text, "; SET LOCAL %s = ", settings[i].name);
        if (settings[i].value != NULL)
            g_string_append(text, settings[i].value);
        else
            g_string_append_printf(text, "'%us'", seconds);
    }
    /* One bad byte of a database without an encoding would end the whole stream, and of one in
     * another encoding the bytes are wanted as they are. */
    if (!is_utf8 || hn_postgresql_link_is_raw(link))
        g_string_append(text, "; SET LOCAL client_encoding = 'SQL_ASCII'");
    return hn_postgresql_link_run(link, text->str, "beginning to read", error);
}

/* Asking again does not help where a column is not there. */
static PGresult *
prepared_result(HnPostgresqlLink *link, GError **error)
{
    g_autoptr(GError) problem = NULL;
    PGresult *prepared = hn_postgresql_link_result(link, QUERY, &problem);
    if (prepared == NULL && problem->domain == HN_CONNECT_ERROR &&
        strcmp(link->refusal, UNDEFINED_COLUMN) == 0)
        problem->code = HN_CONNECT_ERROR_COLUMN;
    if (prepared == NULL)
        g_propagate_error(error, g_steal_pointer(&problem));
    return prepared;
}

static PGresult *
describe(HnPostgresqlLink *link, const char *text, GError **error)
{
    if (PQsendPrepare(link->conn, "", text, 0, NULL) == 0) {
        hn_postgresql_link_fail(link, NULL, QUERY, error);
        return NULL;
    }
    g_autoptr(PGresult) prepared = prepared_result(link, error);
    if (prepared == NULL)
        return NULL;
    if (PQsendDescribePrepared(link->conn, "") == 0) {
        hn_postgresql_link_fail(link, NULL, QUERY, error);
        return NULL;
    }
    g_autoptr(PGresult) columns = hn_postgresql_link_result(link, QUERY, error);
    if (columns == NULL)
        return NULL;
    const char *problem = NULL;
    if (PQnfields(columns) == 0)
        problem = "is no SELECT, or one of no columns";
    else if (PQnparams(columns) > 0)
        problem = "has parameters ($1), which nobody gives";
    if (problem == NULL)
        return g_steal_pointer(&columns);
    g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "connection '%s': the query %s",
                link->connection->name, problem);
    return NULL;
}

static gboolean
is_known(guint32 type)
{
    HnPostgresqlKind kind;
    return hn_postgresql_kind_of(type, &kind);
}

/* Which of the types that are not known here are lists: in @lists as keys. */
static gboolean
find_lists(HnPostgresqlLink *link, const PGresult *columns, GHashTable *lists, GError **error)
{
    g_autoptr(GString) text =
        g_string_new("SELECT oid FROM pg_catalog.pg_type WHERE typoutput = "
                     "'pg_catalog.array_out'::pg_catalog.regproc AND oid IN (");
    guint n = 0;
    for (int i = 0; i < PQnfields(columns); i++)
        if (!is_known(PQftype(columns, i)))
            g_string_append_printf(text, "%s%u", n++ == 0 ? "" : ", ", PQftype(columns, i));
    if (n == 0)
        return TRUE;
    g_string_append_c(text, ')');
    if (PQsendQuery(link->conn, text->str) == 0)
        return hn_postgresql_link_fail(link, NULL, "the types", error);
    g_autoptr(PGresult) found = hn_postgresql_link_result(link, "the types", error);
    for (int i = 0; found != NULL && i < PQntuples(found); i++) {
        const guint64 type = g_ascii_strtoull(PQgetvalue(found, i, 0), NULL, 10);
        g_hash_table_add(lists, GUINT_TO_POINTER((guint)type));
    }
    return found != NULL;
}

/* One of the select list: the column, in a form that is known here. */
static void
append_column(GString *list, const char *name, guint32 type, gboolean is_list,
              HnPostgresqlKind *ret_kind)
{
    g_autofree char *quoted = hn_sql_name(&sql_names, name);
    if (list->len > 0)
        g_string_append(list, ", ");
    if (hn_postgresql_kind_of(type, ret_kind)) {
        g_string_append(list, quoted);
    } else if (is_list) {
        *ret_kind = HN_POSTGRESQL_JSON;
        g_string_append_printf(list, "pg_catalog.to_json(%s) AS %s", quoted, quoted);
    } else if (type == TYPE_MONEY) { /* whose text depends on the server's locale */
        *ret_kind = HN_POSTGRESQL_NUMERIC;
        g_string_append_printf(list, "%s::pg_catalog.numeric AS %s", quoted, quoted);
    } else {
        *ret_kind = HN_POSTGRESQL_TEXT;
        g_string_append_printf(list, "%s::pg_catalog.text AS %s", quoted, quoted);
    }
}

/* Which columns of the key are bytes, whose text is hex digits. (transfer full) */
static guint8 *
key_forms_of(const PGresult *columns, const char *const *key)
{
    const guint n_key = key == NULL ? 0 : g_strv_length((char **)(gsize)key);
    guint8 *forms = g_new0(guint8, n_key + 1);
    for (int i = 0; i < PQnfields(columns); i++)
        for (guint k = 0; k < n_key; k++)
            if (PQftype(columns, i) == TYPE_BYTEA && strcmp(PQfname(columns, i), key[k]) == 0)
                forms[k] = HN_KEY_BYTES;
    return forms;
}

char *
hn_postgresql_query_describe(HnPostgresqlLink *link, const HnQueryOptions *given, HnCellRows *rows,
                             HnPostgresqlTuples *tuples, GError **error)
{
    HnQueryOptions with_line_end = *given;
    const HnQueryOptions *options = &with_line_end;
    /* The line feed ends a comment, behind which the rest of the statement would be lost. */
    g_autofree char *query = given->query == NULL ? NULL : g_strconcat(given->query, "\n", NULL);
    with_line_end.query = query;
    with_line_end.keys = NULL; /* not before it is known what they are */
    g_autofree char *described = hn_query_text(options, &sql_names, error);
    if (described == NULL)
        return NULL;
    g_autoptr(GHashTable) lists = g_hash_table_new(NULL, NULL);
    g_autoptr(PGresult) columns = describe(link, described, error);
    if (columns == NULL || !find_lists(link, columns, lists, error))
        return NULL;
    g_autofree guint8 *key_forms = key_forms_of(columns, given->key);
    with_line_end.keys = given->keys;
    with_line_end.key_forms = key_forms;
    g_autoptr(GString) list = g_string_new(NULL);
    gboolean is_plain = TRUE;
    for (int i = 0; i < PQnfields(columns); i++) {
        const guint32 type = PQftype(columns, i);
        HnPostgresqlKind kind;
        if (!hn_cell_rows_add_column(rows, PQfname(columns, i), error)) {
            g_prefix_error(error, "connection '%s': ", link->connection->name);
            return NULL;
        }
        append_column(list, PQfname(columns, i), type,
                      g_hash_table_contains(lists, GUINT_TO_POINTER(type)), &kind);
        hn_postgresql_tuples_add_column(tuples, kind);
        is_plain = is_plain && is_known(type);
    }
    g_autofree char *cast = is_plain ? hn_query_text(options, &sql_names, error)
                                     : hn_query_text_with(options, &sql_names, list->str, error);
    if (cast == NULL)
        return NULL;
    return g_strdup_printf("COPY (%s) TO STDOUT (FORMAT binary)", cast);
}
