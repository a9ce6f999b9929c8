#include "base/encoder.h"

#define BUFFER_BYTES ((gsize)256 << 10)

static HnEncoder
encoder_new(HnSealedWriter *file, GByteArray *memory)
{
    HnEncoder encoder = { .file = file, .memory = memory };
    encoder.buffer = encoder.next = g_malloc(BUFFER_BYTES);
    encoder.end = encoder.buffer + BUFFER_BYTES;
    return encoder;
}

HnEncoder
hn_encoder_to_file(HnSealedWriter *file)
{
    return encoder_new(file, NULL);
}

HnEncoder
hn_encoder_to_memory(GByteArray *memory)
{
    return encoder_new(NULL, memory);
}

static void
hand_on(HnEncoder *encoder, const guint8 *bytes, gsize n_bytes)
{
    if (encoder->memory != NULL)
        hn_put_bytes(encoder->memory, bytes, n_bytes);
    else if (encoder->error == NULL && n_bytes > 0)
        hn_sealed_writer_append(encoder->file, bytes, n_bytes, &encoder->error);
}

void
hn_encoder_flush(HnEncoder *encoder)
{
    hand_on(encoder, encoder->buffer, (gsize)(encoder->next - encoder->buffer));
    encoder->next = encoder->buffer;
}

void
hn_encode_bytes(HnEncoder *encoder, const void *bytes, gsize n_bytes)
{
    if (n_bytes > (gsize)(encoder->end - encoder->next))
        hn_encoder_flush(encoder);
    if (n_bytes > (gsize)(encoder->end - encoder->next))
        hand_on(encoder, bytes, n_bytes);
    else
        encoder->next = hn_write_bytes(encoder->next, bytes, n_bytes);
}

void
hn_encode_slice(HnEncoder *encoder, HnSlice bytes)
{
    hn_encode_varint(encoder, bytes.n_bytes);
    hn_encode_bytes(encoder, bytes.bytes, bytes.n_bytes);
}

void
hn_encode_packed(HnEncoder *encoder, const guint32 *codes, gsize n_rows, guint n_columns,
                 const guint8 *widths)
{
    guint64 bits = 0;
    guint n_bits = 0;
    for (gsize row = 0; row < n_rows; row++) {
        for (guint c = 0; c < n_columns; c++) {
            bits |= (guint64)*codes++ << n_bits;
            n_bits += widths[c];
            if (n_bits < 32)
                continue;
            if (G_UNLIKELY(encoder->end - encoder->next < 4))
                hn_encoder_flush(encoder);
            encoder->next =
                hn_write_bytes(encoder->next, &(guint32){ GUINT32_TO_LE((guint32)bits) }, 4);
            bits >>= 32;
            n_bits -= 32;
        }
    }
    const guint64 rest = GUINT64_TO_LE(bits);
    hn_encode_bytes(encoder, &rest, (n_bits + 7) / 8);
}

gboolean
hn_encoder_end(HnEncoder *encoder, GError **error)
{
    hn_encoder_flush(encoder);
    g_clear_pointer(&encoder->buffer, g_free);
    if (encoder->error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&encoder->error));
    return FALSE;
}
