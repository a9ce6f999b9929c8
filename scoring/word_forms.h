/* scoring/word_forms.h - the tokens and words of an attribute's distinct values, by number.
 *
 * Data walk: value_forms.c calls it where a level compares tokens or words.
 * A word gets its number when it is first met; numbers are local to a run and order nothing.
 * Cost: see value_forms.h.
 * Threads: as value_forms.h.
 */
#pragma once
#include "records/country_tables.h"
#include "scoring/value_forms.h"

/* Fills what @form_flags asks for: tokens, words, weights, groups of given names. @token_weights
 * nullable. @tables nullable: then no name has a group; config/project.h sees that they can be
 * read. */
void hn_word_forms_fill(HnValueForms *forms, guint form_flags, const HnTermTable *token_weights,
                        const HnCountryTables *tables);
