#include "scoring/word_forms.h"

#include "base/radix_sort.h"
#include "records/given_names.h"
#include "text/double_metaphone.h"
#include "text/tokens.h"
#include "text/vietnamese_letter.h"

/* Scratch of one pass over the values' tokens. */
typedef struct {
    GArray *slices;        /* HnSlice */
    GArray *numbers, *tmp; /* guint32 */
    GByteArray *unmarked;  /* NULL: values are read as they stand */
} Tokeniser;

/* Numbers of the value's tokens in the order of the text, with repeats. */
static guint32 *
number_tokens(Tokeniser *tokeniser, HnDictionary *names, HnSlice value, guint *ret_n)
{
    if (tokeniser->unmarked != NULL) {
        hn_vietnamese_unmark(value, tokeniser->unmarked);
        value = hn_slice(tokeniser->unmarked->data, tokeniser->unmarked->len);
    }
    const guint most = (guint)(value.n_bytes / 2 + 1); /* a token and its space take two bytes */
    if (most > tokeniser->slices->len) {
        g_array_set_size(tokeniser->slices, most);
        g_array_set_size(tokeniser->numbers, most);
        g_array_set_size(tokeniser->tmp, most);
    }
    HnSlice *slices = (HnSlice *)(gpointer)tokeniser->slices->data;
    guint32 *numbers = (guint32 *)(gpointer)tokeniser->numbers->data;
    *ret_n = hn_tokens(value, slices, most);
    for (guint i = 0; i < *ret_n; i++)
        numbers[i] = hn_dictionary_intern(names, slices[i]);
    return numbers;
}

static void
append_distinct(GArray *tokens, const guint32 *numbers, guint n)
{
    for (guint i = 0; i < n; i++) {
        if (i == 0 || numbers[i] != numbers[i - 1])
            g_array_append_val(tokens, numbers[i]);
    }
}

static guint32 *
copy_numbers(const GArray *numbers)
{
    guint32 *copy =
        g_new(guint32, (gsize)numbers->len + 1); /* never NULL: places in it are taken */
    if (numbers->len > 0)
        memcpy(copy, numbers->data, (gsize)numbers->len * sizeof(guint32));
    return copy;
}

static void
fill_numbers(HnValueForms *forms, guint form_flags)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    g_autoptr(GArray) slices = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) tmp = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GByteArray) unmarked = g_byte_array_new();
    Tokeniser tokeniser = { slices, numbers, tmp, form_flags & HN_FORM_UNMARKED ? unmarked : NULL };
    if (form_flags & HN_FORM_TOKENS)
        forms->token_start = g_new0(guint64, (gsize)n_values + 2);
    if (form_flags & HN_FORM_WORDS)
        forms->word_start = g_new0(guint64, (gsize)n_values + 2);
    for (guint32 code = 1; code <= n_values; code++) {
        guint n = 0;
        const HnSlice value = hn_dictionary_value(forms->values, code);
        guint32 *found = number_tokens(&tokeniser, forms->names, value, &n);
        if (form_flags & HN_FORM_WORDS) {
            g_array_append_vals(words, found, MIN(n, HN_WORDS_MAX));
            forms->word_start[code + 1] = words->len;
        }
        if (form_flags & HN_FORM_TOKENS) {
            hn_radix_sort_u32(found, n, (guint32 *)(gpointer)tmp->data);
            append_distinct(tokens, found, n);
            forms->token_start[code + 1] = tokens->len;
        }
    }
    if (form_flags & HN_FORM_TOKENS)
        forms->tokens = copy_numbers(tokens);
    if (form_flags & HN_FORM_WORDS)
        forms->words = copy_numbers(words);
}

static void
fill_table(HnValueForms *forms)
{
    const guint32 n_names = hn_dictionary_size(forms->names);
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    forms->word_table = g_new0(HnWord, (gsize)n_names + 1);
    for (guint32 name = 1; name <= n_names; name++) {
        HnWord *word = forms->word_table + name;
        word->letters =
            hn_alphabet_code(alphabet, hn_dictionary_value(forms->names, name), forms->arena);
        word->signature = hn_letter_signature(word->letters);
    }
}

static void
fill_weights(HnValueForms *forms, const HnTermTable *token_weights)
{
    const gboolean is_counted = token_weights != NULL && token_weights->unseen_units > 0;
    const guint32 n_names = hn_dictionary_size(forms->names);
    const guint32 unseen = is_counted ? (guint32)token_weights->unseen_units : HN_WORD_WEIGHT_ONE;
    forms->weights = g_new(guint32, (gsize)n_names + 1);
    for (guint32 name = 0; name <= n_names; name++)
        forms->weights[name] = unseen;
    for (guint i = 0; is_counted && i < token_weights->n; i++) {
        const HnTerm *term = token_weights->terms + i;
        const guint32 name = hn_dictionary_find(forms->names, term->value);
        if (name != 0)
            forms->weights[name] = (guint32)term->adjust_units;
    }
}

static void
fill_sounds(HnValueForms *forms)
{
    const guint32 n_names = hn_dictionary_size(forms->names);
    g_autoptr(HnDictionary) codes = hn_dictionary_new();
    forms->sounds = g_new0(HnWordSound, (gsize)n_names + 1);
    for (guint32 name = 1; name <= n_names; name++) {
        HnSound sound;
        if (!hn_double_metaphone(hn_dictionary_value(forms->names, name), &sound))
            continue;
        forms->sounds[name].first = hn_dictionary_intern(codes, hn_slice_of(sound.first));
        forms->sounds[name].second = hn_dictionary_intern(codes, hn_slice_of(sound.second));
    }
}

static void
fill_name_groups(HnValueForms *forms, const HnCountryTables *tables)
{
    const guint32 n_names = hn_dictionary_size(forms->names);
    const HnGivenNames *given_names = tables == NULL ? NULL : hn_given_names_of(tables, NULL);
    g_autoptr(HnDictionary) groups = hn_dictionary_new();
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    forms->name_group_start = g_new0(guint32, (gsize)n_names + 2);
    for (guint32 name = 1; name <= n_names; name++) {
        HnSlice found[HN_GIVEN_NAME_GROUPS_MAX];
        guint32 of_word[HN_GIVEN_NAME_GROUPS_MAX], tmp[HN_GIVEN_NAME_GROUPS_MAX];
        const HnSlice word = hn_dictionary_value(forms->names, name);
        const guint n = given_names == NULL ? 0 : hn_given_names_groups(given_names, word, found);
        for (guint i = 0; i < n; i++)
            of_word[i] = hn_dictionary_intern(groups, found[i]);
        hn_radix_sort_u32(of_word, n, tmp);
        g_array_append_vals(numbers, of_word, n);
        forms->name_group_start[name + 1] = numbers->len;
    }
    forms->name_groups = copy_numbers(numbers);
}

void
hn_word_forms_fill(HnValueForms *forms, guint form_flags, const HnTermTable *token_weights,
                   const HnCountryTables *tables)
{
    forms->names = hn_dictionary_new();
    fill_numbers(forms, form_flags);
    if (form_flags & HN_FORM_WORDS)
        fill_table(forms);
    if (form_flags & HN_FORM_SOUNDS)
        fill_sounds(forms);
    if (form_flags & HN_FORM_GIVEN_NAMES)
        fill_name_groups(forms, tables);
    if (form_flags & HN_FORM_WEIGHTS)
        fill_weights(forms, token_weights);
    if (form_flags & HN_FORM_WORDS)
        hn_dictionary_drop_index(forms->names);
    else
        g_clear_pointer(&forms->names, hn_dictionary_free);
}
