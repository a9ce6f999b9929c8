/* Goal: an entity type is read with its defaults, and what is wrong is named. */
#include "tests/reference/config_fixture.h"

static void
test_defaults(void)
{
    g_autofree char *text = hn_config_fixture_change("    block_size_max: 500\n"
                                                     "    thresholds: { match: 8.5, review: -2 }\n"
                                                     "    one_record_per_source: [civil]\n",
                                                     "");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    const HnEntityType *person = &project->entities[0];
    g_assert_true(person->thresholds_auto);
    g_assert_true(person->cluster_support_auto);
    g_assert_cmpuint(person->block_size_max, ==, 2000);
    g_assert_null(person->one_per_source);
    g_assert_false(person->has_review_budget);
    g_assert_cmpint(person->attributes[0].holds, ==, HN_HOLDS_MANY);
    g_assert_false(person->attributes[0].many);
    g_assert_cmpuint(person->attributes[0].n_survivorship, ==, 0);
}

static void
test_a_rule_may_have_a_window(void)
{
    g_autofree char *text = hn_config_fixture_change(
        "      - [national_id]\n", "      - { sort: [full_name.compact, birth_date], window: 7 }\n "
                                   "     - { sort: full_name }\n"
                                   "      - [national_id]\n");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    const HnEntityType *person = &project->entities[0];
    g_assert_cmpuint(person->rules[0].window, ==, 7);
    g_assert_cmpuint(person->rules[0].n_parts, ==, 2);
    g_assert_cmpstr(person->rules[0].name, ==, "sort(full_name.compact + birth_date, window 7)");
    g_assert_cmpstr(person->rules[1].name, ==, "sort(full_name, window 10)");
    g_assert_cmpuint(person->rules[2].window, ==, 0);
}

static void
test_windows_have_a_limit(void)
{
    g_autoptr(GString) rules = g_string_new(NULL);
    for (guint i = 0; i < 11; i++)
        g_string_append_printf(rules, "      - { sort: full_name.prefix(%u), window: 50 }\n",
                               i + 1);
    const HnConfigWrong wrong = { "      - [national_id]\n", rules->str, "more than 500",
                                  HN_CONFIG_ERROR_VALUE };
    hn_config_fixture_assert_refused(&wrong, 1);
}

static void
test_people_come_first_said_or_not(void)
{
    g_autofree char *text = hn_config_fixture_change(
        "full_name: { type: name }", "full_name: { type: name, survivorship: [steward, longest] }");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    const HnAttribute *name = &project->entities[0].attributes[0];
    g_assert_cmpuint(name->n_survivorship, ==, 1);
    g_assert_cmpint(name->survivorship[0], ==, HN_SURVIVE_LONGEST);
}

static void
test_a_budget_is_cases_of_a_night(void)
{
    static const struct {
        const char *text;
        guint64 n_cases;
    } budgets[] = {
        { "1200", 1200 }, { "0", 0 }, { "1200/day", 1200 }, { "8407/week", 1201 }, { "6/week", 0 },
    };
    for (guint i = 0; i < G_N_ELEMENTS(budgets); i++) {
        g_autofree char *to =
            g_strconcat("review_budget: ", budgets[i].text, "\n    block_size_max: 500", NULL);
        g_autofree char *text = hn_config_fixture_change("block_size_max: 500", to);
        g_autoptr(HnProject) project = hn_config_fixture_parse(text);
        g_assert_true(project->entities[0].has_review_budget);
        g_assert_cmpuint(project->entities[0].review_budget, ==, budgets[i].n_cases);
    }
}

static void
test_support_is_given_or_learned(void)
{
    static const struct {
        const char *text;
        gboolean is_auto;
        guint32 support;
    } supports[] = { { "auto", TRUE, 0 }, { "0", FALSE, 0 }, { "0.25", FALSE, 16384 } };
    for (guint i = 0; i < G_N_ELEMENTS(supports); i++) {
        g_autofree char *to =
            g_strconcat("cluster_support: ", supports[i].text, "\n    block_size_max: 500", NULL);
        g_autofree char *text = hn_config_fixture_change("block_size_max: 500", to);
        g_autoptr(HnProject) project = hn_config_fixture_parse(text);
        g_assert_cmpint(project->entities[0].cluster_support_auto, ==, supports[i].is_auto);
        g_assert_cmpuint(project->entities[0].cluster_support, ==, supports[i].support);
    }
}

