/* Goal: streaming in any pieces, any block in any order, many threads on one reader; faults have
 * names. */
#include "base/sealed_file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"
#include "base/thread_pool.h"

#define KIND "TEST"
#define N_BLOCKS 40

typedef struct {
    char *folder, *path;
    HnSealKey key;
    GByteArray *content;
    gsize starts[N_BLOCKS + 1]; /* block i holds content[starts[i]..starts[i + 1]) */
    HnSealedInfo info;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const guint8 bytes[HN_SEALED_KEY_BYTES] = { 5 };
    HnRng rng = hn_rng_seed(21, 0);
    fixture->folder = g_dir_make_tmp("hn-reader-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "file", NULL);
    fixture->content = g_byte_array_new();
    hn_seal_key_from_bytes(bytes, &fixture->key);
    g_autoptr(HnSealedWriter) writer =
        hn_sealed_writer_new(fixture->path, KIND, 1, &fixture->key, NULL);
    for (guint i = 0; i < N_BLOCKS; i++) {
        const gsize n_bytes = 1 + hn_rng_below(&rng, i % 10 == 0 ? HN_SEALED_BLOCK_BYTES : 5000);
        fixture->starts[i] = fixture->content->len;
        g_byte_array_set_size(fixture->content, (guint)(fixture->content->len + n_bytes));
        guint8 *block = fixture->content->data + fixture->starts[i];
        for (gsize k = 0; k < n_bytes; k++)
            block[k] = (guint8)hn_rng_below(&rng, 30);
        g_assert_true(hn_sealed_writer_append(writer, block, n_bytes, NULL));
        g_assert_true(hn_sealed_writer_end_block(writer, NULL));
    }
    fixture->starts[N_BLOCKS] = fixture->content->len;
    g_assert_true(hn_sealed_writer_finish(writer, &fixture->info, NULL));
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hn_io_set_ops(NULL);
    g_remove(fixture->path);
    g_assert_cmpint(g_rmdir(fixture->folder), ==, 0);
    g_byte_array_unref(fixture->content);
    g_free(fixture->path);
    g_free(fixture->folder);
}

static HnSealedReader *
open_reader(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnSealedReader *reader =
        hn_sealed_reader_new(fixture->path, KIND, &fixture->key, fixture->info.digest, &error);
    g_assert_no_error(error);
    return reader;
}

static void
test_info_is_the_writers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(HnSealedReader) reader = open_reader(fixture);
    const HnSealedInfo *info = hn_sealed_reader_info(reader);
    g_assert_cmpuint(info->n_blocks, ==, N_BLOCKS);
    g_assert_cmpuint(info->content_bytes, ==, fixture->content->len);
    g_assert_cmpuint(info->file_bytes, ==, fixture->info.file_bytes);
    g_assert_cmpmem(info->digest, HN_DIGEST_BYTES, fixture->info.digest, HN_DIGEST_BYTES);
    hn_sealed_reader_free(NULL);
}

static void
test_streams_in_any_pieces(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const gsize pieces[] = { 97, 4096, 5001, 1u << 20, 100u << 20 };
    const gsize n_bytes = fixture->content->len;
    g_autofree guint8 *back = g_malloc(n_bytes);
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(HnSealedReader) reader = open_reader(fixture);
        gsize at = 0, n_read = 1;
        guint8 beyond;
        memset(back, 0xee, n_bytes);
        while (n_read > 0) {
            const gsize n_wanted = MIN(pieces[i], n_bytes - at);
            g_assert_true(hn_sealed_reader_read(reader, back + at, n_wanted, &n_read, NULL));
            g_assert_cmpuint(n_read, ==, n_wanted);
            at += n_read;
        }
        g_assert_cmpmem(back, at, fixture->content->data, n_bytes);
        g_assert_true(hn_sealed_reader_read(reader, &beyond, 1, &n_read, NULL));
        g_assert_cmpuint(n_read, ==, 0);
    }
}

typedef struct {
    const Fixture *fixture;
    HnSealedReader *reader;
} Job;

static void
check_block(const Job *job, guint64 block, GByteArray *out)
{
    const Fixture *fixture = job->fixture;
    g_autoptr(GError) error = NULL;
    hn_sealed_reader_read_block(job->reader, block, out, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(out->data, out->len, fixture->content->data + fixture->starts[block],
                    fixture->starts[block + 1] - fixture->starts[block]);
}

static void
test_any_block_in_any_order(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(HnSealedReader) reader = open_reader(fixture);
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnRng rng = hn_rng_seed(22, 0);
    const Job job = { fixture, reader };
    for (guint i = 0; i < 200; i++)
        check_block(&job, hn_rng_below(&rng, N_BLOCKS), out);
}

static void
read_task(gpointer user, gsize task, guint thread G_GNUC_UNUSED)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    check_block(user, task * 7 % N_BLOCKS, out);
}

static void
test_threads_share_a_reader(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(HnSealedReader) reader = open_reader(fixture);
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(8); /* more than the reader keeps spares */
    hn_thread_pool_run(pool, 400, read_task, &(Job){ fixture, reader });
}

static guint n_reads, fail_at;

static ssize_t
failing_pread(int fd, void *bytes, size_t n_bytes, off_t offset)
{
    if (++n_reads == fail_at) {
        errno = EIO;
        return -1;
    }
    return pread(fd, bytes, n_bytes, offset);
}

static void
test_failed_reads_have_a_name_and_leave_nothing(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gboolean opened = FALSE;
    hn_io_set_ops(&(HnIoOps){ .pread = failing_pread });
    for (fail_at = 1; !opened; fail_at++) {
        g_autoptr(GError) error = NULL;
        n_reads = 0;
        g_autoptr(HnSealedReader) reader =
            hn_sealed_reader_new(fixture->path, KIND, &fixture->key, NULL, &error);
        opened = reader != NULL;
        if (!opened)
            g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO);
    }
    fail_at = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnSealedReader) reader = open_reader(fixture);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_assert_true(hn_sealed_reader_read_block(reader, 0, out, NULL));
    n_reads = 0;
    fail_at = 1;
    g_assert_false(hn_sealed_reader_read_block(reader, 1, out, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "block 1"));
    g_assert_cmpuint(out->len, ==, 0);
    g_assert_true(hn_sealed_reader_read_block(reader, 1, out, NULL)); /* reads may be tried again */
}

static void
test_a_folder_is_no_sealed_file(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_sealed_reader_new(fixture->folder, KIND, NULL, NULL, &error));
    g_assert_true(error->domain == HN_BASE_ERROR);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name)                                                                                  \
    g_test_add("/base/sealed_reader/" #name, Fixture, NULL, set_up, test_##name, tear_down)
    ADD(info_is_the_writers);
    ADD(streams_in_any_pieces);
    ADD(any_block_in_any_order);
    ADD(threads_share_a_reader);
    ADD(failed_reads_have_a_name_and_leave_nothing);
    ADD(a_folder_is_no_sealed_file);
#undef ADD
    return g_test_run();
}
