/* Goal: the same number in any dress is the same bytes. */
#include "standardise/code_value.h"

#include "text/normaliser.h"

static void
assert_code(const char *raw, gboolean keep_letters, const char *expected)
{
    g_autofree guint8 *out = g_malloc(hn_normaliser_bytes_max(strlen(raw)));
    const gsize n = hn_code_value(hn_slice_of(raw), keep_letters, out);
    g_assert_cmpmem(out, n, expected, strlen(expected));
}

static void
test_letters_and_digits_stay(void)
{
    assert_code(" ab-12.3/c ", TRUE, "AB123C");
    assert_code("001 099 012345", TRUE, "001099012345");
    assert_code("[@`{", TRUE, "");
    assert_code("Đ-12", TRUE, "Đ12");
    assert_code("đ-1a", TRUE, "Đ1A");
    assert_code("001099012345\xE2\x80\x8B", TRUE, "001099012345");
}

static void
test_phones_keep_digits(void)
{
    assert_code("+84 (90) 123-45-67", FALSE, "84901234567");
    assert_code("tel: 090", FALSE, "090");
    assert_code("＋84 điện thoại", FALSE, "84");
}

static void
test_digits_of_every_script_are_ascii(void)
{
    assert_code("００１０９９", TRUE, "001099");
    assert_code("०٠१०९९०१२३٤५", TRUE, "001099012345");
    assert_code("０９０", FALSE, "090");
}

static void
test_dates_get_ascii_digits(void)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    hn_fold_digits(hn_slice_of("\xC2\xA0١٩٩٠-٠١-٠١"), out);
    g_assert_cmpmem(out->data, out->len, "1990-01-01", 10);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/code_value/letters_and_digits_stay",
                    test_letters_and_digits_stay);
    g_test_add_func("/standardise/code_value/phones_keep_digits", test_phones_keep_digits);
    g_test_add_func("/standardise/code_value/digits_of_every_script_are_ascii",
                    test_digits_of_every_script_are_ascii);
    g_test_add_func("/standardise/code_value/dates_get_ascii_digits", test_dates_get_ascii_digits);
    return g_test_run();
}
