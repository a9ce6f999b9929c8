/* Goal: bytes that end too early, have two forms of a number, or a damaged block, are refused and
 * give nothing; honest ones are walked in test_encoder. */
#include "base/decoder.h"

#include "base/base_error.h"
#include "base/encoder.h"
#include "base/io.h"

static void
test_numbers_have_one_form(void)
{
    static const struct {
        const char *bytes;
        gsize n_bytes;
        gboolean is_fine;
        guint64 value;
    } cases[] = {
        { "", 0, FALSE, 0 },
        { "\x7f", 1, TRUE, 127 },
        { "\x80\1", 2, TRUE, 128 },
        { "\x80", 1, FALSE, 0 },
        { "\x80\0", 2, FALSE, 0 },
        { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", 10, TRUE, G_MAXUINT64 },
        { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\2", 10, FALSE, 0 },
        { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\1", 11, FALSE, 0 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnDecoder decoder = hn_decoder_of_memory(cases[i].bytes, cases[i].n_bytes);
        g_assert_cmpuint(hn_decode_varint(&decoder), ==, cases[i].value);
        g_assert_cmpint(hn_decoder_ok(&decoder), ==, cases[i].is_fine);
        g_assert_cmpint(hn_decoder_done(&decoder), ==, cases[i].is_fine);
    }
}

static void
test_what_is_too_short_gives_nothing(void)
{
    static const guint8 widths[] = { 9, 3 };
    guint8 bytes[8] = { 0 };
    guint32 codes[64];
    for (gsize n = 0; n < 8; n++) {
        g_autofree guint8 *cut = g_memdup2(bytes, n + 1); /* a heap block of its own: ASan */
        HnDecoder decoder = hn_decoder_of_memory(cut, n);
        g_assert_cmpint(hn_decode_packed(&decoder, codes, 5, 2, widths), ==, n >= 8);
        g_assert_cmpint(hn_decoder_ok(&decoder), ==, n >= 8);
        HnDecoder other = hn_decoder_of_memory(cut, n);
        g_assert_false(hn_decode_bytes(&other, bytes, n + 1));
        g_assert_cmpuint(hn_decode_varint(&other), ==, 0); /* and nothing after it */
        g_assert_false(hn_decoder_done(&other));
    }
    HnDecoder decoder = hn_decoder_of_memory(bytes, 8);
    g_assert_true(hn_decode_packed(&decoder, codes, 5, 2, widths)); /* 60 bits */
    bytes[7] = 0x10;                                                /* bit 60 */
    decoder = hn_decoder_of_memory(bytes, 8);
    g_assert_false(hn_decode_packed(&decoder, codes, 5, 2, widths));
    decoder = hn_decoder_of_memory(bytes, 8);
    g_assert_false(hn_decode_packed(&decoder, codes, G_MAXSIZE / 2, 2, widths));
}

static void
test_a_damaged_block_is_told(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn-decoder-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "x", NULL);
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(path, "TEST", 1, NULL, NULL);
    HnEncoder encoder = hn_encoder_to_file(writer);
    for (guint64 i = 0; i < 1000000; i++)
        hn_encode_varint(&encoder, i * 0x9E3779B97F4A7C15u);
    g_assert_true(hn_encoder_end(&encoder, NULL));
    g_assert_true(hn_sealed_writer_finish(writer, NULL, NULL));
    g_autoptr(GBytes) whole = hn_io_read_file(path, 64u << 20, NULL);
    const gsize n = g_bytes_get_size(whole);
    g_autofree guint8 *hurt = g_memdup2(g_bytes_get_data(whole, NULL), n);
    hurt[n / 2] ^= 1;
    g_assert_true(hn_io_write_file(path, hurt, n, NULL));
    g_autoptr(HnSealedReader) reader = hn_sealed_reader_new(path, "TEST", NULL, NULL, NULL);
    HnDecoder decoder = hn_decoder_of_file(reader);
    guint64 n_read = 0;
    while (hn_decoder_ok(&decoder) && hn_decode_varint(&decoder) == n_read * 0x9E3779B97F4A7C15u &&
           n_read < 1000000)
        n_read++;
    g_assert_cmpuint(n_read, >, 100000);
    g_assert_cmpuint(n_read, <, 900000);
    g_assert_false(hn_decoder_ok(&decoder));
    g_assert_cmpuint(hn_decoder_left(&decoder), ==, 0);
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_decoder_end(&decoder, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/decoder/numbers_have_one_form", test_numbers_have_one_form);
    g_test_add_func("/base/decoder/what_is_too_short_gives_nothing",
                    test_what_is_too_short_gives_nothing);
    g_test_add_func("/base/decoder/a_damaged_block_is_told", test_a_damaged_block_is_told);
    return g_test_run();
}
