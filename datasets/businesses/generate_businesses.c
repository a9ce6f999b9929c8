/* Two permutations as in generate_citizens.c: one for the order of the rows, one for the numbers in
 * the record ids, so that neither says anything about the entity. */
#include "datasets/businesses/generate_businesses.h"

#include "base/io.h"
#include "datasets/businesses/business_files.h"
#include "datasets/businesses/business_pairs.h"
#include "datasets/businesses/business_streams.h"
#include "datasets/entity_layout.h"
#include "datasets/registers/encoded_csv.h"

#define ENTITIES_PER_1000_RECORDS 420
#define BLOCK_RECORDS 64 /* all records of an entity lie in one (entity_layout.h) */
#define ID_BYTES 24

typedef struct {
    const HnBusinessOptions *options;
    HnBusinessWorld *world;
    HnEntityLayout layout;
    HnFeistel row_order;
    HnFeistel record_numbers;
    GString *texts[2];
} Job;

static void
write_record_id(const Job *job, guint64 position, char *ret_id)
{
    g_snprintf(ret_id, ID_BYTES, "b%08" G_GUINT64_FORMAT,
               hn_feistel_apply(&job->record_numbers, position));
}

static void
write_entity_id(guint64 entity, char *ret_id)
{
    g_snprintf(ret_id, ID_BYTES, "o%08" G_GUINT64_FORMAT, entity);
}

static gboolean
put_row(HnEncodedCsv *output, const char *const *cells, GError **error)
{
    for (; *cells != NULL; cells++)
        hn_encoded_csv_cell(output, hn_slice_of(*cells));
    return hn_encoded_csv_end_row(output, error);
}

static HnEncodedCsv *
open_output(const Job *job, const char *name, const char *const *header, GError **error)
{
    g_autoptr(HnEncodedCsv) output =
        hn_encoded_csv_new(job->options->folder, name, HN_ENCODED_PLAIN, error);
    if (output == NULL || !put_row(output, header, error))
        return NULL;
    return g_steal_pointer(&output);
}

typedef struct {
    HnEncodedCsv *records;
    HnEncodedCsv *truth;
    HnBusinessFiles *files;
} Outputs;

static gboolean
write_record(const Job *job, guint64 position, HnBusinessRow *row, const Outputs *outputs,
             GError **error)
{
    char record_id[ID_BYTES];
    char entity_id[ID_BYTES];
    const HnEntityPlace place = hn_entity_layout_place(&job->layout, position);
    const HnBusiness business = hn_business_draw(hn_business_world_model(job->world), place.entity);
    const HnBusinessContents contents =
        hn_business_world_contents(job->world, &business, place.copy, position);
    hn_business_record(job->world, &business, &contents, position, row);
    write_record_id(job, position, record_id);
    write_entity_id(place.entity, entity_id);
    g_string_assign(row->values[HN_BUSINESS_RECORD_ID], record_id);
    for (guint field = 0; field < HN_BUSINESS_FIELDS; field++)
        hn_encoded_csv_cell(outputs->records,
                            hn_slice(row->values[field]->str, row->values[field]->len));
    const char *const truth[] = { record_id, entity_id, NULL };
    return hn_encoded_csv_end_row(outputs->records, error) &&
           put_row(outputs->truth, truth, error) &&
           hn_business_files_add(outputs->files, contents.source, row, error);
}

static gboolean
write_records(const Job *job, GError **error)
{
    static const char *const TRUTH[] = { "record_id", "entity_id", NULL };
    const char *header[HN_BUSINESS_FIELDS + 1] = { NULL };
    for (guint field = 0; field < HN_BUSINESS_FIELDS; field++)
        header[field] = hn_business_field_names[field];
    g_autoptr(HnBusinessFiles) files = NULL;
    g_autoptr(HnEncodedCsv) truth = NULL;
    g_autoptr(HnEncodedCsv) records = open_output(job, "records.csv", header, error);
    if (records == NULL || (truth = open_output(job, "truth.csv", TRUTH, error)) == NULL ||
        (files = hn_business_files_new(job->options->folder, error)) == NULL)
        return FALSE;
    const Outputs outputs = { records, truth, files };
    g_autoptr(HnBusinessRow) row = hn_business_row_new();
    for (guint64 i = 0; i < job->row_order.n; i++)
        if (!write_record(job, hn_feistel_apply(&job->row_order, i), row, &outputs, error))
            return FALSE;
    return hn_encoded_csv_finish(records, error) && hn_encoded_csv_finish(truth, error) &&
           hn_business_files_finish(files, error);
}

