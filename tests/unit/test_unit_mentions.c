/* Goal: names with and without titles are seen at their levels, and titles inside titles are none.
 */
#include "standardise/unit_mentions.h"
#include "tests/reference/gazetteer_fixture.h"

static HnUnitMentions mentions;

static void
find(const char *text)
{
    g_autoptr(HnAddressWords) words = hn_address_words_new();
    hn_address_words_split(words, hn_slice_of(text));
    hn_unit_mentions_find(hn_fixture_gazetteer(), words, &mentions);
}

/* A mention of words [start, end), with a title or bare. */
static const HnUnitMention *
mention_at(HnUnitLevel level, guint start, guint end)
{
    for (guint i = 0; i < mentions.n[level]; i++)
        if (mentions.of[level][i].start == start && mentions.of[level][i].end == end)
            return mentions.of[level] + i;
    return NULL;
}

static void
test_titles(void)
{
    find("P. Bến Nghé, Q1, TP.HCM");
    g_assert_nonnull(mention_at(HN_LEVEL_OF_COMMUNE, 0, 3));
    g_assert_nonnull(mention_at(HN_LEVEL_OF_PROVINCE, 5, 7));
    const HnUnitMention *district = mention_at(HN_LEVEL_OF_DISTRICT, 3, 5);
    g_assert_true(district != NULL && district->fills_segment);
    g_assert_null(mention_at(HN_LEVEL_OF_COMMUNE, 3, 5)); /* a quận is no commune */
}

static void
test_a_title_inside_a_title(void)
{
    find("thị xã Sơn Tây");
    g_assert_nonnull(mention_at(HN_LEVEL_OF_DISTRICT, 0, 4));
    g_assert_null(mention_at(HN_LEVEL_OF_COMMUNE, 1, 4)); /* xã Sơn Tây */
    g_assert_null(mention_at(HN_LEVEL_OF_COMMUNE, 2, 4)); /* its name without its title */
}

static void
test_names_inside_names(void)
{
    find("Bà Rịa - Vũng Tàu");
    g_assert_nonnull(mention_at(HN_LEVEL_OF_PROVINCE, 0, 4));
    g_assert_null(mention_at(HN_LEVEL_OF_DISTRICT, 0, 2));
}

static void
test_english_titles_stand_behind(void)
{
    find("Hoan Kiem District");
    const HnUnitMention *mention = mention_at(HN_LEVEL_OF_DISTRICT, 0, 3);
    g_assert_true(mention != NULL && (mention->titles & HN_TITLE_QUAN) != 0);
}

static void
test_noise(void)
{
    find("100000, Việt Nam, Hà Nội 10000");
    g_assert_true(mentions.is_noise[0]);
    g_assert_true(mentions.is_noise[1] && mentions.is_noise[2]);
    g_assert_false(mentions.is_noise[3]);
    g_assert_true(mentions.is_noise[5]);
}

static void
test_numbers_need_their_segment(void)
{
    find("12 Lê Lợi, 1, 3");
    g_assert_null(mention_at(HN_LEVEL_OF_COMMUNE, 0, 1));
    g_assert_nonnull(mention_at(HN_LEVEL_OF_COMMUNE, 3, 4));
}

static void
test_the_best_are_kept(void)
{
    HnUnitMentions few = { 0 };
    for (guint i = 0; i < 3 * HN_UNIT_MENTIONS_MAX; i++) {
        const HnUnitMention mention = { .start = (guint16)i, .quality = (gint16)i };
        hn_unit_mentions_add(&few, HN_LEVEL_OF_COMMUNE, &mention);
    }
    g_assert_cmpuint(few.n[HN_LEVEL_OF_COMMUNE], ==, HN_UNIT_MENTIONS_MAX);
    for (guint i = 0; i < HN_UNIT_MENTIONS_MAX; i++)
        g_assert_cmpint(few.of[HN_LEVEL_OF_COMMUNE][i].quality, >=, 2 * HN_UNIT_MENTIONS_MAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/standardise/unit_mentions/titles", test_titles);
    g_test_add_func("/standardise/unit_mentions/a_title_inside_a_title",
                    test_a_title_inside_a_title);
    g_test_add_func("/standardise/unit_mentions/names_inside_names", test_names_inside_names);
    g_test_add_func("/standardise/unit_mentions/english_titles_stand_behind",
                    test_english_titles_stand_behind);
    g_test_add_func("/standardise/unit_mentions/noise", test_noise);
    g_test_add_func("/standardise/unit_mentions/numbers_need_their_segment",
                    test_numbers_need_their_segment);
    g_test_add_func("/standardise/unit_mentions/the_best_are_kept", test_the_best_are_kept);
    return g_test_run();
}
