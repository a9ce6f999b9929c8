/* Goal: units are found by their names in both lists, however they are spelt. */
#include "tests/reference/gazetteer_fixture.h"

static gboolean
is_named(const char *name, HnUnitKind kind, const char *code)
{
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    hn_address_words_split(words, hn_slice_of(name));
    const guint64 key = hn_address_words_key(words, 0, words->n);
    guint n = 0;
    const HnNamedUnit *units = hn_gazetteer_find(gazetteer, key, &n);
    g_assert_true(n == 0 || hn_gazetteer_may_have(gazetteer, key));
    for (guint i = 0; i < n; i++)
        if (units[i].number == hn_fixture_unit(kind, code))
            return TRUE;
    return FALSE;
}

static void
test_names_of_both_lists(void)
{
    g_assert_true(is_named("Ba Đình", HN_UNIT_NEW_COMMUNE, "00004"));
    g_assert_true(is_named("BA DINH", HN_UNIT_DISTRICT, "001"));
    g_assert_true(is_named("Phúc Xá", HN_UNIT_OLD_WARD, "00001"));
    g_assert_true(is_named("TPHCM", HN_UNIT_NEW_PROVINCE, "79"));
    g_assert_true(is_named("BR-VT", HN_UNIT_OLD_PROVINCE, "77"));
    g_assert_false(is_named("Ba Đình", HN_UNIT_NEW_COMMUNE, "00008"));
    g_assert_false(is_named("Atlantis", HN_UNIT_DISTRICT, "001"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/gazetteer/names_of_both_lists", test_names_of_both_lists);
    return g_test_run();
}
