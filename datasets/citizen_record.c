#include "datasets/citizen_record.h"

#include "datasets/entity_layout.h"
#include "datasets/generator_streams.h"

#define SAME_SOURCE_PER_CENT                                                                       \
    6 /* a further record of a person that lies in the source of the one before */

struct _HnCitizenWorld {
    HnNameTable *names;
    HnPlaceTable *places;
    HnLetterMarks *marks;
    HnCitizenModel model;
    guint n_sources;
    HnNoise noise;
};

HnCitizenWorld *
hn_citizen_world_new(guint64 seed, guint n_sources, HnNoise noise)
{
    g_assert(n_sources >= 1 && n_sources <= HN_SOURCES_MAX);
    HnCitizenWorld *world = g_new0(HnCitizenWorld, 1);
    world->names = hn_name_table_new();
    world->places = hn_place_table_new();
    world->marks = hn_letter_marks_new();
    world->model = hn_citizen_model(seed, world->names, world->places);
    world->n_sources = n_sources;
    world->noise = noise;
    return world;
}

void
hn_citizen_world_free(HnCitizenWorld *world)
{
    if (world == NULL)
        return;
    hn_name_table_free(world->names);
    hn_place_table_free(world->places);
    hn_letter_marks_free(world->marks);
    g_free(world);
}

const HnCitizenModel *
hn_citizen_world_model(const HnCitizenWorld *world)
{
    return &world->model;
}

const HnLetterMarks *
hn_citizen_world_marks(const HnCitizenWorld *world)
{
    return world->marks;
}

static const HnSourceProfile *
profile_of(guint source)
{
    return &hn_source_profiles[source % HN_SOURCE_PROFILES];
}

void
hn_citizen_world_source_name(const HnCitizenWorld *world, guint source, HnCitizenText *ret_text)
{
    g_assert(source < world->n_sources);
    hn_citizen_text_clear(ret_text);
    hn_citizen_text_append(ret_text, hn_slice_of(profile_of(source)->name));
    if (source >= HN_SOURCE_PROFILES)
        hn_citizen_text_append_number(ret_text, source / HN_SOURCE_PROFILES + 1, 1);
}

/* Draws one of the sources not in @taken by weight; @total is the weight of those that are left. */
static guint
draw_source(const HnCitizenWorld *world, guint32 taken, guint total, HnRng *rng)
{
    guint64 at = hn_rng_below(rng, total);
    for (guint source = 0; source < world->n_sources; source++) {
        if ((taken >> source & 1) != 0)
            continue;
        if (at < profile_of(source)->weight)
            return source;
        at -= profile_of(source)->weight;
    }
    g_assert_not_reached();
}

/* The records of a person go through the sources in an order of the person's own, round and round.
 */
static guint
source_of(const HnCitizenWorld *world, guint64 entity, guint copy)
{
    guint order[HN_ENTITY_RECORDS_MAX];
    HnRng rng = hn_rng_seed(world->model.seed, hn_stream(HN_STREAM_SOURCES, entity));
    guint total_all = 0;
    for (guint source = 0; source < world->n_sources; source++)
        total_all += profile_of(source)->weight;
    guint32 taken = 0;
    guint total = total_all;
    for (guint i = 0; i <= copy; i++) {
        if (total == 0) {
            taken = 0;
            total = total_all;
        }
        order[i] = draw_source(world, taken, total, &rng);
        taken |= (guint32)1 << order[i];
        total -= profile_of(order[i])->weight;
        if (i > 0 && hn_rng_below(&rng, 100) < SAME_SOURCE_PER_CENT)
            order[i] = order[i - 1];
    }
    return order[copy];
}

static void
write_date(const HnCitizen *citizen, HnCitizenText *date)
{
    hn_citizen_text_clear(date);
    hn_citizen_text_append_number(date, citizen->birth_year, 4);
    hn_citizen_text_append(date, hn_slice_of("-"));
    hn_citizen_text_append_number(date, citizen->birth_month, 2);
    hn_citizen_text_append(date, hn_slice_of("-"));
    hn_citizen_text_append_number(date, citizen->birth_day, 2);
}

