/* linker/population_terms.h - what training takes from populations: the rate of exact agreement
 * among strangers, and weights of values.
 *
 * Data walk: training, beside level_rates.h and its own term tables.
 * Rules: u of `exact`, where it is the first level, is the population's and stays: nobody is in a
 *   population twice, so no matches are taken out of it; the other levels share what it leaves as
 *   they do among random pairs. Every value of the table has its weight, as later nights may bring
 *   it. Without `term_frequency` only those of more than twice u do, as without a table.
 * Cost: the table, once.
 * Threads: reentrant.
 */
#pragma once
#include "linker/level_rates.h"
#include "linker/population.h"

/* Of each comparison that begins with exact and whose attribute has one (@populations[attribute],
 * NULL: none): its rates, with is_known set. */
void hn_population_terms_set_rates(HnPopulation *const *populations, const HnEntityType *type,
                                   HnLevelRates *rates);

typedef struct {
    const HnPopulation *population;
    const HnDictionary *values;      /* delivered */
    const HnAttributeCounts *counts; /* of them */
    double u_exact;
    gboolean term_frequency;
} HnPopulationTerms;
void hn_population_terms_fill(const HnPopulationTerms *input, HnArena *arena, HnTermTable *ret);