static gboolean
put_relation(HnEncodedCsv *output, const char *relation, const HnBusiness *business, GError **error)
{
    char a[ID_BYTES];
    char b[ID_BYTES];
    write_entity_id(business->entity, a);
    write_entity_id(business->kin.leader, b);
    const char *const cells[] = { relation, a, b, NULL };
    return put_row(output, cells, error);
}

static gboolean
put_event(Job *job, HnEncodedCsv *output, const HnBusiness *business, const char *event, gint32 day,
          GError **error)
{
    char entity_id[ID_BYTES];
    char date[ID_BYTES];
    const HnCivilDay civil = hn_civil_from_days(day);
    write_entity_id(business->entity, entity_id);
    g_snprintf(date, sizeof date, "%04u-%02u-%02u", civil.year, civil.month, civil.day);
    const char *const cells[] = { entity_id,          event, date, job->texts[0]->str,
                                  job->texts[1]->str, NULL };
    const gboolean is_done = put_row(output, cells, error);
    g_string_truncate(job->texts[0], 0);
    g_string_truncate(job->texts[1], 0);
    return is_done;
}

static gboolean
put_changes(Job *job, HnEncodedCsv *output, const HnBusiness *business, GError **error)
{
    for (guint i = 0; i < 2 && business->renamed < HN_BUSINESS_DAY_NEVER &&
                      business->renamed > business->founded;
         i++)
        hn_business_world_write_name(job->world, &business->names[i], job->texts[i]);
    if (job->texts[1]->len > 0 &&
        !put_event(job, output, business, business->keeps_name ? "form_changed" : "renamed",
                   business->renamed, error))
        return FALSE;
    for (guint i = 0; i < 2 && business->moved < HN_BUSINESS_DAY_NEVER; i++)
        hn_business_world_write_site(job->world, business->sites[i],
                                     business->moved >= HN_BUSINESS_DAY_REFORM, job->texts[i]);
    return job->texts[1]->len == 0 ||
           put_event(job, output, business, "moved", business->moved, error);
}

static gboolean
put_life(Job *job, HnEncodedCsv *output, const HnBusiness *business, GError **error)
{
    const HnSite site =
        business->sites[hn_business_version(business->moved, HN_BUSINESS_DAY_REFORM - 1)];
    hn_business_world_write_name(
        job->world, &business->names[hn_business_version(business->renamed, business->founded)],
        job->texts[1]);
    if (!put_event(job, output, business, "founded", business->founded, error) ||
        !put_changes(job, output, business, error))
        return FALSE;
    if (business->founded < HN_BUSINESS_DAY_REFORM &&
        business->dissolved >= HN_BUSINESS_DAY_REFORM) {
        hn_business_world_write_site(job->world, site, FALSE, job->texts[0]);
        hn_business_world_write_site(job->world, site, TRUE, job->texts[1]);
        if (!put_event(job, output, business, "reform_2025", HN_BUSINESS_DAY_REFORM, error))
            return FALSE;
    }
    return business->dissolved == HN_BUSINESS_DAY_NEVER ||
           put_event(job, output, business, "dissolved", business->dissolved, error);
}

typedef struct {
    HnEncodedCsv *relations;
    HnEncodedCsv *events;
    HnEncodedCsv *pairs;
} SideOutputs;

static gboolean
put_entity(Job *job, const SideOutputs *outputs, const HnBusiness *business, GError **error)
{
    const HnBusinessGroup group = business->kin.group;
    if (business->kin.member > 0 && group != HN_BUSINESSES_CONFUSABLE &&
        !put_relation(outputs->relations,
                      group == HN_BUSINESSES_BRANCHES ? "branch_of" : "sister_of", business, error))
        return FALSE;
    return put_life(job, outputs->events, business, error);
}

/* One block of the layout: its entities are a run from the one of its first record on. */
typedef struct {
    HnBusiness businesses[BLOCK_RECORDS];
    guint n_businesses;
    HnBusinessSketch sketches[BLOCK_RECORDS];
} Block;

