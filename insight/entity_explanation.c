#include "insight/entity_explanation.h"

#include <stdlib.h>

/* ---- golden values ---- */

typedef struct {
    HnEntityExplanation *entity;
    HnGoldenScratch *scratch;
    const guint32 *rows; /* of the picked table */
    guint32 n_rows;
} Golden;

static gint
compare_values(gconstpointer a, gconstpointer b, gpointer dictionary)
{
    const HnEntityValue *x = a, *y = b;
    if (x->is_chosen != y->is_chosen)
        return x->is_chosen ? -1 : 1;
    if (x->n_rows != y->n_rows)
        return x->n_rows > y->n_rows ? -1 : 1;
    return hn_slice_compare(hn_dictionary_value(dictionary, x->value),
                            hn_dictionary_value(dictionary, y->value));
}

static guint32
crosswalk_row(const Golden *golden, guint32 row)
{
    return golden->entity->picked->crosswalk_rows[row];
}

/* The values that lost, of an attribute with one value. */
static void
add_others(const Golden *golden, guint attribute, guint32 chosen, guint first)
{
    GArray *values = golden->entity->values;
    const HnRecordTable *table = golden->entity->picked->table;
    for (guint32 i = 0; i < golden->n_rows; i++) {
        const guint32 code = hn_record_table_line(table, golden->rows[i])[attribute];
        guint at = first;
        while (at < values->len && g_array_index(values, HnEntityValue, at).value != code)
            at++;
        if (code == 0 || code == chosen)
            continue;
        if (at < values->len) {
            g_array_index(values, HnEntityValue, at).n_rows++;
            continue;
        }
        const HnEntityValue other = { code, crosswalk_row(golden, golden->rows[i]), 1, FALSE };
        g_array_append_val(values, other);
    }
}

static void
add_attribute(Golden *golden, const HnGoldenValue *chosen, guint n_chosen)
{
    HnEntityExplanation *entity = golden->entity;
    HnRecordTable *table = entity->picked->table;
    HnEntityAttribute found = { .attribute = chosen->attribute,
                                .by = HN_GOLDEN_BY_ALL,
                                .first = entity->values->len };
    for (guint i = 0; i < n_chosen; i++) {
        const HnEntityValue value = { chosen[i].value, crosswalk_row(golden, chosen[i].row),
                                      chosen[i].n_rows, TRUE };
        g_array_append_val(entity->values, value);
    }
    if (table->sets[found.attribute] == NULL)
        add_others(golden, found.attribute, chosen->value, found.first);
    found.n = entity->values->len - found.first;
    g_qsort_with_data(&g_array_index(entity->values, HnEntityValue, found.first), (gint)found.n,
                      sizeof(HnEntityValue), compare_values, table->values[found.attribute]);
    g_array_append_val(entity->attributes, found);
}

typedef struct {
    const HnCrosswalk *crosswalk;
    const HnPickedRecords *picked;
} PickedRows;

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

static guint32
find_picked(gconstpointer rows, const char *source, HnSlice record_id)
{
    const PickedRows *where = rows;
    const guint32 row = hn_crosswalk_find(where->crosswalk, source, record_id);
    const guint32 *found = bsearch(&row, where->picked->crosswalk_rows, where->picked->n_picked,
                                   sizeof(guint32), compare_rows);
    return found == NULL ? G_MAXUINT32 : (guint32)(found - where->picked->crosswalk_rows);
}

/* Of the chosen value that people decided: the latest decision. */
static guint64
deciding(const HnGoldenPins *pins, const guint32 *rows, guint32 n_rows, const HnRecordTable *table,
         guint attribute)
{
    guint64 latest = 0;
    for (guint32 i = 0; i < n_rows; i++)
        if (hn_record_table_line(table, rows[i])[attribute] != 0)
            latest = MAX(latest, hn_golden_pins_decision(pins, rows[i], attribute));
    return latest;
}

static gboolean
is_heard(const HnTarget *audience, const char *source)
{
    return audience == NULL || audience->values_from == NULL ||
           g_strv_contains((const char *const *)audience->values_from, source);
}

static gboolean
is_asked_for(const HnTarget *audience, guint attribute)
{
    gboolean found = audience == NULL;
    for (guint i = 0; !found && i < audience->n_values; i++)
        found = audience->values[i] == attribute;
    return found;
}

