#include "insight/entity_json.h"

#include "insight/json_pieces.h"
#include "insight/pair_sentence.h"
#include "records/entity_id.h"

/* ---- the sentence ---- */

static char *
say_together(HnLanguage language, const HnPublishedView *view, const HnEntityExplanation *entity)
{
    const HnMatchStep *weakest = hn_entity_explanation_weakest(entity);
    const HnMatchGraph *graph = entity->graph;
    const HnMatchLink *link = &graph->links[weakest->link];
    const char *type = hn_phrase_type(language, view->project->entities[entity->type].name);
    g_autofree char *a =
        hn_pair_record_name(view, entity->type, g_array_index(graph->rows, guint32, link->a));
    g_autofree char *b =
        hn_pair_record_name(view, entity->type, g_array_index(graph->rows, guint32, link->b));
    g_autofree char *bits = hn_phrase_bits(link->weight_units, FALSE);
    if (link->decision != 0) /* nothing is weaker: all are decisions */
        return language == HN_LANGUAGE_VI
                   ? g_strdup_printf("%u bản ghi này là cùng một %s vì đã có người quyết định như "
                                     "vậy.",
                                     graph->rows->len, type)
                   : g_strdup_printf("These %u records are the same %s because people decided so.",
                                     graph->rows->len, type);
    if (language == HN_LANGUAGE_VI)
        return g_strdup_printf("%u bản ghi này là cùng một %s vì các liên kết nối tất cả lại; liên "
                               "kết yếu nhất, giữa %s và %s, nặng %s bit.",
                               graph->rows->len, type, a, b, bits);
    return g_strdup_printf("These %u records are the same %s because links join them all; the "
                           "weakest, between %s and %s, weighs %s bits.",
                           graph->rows->len, type, a, b, bits);
}

/* Something that matches it, or might, is kept out. */
static gboolean
is_kept_apart(const HnEntityExplanation *entity)
{
    gboolean found = FALSE;
    for (guint i = 0; i < entity->decisions->len; i++) {
        const HnEntityDecision *one = &g_array_index(entity->decisions, HnEntityDecision, i);
        found = found || (one->stands && one->decision->kind != HN_DECISION_VALUE);
    }
    for (guint i = 0; i < entity->cases->len; i++)
        found = found || ((const HnCase *)entity->cases->pdata[i])->kind == HN_CASE_CUT;
    return found;
}

static char *
say_alone(HnLanguage language, const HnEntityExplanation *entity)
{
    if (is_kept_apart(entity))
        return g_strdup(language == HN_LANGUAGE_VI
                            ? "Thực thể này chỉ có một bản ghi vì không bản ghi nào khác vừa trùng "
                              "với nó vừa được phép nhập vào."
                            : "This entity is one record because no other one both matches it and "
                              "may join it.");
    return g_strdup(language == HN_LANGUAGE_VI
                        ? "Thực thể này chỉ có một bản ghi vì không bản ghi nào khác trùng với nó."
                        : "This entity is one record because no other one matches it.");
}

char *
hn_entity_sentence(HnLanguage language, const HnPublishedView *view,
                   const HnEntityExplanation *entity)
{
    const gboolean in_vietnamese = language == HN_LANGUAGE_VI;
    if (entity->entity == 0)
        return g_strdup(in_vietnamese
                            ? "Thực thể này đã ngừng dùng vì không còn bản ghi nào của nó."
                            : "This entity is retired because none of its records is left.");
    if (entity->graph->rows->len == 1)
        return say_alone(language, entity);
    if (entity->graph->n_steps + 1 < entity->graph->rows->len)
        return g_strdup(
            in_vietnamese
                ? "Thực thể này còn theo trạng thái đã công bố; một quyết định sau đó chờ "
                  "lượt chạy kế tiếp."
                : "This entity is as published; a decision since then waits for the "
                  "next run.");
    return say_together(language, view, entity);
}

/* ---- the object ---- */

typedef struct {
    const HnPublishedView *view;
    const HnEntityExplanation *entity;
    const HnEntityType *spec;
    gboolean unmask;
    HnJsonWriter *json;
} Writer;

static void
begin_list(const Writer *writer, const char *key)
{
    hn_json_key(writer->json, key);
    hn_json_array(writer->json);
}

