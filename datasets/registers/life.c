/* The core of a person (sex, birth, name, first home, telephone) depends on the parents' cores;
 * papers and moves are drawn afterwards from the core alone. */
#include "datasets/registers/life.h"

#include "datasets/decimal.h"
#include "datasets/generator_streams.h"
#include "datasets/reference_tables.h"

#define PEOPLE_PER_DESK 4096
#define YEAR_FIRST 1930
#define YEAR_LAST 2023

/* How many of 10,000 clans are of each kind. */
static const guint16 CLAN_RATES[HN_CLAN_KINDS] = { 5500, 1700, 1700, 150, 90, 860 };

struct _HnLifeModel {
    guint64 seed;
    HnLifeNames *names;
    HnAddressBook *addresses;
    HnPlaceTable *places;      /* telephone prefixes */
    HnFeistel serials[3];      /* of six, seven and eight digits */
    guint16 before_2018[1000]; /* old prefix of a new one, without the 0: 120 for 70 */
};

HnLifeModel *
hn_life_model_new(guint64 seed)
{
    HnLifeModel *model = g_new0(HnLifeModel, 1);
    model->seed = seed;
    model->names = hn_life_names_new();
    model->addresses = hn_address_book_new();
    model->places = hn_place_table_new();
    guint64 n = 1000000;
    for (guint i = 0; i < G_N_ELEMENTS(model->serials); i++, n *= 10)
        model->serials[i] = hn_feistel(n, seed, hn_stream(HN_STREAM_SERIAL, 16 + i));
    g_auto(HnReferenceReader) reader = hn_reference_reader("phone_prefix_2018");
    while (hn_reference_next(&reader))
        model->before_2018[hn_reference_tenths(reader.cells[1]) / 10] =
            (guint16)(hn_reference_tenths(reader.cells[0]) / 10);
    return model;
}

void
hn_life_model_free(HnLifeModel *model)
{
    if (model == NULL)
        return;
    hn_life_names_free(model->names);
    hn_address_book_free(model->addresses);
    hn_place_table_free(model->places);
    g_free(model);
}

const HnAddressBook *
hn_life_addresses(const HnLifeModel *model)
{
    return model->addresses;
}

const HnLifeNames *
hn_life_names(const HnLifeModel *model)
{
    return model->names;
}

guint64
hn_life_desk_phone(const HnLifeModel *model, guint64 entity)
{
    HnRng rng = hn_rng_seed(model->seed, hn_stream(HN_STREAM_DESK, entity / PEOPLE_PER_DESK));
    return hn_place_table_draw_phone(model->places, &rng);
}

guint64
hn_life_phone_before(const HnLifeModel *model, guint64 phone)
{
    const guint64 before = model->before_2018[phone / 10000000];
    return before == 0 ? 0 : before * 10000000 + phone % 10000000;
}

int
hn_numbers_at(const HnNumbers *numbers, HnDay day)
{
    int at = -1;
    for (guint i = 0; i < numbers->n; i++)
        if (numbers->since[i] <= day)
            at = (int)i;
    return at;
}

guint
hn_life_home_at(const HnLife *life, HnDay day)
{
    guint at = 0;
    for (guint i = 1; i < life->n_homes; i++)
        if (life->moved[i] <= day)
            at = i;
    return at;
}

HnDwelling
hn_life_stay(const HnLifeModel *model, const HnLife *life, guint home)
{
    HnRng rng = hn_rng_seed(model->seed, hn_stream(HN_STREAM_STAY, life->entity));
    return hn_address_book_draw_near(model->addresses, life->homes[home], &rng);
}

HnDay
hn_day_add_years(HnDay day, guint years)
{
    const HnDay later = day + years * 10000;
    return later % 10000 == 229 ? later - 1 : later;
}

static HnDay
draw_day(guint year_first, guint year_last, HnRng *rng)
{
    const guint year = year_first + (guint)hn_rng_below(rng, year_last - year_first + 1);
    const guint month = 1 + (guint)hn_rng_below(rng, 12);
    const guint n_days = g_date_get_days_in_month((GDateMonth)month, (GDateYear)year);
    return HN_DAY(year, month, 1 + (guint)hn_rng_below(rng, n_days));
}

/* Living people by decade of birth, in per cent; the last runs to YEAR_LAST. */
static const guint8 DECADES[] = { 2, 4, 8, 12, 14, 16, 15, 13, 12, 4 };

