/* Goal: letters are put together as NFC does it, or not at all. */
#include "text/letter_parts.h"

#include "base/rng.h"
#include "text/utf8.h"

static const gunichar MARKS[] = { 0x300, 0x301, 0x302, 0x303, 0x306, 0x307, 0x308,
                                  0x309, 0x31B, 0x323, 0x327, 0x340, 0x345 };

/* TRUE: it was put together. */
static gboolean
check(const GByteArray *text)
{
    g_autofree guint8 *joined = g_malloc(text->len + 1);
    g_autofree char *expected =
        g_utf8_normalize((const char *)text->data, (gssize)text->len, G_NORMALIZE_DEFAULT_COMPOSE);
    const gsize n = hn_letter_parts_join(hn_slice(text->data, text->len), joined);
    if (n > 0)
        g_assert_cmpmem(joined, n, expected, strlen(expected));
    return n > 0;
}

/* Every letter with every two marks, and without. */
static void
test_every_letter(void)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    guint n_joined = 0;
    for (gunichar c = 1; c < 0x2100; c++)
        for (gsize i = 0; i < G_N_ELEMENTS(MARKS); i++)
            for (gsize k = 0; k < G_N_ELEMENTS(MARKS); k++) {
                g_byte_array_set_size(text, 0);
                hn_put_code_point(text, 'x');
                hn_put_code_point(text, c);
                hn_put_code_point(text, MARKS[i]);
                if (k > 0)
                    hn_put_code_point(text, MARKS[k]);
                n_joined += check(text) ? 1 : 0;
            }
    g_assert_cmpuint(n_joined, >, 200);
}

static HnSlice
joined(const char *text, guint8 *ret)
{
    return hn_slice(ret, hn_letter_parts_join(hn_slice_of(text), ret));
}

static void
test_names(void)
{
    guint8 ret[64];
    g_assert_true(hn_slice_equal(joined("Nguye\xCC\x82\xCC\x83n Thi\xCC\xA3 \xC3\xAA\xCC\x81", ret),
                                 hn_slice_of("Nguyễn Thị ế")));
    g_assert_true(hn_slice_equal(joined("Đo\xCC\x82\xCC\xA3", ret), hn_slice_of("Độ")));
    g_assert_true(hn_slice_equal(joined("Đo\xCC\xA3\xCC\x82", ret), hn_slice_of("Độ")));
    g_assert_true(hn_slice_equal(joined("Nguyễn", ret), hn_slice_of("Nguyễn")));
    g_assert_cmpuint(joined("\xCC\x81", ret).n_bytes, ==, 0);
    g_assert_cmpuint(joined("O'\xCC\x81", ret).n_bytes, ==, 0);
    g_assert_cmpuint(joined("b\xCC\x81", ret).n_bytes, ==, 0);
    g_assert_cmpuint(joined("a\xE2\x80\x8B\xCC\x81", ret).n_bytes, ==, 0);
    g_assert_cmpuint(joined("漢", ret).n_bytes, ==, 0);
    g_assert_cmpuint(hn_letter_parts_join(hn_slice((const guint8 *)"a\0b", 3), ret), ==, 0);
}

static void
test_any_text(void)
{
    static const gunichar others[] = { 'a', 'o', 'u',  'E',  ' ',   '\'',  'd',    0xEA, 0xF4,
                                       'y', '-', 0xA0, 0xB4, 0x1A1, 0x1B0, 0x1ECD, 0xAD, 0x110 };
    HnRng rng = hn_rng_seed(78, 0);
    g_autoptr(GByteArray) text = g_byte_array_new();
    for (guint i = 0; i < 50000; i++) {
        g_byte_array_set_size(text, 0);
        for (guint64 n = 1 + hn_rng_below(&rng, 8); n > 0; n--)
            hn_put_code_point(text, hn_rng_below(&rng, 3) == 0
                                        ? MARKS[hn_rng_below(&rng, G_N_ELEMENTS(MARKS))]
                                        : others[hn_rng_below(&rng, G_N_ELEMENTS(others))]);
        check(text);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/letter_parts/every_letter", test_every_letter);
    g_test_add_func("/text/letter_parts/names", test_names);
    g_test_add_func("/text/letter_parts/any_text", test_any_text);
    return g_test_run();
}
