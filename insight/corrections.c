#include "insight/corrections.h"

#include "config/shares_config.h"
#include "linker/linker_error.h"
#include "linker/quiet_landing.h"
#include "linker/standardise_stage.h"
#include "linker/unread_cells.h"
#include "publish/change_set.h"
#include "publish/export_csv.h"

#define TOLD "~"       /* sorts behind every name of a source */
#define FIRST_VALUE 3u /* of a row: source, record_id, entity_id stand before */

typedef struct {
    const HnCorrectionsInput *input;
    const HnFeed *feed;
    const HnTarget *target;
    const HnEntityType *type;
    HnFieldCells **own, **told; /* [n_attributes] */
    GArray **slots;             /* [n_values] of hn_unread_cells_slots(): columns of the source */
    HnFeed told_feed;           /* as if the target's values were its columns */
    HnChangeReader *reader;
    HnChangeRows rows; /* of the target */
    guint next;        /* of them */
    gboolean ended;
    GByteArray *out;
    guint64 n;
} Corrections;

/* ---- what is compared ---- */

static const HnFeed *
feed_of_source(const HnProject *project, const HnLanding *landing, const char *source,
               const HnLandedSource **ret_landed)
{
    for (guint i = 0; i < landing->sources->len; i++) {
        const HnLandedSource *landed = landing->sources->pdata[i];
        if (strcmp(landed->source, source) != 0)
            continue;
        *ret_landed = landed;
        for (guint f = 0; f < project->n_feeds; f++)
            if (strcmp(project->feeds[f].name, landed->feed) == 0)
                return &project->feeds[f];
    }
    return NULL;
}

static gboolean
fail(GError **error, gint code, const char *source, const char *what)
{
    g_set_error(error, HN_LINKER_ERROR, code, "source '%s' %s", source, what);
    return FALSE;
}

static gboolean
find_target(Corrections *all, GError **error)
{
    const char *source = all->input->source;
    if (all->feed == NULL || all->feed->entity == G_MAXUINT)
        return fail(error, HN_LINKER_ERROR_UNKNOWN, source, "has no published records");
    if (all->feed->receives == NULL)
        return fail(error, HN_LINKER_ERROR_CONFIGURATION, source,
                    "has no `receives`: the target that says what its owner may be told");
    if (all->feed->key == NULL)
        return fail(error, HN_LINKER_ERROR_CONFIGURATION, source,
                    "has no key, so that nobody could find the record to be put right");
    all->target = hn_project_target(all->input->project, all->feed->receives);
    g_assert(all->target != NULL); /* shares_config.c has looked */
    all->type = &all->input->project->entities[all->feed->entity];
    return TRUE;
}

static gboolean
open_rows(Corrections *all, GError **error)
{
    g_autoptr(GPtrArray) states =
        hn_store_segments(all->input->store, HN_CHANGE_STATE, all->target->name, error);
    if (states == NULL)
        return FALSE;
    if (states->len == 0)
        return fail(error, HN_LINKER_ERROR_UNKNOWN, all->input->source,
                    "was told of nothing yet: its target has no rows before a night was published");
    all->reader = hn_change_reader_new(all->input->store, states->pdata[states->len - 1], error);
    if (all->reader == NULL)
        return FALSE;
    return hn_change_reader_fits(all->reader, all->target) ||
           fail(error, HN_LINKER_ERROR_CONFIGURATION, all->input->source,
                "is told by a target that had another audience in the last night: run one first");
}

/* A source whose columns are the target's values, one each: what they mean is read by the same
 * standardisers. */
static gboolean
open_told(Corrections *all, GError **error)
{
    const guint n = all->target->n_values;
    all->told_feed = (HnFeed){ .n_map = n, .map = g_new0(HnFieldMap, n) };
    all->slots = g_new0(GArray *, n + 1);
    all->told = g_new0(HnFieldCells *, all->type->n_attributes + 1);
    for (guint i = 0; i < n; i++) {
        const guint attribute = all->target->values[i];
        all->told_feed.map[i] =
            (HnFieldMap){ .attribute = attribute,
                          .columns = g_strsplit(all->type->attributes[attribute].name, "\n", 1),
                          .join = g_strdup(" ") };
        all->slots[i] = hn_unread_cells_slots(all->feed, attribute);
    }
    for (guint a = 0; a < all->type->n_attributes; a++) {
        all->told[a] = hn_field_cells_new(&all->told_feed, all->type, a, error);
        if (all->told[a] == NULL)
            return FALSE;
    }
    return TRUE;
}

