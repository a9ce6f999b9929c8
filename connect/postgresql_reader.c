/* Rows come by COPY in its binary form: no cursor and no round trips, values without a text of the
 * server's making. Left out: a cursor with FETCH, which costs a wait for every batch, and libpq's
 * single-row mode, which makes a result object of every row. */
#include "connect/cell_rows.h"
#include "connect/connect_error.h"
#include "connect/postgresql_link.h"
#include "connect/postgresql_query.h"
#include "connect/postgresql_tuples.h"

#define RECORD_BYTES_DEFAULT ((guint64)1 << 20)
#define READING "reading"
#define GATHER_US 50 /* 20 KB of a fast server, of the 200 that a socket holds */

typedef struct {
    HnReader reader;
    HnQueryOptions options;
    HnCellRows *rows;
    HnPostgresqlTuples *tuples;
    HnPostgresqlLink *link; /* NULL after the last row: it holds no snapshot then */
    gsize n_since;          /* bytes of messages since the last look for more */
    gboolean flows;         /* some came by the look before */
    char *message;          /* libpq's, that @tuples reads; or NULL */
} PostgresqlReader;

/* The server ended the stream: with the trailer and in peace, or with an error. */
static gboolean
finish(PostgresqlReader *reader, gboolean has_trailer, GError **error)
{
    g_autoptr(PGresult) result = hn_postgresql_link_result(reader->link, READING, error);
    if (result == NULL)
        return FALSE;
    if (!has_trailer) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN,
                    "connection '%s': the rows ended without their end mark",
                    reader->options.connection->name);
        return FALSE;
    }
    g_clear_pointer(&reader->link, hn_postgresql_link_free);
    return TRUE;
}

/* The server sends 8 KiB at a time, and each time it wakes whoever waits for it: a tenth of its
 * work. While rows flow nobody waits. What is there is taken first; where that is nothing, some of
 * it gathers meanwhile, less than a socket holds. By a socket 81 % of the server's speed, 67 % by
 * waiting for each part. */
static gboolean
look_again(PostgresqlReader *reader, GError **error)
{
    const gboolean came = reader->n_since > 0;
    reader->n_since = 0;
    if (came) {
        reader->flows = TRUE;
        return hn_postgresql_link_take(reader->link, error);
    }
    if (reader->flows)
        g_usleep(GATHER_US);
    reader->flows = FALSE;
    return hn_postgresql_link_wait(reader->link, error);
}

/* The next message to @tuples. *ret_end: there is none. */
static gboolean
receive(PostgresqlReader *reader, gboolean *ret_end, GError **error)
{
    PGconn *conn = reader->link->conn;
    int n_bytes;
    g_clear_pointer(&reader->message, PQfreemem);
    while ((n_bytes = PQgetCopyData(conn, &reader->message, TRUE)) == 0)
        if (!look_again(reader, error))
            return FALSE;
    reader->n_since += n_bytes > 0 ? (gsize)n_bytes : 0;
    if (n_bytes < -1)
        return hn_postgresql_link_fail(reader->link, NULL, READING, error);
    *ret_end = n_bytes == -1;
    if (n_bytes > 0)
        hn_postgresql_tuples_feed(reader->tuples, hn_slice(reader->message, (gsize)n_bytes));
    return TRUE;
}

/* Rows until the batch is full or *ret_more is FALSE. */
static gboolean
take_rows(PostgresqlReader *reader, gboolean *ret_more, GError **error)
{
    gboolean has_trailer = FALSE;
    gboolean at_end = FALSE;
    while (!hn_cell_rows_is_full(reader->rows)) {
        const HnTuplesStep step = hn_postgresql_tuples_step(reader->tuples);
        if (step == HN_TUPLES_BAD) {
            g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN,
                        "connection '%s': the rows are not in PostgreSQL's binary format",
                        reader->options.connection->name);
            return FALSE;
        }
        has_trailer = has_trailer || step == HN_TUPLES_END;
        if (step != HN_TUPLES_MORE)
            continue;
        if (!receive(reader, &at_end, error))
            return FALSE;
        if (at_end) {
            *ret_more = FALSE;
            return finish(reader, has_trailer, error);
        }
    }
    *ret_more = TRUE;
    return TRUE;
}

