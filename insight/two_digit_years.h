/* insight/two_digit_years.h - which century a year of two digits is of.
 *
 * Data walk: attribute_plan.c, when all maps stand. Dates of one attribute lie in the same years
 *   however they are written, so those with four digits tell the latest year that there is
 *   (column_profile.h): what has two digits is no later. Of births 27 was 1927 while nobody is born
 *   in 2027. One year for all files; where none can tell nothing is written.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

void hn_two_digit_years_plan(HnAttributePlan *plan);
