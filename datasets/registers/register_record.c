#include "datasets/registers/register_record.h"

#include "datasets/entity_layout.h"
#include "datasets/generator_streams.h"
#include "datasets/registers/record_draw.h"

struct _HnRegisterWorld {
    guint64 seed;
    const HnRegisterProfile *profile;
    HnLifeModel *model;
    HnLetterMarks *marks;
    HnLetterForms *letters;
    HnTextDamager damager;
};

HnRegisterWorld *
hn_register_world_new(guint64 seed, const HnRegisterProfile *profile)
{
    HnRegisterWorld *world = g_new0(HnRegisterWorld, 1);
    world->seed = seed;
    world->profile = profile;
    world->model = hn_life_model_new(seed);
    world->marks = hn_letter_marks_new();
    world->letters = hn_letter_forms_new();
    world->damager = (HnTextDamager){ world->marks, world->letters };
    return world;
}

void
hn_register_world_free(HnRegisterWorld *world)
{
    if (world == NULL)
        return;
    hn_life_model_free(world->model);
    hn_letter_marks_free(world->marks);
    hn_letter_forms_free(world->letters);
    g_free(world);
}

const HnLifeModel *
hn_register_world_model(const HnRegisterWorld *world)
{
    return world->model;
}

const HnLetterForms *
hn_register_world_letters(const HnRegisterWorld *world)
{
    return world->letters;
}

guint
hn_record_draw_form(HnRecordDraw *draw, HnFormSet set)
{
    return hn_form_weights_draw(&draw->source->forms[set], &draw->rng);
}

/* When a register could have written the person down; FALSE: it holds no such people. */
static gboolean
find_days(const HnRegister *source, const HnLife *life, HnDay *ret_from, HnDay *ret_to)
{
    *ret_from = MAX(source->first, hn_day_add_years(life->birth, source->min_age));
    *ret_to = MIN(source->last, hn_day_add_years(life->birth, source->max_age + 1));
    if (life->died != 0 && life->died >= *ret_from)
        *ret_to = MIN(*ret_to, life->died);
    return *ret_from <= *ret_to;
}

static guint
draw_source(const HnRegisterWorld *world, const guint8 *may, guint total, HnRng *rng)
{
    guint64 at = hn_rng_below(rng, total);
    for (guint source = 0; source < world->profile->registers->len; source++) {
        if (!may[source])
            continue;
        const guint share = hn_register_profile_at(world->profile, source)->share;
        if (at < share)
            return source;
        at -= share;
    }
    g_assert_not_reached();
}

/* The records of a person go through the registers that may hold them, in an order of the person's
 * own, round and round. */
static guint
source_of(const HnRegisterWorld *world, const HnLife *life, guint copy)
{
    const guint n_sources = world->profile->registers->len;
    guint8 may[HN_PROFILE_SOURCES_MAX];
    HnRng rng = hn_rng_seed(world->seed, hn_stream(HN_STREAM_MEMBERSHIP, life->entity));
    guint total = 0, last = 0;
    for (guint i = 0; i <= copy; i++) {
        const gboolean is_round_over = total == 0;
        for (guint source = 0; is_round_over && source < n_sources; source++) {
            HnDay from, to;
            const HnRegister *one = hn_register_profile_at(world->profile, source);
            may[source] = (guint8)find_days(one, life, &from, &to);
            total += may[source] ? one->share : 0;
        }
        if (total == 0)
            return 0; /* nobody would hold them: the first register does all the same */
        const guint source = draw_source(world, may, total, &rng);
        may[source] = FALSE;
        total -= hn_register_profile_at(world->profile, source)->share;
        if (i == 0 || hn_rng_below(&rng, 10000) >= world->profile->again)
            last = source;
    }
    return last;
}