/* Rows of the picked table whose values count. (transfer full) */
static guint32 *
heard_rows(HnEntityExplanation *entity, const HnLive *live)
{
    const HnPickedRecords *picked = entity->picked;
    guint32 *rows = g_new(guint32, (gsize)picked->n_picked + 1);
    for (guint32 i = 0; i < picked->n_picked; i++)
        if (is_heard(entity->audience, hn_live_name(live, picked->crosswalk_rows[i]).source))
            rows[entity->n_heard++] = i;
    return rows;
}

static void
find_golden(HnEntityExplanation *entity, const HnEntityType *spec, const HnLive *live)
{
    const HnPickedRecords *picked = entity->picked;
    const PickedRows where = { hn_live_crosswalk(live), picked };
    g_autoptr(HnGoldenPins) pins =
        hn_golden_pins_new(hn_live_decisions(live), spec, find_picked, &where);
    const HnGoldenInput input = { spec, picked->table, picked->authority, picked->version_run,
                                  pins };
    g_autoptr(HnGoldenScratch) scratch = hn_golden_scratch_new(&input);
    g_autofree guint32 *rows = heard_rows(entity, live);
    const guint32 n_rows = entity->n_heard;
    Golden golden = { entity, scratch, rows, n_rows };
    gsize n = 0;
    const HnGoldenValue *chosen = n_rows == 0 ? NULL : hn_golden_record(scratch, rows, n_rows, &n);
    for (gsize first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && chosen[end].attribute == chosen[first].attribute;)
            end++;
        if (is_asked_for(entity->audience, chosen[first].attribute))
            add_attribute(&golden, &chosen[first], (guint)(end - first));
    }
    for (guint i = 0; i < entity->attributes->len; i++) {
        HnEntityAttribute *one = &g_array_index(entity->attributes, HnEntityAttribute, i);
        if (picked->table->sets[one->attribute] == NULL)
            one->by = hn_golden_record_by(scratch, rows, n_rows, one->attribute, &one->rule);
        if (one->by == HN_GOLDEN_BY_STEWARD)
            one->decision = deciding(pins, rows, n_rows, picked->table, one->attribute);
    }
}

/* ---- cases and decisions ---- */

static void
find_cases(const HnPublishedView *view, HnEntityExplanation *entity)
{
    const HnCases *cases = view->cases[entity->type];
    for (gsize i = 0; i < cases->n; i++)
        if (cases->cases[i].entity_a == entity->entity ||
            cases->cases[i].entity_b == entity->entity)
            g_ptr_array_add(entity->cases, &cases->cases[i]);
}

static gboolean
names_a_row(const HnConstraint *one, const guint64 *entity_of, guint64 entity)
{
    for (guint side = 0; side < 2; side++)
        for (guint i = 0; i < one->n_rows[side]; i++)
            if (entity_of[one->rows[side][i]] == entity)
                return TRUE;
    return FALSE;
}

static gint
compare_decisions(gconstpointer a, gconstpointer b)
{
    const HnEntityDecision *x = a, *y = b;
    return (x->decision->sequence > y->decision->sequence) -
           (x->decision->sequence < y->decision->sequence);
}

/* A decision about a value stands unless a later one is about the same attribute. */
static void
find_chosen_values(const HnLive *live, HnEntityExplanation *entity)
{
    const GPtrArray *decisions = hn_live_decisions(live);
    const HnCrosswalk *crosswalk = hn_live_crosswalk(live);
    const guint first = entity->decisions->len;
    for (guint i = 0; i < decisions->len; i++) {
        const HnDecision *one = decisions->pdata[i];
        if (one->kind != HN_DECISION_VALUE || one->lifted_by != 0)
            continue;
        const HnRecordName *name = &one->records[0][0];
        const guint32 row = hn_crosswalk_find(crosswalk, name->source, name->record_id);
        if (row == G_MAXUINT32 || crosswalk->entity_of[row] != entity->entity)
            continue;
        for (guint k = first; k < entity->decisions->len; k++) {
            HnEntityDecision *before = &g_array_index(entity->decisions, HnEntityDecision, k);
            if (strcmp(hn_decision_attribute(before->decision), hn_decision_attribute(one)) == 0)
                before->stands = FALSE;
        }
        const HnEntityDecision named = { one, TRUE };
        g_array_append_val(entity->decisions, named);
    }
}

static void
find_decisions(const HnLive *live, HnEntityExplanation *entity)
{
    const HnConstraints *constraints = hn_live_constraints(live);
    for (gsize i = 0; i < constraints->n; i++) {
        const HnConstraint *one = &constraints->constraints[i];
        const HnEntityDecision named = { hn_live_find_decision(live, one->decision),
                                         hn_live_settled(live)->stands[i] };
        if (names_a_row(one, hn_live_crosswalk(live)->entity_of, entity->entity))
            g_array_append_val(entity->decisions, named);
    }
    find_chosen_values(live, entity);
    g_array_sort(entity->decisions, compare_decisions);
}

