#include "connect/postgresql_values.h"

#include "connect/json_text.h"
#include "connect/postgresql_numbers.h"
#include "connect/postgresql_times.h"
#include "text/utf8.h"

#define JSONB_VERSION 1
#define UUID_BYTES 16
#define UUID_TEXT_BYTES 36

static const char hex_digits[] = "0123456789abcdef";

gboolean
hn_postgresql_kind_of(guint32 type, HnPostgresqlKind *ret_kind)
{
    static const struct {
        guint32 type; /* of pg_type.dat: the numbers never change */
        HnPostgresqlKind kind;
    } known[] = {
        { 16, HN_POSTGRESQL_BOOL },        { 17, HN_POSTGRESQL_BYTES },
        { 18, HN_POSTGRESQL_LETTER },      { 19, HN_POSTGRESQL_TEXT }, /* name */
        { 20, HN_POSTGRESQL_INT8 },        { 21, HN_POSTGRESQL_INT2 },
        { 23, HN_POSTGRESQL_INT4 },        { 25, HN_POSTGRESQL_TEXT },
        { 26, HN_POSTGRESQL_OID },         { 114, HN_POSTGRESQL_JSON },
        { 700, HN_POSTGRESQL_FLOAT4 },     { 701, HN_POSTGRESQL_FLOAT8 },
        { 705, HN_POSTGRESQL_TEXT },    /* unknown */
        { 1042, HN_POSTGRESQL_PADDED }, /* bpchar */
        { 1043, HN_POSTGRESQL_TEXT },   /* varchar */
        { 1082, HN_POSTGRESQL_DATE },      { 1083, HN_POSTGRESQL_TIME },
        { 1114, HN_POSTGRESQL_TIMESTAMP }, { 1184, HN_POSTGRESQL_TIMESTAMP_TZ },
        { 1700, HN_POSTGRESQL_NUMERIC },   { 2950, HN_POSTGRESQL_UUID },
        { 3802, HN_POSTGRESQL_JSONB },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        if (known[i].type == type) {
            *ret_kind = known[i].kind;
            return TRUE;
        }
    }
    return FALSE;
}

static void
put_integer(const HnPostgresqlCells *cells, guint column, HnPostgresqlKind kind, HnSlice value)
{
    guint8 *room = hn_cell_rows_room(cells->rows, HN_POSTGRESQL_INTEGER_BYTES);
    gint64 number;
    if (kind == HN_POSTGRESQL_INT2)
        number = (gint16)hn_postgresql_get_16(value.bytes);
    else if (kind == HN_POSTGRESQL_INT4)
        number = (gint32)hn_postgresql_get_32(value.bytes);
    else if (kind == HN_POSTGRESQL_OID)
        number = hn_postgresql_get_32(value.bytes);
    else
        number = (gint64)hn_postgresql_get_64(value.bytes);
    const gsize n = hn_postgresql_put_integer(room, number);
    hn_cell_rows_written(cells->rows, column, hn_slice(room, n));
}

static void
put_real(const HnPostgresqlCells *cells, guint column, HnPostgresqlKind kind, HnSlice value)
{
    guint8 *room = hn_cell_rows_room(cells->rows, HN_POSTGRESQL_REAL_BYTES);
    gsize n;
    if (kind == HN_POSTGRESQL_FLOAT4) {
        const guint32 bits = hn_postgresql_get_32(value.bytes);
        gfloat number;
        memcpy(&number, &bits, sizeof number);
        n = hn_postgresql_put_float(room, number);
    } else {
        const guint64 bits = hn_postgresql_get_64(value.bytes);
        gdouble number;
        memcpy(&number, &bits, sizeof number);
        n = hn_postgresql_put_double(room, number);
    }
    hn_cell_rows_written(cells->rows, column, hn_slice(room, n));
}

