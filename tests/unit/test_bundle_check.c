/* Goal: a configuration that decides otherwise than the bundle is named, so is a table that
 * changed; what a bundle never sealed is told and stops nothing. */
#include "linker/bundle_check.h"

#include <glib/gstdio.h>

#include "linker/linker_error.h"
#include "tests/reference/planted_people.h"

#define REPAIRED "given: { column: given, repair: [telex] }"

/* The planted configuration with @to in place of @from, under the tree's tables and those of
 * @site. */
static HnProject *
project_of(const char *from, const char *to, const char *site)
{
    g_auto(GStrv) parts = g_strsplit(planted_yaml, from, 2);
    g_assert_cmpuint(g_strv_length(parts), ==, 2);
    g_autofree char *yaml = g_strconcat(parts[0], to, parts[1], NULL);
    g_autoptr(GError) error = NULL;
    HnProject *project = hn_project_parse(hn_slice_of(yaml), "planted.yaml", &error);
    g_assert_no_error(error);
    project->reference = g_strdup(site);
    g_assert_true(hn_project_open_tables(project, &error));
    g_assert_no_error(error);
    return project;
}

/* What the check of @now says under a bundle of @sealed; NULL: nothing. */
static char *
check(const HnProject *sealed, const HnProject *now, gboolean *ret_unsealed)
{
    char name[] = "person";
    HnBundle bundle = { .id = "0123456789abcdef",
                        .entity_type = name,
                        .deciding_part = hn_project_deciding_part(sealed, 0) };
    g_autoptr(GError) error = NULL;
    gboolean is_unsealed = FALSE;
    const gboolean same = hn_bundle_check(&bundle, now, 0, &is_unsealed, &error);
    g_free(bundle.deciding_part);
    g_assert_true(same == (error == NULL));
    *ret_unsealed = is_unsealed;
    if (same)
        return NULL;
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFIGURATION);
    return g_strdup(error->message);
}

static void
expect_difference(const char *from, const char *to, const char *named)
{
    g_autoptr(HnProject) sealed = project_of("city: text", "city: text", NULL);
    g_autoptr(HnProject) now = project_of(from, to, NULL);
    gboolean is_unsealed;
    g_autofree char *said = check(sealed, now, &is_unsealed);
    g_assert_false(is_unsealed);
    g_assert_true((said == NULL) == (named == NULL));
    if (named != NULL && strstr(said, named) == NULL)
        g_error("'%s' does not hold '%s'", said, named);
}

static void
test_what_decides_otherwise_is_named(void)
{
    expect_difference("people.csv", "other.csv", NULL);
    expect_difference("key: [id]", "key: [number]", NULL);
    expect_difference("given: name", "given: text", "attributes");
    expect_difference("[exact], term", "[exact, {osa: 1}], term", "comparisons");
    expect_difference("[surname, year]", "[surname, year.prefix(2)]", "blocking");
    expect_difference("      - [given, city]\n", "", "blocking");
    expect_difference("thresholds: auto", "thresholds: { match: 3, review: 1 }", "threshold");
    expect_difference("thresholds: auto", "thresholds: auto\n    one_record_per_source: [people]",
                      "one_record_per_source");
}

#define ONE "people:"
#define TWO "office: { from: { file: o.csv }, key: [id], map: { given: given } }\n  people:"

/* @sealed and @now: the list, of a project of one source or of two. */
static char *
said_of_once(const char *sources, const char *sealed, const char *sources_now, const char *now)
{
    HnProject *projects[2];
    gboolean is_unsealed;
    for (guint i = 0; i < 2; i++) {
        g_autofree char *to = g_strdup_printf("thresholds: auto\n    one_record_per_source: [%s]",
                                              i == 0 ? sealed : now);
        g_auto(GStrv) parts = g_strsplit(planted_yaml, "\n  people:", 2);
        g_auto(GStrv) head = g_strsplit(parts[0], "thresholds: auto", 2);
        g_autofree char *yaml = g_strconcat(head[0], to, head[1], "\n  ",
                                            i == 0 ? sources : sources_now, parts[1], NULL);
        g_autoptr(GError) error = NULL;
        projects[i] = hn_project_parse(hn_slice_of(yaml), "planted.yaml", &error);
        g_assert_no_error(error);
        g_assert_true(hn_project_open_tables(projects[i], &error));
    }
    char *said = check(projects[0], projects[1], &is_unsealed);
    hn_project_free(projects[0]);
    hn_project_free(projects[1]);
    return said;
}

