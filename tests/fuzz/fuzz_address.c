/* Any text as an address: valid, bounded, and once is enough; keys and fields of what comes out are
 * parts of it. */
#include "blocking/key_addresses.h"
#include "standardise/address_parser.h"
#include "tests/reference/gazetteer_fixture.h"
#include "text/utf8.h"

static HnSlice
kept(HnSlice value, char **ret_copy)
{
    *ret_copy = g_strndup(value.n_bytes == 0 ? "" : (const char *)value.bytes, value.n_bytes);
    return hn_slice(*ret_copy, value.n_bytes);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static HnAddressParser *parser;
    const HnSlice text = hn_slice(data, size);
    if (parser == NULL)
        parser = hn_address_parser_new(hn_fixture_gazetteer());
    if (!hn_utf8_valid(text))
        return 0;
    g_autofree char *unit_text = NULL, *line_text = NULL;
    const HnSlice unit = kept(hn_address_parser_unit(parser, text), &unit_text);
    g_assert(hn_slice_equal(hn_address_parser_unit(parser, unit), unit));
    const HnSlice line = kept(hn_address_parser_line(parser, text), &line_text);
    g_assert(hn_utf8_valid(line));
    g_assert(hn_slice_equal(hn_address_parser_line(parser, line), line));
    HnSlice codes[HN_UNIT_CODES_MAX];
    g_assert((hn_unit_codes(unit, HN_UNIT_PROVINCES, codes, HN_UNIT_CODES_MAX) > 0) ==
             (unit.n_bytes > 0));
    const HnAddressFields fields = hn_address_fields(line);
    g_assert(fields.street.n_bytes + fields.places.n_bytes <= line.n_bytes);
    HnAddressUnits units;
    g_assert(hn_address_parser_explain(parser, text, &units) == (unit.n_bytes > 0));
    return 0;
}
