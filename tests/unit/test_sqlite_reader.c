/* Goal: what SQLite holds is read as it is, in batches, and nothing but reading is done to it. */
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/base_error.h"
#include "base/io.h"
#include "base/pulse.h"
#include "connect/connect_error.h"
#include "connect/query_reader.h"

typedef struct {
    char *folder;
    HnConnection connection;
    HnQueryOptions options;
} Fixture;

static void
run_sql(const Fixture *fixture, const char *sql)
{
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(fixture->connection.file, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
}

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static char name[] = "register";
    fixture->folder = g_dir_make_tmp("hn-sqlite-XXXXXX", NULL);
    fixture->connection = (HnConnection){ .name = name, .kind = HN_CONNECTION_SQLITE };
    fixture->connection.file = g_build_filename(fixture->folder, "register.db", NULL);
    fixture->options = (HnQueryOptions){ .connection = &fixture->connection };
    run_sql(fixture, "CREATE TABLE people(id INTEGER, \"full name\" TEXT, x)");
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_true(hn_io_remove_tree(fixture->folder, NULL));
    g_free(fixture->connection.file);
    g_free(fixture->folder);
}

/* "name|name\nvalue|value\n...": of all batches; "~" is missing, "#" stands before JSON. */
static char *
text_of(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnReader) reader = hn_query_reader_new(&fixture->options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean more = TRUE;
    guint n = 0;
    const char *const *names = reader->columns(reader, &n);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%s%s", i == 0 ? "" : "|", names[i]);
    g_string_append_c(text, '\n');
    while (more) {
        g_assert_true(reader->next(reader, batch, &more, &error));
        for (guint row = 0; row < batch->n_rows; row++)
            for (guint i = 0; i < n; i++) {
                const HnRawField *field = &batch->fields[row * batch->stride + i];
                if (field->kind == HN_FIELD_MISSING)
                    g_string_append_c(text, '~');
                else
                    g_string_append_len(text, (const char *)field->bytes, field->n_bytes);
                g_string_append_c(text, i + 1 < n ? '|' : '\n');
            }
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
assert_reads(Fixture *fixture, const char *query, const char *expected)
{
    fixture->options.query = query;
    g_autofree char *text = text_of(fixture);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_types(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_reads(fixture,
                 "SELECT 'Nguy\u1ec5n' AS a, '' AS b, NULL AS c, 0042 AS d, '0042' AS e, x'00ffA1' "
                 "AS f, x'' AS g, -9223372036854775808 AS h, 1=1 AS i",
                 "a|b|c|d|e|f|g|h|i\nNguy\u1ec5n||~|42|0042|00ffa1||-9223372036854775808|1\n");
}

/* The shortest that reads back as the same number. */
static void
test_real_numbers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_reads(
        fixture, "SELECT 0.1 a, 0.1 + 0.2 b, 100.0 c, -2.5 d, 1e300 e, 1.0 / 3 f, 1e22 g",
        "a|b|c|d|e|f|g\n0.1|0.30000000000000004|100|-2.5|1e+300|0.3333333333333333|1e+22\n");
}

static void
test_table_and_columns(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const columns[] = { "full name", "id", NULL };
    run_sql(fixture, "INSERT INTO people VALUES (1, 'An', 7), (2, 'B\u00ecnh', 8)");
    fixture->options.table = "main.people";
    g_autofree char *all = text_of(fixture);
    g_assert_cmpstr(all, ==, "id|full name|x\n1|An|7\n2|B\u00ecnh|8\n");
    fixture->options.columns = columns;
    g_autofree char *some = text_of(fixture);
    g_assert_cmpstr(some, ==, "full name|id\nAn|1\nB\u00ecnh|2\n");
    fixture->options.since_column = "id";
    fixture->options.since_value = "2";
    g_autofree char *later = text_of(fixture);
    g_assert_cmpstr(later, ==, "full name|id\nB\u00ecnh|2\n");
}

/* The row of @value in a table of the column @column, as a query of the same or of an expression
 * gives it, is found by its text. */
static void
assert_key_finds_itself(Fixture *fixture, const char *column, const char *value, const char *query)
{
    static const char *const key[] = { "k", NULL };
    static const char before[] = "k\nother\n";
    g_autofree char *sql = g_strdup_printf("DROP TABLE IF EXISTS t; CREATE TABLE t(%s); "
                                           "INSERT INTO t VALUES ('other'), (%s)",
                                           column, value);
    run_sql(fixture, sql);
    fixture->options =
        (HnQueryOptions){ .connection = &fixture->connection, .query = query, .key = key };
    g_autofree char *both = text_of(fixture);
    g_assert_true(g_str_has_prefix(both, before));
    g_autofree char *one = g_strdup(both + strlen(before));
    g_autofree char *expected = g_strconcat("k\n", one, NULL);
    one[strlen(one) - 1] = '\0';
    char *parts[] = { one, NULL };
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_ptr_array_add(keys, parts);
    fixture->options.keys = keys;
    g_autofree char *found = text_of(fixture);
    g_assert_cmpstr(found, ==, expected);
}

/* A value that has no type to turn a text into is found by its text all the same. */
static void
test_keys(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const values[] = { "12",    "'12'",   "-3",      "1.5",
                                          "1e300", "'007'",  "x'00ff'", "'00ff'",
                                          "x'12'", "'a''b'", "0.1",     "9223372036854775807" };
    static const char *const columns[] = { "k INTEGER", "k TEXT", "k",
                                           "k BLOB",    "k REAL", "k NUMERIC" };
    for (guint c = 0; c < G_N_ELEMENTS(columns); c++)
        for (guint v = 0; v < G_N_ELEMENTS(values); v++) {
            assert_key_finds_itself(fixture, columns[c], values[v], "SELECT k FROM t");
            assert_key_finds_itself(fixture, columns[c], values[v],
                                    "SELECT iif(k IS NULL, NULL, k) AS k FROM t");
        }
}

/* A text is found by itself alone, though the number that it reads as has another text; with an
 * index and without. */
static void
test_keys_that_read_as_numbers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const values[] = { "1.10", "1e2", "1.0", "-0", "12345678901234567890" };
    static const char *const key[] = { "k", NULL };
    static const char *const columns[] = { "k TEXT", "k TEXT PRIMARY KEY", "k" };
    for (guint c = 0; c < G_N_ELEMENTS(columns); c++)
        for (guint v = 0; v < G_N_ELEMENTS(values); v++) {
            g_autofree char *sql = g_strdup_printf(
                "DROP TABLE IF EXISTS t; CREATE TABLE t(%s); INSERT INTO t VALUES ('%s'), ('1.1'), "
                "('100'), ('100.0'), ('1'), ('0'), ('0.0'), ('1.23456789012346e+19')",
                columns[c], values[v]);
            char *parts[] = { (char *)(gsize)values[v], NULL };
            g_autoptr(GPtrArray) keys = g_ptr_array_new();
            g_ptr_array_add(keys, parts);
            run_sql(fixture, sql);
            fixture->options = (HnQueryOptions){ .connection = &fixture->connection,
                                                 .query = "SELECT k FROM t",
                                                 .key = key,
                                                 .keys = keys };
            g_autofree char *found = text_of(fixture);
            g_autofree char *expected = g_strdup_printf("k\n%s\n", values[v]);
            g_assert_cmpstr(found, ==, expected);
        }
}

#define COUNTED(n)                                                                                 \
    "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < " n ") SELECT i, "   \
    "CASE WHEN i % 1000 = 0 THEN CAST(x'ff' AS TEXT) ELSE 'v' END AS v FROM c"

static void
test_several_batches(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->options.query = COUNTED("10000");
    g_autoptr(HnReader) reader = hn_query_reader_new(&fixture->options, NULL);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    HnReaderTotals totals;
    guint n_batches = 0, n_rows = 0, n_quarantined = 0;
    gboolean more = TRUE;
    for (; more; n_batches++) {
        g_assert_true(reader->next(reader, batch, &more, NULL));
        for (guint i = 0; i < batch->n_quarantined; i++) {
            const HnQuarantined *bad = &batch->quarantined[i];
            g_assert_cmpuint(bad->offset_bytes, ==, 1000 * (n_quarantined + 1) - 1);
            g_assert_cmpstr(bad->reason, ==, "encoding: column 'v'");
            n_quarantined++;
        }
        n_rows += batch->n_rows;
    }
    g_assert_cmpuint(n_batches, ==, 3);
    g_assert_cmpuint(n_rows, ==, 9990);
    g_assert_cmpuint(n_quarantined, ==, 10);
    reader->totals(reader, &totals);
    g_assert_cmpuint(totals.n_read, ==, 10000);
    g_assert_cmpuint(totals.n_quarantined, ==, 10);
}

static void
test_empty(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_reads(fixture, "SELECT * FROM people", "id|full name|x\n");
}

static void
assert_refused(Fixture *fixture, gint code, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_query_reader_new(&fixture->options, &error));
    g_assert_error(error, HN_CONNECT_ERROR, code);
    if (strstr(error->message, message) == NULL)
        g_error("'%s' does not hold '%s'", error->message, message);
}

