/* Goal: whatever happens to the bytes of a sealed file, the answer is the content that was written
 * or a named error; never other bytes, a crash, or memory that follows the damage. */
#include "base/sealed_file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <zstd.h>

#include "base/base_error.h"
#include "base/budget.h"
#include "base/rng.h"
#include "base/sealed_format.h"

#define KIND "TEST"
#define LIMIT_BYTES ((gsize)64 << 20)
#define MEMORY_GROWTH_MAX ((guint64)64 << 20)

typedef struct {
    char *folder, *path;
    HnSealKey key;
    const HnSealKey *key_or_null; /* the test runs for both forms of file */
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer sealed)
{
    const guint8 bytes[HN_SEALED_KEY_BYTES] = { 7 };
    fixture->folder = g_dir_make_tmp("hn-damage-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "file", NULL);
    hn_seal_key_from_bytes(bytes, &fixture->key);
    fixture->key_or_null = GPOINTER_TO_INT(sealed) ? &fixture->key : NULL;
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_remove(fixture->path);
    g_assert_cmpint(g_rmdir(fixture->folder), ==, 0);
    g_free(fixture->path);
    g_free(fixture->folder);
}

/* Writes three blocks of text; returns the content, or the file's bytes in @ret_file. */
static GByteArray *
write_file(Fixture *fixture, const char *salt, GByteArray **ret_file)
{
    GByteArray *content = g_byte_array_new();
    HnSealedWriter *writer =
        hn_sealed_writer_new(fixture->path, KIND, 1, fixture->key_or_null, NULL);
    g_assert_nonnull(writer);
    for (guint block = 0; block < 3; block++) {
        g_autofree char *text = g_strdup_printf("block %u of %s, of equal length", block, salt);
        g_byte_array_append(content, (const guint8 *)text, (guint)strlen(text));
        g_assert_true(hn_sealed_writer_append(writer, text, strlen(text), NULL));
        g_assert_true(hn_sealed_writer_end_block(writer, NULL));
    }
    g_assert_true(hn_sealed_writer_finish(writer, NULL, NULL));
    hn_sealed_writer_free(writer);
    if (ret_file != NULL) {
        char *bytes;
        gsize n_bytes;
        g_assert_true(g_file_get_contents(fixture->path, &bytes, &n_bytes, NULL));
        *ret_file = g_byte_array_new_take((guint8 *)bytes, n_bytes);
    }
    return content;
}

static void
put_file(const Fixture *fixture, const void *bytes, gsize n_bytes)
{
    const int fd = open(fixture->path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(write(fd, bytes, n_bytes), ==, (gssize)n_bytes);
    close(fd);
}

/* Reads by each door. The file must be refused by all of them, or its content be @content. Returns
 * the code of the refusal, or -1. */
static gint
read_damaged(const Fixture *fixture, const GByteArray *content)
{
    g_autoptr(GError) error = NULL, verify_error = NULL;
    g_autoptr(GByteArray) back =
        hn_sealed_read(fixture->path, KIND, fixture->key_or_null, NULL, LIMIT_BYTES, &error);
    const gboolean verified =
        hn_sealed_verify(fixture->path, fixture->key_or_null, NULL, &verify_error);
    if (back != NULL) {
        g_assert_no_error(error);
        g_assert_cmpmem(back->data, back->len, content->data, content->len);
        g_assert_true(verified);
        return -1;
    }
    g_assert_false(verified);
    g_assert_nonnull(error);
    g_assert_true(error->domain == HN_BASE_ERROR);
    g_assert_nonnull(strstr(error->message, fixture->path));
    g_assert_null(strstr(error->message, "of equal length")); /* no content in the text */
    return error->code;
}

static void
assert_refused(const Fixture *fixture)
{
    const gint code = read_damaged(fixture, NULL);
    g_assert_true(code == HN_BASE_ERROR_CORRUPT || code == HN_BASE_ERROR_VERSION ||
                  code == HN_BASE_ERROR_KEY);
}

static void
test_every_bit_flip(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) file = NULL;
    g_autoptr(GByteArray) content = write_file(fixture, "one", &file);
    const int fd = open(fixture->path, O_RDWR | O_CLOEXEC);
    for (gsize i = 0; i < file->len; i++) {
        for (guint bit = 0; bit < 8; bit++) {
            const guint8 flipped = file->data[i] ^ (guint8)(1u << bit);
            g_assert_cmpint(pwrite(fd, &flipped, 1, (off_t)i), ==, 1);
            assert_refused(fixture);
        }
        g_assert_cmpint(pwrite(fd, &file->data[i], 1, (off_t)i), ==, 1);
    }
    close(fd);
    g_assert_cmpint(read_damaged(fixture, content), ==, -1); /* and the undamaged file is whole */
}

static void
test_every_truncation_and_any_tail(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) file = NULL;
    g_autoptr(GByteArray) content = write_file(fixture, "one", &file);
    for (gsize n = file->len; n-- > 0;) {
        g_assert_cmpint(truncate(fixture->path, (off_t)n), ==, 0);
        assert_refused(fixture);
    }
    for (guint n_tail = 1; n_tail < 200; n_tail++) {
        put_file(fixture, file->data, file->len);
        const int fd = open(fixture->path, O_APPEND | O_WRONLY | O_CLOEXEC);
        for (guint i = 0; i < n_tail; i++) /* zeros, or the file's own end once more */
            g_assert_cmpint(write(fd, n_tail % 2 ? "" : (char *)file->data + file->len - 1, 1), ==,
                            1);
        close(fd);
        assert_refused(fixture);
    }
    g_autofree guint8 *twice = g_malloc(2 * file->len);
    memcpy(twice, file->data, file->len);
    memcpy(twice + file->len, file->data, file->len);
    put_file(fixture, twice, 2 * file->len);
    assert_refused(fixture);
}

