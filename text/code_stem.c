#include "text/code_stem.h"

#include <string.h>

#define STEM_BYTES_MIN 4 /* "A4" and "720P" are what many models have */

static gboolean
is_digit(guint8 byte)
{
    return g_ascii_isdigit((char)byte);
}

/* Without what stands behind the last digit; empty if there is none. */
static HnSlice
stem_of(HnSlice code)
{
    gsize n = code.n_bytes;
    while (n > 0 && !is_digit(code.bytes[n - 1]))
        n--;
    return hn_slice(code.bytes, n);
}

static gboolean
begins(HnSlice shorter, HnSlice longer)
{
    if (shorter.n_bytes < STEM_BYTES_MIN || shorter.n_bytes >= longer.n_bytes ||
        stem_of(shorter).n_bytes == 0 || memcmp(shorter.bytes, longer.bytes, shorter.n_bytes) != 0)
        return FALSE;
    return !is_digit(shorter.bytes[shorter.n_bytes - 1]) ||
           !is_digit(longer.bytes[shorter.n_bytes]);
}

gboolean
hn_codes_same_stem(HnSlice a, HnSlice b)
{
    const HnSlice stem = stem_of(a);
    if (stem.n_bytes >= STEM_BYTES_MIN && hn_slice_equal(stem, stem_of(b)))
        return TRUE;
    return begins(a, b) || begins(b, a);
}
