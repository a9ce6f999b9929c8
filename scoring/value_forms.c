#include "scoring/value_forms.h"

#include "scoring/address_forms.h"
#include "scoring/digit_word.h"
#include "scoring/email_forms.h"
#include "scoring/gram_forms.h"
#include "scoring/word_forms.h"
#include "text/date_value.h"
#include "text/letter_signature.h"
#include "text/number_words.h"
#include "text/tokens.h"
#include "text/vietnamese_letter.h"

static void
fill_letters(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    forms->letters = g_new0(HnLetters, (gsize)n_values + 1);
    forms->signatures = g_new0(guint64, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++) {
        forms->letters[code] =
            hn_alphabet_code(alphabet, hn_dictionary_value(forms->values, code), forms->arena);
        forms->signatures[code] = hn_letter_signature(forms->letters[code]);
    }
}

/* A number for each value: equal ones where @rewrite makes equal bytes. */
static guint32 *
number_values(const HnDictionary *values, gboolean without_marks,
              void (*rewrite)(HnSlice value, GByteArray *out))
{
    const guint32 n_values = hn_dictionary_size(values);
    g_autoptr(HnDictionary) rewritten = hn_dictionary_new();
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    g_autoptr(GByteArray) unmarked = g_byte_array_new();
    guint32 *numbers = g_new0(guint32, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++) {
        HnSlice value = hn_dictionary_value(values, code);
        if (without_marks) {
            hn_vietnamese_unmark(value, unmarked);
            value = hn_slice(unmarked->data, unmarked->len);
        }
        rewrite(value, buffer);
        numbers[code] = hn_dictionary_intern(rewritten, hn_slice(buffer->data, buffer->len));
    }
    return numbers;
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
fill_lunar(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    forms->lunar = g_malloc0_n((gsize)n_values + 1, sizeof *forms->lunar);
    for (guint32 code = 1; code <= n_values; code++)
        hn_lunar_readings(forms->dates[code], forms->lunar[code]);
}

static void
fill_kinds(HnValueForms *forms, HnPaperKind (*kind_of)(HnSlice canonical))
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    forms->kinds = g_new0(guint8, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        forms->kinds[code] = (guint8)kind_of(hn_dictionary_value(forms->values, code));
}

static void
fill_digits(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    forms->digits = g_new0(guint64, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        forms->digits[code] = hn_digit_word(hn_dictionary_value(forms->values, code));
}

static void
fill_numbers(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    forms->numbers = g_new(HnNumber, (gsize)n_values + 1);
    forms->numbers[0] = (HnNumber){ 0, -1 };
    for (guint32 code = 1; code <= n_values; code++)
        if (!hn_number_parse(hn_dictionary_value(forms->values, code), forms->numbers + code))
            forms->numbers[code] = (HnNumber){ 0, -1 };
}

static void
fill_points(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    forms->points = g_new0(HnGeoVector, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++) {
        HnGeoPoint point;
        if (hn_geo_point_parse(hn_dictionary_value(forms->values, code), &point))
            forms->points[code] = hn_geo_vector(point);
    }
}

static void
fill_number_words(HnValueForms *forms)
{
    const guint32 n_values = hn_dictionary_size(forms->values);
    for (guint32 code = 1; code <= n_values; code++) {
        const guint64 numbers = hn_number_words(hn_dictionary_value(forms->values, code));
        if (numbers != 0 && forms->number_words == NULL)
            forms->number_words = g_new0(guint64, (gsize)n_values + 1);
        if (numbers != 0)
            forms->number_words[code] = numbers;
    }
}

HnValueForms *
hn_value_forms_new(const HnDictionary *values, guint form_flags, const HnTermTable *token_weights)
{
    static const HnAttribute any = { .type = HN_TYPE_TEXT };
    return hn_value_forms_new_of(&any, values, form_flags, token_weights);
}

HnValueForms *
hn_value_forms_new_of(const HnAttribute *attribute, const HnDictionary *values, guint form_flags,
                      const HnTermTable *token_weights)
{
    const gboolean without_marks = attribute->type == HN_TYPE_VIETNAMESE_NAME;
    form_flags |= without_marks ? HN_FORM_UNMARKED : 0;
    HnValueForms *forms = g_new0(HnValueForms, 1);
    forms->values = values;
    forms->arena = hn_arena_new();
    if (form_flags & (HN_FORM_LETTERS | HN_FORM_GRAMS))
        fill_letters(forms);
    if (form_flags & HN_FORM_GRAMS)
        hn_gram_forms_fill(forms);
    if (form_flags & (HN_FORM_TOKENS | HN_FORM_WORDS))
        hn_word_forms_fill(forms, form_flags, token_weights, attribute->tables);
    if (form_flags & HN_FORM_SORTED_TOKENS)
        forms->sorted_tokens = number_values(values, without_marks, hn_tokens_sorted);
    if (form_flags & HN_FORM_COMPACT)
        forms->compact = number_values(values, without_marks, hn_tokens_compact);
    if (form_flags & HN_FORM_EMAIL)
        hn_email_forms_fill(forms, form_flags);
    if (form_flags & HN_FORM_NUMBER)
        fill_numbers(forms);
    if (form_flags & HN_FORM_POINT)
        fill_points(forms);
    if (form_flags & HN_FORM_DATE)
        fill_dates(forms);
    if (form_flags & HN_FORM_LUNAR)
        fill_lunar(forms);
    if (form_flags & HN_FORM_CITIZEN)
        fill_kinds(forms, hn_citizen_number_kind);
    if (form_flags & HN_FORM_INSURANCE)
        fill_kinds(forms, hn_insurance_number_kind);
    if (form_flags & HN_FORM_DIGITS)
        fill_digits(forms);
    if (form_flags & HN_FORM_COMPANY)
        forms->companies = hn_company_forms_new(values, token_weights, forms->arena);
    if (form_flags & HN_FORM_NUMBER_WORDS)
        fill_number_words(forms);
    if (form_flags & HN_FORM_UNITS)
        forms->units = hn_unit_forms_new(values);
    if (form_flags & HN_FORM_ADDRESSES)
        forms->addresses = hn_address_forms_new(values, forms->arena);
    if (form_flags & HN_FORM_VIETNAMESE)
        forms->vietnamese = hn_vietnamese_forms_new(values, token_weights, attribute->tables);
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
    g_free(forms->word_start);
    g_free(forms->words);
    g_free(forms->word_table);
    g_free(forms->weights);
    g_free(forms->sounds);
    g_free(forms->name_group_start);
    g_free(forms->name_groups);
    g_free(forms->sorted_tokens);
    g_free(forms->gram_start);
    g_free(forms->grams);
    g_free(forms->email_users);
    g_free(forms->email_domains);
    g_free(forms->email_user_table);
    g_free(forms->numbers);
    g_free(forms->points);
    g_free(forms->compact);
    g_free(forms->dates);
    g_free(forms->lunar);
    g_free(forms->kinds);
    g_free(forms->digits);
    g_free(forms->companies);
    g_free(forms->number_words);
    hn_unit_forms_free(forms->units);
    hn_address_forms_free(forms->addresses);
    hn_vietnamese_forms_free(forms->vietnamese);
    hn_dictionary_free(forms->names);
    hn_arena_free(forms->arena);
    g_free(forms);
}
