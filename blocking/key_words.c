#include "blocking/key_words.h"

#include <stdlib.h>

#include "text/double_metaphone.h"
#include "text/tokens.h"
#include "text/utf8.h"

static void
make_room(HnKeyScratch *scratch, gsize n_tokens)
{
    if (n_tokens > scratch->tokens_max) {
        scratch->tokens_max = n_tokens;
        scratch->tokens = g_renew(HnSlice, scratch->tokens, n_tokens);
    }
}

/* A token and its space take two bytes at least. */
guint
hn_key_split(HnSlice value, HnKeyScratch *scratch)
{
    const gsize most = value.n_bytes / 2 + 1;
    make_room(scratch, most);
    return hn_tokens(value, scratch->tokens, (guint)most);
}

static int
compare_slices(const void *a, const void *b)
{
    return hn_slice_compare(*(const HnSlice *)a, *(const HnSlice *)b);
}

guint
hn_key_distinct(HnSlice *slices, guint n, guint n_letters_min, guint n_max)
{
    guint n_kept = 0;
    qsort(slices, n, sizeof(HnSlice), compare_slices);
    for (guint i = 0; i < n && n_kept < n_max; i++) {
        const gboolean is_new = n_kept == 0 || !hn_slice_equal(slices[n_kept - 1], slices[i]);
        if (is_new && hn_utf8_length(slices[i]) >= n_letters_min)
            slices[n_kept++] = slices[i];
    }
    return n_kept;
}

/* No token has a byte below the space's, so pairs ascend as their first tokens do, then as their
 * second ones: the first pairs that are made are the smallest, and they need no more than
 * the first HN_KEYS_MAX + 2 tokens. */
guint
hn_key_token_pairs(HnSlice value, guint n_letters_min, HnKeyScratch *scratch)
{
    HnSlice tokens[HN_KEYS_MAX + 2];
    const guint n_split = hn_key_split(value, scratch);
    const guint n = hn_key_distinct(scratch->tokens, n_split, n_letters_min, G_N_ELEMENTS(tokens));
    guint n_pairs = 0;
    gsize n_bytes = 0;
    memcpy(tokens, scratch->tokens, n * sizeof tokens[0]);
    make_room(scratch, HN_KEYS_MAX + 1);
    for (guint i = 0; i < n; i++)
        for (guint k = i + 1; k < n && n_pairs <= HN_KEYS_MAX; k++, n_pairs++)
            n_bytes += tokens[i].n_bytes + 1 + tokens[k].n_bytes;
    g_assert(n_bytes <= G_MAXUINT);
    g_byte_array_set_size(scratch->joined, (guint)n_bytes);
    guint8 *next = scratch->joined->data;
    n_pairs = 0;
    for (guint i = 0; i < n; i++) {
        for (guint k = i + 1; k < n && n_pairs <= HN_KEYS_MAX; k++) {
            const guint8 *start = next;
            memcpy(next, tokens[i].bytes, tokens[i].n_bytes);
            next += tokens[i].n_bytes;
            *next++ = ' ';
            memcpy(next, tokens[k].bytes, tokens[k].n_bytes);
            next += tokens[k].n_bytes;
            scratch->tokens[n_pairs++] = hn_slice(start, (gsize)(next - start));
        }
    }
    return n_pairs;
}

guint
hn_key_grams(HnSlice value, guint n_letters, HnKeyScratch *scratch)
{
    const guint8 *end = value.bytes + value.n_bytes;
    guint n = 0;
    make_room(scratch, value.n_bytes + 1);
    for (const guint8 *p = value.bytes; p < end;) {
        const HnSlice window = hn_utf8_prefix(hn_slice(p, (gsize)(end - p)), n_letters);
        gunichar c = 0;
        scratch->tokens[n++] = window;
        if (window.bytes + window.n_bytes == end)
            break;
        p += hn_utf8_next(p, end, &c);
    }
    return hn_key_distinct(scratch->tokens, n, 1, HN_KEYS_MAX + 1);
}

guint
hn_key_sounds(HnSlice value, gboolean of_all, HnKeyScratch *scratch)
{
    const guint n_tokens = hn_key_split(value, scratch);
    const guint n_coded = of_all ? n_tokens : MIN(n_tokens, 1);
    HnSound sound;
    g_byte_array_set_size(scratch->joined, n_coded * (guint)(2 * HN_SOUND_MAX));
    g_autofree HnSlice *codes = g_new(HnSlice, 2 * (gsize)n_coded + 1);
    guint8 *next = scratch->joined->data;
    guint n = 0;
    for (guint i = 0; i < n_coded; i++) {
        if (!hn_double_metaphone(scratch->tokens[i], &sound))
            continue;
        const HnSlice found[] = { hn_slice_of(sound.first), hn_slice_of(sound.second) };
        for (guint k = 0; k < G_N_ELEMENTS(found); k++) {
            if (found[k].n_bytes == 0)
                continue;
            memcpy(next, found[k].bytes, found[k].n_bytes);
            codes[n++] = hn_slice(next, found[k].n_bytes);
            next += found[k].n_bytes;
        }
    }
    make_room(scratch, HN_KEYS_MAX + 1);
    const guint n_distinct = hn_key_distinct(codes, n, 1, HN_KEYS_MAX + 1);
    memcpy(scratch->tokens, codes, n_distinct * sizeof codes[0]);
    return n_distinct;
}

guint
hn_key_numbers(HnSlice value, HnKeyScratch *scratch)
{
    guint n = 0;
    make_room(scratch, value.n_bytes / 2 + 1);
    for (gsize i = 0; i < value.n_bytes; i++) {
        const gsize start = i;
        while (i < value.n_bytes && g_ascii_isdigit((char)value.bytes[i]))
            i++;
        if (i > start)
            scratch->tokens[n++] = hn_slice(value.bytes + start, i - start);
    }
    return hn_key_distinct(scratch->tokens, n, 1, HN_KEYS_MAX + 1);
}

HnSlice
hn_key_initials(HnSlice value, HnKeyScratch *scratch)
{
    const guint n = hn_key_split(value, scratch);
    for (guint i = 0; i < n; i++)
        scratch->tokens[i] = hn_utf8_prefix(scratch->tokens[i], 1);
    qsort(scratch->tokens, n, sizeof(HnSlice), compare_slices);
    g_byte_array_set_size(scratch->joined, 0);
    for (guint i = 0; i < n; i++)
        g_byte_array_append(scratch->joined, scratch->tokens[i].bytes,
                            (guint)scratch->tokens[i].n_bytes);
    return hn_slice(scratch->joined->data, scratch->joined->len);
}
