/* Goal: codes of a canonical unit come out by part, and what is no canonical text has none. */
#include "text/unit_codes.h"

static void
assert_codes(const char *text, HnUnitPart part, const char *expected)
{
    HnSlice codes[16];
    g_autoptr(GString) joined = g_string_new(NULL);
    const guint n = hn_unit_codes(hn_slice_of(text), part, codes, G_N_ELEMENTS(codes));
    for (guint i = 0; i < n; i++)
        g_string_append_printf(joined, "%s%.*s", i == 0 ? "" : " ", (int)codes[i].n_bytes,
                               (const char *)codes[i].bytes);
    g_assert_cmpstr(joined->str, ==, expected);
}

static void
test_parts_of_groups(void)
{
    const char *text = "01:00097,00103@001,002 24";
    assert_codes(text, HN_UNIT_PROVINCES, "01 24");
    assert_codes(text, HN_UNIT_COMMUNES, "00097 00103");
    assert_codes(text, HN_UNIT_DISTRICTS, "001 002");
    assert_codes("79", HN_UNIT_PROVINCES, "79");
    assert_codes("79", HN_UNIT_COMMUNES, "");
}

static void
test_other_texts_have_none(void)
{
    static const char *const texts[] = { "",          "01:",    ":00097",
                                         "01@001",    "01,02",  "01:1,,2",
                                         "01:00097 ", "Hà Nội", "01:0000000097",
                                         "01:1@2:3" };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        for (guint part = 0; part <= HN_UNIT_DISTRICTS; part++)
            assert_codes(texts[i], (HnUnitPart)part, "");
}

static void
test_numbers_ascend(void)
{
    guint32 numbers[8];
    const HnSlice text = hn_slice_of("01:00103@007,001 24:00097@001");
    g_assert_cmpuint(hn_unit_numbers(text, HN_UNIT_COMMUNES, numbers, 8), ==, 2);
    g_assert_cmpuint(numbers[0], ==, 97);
    g_assert_cmpuint(numbers[1], ==, 103);
    g_assert_cmpuint(hn_unit_numbers(text, HN_UNIT_DISTRICTS, numbers, 8), ==, 2);
    g_assert_cmpuint(numbers[0], ==, 1);
    g_assert_cmpuint(numbers[1], ==, 7);
    g_assert_cmpuint(hn_unit_numbers(text, HN_UNIT_DISTRICTS, numbers, 1), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/unit_codes/parts_of_groups", test_parts_of_groups);
    g_test_add_func("/text/unit_codes/other_texts_have_none", test_other_texts_have_none);
    g_test_add_func("/text/unit_codes/numbers_ascend", test_numbers_ascend);
    return g_test_run();
}