static void
test_what_is_no_select(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const queries[] = { "INSERT INTO people VALUES (1, 'x', 2)",
                                           "DELETE FROM people",
                                           "UPDATE people SET id = 3",
                                           "DROP TABLE people",
                                           "INSERT INTO people VALUES (1, 'x', 2) RETURNING id",
                                           "ATTACH DATABASE 'other.db' AS other",
                                           "-- nothing",
                                           "BEGIN" };
    run_sql(fixture, "INSERT INTO people VALUES (1, 'An', 7)");
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++) {
        fixture->options.query = queries[i];
        assert_refused(fixture, HN_CONNECT_ERROR_OPEN, "connection 'register'");
    }
    assert_reads(fixture, "SELECT * FROM people", "id|full name|x\n1|An|7\n");
}

/* The second one would be left out without a word. */
static void
test_two_statements(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->options.query = "SELECT 1 AS a; SELECT 2 AS a";
    assert_refused(fixture, HN_CONNECT_ERROR_OPEN, "more than one statement");
    assert_reads(fixture, "SELECT 1 AS a; -- that is all", "a\n1\n");
}

static void
test_wrong_queries(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->options.query = "SELECT id FROM persons";
    assert_refused(fixture, HN_CONNECT_ERROR_OPEN, "no such table: persons");
    fixture->options.query = "SELECT id, id AS ID FROM people";
    assert_refused(fixture, HN_CONNECT_ERROR_HEADER, "column 2 has the name of an earlier one");
    fixture->options.query = "SELECT 1 AS ''";
    assert_refused(fixture, HN_CONNECT_ERROR_HEADER, "column 1 has no name");
    fixture->options.encoding = "no-such";
    assert_refused(fixture, HN_CONNECT_ERROR_ENCODING, "no-such");
}

