/* Goal: rows come from files or from a connection, and whatever is half of both is named. */
#include <glib/gstdio.h>

#include "base/io.h"
#include "tests/reference/config_fixture.h"

#define CONNECTIONS                                                                                \
    "connections:\n  civil_db: { kind: sqlite, file: civil.db }\n  tax_db: { kind: sqlite, file: " \
    "tax.db }\n"

/* The fixture with the connections, and its source `tax` from @from. */
static char *
with(const char *from)
{
    g_autofree char *changed =
        hn_config_fixture_change("from: { file: [b.jsonl.zst, a.jsonl.zst] }", from);
    return g_strconcat(changed, CONNECTIONS, NULL);
}

static HnProject *
parse_in(const char *folder, const char *from, GError **error)
{
    g_autofree char *text = with(from);
    g_autofree char *path = g_build_filename(folder, "people.yaml", NULL);
    return hn_project_parse(hn_slice_of(text), path, error);
}

static const HnFeedFrom *
from_of(const HnProject *project)
{
    g_assert_cmpstr(project->feeds[2].name, ==, "tax");
    return &project->feeds[2].from;
}

static void
test_a_table(void)
{
    g_autoptr(HnProject) project = parse_in(
        "/data",
        "from: { connection: tax_db, table: main.people, encoding: tcvn3, record_max: 3M }", NULL);
    const HnFeedFrom *from = from_of(project);
    g_assert_true(from->connection == &project->connections[1]);
    g_assert_cmpstr(from->table, ==, "main.people");
    g_assert_null(from->query);
    g_assert_null(from->paths);
    g_assert_cmpstr(from->encoding, ==, "tcvn3");
    g_assert_cmpuint(from->record_bytes_max, ==, 3 << 20);
    g_assert_null(project->feeds[0].from.connection);
}

static void
test_a_query(void)
{
    g_autoptr(HnProject) project = parse_in(
        "/data", "from: { connection: civil_db, query: \" SELECT * FROM a ; ;\\n\" }", NULL);
    const HnFeedFrom *from = from_of(project);
    g_assert_true(from->connection == &project->connections[0]);
    g_assert_null(from->table);
    g_assert_cmpstr(from->query, ==, "SELECT * FROM a");
    g_assert_cmpstr(from->encoding, ==, "utf-8");
    g_assert_cmpuint(from->record_bytes_max, ==, 1 << 20);
}

static void
assert_refused_in(const char *folder, const char *from, const char *message, gint code)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(parse_in(folder, from, &error));
    g_assert_error(error, HN_CONFIG_ERROR, code);
    g_assert_nonnull(strstr(error->message, "people.yaml:"));
    g_assert_nonnull(strstr(error->message, ": sources.tax.from"));
    if (strstr(error->message, message) == NULL)
        g_error("'%s' does not hold '%s'", error->message, message);
}

static void
test_a_query_file(void)
{
    static const char from[] = "from: { connection: civil_db, query_file: sql/tax.sql }";
    g_autofree char *folder = g_dir_make_tmp("hn-from-XXXXXX", NULL);
    g_autofree char *sql = g_build_filename(folder, "sql", NULL);
    g_autofree char *path = g_build_filename(sql, "tax.sql", NULL);
    assert_refused_in(folder, from, "tax.sql", HN_CONFIG_ERROR_VALUE);
    g_assert_cmpint(g_mkdir(sql, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, "-- tax\nSELECT 'th\u1ebf'\nFROM a;\n\n", -1, NULL));
    g_autoptr(HnProject) project = parse_in(folder, from, NULL);
    g_assert_cmpstr(from_of(project)->query, ==, "-- tax\nSELECT 'th\u1ebf'\nFROM a");
    g_assert_true(g_file_set_contents(path, "SELECT '\xff'", -1, NULL));
    assert_refused_in(folder, from, "is no UTF-8 text", HN_CONFIG_ERROR_VALUE);
    g_assert_true(g_file_set_contents(path, "SELECT 1\0;DROP", 14, NULL));
    assert_refused_in(folder, from, "is no UTF-8 text", HN_CONFIG_ERROR_VALUE);
    g_assert_true(g_file_set_contents(path, " ;\n;\n", -1, NULL));
    assert_refused_in(folder, from, "the query is empty", HN_CONFIG_ERROR_VALUE);
    g_assert_true(hn_io_remove_tree(folder, NULL));
}

