/* Goal: a relation says by which value it is derived, and what cannot be is refused where it
 * stands. */
#include "config/relation_config.h"

#include "tests/reference/config_fixture.h"

#define WHOLE                                                                                      \
    "schema: 1\n"                                                                                  \
    "project: { name: two }\n"                                                                     \
    "entities:\n"                                                                                  \
    "  person:\n"                                                                                  \
    "    attributes: { full_name: name, number: citizen_number, household: digits, born: date,\n"  \
    "                  mother: citizen_number, mail: email }\n"                                    \
    "    comparisons: [{ attribute: number, levels: [exact] }]\n"                                  \
    "    blocking: [[number]]\n"                                                                   \
    "  business:\n"                                                                                \
    "    attributes: { name: company, code: tax_code, mail: email }\n"                             \
    "    comparisons: [{ attribute: code, levels: [exact] }]\n"                                    \
    "    blocking: [[code]]\n"                                                                     \
    "sources:\n"                                                                                   \
    "  p: { from: { file: p.csv }, entity: person, map: { full_name: n } }\n"                      \
    "  b: { from: { file: b.csv }, entity: business, map: { name: n } }\n"                         \
    "relations:\n"

static HnProject *
parse(const char *relations, GError **error)
{
    g_autofree char *text = g_strconcat(WHOLE, relations, NULL);
    return hn_project_parse(hn_slice_of(text), "/data/two.yaml", error);
}

static void
test_each_form_is_read(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnProject) project =
        parse("  owner_of: { from: person, to: business, by: { from: number, to: code } }\n"
              "  branch_of: { from: business, to: business, by: { branch: code, at_most: 7 } }\n"
              "  household: { from: person, to: person, by: { same: household } }\n"
              "  mother_of: { from: person, to: person, by: { from: number, to: mother } }\n"
              "  knows: { from: person, to: person }\n",
              &error);
    g_assert_no_error(error);
    static const struct {
        const char *name;
        HnRelationBy by;
        guint from, to, at_most;
    } expected[] = {
        { "branch_of", HN_BY_BRANCH, 1, 1, 7 }, { "household", HN_BY_SAME, 2, 2, 50 },
        { "knows", HN_BY_NOTHING, 0, 0, 0 },    { "mother_of", HN_BY_EQUAL, 1, 4, 50 },
        { "owner_of", HN_BY_EQUAL, 1, 1, 50 },
    };
    g_assert_cmpuint(project->n_relations, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        const HnRelationType *relation = &project->relations[i];
        g_assert_cmpstr(relation->name, ==, expected[i].name);
        g_assert_cmpint(relation->by, ==, expected[i].by);
        g_assert_cmpuint(relation->from_attribute, ==, expected[i].from);
        g_assert_cmpuint(relation->to_attribute, ==, expected[i].to);
        g_assert_cmpuint(relation->at_most, ==, expected[i].at_most);
    }
    g_assert_cmpstr(project->entities[project->relations[4].to_entity].name, ==, "business");
}

#define PEOPLE "  r: { from: person, to: person, by: "
#define FIRMS "  r: { from: business, to: business, by: "
#define BOTH "  r: { from: person, to: business, by: "

static void
test_wrong_ones_are_named(void)
{
    static const struct {
        const char *relation, *message;
    } cases[] = {
        { "  r: { from: person, to: person, bye: 1 }\n", "did you mean 'by'?" },
        { "  r: { from: person, to: busines }\n", "did you mean 'business'?" },
        { "  r: { from: person }\n", "'to' is missing" },
        { PEOPLE "household }\n", "expected { branch: tax_code }" },
        { PEOPLE "{ at_most: 3 } }\n", "expected { branch: tax_code }" },
        { PEOPLE "{ same: household, branch: number } }\n", "expected { branch: tax_code }" },
        { PEOPLE "{ same: household, to: number } }\n", "expected { branch: tax_code }" },
        { PEOPLE "{ same: houshold } }\n",
          "relations.r.by.same: unknown attribute of 'person' 'houshold'; did you mean "
          "'household'?" },
        { PEOPLE "{ same: household, at_most: 0 } }\n", "1..1000" },
        { PEOPLE "{ same: household, at_most: 1001 } }\n", "1..1000" },
        { PEOPLE "{ sane: household } }\n", "did you mean 'same'?" },
        { PEOPLE "{ same: born } }\n", "'born' is of type date, which relates nobody" },
        { PEOPLE "{ same: full_name } }\n", "'full_name' is of type name" },
        { PEOPLE "{ from: number } }\n", "'to' is missing" },
        { PEOPLE "{ from: number, to: number } }\n", "say { same: number }" },
        { PEOPLE "{ branch: number } }\n", "'number' is of type citizen_number: a branch names" },
        { FIRMS "{ branch: name } }\n", "'name' is of type company: a branch names" },
        { BOTH "{ branch: code } }\n", "unknown attribute of 'person' 'code'" },
        { BOTH "{ same: mail } }\n", "of one entity type" },
        { BOTH "{ from: mail, to: code } }\n",
          "'mail' is of type email and 'code' of type tax_code" },
        { BOTH "{ from: number, to: name } }\n", "'name' is of type company" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(parse(cases[i].relation, &error));
        g_assert_nonnull(error);
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, cases[i].message));
        g_assert_true(g_str_has_prefix(error->message, "/data/two.yaml:17:"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/relation_config/each_form", test_each_form_is_read);
    g_test_add_func("/config/relation_config/wrong_ones", test_wrong_ones_are_named);
    return g_test_run();
}