/* The later of two days: registers grow, and what they hold is written anew now and then. */
static HnDay
draw_written(const HnRegister *source, const HnLife *life, HnRng *rng)
{
    HnDay from, to;
    if (!find_days(source, life, &from, &to))
        return source->last;
    const guint32 first = hn_day_number(from), n_days = hn_day_number(to) - first + 1;
    const guint32 one = (guint32)hn_rng_below(rng, n_days),
                  other = (guint32)hn_rng_below(rng, n_days);
    return hn_day_from_number(first + MAX(one, other));
}

/* One beside @value in 1..@last. */
static guint
beside(guint value, guint last, gboolean up)
{
    return (up && value < last) || value == 1 ? value + 1 : value - 1;
}

static HnDay
checked_day(guint year, guint month, guint of_month)
{
    const guint n_days = g_date_get_days_in_month((GDateMonth)month, (GDateYear)year);
    return HN_DAY(year, month, MIN(of_month, n_days));
}

static HnDay
slip_date(HnRecordDraw *draw, HnDay day)
{
    const guint year = hn_day_year(day), month = hn_day_month(day), of_month = hn_day_of_month(day);
    const gboolean up = hn_rng_below(&draw->rng, 2) == 0;
    const guint part = (guint)hn_rng_below(&draw->rng, 10);
    const guint years = 1 + (guint)hn_rng_below(&draw->rng, 3);
    if (hn_record_draw_has(draw, HN_NOISE_DATE_SLIP) && part < 5)
        return checked_day(year, month, beside(of_month, 28, up));
    if (hn_record_draw_has(draw, HN_NOISE_DATE_SLIP))
        return part < 7 ? checked_day(year, beside(month, 12, up), of_month)
                        : checked_day(up ? year + 1 : year - 1, month, of_month);
    if (hn_record_draw_has(draw, HN_NOISE_DATE_AGE))
        return checked_day(up ? year + years : year - years, month, of_month);
    if (hn_record_draw_has(draw, HN_NOISE_DATE_LUNAR))
        return hn_day_from_number(hn_day_number(day) - 21 - (guint)hn_rng_below(&draw->rng, 29));
    return day;
}

static void
write_date(HnRecordDraw *draw)
{
    const HnLife *life = draw->life;
    if (hn_record_draw_lacks(draw, HN_CITIZEN_BIRTH_DATE))
        return;
    const gboolean is_claimed = life->corrected != 0 && draw->written < life->corrected;
    draw->facts->birth_version = (gint8)!is_claimed;
    HnDay day = slip_date(draw, is_claimed ? life->claimed_birth : life->birth);
    if (hn_record_draw_has(draw, HN_NOISE_DATE_SWAP) && hn_day_of_month(day) <= 12)
        day = HN_DAY(hn_day_year(day), hn_day_of_month(day), hn_day_month(day));
    const HnDateKnown known = hn_record_draw_has(draw, HN_NOISE_DATE_YEAR_ONLY) ? HN_KNOWN_YEAR
                              : hn_record_draw_has(draw, HN_NOISE_DATE_FILLED)
                                  ? HN_KNOWN_YEAR_FILLED
                              : hn_record_draw_has(draw, HN_NOISE_DATE_MONTH_ONLY) ? HN_KNOWN_MONTH
                                                                                   : HN_KNOWN_DAY;
    hn_raw_forms_date((HnDateForm)hn_record_draw_form(draw, HN_SET_DATE), day, known,
                      &draw->raw->values[HN_CITIZEN_BIRTH_DATE]);
    if (draw->standard == NULL)
        return;
    if (known == HN_KNOWN_YEAR || known == HN_KNOWN_YEAR_FILLED)
        day = HN_DAY(hn_day_year(day), 1, 1);
    else if (known == HN_KNOWN_MONTH)
        day = HN_DAY(hn_day_year(day), hn_day_month(day), 1);
    hn_raw_forms_date(HN_DATE_ISO, day, HN_KNOWN_DAY,
                      &draw->standard->values[HN_CITIZEN_BIRTH_DATE]);
}

