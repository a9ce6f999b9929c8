#include "cli/export_records.h"

#include "base/json_writer.h"
#include "insight/published_view.h"

#define CHUNK_ROWS 16384u
#define MEMORY_BYTES ((guint64)1 << 40) /* what one night could hold, this command can */

static void
put_value(HnJsonWriter *json, const HnRecordTable *table, guint attribute, guint32 value)
{
    hn_json_object(json);
    hn_json_key(json, "value");
    hn_json_slice(json, hn_dictionary_value(table->values[attribute], value));
    hn_json_end_object(json);
}

static void
put_cell(HnJsonWriter *json, const HnRecordTable *table, guint attribute, guint32 code)
{
    if (table->sets[attribute] == NULL) {
        put_value(json, table, attribute, code);
        return;
    }
    guint n;
    const HnSetMember *members = hn_value_sets_members(table->sets[attribute], code, &n);
    hn_json_array(json);
    for (guint i = 0; i < n; i++)
        put_value(json, table, attribute, members[i].value);
    hn_json_end_array(json);
}

static void
put_record(const HnEntityType *type, const HnRecordTable *table, guint32 row, GByteArray *out)
{
    HnJsonWriter json = hn_json_writer(out);
    const guint32 *line = hn_record_table_line(table, row);
    hn_json_object(&json);
    hn_json_key(&json, "source");
    hn_json_string(&json, table->sources[hn_record_table_source_of(table, row)].name);
    hn_json_key(&json, "record_id");
    hn_json_slice(&json, hn_record_table_id(table, row));
    hn_json_key(&json, "entity_type");
    hn_json_string(&json, type->name);
    hn_json_key(&json, "attributes");
    hn_json_object(&json);
    for (guint a = 0; a < type->n_attributes; a++) {
        if (line[a] == 0)
            continue;
        hn_json_key(&json, type->attributes[a].name);
        put_cell(&json, table, a, line[a]);
    }
    hn_json_end_object(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
}

static gboolean
put_type(const HnEntityType *type, const HnRecordTable *table, HnExportLines put, gpointer user,
         GError **error)
{
    g_autoptr(GByteArray) lines = g_byte_array_new();
    for (guint32 first = 0; first < table->n_rows; first += CHUNK_ROWS) {
        g_byte_array_set_size(lines, 0);
        for (guint32 row = first; row < MIN(first + CHUNK_ROWS, table->n_rows); row++)
            put_record(type, table, row, lines);
        if (!put(user, hn_slice(lines->data, lines->len), error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_export_records(HnStore *store, const HnProject *project, HnExportLines put, gpointer user,
                  GError **error)
{
    g_autoptr(HnPublishedView) view = hn_published_view_new(store, project, error);
    if (view == NULL)
        return FALSE;
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(hn_thread_default_count());
    g_autoptr(HnBudget) budget = hn_budget_new(MEMORY_BYTES);
    for (guint t = 0; t < project->n_entities; t++) {
        HnStandardiseInput input = hn_published_view_input(view, t);
        input.pool = pool;
        input.budget = budget;
        g_autoptr(HnStandardised) records = hn_standardise_run(&input, error);
        if (records == NULL || !put_type(&project->entities[t], records->table, put, user, error))
            return FALSE;
    }
    return TRUE;
}
