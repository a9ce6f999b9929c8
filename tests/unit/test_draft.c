/* Goal: the text reads back as what was meant, whatever files and columns are called. */
#include "insight/draft.h"

#include "config/project.h"
#include "tests/unit/insight_fixture.h"

#define HOSTILE "a \"b\\\": #c, [d] {e} 'f' & *g !h %i @j"

typedef struct {
    InsightFiles files;
    HnAttributePlan *plan;
    HnDraft *draft;
    char *yaml;
    HnProject *project;
} Drafted;

static HnDraft *
draft_of(const HnAttributePlan *plan)
{
    HnDraft *draft = hn_draft_new(plan);
    g_autoptr(GPtrArray) compared = hn_draft_compared(plan);
    const HnPlannedAttribute *first = compared->pdata[0];
    hn_draft_add_rule(draft, first->name, 7, 0.5, 0.25);
    return draft;
}

static void
parse(Drafted *drafted, const char *folder)
{
    g_autoptr(GError) error = NULL;
    drafted->yaml = hn_draft_yaml(drafted->draft, folder, "a: name # of \"all\"");
    g_autofree char *path = g_build_filename(folder, "p.yaml", NULL);
    drafted->project = hn_project_parse(hn_slice_of(drafted->yaml), path, &error);
    if (drafted->project == NULL)
        g_error("%s\n%s", error->message, drafted->yaml);
    g_assert_cmpstr(drafted->project->name, ==, "a: name # of \"all\"");
}

static Drafted
drafted_of(InsightFiles files)
{
    g_autoptr(GError) error = NULL;
    Drafted drafted = { .files = files, .plan = insight_files_plan(&files, NULL, &error) };
    g_assert_no_error(error);
    drafted.draft = draft_of(drafted.plan);
    parse(&drafted, files.folder);
    return drafted;
}

static void
drafted_clear(Drafted *drafted)
{
    hn_project_free(drafted->project);
    g_free(drafted->yaml);
    hn_draft_free(drafted->draft);
    hn_attribute_plan_free(drafted->plan);
    insight_files_clear(&drafted->files);
}

/* People with columns @key, @given and @surname, as CSV with @delimiter. */
static char *
people_csv(const char *const columns[3], char delimiter, guint n)
{
    GString *text = g_string_new(NULL);
    for (guint c = 0; c < 3; c++) {
        g_auto(GStrv) pieces = g_strsplit(columns[c], "\"", -1);
        g_autofree char *doubled = g_strjoinv("\"\"", pieces);
        g_string_append_printf(text, "%s\"%s\"", c == 0 ? "" : (char[]){ delimiter, '\0' },
                               doubled);
    }
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "\nP%05u%c%s%c%s", i, delimiter, insight_given(i), delimiter,
                               insight_surname(i / 3));
    g_string_append_c(text, '\n');
    return g_string_free(text, FALSE);
}

/* The names stand in the configuration as in the file. */
static void
expect_columns(const Drafted *drafted, const char *const columns[3])
{
    const HnFeed *feed = &drafted->project->feeds[0];
    g_assert_cmpuint(g_strv_length(feed->key), ==, 1);
    g_assert_cmpstr(feed->key[0], ==, columns[0]);
    for (guint c = 1; c < 3; c++) {
        gboolean found = FALSE;
        for (guint i = 0; i < feed->n_map; i++)
            found = found || g_strv_contains((const char *const *)feed->map[i].columns, columns[c]);
        if (!found)
            g_error("no '%s' in\n%s", columns[c], drafted->yaml);
    }
}

static void
test_names_of_columns_are_kept(void)
{
    static const char *const names[][3] = {
        { "record_id", "first name", "surname" },
        { "record_id", "given_name " HOSTILE, "surname " HOSTILE },
        { "record_id", "given_name: x", "- surname" },
        { "record_id", "given\tname", "sur\nname" },
        { "record_id", "t\303\252n", "h\341\273\215" },
        { "record_id", "yes", "null" },
        { "record_id", "~", "1" },
        { "record_id", "given_name\\n", "surname\\x41" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        InsightFiles files = insight_files_new();
        g_autofree char *text = people_csv(names[i], ',', 200);
        insight_files_add(&files, "people.csv", text);
        Drafted drafted = drafted_of(files);
        expect_columns(&drafted, names[i]);
        drafted_clear(&drafted);
    }
}

static void
test_a_file_is_found_again(void)
{
    static const char *const columns[3] = { "record_id", "given_name", "surname" };
    static const char *const names[] = { "people.csv", "a b: #c.csv", "it's \"all\".csv",
                                         "-.csv",      "people.txt",  "d\303\242n.csv" };
    static const char delimiters[] = { ',', ';', '\t', '|', ',', ';' };
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        InsightFiles files = insight_files_new();
        g_autofree char *text = people_csv(columns, delimiters[i], 200);
        insight_files_add(&files, names[i], text);
        Drafted drafted = drafted_of(files);
        const HnFeed *feed = &drafted.project->feeds[0];
        g_assert_cmpstr(feed->from.paths[0], ==, files.paths->pdata[0]);
        g_assert_cmpint(feed->from.delimiter, ==, delimiters[i]);
        g_assert_null(strstr(drafted.yaml, files.folder));
        expect_columns(&drafted, columns);
        drafted_clear(&drafted);
    }
}

