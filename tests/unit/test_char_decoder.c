/* Goal: declared encodings become UTF-8; offsets and raw bytes stay those of the input. */
#include "tests/reference/reader_text.h"
#include <glib/gstdio.h>

#include "connect/connect_error.h"

static char *
read_encoded(const char *bytes, gsize n_bytes, const char *encoding)
{
    const HnFileReaderOptions options = { .format = HN_RECORDS_CSV, .encoding = encoding };
    return hn_reader_text_of_chunks(hn_slice(bytes, n_bytes), &options);
}

static void
test_vietnamese_code_pages(void)
{
    /* "Nguyễn" in windows-1258 is e-circumflex and a combining tilde: one letter after decoding. */
    static const char cp1258[] = "a,b\n1,Nguy\xea\xden\n2,\xea\xde\n";
    g_autofree char *text = read_encoded(cp1258, sizeof(cp1258) - 1, "windows-1258");
    g_assert_cmpstr(text, ==,
                    "row 4 {\"a\":\"1\",\"b\":\"Nguy\u1ec5n\"}\n"
                    "row 14 {\"a\":\"2\",\"b\":\"\u1ec5\"}\nread 2 = 2 + 0\n");
    static const char tcvn3[] = "a\nNguy\xd4n \xa7\xf8"
                                "c\n";
    g_autofree char *third = read_encoded(tcvn3, sizeof(tcvn3) - 1, "tcvn3");
    g_assert_cmpstr(third, ==, "row 2 {\"a\":\"Nguy\u1ec5n \u0110\u1ee9c\"}\nread 1 = 1 + 0\n");
    static const char vni[] = "a\nNguye\xe3n \xd1\xf6\xf9"
                              "c vie\xe4t\n\xc7\n";
    g_autofree char *fourth = read_encoded(vni, sizeof(vni) - 1, "vni-windows");
    g_assert_cmpstr(fourth, ==,
                    "row 2 {\"a\":\"Nguy\u1ec5n \u0110\u1ee9c vi\u1ec7t\"}\n"
                    "bad 21 x1 undecodable \\xc7\\x0a\nread 2 = 1 + 1\n");
    static const char viscii[] = "a\nNguy\xadn\xff\n";
    g_autofree char *other = read_encoded(viscii, sizeof(viscii) - 1, "viscii");
    g_assert_cmpstr(other, ==, "row 2 {\"a\":\"Nguy\u1ec5n\u1eee\"}\nread 1 = 1 + 0\n");
}

static void
test_utf16(void)
{
    static const char le[] = "\xff\xfe"
                             "a\0\n\0\x11\x01\n\0\x00\xd8\n\0x\0\n\0";
    static const char be[] =
        "\xfe\xff\0a\0\n\x0a\x0a\0\n"; /* U+0A0A holds the byte of a line feed */
    g_autofree char *text = read_encoded(le, sizeof(le) - 1, "utf-16");
    g_assert_cmpstr(text, ==,
                    "row 6 {\"a\":\"\u0111\"}\nbad 10 x1 undecodable \\x00\\xd8\\x0a\\x00\n"
                    "row 14 {\"a\":\"x\"}\nread 3 = 2 + 1\n");
    g_autofree char *other = read_encoded(be, sizeof(be) - 1, "utf-16");
    g_assert_cmpstr(other, ==, "row 6 {\"a\":\"\u0a0a\"}\nread 1 = 1 + 0\n");
    g_autofree char *named = read_encoded(le + 2, sizeof(le) - 3, "utf-16le");
    g_assert_true(g_str_has_suffix(named, "read 3 = 2 + 1\n"));
    static const char half[] = "a\0\n\0x\0y";
    g_autofree char *cut = read_encoded(half, sizeof(half) - 1, "utf-16le");
    g_assert_cmpstr(cut, ==, "bad 4 x1 undecodable x\\x00y\nread 1 = 0 + 1\n");
}

static void
test_undecodable_bytes_are_quarantined(void)
{
    static const char bytes[] =
        "a,b\n1,x\n2,\xd2\n3,\x81\n4,y\n"; /* 0x81 has no meaning in windows-1252 */
    g_autofree char *text = read_encoded(bytes, sizeof(bytes) - 1, "windows-1252");
    g_assert_cmpstr(text, ==,
                    "row 4 {\"a\":\"1\",\"b\":\"x\"}\nrow 8 {\"a\":\"2\",\"b\":\"\u00d2\"}\n"
                    "bad 12 x1 undecodable 3,\\x81\\x0a\nrow 16 {\"a\":\"4\",\"b\":\"y\"}\n"
                    "read 4 = 3 + 1\n");
}

static void
test_unusable_encodings_are_refused(void)
{
    static const char *const names[] = { "no-such-code", "utf-32", "ibm037", "utf-16" };
    g_autofree char *path = hn_reader_text_file(hn_slice_of("a\n1\n"));
    const char *const paths[] = { path, NULL };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const HnFileReaderOptions options = { .paths = paths, .encoding = names[i] };
        g_autoptr(HnReader) reader = hn_file_reader_new(&options, NULL);
        g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
        g_autoptr(GError) error = NULL;
        gboolean more = FALSE;
        g_assert_false(reader->next(reader, batch, &more, &error));
        g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING);
    }
    g_unlink(path);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/char_decoder/vietnamese_code_pages", test_vietnamese_code_pages);
    g_test_add_func("/connect/char_decoder/utf16", test_utf16);
    g_test_add_func("/connect/char_decoder/undecodable_bytes_are_quarantined",
                    test_undecodable_bytes_are_quarantined);
    g_test_add_func("/connect/char_decoder/unusable_encodings_are_refused",
                    test_unusable_encodings_are_refused);
    return g_test_run();
}
