#include "text/monge_elkan.h"

/* Words that repeat count as often as they stand there; sums run in the order of the text, so that
 * they are the same everywhere. */
static double
mean(const double *best, guint n)
{
    double sum = 0.0;
    for (guint i = 0; i < n; i++)
        sum += best[i];
    return sum / n;
}

static double
similarity(const HnWords *a, guint i, const HnWords *b, guint k)
{
    if (a->numbers[i] == b->numbers[k])
        return 1.0;
    return hn_jaro_winkler(a->table[a->numbers[i]].letters, b->table[b->numbers[k]].letters);
}

double
hn_monge_elkan(const HnWords *a, const HnWords *b)
{
    double best_a[HN_WORDS_MAX] = { 0.0 }, best_b[HN_WORDS_MAX] = { 0.0 };
    if (a->n == 0 || b->n == 0)
        return 0.0;
    for (guint i = 0; i < a->n; i++) {
        for (guint k = 0; k < b->n; k++) {
            const double found = similarity(a, i, b, k);
            best_a[i] = MAX(best_a[i], found);
            best_b[k] = MAX(best_b[k], found);
        }
    }
    return (mean(best_a, a->n) + mean(best_b, b->n)) / 2.0;
}