static void
put_row(const Writer *writer, guint32 row, char side)
{
    hn_json_put_record(writer->json, writer->view, writer->entity->type, row, side);
}

static guint32
row_at(const Writer *writer, guint32 place)
{
    return g_array_index(writer->entity->graph->rows, guint32, place);
}

static void
put_members(const Writer *writer)
{
    begin_list(writer, "members");
    for (guint i = 0; i < writer->entity->graph->rows->len; i++) {
        hn_json_object(writer->json);
        put_row(writer, row_at(writer, i), 0);
        hn_json_put_id(writer->json, "run_id", 'r', writer->entity->picked->version_run[i]);
        hn_json_end_object(writer->json);
    }
    hn_json_end_array(writer->json);
}

static void
put_step(const Writer *writer, const HnMatchStep *step)
{
    HnJsonWriter *json = writer->json;
    const HnMatchLink *link = &writer->entity->graph->links[step->link];
    hn_json_object(json);
    put_row(writer, row_at(writer, link->a), 'l');
    put_row(writer, row_at(writer, link->b), 'r');
    if (link->decision != 0) {
        hn_json_put_id(json, "decision_id", 'd', link->decision);
    } else {
        hn_json_put_weight(json, link->weight_units);
        hn_json_put_taken(json, "match_key", g_strdup_printf("%u", link->rule));
    }
    hn_field_int(json, "records_l", step->n_a);
    hn_field_int(json, "records_r", step->n_b);
    hn_field_bool(json, "bridge", step->is_bridge);
    hn_field_bool(json, "weakest", step == hn_entity_explanation_weakest(writer->entity));
    hn_json_end_object(json);
}

static void
put_links(const Writer *writer)
{
    const HnMatchGraph *graph = writer->entity->graph;
    hn_field_int(writer->json, "links", graph->n_links);
    hn_field_int(writer->json, "bridges", graph->n_bridges);
    begin_list(writer, "steps");
    for (guint32 i = 0; i < graph->n_steps; i++)
        put_step(writer, &graph->steps[i]);
    hn_json_end_array(writer->json);
}

static const char *
rule_name(const HnEntityType *spec, const HnEntityAttribute *attribute)
{
    static const char *const names[] = { "only_one",     "all_agree", NULL,
                                         "first_record", "steward",   "existing_date" };
    if (spec->attributes[attribute->attribute].many)
        return "every_value";
    return attribute->by == HN_GOLDEN_BY_RULE ? hn_survivorship_name(attribute->rule)
                                              : names[attribute->by];
}

