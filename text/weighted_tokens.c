#include "text/weighted_tokens.h"

HnTokenShares
hn_token_shares(const guint32 *a, guint n_a, const guint32 *b, guint n_b, const guint32 *weights)
{
    HnTokenShares shares = { 0, 0, 0 };
    guint i = 0, k = 0;
    while (i < n_a && k < n_b) {
        if (a[i] == b[k]) {
            shares.shared += weights[a[i]];
            i++;
            k++;
        } else if (a[i] < b[k]) {
            shares.only_a += weights[a[i++]];
        } else {
            shares.only_b += weights[b[k++]];
        }
    }
    for (; i < n_a; i++)
        shares.only_a += weights[a[i]];
    for (; k < n_b; k++)
        shares.only_b += weights[b[k]];
    return shares;
}

double
hn_token_shares_overlap(HnTokenShares shares)
{
    const guint64 smaller = shares.shared + MIN(shares.only_a, shares.only_b);
    return smaller == 0 ? 0.0 : (double)shares.shared / (double)smaller;
}

double
hn_token_shares_jaccard(HnTokenShares shares)
{
    const guint64 all = shares.shared + shares.only_a + shares.only_b;
    return all == 0 ? 0.0 : (double)shares.shared / (double)all;
}
