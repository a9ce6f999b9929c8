#include "text/digits.h"

static inline gsize
first_difference(HnSlice a, HnSlice b, gsize from)
{
    gsize i = from;
    for (; a.n_bytes - i >= 8; i += 8) {
        guint64 word_a = 0;
        guint64 word_b = 0;
        memcpy(&word_a, a.bytes + i, 8);
        memcpy(&word_b, b.bytes + i, 8);
        if (word_a != word_b)
            return i + (gsize)__builtin_ctzll(GUINT64_FROM_LE(word_a ^ word_b)) / 8;
    }
    while (i < a.n_bytes && a.bytes[i] == b.bytes[i])
        i++;
    return i;
}

gboolean
hn_digits_one_slip(HnSlice a, HnSlice b)
{
    if (a.n_bytes != b.n_bytes)
        return FALSE;
    const gsize first = first_difference(a, b, 0);
    if (first == a.n_bytes)
        return FALSE;
    const gsize second = first_difference(a, b, first + 1);
    if (second == a.n_bytes)
        return TRUE;
    return second == first + 1 && a.bytes[first] == b.bytes[second] &&
           a.bytes[second] == b.bytes[first] && first_difference(a, b, second + 1) == a.n_bytes;
}

gboolean
hn_digits_tail_equal(HnSlice a, HnSlice b, gsize n_bytes)
{
    return n_bytes > 0 && a.n_bytes >= n_bytes && b.n_bytes >= n_bytes &&
           memcmp(a.bytes + a.n_bytes - n_bytes, b.bytes + b.n_bytes - n_bytes, n_bytes) == 0;
}