static gboolean
put_numeric(const HnPostgresqlCells *cells, guint column, HnSlice value)
{
    const gsize size = hn_postgresql_numeric_size(value);
    if (size == 0)
        return FALSE;
    guint8 *room = hn_cell_rows_room(cells->rows, size);
    const gsize n = hn_postgresql_put_numeric(room, value);
    hn_cell_rows_written(cells->rows, column, hn_slice(room, n));
    return TRUE;
}

static guint8 *
put_hex(guint8 *out, const guint8 *bytes, gsize n_bytes)
{
    for (gsize i = 0; i < n_bytes; i++) {
        *out++ = (guint8)hex_digits[bytes[i] >> 4];
        *out++ = (guint8)hex_digits[bytes[i] & 0xf];
    }
    return out;
}

static void
put_bytes(const HnPostgresqlCells *cells, guint column, HnSlice value)
{
    guint8 *room = hn_cell_rows_room(cells->rows, 2 * value.n_bytes);
    put_hex(room, value.bytes, value.n_bytes);
    hn_cell_rows_written(cells->rows, column, hn_slice(room, 2 * value.n_bytes));
}

static void
put_uuid(const HnPostgresqlCells *cells, guint column, HnSlice value)
{
    static const guint8 groups[] = { 4, 2, 2, 2, 6 };
    guint8 *room = hn_cell_rows_room(cells->rows, UUID_TEXT_BYTES);
    guint8 *out = room;
    const guint8 *next = value.bytes;
    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
        if (i > 0)
            *out++ = '-';
        out = put_hex(out, next, groups[i]);
        next += groups[i];
    }
    hn_cell_rows_written(cells->rows, column, hn_slice(room, UUID_TEXT_BYTES));
}

static gboolean
put_time(const HnPostgresqlCells *cells, guint column, HnPostgresqlKind kind, HnSlice value)
{
    guint8 *room = hn_cell_rows_room(cells->rows, HN_POSTGRESQL_TIME_BYTES);
    gsize n;
    if (kind == HN_POSTGRESQL_DATE)
        n = hn_postgresql_put_date(room, (gint32)hn_postgresql_get_32(value.bytes));
    else if (kind == HN_POSTGRESQL_TIME)
        n = hn_postgresql_put_time(room, (gint64)hn_postgresql_get_64(value.bytes));
    else
        n = hn_postgresql_put_timestamp(room, (gint64)hn_postgresql_get_64(value.bytes),
                                        kind == HN_POSTGRESQL_TIMESTAMP_TZ);
    if (n > 0)
        hn_cell_rows_written(cells->rows, column, hn_slice(room, n));
    return n > 0;
}

static void
put_padded(const HnPostgresqlCells *cells, guint column, HnSlice value)
{
    while (value.n_bytes > 0 && value.bytes[value.n_bytes - 1] == ' ')
        value.n_bytes--;
    hn_cell_rows_text(cells->rows, column, value);
}

/* A string of JSON is text and its null is missing, as in JSON lines. */
static void
put_json(const HnPostgresqlCells *cells, guint column, HnSlice value)
{
    HnJsonText json = hn_json_text(value);
    HnJsonString string;
    HnSlice text;
    if (!hn_utf8_valid(value)) {
        hn_cell_rows_fault(cells->rows, column, "encoding", value);
    } else if (hn_json_text_peek(&json) == '"' && hn_json_text_string(&json, &string) &&
               hn_json_text_done(&json)) {
        guint8 *room = hn_cell_rows_room(cells->rows, string.inner.n_bytes);
        const gsize n = hn_json_string_decode(string, room);
        hn_cell_rows_written(cells->rows, column, hn_slice(room, n));
    } else if (json.problem != NULL || !hn_json_text_value(&json, 0, &text) ||
               !hn_json_text_done(&json)) {
        hn_cell_rows_fault(cells->rows, column, json.problem, value);
    } else if (text.bytes[0] != 'n') {
        g_byte_array_set_size(cells->scratch, 0);
        hn_json_compact(text, cells->scratch);
        guint8 *room = hn_cell_rows_room(cells->rows, cells->scratch->len);
        memcpy(room, cells->scratch->data, cells->scratch->len);
        hn_cell_rows_json(cells->rows, column, hn_slice(room, cells->scratch->len));
    }
}