static guint
draw_birth_year(HnRng *rng)
{
    guint64 at = hn_rng_below(rng, 100);
    guint decade = 0;
    while (at >= DECADES[decade])
        at -= DECADES[decade++];
    const guint start = YEAR_FIRST + 10 * decade;
    return start + (guint)hn_rng_below(rng, MIN(10, YEAR_LAST + 1 - start));
}

/* Per mille whose day was never known and is registered as 1 January. */
static guint
first_of_january_rate(guint year)
{
    return year < 1955 ? 80 : year < 1975 ? 25 : 5;
}

static HnDay
draw_birthday(guint year, HnRng *rng)
{
    const HnDay day = draw_day(year, year, rng);
    return hn_rng_below(rng, 1000) < first_of_january_rate(year) ? HN_DAY(year, 1, 1) : day;
}

/* What a clan has in common. */
typedef struct {
    HnClanKind kind;
    guint grandmother_year;
    guint mother_year;
    gboolean share_phone;
    HnDwelling home;
} Clan;

static Clan
draw_clan(const HnLifeModel *model, guint64 entity)
{
    HnRng rng = hn_rng_seed(model->seed, hn_stream(HN_STREAM_CLAN, entity / HN_CLAN_SIZE));
    Clan clan = { .kind = HN_CLAN_STRANGERS };
    guint64 at = hn_rng_below(&rng, 10000);
    while (at >= CLAN_RATES[clan.kind])
        at -= CLAN_RATES[clan.kind++];
    if (clan.kind == HN_CLAN_STRANGERS)
        return clan;
    clan.grandmother_year = 1936 + (guint)hn_rng_below(&rng, 25);
    clan.mother_year = clan.kind == HN_CLAN_THREE
                           ? clan.grandmother_year + 18 + (guint)hn_rng_below(&rng, 16)
                           : 1938 + (guint)hn_rng_below(&rng, 60);
    clan.share_phone = hn_rng_below(&rng, 100) < 6;
    clan.home = hn_address_book_draw(model->addresses, &rng);
    return clan;
}

HnClanKind
hn_life_clan(const HnLifeModel *model, guint64 entity)
{
    return draw_clan(model, entity).kind;
}

gboolean
hn_life_is_kin(HnClanKind kind, guint place)
{
    switch (kind) {
    case HN_CLAN_STRANGERS:
        return FALSE;
    case HN_CLAN_COUPLE:
        return place == HN_PLACE_FATHER || place == HN_PLACE_MOTHER;
    case HN_CLAN_THREE:
        return TRUE;
    case HN_CLAN_FAMILY:
    case HN_CLAN_TWINS:
    case HN_CLAN_NAMESAKE:
        return place == HN_PLACE_FATHER || place == HN_PLACE_MOTHER ||
               place == HN_PLACE_FIRST_CHILD || place == HN_PLACE_SECOND_CHILD;
    case HN_CLAN_KINDS:
    default:
        g_assert_not_reached();
    }
}

/* A person as the children and the papers need to know them. */
typedef struct {
    HnSex sex;
    HnDay birth;
    HnLifeName name;
    HnLifeName mother;
    HnLifeName father;
    HnDwelling home;
    guint64 phone;
} Core;

static HnRng
life_rng(const HnLifeModel *model, guint64 entity)
{
    return hn_rng_seed(model->seed, hn_stream(HN_STREAM_LIFE, entity));
}

/* Someone whose parents are not among the entities; @core has sex, birth and home. */
static void
draw_orphan(const HnLifeModel *model, HnRng *rng, Core *core)
{
    const guint province = hn_address_book_province(model->addresses, core->home);
    const guint year = hn_day_year(core->birth);
    hn_life_names_draw(model->names, HN_SEX_MALE, year - 30, province, rng, &core->father);
    hn_life_names_draw(model->names, HN_SEX_FEMALE, year - 26, province, rng, &core->mother);
    hn_life_names_draw_child(model->names, &core->father, core->sex, year, rng, &core->name);
    core->phone = hn_place_table_draw_phone(model->places, rng);
}

static void
draw_stranger(const HnLifeModel *model, HnRng *rng, Core *core)
{
    core->birth = draw_birthday(draw_birth_year(rng), rng);
    core->sex = hn_rng_below(rng, 2) == 0 ? HN_SEX_MALE : HN_SEX_FEMALE;
    core->home = hn_address_book_draw(model->addresses, rng);
    draw_orphan(model, rng, core);
}