static void
corrections_clear(Corrections *all)
{
    hn_change_reader_free(all->reader);
    if (all->type == NULL)
        return;
    hn_standardise_cells_free(all->own, all->type->n_attributes);
    hn_standardise_cells_free(all->told, all->type->n_attributes);
    for (guint i = 0; i < all->told_feed.n_map; i++) {
        g_strfreev(all->told_feed.map[i].columns);
        g_free(all->told_feed.map[i].join);
        g_array_unref(all->slots[i]);
    }
    g_free(all->told_feed.map);
    g_free(all->slots);
}

/* ---- the target's row of a record ---- */

/* The fields of (source, @id), or NULL with *ret_ok; both ascend. */
static const HnSlice *
told_of(Corrections *all, HnSlice id, gboolean *ret_ok, GError **error)
{
    const HnSlice source = hn_slice_of(all->input->source);
    *ret_ok = TRUE;
    while (!all->ended) {
        if (all->next == all->rows.n_rows) {
            all->next = 0;
            *ret_ok = hn_change_reader_next(all->reader, &all->rows, error);
            all->ended = !*ret_ok || all->rows.n_rows == 0;
            continue;
        }
        const HnSlice *fields = all->rows.fields + (gsize)all->next * all->rows.n_columns;
        gint order = hn_slice_compare(fields[0], source);
        order = order != 0 ? order : hn_slice_compare(fields[1], id);
        if (order == 0)
            return fields;
        if (order > 0)
            return NULL;
        all->next++;
    }
    return NULL;
}

/* ---- a batch ---- */

/* What the target tells of the batch's rows: fields as a batch of their own, and the entities. */
typedef struct {
    HnCellBatch cells;
    HnSlice *entities; /* [n_rows]; bytes NULL: it is told nothing of the row */
} Told;

static gboolean
collect_told(Corrections *all, const HnSourceBatch *batch, Told *told, GError **error)
{
    const guint n = all->target->n_values, n_rows = batch->cells.n_rows;
    told->cells = (HnCellBatch){ .n_slots = n,
                                 .n_rows = n_rows,
                                 .fields = g_new0(HnRawField, (gsize)n_rows * n + 1),
                                 .arena = hn_arena_new() };
    told->entities = g_new0(HnSlice, (gsize)n_rows + 1);
    for (guint r = 0; r < n_rows; r++) {
        gboolean ok = TRUE;
        const HnSlice *fields = told_of(all, batch->ids[r], &ok, error);
        if (!ok)
            return FALSE;
        for (guint i = 0; i < n; i++) {
            HnRawField *field = &told->cells.fields[(gsize)r * n + i];
            field->kind = HN_FIELD_MISSING;
            if (fields == NULL || fields[FIRST_VALUE + i].bytes == NULL)
                continue;
            const HnSlice kept = hn_arena_copy(told->cells.arena, fields[FIRST_VALUE + i]);
            *field = (HnRawField){ kept.bytes, (guint32)kept.n_bytes, HN_FIELD_TEXT };
        }
        if (fields != NULL)
            told->entities[r] = hn_arena_copy(told->cells.arena, fields[2]);
    }
    return TRUE;
}

static void
told_clear(Told *told)
{
    g_free(told->cells.fields);
    g_free(told->entities);
    hn_arena_free(told->cells.arena);
}

/* The source's rows, and behind them what it is told, in one table: one code, one meaning. */
static HnRecordTable *
tabulate(Corrections *all, HnSourceBatch *batch, Told *told)
{
    HnRecordTable *table = hn_record_table_new(all->type);
    hn_record_table_start_source(table, all->input->source);
    for (guint r = 0; r < batch->cells.n_rows; r++)
        hn_record_table_add(table, batch->ids[r]);
    hn_record_table_start_source(table, TOLD);
    for (guint r = 0; r < batch->cells.n_rows; r++)
        hn_record_table_add(table, batch->ids[r]);
    batch->cells.first_row = 0;
    told->cells.first_row = batch->cells.n_rows;
    for (guint a = 0; a < all->type->n_attributes; a++) {
        hn_field_cells_fill(all->own[a], &batch->cells, table);
        hn_field_cells_fill(all->told[a], &told->cells, table);
    }
    return table;
}

/* Nothing, something that cannot be read, or something else. */
static const char *
why(guint32 own, const char *text)
{
    return own != 0 ? "differs" : text[strspn(text, " \t\r\n")] == '\0' ? "missing" : "unread";
}

/* The source's own text: of one column as it stands, of several with a blank between them. */
static char *
own_text(const GArray *slots, const HnRawField *row)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < slots->len; i++) {
        const HnRawField *field = &row[g_array_index(slots, guint, i)];
        if (field->n_bytes == 0)
            continue;
        if (text->len > 0)
            g_string_append_c(text, ' ');
        g_string_append_len(text, (const char *)field->bytes, (gssize)field->n_bytes);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *
column_names(const HnFeed *feed, guint attribute)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < feed->n_map; i++)
        for (char **column = feed->map[i].columns;
             feed->map[i].attribute == attribute && *column != NULL; column++)
            g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "", *column);
    return g_string_free(g_steal_pointer(&names), FALSE);
}

