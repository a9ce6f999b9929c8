/* Goal: an entity as JSON and as a sentence: how it hangs together, masked unless asked. */
#include "insight/entity_json.h"

#include <jansson.h>

#include "tests/unit/explain_fixture.h"

static json_t *
json_of(ExplainFixture *fixture, const char *name, gboolean unmask, char **ret_text)
{
    g_autoptr(GError) error = NULL;
    const HnCrosswalk *crosswalk = hn_live_crosswalk(fixture->view->lives[1]);
    g_autoptr(HnEntityExplanation) entity = hn_entity_explanation_new(
        fixture->view, 1, crosswalk->entity_of[explain_fixture_row(fixture, name)], NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_entity_json_write(fixture->view, entity, unmask, &json);
    *ret_text = g_strndup((const char *)text->data, text->len);
    json_t *root = json_loads(*ret_text, JSON_REJECT_DUPLICATES, NULL);
    g_assert_nonnull(root);
    return root;
}

static const char *
text_at(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void
test_steps_and_sentence(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autofree char *text = NULL;
    json_t *root = json_of(&fixture, "a:p1", FALSE, &text);
    g_assert_cmpstr(text_at(root, "status"), ==, "live");
    g_assert_cmpuint(json_array_size(json_object_get(root, "members")), ==, 4);
    json_t *steps = json_object_get(root, "steps");
    g_assert_cmpuint(json_array_size(steps), ==, 3);
    json_t *last = json_array_get(steps, 2);
    g_assert_true(json_is_true(json_object_get(last, "weakest")));
    g_assert_false(json_is_true(json_object_get(last, "bridge"))); /* b:p1 holds a:p2 too */
    g_assert_cmpint(json_integer_value(json_object_get(root, "bridges")), ==, 1);
    json_t *name = json_array_get(json_object_get(root, "attributes"), 0);
    g_assert_cmpstr(text_at(name, "attribute"), ==, "full_name");
    g_assert_cmpuint(json_array_size(json_object_get(name, "values")), ==, 2);
    g_assert_cmpstr(text_at(json_object_get(root, "sentence"), "en"), ==,
                    "These 4 records are the same person because links join them all; the weakest, "
                    "between a:p1 and a:p2, weighs 4.00 bits.");
    json_decref(root);
    explain_fixture_free(&fixture);
}

static void
test_values_are_masked_unless_asked(void)
{
    ExplainFixture fixture = explain_fixture_new();
    for (guint unmask = 0; unmask < 2; unmask++) {
        g_autofree char *text = NULL;
        json_t *root = json_of(&fixture, "a:p1", unmask != 0, &text);
        g_assert_cmpint(strstr(text, "nguyen") != NULL, ==, unmask != 0);
        g_assert_cmpint(strstr(text, "0902") != NULL, ==, unmask != 0);
        json_decref(root);
    }
    explain_fixture_free(&fixture);
}

static void
test_one_record_and_decided_ones(void)
{
    ExplainFixture fixture = explain_fixture_new();
    g_autofree char *one = NULL, *two = NULL;
    json_t *root = json_of(&fixture, "b:q2", FALSE, &one);
    g_assert_cmpstr(text_at(json_object_get(root, "sentence"), "en"), ==,
                    "This entity is one record because no other one both matches it and may join "
                    "it.");
    json_t *open_case = json_array_get(json_object_get(root, "cases"), 0);
    g_assert_cmpstr(text_at(open_case, "kind"), ==, "cut");
    json_decref(root);
    explain_fixture_decide(&fixture, HN_DECISION_SAME, "a:s1", "b:s1");
    root = json_of(&fixture, "a:s1", FALSE, &two);
    g_assert_cmpstr(text_at(json_object_get(root, "sentence"), "vi"), ==,
                    "2 bản ghi này là cùng một người vì đã có người quyết định như vậy.");
    g_assert_cmpstr(text_at(json_array_get(json_object_get(root, "steps"), 0), "decision_id"), ==,
                    "d-000000018");
    json_decref(root);
    explain_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/entity_json/steps_and_sentence", test_steps_and_sentence);
    g_test_add_func("/insight/entity_json/values_are_masked_unless_asked",
                    test_values_are_masked_unless_asked);
    g_test_add_func("/insight/entity_json/one_record_and_decided_ones",
                    test_one_record_and_decided_ones);
    return g_test_run();
}
