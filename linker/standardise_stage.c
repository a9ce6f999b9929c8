#include "linker/standardise_stage.h"

#include "base/clock.h"
#include "linker/field_cells.h"
#include "linker/land.h"
#include "linker/source_rows.h"
#include "linker/unread_cells.h"

/* One source on its way into the table: a batch is read while the one before is filled in. */
typedef struct {
    const HnStandardiseInput *input;
    HnSourceRows *rows;
    HnFieldCells **cells; /* [n_attributes] */
    GArray **slots;       /* [n_attributes] of hn_unread_cells_slots() */
    guint64 *n_unread;    /* [n_attributes] of the source */
    HnStandardised *result;
    HnSourceBatch *reading, *filling;
    guint *order;    /* [n_attributes] those first that took longest in the batch before */
    gint64 *took_us; /* [n_attributes] */
    gboolean more;
    GError *error;
} SourceWork;

static void
overlap_task(gpointer user, gsize task, guint thread)
{
    SourceWork *work = user;
    (void)thread;
    if (task == 0) {
        if (work->reading != NULL)
            hn_source_rows_read(work->rows, work->reading, &work->more, &work->error);
    } else if (work->filling != NULL) {
        const guint attribute = work->order[task - 1];
        const gint64 began_us = hn_clock_monotonic_us();
        hn_field_cells_fill(work->cells[attribute], &work->filling->cells, work->result->table);
        work->n_unread[attribute] += hn_unread_cells_count(
            work->slots[attribute], &work->filling->cells, work->result->table, attribute);
        work->took_us[attribute] = hn_clock_monotonic_us() - began_us;
    }
}

/* A long task begun last keeps one thread busy while the others wait: on two threads a million
 * citizens took 1.42 s in the order of the configuration, a tenth of it waiting. Which thread fills
 * which attribute when changes nothing in the cells. */
static void
put_longest_first(SourceWork *work)
{
    for (guint i = 1; i < work->result->table->n_attributes; i++) {
        const guint moving = work->order[i];
        guint k = i;
        for (; k > 0 && work->took_us[work->order[k - 1]] < work->took_us[moving]; k--)
            work->order[k] = work->order[k - 1];
        work->order[k] = moving;
    }
}

static void
add_rows(SourceWork *work, HnSourceBatch *batch)
{
    HnRecordTable *table = work->result->table;
    batch->cells.first_row = table->n_rows;
    work->result->version_run =
        g_renew(guint64, work->result->version_run, (gsize)table->n_rows + batch->cells.n_rows + 1);
    for (guint i = 0; i < batch->cells.n_rows; i++) {
        work->result->version_run[table->n_rows] = batch->runs[i];
        hn_record_table_add(table, batch->ids[i]);
    }
}

static gboolean
fill_source(SourceWork *work, GError **error)
{
    g_autoptr(HnSourceBatch) a = hn_source_batch_new();
    g_autoptr(HnSourceBatch) b = hn_source_batch_new();
    work->reading = a;
    work->more = TRUE;
    while (work->reading != NULL || work->filling != NULL) {
        hn_thread_pool_run(work->input->pool, work->result->table->n_attributes + 1, overlap_task,
                           work);
        if (work->error != NULL) {
            g_propagate_error(error, work->error);
            return FALSE;
        }
        put_longest_first(work);
        HnSourceBatch *done = work->filling;
        work->filling = work->reading;
        if (work->filling != NULL)
            add_rows(work, work->filling);
        work->reading = work->filling != NULL && work->more ? (done == NULL ? b : done) : NULL;
        if (work->input->progress != NULL)
            work->input->progress(work->input->progress_user, work->result->table->n_rows, -1);
    }
    return TRUE;
}

static const HnFeed *
find_feed(const HnProject *project, const char *name)
{
    for (guint i = 0; i < project->n_feeds; i++)
        if (strcmp(project->feeds[i].name, name) == 0)
            return &project->feeds[i];
    return NULL;
}

static gboolean
owns(const HnStandardiseInput *input, const HnLandedSource *source)
{
    const HnFeed *feed = find_feed(input->project, source->feed);
    g_assert(feed != NULL);
    return feed->entity == input->entity;
}

GPtrArray *
hn_standardise_sources(const HnStandardiseInput *input)
{
    GPtrArray *owned = g_ptr_array_new();
    for (guint i = 0; i < input->landing->sources->len; i++)
        if (owns(input, input->landing->sources->pdata[i]))
            g_ptr_array_add(owned, input->landing->sources->pdata[i]);
    return owned;
}

HnSourceRows *
hn_standardise_open(const HnStandardiseInput *input, const HnLandedSource *source, GError **error)
{
    g_autoptr(GPtrArray) segments = hn_land_segments_of(input->published, source);
    return hn_source_rows_new(input->store, segments, find_feed(input->project, source->feed),
                              error);
}

void
hn_standardise_cells_free(HnFieldCells **cells, guint n_attributes)
{
    for (guint i = 0; cells != NULL && i < n_attributes; i++)
        hn_field_cells_free(cells[i]);
    g_free(cells);
}