static void
test_every_zeroed_or_moved_run(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) file = NULL;
    g_autoptr(GByteArray) content = write_file(fixture, "one", &file);
    g_autofree guint8 *damaged = g_malloc(file->len);
    for (gsize from = 0; from < file->len; from++) {
        const gsize n = MIN(16, file->len - from);
        memcpy(damaged, file->data, file->len);
        memset(damaged + from, 0, n);
        if (memcmp(damaged, file->data, file->len) != 0) {
            put_file(fixture, damaged, file->len);
            assert_refused(fixture);
        }
        memcpy(damaged, file->data, file->len); /* a byte lost and everything after moved up */
        memmove(damaged + from, damaged + from + 1, file->len - from - 1);
        if (memcmp(damaged, file->data, file->len) != 0) {
            put_file(fixture, damaged, file->len);
            assert_refused(fixture);
        }
    }
}

/* Where block @number's header begins in the file; its length with header. */
static gsize
find_block(const GByteArray *file, guint number, gsize *ret_n_bytes)
{
    gsize offset = HN_SEALED_HEADER_BYTES;
    for (;;) {
        guint32 stored_bytes;
        memcpy(&stored_bytes, file->data + offset + 20, sizeof stored_bytes);
        *ret_n_bytes = HN_SEALED_BLOCK_HEADER_BYTES + GUINT32_FROM_LE(stored_bytes);
        if (number-- == 0)
            return offset;
        offset += *ret_n_bytes;
    }
}

static void
test_swapped_blocks(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) file = NULL;
    g_autoptr(GByteArray) content = write_file(fixture, "one", &file);
    gsize n_first, n_second;
    const gsize first = find_block(file, 0, &n_first);
    const gsize second = find_block(file, 1, &n_second);
    g_assert_cmpuint(n_first, ==, n_second); /* else the swap would be found by its length */
    g_autofree guint8 *block = g_memdup2(file->data + first, n_first);
    memcpy(file->data + first, file->data + second, n_first);
    memcpy(file->data + second, block, n_first);
    put_file(fixture, file->data, file->len);
    assert_refused(fixture);
}

