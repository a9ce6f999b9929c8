/* insight/home_address.h - which columns of Vietnamese registers are the address of a home.
 *
 * Data walk: country_plan.c, for plans of Viet Nam. House, street and commune are no evidence
 *   apart: line, place and region of a file are one attribute, in the order of a letter.
 * Left out: where somebody was born, comes from or works, or had a paper made; of two addresses in
 *   a file the less sure one, as both together would be no place; codes of communes.
 * Threads: belongs to one thread.
 */
#pragma once
#include "insight/attribute_plan.h"

/* An address or a part of one. */
gboolean hn_is_of_address(HnMeaning meaning);
void hn_home_address_plan(HnAttributePlan *plan);
