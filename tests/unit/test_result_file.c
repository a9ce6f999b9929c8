/* Goal: any zstd reads the file, a seeker finds each frame, and the bytes do not depend on the
 * threads. */
#include "publish/result_file.h"

#include <zstd.h>

#include "base/base_error.h"
#include "base/io.h"

#define N_ROWS (3u * HN_RESULT_ROWS_PER_FRAME + 7u)

static void
render(gpointer user, gsize first, gsize end, guint thread, GByteArray *out)
{
    const char *word = user;
    (void)thread;
    for (gsize i = first; i < end; i++) {
        char line[64];
        const int n = g_snprintf(line, sizeof line, "{\"%s\":%zu}\n", word, i * 7919);
        g_byte_array_append(out, (const guint8 *)line, (guint)n);
    }
}

typedef struct {
    char *folder, *path;
    GByteArray *lines; /* what the file must hold */
    GBytes *bytes;
    HnResultInfo info;
} Written;

static Written
write_file(gsize n_rows, guint n_threads)
{
    static char word[] = "row";
    g_autoptr(GError) error = NULL;
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(n_threads);
    Written written = { .folder = g_dir_make_tmp("hn-result-XXXXXX", NULL),
                        .lines = g_byte_array_new() };
    written.path = g_build_filename(written.folder, "r.jsonl.zst", NULL);
    const HnResultFile file = { written.path, n_rows, render, word, pool };
    g_assert_true(hn_io_write_file(written.path, "old", 3, NULL)); /* is replaced */
    g_assert_true(hn_result_file_write(&file, &written.info, &error));
    g_assert_no_error(error);
    written.bytes = hn_io_read_file(written.path, 64u << 20, NULL);
    render(word, 0, n_rows, 0, written.lines);
    return written;
}

static void
written_clear(Written *written)
{
    g_assert_true(hn_io_remove_tree(written->folder, NULL));
    g_free(written->folder);
    g_free(written->path);
    g_byte_array_unref(written->lines);
    g_bytes_unref(written->bytes);
}

static guint32
u32_at(const guint8 *bytes, gsize at)
{
    guint32 word;
    memcpy(&word, bytes + at, sizeof word);
    return GUINT32_FROM_LE(word);
}

/* Each frame by the seek table's word alone. */
static void
read_by_table(const Written *written, guint32 n_frames)
{
    gsize n_bytes = 0, at = 0, content = 0;
    const guint8 *bytes = g_bytes_get_data(written->bytes, &n_bytes);
    g_assert_cmphex(u32_at(bytes, n_bytes - 4), ==, 0x8F92EAB1);
    g_assert_cmpuint(bytes[n_bytes - 5], ==, 0);
    g_assert_cmpuint(u32_at(bytes, n_bytes - 9), ==, n_frames);
    const gsize table = n_bytes - 17 - 8 * (gsize)n_frames;
    g_assert_cmphex(u32_at(bytes, table), ==, 0x184D2A5E);
    g_assert_cmpuint(u32_at(bytes, table + 4), ==, 8 * n_frames + 9);
    g_autofree guint8 *out = g_malloc(written->lines->len + 1);
    for (guint32 i = 0; i < n_frames; i++) {
        const guint32 stored = u32_at(bytes, table + 8 + 8 * (gsize)i);
        const guint32 size = u32_at(bytes, table + 12 + 8 * (gsize)i);
        g_assert_cmpuint(ZSTD_getFrameContentSize(bytes + at, stored), ==, size);
        g_assert_cmpuint(bytes[at + 4] & 4, ==, 4); /* the frame has a checksum */
        g_assert_cmpuint(ZSTD_decompress(out, written->lines->len, bytes + at, stored), ==, size);
        g_assert_true(memcmp(out, written->lines->data + content, size) == 0);
        at += stored;
        content += size;
    }
    g_assert_cmpuint(at, ==, table);
    g_assert_cmpuint(content, ==, written->lines->len);
}

static void
test_frames_and_table_say_the_lines(void)
{
    static const gsize n_rows[] = { 0, 1, HN_RESULT_ROWS_PER_FRAME, HN_RESULT_ROWS_PER_FRAME + 1,
                                    N_ROWS };
    static const guint32 n_frames[] = { 0, 1, 1, 2, 4 };
    for (guint i = 0; i < G_N_ELEMENTS(n_rows); i++) {
        Written written = write_file(n_rows[i], 2);
        read_by_table(&written, n_frames[i]);
        g_autofree guint8 *out = g_malloc(written.lines->len + 1);
        gsize n_bytes = 0; /* and as one stream, the table passed over */
        const guint8 *bytes = g_bytes_get_data(written.bytes, &n_bytes);
        g_assert_cmpuint(ZSTD_decompress(out, written.lines->len, bytes, n_bytes), ==,
                         written.lines->len);
        written_clear(&written);
    }
}

static void
test_the_threads_do_not_matter(void)
{
    Written one = write_file(N_ROWS, 1), four = write_file(N_ROWS, 4);
    g_assert_true(g_bytes_equal(one.bytes, four.bytes));
    g_assert_cmpmem(&one.info, sizeof one.info, &four.info, sizeof four.info);
    written_clear(&one);
    written_clear(&four);
}

static void
test_the_info_is_the_file(void)
{
    Written written = write_file(N_ROWS, 3);
    guint8 digest[HN_DIGEST_BYTES];
    hn_digest_of(g_bytes_get_data(written.bytes, NULL), g_bytes_get_size(written.bytes), digest);
    g_assert_cmpuint(written.info.rows, ==, N_ROWS);
    g_assert_cmpuint(written.info.bytes, ==, g_bytes_get_size(written.bytes));
    g_assert_cmpuint(written.info.content_bytes, ==, written.lines->len);
    g_assert_cmpmem(written.info.sha256, HN_DIGEST_BYTES, digest, sizeof digest);
    written_clear(&written);
}

static void
test_a_file_that_changed_is_named(void)
{
    Written written = write_file(100, 1);
    g_autoptr(GError) error = NULL;
    g_assert_true(
        hn_result_file_check(written.path, written.info.bytes, written.info.sha256, &error));
    g_assert_no_error(error);
    gsize n = 0;
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(written.path, &text, &n, NULL));
    for (gsize at = 0; at < n; at += 11) {
        text[at] ^= 1;
        g_assert_true(g_file_set_contents(written.path, text, (gssize)n, NULL));
        g_assert_false(
            hn_result_file_check(written.path, written.info.bytes, written.info.sha256, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
        g_clear_error(&error);
        text[at] ^= 1;
    }
    g_assert_true(g_file_set_contents(written.path, text, (gssize)n - 1, NULL));
    g_assert_false(
        hn_result_file_check(written.path, written.info.bytes, written.info.sha256, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    written_clear(&written);
}

static void
test_a_folder_that_is_not_there_is_an_error(void)
{
    static char word[] = "x";
    g_autoptr(GError) error = NULL;
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(1);
    HnResultInfo info = { .rows = 99 };
    const HnResultFile file = { "/nowhere/at/all.zst", 3, render, word, pool };
    g_assert_false(hn_result_file_write(&file, &info, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    g_assert_cmpuint(info.rows, ==, 99);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/publish/result_file/" #what, test_##what)
    ADD(frames_and_table_say_the_lines);
    ADD(the_threads_do_not_matter);
    ADD(the_info_is_the_file);
    ADD(a_file_that_changed_is_named);
    ADD(a_folder_that_is_not_there_is_an_error);
    return g_test_run();
}
