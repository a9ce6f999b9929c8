/* Goal: every key is tried alone, in twos and in threes. */
#include "insight/rule_candidates.h"

#include "tests/unit/insight_fixture.h"

typedef struct {
    InsightFiles files;
    HnAttributePlan *plan;
    HnDraft *draft;
    GArray *candidates;
} Fixture;

/* 24 people: of 12 given names each stands twice, of 8 surnames each three times. */
static Fixture
fixture_new(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new("record_id,given_name,surname\n");
    Fixture f = { .files = insight_files_new() };
    for (guint i = 0; i < 24; i++)
        g_string_append_printf(text, "P%04u,%s,%s\n", i, insight_given(i), insight_surname(i / 3));
    insight_files_add(&f.files, "people.csv", text->str);
    f.plan = insight_files_plan(&f.files, NULL, &error);
    g_assert_no_error(error);
    f.draft = hn_draft_new(f.plan);
    f.candidates = hn_rule_candidates_new(f.draft);
    return f;
}

static void
fixture_free(Fixture *f)
{
    hn_rule_candidates_free(f->candidates);
    hn_draft_free(f->draft);
    hn_attribute_plan_free(f->plan);
    insight_files_clear(&f->files);
}

static const HnRuleCandidate *
find(const GArray *candidates, const char *parts)
{
    for (guint i = 0; i < candidates->len; i++)
        if (g_str_equal(g_array_index(candidates, HnRuleCandidate, i).parts, parts))
            return &g_array_index(candidates, HnRuleCandidate, i);
    return NULL;
}

/* Its keys are candidates of their own: it is called by their names. */
static void
check_keys(const GArray *all, const HnRuleCandidate *candidate)
{
    g_autoptr(GString) parts = g_string_new(NULL);
    for (guint k = 0; k < candidate->n_attributes; k++) {
        const HnRuleCandidate *key = &g_array_index(all, HnRuleCandidate, candidate->keys[k]);
        g_assert_cmpuint(key->n_attributes, ==, 1);
        g_assert_cmpuint(key->attributes[0], ==, candidate->attributes[k]);
        g_string_append_printf(parts, "%s%s", k == 0 ? "" : ", ", key->parts);
    }
    g_assert_cmpstr(parts->str, ==, candidate->parts);
}

static void
test_keys_alone_and_together(void)
{
    Fixture f = fixture_new();
    const GArray *all = f.candidates;
    g_assert_nonnull(find(all, "given_name"));
    g_assert_nonnull(find(all, "surname.sound"));
    g_assert_true(find(all, "given_name, surname.prefix(3)") != NULL ||
                  find(all, "surname.prefix(3), given_name") != NULL);
    for (guint i = 0; i < all->len; i++) {
        const HnRuleCandidate *candidate = &g_array_index(all, HnRuleCandidate, i);
        for (guint k = 1; k < candidate->n_attributes; k++) /* never two of one attribute */
            g_assert_cmpuint(candidate->attributes[k], !=, candidate->attributes[k - 1]);
        g_assert_cmpuint(candidate->made, ==, i);
        check_keys(all, candidate);
        for (guint k = 0; k < i; k++)
            g_assert_cmpstr(g_array_index(all, HnRuleCandidate, k).parts, !=, candidate->parts);
    }
    g_assert_cmpuint(all->len, ==, 3 + 3 + 3 * 3);
    fixture_free(&f);
}

static void
test_a_project_has_the_candidates_as_its_rules(void)
{
    Fixture f = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project = hn_rule_candidates_project(f.draft, f.candidates, 2, 5, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(project->entities[0].n_rules, ==, 5);
    g_assert_cmpuint(project->entities[0].n_comparisons, ==, 2);
    for (guint i = 0; i < 5; i++) {
        g_auto(GStrv) parts =
            g_strsplit(g_array_index(f.candidates, HnRuleCandidate, 2 + i).parts, ", ", -1);
        g_autofree char *name = g_strjoinv(" + ", parts);
        g_assert_cmpstr(project->entities[0].rules[i].name, ==, name);
    }
    fixture_free(&f);
}

static void
check_implies(const char *narrow, const char *wide, guint64 dropped, gboolean wanted)
{
    g_autofree char *narrow_parts = g_strdup(narrow), *wide_parts = g_strdup(wide);
    const HnRuleCandidate first = { .parts = narrow_parts };
    const HnRuleCandidate second = { .parts = wide_parts, .pairs_dropped = dropped };
    g_assert_cmpint(hn_rule_candidate_implies(&first, &second), ==, wanted);
}

static void
test_a_whole_value_implies_its_keys(void)
{
    check_implies("a, b", "b", 0, TRUE);
    check_implies("b", "a, b", 0, FALSE);
    check_implies("a, b", "a.prefix(3)", 0, TRUE);
    check_implies("a, b", "b.sound, a.prefix(3)", 0, TRUE);
    check_implies("a.prefix(3), b", "a, b", 0, FALSE);
    check_implies("a.prefix(3), b", "a.sound, b", 0, FALSE);
    check_implies("ab, b", "a.prefix(3), b", 0, FALSE);
    check_implies("a, b", "b", 1, FALSE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/rule_candidates/" #what, test_##what)
    ADD(keys_alone_and_together);
    ADD(a_project_has_the_candidates_as_its_rules);
    ADD(a_whole_value_implies_its_keys);
    return g_test_run();
}
