/* Goal: names with and without marks meet by their brand, a brand and its initials by the acronym.
 */
#include "blocking/company_keys.h"

static void
assert_keys(HnKeyFunction function, guint arg, const char *value, const char *expected)
{
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    const HnKeyPart part = { 0, function, arg };
    const HnSlice *keys = NULL;
    const guint n = hn_key_function_apply(&part, hn_slice_of(value), scratch, &keys);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(found, "%s%.*s", i == 0 ? "" : "|", (int)keys[i].n_bytes,
                               (const char *)keys[i].bytes);
    g_assert_cmpstr(found->str, ==, expected);
}

static void
test_keys(void)
{
    assert_keys(HN_KEY_BRAND, 0, "hoàng đạt +tm =tnhh", "hoangdat");
    assert_keys(HN_KEY_BRAND, 0, "hoang dat =cp @cn", "hoangdat");
    assert_keys(HN_KEY_EACH_BRAND_WORD, 3, "hoàng an đạt +tm =tnhh", "dat|hoang");
    assert_keys(HN_KEY_ACRONYM, 0, "hoàng anh gia lai =cp", "hagl");
    assert_keys(HN_KEY_ACRONYM, 0, "hagl =cp", "hagl");
    assert_keys(HN_KEY_ACRONYM, 0, "an phú =cp", "anphu|ap");
    assert_keys(HN_KEY_PARENT, 0, "0101243150-001", "0101243150");
    assert_keys(HN_KEY_PARENT, 0, "001085012345", "001085012345");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/company-keys/keys", test_keys);
    return g_test_run();
}
