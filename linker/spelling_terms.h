/* linker/spelling_terms.h - how common names are without marks, whatever the order of their words.
 *
 * Data walk: training, once m and u are fitted; the scorer adds the terms at levels that take names
 *   of one spelling (unmarked, tone ...): who shares a rare name with lost marks is as rarely a
 *   stranger as who shares a rare one with them.
 * Way: two strangers share the spelling with a probability that is the sum of u over these levels
 *   and the exact one, whatever their marks; of a spelling it is its frequency. So the ratio of
 *   both is the adjustment at each of these levels. Frequencies count strangers alone, as
 *   training.c does for values.
 * Source: Winkler (2000), "Frequency-based matching in the Fellegi-Sunter model of record linkage".
 * Cost: 300 ns a distinct value.
 * Threads: reentrant.
 */
#pragma once
#include "base/arena.h"
#include "linker/value_frequencies.h"
#include "records/dictionary.h"
#include "scoring/model.h"

typedef struct {
    const HnDictionary *values;
    const HnAttributeCounts *counts; /* of the values */
    double u;                        /* two strangers have one spelling */
    double n_partners;               /* records of the same entity and spelling that one has */
} HnSpellingTerms;

/* P(level of one spelling, or exact), by the rates of all levels. */
double hn_spelling_rate(const HnComparison *comparison, const double *rates);
/* What @ret lists lies in @arena. */
void hn_spelling_terms_fill(const HnSpellingTerms *input, HnArena *arena, HnTermTable *ret);
