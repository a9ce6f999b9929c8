/* Goal: names follow region and people: surnames of north and south, clans and prefixes of
 * minorities, children with their father's surname. */
#include "datasets/registers/life_names.h"

#define N_NAMES 4000

typedef struct {
    HnLifeNames *names;
    HnRng rng;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->names = hn_life_names_new();
    fixture->rng = hn_rng_seed(31, 0);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    hn_life_names_free(fixture->names);
}

/* How many of N_NAMES names of @province begin with the word @surname. */
static guint
count_surname(Fixture *fixture, guint province, const char *surname)
{
    guint n = 0;
    for (guint i = 0; i < N_NAMES; i++) {
        HnLifeName name;
        hn_life_names_draw(fixture->names, i % 2, 1970, province, &fixture->rng, &name);
        n += hn_slice_equal(hn_life_name_word(&name, 0), hn_slice_of(surname));
    }
    return n;
}

static void
test_regions(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(count_surname(fixture, 1, "Hoàng"), >, 3 * count_surname(fixture, 1, "Huỳnh"));
    g_assert_cmpuint(count_surname(fixture, 79, "Huỳnh"), >,
                     3 * count_surname(fixture, 79, "Hoàng"));
    g_assert_cmpuint(count_surname(fixture, 79, "Võ"), >, 3 * count_surname(fixture, 79, "Vũ"));
}

static void
test_minorities_live_where_they_live(Fixture *fixture, gconstpointer data)
{
    guint n_hanoi = 0, n_women = 0, n_men = 0;
    (void)data;
    for (guint i = 0; i < N_NAMES; i++) {
        HnLifeName name;
        hn_life_names_draw(fixture->names, i % 2, 1980, 1, &fixture->rng, &name);
        n_hanoi += name.people != 0;
        hn_life_names_draw(fixture->names, i % 2, 1980, 66, &fixture->rng, &name);
        if (name.people == 0)
            continue;
        const HnSlice first = hn_life_name_word(&name, 0);
        const gboolean is_woman = first.n_bytes > 2 && memcmp(first.bytes, "H'", 2) == 0;
        g_assert_true(is_woman || hn_slice_equal(first, hn_slice_of("Y")));
        g_assert_cmpint(is_woman, ==, name.kinh.sex == HN_SEX_FEMALE);
        n_women += is_woman;
        n_men += !is_woman;
    }
    g_assert_cmpuint(n_hanoi, ==, 0);
    g_assert_cmpuint(n_women, >, N_NAMES / 20);
    g_assert_cmpuint(n_men, >, N_NAMES / 20);
}

static void
test_children_bear_the_surname(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < N_NAMES; i++) {
        HnLifeName father, child, brother;
        hn_life_names_draw(fixture->names, HN_SEX_MALE, 1960, 1 + i % 96, &fixture->rng, &father);
        hn_life_names_draw_child(fixture->names, &father, i % 2, 1990, &fixture->rng, &child);
        hn_life_names_draw_given(fixture->names, &child, &fixture->rng, &brother);
        g_assert_cmpuint(child.people, ==, father.people);
        if (father.people != 0)
            continue;
        g_assert_true(hn_slice_equal(hn_life_name_word(&father, 0), hn_life_name_word(&child, 0)));
        g_assert_cmpuint(brother.n_words, ==, child.n_words);
        for (guint word = 0; word + 1u < child.n_words; word++)
            g_assert_true(
                hn_slice_equal(hn_life_name_word(&brother, word), hn_life_name_word(&child, word)));
        g_assert_cmpstr(brother.text, !=, child.text);
    }
}

static void
test_words_make_the_text(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < N_NAMES; i++) {
        HnLifeName name;
        g_autoptr(GString) joined = g_string_new(NULL);
        hn_life_names_draw(fixture->names, i % 2, 1990, 1 + i % 96, &fixture->rng, &name);
        for (guint word = 0; word < name.n_words; word++) {
            const HnSlice slice = hn_life_name_word(&name, word);
            g_string_append(joined, word == 0 ? "" : " ");
            g_string_append_len(joined, (const char *)slice.bytes, (gssize)slice.n_bytes);
        }
        g_assert_cmpstr(joined->str, ==, name.text);
        g_assert_cmpuint(strlen(name.text), ==, name.n_bytes);
    }
}

static void
test_variants_go_both_ways(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_true(hn_slice_equal(hn_life_names_variant(fixture->names, hn_slice_of("Hoàng")),
                                 hn_slice_of("Huỳnh")));
    g_assert_true(hn_slice_equal(hn_life_names_variant(fixture->names, hn_slice_of("Phước")),
                                 hn_slice_of("Phúc")));
    g_assert_cmpuint(hn_life_names_variant(fixture->names, hn_slice_of("Trần")).n_bytes, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/datasets/life_names/regions", Fixture, NULL, set_up, test_regions, tear_down);
    g_test_add("/datasets/life_names/minorities_live_where_they_live", Fixture, NULL, set_up,
               test_minorities_live_where_they_live, tear_down);
    g_test_add("/datasets/life_names/children_bear_the_surname", Fixture, NULL, set_up,
               test_children_bear_the_surname, tear_down);
    g_test_add("/datasets/life_names/words_make_the_text", Fixture, NULL, set_up,
               test_words_make_the_text, tear_down);
    g_test_add("/datasets/life_names/variants_go_both_ways", Fixture, NULL, set_up,
               test_variants_go_both_ways, tear_down);
    return g_test_run();
}
