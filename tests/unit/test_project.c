/* Goal: a right configuration is read as it was meant, and each wrong one is named at its line and
 * key. */
#include <glib/gstdio.h>

#include "tests/reference/config_fixture.h"

static void
test_entity_type_is_read(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_assert_cmpuint(project->n_entities, ==, 1);
    const HnEntityType *person = &project->entities[0];
    g_assert_cmpuint(person->n_attributes, ==, 4);
    g_assert_cmpint(person->attributes[1].type, ==, HN_TYPE_DATE);
    g_assert_cmpint(person->attributes[2].holds, ==, HN_HOLDS_ONE_AT_A_TIME);
    g_assert_true(person->attributes[3].many);
    g_assert_cmpuint(person->attributes[3].n_survivorship, ==, 2);
    g_assert_cmpint(person->attributes[3].survivorship[0], ==, HN_SURVIVE_MOST_RECENT);
    g_assert_cmpuint(person->n_comparisons, ==, 3);
    g_assert_cmpuint(person->comparisons[0].n_levels, ==, 5);
    g_assert_true(person->comparisons[0].term_frequency);
    g_assert_cmpint(person->comparisons[0].levels[4].kind, ==, HN_LEVEL_ELSE);
    g_assert_cmpfloat(person->comparisons[0].levels[1].threshold, ==, 0.92);
    g_assert_cmpstr(person->comparisons[1].name, ==, "tokens");
    g_assert_cmpuint(person->comparisons[1].n_levels, ==, 2);
    g_assert_cmpuint(person->n_rules, ==, 3);
    g_assert_cmpstr(person->rules[1].name, ==, "full_name.prefix(3) + birth_date.year");
    g_assert_cmpuint(person->rules[2].parts[0].arg, ==, 1);
    g_assert_cmpuint(person->n_refinements, ==, 2);
    g_assert_cmpuint(person->block_size_max, ==, 500);
    g_assert_cmpint(person->threshold_match_units, ==, 557056);
    g_assert_cmpint(person->threshold_review_units, ==, -131072);
    g_assert_cmpstr(person->one_per_source[0], ==, "civil");
}

static void
test_sources_are_read(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_assert_cmpuint(project->n_feeds, ==, 3);
    const HnFeed *civil = &project->feeds[0]; /* by name, not by place */
    g_assert_cmpstr(civil->name, ==, "civil");
    g_assert_cmpstr(civil->from.paths[0], ==, "/data/civil.csv");
    g_assert_cmpint(civil->from.format, ==, HN_FORMAT_CSV);
    g_assert_cmpint(civil->from.delimiter, ==, ';');
    g_assert_cmpuint(civil->from.record_bytes_max, ==, 2 << 20);
    g_assert_cmpstr(civil->from.where_value, ==, "civil");
    g_assert_cmpint(civil->delivery, ==, HN_DELIVERY_CHANGES);
    g_assert_cmpstr(civil->operation_delete[0], ==, "D");
    g_assert_cmpstr(civil->operation_upsert[0], ==, "U");
    g_assert_cmpstr(civil->operation_upsert[1], ==, "N");
    g_assert_cmpstr(civil->key[1], ==, "part");
    g_assert_cmpuint(civil->n_map, ==, 4);
    g_assert_cmpstr(civil->map[0].join, ==, "");
    g_assert_cmpstr(civil->map[1].date_formats[1], ==, "%Y");
    g_assert_cmpstr(civil->map[2].split, ==, ";");
    g_assert_cmpstr(civil->map[3].kind, ==, "home");
    g_assert_cmpuint(civil->map[3].attribute, ==, 3);
    const HnFeed *homes = &project->feeds[1];
    g_assert_cmpuint(homes->entity, ==, G_MAXUINT);
    g_assert_cmpuint(homes->relation, ==, 0);
    g_assert_cmpstr(homes->from_source, ==, "=civil");
    const HnFeed *tax = &project->feeds[2];
    g_assert_cmpint(tax->from.format, ==, HN_FORMAT_JSONL);
    g_assert_cmpint(tax->authority, ==, 50);
    g_assert_cmpint(tax->delivery, ==, HN_DELIVERY_SNAPSHOT);
    g_assert_cmpstr(tax->map[0].join, ==, " ");
    g_assert_cmpstr(tax->operation_column, ==, "operation");
    g_assert_cmpstr(tax->operation_delete[0], ==, "delete");
    g_assert_cmpstr(tax->operation_upsert[1], ==, "insert");
}

static void
test_settings_and_defaults(void)
{
    g_autoptr(HnProject) project = hn_config_fixture_parse(hn_config_fixture);
    g_assert_cmpstr(project->state, ==, "/data/hopnhat-state");
    g_assert_cmpstr(project->anchor, ==, "/data/hopnhat.anchor");
    g_assert_null(project->seal_key_file);
    g_assert_cmpfloat(project->gates.entity_churn_max, ==, 0.05);
    g_assert_cmpfloat(project->gates.row_ratio_min, ==, 0.4);
    g_assert_true(project->gates.hold_on_quarantine);
    g_assert_cmpfloat(project->gates.quarantine_max, ==, 0.125);
    g_assert_cmpfloat(project->gates.strong_merges_max, ==, 0.001);
    g_assert_cmpuint(project->gates.entity_records_max, ==, 100);
    g_assert_cmpfloat(project->gates.pair_growth_max, ==, 5.0);
    g_assert_cmpfloat(project->gates.refused_sources_max, ==, 0.5);
    g_assert_cmpuint(project->training_pairs_max, ==, 300000);
}

