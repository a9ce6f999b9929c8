/* Goal: forms of one attribute's values are comparable with each other, and made only where asked
 * for. */
#include "scoring/value_forms.h"

static HnDictionary *
values_of(const char *const *texts)
{
    HnDictionary *values = hn_dictionary_new();
    for (guint i = 0; texts[i] != NULL; i++)
        hn_dictionary_intern(values, hn_slice_of(texts[i]));
    return values;
}

static void
test_letters_are_code_points(void)
{
    static const char *const texts[] = { "an", "lê", "ê", NULL };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, HN_FORM_LETTERS, NULL);
    g_assert_cmpuint(forms->letters[1].n, ==, 2);
    g_assert_cmpuint(forms->letters[2].n, ==, 2);
    g_assert_cmpuint(hn_letters_at(forms->letters[2], 1), ==, hn_letters_at(forms->letters[3], 0));
    g_assert_null(forms->token_start);
    g_assert_null(forms->sorted_tokens);
    g_assert_null(forms->compact);
    g_assert_null(forms->dates);
}

static void
test_letters_beyond_the_alphabet_are_wide(void)
{
    g_autoptr(HnDictionary) values = hn_dictionary_new();
    for (gunichar c = 0x4e00; c < 0x4e00 + 200; c++) {
        char text[8];
        hn_dictionary_intern(values, hn_slice(text, (gsize)g_unichar_to_utf8(c, text)));
    }
    hn_dictionary_intern(values, hn_slice_of("\xe4\xb8\x80\xe4\xbb\x80")); /* first and 193rd */
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, HN_FORM_LETTERS, NULL);
    const HnLetters last = forms->letters[201];
    g_assert_nonnull(forms->letters[1].narrow);
    g_assert_nonnull(last.wide);
    g_assert_cmpuint(hn_letters_at(last, 0), ==, hn_letters_at(forms->letters[1], 0));
    g_assert_cmpuint(hn_letters_at(last, 1), ==, hn_letters_at(forms->letters[193], 0));
}

static void
test_tokens_are_sets_and_multisets(void)
{
    static const char *const texts[] = { "an van an", "van an", "van van an", "an an van", NULL };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new(values, HN_FORM_TOKENS | HN_FORM_SORTED_TOKENS, NULL);
    guint n_first = 0, n_second = 0;
    const guint32 *first = hn_value_forms_tokens(forms, 1, &n_first);
    const guint32 *second = hn_value_forms_tokens(forms, 2, &n_second);
    g_assert_cmpmem(first, n_first * sizeof(guint32), second, n_second * sizeof(guint32));
    g_assert_cmpuint(n_first, ==, 2);
    g_assert_cmpuint(first[0], <, first[1]);
    g_assert_cmpuint(forms->sorted_tokens[1], ==, forms->sorted_tokens[4]);
    g_assert_cmpuint(forms->sorted_tokens[1], !=, forms->sorted_tokens[3]);
    g_assert_cmpuint(forms->sorted_tokens[2], !=, forms->sorted_tokens[3]);
}

static void
test_dates_are_packed(void)
{
    static const char *const texts[] = { "1960-02-29", "1960-02", "1960", "soon", NULL };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, HN_FORM_DATE, NULL);
    g_assert_cmpuint(forms->dates[1], ==, 19600229);
    g_assert_cmpuint(forms->dates[2], ==, 19600200);
    g_assert_cmpuint(forms->dates[3], ==, 19600000);
    g_assert_cmpuint(forms->dates[4], ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scoring/value_forms/letters_are_code_points", test_letters_are_code_points);
    g_test_add_func("/scoring/value_forms/letters_beyond_the_alphabet_are_wide",
                    test_letters_beyond_the_alphabet_are_wide);
    g_test_add_func("/scoring/value_forms/tokens_are_sets_and_multisets",
                    test_tokens_are_sets_and_multisets);
    g_test_add_func("/scoring/value_forms/dates_are_packed", test_dates_are_packed);
    return g_test_run();
}