static gboolean
postgresql_reader_next(HnReader *base, HnRawBatch *batch, gboolean *ret_more, GError **error)
{
    PostgresqlReader *reader = (PostgresqlReader *)base;
    g_autoptr(GError) problem = NULL;
    g_assert(reader->link != NULL); /* the batch before this one was not the last */
    hn_cell_rows_start(reader->rows, batch);
    if (take_rows(reader, ret_more, &problem)) {
        hn_cell_rows_finish(reader->rows);
        return TRUE;
    }
    hn_cell_rows_refuse(reader->rows, batch, problem);
    g_propagate_error(error, g_steal_pointer(&problem));
    return FALSE;
}

static const char *const *
postgresql_reader_columns(HnReader *base, guint *ret_n)
{
    return hn_cell_rows_columns(((PostgresqlReader *)base)->rows, ret_n);
}

static void
postgresql_reader_totals(HnReader *base, HnReaderTotals *ret_totals)
{
    hn_cell_rows_totals(((PostgresqlReader *)base)->rows, ret_totals);
}

static gdouble
postgresql_reader_progress(HnReader *base)
{
    (void)base;
    return -1.0; /* nobody knows how many rows there will be */
}

static void
postgresql_reader_free(HnReader *base)
{
    PostgresqlReader *reader = (PostgresqlReader *)base;
    hn_postgresql_link_free(reader->link);
    PQfreemem(reader->message);
    hn_postgresql_tuples_free(reader->tuples);
    hn_cell_rows_free(reader->rows);
    g_free(reader);
}

/* The COPY goes by the protocol that takes one statement alone, whatever the query's text is. */
static gboolean
ask(PostgresqlReader *reader, GError **error)
{
    const HnQueryOptions *options = &reader->options;
    reader->link = hn_postgresql_link_new(options->connection, options->interrupted, error);
    if (reader->link == NULL || !hn_postgresql_query_begin(reader->link, options, error))
        return FALSE;
    g_autofree char *copy =
        hn_postgresql_query_describe(reader->link, options, reader->rows, reader->tuples, error);
    if (copy == NULL)
        return FALSE;
    if (PQsendQueryParams(reader->link->conn, copy, 0, NULL, NULL, NULL, NULL, 0) == 0)
        return hn_postgresql_link_fail(reader->link, NULL, "the query", error);
    reader->link->lost = HN_CONNECT_ERROR_BROKEN; /* the answer may come with the first rows */
    g_autoptr(PGresult) result = hn_postgresql_link_result(reader->link, "the query", error);
    if (result == NULL)
        return FALSE;
    if (PQresultStatus(result) != PGRES_COPY_OUT)
        return hn_postgresql_link_fail(reader->link, NULL, "the query", error);
    reader->link->refused = HN_CONNECT_ERROR_BROKEN;
    return TRUE;
}

HnReader *
hn_postgresql_reader_new(const HnQueryOptions *options, GError **error)
{
    HnCellRows *rows = hn_cell_rows_new(options, error);
    if (rows == NULL)
        return NULL;
    PostgresqlReader *reader = g_new0(PostgresqlReader, 1);
    reader->reader = (HnReader){ .next = postgresql_reader_next,
                                 .columns = postgresql_reader_columns,
                                 .totals = postgresql_reader_totals,
                                 .progress = postgresql_reader_progress,
                                 .free = postgresql_reader_free };
    reader->options = *options;
    reader->rows = rows;
    reader->tuples = hn_postgresql_tuples_new(
        rows, options->record_bytes_max == 0 ? RECORD_BYTES_DEFAULT : options->record_bytes_max);
    if (ask(reader, error))
        return &reader->reader;
    postgresql_reader_free(&reader->reader);
    return NULL;
}
