#include "scoring/company_forms.h"

#include "base/radix_sort.h"
#include "text/company_parts.h"
#include "text/edit_distance.h"
#include "text/tokens.h"
#include "text/words.h"

#define SLIP_LETTERS_MIN 5 /* in shorter brands another letter is another brand */
#define ACRONYM_LETTERS_MIN 2

typedef enum { FORM_NONE, FORM_COMPANY, FORM_LIMITED, FORM_OF_COMPANY, FORM_OTHER } FormKind;

/* Scratch, and what numbers are counted in. */
typedef struct {
    HnDictionary *names;
    HnAlphabet *alphabet;
    HnArena *arena;
    const HnTermTable *weights; /* NULL: all words weigh the same */
    GByteArray *text, *ending;
} Maker;

static guint32
number_of(const Maker *maker, HnSlice text)
{
    return text.n_bytes == 0 ? 0 : hn_dictionary_intern(maker->names, text);
}

static FormKind
form_kind(HnSlice form)
{
    static const char *const companies[] = { "cp", "hd", "dntn", "dnnn", "nhtmcp" };
    if (form.n_bytes == 0)
        return FORM_NONE;
    if (hn_slice_equal(form, hn_slice_of("cty")))
        return FORM_COMPANY;
    if (form.n_bytes >= 4 && memcmp(form.bytes, "tnhh", 4) == 0)
        return FORM_LIMITED;
    for (guint i = 0; i < G_N_ELEMENTS(companies); i++)
        if (hn_slice_equal(form, hn_slice_of(companies[i])))
            return FORM_OF_COMPANY;
    return FORM_OTHER;
}

/* Distinct words of @text as numbers, ascending. */
static const guint32 *
word_numbers(const Maker *maker, HnSlice text, guint16 *ret_n)
{
    HnSlice words[HN_WORDS_MAX];
    guint32 numbers[HN_WORDS_MAX], tmp[HN_WORDS_MAX];
    const guint n = hn_tokens(text, words, HN_WORDS_MAX);
    guint16 kept = 0;
    for (guint i = 0; i < n; i++)
        numbers[i] = number_of(maker, words[i]);
    hn_radix_sort_u32(numbers, n, tmp);
    for (guint i = 0; i < n; i++)
        if (i == 0 || numbers[i] != numbers[i - 1])
            numbers[kept++] = numbers[i];
    guint32 *copy = hn_arena_alloc(maker->arena, (kept + 1u) * sizeof(guint32), sizeof(guint32));
    memcpy(copy, numbers, kept * sizeof(guint32));
    *ret_n = kept;
    return copy;
}

static gint
compare_with_term(gconstpointer word, gconstpointer term)
{
    return hn_slice_compare(*(const HnSlice *)word, ((const HnTerm *)term)->value);
}

static float
weight_of(const Maker *maker, HnSlice word)
{
    if (maker->weights == NULL)
        return 1;
    const HnTerm *term =
        bsearch(&word, maker->weights->terms, maker->weights->n, sizeof(HnTerm), compare_with_term);
    return term == NULL ? 1 : (float)term->adjust_units / (float)maker->weights->unseen_units;
}

static float
rarity_of(const Maker *maker, const HnCompanyParts *parts)
{
    const HnSlice told[] = { parts->activities, parts->numbers, parts->regions };
    HnSlice words[HN_WORDS_MAX];
    float sum = 0;
    guint n = hn_tokens(parts->brand, words, HN_WORDS_MAX);
    for (guint i = 0; i < n; i++)
        sum += weight_of(maker, words[i]);
    for (guint part = 0; parts->brand.n_bytes == 0 && part < G_N_ELEMENTS(told); part++) {
        n = hn_tokens(told[part], words, HN_WORDS_MAX);
        for (guint i = 0; i < n; i++)
            sum += weight_of(maker, words[i]);
    }
    return sum;
}

static gboolean
is_any(HnSlice word, const char *const *words, guint n)
{
    for (guint i = 0; i < n; i++)
        if (hn_slice_equal(word, hn_slice_of(words[i])))
            return TRUE;
    return FALSE;
}

static gboolean
is_letter(HnSlice word)
{
    g_autoptr(GByteArray) bare = g_byte_array_new();
    if (word.n_bytes > 4)
        return FALSE;
    hn_company_bare(word, bare);
    return bare->len == 1 && g_ascii_isalpha((char)bare->data[0]);
}

