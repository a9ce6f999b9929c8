/* base/slice.h - a borrowed run of bytes: pointer and length, never NUL-terminated by contract.
 *
 * Data walk: every stage passes values as slices; who owns the bytes stands at the function.
 * Cost: two words, passed by value.
 * Threads: a value.
 */
#pragma once
#include <glib.h>
#include <string.h>

typedef struct {
    const guint8 *bytes; /* (transfer none); may be NULL only if n_bytes is 0 */
    gsize n_bytes;
} HnSlice;

static inline HnSlice
hn_slice(const void *bytes, gsize n_bytes)
{
    return (HnSlice){ (const guint8 *)bytes, n_bytes };
}

static inline HnSlice
hn_slice_of(const char *text)
{
    return (HnSlice){ (const guint8 *)text, text == NULL ? 0 : strlen(text) };
}

static inline gboolean
hn_slice_equal(HnSlice a, HnSlice b)
{
    return a.n_bytes == b.n_bytes && (a.n_bytes == 0 || memcmp(a.bytes, b.bytes, a.n_bytes) == 0);
}

/* Order by bytes, then by length: the order of everything that is written out. Returns <0, 0, >0.
 */
static inline int
hn_slice_compare(HnSlice a, HnSlice b)
{
    const gsize n = MIN(a.n_bytes, b.n_bytes);
    const int order = n == 0 ? 0 : memcmp(a.bytes, b.bytes, n);
    return order != 0 ? order : (a.n_bytes > b.n_bytes) - (a.n_bytes < b.n_bytes);
}
