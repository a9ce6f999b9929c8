/* insight/country_plan.h - attributes of a country whose rules the program knows are read by them:
 * Viet Nam.
 *
 * Data walk: attribute_plan.c hands it the plan of any data last; level_choice.c chooses levels by
 *   the types that it gives.
 * What it does, where most names are Vietnamese: personal names, numbers of people, telephones and
 *   businesses get their types; numbers of several papers are one attribute, as offices write one
 *   into the field of another; address, ward, district and province are read as one address.
 *   (home_address.h).
 * Threads: reentrant.
 */
#pragma once
#include "insight/attribute_plan.h"

/* Changes nothing where the data are of another country. */
void hn_country_plan_refine(HnAttributePlan *plan);
/* What the numbers of a column are that no attribute compares, as it is the key or each stands
 * there once: personal numbers, confirmed tax codes, else digits. */
HnAttributeType hn_country_plan_number_type(const HnAttributePlan *plan, guint file, guint column);
