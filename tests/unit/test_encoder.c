/* Goal: what is encoded, in any order and amount, into a file or memory, comes back; the first
 * error of the file is told at the end. See also test_decoder. */
#include "base/encoder.h"

#include <errno.h>

#include "base/decoder.h"
#include "base/io.h"
#include "base/rng.h"

/* Numbers, bytes and packed codes, drawn from @seed; written, or compared with what comes. */
static void
walk(guint64 seed, HnEncoder *encoder, HnDecoder *decoder)
{
    static const guint8 widths[] = { 1, 32, 7, 20, 31 };
    HnRng rng = hn_rng_seed(seed, 0);
    for (guint i = 0; i < 3000; i++) {
        const guint64 number = hn_rng_next(&rng) >> hn_rng_below(&rng, 64);
        const gsize n_bytes = hn_rng_below(&rng, i % 500 == 0 ? 400000 : 50);
        g_autofree guint8 *bytes = g_malloc(n_bytes + 1), *found = g_malloc(n_bytes + 1);
        guint32 codes[15], found_codes[15];
        const gsize n_rows = hn_rng_below(&rng, 4);
        for (gsize k = 0; k < n_bytes; k++)
            bytes[k] = (guint8)hn_rng_next(&rng);
        for (gsize k = 0; k < 5 * n_rows; k++)
            codes[k] =
                (guint32)(hn_rng_next(&rng) & ((G_GUINT64_CONSTANT(1) << widths[k % 5]) - 1));
        if (encoder != NULL) {
            hn_encode_varint(encoder, number);
            hn_encode_zigzag(encoder, -(gint64)(number >> 1));
            hn_encode_packed(encoder, codes, n_rows, 5, widths);
            hn_encode_slice(encoder, hn_slice(bytes, n_bytes));
            continue;
        }
        g_assert_cmpuint(hn_decode_varint(decoder), ==, number);
        g_assert_cmpint(hn_decode_zigzag(decoder), ==, -(gint64)(number >> 1));
        g_assert_true(hn_decode_packed(decoder, found_codes, n_rows, 5, widths));
        g_assert_cmpuint(hn_decode_varint(decoder), ==, n_bytes);
        g_assert_true(hn_decode_bytes(decoder, found, n_bytes));
        g_assert_cmpmem(found_codes, 20 * n_rows, codes, 20 * n_rows);
        g_assert_cmpmem(found, n_bytes, bytes, n_bytes);
    }
}

static void
test_memory_gives_it_back(void)
{
    g_autoptr(GByteArray) memory = g_byte_array_new();
    HnEncoder encoder = hn_encoder_to_memory(memory);
    walk(1, &encoder, NULL);
    g_assert_true(hn_encoder_end(&encoder, NULL));
    HnDecoder decoder = hn_decoder_of_memory(memory->data, memory->len);
    walk(1, NULL, &decoder);
    g_assert_true(hn_decoder_done(&decoder));
}

static void
test_a_file_gives_it_back(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn-encoder-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "x", NULL);
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(path, "TEST", -6, NULL, NULL);
    HnEncoder encoder = hn_encoder_to_file(writer);
    walk(2, &encoder, NULL);
    g_assert_true(hn_encoder_end(&encoder, NULL));
    g_assert_true(hn_sealed_writer_finish(writer, NULL, NULL));
    g_autoptr(HnSealedReader) reader = hn_sealed_reader_new(path, "TEST", NULL, NULL, NULL);
    g_assert_cmpuint(hn_sealed_reader_info(reader)->n_blocks, >, 1);
    HnDecoder decoder = hn_decoder_of_file(reader);
    walk(2, NULL, &decoder);
    g_assert_true(hn_decoder_done(&decoder));
    g_assert_true(hn_decoder_end(&decoder, NULL));
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static ssize_t
write_to_full_disk(int fd, const void *bytes, size_t n_bytes)
{
    (void)fd, (void)bytes, (void)n_bytes;
    errno = ENOSPC;
    return -1;
}

static const HnIoOps FULL_DISK = { .write = write_to_full_disk };

static void
test_an_error_is_told_at_the_end(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn-encoder-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "x", NULL);
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(path, "TEST", 1, NULL, NULL);
    g_autoptr(GError) error = NULL;
    HnEncoder encoder = hn_encoder_to_file(writer);
    hn_io_set_ops(&FULL_DISK);
    walk(3, &encoder, NULL);
    g_assert_false(hn_encoder_end(&encoder, &error));
    hn_io_set_ops(NULL);
    g_assert_nonnull(strstr(error->message, path));
    g_clear_pointer(&writer, hn_sealed_writer_free);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/encoder/memory_gives_it_back", test_memory_gives_it_back);
    g_test_add_func("/base/encoder/a_file_gives_it_back", test_a_file_gives_it_back);
    g_test_add_func("/base/encoder/an_error_is_told_at_the_end", test_an_error_is_told_at_the_end);
    return g_test_run();
}
