#include "text/tokens.h"

#include <stdlib.h>

#define TOKENS_ON_STACK 64

/* The next token at or behind @p, empty at the end of the text. */
static inline HnSlice
next_token(const guint8 *p, const guint8 *end)
{
    while (p < end && *p == ' ')
        p++;
    const guint8 *start = p;
    while (p < end && *p != ' ')
        p++;
    return hn_slice(start, (gsize)(p - start));
}

guint
hn_tokens(HnSlice text, HnSlice *ret, guint max)
{
    const guint8 *p = text.bytes;
    const guint8 *end = p + text.n_bytes;
    guint n = 0;
    while (n < max) {
        const HnSlice token = next_token(p, end);
        if (token.n_bytes == 0)
            break;
        ret[n++] = token;
        p = token.bytes + token.n_bytes;
    }
    return n;
}

guint
hn_tokens_count(HnSlice text)
{
    guint n = 0;
    for (gsize i = 0; i < text.n_bytes; i++)
        n += text.bytes[i] != ' ' && (i == 0 || text.bytes[i - 1] == ' ') ? 1 : 0;
    return n;
}

static void
insertion_sort(HnSlice *tokens, guint n)
{
    for (guint i = 1; i < n; i++) {
        const HnSlice token = tokens[i];
        guint at = i;
        for (; at > 0 && hn_slice_compare(token, tokens[at - 1]) < 0; at--)
            tokens[at] = tokens[at - 1];
        tokens[at] = token;
    }
}

static int
compare_tokens(const void *a, const void *b)
{
    return hn_slice_compare(*(const HnSlice *)a, *(const HnSlice *)b);
}

static void
join(const HnSlice *tokens, guint n, GByteArray *out)
{
    gsize n_bytes = n > 0 ? n - 1 : 0;
    for (guint i = 0; i < n; i++)
        n_bytes += tokens[i].n_bytes;
    g_assert(n_bytes <= G_MAXUINT);
    g_byte_array_set_size(out, (guint)n_bytes);
    guint8 *p = out->data;
    for (guint i = 0; i < n; i++) {
        if (i > 0)
            *p++ = ' ';
        memcpy(p, tokens[i].bytes, tokens[i].n_bytes);
        p += tokens[i].n_bytes;
    }
}

void
hn_tokens_sorted(HnSlice text, GByteArray *out)
{
    const guint n = hn_tokens_count(text);
    if (n <= TOKENS_ON_STACK) {
        HnSlice tokens[TOKENS_ON_STACK];
        hn_tokens(text, tokens, n);
        insertion_sort(tokens, n);
        join(tokens, n, out);
        return;
    }
    g_autofree HnSlice *tokens = g_new(HnSlice, n);
    hn_tokens(text, tokens, n);
    qsort(tokens, n, sizeof tokens[0], compare_tokens);
    join(tokens, n, out);
}

void
hn_tokens_compact(HnSlice text, GByteArray *out)
{
    g_assert(text.n_bytes <= G_MAXUINT);
    g_byte_array_set_size(out, (guint)text.n_bytes);
    guint8 *next = out->data;
    for (gsize i = 0; i < text.n_bytes; i++) {
        *next = text.bytes[i];
        next += text.bytes[i] != ' ';
    }
    g_byte_array_set_size(out, (guint)(next - out->data));
}

static guint
count_shared(const guint32 *a, guint n_a, const guint32 *b, guint n_b)
{
    guint n_shared = 0;
    for (guint i = 0, j = 0; i < n_a && j < n_b;) {
        const guint32 in_a = a[i];
        const guint32 in_b = b[j];
        n_shared += in_a == in_b ? 1 : 0;
        i += in_a <= in_b ? 1 : 0;
        j += in_b <= in_a ? 1 : 0;
    }
    return n_shared;
}

double
hn_token_jaccard(const guint32 *a, guint n_a, const guint32 *b, guint n_b)
{
    const guint n_shared = count_shared(a, n_a, b, n_b);
    const guint n_all = n_a + n_b - n_shared;
    return n_all == 0 ? 0.0 : (double)n_shared / n_all;
}

gboolean
hn_token_subset(const guint32 *a, guint n_a, const guint32 *b, guint n_b)
{
    const guint n_least = MIN(n_a, n_b);
    return n_least > 0 && count_shared(a, n_a, b, n_b) == n_least;
}
