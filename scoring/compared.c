#include "scoring/compared.h"

#include "scoring/vietnamese_forms.h"
#include "text/company_parts.h"

static guint32 *
codes_of_other(const HnDictionary *from, const HnDictionary *to)
{
    g_autoptr(HnDictionary) index = hn_dictionary_new(); /* the table's own has none any more */
    const guint32 n_from = hn_dictionary_size(from), n_to = hn_dictionary_size(to);
    guint32 *codes = g_new0(guint32, (gsize)n_from + 1);
    for (guint32 code = 1; code <= n_to; code++)
        hn_dictionary_intern(index, hn_dictionary_value(to, code)); /* gives the same codes */
    for (guint32 code = 1; code <= n_from; code++)
        codes[code] = hn_dictionary_find(index, hn_dictionary_value(from, code));
    return codes;
}

static void
init_crosswise(HnCompared *compared, const HnComparison *comparison, const HnRecordTable *table)
{
    g_assert(table->sets[comparison->attribute] == NULL);
    g_assert(table->sets[comparison->crosswise] == NULL);
    compared->crosswise_attribute = comparison->crosswise;
    while (comparison->levels[compared->crosswise_level].kind != HN_LEVEL_CROSSWISE)
        compared->crosswise_level++;
    compared->to_crosswise =
        codes_of_other(table->values[comparison->attribute], table->values[comparison->crosswise]);
}

/* Names without marks, in the order of their words: of people, and of the brands of firms. */
static void
init_told(HnCompared *compared, const HnComparison *comparison, const HnRecordTable *table)
{
    const HnDictionary *names = table->values[comparison->attribute];
    const HnDictionary *firms = table->values[comparison->told_by];
    const guint32 n_names = hn_dictionary_size(names), n_firms = hn_dictionary_size(firms);
    g_autoptr(HnDictionary) spelled = hn_dictionary_new();
    g_autoptr(GByteArray) brand = g_byte_array_new(), spelling = g_byte_array_new();
    g_assert(table->sets[comparison->attribute] == NULL);
    g_assert(table->sets[comparison->told_by] == NULL);
    compared->told_attribute = comparison->told_by;
    compared->told = g_new0(guint32, (gsize)n_names + 1);
    compared->tells = g_new0(guint32, (gsize)n_firms + 1);
    for (guint32 code = 1; code <= n_names; code++) {
        hn_name_spelling(hn_dictionary_value(names, code), spelling);
        compared->told[code] =
            hn_dictionary_intern(spelled, hn_slice(spelling->data, spelling->len));
    }
    for (guint32 code = 1; code <= n_firms; code++) {
        const HnCompanyParts parts = hn_company_parts(hn_dictionary_value(firms, code));
        hn_company_bare(parts.brand, brand);
        hn_name_spelling(hn_slice(brand->data, brand->len), spelling);
        compared->tells[code] =
            hn_dictionary_find(spelled, hn_slice(spelling->data, spelling->len));
    }
}

static guint
level_of(const HnComparison *comparison, HnLevelKind kind)
{
    for (guint level = 0; level < comparison->n_levels; level++)
        if (comparison->levels[level].kind == kind)
            return level;
    return G_MAXUINT;
}

void
hn_compared_init(HnCompared *compared, const HnEntityType *type, const HnRecordTable *table,
                 guint comparison)
{
    *compared = (HnCompared){ .index = comparison };
    compared->chain = hn_level_chain(type->comparisons + comparison);
    compared->attribute = type->comparisons[comparison].attribute;
    g_assert(compared->attribute < table->n_attributes);
    compared->sets = table->sets[compared->attribute];
    compared->level_of_all = level_of(type->comparisons + comparison, HN_LEVEL_NUMBER_MOVED);
    if (type->comparisons[comparison].has_crosswise)
        init_crosswise(compared, type->comparisons + comparison, table);
    if (type->comparisons[comparison].has_told_by)
        init_told(compared, type->comparisons + comparison, table);
    const HnAttributeType of = type->attributes[compared->attribute].type;
    compared->tells_kinds =
        compared->sets == NULL && (of == HN_TYPE_CITIZEN_NUMBER || of == HN_TYPE_INSURANCE_NUMBER);
    /* Unequal sets may share a member, so only single values are settled. */
    compared->settles_unequal =
        !compared->chain.looks && compared->sets == NULL && compared->to_crosswise == NULL;
}

