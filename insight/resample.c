#include "insight/resample.h"

#include <stdlib.h>

/* Ones among @n fair bits. */
static guint64
fair_ones(HnRng *rng, guint64 n)
{
    guint64 ones = 0;
    for (; n >= 64; n -= 64)
        ones += (guint64)__builtin_popcountll(hn_rng_next(rng));
    if (n > 0)
        ones += (guint64)__builtin_popcountll(hn_rng_next(rng) >> (64 - n));
    return ones;
}

guint64
hn_resample_binomial(HnRng *rng, guint64 n, guint64 part, guint64 whole)
{
    g_assert(part <= whole && whole > 0 && whole <= G_MAXINT64);
    if (part == whole)
        return n;
    guint64 below = 0;
    /* The probability's next bit is the carry of twice what is left of it; it has no end, the
     * trials have: each round leaves half of them, and nothing is left of a probability that ends.
     */
    while (n > 0 && part > 0) {
        const guint64 ones = fair_ones(rng, n);
        part *= 2;
        if (part >= whole) {
            part -= whole;
            below += n - ones; /* their bit is 0 where the probability's is 1 */
            n = ones;
        } else {
            n -= ones; /* their bit is 1 where the probability's is 0: beyond it */
        }
    }
    return below;
}

void
hn_resample_index(const guint32 *counts, guint32 n_kinds, guint32 *ret_kind_of)
{
    for (guint32 kind = 0; kind < n_kinds; kind++)
        for (guint32 i = 0; i < counts[kind]; i++)
            *ret_kind_of++ = kind;
}

void
hn_resample_draw(HnRng *rng, const guint32 *counts, guint32 n_kinds, const guint32 *kind_of,
                 guint32 *ret_drawn)
{
    guint64 n_units = 0, first = 0;
    for (guint32 kind = 0; kind < n_kinds; kind++) {
        n_units += counts[kind];
        ret_drawn[kind] = 0;
    }
    guint64 n_left = n_units;
    guint32 kind = 0;
    /* A binomial number takes about n_left / 32 words, drawing one by one a word for each unit that
     * the kind would get, which is its count on average. */
    for (; kind < n_kinds && n_left > 0 && counts[kind] > n_left / 32; kind++) {
        ret_drawn[kind] = (guint32)hn_resample_binomial(rng, n_left, counts[kind], n_units - first);
        n_left -= ret_drawn[kind];
        first += counts[kind];
    }
    for (; n_left > 0; n_left--)
        ret_drawn[kind_of[first + hn_rng_below(rng, n_units - first)]]++;
}

static int
compare_values(gconstpointer a, gconstpointer b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void
hn_resample_interval(double *values, guint n, double *ret_low, double *ret_high)
{
    g_assert((n + 1) % 40 == 0);
    qsort(values, n, sizeof *values, compare_values);
    *ret_low = values[(n + 1) / 40 - 1];
    *ret_high = values[n - (n + 1) / 40];
}
