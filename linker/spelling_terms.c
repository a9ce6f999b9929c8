#include "linker/spelling_terms.h"

#include "scoring/vietnamese_forms.h"

#define TERM_COUNT_MIN 3u /* as of values, see training.c */

double
hn_spelling_rate(const HnComparison *comparison, const double *rates)
{
    double rate = 0;
    for (guint level = 0; level < comparison->n_levels; level++) {
        const HnLevelKind kind = comparison->levels[level].kind;
        if (kind == HN_LEVEL_EXACT || hn_level_kind_is_of_spelling(kind))
            rate += rates[level];
    }
    return rate;
}

static gint32
units_of(const HnSpellingTerms *input, double count)
{
    const double n = MAX(input->counts->n_with_value, 1);
    const double n_others = count - 1 - MAX(input->n_partners, 1);
    const double frequency = n_others > 0 ? (n_others + 0.5) / n : MIN(input->u, 0.5 / n);
    return hn_weight_units(input->u / frequency);
}

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    return hn_slice_compare(((const HnTerm *)a)->value, ((const HnTerm *)b)->value);
}

void
hn_spelling_terms_fill(const HnSpellingTerms *input, HnArena *arena, HnTermTable *ret)
{
    g_autoptr(HnDictionary) spellings = hn_dictionary_new();
    g_autoptr(GArray) counts = g_array_new(FALSE, TRUE, sizeof(guint32)); /* by number */
    g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(HnTerm));
    g_autoptr(GByteArray) spelling = g_byte_array_new();
    for (guint32 code = 1; code <= input->counts->n_codes; code++) {
        hn_name_spelling(hn_dictionary_value(input->values, code), spelling);
        const guint32 number =
            hn_dictionary_intern(spellings, hn_slice(spelling->data, spelling->len));
        if (counts->len <= number)
            g_array_set_size(counts, number + 1);
        g_array_index(counts, guint32, number) += input->counts->counts[code];
    }
    for (guint32 number = 1; number <= hn_dictionary_size(spellings); number++) {
        const guint32 count = g_array_index(counts, guint32, number);
        const HnTerm term = { hn_dictionary_value(spellings, number), count,
                              units_of(input, count) };
        if (count >= TERM_COUNT_MIN)
            g_array_append_val(listed, term);
    }
    g_array_sort(listed, compare_terms);
    *ret = (HnTermTable){ .n = listed->len,
                          .terms = hn_arena_array(arena, HnTerm, MAX(listed->len, 1)),
                          .unseen_units = units_of(input, 1),
                          .n_total = input->counts->n_with_value };
    for (guint i = 0; i < listed->len; i++) {
        ret->terms[i] = g_array_index(listed, HnTerm, i);
        ret->terms[i].value = hn_arena_copy(arena, ret->terms[i].value);
    }
}
