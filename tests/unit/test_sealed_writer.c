/* Goal: a file appears whole under its name or not at all, whichever call fails, however it was
 * filled. */
#include "base/sealed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/rng.h"

#define KIND "TEST"

typedef struct {
    char *folder, *path, *temporary;
} Fixture;

/* The N-th call of any kind fails; 0: none does. */
static guint n_calls, fail_at;
static int fail_errno;
static guint n_writes, n_syncs;

static gboolean
fails_now(void)
{
    errno = fail_errno;
    return ++n_calls == fail_at;
}

static int
counted_open(const char *path, int flags, mode_t mode)
{
    return fails_now() ? -1 : open(path, flags, mode);
}

static ssize_t
counted_write(int fd, const void *bytes, size_t n_bytes)
{
    n_writes++;
    return fails_now() ? -1 : write(fd, bytes, n_bytes);
}

static int
counted_fsync(int fd)
{
    n_syncs++;
    return fails_now() ? -1 : fsync(fd);
}

static int
counted_close(int fd)
{
    const gboolean failed = fails_now();
    close(fd); /* the descriptor is gone in any case */
    errno = fail_errno;
    return failed ? -1 : 0;
}

static int
counted_rename(const char *from, const char *to)
{
    return fails_now() ? -1 : rename(from, to);
}

static const HnIoOps COUNTED = { .open = counted_open,
                                 .write = counted_write,
                                 .fsync = counted_fsync,
                                 .close = counted_close,
                                 .rename = counted_rename };

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = g_dir_make_tmp("hn-writer-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "file", NULL);
    fixture->temporary = g_strconcat(fixture->path, ".tmp", NULL);
    n_calls = fail_at = n_writes = n_syncs = 0;
    fail_errno = EIO;
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hn_io_set_ops(NULL);
    g_remove(fixture->path);
    g_assert_cmpint(g_rmdir(fixture->folder), ==, 0);
    g_free(fixture->temporary);
    g_free(fixture->path);
    g_free(fixture->folder);
}

static gboolean
write_text(const Fixture *fixture, const char *text, GError **error)
{
    return hn_sealed_write(fixture->path, KIND, NULL, hn_slice_of(text), NULL, error);
}

static char *
read_text(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) content = hn_sealed_read(fixture->path, KIND, NULL, NULL, 1000, &error);
    g_assert_no_error(error);
    return g_strndup((const char *)content->data, content->len);
}

static void
test_failure_of_any_call_leaves_a_whole_file(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const int numbers[] = { EIO, ENOSPC };
    gboolean written = FALSE;
    for (guint round = 0; round < G_N_ELEMENTS(numbers); round++, written = FALSE) {
        for (fail_at = 1; !written; fail_at++) {
            g_autoptr(GError) error = NULL;
            hn_io_set_ops(NULL);
            g_assert_true(write_text(fixture, "old", NULL));
            n_calls = 0;
            fail_errno = numbers[round];
            hn_io_set_ops(&COUNTED);
            written = write_text(fixture, "new", &error);
            g_assert_true(written == (error == NULL));
            g_assert_cmpint(written, ==, n_calls < fail_at);
            if (!written)
                g_assert_error(error, HN_BASE_ERROR,
                               (fail_errno == EIO ? HN_BASE_ERROR_IO : HN_BASE_ERROR_NO_SPACE));
            hn_io_set_ops(NULL);
            g_autofree char *text = read_text(fixture);
            /* Past the rename only the folder's fsync can fail: the new file is whole, and not
             * promised. */
            g_assert_true(written ? g_str_equal(text, "new")
                                  : g_str_equal(text, "old") || g_str_equal(text, "new"));
            g_assert_false(g_file_test(fixture->temporary, G_FILE_TEST_EXISTS));
        }
        g_assert_cmpuint(fail_at, >,
                         7); /* open, writes, fsync, close, rename, folder ... all hit */
    }
}

static void
test_file_and_folder_are_synced(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hn_io_set_ops(&COUNTED);
    g_assert_true(write_text(fixture, "x", NULL));
    g_assert_cmpuint(n_syncs, ==, 2);
}

static void
test_unfinished_file_is_removed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    HnSealedWriter *writer = hn_sealed_writer_new(fixture->path, KIND, 1, NULL, NULL);
    g_assert_true(hn_sealed_writer_append(writer, "x", 1, NULL));
    g_assert_true(g_file_test(fixture->temporary, G_FILE_TEST_EXISTS));
    hn_sealed_writer_free(writer);
    g_assert_false(g_file_test(fixture->temporary, G_FILE_TEST_EXISTS));
    g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));
    hn_sealed_writer_free(NULL);
}

static void
test_remains_of_a_killed_writer_do_not_matter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_true(g_file_set_contents(fixture->temporary, "half a file", -1, NULL));
    g_assert_true(write_text(fixture, "new", NULL));
    g_autofree char *text = read_text(fixture);
    g_assert_cmpstr(text, ==, "new");
}