/* ---- history ---- */

static void
take_events(HnEntityExplanation *entity, const HnEvents *events, guint64 run)
{
    for (gsize i = 0; i < events->n; i++) {
        const HnEvent *event = &events->events[i];
        if (event->entity != entity->asked && event->other != entity->asked &&
            (entity->entity == 0 ||
             (event->entity != entity->entity && event->other != entity->entity)))
            continue;
        hn_events_add_copy(entity->events, events, event);
        g_array_append_val(entity->event_runs, run);
    }
}

/* What a night folded in stands in its segment before its own. */
static gboolean
find_events(const HnPublishedView *view, HnEntityExplanation *entity, GError **error)
{
    const char *type = view->project->entities[entity->type].name;
    g_autoptr(GPtrArray) segments = hn_store_segments(view->store, "EVNT", type, error);
    entity->events = hn_events_new();
    entity->event_runs = g_array_new(FALSE, FALSE, sizeof(guint64));
    if (segments == NULL)
        return FALSE;
    for (guint i = 0; i < segments->len; i++) {
        const HnSegment *segment = segments->pdata[i];
        g_autoptr(HnEvents) events = hn_events_load(view->store, segment, error);
        if (events == NULL)
            return FALSE;
        take_events(entity, events, segment->run);
    }
    g_autoptr(HnEvents) live = hn_store_live_events(view->store, error);
    if (live != NULL)
        take_events(entity, live, 0);
    return live != NULL;
}

/* ---- all of it ---- */

static gboolean
find_members(HnPublishedView *view, HnEntityExplanation *entity, GError **error)
{
    const HnBundle *bundle = hn_published_view_bundle(view, entity->type, error);
    if (bundle == NULL)
        return FALSE;
    entity->graph = hn_match_graph_new(view->lives[entity->type], entity->entity);
    entity->picked = hn_picked_records_new(
        view, entity->type, bundle, (const guint32 *)(gconstpointer)entity->graph->rows->data,
        entity->graph->rows->len, error);
    if (entity->picked == NULL)
        return FALSE;
    find_golden(entity, &view->project->entities[entity->type], view->lives[entity->type]);
    find_cases(view, entity);
    find_decisions(view->lives[entity->type], entity);
    return TRUE;
}

HnEntityExplanation *
hn_entity_explanation_new(HnPublishedView *view, guint type, guint64 sequence,
                          const HnTarget *audience, GError **error)
{
    g_assert(audience == NULL || audience->entity == type);
    g_autoptr(HnEntityExplanation) explanation = g_new0(HnEntityExplanation, 1);
    const HnEntities *entities = hn_live_entities(view->lives[type]);
    explanation->type = type;
    explanation->audience = audience;
    explanation->asked = sequence;
    explanation->entity = hn_entities_resolve(entities, sequence);
    const HnEntity *known =
        hn_entities_find(entities, explanation->entity == 0 ? sequence : explanation->entity);
    g_assert(known != NULL);
    explanation->first_seen = known->first_seen;
    explanation->is_locked = known->locked != 0;
    explanation->attributes = g_array_new(FALSE, FALSE, sizeof(HnEntityAttribute));
    explanation->values = g_array_new(FALSE, FALSE, sizeof(HnEntityValue));
    explanation->cases = g_ptr_array_new();
    explanation->decisions = g_array_new(FALSE, FALSE, sizeof(HnEntityDecision));
    if ((explanation->entity != 0 && !find_members(view, explanation, error)) ||
        !find_events(view, explanation, error))
        return NULL;
    return g_steal_pointer(&explanation);
}

void
hn_entity_explanation_free(HnEntityExplanation *explanation)
{
    if (explanation == NULL)
        return;
    hn_match_graph_free(explanation->graph);
    hn_picked_records_free(explanation->picked);
    g_array_unref(explanation->attributes);
    g_array_unref(explanation->values);
    g_ptr_array_unref(explanation->cases);
    g_array_unref(explanation->decisions);
    hn_events_free(explanation->events);
    g_clear_pointer(&explanation->event_runs, g_array_unref);
    g_free(explanation);
}

const HnMatchStep *
hn_entity_explanation_weakest(const HnEntityExplanation *explanation)
{
    const HnMatchGraph *graph = explanation->graph;
    return graph == NULL || graph->n_steps == 0 ? NULL : &graph->steps[graph->n_steps - 1];
}