static void
draw_block(const Job *job, guint64 from, guint n, Block *block)
{
    const guint64 first = hn_entity_layout_place(&job->layout, from).entity;
    guint n_drawn = 0;
    for (guint i = 0; i < n; i++) { /* every entity has a record, so all of the run are drawn */
        HnBusinessSketch *sketch = &block->sketches[i];
        const HnEntityPlace place = hn_entity_layout_place(&job->layout, from + i);
        const guint at = (guint)(place.entity - first);
        g_assert(at < BLOCK_RECORDS);
        for (; n_drawn <= at; n_drawn++)
            block->businesses[n_drawn] =
                hn_business_draw(hn_business_world_model(job->world), first + n_drawn);
        sketch->position = from + i;
        sketch->business = &block->businesses[at];
        sketch->contents =
            hn_business_world_contents(job->world, sketch->business, place.copy, from + i);
        sketch->shape =
            hn_business_world_name_shape(job->world, sketch->business, &sketch->contents, from + i);
    }
    block->n_businesses = n_drawn;
}

static gboolean
put_pair(const Job *job, HnEncodedCsv *output, const HnBusinessSketch *a, const HnBusinessSketch *b,
         GError **error)
{
    char id_a[ID_BYTES];
    char id_b[ID_BYTES];
    const char *kind = hn_business_pair_kind(a, b);
    if (kind == NULL)
        return TRUE;
    write_record_id(job, a->position, id_a);
    write_record_id(job, b->position, id_b);
    const char *match = a->business->entity == b->business->entity ? "1" : "0";
    const char *const cells[] = { kind, id_a, id_b, match, NULL };
    return put_row(output, cells, error);
}

static gboolean
put_block(Job *job, const Block *block, guint n, const SideOutputs *outputs, GError **error)
{
    const HnBusinessSketch *sketches = block->sketches;
    for (guint i = 0; i < block->n_businesses; i++)
        if (!put_entity(job, outputs, &block->businesses[i], error))
            return FALSE;
    for (guint i = 0; i < n * n; i++)
        if (i % n > i / n &&
            !put_pair(job, outputs->pairs, &sketches[i / n], &sketches[i % n], error))
            return FALSE;
    return TRUE;
}

/* What lies beside the records, block by block in the order of the entities. */
static gboolean
write_sides(Job *job, GError **error)
{
    static const char *const RELATIONS[] = { "relation", "entity_a", "entity_b", NULL };
    static const char *const EVENTS[] = { "entity_id", "event", "date", "before", "after", NULL };
    static const char *const PAIRS[] = { "kind", "id_a", "id_b", "match", NULL };
    g_autoptr(HnEncodedCsv) events = NULL;
    g_autoptr(HnEncodedCsv) pairs = NULL;
    g_autoptr(HnEncodedCsv) relations = open_output(job, "relations.csv", RELATIONS, error);
    if (relations == NULL || (events = open_output(job, "events.csv", EVENTS, error)) == NULL ||
        (pairs = open_output(job, "hard_pairs.csv", PAIRS, error)) == NULL)
        return FALSE;
    const SideOutputs outputs = { relations, events, pairs };
    g_autofree Block *block = g_new(Block, 1);
    for (guint64 from = 0; from < job->layout.n_records; from += BLOCK_RECORDS) {
        const guint n = (guint)MIN(BLOCK_RECORDS, job->layout.n_records - from);
        draw_block(job, from, n, block);
        if (!put_block(job, block, n, &outputs, error))
            return FALSE;
    }
    return hn_encoded_csv_finish(relations, error) && hn_encoded_csv_finish(events, error) &&
           hn_encoded_csv_finish(pairs, error);
}

gboolean
hn_generate_businesses(const HnBusinessOptions *options, GError **error)
{
    const guint64 n = options->n_records;
    g_assert(n >= 1 && n <= HN_BUSINESS_RECORDS_MAX);
    const guint64 n_entities = CLAMP(n * ENTITIES_PER_1000_RECORDS / 1000,
                                     (n + HN_ENTITY_RECORDS_MAX - 1) / HN_ENTITY_RECORDS_MAX, n);
    g_autoptr(HnBusinessWorld) world =
        hn_business_world_new(options->seed, options->profile_path, options->is_plain, error);
    if (world == NULL || !hn_io_make_folder(options->folder, error))
        return FALSE;
    Job job = {
        .options = options,
        .world = world,
        .layout = hn_entity_layout(n, n_entities, options->seed),
        .row_order =
            hn_feistel(n, options->seed, hn_business_stream(HN_BUSINESS_STREAM_ROW_ORDER, 0)),
        .record_numbers =
            hn_feistel(n, options->seed, hn_business_stream(HN_BUSINESS_STREAM_RECORD_ID, 0)),
        .texts = { g_string_new(NULL), g_string_new(NULL) },
    };
    const gboolean is_done = write_records(&job, error) && write_sides(&job, error);
    g_string_free(job.texts[0], TRUE);
    g_string_free(job.texts[1], TRUE);
    return is_done;
}