static void
test_missing_folder_is_named(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(fixture->folder, "no", "file", NULL);
    g_assert_null(hn_sealed_writer_new(path, KIND, 1, NULL, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    g_assert_nonnull(strstr(error->message, path));
}

/* The pieces in which content arrives leave no trace in the file. */
static void
test_pieces_do_not_matter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const gsize n_bytes = 3 * HN_SEALED_BLOCK_BYTES + 12345;
    g_autofree guint8 *content = g_malloc(n_bytes);
    HnRng rng = hn_rng_seed(11, 0);
    for (gsize i = 0; i < n_bytes; i++)
        content[i] = (guint8)hn_rng_below(&rng, 40);
    HnSealedInfo whole;
    g_assert_true(
        hn_sealed_write(fixture->path, KIND, NULL, hn_slice(content, n_bytes), &whole, NULL));
    static const gsize pieces[] = { 1009, 65536, HN_SEALED_BLOCK_BYTES - 1, HN_SEALED_BLOCK_BYTES,
                                    HN_SEALED_BLOCK_BYTES + 1 };
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        HnSealedInfo info;
        g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(fixture->path, KIND, 1, NULL, NULL);
        for (gsize at = 0; at < n_bytes; at += pieces[i])
            g_assert_true(
                hn_sealed_writer_append(writer, content + at, MIN(pieces[i], n_bytes - at), NULL));
        g_assert_true(hn_sealed_writer_finish(writer, &info, NULL));
        g_assert_cmpmem(info.digest, HN_DIGEST_BYTES, whole.digest, HN_DIGEST_BYTES);
        g_assert_cmpuint(info.n_blocks, ==, 4);
        g_assert_cmpuint(info.file_bytes, ==, whole.file_bytes);
    }
}

/* More blocks than wait at once, short ones among them, read back through the key. */
static void
test_a_pool_changes_nothing(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const guint8 key_bytes[HN_SEALED_KEY_BYTES] = { 5 };
    const gsize n_bytes = 9 * HN_SEALED_BLOCK_BYTES + 777, n_cut = 7 * HN_SEALED_BLOCK_BYTES - 99;
    g_autofree guint8 *content = g_malloc(n_bytes);
    HnRng rng = hn_rng_seed(12, 0);
    for (gsize i = 0; i < n_bytes; i++)
        content[i] = (guint8)hn_rng_below(&rng, 40);
    HnSealKey key;
    hn_seal_key_from_bytes(key_bytes, &key);
    HnSealedInfo infos[5];
    for (guint n_threads = 1; n_threads <= G_N_ELEMENTS(infos); n_threads++) {
        g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
        g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(fixture->path, KIND, 1, &key, NULL);
        hn_sealed_writer_use_pool(writer, pool);
        g_assert_true(hn_sealed_writer_append(writer, content, n_cut, NULL));
        g_assert_true(hn_sealed_writer_end_block(writer, NULL));
        g_assert_cmpuint(hn_sealed_writer_n_blocks(writer), ==, 7);
        g_assert_true(hn_sealed_writer_append(writer, content + n_cut, n_bytes - n_cut, NULL));
        g_assert_true(hn_sealed_writer_finish(writer, &infos[n_threads - 1], NULL));
        g_assert_cmpuint(infos[n_threads - 1].n_blocks, ==, 10);
        g_assert_cmpuint(infos[n_threads - 1].file_bytes, ==, infos[0].file_bytes);
        g_assert_cmpmem(infos[n_threads - 1].digest, HN_DIGEST_BYTES, infos[0].digest,
                        HN_DIGEST_BYTES);
        g_autoptr(GByteArray) back =
            hn_sealed_read(fixture->path, KIND, &key, infos[0].digest, n_bytes, NULL);
        g_assert_nonnull(back);
        g_assert_cmpmem(back->data, back->len, content, n_bytes);
    }
}

static void
test_blocks_end_where_asked_and_are_never_empty(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    HnSealedInfo info;
    g_autoptr(HnSealedWriter) writer = hn_sealed_writer_new(fixture->path, KIND, 1, NULL, NULL);
    g_assert_true(hn_sealed_writer_end_block(writer, NULL)); /* nothing in it yet */
    for (guint i = 0; i < 1000; i++) {
        g_assert_cmpuint(hn_sealed_writer_n_blocks(writer), ==, i);
        g_assert_true(hn_sealed_writer_append(writer, &i, sizeof i, NULL));
        g_assert_true(hn_sealed_writer_end_block(writer, NULL));
        g_assert_true(hn_sealed_writer_end_block(writer, NULL));
    }
    hn_io_set_ops(&COUNTED);
    g_assert_true(hn_sealed_writer_finish(writer, &info, NULL));
    g_assert_cmpuint(info.n_blocks, ==, 1000);
    g_assert_cmpuint(info.content_bytes, ==, 4000);
    g_assert_cmpuint(n_writes, ==, 2); /* small blocks share a write; index and footer another */
}

static void
test_two_files_of_equal_content_share_no_id(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *first = NULL, *second = NULL;
    gsize n_bytes;
    g_assert_true(write_text(fixture, "same", NULL));
    g_assert_true(g_file_get_contents(fixture->path, &first, &n_bytes, NULL));
    g_assert_true(write_text(fixture, "same", NULL));
    g_assert_true(g_file_get_contents(fixture->path, &second, &n_bytes, NULL));
    g_assert_cmpint(memcmp(first + 24, second + 24, 16), !=, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name)                                                                                  \
    g_test_add("/base/sealed_writer/" #name, Fixture, NULL, set_up, test_##name, tear_down)
    ADD(failure_of_any_call_leaves_a_whole_file);
    ADD(file_and_folder_are_synced);
    ADD(unfinished_file_is_removed);
    ADD(remains_of_a_killed_writer_do_not_matter);
    ADD(missing_folder_is_named);
    ADD(pieces_do_not_matter);
    ADD(a_pool_changes_nothing);
    ADD(blocks_end_where_asked_and_are_never_empty);
    ADD(two_files_of_equal_content_share_no_id);
#undef ADD
    return g_test_run();
}
