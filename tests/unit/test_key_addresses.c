/* Goal: an address that may be several communes meets each of them; a house meets itself in either
 * order of its numbers. */
#include "blocking/key_addresses.h"

static void
assert_keys(HnKeyFunction function, const char *value, const char *expected)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnKeyPart part = { .function = function };
    const HnSlice *keys = NULL;
    g_autoptr(GString) joined = g_string_new(NULL);
    const guint n = hn_key_function_apply(&part, hn_slice_of(value), scratch, &keys);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(joined, "%s%.*s", i == 0 ? "" : " ", (int)keys[i].n_bytes,
                               (const char *)keys[i].bytes);
    g_assert_cmpstr(joined->str, ==, expected);
}

static void
test_units(void)
{
    const char *value = "01:00103@002,001 24:00097@001";
    assert_keys(HN_KEY_COMMUNE, value, "00097 00103");
    assert_keys(HN_KEY_DISTRICT, value, "001 002");
    assert_keys(HN_KEY_PROVINCE, value, "01 24");
    assert_keys(HN_KEY_COMMUNE, "01", "");
}

static void
test_lines(void)
{
    assert_keys(HN_KEY_STREET, "12/34 _le_loi to5", "le_loi");
    assert_keys(HN_KEY_STREET, "to5", "");
    assert_keys(HN_KEY_HOUSE, "34/12 _le_loi to5", "12/34/le_loi");
    assert_keys(HN_KEY_HOUSE, "12/34 _le_loi", "12/34/le_loi");
    assert_keys(HN_KEY_HOUSE, "_le_loi", "");
    assert_keys(HN_KEY_HOUSE, "12", "");
}

static void
test_as_many_as_there_may_be(void)
{
    g_autoptr(GString) value = g_string_new("01:");
    for (guint i = 0; i < 200; i++)
        g_string_append_printf(value, "%s%05u", i == 0 ? "" : ",", i);
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnKeyPart part = { .function = HN_KEY_COMMUNE };
    const HnSlice *keys = NULL;
    g_assert_cmpuint(hn_key_function_apply(&part, hn_slice_of(value->str), scratch, &keys), ==,
                     HN_KEYS_MAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/key_addresses/units", test_units);
    g_test_add_func("/blocking/key_addresses/lines", test_lines);
    g_test_add_func("/blocking/key_addresses/as_many_as_there_may_be",
                    test_as_many_as_there_may_be);
    return g_test_run();
}
