/* insight/sex_words.h - what a column's own words for a sex mean: 0 is "not known" in one register
 * and female in the next.
 *
 * Data walk: attribute_plan.c, when all maps stand; draft.c writes what was found as `male:` and
 *   `female:` of the map.
 * Way: witnesses are personal numbers, which tell a sex, and Vietnamese names with Thi or Van
 *   between the first word and the last. A column of them is heard where it tells both sexes and,
 *   where the words are plain (Nam, Female), says what they say: a mother's name says female of
 *   everybody. Then each word that no table has, and each figure, is what nine tenths of its
 *   records are by the witnesses.
 * Cost: a pass over the sample's rows for each witness.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

void hn_sex_words_plan(HnAttributePlan *plan);
