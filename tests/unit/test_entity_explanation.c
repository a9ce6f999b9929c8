/* Goal: an entity's members, values and history are those of what is published. */
#include "insight/entity_explanation.h"

#include <jansson.h>

#include "records/entity_id.h"
#include "tests/unit/explain_fixture.h"

static HnEntityExplanation *
explain(ExplainFixture *fixture, guint64 sequence)
{
    g_autoptr(GError) error = NULL;
    HnEntityExplanation *entity =
        hn_entity_explanation_new(fixture->view, 1, sequence, NULL, &error);
    g_assert_no_error(error);
    return entity;
}

static guint64
entity_of(const ExplainFixture *fixture, const char *name)
{
    return hn_live_crosswalk(fixture->view->lives[1])
        ->entity_of[explain_fixture_row(fixture, name)];
}

/* "name most_frequent nguyen am 2 / nguyen an 2": rule and values of an attribute. */
static void
assert_attribute(const HnEntityExplanation *entity, guint attribute, HnGoldenBy by,
                 const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < entity->attributes->len; i++) {
        const HnEntityAttribute *one = &g_array_index(entity->attributes, HnEntityAttribute, i);
        for (guint v = one->first; one->attribute == attribute && v < one->first + one->n; v++) {
            const HnEntityValue *value = &g_array_index(entity->values, HnEntityValue, v);
            const HnSlice bytes =
                hn_dictionary_value(entity->picked->table->values[attribute], value->value);
            g_assert_cmpint(one->by, ==, by);
            g_string_append_printf(text, "%s%.*s%s %u", v == one->first ? "" : " / ",
                                   (int)bytes.n_bytes, (const char *)bytes.bytes,
                                   value->is_chosen ? "!" : "", value->n_rows);
        }
    }
    g_assert_cmpstr(text->str, ==, expected);
}

static void
test_members_links_and_values(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autoptr(HnEntityExplanation) entity = explain(&fixture, entity_of(&fixture, "a:p1"));
    g_assert_cmpuint(entity->graph->rows->len, ==, 4);
    g_assert_cmpuint(entity->graph->n_steps, ==, 3);
    const HnMatchStep *weakest = hn_entity_explanation_weakest(entity);
    g_assert_cmpint(entity->graph->links[weakest->link].weight_units, ==, 4 * 65536);
    /* Two of each: a:p1 is the most complete record of the source with most authority. */
    assert_attribute(entity, 0, HN_GOLDEN_BY_RULE, "nguyen an! 2 / nguyen am 2");
    assert_attribute(entity, 1, HN_GOLDEN_BY_RULE, "1960-01-02! 2 / 1960 1");
    assert_attribute(entity, 2, HN_GOLDEN_BY_ALL, "0901! 3 / 0902! 2");
    assert_attribute(entity, 3, HN_GOLDEN_BY_ALL, "hue! 2");
    g_assert_cmpuint(entity->cases->len, ==, 0);
    g_assert_cmpuint(entity->events->n, ==, 1);
    explain_fixture_free(&fixture);
}

/* What a target gets: of its values alone, chosen among the records that may reach it alone. */
static void
test_an_audience(void)
{
    static char name[] = "back", b[] = "b";
    char *from[] = { b, NULL };
    guint values[] = { 0, 2 };
    const HnTarget target = {
        .name = name, .entity = 1, .values_from = from, .n_values = 2, .values = values
    };
    ExplainFixture fixture = explain_fixture_new();
    const guint64 sequence = entity_of(&fixture, "a:p1");
    g_autoptr(HnEntityExplanation) all = explain(&fixture, sequence);
    g_autoptr(HnEntityExplanation) entity =
        hn_entity_explanation_new(fixture.view, 1, sequence, &target, NULL);
    g_assert_cmpuint(all->n_heard, ==, 4);
    g_assert_cmpuint(entity->n_heard, >, 0);
    g_assert_cmpuint(entity->n_heard, <, 4);
    g_assert_cmpuint(entity->attributes->len, >, 0);
    for (guint i = 0; i < entity->attributes->len; i++) {
        const guint attribute = g_array_index(entity->attributes, HnEntityAttribute, i).attribute;
        g_assert_true(attribute == 0 || attribute == 2);
    }
    for (guint i = 0; i < entity->values->len; i++) {
        const HnEntityValue *value = &g_array_index(entity->values, HnEntityValue, i);
        g_assert_cmpstr(hn_live_name(fixture.view->lives[1], value->row).source, ==, "b");
        g_assert_cmpuint(value->n_rows, <=, entity->n_heard);
    }
    explain_fixture_free(&fixture);
}

