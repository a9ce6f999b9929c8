/* Goal: model numbers are found, measures and figures are not taken for them. */
#include "standardise/model_code.h"

#include "text/normaliser.h"

static void
assert_code(const char *word, const char *expected)
{
    const HnSlice raw = hn_slice_of(word);
    g_autofree guint8 *code = g_malloc(hn_normaliser_bytes_max(raw.n_bytes));
    const gsize n = hn_model_code(raw, code);
    g_assert_cmpmem(code, n, expected, strlen(expected));
}

static void
test_codes(void)
{
    assert_code("DNX5120", "DNX5120");
    assert_code("F5C400-300W,", "F5C400300W");
    assert_code("(sc-pt660)", "SCPT660");
    assert_code("42LG60", "42LG60");
    assert_code("500001", "500001");
    assert_code("880-04", "88004");
    assert_code("DNX5120", "DNX5120"); /* its own result */
}

static void
test_other_words(void)
{
    static const char *const words[] = { "",        "television",  "300W", "24port",
                                         "1080p",   "7.1-channel", "2009", "X5",
                                         "7,000:1", "50000:1" };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        assert_code(words[i], "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/model_code/codes", test_codes);
    g_test_add_func("/standardise/model_code/other-words", test_other_words);
    return g_test_run();
}