static gint32 *
terms_of_values(const HnTermTable *terms, const HnDictionary *values)
{
    g_autoptr(HnDictionary) listed = hn_dictionary_new();
    g_autofree gint32 *adjust = g_new0(gint32, (gsize)terms->n + 1);
    adjust[0] = terms->unseen_units;
    for (guint i = 0; i < terms->n; i++)
        adjust[hn_dictionary_intern(listed, terms->terms[i].value)] = terms->terms[i].adjust_units;
    const guint32 n_values = hn_dictionary_size(values);
    gint32 *by_code = g_new0(gint32, (gsize)n_values + 1);
    for (guint32 code = 1; code <= n_values; code++)
        by_code[code] = adjust[hn_dictionary_find(listed, hn_dictionary_value(values, code))];
    return by_code;
}

static gint32 *
terms_of_spellings(const HnTermTable *terms, const HnDictionary *values)
{
    g_autoptr(HnDictionary) listed = hn_dictionary_new();
    g_autoptr(GByteArray) spelling = g_byte_array_new();
    g_autofree gint32 *adjust = g_new0(gint32, (gsize)terms->n + 1);
    const guint32 n_values = hn_dictionary_size(values);
    gint32 *by_code = g_new0(gint32, (gsize)n_values + 1);
    adjust[0] = terms->unseen_units;
    for (guint i = 0; i < terms->n; i++)
        adjust[hn_dictionary_intern(listed, terms->terms[i].value)] = terms->terms[i].adjust_units;
    for (guint32 code = 1; code <= n_values; code++) {
        hn_name_spelling(hn_dictionary_value(values, code), spelling);
        by_code[code] = adjust[hn_dictionary_find(listed, hn_slice(spelling->data, spelling->len))];
    }
    return by_code;
}

/* An equal pair of sets has its exact level from the member with the largest adjustment. */
static gint32 *
terms_of_sets(const HnValueSets *sets, const gint32 *value_terms)
{
    const guint32 n_sets = hn_value_sets_size(sets);
    gint32 *by_code = g_new0(gint32, (gsize)n_sets + 1);
    for (guint32 code = 1; code <= n_sets; code++) {
        guint n = 0;
        const HnSetMember *members = hn_value_sets_members(sets, code, &n);
        by_code[code] = G_MININT32;
        for (guint i = 0; i < n; i++)
            by_code[code] = MAX(by_code[code], value_terms[members[i].value]);
    }
    return by_code;
}

static gint32
largest_term(const gint32 *terms, guint32 n)
{
    gint32 largest = 0;
    for (guint32 code = 1; terms != NULL && code <= n; code++)
        largest = MAX(largest, terms[code]);
    return largest;
}

/* The largest weight that an open pair can get: unequal values cannot be exact, unequal sets can.
 */
static void
set_bounds(HnCompared *compared, guint32 n_values)
{
    const HnComparison *comparison = compared->chain.comparison;
    const gint32 term = largest_term(compared->value_terms, n_values);
    const gint32 spelling_term = largest_term(compared->spelling_terms, n_values);
    compared->bound_equal = G_MININT32;
    /* Of sets no two members may be of one kind: missing, after all. */
    compared->bound_unequal = compared->sets == NULL ? G_MININT32 : 0;
    for (guint level = 0; level < comparison->n_levels; level++) {
        const gboolean is_exact = comparison->levels[level].kind == HN_LEVEL_EXACT;
        const gboolean is_of_spelling =
            hn_level_kind_is_of_spelling(comparison->levels[level].kind);
        const gint32 weight = compared->weights[1 + level] + (is_exact ? term : 0) +
                              (is_of_spelling ? spelling_term : 0);
        compared->bound_equal = MAX(compared->bound_equal, weight);
        if (!is_exact || compared->sets != NULL)
            compared->bound_unequal = MAX(compared->bound_unequal, weight);
    }
}

void
hn_compared_weigh(HnCompared *compared, const HnComparisonModel *model, const HnDictionary *values)
{
    const HnComparison *comparison = compared->chain.comparison;
    for (guint level = 0; level < comparison->n_levels; level++)
        compared->weights[1 + level] = model->weight_units[level];
    if (comparison->term_frequency || model->terms.n > 0) {
        compared->value_terms = terms_of_values(&model->terms, values);
        compared->cell_terms = compared->sets == NULL
                                   ? compared->value_terms
                                   : terms_of_sets(compared->sets, compared->value_terms);
    }
    if (hn_comparison_weighs_spellings(comparison))
        compared->spelling_terms = terms_of_spellings(&model->spellings, values);
    set_bounds(compared, hn_dictionary_size(values));
}

void
hn_compared_clear(HnCompared *compared)
{
    if (compared->cell_terms != compared->value_terms)
        g_free(compared->cell_terms);
    g_free(compared->value_terms);
    g_free(compared->spelling_terms);
    g_free(compared->to_crosswise);
    g_free(compared->told);
    g_free(compared->tells);
}
