#include "base/codec.h"

void
hn_put_u8(GByteArray *out, guint8 value)
{
    g_byte_array_append(out, &value, 1);
}

void
hn_put_u32(GByteArray *out, guint32 value)
{
    const guint32 word = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&word, sizeof word);
}

void
hn_put_u64(GByteArray *out, guint64 value)
{
    const guint64 word = GUINT64_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&word, sizeof word);
}

void
hn_put_varint(GByteArray *out, guint64 value)
{
    guint8 bytes[HN_VARINT_BYTES_MAX];
    g_byte_array_append(out, bytes, (guint)(hn_write_varint(bytes, value) - bytes));
}

guint8 *
hn_put_room(GByteArray *out, gsize n_bytes)
{
    const guint n_before = out->len;
    g_assert(n_bytes <= G_MAXUINT - n_before); /* GByteArray counts in guint */
    g_byte_array_set_size(out, n_before + (guint)n_bytes);
    return out->data + n_before;
}

void
hn_put_zigzag(GByteArray *out, gint64 value)
{
    hn_put_varint(out, hn_zigzag(value));
}

void
hn_put_slice(GByteArray *out, HnSlice bytes)
{
    guint8 length[HN_VARINT_BYTES_MAX];
    const guint n = (guint)(hn_write_varint(length, bytes.n_bytes) - length);
    const guint start = out->len;
    g_assert(bytes.n_bytes <= G_MAXUINT - start - n); /* GByteArray counts in guint */
    g_byte_array_set_size(out, start + n + (guint)bytes.n_bytes);
    memcpy(out->data + start, length, n);
    if (bytes.n_bytes > 0)
        memcpy(out->data + start + n, bytes.bytes, bytes.n_bytes);
}

void
hn_put_bytes(GByteArray *out, const void *bytes, gsize n_bytes)
{
    g_assert(n_bytes <= G_MAXUINT - out->len); /* GByteArray counts in guint */
    if (n_bytes > 0)
        g_byte_array_append(out, bytes, (guint)n_bytes);
}

HnCursor
hn_cursor(const void *bytes, gsize n_bytes)
{
    const guint8 *next = bytes;
    return (HnCursor){ .next = next, .end = n_bytes == 0 ? next : next + n_bytes, .failed = FALSE };
}

const guint8 *
hn_get_bytes(HnCursor *cursor, gsize n_bytes)
{
    if (cursor->failed || n_bytes > hn_cursor_left(cursor)) {
        cursor->failed = TRUE;
        return NULL;
    }
    const guint8 *bytes = cursor->next;
    if (n_bytes > 0) /* NULL + 0 is undefined in C */
        cursor->next += n_bytes;
    return bytes;
}

guint8
hn_get_u8(HnCursor *cursor)
{
    const guint8 *bytes = hn_get_bytes(cursor, 1);
    return bytes == NULL ? 0 : *bytes;
}

guint32
hn_get_u32(HnCursor *cursor)
{
    guint32 word = 0;
    const guint8 *bytes = hn_get_bytes(cursor, sizeof word);
    if (bytes != NULL)
        memcpy(&word, bytes, sizeof word);
    return GUINT32_FROM_LE(word);
}

guint64
hn_get_u64(HnCursor *cursor)
{
    guint64 word = 0;
    const guint8 *bytes = hn_get_bytes(cursor, sizeof word);
    if (bytes != NULL)
        memcpy(&word, bytes, sizeof word);
    return GUINT64_FROM_LE(word);
}

/* A number has one encoding only, else two files of equal content could differ. */
guint64
hn_get_long_varint(HnCursor *cursor)
{
    guint64 value = 0;
    for (guint shift = 0; shift < 7 * HN_VARINT_BYTES_MAX; shift += 7) {
        if (cursor->failed || cursor->next == cursor->end)
            break;
        const guint8 byte = *cursor->next++;
        if ((byte == 0 && shift > 0) ||
            (shift == 63 && byte > 1)) /* redundant, or beyond 64 bits */
            break;
        value |= (guint64)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    cursor->failed = TRUE;
    return 0;
}

gint64
hn_get_zigzag(HnCursor *cursor)
{
    const guint64 value = hn_get_varint(cursor);
    return (gint64)((value >> 1) ^ (0 - (value & 1)));
}

HnSlice
hn_get_slice(HnCursor *cursor)
{
    const guint64 n_bytes = hn_get_varint(cursor);
    const guint8 *bytes = hn_get_bytes(cursor, n_bytes);
    return bytes == NULL ? hn_slice(NULL, 0) : hn_slice(bytes, n_bytes);
}

gboolean
hn_cursor_done(const HnCursor *cursor)
{
    return !cursor->failed && cursor->next == cursor->end;
}