/* Grandparents, mothers, and fathers of two generations. */
static void
draw_founder(const HnLifeModel *model, const Clan *clan, HnClanPlace place, HnRng *rng, Core *core)
{
    const gboolean is_old = place <= HN_PLACE_GRANDMOTHER;
    const gboolean is_man = place == HN_PLACE_GRANDFATHER || place == HN_PLACE_FATHER;
    const guint mother_year = is_old ? clan->grandmother_year : clan->mother_year;
    const guint year = is_man ? mother_year - 7 + (guint)hn_rng_below(rng, 10) : mother_year;
    core->sex = is_man ? HN_SEX_MALE : HN_SEX_FEMALE;
    core->birth = draw_birthday(MAX(year, YEAR_FIRST), rng);
    core->home = clan->home;
    draw_orphan(model, rng, core);
}

static void
draw_child_of(const HnLifeModel *model, const Core *father, const Core *mother, HnRng *rng,
              Core *core)
{
    const guint year = hn_day_year(mother->birth) + 18 + (guint)hn_rng_below(rng, 20);
    core->birth = draw_birthday(MIN(year, YEAR_LAST), rng);
    core->father = father->name;
    core->mother = mother->name;
    core->home = father->home;
    hn_life_names_draw_child(model->names, &father->name, core->sex, hn_day_year(core->birth), rng,
                             &core->name);
    core->phone = hn_place_table_draw_phone(model->places, rng);
}

/* A brother's name has often the same middle name: "Nguyễn Văn Hùng", "Nguyễn Văn Hưng". */
static void
draw_father_generation(const HnLifeModel *model, const Clan *clan, guint64 first_entity,
                       HnClanPlace place, Core *core)
{
    HnRng rng = life_rng(model, first_entity + place);
    core->sex =
        place == HN_PLACE_FATHER || hn_rng_below(&rng, 2) == 0 ? HN_SEX_MALE : HN_SEX_FEMALE;
    if (clan->kind != HN_CLAN_THREE) {
        draw_founder(model, clan, place, &rng, core);
        return;
    }
    Core grandfather, grandmother;
    HnRng first = life_rng(model, first_entity + HN_PLACE_GRANDFATHER);
    HnRng second = life_rng(model, first_entity + HN_PLACE_GRANDMOTHER);
    draw_founder(model, clan, HN_PLACE_GRANDFATHER, &first, &grandfather);
    draw_founder(model, clan, HN_PLACE_GRANDMOTHER, &second, &grandmother);
    draw_child_of(model, &grandfather, &grandmother, &rng, core);
}

static void
draw_mother(const HnLifeModel *model, const Clan *clan, guint64 first_entity, Core *core)
{
    HnRng rng = life_rng(model, first_entity + HN_PLACE_MOTHER);
    draw_founder(model, clan, HN_PLACE_MOTHER, &rng, core);
}

static void
draw_child(const HnLifeModel *model, const Clan *clan, guint64 first_entity, HnClanPlace place,
           Core *core)
{
    Core father, mother;
    draw_father_generation(model, clan, first_entity, HN_PLACE_FATHER, &father);
    draw_mother(model, clan, first_entity, &mother);
    const gboolean is_twin = clan->kind == HN_CLAN_TWINS;
    const gboolean is_namesake = clan->kind == HN_CLAN_NAMESAKE && place == HN_PLACE_FIRST_CHILD;
    HnRng rng = life_rng(model, first_entity + (is_twin ? HN_PLACE_FIRST_CHILD : place));
    core->sex = hn_rng_below(&rng, 2) == 0 || is_namesake ? HN_SEX_MALE : HN_SEX_FEMALE;
    draw_child_of(model, &father, &mother, &rng, core);
    if (is_namesake)
        core->name = father.name;
    if (is_twin && place == HN_PLACE_SECOND_CHILD) {
        HnRng own = life_rng(model, first_entity + place);
        const HnLifeName like = core->name;
        hn_life_names_draw_given(model->names, &like, &own, &core->name);
        core->phone = hn_place_table_draw_phone(model->places, &own);
    }
}

