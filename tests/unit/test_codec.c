/* Goal: what is put comes back, numbers have one form only, and no read leaves the bytes. */
#include "base/codec.h"

static const guint64 NUMBERS[] = {
    0, 1, 127, 128, 300, 16383, 16384, G_MAXUINT32, G_MAXINT64, G_MAXUINT64 - 1, G_MAXUINT64,
};

static void
test_numbers_come_back(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(NUMBERS); i++) {
        hn_put_varint(out, NUMBERS[i]);
        hn_put_zigzag(out, (gint64)NUMBERS[i]);
        hn_put_u64(out, NUMBERS[i]);
        hn_put_u32(out, (guint32)NUMBERS[i]);
        hn_put_u8(out, (guint8)NUMBERS[i]);
    }
    HnCursor cursor = hn_cursor(out->data, out->len);
    for (gsize i = 0; i < G_N_ELEMENTS(NUMBERS); i++) {
        g_assert_cmpuint(hn_get_varint(&cursor), ==, NUMBERS[i]);
        g_assert_cmpint(hn_get_zigzag(&cursor), ==, (gint64)NUMBERS[i]);
        g_assert_cmpuint(hn_get_u64(&cursor), ==, NUMBERS[i]);
        g_assert_cmpuint(hn_get_u32(&cursor), ==, (guint32)NUMBERS[i]);
        g_assert_cmpuint(hn_get_u8(&cursor), ==, (guint8)NUMBERS[i]);
    }
    g_assert_true(hn_cursor_done(&cursor));
}

static void
test_bytes_are_the_documented_ones(void)
{
    static const guint8 expected[] = { 0xac, 0x02, 0x03, 0x04, 0x03, 0x02, 0x01, 0x02, 'h', 'n' };
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_put_varint(out, 300);
    hn_put_zigzag(out, -2);
    hn_put_u32(out, 0x01020304);
    hn_put_slice(out, hn_slice_of("hn"));
    g_assert_cmpmem(out->data, out->len, expected, sizeof expected);
}

static void
test_cut_anywhere_fails_and_stays_failed(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_put_varint(out, G_MAXUINT64);
    hn_put_u64(out, 7);
    hn_put_u32(out, 7);
    hn_put_slice(out, hn_slice_of("tên"));
    for (gsize n = 0; n < out->len; n++) {
        g_autofree guint8 *copy = g_memdup2(out->data, n); /* exact size: ASan sees any overrun */
        HnCursor cursor = hn_cursor(copy, n);
        hn_get_varint(&cursor);
        hn_get_u64(&cursor);
        hn_get_u32(&cursor);
        const HnSlice name = hn_get_slice(&cursor);
        g_assert_false(hn_cursor_ok(&cursor));
        g_assert_false(hn_cursor_done(&cursor));
        g_assert_cmpuint(name.n_bytes, ==, 0);
        g_assert_cmpuint(hn_get_u8(&cursor), ==, 0);
    }
}

static void
test_redundant_and_oversize_varints_fail(void)
{
    static const guint8 redundant[] = { 0x81, 0x00 };
    static const guint8 too_wide[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02 };
    static const guint8 too_long[] = { 0x81, 0x81, 0x81, 0x81, 0x81, 0x81,
                                       0x81, 0x81, 0x81, 0x81, 0x01 };
    const HnSlice bad[] = { hn_slice(redundant, sizeof redundant),
                            hn_slice(too_wide, sizeof too_wide),
                            hn_slice(too_long, sizeof too_long) };
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        HnCursor cursor = hn_cursor(bad[i].bytes, bad[i].n_bytes);
        g_assert_cmpuint(hn_get_varint(&cursor), ==, 0);
        g_assert_false(hn_cursor_ok(&cursor));
    }
}

static void
test_huge_length_does_not_wrap(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_put_varint(out, G_MAXUINT64);
    hn_put_u8(out, 'x');
    HnCursor cursor = hn_cursor(out->data, out->len);
    g_assert_null(hn_get_slice(&cursor).bytes);
    g_assert_false(hn_cursor_ok(&cursor));
}

static void
test_empty_slice_is_fine(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_put_slice(out, hn_slice(NULL, 0));
    HnCursor cursor = hn_cursor(out->data, out->len);
    g_assert_cmpuint(hn_get_slice(&cursor).n_bytes, ==, 0);
    g_assert_true(hn_cursor_done(&cursor));
    HnCursor nothing = hn_cursor(NULL, 0);
    g_assert_true(hn_cursor_done(&nothing));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/codec/numbers_come_back", test_numbers_come_back);
    g_test_add_func("/base/codec/bytes_are_the_documented_ones",
                    test_bytes_are_the_documented_ones);
    g_test_add_func("/base/codec/cut_anywhere_fails_and_stays_failed",
                    test_cut_anywhere_fails_and_stays_failed);
    g_test_add_func("/base/codec/redundant_and_oversize_varints_fail",
                    test_redundant_and_oversize_varints_fail);
    g_test_add_func("/base/codec/huge_length_does_not_wrap", test_huge_length_does_not_wrap);
    g_test_add_func("/base/codec/empty_slice_is_fine", test_empty_slice_is_fine);
    return g_test_run();
}
