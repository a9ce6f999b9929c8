/* standardise/address_parser.h - addresses of Viet Nam: the unit, by codes that compare across
 * July 2025, and the line below it.
 *
 * Data walk: standardiser.c, for attributes of type unit and address_line; cli/ shows a parse.
 * Input: a whole address in one text, or columns of it joined by ", " in any order; old or new
 *   units, any case, with or without marks, short or long titles, parts missing.
 * Unit: the canonical text of text/unit_codes.h, with the communes of the list in force. An old
 *   ward is the commune that it became; one that was split is all of them; a district alone, all
 *   that got part of it. So equal places are equal texts whatever list they were written in.
 * Line: see address_line.h.
 * Memory: the end of an address, which many share, is resolved once and remembered, up to
 *   HN_ADDRESS_TAILS of them. What is remembered changes no result.
 * Cost: unit 60-90 ns where the end is remembered, 0.8-2 us else; line 200 ns more, both in one
 *   reading where _place() is asked.
 * Threads: belongs to one thread.
 */
#pragma once
#include "standardise/address_line.h"
#include "standardise/address_tails.h"
#include "standardise/unit_finder.h"

typedef struct _HnAddressParser HnAddressParser;
HnAddressParser *hn_address_parser_new(const HnGazetteer *gazetteer); /* borrowed */
void hn_address_parser_free(HnAddressParser *parser);                 /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnAddressParser, hn_address_parser_free)

/* Canonical texts; empty: the address says none. @text is valid UTF-8. Valid until the next call.
 */
HnSlice hn_address_parser_unit(HnAddressParser *parser, HnSlice text);
HnSlice hn_address_parser_line(HnAddressParser *parser, HnSlice text);
/* Both in one reading. FALSE: the text is canonical in one of the two, and they must be asked for
 * one by one. */
gboolean hn_address_parser_place(HnAddressParser *parser, HnSlice text, HnSlice *ret_unit,
                                 HnSlice *ret_line);
/* The units behind the text hn_address_parser_unit() gives: the same ones; FALSE: none. */
gboolean hn_address_parser_explain(HnAddressParser *parser, HnSlice text, HnAddressUnits *ret);
/* The canonical text of units. */
void hn_address_units_put(const HnGazetteer *gazetteer, const HnAddressUnits *units,
                          GByteArray *out);
