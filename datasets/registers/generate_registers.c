#include "datasets/registers/generate_registers.h"

#include "datasets/decimal.h"
#include "datasets/entity_layout.h"
#include "datasets/feistel.h"
#include "datasets/generator_streams.h"
#include "datasets/registers/hard_pairs.h"
#include "datasets/registers/life_tables.h"
#include "datasets/registers/register_writer.h"

typedef struct {
    const HnRegistersOptions *options;
    HnRegisterWorld *world;
    HnEntityLayout layout;
    HnFeistel row_order;
    HnFeistel record_numbers;
    guint n_id_digits;
    HnHardPairs *pairs;
} Job;

static gboolean
write_rows(const Job *job, HnRegisterWriter *writer, GError **error)
{
    const HnLifeModel *model = hn_register_world_model(job->world);
    g_autofree HnRegisterRow *rows = g_new(HnRegisterRow, 2);
    HnRegisterRow *standard = job->options->with_standard ? &rows[1] : NULL;
    for (guint64 i = 0; i < job->row_order.n; i++) {
        HnLife life;
        HnRecordFacts facts;
        char entity_id[32];
        const guint64 position = hn_feistel_apply(&job->row_order, i);
        const guint64 number = hn_feistel_apply(&job->record_numbers, position);
        const HnEntityPlace place = hn_entity_layout_place(&job->layout, position);
        hn_life_draw(model, place.entity, &life);
        hn_register_record(job->world, &life, place.copy, position,
                           (HnRecordRoom){ &rows[0], standard, &facts });
        hn_raw_text_add(&rows[0].values[HN_CITIZEN_RECORD_ID], "r");
        hn_raw_text_add_number(&rows[0].values[HN_CITIZEN_RECORD_ID], number, job->n_id_digits);
        if (standard != NULL)
            standard->values[HN_CITIZEN_RECORD_ID] = rows[0].values[HN_CITIZEN_RECORD_ID];
        hn_life_tables_id(place.entity, job->n_id_digits, entity_id);
        hn_hard_pairs_note(job->pairs, place.entity, number, &facts);
        if (!hn_register_writer_add(writer, facts.source, &rows[0], standard,
                                    hn_slice_of(entity_id), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
write_tables(const Job *job, GError **error)
{
    const char *folder = job->options->folder;
    const HnLifeModel *model = hn_register_world_model(job->world);
    const guint n_digits = job->n_id_digits;
    if (!hn_life_tables_write(model, job->layout.n_entities, n_digits, folder, error))
        return FALSE;
    g_autoptr(HnEncodedCsv) pairs =
        hn_encoded_csv_new(folder, "hard_pairs.csv", HN_ENCODED_PLAIN, error);
    return pairs != NULL && hn_hard_pairs_write(job->pairs, model, n_digits, pairs, error) &&
           hn_encoded_csv_finish(pairs, error);
}

gboolean
hn_generate_registers(const HnRegistersOptions *options, GError **error)
{
    g_autoptr(HnRegisterWorld) world = hn_register_world_new(options->seed, options->profile);
    g_autoptr(HnHardPairs) pairs = hn_hard_pairs_new();
    const guint64 n = options->n_records;
    const guint64 n_least = (n + HN_ENTITY_RECORDS_MAX - 1) / HN_ENTITY_RECORDS_MAX;
    const guint64 n_entities = (n * options->profile->entities_per_10000 + 5000) / 10000;
    g_assert(n >= 1);
    const Job job = {
        .options = options,
        .world = world,
        .layout = hn_entity_layout(n, CLAMP(n_entities, n_least, n), options->seed),
        .row_order = hn_feistel(n, options->shuffle_seed, hn_stream(HN_STREAM_ROW_ORDER, 0)),
        .record_numbers = hn_feistel(n, options->seed, hn_stream(HN_STREAM_RECORD_ID, 0)),
        .n_id_digits = MAX(7, hn_decimal_count(n - 1)),
        .pairs = pairs,
    };
    g_autoptr(HnRegisterWriter) writer =
        hn_register_writer_new(options->folder, options->profile, hn_register_world_letters(world),
                               options->with_standard, error);
    return writer != NULL && write_rows(&job, writer, error) &&
           hn_register_writer_finish(writer, error) && write_tables(&job, error);
}
