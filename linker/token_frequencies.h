/* linker/token_frequencies.h - how many records hold each word, and what a word therefore weighs.
 *
 * Data walk: training calls it before anything is compared; the model carries the weights, the
 *   bundle seals them, and scoring/ reads them.
 * A record counts for each of its distinct words once, however many of its values hold it. Words
 *   that TOKEN_COUNT_MIN records hold are listed; every other one weighs as if one record held it,
 *   so that the weight of a word follows from the bundle alone (DESIGN 4.5).
 * Source: inverse document frequency: Spärck Jones (1972), "A statistical interpretation of term
 *   specificity and its application in retrieval"; weight ln(1 + N / df), rounded once, here.
 * Cost: one pass over the rows, then 100 ns a word of each distinct value.
 * Threads: reentrant.
 */
#pragma once
#include "records/record_table.h"
#include "scoring/model.h"

/* Fills @ret_tokens with the words of @attribute; what it lists lies in @arena. */
/* Words of a Vietnamese name count without marks. */
void hn_token_frequencies_count(const HnRecordTable *table, const HnEntityType *type,
                                guint attribute, HnArena *arena, HnTermTable *ret_tokens);