static void
write_number(guint64 value, guint n_digits, HnCitizenText *text)
{
    hn_citizen_text_clear(text);
    if (n_digits > 0)
        hn_citizen_text_append_number(text, value, n_digits);
}

static HnNameForm
form_of(HnErrorSet errors)
{
    if (hn_error_set_has(errors, HN_ERROR_NAME_GIVEN_FIRST))
        return HN_NAME_GIVEN_FIRST;
    if (hn_error_set_has(errors, HN_ERROR_NAME_SURNAME_LAST))
        return HN_NAME_SURNAME_LAST;
    return hn_error_set_has(errors, HN_ERROR_NAME_NO_MIDDLE) ? HN_NAME_NO_MIDDLE : HN_NAME_FULL;
}

static guint64
phone_of(const HnCitizenWorld *world, const HnCitizen *citizen, HnErrorSet errors)
{
    if (hn_error_set_has(errors, HN_ERROR_PHONE_OF_DESK))
        return hn_citizen_desk_phone(&world->model, citizen->entity);
    return citizen->phones[hn_error_set_has(errors, HN_ERROR_PHONE_CHANGED)];
}

static void
write_values(const HnCitizenWorld *world, const HnCitizen *citizen, HnErrorSet errors,
             HnCitizenRow *row)
{
    const HnHome home = citizen->homes[hn_error_set_has(errors, HN_ERROR_MOVED)];
    const guint64 phone = phone_of(world, citizen, errors);
    HnCitizenText *values = row->values;
    hn_name_table_write(world->names, citizen->name, form_of(errors),
                        &values[HN_CITIZEN_FULL_NAME]);
    write_date(citizen, &values[HN_CITIZEN_BIRTH_DATE]);
    hn_citizen_text_set(&values[HN_CITIZEN_SEX],
                        hn_slice_of(citizen->name.sex == HN_SEX_MALE ? "M" : "F"));
    write_number(citizen->national_id, 12, &values[HN_CITIZEN_NATIONAL_ID]);
    write_number(citizen->old_id, citizen->old_id_digits, &values[HN_CITIZEN_OLD_ID]);
    write_number(phone, phone > 0 ? 10 : 0, &values[HN_CITIZEN_PHONE]);
    hn_place_table_write_address(world->places, home, &values[HN_CITIZEN_ADDRESS]);
    hn_place_table_write_ward(world->places, home, &values[HN_CITIZEN_WARD]);
    hn_place_table_write_province(world->places, home, &values[HN_CITIZEN_PROVINCE]);
    hn_name_table_write(world->names, citizen->mother, HN_NAME_FULL,
                        &values[HN_CITIZEN_MOTHER_NAME]);
}

void
hn_citizen_record_true(const HnCitizenWorld *world, const HnCitizen *citizen, HnCitizenRow *ret_row)
{
    hn_citizen_text_clear(&ret_row->values[HN_CITIZEN_RECORD_ID]);
    hn_citizen_text_clear(&ret_row->values[HN_CITIZEN_SOURCE]);
    write_values(world, citizen, 0, ret_row);
}

HnErrorSet
hn_citizen_record(const HnCitizenWorld *world, const HnCitizen *citizen, guint copy,
                  guint64 position, HnCitizenRow *ret_row)
{
    HnRng rng = hn_rng_seed(world->model.seed, hn_stream(HN_STREAM_RECORD, position));
    const guint source = source_of(world, citizen->entity, copy);
    const HnErrorSet errors = hn_error_model_draw(world->noise, &rng);
    hn_citizen_text_clear(&ret_row->values[HN_CITIZEN_RECORD_ID]);
    hn_citizen_world_source_name(world, source, &ret_row->values[HN_CITIZEN_SOURCE]);
    write_values(world, citizen, errors, ret_row);
    hn_error_model_spoil(errors, world->marks, &rng, ret_row);
    hn_error_model_forget(profile_of(source), &rng, ret_row);
    return errors;
}
