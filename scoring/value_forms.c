#include "scoring/value_forms.h"

#include "base/radix_sort.h"
#include "scoring/digit_word.h"
#include "text/date_value.h"
#include "text/letter_signature.h"
#include "text/tokens.h"
#include "text/utf8.h"

static HnLetters
letters_of(HnAlphabet *alphabet, HnArena *arena, HnSlice value, guint8 *buffer)
{
    if (hn_utf8_is_ascii(value))
        return hn_letters_ascii(value);
    HnLetters letters = { NULL, NULL, 0 };
    if (hn_alphabet_narrow(alphabet, value, buffer, &letters.n)) {
        letters.narrow = hn_arena_copy(arena, hn_slice(buffer, letters.n)).bytes;
        return letters;
    }
    guint32 *wide = hn_arena_array(arena, guint32, value.n_bytes);
    hn_alphabet_wide(alphabet, value, wide, &letters.n);
    letters.wide = wide;
    return letters;
}

static void
fill_letters(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    forms->letters = g_new0(HnLetters, (gsize)n_values + 1);
    forms->signatures = g_new0(guint64, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++) {
        const HnSlice value = hn_dictionary_value(forms->values, code);
        if (value.n_bytes > buffer->len)
            g_byte_array_set_size(buffer, (guint)value.n_bytes);
        forms->letters[code] = letters_of(alphabet, forms->arena, value, buffer->data);
        forms->signatures[code] = hn_letter_signature(forms->letters[code]);
    }
}

/* Scratch of one pass over the values' tokens. */
typedef struct {
    HnDictionary *names;   /* token -> number */
    GArray *slices;        /* HnSlice */
    GArray *numbers, *tmp; /* guint32 */
} Tokeniser;

/* Numbers of the value's tokens, ascending, with repeats. */
static guint32 *
number_tokens(Tokeniser *tokeniser, HnSlice value, guint *ret_n)
{
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
        numbers[i] = hn_dictionary_intern(tokeniser->names, slices[i]);
    hn_radix_sort_u32(numbers, *ret_n, (guint32 *)(gpointer)tokeniser->tmp->data);
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

static void
fill_tokens(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    g_autoptr(HnDictionary) names = hn_dictionary_new();
    g_autoptr(GArray) slices = g_array_new(FALSE, FALSE, sizeof(HnSlice));
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) tmp = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(guint32));
    Tokeniser tokeniser = { names, slices, numbers, tmp };
    forms->token_start = g_new0(guint64, (gsize)n_values + 2);
    for (guint32 code = 1; code <= n_values; code++) {
        guint n = 0;
        const HnSlice value = hn_dictionary_value(forms->values, code);
        const guint32 *sorted = number_tokens(&tokeniser, value, &n);
        append_distinct(tokens, sorted, n);
        forms->token_start[code + 1] = tokens->len;
    }
    forms->tokens = g_memdup2(tokens->data, (gsize)tokens->len * sizeof(guint32));
}

static void
fill_sorted_tokens(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    g_autoptr(HnDictionary) joined = hn_dictionary_new();
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    forms->sorted_tokens = g_new0(guint32, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++) {
        hn_tokens_sorted(hn_dictionary_value(forms->values, code), buffer);
        forms->sorted_tokens[code] =
            hn_dictionary_intern(joined, hn_slice(buffer->data, buffer->len));
    }
}

static void
fill_dates(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    forms->dates = g_new0(guint32, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        forms->dates[code] = hn_date_of_canonical(hn_dictionary_value(forms->values, code));
}

static void
fill_digits(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    forms->digits = g_new0(guint64, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        forms->digits[code] = hn_digit_word(hn_dictionary_value(forms->values, code));
}

HnValueForms *
hn_value_forms_new(const HnDictionary *values, guint form_flags)
{
    HnValueForms *forms = g_new0(HnValueForms, 1);
    forms->values = values;
    forms->arena = hn_arena_new();
    if (form_flags & HN_FORM_LETTERS)
        fill_letters(forms);
    if (form_flags & HN_FORM_TOKENS)
        fill_tokens(forms);
    if (form_flags & HN_FORM_SORTED_TOKENS)
        fill_sorted_tokens(forms);
    if (form_flags & HN_FORM_DATE)
        fill_dates(forms);
    if (form_flags & HN_FORM_DIGITS)
        fill_digits(forms);
    return forms;
}

void
hn_value_forms_free(HnValueForms *forms)
{
    if (forms == NULL)
        return;
    g_free(forms->letters);
    g_free(forms->signatures);
    g_free(forms->token_start);
    g_free(forms->tokens);
    g_free(forms->sorted_tokens);
    g_free(forms->dates);
    g_free(forms->digits);
    hn_arena_free(forms->arena);
    g_free(forms);
}