static void
put_fields(Corrections *all, const HnSlice *fields, guint n)
{
    for (guint i = 0; i < n; i++) {
        if (i > 0)
            hn_put_u8(all->out, ',');
        hn_export_csv_field(fields[i], all->input->spreadsheet, all->out);
    }
    hn_put_u8(all->out, '\n');
}

typedef struct {
    const HnSourceBatch *batch;
    const Told *told;
    const HnRecordTable *table;
} Batch;

static void
compare_cell(Corrections *all, const Batch *batch, guint r, guint i)
{
    const guint attribute = all->target->values[i], n_rows = batch->batch->cells.n_rows;
    const guint32 own = hn_record_table_line(batch->table, r)[attribute];
    const guint32 told = hn_record_table_line(batch->table, n_rows + r)[attribute];
    const HnRawField *row = batch->batch->cells.fields + (gsize)r * batch->batch->cells.n_slots;
    if (told == 0 || told == own || all->slots[i]->len == 0)
        return;
    g_autofree char *text = own_text(all->slots[i], row);
    g_autofree char *columns = column_names(all->feed, attribute);
    const HnRawField *golden = &batch->told->cells.fields[(gsize)r * all->target->n_values + i];
    const HnSlice fields[] = {
        batch->batch->ids[r],
        hn_slice_of(all->type->attributes[attribute].name),
        hn_slice_of(columns),
        hn_slice_of(text),
        hn_slice(golden->bytes, golden->n_bytes),
        hn_slice_of(why(own, text)),
        batch->told->entities[r],
    };
    put_fields(all, fields, G_N_ELEMENTS(fields));
    all->n++;
}

static gboolean
compare_batch(Corrections *all, HnSourceBatch *batch, GError **error)
{
    Told told = { 0 };
    const gboolean ok = collect_told(all, batch, &told, error);
    if (ok) {
        g_autoptr(HnRecordTable) table = tabulate(all, batch, &told);
        const Batch both = { batch, &told, table };
        for (guint r = 0; r < batch->cells.n_rows; r++)
            for (guint i = 0; i < all->target->n_values; i++)
                if (!all->type->attributes[all->target->values[i]].many)
                    compare_cell(all, &both, r, i);
    }
    told_clear(&told);
    return ok;
}

static void
put_header(Corrections *all)
{
    g_autofree char *key = g_strjoinv("|", all->feed->key); /* as record ids are joined */
    const HnSlice fields[] = { hn_slice_of(key),        hn_slice_of("attribute"),
                               hn_slice_of("column"),   hn_slice_of("value"),
                               hn_slice_of("golden"),   hn_slice_of("why"),
                               hn_slice_of("entity_id") };
    put_fields(all, fields, G_N_ELEMENTS(fields));
}

static gboolean
compare_all(Corrections *all, const HnStandardiseInput *source, const HnLandedSource *landed,
            GError **error)
{
    HnSourceRows *rows = hn_standardise_open(source, landed, error);
    g_autoptr(HnSourceBatch) batch = hn_source_batch_new();
    all->own = rows == NULL ? NULL : hn_standardise_cells(source, landed, error);
    gboolean ok = all->own != NULL, more = TRUE;
    while (ok && more)
        ok = hn_source_rows_read(rows, batch, &more, error) && compare_batch(all, batch, error);
    hn_source_rows_free(rows);
    return ok;
}

gboolean
hn_corrections_write(const HnCorrectionsInput *input, GByteArray *out, guint64 *ret_n,
                     GError **error)
{
    g_autoptr(GPtrArray) published = hn_store_segments(input->store, "RECV", NULL, error);
    if (published == NULL)
        return FALSE;
    g_autoptr(HnLanding) landing = hn_quiet_landing_new(input->project, published);
    const HnLandedSource *landed = NULL;
    Corrections all = { .input = input, .out = out };
    all.feed = feed_of_source(input->project, landing, input->source, &landed);
    gboolean ok = find_target(&all, error) && open_rows(&all, error) && open_told(&all, error);
    if (ok) {
        const HnStandardiseInput source = { .store = input->store,
                                            .project = input->project,
                                            .entity = all.feed->entity,
                                            .landing = landing,
                                            .published = published };
        put_header(&all);
        ok = compare_all(&all, &source, landed, error);
    }
    *ret_n = all.n;
    corrections_clear(&all);
    return ok;
}
