#include <stdio.h>

#include "base/base_error.h"
#include "base/pulse.h"
#include "connect/cell_rows.h"
#include "connect/connect_error.h"
#include "connect/query_text.h"
#include "connect/sqlite_file.h"

#define BUSY_MS 10000
#define DIGITS_MAX 32 /* of a number */
/* SQLite has no code of its own for it: resolve.c, lookupName(). */
#define NO_COLUMN "no such column"

typedef struct {
    HnReader reader;
    HnQueryOptions options;
    sqlite3 *db;
    sqlite3_stmt *query;
    HnCellRows *rows;
    guint n_columns;
} SqliteReader;

static gboolean
fail(const SqliteReader *reader, gint code, const char *what, GError **error)
{
    const gboolean interrupted =
        reader->options.interrupted != NULL && *reader->options.interrupted != 0;
    if (interrupted)
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED, "interrupted");
    else
        g_set_error(error, HN_CONNECT_ERROR, code, "connection '%s': %s: %s",
                    reader->options.connection->name, what,
                    reader->db == NULL ? "out of memory" : sqlite3_errmsg(reader->db));
    return FALSE;
}

/* Asked for every thousand steps of the query. */
static int
is_interrupted(void *user)
{
    const SqliteReader *reader = user;
    hn_pulse();
    return reader->options.interrupted != NULL && *reader->options.interrupted != 0;
}

static void
put_number(SqliteReader *reader, guint column, const char *format, gint64 integer, gdouble real)
{
    guint8 *room = hn_cell_rows_room(reader->rows, DIGITS_MAX);
    const int n = format == NULL
                      ? g_snprintf((char *)room, DIGITS_MAX, "%" G_GINT64_FORMAT, integer)
                      : (int)strlen(g_ascii_formatd((char *)room, DIGITS_MAX, format, real));
    hn_cell_rows_written(reader->rows, column, hn_slice(room, (gsize)n));
}

/* The shortest of 15 to 17 digits that reads back as the same number. */
static void
put_real(SqliteReader *reader, guint column, gdouble real)
{
    static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
    char text[DIGITS_MAX];
    guint i = 0;
    while (i + 1 < G_N_ELEMENTS(formats) &&
           g_ascii_strtod(g_ascii_formatd(text, sizeof text, formats[i], real), NULL) != real)
        i++;
    put_number(reader, column, formats[i], 0, real);
}

/* Two hex digits a byte. */
static void
put_bytes(SqliteReader *reader, guint column, HnSlice bytes)
{
    static const char digits[] = "0123456789abcdef";
    guint8 *room = hn_cell_rows_room(reader->rows, 2 * bytes.n_bytes + 1);
    for (gsize i = 0; i < bytes.n_bytes; i++) {
        room[2 * i] = (guint8)digits[bytes.bytes[i] >> 4];
        room[2 * i + 1] = (guint8)digits[bytes.bytes[i] & 0xf];
    }
    hn_cell_rows_written(reader->rows, column, hn_slice(room, 2 * bytes.n_bytes));
}

static void
put_cell(SqliteReader *reader, guint column)
{
    const int c = (int)column;
    sqlite3_stmt *query = reader->query;
    switch (sqlite3_column_type(query, c)) {
    case SQLITE_INTEGER:
        put_number(reader, column, NULL, sqlite3_column_int64(query, c), 0);
        break;
    case SQLITE_FLOAT:
        put_real(reader, column, sqlite3_column_double(query, c));
        break;
    case SQLITE_BLOB:
        put_bytes(reader, column,
                  hn_slice(sqlite3_column_blob(query, c), (gsize)sqlite3_column_bytes(query, c)));
        break;
    case SQLITE_NULL:
        break;
    default: {
        const guint8 *text = sqlite3_column_text(query, c);
        hn_cell_rows_text(reader->rows, column,
                          hn_slice(text, (gsize)sqlite3_column_bytes(query, c)));
    }
    }
}

