/* Goal: whatever a column means and whatever type the plan took, config/ takes the choice. */
#include "insight/level_choice.h"

#include "config/project.h"

static const HnPlannedShape shapes[] = { HN_PLANNED_PLAIN, HN_PLANNED_POINT, HN_PLANNED_NUMBER };

/* Everything that is chosen for @attribute, as a project. */
static char *
yaml_of(const HnPlannedAttribute *attribute)
{
    GString *yaml = g_string_new("schema: 1\nproject: { name: p }\nentities:\n  e:\n"
                                 "    attributes:\n      a: { type: ");
    const char *survivorship = hn_level_choice_survivorship(attribute);
    const char *refinement = hn_level_choice_refinement(attribute);
    const char *const *keys = hn_level_choice_keys(attribute);
    g_string_append(yaml, hn_attribute_type_name(hn_level_choice_type(attribute)));
    g_string_append(yaml, hn_level_choice_many(attribute) ? ", values: many" : "");
    if (survivorship != NULL)
        g_string_append_printf(yaml, ", survivorship: [%s]", survivorship);
    g_string_append_printf(
        yaml, " }\n      b: text\n    comparisons:\n      - attribute: a\n%s",
        hn_level_choice_term_frequency(attribute) ? "        term_frequency: true\n" : "");
    g_string_append_printf(yaml, "        levels: [%s]\n    blocking:\n",
                           hn_level_choice_levels(attribute));
    for (guint k = 0; keys[k] != NULL; k++)
        g_string_append_printf(yaml, "      - [a%s, b]\n", keys[k]);
    if (refinement != NULL)
        g_string_append_printf(yaml, "    refinements: [a%s]\n", refinement);
    g_string_append(yaml, "    thresholds: auto\nsources:\n  s:\n    from: { file: s.csv }\n"
                          "    map: { a: a, b: b }\n");
    return g_string_free(yaml, FALSE);
}

static void
check(const HnPlannedAttribute *attribute)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *yaml = yaml_of(attribute);
    g_autoptr(HnProject) project = hn_project_parse(hn_slice_of(yaml), "p.yaml", &error);
    if (project == NULL)
        g_error("%s as %s, shape %u: %s\n%s", hn_meaning_name(attribute->meaning),
                hn_attribute_type_name(attribute->type), attribute->shape, error->message, yaml);
    const HnComparison *comparison = &project->entities[0].comparisons[0];
    g_assert_cmpuint(comparison->n_levels, >=, 2);
    g_assert_cmpint(comparison->levels[0].kind, ==, HN_LEVEL_EXACT);
    g_assert_cmpuint(project->entities[0].n_rules, >=, 1);
}

static void
test_every_choice_is_a_configuration(void)
{
    for (guint meaning = 0; meaning < HN_N_MEANINGS; meaning++)
        for (guint type = HN_TYPE_TEXT; type <= HN_TYPE_CATEGORY; type++)
            for (guint variant = 0; variant < 4 * G_N_ELEMENTS(shapes); variant++)
                check(&(const HnPlannedAttribute){ .meaning = meaning,
                                                   .type = type,
                                                   .shape = shapes[variant / 4],
                                                   .many = variant & 1,
                                                   .is_of_work = variant >> 1 & 1 });
}

static gboolean
has_key(const HnPlannedAttribute *attribute, const char *key)
{
    return g_strv_contains(hn_level_choice_keys(attribute), key);
}

/* A ladder goes with the kind of value, and the type wins over the meaning. */
static void
test_a_ladder_fits_its_values(void)
{
    HnPlannedAttribute name = { .meaning = HN_MEANING_SURNAME,
                                .type = HN_TYPE_NAME,
                                .n_distinct = 5000 };
    g_assert_nonnull(strstr(hn_level_choice_levels(&name), "nickname"));
    g_assert_true(has_key(&name, ".sound"));
    name.type = HN_TYPE_DATE;
    g_assert_nonnull(strstr(hn_level_choice_levels(&name), "date_one_slip"));
    g_assert_true(has_key(&name, ".year"));
    /* A number that many of few records hold is an office's. */
    const HnPlannedAttribute email = { .meaning = HN_MEANING_EMAIL,
                                       .type = HN_TYPE_EMAIL,
                                       .n_distinct = 7 };
    g_assert_true(hn_level_choice_term_frequency(&email));
    const HnPlannedAttribute country = { .meaning = HN_MEANING_COUNTRY,
                                         .type = HN_TYPE_CATEGORY,
                                         .n_distinct = 7 };
    g_assert_false(hn_level_choice_term_frequency(&country));
    const HnPlannedAttribute amount = { .meaning = HN_MEANING_ADDRESS, .shape = HN_PLANNED_NUMBER };
    g_assert_nonnull(strstr(hn_level_choice_levels(&amount), "percent"));
    g_assert_cmpint(hn_level_choice_type(&amount), ==, HN_TYPE_NUMBER);
    const HnPlannedAttribute point = { .shape = HN_PLANNED_POINT };
    g_assert_nonnull(strstr(hn_level_choice_levels(&point), "km"));
    g_assert_cmpint(hn_level_choice_type(&point), ==, HN_TYPE_POINT);
}

/* Authors are one value that is more or less alike; other people of a record are many. */
static void
test_authors_are_one_value(void)
{
    HnPlannedAttribute people = { .meaning = HN_MEANING_PEOPLE_LIST, .many = TRUE };
    g_assert_true(hn_level_choice_many(&people));
    g_assert_cmpstr(hn_level_choice_levels(&people), ==, "exact");
    people.is_of_work = TRUE;
    g_assert_false(hn_level_choice_many(&people));
    g_assert_nonnull(strstr(hn_level_choice_levels(&people), "soft_tf_idf"));
    g_assert_nonnull(hn_level_choice_refinement(&people));
}

/* Of many values none is the one to split by; a title's words weigh by themselves already. */
static void
test_what_is_not_chosen(void)
{
    HnPlannedAttribute name = { .meaning = HN_MEANING_SURNAME,
                                .type = HN_TYPE_NAME,
                                .n_distinct = 5000 };
    g_assert_nonnull(hn_level_choice_refinement(&name));
    g_assert_true(hn_level_choice_term_frequency(&name));
    name.many = TRUE;
    g_assert_null(hn_level_choice_refinement(&name));
    const HnPlannedAttribute title = { .meaning = HN_MEANING_TITLE };
    g_assert_false(hn_level_choice_term_frequency(&title));
    const HnPlannedAttribute amount = { .shape = HN_PLANNED_NUMBER };
    g_assert_false(hn_level_choice_term_frequency(&amount));
}

static void
test_numbers_tell_names_apart(void)
{
    const HnPlannedAttribute firm = { .meaning = HN_MEANING_ORGANISATION, .type = HN_TYPE_NAME };
    const HnPlannedAttribute title = { .meaning = HN_MEANING_TITLE, .type = HN_TYPE_NAME };
    const HnPlannedAttribute odd = { .meaning = HN_MEANING_SURNAME, .type = HN_TYPE_DIGITS };
    g_assert_true(hn_level_choice_numbers_apart(&firm));
    g_assert_false(hn_level_choice_numbers_apart(&title));
    g_assert_false(hn_level_choice_numbers_apart(&odd));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/level_choice/" #what, test_##what)
    ADD(every_choice_is_a_configuration);
    ADD(a_ladder_fits_its_values);
    ADD(authors_are_one_value);
    ADD(what_is_not_chosen);
    ADD(numbers_tell_names_apart);
    return g_test_run();
}
