/* blocking/key_addresses.h - key functions of units and address lines.
 *
 * Data walk: key_function.c calls them.
 * A unit that is not certain gives a key for each commune that it may be, so that a record with an
 *   old address meets those with the new ones.
 * Cost: 1-2 ns a byte.
 * Threads: as key_function.h.
 */
#pragma once
#include "blocking/key_function.h"
#include "text/address_fields.h"
#include "text/unit_codes.h"

/* Codes of @part into scratch->tokens, distinct and ascending; returns how many. */
guint hn_key_units(HnSlice value, HnUnitPart part, HnKeyScratch *scratch);
/* The numbers of an address line, sorted, and its street; empty without both. */
HnSlice hn_key_house(HnSlice value, HnKeyScratch *scratch);