static void
test_sources_of_one_side_say_nothing(void)
{
    g_assert_null(said_of_once(TWO, "people, office", ONE, "people"));
    g_assert_null(said_of_once(ONE, "people", TWO, "people, office"));
    g_assert_null(said_of_once(ONE, "people", TWO, "people"));
    g_autofree char *less = said_of_once(TWO, "people, office", TWO, "people");
    g_assert_nonnull(strstr(less, "one_record_per_source"));
    g_autofree char *more = said_of_once(TWO, "office", TWO, "office, people");
    g_assert_nonnull(strstr(more, "one_record_per_source"));
    g_autofree char *all = said_of_once(TWO, "all", TWO, "office, people");
    g_assert_nonnull(strstr(all, "one_record_per_source"));
}

/* The same configuration before and after a site adds @row to the table of @file. */
static char *
said_of_a_change(const char *from, const char *to, const char *file, const char *rows)
{
    g_autofree char *site = g_dir_make_tmp("site-XXXXXX", NULL);
    g_autofree char *none = g_build_filename(site, "none.csv", NULL);
    g_autofree char *path = g_build_filename(site, file, NULL);
    g_assert_true(g_file_set_contents(none, "a\n", -1, NULL));
    g_autoptr(HnProject) sealed = project_of(from, to, site);
    g_assert_true(g_file_set_contents(path, rows, -1, NULL));
    g_autoptr(HnProject) now = project_of(from, to, site);
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_remove(none), ==, 0);
    g_assert_cmpint(g_rmdir(site), ==, 0);
    gboolean is_unsealed;
    char *said = check(sealed, now, &is_unsealed);
    g_assert_false(is_unsealed);
    return said;
}

static void
test_changed_tables_are_named(void)
{
    static const char *const level[] = { "{ attribute: given, levels: [exact] }",
                                         "{ attribute: given, levels: [exact, nickname] }" };
    static const char names[] = "given_name_groups.add.csv", group[] = "form,group\nbil,of bill\n";
    static const char keys[] = "legacy_encodings.csv", letters[] = "char\n\xC4\x91\n";
    static const char streets[] = "street_names.csv", road[] = "name,weight\nLáng,1\n";
    g_autofree char *of_level = said_of_a_change(level[0], level[1], names, group);
    g_assert_nonnull(of_level);
    g_assert_nonnull(strstr(of_level, "comparisons[1].levels[1][2]"));
    g_assert_nonnull(strstr(of_level, "hopnhat train"));
    g_autofree char *of_repair = said_of_a_change("given: given", REPAIRED, streets, road);
    g_assert_nonnull(of_repair);
    g_assert_nonnull(strstr(of_repair, ".repair_tables.street_names"));
    g_assert_nonnull(strstr(of_repair, "hopnhat train"));
    /* What is not read decides nothing. */
    g_assert_null(said_of_a_change("given: given", REPAIRED, names, group));
    g_assert_null(said_of_a_change("given: given", REPAIRED, keys, letters));
    g_assert_null(said_of_a_change("city: text", "city: text", streets, road));
    g_assert_null(said_of_a_change("city: text", "city: text", names, group));
}

/* Bundles of before, and sources that came later. */
static void
test_unsealed_tables_are_told(void)
{
    g_autoptr(HnProject) plain = project_of("given: given", "given: given", NULL);
    g_autoptr(HnProject) keys = project_of("given: given", REPAIRED, NULL);
    g_autoptr(HnProject) bytes =
        project_of("given: given", "given: { column: given, repair: [telex, tcvn3] }", NULL);
    gboolean is_unsealed;
    g_assert_null(check(plain, keys, &is_unsealed));
    g_assert_true(is_unsealed);
    g_assert_null(check(keys, plain, &is_unsealed));
    g_assert_false(is_unsealed);
    g_assert_null(check(keys, keys, &is_unsealed));
    g_assert_false(is_unsealed);
    g_assert_null(check(keys, bytes, &is_unsealed));
    g_assert_true(is_unsealed);
    g_assert_null(check(bytes, keys, &is_unsealed));
    g_assert_false(is_unsealed);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/bundle_check/" #what, test_##what)
    ADD(what_decides_otherwise_is_named);
    ADD(sources_of_one_side_say_nothing);
    ADD(changed_tables_are_named);
    ADD(unsealed_tables_are_told);
    return g_test_run();
}