static gboolean
put_jsonb(const HnPostgresqlCells *cells, guint column, HnSlice value)
{
    if (value.n_bytes == 0 || value.bytes[0] != JSONB_VERSION)
        return FALSE;
    put_json(cells, column, hn_slice(value.bytes + 1, value.n_bytes - 1));
    return TRUE;
}

gboolean
hn_postgresql_put_value(const HnPostgresqlCells *cells, guint column, HnPostgresqlKind kind,
                        HnSlice value)
{
    static const guint8 sizes[HN_POSTGRESQL_N_KINDS] = {
        [HN_POSTGRESQL_LETTER] = 1,        [HN_POSTGRESQL_BOOL] = 1,
        [HN_POSTGRESQL_INT2] = 2,          [HN_POSTGRESQL_INT4] = 4,
        [HN_POSTGRESQL_INT8] = 8,          [HN_POSTGRESQL_OID] = 4,
        [HN_POSTGRESQL_FLOAT4] = 4,        [HN_POSTGRESQL_FLOAT8] = 8,
        [HN_POSTGRESQL_DATE] = 4,          [HN_POSTGRESQL_TIME] = 8,
        [HN_POSTGRESQL_TIMESTAMP] = 8,     [HN_POSTGRESQL_TIMESTAMP_TZ] = 8,
        [HN_POSTGRESQL_UUID] = UUID_BYTES,
    };
    if (sizes[kind] != 0 && value.n_bytes != sizes[kind])
        return FALSE;
    if (value.n_bytes > cells->cell_bytes_max) { /* refused as it is */
        hn_cell_rows_text(cells->rows, column, value);
        return TRUE;
    }
    switch (kind) {
    case HN_POSTGRESQL_TEXT:
        hn_cell_rows_text(cells->rows, column, value);
        return TRUE;
    case HN_POSTGRESQL_PADDED:
        put_padded(cells, column, value);
        return TRUE;
    case HN_POSTGRESQL_LETTER:
        hn_cell_rows_text(cells->rows, column, hn_slice(value.bytes, value.bytes[0] != 0));
        return TRUE;
    case HN_POSTGRESQL_BOOL:
        hn_cell_rows_written(cells->rows, column,
                             hn_slice_of(value.bytes[0] != 0 ? "true" : "false"));
        return TRUE;
    case HN_POSTGRESQL_INT2:
    case HN_POSTGRESQL_INT4:
    case HN_POSTGRESQL_INT8:
    case HN_POSTGRESQL_OID:
        put_integer(cells, column, kind, value);
        return TRUE;
    case HN_POSTGRESQL_FLOAT4:
    case HN_POSTGRESQL_FLOAT8:
        put_real(cells, column, kind, value);
        return TRUE;
    case HN_POSTGRESQL_NUMERIC:
        return put_numeric(cells, column, value);
    case HN_POSTGRESQL_BYTES:
        put_bytes(cells, column, value);
        return TRUE;
    case HN_POSTGRESQL_DATE:
    case HN_POSTGRESQL_TIME:
    case HN_POSTGRESQL_TIMESTAMP:
    case HN_POSTGRESQL_TIMESTAMP_TZ:
        return put_time(cells, column, kind, value);
    case HN_POSTGRESQL_UUID:
        put_uuid(cells, column, value);
        return TRUE;
    case HN_POSTGRESQL_JSON:
        put_json(cells, column, value);
        return TRUE;
    case HN_POSTGRESQL_JSONB:
        return put_jsonb(cells, column, value);
    case HN_POSTGRESQL_N_KINDS:
    default:
        g_assert_not_reached();
    }
}
