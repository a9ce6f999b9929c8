/* base/decoder.h - reads back what an encoder wrote, block by block.
 *
 * Data walk: a resumed night's checkpoints. Every read is bounds-checked; after a failed one all
 *   further reads give 0, and the caller asks once (as with HnCursor): hn_decoder_ok() before it
 *   allocates by a number it read, hn_decoder_done() at the end.
 * Cost: a varint 1-2 ns, a packed code 1-2 ns; one block in memory.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/codec.h"
#include "base/sealed_file.h"

typedef struct {
    const guint8 *next, *end; /* of what is in memory */
    gboolean failed;
    /* Private. */
    HnSealedReader *file;         /* NULL: memory alone */
    guint64 next_block, n_behind; /* bytes of the blocks to come */
    GByteArray *block;
    GError *error; /* of reading the file */
} HnDecoder;

HnDecoder hn_decoder_of_file(HnSealedReader *file); /* borrowed */
HnDecoder hn_decoder_of_memory(const void *bytes, gsize n_bytes);
/* FALSE with why the file could not be read; TRUE where it could, whatever it said. Once. */
gboolean hn_decoder_end(HnDecoder *decoder, GError **error);

guint64 hn_decode_long_varint(HnDecoder *decoder); /* the general case of hn_decode_varint() */
static inline guint64
hn_decode_varint(HnDecoder *decoder)
{
    if (G_LIKELY(decoder->next < decoder->end && *decoder->next < 0x80))
        return *decoder->next++;
    return hn_decode_long_varint(decoder);
}
gint64 hn_decode_zigzag(HnDecoder *decoder);

/* Exactly @n_bytes into @ret; FALSE: there are fewer. */
gboolean hn_decode_bytes(HnDecoder *decoder, void *ret, gsize n_bytes);
/* As hn_encode_packed() wrote them. FALSE: there are fewer. */
gboolean hn_decode_packed(HnDecoder *decoder, guint32 *ret_codes, gsize n_rows, guint n_columns,
                          const guint8 *widths);
static inline gboolean
hn_decoder_ok(const HnDecoder *decoder)
{
    return !decoder->failed;
}
/* Bytes to come: bounds what honest input can announce. */
static inline guint64
hn_decoder_left(const HnDecoder *decoder)
{
    return (guint64)(decoder->end - decoder->next) + decoder->n_behind;
}
gboolean hn_decoder_done(HnDecoder *decoder);
