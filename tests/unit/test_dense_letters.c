/* Goal: equal letters get equal codes, in the order of first use in the pattern, at any length. */
#include "text/dense_letters.h"

static void
test_codes_ascend_by_first_use(void)
{
    const guint32 wide[] = { 'b', 0x4E00, 'a' };
    guint16 pattern[8];
    guint16 text[8];
    const guint last = hn_dense_letters(hn_letters_ascii(hn_slice_of("abca")),
                                        (HnLetters){ .wide = wide, .n = 3 }, pattern, text);
    g_assert_cmpuint(last, ==, 3);
    const guint16 expected_pattern[] = { 1, 2, 3, 1 };
    const guint16 expected_text[] = { 2, 0, 1 };
    g_assert_cmpmem(pattern, sizeof expected_pattern, expected_pattern, sizeof expected_pattern);
    g_assert_cmpmem(text, sizeof expected_text, expected_text, sizeof expected_text);
}

static void
test_the_largest_pattern_of_distinct_letters_fits(void)
{
    guint32 wide[HN_LETTERS_MAX];
    guint16 pattern[HN_LETTERS_MAX];
    guint16 text[HN_LETTERS_MAX];
    for (guint32 i = 0; i < HN_LETTERS_MAX; i++)
        wide[i] = 0x20000 + i * 4096; /* equal low bits: the worst for a weak hash */
    const HnLetters letters = { .wide = wide, .n = HN_LETTERS_MAX };
    g_assert_cmpuint(hn_dense_letters(letters, letters, pattern, text), ==, HN_LETTERS_MAX);
    for (guint32 i = 0; i < HN_LETTERS_MAX; i++) {
        g_assert_cmpuint(pattern[i], ==, i + 1);
        g_assert_cmpuint(text[i], ==, i + 1);
    }
}

static void
test_narrow_codes_are_the_same(void)
{
    guint8 pattern[8];
    guint8 text[8];
    hn_dense_letters_narrow(hn_letters_ascii(hn_slice_of("xyx")),
                            hn_letters_ascii(hn_slice_of("yz")), pattern, text);
    const guint8 expected_pattern[] = { 1, 2, 1 };
    const guint8 expected_text[] = { 2, 0 };
    g_assert_cmpmem(pattern, 3, expected_pattern, 3);
    g_assert_cmpmem(text, 2, expected_text, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/dense_letters/codes_ascend_by_first_use",
                    test_codes_ascend_by_first_use);
    g_test_add_func("/text/dense_letters/the_largest_pattern_of_distinct_letters_fits",
                    test_the_largest_pattern_of_distinct_letters_fits);
    g_test_add_func("/text/dense_letters/narrow_codes_are_the_same",
                    test_narrow_codes_are_the_same);
    return g_test_run();
}
