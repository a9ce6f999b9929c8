/* hopnhat model diff: the candidate beside the promoted bundle, in weights and in entities. */
#include <stdio.h>

#include "base/json_writer.h"
#include "cli/model_command.h"
#include "cli/model_table.h"
#include "linker/bundle_check.h"
#include "linker/linker_error.h"

static double
bits(gint64 units)
{
    return (double)units / HN_WEIGHT_UNITS_PER_BIT;
}

typedef struct {
    char *promoted, *candidate;
    HnModelTable *from, *to; /* from: NULL when none was promoted */
    gboolean by_published;   /* the promoted one cannot be used under this configuration */
    HnModelDiff *entities;
} Diff;

static void
diff_clear(Diff *diff)
{
    g_free(diff->promoted);
    g_free(diff->candidate);
    hn_model_table_free(diff->from);
    hn_model_table_free(diff->to);
    hn_model_diff_free(diff->entities);
}

/* ---- finding ---- */

static gboolean
compare_entities(const HnModelCommand *command, guint entity, Diff *diff, GError **error)
{
    g_autoptr(HnBundle) to = hn_bundle_load(command->store, diff->candidate, error);
    if (to == NULL || !hn_bundle_check(to, command->project, entity, NULL, error))
        return FALSE;
    g_autoptr(HnBundle) from =
        diff->promoted == NULL ? NULL : hn_bundle_load(command->store, diff->promoted, error);
    if (diff->promoted != NULL && from == NULL)
        return FALSE;
    diff->by_published =
        from == NULL || !hn_bundle_check(from, command->project, entity, NULL, NULL);
    HnThreadPool *pool = hn_thread_pool_new(command->n_threads);
    HnBudget *budget = hn_budget_new(command->memory_bytes);
    const HnModelDiffInput input = { .store = command->store,
                                     .project = command->project,
                                     .entity = entity,
                                     .pool = pool,
                                     .budget = budget,
                                     .from = diff->by_published ? NULL : from,
                                     .to = to };
    diff->entities = hn_model_diff_new(&input, error);
    hn_thread_pool_free(pool);
    hn_budget_free(budget);
    return diff->entities != NULL;
}

static gboolean
find(const HnModelCommand *command, guint entity, Diff *diff, GError **error)
{
    g_autoptr(GError) fault = NULL;
    diff->promoted = hn_model_promoted(command, entity);
    diff->candidate = hn_model_candidate(command, entity, &fault);
    if (fault != NULL) {
        g_propagate_error(error, g_steal_pointer(&fault));
        return FALSE;
    }
    if (diff->candidate == NULL)
        return TRUE;
    diff->to = hn_model_table_load(command->store, diff->candidate, error);
    if (diff->to == NULL)
        return FALSE;
    if (diff->promoted != NULL) {
        diff->from = hn_model_table_load(command->store, diff->promoted, error);
        if (diff->from == NULL)
            return FALSE;
    }
    return compare_entities(command, entity, diff, error);
}

/* The same level under the other bundle, or NULL. */
static const HnModelRow *
counterpart(const HnModelTable *table, const HnModelRow *row, guint index)
{
    if (table == NULL || index >= table->rows->len)
        return NULL;
    const HnModelRow *same = &g_array_index(table->rows, HnModelRow, index);
    return strcmp(same->comparison, row->comparison) == 0 && strcmp(same->level, row->level) == 0
               ? same
               : NULL;
}

/* ---- telling ---- */

static void
print_examples(const char *what, const GArray *examples)
{
    for (guint i = 0; i < examples->len; i++) {
        const HnModelDiffExample *one = &g_array_index(examples, HnModelDiffExample, i);
        gsize n[2];
        const char *a = g_bytes_get_data(one->record_id[0], &n[0]);
        const char *b = g_bytes_get_data(one->record_id[1], &n[1]);
        printf("    %s  %s:%.*s  %s:%.*s\n", what, one->source[0], (int)n[0], a, one->source[1],
               (int)n[1], b);
    }
}

