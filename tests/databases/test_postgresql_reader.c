/* Goal: rows come whole and in order or the delivery is refused: batches, what is missing and what
 * is empty, bytes that are no text, rows that are too long, a server that ends in the middle, and a
 * wish to stop. */
#include <glib/gstdio.h>

#include "base/base_error.h"
#include "tests/databases/postgresql_fixture.h"
#include "tests/databases/read_all.h"

#define MANY "SELECT i, repeat('x', 100) AS pad FROM generate_series(1, 10000000) AS i"

static void
test_missing_and_empty(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture_do(fixture->admin, "CREATE TABLE t (a text, b int, c text[], d json);"
                               "INSERT INTO t VALUES ('', NULL, '{}', NULL), (NULL, 0, NULL, '{}'),"
                               "(NULL, NULL, NULL, NULL)");
    fixture_check(fixture, (HnQueryOptions){ .table = "t" },
                  "row 0 {\"a\":\"\",\"c\":[]}\nrow 1 {\"b\":\"0\",\"d\":{}}\nrow 2 {}\n"
                  "read 3 = 3 + 0\n");
}

static void
test_an_empty_result_has_columns(Fixture *fixture, gconstpointer user)
{
    (void)user;
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .connection = &fixture->connection,
                                     .query = "SELECT 1 AS a, 'x' AS b WHERE false" };
    g_autoptr(HnReader) reader = hn_postgresql_reader_new(&options, &error);
    g_assert_no_error(error);
    guint n;
    const char *const *columns = reader->columns(reader, &n);
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpstr(columns[0], ==, "a");
    g_assert_cmpstr(columns[1], ==, "b");
    g_autofree char *text = hn_reader_text(reader);
    g_assert_cmpstr(text, ==, "read 0 = 0 + 0\n");
    g_assert_cmpfloat(reader->progress(reader), <, 0);
}

static void
test_many_batches(Fixture *fixture, gconstpointer user)
{
    (void)user;
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = {
        .connection = &fixture->connection,
        .query = "SELECT i, i * i AS square FROM generate_series(0::bigint, 99999) AS i"
    };
    g_autoptr(HnReader) reader = hn_postgresql_reader_new(&options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    guint64 n_rows = 0;
    while (more) {
        g_assert_true(reader->next(reader, batch, &more, &error));
        g_assert_cmpuint(batch->n_rows, <=, 4096);
        for (guint i = 0; i < batch->n_rows; i++, n_rows++) {
            const HnRawField *fields = batch->fields + (gsize)i * batch->stride;
            g_autofree char *row =
                g_strdup_printf("%.*s %.*s", (int)fields[0].n_bytes, (const char *)fields[0].bytes,
                                (int)fields[1].n_bytes, (const char *)fields[1].bytes);
            g_autofree char *expected = g_strdup_printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                                                        n_rows, n_rows * n_rows);
            g_assert_cmpstr(row, ==, expected);
            g_assert_cmpuint(batch->offsets[i], ==, n_rows);
        }
    }
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    g_assert_cmpuint(n_rows, ==, 100000);
    g_assert_cmpuint(totals.n_read, ==, 100000);
    g_assert_cmpuint(totals.n_quarantined, ==, 0);
    g_assert_cmpuint(totals.n_bytes, >, 1000000);
    /* The reader is still there, its connection is not: no snapshot is held for nothing. */
    g_autofree char *others = fixture_run(
        fixture->admin, "SELECT count(*) FROM pg_stat_activity WHERE datname = "
                        "current_database() AND state = 'active' AND pid <> pg_backend_pid()");
    g_assert_cmpstr(others, ==, "0");
}

static void
test_long_rows(Fixture *fixture, gconstpointer user)
{
    (void)user;
    const char *const query =
        "SELECT i, CASE i WHEN 2 THEN repeat('y', 101) WHEN 3 THEN repeat('z', 99) ELSE 'x' END AS "
        "t, decode(repeat('ab', CASE i WHEN 4 THEN 60 ELSE 1 END), 'hex') AS b, "
        "CASE i WHEN 5 THEN repeat('9', 101)::numeric ELSE 1 END AS n FROM generate_series(1, 6) i";
    g_autofree char *text =
        fixture_read(fixture, (HnQueryOptions){ .query = query, .record_bytes_max = 100 });
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 8);
    g_assert_cmpstr(lines[0], ==, "row 0 {\"i\":\"1\",\"t\":\"x\",\"b\":\"ab\",\"n\":\"1\"}");
    g_assert_true(g_str_has_prefix(lines[1], "bad 1 x1 too_long: column 't' "));
    g_assert_true(g_str_has_prefix(lines[2], "bad 2 x1 too_long: column 'b' "));
    g_assert_true(g_str_has_prefix(lines[3], "bad 3 x1 too_long: column 'b' "));
    g_assert_true(g_str_has_prefix(lines[4], "bad 4 x1 too_long: column 'n' "));
    g_assert_true(g_str_has_prefix(lines[5], "row 5 "));
    g_assert_cmpstr(lines[6], ==, "read 6 = 2 + 4");
}