static void
test_wrong_ones_are_named(void)
{
    static const HnConfigWrong cases[] = {
        { "{ type: name }", "{ typ: name }",
          "full_name.typ: unknown key 'typ'; did you mean 'type'?", HN_CONFIG_ERROR_UNKNOWN_KEY },
        { "{ type: name }", "{ type: nome }",
          ":6:26: entities.person.attributes.full_name.type: "
          "unknown type 'nome'; did you mean 'name'?",
          HN_CONFIG_ERROR_VALUE },
        { "birth_date: date", "full_name: date", "stands twice", HN_CONFIG_ERROR_UNKNOWN_KEY },
        { "birth_date: date", "Birth: date", "is no name", HN_CONFIG_ERROR_VALUE },
        { "- full_name.each_token", "- national_id", "stands twice", HN_CONFIG_ERROR_VALUE },
        { "- [national_id]", "- { sort: national_id, window: 1 }",
          "blocking[1].window: ", HN_CONFIG_ERROR_VALUE },
        { "- [national_id]", "- { sort: national_id, window: 51 }",
          "blocking[1].window: ", HN_CONFIG_ERROR_VALUE },
        { "- [national_id]", "- { window: 5 }", "sort", HN_CONFIG_ERROR_MISSING },
        { "- [national_id]", "- { sort: [], window: 5 }", "expected 1..6 parts",
          HN_CONFIG_ERROR_VALUE },
        { "- [national_id]", "- { sorted: national_id }", "did you mean 'sort'?",
          HN_CONFIG_ERROR_UNKNOWN_KEY },
        { "{ type: name }", "{ type: name, survivorship: [longest, steward] }",
          "steward comes first", HN_CONFIG_ERROR_VALUE },
        { "{ type: name }", "{ type: name, script: greek }",
          "attributes.full_name.script: unknown script 'greek'", HN_CONFIG_ERROR_VALUE },
        { "birth_date: date", "birth_date: { type: date, script: latin }",
          "attributes of type name, text or category", HN_CONFIG_ERROR_VALUE },
        { "birth_date: date", "birth_date: { type: date, marks: drop }",
          "marks is for attributes of type name, text or category", HN_CONFIG_ERROR_VALUE },
        { "{ type: name }", "{ type: name, marks: none }", "unknown way 'none'",
          HN_CONFIG_ERROR_VALUE },
        { "{ type: name }", "{ type: name, mailboxes: personal }",
          "attributes.full_name.mailboxes: mailboxes is for attributes of type email",
          HN_CONFIG_ERROR_VALUE },
        { "birth_date: date", "birth_date: { type: phone, country: us }", "unknown country 'us'",
          HN_CONFIG_ERROR_VALUE },
        { "birth_date: date", "birth_date: { type: date, country: vn }",
          "attributes.birth_date.country: country is for attributes of type phone",
          HN_CONFIG_ERROR_VALUE },
        { "birth_date: date", "birth_date: { type: email, mailboxes: private }",
          "unknown kind 'private'", HN_CONFIG_ERROR_VALUE },
        { "match: 8.5, review: -2", "match: 1, review: 2", "review must not be above match",
          HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "review_budget: -1",
          "entities.person.review_budget: expected cases to review after a run, a whole number",
          HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "review_budget: 12/month", "1200/day or 8400/week",
          HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "review_budget: 1.5/day", "a whole number in 0..1000000000",
          HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "review_budget: [12]", "a whole number", HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "report_by: [birth_date]",
          "report_by[1]: expected an attribute of type category, text or name",
          HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "report_by: sex", "report_by: expected at most 8 attributes",
          HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "cluster_support: 1.5", "cluster_support", HN_CONFIG_ERROR_VALUE },
        { "block_size_max: 500", "review_budget: /day", "a whole number", HN_CONFIG_ERROR_VALUE },
    };
    hn_config_fixture_assert_refused(cases, G_N_ELEMENTS(cases));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/entity_config/defaults", test_defaults);
    g_test_add_func("/config/entity_config/a_rule_may_have_a_window",
                    test_a_rule_may_have_a_window);
    g_test_add_func("/config/entity_config/windows_have_a_limit", test_windows_have_a_limit);
    g_test_add_func("/config/entity_config/people_come_first_said_or_not",
                    test_people_come_first_said_or_not);
    g_test_add_func("/config/entity_config/a_budget_is_cases_of_a_night",
                    test_a_budget_is_cases_of_a_night);
    g_test_add_func("/config/entity_config/support_is_given_or_learned",
                    test_support_is_given_or_learned);
    g_test_add_func("/config/entity_config/wrong_ones_are_named", test_wrong_ones_are_named);
    return g_test_run();
}
