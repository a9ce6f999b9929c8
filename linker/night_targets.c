#include "linker/night_targets.h"

#include "linker/target_values.h"
#include "publish/change_set.h"
#include "records/entity_id.h"

/* One target on its way. */
typedef struct {
    HnNight *night;
    const HnTarget *target;
    const HnLinked *linked;
    HnStandardiseInput source;
    const HnStandardised *standardised;
    gboolean *told, *reaches; /* [n_sources] */
    gsize *entity_of_row;     /* [n_rows] index among the golden lines */
    gboolean *wanted;         /* [n_entities] it has a record that the target is told of */
    HnTargetValues *values;   /* NULL: none are asked for */
    HnTargetDiff *diff;
    HnSlice *fields; /* [n_columns] of the row being made */
} Writing;

static gboolean *
sources_named(const HnRecordTable *table, char *const *names)
{
    gboolean *named = g_new0(gboolean, table->n_sources + 1);
    for (guint i = 0; i < table->n_sources; i++)
        named[i] =
            names == NULL || g_strv_contains((const char *const *)names, table->sources[i].name);
    return named;
}

static void
find_entities(Writing *writing)
{
    const HnLinked *linked = writing->linked;
    const gsize n = hn_golden_lines_n(linked->golden);
    writing->wanted = g_new0(gboolean, n + 1);
    writing->entity_of_row = g_new(gsize, (gsize)linked->crosswalk->n_rows + 1);
    for (gsize i = 0; i < n; i++) {
        guint32 n_rows = 0;
        const guint32 *rows = hn_golden_lines_rows(linked->golden, i, &n_rows);
        for (guint32 k = 0; k < n_rows; k++) {
            writing->entity_of_row[rows[k]] = i;
            writing->wanted[i] |= writing->told[linked->source_of[rows[k]]];
        }
    }
}

static void
put_values(Writing *writing, gsize entity, guint first)
{
    const HnTarget *target = writing->target;
    const HnSlice *values =
        writing->values == NULL ? NULL : hn_target_values_of(writing->values, entity);
    for (guint i = 0; i < target->n_values; i++)
        writing->fields[first + i] = values[i];
}

/* Rows of the table ascend by (source, record_id). */
static gboolean
write_records(Writing *writing, GError **error)
{
    const HnRecordTable *table = writing->standardised->table;
    const HnLinked *linked = writing->linked;
    char id[HN_ENTITY_ID_CHARS + 1];
    for (guint32 row = 0; row < table->n_rows; row++) {
        const guint32 source = linked->source_of[row];
        if (!writing->told[source])
            continue;
        hn_entity_id_format('e', linked->crosswalk->entity_of[row], id);
        writing->fields[0] = hn_slice_of(table->sources[source].name);
        writing->fields[1] = hn_record_table_id(table, row);
        writing->fields[2] = hn_slice(id, HN_ENTITY_ID_CHARS);
        put_values(writing, writing->entity_of_row[row], 3);
        if (!hn_target_diff_put(writing->diff, writing->fields, error))
            return FALSE;
    }
    return TRUE;
}

/* Entities ascend, and so do their names. */
static gboolean
write_entities(Writing *writing, GError **error)
{
    const HnLinked *linked = writing->linked;
    const gsize n = hn_golden_lines_n(linked->golden);
    char id[HN_ENTITY_ID_CHARS + 1];
    char digits[16];
    for (gsize i = 0; i < n; i++) {
        guint32 n_rows = 0;
        guint n_told = 0;
        if (!writing->wanted[i])
            continue;
        const guint32 *rows = hn_golden_lines_rows(linked->golden, i, &n_rows);
        for (guint32 k = 0; k < n_rows; k++)
            n_told += writing->told[linked->source_of[rows[k]]] ? 1 : 0;
        hn_entity_id_format('e', hn_golden_lines_entity(linked->golden, i), id);
        writing->fields[0] = hn_slice(id, HN_ENTITY_ID_CHARS);
        g_snprintf(digits, sizeof digits, "%u", n_told);
        writing->fields[1] = hn_slice_of(digits);
        put_values(writing, i, 2);
        if (!hn_target_diff_put(writing->diff, writing->fields, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
open_diff(Writing *writing, GError **error)
{
    HnNight *night = writing->night;
    g_autoptr(GPtrArray) states =
        hn_store_segments(night->store, HN_CHANGE_STATE, writing->target->name, error);
    if (states == NULL)
        return FALSE;
    const HnSegment *last = states->len == 0 ? NULL : states->pdata[states->len - 1];
    const HnTargetDiffOptions options = { .store = night->store,
                                          .run = night->run.sequence,
                                          .target = writing->target,
                                          .last = last,
                                          .previous = last == NULL ? 0 : last->run };
    writing->diff = hn_target_diff_new(&options, error);
    return writing->diff != NULL;
}

static gboolean
open_values(Writing *writing, GError **error)
{
    const HnTargetValuesInput input = { .source = &writing->source,
                                        .standardised = writing->standardised,
                                        .linked = writing->linked,
                                        .target = writing->target,
                                        .reaches = writing->reaches,
                                        .wanted = writing->wanted };
    if (writing->target->n_values == 0)
        return TRUE;
    writing->values = hn_target_values_new(&input, error);
    return writing->values != NULL;
}

static void
writing_clear(Writing *writing)
{
    g_free(writing->told);
    g_free(writing->reaches);
    g_free(writing->entity_of_row);
    g_free(writing->wanted);
    g_free(writing->fields);
    hn_target_values_free(writing->values);
    hn_target_diff_free(writing->diff);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Writing, writing_clear)

static gboolean
write_target(HnNight *night, const HnTarget *target, GError **error)
{
    const HnNightType *type = &night->types[target->entity];
    const HnRecordTable *table = type->standardised->table;
    g_auto(Writing) writing = {
        .night = night,
        .target = target,
        .linked = type->linked,
        .standardised = type->standardised,
        .source = { .store = night->store,
                    .project = night->options->project,
                    .entity = target->entity,
                    .landing = night->landing,
                    .published = night->published,
                    .pool = night->pool,
                    .budget = night->budget },
        .told = sources_named(table, target->sources),
        .reaches = sources_named(table, target->values_from),
        .fields = g_new0(HnSlice, target->n_columns),
    };
    find_entities(&writing);
    return open_values(&writing, error) && open_diff(&writing, error) &&
           (target->is_golden ? write_entities(&writing, error) : write_records(&writing, error)) &&
           hn_target_diff_finish(writing.diff, night->segments, error);
}

gboolean
hn_night_write_targets(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    gboolean ok = TRUE;
    hn_store_use_pool(night->store, NULL); /* two files are written at once */
    for (guint i = 0; ok && i < project->n_targets; i++)
        ok = write_target(night, &project->targets[i], error);
    hn_store_use_pool(night->store, night->pool);
    return ok;
}