/* Where a published golden record has its values from. */
static void
test_values_have_the_published_provenance(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autofree char *lines = night_fixture_result(fixture.nights, "golden");
    g_auto(GStrv) rows = g_strsplit(lines, "\n", -1);
    guint n_values = 0;
    for (guint i = 0; rows[i] != NULL && rows[i][0] != '\0'; i++) {
        json_t *row = json_loads(rows[i], 0, NULL);
        guint64 sequence = 0;
        hn_entity_id_parse(hn_slice_of(json_string_value(json_object_get(row, "entity_id"))), 'e',
                           &sequence);
        const gboolean is_person =
            g_str_equal(json_string_value(json_object_get(row, "entity_type")), "person");
        HnEntityExplanation *entity = is_person ? explain(&fixture, sequence) : NULL;
        for (guint a = 0; is_person && a < entity->attributes->len; a++) {
            const HnEntityAttribute *one = &g_array_index(entity->attributes, HnEntityAttribute, a);
            const HnEntityValue *value = &g_array_index(entity->values, HnEntityValue, one->first);
            json_t *golden =
                json_object_get(json_object_get(row, "attributes"),
                                fixture.view->project->entities[1].attributes[one->attribute].name);
            if (json_is_array(golden)) /* ascending by bytes there */
                continue;
            json_t *id = json_object_get(golden, "record_id");
            const HnRecordName name = hn_live_name(fixture.view->lives[1], value->row);
            g_assert_cmpint(json_integer_value(json_object_get(golden, "records")), ==,
                            value->n_rows);
            g_assert_true(hn_slice_equal(
                name.record_id, hn_slice_of(json_string_value(
                                    id != NULL ? id : json_object_get(row, "record_id")))));
            n_values++;
        }
        hn_entity_explanation_free(entity);
        json_decref(row);
    }
    g_assert_cmpuint(n_values, >, 10);
    explain_fixture_free(&fixture);
}

static void
test_cases_decisions_and_redirects(void)
{
    ExplainFixture fixture = explain_fixture_new();
    const guint64 left = entity_of(&fixture, "a:r1"), right = entity_of(&fixture, "b:r1");
    g_autoptr(HnEntityExplanation) doubtful = explain(&fixture, left);
    g_assert_cmpuint(doubtful->cases->len, ==, 1);
    explain_fixture_decide(&fixture, HN_DECISION_SAME, "a:r1", "b:r1");
    const guint64 kept = entity_of(&fixture, "a:r1");
    g_autoptr(HnEntityExplanation) entity = explain(&fixture, kept == left ? right : left);
    g_assert_cmpuint(entity->asked, !=, entity->entity);
    g_assert_cmpuint(entity->entity, ==, kept);
    g_assert_cmpuint(entity->graph->rows->len, ==, 2);
    g_assert_cmpuint(entity->decisions->len, ==, 1);
    g_assert_cmpuint(entity->events->n, ==, 3); /* both were new, then one was merged */
    g_assert_cmpuint(g_array_index(entity->event_runs, guint64, 0), ==, 1);
    g_assert_cmpuint(g_array_index(entity->event_runs, guint64, 2), ==, 0);
    g_assert_cmpint(entity->events->events[2].kind, ==, HN_EVENT_MERGED);
    explain_fixture_free(&fixture);
}

static void
test_the_retired_have_a_history(void)
{
    ExplainFixture fixture = explain_fixture_new();
    const HnEntities *entities = hn_live_entities(fixture.view->lives[1]);
    guint n_retired = 0;
    for (gsize i = 0; i < entities->n; i++) {
        if (entities->entities[i].status != HN_ENTITY_RETIRED) /* a:w was alone in it */
            continue;
        g_autoptr(HnEntityExplanation) entity = explain(&fixture, entities->entities[i].sequence);
        g_assert_cmpuint(entity->entity, ==, 0);
        g_assert_null(entity->graph);
        g_assert_cmpuint(entity->events->n, >=, 2);
        g_assert_null(hn_entity_explanation_weakest(entity));
        n_retired++;
    }
    g_assert_cmpuint(n_retired, ==, 1);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/entity_explanation/members_links_and_values",
                    test_members_links_and_values);
    g_test_add_func("/insight/entity_explanation/values_have_the_published_provenance",
                    test_values_have_the_published_provenance);
    g_test_add_func("/insight/entity_explanation/an_audience", test_an_audience);
    g_test_add_func("/insight/entity_explanation/cases_decisions_and_redirects",
                    test_cases_decisions_and_redirects);
    g_test_add_func("/insight/entity_explanation/the_retired_have_a_history",
                    test_the_retired_have_a_history);
    return g_test_run();
}
