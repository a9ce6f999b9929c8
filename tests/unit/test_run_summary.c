/* Goal: the report has every number under its key, and is JSON whatever the notes hold. */
#include "linker/run_summary.h"

#include <jansson.h>

static json_t *
report_of(const HnRunSummary *summary)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(out);
    hn_run_summary_write(summary, &json);
    json_t *root = json_loadb((const char *)out->data, out->len, JSON_REJECT_DUPLICATES, NULL);
    g_assert_nonnull(root);
    return root;
}

static json_int_t
number_at(json_t *root, const char *group, const char *key)
{
    json_t *object = group == NULL ? root : json_object_get(root, group);
    json_t *value = json_object_get(object, key);
    g_assert_true(json_is_integer(value));
    return json_integer_value(value);
}

static void
test_each_number_has_its_key(void)
{
    HnRunSummary s;
    hn_run_summary_init(&s);
    g_strlcpy(s.run_id, "r-000000018", sizeof s.run_id);
    s.n_read = 1, s.n_accepted = 2, s.n_quarantined = 3, s.n_withdrawn = 4, s.n_pairs = 5;
    s.n_edges_match = 6, s.n_edges_review = 7, s.n_clusters = 8, s.n_entities = 9, s.n_new = 10;
    s.n_merged = 11, s.n_split = 12, s.n_moved = 13, s.n_retired = 14, s.n_joined = 15;
    s.n_updated = 16, s.n_restored = 17, s.n_events = 18, s.n_cases = 19, s.peak_bytes = 20;
    s.published = TRUE;
    s.seconds[HN_STAGE_SCORE] = 1.2345;
    s.seconds_total = 2.5;
    json_t *root = report_of(&s);
    static const struct {
        const char *group, *key;
        json_int_t value;
    } expected[] = {
        { NULL, "schema", 1 },         { "records", "read", 1 },
        { "records", "accepted", 2 },  { "records", "quarantined", 3 },
        { "records", "withdrawn", 4 }, { NULL, "pairs", 5 },
        { "edges", "match", 6 },       { "edges", "review", 7 },
        { NULL, "clusters", 8 },       { NULL, "entities_total", 9 },
        { "entities", "new", 10 },     { "entities", "merged", 11 },
        { "entities", "split", 12 },   { "entities", "moved", 13 },
        { "entities", "retired", 14 }, { "entities", "joined", 15 },
        { "entities", "updated", 16 }, { "entities", "restored", 17 },
        { NULL, "events", 18 },        { NULL, "cases", 19 },
        { NULL, "peak_bytes", 20 },
    };
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_cmpint(number_at(root, expected[i].group, expected[i].key), ==, expected[i].value);
    json_t *seconds = json_object_get(root, "seconds");
    g_assert_cmpuint(json_object_size(seconds), ==, HN_STAGES + 1);
    g_assert_cmpfloat_with_epsilon(json_number_value(json_object_get(seconds, "score")), 1.2345,
                                   0.0006);
    g_assert_true(json_is_true(json_object_get(root, "published")));
    g_assert_true(json_is_false(json_object_get(root, "held")));
    g_assert_true(json_is_null(json_object_get(root, "results")));
    json_decref(root);
    hn_run_summary_clear(&s);
}