static void
test_wrong_ones_are_named(void)
{
    assert_refused_in("/data", "from: { connection: tax_bd, table: t }",
                      "connection: unknown connection 'tax_bd'; did you mean 'tax_db'?",
                      HN_CONFIG_ERROR_VALUE);
    assert_refused_in("/data", "from: { connection: tax_db }",
                      "expected one of 'table', 'query' and 'query_file'", HN_CONFIG_ERROR_MISSING);
    assert_refused_in("/data", "from: { connection: tax_db, table: t, query: SELECT 1 }",
                      "expected one of 'table', 'query' and 'query_file'", HN_CONFIG_ERROR_MISSING);
    assert_refused_in("/data", "from: { connection: tax_db, table: t, file: a.csv }",
                      "unknown key 'file'", HN_CONFIG_ERROR_UNKNOWN_KEY);
    assert_refused_in("/data", "from: { connection: tax_db, tabel: t }", "did you mean 'table'?",
                      HN_CONFIG_ERROR_UNKNOWN_KEY);
    assert_refused_in("/data", "from: { connection: tax_db, table: t, delimiter: ';' }",
                      "unknown key 'delimiter'", HN_CONFIG_ERROR_UNKNOWN_KEY);
    assert_refused_in("/data", "from: { file: a.csv, table: t }", "unknown key 'table'",
                      HN_CONFIG_ERROR_UNKNOWN_KEY);
    assert_refused_in("/data", "from: { connection: tax_db, query: ' ; ' }", "the query is empty",
                      HN_CONFIG_ERROR_VALUE);
    assert_refused_in("/data", "from: { connection: tax_db, table: t, record_max: 2G }",
                      "record_max: expected a size up to 1G", HN_CONFIG_ERROR_VALUE);
}

/* ---- what a resumed run may go on with ---- */

static void
assert_same_digest(const char *one, const char *other, gboolean same)
{
    guint8 digests[2][HN_DIGEST_BYTES];
    const char *const texts[] = { one, other };
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HnProject) project =
            hn_project_parse(hn_slice_of(texts[i]), "/data/people.yaml", &error);
        g_assert_no_error(error);
        hn_project_digest(project, digests[i]);
    }
    g_assert_true((memcmp(digests[0], digests[1], HN_DIGEST_BYTES) == 0) == same);
}

static char *
changed(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    g_assert_nonnull(at);
    return g_strdup_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void
test_digest(void)
{
    g_autofree char *table = with("from: { connection: tax_db, table: t }");
    g_autofree char *moved = changed(table, "file: tax.db", "file: /other/tax.db");
    g_autofree char *other_table = changed(table, "table: t", "table: u");
    g_autofree char *other_connection = changed(table, "connection: tax", "connection: civil");
    g_autofree char *query = changed(table, "table: t", "query: t");
    assert_same_digest(table, moved, TRUE); /* a server moves; what it is asked stays */
    assert_same_digest(table, other_table, FALSE);
    assert_same_digest(table, other_connection, FALSE);
    assert_same_digest(table, query, FALSE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/config/feed_from_config/a_table", test_a_table);
    g_test_add_func("/config/feed_from_config/a_query", test_a_query);
    g_test_add_func("/config/feed_from_config/a_query_file", test_a_query_file);
    g_test_add_func("/config/feed_from_config/wrong_ones", test_wrong_ones_are_named);
    g_test_add_func("/config/feed_from_config/digest", test_digest);
    return g_test_run();
}
