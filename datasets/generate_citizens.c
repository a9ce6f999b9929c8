/* Two permutations: one turns the output row into a position (the order of the rows), one the
 * position into the number in its record_id. So another shuffle seed moves the rows and changes
 * nothing in them, and neither order nor number says anything about the entity. */
#include "datasets/generate_citizens.h"

#include "datasets/citizen_record.h"
#include "datasets/decimal.h"
#include "datasets/entity_layout.h"
#include "datasets/feistel.h"
#include "datasets/generator_streams.h"

#define SHARED_PHONE "0900000000" /* a clerk's filler */

typedef struct {
    const HnGenerateOptions *options;
    HnCitizenWorld *world;
    HnEntityLayout layout;
    HnFeistel row_order;
    HnFeistel record_numbers;
    guint n_id_digits;
    HnPersonName homonym;
} Job;

static void
write_id(const char *prefix, guint64 number, guint n_digits, HnCitizenText *ret_text)
{
    hn_citizen_text_clear(ret_text);
    hn_citizen_text_append(ret_text, hn_slice_of(prefix));
    hn_citizen_text_append_number(ret_text, number, n_digits);
}

/* Positions 0..n_homonyms-1: nothing but a name, a year and a source; as many people as rows. */
static void
make_homonym(const Job *job, guint64 position, HnCitizenRow *ret_row, HnCitizenText *ret_entity)
{
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++)
        hn_citizen_text_clear(&ret_row->values[field]);
    HnRng rng = hn_rng_seed(job->options->seed, hn_stream(HN_STREAM_HOMONYM, position + 1));
    const guint source = (guint)hn_rng_below(&rng, job->options->n_sources);
    hn_citizen_world_source_name(job->world, source, &ret_row->values[HN_CITIZEN_SOURCE]);
    hn_name_table_write(hn_citizen_world_model(job->world)->names, job->homonym, HN_NAME_FULL,
                        &ret_row->values[HN_CITIZEN_FULL_NAME]);
    hn_citizen_text_append(&ret_row->values[HN_CITIZEN_BIRTH_DATE], hn_slice_of("1960-01-01"));
    write_id("h", position, job->n_id_digits, ret_entity);
}

static void
make_record(const Job *job, guint64 position, HnCitizenRow *ret_row, HnCitizenText *ret_entity)
{
    const HnEntityPlace place = hn_entity_layout_place(&job->layout, position);
    const HnCitizen citizen = hn_citizen_draw(hn_citizen_world_model(job->world), place.entity);
    hn_citizen_record(job->world, &citizen, place.copy, position, ret_row);
    if (job->options->shared_phone_per_10000 > 0) {
        HnRng rng = hn_rng_seed(job->options->seed, hn_stream(HN_STREAM_SHARED_PHONE, position));
        if (hn_rng_below(&rng, 10000) < job->options->shared_phone_per_10000)
            hn_citizen_text_set(&ret_row->values[HN_CITIZEN_PHONE], hn_slice_of(SHARED_PHONE));
    }
    write_id("e", place.entity, job->n_id_digits, ret_entity);
}

static gboolean
write_rows(const Job *job, HnCitizenWriter *writer, GError **error)
{
    const guint64 n_homonyms = job->options->n_homonyms;
    HnCitizenRow row;
    HnCitizenText entity;
    for (guint64 i = 0; i < job->row_order.n; i++) {
        const guint64 position = hn_feistel_apply(&job->row_order, i);
        if (position < n_homonyms)
            make_homonym(job, position, &row, &entity);
        else
            make_record(job, position - n_homonyms, &row, &entity);
        write_id("r", hn_feistel_apply(&job->record_numbers, position), job->n_id_digits,
                 &row.values[HN_CITIZEN_RECORD_ID]);
        if (!hn_citizen_writer_add(writer, &row, hn_citizen_text_slice(&entity), error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_generate_citizens(const HnGenerateOptions *options, GError **error)
{
    const guint64 n_rows = options->n_homonyms + options->n_records;
    g_assert(options->n_records >= 1);
    g_autoptr(HnCitizenWriter) writer =
        hn_citizen_writer_new(options->folder, options->format, error);
    if (writer == NULL)
        return FALSE;
    g_autoptr(HnCitizenWorld) world =
        hn_citizen_world_new(options->seed, options->n_sources, options->noise);
    HnRng rng = hn_rng_seed(options->seed, hn_stream(HN_STREAM_HOMONYM, 0));
    const Job job = {
        .options = options,
        .world = world,
        .layout = hn_entity_layout(options->n_records, options->n_entities, options->seed),
        .row_order = hn_feistel(n_rows, options->shuffle_seed, hn_stream(HN_STREAM_ROW_ORDER, 0)),
        .record_numbers = hn_feistel(n_rows, options->seed, hn_stream(HN_STREAM_RECORD_ID, 0)),
        .n_id_digits = MAX(7, hn_decimal_count(n_rows - 1)),
        .homonym =
            hn_name_table_draw(hn_citizen_world_model(world)->names, HN_SEX_MALE, 1960, &rng),
    };
    return write_rows(&job, writer, error) && hn_citizen_writer_finish(writer, error);
}
