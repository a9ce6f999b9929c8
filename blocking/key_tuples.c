#include "blocking/key_tuples.h"

#include "base/radix_sort.h"

#define TUPLES_MIN 64u

HnKeyPacking
hn_key_packing(const guint32 *sizes, guint n_parts)
{
    g_assert(n_parts >= 1 && n_parts <= HN_KEY_CODES_MAX);
    HnKeyPacking packing = { .n_parts = n_parts, .n_words = 1 };
    guint n_used = 0; /* bits of the current word */
    for (guint p = 0; p < n_parts; p++) {
        const guint width = MAX(g_bit_storage(sizes[p]), 1u); /* an empty part keeps its place */
        if (n_used + width > 64) {
            packing.n_words++;
            n_used = 0;
        }
        packing.word[p] = (guint8)(packing.n_words - 1);
        packing.width[p] = (guint8)width;
        packing.shift[p] = (guint8)n_used;
        n_used += width;
    }
    return packing;
}

guint32
hn_key_packing_code(const HnKeyPacking *packing, guint64 *const *words, gsize i, guint part)
{
    const guint64 mask = (G_GUINT64_CONSTANT(1) << packing->width[part]) - 1;
    return (guint32)(words[packing->word[part]][i] >> packing->shift[part] & mask);
}

void
hn_key_tuples_init(HnKeyTuples *tuples, guint n_words, gsize n_expected)
{
    g_assert(n_words >= 1 && n_words <= HN_KEY_WORDS_MAX);
    *tuples = (HnKeyTuples){ .n_words = n_words, .n_allocated = MAX(n_expected, TUPLES_MIN) };
    for (guint w = 0; w < n_words; w++)
        tuples->words[w] = g_new(guint64, tuples->n_allocated);
    tuples->classes = g_new(guint32, tuples->n_allocated);
}

void
hn_key_tuples_clear(HnKeyTuples *tuples)
{
    for (guint w = 0; w < HN_KEY_WORDS_MAX; w++)
        g_clear_pointer(&tuples->words[w], g_free);
    g_clear_pointer(&tuples->classes, g_free);
    tuples->n = tuples->n_allocated = 0;
}

void
hn_key_tuples_grow(HnKeyTuples *tuples)
{
    tuples->n_allocated += MAX(tuples->n_allocated / 2, TUPLES_MIN);
    for (guint w = 0; w < tuples->n_words; w++)
        tuples->words[w] = g_renew(guint64, tuples->words[w], tuples->n_allocated);
    tuples->classes = g_renew(guint32, tuples->classes, tuples->n_allocated);
}

/* Replaces each of @words by its position among the distinct ones: 32 bits, as there are fewer
 * tuples. */
static void
rank_words(guint64 *words, gsize n, guint64 *sorted, guint32 *places, guint64 *tmp,
           guint32 *places_tmp)
{
    for (gsize i = 0; i < n; i++) {
        sorted[i] = words[i];
        places[i] = (guint32)i;
    }
    hn_radix_sort_pairs(sorted, places, n, tmp, places_tmp);
    guint32 rank = 0;
    for (gsize i = 0; i < n; i++) {
        if (i > 0 && sorted[i] != sorted[i - 1])
            rank++;
        words[places[i]] = rank;
    }
}

void
hn_key_tuples_fold(HnKeyTuples *tuples)
{
    if (tuples->n_words == 1)
        return;
    const gsize n = tuples->n;
    g_assert(n <= G_MAXUINT32);
    g_autofree guint64 *sorted = g_new(guint64, n + 1), *tmp = g_new(guint64, n + 1);
    g_autofree guint32 *places = g_new(guint32, n + 1), *places_tmp = g_new(guint32, n + 1);
    rank_words(tuples->words[0], n, sorted, places, tmp, places_tmp);
    for (guint w = 1; w < tuples->n_words; w++) {
        rank_words(tuples->words[w], n, sorted, places, tmp, places_tmp);
        for (gsize i = 0; i < n; i++)
            tuples->words[0][i] = tuples->words[0][i] << 32 | tuples->words[w][i];
        g_clear_pointer(&tuples->words[w], g_free);
        if (w + 1 < tuples->n_words)
            rank_words(tuples->words[0], n, sorted, places, tmp, places_tmp);
    }
    tuples->n_words = 1;
}

void
hn_key_tuples_sort(HnKeyTuples *tuples)
{
    g_assert(tuples->n_words == 1);
    g_autofree guint64 *words_tmp = g_new(guint64, tuples->n + 1);
    g_autofree guint32 *classes_tmp = g_new(guint32, tuples->n + 1);
    hn_radix_sort_pairs(tuples->words[0], tuples->classes, tuples->n, words_tmp, classes_tmp);
}

gsize
hn_key_tuples_size_bytes(const HnKeyTuples *tuples)
{
    return tuples->n_allocated * (tuples->n_words * sizeof(guint64) + sizeof(guint32));
}
