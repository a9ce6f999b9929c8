#include "scoring/vietnamese_forms.h"

#include "scoring/name_regions.h"
#include "text/tokens.h"
#include "text/vietnamese_letter.h"
#include "text/words.h"

#define COSTS_WORDS_MAX 1024u /* 1 MiB, half of a second-level cache */
#define COSTS_A_VALUE 64u

void
hn_name_spelling(HnSlice name, GByteArray *out)
{
    g_autoptr(GByteArray) unmarked = g_byte_array_new();
    hn_vietnamese_unmark(name, unmarked);
    hn_tokens_sorted(hn_slice(unmarked->data, unmarked->len), out);
}

typedef struct {
    HnDictionary *words, *unmarked, *spelled;
    GArray *numbers; /* guint32, of all names */
    GByteArray *buffer, *sorted;
    HnSlice slices[HN_WORDS_MAX];
} Making;

/* A name of more words than can be looked at has no number of its spelling: it is like no other. */
static void
add_name(Making *making, HnSlice value, HnNameForm *ret)
{
    const guint n = hn_tokens(value, making->slices, HN_WORDS_MAX);
    *ret = (HnNameForm){ .start = making->numbers->len, .n = (guint16)n };
    for (guint i = 0; i < n; i++) {
        const guint32 number = hn_dictionary_intern(making->words, making->slices[i]);
        g_array_append_val(making->numbers, number);
    }
    hn_vietnamese_unmark(value, making->buffer);
    const HnSlice unmarked = hn_slice(making->buffer->data, making->buffer->len);
    ret->has_marks = !hn_slice_equal(unmarked, value);
    hn_tokens_sorted(unmarked, making->sorted);
    if (n > 0 && n < HN_WORDS_MAX)
        ret->spelled = hn_dictionary_intern(making->spelled,
                                            hn_slice(making->sorted->data, making->sorted->len));
}

static void
fill_words(Making *making, const HnCountryTables *tables, HnVietnameseForms *forms)
{
    const HnNameRegions *regions = hn_name_regions_of(tables);
    const guint32 n_words = hn_dictionary_size(making->words);
    forms->table = g_new0(HnVietnameseWord, (gsize)n_words + 1);
    for (guint32 number = 1; number <= n_words; number++) {
        HnVietnameseWord *word = forms->table + number;
        const HnSlice text = hn_dictionary_value(making->words, number);
        hn_vietnamese_word(text, word);
        hn_vietnamese_unmark(text, making->buffer);
        word->unmarked = hn_dictionary_intern(making->unmarked,
                                              hn_slice(making->buffer->data, making->buffer->len));
        hn_name_regions_find(regions, text, &word->class_first, &word->class_later);
    }
}

static void
fill_weights(Making *making, const HnTermTable *token_weights, HnVietnameseForms *forms)
{
    const gboolean is_counted = token_weights != NULL && token_weights->unseen_units > 0;
    const guint32 unseen = is_counted ? (guint32)token_weights->unseen_units : HN_WORD_WEIGHT_ONE;
    const guint32 n_unmarked = hn_dictionary_size(making->unmarked);
    g_autofree guint32 *weights = g_new(guint32, (gsize)n_unmarked + 1);
    for (guint32 number = 0; number <= n_unmarked; number++)
        weights[number] = unseen;
    for (guint i = 0; is_counted && i < token_weights->n; i++) {
        const HnTerm *term = token_weights->terms + i;
        weights[hn_dictionary_find(making->unmarked, term->value)] = (guint32)term->adjust_units;
    }
    for (guint32 number = 1; number <= hn_dictionary_size(making->words); number++)
        forms->table[number].weight = weights[forms->table[number].unmarked];
}

/* As many words as are looked up more often than they are compared here. */
static void
fill_costs(guint32 n_words, guint32 n_values, HnVietnameseForms *forms)
{
    guint32 n = MIN(n_words + 1, COSTS_WORDS_MAX);
    while (n > 0 && (guint64)n * n > (guint64)n_values * COSTS_A_VALUE)
        n /= 2;
    hn_word_costs_fill(&forms->costs, forms->table, n);
}

HnVietnameseForms *
hn_vietnamese_forms_new(const HnDictionary *values, const HnTermTable *token_weights,
                        const HnCountryTables *tables)
{
    const guint32 n_values = hn_dictionary_size(values);
    g_autoptr(HnDictionary) words = hn_dictionary_new();
    g_autoptr(HnDictionary) unmarked = hn_dictionary_new();
    g_autoptr(HnDictionary) spelled = hn_dictionary_new();
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GByteArray) buffer = g_byte_array_new();
    g_autoptr(GByteArray) sorted = g_byte_array_new();
    g_autofree Making *making = g_new(Making, 1);
    *making = (Making){ words, unmarked, spelled, numbers, buffer, sorted, { { NULL, 0 } } };
    HnVietnameseForms *forms = g_new0(HnVietnameseForms, 1);
    forms->names = g_new0(HnNameForm, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        add_name(making, hn_dictionary_value(values, code), forms->names + code);
    fill_words(making, tables, forms);
    fill_weights(making, token_weights, forms);
    fill_costs(hn_dictionary_size(words), n_values, forms);
    forms->words = g_new(guint32, (gsize)numbers->len + 1);
    if (numbers->len > 0)
        memcpy(forms->words, numbers->data, (gsize)numbers->len * sizeof(guint32));
    return forms;
}

void
hn_vietnamese_forms_free(HnVietnameseForms *forms)
{
    if (forms == NULL)
        return;
    g_free(forms->names);
    g_free(forms->words);
    g_free(forms->table);
    hn_word_costs_clear(&forms->costs);
    g_free(forms);
}

HnNameMarks
hn_vietnamese_forms_marks(const HnVietnameseForms *forms, guint32 a, guint32 b)
{
    const HnNameForm *x = forms->names + a, *y = forms->names + b;
    HnMarks worst = HN_MARKS_SAME;
    if (a == b)
        return HN_NAME_MARKS_SAME;
    if (x->spelled != y->spelled || x->spelled == 0)
        return HN_NAME_MARKS_OTHER;
    for (guint i = 0; i < x->n; i++) { /* as many words: they are the same */
        const HnVietnameseWord *of_a = forms->table + forms->words[x->start + i];
        const HnVietnameseWord *of_b = forms->table + forms->words[y->start + i];
        guint cost;
        if (of_a->unmarked != of_b->unmarked)
            return HN_NAME_MARKS_ORDER;
        if (of_a != of_b)
            worst = MAX(worst, hn_vietnamese_marks(of_a, of_b, &cost));
    }
    if (!x->has_marks || !y->has_marks)
        return HN_NAME_MARKS_NONE;
    switch (worst) {
    case HN_MARKS_SAME: /* of words longer than are looked at */
    case HN_MARKS_LOST:
        return HN_NAME_MARKS_LOST;
    case HN_MARKS_TONE:
        return HN_NAME_MARKS_TONE;
    case HN_MARKS_QUALITY:
    default:
        return HN_NAME_MARKS_QUALITY;
    }
}
