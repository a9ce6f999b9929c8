/* Goal: what spreadsheets make of numbers, masks, fillers, and that real numbers are none. */
#include "standardise/issued_text.h"

static void
assert_sheet(const char *raw, const char *expected)
{
    guint8 room[64];
    gsize n = 99;
    const gboolean is_sheet = hn_spreadsheet_digits(hn_slice_of(raw), room, &n);
    g_assert_cmpint(is_sheet, ==, expected != NULL);
    if (expected != NULL)
        g_assert_cmpmem(room, n, expected, strlen(expected));
}

static void
test_spreadsheets(void)
{
    assert_sheet("79201012345.0", "79201012345");
    assert_sheet("901234567.00", "901234567");
    assert_sheet("7.9201012345E+10", "79201012345");
    assert_sheet("7,9201012345e10", "79201012345");
    assert_sheet("7.92E+10", "");
    assert_sheet("7.9E+99", "");
    assert_sheet("0901.234.567", NULL);
    assert_sheet("0901.00", NULL);
    assert_sheet("79201012345", NULL);
    assert_sheet("79201012345.05", NULL);
    assert_sheet("79201012345.", NULL);
    assert_sheet("7.92E+", NULL);
    assert_sheet("7.92E+1x", NULL);
    assert_sheet("", NULL);
}

static void
test_masks(void)
{
    g_assert_true(hn_is_masked(hn_slice_of("0792****2345")));
    g_assert_true(hn_is_masked(hn_slice_of("079xxxxx345")));
    g_assert_true(hn_is_masked(hn_slice_of("0901 XXXX 67")));
    g_assert_false(hn_is_masked(hn_slice_of("XX1234567")));
    g_assert_false(hn_is_masked(hn_slice_of("***")));
    g_assert_false(hn_is_masked(hn_slice_of("079201012345")));
}

static void
test_fillers(void)
{
    static const char *const fillers[] = { "000000000",    "111111111",    "123456789",
                                           "987654321",    "012345678901", "1234567890",
                                           "121212121212", "123123123",    "000000001",
                                           "000000000012", "999999999999" };
    static const char *const numbers[] = { "001079012345", "271234567",    "123456788",
                                           "12345",        "000001234567", "112233445" };
    for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++)
        g_assert_true(hn_is_digit_filler(hn_slice_of(fillers[i])));
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
        g_assert_false(hn_is_digit_filler(hn_slice_of(numbers[i])));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/issued_text/spreadsheets", test_spreadsheets);
    g_test_add_func("/issued_text/masks", test_masks);
    g_test_add_func("/issued_text/fillers", test_fillers);
    return g_test_run();
}
