/* Goal: people are a pure function of their number, their numbers are valid, families hang
 * together. */
#include "datasets/citizen.h"

#define PEOPLE 40000

typedef struct {
    HnNameTable *names;
    HnPlaceTable *places;
    HnCitizenModel model;
} Fixture;

static void
fixture_set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->names = hn_name_table_new();
    fixture->places = hn_place_table_new();
    fixture->model = hn_citizen_model(17, fixture->names, fixture->places);
}

static void
fixture_tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    hn_name_table_free(fixture->names);
    hn_place_table_free(fixture->places);
}

static void
test_a_person_is_always_the_same(Fixture *fixture, gconstpointer data)
{
    (void)data;
    const HnCitizenModel other_model = hn_citizen_model(18, fixture->names, fixture->places);
    guint n_equal = 0;
    for (guint64 entity = 0; entity < 2000; entity++) {
        const HnCitizen once = hn_citizen_draw(&fixture->model, entity);
        const HnCitizen again = hn_citizen_draw(&fixture->model, entity);
        const HnCitizen other = hn_citizen_draw(&other_model, entity);
        g_assert_true(hn_name_equal(once.name, again.name));
        g_assert_cmpuint(once.national_id, ==, again.national_id);
        g_assert_cmpuint(once.phones[0], ==, again.phones[0]);
        n_equal += once.national_id == other.national_id;
    }
    g_assert_cmpuint(n_equal, <, 5);
}

static void
check_national_id(const HnCitizen *citizen)
{
    const guint sex_digit = (guint)(citizen->national_id / 100000000 % 10);
    const guint year_digits = (guint)(citizen->national_id / 1000000 % 100);
    const guint century = citizen->birth_year < 2000 ? 0 : 2;
    g_assert_cmpuint(sex_digit, ==, century + (citizen->name.sex == HN_SEX_FEMALE ? 1 : 0));
    g_assert_cmpuint(year_digits, ==, citizen->birth_year % 100);
    g_assert_cmpuint(citizen->national_id, <, 97000000000); /* province codes end at 096 */
}

static int
compare_numbers(gconstpointer a, gconstpointer b)
{
    const guint64 left = *(const guint64 *)a;
    const guint64 right = *(const guint64 *)b;
    return (left > right) - (left < right);
}

static void
test_identifiers_are_valid_and_distinct(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree guint64 *national = g_new(guint64, PEOPLE);
    g_autofree guint64 *old = g_new(guint64, PEOPLE);
    guint n_old = 0;
    for (guint64 entity = 0; entity < PEOPLE; entity++) {
        const HnCitizen citizen = hn_citizen_draw(&fixture->model, entity);
        check_national_id(&citizen);
        national[entity] = citizen.national_id;
        g_assert_cmpuint(citizen.old_id_digits, ==, citizen.birth_year < 2005 ? 9 : 0);
        if (citizen.old_id_digits == 9)
            old[n_old++] = citizen.old_id;
        g_assert_cmpuint(citizen.old_id, <, 1000000000);
        g_assert_true(g_date_valid_dmy(citizen.birth_day, (GDateMonth)citizen.birth_month,
                                       citizen.birth_year));
        g_assert_cmpuint(citizen.birth_year, >=, HN_BIRTH_YEAR_FIRST);
        g_assert_cmpuint(citizen.birth_year, <=, HN_BIRTH_YEAR_LAST);
    }
    qsort(national, PEOPLE, sizeof national[0], compare_numbers);
    qsort(old, n_old, sizeof old[0], compare_numbers);
    for (guint i = 1; i < PEOPLE; i++)
        g_assert_cmpuint(national[i - 1], !=, national[i]);
    guint n_shared = 0; /* two provinces issued from one range: few numbers are held twice */
    for (guint i = 1; i < n_old; i++)
        n_shared += old[i - 1] == old[i];
    g_assert_cmpuint(n_shared, <, n_old / 200);
}

