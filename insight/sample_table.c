#include "insight/sample_table.h"

#include <string.h>

#include "base/hash.h"
#include "linker/field_cells.h"

/* A row of the sample under the name that a night would give it. */
typedef struct {
    char *source;
    HnSlice id;
    guint64 draw; /* by its name: the same in whatever file it came */
    const HnSampleRow *row;
} Named;

typedef struct {
    const HnAttributePlan *plan;
    const HnProject *project;
    HnRecordTable *table;
    HnArena *arena;
    HnFieldCells ***cells; /* [n_files][n_attributes] */
    GArray **slots;        /* [n_files] guint: column behind each slot */
    const HnFeed **feeds;  /* [n_files] */
} Work;

static HnSlice
text_of(const HnSampleRow *row, guint column)
{
    return hn_slice(row->fields[column].bytes, row->fields[column].n_bytes);
}

static gboolean
is_source_name(HnSlice name)
{
    for (gsize i = 0; i < name.n_bytes; i++) {
        const guint8 c = name.bytes[i];
        if (!g_ascii_islower(c) && !g_ascii_isdigit(c) && c != '_' && c != '-')
            return FALSE;
    }
    return name.n_bytes > 0 && name.n_bytes < 64;
}

static Named
name_row(const Work *work, const HnSampleRow *row)
{
    const HnPlannedFile *file = &work->plan->files[row->file];
    Named named = { .row = row };
    const HnSlice source =
        file->source_column == G_MAXUINT ? hn_slice(NULL, 0) : text_of(row, file->source_column);
    const char *given = is_source_name(source) ? (const char *)source.bytes : file->source;
    const gsize n = is_source_name(source) ? source.n_bytes : strlen(file->source);
    named.source = hn_arena_array(work->arena, char, n + 1);
    memcpy(named.source, given, n);
    named.source[n] = '\0';
    named.id = file->key_column == G_MAXUINT ? hn_slice(NULL, 0) : text_of(row, file->key_column);
    if (named.id.n_bytes == 0) {
        char hash[17];
        g_snprintf(hash, sizeof hash, "%016" G_GINT64_MODIFIER "x", row->hash);
        named.id = hn_arena_copy(work->arena, hn_slice(hash, 16));
    }
    named.draw = hn_hash64_seeded(named.id.bytes, named.id.n_bytes, hn_hash64(named.source, n));
    return named;
}

static gint
compare_named(gconstpointer a, gconstpointer b)
{
    const Named *x = a, *y = b;
    const gint order = strcmp(x->source, y->source);
    return order != 0 ? order : hn_slice_compare(x->id, y->id);
}

static gint
compare_draws(gconstpointer a, gconstpointer b)
{
    const Named *x = a, *y = b;
    return x->draw != y->draw ? (x->draw > y->draw) - (x->draw < y->draw) : compare_named(a, b);
}

/* [n] (element-type Named) ascending, each name once. */
static GArray *
choose_rows(const Work *work, guint rows_max)
{
    const HnScan *scan = work->plan->scan;
    GArray *named = g_array_new(FALSE, FALSE, sizeof(Named));
    for (guint i = 0; i < scan->n_rows; i++) {
        const Named one = name_row(work, &scan->rows[i]);
        g_array_append_val(named, one);
    }
    if (named->len > rows_max) {
        g_array_sort(named, compare_draws);
        g_array_set_size(named, rows_max);
    }
    g_array_sort(named, compare_named);
    guint n = 0;
    for (guint i = 0; i < named->len; i++) {
        const Named *one = &g_array_index(named, Named, i);
        if (n == 0 || compare_named(&g_array_index(named, Named, n - 1), one) != 0)
            g_array_index(named, Named, n++) = *one;
    }
    g_array_set_size(named, n);
    return named;
}

