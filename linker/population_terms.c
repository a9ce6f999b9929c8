#include "linker/population_terms.h"

#define COMMON_TIMES 2 /* u: as of delivered values without term_frequency */

void
hn_population_terms_set_rates(HnPopulation *const *populations, const HnEntityType *type,
                              HnLevelRates *rates)
{
    for (guint c = 0; populations != NULL && c < type->n_comparisons; c++) {
        const HnComparison *comparison = &type->comparisons[c];
        const HnPopulation *population = populations[comparison->attribute];
        double *rate = rates->rate[c];
        if (population == NULL || comparison->levels[0].kind != HN_LEVEL_EXACT)
            continue;
        const double exact = MIN(hn_population_exact_rate(population), 1 - rates->one_pair[c]);
        const double rest = 1 - rate[0];
        for (guint level = 1; level < comparison->n_levels; level++)
            rate[level] = rest > 0 ? rate[level] / rest * (1 - exact)
                                   : (1 - exact) / (comparison->n_levels - 1);
        rate[0] = exact;
        rates->is_known[c] = TRUE;
    }
}

/* Delivered values that the table does not know, though many rows hold them. */
static void
add_absent(const HnPopulationTerms *input, GArray *terms)
{
    for (guint32 code = 1; code <= input->counts->n_codes; code++) {
        const guint32 count = input->counts->counts[code];
        const HnSlice value = hn_dictionary_value(input->values, code);
        if (count < HN_COMMON_COUNT || hn_population_count(input->population, value) > 0)
            continue;
        const double frequency = (double)count / input->counts->n_with_value;
        /* As many of the population, so that all counts are of one total. */
        const double of_total = frequency * (double)input->population->n_total;
        const HnTerm term = { value, (guint32)CLAMP(of_total, 1, G_MAXUINT32),
                              hn_weight_units(input->u_exact / frequency) };
        if (input->term_frequency || frequency > COMMON_TIMES * input->u_exact)
            g_array_append_val(terms, term);
    }
}

static void
add_listed(const HnPopulationTerms *input, GArray *terms)
{
    const HnPopulation *population = input->population;
    for (guint i = 0; i < population->n; i++) {
        const HnPopulationValue *one = population->values + i;
        const double frequency = (double)one->count / (double)population->n_total;
        const HnTerm term = { one->value, (guint32)MIN(one->count, G_MAXUINT32),
                              hn_weight_units(input->u_exact / frequency) };
        if (input->term_frequency || frequency > COMMON_TIMES * input->u_exact)
            g_array_append_val(terms, term);
    }
}

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    return hn_slice_compare(((const HnTerm *)a)->value, ((const HnTerm *)b)->value);
}

void
hn_population_terms_fill(const HnPopulationTerms *input, HnArena *arena, HnTermTable *ret)
{
    const HnPopulation *population = input->population;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(HnTerm));
    add_listed(input, terms);
    add_absent(input, terms);
    g_array_sort(terms, compare_terms);
    ret->n_total = population->n_total;
    ret->n = terms->len;
    ret->terms = hn_arena_array(arena, HnTerm, MAX(terms->len, 1));
    for (guint i = 0; i < terms->len; i++) {
        ret->terms[i] = g_array_index(terms, HnTerm, i);
        ret->terms[i].value = hn_arena_copy(arena, ret->terms[i].value);
    }
    if (input->term_frequency)
        ret->unseen_units = hn_weight_units(input->u_exact * (double)population->n_total /
                                            (double)population->count_min);
}
