/* Goal: two texts one slip apart always share a hash, whatever the slip; a bucket has what it
 * should, in order. */
#include "base/rng.h"
#include "standardise/slip_index.h"
#include "text/one_slip.h"

#define LETTERS 7

static gboolean
share_hash(HnSlice a, HnSlice b)
{
    guint32 hashes_a[LETTERS + 1], hashes_b[LETTERS + 1];
    const guint n_a = hn_slip_hashes(a, hashes_a), n_b = hn_slip_hashes(b, hashes_b);
    for (guint i = 0; i < n_a; i++)
        for (guint k = 0; k < n_b; k++)
            if (hashes_a[i] == hashes_b[k])
                return TRUE;
    return FALSE;
}

/* Few letters, so that many pairs are near, and many letters stand twice. */
static gsize
random_text(HnRng *rng, char *ret)
{
    const gsize n = 1 + (gsize)hn_rng_below(rng, LETTERS - 1);
    for (gsize i = 0; i < n; i++)
        ret[i] = (char)('a' + hn_rng_below(rng, 3));
    return n;
}

static void
test_one_slip_shares_a_hash(void)
{
    HnRng rng = hn_rng_seed(1, 0);
    guint n_slips = 0;
    for (guint i = 0; i < 200000; i++) {
        char a[LETTERS], b[LETTERS];
        const HnSlice x = hn_slice(a, random_text(&rng, a)), y = hn_slice(b, random_text(&rng, b));
        if (!hn_is_one_slip(x, y))
            continue;
        n_slips++;
        g_assert_true(share_hash(x, y));
    }
    g_assert_cmpuint(n_slips, >, 1000);
    g_assert_true(share_hash(hn_slice_of("hanoi"), hn_slice_of("hanio")));
    g_assert_false(share_hash(hn_slice_of("hanoi"), hn_slice_of("danang")));
}

static void
test_buckets_hold_all_in_order(void)
{
    const HnSlice names[] = { hn_slice_of("hue"), hn_slice_of("vinh"), hn_slice_of("hue"),
                              hn_slice_of(""), hn_slice_of("huee") };
    HnSlipIndex index = { 0 };
    hn_slip_index_fill(&index, names, G_N_ELEMENTS(names));
    for (guint name = 0; name < G_N_ELEMENTS(names); name++) {
        guint32 hashes[LETTERS];
        const guint n_hashes = hn_slip_hashes(names[name], hashes);
        for (guint k = 0; k < n_hashes; k++) {
            guint n, n_found = 0;
            const HnSlipEntry *entries = hn_slip_index_bucket(&index, hashes[k], &n);
            for (guint i = 0; i < n; i++) {
                n_found += entries[i].hash == hashes[k] && entries[i].name == name ? 1 : 0;
                g_assert_true(i == 0 || entries[i - 1].name <= entries[i].name);
            }
            g_assert_cmpuint(n_found, ==, 1); /* each hash of a name once: "huee" less an e */
        }
    }
    hn_slip_index_clear(&index);
}

static void
test_of_nothing_and_of_too_much(void)
{
    g_autofree char *endless = g_strnfill(5000, 'a');
    guint32 hashes[LETTERS];
    HnSlipIndex index = { 0 };
    g_assert_cmpuint(hn_slip_hashes(hn_slice_of(""), hashes), ==, 0);
    g_assert_cmpuint(hn_slip_hashes(hn_slice_of(endless), hashes), ==, 0);
    hn_slip_index_fill(&index, NULL, 0);
    guint n = 1;
    hn_slip_index_bucket(&index, 12345, &n);
    g_assert_cmpuint(n, ==, 0);
    hn_slip_index_clear(&index);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/slip_index/one_slip_shares_a_hash", test_one_slip_shares_a_hash);
    g_test_add_func("/standardise/slip_index/buckets_hold_all_in_order",
                    test_buckets_hold_all_in_order);
    g_test_add_func("/standardise/slip_index/of_nothing_and_of_too_much",
                    test_of_nothing_and_of_too_much);
    return g_test_run();
}
