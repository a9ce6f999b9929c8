/* Goal: of the units of a name those are meant that lie where others were named, at the least cost.
 */
#include "standardise/unit_resolve.h"
#include "tests/reference/gazetteer_fixture.h"

static HnUnitMention
mention_of(const char *name, guint16 titles)
{
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    hn_address_words_split(words, hn_slice_of(name));
    HnUnitMention mention = { .titles = titles };
    mention.marks = hn_address_words_marks(words, 0, words->n);
    mention.units = hn_gazetteer_find(hn_fixture_gazetteer(),
                                      hn_address_words_key(words, 0, words->n), &mention.n_units);
    return mention;
}

static gboolean
has(const HnUnitSet *set, HnUnitKind kind, const char *code)
{
    for (guint i = 0; i < set->n; i++)
        if (set->units[i] == hn_fixture_unit(kind, code))
            return TRUE;
    return FALSE;
}

static HnUnitSet
districts_of(const char *name, guint16 titles, const char *province)
{
    const HnUnitMention mention = mention_of(name, titles);
    const HnUnitMention above = mention_of(province, 0);
    HnUnitSet set;
    hn_resolve_districts(hn_fixture_gazetteer(), &mention, hn_resolve_provinces(&above), TRUE,
                         &set);
    return set;
}

static void
test_a_district_lies_in_its_province(void)
{
    HnUnitSet set = districts_of("Tân Phú", HN_TITLE_QUAN, "Hồ Chí Minh");
    g_assert_cmpuint(set.n, ==, 1);
    g_assert_true(has(&set, HN_UNIT_DISTRICT, "767"));
    set = districts_of("Tân Phú", HN_TITLE_HUYEN, "Đồng Nai");
    g_assert_cmpuint(set.n, ==, 1);
    g_assert_false(has(&set, HN_UNIT_DISTRICT, "767"));
    g_assert_cmpuint(districts_of("Tân Phú", HN_TITLE_QUAN, "Hà Nội").n, ==, 0);
}

/* Quận 2 is part of a city since 2021; Dĩ An is in a province that is no more. */
static void
test_what_was_before(void)
{
    HnUnitSet set = districts_of("2", HN_TITLE_QUAN, "Hồ Chí Minh");
    g_assert_true(has(&set, HN_UNIT_DISTRICT, "769"));
    g_assert_cmpuint(set.cost, >, 0);
    set = districts_of("Dĩ An", HN_TITLE_THANH_PHO, "Hồ Chí Minh");
    g_assert_true(has(&set, HN_UNIT_DISTRICT, "724"));
    set = districts_of("Hà Đông", HN_TITLE_THI_XA, "Hà Tây");
    g_assert_cmpuint(set.n, ==, 1);
}

static HnUnitSet
communes_of(const char *name, guint16 titles, const char *province)
{
    const HnUnitMention mention = mention_of(name, titles);
    const HnUnitMention above = mention_of(province, 0);
    const HnUnitSet none = { .n = 0 };
    HnUnitSet set;
    hn_resolve_communes(hn_fixture_gazetteer(), &mention, hn_resolve_provinces(&above), &none, TRUE,
                        &set);
    return set;
}

static void
test_titles_and_marks_tell(void)
{
    HnUnitSet set = communes_of("Lộc Thạnh", HN_TITLE_XA, "Đồng Nai");
    g_assert_true(has(&set, HN_UNIT_NEW_COMMUNE, "25280"));
    g_assert_false(has(&set, HN_UNIT_NEW_COMMUNE, "25294")); /* Lộc Thành */
    set = communes_of("Ba Đình", HN_TITLE_PHUONG, "Hà Nội");
    g_assert_cmpuint(set.n, ==, 1);
    g_assert_true(has(&set, HN_UNIT_NEW_COMMUNE, "00004"));
    g_assert_cmpuint(set.cost, ==, 0);
    set = communes_of("Ba Đình", HN_TITLE_XA, "Hà Nội");
    g_assert_true(has(&set, HN_UNIT_NEW_COMMUNE, "00004"));
    g_assert_cmpuint(set.cost, >, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/unit_resolve/a_district_lies_in_its_province",
                    test_a_district_lies_in_its_province);
    g_test_add_func("/standardise/unit_resolve/what_was_before", test_what_was_before);
    g_test_add_func("/standardise/unit_resolve/titles_and_marks_tell", test_titles_and_marks_tell);
    return g_test_run();
}
