/* standardise/unit_echoes.h - units that an address says again: its columns are often joined, and
 * then "5 Lê Lợi, P. Bến Nghé" has "Phường Bến Nghé" of the next column behind it.
 *
 * Data walk: address_parser.c, once the unit is known; address_line.c leaves out the words that are
 *   marked here, else a commune would pass for the street.
 * An echo is a whole piece of the text, between commas or spaced hyphens. With a title it is a unit
 *   whatever the rest says; a bare name must be one of the units that the address means, or one
 *   that they became or lie in.
 * Cost: 10-15 ns a piece.
 * Threads: reentrant.
 */
#pragma once
#include "standardise/gazetteer.h"

/* Sets @is_used of words of echoes. @unit: what the address means, as text/unit_codes.h writes it;
 * empty: nothing. */
void hn_unit_echoes_mark(const HnGazetteer *gazetteer, const HnAddressWords *words, HnSlice unit,
                         guint8 *is_used);
