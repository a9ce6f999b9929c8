/* Goal: one object that says all counts and lists the worst changes, and no value of a record. */
#include "insight/run_diff_json.h"

#include <jansson.h>

#include "tests/reference/run_states.h"

/* Entity 2 goes into 1 against its number, 3 splits into 4, 5 has another name. */
static HnRunDiff *
some(void)
{
    const RunStates states = {
        .entity = { { 1, 2, 3, 3, 3, [10] = 5, 3, [30] = 0 },
                    { 1, 1, 3, 4, 4, [10] = 5, 4, [30] = 1 } },
        .number = { { NULL, "111", "222" }, { NULL, "111" } },
        .name = { { NULL, [5] = "Secret An" }, { NULL, [5] = "Secret Anh" } },
    };
    return run_states_diff(&states);
}

static char *
text_of(const HnRunDiff *diff, guint limit)
{
    static const HnDiffRun runs[] = { { "r-000000018", "published" }, { "r-00000002G", "held" } };
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_run_diff_write(diff, runs, limit, &json);
    return g_strndup((const char *)text->data, text->len);
}

static gint64
number_at(const json_t *root, const char *object, const char *key)
{
    return json_integer_value(json_object_get(json_object_get(root, object), key));
}

static void
test_the_object(void)
{
    g_autoptr(HnRunDiff) diff = some();
    g_autofree char *text = text_of(diff, 20);
    json_t *root = json_loads(text, 0, NULL);
    const json_t *changes = json_object_get(root, "changes"), *first = json_array_get(changes, 0);
    const json_t *sources = json_object_get(root, "sources");
    g_assert_cmpint(number_at(root, "entities", "merged_against_identifier"), ==, 1);
    g_assert_cmpint(number_at(root, "entities", "split"), ==, 1);
    g_assert_cmpint(number_at(root, "entities", "updated"), ==, 1);
    g_assert_cmpint(number_at(root, "records", "split"), ==, 3);
    g_assert_cmpint(number_at(root, "records", "joined"), ==, 1);
    g_assert_cmpint(number_at(root, "golden", "person.full_name"), ==, 1);
    g_assert_cmpuint(json_array_size(changes), ==, 4);
    g_assert_cmpstr(json_string_value(json_object_get(first, "change")), ==, "merged");
    g_assert_cmpstr(json_string_value(json_object_get(first, "other_entity_id")), ==,
                    "e-00000002G");
    g_assert_cmpstr(
        json_string_value(json_array_get(json_object_get(first, "identifiers_differ"), 0)), ==,
        "person.national_id");
    g_assert_cmpint(number_at(json_array_get(changes, 1), "sources", "a"), ==, 2);
    g_assert_cmpint(number_at(json_array_get(changes, 1), "sources", "b"), ==, 1);
    g_assert_cmpstr(json_string_value(json_object_get(json_array_get(sources, 0), "source")), ==,
                    "a");
    g_assert_null(strstr(text, "Secret"));
    g_assert_null(strstr(text, "111"));
    g_assert_null(strstr(text, "222"));
    json_decref(root);
}

static void
test_the_limit(void)
{
    g_autoptr(HnRunDiff) diff = some();
    g_autofree char *text = text_of(diff, 1);
    json_t *root = json_loads(text, 0, NULL);
    g_assert_cmpuint(json_array_size(json_object_get(root, "changes")), ==, 1);
    g_assert_cmpint(json_integer_value(json_object_get(root, "changes_total")), ==, 4);
    json_decref(root);
    g_autofree char *none = text_of(diff, 0);
    g_assert_nonnull(strstr(none, "\"changes\":[]}"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/run_diff_json/" #what, test_##what)
    ADD(the_object);
    ADD(the_limit);
    return g_test_run();
}
