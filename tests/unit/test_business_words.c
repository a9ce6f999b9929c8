/* Goal: the longest pattern counts, marks tell words apart but where a name was typed without, and
 * abbreviations written as one word are found. */
#include "standardise/business_words.h"

typedef struct {
    HnCountryTables *tables;
    const HnBusinessWords *words;
} World;

static void
world_set_up(World *world, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    world->tables = hn_country_tables_open(NULL, NULL, &error);
    g_assert_no_error(error);
    world->words = hn_business_words_of(world->tables, &error);
    g_assert_no_error(error);
}

static void
world_tear_down(World *world, gconstpointer data)
{
    (void)data;
    hn_country_tables_unref(world->tables);
}

static void
assert_found(const World *world, const char *text, guint n_words, const char *code)
{
    HnSplitWords split;
    const HnBusinessMeaning *meaning = NULL;
    hn_split_words_init(&split);
    hn_split_words(&split, hn_slice_of(text));
    g_assert_cmpuint(hn_business_words_find(world->words, &split, 0, &meaning), ==, n_words);
    if (n_words > 0)
        g_assert_true(
            hn_slice_equal(hn_business_code(world->words, meaning->codes[0]), hn_slice_of(code)));
    hn_split_words_clear(&split);
}

static void
test_patterns(World *world, gconstpointer data)
{
    (void)data;
    assert_found(world, "công ty trách nhiệm hữu hạn một thành viên an", 9, "tnhh1tv");
    assert_found(world, "công ty an", 2, "cty");
    assert_found(world, "thuong mai", 2, "tm");
    assert_found(world, "thương maị", 2, "tm");
    assert_found(world, "văn tài", 0, NULL);
    assert_found(world, "van tai", 2, "vt");
    assert_found(world, "import export co", 2, "xnk");
    assert_found(world, "hồ chí minh", 3, "79");
    assert_found(world, "viglacera", 0, NULL);
}

static void
test_glued(World *world, gconstpointer data)
{
    (void)data;
    const HnBusinessMeaning *found[HN_BUSINESS_GLUED_MAX];
    g_assert_cmpuint(hn_business_words_unglue(world->words, hn_slice_of("sxtmxnk"), found), ==, 2);
    g_assert_cmpuint(hn_business_words_unglue(world->words, hn_slice_of("vnpt"), found), ==, 0);
    g_assert_cmpuint(hn_business_words_unglue(world->words, hn_slice_of("tamdv"), found), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/business-words/patterns", World, NULL, world_set_up, test_patterns,
               world_tear_down);
    g_test_add("/business-words/glued", World, NULL, world_set_up, test_glued, world_tear_down);
    return g_test_run();
}
