/* Goal: lives hang together: families share what families share, papers come in the order of the
 * law, and a life is a pure function of its number. */
#include "datasets/registers/life.h"

#define N_ENTITIES 24000

typedef struct {
    HnLifeModel *model;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->model = hn_life_model_new(11);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    hn_life_model_free(fixture->model);
}

static void
test_pure_function(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(HnLifeModel) same = hn_life_model_new(11);
    g_autoptr(HnLifeModel) other = hn_life_model_new(12);
    guint n_other = 0;
    for (guint64 entity = 500; entity-- > 0;) {
        HnLife a, b, c;
        hn_life_draw(fixture->model, entity, &a);
        hn_life_draw(same, entity, &b);
        hn_life_draw(other, entity, &c);
        g_assert_cmpstr(a.names[0].text, ==, b.names[0].text);
        g_assert_cmpuint(a.birth, ==, b.birth);
        g_assert_cmpuint(a.national_ids.value[0], ==, b.national_ids.value[0]);
        n_other += strcmp(a.names[0].text, c.names[0].text) != 0;
    }
    g_assert_cmpuint(n_other, >, 450);
}

static void
check_numbers(const HnNumbers *numbers)
{
    for (guint i = 0; i < numbers->n; i++) {
        g_assert_cmpuint(numbers->since[i], <=, HN_TODAY);
        if (i > 0)
            g_assert_cmpuint(numbers->since[i], >, numbers->since[i - 1]);
    }
}

static void
test_papers_follow_the_law(Fixture *fixture, gconstpointer data)
{
    guint n_reissued = 0, n_three = 0;
    (void)data;
    for (guint64 entity = 0; entity < N_ENTITIES; entity++) {
        HnLife life;
        hn_life_draw(fixture->model, entity, &life);
        check_numbers(&life.national_ids);
        check_numbers(&life.old_ids);
        check_numbers(&life.passports);
        check_numbers(&life.phones);
        if (hn_day_year(life.birth) > 2002)
            g_assert_cmpuint(life.old_ids.n, ==, 0);
        for (guint i = 0; i < life.national_ids.n; i++) {
            const guint64 id = life.national_ids.value[i];
            const HnDay birth =
                life.national_ids.since[i] < life.corrected ? life.claimed_birth : life.birth;
            const guint year = hn_day_year(birth);
            g_assert_cmpuint(id / 1000000 % 100, ==, year % 100);
            g_assert_cmpuint(id / 100000000 % 10, ==,
                             2 * (year / 100 - 19) + (life.sex == HN_SEX_FEMALE ? 1 : 0));
            g_assert_cmpuint(life.national_ids.since[i], >=, HN_DAY(2013, 1, 1));
        }
        n_reissued += life.national_ids.n > 1;
        n_three += life.old_ids.n == 3;
    }
    g_assert_cmpuint(n_reissued, >, N_ENTITIES / 200);
    g_assert_cmpuint(n_three, >, 10);
}

static void
test_families(Fixture *fixture, gconstpointer data)
{
    guint n_of_kind[HN_CLAN_KINDS] = { 0 };
    (void)data;
    for (guint64 first = 0; first < N_ENTITIES; first += HN_CLAN_SIZE) {
        HnLife lives[HN_CLAN_SIZE];
        const HnClanKind kind = hn_life_clan(fixture->model, first);
        for (guint i = 0; i < HN_CLAN_SIZE; i++)
            hn_life_draw(fixture->model, first + i, &lives[i]);
        n_of_kind[kind]++;
        const HnLife *father = &lives[HN_PLACE_FATHER], *mother = &lives[HN_PLACE_MOTHER];
        const HnLife *child = &lives[HN_PLACE_FIRST_CHILD], *other = &lives[HN_PLACE_SECOND_CHILD];
        if (kind == HN_CLAN_STRANGERS || kind == HN_CLAN_COUPLE)
            continue;
        g_assert_cmpuint(hn_day_year(child->birth), >=, hn_day_year(mother->birth) + 18);
        g_assert_true(hn_slice_equal(hn_life_name_word(&child->father, 0),
                                     hn_life_name_word(&other->father, 0)));
        g_assert_cmpstr(child->mother.text, ==, other->mother.text);
        g_assert_cmpuint(child->homes[0].old_ward, ==, father->homes[0].old_ward);
        if (kind == HN_CLAN_TWINS) {
            g_assert_cmpuint(child->birth, ==, other->birth);
            g_assert_cmpint(child->sex, ==, other->sex);
            g_assert_cmpstr(child->names[0].text, !=, other->names[0].text);
            g_assert_cmpuint(child->national_ids.value[0], !=, other->national_ids.value[0]);
        }
        if (kind == HN_CLAN_NAMESAKE && child->renamed == 0 && father->renamed == 0)
            g_assert_cmpstr(child->names[0].text, ==, father->names[0].text);
        if (kind == HN_CLAN_THREE)
            g_assert_cmpuint(hn_day_year(father->birth), >=,
                             hn_day_year(lives[HN_PLACE_GRANDMOTHER].birth) + 18);
    }
    for (guint kind = 0; kind < HN_CLAN_KINDS; kind++)
        g_assert_cmpuint(n_of_kind[kind], >, 5);
}

static void
test_phones_of_before_2018(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(hn_life_phone_before(fixture->model, 701234567), ==, 1201234567);
    g_assert_cmpuint(hn_life_phone_before(fixture->model, 391234567), ==, 1691234567);
    g_assert_cmpuint(hn_life_phone_before(fixture->model, 912345678), ==, 0);
}

static void
test_years(Fixture *fixture, gconstpointer data)
{
    (void)fixture;
    (void)data;
    g_assert_cmpuint(hn_day_add_years(HN_DAY(2000, 2, 29), 18), ==, HN_DAY(2018, 2, 28));
    const HnNumbers numbers = { .n = 2, .since = { HN_DAY(2000, 1, 1), HN_DAY(2010, 1, 1) } };
    g_assert_cmpint(hn_numbers_at(&numbers, HN_DAY(1999, 12, 31)), ==, -1);
    g_assert_cmpint(hn_numbers_at(&numbers, HN_DAY(2009, 12, 31)), ==, 0);
    g_assert_cmpint(hn_numbers_at(&numbers, HN_DAY(2010, 1, 1)), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/datasets/life/pure_function", Fixture, NULL, set_up, test_pure_function,
               tear_down);
    g_test_add("/datasets/life/papers_follow_the_law", Fixture, NULL, set_up,
               test_papers_follow_the_law, tear_down);
    g_test_add("/datasets/life/families", Fixture, NULL, set_up, test_families, tear_down);
    g_test_add("/datasets/life/phones_of_before_2018", Fixture, NULL, set_up,
               test_phones_of_before_2018, tear_down);
    g_test_add("/datasets/life/years", Fixture, NULL, set_up, test_years, tear_down);
    return g_test_run();
}