/* Two files of one shape: any part of one put into the other must be found. */
static void
test_every_splice_of_two_files(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) one = NULL, two = NULL;
    g_autoptr(GByteArray) content_one = write_file(fixture, "one", &one);
    g_autoptr(GByteArray) content_two = write_file(fixture, "two", &two);
    g_assert_cmpuint(one->len, ==, two->len);
    g_autofree guint8 *spliced = g_malloc(one->len);
    for (gsize cut = 1; cut < one->len; cut++) { /* start of one, end of two */
        memcpy(spliced, one->data, cut);
        memcpy(spliced + cut, two->data + cut, one->len - cut);
        put_file(fixture, spliced, one->len);
        if (memcmp(spliced, one->data, one->len) == 0 || memcmp(spliced, two->data, one->len) == 0)
            continue; /* the magic is common to both */
        assert_refused(fixture);
    }
    for (guint number = 0; number < 3; number++) { /* a whole block */
        gsize n_block;
        const gsize offset = find_block(one, number, &n_block);
        memcpy(spliced, one->data, one->len);
        memcpy(spliced + offset, two->data + offset, n_block);
        put_file(fixture, spliced, one->len);
        assert_refused(fixture);
    }
}

static void
test_newer_version_is_named(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) file = NULL;
    g_autoptr(GByteArray) content = write_file(fixture, "one", &file);
    for (guint8 version = 0; version < 4; version++) {
        file->data[8] = version;
        const guint64 sum = GUINT64_TO_LE(hn_hash64(file->data, 56)); /* as a newer program would */
        memcpy(file->data + 56, &sum, sizeof sum);
        put_file(fixture, file->data, file->len);
        const gint code = read_damaged(fixture, content);
        g_assert_cmpint(code, ==,
                        version == 0   ? (gint)HN_BASE_ERROR_CORRUPT
                        : version == 1 ? -1
                                       : (gint)HN_BASE_ERROR_VERSION);
    }
}

static void
test_random_damage(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const guint64 seed = (guint64)g_test_rand_int();
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    HnRng rng = hn_rng_seed(seed, 0);
    g_autoptr(GByteArray) file = NULL;
    g_autoptr(GByteArray) content = write_file(fixture, "one", &file);
    g_autofree guint8 *damaged = g_malloc(file->len);
    for (guint round = 0; round < 3000; round++) {
        gsize n = file->len - (hn_rng_below(&rng, 4) == 0 ? hn_rng_below(&rng, file->len) : 0);
        memcpy(damaged, file->data, file->len);
        const guint64 n_writes = hn_rng_below(&rng, 8);
        for (guint64 i = 0; i < n_writes; i++)
            damaged[hn_rng_below(&rng, file->len)] = (guint8)hn_rng_next(&rng);
        put_file(fixture, damaged, n);
        const gint code = read_damaged(fixture, content);
        g_assert_true((code == -1) == (n == file->len && memcmp(damaged, file->data, n) == 0));
    }
}

/* A file that a hostile hand made with the format's own functions: every checksum and seal holds,
 * and the one block claims @claimed_bytes of content for the frame @frame. */