static void
write_sex(HnRecordDraw *draw)
{
    if (hn_record_draw_lacks(draw, HN_CITIZEN_SEX))
        return;
    const gboolean is_wrong = hn_record_draw_has(draw, HN_NOISE_SEX_WRONG);
    const gboolean is_male = (draw->life->sex == HN_SEX_MALE) != is_wrong;
    hn_raw_forms_sex((HnSexForm)hn_record_draw_form(draw, HN_SET_SEX), is_male,
                     &draw->raw->values[HN_CITIZEN_SEX]);
    if (draw->standard != NULL)
        hn_raw_forms_sex(HN_SEX_FORM_LETTERS, is_male, &draw->standard->values[HN_CITIZEN_SEX]);
}

static void
draw_accidents(HnRecordDraw *draw)
{
    const HnRegister *source = draw->source;
    for (guint field = HN_CITIZEN_FULL_NAME; field < HN_CITIZEN_FIELDS; field++)
        if (source->gaps[field] > 0 && hn_rng_below(&draw->rng, 10000) < source->gaps[field])
            draw->gaps = (guint16)(draw->gaps | 1u << field);
    for (guint kind = 0; kind < HN_REGISTER_NOISE_KINDS; kind++)
        if (source->rates[kind] > 0 && hn_rng_below(&draw->rng, 10000) < source->rates[kind])
            draw->noises |= (guint64)1 << kind;
    for (guint kind = 0; kind < HN_TEXT_SPOIL_KINDS; kind++) {
        const guint rate = source->damages[HN_TEXTS_ROW][kind];
        if (rate > 0 && hn_rng_below(&draw->rng, 10000) < rate)
            draw->row_damages |= 1u << kind;
    }
}

static void
clear_row(HnRegisterRow *row)
{
    for (guint field = 0; row != NULL && field < HN_CITIZEN_FIELDS; field++)
        hn_raw_text_clear(&row->values[field]);
}

void
hn_register_record(const HnRegisterWorld *world, const HnLife *life, guint copy, guint64 position,
                   HnRecordRoom room)
{
    G_STATIC_ASSERT(HN_REGISTER_NOISE_KINDS <= 64 && HN_TEXT_SPOIL_KINDS <= 32);
    const guint index = source_of(world, life, copy);
    HnRecordDraw draw = {
        .model = world->model,
        .damager = &world->damager,
        .source = hn_register_profile_at(world->profile, index),
        .life = life,
        .rng = hn_rng_seed(world->seed, hn_stream(HN_STREAM_REGISTER, position)),
        .raw = room.raw,
        .standard = room.standard,
        .facts = room.facts,
    };
    draw.written = draw_written(draw.source, life, &draw.rng);
    *room.facts = (HnRecordFacts){
        .written = draw.written,
        .source = (guint8)index,
        .id_version = -1,
        .old_version = -1,
        .passport_version = -1,
        .phone_version = -1,
        .home = -1,
        .name_version = -1,
        .birth_version = -1,
        .n_old_ids = life->old_ids.n,
        .was_renamed = life->renamed != 0,
        .was_corrected = life->corrected != 0,
    };
    clear_row(room.raw);
    clear_row(room.standard);
    draw_accidents(&draw);
    hn_raw_text_add(&room.raw->values[HN_CITIZEN_SOURCE], draw.source->name);
    hn_record_texts_name(&draw);
    write_date(&draw);
    write_sex(&draw);
    hn_record_numbers_ids(&draw);
    hn_record_numbers_phone(&draw);
    hn_record_texts_address(&draw);
    hn_record_texts_mother(&draw);
    if (room.standard != NULL)
        room.standard->values[HN_CITIZEN_SOURCE] = room.raw->values[HN_CITIZEN_SOURCE];
    for (guint kind = 0; kind < HN_REGISTER_NOISE_KINDS; kind++)
        if (room.raw->values[hn_register_noise_field((HnRegisterNoise)kind)].n_bytes > 0)
            room.facts->noises |= draw.noises & (guint64)1 << kind;
    room.facts->row_damages = draw.row_damages;
}
