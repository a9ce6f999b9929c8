/* Goal: validity is exactly the Unicode standard's, and every count is in code points. */
#include "tests/reference/bad_input.h"
#include "text/utf8.h"

static void
test_every_case_of_the_set_has_its_verdict(void)
{
    g_autoptr(GPtrArray) rows = bad_input_table("utf8-tests/cases.tsv");
    for (guint i = 0; rows != NULL && i < rows->len; i++) {
        char **row = rows->pdata[i];
        g_autoptr(GByteArray) bytes = bad_input_hex(row[3]);
        const gboolean valid = hn_utf8_valid(hn_slice(bytes->data, bytes->len));
        if (valid != g_str_equal(row[2], "valid"))
            g_error("case %s is %s", row[0], row[2]);
    }
}

/* All sequences of up to two bytes, and all of three with a lead byte that admits them, against
 * GLib; with ASCII around, so that the fast path is left and entered again. */
static void
test_short_sequences_agree_with_glib(void)
{
    guint8 bytes[] = "0123456 ...... 0123456789abcdef";
    for (guint i = 0; i < 256 * 256; i++)
        for (guint third = 0x7F; third <= 0xC0; third += 0x41 / 5) {
            bytes[8] = (guint8)(i >> 8);
            bytes[9] = (guint8)i;
            bytes[10] = (guint8)third;
            const gsize n = sizeof bytes - 1;
            if (memchr(bytes, 0, n) != NULL) /* GLib refuses it */
                continue;
            g_assert_cmpint(hn_utf8_valid(hn_slice(bytes, n)), ==,
                            g_utf8_validate_len((const char *)bytes, n, NULL));
        }
}

static void
test_every_code_point_survives(void)
{
    for (gunichar c = 0; c <= 0x10FFFF; c++) {
        guint8 bytes[4];
        gunichar back = 0;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        const guint n = hn_utf8_put(bytes, c);
        g_assert_true(hn_utf8_valid(hn_slice(bytes, n)));
        g_assert_false(n > 1 && hn_utf8_valid(hn_slice(bytes, n - 1)));
        g_assert_cmpuint(hn_utf8_next(bytes, bytes + n, &back), ==, n);
        g_assert_cmpuint(back, ==, c);
    }
}

static void
assert_slice(HnSlice slice, const char *expected)
{
    g_assert_cmpmem(slice.bytes, slice.n_bytes, expected, strlen(expected));
}

static void
test_nothing_may_have_no_address(void)
{
    const HnSlice nothing = hn_slice(NULL, 0);
    g_assert_true(hn_utf8_valid(nothing));
    g_assert_true(hn_utf8_is_ascii(nothing));
    g_assert_cmpuint(hn_utf8_length(nothing), ==, 0);
    assert_slice(hn_utf8_prefix(nothing, 3), "");
    assert_slice(hn_utf8_suffix(nothing, 3), "");
}

static void
test_prefix_and_suffix_count_code_points(void)
{
    const HnSlice text = hn_slice_of("Đặng Thị Ngọc Ẩn");
    g_assert_cmpuint(hn_utf8_length(text), ==, 16);
    assert_slice(hn_utf8_prefix(text, 2), "Đặ");
    assert_slice(hn_utf8_prefix(text, 0), "");
    assert_slice(hn_utf8_prefix(text, 16), "Đặng Thị Ngọc Ẩn");
    assert_slice(hn_utf8_prefix(text, 99), "Đặng Thị Ngọc Ẩn");
    assert_slice(hn_utf8_suffix(text, 2), "Ẩn");
    assert_slice(hn_utf8_suffix(text, 0), "");
    assert_slice(hn_utf8_suffix(text, 99), "Đặng Thị Ngọc Ẩn");
}

static void
test_prefix_of_bytes_never_cuts_a_letter(void)
{
    const HnSlice text = hn_slice_of("aĐẩ");
    const char *expected[] = { "", "a", "a", "aĐ", "aĐ", "aĐ", "aĐẩ", "aĐẩ" };
    for (gsize n = 0; n < G_N_ELEMENTS(expected); n++)
        assert_slice(hn_utf8_prefix_bytes(text, n), expected[n]);
}

static void
test_decode_stops_at_its_room(void)
{
    guint32 letters[4] = { 0 };
    g_assert_cmpuint(hn_utf8_decode(hn_slice_of("aĐẩ\xF0\x9F\x98\x80z"), letters, 4), ==, 4);
    g_assert_cmpuint(letters[1], ==, 0x110);
    g_assert_cmpuint(letters[3], ==, 0x1F600);
    g_assert_cmpuint(hn_utf8_decode(hn_slice_of(""), letters, 4), ==, 0);
}

static void
test_put_appends(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_put_code_point(out, 'x');
    hn_put_code_point(out, 0x1EA9);
    assert_slice(hn_slice(out->data, out->len), "xẩ");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/utf8/every_case_of_the_set_has_its_verdict",
                    test_every_case_of_the_set_has_its_verdict);
    g_test_add_func("/text/utf8/short_sequences_agree_with_glib",
                    test_short_sequences_agree_with_glib);
    g_test_add_func("/text/utf8/every_code_point_survives", test_every_code_point_survives);
    g_test_add_func("/text/utf8/prefix_and_suffix_count_code_points",
                    test_prefix_and_suffix_count_code_points);
    g_test_add_func("/text/utf8/prefix_of_bytes_never_cuts_a_letter",
                    test_prefix_of_bytes_never_cuts_a_letter);
    g_test_add_func("/text/utf8/decode_stops_at_its_room", test_decode_stops_at_its_room);
    g_test_add_func("/text/utf8/put_appends", test_put_appends);
    g_test_add_func("/text/utf8/nothing_may_have_no_address", test_nothing_may_have_no_address);
    return g_test_run();
}
