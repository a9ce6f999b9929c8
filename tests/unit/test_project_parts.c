/* Goal: files in sources.d are one configuration with the main one, and none of them is lost. */
#include "config/project_parts.h"

#include <glib/gstdio.h>

#include "config/config_error.h"

#define MAIN                                                                                       \
    "schema: 1\nproject: { name: p }\nentities:\n  person:\n    attributes: { name: name }\n"      \
    "    comparisons: [{ attribute: name, levels: [exact] }]\n    blocking: [[name]]\n"            \
    "    thresholds: { match: 1, review: -1 }\n"
#define SOURCE(file) "from: { file: " file " }, key: [id], map: { name: n } }\n"

typedef struct {
    char *folder, *path;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    fixture->folder = g_dir_make_tmp("parts-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "hopnhat.yaml", NULL);
    g_autofree char *beside = g_build_filename(fixture->folder, "sources.d", NULL);
    g_assert_cmpint(g_mkdir(beside, 0700), ==, 0);
}

static void
write_file(const Fixture *fixture, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
    g_autofree char *command = g_strdup_printf("rm -rf '%s'", fixture->folder);
    (void)unused;
    g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
    g_free(fixture->folder);
    g_free(fixture->path);
}

static void
test_one_configuration(Fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    (void)unused;
    write_file(fixture, "hopnhat.yaml", MAIN "sources:\n  b: { " SOURCE("b.csv"));
    write_file(fixture, "sources.d/2.yaml", "sources:\n  a: { " SOURCE("a.csv"));
    write_file(fixture, "sources.d/1.yaml", "connections:\n  so: { kind: sqlite, file: x.db }\n");
    write_file(fixture, "sources.d/3.yaml",
               "targets:\n  t: { to: { connection: so, table: x }, sources: [a, b] }\n");
    write_file(fixture, "sources.d/.4.yaml", "no yaml: [");
    write_file(fixture, "sources.d/notes.txt", "no yaml: [");
    g_autoptr(HnProject) project = hn_project_load(fixture->path, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(project->n_feeds, ==, 2);
    g_assert_cmpstr(project->feeds[0].name, ==, "a");
    g_autofree char *beside = g_build_filename(fixture->folder, "sources.d", "a.csv", NULL);
    g_assert_cmpstr(project->feeds[0].from.paths[0], ==, beside); /* relative to its file */
    g_assert_true(project->targets[0].connection == &project->connections[0]);
    g_assert_true(hn_project_has_source(project, "b"));
    g_assert_false(hn_project_has_source(project, "c"));
}

static void
assert_refused(const Fixture *fixture, const char *text, const char *expected)
{
    g_autoptr(GError) error = NULL;
    write_file(fixture, "sources.d/x.yaml", text);
    g_assert_null(hn_project_load(fixture->path, &error));
    g_assert_true(error != NULL && error->domain == HN_CONFIG_ERROR);
    g_assert_nonnull(strstr(error->message, "sources.d/x.yaml:"));
    g_assert_nonnull(strstr(error->message, expected));
}

static void
test_refused(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    write_file(fixture, "hopnhat.yaml", MAIN "sources:\n  b: { " SOURCE("b.csv"));
    assert_refused(fixture, "sources:\n  b: { " SOURCE("c.csv"), "'b' stands in another file");
    assert_refused(fixture, "entities: {}\n", "entities");
    assert_refused(fixture, "sources: [b]\n", "expected a mapping of sources");
    assert_refused(fixture, "sources:\n  c: { " SOURCE("c.csv") "  c: { " SOURCE("d.csv"), "c");
}

static void
test_a_file_that_is_not_there_yet(Fixture *fixture, gconstpointer unused)
{
    static const char *const refused[][2] = {
        { "sources:\n  b: { " SOURCE("c.csv"), "'b' stands in another file" },
        { "gates: {}\n", "gates" },
        { "sources:\n  a: { from: { file: a.csv }, key: [id], map: }\n", "map: expected" },
    };
    (void)unused;
    write_file(fixture, "hopnhat.yaml", MAIN "sources:\n  b: { " SOURCE("b.csv"));
    g_autofree char *path = g_build_filename(fixture->folder, "sources.d", "n.yaml", NULL);
    g_autoptr(HnProject) project = hn_project_load_with(
        fixture->path, hn_slice_of("sources:\n  a: { " SOURCE("a.csv")), path, NULL);
    g_assert_nonnull(project);
    g_assert_cmpuint(project->n_feeds, ==, 2);
    g_autofree char *beside = g_build_filename(fixture->folder, "sources.d", "a.csv", NULL);
    g_assert_cmpstr(project->feeds[0].from.paths[0], ==, beside);
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(
            hn_project_load_with(fixture->path, hn_slice_of(refused[i][0]), path, &error));
        g_assert_nonnull(strstr(error->message, "sources.d/n.yaml:"));
        g_assert_nonnull(strstr(error->message, refused[i][1]));
    }
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void
test_no_source_at_all(Fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    (void)unused;
    write_file(fixture, "hopnhat.yaml", MAIN);
    g_assert_null(hn_project_load(fixture->path, &error));
    g_assert_error(error, HN_CONFIG_ERROR, HN_CONFIG_ERROR_MISSING);
}

static void
test_connections_alone(Fixture *fixture, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    (void)unused;
    write_file(fixture, "sources.d/c.yaml", "connections:\n  so: { kind: sqlite, file: x.db }\n");
    g_autoptr(HnProject) project = hn_project_load_connections(fixture->path, &error);
    g_assert_no_error(error); /* the main file is not there yet */
    g_assert_cmpuint(project->n_connections, ==, 1);
    g_assert_cmpstr(project->connections[0].name, ==, "so");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, call) g_test_add(name, Fixture, NULL, set_up, call, tear_down)
    ADD("/project_parts/one_configuration", test_one_configuration);
    ADD("/project_parts/refused", test_refused);
    ADD("/project_parts/a_file_that_is_not_there_yet", test_a_file_that_is_not_there_yet);
    ADD("/project_parts/no_source_at_all", test_no_source_at_all);
    ADD("/project_parts/connections_alone", test_connections_alone);
    return g_test_run();
}
