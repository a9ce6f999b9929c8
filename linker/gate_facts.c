#include "linker/gate_facts.h"

#include <jansson.h>

#include "linker/strong_merges.h"

/* ---- the last published run ---- */

gboolean
hn_gate_facts_last(const char *summary, const char *entity_type, guint64 *ret_pairs,
                   guint64 *ret_records)
{
    json_t *root = summary == NULL ? NULL : json_loads(summary, 0, NULL);
    const json_t *types = json_object_get(root, "types");
    gboolean found = FALSE;
    for (gsize i = 0; !found && i < json_array_size(types); i++) {
        const json_t *one = json_array_get(types, i);
        const json_t *pairs = json_object_get(one, "pairs");
        const json_t *records = json_object_get(one, "records");
        found =
            g_strcmp0(json_string_value(json_object_get(one, "entity_type")), entity_type) == 0 &&
            json_is_integer(pairs) && json_is_integer(records);
        *ret_pairs = found ? (guint64)json_integer_value(pairs) : 0;
        *ret_records = found ? (guint64)json_integer_value(records) : 0;
    }
    json_decref(root);
    return found;
}

/* ---- the largest entity ---- */

static const HnEntity *
find_largest(const HnEntities *entities)
{
    const HnEntity *largest = NULL;
    for (gsize i = 0; i < entities->n; i++) {
        const HnEntity *entity = &entities->entities[i];
        if (entity->status == HN_ENTITY_LIVE &&
            (largest == NULL || entity->n_records > largest->n_records))
            largest = entity;
    }
    return largest;
}

static void
find_source_of_largest(const HnCrosswalk *crosswalk, HnGateFacts *facts)
{
    g_autofree guint64 *counts = g_new0(guint64, crosswalk->n_sources + 1);
    guint most = 0;
    for (guint32 row = 0; row < crosswalk->n_rows; row++)
        counts[crosswalk->source_of[row]] += crosswalk->entity_of[row] == facts->largest_entity;
    for (guint s = 1; s < crosswalk->n_sources; s++)
        most = counts[s] > counts[most] ? s : most;
    facts->n_largest_source = counts[most];
    facts->largest_source = crosswalk->n_sources == 0 ? NULL : g_strdup(crosswalk->sources[most]);
}

/* ---- all ---- */

static gboolean
find_strong(const HnNight *night, guint t, HnGateFacts *facts, GError **error)
{
    const HnLinked *linked = night->types[t].linked;
    const HnEntityType *type = &night->options->project->entities[t];
    HnStrongMerges strong;
    const HnStrongMergesInput input = { .store = night->store,
                                        .landing = night->landing,
                                        .table = night->types[t].standardised->table,
                                        .type = type,
                                        .old_entity = linked->old_entity,
                                        .entity_of = linked->crosswalk->entity_of,
                                        .old_entities = linked->old_entities,
                                        .entities = linked->entities };
    if (!hn_strong_merges_find(&input, &strong, error))
        return FALSE;
    facts->n_strong = strong.n;
    facts->strong_attribute =
        strong.n == 0 ? NULL : g_strdup(type->attributes[strong.attribute].name);
    facts->strong_source = g_strdup(strong.source);
    facts->n_strong_source = strong.n_source;
    return TRUE;
}

gboolean
hn_gate_facts_find(HnNight *night, guint t, GError **error)
{
    const HnLinked *linked = night->types[t].linked;
    HnGateFacts *facts = &night->gate_facts[t];
    hn_gate_facts_clear(facts);
    const HnEntity *largest = find_largest(linked->entities);
    const HnEntity *last = find_largest(linked->old_entities);
    facts->largest_last = last == NULL ? 0 : last->n_records;
    if (largest != NULL) {
        facts->largest = largest->n_records;
        facts->largest_entity = largest->sequence;
        find_source_of_largest(linked->crosswalk, facts);
    }
    facts->n_pairs = night->types[t].scored->n_pairs;
    facts->n_records = linked->crosswalk->n_rows;
    g_autofree char *summary = hn_store_run_summary(night->store, night->run.based_on);
    hn_gate_facts_last(summary, night->options->project->entities[t].name, &facts->n_pairs_last,
                       &facts->n_records_last);
    return find_strong(night, t, facts, error);
}

/* ---- payload ---- */

static void
put_text(GByteArray *out, const char *text)
{
    hn_put_slice(out, hn_slice_of(text == NULL ? "" : text));
}

static char *
get_text(HnCursor *cursor)
{
    const HnSlice text = hn_get_slice(cursor);
    return text.n_bytes == 0 ? NULL : g_strndup((const char *)text.bytes, text.n_bytes);
}

/* The numbers in a fixed order. */
#define NUMBERS 10
static void
list_numbers(HnGateFacts *facts, guint64 *numbers[NUMBERS])
{
    guint64 *const all[NUMBERS] = { &facts->n_strong,       &facts->n_strong_source,
                                    &facts->largest,        &facts->largest_last,
                                    &facts->largest_entity, &facts->n_largest_source,
                                    &facts->n_pairs,        &facts->n_records,
                                    &facts->n_pairs_last,   &facts->n_records_last };
    memcpy(numbers, all, sizeof all);
}

void
hn_gate_facts_encode(const HnGateFacts *facts, GByteArray *out)
{
    HnGateFacts copy = *facts;
    guint64 *numbers[NUMBERS];
    list_numbers(&copy, numbers);
    for (guint i = 0; i < NUMBERS; i++)
        hn_put_varint(out, *numbers[i]);
    put_text(out, facts->strong_attribute);
    put_text(out, facts->strong_source);
    put_text(out, facts->largest_source);
}

void
hn_gate_facts_decode(HnGateFacts *facts, HnCursor *cursor)
{
    guint64 *numbers[NUMBERS];
    hn_gate_facts_clear(facts);
    list_numbers(facts, numbers);
    for (guint i = 0; i < NUMBERS; i++)
        *numbers[i] = hn_get_varint(cursor);
    facts->strong_attribute = get_text(cursor);
    facts->strong_source = get_text(cursor);
    facts->largest_source = get_text(cursor);
}
