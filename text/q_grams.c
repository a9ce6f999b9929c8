#include "text/q_grams.h"

guint
hn_bigrams(HnLetters letters, guint64 *ret)
{
    const guint32 n = MIN(letters.n, HN_LETTERS_MAX);
    if (n == 0)
        return 0;
    guint64 last = HN_BIGRAM_PAD_FIRST;
    for (guint32 i = 0; i < n; i++) {
        const guint64 letter = hn_letters_at(letters, i);
        ret[i] = last << 32 | letter;
        last = letter;
    }
    ret[n] = last << 32 | HN_BIGRAM_PAD_LAST;
    return n + 1;
}

double
hn_dice(const guint32 *a, guint n_a, const guint32 *b, guint n_b)
{
    if (n_a + n_b == 0)
        return 0.0;
    guint n_common = 0;
    for (guint i = 0, k = 0; i < n_a && k < n_b;) {
        const guint32 in_a = a[i], in_b = b[k];
        n_common += in_a == in_b ? 1 : 0;
        i += in_a <= in_b ? 1 : 0;
        k += in_b <= in_a ? 1 : 0;
    }
    return 2.0 * n_common / (n_a + n_b);
}
