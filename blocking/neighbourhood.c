#include "blocking/neighbourhood.h"

#include <stdlib.h>

#include "base/radix_sort.h"

/* ---- the order of a part's keys ---- */

/* The first eight bytes as a number that orders like them; what is short ends in zeros. */
static guint64
head_of(HnSlice value)
{
    guint64 head = 0;
    for (gsize i = 0; i < sizeof head; i++)
        head = head << 8 | (i < value.n_bytes ? value.bytes[i] : 0);
    return head;
}

static gint
compare_codes(gconstpointer a, gconstpointer b, gpointer user)
{
    const HnDictionary *names = *(const HnDictionary **)user;
    return hn_slice_compare(hn_dictionary_value(names, *(const guint32 *)a),
                            hn_dictionary_value(names, *(const guint32 *)b));
}

/* [n_keys + 1] place of each code in the order of the names' bytes; places begin with 1. */
static guint32 *
rank_codes(const HnKeyValues *keys)
{
    const gsize n = keys->n_keys;
    g_autofree guint64 *heads = g_new(guint64, n + 1), *heads_tmp = g_new(guint64, n + 1);
    g_autofree guint32 *codes = g_new(guint32, n + 1), *codes_tmp = g_new(guint32, n + 1);
    const HnDictionary *names = keys->names;
    guint32 *ranks = g_new0(guint32, n + 1);
    for (gsize i = 0; i < n; i++) {
        codes[i] = (guint32)i + 1;
        heads[i] = head_of(hn_dictionary_value(keys->names, codes[i]));
    }
    hn_radix_sort_pairs(heads, codes, n, heads_tmp, codes_tmp);
    for (gsize first = 0, end = 0; first < n; first = end) {
        for (end = first + 1; end < n && heads[end] == heads[first]; end++)
            ;
        if (end - first > 1)
            g_qsort_with_data(codes + first, (gint)(end - first), sizeof(guint32), compare_codes,
                              &names);
    }
    for (gsize i = 0; i < n; i++)
        ranks[codes[i]] = (guint32)i + 1;
    return ranks;
}

/* ---- the order of keys ---- */

/* Words of which the first counts most, and in each the highest bits: folded and sorted they come
 * in the order of the parts. */
static HnKeyPacking
falling_packing(const HnKeyPacking *packing)
{
    HnKeyPacking falling = *packing;
    for (guint p = 0; p < packing->n_parts; p++)
        falling.shift[p] = (guint8)(64 - packing->shift[p] - packing->width[p]);
    return falling;
}

static void
put_ranks(const HnKeyRequest *request, HnKeyTuples *tuples)
{
    const HnKeyPacking packing = hn_key_request_packing(request);
    const HnKeyPacking falling = falling_packing(&packing);
    guint32 *ranks[HN_KEY_PARTS_MAX] = { NULL };
    for (guint p = 0; p < request->n_parts; p++)
        ranks[p] = rank_codes(request->parts[p].keys);
    for (gsize i = 0; i < tuples->n; i++) {
        guint64 words[HN_KEY_WORDS_MAX] = { 0 };
        for (guint p = 0; p < request->n_parts; p++) {
            const guint32 code = hn_key_packing_code(&packing, tuples->words, i, p);
            words[falling.word[p]] |= (guint64)ranks[p][code] << falling.shift[p];
        }
        for (guint w = 0; w < tuples->n_words; w++)
            tuples->words[w][i] = words[w];
    }
    for (guint p = 0; p < request->n_parts; p++)
        g_free(ranks[p]);
}

void
hn_neighbourhood_build(const HnKeyRequest *request, HnNeighbourhood *ret_neighbourhood)
{
    HnNeighbourhood *out = ret_neighbourhood;
    *out = (HnNeighbourhood){ .n_keys = 0 };
    out->n_cut = hn_rule_keys_plain(request, &out->tuples);
    put_ranks(request, &out->tuples);
    hn_key_tuples_fold(&out->tuples);
    hn_key_tuples_sort(&out->tuples);
    const guint64 *keys = out->tuples.words[0];
    out->start = g_new(guint64, out->tuples.n + 1);
    for (gsize i = 0; i < out->tuples.n; i++)
        if (i == 0 || keys[i] != keys[i - 1])
            out->start[out->n_keys++] = i;
    out->start[out->n_keys] = out->tuples.n;
}

void
hn_neighbourhood_clear(HnNeighbourhood *neighbourhood)
{
    hn_key_tuples_clear(&neighbourhood->tuples);
    g_clear_pointer(&neighbourhood->start, g_free);
}

guint32
hn_neighbourhood_end(const HnNeighbourhood *neighbourhood, guint32 first, guint window,
                     guint32 n_classes_max)
{
    const guint64 *start = neighbourhood->start;
    guint32 end = first;
    while (end < neighbourhood->n_keys && end - first < window &&
           start[end + 1] - start[first] <= n_classes_max)
        end++;
    return end;
}
