/* Goal: tokens are what stands between spaces, and set measures count each token once. */
#include "text/tokens.h"

static void
test_tokens_stand_between_spaces(void)
{
    HnSlice tokens[8];
    g_assert_cmpuint(hn_tokens(hn_slice_of(" tran  thi b "), tokens, 8), ==, 3);
    g_assert_cmpmem(tokens[0].bytes, tokens[0].n_bytes, "tran", 4);
    g_assert_cmpmem(tokens[2].bytes, tokens[2].n_bytes, "b", 1);
    g_assert_cmpuint(hn_tokens(hn_slice_of(" "), tokens, 8), ==, 0);
    g_assert_cmpuint(hn_tokens(hn_slice_of(""), tokens, 8), ==, 0);
    g_assert_cmpuint(hn_tokens(hn_slice_of("a b c"), tokens, 2), ==, 2);
    g_assert_cmpuint(hn_tokens_count(hn_slice_of(" tran  thi b ")), ==, 3);
}

static void
assert_sorted(const char *text, const char *expected)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)"old", 3);
    hn_tokens_sorted(hn_slice_of(text), out);
    g_assert_cmpmem(out->data, out->len, expected, strlen(expected));
}

static void
test_sorted_tokens_are_joined_by_one_space(void)
{
    assert_sorted("van nguyen  an", "an nguyen van");
    assert_sorted("b a b", "a b b");
    assert_sorted("thi thị th", "th thi thị");
    assert_sorted("", "");
}

static void
test_many_tokens_are_sorted_too(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) expected = g_string_new(NULL);
    for (guint i = 0; i < 1000; i++) {
        g_string_append_printf(text, "%s%03u", i > 0 ? " " : "", (i * 7) % 1000);
        g_string_append_printf(expected, "%s%03u", i > 0 ? " " : "", i);
    }
    assert_sorted(text->str, expected->str);
}

static void
test_a_compact_text_has_no_spaces(void)
{
    static const char *const cases[][2] = {
        { "van der berg", "vanderberg" },
        { " thị  nở ", "thịnở" },
        { "an", "an" },
        { " ", "" },
        { "", "" },
    };
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        hn_tokens_compact(hn_slice_of(cases[i][0]), out);
        g_assert_cmpmem(out->data, out->len, cases[i][1], strlen(cases[i][1]));
    }
}

static void
test_set_measures_hold(void)
{
    const guint32 a[] = { 1, 3, 5, 7 };
    const guint32 b[] = { 3, 4, 5 };
    const guint32 c[] = { 3, 5 };
    g_assert_cmpfloat(hn_token_jaccard(a, 4, b, 3), ==, 2.0 / 5);
    g_assert_cmpfloat(hn_token_jaccard(a, 4, a, 4), ==, 1.0);
    g_assert_cmpfloat(hn_token_jaccard(a, 4, NULL, 0), ==, 0.0);
    g_assert_cmpfloat(hn_token_jaccard(NULL, 0, NULL, 0), ==, 0.0);
    g_assert_true(hn_token_subset(a, 4, c, 2));
    g_assert_true(hn_token_subset(c, 2, b, 3));
    g_assert_false(hn_token_subset(a, 4, b, 3));
    g_assert_false(hn_token_subset(a, 4, NULL, 0));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/tokens/tokens_stand_between_spaces", test_tokens_stand_between_spaces);
    g_test_add_func("/text/tokens/sorted_tokens_are_joined_by_one_space",
                    test_sorted_tokens_are_joined_by_one_space);
    g_test_add_func("/text/tokens/many_tokens_are_sorted_too", test_many_tokens_are_sorted_too);
    g_test_add_func("/text/tokens/a_compact_text_has_no_spaces", test_a_compact_text_has_no_spaces);
    g_test_add_func("/text/tokens/set_measures_hold", test_set_measures_hold);
    return g_test_run();
}
