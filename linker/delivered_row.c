#include "linker/delivered_row.h"

#include "base/codec.h"

struct _HnDeliveredRow {
    const HnDeliveryColumns *columns;
    GByteArray *bytes; /* of the row encoded or hashed last */
    guint n_allocated;
    HnRawField *arrived; /* [n_allocated] fields of the row decoded last, by arrival */
    HnRawField *fields;  /* [n_allocated] the same by name */
};

HnDeliveredRow *
hn_delivered_row_new(const HnDeliveryColumns *columns)
{
    HnDeliveredRow *row = g_new0(HnDeliveredRow, 1);
    row->columns = columns;
    row->bytes = g_byte_array_new();
    return row;
}

void
hn_delivered_row_free(HnDeliveredRow *row)
{
    if (row == NULL)
        return;
    g_byte_array_unref(row->bytes);
    g_free(row->arrived);
    g_free(row->fields);
    g_free(row);
}

/* Room for all fields with a number before each, and for @n_more bytes. */
static guint8 *
reserve(HnDeliveredRow *row, const HnRawField *fields, guint n_fields, gsize n_more)
{
    gsize n_bytes = n_more + HN_VARINT_BYTES_MAX * (gsize)n_fields;
    for (guint i = 0; i < n_fields; i++)
        n_bytes += fields[i].n_bytes;
    g_assert(n_bytes <= G_MAXUINT); /* GByteArray counts in guint */
    if (n_bytes > row->bytes->len)
        g_byte_array_set_size(row->bytes, (guint)n_bytes);
    return row->bytes->data;
}

static inline guint8 *
write_field_head(guint8 *out, const HnRawField *field)
{
    return hn_write_varint(out, (guint64)field->n_bytes << 2 | field->kind);
}

static void
hash_names(const HnDeliveryColumns *columns, const HnRawField *fields, guint n_fields,
           const guint8 *key, guint8 *ret_hash)
{
    g_autoptr(GByteArray) names = g_byte_array_new();
    for (guint i = 0; i < columns->n; i++) {
        const guint arrival = columns->columns[i].arrival;
        if (arrival < n_fields && fields[arrival].kind != HN_FIELD_MISSING)
            hn_put_slice(names, hn_slice_of(columns->names[i]));
    }
    hn_keyed_hash(key, names->data, names->len, ret_hash);
}

void
hn_delivered_row_hash(HnDeliveredRow *row, const HnRawField *fields, guint n_fields,
                      const guint8 key[HN_KEYED_HASH_KEY_BYTES],
                      guint8 ret_hash[HN_KEYED_HASH_BYTES])
{
    guint8 *const start = reserve(row, fields, n_fields, HN_KEYED_HASH_BYTES);
    hash_names(row->columns, fields, n_fields, key, start);
    guint8 *out = start + HN_KEYED_HASH_BYTES;
    for (guint i = 0; i < row->columns->n; i++) {
        const guint arrival = row->columns->columns[i].arrival;
        if (arrival >= n_fields || fields[arrival].kind == HN_FIELD_MISSING)
            continue;
        out = write_field_head(out, &fields[arrival]);
        out = hn_write_bytes(out, fields[arrival].bytes, fields[arrival].n_bytes);
    }
    hn_keyed_hash(key, start, (gsize)(out - start), ret_hash);
}

HnSlice
hn_delivered_row_encode(HnDeliveredRow *row, const HnDeliveredHead *head, const HnRawField *fields,
                        guint n_fields)
{
    guint8 *const start = reserve(row, fields, n_fields, 1 + 2 * HN_VARINT_BYTES_MAX);
    guint8 *out = start;
    *out++ = (guint8)((head->delete ? 1 : 0) | (head->unknown ? 2 : 0) | (head->key_alone ? 4 : 0));
    out = hn_write_varint(out, head->offset);
    out = hn_write_varint(out, n_fields);
    for (guint i = 0; i < n_fields; i++)
        out = write_field_head(out, &fields[i]);
    for (guint i = 0; i < n_fields; i++)
        out = hn_write_bytes(out, fields[i].bytes, fields[i].n_bytes);
    return hn_slice(start, (gsize)(out - start));
}

static void
grow_fields(HnDeliveredRow *row)
{
    if (row->n_allocated >= row->columns->n)
        return;
    row->n_allocated = row->columns->n;
    row->arrived = g_renew(HnRawField, row->arrived, row->n_allocated);
    row->fields = g_renew(HnRawField, row->fields, row->n_allocated);
}

HnRawField *
hn_delivered_row_decode(HnDeliveredRow *row, HnSlice bytes, HnDeliveredHead *ret_head)
{
    HnCursor cursor = hn_cursor(bytes.bytes, bytes.n_bytes);
    grow_fields(row);
    const guint8 flags = hn_get_u8(&cursor);
    ret_head->delete = (flags & 1) != 0;
    ret_head->unknown = (flags & 2) != 0;
    ret_head->key_alone = (flags & 4) != 0;
    ret_head->offset = hn_get_varint(&cursor);
    const guint n_fields = (guint)hn_get_varint(&cursor);
    g_assert(n_fields <= row->columns->n);
    for (guint i = 0; i < n_fields; i++) {
        const guint64 word = hn_get_varint(&cursor);
        row->arrived[i] = (HnRawField){ NULL, (guint32)(word >> 2), (guint8)(word & 3) };
    }
    const guint8 *next = cursor.next;
    for (guint i = 0; i < n_fields; i++) {
        row->arrived[i].bytes = next;
        next += row->arrived[i].n_bytes;
    }
    g_assert(hn_cursor_ok(&cursor) && next == cursor.end);
    for (guint i = 0; i < row->columns->n; i++) {
        const guint arrival = row->columns->columns[i].arrival;
        row->fields[i] = arrival < n_fields ? row->arrived[arrival] : (HnRawField){ 0 };
    }
    return row->fields;
}