/* "Nguyễn" as TCVN 5712 writes it, and a byte that stands for nothing in UTF-8. */
static const char make_legacy[] =
    "CREATE TABLE t (id int, name text);"
    "INSERT INTO t VALUES (1, 'An'), (2, E'Nguy\\xd4n'), (3, E'\\xff\\xfe'), (4, 'Binh')";
static const char as_tcvn[] = "row 0 {\"id\":\"1\",\"name\":\"An\"}\n"
                              "row 1 {\"id\":\"2\",\"name\":\"Nguyễn\"}\n";

static void
check_legacy(const Fixture *fixture)
{
    g_autofree char *text = fixture_read(
        fixture, (HnQueryOptions){ .query = "SELECT * FROM t WHERE id < 3", .encoding = "tcvn3" });
    g_autofree char *expected = g_strconcat(as_tcvn, "read 2 = 2 + 0\n", NULL);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_bytes_without_an_encoding(void)
{
    Fixture fixture;
    fixture_start_with(&fixture, "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
    fixture_do(fixture.admin, make_legacy);
    check_legacy(&fixture);
    fixture_check(&fixture, (HnQueryOptions){ .table = "t" },
                  "row 0 {\"id\":\"1\",\"name\":\"An\"}\n"
                  "bad 1 x1 encoding: column 'name' \"id\",\"name\"\\x0a\"2\",\"Nguy\\xd4n\"\\x0a\n"
                  "bad 2 x1 encoding: column 'name' \"id\",\"name\"\\x0a\"3\",\"\\xff\\xfe\"\\x0a\n"
                  "row 3 {\"id\":\"4\",\"name\":\"Binh\"}\nread 4 = 2 + 2\n");
    fixture_do(fixture.admin, "CREATE TABLE bad AS SELECT 1 AS a, 2 AS \"x\xff\"");
    fixture_check_refused(&fixture, (HnQueryOptions){ .table = "bad" }, HN_CONNECT_ERROR_HEADER,
                          "no UTF-8");
    fixture_stop(&fixture, NULL);
}

static void
test_bytes_under_another_encoding(void)
{
    Fixture fixture;
    fixture_start_with(&fixture, "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
    fixture_do(fixture.admin, "SET client_encoding = 'SQL_ASCII'");
    fixture_do(fixture.admin, make_legacy);
    check_legacy(&fixture);
    fixture_check(&fixture, (HnQueryOptions){ .query = "SELECT name FROM t WHERE id = 2" },
                  "row 0 {\"name\":\"NguyÔn\"}\nread 1 = 1 + 0\n");
    fixture_stop(&fixture, NULL);
}

static void
test_a_wrong_encoding_is_refused(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture_check_refused(fixture,
                          (HnQueryOptions){ .query = "SELECT 1 AS a", .encoding = "tcvn3" },
                          HN_CONNECT_ERROR_ENCODING, "UTF-8");
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .connection = &fixture->connection,
                                     .query = "SELECT 1 AS a",
                                     .encoding = "klingon" };
    g_assert_null(hn_postgresql_reader_new(&options, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_ENCODING);
}

/* The reader's first batch is there, and the server still has rows. */
static HnReader *
begin_many(Fixture *fixture, HnQueryOptions options, HnRawBatch *batch)
{
    g_autoptr(GError) error = NULL;
    gboolean more = FALSE;
    options.connection = &fixture->connection;
    options.query = MANY;
    HnReader *reader = hn_postgresql_reader_new(&options, &error);
    g_assert_no_error(error);
    g_assert_true(reader->next(reader, batch, &more, &error));
    g_assert_true(more);
    g_assert_cmpuint(batch->n_rows, >, 0);
    return reader;
}

/* What every other session in the database does. */
static char *
others(Fixture *fixture, const char *what)
{
    g_autofree char *query =
        g_strdup_printf("SELECT count(%s) FROM pg_stat_activity WHERE datname = "
                        "current_database() AND pid <> pg_backend_pid()",
                        what);
    return fixture_run(fixture->admin, query);
}

/* A server process is told that nobody listens, and ends; the test's own time is the only limit. */
static void
wait_until_alone(Fixture *fixture)
{
    g_autofree char *n = others(fixture, "*");
    while (strcmp(n, "0") != 0) {
        g_free(n);
        n = others(fixture, "*");
    }
}

static void
test_a_killed_server_process(Fixture *fixture, gconstpointer user)
{
    (void)user;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnReader) reader = begin_many(fixture, (HnQueryOptions){ 0 }, batch);
    guint64 n_rows = batch->n_rows;
    g_autofree char *killed = others(fixture, "pg_terminate_backend(pid)");
    g_assert_cmpstr(killed, ==, "1");
    gboolean more = TRUE;
    while (more && reader->next(reader, batch, &more, &error))
        n_rows += batch->n_rows;
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, "register"));
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    g_assert_cmpuint(batch->n_rows, ==, 0);
    g_assert_cmpuint(batch->n_quarantined, ==, 1);
    g_assert_cmpuint(totals.n_read, >=, n_rows);
    g_assert_cmpuint(totals.n_read, <, 10000000);
    g_assert_cmpuint(totals.n_quarantined, ==, totals.n_read);
    g_assert_cmpuint(batch->quarantined[0].n_records, ==, totals.n_read);
}

