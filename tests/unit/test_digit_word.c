/* Goal: words of digits tell slips exactly as the bytes do. */
#include "base/rng.h"
#include "scoring/digit_word.h"
#include "text/digits.h"

static void
test_only_short_numbers_have_a_word(void)
{
    g_assert_cmphex(hn_digit_word(hn_slice_of("0912")), ==, G_GUINT64_CONSTANT(0x4000000000000912));
    g_assert_cmphex(hn_digit_word(hn_slice_of("912")), ==, G_GUINT64_CONSTANT(0x3000000000000912));
    g_assert_cmphex(hn_digit_word(hn_slice_of("")), ==, 0);
    g_assert_cmphex(hn_digit_word(hn_slice_of("12A")), ==, 0);
    g_assert_cmphex(hn_digit_word(hn_slice_of("1234567890123456")), ==, 0);
    g_assert_cmphex(hn_digit_word(hn_slice_of("123456789012345")), !=, 0);
}

static void
test_slips_are_those_of_the_bytes(void)
{
    HnRng rng = hn_rng_seed(1, 2);
    guint n_slips = 0;
    for (guint round = 0; round < 200000; round++) {
        char a[16], b[16];
        const gsize n = 1 + hn_rng_below(&rng, HN_DIGIT_WORD_DIGITS_MAX);
        for (gsize i = 0; i < n; i++)
            a[i] = b[i] = (char)('0' + hn_rng_below(&rng, 10));
        for (guint64 edits = hn_rng_below(&rng, 3); edits > 0; edits--) {
            const gsize at = hn_rng_below(&rng, n);
            const char kept = b[at];
            b[at] = at + 1 < n && hn_rng_below(&rng, 2) == 0 ? b[at + 1]
                                                             : (char)('0' + hn_rng_below(&rng, 10));
            if (at + 1 < n && hn_rng_below(&rng, 2) == 0)
                b[at + 1] = kept;
        }
        const gsize n_b = n - (n > 1 && hn_rng_below(&rng, 9) == 0);
        const gboolean is_slip = hn_digits_one_slip(hn_slice(a, n), hn_slice(b, n_b));
        n_slips += is_slip;
        g_assert_cmpint(
            hn_digit_words_one_slip(hn_digit_word(hn_slice(a, n)), hn_digit_word(hn_slice(b, n_b))),
            ==, is_slip);
    }
    g_assert_cmpuint(n_slips, >, 10000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/digit_word/only_short_numbers_have_a_word",
                    test_only_short_numbers_have_a_word);
    g_test_add_func("/scoring/digit_word/slips_are_those_of_the_bytes",
                    test_slips_are_those_of_the_bytes);
    return g_test_run();
}
