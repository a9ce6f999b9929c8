#include "connect/postgresql_tuples.h"

#include "connect/postgresql_numbers.h"

#define SIGNATURE "PGCOPY\n\377\r\n" /* and a NUL */
#define SIGNATURE_BYTES 11u
#define HEADER_BYTES (SIGNATURE_BYTES + 8u) /* flags and the extension's length */
#define FLAGS_CRITICAL 0xffff0000u          /* formats that a reader must know */
#define EXTENSION_BYTES_MAX 65536u          /* there is none in PostgreSQL 15 */
#define PENDING_BYTES_MAX ((gsize)1 << 30)  /* no tuple of the server's is longer */
#define TRAILER 0xffffu
#define MISSING 0xffffffffu

struct _HnPostgresqlTuples {
    HnPostgresqlCells cells;
    GArray *kinds;       /* guint8 HnPostgresqlKind [columns] */
    HnSlice left;        /* what is to be read, in what was fed or in @pending */
    GByteArray *pending; /* what was not whole when it came */
    gboolean has_header, has_trailer, is_bad;
};

HnPostgresqlTuples *
hn_postgresql_tuples_new(HnCellRows *rows, guint64 cell_bytes_max)
{
    HnPostgresqlTuples *tuples = g_new0(HnPostgresqlTuples, 1);
    tuples->cells = (HnPostgresqlCells){ .rows = rows,
                                         .cell_bytes_max = cell_bytes_max,
                                         .scratch = g_byte_array_new() };
    tuples->kinds = g_array_new(FALSE, FALSE, sizeof(guint8));
    tuples->pending = g_byte_array_new();
    return tuples;
}

void
hn_postgresql_tuples_free(HnPostgresqlTuples *tuples)
{
    if (tuples == NULL)
        return;
    g_byte_array_unref(tuples->cells.scratch);
    g_array_unref(tuples->kinds);
    g_byte_array_unref(tuples->pending);
    g_free(tuples);
}

void
hn_postgresql_tuples_add_column(HnPostgresqlTuples *tuples, HnPostgresqlKind kind)
{
    const guint8 byte = (guint8)kind;
    g_array_append_val(tuples->kinds, byte);
}

void
hn_postgresql_tuples_feed(HnPostgresqlTuples *tuples, HnSlice bytes)
{
    g_assert(tuples->left.n_bytes == 0); /* the last step said MORE */
    tuples->left = bytes;
    if (tuples->pending->len == 0)
        return;
    if (bytes.n_bytes > PENDING_BYTES_MAX - tuples->pending->len) {
        tuples->is_bad = TRUE;
        return;
    }
    g_byte_array_append(tuples->pending, bytes.bytes, (guint)bytes.n_bytes);
    tuples->left = hn_slice(tuples->pending->data, tuples->pending->len);
}

static void
consume(HnSlice *left, gsize n_bytes)
{
    left->bytes += n_bytes;
    left->n_bytes -= n_bytes;
}

/* Keeps what is not whole until there is more. */
static HnTuplesStep
need_more(HnPostgresqlTuples *tuples)
{
    GByteArray *pending = tuples->pending;
    const HnSlice left = tuples->left;
    tuples->left.n_bytes = 0;
    if (pending->len > 0) {
        g_byte_array_remove_range(pending, 0, pending->len - (guint)left.n_bytes);
    } else if (left.n_bytes > PENDING_BYTES_MAX) {
        tuples->is_bad = TRUE;
        return HN_TUPLES_BAD;
    } else if (left.n_bytes > 0) {
        g_byte_array_append(pending, left.bytes, (guint)left.n_bytes);
    }
    return HN_TUPLES_MORE;
}

static HnTuplesStep
take_header(HnPostgresqlTuples *tuples)
{
    const HnSlice left = tuples->left;
    if (left.n_bytes < HEADER_BYTES)
        return HN_TUPLES_MORE;
    const guint32 flags = hn_postgresql_get_32(left.bytes + SIGNATURE_BYTES);
    const guint32 extension = hn_postgresql_get_32(left.bytes + SIGNATURE_BYTES + 4);
    if (memcmp(left.bytes, SIGNATURE, SIGNATURE_BYTES) != 0 || (flags & FLAGS_CRITICAL) != 0 ||
        extension > EXTENSION_BYTES_MAX)
        return HN_TUPLES_BAD;
    if (left.n_bytes - HEADER_BYTES < extension)
        return HN_TUPLES_MORE;
    consume(&tuples->left, HEADER_BYTES + extension);
    tuples->has_header = TRUE;
    return HN_TUPLES_ROW;
}

/* What comes next; of a ROW every length in it was checked. */
static HnTuplesStep
look(const HnPostgresqlTuples *tuples)
{
    HnSlice left = tuples->left;
    if (left.n_bytes < 2)
        return HN_TUPLES_MORE;
    const guint n_fields = hn_postgresql_get_16(left.bytes);
    if (n_fields == TRAILER)
        return HN_TUPLES_END;
    if (n_fields != tuples->kinds->len)
        return HN_TUPLES_BAD;
    consume(&left, 2);
    for (guint i = 0; i < n_fields; i++) {
        if (left.n_bytes < 4)
            return HN_TUPLES_MORE;
        const guint32 n_bytes = hn_postgresql_get_32(left.bytes);
        consume(&left, 4);
        if (n_bytes == MISSING)
            continue;
        if (n_bytes > G_MAXINT32)
            return HN_TUPLES_BAD;
        if (left.n_bytes < n_bytes)
            return HN_TUPLES_MORE;
        consume(&left, n_bytes);
    }
    return HN_TUPLES_ROW;
}

static HnTuplesStep
take_row(HnPostgresqlTuples *tuples)
{
    HnSlice left = tuples->left;
    consume(&left, 2);
    hn_cell_rows_begin(tuples->cells.rows);
    for (guint i = 0; i < tuples->kinds->len; i++) {
        const guint32 n_bytes = hn_postgresql_get_32(left.bytes);
        const HnPostgresqlKind kind = (HnPostgresqlKind)g_array_index(tuples->kinds, guint8, i);
        consume(&left, 4);
        if (n_bytes == MISSING)
            continue;
        if (!hn_postgresql_put_value(&tuples->cells, i, kind, hn_slice(left.bytes, n_bytes)))
            return HN_TUPLES_BAD;
        consume(&left, n_bytes);
    }
    hn_cell_rows_end(tuples->cells.rows);
    tuples->left = left;
    return HN_TUPLES_ROW;
}

HnTuplesStep
hn_postgresql_tuples_step(HnPostgresqlTuples *tuples)
{
    HnTuplesStep step = HN_TUPLES_ROW;
    if (tuples->is_bad || (tuples->has_trailer && tuples->left.n_bytes > 0))
        step = HN_TUPLES_BAD;
    else if (tuples->has_trailer)
        return HN_TUPLES_MORE;
    else if (!tuples->has_header)
        step = take_header(tuples);
    if (step == HN_TUPLES_ROW)
        step = look(tuples);
    if (step == HN_TUPLES_ROW)
        step = take_row(tuples);
    if (step == HN_TUPLES_MORE)
        return need_more(tuples);
    if (step == HN_TUPLES_END) {
        consume(&tuples->left, 2);
        tuples->has_trailer = TRUE;
    }
    tuples->is_bad = tuples->is_bad || step == HN_TUPLES_BAD;
    return step;
}
