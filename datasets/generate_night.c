#include "datasets/generate_night.h"

#include "base/base_error.h"
#include "base/hash.h"
#include "datasets/citizen_reader.h"
#include "datasets/citizen_record.h"
#include "datasets/citizen_writer.h"
#include "datasets/generator_streams.h"
#include "datasets/typing_slip.h"

#define NEW_PERSON_PER_CENT                                                                        \
    50 /* of the added rows; the others are further records of known people */
#define NEW_ID_DIGITS 7

typedef struct {
    const HnNightOptions *options;
    HnCitizenWorld *world;
    HnCitizenWriter *writer;
    guint64 n_added;
    char id_prefix[32]; /* of new record ids: "n", the seed, "-" */
} Job;

/* The new value of a corrected row: what the person has now, or what was typed wrong. */
static void
correct(const Job *job, HnRng *rng, HnCitizenRow *row)
{
    const HnPlaceTable *places = hn_citizen_world_model(job->world)->places;
    const HnLetterMarks *marks = hn_citizen_world_marks(job->world);
    HnCitizenText *values = row->values;
    const guint kind = (guint)hn_rng_below(rng, 100);
    gboolean done = FALSE;
    if (kind < 30) {
        const HnHome home = hn_place_table_draw_home(places, rng);
        hn_place_table_write_address(places, home, &values[HN_CITIZEN_ADDRESS]);
        hn_place_table_write_ward(places, home, &values[HN_CITIZEN_WARD]);
        hn_place_table_write_province(places, home, &values[HN_CITIZEN_PROVINCE]);
        done = TRUE;
    } else if (kind < 60) {
        done = hn_typing_slip_letters(&values[HN_CITIZEN_FULL_NAME], marks, rng);
    } else if (kind < 70) {
        done = hn_typing_slip_letters(&values[HN_CITIZEN_MOTHER_NAME], marks, rng);
    } else if (kind < 80) {
        done = hn_typing_slip_digits(&values[HN_CITIZEN_NATIONAL_ID], rng);
    }
    if (done)
        return;
    hn_citizen_text_clear(&values[HN_CITIZEN_PHONE]);
    hn_citizen_text_append_number(&values[HN_CITIZEN_PHONE], hn_place_table_draw_phone(places, rng),
                                  10);
}

/* A source that @row does not name. */
static void
change_source(const Job *job, HnRng *rng, HnCitizenRow *row)
{
    HnCitizenText *source = &row->values[HN_CITIZEN_SOURCE];
    HnCitizenText other;
    do
        hn_citizen_world_source_name(job->world, (guint)hn_rng_below(rng, HN_SOURCE_PROFILES),
                                     &other);
    while (hn_slice_equal(hn_citizen_text_slice(&other), hn_citizen_text_slice(source)));
    *source = other;
}

/* Turns @row and @entity_id into a new row of the same person, or of a new one. */
static gboolean
add_row(Job *job, HnRng *rng, HnCitizenRow *row, HnCitizenText *entity_id, GError **error)
{
    const guint64 number = job->n_added++;
    if (hn_rng_below(rng, 100) < NEW_PERSON_PER_CENT) {
        const HnCitizen citizen = hn_citizen_draw(hn_citizen_world_model(job->world), number);
        hn_citizen_record(job->world, &citizen, 0, number, row);
        hn_citizen_text_clear(entity_id);
        hn_citizen_text_append(entity_id, hn_slice_of("e"));
        hn_citizen_text_append(entity_id, hn_slice_of(job->id_prefix));
        hn_citizen_text_append_number(entity_id, number, NEW_ID_DIGITS);
    } else {
        const HnErrorSet errors = hn_error_model_draw(HN_NOISE_NORMAL, rng);
        change_source(job, rng, row);
        hn_error_model_spoil(errors, hn_citizen_world_marks(job->world), rng, row);
    }
    HnCitizenText *record_id = &row->values[HN_CITIZEN_RECORD_ID];
    hn_citizen_text_clear(record_id);
    hn_citizen_text_append(record_id, hn_slice_of(job->id_prefix));
    hn_citizen_text_append_number(record_id, number, NEW_ID_DIGITS);
    return hn_citizen_writer_add(job->writer, row, hn_citizen_text_slice(entity_id), error);
}

static gboolean
carry_row(Job *job, guint64 number, HnCitizenRow *row, HnCitizenText *entity_id, GError **error)
{
    const HnNightOptions *options = job->options;
    const HnCitizenText *record_id = &row->values[HN_CITIZEN_RECORD_ID];
    HnRng rng = hn_rng_seed(options->seed, hn_stream(HN_STREAM_NIGHT, number));
    if (g_str_has_prefix(record_id->text, job->id_prefix)) {
        g_set_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS,
                    "seed %" G_GUINT64_FORMAT " was used by an earlier night: record ids would be "
                    "given twice",
                    options->seed);
        return FALSE;
    }
    const guint64 fate = hn_rng_below(&rng, 1000000);
    const gboolean is_withdrawn = fate < options->withdrawn_per_million;
    if (!is_withdrawn && fate - options->withdrawn_per_million < options->changed_per_million)
        correct(job, &rng, row);
    if (!is_withdrawn &&
        !hn_citizen_writer_add(job->writer, row, hn_citizen_text_slice(entity_id), error))
        return FALSE;
    if (hn_rng_below(&rng, 1000000) < options->added_per_million)
        return add_row(job, &rng, row, entity_id, error);
    return TRUE;
}

gboolean
hn_generate_night(const HnNightOptions *options, GError **error)
{
    g_autoptr(HnCitizenReader) reader = hn_citizen_reader_new(options->from, error);
    if (reader == NULL)
        return FALSE;
    g_autoptr(HnCitizenWriter) writer =
        hn_citizen_writer_new(options->folder, HN_CITIZEN_CSV, error);
    if (writer == NULL)
        return FALSE;
    /* Another seed than `citizens` would use: else the new people were the old ones again. */
    g_autoptr(HnCitizenWorld) world =
        hn_citizen_world_new(hn_hash_mix(~options->seed), HN_SOURCE_PROFILES, HN_NOISE_NORMAL);
    Job job = { .options = options, .world = world, .writer = writer };
    g_snprintf(job.id_prefix, sizeof job.id_prefix, "n%" G_GUINT64_FORMAT "-", options->seed);
    HnCitizenRow row;
    HnCitizenText entity_id;
    for (guint64 number = 0;; number++) {
        gboolean is_end = FALSE;
        if (!hn_citizen_reader_next(reader, &row, &entity_id, &is_end, error))
            return FALSE;
        if (is_end)
            return hn_citizen_writer_finish(writer, error);
        if (!carry_row(&job, number, &row, &entity_id, error))
            return FALSE;
    }
}
