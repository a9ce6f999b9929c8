/* tests/reference/codec_memory.h - encoders and decoders over memory, for tests of what stages
 * leave.
 *
 * Data walk: ENCODED(bytes, encode(object, &encoder)) and HN_DECODER(bytes). Threads: one.
 */
#pragma once
#include "base/decoder.h"
#include "base/encoder.h"

/* Runs @call, which knows `encoder`, and leaves its bytes in a new array. */
#define ENCODED(bytes, call)                                                                       \
    g_autoptr(GByteArray) bytes = g_byte_array_new();                                              \
    {                                                                                              \
        HnEncoder encoder = hn_encoder_to_memory(bytes);                                           \
        call;                                                                                      \
        g_assert_true(hn_encoder_end(&encoder, NULL));                                             \
    }
