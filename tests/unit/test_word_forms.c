/* Goal: words stand in the order of the text with the letters and weights of their bytes, whatever
 * else is asked for. */
#include "scoring/word_forms.h"

#include "tests/reference/vn_tables.h"

static HnDictionary *
values_of(const char *const *texts)
{
    HnDictionary *values = hn_dictionary_new();
    for (guint i = 0; texts[i] != NULL; i++)
        hn_dictionary_intern(values, hn_slice_of(texts[i]));
    return values;
}

static void
test_words_keep_order_and_repeats(void)
{
    static const char *const texts[] = { "văn an  văn", "an", NULL };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnValueForms) forms = hn_value_forms_new(values, HN_FORM_WORDS, NULL);
    const HnWords first = hn_value_forms_words(forms, 1), second = hn_value_forms_words(forms, 2);
    g_assert_cmpuint(first.n, ==, 3);
    g_assert_cmpuint(second.n, ==, 1);
    g_assert_cmpuint(first.numbers[0], ==, first.numbers[2]);
    g_assert_cmpuint(first.numbers[1], ==, second.numbers[0]);
    g_assert_true(hn_words_repeats(&first, 2));
    g_assert_false(hn_words_repeats(&first, 1));
    const HnWord *word = first.table + first.numbers[0];
    g_assert_cmpuint(word->letters.n, ==, 3);
    g_assert_cmpuint(hn_letters_at(word->letters, 0), ==, 'v');
    g_assert_cmphex(word->signature, ==, hn_letter_signature(word->letters));
    g_assert_null(forms->tokens);
    g_assert_null(forms->weights);
}

static void
test_a_long_value_has_its_first_words(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < HN_WORDS_MAX + 5; i++)
        g_string_append_printf(text, "w%u ", i);
    const char *const texts[] = { text->str, "w0 w63 w64", NULL };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new(values, HN_FORM_WORDS | HN_FORM_TOKENS, NULL);
    const HnWords first = hn_value_forms_words(forms, 1), second = hn_value_forms_words(forms, 2);
    guint n_tokens = 0;
    hn_value_forms_tokens(forms, 1, &n_tokens);
    g_assert_cmpuint(first.n, ==, HN_WORDS_MAX);
    g_assert_cmpuint(n_tokens, ==, HN_WORDS_MAX + 5);
    g_assert_cmpuint(first.numbers[63], ==, second.numbers[1]);
    g_assert_cmpuint(first.numbers[63], !=, second.numbers[2]);
}

static void
test_weights_are_of_the_bytes(void)
{
    static const char *const texts[] = { "an van", "van", NULL };
    HnTerm terms[] = { { hn_slice_of("tran"), 3, 5 }, { hn_slice_of("van"), 2, 7 } };
    const HnTermTable listed = { G_N_ELEMENTS(terms), terms, 9, 100 };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new(values, HN_FORM_TOKENS | HN_FORM_WEIGHTS, &listed);
    g_autoptr(HnValueForms) even =
        hn_value_forms_new(values, HN_FORM_TOKENS | HN_FORM_WEIGHTS, NULL);
    guint n = 0;
    const guint32 *both = hn_value_forms_tokens(forms, 1, &n);
    const guint32 van = hn_value_forms_tokens(forms, 2, &n)[0];
    const guint32 an = both[0] == van ? both[1] : both[0];
    g_assert_cmpuint(forms->weights[van], ==, 7);
    g_assert_cmpuint(forms->weights[an], ==, 9);
    g_assert_cmpuint(even->weights[van], ==, HN_WORD_WEIGHT_ONE);
    g_assert_cmpuint(even->weights[an], ==, HN_WORD_WEIGHT_ONE);
    g_assert_null(forms->word_table);
    g_assert_null(forms->word_start);
}

static void
test_sounds_are_of_words(void)
{
    static const char *const texts[] = { "smith", "schmidt", "12", NULL };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new(values, HN_FORM_WORDS | HN_FORM_SOUNDS, NULL);
    const HnWordSound smith = forms->sounds[1], schmidt = forms->sounds[2],
                      digits = forms->sounds[3];
    g_assert_cmpuint(smith.second, ==, schmidt.first);
    g_assert_cmpuint(smith.second, !=, 0);
    g_assert_cmpuint(smith.first, !=, schmidt.second);
    g_assert_cmpuint(digits.first, ==, 0);
    g_assert_cmpuint(digits.second, ==, 0);
}

static void
test_given_names_have_groups(void)
{
    static const char *const texts[] = { "bill", "william", "tolkien", NULL };
    g_autoptr(HnDictionary) values = values_of(texts);
    g_autoptr(HnCountryTables) tables = hn_test_vn_tables();
    const HnAttribute name = { .type = HN_TYPE_NAME, .tables = tables };
    g_autoptr(HnValueForms) forms =
        hn_value_forms_new_of(&name, values, HN_FORM_WORDS | HN_FORM_GIVEN_NAMES, NULL);
    const guint32 *start = forms->name_group_start, *groups = forms->name_groups;
    guint n_shared = 0;
    for (guint32 i = start[1]; i < start[2]; i++)
        for (guint32 k = start[2]; k < start[3]; k++)
            n_shared += groups[i] == groups[k];
    g_assert_cmpuint(n_shared, >=, 1);
    g_assert_cmpuint(start[3], ==, start[4]);
    for (guint32 i = start[1] + 1; i < start[2]; i++)
        g_assert_cmpuint(groups[i - 1], <, groups[i]);
    g_autoptr(HnValueForms) without =
        hn_value_forms_new(values, HN_FORM_WORDS | HN_FORM_GIVEN_NAMES, NULL);
    g_assert_cmpuint(without->name_group_start[4], ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/scoring/word_forms/" #what, test_##what)
    ADD(words_keep_order_and_repeats);
    ADD(a_long_value_has_its_first_words);
    ADD(weights_are_of_the_bytes);
    ADD(sounds_are_of_words);
    ADD(given_names_have_groups);
    return g_test_run();
}