static void
forge_file(const Fixture *fixture, HnSlice frame, guint32 claimed_bytes, guint32 stored_change)
{
    HnSealedHeader header = { .kind = KIND, .sealed = fixture->key_or_null != NULL };
    if (header.sealed)
        memcpy(header.key_id, fixture->key.id, sizeof header.key_id);
    hn_sealed_header_encode(&header);
    const gsize n_tag = header.sealed ? HN_SEALED_TAG_BYTES : 0;
    HnSealedEntry entry = { .content_bytes = claimed_bytes,
                            .stored_bytes = (guint32)(frame.n_bytes + n_tag) };
    g_autofree guint8 *block = g_malloc0(HN_SEALED_BLOCK_HEADER_BYTES + frame.n_bytes + n_tag);
    memcpy(block + HN_SEALED_BLOCK_HEADER_BYTES, frame.bytes, frame.n_bytes);
    if (header.sealed)
        hn_sealed_encrypt(&header, &fixture->key, 0,
                          hn_sealed_block_extent(entry.content_bytes, entry.stored_bytes),
                          block + HN_SEALED_BLOCK_HEADER_BYTES, frame.n_bytes);
    hn_sealed_block_finish(&header, 0, &entry, block);

    g_autoptr(GByteArray) file = g_byte_array_new(), index = g_byte_array_new();
    g_byte_array_append(file, header.bytes, HN_SEALED_HEADER_BYTES);
    g_byte_array_append(file, block, HN_SEALED_BLOCK_HEADER_BYTES + entry.stored_bytes);
    entry.stored_bytes += stored_change;
    hn_sealed_entry_encode(&entry, index);
    if (header.sealed) {
        g_byte_array_set_size(index, index->len + HN_SEALED_TAG_BYTES);
        hn_sealed_encrypt(&header, &fixture->key, HN_SEALED_INDEX_NUMBER, 1, index->data,
                          index->len - HN_SEALED_TAG_BYTES);
    }
    g_byte_array_append(file, index->data, index->len);
    guint8 footer[HN_SEALED_FOOTER_BYTES];
    hn_sealed_footer_encode(&header, hn_slice(index->data, index->len),
                            &(HnSealedFooter){ .n_blocks = 1,
                                               .content_bytes = claimed_bytes,
                                               .index_bytes = index->len,
                                               .file_bytes = file->len + sizeof footer },
                            footer);
    g_byte_array_append(file, footer, sizeof footer);
    put_file(fixture, file->data, file->len);
}

/* A frame of @n_bytes zeros; with @stated, its header says how many. */
static GByteArray *
make_bomb(guint64 n_bytes, gboolean stated)
{
    GByteArray *frame = g_byte_array_new();
    g_autofree guint8 *zeros = g_malloc0(1 << 20);
    g_autofree guint8 *out = g_malloc(1 << 20);
    ZSTD_CCtx *compressor = ZSTD_createCCtx();
    if (stated)
        ZSTD_CCtx_setPledgedSrcSize(compressor, n_bytes);
    for (guint64 done = 0; done < n_bytes; done += 1 << 20) {
        const gboolean last = done + (1 << 20) >= n_bytes;
        ZSTD_inBuffer in = { zeros, 1 << 20, 0 };
        gsize left = 1;
        while (last ? left != 0 : in.pos < in.size) {
            ZSTD_outBuffer to = { out, 1 << 20, 0 };
            left = ZSTD_compressStream2(compressor, &to, &in, last ? ZSTD_e_end : ZSTD_e_continue);
            g_assert_false(ZSTD_isError(left));
            g_byte_array_append(frame, out, (guint)to.pos);
        }
    }
    ZSTD_freeCCtx(compressor);
    return frame;
}

static void
test_forged_bombs_are_refused_in_bounded_memory(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const guint64 peak_before = hn_process_peak_bytes();
    for (guint stated = 0; stated < 2; stated++) {
        g_autoptr(GByteArray) bomb = make_bomb((guint64)256 << 20, stated != 0);
        const HnSlice frame = hn_slice(bomb->data, bomb->len);
        const guint32 claims[] = {
            0, 1, 1000, HN_SEALED_BLOCK_BYTES, HN_SEALED_BLOCK_BYTES + 1, 256u << 20, G_MAXUINT32
        };
        for (gsize i = 0; i < G_N_ELEMENTS(claims); i++) {
            forge_file(fixture, frame, claims[i], 0);
            g_assert_cmpint(read_damaged(fixture, NULL), ==, HN_BASE_ERROR_CORRUPT);
        }
    }
    g_assert_cmpuint(hn_process_peak_bytes() - peak_before, <, MEMORY_GROWTH_MAX);
}

