#include "insight/picked_records.h"

#include "base/base_error.h"
#include "linker/linker_error.h"
#include "linker/rekey_rank.h"

/* Longer than any edit distance that a level allows, of a letter that no script has. */
#define UNLIKE_LETTERS 130u
#define UNLIKE_LETTER "\xee\x80\x80" /* U+E000 */

/* Sorts behind every name of a source. */
#define TRIAL_SOURCE "~"

/* Picks from one source on its way. */
typedef struct {
    const HnCrosswalk *crosswalk;
    HnPickedRecords *picked;
    guint next, end; /* of picked->crosswalk_rows */
    HnFieldCells **cells;
} Pick;

/* Moves the wanted rows of the batch to its front. */
static void
keep_wanted(Pick *pick, HnSourceBatch *batch)
{
    HnCellBatch *cells = &batch->cells;
    guint n_kept = 0;
    for (guint i = 0; i < cells->n_rows && pick->next < pick->end; i++) {
        const HnSlice wanted =
            hn_crosswalk_id(pick->crosswalk, pick->picked->crosswalk_rows[pick->next]);
        if (!hn_slice_equal(batch->ids[i], wanted))
            continue;
        memmove(cells->fields + (gsize)n_kept * cells->n_slots,
                cells->fields + (gsize)i * cells->n_slots, cells->n_slots * sizeof(HnRawField));
        batch->ids[n_kept] = batch->ids[i];
        batch->runs[n_kept++] = batch->runs[i];
        pick->next++;
    }
    cells->n_rows = n_kept;
}

static void
add_rows(Pick *pick, HnSourceBatch *batch)
{
    HnRecordTable *table = pick->picked->table;
    batch->cells.first_row = table->n_rows;
    for (guint i = 0; i < batch->cells.n_rows; i++) {
        pick->picked->version_run[table->n_rows] = batch->runs[i];
        hn_record_table_add(table, batch->ids[i]);
    }
    for (guint a = 0; a < table->n_attributes; a++)
        hn_field_cells_fill(pick->cells[a], &batch->cells, table);
}

/* Record ids ascend in both, so nothing behind the last wanted one is read. */
static gboolean
pick_rows(Pick *pick, HnSourceRows *rows, GError **error)
{
    g_autoptr(HnSourceBatch) batch = hn_source_batch_new();
    gboolean more = TRUE;
    while (more && pick->next < pick->end) {
        if (!hn_source_rows_read(rows, batch, &more, error))
            return FALSE;
        keep_wanted(pick, batch);
        add_rows(pick, batch);
    }
    if (pick->next == pick->end)
        return TRUE;
    g_set_error_literal(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT,
                        "a published record has no version in the record store");
    return FALSE;
}

static gboolean
pick_source(const HnPublishedView *view, guint type, Pick *pick, GError **error)
{
    const HnStandardiseInput input = hn_published_view_input(view, type);
    const guint32 first = pick->picked->crosswalk_rows[pick->next];
    const char *name = pick->crosswalk->sources[pick->crosswalk->source_of[first]];
    const HnLandedSource *source = hn_published_view_source(view, type, name);
    if (source == NULL) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_SOURCE,
                    "source '%s' is no longer in the configuration: its records cannot be read",
                    name);
        return FALSE;
    }
    HnSourceRows *rows = hn_standardise_open(&input, source, error);
    pick->cells = rows == NULL ? NULL : hn_standardise_cells(&input, source, error);
    hn_record_table_start_source(pick->picked->table, name);
    const gboolean done = pick->cells != NULL && pick_rows(pick, rows, error);
    hn_standardise_cells_free(pick->cells, pick->picked->table->n_attributes);
    hn_source_rows_free(rows);
    return done;
}

static gboolean
pick_all(const HnPublishedView *view, guint type, HnPickedRecords *picked, GError **error)
{
    Pick pick = { .crosswalk = hn_live_crosswalk(view->lives[type]), .picked = picked };
    const guint32 *source_of = pick.crosswalk->source_of;
    while (pick.next < picked->n_picked) {
        const guint32 source = source_of[picked->crosswalk_rows[pick.next]];
        for (pick.end = pick.next;
             pick.end < picked->n_picked && source_of[picked->crosswalk_rows[pick.end]] == source;)
            pick.end++;
        if (!pick_source(view, type, &pick, error))
            return FALSE;
    }
    return TRUE;
}

/* The rows to try out, and the values unlike all others: before the table is sealed. */
static void
add_trials(HnPickedRecords *picked)
{
    static const char *const ids[] = { "0", "1" };
    HnRecordTable *table = picked->table;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < UNLIKE_LETTERS; i++)
        g_string_append(text, UNLIKE_LETTER);
    picked->unlike = g_new0(guint32, (gsize)table->n_attributes + 1);
    for (guint a = 0; a < table->n_attributes; a++) {
        HnSetMember member = { .value = hn_dictionary_intern(table->values[a],
                                                             hn_slice(text->str, text->len)) };
        picked->unlike[a] =
            table->sets[a] == NULL
                ? member.value
                : hn_value_sets_intern(table->sets[a], table->values[a], &member, 1);
    }
    hn_record_table_start_source(table, TRIAL_SOURCE);
    for (guint i = 0; i < 2; i++) {
        picked->trial[i] = table->n_rows;
        hn_record_table_add(table, hn_slice_of(ids[i]));
    }
}

HnPickedRecords *
hn_picked_records_new(const HnPublishedView *view, guint type, const HnBundle *bundle,
                      const guint32 *rows, guint n_rows, GError **error)
{
    const HnEntityType *spec = &view->project->entities[type];
    g_autoptr(HnPickedRecords) picked = g_new0(HnPickedRecords, 1);
    picked->table = hn_record_table_new(spec);
    picked->n_picked = n_rows;
    picked->crosswalk_rows = g_new(guint32, (gsize)n_rows + 1);
    picked->version_run = g_new0(guint64, (gsize)n_rows + 1);
    picked->authority = g_new0(gint32, (gsize)n_rows + 1);
    for (guint i = 0; i < n_rows; i++) {
        picked->crosswalk_rows[i] = rows[i];
        picked->authority[i] = hn_live_authority(view->lives[type], rows[i]);
    }
    if (!pick_all(view, type, picked, error))
        return NULL;
    add_trials(picked);
    hn_record_table_seal(picked->table);
    if (!hn_rekey_rank(view->store, NULL, picked->table, error))
        return NULL;
    picked->forms = hn_form_space_new(picked->table, spec, bundle->model, NULL);
    picked->scorer = hn_pair_scorer_new(picked->table, spec, bundle->model, picked->forms, 1, NULL);
    return g_steal_pointer(&picked);
}

void
hn_picked_records_free(HnPickedRecords *picked)
{
    if (picked == NULL)
        return;
    hn_pair_scorer_free(picked->scorer);
    hn_form_space_free(picked->forms);
    hn_record_table_free(picked->table);
    g_free(picked->crosswalk_rows);
    g_free(picked->version_run);
    g_free(picked->authority);
    g_free(picked->unlike);
    g_free(picked);
}

guint32
hn_picked_records_row(const HnPickedRecords *picked, guint32 crosswalk_row)
{
    guint32 low = 0, high = picked->n_picked;
    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        if (picked->crosswalk_rows[middle] < crosswalk_row)
            low = middle + 1;
        else
            high = middle;
    }
    g_assert(low < picked->n_picked && picked->crosswalk_rows[low] == crosswalk_row);
    return low;
}
