/* Each person has a stream of random numbers of their own, and each household one: whoever needs
 * the father draws him again from his stream and gets the same man. */
#include "datasets/citizen.h"

#include "datasets/decimal.h"
#include "datasets/generator_streams.h"

enum { FATHER, MOTHER, FIRST_CHILD, SECOND_CHILD }; /* the places in a household */

const guint16 hn_household_rates[HN_HOUSEHOLDS] = { 6680, 1450, 1760, 75, 35 };

#define PEOPLE_PER_DESK 4096

/* What a household has in common. */
typedef struct {
    HnHousehold kind;
    guint16 mother_year;
    guint16 father_year;
    gboolean share_phone;
    HnHome home;
} Family;

HnCitizenModel
hn_citizen_model(guint64 seed, const HnNameTable *names, const HnPlaceTable *places)
{
    return (HnCitizenModel){
        .seed = seed,
        .names = names,
        .places = places,
        .serials = { hn_feistel(1000000, seed, hn_stream(HN_STREAM_SERIAL, 6)),
                     hn_feistel(10000000, seed, hn_stream(HN_STREAM_SERIAL, 7)) },
    };
}

static Family
draw_family(const HnCitizenModel *model, guint64 entity)
{
    HnRng rng =
        hn_rng_seed(model->seed, hn_stream(HN_STREAM_HOUSEHOLD, entity / HN_HOUSEHOLD_SIZE));
    Family family = { .kind = HN_HOUSEHOLD_STRANGERS };
    guint64 at = hn_rng_below(&rng, 10000);
    while (at >= hn_household_rates[family.kind])
        at -= hn_household_rates[family.kind++];
    if (family.kind == HN_HOUSEHOLD_STRANGERS)
        return family;
    family.mother_year = (guint16)(HN_BIRTH_YEAR_FIRST + 8 + hn_rng_below(&rng, 62));
    family.father_year = (guint16)(family.mother_year - 8 + hn_rng_below(&rng, 11));
    family.share_phone = hn_rng_below(&rng, 100) < 3;
    family.home = hn_place_table_draw_home(model->places, &rng);
    return family;
}

guint64
hn_citizen_desk_phone(const HnCitizenModel *model, guint64 entity)
{
    HnRng rng = hn_rng_seed(model->seed, hn_stream(HN_STREAM_DESK, entity / PEOPLE_PER_DESK));
    return hn_place_table_draw_phone(model->places, &rng);
}

HnHousehold
hn_citizen_household(const HnCitizenModel *model, guint64 entity)
{
    return draw_family(model, entity).kind;
}

/* Living people by decade of birth, in per cent; the last runs to HN_BIRTH_YEAR_LAST. */
static const guint8 DECADES[] = { 2, 4, 8, 12, 14, 16, 15, 13, 12, 4 };

static guint16
draw_birth_year(HnRng *rng)
{
    guint64 at = hn_rng_below(rng, 100);
    guint16 decade = 0;
    while (at >= DECADES[decade])
        at -= DECADES[decade++];
    const guint16 start = (guint16)(HN_BIRTH_YEAR_FIRST + 10 * decade);
    return (guint16)(start + hn_rng_below(rng, (guint64)MIN(10, HN_BIRTH_YEAR_LAST + 1 - start)));
}

/* Per mille whose day was never known and is registered as 1 January. */
static guint
first_of_january_rate(guint year)
{
    if (year < 1955)
        return 80;
    return year < 1975 ? 25 : 5;
}

static void
draw_birthday(HnCitizen *citizen, HnRng *rng)
{
    const gboolean is_unknown =
        hn_rng_below(rng, 1000) < first_of_january_rate(citizen->birth_year);
    const guint8 month = (guint8)(1 + hn_rng_below(rng, 12));
    const guint8 n_days = g_date_get_days_in_month((GDateMonth)month, citizen->birth_year);
    const guint8 day = (guint8)(1 + hn_rng_below(rng, n_days));
    citizen->birth_month = is_unknown ? 1 : month;
    citizen->birth_day = is_unknown ? 1 : day;
}

/* Has no telephone, though some are registered under their mother's. */
static gboolean
is_small_child(const HnCitizen *citizen)
{
    return citizen->birth_year >= 2011;
}

/* Everything that does not come from the family; @citizen has its birth year. */
static void
draw_own(const HnCitizenModel *model, HnSex sex, HnRng *rng, HnCitizen *citizen)
{
    const guint year = citizen->birth_year;
    citizen->name = hn_name_table_draw(model->names, sex, year, rng);
    const guint mother_year = year - 18 - (guint)hn_rng_below(rng, 22);
    citizen->mother = hn_name_table_draw(model->names, HN_SEX_FEMALE, mother_year, rng);
    draw_birthday(citizen, rng);
    for (guint i = 0; i < 2; i++) {
        citizen->homes[i] = hn_place_table_draw_home(model->places, rng);
        citizen->phones[i] = hn_place_table_draw_phone(model->places, rng);
    }
    if (is_small_child(citizen))
        citizen->phones[0] = 0;
}

static HnRng
person_rng(const HnCitizenModel *model, guint64 entity)
{
    return hn_rng_seed(model->seed, hn_stream(HN_STREAM_PERSON, entity));
}

static HnCitizen
draw_stranger(const HnCitizenModel *model, guint64 entity)
{
    HnRng rng = person_rng(model, entity);
    HnCitizen citizen = { .entity = entity, .birth_year = draw_birth_year(&rng) };
    const HnSex sex = hn_rng_below(&rng, 2) == 0 ? HN_SEX_MALE : HN_SEX_FEMALE;
    draw_own(model, sex, &rng, &citizen);
    return citizen;
}