static gboolean
open_file(Work *work, guint f, GError **error)
{
    const HnPlannedFile *file = &work->plan->files[f];
    for (guint i = 0; i < work->project->n_feeds; i++) {
        if (strcmp(work->project->feeds[i].name, file->source) == 0)
            work->feeds[f] = &work->project->feeds[i];
    }
    g_assert(work->feeds[f] != NULL);
    g_autoptr(GPtrArray) columns = hn_field_cells_columns(work->feeds[f]);
    work->slots[f] = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < columns->len; i++) {
        const guint column = hn_scanned_file_find(file->scanned, columns->pdata[i]);
        g_assert(column != G_MAXUINT);
        g_array_append_val(work->slots[f], column);
    }
    const HnEntityType *type = &work->project->entities[0];
    work->cells[f] = g_new0(HnFieldCells *, type->n_attributes);
    for (guint a = 0; a < type->n_attributes; a++) {
        work->cells[f][a] = hn_field_cells_new(work->feeds[f], type, a, error);
        if (work->cells[f][a] == NULL)
            return FALSE;
    }
    return TRUE;
}

/* Rows [first, end) are of one source and one file. */
static void
fill_rows(Work *work, const GArray *named, guint first, guint end)
{
    const guint f = g_array_index(named, Named, first).row->file;
    const GArray *slots = work->slots[f];
    HnCellBatch batch = { .n_slots = slots->len,
                          .n_rows = end - first,
                          .first_row = work->table->n_rows };
    g_autofree HnRawField *fields = g_new0(HnRawField, (gsize)slots->len * (end - first) + 1);
    batch.fields = fields;
    for (guint i = first; i < end; i++) {
        const Named *one = &g_array_index(named, Named, i);
        hn_record_table_add(work->table, one->id);
        for (guint s = 0; s < slots->len; s++)
            fields[(gsize)(i - first) * slots->len + s] =
                one->row->fields[g_array_index(slots, guint, s)];
    }
    for (guint a = 0; a < work->project->entities[0].n_attributes; a++)
        hn_field_cells_fill(work->cells[f][a], &batch, work->table);
}

static void
fill_table(Work *work, const GArray *named)
{
    for (guint first = 0; first < named->len;) {
        const Named *one = &g_array_index(named, Named, first);
        if (first == 0 || strcmp(g_array_index(named, Named, first - 1).source, one->source) != 0)
            hn_record_table_start_source(work->table, one->source);
        guint end = first + 1;
        while (end < named->len && g_array_index(named, Named, end).row->file == one->row->file &&
               strcmp(g_array_index(named, Named, end).source, one->source) == 0)
            end++;
        fill_rows(work, named, first, end);
        first = end;
    }
    hn_record_table_seal(work->table);
}

static void
work_clear(Work *work)
{
    for (guint f = 0; f < work->plan->n_files; f++) {
        for (guint a = 0; work->cells[f] != NULL && a < work->project->entities[0].n_attributes;
             a++)
            hn_field_cells_free(work->cells[f][a]);
        g_free(work->cells[f]);
        if (work->slots[f] != NULL)
            g_array_unref(work->slots[f]);
    }
    hn_arena_free(work->arena);
}

HnRecordTable *
hn_sample_table_new(const HnAttributePlan *plan, const HnProject *project, guint rows_max,
                    GError **error)
{
    g_autofree HnFieldCells ***cells = g_new0(HnFieldCells **, plan->n_files);
    g_autofree GArray **slots = g_new0(GArray *, plan->n_files);
    g_autofree const HnFeed **feeds = g_new0(const HnFeed *, plan->n_files);
    Work work = { .plan = plan,
                  .project = project,
                  .arena = hn_arena_new(),
                  .cells = cells,
                  .slots = slots,
                  .feeds = feeds };
    gboolean opened = TRUE;
    for (guint f = 0; opened && f < plan->n_files; f++)
        opened = open_file(&work, f, error);
    if (opened) {
        g_autoptr(GArray) named = choose_rows(&work, rows_max);
        work.table = hn_record_table_new(&project->entities[0]);
        fill_table(&work, named);
    }
    work_clear(&work);
    return work.table;
}
