#include "cli/explain_text.h"

#include "insight/entity_json.h"
#include "insight/pair_sentence.h"
#include "records/entity_id.h"

#define LINES_MAX 25u /* of members, links and events; --json has all */

typedef struct {
    const HnExplainText *options;
    HnLanguage language;
    const HnEntityType *spec;
    const HnEntityExplanation *entity;
    GString *out;
} Text;

static const char *
phrase(const Text *text, HnPhrase which)
{
    return hn_phrase(text->language, which);
}

static void
put_id(const Text *text, char kind, guint64 sequence)
{
    char id[HN_ENTITY_ID_CHARS + 1];
    hn_entity_id_format(kind, sequence, id);
    g_string_append(text->out, id);
}

static char *
name_of_place(const Text *text, guint32 place)
{
    return hn_pair_record_name(text->options->view, text->entity->type,
                               g_array_index(text->entity->graph->rows, guint32, place));
}

static void
begin(const Text *text, HnPhrase heading)
{
    g_string_append_printf(text->out, "\n%s\n", phrase(text, heading));
}

static void
put_rest(const Text *text, gsize n)
{
    if (n > LINES_MAX)
        g_string_append_printf(text->out, "  %" G_GSIZE_FORMAT " %s\n", n - LINES_MAX,
                               phrase(text, HN_PHRASE_MORE));
}

static void
put_head(const Text *text)
{
    const HnEntityExplanation *entity = text->entity;
    put_id(text, 'e', entity->asked);
    if (entity->entity == 0) {
        g_string_append_printf(text->out, " %s\n", phrase(text, HN_PHRASE_RETIRED));
        return;
    }
    if (entity->entity != entity->asked) {
        g_string_append_printf(text->out, " %s ", phrase(text, HN_PHRASE_MERGED_INTO));
        put_id(text, 'e', entity->entity);
        g_string_append_c(text->out, '\n');
        put_id(text, 'e', entity->entity);
    }
    g_autofree char *records = hn_phrase_records(text->language, entity->graph->rows->len);
    g_string_append_printf(
        text->out, ": %s, %s%s%s\n", hn_phrase_type(text->language, text->spec->name), records,
        entity->is_locked ? ", " : "", entity->is_locked ? phrase(text, HN_PHRASE_LOCKED) : "");
}

static void
put_members(const Text *text)
{
    const guint n = text->entity->graph->rows->len;
    begin(text, HN_PHRASE_RECORDS);
    for (guint i = 0; i < MIN(n, LINES_MAX); i++) {
        g_autofree char *name = name_of_place(text, i);
        g_string_append_printf(text->out, "  %s\n", name);
    }
    put_rest(text, n);
}

static void
put_step(const Text *text, const HnMatchStep *step)
{
    const HnMatchLink *link = &text->entity->graph->links[step->link];
    g_autofree char *a = name_of_place(text, link->a);
    g_autofree char *b = name_of_place(text, link->b);
    g_autofree char *bits = hn_phrase_bits(link->weight_units, TRUE);
    g_string_append_printf(text->out, "  %s - %s  ", a, b);
    if (link->decision != 0)
        put_id(text, 'd', link->decision);
    else
        g_string_append(text->out, bits);
    g_string_append_printf(text->out, "  %u + %u", step->n_a, step->n_b);
    if (step->is_bridge)
        g_string_append_printf(text->out, ", %s", phrase(text, HN_PHRASE_BRIDGE));
    if (link->decision == 0 && step == hn_entity_explanation_weakest(text->entity))
        g_string_append_printf(text->out, ", %s", phrase(text, HN_PHRASE_WEAKEST));
    g_string_append_c(text->out, '\n');
}

/* Of very many links the last ones are the weak ones. */
static void
put_steps(const Text *text)
{
    const HnMatchGraph *graph = text->entity->graph;
    if (graph->n_steps == 0)
        return;
    begin(text, HN_PHRASE_HOW);
    const guint32 first = graph->n_steps > LINES_MAX ? graph->n_steps - LINES_MAX : 0;
    put_rest(text, graph->n_steps);
    for (guint32 i = first; i < graph->n_steps; i++)
        put_step(text, &graph->steps[i]);
}