static void
append(GByteArray *out, HnSlice text)
{
    if (text.n_bytes > 0)
        g_byte_array_append(out, text.bytes, (guint)text.n_bytes);
}

/* The brand's words but those that tell no names apart, which go to the ending. */
static void
split_brand(Maker *maker, HnSlice brand)
{
    static const char *const before[] = { "tân", "tan", "new" };
    static const char *const behind[] = { "mới", "moi", "new" };
    HnSlice words[HN_WORDS_MAX];
    guint first = 0, end = hn_tokens(brand, words, HN_WORDS_MAX);
    g_byte_array_set_size(maker->text, 0);
    g_byte_array_set_size(maker->ending, 0);
    if (end > 1 && is_any(words[0], before, G_N_ELEMENTS(before))) {
        first++;
        append(maker->ending, hn_slice_of("<"));
    }
    if (end > first + 1 && is_any(words[end - 1], behind, G_N_ELEMENTS(behind))) {
        end--;
        append(maker->ending, hn_slice_of(">"));
    } else if (end > first + 1 && is_letter(words[end - 1])) {
        end--;
        append(maker->ending, words[end]);
    }
    for (guint i = first; i < end; i++) {
        if (hn_slice_equal(words[i], hn_slice_of("&")))
            append(maker->ending, words[i]);
        else
            append(maker->text, words[i]);
    }
}

/* Digits anywhere in the brand are of its numbers. */
static void
append_digits(GByteArray *out, HnSlice brand)
{
    for (gsize i = 0; i < brand.n_bytes; i++)
        if (g_ascii_isdigit((char)brand.bytes[i]))
            g_byte_array_append(out, brand.bytes + i, 1);
}

static void
fill_brand(Maker *maker, const HnCompanyParts *parts, HnCompanyForm *form)
{
    split_brand(maker, parts->brand);
    if (maker->text->len == 0)
        append(maker->text, parts->activities);
    form->stem_marked = number_of(maker, hn_slice(maker->text->data, maker->text->len));
    g_autoptr(GByteArray) bare = g_byte_array_new();
    hn_company_bare(hn_slice(maker->text->data, maker->text->len), bare);
    form->stem = number_of(maker, hn_slice(bare->data, bare->len));
    form->has_marks = bare->len != maker->text->len ? 1 : 0;
    append(maker->ending, parts->regions);
    append(maker->ending, parts->numbers);
    /* A last letter or sign is one with marks or without. */
    hn_company_bare(hn_slice(maker->ending->data, maker->ending->len), bare);
    form->ending = number_of(maker, hn_slice(bare->data, bare->len));
    g_byte_array_set_size(maker->text, 0);
    append(maker->text, parts->numbers);
    append_digits(maker->text, parts->brand);
    form->numbers = number_of(maker, hn_slice(maker->text->data, maker->text->len));
}

static void
fill(Maker *maker, HnSlice value, HnCompanyForm *form)
{
    const HnCompanyParts parts = hn_company_parts(value);
    fill_brand(maker, &parts, form);
    hn_company_core(&parts, maker->text);
    const HnSlice core = hn_arena_copy(maker->arena, hn_slice(maker->text->data, maker->text->len));
    form->bare = number_of(maker, core);
    form->letters = hn_alphabet_code(maker->alphabet, core, maker->arena);
    hn_company_initials(&parts, maker->text);
    form->initials = number_of(maker, hn_slice(maker->text->data, maker->text->len));
    form->unit = number_of(maker, parts.unit);
    form->form = number_of(maker, parts.form);
    form->form_kind = (guint8)form_kind(parts.form);
    form->activities = word_numbers(maker, parts.activities, &form->n_activities);
    hn_company_bare(parts.place, maker->text);
    form->place =
        word_numbers(maker, hn_slice(maker->text->data, maker->text->len), &form->n_place);
    form->rarity = rarity_of(maker, &parts);
}