HnFieldCells **
hn_standardise_cells(const HnStandardiseInput *input, const HnLandedSource *source, GError **error)
{
    const HnEntityType *type = &input->project->entities[input->entity];
    const HnFeed *feed = find_feed(input->project, source->feed);
    HnFieldCells **cells = g_new0(HnFieldCells *, type->n_attributes + 1);
    for (guint i = 0; i < type->n_attributes; i++) {
        cells[i] = hn_field_cells_new(feed, type, i, error);
        if (cells[i] == NULL) {
            hn_standardise_cells_free(cells, type->n_attributes);
            return NULL;
        }
    }
    return cells;
}

/* Of the source before: sources of one feed are mapped alike, and what is remembered of values and
 * ends of addresses is of use to the next one. */
typedef struct {
    const HnFeed *feed;
    HnFieldCells **cells; /* [n_attributes]; NULL: there was none */
    GArray **slots;       /* [n_attributes] */
} FeedCells;

static void
feed_cells_clear(FeedCells *last, guint n_attributes)
{
    hn_standardise_cells_free(last->cells, n_attributes);
    for (guint a = 0; last->slots != NULL && a < n_attributes; a++)
        g_array_unref(last->slots[a]);
    g_free(last->slots);
    *last = (FeedCells){ 0 };
}

static gboolean
take_cells(const HnStandardiseInput *input, const HnLandedSource *source, guint n_attributes,
           FeedCells *last, GError **error)
{
    const HnFeed *feed = find_feed(input->project, source->feed);
    if (last->cells != NULL && last->feed == feed)
        return TRUE;
    feed_cells_clear(last, n_attributes);
    last->feed = feed;
    last->cells = hn_standardise_cells(input, source, error);
    last->slots = g_new0(GArray *, n_attributes + 1);
    for (guint a = 0; a < n_attributes; a++)
        last->slots[a] = hn_unread_cells_slots(feed, a);
    return last->cells != NULL;
}

static gboolean
standardise_source(const HnStandardiseInput *input, const HnLandedSource *source, FeedCells *last,
                   HnStandardised *result, GError **error)
{
    const guint n_attributes = result->table->n_attributes;
    g_autofree guint *order = g_new(guint, n_attributes + 1);
    g_autofree gint64 *took_us = g_new0(gint64, n_attributes + 1);
    SourceWork work = { .input = input, .result = result, .order = order, .took_us = took_us };
    for (guint i = 0; i < n_attributes; i++)
        order[i] = i;
    hn_record_table_start_source(result->table, source->source);
    const gsize n_counts = (gsize)result->table->n_sources * n_attributes;
    result->n_unread = g_renew(guint64, result->n_unread, n_counts + 1);
    work.n_unread = result->n_unread + n_counts - n_attributes;
    memset(work.n_unread, 0, n_attributes * sizeof(guint64));
    work.rows = hn_standardise_open(input, source, error);
    gboolean ok = work.rows != NULL && take_cells(input, source, n_attributes, last, error);
    work.cells = last->cells;
    work.slots = last->slots;
    ok = ok && fill_source(&work, error);
    hn_source_rows_free(work.rows);
    return ok;
}

HnStandardised *
hn_standardise_run(const HnStandardiseInput *input, GError **error)
{
    g_autoptr(HnStandardised) result = g_new0(HnStandardised, 1);
    result->table = hn_record_table_new(&input->project->entities[input->entity]);
    result->version_run = g_new0(guint64, 1);
    g_autoptr(GPtrArray) sources = hn_standardise_sources(input);
    FeedCells last = { 0 };
    gboolean ok = TRUE;
    for (guint i = 0; ok && i < sources->len; i++)
        ok = standardise_source(input, sources->pdata[i], &last, result, error);
    feed_cells_clear(&last, result->table->n_attributes);
    if (!ok)
        return NULL;
    hn_record_table_seal(result->table);
    hn_budget_force(input->budget, hn_record_table_size_bytes(result->table));
    return g_steal_pointer(&result);
}

void
hn_standardised_free(HnStandardised *standardised)
{
    if (standardised == NULL)
        return;
    hn_record_table_free(standardised->table);
    g_free(standardised->version_run);
    g_free(standardised->n_unread);
    g_free(standardised);
}

static gsize
count_counts(const HnStandardised *standardised)
{
    return (gsize)standardised->table->n_sources * standardised->table->n_attributes;
}

void
hn_standardised_encode(const HnStandardised *standardised, HnEncoder *encoder)
{
    hn_record_table_encode(standardised->table, encoder);
    for (guint32 row = 0; row < standardised->table->n_rows; row++)
        hn_encode_varint(encoder, standardised->version_run[row]);
    for (gsize i = 0; i < count_counts(standardised); i++)
        hn_encode_varint(encoder, standardised->n_unread[i]);
}

HnStandardised *
hn_standardised_decode(HnDecoder *decoder, const HnEntityType *type)
{
    g_autoptr(HnStandardised) result = g_new0(HnStandardised, 1);
    result->table = hn_record_table_decode(decoder, type);
    if (result->table == NULL)
        return NULL;
    result->version_run = g_new0(guint64, (gsize)result->table->n_rows + 1);
    for (guint32 row = 0; row < result->table->n_rows; row++)
        result->version_run[row] = hn_decode_varint(decoder);
    result->n_unread = g_new0(guint64, count_counts(result) + 1);
    for (gsize i = 0; i < count_counts(result); i++)
        result->n_unread[i] = hn_decode_varint(decoder);
    return hn_decoder_done(decoder) ? g_steal_pointer(&result) : NULL;
}
