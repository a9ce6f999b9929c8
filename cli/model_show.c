/* hopnhat model show: weights by level, as a table. */
#include <stdio.h>

#include "base/json_writer.h"
#include "cli/model_command.h"
#include "cli/model_table.h"
#include "linker/linker_error.h"

static double
bits(gint64 units)
{
    return (double)units / HN_WEIGHT_UNITS_PER_BIT;
}

static void
print_words(const HnModelTable *table, const char *id, gboolean promoted)
{
    printf("%s  %s%s\n", table->entity_type, id, promoted ? "  promoted" : "  candidate");
    printf("  match >= %.2f bits, review >= %.2f bits; prior %.2f bits (1 random pair in %.0f)\n",
           bits(table->match_units), bits(table->review_units), bits(table->prior_units),
           table->lambda > 0 ? 1 / table->lambda : 0);
    if (table->labels_sha256 != NULL)
        printf("  labelled pairs: %" G_GINT64_FORMAT " match, %" G_GINT64_FORMAT
               " different, %" G_GINT64_FORMAT " unsure, of them %" G_GINT64_FORMAT
               " by decisions; sha256 %.12s\n",
               table->labels_match, table->labels_different, table->labels_unsure,
               table->labels_decided, table->labels_sha256);
    for (guint i = 0; i < table->populations->len; i++) {
        const HnModelPopulation *one = table->populations->pdata[i];
        printf("  population of %s: %" G_GINT64_FORMAT " values of %" G_GINT64_FORMAT
               "; sha256 %.12s\n",
               one->attribute, one->n_values, one->n_total, one->sha256);
    }
    printf("  %-20s %-20s %10s %12s %9s\n", "comparison", "level", "m", "u", "bits");
    for (guint i = 0; i < table->rows->len; i++) {
        const HnModelRow *row = &g_array_index(table->rows, HnModelRow, i);
        printf("  %-20s %-20s %10.6f %12.9f %+9.3f\n", row->comparison, row->level, row->m, row->u,
               bits(row->weight_units));
    }
}

static void
put_labels(HnJsonWriter *json, const HnModelTable *table)
{
    const struct {
        const char *key;
        gint64 n;
    } counts[] = { { "match", table->labels_match },
                   { "different", table->labels_different },
                   { "unsure", table->labels_unsure },
                   { "decided", table->labels_decided } };
    if (table->labels_sha256 == NULL)
        return;
    hn_json_key(json, "labels");
    hn_json_object(json);
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        hn_json_key(json, counts[i].key);
        hn_json_int(json, counts[i].n);
    }
    hn_json_key(json, "sha256");
    hn_json_string(json, table->labels_sha256);
    hn_json_end_object(json);
}

static void
put_populations(HnJsonWriter *json, const GPtrArray *populations)
{
    if (populations->len == 0)
        return;
    hn_json_key(json, "populations");
    hn_json_array(json);
    for (guint i = 0; i < populations->len; i++) {
        const HnModelPopulation *one = populations->pdata[i];
        hn_json_object(json);
        hn_json_key(json, "attribute");
        hn_json_string(json, one->attribute);
        hn_json_key(json, "values");
        hn_json_int(json, one->n_values);
        hn_json_key(json, "total");
        hn_json_int(json, one->n_total);
        hn_json_key(json, "sha256");
        hn_json_string(json, one->sha256);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_table(HnJsonWriter *json, const HnModelTable *table, const char *id, gboolean promoted)
{
    hn_json_object(json);
    hn_json_key(json, "entity_type");
    hn_json_string(json, table->entity_type);
    hn_json_key(json, "bundle");
    hn_json_string(json, id);
    hn_json_key(json, "promoted");
    hn_json_bool(json, promoted);
    hn_json_key(json, "lambda");
    hn_json_double(json, table->lambda);
    hn_json_key(json, "threshold_match");
    hn_json_double(json, bits(table->match_units));
    hn_json_key(json, "threshold_review");
    hn_json_double(json, bits(table->review_units));
    put_labels(json, table);
    put_populations(json, table->populations);
    hn_json_key(json, "levels");
    hn_json_array(json);
    for (guint i = 0; i < table->rows->len; i++) {
        const HnModelRow *row = &g_array_index(table->rows, HnModelRow, i);
        hn_json_object(json);
        hn_json_key(json, "comparison");
        hn_json_string(json, row->comparison);
        hn_json_key(json, "level");
        hn_json_string(json, row->level);
        hn_json_key(json, "m");
        hn_json_double(json, row->m);
        hn_json_key(json, "u");
        hn_json_double(json, row->u);
        hn_json_key(json, "match_weight");
        hn_json_double(json, bits(row->weight_units));
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
    hn_json_end_object(json);
}

gboolean
hn_model_show(const HnModelCommand *command, GError **error)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    guint n_shown = 0;
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "models");
    hn_json_array(&json);
    for (guint i = 0; i < command->project->n_entities; i++) {
        g_autoptr(GError) fault = NULL;
        g_autofree char *promoted = hn_model_promoted(command, i);
        g_autofree char *id =
            command->id == NULL ? g_strdup(promoted) : hn_model_candidate(command, i, &fault);
        if (fault != NULL) {
            g_propagate_error(error, g_steal_pointer(&fault));
            return FALSE;
        }
        if (id == NULL)
            continue;
        g_autoptr(HnModelTable) table = hn_model_table_load(command->store, id, error);
        if (table == NULL)
            return FALSE;
        n_shown++;
        if (command->json)
            put_table(&json, table, id, g_strcmp0(id, promoted) == 0);
        else
            print_words(table, id, g_strcmp0(id, promoted) == 0);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    if (command->json)
        fwrite(text->data, 1, text->len, stdout);
    if (n_shown > 0)
        return TRUE;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                command->id == NULL ? "no bundle was promoted yet: `hopnhat run` learns one"
                                    : "no bundle's id begins with what was given");
    return FALSE;
}
