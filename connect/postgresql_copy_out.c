#include "connect/postgresql_copy_out.h"

#include "connect/connect_error.h"

#define BUFFER_BYTES (256u * 1024)
#define STAGING "staging"
#define NO_VALUE (-1)
#define HEAD_BYTES 19
#define COLUMNS_MAX 1600 /* of a table of PostgreSQL */

struct _HnPostgresqlCopyOut {
    HnPostgresqlLink *link;
    gsize n; /* in buffer */
    guint8 buffer[BUFFER_BYTES];
};

/* What was given before is on its way first, so that libpq never holds more than one buffer. */
static gboolean
send_buffer(HnPostgresqlCopyOut *copy, GError **error)
{
    HnPostgresqlLink *link = copy->link;
    int sent = 0;
    while (sent == 0) {
        if (!hn_postgresql_link_flush(link, error))
            return FALSE;
        sent = PQputCopyData(link->conn, (const char *)copy->buffer, (int)copy->n);
    }
    copy->n = 0;
    return sent > 0 || hn_postgresql_link_fail(link, NULL, STAGING, error);
}

static gboolean
put_bytes(HnPostgresqlCopyOut *copy, const guint8 *bytes, gsize n, GError **error)
{
    while (n > BUFFER_BYTES - copy->n) {
        const gsize part = BUFFER_BYTES - copy->n;
        memcpy(copy->buffer + copy->n, bytes, part);
        copy->n = BUFFER_BYTES;
        bytes += part;
        n -= part;
        if (!send_buffer(copy, error))
            return FALSE;
    }
    memcpy(copy->buffer + copy->n, bytes, n);
    copy->n += n;
    return TRUE;
}

static gboolean
put_i32(HnPostgresqlCopyOut *copy, gint32 number, GError **error)
{
    const guint32 big_endian = GUINT32_TO_BE((guint32)number);
    return put_bytes(copy, (const guint8 *)&big_endian, sizeof big_endian, error);
}

static gboolean
put_field(HnPostgresqlCopyOut *copy, HnSlice field, GError **error)
{
    if (field.bytes == NULL)
        return put_i32(copy, NO_VALUE, error);
    if (memchr(field.bytes, 0, field.n_bytes) != NULL || field.n_bytes > G_MAXINT32) {
        g_set_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING,
                    "connection '%s': a field that the server's text cannot hold: it has a NUL, or "
                    "is longer than 2 GiB",
                    copy->link->connection->name);
        return FALSE;
    }
    return put_i32(copy, (gint32)field.n_bytes, error) &&
           put_bytes(copy, field.bytes, field.n_bytes, error);
}

gboolean
hn_postgresql_copy_out_put(HnPostgresqlCopyOut *copy, const HnChangeRows *rows, GError **error)
{
    g_assert(rows->n_columns < COLUMNS_MAX);
    const guint16 n_fields = (guint16)(rows->n_columns + 1);
    for (guint row = 0; row < rows->n_rows; row++) {
        const HnSlice *fields = rows->fields + (gsize)row * rows->n_columns;
        const guint8 head[] = { (guint8)(n_fields >> 8), (guint8)n_fields, 0, 0, 0, 1,
                                rows->operations[row] };
        if (!put_bytes(copy, head, sizeof head, error))
            return FALSE;
        for (guint i = 0; i < rows->n_columns; i++)
            if (!put_field(copy, fields[i], error))
                return FALSE;
    }
    return TRUE;
}

HnPostgresqlCopyOut *
hn_postgresql_copy_out_new(HnPostgresqlLink *link, const char *statement, GError **error)
{
    static const guint8 head[HEAD_BYTES] = "PGCOPY\n\377\r\n"; /* then no flags, no extension */
    if (PQsendQuery(link->conn, statement) == 0) {
        hn_postgresql_link_fail(link, NULL, STAGING, error);
        return NULL;
    }
    g_autoptr(PGresult) result = hn_postgresql_link_result(link, STAGING, error);
    if (result == NULL)
        return NULL;
    g_assert(PQresultStatus(result) == PGRES_COPY_IN);
    HnPostgresqlCopyOut *copy = g_new(HnPostgresqlCopyOut, 1);
    copy->link = link;
    copy->n = sizeof head;
    memcpy(copy->buffer, head, sizeof head);
    return copy;
}

gboolean
hn_postgresql_copy_out_end(HnPostgresqlCopyOut *copy, guint64 *ret_n, GError **error)
{
    static const guint8 no_more_rows[] = { 0xff, 0xff };
    HnPostgresqlLink *link = copy->link;
    int ended = 0;
    if (!put_bytes(copy, no_more_rows, sizeof no_more_rows, error) || !send_buffer(copy, error))
        return FALSE;
    while (ended == 0) {
        if (!hn_postgresql_link_flush(link, error))
            return FALSE;
        ended = PQputCopyEnd(link->conn, NULL);
    }
    if (ended < 0)
        return hn_postgresql_link_fail(link, NULL, STAGING, error);
    g_autoptr(PGresult) result = hn_postgresql_link_result(link, STAGING, error);
    if (result == NULL)
        return FALSE;
    *ret_n = g_ascii_strtoull(PQcmdTuples(result), NULL, 10);
    return TRUE;
}

void
hn_postgresql_copy_out_free(HnPostgresqlCopyOut *copy)
{
    g_free(copy);
}
