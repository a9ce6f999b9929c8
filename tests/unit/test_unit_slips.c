/* Goal: a name with one slip is found under the units that are named, and nowhere else. */
#include "standardise/unit_finder.h"
#include "tests/reference/gazetteer_fixture.h"

/* Codes of the communes that @text may mean. */
static char *
communes_of(const char *text, guint *ret_slips)
{
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    g_autoptr(HnUnitFinder) finder = hn_unit_finder_new(gazetteer);
    HnAddressUnits units;
    GString *codes = g_string_new(NULL);
    hn_address_words_split(words, hn_slice_of(text));
    *ret_slips = 0;
    if (hn_unit_finder_find(finder, words, &units)) {
        *ret_slips = units.n_slips;
        for (guint i = 0; i < units.n_communes; i++)
            g_string_append_printf(codes, "%s%.*s", i == 0 ? "" : " ", 5,
                                   (const char *)gazetteer->units[units.communes[i]].code.bytes);
    }
    return g_string_free(codes, FALSE);
}

static void
assert_communes(const char *text, const char *expected, guint n_slips)
{
    guint slips;
    g_autofree char *codes = communes_of(text, &slips);
    g_assert_cmpstr(codes, ==, expected);
    g_assert_cmpuint(slips, ==, n_slips);
}

static void
test_a_slip_at_each_level(void)
{
    assert_communes("Phường Phúc Xá, Quận Ba Đình, Hà Nội", "00097", 0);
    assert_communes("Phường Phúc X, Quận Ba Đình, Hà Nội", "00097", 1);
    assert_communes("Phường Phcú Xá, Quận Ba Đình, Hà Nội", "00097", 1);
    assert_communes("Phường Phúc Xá, Quận Ba Đinhh, Hà Nội", "00097", 1);
    assert_communes("Phường Phúc Xá, Quận Ba Đình, Hà Nộii", "00097", 1);
    assert_communes("P. Phuc Xas, Ba Dinh, Ha Noi", "00097", 1);
}

static void
test_numbers_are_never_near(void)
{
    guint slips;
    g_autofree char *codes = communes_of("Phường 99, Quận 10, TPHCM", &slips);
    g_assert_cmpuint(slips, ==, 0);
    g_assert_true(strchr(codes, ' ') != NULL); /* the district alone */
}

/* A shorter name that is there yields to the whole one with a slip. */
static void
test_the_whole_name_counts(void)
{
    assert_communes("Xã Đức Lập Thượngg, Huyện Đức Hòa, Tỉnh Long An", "27931", 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/unit_slips/a_slip_at_each_level", test_a_slip_at_each_level);
    g_test_add_func("/standardise/unit_slips/numbers_are_never_near", test_numbers_are_never_near);
    g_test_add_func("/standardise/unit_slips/the_whole_name_counts", test_the_whole_name_counts);
    return g_test_run();
}