static void
draw_core(const HnLifeModel *model, const Clan *clan, guint64 entity, Core *core)
{
    const guint64 first_entity = entity - entity % HN_CLAN_SIZE;
    const HnClanPlace place = (HnClanPlace)(entity % HN_CLAN_SIZE);
    HnRng rng = life_rng(model, entity);
    if (!hn_life_is_kin(clan->kind, place))
        draw_stranger(model, &rng, core);
    else if (place <= HN_PLACE_GRANDMOTHER)
        draw_founder(model, clan, place, &rng, core);
    else if (place == HN_PLACE_MOTHER)
        draw_mother(model, clan, first_entity, core);
    else if (place <= HN_PLACE_AUNT)
        draw_father_generation(model, clan, first_entity, place, core);
    else
        draw_child(model, clan, first_entity, place, core);
}

static void
add_number(HnNumbers *numbers, HnDay since, guint64 value)
{
    if (numbers->n == HN_LIFE_VERSIONS || since > HN_TODAY)
        return;
    if (numbers->n > 0 && since <= numbers->since[numbers->n - 1])
        return;
    numbers->since[numbers->n] = since;
    numbers->value[numbers->n++] = value;
}

/* Moves: of adults mostly within the province; of children of a clan half leave home. */
static void
draw_moves(const HnLifeModel *model, const Core *core, gboolean is_kin, HnRng *rng, HnLife *life)
{
    const gboolean is_child = is_kin && (life->entity % HN_CLAN_SIZE == HN_PLACE_AUNT ||
                                         life->entity % HN_CLAN_SIZE >= HN_PLACE_FIRST_CHILD);
    life->homes[0] = core->home;
    life->moved[0] = life->birth;
    life->n_homes = 1;
    const guint grown = hn_day_year(life->birth) + 18;
    const guint n_drawn = (guint[]){ 0, 0, 0, 0, 0, 0, 1, 1, 1, 2 }[hn_rng_below(rng, 10)];
    const gboolean has_left = is_child && hn_rng_below(rng, 2) == 0;
    const guint n_moves = has_left ? MAX(n_drawn, 1) : n_drawn;
    HnDay after = HN_DAY(has_left ? grown : MAX(grown, 1990), 1, 1);
    for (guint i = 0; i < n_moves && hn_day_year(after) <= 2025; i++) {
        const guint last = has_left && i == 0 ? MIN(grown + 12, 2025) : 2025;
        const HnDay day = draw_day(hn_day_year(after), last, rng);
        const gboolean is_near = hn_rng_below(rng, 100) < (is_kin ? 70 : 55);
        const HnDwelling from = life->homes[life->n_homes - 1];
        life->moved[life->n_homes] = day;
        life->homes[life->n_homes++] = is_near
                                           ? hn_address_book_draw_near(model->addresses, from, rng)
                                           : hn_address_book_draw(model->addresses, rng);
        after = hn_day_add_years(day, 1);
    }
}

/* Corrections of birth dates: mostly the year, by one to three ("kê khai tuổi"), or the filler of
 * 1 January put right. */
static void
draw_corrections(const HnLifeModel *model, HnRng *rng, HnLife *life)
{
    const guint year = hn_day_year(life->birth);
    life->claimed_birth = life->birth;
    if (hn_rng_below(rng, 1000) < 12 && year < 2005) {
        life->corrected = draw_day(2008, 2025, rng);
        const guint kind = (guint)hn_rng_below(rng, 4);
        life->claimed_birth = kind == 0   ? HN_DAY(year, 1, 1)
                              : kind == 1 ? life->birth + 10000
                                          : life->birth - 10000 * (1 + (guint)hn_rng_below(rng, 3));
        if (life->claimed_birth % 10000 == 229)
            life->claimed_birth--;
    }
    if (hn_rng_below(rng, 1000) < 7 && year < 2012) {
        life->renamed = draw_day(MAX(2000, year + 3), 2025, rng);
        life->names[1] = life->names[0];
        hn_life_names_draw_given(model->names, &life->names[1], rng, &life->names[0]);
    }
    const guint age = 2026 - year;
    if (age > 55 && hn_rng_below(rng, 1000) < (age - 50) * 7)
        life->died = draw_day(2010, 2026, rng);
    if (life->died > HN_TODAY || life->died < hn_day_add_years(life->birth, 40))
        life->died = 0;
}

