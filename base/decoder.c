#include "base/decoder.h"

HnDecoder
hn_decoder_of_file(HnSealedReader *file)
{
    return (HnDecoder){ .file = file,
                        .n_behind = hn_sealed_reader_info(file)->content_bytes,
                        .block = g_byte_array_new() };
}

HnDecoder
hn_decoder_of_memory(const void *bytes, gsize n_bytes)
{
    const guint8 *next = n_bytes == 0 ? NULL : bytes;
    return (HnDecoder){ .next = next, .end = n_bytes == 0 ? NULL : next + n_bytes };
}

gboolean
hn_decoder_end(HnDecoder *decoder, GError **error)
{
    g_clear_pointer(&decoder->block, g_byte_array_unref);
    if (decoder->error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&decoder->error));
    return FALSE;
}

static void
fail(HnDecoder *decoder)
{
    decoder->failed = TRUE;
    decoder->next = decoder->end;
    decoder->n_behind = 0;
}

/* The next block, when the one in memory is used up. FALSE: there is none. */
static gboolean
refill(HnDecoder *decoder)
{
    if (decoder->n_behind == 0)
        return FALSE;
    if (!hn_sealed_reader_read_block(decoder->file, decoder->next_block++, decoder->block,
                                     &decoder->error)) {
        decoder->next = decoder->end = NULL;
        fail(decoder);
        return FALSE;
    }
    decoder->next = decoder->block->data;
    decoder->end = decoder->next + decoder->block->len;
    decoder->n_behind -= decoder->block->len;
    return TRUE;
}

/* One byte; fails at the end. */
static guint8
next_byte(HnDecoder *decoder)
{
    if (decoder->next == decoder->end && !refill(decoder)) {
        fail(decoder);
        return 0;
    }
    return *decoder->next++;
}

/* A number has one encoding only, else two files of equal content could differ. */
guint64
hn_decode_long_varint(HnDecoder *decoder)
{
    guint64 value = 0;
    for (guint shift = 0; shift < 7 * HN_VARINT_BYTES_MAX; shift += 7) {
        const guint8 byte = next_byte(decoder);
        if (decoder->failed || (byte == 0 && shift > 0) || (shift == 63 && byte > 1))
            break;
        value |= (guint64)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    fail(decoder);
    return 0;
}

gint64
hn_decode_zigzag(HnDecoder *decoder)
{
    const guint64 value = hn_decode_varint(decoder);
    return (gint64)((value >> 1) ^ (0 - (value & 1)));
}

gboolean
hn_decode_bytes(HnDecoder *decoder, void *ret, gsize n_bytes)
{
    guint8 *next = ret;
    if (decoder->failed || n_bytes > hn_decoder_left(decoder)) {
        fail(decoder);
        return FALSE;
    }
    while (n_bytes > 0) {
        if (decoder->next == decoder->end && !refill(decoder))
            return FALSE;
        const gsize n_here = MIN(n_bytes, (gsize)(decoder->end - decoder->next));
        memcpy(next, decoder->next, n_here);
        decoder->next += n_here;
        next += n_here;
        n_bytes -= n_here;
    }
    return TRUE;
}

/* The four lowest bytes that come, or what is left of @n_left. */
static guint32
next_word(HnDecoder *decoder, guint64 *n_left)
{
    guint32 word = 0;
    const guint n = (guint)MIN(*n_left, sizeof word);
    *n_left -= n;
    if (G_LIKELY(n == sizeof word && decoder->end - decoder->next >= (gssize)sizeof word)) {
        memcpy(&word, decoder->next, sizeof word);
        decoder->next += sizeof word;
        return GUINT32_FROM_LE(word);
    }
    for (guint i = 0; i < n; i++)
        word |= (guint32)next_byte(decoder) << (8 * i);
    return word;
}

gboolean
hn_decode_packed(HnDecoder *decoder, guint32 *ret_codes, gsize n_rows, guint n_columns,
                 const guint8 *widths)
{
    guint row_bits = 0;
    for (guint c = 0; c < n_columns; c++)
        row_bits += widths[c];
    guint64 n_left = n_rows > G_MAXUINT64 / 32 / MAX(n_columns, 1)
                         ? G_MAXUINT64
                         : ((guint64)n_rows * row_bits + 7) / 8;
    if (decoder->failed || n_left > hn_decoder_left(decoder)) {
        fail(decoder);
        return FALSE;
    }
    guint64 bits = 0;
    guint n_bits = 0;
    for (gsize row = 0; row < n_rows; row++) {
        for (guint c = 0; c < n_columns; c++) {
            const guint width = widths[c];
            if (n_bits < width) {
                bits |= (guint64)next_word(decoder, &n_left) << n_bits;
                n_bits += 32;
            }
            *ret_codes++ = (guint32)(bits & ((G_GUINT64_CONSTANT(1) << width) - 1));
            bits >>= width;
            n_bits -= width;
        }
    }
    if (bits != 0) /* between the last code and its byte's end */
        fail(decoder);
    return !decoder->failed;
}

gboolean
hn_decoder_done(HnDecoder *decoder)
{
    return !decoder->failed && hn_decoder_left(decoder) == 0;
}