static void
print_words(const Diff *diff)
{
    const HnModelDiff *entities = diff->entities;
    printf("%s  %.12s -> %.12s\n", diff->to->entity_type,
           diff->promoted == NULL ? "(none)" : diff->promoted, diff->candidate);
    if (diff->from != NULL)
        printf("  thresholds  match %.2f -> %.2f, review %.2f -> %.2f; prior %.2f -> %.2f bits\n",
               bits(diff->from->match_units), bits(diff->to->match_units),
               bits(diff->from->review_units), bits(diff->to->review_units),
               bits(diff->from->prior_units), bits(diff->to->prior_units));
    for (guint i = 0; i < diff->to->rows->len; i++) {
        const HnModelRow *row = &g_array_index(diff->to->rows, HnModelRow, i);
        const HnModelRow *old = counterpart(diff->from, row, i);
        if (old != NULL && old->weight_units == row->weight_units)
            continue;
        if (old == NULL)
            printf("  weight  %-20s %-20s        new %+9.3f\n", row->comparison, row->level,
                   bits(row->weight_units));
        else
            printf("  weight  %-20s %-20s %+9.3f %+9.3f\n", row->comparison, row->level,
                   bits(old->weight_units), bits(row->weight_units));
    }
    printf("  entities  %" G_GUINT64_FORMAT " -> %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
           " records%s\n",
           entities->n_from, entities->n_to, entities->n_records,
           diff->by_published ? " (against what is published: the promoted bundle decides by "
                                "another configuration)"
                              : "");
    printf("  would merge into %" G_GUINT64_FORMAT " entities, would split %" G_GUINT64_FORMAT "\n",
           entities->n_merged, entities->n_split);
    print_examples("merge", entities->merged);
    print_examples("split", entities->split);
}

static void
put_examples(HnJsonWriter *json, const char *key, const GArray *examples)
{
    hn_json_key(json, key);
    hn_json_array(json);
    for (guint i = 0; i < examples->len; i++) {
        const HnModelDiffExample *one = &g_array_index(examples, HnModelDiffExample, i);
        hn_json_array(json);
        for (guint side = 0; side < 2; side++) {
            gsize n = 0;
            const char *id = g_bytes_get_data(one->record_id[side], &n);
            g_autofree char *name = g_strdup_printf("%s:%.*s", one->source[side], (int)n, id);
            hn_json_string(json, name);
        }
        hn_json_end_array(json);
    }
    hn_json_end_array(json);
}

static void
put_weights(HnJsonWriter *json, const Diff *diff)
{
    hn_json_key(json, "weights");
    hn_json_array(json);
    for (guint i = 0; i < diff->to->rows->len; i++) {
        const HnModelRow *row = &g_array_index(diff->to->rows, HnModelRow, i);
        const HnModelRow *old = counterpart(diff->from, row, i);
        if (old != NULL && old->weight_units == row->weight_units)
            continue;
        hn_json_object(json);
        hn_json_key(json, "comparison");
        hn_json_string(json, row->comparison);
        hn_json_key(json, "level");
        hn_json_string(json, row->level);
        hn_json_key(json, "from");
        if (old == NULL)
            hn_json_null(json);
        else
            hn_json_double(json, bits(old->weight_units));
        hn_json_key(json, "to");
        hn_json_double(json, bits(row->weight_units));
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_diff(HnJsonWriter *json, const Diff *diff)
{
    hn_json_object(json);
    hn_json_key(json, "entity_type");
    hn_json_string(json, diff->to->entity_type);
    hn_json_key(json, "promoted");
    hn_json_string(json, diff->promoted);
    hn_json_key(json, "candidate");
    hn_json_string(json, diff->candidate);
    hn_json_key(json, "against");
    hn_json_string(json, diff->by_published ? "published" : "promoted");
    put_weights(json, diff);
    hn_json_key(json, "records");
    hn_json_uint(json, diff->entities->n_records);
    hn_json_key(json, "entities_from");
    hn_json_uint(json, diff->entities->n_from);
    hn_json_key(json, "entities_to");
    hn_json_uint(json, diff->entities->n_to);
    hn_json_key(json, "merged");
    hn_json_uint(json, diff->entities->n_merged);
    hn_json_key(json, "split");
    hn_json_uint(json, diff->entities->n_split);
    put_examples(json, "merge_examples", diff->entities->merged);
    put_examples(json, "split_examples", diff->entities->split);
    hn_json_end_object(json);
}

gboolean
hn_model_diff(const HnModelCommand *command, GError **error)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    gboolean fine = TRUE;
    guint n_shown = 0;
    hn_json_object(&json);
    hn_json_key(&json, "schema");
    hn_json_uint(&json, 1);
    hn_json_key(&json, "models");
    hn_json_array(&json);
    for (guint i = 0; fine && i < command->project->n_entities; i++) {
        Diff diff = { 0 };
        fine = find(command, i, &diff, error);
        if (fine && diff.candidate != NULL) {
            n_shown++;
            if (command->json)
                put_diff(&json, &diff);
            else
                print_words(&diff);
        }
        diff_clear(&diff);
    }
    hn_json_end_array(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    if (fine && n_shown == 0) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN,
                    "no candidate beside the promoted bundle: `hopnhat train` makes one");
        return FALSE;
    }
    if (fine && command->json)
        fwrite(text->data, 1, text->len, stdout);
    return fine;
}