static void
test_thresholds_in_force_are_told(void)
{
    HnRunSummary s;
    hn_run_summary_init(&s);
    const HnRunReview reviews[] = {
        { g_strdup("company"), 65536, -32768, FALSE, 0, 7, 0 },
        { g_strdup("person"), 0, -1, TRUE, 12, 11, 5 },
    };
    g_array_append_vals(s.reviews, reviews, G_N_ELEMENTS(reviews));
    json_t *root = report_of(&s);
    json_t *told = json_object_get(root, "review");
    g_assert_cmpuint(json_array_size(told), ==, 2);
    json_t *company = json_array_get(told, 0), *person = json_array_get(told, 1);
    g_assert_cmpstr(json_string_value(json_object_get(company, "entity_type")), ==, "company");
    g_assert_null(json_object_get(company, "budget"));
    g_assert_cmpfloat(json_number_value(json_object_get(company, "threshold_match")), ==, 1.0);
    g_assert_cmpfloat(json_number_value(json_object_get(company, "threshold_review")), ==, -0.5);
    g_assert_cmpfloat(json_number_value(json_object_get(person, "threshold_review")), ==,
                      -1.0 / 65536);
    g_assert_cmpint(json_integer_value(json_object_get(person, "budget")), ==, 12);
    g_assert_cmpint(json_integer_value(json_object_get(person, "cases")), ==, 11);
    g_assert_cmpint(json_integer_value(json_object_get(person, "cases_over_budget")), ==, 5);
    json_decref(root);
    hn_run_summary_clear(&s);
}

static void
test_relations_are_counted(void)
{
    HnRunSummary s;
    hn_run_summary_init(&s);
    hn_run_summary_relation(&s, "branch_of")->n = 7;
    hn_run_summary_relation(&s, "household")->n_values_common = 2;
    json_t *root = report_of(&s);
    json_t *told = json_object_get(root, "relations");
    g_assert_cmpuint(json_array_size(told), ==, 2);
    json_t *branch_of = json_array_get(told, 0), *household = json_array_get(told, 1);
    g_assert_cmpstr(json_string_value(json_object_get(branch_of, "relation")), ==, "branch_of");
    g_assert_cmpint(number_at(branch_of, NULL, "count"), ==, 7);
    g_assert_cmpint(number_at(branch_of, NULL, "values_too_common"), ==, 0);
    g_assert_cmpint(number_at(household, NULL, "count"), ==, 0);
    g_assert_cmpint(number_at(household, NULL, "values_too_common"), ==, 2);
    json_decref(root);
    hn_run_summary_clear(&s);
}

static void
test_notes_may_hold_anything(void)
{
    HnRunSummary s;
    hn_run_summary_init(&s);
    hn_run_summary_note(&s, "a \"\\x\"\n5", "b");
    hn_run_summary_note(&s, "thôi", "thôi");
    json_t *root = report_of(&s);
    json_t *notes = json_object_get(root, "notes");
    g_assert_cmpuint(json_array_size(notes), ==, 2);
    g_assert_cmpstr(json_string_value(json_array_get(notes, 0)), ==, "a \"\\x\"\n5");
    json_decref(root);
    hn_run_summary_clear(&s);
}

static void
test_forgetting_keeps_the_notes(void)
{
    HnRunSummary s;
    hn_run_summary_init(&s);
    s.n_read = 5;
    s.dry_run = TRUE;
    s.results = g_strdup("x");
    g_ptr_array_add(s.bundles, g_strdup("person=1"));
    hn_run_summary_note(&s, "kept", "giữ");
    hn_run_summary_forget(&s);
    g_assert_cmpuint(s.n_read, ==, 0);
    g_assert_cmpuint(s.bundles->len, ==, 0);
    g_assert_null(s.results);
    g_assert_true(s.dry_run);
    g_assert_cmpstr(s.notes->pdata[0], ==, "kept");
    g_assert_cmpstr(s.notes_vi->pdata[0], ==, "giữ");
    hn_run_summary_clear(&s);
}

static void
test_stages_have_names_of_their_own(void)
{
    for (guint a = 0; a < HN_STAGES; a++)
        for (guint b = 0; b < a; b++)
            g_assert_cmpstr(hn_stage_name((HnStage)a), !=, hn_stage_name((HnStage)b));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/run_summary/" #what, test_##what)
    ADD(each_number_has_its_key);
    ADD(thresholds_in_force_are_told);
    ADD(relations_are_counted);
    ADD(notes_may_hold_anything);
    ADD(forgetting_keeps_the_notes);
    ADD(stages_have_names_of_their_own);
    return g_test_run();
}
