/* Goal: names of two scripts are read in one, names of one script stay as they are. */
#include "insight/script_choice.h"

#include "config/project.h"
#include "insight/draft.h"
#include "tests/unit/insight_fixture.h"

/* @n_other of a hundred people are written in Cyrillic letters; whether `init` reads them in Latin
 * ones, and that its file says the same. */
static gboolean
is_latin(guint n_other)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new("record_id,given_name,surname\n");
    for (guint i = 0; i < 100; i++)
        g_string_append_printf(text, "P%03u,%s,%s\n", i, insight_given(i),
                               i < n_other ? "Васильев" : insight_surname(i / 3));
    InsightFiles files = insight_files_new();
    insight_files_add(&files, "people.csv", text->str);
    g_autoptr(HnAttributePlan) plan = insight_files_plan(&files, NULL, &error);
    g_assert_no_error(error);
    gboolean latin = FALSE;
    for (guint i = 0; i < plan->n_attributes; i++) {
        gdouble share = 0;
        if (hn_script_choice_is_latin(plan, &plan->attributes[i], &share)) {
            g_assert_cmpstr(plan->attributes[i].name, ==, "surname");
            g_assert_cmpfloat_with_epsilon(share, n_other / 100.0, 1e-9);
            latin = TRUE;
        }
    }
    g_autoptr(HnDraft) draft = hn_draft_new(plan);
    hn_draft_add_rule(draft, "surname", 7, 0.5, 0.25);
    g_autofree char *yaml = hn_draft_yaml(draft, files.folder, "people");
    g_assert_cmpint(strstr(yaml, "surname: { type: name, script: latin }") != NULL, ==, latin);
    insight_files_clear(&files);
    return latin;
}

static void
test_two_scripts_are_read_in_one(void)
{
    g_assert_false(is_latin(0));
    g_assert_true(is_latin(3));
    g_assert_true(is_latin(49));
    g_assert_false(is_latin(60));
    g_assert_false(is_latin(100));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/insight/script_choice/two_scripts_are_read_in_one",
                    test_two_scripts_are_read_in_one);
    return g_test_run();
}
