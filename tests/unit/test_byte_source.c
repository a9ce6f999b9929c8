/* Goal: what was delivered is counted and digested; containers end well or are refused. */
#include "connect/byte_source.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <zstd.h>

#include "base/base_error.h"
#include "connect/connect_error.h"
#include "tests/reference/reader_text.h"

static GByteArray *
zstd_of(const char *text)
{
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, ZSTD_compressBound(strlen(text)));
    g_byte_array_set_size(out, ZSTD_compress(out->data, out->len, text, strlen(text), 3));
    return out;
}

static GByteArray *
gzip_of(const char *text)
{
    g_autoptr(GConverter) gzip =
        G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
    GByteArray *out = g_byte_array_new();
    gsize n_read;
    gsize n_written;
    g_byte_array_set_size(out, strlen(text) + 1000);
    const GConverterResult result =
        g_converter_convert(gzip, text, strlen(text), out->data, out->len, G_CONVERTER_INPUT_AT_END,
                            &n_read, &n_written, NULL);
    g_assert_cmpint(result, ==, G_CONVERTER_FINISHED);
    g_byte_array_set_size(out, n_written);
    return out;
}

/* The content, or NULL with @error. */
static char *
content_of(const GByteArray *file, gsize step, GError **error)
{
    g_autofree char *path = hn_reader_text_file(hn_slice(file->data, file->len));
    g_autoptr(HnByteSource) source = hn_byte_source_new(path, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree guint8 *bytes = g_malloc(step);
    gsize n_read = 1;
    gboolean done = TRUE;
    g_assert_cmpuint(hn_byte_source_n_expected(source), ==, file->len);
    while (done && n_read > 0) {
        done = hn_byte_source_read(source, bytes, step, &n_read, error);
        if (done)
            g_string_append_len(text, (const char *)bytes, n_read);
    }
    g_unlink(path);
    if (!done)
        return NULL;
    guint8 ours[HN_DIGEST_BYTES];
    guint8 theirs[HN_DIGEST_BYTES];
    hn_byte_source_digest(source, ours);
    hn_digest_of(file->data, file->len, theirs);
    g_assert_cmpmem(ours, sizeof(ours), theirs, sizeof(theirs));
    g_assert_cmpuint(hn_byte_source_n_bytes(source), ==, file->len);
    return g_strdup(text->str);
}

static void
assert_container(GByteArray *one)
{
    for (gsize step = 1; step < 40; step += 13) {
        g_autofree char *text = content_of(one, step, NULL);
        g_assert_cmpstr(text, ==, "hello, hello, hello\n");
    }
    g_autoptr(GByteArray) two = g_byte_array_new();
    g_byte_array_append(two, one->data, one->len);
    g_byte_array_append(two, one->data, one->len);
    g_autofree char *twice = content_of(two, 7, NULL);
    g_assert_cmpstr(twice, ==, "hello, hello, hello\nhello, hello, hello\n");
    for (guint n = 4; n < one->len; n++) { /* cut anywhere */
        g_autoptr(GError) error = NULL;
        g_autoptr(GByteArray) cut = g_byte_array_new();
        g_byte_array_append(cut, one->data, n);
        g_assert_null(content_of(cut, 100, &error));
        g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER);
    }
    static const char *const junk[] = { "x", "junk behind the end\n", "\0\0\0\0\0\0\0\0\0" };
    for (guint i = 0; i < G_N_ELEMENTS(junk); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GByteArray) more = g_byte_array_new();
        g_byte_array_append(more, one->data, one->len);
        g_byte_array_append(more, (const guint8 *)junk[i], i == 2 ? 9 : strlen(junk[i]));
        g_assert_null(content_of(more, 100, &error));
        g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER);
    }
}

static void
test_zstd(void)
{
    g_autoptr(GByteArray) file = zstd_of("hello, hello, hello\n");
    assert_container(file);
}

static void
test_gzip(void)
{
    g_autoptr(GByteArray) file = gzip_of("hello, hello, hello\n");
    assert_container(file);
    g_autoptr(GError) error = NULL;
    file->data[file->len - 6] ^= 1; /* its checksum */
    g_assert_null(content_of(file, 100, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_CONTAINER);
}

static void
test_plain(void)
{
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autofree char *nothing = content_of(file, 100, NULL);
    g_assert_cmpstr(nothing, ==, "");
    g_byte_array_append(file, (const guint8 *)"abc", 3);
    g_autofree char *text = content_of(file, 1, NULL);
    g_assert_cmpstr(text, ==, "abc");
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_byte_source_new("/nothing/here", &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
}

/* 64 MiB of zeros in some kilobytes: read in pieces, nothing is held. */
static void
test_a_bomb_is_a_stream(void)
{
    const gsize n_zeros = (gsize)64 << 20;
    g_autofree char *zeros = g_malloc0(n_zeros);
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_byte_array_set_size(file, ZSTD_compressBound(n_zeros));
    g_byte_array_set_size(file, ZSTD_compress(file->data, file->len, zeros, n_zeros, 3));
    const HnFileReaderOptions options = { .format = HN_RECORDS_TEXT };
    g_autofree char *text = hn_reader_text_of(hn_slice(file->data, file->len), &options);
    g_assert_true(g_str_has_prefix(text, "refused too_long: the record at byte 0"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/byte_source/zstd", test_zstd);
    g_test_add_func("/connect/byte_source/gzip", test_gzip);
    g_test_add_func("/connect/byte_source/plain", test_plain);
    g_test_add_func("/connect/byte_source/a_bomb_is_a_stream", test_a_bomb_is_a_stream);
    return g_test_run();
}