static void
draw_phones(const HnLifeModel *model, const Core *core, HnRng *rng, HnLife *life)
{
    const guint year = hn_day_year(life->birth);
    const gboolean has_none = year > 2011 || (year < 1946 && hn_rng_below(rng, 100) < 30);
    if (has_none)
        return;
    const guint first = MAX(2002 + (guint)hn_rng_below(rng, 6), year + 15);
    add_number(&life->phones, draw_day(MIN(first, 2026), MIN(first, 2026), rng), core->phone);
    guint from = MAX(first, 2008);
    for (guint i = 0; i < 2 && hn_rng_below(rng, 100) < (i == 0 ? 38 : 25) && from < 2025; i++) {
        const HnDay day = draw_day(from, 2025, rng);
        add_number(&life->phones, day, hn_place_table_draw_phone(model->places, rng));
        from = hn_day_year(day) + 1;
    }
}

/* Serial numbers are permutations, so that two people of one province, sex and year differ. */
static guint64
national_id(const HnLifeModel *model, const HnLife *life, HnDay birth, guint version, HnRng *rng)
{
    HnDwelling from = life->homes[0];
    if (hn_rng_below(rng, 100) < 12)
        from = hn_address_book_draw(model->addresses, rng);
    const guint64 province = hn_address_book_province(model->addresses, from);
    const guint year = hn_day_year(birth);
    const guint64 century_and_sex = 2 * (year / 100 - 19) + (life->sex == HN_SEX_FEMALE ? 1u : 0u);
    const guint64 serial =
        hn_feistel_apply(&model->serials[0], (life->entity + version * 500009) % 1000000);
    return province * hn_decimal_power(9) + century_and_sex * hn_decimal_power(8) +
           year % 100 * hn_decimal_power(6) + serial;
}

static guint64
old_id(const HnLifeModel *model, const HnLife *life, HnDwelling home, guint version)
{
    const HnSlice prefix = hn_address_book_id_prefix(model->addresses, home);
    guint64 value = 0;
    for (gsize i = 0; i < prefix.n_bytes; i++)
        value = value * 10 + (guint64)(prefix.bytes[i] - '0');
    const guint n_digits = 9 - (guint)prefix.n_bytes;
    const HnFeistel *serials = &model->serials[n_digits - 6];
    return value * hn_decimal_power(n_digits) +
           hn_feistel_apply(serials, (life->entity * HN_LIFE_VERSIONS + version) % serials->n);
}

static void
issue_national_ids(const HnLifeModel *model, HnRng *rng, HnLife *life)
{
    const guint year = hn_day_year(life->birth);
    const gboolean is_early = hn_rng_below(rng, 100) < 8 && year < 1998;
    const HnDay since = year >= 2016 ? life->birth
                        : is_early   ? draw_day(2013, 2015, rng)
                                     : draw_day(2016, 2021, rng);
    const gboolean is_year_corrected =
        life->corrected > since && hn_day_year(life->claimed_birth) != year;
    const HnRng before = *rng; /* the new number keeps the province */
    add_number(
        &life->national_ids, since,
        national_id(model, life, is_year_corrected ? life->claimed_birth : life->birth, 0, rng));
    *rng = before;
    const gboolean is_wrong = hn_rng_below(rng, 1000) < 12;
    if (is_year_corrected)
        add_number(&life->national_ids, life->corrected,
                   national_id(model, life, life->birth, 1, rng));
    else if (is_wrong)
        add_number(&life->national_ids, draw_day(2019, 2025, rng),
                   national_id(model, life, life->birth, 1, rng));
}

/* Anew after a move to another province, and for some because the card was lost. */
static void
issue_old_ids(const HnLifeModel *model, HnRng *rng, HnLife *life)
{
    const guint year = hn_day_year(life->birth);
    if (year > 2002)
        return;
    const guint first = MAX(year + 15 + (guint)hn_rng_below(rng, 4), 1978);
    const HnDay since = draw_day(first, first, rng);
    if (since >= HN_DAY(2020, 1, 1))
        return;
    HnDwelling home = life->homes[hn_life_home_at(life, since)];
    add_number(&life->old_ids, since, old_id(model, life, home, 0));
    guint version = 1;
    for (guint i = 1; i < life->n_homes; i++) {
        const HnSlice before = hn_address_book_id_prefix(model->addresses, home);
        home = life->homes[i];
        const HnSlice now = hn_address_book_id_prefix(model->addresses, home);
        if (!hn_slice_equal(before, now) && life->moved[i] < HN_DAY(2019, 1, 1))
            add_number(&life->old_ids, life->moved[i], old_id(model, life, home, version++));
    }
    if (version < HN_LIFE_VERSIONS && hn_rng_below(rng, 100) < 4)
        add_number(&life->old_ids, draw_day(2005, 2018, rng), old_id(model, life, home, version));
}

