/* Any two values: the kernels agree with the slow reference, both ways round, narrow and wide. */
#include "tests/reference/jaro_reference.h"
#include "text/jaro_winkler.h"

#define LETTERS_MAX 700 /* the reference is quadratic */

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    guint32 wide[LETTERS_MAX];
    const gsize split = size == 0 ? 0 : data[0] % size;
    const gsize n_b = MIN(size - split, LETTERS_MAX);
    const HnLetters a = { .narrow = data, .n = (guint32)split };
    const HnLetters b = { .narrow = data + split, .n = (guint32)n_b };
    for (gsize i = 0; i < n_b; i++)
        wide[i] = b.narrow[i];
    const double expected = jaro_winkler_reference(a, b);
    g_assert(hn_jaro_winkler(a, b) == expected);
    g_assert(hn_jaro_winkler(b, a) == expected);
    g_assert(hn_jaro_winkler(a, (HnLetters){ .wide = wide, .n = b.n }) == expected);
    g_assert(hn_jaro_winkler_at_least(a, b, expected));
    g_assert(!hn_jaro_winkler_at_least(a, b, expected + 1e-9));
    return 0;
}
