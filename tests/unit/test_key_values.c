/* Goal: equal key bytes have one code, whatever value they come from; wanted keys are found by
 * bytes. */
#include "blocking/key_values.h"

static HnDictionary *
some_values(void)
{
    static const char *const texts[] = { "an binh", "an chau", "", "chau", "binh an" };
    HnDictionary *values = hn_dictionary_new();
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        hn_dictionary_intern(values, hn_slice_of(texts[i]));
    return values;
}

static void
test_a_value_has_one_key(void)
{
    g_autoptr(HnDictionary) values = some_values();
    const HnKeyPart part = { .function = HN_KEY_FIRST_TOKEN };
    g_autoptr(HnKeyValues) keys = hn_key_values_new(values, &part);
    g_assert_cmpuint(keys->n_keys, ==, 3);
    g_assert_cmpuint(hn_key_values_single(keys, 1), ==, hn_key_values_single(keys, 2));
    g_assert_cmpuint(hn_key_values_single(keys, 3), !=, hn_key_values_single(keys, 4));
    g_assert_cmpuint(hn_key_values_single(keys, 0), ==, 0);
    g_assert_cmpuint(hn_key_values_size_bytes(keys), >, 0);
}

static void
test_a_value_has_several_keys(void)
{
    g_autoptr(HnDictionary) values = some_values();
    const HnKeyPart part = { .function = HN_KEY_EACH_TOKEN, .arg = 1 };
    g_autoptr(HnKeyValues) keys = hn_key_values_new(values, &part);
    guint n_first = 9, n_last = 9, n_none = 9;
    const guint32 *first = hn_key_values_of(keys, &(const guint32){ 1 }, &n_first);
    const guint32 *last = hn_key_values_of(keys, &(const guint32){ 4 }, &n_last);
    hn_key_values_of(keys, &(const guint32){ 0 }, &n_none);
    g_assert_cmpuint(n_first, ==, 2);
    g_assert_cmpmem(first, n_first * sizeof(guint32), last, n_last * sizeof(guint32));
    g_assert_cmpuint(n_none, ==, 0);
}

static void
test_wanted_keys_are_found_by_bytes(void)
{
    g_autoptr(HnDictionary) values = some_values();
    hn_dictionary_drop_index(values); /* as a sealed table does */
    const HnKeyPart parts[] = { { .function = HN_KEY_EXACT }, { .function = HN_KEY_LAST_TOKEN } };
    const HnSlice wanted[] = { hn_slice_of("chau"), hn_slice_of("nobody"), hn_slice_of("chau") };
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autoptr(HnKeyValues) keys = hn_key_values_new(values, parts + i);
        guint32 codes[3] = { 9, 9, 9 };
        hn_key_values_find(keys, wanted, 3, codes);
        g_assert_cmpuint(codes[0], ==, hn_key_values_single(keys, 3));
        g_assert_cmpuint(codes[1], ==, 0);
        g_assert_cmpuint(codes[2], ==, codes[0]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blocking/key_values/a_value_has_one_key", test_a_value_has_one_key);
    g_test_add_func("/blocking/key_values/a_value_has_several_keys", test_a_value_has_several_keys);
    g_test_add_func("/blocking/key_values/wanted_keys_are_found_by_bytes",
                    test_wanted_keys_are_found_by_bytes);
    return g_test_run();
}