/* Ten years each: a letter and seven digits, from July 2022 on eight. */
static void
issue_passports(HnRng *rng, HnLife *life)
{
    if (hn_rng_below(rng, 100) >= 18)
        return;
    const guint from = MAX(2003, hn_day_year(life->birth) + 5);
    HnDay day = draw_day(MIN(from, 2025), 2025, rng);
    while (day <= HN_TODAY && life->passports.n < HN_LIFE_VERSIONS) {
        const gboolean is_new = day >= HN_DAY(2022, 7, 1);
        add_number(&life->passports, day,
                   (is_new ? 100000000 : 10000000) +
                       hn_rng_below(rng, is_new ? 100000000 : 10000000));
        day = hn_day_add_years(day, 10);
    }
}

/* What somebody next to them uses: husband and wife one number, a child the mother's. */
static void
find_relatives(const HnLifeModel *model, const Clan *clan, HnLife *life)
{
    const guint place = (guint)(life->entity % HN_CLAN_SIZE);
    const guint64 first_entity = life->entity - place;
    if (!hn_life_is_kin(clan->kind, place) || place <= HN_PLACE_GRANDMOTHER)
        return;
    Core relative;
    if (place == HN_PLACE_MOTHER) {
        draw_father_generation(model, clan, first_entity, HN_PLACE_FATHER, &relative);
        life->relative_phone = relative.phone;
        if (clan->share_phone && life->phones.n > 0)
            life->phones.value[0] = relative.phone;
    } else if (place >= HN_PLACE_FIRST_CHILD) {
        draw_mother(model, clan, first_entity, &relative);
        life->relative_phone = relative.phone;
    }
}

static void
draw_papers(const HnLifeModel *model, HnLife *life)
{
    HnRng rng = hn_rng_seed(model->seed, hn_stream(HN_STREAM_PAPERS, life->entity));
    issue_national_ids(model, &rng, life);
    issue_old_ids(model, &rng, life);
    issue_passports(&rng, life);
}

/* The personal number of the mother, whom a clerk may have typed for the child. */
static guint64
mother_id(const HnLifeModel *model, const Clan *clan, guint64 first_entity)
{
    Core core;
    HnLife mother = { .entity = first_entity + HN_PLACE_MOTHER, .sex = HN_SEX_FEMALE };
    draw_mother(model, clan, first_entity, &core);
    mother.birth = mother.claimed_birth = core.birth;
    mother.homes[0] = core.home;
    mother.names[0] = core.name;
    HnRng rng =
        hn_rng_seed(model->seed, hn_stream(HN_STREAM_LIFE, mother.entity) ^ (guint64)1 << 55);
    draw_corrections(model, &rng, &mother);
    draw_papers(model, &mother);
    return mother.national_ids.n == 0 ? 0 : mother.national_ids.value[0];
}

void
hn_life_draw(const HnLifeModel *model, guint64 entity, HnLife *ret_life)
{
    const Clan clan = draw_clan(model, entity);
    const guint place = (guint)(entity % HN_CLAN_SIZE);
    Core core;
    draw_core(model, &clan, entity, &core);
    memset(ret_life, 0, G_STRUCT_OFFSET(HnLife, names));
    ret_life->renamed = 0;
    ret_life->national_ids.n = ret_life->old_ids.n = ret_life->passports.n = ret_life->phones.n = 0;
    ret_life->relative_phone = ret_life->parent_id = 0;
    ret_life->entity = entity;
    ret_life->sex = core.sex;
    ret_life->birth = core.birth;
    ret_life->names[0] = core.name;
    ret_life->mother = core.mother;
    ret_life->father = core.father;
    HnRng rng = hn_rng_seed(model->seed, hn_stream(HN_STREAM_LIFE, entity) ^ (guint64)1 << 55);
    draw_corrections(model, &rng, ret_life);
    const gboolean is_kin = hn_life_is_kin(clan.kind, place);
    draw_moves(model, &core, is_kin, &rng, ret_life);
    draw_phones(model, &core, &rng, ret_life);
    draw_papers(model, ret_life);
    find_relatives(model, &clan, ret_life);
    if (is_kin && place >= HN_PLACE_FIRST_CHILD && hn_day_year(core.birth) >= 2008)
        ret_life->parent_id = mother_id(model, &clan, entity - place);
}
