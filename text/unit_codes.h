/* text/unit_codes.h - the canonical text of an administrative unit: codes that compare.
 *
 * Data walk: standardise/address_parser.h writes it; blocking/ takes keys from it and scoring/
 *   compares it, without the tables of units.
 * Form: groups by province, ascending, a space between: "01:00097,00103@001,002 24". A group is
 *   the province's code; behind a colon its communes that the address may lie in, ascending; behind
 *   an @ the districts of before that those communes were made from. All codes are of the list in
 *   force, but the districts, which have none.
 * Cost: 1 ns a byte.
 * Threads: reentrant.
 */
#pragma once
#include "base/slice.h"

#define HN_UNIT_COMMUNES_MAX 64 /* an address that says less than that says no commune */
#define HN_UNIT_CODES_MAX 256   /* of one part in one value */

typedef enum { HN_UNIT_PROVINCES, HN_UNIT_COMMUNES, HN_UNIT_DISTRICTS } HnUnitPart;

/* Codes of @part in @text, in their order, at most @n_max; returns how many. 0, too, for what is
 * no canonical text. */
guint hn_unit_codes(HnSlice text, HnUnitPart part, HnSlice *ret_codes, guint n_max);
/* As numbers, ascending, each once. */
guint hn_unit_numbers(HnSlice text, HnUnitPart part, guint32 *ret_numbers, guint n_max);