static void
test_gates_as_they_are_written(void)
{
    g_autofree char *text = hn_config_fixture_change(
        "max_quarantine: 12.5%", "max_strong_merges: 0.5%, max_entity_records: 7, "
                                 "max_pair_growth: 2.5, max_refused_sources: 100%");
    g_autoptr(HnProject) project = hn_config_fixture_parse(text);
    g_assert_false(project->gates.hold_on_quarantine);
    g_assert_cmpfloat(project->gates.strong_merges_max, ==, 0.005);
    g_assert_cmpuint(project->gates.entity_records_max, ==, 7);
    g_assert_cmpfloat(project->gates.pair_growth_max, ==, 2.5);
    g_assert_cmpfloat(project->gates.refused_sources_max, ==, 1.0);
}

static void
test_wrong_ones_are_named(void)
{
    static const HnConfigWrong cases[] = {
        { "schema: 1", "schema: 2", ":1:9: schema: this program reads", HN_CONFIG_ERROR_VALUE },
        { "schema: 1\n", "", "'schema' is missing", HN_CONFIG_ERROR_MISSING },
        { "schema: 1", "schema: 1\nsource: {}",
          ":2:1: source: unknown key 'source'; did you mean "
          "'sources'?",
          HN_CONFIG_ERROR_UNKNOWN_KEY },
        { "[civil]", "[civic]", "'civic' is no source", HN_CONFIG_ERROR_VALUE },
        { "[civil]", "[all, civil]", "stands alone", HN_CONFIG_ERROR_VALUE },
        { "to: person }", "to: persn }", "did you mean 'person'?", HN_CONFIG_ERROR_VALUE },
        { "5%", "105%", "expected a share", HN_CONFIG_ERROR_VALUE },
        { "max_quarantine", "max_entity_records", "", HN_CONFIG_ERROR_VALUE },
        { "max_quarantine: 12.5%", "max_pair_growth: 0.5", "", HN_CONFIG_ERROR_VALUE },
        { "max_quarantine", "max_strong_merge", "did you mean 'max_strong_merges'?",
          HN_CONFIG_ERROR_UNKNOWN_KEY },
        { "schema: 1", "schema: [1", "people.yaml:", HN_CONFIG_ERROR_SYNTAX },
    };
    hn_config_fixture_assert_refused(cases, G_N_ELEMENTS(cases));
}

static void
test_aliases_are_refused(void)
{
    g_autoptr(GError) error = NULL;
    static const char text[] = "a: &x [1]\nb: *x\n";
    g_assert_null(hn_project_parse(hn_slice_of(text), "x.yaml", &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_SYNTAX);
    g_clear_error(&error);
    static const char loop[] = "a: &x [*x]\n";
    g_assert_null(hn_project_parse(hn_slice_of(loop), "x.yaml", &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_SYNTAX);
}

/* The whole example of docs/configuration.md. */
static void
test_the_documented_example_is_right(void)
{
    const char *root = g_getenv("HN_SOURCE_ROOT");
    g_autofree char *path =
        g_build_filename(root == NULL ? "." : root, "docs/configuration.md", NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char *start = strstr(text, "```yaml\n");
    g_assert_nonnull(start);
    start += strlen("```yaml\n");
    char *end = strstr(start, "```");
    g_assert_nonnull(end);
    *end = '\0';
    g_autoptr(HnProject) project = hn_config_fixture_parse(start);
    g_assert_cmpuint(project->n_feeds, ==, 2);
}

/* A site's table that scoring cannot read ends at the configuration, not as names without groups.
 */
static void
test_tables_of_levels_are_read(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("site-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "given_name_groups.csv", NULL);
    g_assert_true(g_file_set_contents(path, "name,group\nbill,a\n", -1, NULL));
    g_autofree char *with = hn_config_fixture_change("{jaro_winkler: 0.92}", "nickname");
    g_autoptr(HnProject) project = hn_config_fixture_parse(with);
    g_autoptr(HnProject) without = hn_config_fixture_parse(hn_config_fixture);
    g_free(project->reference);
    project->reference = g_strdup(folder);
    without->reference = g_strdup(folder);
    g_assert_true(hn_project_open_tables(without, &error));
    g_assert_no_error(error);
    g_assert_false(hn_project_open_tables(project, &error));
    g_assert_error(error, HN_COUNTRY_TABLES_ERROR, HN_COUNTRY_TABLES_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "given_name_groups has no column form"));
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/project/entity_type_is_read", test_entity_type_is_read);
    g_test_add_func("/config/project/sources_are_read", test_sources_are_read);
    g_test_add_func("/config/project/settings_and_defaults", test_settings_and_defaults);
    g_test_add_func("/config/project/gates_as_they_are_written", test_gates_as_they_are_written);
    g_test_add_func("/config/project/wrong_ones_are_named", test_wrong_ones_are_named);
    g_test_add_func("/config/project/aliases_are_refused", test_aliases_are_refused);
    g_test_add_func("/config/project/the_documented_example_is_right",
                    test_the_documented_example_is_right);
    g_test_add_func("/config/project/tables_of_levels_are_read", test_tables_of_levels_are_read);
    return g_test_run();
}