static void
test_a_reader_that_is_left(Fixture *fixture, gconstpointer user)
{
    (void)user;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    HnReader *reader = begin_many(fixture, (HnQueryOptions){ 0 }, batch);
    hn_reader_free(reader);
    wait_until_alone(fixture);
}

static void
test_interrupted_between_rows(Fixture *fixture, gconstpointer user)
{
    (void)user;
    volatile int interrupted = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    g_autoptr(HnReader) reader =
        begin_many(fixture, (HnQueryOptions){ .interrupted = &interrupted }, batch);
    gboolean more = TRUE;
    interrupted = 1;
    g_assert_false(reader->next(reader, batch, &more, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
}

typedef struct {
    Fixture *fixture;
    volatile int interrupted;
} Stopper;

/* Once the server has begun to wait for what never comes. */
static gpointer
stop_when_asleep(gpointer data)
{
    Stopper *stopper = data;
    PGconn *conn = fixture_connect(stopper->fixture->database);
    gboolean is_asleep = FALSE;
    while (!is_asleep) {
        g_autofree char *n = fixture_run(conn, "SELECT count(*) FROM pg_stat_activity WHERE "
                                               "datname = current_database() AND wait_event = "
                                               "'PgSleep'");
        is_asleep = strcmp(n, "1") == 0;
    }
    stopper->interrupted = 1;
    PQfinish(conn);
    return NULL;
}

static void
test_interrupted_while_the_server_computes(Fixture *fixture, gconstpointer user)
{
    (void)user;
    Stopper stopper = { .fixture = fixture };
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .connection = &fixture->connection,
                                     .query = "SELECT 1 AS a FROM pg_sleep(3600)",
                                     .interrupted = &stopper.interrupted };
    GThread *thread = g_thread_new("stopper", stop_when_asleep, &stopper);
    g_assert_null(hn_postgresql_reader_new(&options, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
    g_thread_join(thread);
    wait_until_alone(fixture);
    g_clear_error(&error);
    g_assert_null(hn_postgresql_reader_new(&options, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
}

/* A server that computes for longer than anybody waits is given up, before rows and after some. */
static void
test_a_silent_server_is_given_up(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture->connection.idle_seconds = 1;
    fixture_check_refused(fixture, (HnQueryOptions){ .query = "SELECT 1 AS a FROM pg_sleep(3600)" },
                          HN_CONNECT_ERROR_BROKEN, "the server has sent nothing for 1 s");
    g_autofree char *text = fixture_read(
        fixture, (HnQueryOptions){ .query = "SELECT i, pg_sleep(CASE WHEN i < 9000 THEN 0 ELSE "
                                            "3600 END) FROM generate_series(1, 9000) AS i" });
    g_assert_nonnull(strstr(text, "the server has sent nothing for 1 s"));
    wait_until_alone(fixture);
    fixture_do(fixture->admin, "CREATE TABLE t (a int); BEGIN; LOCK TABLE t");
    fixture_check_refused(fixture, (HnQueryOptions){ .table = "t" }, HN_CONNECT_ERROR_OPEN, "");
}

static void
test_lacks_column(Fixture *fixture, gconstpointer user)
{
    (void)user;
    static const char *const columns[] = { "a", "b", NULL };
    fixture_do(fixture->admin, "CREATE TABLE t (a int)");
    fixture_check_refused(fixture, (HnQueryOptions){ .table = "t", .columns = columns },
                          HN_CONNECT_ERROR_COLUMN, "42703");
}

/* Bytes, of which a text of hex digits is not the text that PostgreSQL reads; a list, which comes
 * as JSON, is refused, and the source then read whole. */
static void
test_keys_of_each_type(Fixture *fixture, gconstpointer user)
{
    (void)user;
    static const char *const values[][2] = {
        { "integer", "-12" },       { "numeric", "1.50" },    { "date", "'2026-11-30'" },
        { "boolean", "true" },      { "bytea", "'\\x00ff'" }, { "bytea", "'\\x5c27'" },
        { "text", "'00ff'" },       { "real", "0.1" },        { "double precision", "0.1" },
        { "timestamptz", "now()" }, { "char(5)", "'an'" },
    };
    static const char *const words[] = { "on", "off" };
    for (guint i = 0; i < 2 * G_N_ELEMENTS(values); i++) {
        g_autofree char *make = g_strdup_printf(
            "SET standard_conforming_strings = on; DROP TABLE IF EXISTS t; CREATE TABLE t (k %s); "
            "INSERT INTO t VALUES (%s); ALTER DATABASE %s SET standard_conforming_strings = %s",
            values[i / 2][0], values[i / 2][1], fixture->database, words[i % 2]);
        fixture_do(fixture->admin, make);
        const HnQueryOptions options = { .connection = &fixture->connection,
                                         .query = "SELECT k FROM t" };
        assert_key_finds_itself(hn_postgresql_reader_new, &options);
    }
    fixture_do(fixture->admin, "CREATE TABLE l (k integer[])");
    const HnQueryOptions list = { .connection = &fixture->connection, .table = "l" };
    static const char *const keys[] = { "[1]", NULL };
    static const char *const key[] = { "k", NULL };
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();
    g_ptr_array_add(wanted, (gpointer)(gsize)keys);
    HnQueryOptions with = list;
    with.key = key;
    with.keys = wanted;
    fixture_check_refused(fixture, with, HN_CONNECT_ERROR_OPEN, "22P02");
}

/* Whatever a backslash is in a literal of the database's own. */
static void
test_keys_with_a_backslash(Fixture *fixture, gconstpointer user)
{
    (void)user;
    static const char *const values[] = { "\\", "a'\\b", "\\' OR 1=1 -- " };
    static const char *const key[] = { "k", NULL };
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        char **one = g_new0(char *, 2);
        one[0] = g_strdup(values[i]);
        g_ptr_array_add(keys, one);
    }
    fixture_do(fixture->admin, "CREATE TABLE t (k text, n int);"
                               "INSERT INTO t VALUES ('\\', 1), ('a''\\b', 2), ('x', 3)");
    static const char *const words[] = { "on", "off" };
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *set = g_strdup_printf(
            "ALTER DATABASE %s SET standard_conforming_strings = %s", fixture->database, words[i]);
        fixture_do(fixture->admin, set);
        fixture_check(fixture,
                      (HnQueryOptions){ .query = "SELECT n, k FROM t ORDER BY n",
                                        .columns = (const char *const[]){ "n", NULL },
                                        .key = key,
                                        .keys = keys },
                      "row 0 {\"n\":\"1\"}\nrow 1 {\"n\":\"2\"}\nread 2 = 2 + 0\n");
    }
}

#define TEST(name)                                                                                 \
    g_test_add("/databases/postgresql_reader/" #name, Fixture, NULL, fixture_start, test_##name,   \
               fixture_stop)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(missing_and_empty);
    TEST(an_empty_result_has_columns);
    TEST(many_batches);
    TEST(long_rows);
    g_test_add_func("/databases/postgresql_reader/bytes_without_an_encoding",
                    test_bytes_without_an_encoding);
    g_test_add_func("/databases/postgresql_reader/bytes_under_another_encoding",
                    test_bytes_under_another_encoding);
    TEST(a_wrong_encoding_is_refused);
    TEST(a_killed_server_process);
    TEST(a_reader_that_is_left);
    TEST(interrupted_between_rows);
    TEST(interrupted_while_the_server_computes);
    TEST(a_silent_server_is_given_up);
    TEST(lacks_column);
    TEST(keys_of_each_type);
    TEST(keys_with_a_backslash);
    return g_test_run();
}
