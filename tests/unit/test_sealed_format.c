/* Goal: the bytes are those of docs/formats.md, spelled out here by hand, so that old files stay
 * readable. */
#include "base/sealed_format.h"

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"

#include <glib/gstdio.h>

static void
fill_with_nines(void *bytes, gsize n_bytes)
{
    memset(bytes, 9, n_bytes);
}

/* Version 1, kind TEST, not sealed, file id 09...09, one block "abc": every byte as first released.
 */
static const char GOLDEN_HEX[] =
    "89484e530d0a1a0a010000000000000054455354000000000909090909090909"
    "0909090909090909000000000000000000000000000000004b27dd509b0238b3"
    "4066928cc6d5ed8c27909e682bc1c003030000000c00000028b52ffd2003190000616263"
    "4066928cc6d5ed8c27909e682bc1c003030000000c000000ba7816bf"
    "8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    "010000000000000003000000000000003800000000000000e400000000000000"
    "175314a8b12b0522ce469429a8e29d78b856ad72c9b723b2a5e4c04d0ceae447484e5345414c4544";

static void
test_version_1_bytes_never_change(void)
{
    g_autofree char *folder = g_dir_make_tmp("hn-format-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "file", NULL);
    g_autoptr(GError) error = NULL;
    hn_rng_set_entropy(fill_with_nines);
    g_assert_true(hn_sealed_write(path, "TEST", NULL, hn_slice_of("abc"), NULL, &error));
    hn_rng_set_entropy(NULL);
    g_autoptr(GBytes) file = hn_io_read_file(path, 1000, &error);
    const gsize n_bytes = g_bytes_get_size(file);
    g_autofree char *hex = g_malloc(2 * n_bytes + 1);
    hn_hex(g_bytes_get_data(file, NULL), n_bytes, hex);
    g_test_message("%s", hex);
    g_assert_cmpstr(hex, ==, GOLDEN_HEX);

    g_autofree guint8 *golden = g_malloc(sizeof GOLDEN_HEX / 2);
    g_assert_true(hn_unhex(GOLDEN_HEX, golden, sizeof GOLDEN_HEX / 2));
    g_assert_true(hn_io_write_file(path, golden, sizeof GOLDEN_HEX / 2, &error));
    g_autoptr(GByteArray) content = hn_sealed_read(path, "TEST", NULL, NULL, 100, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(content->data, content->len, "abc", 3);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_header_round_trip_and_refusals(void)
{
    HnSealedHeader header = { .kind = "XWLK", .sealed = TRUE }, back;
    g_autoptr(GError) error = NULL;
    memset(header.file_id, 3, sizeof header.file_id);
    memset(header.key_id, 4, sizeof header.key_id);
    hn_sealed_header_encode(&header);
    g_assert_true(hn_sealed_header_decode(header.bytes, &back, &error));
    g_assert_cmpstr(back.kind, ==, "XWLK");
    g_assert_true(back.sealed);
    g_assert_cmpmem(&back, sizeof back, &header, sizeof header);

    static const guint8 offsets[] = { 12, 20, 23 }; /* unknown flags, reserved bytes */
    for (gsize i = 0; i < G_N_ELEMENTS(offsets); i++) {
        guint8 bytes[HN_SEALED_HEADER_BYTES];
        memcpy(bytes, header.bytes, sizeof bytes);
        bytes[offsets[i]] |= 0x10;
        const guint64 sum = GUINT64_TO_LE(hn_hash64(bytes, 56));
        memcpy(bytes + 56, &sum, sizeof sum);
        g_assert_false(hn_sealed_header_decode(bytes, &back, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
        g_clear_error(&error);
    }
}

static void
test_checksum_knows_file_and_place(void)
{
    HnSealedHeader header = { .kind = "TEST" };
    guint8 block[HN_SEALED_BLOCK_HEADER_BYTES + 5] = { 0 };
    HnSealedEntry entry = { .content_bytes = 5, .stored_bytes = 5 };
    hn_sealed_block_finish(&header, 3, &entry, block);
    g_assert_true(hn_sealed_block_check(&header, 3, &entry, block));
    g_assert_false(hn_sealed_block_check(&header, 4, &entry, block));
    header.file_id[0] = 1;
    g_assert_false(hn_sealed_block_check(&header, 3, &entry, block));
}

static void
test_seal_knows_file_place_extent_and_key(void)
{
    const guint8 key_bytes[HN_SEALED_KEY_BYTES] = { 1 }, other_bytes[HN_SEALED_KEY_BYTES] = { 2 };
    HnSealedHeader header = { .kind = "TEST", .sealed = TRUE };
    HnSealKey key, other;
    hn_seal_key_from_bytes(key_bytes, &key);
    hn_seal_key_from_bytes(other_bytes, &other);
    hn_sealed_header_encode(&header);
    for (guint wrong = 0; wrong < 5; wrong++) {
        HnSealedHeader reading = header;
        guint8 bytes[4 + HN_SEALED_TAG_BYTES] = "text";
        hn_sealed_encrypt(&header, &key, 7, 99, bytes, 4);
        g_assert_cmpint(memcmp(bytes, "text", 4), !=, 0);
        reading.bytes[16] ^= wrong == 4; /* another kind */
        const gboolean opened =
            hn_sealed_decrypt(&reading, wrong == 1 ? &other : &key, wrong == 2 ? 8 : 7,
                              wrong == 3 ? 98 : 99, bytes, 4);
        g_assert_cmpint(opened, ==, wrong == 0);
        g_assert_cmpint(memcmp(bytes, "text", 4) == 0, ==, wrong == 0);
    }
}

static void
test_entries_in_range_only(void)
{
    static const struct {
        guint32 content_bytes, stored_bytes;
        gboolean good;
    } cases[] = {
        { 1, 1, TRUE },   { HN_SEALED_BLOCK_BYTES, 1000, TRUE },
        { 0, 10, FALSE }, { HN_SEALED_BLOCK_BYTES + 1, 10, FALSE },
        { 10, 0, FALSE }, { 10, G_MAXUINT32, FALSE },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HnSealedEntry entry = { .content_bytes = cases[i].content_bytes,
                                .stored_bytes = cases[i].stored_bytes };
        HnSealedEntry back[2];
        g_autoptr(GByteArray) index = g_byte_array_new();
        hn_sealed_entry_encode(&entry, index);
        hn_sealed_entry_encode(&entry, index);
        g_assert_cmpuint(index->len, ==, 2 * HN_SEALED_ENTRY_BYTES);
        g_assert_cmpint(hn_sealed_entries_decode(hn_slice(index->data, index->len), 2, back), ==,
                        cases[i].good);
        if (cases[i].good)
            g_assert_cmpuint(back[1].offset, ==,
                             HN_SEALED_HEADER_BYTES + HN_SEALED_BLOCK_HEADER_BYTES +
                                 cases[i].stored_bytes);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/sealed_format/version_1_bytes_never_change",
                    test_version_1_bytes_never_change);
    g_test_add_func("/base/sealed_format/header_round_trip_and_refusals",
                    test_header_round_trip_and_refusals);
    g_test_add_func("/base/sealed_format/checksum_knows_file_and_place",
                    test_checksum_knows_file_and_place);
    g_test_add_func("/base/sealed_format/seal_knows_file_place_extent_and_key",
                    test_seal_knows_file_place_extent_and_key);
    g_test_add_func("/base/sealed_format/entries_in_range_only", test_entries_in_range_only);
    return g_test_run();
}