static void
put_attribute(const Writer *writer, const HnEntityAttribute *attribute)
{
    HnJsonWriter *json = writer->json;
    const HnEntityExplanation *entity = writer->entity;
    const HnAttribute *spec = &writer->spec->attributes[attribute->attribute];
    const HnDictionary *values = entity->picked->table->values[attribute->attribute];
    hn_json_object(json);
    hn_field_text(json, "attribute", spec->name);
    hn_field_text(json, "rule", rule_name(writer->spec, attribute));
    if (attribute->decision != 0)
        hn_json_put_id(json, "decision_id", 'd', attribute->decision);
    begin_list(writer, "values");
    const HnEntityValue *best = &g_array_index(entity->values, HnEntityValue, attribute->first);
    for (guint i = attribute->first; i < attribute->first + attribute->n; i++) {
        const HnEntityValue *value = &g_array_index(entity->values, HnEntityValue, i);
        const HnSlice other =
            value->is_chosen ? hn_slice(NULL, 0) : hn_dictionary_value(values, best->value);
        hn_json_object(json);
        hn_json_put_value(json, "value", spec->type, hn_dictionary_value(values, value->value),
                          other, writer->unmask);
        hn_field_bool(json, "chosen", value->is_chosen);
        put_row(writer, value->row, 0);
        hn_field_int(json, "records", value->n_rows);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
    hn_json_end_object(json);
}

static void
put_cases(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    const HnEntityExplanation *entity = writer->entity;
    begin_list(writer, "cases");
    for (guint i = 0; i < entity->cases->len; i++) {
        const HnCase *one = entity->cases->pdata[i];
        hn_json_object(json);
        hn_json_put_id(json, "case_id", 'c', one->sequence);
        hn_field_text(json, "kind", hn_case_kind_name((HnCaseKind)one->kind));
        hn_json_put_id(json, "other_entity_id", 'e',
                       one->entity_a == entity->entity ? one->entity_b : one->entity_a);
        put_row(writer, one->row_a, 'l');
        put_row(writer, one->row_b, 'r');
        hn_json_put_weight(json, one->weight_units);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_decisions(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    begin_list(writer, "decisions");
    for (guint i = 0; i < writer->entity->decisions->len; i++) {
        const HnEntityDecision *one =
            &g_array_index(writer->entity->decisions, HnEntityDecision, i);
        hn_json_object(json);
        hn_json_put_id(json, "decision_id", 'd', one->decision->sequence);
        hn_field_text(json, "decision", hn_decision_kind_name(one->decision->kind));
        hn_field_text(json, "verb", one->decision->verb);
        hn_field_text(json, "reason", one->decision->reason);
        if (one->decision->kind == HN_DECISION_VALUE)
            hn_field_text(json, "attribute", hn_decision_attribute(one->decision));
        hn_field_bool(json, "stands", one->stands);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static void
put_events(const Writer *writer)
{
    HnJsonWriter *json = writer->json;
    const HnEvents *events = writer->entity->events;
    begin_list(writer, "events");
    for (gsize i = 0; i < events->n; i++) {
        const HnEvent *event = &events->events[i];
        hn_json_object(json);
        hn_json_put_id(json, "event_id", 'v', event->sequence);
        hn_field_text(json, "change", hn_event_kind_name(event->kind));
        hn_json_put_id(json, "entity_id", 'e', event->entity);
        if (event->other != 0)
            hn_json_put_id(json, "other_entity_id", 'e', event->other);
        if (event->cause != 0)
            hn_json_put_id(json, "decision_id", 'd', event->cause);
        hn_json_put_id(json, "run_id", 'r', g_array_index(writer->entity->event_runs, guint64, i));
        hn_field_int(json, "records", event->n_records);
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

static const char *
status_name(const HnEntityExplanation *entity)
{
    return entity->entity == 0 ? "retired" : entity->entity != entity->asked ? "redirect" : "live";
}

static void
put_living(const Writer *writer)
{
    const HnEntityExplanation *entity = writer->entity;
    put_members(writer);
    put_links(writer);
    if (entity->audience != NULL) {
        hn_field_text(writer->json, "target", entity->audience->name);
        begin_list(writer, "values_from");
        for (char **from = entity->audience->values_from; from != NULL && *from != NULL; from++)
            hn_json_string(writer->json, *from);
        if (entity->audience->values_from == NULL)
            hn_json_string(writer->json, "all");
        hn_json_end_array(writer->json);
    }
    begin_list(writer, "attributes");
    for (guint i = 0; i < entity->attributes->len; i++)
        put_attribute(writer, &g_array_index(entity->attributes, HnEntityAttribute, i));
    hn_json_end_array(writer->json);
    put_cases(writer);
    put_decisions(writer);
}

void
hn_entity_json_write(const HnPublishedView *view, const HnEntityExplanation *entity,
                     gboolean unmask, HnJsonWriter *json)
{
    const Writer writer = { view, entity, &view->project->entities[entity->type], unmask, json };
    hn_json_object(json);
    hn_field_int(json, "schema", 1);
    hn_field_text(json, "kind", "entity");
    hn_json_put_id(json, "run_id", 'r', view->run);
    hn_field_text(json, "bundle", view->bundle_ids[entity->type]);
    hn_field_text(json, "entity_type", writer.spec->name);
    hn_json_put_id(json, "asked_id", 'e', entity->asked);
    hn_json_put_id(json, "entity_id", 'e', entity->entity);
    hn_field_text(json, "status", status_name(entity));
    hn_field_bool(json, "locked", entity->is_locked);
    hn_json_put_id(json, "first_run_id", 'r', entity->first_seen);
    if (entity->entity != 0)
        put_living(&writer);
    put_events(&writer);
    hn_field_bool(json, "masked", !unmask);
    hn_json_key(json, "sentence");
    hn_json_object(json);
    for (guint i = 0; i < HN_LANGUAGES; i++)
        hn_json_put_taken(json, hn_language_name((HnLanguage)i),
                          hn_entity_sentence((HnLanguage)i, view, entity));
    hn_json_end_object(json);
    hn_json_end_object(json);
}
