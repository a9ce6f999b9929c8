/* base/codec.h - the byte forms inside sealed files: varints, fixed words, length-prefixed bytes.
 *
 * Data walk: store/ and linker/ encode with hn_put_*() into a GByteArray and append that to a
 *   sealed file. Decoding uses HnCursor: every read is bounds-checked and after a failed one all
 *   further reads give 0; the caller checks hn_cursor_ok() once, then validates, and only then
 *   uses (DESIGN 4.17).
 * Source: LEB128 for varints; little-endian words.
 * Cost: 1-3 ns a number read, 5 ns a number written.
 * Threads: a cursor belongs to one thread.
 */
#pragma once
#include "base/slice.h"

void hn_put_u8(GByteArray *out, guint8 value);
void hn_put_u32(GByteArray *out, guint32 value);
void hn_put_u64(GByteArray *out, guint64 value);
void hn_put_varint(GByteArray *out, guint64 value);
void hn_put_zigzag(GByteArray *out, gint64 value);
/* The bytes grow by @n_bytes, to be written to where the result points; then say what was used. */
guint8 *hn_put_room(GByteArray *out, gsize n_bytes);
static inline void
hn_put_room_used(GByteArray *out, const guint8 *end)
{
    out->len = (guint)(end - out->data);
}
void hn_put_slice(GByteArray *out, HnSlice bytes); /* varint length, then the bytes */
void hn_put_bytes(GByteArray *out, const void *bytes, gsize n_bytes); /* bare */

/* The same forms into memory that the caller has reserved, for rows in the millions: the place
 * behind what was written. */
#define HN_VARINT_BYTES_MAX 10 /* ceil(64 / 7) */
static inline guint8 *
hn_write_varint(guint8 *out, guint64 value)
{
    for (; value >= 0x80; value >>= 7)
        *out++ = (guint8)(value | 0x80);
    *out++ = (guint8)value;
    return out;
}

static inline guint64
hn_zigzag(gint64 value)
{
    return ((guint64)value << 1) ^ (value < 0 ? G_MAXUINT64 : 0);
}

static inline guint8 *
hn_write_bytes(guint8 *out, const void *bytes, gsize n_bytes)
{
    if (n_bytes > 0)
        memcpy(out, bytes, n_bytes);
    return out + n_bytes;
}

typedef struct {
    const guint8 *next, *end;
    gboolean failed;
} HnCursor;

HnCursor hn_cursor(const void *bytes, gsize n_bytes);
guint8 hn_get_u8(HnCursor *cursor);
guint32 hn_get_u32(HnCursor *cursor);
guint64 hn_get_u64(HnCursor *cursor);
guint64 hn_get_long_varint(HnCursor *cursor); /* the general case of hn_get_varint() */
/* More than 64 bits, or a redundant last byte: failed. */
static inline guint64
hn_get_varint(HnCursor *cursor)
{
    if (G_LIKELY(!cursor->failed && cursor->next < cursor->end && *cursor->next < 0x80))
        return *cursor->next++;
    return hn_get_long_varint(cursor);
}
gint64 hn_get_zigzag(HnCursor *cursor);
HnSlice hn_get_slice(HnCursor *cursor);                      /* borrowed from the cursor's bytes */
const guint8 *hn_get_bytes(HnCursor *cursor, gsize n_bytes); /* NULL when short */
static inline gboolean
hn_cursor_ok(const HnCursor *cursor)
{
    return !cursor->failed;
}
static inline gsize
hn_cursor_left(const HnCursor *cursor)
{
    return (gsize)(cursor->end - cursor->next);
}
/* At the end of its bytes and nothing failed: what a decoder must find when it is done. */
gboolean hn_cursor_done(const HnCursor *cursor);