static void
test_forged_sizes_and_frames_are_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    guint8 frame[256];
    const gsize n = ZSTD_compress(frame, sizeof frame, "0123456789", 10, 1);
    forge_file(fixture, hn_slice(frame, n), 10, 0); /* the forgery itself is well made */
    g_autoptr(GByteArray) back =
        hn_sealed_read(fixture->path, KIND, fixture->key_or_null, NULL, LIMIT_BYTES, NULL);
    g_assert_cmpmem(back->data, back->len, "0123456789", 10);
    /* It never had the content whose digest it states: verify says so. */
    g_assert_false(hn_sealed_verify(fixture->path, fixture->key_or_null, NULL, NULL));

    const guint32 changes[] = { 1, G_MAXUINT32, 1u << 20, 1u << 31 };
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        forge_file(fixture, hn_slice(frame, n), 10, changes[i]);
        assert_refused(fixture);
    }
    forge_file(fixture, hn_slice(frame, n), 9, 0);
    assert_refused(fixture);
    forge_file(fixture, hn_slice(frame, n), 11, 0);
    assert_refused(fixture);
    forge_file(fixture, hn_slice(frame, n - 1), 10, 0); /* cut frame */
    assert_refused(fixture);
    frame[n] = 0; /* something behind the frame */
    forge_file(fixture, hn_slice(frame, n + 1), 10, 0);
    assert_refused(fixture);
    memcpy(frame + n, frame, n); /* two frames */
    forge_file(fixture, hn_slice(frame, 2 * n), 20, 0);
    assert_refused(fixture);
    static const guint8 skippable[] = { 0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0 };
    memcpy(frame + n, skippable, sizeof skippable); /* decompresses to nothing, hides anything */
    forge_file(fixture, hn_slice(frame, n + sizeof skippable), 10, 0);
    assert_refused(fixture);
    ZSTD_CCtx *compressor = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_contentSizeFlag, 0); /* the frame does not say */
    const gsize n_silent = ZSTD_compress2(compressor, frame, sizeof frame, "0123456789", 10);
    ZSTD_freeCCtx(compressor);
    forge_file(fixture, hn_slice(frame, n_silent), 10, 0);
    assert_refused(fixture);
    memset(frame, 0x55, sizeof frame); /* no frame at all */
    forge_file(fixture, hn_slice(frame, 100), 100, 0);
    assert_refused(fixture);
}

/* A footer that asks for an index larger than the file, with a digest that holds. */
static void
test_forged_footers_ask_for_no_memory(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const guint64 counts[] = {
        1, 2, 1u << 20, G_MAXUINT32, G_MAXUINT64 / 56, G_MAXUINT64 / 56 + 1, G_MAXUINT64
    };
    const guint64 peak_before = hn_process_peak_bytes();
    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
        HnSealedHeader header = { .kind = KIND };
        guint8 bytes[HN_SEALED_HEADER_BYTES + HN_SEALED_FOOTER_BYTES];
        hn_sealed_header_encode(&header);
        memcpy(bytes, header.bytes, sizeof header.bytes);
        hn_sealed_footer_encode(&header, hn_slice(NULL, 0),
                                &(HnSealedFooter){ .n_blocks = counts[i],
                                                   .content_bytes = 1,
                                                   .index_bytes = counts[i] * 56,
                                                   .file_bytes = sizeof bytes },
                                bytes + HN_SEALED_HEADER_BYTES);
        put_file(fixture, bytes, sizeof bytes);
        assert_refused(fixture);
    }
    g_assert_cmpuint(hn_process_peak_bytes() - peak_before, <, MEMORY_GROWTH_MAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name)                                                                                  \
    g_test_add("/base/sealed_damage/plain/" #name, Fixture, GINT_TO_POINTER(0), set_up,            \
               test_##name, tear_down);                                                            \
    g_test_add("/base/sealed_damage/sealed/" #name, Fixture, GINT_TO_POINTER(1), set_up,           \
               test_##name, tear_down)
    ADD(every_bit_flip);
    ADD(every_truncation_and_any_tail);
    ADD(every_zeroed_or_moved_run);
    ADD(swapped_blocks);
    ADD(every_splice_of_two_files);
    ADD(newer_version_is_named);
    ADD(random_damage);
    ADD(forged_bombs_are_refused_in_bounded_memory);
    ADD(forged_sizes_and_frames_are_refused);
    ADD(forged_footers_ask_for_no_memory);
#undef ADD
    return g_test_run();
}
