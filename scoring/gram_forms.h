/* scoring/gram_forms.h - the bigrams of an attribute's distinct values, by number.
 *
 * Data walk: value_forms.c calls it where a level compares bigrams.
 * A bigram of two letters of one byte is its own number; another one gets a number when it is first
 *   met. Numbers are local to a run.
 * Cost: see value_forms.h.
 * Threads: as value_forms.h.
 */
#pragma once
#include "scoring/value_forms.h"

/* forms->letters are there. */
void hn_gram_forms_fill(HnValueForms *forms);
