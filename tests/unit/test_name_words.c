/* Goal: words are found whatever their case, marks and dots. */
#include "insight/name_words.h"

static char *
fold(const char *text)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_fold_words(hn_slice_of(text), out);
    return out->len == 0 ? g_strdup("") : g_strndup((const char *)out->data, out->len);
}

static void
test_folding(void)
{
    const char *pairs[][2] = { { "Đặng  Thị-Hoà", "dang thi hoa" },
                               { "Philips N.V.", "philips nv" },
                               { "O'Brien", "obrien" },
                               { "A. B. Carter", "ab carter" },
                               { "Ørsted Łódź", "orsted lodz" },
                               { " ", "" } };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *folded = fold(pairs[i][0]);
        g_assert_cmpstr(folded, ==, pairs[i][1]);
    }
}

static void
test_names(void)
{
    g_assert_cmpint(hn_name_word_given(hn_slice_of("anna")), >=, 7);
    g_assert_cmpint(hn_name_word_given(hn_slice_of("nguyen")), <=, 2);
    g_assert_cmpint(hn_name_word_given(hn_slice_of("smith")), <=, 1);
    g_assert_cmpint(hn_name_word_given(hn_slice_of("qqqq")), ==, -1);
    g_assert_cmpint(hn_name_word_given(hn_slice_of("")), ==, -1);
}

static void
test_kinds(void)
{
    g_assert_true(hn_value_word_kinds(hn_slice_of("gmbh")) & HN_WORD_LEGAL_FORM);
    g_assert_true(hn_value_word_kinds(hn_slice_of("tnhh")) & HN_WORD_LEGAL_FORM);
    g_assert_true(hn_value_word_kinds(hn_slice_of("ha noi")) & HN_WORD_REGION);
    g_assert_true(hn_value_word_kinds(hn_slice_of("704")) & HN_WORD_COUNTRY_NUMBER);
    g_assert_true(hn_value_word_kinds(hn_slice_of("vn")) & HN_WORD_COUNTRY);
    g_assert_cmpuint(hn_value_word_kinds(hn_slice_of("qqqq")), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/words/folding", test_folding);
    g_test_add_func("/insight/words/names", test_names);
    g_test_add_func("/insight/words/kinds", test_kinds);
    return g_test_run();
}