/* ---- golden values ---- */

/* Of a value that was not chosen, what differs from the one that was is in brackets. */
static char *
value_text(const Text *text, const HnEntityAttribute *attribute, const HnEntityValue *value)
{
    const HnDictionary *values = text->entity->picked->table->values[attribute->attribute];
    const HnEntityValue *best =
        &g_array_index(text->entity->values, HnEntityValue, attribute->first);
    const HnSlice other =
        value->is_chosen ? hn_slice(NULL, 0) : hn_dictionary_value(values, best->value);
    return hn_explain_value(text->options, text->spec->attributes[attribute->attribute].type,
                            hn_dictionary_value(values, value->value), other);
}

static const char *
why_words(const Text *text, const HnEntityAttribute *attribute)
{
    static const HnPhrase phrases[] = { HN_PHRASE_ONLY_ONE, HN_PHRASE_ALL_AGREE,
                                        HN_PHRASE_SAME,     HN_PHRASE_FIRST_RECORD,
                                        HN_PHRASE_STEWARD,  HN_PHRASE_EXISTING_DATE };
    if (text->spec->attributes[attribute->attribute].many)
        return phrase(text, HN_PHRASE_EVERY_VALUE);
    return attribute->by == HN_GOLDEN_BY_RULE
               ? hn_phrase_survivorship(text->language, attribute->rule)
               : phrase(text, phrases[attribute->by]);
}

static void
put_attribute(const Text *text, const HnEntityAttribute *attribute, guint n_name)
{
    const GArray *values = text->entity->values;
    g_autofree char *name = hn_phrase_name(text->spec->attributes[attribute->attribute].name);
    g_autofree char *records = hn_phrase_records(text->language, text->entity->n_heard);
    guint n_others = 0;
    for (guint i = attribute->first; i < attribute->first + attribute->n; i++) {
        const HnEntityValue *value = &g_array_index(values, HnEntityValue, i);
        g_autofree char *shape = value_text(text, attribute, value);
        g_autofree char *from =
            hn_pair_record_name(text->options->view, text->entity->type, value->row);
        if (value->is_chosen) {
            g_string_append(text->out, "  ");
            hn_explain_pad(text->out, i == attribute->first ? name : "", n_name);
            g_string_append_printf(text->out, "%s  %s, %u %s %s; %s", shape, from, value->n_rows,
                                   phrase(text, HN_PHRASE_OF), records, why_words(text, attribute));
        } else {
            g_string_append_printf(text->out, "%s %s (%s)", n_others++ == 0 ? "" : ",", shape,
                                   from);
            continue;
        }
        const gboolean is_last = i + 1 == attribute->first + attribute->n;
        const gboolean others_follow =
            !is_last && !g_array_index(values, HnEntityValue, i + 1).is_chosen;
        if (others_follow)
            g_string_append_printf(text->out, "; %s", phrase(text, HN_PHRASE_ALSO));
        else if (!is_last)
            g_string_append_c(text->out, '\n');
    }
    g_string_append_c(text->out, '\n');
}

/* "golden record", or whose and from whom. */
static void
put_golden_heading(const Text *text)
{
    const HnTarget *audience = text->entity->audience;
    if (audience == NULL) {
        begin(text, HN_PHRASE_GOLDEN);
        return;
    }
    g_autofree char *from =
        audience->values_from == NULL ? g_strdup("all") : g_strjoinv(", ", audience->values_from);
    g_string_append_printf(text->out, "\n%s %s '%s'\n", phrase(text, HN_PHRASE_GOLDEN),
                           phrase(text, HN_PHRASE_OF_TARGET), audience->name);
    g_string_append_printf(text->out, "  %s: %s\n", phrase(text, HN_PHRASE_VALUES_FROM), from);
}

static void
put_golden(const Text *text)
{
    const GArray *attributes = text->entity->attributes;
    guint n_name = 0;
    put_golden_heading(text);
    for (guint i = 0; i < attributes->len; i++) {
        const HnEntityAttribute *one = &g_array_index(attributes, HnEntityAttribute, i);
        n_name = MAX(n_name, (guint)g_utf8_strlen(text->spec->attributes[one->attribute].name, -1));
    }
    for (guint i = 0; i < attributes->len; i++)
        put_attribute(text, &g_array_index(attributes, HnEntityAttribute, i), n_name);
}