static HnCitizen
draw_parent(const HnCitizenModel *model, const Family *family, guint64 household, guint place)
{
    HnCitizen citizen = { .entity = household * HN_HOUSEHOLD_SIZE + place };
    HnRng rng = person_rng(model, citizen.entity);
    citizen.birth_year = place == FATHER ? family->father_year : family->mother_year;
    draw_own(model, place == FATHER ? HN_SEX_MALE : HN_SEX_FEMALE, &rng, &citizen);
    citizen.homes[0] = family->home;
    if (place == MOTHER && family->share_phone) {
        HnRng father_rng = person_rng(model, household * HN_HOUSEHOLD_SIZE + FATHER);
        HnCitizen father = { .birth_year = family->father_year };
        draw_own(model, HN_SEX_MALE, &father_rng, &father);
        citizen.phones[0] = father.phones[0];
    }
    return citizen;
}

static HnCitizen
draw_child(const HnCitizenModel *model, const Family *family, guint64 household, guint place)
{
    const HnCitizen father = draw_parent(model, family, household, FATHER);
    const HnCitizen mother = draw_parent(model, family, household, MOTHER);
    HnCitizen citizen = { .entity = household * HN_HOUSEHOLD_SIZE + place };
    HnRng rng = person_rng(model, citizen.entity);
    const guint year = mother.birth_year + 18 + (guint)hn_rng_below(&rng, 22);
    citizen.birth_year = (guint16)MIN(year, HN_BIRTH_YEAR_LAST);
    const gboolean is_namesake = family->kind == HN_HOUSEHOLD_NAMESAKE && place == FIRST_CHILD;
    const gboolean is_male = hn_rng_below(&rng, 2) == 0 || is_namesake;
    draw_own(model, is_male ? HN_SEX_MALE : HN_SEX_FEMALE, &rng, &citizen);
    citizen.name.surname = father.name.surname;
    if (is_namesake)
        citizen.name = father.name;
    citizen.mother = mother.name;
    const gboolean left_home = citizen.birth_year < 2000 && hn_rng_below(&rng, 100) < 40;
    if (!left_home || is_namesake || family->kind == HN_HOUSEHOLD_TWINS)
        citizen.homes[0] = family->home;
    if (is_small_child(&citizen))
        citizen.phones[0] = hn_rng_below(&rng, 100) < 10 ? mother.phones[0] : 0;
    return citizen;
}

/* The second twin is the first with another given name and a telephone of their own. */
static HnCitizen
draw_second_twin(const HnCitizenModel *model, const Family *family, guint64 household)
{
    HnCitizen twin = draw_child(model, family, household, FIRST_CHILD);
    twin.entity = household * HN_HOUSEHOLD_SIZE + SECOND_CHILD;
    HnRng rng = person_rng(model, twin.entity);
    twin.name = hn_name_table_draw_given(model->names, twin.name, &rng);
    twin.homes[1] = hn_place_table_draw_home(model->places, &rng);
    for (guint i = 0; i < 2; i++)
        if (!is_small_child(&twin))
            twin.phones[i] = hn_place_table_draw_phone(model->places, &rng);
    return twin;
}

/* Serial numbers are a permutation of the entities' numbers, so that two people never share one. */
static void
issue_identifiers(const HnCitizenModel *model, HnCitizen *citizen)
{
    HnRng rng = hn_rng_seed(model->seed, hn_stream(HN_STREAM_IDENTIFIER, citizen->entity));
    const HnBirthPlace place =
        hn_place_table_draw_birth_place(model->places, citizen->homes[0], &rng);
    const guint century = citizen->birth_year / 100 - 19;
    const guint century_and_sex = 2 * century + (citizen->name.sex == HN_SEX_FEMALE ? 1 : 0);
    const guint64 serial = hn_feistel_apply(&model->serials[0], citizen->entity % 1000000);
    citizen->national_id = place.citizen_code * hn_decimal_power(9) +
                           century_and_sex * hn_decimal_power(8) +
                           citizen->birth_year % 100 * hn_decimal_power(6) + serial;
    if (citizen->birth_year >= HN_OLD_ID_YEAR_END)
        return;
    const guint n_serial_digits = 9 - place.old_code_digits;
    const HnFeistel *serials = &model->serials[n_serial_digits - 6];
    citizen->old_id = (guint32)(place.old_code * hn_decimal_power(n_serial_digits) +
                                hn_feistel_apply(serials, citizen->entity % serials->n));
    citizen->old_id_digits = 9;
}

HnCitizen
hn_citizen_draw(const HnCitizenModel *model, guint64 entity)
{
    const Family family = draw_family(model, entity);
    const guint64 household = entity / HN_HOUSEHOLD_SIZE;
    const guint place = (guint)(entity % HN_HOUSEHOLD_SIZE);
    const gboolean has_children = family.kind != HN_HOUSEHOLD_COUPLE;
    HnCitizen citizen;
    if (family.kind == HN_HOUSEHOLD_STRANGERS || (place > MOTHER && !has_children))
        citizen = draw_stranger(model, entity);
    else if (place <= MOTHER)
        citizen = draw_parent(model, &family, household, place);
    else if (family.kind == HN_HOUSEHOLD_TWINS && place == SECOND_CHILD)
        citizen = draw_second_twin(model, &family, household);
    else
        citizen = draw_child(model, &family, household, place);
    issue_identifiers(model, &citizen);
    return citizen;
}
