#include "cli/model_table.h"

#include <jansson.h>

#include "base/io.h"
#include "linker/linker_error.h"

#define JSON_BYTES_MAX ((gsize)64 << 20)

static void
clear_row(gpointer data)
{
    HnModelRow *row = data;
    g_free(row->comparison);
    g_free(row->level);
}

void
hn_model_table_free(HnModelTable *table)
{
    if (table == NULL)
        return;
    g_array_unref(table->rows);
    g_free(table->entity_type);
    g_free(table->labels_sha256);
    g_ptr_array_unref(table->populations);
    g_free(table);
}

static json_t *
load_json(HnStore *store, const char *bundle, const char *name, GError **error)
{
    g_autofree char *relative = g_build_filename("bundles", bundle, name, NULL);
    g_autofree char *path = hn_store_path(store, relative);
    g_autoptr(GBytes) text = hn_io_read_file(path, JSON_BYTES_MAX, error);
    if (text == NULL)
        return NULL;
    json_t *root = json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), 0, NULL);
    if (root == NULL)
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_BUNDLE, "bundle %.12s: %s: not JSON",
                    bundle, name);
    return root;
}

/* Label of level @index, the null level not counted. */
static char *
label_of(const json_t *model, gsize comparison, gsize index)
{
    const json_t *levels = json_object_get(
        json_array_get(json_object_get(model, "comparisons"), comparison), "comparison_levels");
    for (gsize i = 0; i < json_array_size(levels); i++) {
        const json_t *level = json_array_get(levels, i);
        if (json_is_true(json_object_get(level, "is_null_level")))
            continue;
        if (index-- > 0)
            continue;
        const char *label = json_string_value(json_object_get(level, "label_for_charts"));
        return g_strdup(label == NULL ? "?" : label);
    }
    return g_strdup("?");
}

static void
take_rows(const json_t *sidecar, const json_t *model, GArray *rows)
{
    const json_t *comparisons = json_object_get(sidecar, "comparisons");
    for (gsize c = 0; c < json_array_size(comparisons); c++) {
        const json_t *one = json_array_get(comparisons, c);
        const json_t *weights = json_object_get(one, "weight_units");
        for (gsize i = 0; i < json_array_size(weights); i++) {
            const HnModelRow row = {
                .comparison = g_strdup(json_string_value(json_object_get(one, "name"))),
                .level = label_of(model, c, i),
                .m = json_number_value(json_array_get(json_object_get(one, "m"), i)),
                .u = json_number_value(json_array_get(json_object_get(one, "u"), i)),
                .weight_units = json_integer_value(json_array_get(weights, i)),
            };
            g_array_append_val(rows, row);
        }
    }
}

static void
take_labels(const json_t *sidecar, HnModelTable *table)
{
    const json_t *labels = json_object_get(json_object_get(sidecar, "training"), "labels");
    table->labels_sha256 = g_strdup(json_string_value(json_object_get(labels, "sha256")));
    table->labels_match = json_integer_value(json_object_get(labels, "match"));
    table->labels_different = json_integer_value(json_object_get(labels, "different"));
    table->labels_unsure = json_integer_value(json_object_get(labels, "unsure"));
    table->labels_decided = json_integer_value(json_object_get(labels, "decided"));
}

static void
free_population(gpointer data)
{
    HnModelPopulation *population = data;
    g_free(population->attribute);
    g_free(population->sha256);
    g_free(population);
}

static void
take_populations(const json_t *sidecar, HnModelTable *table)
{
    const json_t *list = json_object_get(json_object_get(sidecar, "training"), "populations");
    table->populations = g_ptr_array_new_with_free_func(free_population);
    for (gsize i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        HnModelPopulation *population = g_new0(HnModelPopulation, 1);
        population->attribute = g_strdup(json_string_value(json_object_get(one, "attribute")));
        population->sha256 = g_strdup(json_string_value(json_object_get(one, "sha256")));
        population->n_values = json_integer_value(json_object_get(one, "values"));
        population->n_total = json_integer_value(json_object_get(one, "total"));
        g_ptr_array_add(table->populations, population);
    }
}

HnModelTable *
hn_model_table_load(HnStore *store, const char *bundle, GError **error)
{
    json_t *sidecar = load_json(store, bundle, "hopnhat.json", error);
    json_t *model = sidecar == NULL ? NULL : load_json(store, bundle, "model.json", error);
    HnModelTable *table = NULL;
    if (model != NULL) {
        table = g_new0(HnModelTable, 1);
        table->entity_type = g_strdup(json_string_value(json_object_get(sidecar, "entity_type")));
        table->lambda = json_number_value(json_object_get(sidecar, "lambda"));
        table->prior_units = json_integer_value(json_object_get(sidecar, "prior_units"));
        table->match_units = json_integer_value(json_object_get(sidecar, "threshold_match_units"));
        table->review_units =
            json_integer_value(json_object_get(sidecar, "threshold_review_units"));
        table->rows = g_array_new(FALSE, FALSE, sizeof(HnModelRow));
        g_array_set_clear_func(table->rows, clear_row);
        take_rows(sidecar, model, table->rows);
        take_labels(sidecar, table);
        take_populations(sidecar, table);
    }
    json_decref(model);
    json_decref(sidecar);
    return table;
}