/* ---- cases, decisions, history ---- */

static void
put_cases(const Text *text)
{
    const HnEntityExplanation *entity = text->entity;
    if (entity->cases->len > 0)
        begin(text, HN_PHRASE_CASES);
    for (guint i = 0; i < entity->cases->len; i++) {
        const HnCase *one = entity->cases->pdata[i];
        g_autofree char *a = hn_pair_record_name(text->options->view, entity->type, one->row_a);
        g_autofree char *b = hn_pair_record_name(text->options->view, entity->type, one->row_b);
        g_autofree char *bits = hn_phrase_bits(one->weight_units, TRUE);
        g_string_append(text->out, "  ");
        put_id(text, 'c', one->sequence);
        g_string_append_printf(text->out, "  %s  ", hn_case_kind_name((HnCaseKind)one->kind));
        put_id(text, 'e', one->entity_a == entity->entity ? one->entity_b : one->entity_a);
        g_string_append_printf(text->out, "  %s - %s  %s\n", a, b, bits);
    }
}

static void
put_decisions(const Text *text)
{
    const GArray *decisions = text->entity->decisions;
    if (decisions->len > 0)
        begin(text, HN_PHRASE_DECISIONS);
    for (guint i = 0; i < decisions->len; i++) {
        const HnEntityDecision *one = &g_array_index(decisions, HnEntityDecision, i);
        g_string_append(text->out, "  ");
        put_id(text, 'd', one->decision->sequence);
        const gboolean is_value = one->decision->kind == HN_DECISION_VALUE;
        g_autofree char *attribute =
            is_value ? hn_phrase_name(hn_decision_attribute(one->decision)) : NULL;
        g_string_append_printf(
            text->out, "  %s%s%s: %s%s%s\n", hn_decision_kind_name(one->decision->kind),
            is_value ? " " : "", is_value ? attribute : "", one->decision->reason,
            one->stands ? "" : "; ",
            one->stands
                ? ""
                : phrase(text, hn_explain_overruled(text->options->view->lives[text->entity->type],
                                                    one->decision->kind)));
    }
}

static void
put_event(const Text *text, const HnEvent *event, guint64 run)
{
    g_string_append(text->out, "  ");
    if (run == 0)
        g_string_append(text->out, phrase(text, HN_PHRASE_SINCE));
    else
        put_id(text, 'r', run);
    g_string_append(text->out, "  ");
    put_id(text, 'v', event->sequence);
    g_string_append_printf(text->out, "  %-9s  ", hn_event_kind_name(event->kind));
    put_id(text, 'e', event->entity);
    if (event->other != 0) {
        g_string_append(text->out, " <- ");
        put_id(text, 'e', event->other);
    }
    g_autofree char *records = hn_phrase_records(text->language, event->n_records);
    if (event->n_records > 0)
        g_string_append_printf(text->out, "  %s", records);
    if (event->cause != 0) {
        g_string_append(text->out, "  ");
        put_id(text, 'd', event->cause);
    }
    g_string_append_c(text->out, '\n');
}

static void
put_history(const Text *text)
{
    const HnEvents *events = text->entity->events;
    const gsize first = events->n > LINES_MAX ? events->n - LINES_MAX : 0;
    begin(text, HN_PHRASE_HISTORY);
    put_rest(text, events->n);
    for (gsize i = first; i < events->n; i++)
        put_event(text, &events->events[i], g_array_index(text->entity->event_runs, guint64, i));
}

char *
hn_explain_entity_text(const HnExplainText *options, const HnEntityExplanation *entity)
{
    const Text text = { options, options->language, &options->view->project->entities[entity->type],
                        entity, g_string_new(NULL) };
    put_head(&text);
    if (entity->entity != 0) {
        put_members(&text);
        put_steps(&text);
        put_golden(&text);
        put_cases(&text);
        put_decisions(&text);
    }
    put_history(&text);
    g_autofree char *sentence = hn_entity_sentence(options->language, options->view, entity);
    g_string_append_printf(text.out, "\n%s\n", sentence);
    return g_string_free(text.out, FALSE);
}
