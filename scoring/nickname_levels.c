#include "scoring/nickname_levels.h"

/* Whether two words have a group in common. */
static gboolean
share_group(const HnValueForms *forms, guint32 a, guint32 b)
{
    const guint32 *start = forms->name_group_start, *groups = forms->name_groups;
    for (guint32 i = start[a], k = start[b]; i < start[a + 1] && k < start[b + 1];) {
        if (groups[i] == groups[k])
            return TRUE;
        if (groups[i] < groups[k])
            i++;
        else
            k++;
    }
    return FALSE;
}

gboolean
hn_nicknames_in_order(const HnValueForms *forms, guint32 value_a, guint32 value_b)
{
    const HnWords a = hn_value_forms_words(forms, value_a);
    const HnWords b = hn_value_forms_words(forms, value_b);
    if (a.n != b.n)
        return FALSE;
    for (guint i = 0; i < a.n; i++)
        if (a.numbers[i] != b.numbers[i] && !share_group(forms, a.numbers[i], b.numbers[i]))
            return FALSE;
    return a.n > 0;
}

static gboolean
is_given_name(const HnValueForms *forms, guint32 word)
{
    return forms->name_group_start[word] < forms->name_group_start[word + 1];
}

gboolean
hn_nicknames_are_others(const HnValueForms *forms, guint32 value_a, guint32 value_b)
{
    const HnWords a = hn_value_forms_words(forms, value_a);
    const HnWords b = hn_value_forms_words(forms, value_b);
    guint n_others = 0;
    if (a.n != b.n || a.n < 2)
        return FALSE;
    for (guint i = 0; i < a.n && n_others < 2; i++) {
        const guint32 x = a.numbers[i], y = b.numbers[i];
        if (x == y)
            continue;
        if (!is_given_name(forms, x) || !is_given_name(forms, y) || share_group(forms, x, y))
            return FALSE;
        n_others++;
    }
    return n_others == 1;
}

/* Bits of the longer name's words that each word of the shorter one may have. */
typedef struct {
    guint n;
    guint32 partners[HN_NICKNAME_WORDS_MAX], equal[HN_NICKNAME_WORDS_MAX];
} Choices;

static HnLetters
letters_of(const HnWords *words, guint at)
{
    return words->table[words->numbers[at]].letters;
}

static gboolean
is_initial_of(HnLetters a, HnLetters b)
{
    return (a.n == 1 || b.n == 1) && hn_letters_at(a, 0) == hn_letters_at(b, 0);
}

/* FALSE: no word of two letters and more is in both. */
static gboolean
find_equal(const HnWords *shorter, const HnWords *longer, Choices *ret)
{
    guint32 all = 0;
    ret->n = shorter->n;
    for (guint i = 0; i < shorter->n; i++) {
        ret->equal[i] = 0;
        for (guint k = 0; k < longer->n; k++)
            if (shorter->numbers[i] == longer->numbers[k])
                ret->equal[i] |= 1u << k;
        if (letters_of(shorter, i).n > 1)
            all |= ret->equal[i];
    }
    return all != 0;
}

static void
find_partners(const HnValueForms *forms, const HnWords *shorter, const HnWords *longer,
              Choices *choices)
{
    for (guint i = 0; i < shorter->n; i++) {
        choices->partners[i] = choices->equal[i];
        for (guint k = 0; k < longer->n; k++)
            if (is_initial_of(letters_of(shorter, i), letters_of(longer, k)) ||
                share_group(forms, shorter->numbers[i], longer->numbers[k]))
                choices->partners[i] |= 1u << k;
    }
}

/* Whether the words from @at on can each have a partner among those @free; @needs_equal: one of
 * them an equal one of two letters and more. At most 8! ways, of names of one or two. */
static gboolean
can_pair(const Choices *choices, const HnWords *shorter, guint at, guint32 free,
         gboolean needs_equal)
{
    if (at == choices->n)
        return !needs_equal;
    for (guint32 left = choices->partners[at] & free; left != 0; left &= left - 1) {
        const guint32 bit = left & -left;
        const gboolean is_equal = (choices->equal[at] & bit) != 0 && letters_of(shorter, at).n > 1;
        if (can_pair(choices, shorter, at + 1, free & ~bit, needs_equal && !is_equal))
            return TRUE;
    }
    return FALSE;
}

gboolean
hn_nicknames_in_any_order(const HnValueForms *forms, guint32 value_a, guint32 value_b)
{
    const HnWords a = hn_value_forms_words(forms, value_a);
    const HnWords b = hn_value_forms_words(forms, value_b);
    const HnWords *shorter = a.n <= b.n ? &a : &b, *longer = a.n <= b.n ? &b : &a;
    Choices choices;
    if (shorter->n < 2 || longer->n > HN_NICKNAME_WORDS_MAX ||
        !find_equal(shorter, longer, &choices))
        return FALSE;
    find_partners(forms, shorter, longer, &choices);
    return can_pair(&choices, shorter, 0, (1u << longer->n) - 1, TRUE);
}
