/* scoring/address_forms.h - an attribute's distinct units and address lines in the forms that their
 * levels compare.
 *
 * Data walk: value_forms.c makes them, level_chain.c asks.
 * Units: two values may be one place if a commune is in both; they are near if their communes were
 *   made from parts of one district.
 * Lines: numbers are equal in any order, as "12/34" is house 34 in lane 12 in the south and may be
 *   house 12 in lane 34 in the north. Streets are alike when equal, one slip apart, or one is the
 *   end of the other ("Minh Khai", "Nguyen Thi Minh Khai"). Without a street on one side a common
 *   hamlet or building stands for it, by its name, or all that the shorter side has.
 * Cost: made in 60-150 ns a value; asked in 5-20 ns.
 * Threads: immutable after they were made.
 */
#pragma once
#include "base/arena.h"
#include "scoring/value_forms.h"
#include "text/unit_codes.h"

HnUnitForms *hn_unit_forms_new(const HnDictionary *values);
void hn_unit_forms_free(HnUnitForms *forms); /* NULL is fine */
/* Whether a code of @part is in both values. */
/* They meet in a commune, or one of them knows none and they meet in as much as it knows. */
gboolean hn_unit_forms_may_meet(const HnUnitForms *forms, guint32 a, guint32 b);
gboolean hn_unit_forms_meet(const HnUnitForms *forms, HnUnitPart part, guint32 a, guint32 b);

HnAddressForms *hn_address_forms_new(const HnDictionary *values, HnArena *arena);
void hn_address_forms_free(HnAddressForms *forms); /* NULL is fine */
gboolean hn_address_forms_same_street(const HnAddressForms *forms, guint32 a, guint32 b);
/* And the same numbers. */
gboolean hn_address_forms_same_house(const HnAddressForms *forms, guint32 a, guint32 b);
