/* Goal: each cell becomes UTF-8 alone, whatever stood in the cell before it; what has no meaning is
 * refused and nothing is guessed. */
#include "connect/cell_decoder.h"

#include "connect/connect_error.h"

static HnCellDecoder *
decoder_of(const char *encoding)
{
    g_autoptr(GError) error = NULL;
    HnCellDecoder *decoder = hn_cell_decoder_new(encoding, &error);
    g_assert_no_error(error);
    return decoder;
}

static void
assert_decodes(HnCellDecoder *decoder, const char *bytes, gsize n_bytes, const char *expected,
               gsize n_expected)
{
    g_autoptr(HnArena) arena = hn_arena_new();
    /* A copy of its own, so that a look beyond its end is seen. */
    g_autofree guint8 *cell = g_memdup2(bytes, n_bytes);
    HnSlice decoded;
    g_assert_true(hn_cell_decoder_decode(decoder, hn_slice(cell, n_bytes), arena, &decoded));
    g_assert_cmpmem(decoded.bytes, decoded.n_bytes, expected, n_expected);
}

#define ASSERT_DECODES(decoder, bytes, expected)                                                   \
    assert_decodes((decoder), (bytes), sizeof(bytes) - 1, (expected), sizeof(expected) - 1)

static void
test_vietnamese_code_pages(void)
{
    g_autoptr(HnCellDecoder) cp1258 = decoder_of("windows-1258");
    ASSERT_DECODES(cp1258, "Nguy\xea\xden", "Nguy\u1ec5n");
    ASSERT_DECODES(cp1258, "\xea", "\u00ea"); /* a mark could follow, and does not */
    g_autoptr(HnCellDecoder) tcvn3 = decoder_of("tcvn3");
    ASSERT_DECODES(tcvn3, "Nguy\xd4n \xa7\xf8", "Nguy\u1ec5n \u0110\u1ee9");
    g_autoptr(HnCellDecoder) vni = decoder_of("vni-windows");
    ASSERT_DECODES(vni, "vie\xe4t \xd1\xf6\xf9", "vi\u1ec7t \u0110\u1ee9");
    g_autoptr(HnCellDecoder) viscii = decoder_of("viscii");
    ASSERT_DECODES(viscii, "Nguy\xadn\xff", "Nguy\u1ec5n\u1eee");
    ASSERT_DECODES(viscii, "", "");
}

/* Their capitals with two marks stand where ASCII has controls: such a name has no byte above 127.
 */
static void
test_letters_among_the_controls(void)
{
    g_autoptr(HnCellDecoder) viscii = decoder_of("viscii");
    ASSERT_DECODES(viscii, "H\x02NG", "H\u1eb2NG");
    ASSERT_DECODES(viscii, "\x1eT", "\u1ef4T");
    g_autoptr(HnCellDecoder) tcvn3 = decoder_of("tcvn3");
    ASSERT_DECODES(tcvn3, "H\x04NG", "H\u1eeaNG");
}

/* Nor is a cell of plain bytes always plain text. */
static void
test_shifted_letters(void)
{
    g_autoptr(HnCellDecoder) japanese = decoder_of("iso-2022-jp");
    ASSERT_DECODES(japanese, "\x1b$B$\"\x1b(B", "\u3042");
    ASSERT_DECODES(japanese, "$\"", "$\""); /* the cell before left no shift behind */
    ASSERT_DECODES(japanese, "\x1b$B$\"", "\u3042");
    ASSERT_DECODES(japanese, "$\"", "$\"");
}

static void
test_what_stands_behind_a_nul(void)
{
    g_autoptr(HnCellDecoder) latin = decoder_of("latin1");
    ASSERT_DECODES(latin, "a\0\xe9z", "a\0\u00e9z");
}

static void
assert_refuses(const char *encoding, const char *bytes)
{
    g_autoptr(HnCellDecoder) decoder = decoder_of(encoding);
    g_autoptr(HnArena) arena = hn_arena_new();
    HnSlice decoded;
    g_assert_false(hn_cell_decoder_decode(decoder, hn_slice_of(bytes), arena, &decoded));
    ASSERT_DECODES(decoder, "Lan", "Lan"); /* the next cell does not pay for it */
}

static void
test_what_has_no_meaning(void)
{
    assert_refuses("vni-windows", "An \xc7");
    assert_refuses("iso-2022-jp", "\x1b$B$");
    assert_refuses("euc-jp", "An \xa4");
    assert_refuses("windows-1252", "An \x81");
}

static void
assert_unknown(const char *encoding)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_cell_decoder_new(encoding, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING);
    g_assert_nonnull(strstr(error->message, encoding));
}

static void
test_unknown_encodings(void)
{
    assert_unknown("tcvn4");
    assert_unknown("utf-16");
    assert_unknown("UTF-16LE");
    assert_unknown("utf16be");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/cell_decoder/vietnamese_code_pages", test_vietnamese_code_pages);
    g_test_add_func("/connect/cell_decoder/letters_among_the_controls",
                    test_letters_among_the_controls);
    g_test_add_func("/connect/cell_decoder/shifted_letters", test_shifted_letters);
    g_test_add_func("/connect/cell_decoder/what_stands_behind_a_nul",
                    test_what_stands_behind_a_nul);
    g_test_add_func("/connect/cell_decoder/what_has_no_meaning", test_what_has_no_meaning);
    g_test_add_func("/connect/cell_decoder/unknown_encodings", test_unknown_encodings);
    return g_test_run();
}