HnCompanyForm *
hn_company_forms_new(const HnDictionary *values, const HnTermTable *token_weights, HnArena *arena)
{
    const guint32 n_values = hn_dictionary_size(values);
    g_autoptr(HnDictionary) names = hn_dictionary_new();
    g_autoptr(HnAlphabet) alphabet = hn_alphabet_new();
    g_autoptr(GByteArray) text = g_byte_array_new();
    g_autoptr(GByteArray) ending = g_byte_array_new();
    const gboolean is_weighed = token_weights != NULL && token_weights->unseen_units > 0;
    Maker maker = { names, alphabet, arena, is_weighed ? token_weights : NULL, text, ending };
    HnCompanyForm *forms = g_new0(HnCompanyForm, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        fill(&maker, hn_dictionary_value(values, code), forms + code);
    return forms;
}

/* ---- comparing ---- */

/* All of one list is in the other one, whose rest is not asked. */
static gboolean
is_part(const guint32 *few, guint n_few, const guint32 *many, guint n_many)
{
    guint k = 0;
    for (guint i = 0; i < n_few; i++) {
        while (k < n_many && many[k] < few[i])
            k++;
        if (k == n_many || many[k] != few[i])
            return FALSE;
    }
    return TRUE;
}

static gboolean
same_stem(const HnCompanyForm *a, const HnCompanyForm *b)
{
    return a->stem_marked == b->stem_marked ||
           (a->stem == b->stem && (a->has_marks == 0 || b->has_marks == 0));
}

/* The same unit, or both the firm itself. Who leaves its place out says nothing. */
static gboolean
same_unit(const HnCompanyForm *a, const HnCompanyForm *b)
{
    return a->unit == b->unit && (is_part(a->place, a->n_place, b->place, b->n_place) ||
                                  is_part(b->place, b->n_place, a->place, a->n_place));
}

static gboolean
forms_agree(const HnCompanyForm *a, const HnCompanyForm *b)
{
    const guint8 x = MIN(a->form_kind, b->form_kind), y = MAX(a->form_kind, b->form_kind);
    return a->form == b->form || x == FORM_NONE || (x == FORM_COMPANY && y < FORM_OTHER) ||
           (x == FORM_LIMITED && y == FORM_LIMITED);
}

static gboolean
activities_part(const HnCompanyForm *a, const HnCompanyForm *b)
{
    return is_part(a->activities, a->n_activities, b->activities, b->n_activities) ||
           is_part(b->activities, b->n_activities, a->activities, a->n_activities);
}

static gboolean
same_activities(const HnCompanyForm *a, const HnCompanyForm *b)
{
    return a->n_activities == b->n_activities && activities_part(a, b);
}

/* But the brand nothing tells them apart. */
static gboolean
rest_agrees(const HnCompanyForm *a, const HnCompanyForm *b)
{
    return a->ending == b->ending && same_unit(a, b) && forms_agree(a, b) && activities_part(a, b);
}

static gboolean
is_acronym(const HnCompanyForm *a, const HnCompanyForm *b)
{
    return a->bare == b->initials && a->letters.n >= ACRONYM_LETTERS_MIN;
}

static gboolean
is_slip(const HnCompanyForm *a, const HnCompanyForm *b)
{
    if (a->bare == b->bare)
        return TRUE;
    return MIN(a->letters.n, b->letters.n) >= SLIP_LETTERS_MIN &&
           hn_damerau(a->letters, b->letters, 1) <= 1;
}

gboolean
hn_company_told_apart(const HnCompanyForm *a, const HnCompanyForm *b)
{
    return !same_unit(a, b) || a->numbers != b->numbers ||
           (same_stem(a, b) &&
            (a->ending != b->ending || !forms_agree(a, b) || !activities_part(a, b)));
}

gboolean
hn_company_level_holds(const HnCompanyForm *a, const HnCompanyForm *b, const HnLevelSpec *level)
{
    switch ((gint)level->kind) {
    case HN_LEVEL_COMPANY_SAME:
        return same_stem(a, b) && rest_agrees(a, b) && same_activities(a, b);
    case HN_LEVEL_COMPANY_BRAND:
        return (double)MIN(a->rarity, b->rarity) >= level->threshold && same_stem(a, b) &&
               rest_agrees(a, b);
    case HN_LEVEL_COMPANY_ACRONYM:
        return (is_acronym(a, b) || is_acronym(b, a)) && same_unit(a, b) &&
               a->numbers == b->numbers && forms_agree(a, b);
    case HN_LEVEL_COMPANY_SLIP:
        return !same_stem(a, b) && a->numbers == b->numbers && rest_agrees(a, b) && is_slip(a, b);
    case HN_LEVEL_COMPANY_BRANCH:
        return same_stem(a, b) && !same_unit(a, b);
    case HN_LEVEL_COMPANY_CONFUSABLE:
        return same_stem(a, b) && same_unit(a, b) && (a->ending != b->ending || !forms_agree(a, b));
    case HN_LEVEL_COMPANY_SISTER:
        return same_stem(a, b) && same_unit(a, b) && !activities_part(a, b);
    default:
        g_assert_not_reached();
    }
}
