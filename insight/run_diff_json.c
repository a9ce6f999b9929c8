#include "insight/run_diff_json.h"

#include "base/json_field.h"
#include "records/entity_id.h"

guint64
hn_diff_source_rows(const HnDiffSource *source)
{
    guint64 n = 0;
    for (guint i = 0; i < HN_DIFF_KINDS; i++)
        n += source->rows[i];
    return n;
}

guint64
hn_diff_source_values(const HnDiffSource *source)
{
    guint64 n = 0;
    for (guint i = 0; i < HN_DIFF_ATTRIBUTES_MAX; i++)
        n += source->values[i];
    return n;
}

static gint
compare_sources(gconstpointer a, gconstpointer b)
{
    const HnDiffSource *x = *(const HnDiffSource *const *)a, *y = *(const HnDiffSource *const *)b;
    const guint64 rows_x = hn_diff_source_rows(x), rows_y = hn_diff_source_rows(y);
    const guint64 values_x = hn_diff_source_values(x), values_y = hn_diff_source_values(y);
    if (rows_x != rows_y)
        return rows_x > rows_y ? -1 : 1;
    if (values_x != values_y)
        return values_x > values_y ? -1 : 1;
    return strcmp(x->name, y->name);
}

GPtrArray *
hn_run_diff_sources(const HnRunDiff *diff)
{
    GPtrArray *sources = g_ptr_array_new();
    for (guint i = 0; i < diff->sources->len; i++)
        g_ptr_array_add(sources, diff->sources->pdata[i]);
    g_ptr_array_sort(sources, compare_sources);
    return sources;
}

static void
put_run(HnJsonWriter *json, const char *key, const HnDiffRun *run)
{
    hn_field_object(json, key);
    hn_field_text(json, "run_id", run->run_id);
    hn_field_text(json, "state", run->state);
    hn_json_end_object(json);
}

static void
put_totals(const HnRunDiff *diff, HnJsonWriter *json)
{
    static const HnDiffKind fates[] = { HN_DIFF_MERGED, HN_DIFF_SPLIT, HN_DIFF_NEW, HN_DIFF_RETIRED,
                                        HN_DIFF_UPDATED };
    hn_field_object(json, "entities");
    hn_field_uint(json, "before", diff->n_entities[0]);
    hn_field_uint(json, "after", diff->n_entities[1]);
    for (guint i = 0; i < G_N_ELEMENTS(fates); i++)
        hn_field_uint(json, hn_diff_kind_name(fates[i]), diff->entities[fates[i]]);
    hn_field_uint(json, "merged_against_identifier", diff->n_strong);
    hn_json_end_object(json);
    hn_field_object(json, "records");
    hn_field_uint(json, "before", diff->n_records[0]);
    hn_field_uint(json, "after", diff->n_records[1]);
    for (guint i = 0; i < HN_DIFF_UPDATED; i++)
        hn_field_uint(json, hn_diff_kind_name((HnDiffKind)i), diff->rows[i]);
    hn_json_end_object(json);
}

/* The counts that are not 0. */
static void
put_attributes(const HnRunDiff *diff, const char *key, const guint64 *counts, HnJsonWriter *json)
{
    hn_field_object(json, key);
    for (guint i = 0; i < diff->attributes->len; i++)
        if (counts[i] > 0)
            hn_field_uint(json, diff->attributes->pdata[i], counts[i]);
    hn_json_end_object(json);
}

static void
put_sources(const HnRunDiff *diff, HnJsonWriter *json)
{
    g_autoptr(GPtrArray) sources = hn_run_diff_sources(diff);
    hn_field_array(json, "sources");
    for (guint i = 0; i < sources->len; i++) {
        const HnDiffSource *source = sources->pdata[i];
        hn_json_object(json);
        hn_field_text(json, "source", source->name);
        hn_field_uint(json, "records", hn_diff_source_rows(source));
        for (guint k = 0; k < HN_DIFF_UPDATED; k++)
            hn_field_uint(json, hn_diff_kind_name((HnDiffKind)k), source->rows[k]);
        put_attributes(diff, "golden", source->values, json);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_entity(HnJsonWriter *json, const char *key, guint64 entity)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format('e', entity, id);
    hn_field_text(json, key, id);
}

static void
put_rows(const HnRunDiff *diff, const HnDiffItem *item, HnJsonWriter *json)
{
    g_autofree guint64 *counts = hn_run_diff_by_source(diff, item);
    const HnDiffRow *first = hn_run_diff_rows(diff, item);
    hn_field_object(json, "sources");
    for (guint s = 0; s < diff->sources->len; s++)
        if (counts[s] > 0)
            hn_field_uint(json, ((const HnDiffSource *)diff->sources->pdata[s])->name, counts[s]);
    hn_json_end_object(json);
    hn_field_object(json, "first");
    hn_field_text(json, "source",
                  ((const HnDiffSource *)diff->sources->pdata[first->source])->name);
    hn_field_slice(json, "record_id", hn_run_diff_id(diff, first));
    hn_json_end_object(json);
}

static void
put_item(const HnRunDiff *diff, const HnDiffItem *item, HnJsonWriter *json)
{
    hn_json_object(json);
    hn_field_text(json, "change", hn_diff_kind_name(item->kind));
    put_entity(json, "entity_id", item->entity);
    if (item->other != 0)
        put_entity(json, "other_entity_id", item->other);
    hn_field_uint(json, "records", item->n);
    if (item->n > 0)
        put_rows(diff, item, json);
    if (item->kind == HN_DIFF_MERGED || item->kind == HN_DIFF_UPDATED) {
        hn_field_array(json, item->kind == HN_DIFF_MERGED ? "identifiers_differ" : "attributes");
        for (guint i = 0; i < diff->attributes->len; i++)
            if ((item->attributes >> i & 1) != 0)
                hn_json_string(json, diff->attributes->pdata[i]);
        hn_json_end_array(json);
    }
    hn_json_end_object(json);
}

void
hn_run_diff_write(const HnRunDiff *diff, const HnDiffRun runs[2], guint limit, HnJsonWriter *json)
{
    hn_json_object(json);
    hn_field_uint(json, "schema", 1);
    put_run(json, "from", &runs[0]);
    put_run(json, "to", &runs[1]);
    put_totals(diff, json);
    put_attributes(diff, "golden", diff->updated, json);
    put_sources(diff, json);
    hn_field_uint(json, "changes_total", diff->items->len);
    hn_field_array(json, "changes");
    for (guint i = 0; i < MIN(diff->items->len, limit); i++)
        put_item(diff, &g_array_index(diff->items, HnDiffItem, i), json);
    hn_json_end_array(json);
    hn_json_end_object(json);
}