/* Below the configuration's folder a name is relative; a folder that only begins alike is none. */
static void
test_a_file_elsewhere_has_its_whole_path(void)
{
    static const char *const columns[3] = { "record_id", "given_name", "surname" };
    InsightFiles files = insight_files_new();
    g_autofree char *text = people_csv(columns, ',', 200);
    insight_files_add(&files, "people.csv", text);
    Drafted drafted = drafted_of(files);
    g_autofree char *shorter = g_strndup(files.folder, strlen(files.folder) - 1);
    hn_project_free(drafted.project);
    g_free(drafted.yaml);
    parse(&drafted, shorter);
    g_assert_cmpstr(drafted.project->feeds[0].from.paths[0], ==, files.paths->pdata[0]);
    drafted_clear(&drafted);
}

static void
test_a_file_without_key(void)
{
    InsightFiles files = insight_files_new();
    g_autoptr(GString) text = g_string_new("given_name,surname\n");
    for (guint i = 0; i < 100; i++)
        g_string_append_printf(text, "%s,%s\n", insight_given(i), insight_surname(i / 3));
    insight_files_add(&files, "people.csv", text->str);
    Drafted drafted = drafted_of(files);
    g_assert_null(drafted.project->feeds[0].key);
    drafted_clear(&drafted);
}

/* Each file is a source of its own, and maps its own columns to the shared attributes. */
static void
test_several_files(void)
{
    static const char *const one[3] = { "record_id", "given_name", "surname" };
    static const char *const two[3] = { "record_id", "first_name", "last_name" };
    InsightFiles files = insight_files_new();
    g_autofree char *a = people_csv(one, ',', 200);
    g_autofree char *b = people_csv(two, ';', 150);
    insight_files_add(&files, "tax.csv", a);
    insight_files_add(&files, "health.csv", b);
    Drafted drafted = drafted_of(files);
    g_assert_cmpuint(drafted.project->n_feeds, ==, 2);
    g_assert_cmpuint(drafted.project->entities[0].n_attributes, ==, 2);
    for (guint f = 0; f < 2; f++) {
        const HnFeed *feed = &drafted.project->feeds[f];
        g_assert_cmpuint(feed->n_map, ==, 2);
        const guint at = g_str_equal(feed->name, "tax") ? 0 : 1;
        g_assert_cmpstr(feed->from.paths[0], ==, files.paths->pdata[at]);
    }
    drafted_clear(&drafted);
}

/* Text of a comment that would be configuration if its line ended. */
static void
test_comments_never_break(void)
{
    static const char *const columns[3] = { "record_id", "given_name", "surname" };
    static const char evil[] = "ends\nthresholds: 7\r\nkey: [x]\ttab  two   three "
                               "and so many words that the comment needs another line of its own "
                               "# with: {all} [kinds] of 'signs' \"in\" it\n";
    InsightFiles files = insight_files_new();
    g_autofree char *text = people_csv(columns, ',', 200);
    insight_files_add(&files, "people.csv", text);
    Drafted drafted = drafted_of(files);
    const gsize n_rules = drafted.project->entities[0].n_rules;
    hn_project_free(drafted.project);
    g_free(drafted.yaml);
    drafted.draft->how = g_strdup(evil);
    drafted.draft->one_per_source_why = g_strdup(evil);
    drafted.draft->one_per_source = g_strsplit("people", ",", -1);
    g_free(drafted.plan->attributes[0].evidence);
    drafted.plan->attributes[0].evidence = g_strdup(evil);
    parse(&drafted, files.folder);
    g_assert_cmpuint(drafted.project->entities[0].n_rules, ==, n_rules);
    g_assert_true(drafted.project->entities[0].thresholds_auto);
    g_auto(GStrv) lines = g_strsplit(drafted.yaml, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        g_assert_null(strstr(lines[i], "thresholds: 7") == lines[i] ? lines[i] : NULL);
    drafted_clear(&drafted);
}

/* As many as there is room for: the best filled of many values first, ties by name. */
static void
test_what_tells_most_is_compared(void)
{
    HnPlannedAttribute attributes[HN_COMPARISONS_MAX + 5];
    g_autofree char *names = g_malloc0(G_N_ELEMENTS(attributes) * 8);
    memset(attributes, 0, sizeof attributes);
    for (guint i = 0; i < G_N_ELEMENTS(attributes); i++) {
        attributes[i].name = names + i * 8;
        g_snprintf(attributes[i].name, 8, "n%02u", i);
        attributes[i].compared = i != 3;
        attributes[i].n_distinct = i < 2 ? 2 : 10;
        attributes[i].filled_share = 0.5;
    }
    attributes[9].n_distinct = 1000;
    attributes[12].filled_share = 0.9;
    const HnAttributePlan plan = { .n_attributes = G_N_ELEMENTS(attributes),
                                   .attributes = attributes };
    g_autoptr(GPtrArray) compared = hn_draft_compared(&plan);
    g_assert_cmpuint(compared->len, ==, HN_COMPARISONS_MAX);
    g_assert_true(compared->pdata[0] == &attributes[9]);
    g_assert_true(compared->pdata[1] == &attributes[12]);
    g_assert_true(compared->pdata[2] == &attributes[2]);
    g_assert_true(compared->pdata[3] == &attributes[4]); /* n03 is not compared */
    for (guint i = 0; i < compared->len; i++)
        g_assert_true(compared->pdata[i] != &attributes[0] && compared->pdata[i] != &attributes[1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/insight/draft/" #what, test_##what)
    ADD(names_of_columns_are_kept);
    ADD(a_file_is_found_again);
    ADD(a_file_elsewhere_has_its_whole_path);
    ADD(a_file_without_key);
    ADD(several_files);
    ADD(comments_never_break);
    ADD(what_tells_most_is_compared);
    return g_test_run();
}
