#include "blocking/key_function.h"

#include <stdlib.h>

#include "text/date_value.h"
#include "text/tokens.h"
#include "text/utf8.h"

HnKeyScratch *
hn_key_scratch_new(void)
{
    HnKeyScratch *scratch = g_new0(HnKeyScratch, 1);
    scratch->tokens_max = 64;
    scratch->tokens = g_new(HnSlice, scratch->tokens_max);
    scratch->joined = g_byte_array_new();
    return scratch;
}

void
hn_key_scratch_free(HnKeyScratch *scratch)
{
    if (scratch == NULL)
        return;
    g_free(scratch->tokens);
    g_byte_array_unref(scratch->joined);
    g_free(scratch);
}

gboolean
hn_key_function_is_many(HnKeyFunction function)
{
    return function == HN_KEY_EACH_TOKEN;
}

/* Canonical dates are YYYY-MM-DD, YYYY-MM or YYYY, so every part of one is a run of its bytes. */
static HnSlice
date_part(HnSlice value, HnKeyFunction function)
{
    const HnSlice none = { NULL, 0 };
    if (hn_date_of_canonical(value) == 0)
        return none;
    if (function == HN_KEY_YEAR)
        return hn_slice(value.bytes, 4);
    if (function == HN_KEY_YEAR_MONTH)
        return value.n_bytes >= 7 ? hn_slice(value.bytes, 7) : none;
    return value.n_bytes == 10 ? hn_slice(value.bytes + 5, 5) : none;
}

static int
compare_slices(const void *a, const void *b)
{
    return hn_slice_compare(*(const HnSlice *)a, *(const HnSlice *)b);
}

/* All tokens of @value into the scratch: a token and its space take two bytes at least. */
static guint
split(HnSlice value, HnKeyScratch *scratch)
{
    const gsize most = value.n_bytes / 2 + 1;
    if (most > scratch->tokens_max) {
        scratch->tokens_max = most;
        scratch->tokens = g_renew(HnSlice, scratch->tokens, most);
    }
    return hn_tokens(value, scratch->tokens, (guint)most);
}

/* Distinct tokens of at least @n_letters_min code points, the smallest HN_KEYS_MAX + 1 by bytes. */
static guint
each_token(HnSlice value, guint n_letters_min, HnKeyScratch *scratch)
{
    const guint n = split(value, scratch);
    qsort(scratch->tokens, n, sizeof(HnSlice), compare_slices);
    guint n_kept = 0;
    for (guint i = 0; i < n && n_kept <= HN_KEYS_MAX; i++) {
        const HnSlice token = scratch->tokens[i];
        const gboolean is_new = n_kept == 0 || !hn_slice_equal(scratch->tokens[n_kept - 1], token);
        if (is_new && hn_utf8_length(token) >= n_letters_min)
            scratch->tokens[n_kept++] = token;
    }
    return n_kept;
}

static HnSlice
edge_token(HnSlice value, gboolean last, HnKeyScratch *scratch)
{
    const guint n = split(value, scratch);
    return n == 0 ? (HnSlice){ NULL, 0 } : scratch->tokens[last ? n - 1 : 0];
}

static HnSlice
single_key(const HnKeyPart *part, HnSlice value, HnKeyScratch *scratch)
{
    switch (part->function) {
    case HN_KEY_PREFIX:
        return hn_utf8_prefix(value, part->arg);
    case HN_KEY_SUFFIX:
        return hn_utf8_suffix(value, part->arg);
    case HN_KEY_YEAR:
    case HN_KEY_MONTH_DAY:
    case HN_KEY_YEAR_MONTH:
        return date_part(value, part->function);
    case HN_KEY_SORTED_TOKENS:
        hn_tokens_sorted(value, scratch->joined);
        return hn_slice(scratch->joined->data, scratch->joined->len);
    case HN_KEY_FIRST_TOKEN:
    case HN_KEY_LAST_TOKEN:
        return edge_token(value, part->function == HN_KEY_LAST_TOKEN, scratch);
    case HN_KEY_EXACT:
    case HN_KEY_EACH_TOKEN:
    default:
        return value;
    }
}

guint
hn_key_function_apply(const HnKeyPart *part, HnSlice value, HnKeyScratch *scratch,
                      const HnSlice **ret_keys)
{
    guint n = 0;
    if (part->function == HN_KEY_EACH_TOKEN) {
        n = each_token(value, part->arg, scratch);
    } else {
        const HnSlice key = single_key(part, value, scratch);
        scratch->tokens[0] = key;
        n = key.n_bytes > 0 ? 1 : 0;
    }
    *ret_keys = scratch->tokens; /* only now: splitting may have moved it */
    return n;
}
