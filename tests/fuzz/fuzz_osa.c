/* Any two values and any limit: the bit-parallel distances agree with the whole tables. */
#include "tests/reference/distance_reference.h"
#include "text/edit_distance.h"

#define LETTERS_MAX 300

static guint
capped(guint distance, guint limit)
{
    return distance > limit ? limit + 1 : distance;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    if (size < 2)
        return 0;
    const guint limit = data[1] % 12;
    const gsize split = 2 + data[0] % (size - 1);
    const HnLetters a = { .narrow = data + 2, .n = (guint32)MIN(split - 2, LETTERS_MAX) };
    const HnLetters b = { .narrow = data + split, .n = (guint32)MIN(size - split, LETTERS_MAX) };
    const guint osa = osa_reference(a, b);
    g_assert(hn_osa(a, b, limit) == capped(osa, limit));
    g_assert(hn_osa(b, a, G_MAXUINT) == osa);
    g_assert(hn_levenshtein(a, b, limit) == capped(levenshtein_reference(a, b), limit));
    const guint damerau = hn_damerau(a, b, G_MAXUINT);
    g_assert(damerau <= osa);
    g_assert(hn_damerau(b, a, limit) == capped(damerau, limit));
    return 0;
}
