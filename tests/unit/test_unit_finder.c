/* Goal: the units that an address means, in both lists, and why there are several. */
#include "standardise/unit_finder.h"
#include "tests/reference/gazetteer_fixture.h"

static HnAddressUnits units;

static gboolean
find(const char *text)
{
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    g_autoptr(HnUnitFinder) finder = hn_unit_finder_new(hn_fixture_gazetteer());
    hn_address_words_split(words, hn_slice_of(text));
    return hn_unit_finder_find(finder, words, &units);
}

static void
assert_commune(const char *text, const char *code)
{
    g_test_message("%s", text);
    g_assert_true(find(text));
    g_assert_cmpuint(units.n_communes, ==, 1);
    g_assert_cmpuint(units.communes[0], ==, hn_fixture_unit(HN_UNIT_NEW_COMMUNE, code));
    g_assert_cmpuint(units.causes, ==, 0);
}

static void
test_one_place_many_ways(void)
{
    static const char *const ways[] = {
        "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội",
        "P. Phúc Xá, Q. Ba Đình, HN",
        "PHUONG PHUC XA QUAN BA DINH HA NOI",
        "Hà Nội, Ba Đình, Phúc Xá",
        "100000, Việt Nam, Thành phố Hà Nội, Quận Ba Đình, Phường Phúc Xá, Số 5 ngõ 3",
        "Quận Ba Đình, Phường Phúc Xá, Hà Nội",
        "5 Lê Lợi - P.Phúc Xá - Q.Ba Đình - TP.Hà Nội",
        "Phúc Xá ward, Ba Đình district, Hanoi city, Vietnam",
        "Phường Phúc Xá (quận Ba Đình cũ), Hà Nội",
        "phucxa, badinh, hanoi",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
        assert_commune(ways[i], "00097");
}

static void
test_new_and_old_meet(void)
{
    assert_commune("Phường Hồng Hà, Hà Nội", "00097");
    assert_commune("Phường Bến Nghé, Quận 1, TPHCM", "26740");
    assert_commune("Phường Sài Gòn, Thành phố Hồ Chí Minh", "26740");
    assert_commune("Phường Thủ Dầu Một, Tỉnh Bình Dương", "25747");
    assert_commune("Phường Thảo Điền, Quận 2, TPHCM", "27094"); /* gone since 2021 */
}

static void
test_why_there_are_several(void)
{
    g_assert_true(find("Quận Ba Đình, Hà Nội"));
    g_assert_cmpuint(units.causes, ==, HN_UNIT_DISTRICT_ONLY);
    g_assert_cmpuint(units.n_communes, >, 1);
    g_assert_true(find("Hà Nội"));
    g_assert_cmpuint(units.causes, ==, HN_UNIT_PROVINCE_ONLY);
    g_assert_true(find("Phường 1, TPHCM"));
    g_assert_cmpuint(units.causes, ==, HN_UNIT_NO_DISTRICT);
    g_assert_true(find("xa hoang thanh, huyen hoang hoa, thanh hoa"));
    g_assert_cmpuint(units.n_communes, ==, 2); /* Hoằng Thanh, Hoằng Thành */
    g_assert_cmpuint(units.causes, ==, HN_UNIT_TWICE);
    g_assert_cmpfloat(units.confidence, <=, 0.5);
    assert_commune("Xã Hoằng Thành, Huyện Hoằng Hóa, Thanh Hóa", "15961");
}

/* Some ward that was split over communes. */
static void
test_split_wards(void)
{
    const HnGazetteer *gazetteer = hn_fixture_gazetteer();
    guint n_split = 0;
    for (guint32 u = gazetteer->first[HN_UNIT_OLD_WARD]; u < gazetteer->first[HN_UNIT_OLD_WARD + 1];
         u++) {
        const HnUnit *ward = gazetteer->units + u;
        const HnUnit *district = gazetteer->units + ward->district;
        if (ward->n < 2 || n_split == 20)
            continue;
        n_split++;
        const guint province = (guint)__builtin_ctzll(ward->old_provinces);
        const HnUnit *above = gazetteer->units + gazetteer->first[HN_UNIT_OLD_PROVINCE] + province;
        g_autofree char *text = g_strdup_printf(
            "%.*s %.*s, %.*s %.*s, %.*s", (int)ward->title.n_bytes, (const char *)ward->title.bytes,
            (int)ward->name.n_bytes, (const char *)ward->name.bytes, (int)district->title.n_bytes,
            (const char *)district->title.bytes, (int)district->name.n_bytes,
            (const char *)district->name.bytes, (int)above->name.n_bytes,
            (const char *)above->name.bytes);
        g_assert_true(find(text));
        g_assert_cmpuint(units.n_communes, ==, ward->n);
        g_assert_cmpuint(units.causes, ==, HN_UNIT_SPLIT);
    }
    g_assert_cmpuint(n_split, ==, 20);
}

/* Streets and hamlets bear names of units. */
static void
test_what_is_no_unit(void)
{
    assert_commune("12 Ba Đình, Phường Phúc Xá, Quận Ba Đình, Hà Nội", "00097");
    assert_commune("Thôn Tân Thành, Xã Tân Thành, Huyện Phú Bình, Thái Nguyên", "05923");
    g_assert_true(find("12 Nguyễn Trãi, Hà Nội"));
    g_assert_cmpuint(units.n_communes, ==, 0);
    g_assert_true(find("Ki ốt 7 Nguyễn Trãi, Hà Nội"));
    g_assert_cmpuint(units.n_communes, ==, 0);
    g_assert_false(find("12 Baker Street, London"));
    g_assert_false(find("12"));
    g_assert_false(find(""));
}

static void
test_words_of_units_are_used(void)
{
    g_assert_true(find("5 Lê Lợi, P. Phúc Xá, Ba Đình, Hà Nội, Việt Nam"));
    for (guint i = 0; i < 12; i++)
        g_assert_cmpuint(units.is_used[i], ==, i >= 3);
    g_assert_false(units.is_whole);
    g_assert_true(find("P. Phúc Xá, Ba Đình, Hà Nội, Việt Nam"));
    g_assert_true(units.is_whole);
    g_assert_true(units.has_title);
}

static void
test_former_provinces(void)
{
    g_assert_true(find("Tỉnh Sông Bé"));
    g_assert_cmpint(__builtin_popcountll(units.provinces), ==, 2);
    assert_commune("Phường Vạn Phúc, Thị xã Hà Đông, Hà Tây", "09556");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/unit_finder/one_place_many_ways", test_one_place_many_ways);
    g_test_add_func("/standardise/unit_finder/new_and_old_meet", test_new_and_old_meet);
    g_test_add_func("/standardise/unit_finder/why_there_are_several", test_why_there_are_several);
    g_test_add_func("/standardise/unit_finder/split_wards", test_split_wards);
    g_test_add_func("/standardise/unit_finder/what_is_no_unit", test_what_is_no_unit);
    g_test_add_func("/standardise/unit_finder/words_of_units_are_used",
                    test_words_of_units_are_used);
    g_test_add_func("/standardise/unit_finder/former_provinces", test_former_provinces);
    return g_test_run();
}