static void
test_households_come_at_their_rates(Fixture *fixture, gconstpointer data)
{
    (void)data;
    guint counts[HN_HOUSEHOLDS] = { 0 };
    guint total = 0;
    for (guint64 household = 0; household < 100000; household++)
        counts[hn_citizen_household(&fixture->model, household * HN_HOUSEHOLD_SIZE)]++;
    for (guint i = 0; i < HN_HOUSEHOLDS; i++) {
        const double expected = hn_household_rates[i] * 10.0;
        const double deviation = (counts[i] - expected) * (counts[i] - expected) / expected;
        g_assert_cmpfloat(deviation, <, 20.0); /* 4.5 standard deviations */
        total += hn_household_rates[i];
    }
    g_assert_cmpuint(total, ==, 10000);
}

static void
check_family(const HnCitizen *people, HnHousehold kind)
{
    const HnCitizen *father = &people[0], *mother = &people[1];
    g_assert_cmpuint(father->homes[0].ward, ==, mother->homes[0].ward);
    for (guint i = 2; i < HN_HOUSEHOLD_SIZE; i++) {
        g_assert_cmpuint(people[i].name.surname, ==, father->name.surname);
        g_assert_true(hn_name_equal(people[i].mother, mother->name));
        g_assert_cmpuint(people[i].birth_year, >=, mother->birth_year + 18);
    }
    if (kind == HN_HOUSEHOLD_TWINS) {
        g_assert_cmpuint(people[2].birth_year, ==, people[3].birth_year);
        g_assert_cmpuint(people[2].birth_month, ==, people[3].birth_month);
        g_assert_cmpuint(people[2].birth_day, ==, people[3].birth_day);
        g_assert_cmpuint(people[2].homes[0].number, ==, people[3].homes[0].number);
        g_assert_cmpuint(people[2].name.first_middle, ==, people[3].name.first_middle);
        g_assert_cmpuint(people[2].name.given, !=, people[3].name.given);
    }
    if (kind == HN_HOUSEHOLD_NAMESAKE) {
        g_assert_true(hn_name_equal(people[2].name, father->name));
        g_assert_cmpuint(people[2].homes[0].number, ==, father->homes[0].number);
        g_assert_cmpuint(people[2].birth_year, >, father->birth_year);
    }
}

static void
test_families_hang_together(Fixture *fixture, gconstpointer data)
{
    (void)data;
    guint n_seen[HN_HOUSEHOLDS] = { 0 };
    for (guint64 household = 0; household < 4000; household++) {
        const HnHousehold kind = hn_citizen_household(&fixture->model, household * 4);
        HnCitizen people[HN_HOUSEHOLD_SIZE];
        for (guint i = 0; i < HN_HOUSEHOLD_SIZE; i++)
            people[i] = hn_citizen_draw(&fixture->model, household * 4 + i);
        for (guint i = 1; i < HN_HOUSEHOLD_SIZE; i++)
            g_assert_cmpuint(people[i].national_id, !=, people[i - 1].national_id);
        n_seen[kind]++;
        if (kind >= HN_HOUSEHOLD_FAMILY)
            check_family(people, kind);
    }
    for (guint i = 0; i < HN_HOUSEHOLDS; i++)
        g_assert_cmpuint(n_seen[i], >, 0);
}

static void
test_first_of_january_is_common_among_the_old(Fixture *fixture, gconstpointer data)
{
    (void)data;
    guint n_old = 0, n_old_january = 0, n_young = 0, n_young_january = 0;
    for (guint64 entity = 0; entity < PEOPLE; entity++) {
        const HnCitizen citizen = hn_citizen_draw(&fixture->model, entity);
        const gboolean is_january = citizen.birth_month == 1 && citizen.birth_day == 1;
        const gboolean is_old = citizen.birth_year < 1955;
        n_old += is_old;
        n_old_january += is_old && is_january;
        n_young += !is_old;
        n_young_january += !is_old && is_january;
    }
    g_assert_cmpuint(n_old_january * 100, >, n_old * 6);
    g_assert_cmpuint(n_young_january * 100, <, n_young * 3);
}

static void
add(const char *path, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(path, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/datasets/citizen/a_person_is_always_the_same", test_a_person_is_always_the_same);
    add("/datasets/citizen/identifiers_are_valid_and_distinct",
        test_identifiers_are_valid_and_distinct);
    add("/datasets/citizen/households_come_at_their_rates", test_households_come_at_their_rates);
    add("/datasets/citizen/families_hang_together", test_families_hang_together);
    add("/datasets/citizen/first_of_january_is_common_among_the_old",
        test_first_of_january_is_common_among_the_old);
    return g_test_run();
}