/* It would come as a text of that name, in every row. */
static void
test_a_column_that_is_not_there(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const columns[] = { "id", "renamed", NULL };
    run_sql(fixture, "INSERT INTO people VALUES (1, 'An', 7)");
    fixture->options.query = "SELECT \"renamed\" FROM people";
    assert_refused(fixture, HN_CONNECT_ERROR_COLUMN, "no such column: renamed");
    fixture->options.query = NULL;
    fixture->options.table = "people";
    fixture->options.columns = columns;
    assert_refused(fixture, HN_CONNECT_ERROR_COLUMN, "no such column: renamed");
    fixture->options.columns = NULL;
    fixture->options.since_column = "renamed";
    fixture->options.since_value = "1";
    assert_refused(fixture, HN_CONNECT_ERROR_COLUMN, "no such column: renamed");
}

static void
test_missing_and_foreign_files(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->options.query = "SELECT 1 AS a FROM people";
    g_assert_true(g_file_set_contents(fixture->connection.file, "id,name\n1,An\n", -1, NULL));
    assert_refused(fixture, HN_CONNECT_ERROR_OPEN, "not a database");
    g_assert_cmpint(g_remove(fixture->connection.file), ==, 0);
    assert_refused(fixture, HN_CONNECT_ERROR_OPEN, fixture->connection.file);
    g_assert_false(g_file_test(fixture->connection.file, G_FILE_TEST_EXISTS)); /* nor is it made */
}

static void
assert_breaks_off(HnReader *reader, GQuark domain, gint code)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(GError) error = NULL;
    HnReaderTotals totals;
    gboolean more = TRUE;
    while (more && reader->next(reader, batch, &more, &error))
        continue;
    g_assert_error(error, domain, code);
    g_assert_null(strstr(error->message, "Canary"));
    g_assert_cmpuint(batch->n_rows, ==, 0);
    g_assert_cmpuint(batch->n_quarantined, ==, 1);
    reader->totals(reader, &totals);
    g_assert_cmpuint(totals.n_read, ==, totals.n_quarantined);
}

static void
test_interrupted(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    volatile int interrupted = 0;
    fixture->options.query = COUNTED("1000000000000");
    fixture->options.interrupted = &interrupted;
    g_autoptr(HnReader) reader = hn_query_reader_new(&fixture->options, NULL);
    interrupted = 15;
    assert_breaks_off(reader, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
}

static gint n_beats;

static void
hear(void)
{
    n_beats++;
}

/* A query that computes for long before its first row does not hang. */
static void
test_a_long_query_beats(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->options.query =
        "SELECT count(*) AS n FROM (WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c "
        "WHERE i < 10000) SELECT i FROM c)";
    hn_pulse_watch(0, hear);
    g_autofree char *text = text_of(fixture);
    hn_pulse_watch(0, NULL);
    g_assert_cmpstr(text, ==, "n\n10000\n");
    g_assert_cmpint(n_beats, >, 1);
}

/* A message never holds what stands in a row. */
static void
test_a_fault_on_the_way(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    run_sql(fixture, "INSERT INTO people VALUES (1, 'An', 1), (2, 'Canary', -9223372036854775808)");
    fixture->options.query = "SELECT id, abs(x) AS x FROM people";
    g_autoptr(HnReader) reader = hn_query_reader_new(&fixture->options, NULL);
    assert_breaks_off(reader, HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN);
}

#define ADD(name, test)                                                                            \
    g_test_add("/connect/sqlite_reader/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("types", test_types);
    ADD("real_numbers", test_real_numbers);
    ADD("table_and_columns", test_table_and_columns);
    ADD("keys", test_keys);
    ADD("keys_that_read_as_numbers", test_keys_that_read_as_numbers);
    ADD("several_batches", test_several_batches);
    ADD("empty", test_empty);
    ADD("what_is_no_select", test_what_is_no_select);
    ADD("two_statements", test_two_statements);
    ADD("wrong_queries", test_wrong_queries);
    ADD("a_column_that_is_not_there", test_a_column_that_is_not_there);
    ADD("missing_and_foreign_files", test_missing_and_foreign_files);
    ADD("interrupted", test_interrupted);
    ADD("a_long_query_beats", test_a_long_query_beats);
    ADD("a_fault_on_the_way", test_a_fault_on_the_way);
    return g_test_run();
}