static gboolean
sqlite_reader_next(HnReader *base, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    SqliteReader *reader = (SqliteReader *)base;
    int step = SQLITE_ROW;
    hn_cell_rows_start(reader->rows, batch);
    while (!hn_cell_rows_is_full(reader->rows) &&
           (step = sqlite3_step(reader->query)) == SQLITE_ROW) {
        hn_cell_rows_begin(reader->rows);
        for (guint i = 0; i < reader->n_columns; i++)
            put_cell(reader, i);
        hn_cell_rows_end(reader->rows);
    }
    hn_cell_rows_finish(reader->rows);
    *ret_more = step == SQLITE_ROW;
    if (step == SQLITE_ROW || step == SQLITE_DONE)
        return TRUE;
    g_autoptr(GError) problem = NULL;
    fail(reader, HN_CONNECT_ERROR_BROKEN, "reading", &problem);
    hn_cell_rows_refuse(reader->rows, batch, problem);
    g_propagate_error(error, g_steal_pointer(&problem));
    return FALSE;
}

static const char *const *
sqlite_reader_columns(HnReader *base, guint *ret_n)
{
    return hn_cell_rows_columns(((SqliteReader *)base)->rows, ret_n);
}

static void
sqlite_reader_totals(HnReader *base, HnReaderTotals *ret_totals)
{
    hn_cell_rows_totals(((SqliteReader *)base)->rows, ret_totals);
}

static gdouble
sqlite_reader_progress(HnReader *base)
{
    (void)base;
    return -1.0; /* nobody knows how many rows there will be */
}

static void
sqlite_reader_free(HnReader *base)
{
    SqliteReader *reader = (SqliteReader *)base;
    sqlite3_finalize(reader->query);
    sqlite3_close(reader->db);
    hn_cell_rows_free(reader->rows);
    g_free(reader);
}

/* A second statement would be left out without a word; a comment may stand there. */
static gboolean
is_the_end(SqliteReader *reader, const char *rest)
{
    sqlite3_stmt *more = NULL;
    const int code = sqlite3_prepare_v2(reader->db, rest, -1, &more, NULL);
    const gboolean ends = code == SQLITE_OK && more == NULL;
    sqlite3_finalize(more);
    return ends;
}

static gboolean
ask(SqliteReader *reader, GError **error)
{
    const HnConnection *connection = reader->options.connection;
    const HnSqlNames names = {
        .quote = "\"", .quotes_plain = TRUE, .untyped = TRUE, .alias_needs_as = TRUE
    };
    g_autofree char *text = hn_query_text(&reader->options, &names, error);
    const char *rest = NULL;
    if (text == NULL)
        return FALSE;
    if (!hn_sqlite_file_open(connection->file, SQLITE_OPEN_READONLY, BUSY_MS, &reader->db))
        return fail(reader, HN_CONNECT_ERROR_OPEN, connection->file, error);
    sqlite3_progress_handler(reader->db, 1000, is_interrupted, reader);
    if (sqlite3_prepare_v2(reader->db, text, -1, &reader->query, &rest) != SQLITE_OK)
        return fail(reader,
                    g_str_has_prefix(sqlite3_errmsg(reader->db), NO_COLUMN)
                        ? HN_CONNECT_ERROR_COLUMN
                        : HN_CONNECT_ERROR_OPEN,
                    "the query", error);
    const gboolean is_select = reader->query != NULL && sqlite3_stmt_readonly(reader->query) &&
                               sqlite3_column_count(reader->query) > 0;
    if (!is_select || !is_the_end(reader, rest)) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "connection '%s': the query %s",
                    connection->name, is_select ? "is more than one statement" : "is no SELECT");
        return FALSE;
    }
    reader->n_columns = (guint)sqlite3_column_count(reader->query);
    for (guint i = 0; i < reader->n_columns; i++)
        if (!hn_cell_rows_add_column(reader->rows, sqlite3_column_name(reader->query, (int)i),
                                     error))
            return FALSE;
    return TRUE;
}

HnReader *
hn_sqlite_reader_new(const HnQueryOptions *options, GError **error)
{
    HnCellRows *rows = hn_cell_rows_new(options, error);
    if (rows == NULL)
        return NULL;
    SqliteReader *reader = g_new0(SqliteReader, 1);
    reader->reader = (HnReader){ .next = sqlite_reader_next,
                                 .columns = sqlite_reader_columns,
                                 .totals = sqlite_reader_totals,
                                 .progress = sqlite_reader_progress,
                                 .free = sqlite_reader_free };
    reader->options = *options;
    reader->rows = rows;
    if (ask(reader, error))
        return &reader->reader;
    sqlite_reader_free(&reader->reader);
    return NULL;
}
