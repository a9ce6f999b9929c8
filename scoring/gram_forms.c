#include "scoring/gram_forms.h"

#include "base/radix_sort.h"
#include "text/q_grams.h"

#define NUMBERS_OF_BYTES 0x10000u /* of bigrams of two letters of one byte */

static guint32
number_of(HnDictionary *others, guint64 bigram)
{
    const guint32 first = (guint32)(bigram >> 32), second = (guint32)bigram;
    if (first < HN_LETTER_OUTSIDE && second < HN_LETTER_OUTSIDE)
        return first << 8 | second;
    return NUMBERS_OF_BYTES + hn_dictionary_intern(others, hn_slice(&bigram, sizeof bigram));
}

void
hn_gram_forms_fill(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    g_autoptr(HnDictionary) others = hn_dictionary_new();
    g_autoptr(GArray) grams = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint64 bigrams[HN_BIGRAMS_MAX];
    guint32 numbers[HN_BIGRAMS_MAX], tmp[HN_BIGRAMS_MAX];
    forms->gram_start = g_new0(guint64, (gsize)n_values + 2);
    for (guint32 code = 1; code <= n_values; code++) {
        const guint n = hn_bigrams(forms->letters[code], bigrams);
        for (guint i = 0; i < n; i++)
            numbers[i] = number_of(others, bigrams[i]);
        hn_radix_sort_u32(numbers, n, tmp);
        g_array_append_vals(grams, numbers, n);
        forms->gram_start[code + 1] = grams->len;
    }
    forms->grams = g_new(guint32, (gsize)grams->len + 1); /* never NULL: places in it are taken */
    if (grams->len > 0)
        memcpy(forms->grams, grams->data, (gsize)grams->len * sizeof(guint32));
}
