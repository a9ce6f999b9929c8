/* base/encoder.h - codes and numbers into a sealed file (or memory) of any size, as they come.
 *
 * Data walk: checkpoints of stages. What codec.h does in memory for small things, this does for
 *   tables of a nation: at most one buffer is held, and the file compresses the blocks before it
 *   meanwhile. An error is kept and everything after it goes nowhere: ask once, at the end.
 * Packing: codes of known widths stand side by side in a run of bits, lowest first.
 * Cost: a varint 1-2 ns, a packed code 1 ns.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/codec.h"
#include "base/sealed_file.h"

typedef struct {
    guint8 *next, *end; /* of the buffer */
    /* Private. */
    guint8 *buffer;
    HnSealedWriter *file; /* NULL: memory */
    GByteArray *memory;
    GError *error;
} HnEncoder;

HnEncoder hn_encoder_to_file(HnSealedWriter *file); /* borrowed */
HnEncoder hn_encoder_to_memory(GByteArray *memory); /* borrowed; appended to */
/* Hands on what is left, frees the buffer; FALSE with the first error. Once. */
gboolean hn_encoder_end(HnEncoder *encoder, GError **error);

void hn_encoder_flush(HnEncoder *encoder); /* makes room for at least 4 KiB */

static inline void
hn_encode_varint(HnEncoder *encoder, guint64 value)
{
    if (G_UNLIKELY(encoder->end - encoder->next < HN_VARINT_BYTES_MAX))
        hn_encoder_flush(encoder);
    encoder->next = hn_write_varint(encoder->next, value);
}

static inline void
hn_encode_zigzag(HnEncoder *encoder, gint64 value)
{
    hn_encode_varint(encoder, ((guint64)value << 1) ^ (value < 0 ? G_MAXUINT64 : 0));
}

void hn_encode_bytes(HnEncoder *encoder, const void *bytes, gsize n_bytes);
void hn_encode_slice(HnEncoder *encoder, HnSlice bytes); /* varint length, then the bytes */
/* @n_rows rows of @n_columns codes each, column c in the lowest widths[c] (1..32) bits. */
void hn_encode_packed(HnEncoder *encoder, const guint32 *codes, gsize n_rows, guint n_columns,
                      const guint8 *widths);
