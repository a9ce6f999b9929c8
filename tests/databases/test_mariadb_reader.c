/* Goal: what MariaDB holds arrives as it is or not at all, and nothing is ever changed there. */
#include "base/base_error.h"
#include "tests/databases/mariadb_server.h"
#include "tests/databases/read_all.h"

typedef struct {
    char database[32];
    MYSQL *server;
    HnConnection connection;
    HnQueryOptions options;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer name)
{
    g_strlcpy(fixture->database, name, sizeof fixture->database);
    fixture->server = mariadb_server_database(name);
    fixture->connection = mariadb_server_connection(fixture->database);
    fixture->options = (HnQueryOptions){ .connection = &fixture->connection };
}

static void
tear_down(Fixture *fixture, gconstpointer name)
{
    g_autofree char *drop = g_strdup_printf("DROP DATABASE `%s`", (const char *)name);
    mariadb_server_run(fixture->server, drop);
    mysql_close(fixture->server);
}

static void
run(Fixture *fixture, const char *statement)
{
    mariadb_server_run(fixture->server, statement);
}

/* Type, what is put in, what comes out. */
static const char *const of_each_type[][3] = {
    { "TINYINT(1)", "1", "1" },
    { "TINYINT UNSIGNED", "255", "255" },
    { "SMALLINT", "-32768", "-32768" },
    { "MEDIUMINT", "8388607", "8388607" },
    { "INT(6) ZEROFILL", "42", "000042" },
    { "BIGINT", "-9223372036854775808", "-9223372036854775808" },
    { "BIGINT UNSIGNED", "18446744073709551615", "18446744073709551615" },
    { "DECIMAL(38,10)", "'1234567890123456789012345678.0123456789'",
      "1234567890123456789012345678.0123456789" },
    { "DECIMAL(10,2)", "-0.5", "-0.50" },
    { "FLOAT", "1.1", "1.1" },
    { "FLOAT", "16777217", "16777216" },
    { "FLOAT", "1234567", "1234567" },
    { "FLOAT", "123456789", "123456790" },
    { "FLOAT", "3.14159274", "3.1415927" },
    { "FLOAT", "-0.1", "-0.1" },
    { "FLOAT", "0", "0" },
    { "FLOAT", "NULL", "NULL" },
    { "FLOAT", "1e-5", "0.00001" },
    { "FLOAT", "1e22", "1e22" },
    { "FLOAT", "1e-20", "1e-20" },
    { "FLOAT", "100000", "100000" },
    { "FLOAT(10,2)", "1.5", "1.50" },
    { "FLOAT(12,2)", "16777217", "16777216.00" },
    { "FLOAT ZEROFILL", "1.5", "0000000001.5" },
    { "DOUBLE", "0.1", "0.1" },
    { "DOUBLE", "-1.7976931348623157e308", "-1.7976931348623157e308" },
    { "BIT(1)", "1", "01" },
    { "BIT(12)", "5", "0005" },
    { "DATE", "'2026-11-30'", "2026-11-30" },
    { "DATE", "'0000-00-00'", "0000-00-00" },
    { "DATE", "'1954-00-00'", "1954-00-00" },
    { "DATETIME", "'2026-11-30 00:00:00'", "2026-11-30 00:00:00" },
    { "DATETIME(6)", "'2026-11-30 01:02:03.500'", "2026-11-30 01:02:03.5" },
    { "DATETIME(6)", "'2026-11-30 01:02:30'", "2026-11-30 01:02:30" },
    { "TIMESTAMP(3) NULL", "'2026-11-30 01:02:03.25'", "2026-11-30 01:02:03.25" },
    { "TIME", "'-838:59:59'", "-838:59:59" },
    { "TIME(2)", "'01:02:03.5'", "01:02:03.50" },
    { "YEAR", "1987", "1987" },
    { "CHAR(10)", "'an  '", "an" },
    { "VARCHAR(10)", "'an  '", "an  " },
    { "VARCHAR(10)", "''", "" },
    { "VARCHAR(10)", "NULL", "NULL" },
    { "VARCHAR(20) CHARACTER SET latin1", "'café'", "café" },
    { "VARCHAR(20) CHARACTER SET utf16", "'Nguyễn 😀'", "Nguyễn 😀" },
    { "TINYTEXT", "'Trần'", "Trần" },
    { "LONGTEXT", "REPEAT('ơ', 3)", "ơơơ" },
    { "ENUM('x','y')", "'y'", "y" },
    { "SET('p','q')", "'p,q'", "p,q" },
    { "BINARY(3)", "'a'", "610000" },
    { "VARBINARY(9)", "X'00FF'", "00ff" },
    { "TINYBLOB", "''", "" },
    { "LONGBLOB", "'blob'", "626c6f62" },
    { "POINT", "POINT(0,0)",
      "000000000101000000"
      "00000000000000000000000000000000" },
    { "UUID", "'123e4567-e89b-12d3-a456-426655440000'", "123e4567-e89b-12d3-a456-426655440000" },
    { "INET6", "'::1'", "::1" },
    { "JSON", "'{\"a\": [1, 2.50], \"b\":null}'", "~{\"a\":[1,2.50],\"b\":null}" },
    { "JSON", "'[ \"x y\" ]'", "~[\"x y\"]" },
    { "JSON", "'\"Tr\\\\u1ea7n\"'", "Trần" },
    { "JSON", "'12.50'", "~12.50" },
    { "JSON", "'null'", "NULL" },
    { "JSON", "NULL", "NULL" },
};

static void
test_types(Fixture *fixture, gconstpointer name)
{
    (void)name;
    run(fixture, "SET sql_mode = ''"); /* else there are no dates of zeros */
    for (guint i = 0; i < G_N_ELEMENTS(of_each_type); i++) {
        g_autofree char *create =
            g_strdup_printf("CREATE OR REPLACE TABLE t (cell %s)", of_each_type[i][0]);
        g_autofree char *insert = g_strdup_printf("INSERT INTO t VALUES (%s)", of_each_type[i][1]);
        run(fixture, create);
        run(fixture, insert);
        g_autofree char *row = g_strdup_printf("%s\n", of_each_type[i][2]);
        fixture->options.table = "t";
        assert_rows(hn_mariadb_reader_new, &fixture->options, row);
    }
}

/* What needs no more than six digits is the server's own text, at any size; a column keeps its name
 * and its place, and is compared as it was. */
static void
test_single_precision(Fixture *fixture, gconstpointer name)
{
    (void)name;
    HnQueryOptions *options = &fixture->options;
    run(fixture, "CREATE TABLE t (`a ``b` FLOAT, n INT, x FLOAT)");
    run(fixture, "INSERT INTO t SELECT f, seq, f FROM (SELECT seq, CAST(CONCAT('1.2345e', CAST(seq "
                 "AS INT) - 30) "
                 "AS DOUBLE) f FROM seq_0_to_60) s");
    g_autofree char *shown = mariadb_server_ask(
        fixture->server,
        "SELECT GROUP_CONCAT(CONCAT(n, '|', x, '\n') ORDER BY n SEPARATOR '') FROM t");
    options->query = "SELECT n, x FROM t ORDER BY n -- all";
    assert_rows(hn_mariadb_reader_new, options, shown);
    run(fixture, "DELETE FROM t");
    run(fixture, "INSERT INTO t VALUES (16777217, 1, 1), (0.5, 2, 33554435)");
    options->query = NULL;
    options->table = "t";
    g_autoptr(ReadAll) all = read_all(hn_mariadb_reader_new, options, NULL);
    g_assert_cmpstr(all->columns->str, ==, "a `b,n,x");
    g_assert_cmpstr(all->rows->str, ==, "16777216|1|1\n0.5|2|33554436\n");
    static const char *const keys[] = { "16777216", NULL };
    options->columns = (const char *const[]){ "n", "a `b", NULL };
    static const char *const key[] = { "a `b", NULL };
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();
    g_ptr_array_add(wanted, (gpointer)(gsize)keys);
    options->key = key;
    options->keys = wanted;
    assert_rows(hn_mariadb_reader_new, options, "1|16777216\n");
}

/* What may not stand in the place of a table is read as the server shows it; all else has all its
 * digits. */
static void
test_single_precision_of_queries(Fixture *fixture, gconstpointer name)
{
    (void)name;
    static const char *const queries[][2] = {
        { "SELECT f, n FROM t", "16777216|1\n" },
        { "SELECT f, n FROM t UNION ALL SELECT 0.5, 2", "16777216|1\n0.5|2\n" },
        { "SELECT SQL_NO_CACHE f, n FROM t", "16777200|1\n" },
        { "SELECT SQL_BUFFER_RESULT f, n FROM t", "16777200|1\n" },
        { "SELECT SQL_CALC_FOUND_ROWS f, n FROM t", "16777200|1\n" },
        { "SELECT HIGH_PRIORITY f, n FROM t", "16777200|1\n" },
        { "SELECT f, n FROM t;", "16777200|1\n" },
    };
    HnQueryOptions *options = &fixture->options;
    run(fixture, "CREATE TABLE t (f FLOAT, n INT)");
    run(fixture, "INSERT INTO t VALUES (16777217, 1)");
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++) {
        options->query = queries[i][0];
        assert_rows(hn_mariadb_reader_new, options, queries[i][1]);
    }
    options->query = "SELECT SQL_NO_CACHE f, g FROM t";
    assert_refused(hn_mariadb_reader_new, options, HN_CONNECT_ERROR_COLUMN, "'g'");
    options->query = "SELECT 1 AS a, f, 2 AS a FROM t";
    assert_refused(hn_mariadb_reader_new, options, HN_CONNECT_ERROR_HEADER, "column 3");
}

/* The server's own client shows the same, whatever modes the server starts its sessions in. */
static void
test_text_is_the_servers(Fixture *fixture, gconstpointer name)
{
    (void)name;
    const char *const cells[] = { "1/3",
                                  "PI()",
                                  "1e-20",
                                  "1e22",
                                  "CAST(0.1 AS FLOAT)",
                                  "2e0",
                                  "0.30",
                                  "99999999999999999999",
                                  "CURRENT_DATE + INTERVAL 1 DAY" };
    g_autofree char *before = mariadb_server_ask(fixture->server, "SELECT @@GLOBAL.sql_mode");
    g_autofree char *restore = g_strdup_printf("SET GLOBAL sql_mode = '%s'", before);
    run(fixture, "SET GLOBAL sql_mode = 'ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH,STRICT_ALL_TABLES'");
    for (guint i = 0; i < G_N_ELEMENTS(cells); i++) {
        g_autofree char *query = g_strdup_printf("SELECT %s AS cell", cells[i]);
        g_autofree char *shown = mariadb_server_ask(fixture->server, query);
        g_autofree char *row = g_strdup_printf("%s\n", shown);
        fixture->options.query = query;
        assert_rows(hn_mariadb_reader_new, &fixture->options, row);
    }
    run(fixture, "CREATE TABLE t (cell CHAR(9))");
    run(fixture, "INSERT INTO t VALUES ('an')");
    fixture->options.query = "SELECT cell FROM t";
    assert_rows(hn_mariadb_reader_new, &fixture->options, "an\n");
    run(fixture, restore);
}

static void
test_choice(Fixture *fixture, gconstpointer name)
{
    (void)name;
    static const char *const columns[] = { "họ `tên`", "select", NULL };
    run(fixture, "CREATE TABLE `khách ``hàng` (`select` INT, `họ ``tên``` VARCHAR(20), "
                 "thay_đổi DATETIME)");
    run(fixture, "INSERT INTO `khách ``hàng` VALUES (1, 'An', '2026-11-29 10:00:00'), "
                 "(2, '', '2026-11-30 10:00:00'), (3, NULL, '2026-11-30 10:00:01')");
    HnQueryOptions *options = &fixture->options;
    options->table = "khách `hàng";
    assert_rows(hn_mariadb_reader_new, options,
                "1|An|2026-11-29 10:00:00\n2||2026-11-30 10:00:00\n"
                "3|NULL|2026-11-30 10:00:01\n");
    options->columns = columns;
    options->since_column = "thay_đổi";
    options->since_value = "2026-11-30 10:00:00";
    assert_rows(hn_mariadb_reader_new, options, "|2\nNULL|3\n");
    g_autofree char *table = g_strdup_printf("%s.khách `hàng", fixture->database);
    options->table = table;
    options->since_value = "2026-11-30 10:00:01";
    assert_rows(hn_mariadb_reader_new, options, "NULL|3\n");
    options->table = NULL;
    options->query = "SELECT * FROM `khách ``hàng` WHERE `select` < 3";
    options->since_value = "2026-11-30 10:00:00";
    assert_rows(hn_mariadb_reader_new, options, "|2\n");
    options->since_column = NULL;
    options->columns = NULL;
    options->query = "SELECT 1 AS a, 2 AS A";
    assert_refused(hn_mariadb_reader_new, options, HN_CONNECT_ERROR_HEADER, "column 2");
    options->query = "SELECT `select` FROM `khách ``hàng` WHERE FALSE";
    g_autoptr(ReadAll) none = read_all(hn_mariadb_reader_new, options, NULL);
    g_assert_cmpstr(none->columns->str, ==, "select");
    g_assert_cmpuint(none->totals.n_read, ==, 0);
}

static void
test_keys(Fixture *fixture, gconstpointer name)
{
    (void)name;
    static const char *const keys[] = { "a'b", "\\", "\\' OR 1=1 -- ", "ễ", "nowhere", NULL };
    g_autofree char *before = mariadb_server_ask(fixture->server, "SELECT @@GLOBAL.sql_mode");
    g_autofree char *restore = g_strdup_printf("SET GLOBAL sql_mode = '%s'", before);
    run(fixture, "CREATE TABLE t (k VARCHAR(40), n INT)");
    run(fixture, "INSERT INTO t VALUES ('a''b', 1), ('\\\\', 2), ('ễ', 3), ('x', 5)");
    fixture->options.query = "SELECT n, k FROM t ORDER BY n";
    fixture->options.columns = (const char *const[]){ "n", NULL };
    assert_keys(hn_mariadb_reader_new, &fixture->options, keys, "1\n2\n3\n");
    run(fixture, "SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES'");
    assert_keys(hn_mariadb_reader_new, &fixture->options, keys, "1\n2\n3\n");
    run(fixture, restore);
}

/* Bytes and bits are hex digits here, and numbers of one form. */
static void
test_keys_of_each_type(Fixture *fixture, gconstpointer name)
{
    (void)name;
    static const char *const values[][2] = {
        { "INT", "-12" },
        { "BIGINT UNSIGNED", "18446744073709551615" },
        { "DECIMAL(20,4)", "1.5" },
        { "DOUBLE", "0.1" },
        { "DATE", "'2026-11-30'" },
        { "DATETIME(6)", "'2026-11-30 01:02:03.5'" },
        { "VARCHAR(9)", "'00ff'" },
        { "CHAR(9)", "'an'" },
        { "BINARY(16)", "X'00112233445566778899AABBCCDDEEFF'" },
        { "BINARY(3)", "'a'" },
        { "VARBINARY(9)", "X'00FF'" },
        { "BLOB", "X'27'" },
        { "BIT(1)", "1" },
        { "BIT(12)", "5" },
        { "UUID", "'123e4567-e89b-12d3-a456-426655440000'" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *create = g_strdup_printf("CREATE OR REPLACE TABLE t (k %s)", values[i][0]);
        g_autofree char *insert = g_strdup_printf("INSERT INTO t VALUES (%s)", values[i][1]);
        run(fixture, create);
        run(fixture, insert);
        fixture->options.table = "t";
        assert_key_finds_itself(hn_mariadb_reader_new, &fixture->options);
    }
}

static void
test_refused(Fixture *fixture, gconstpointer name)
{
    (void)name;
    static const char *const queries[][2] = {
        { "SELECT * FROM nowhere", "nowhere" },
        { "SELECT nothing FROM t", "nothing" },
        { "SELEKT 1", "syntax" },
        { "SELECT 1; SELECT 2", "syntax" },
        { "SELECT 1 AS a; DROP TABLE t", "syntax" },
        { "INSERT INTO t VALUES (2)", "READ ONLY" },
        { "DELETE FROM t", "READ ONLY" },
        { "DROP TABLE t", "READ ONLY" },
        { "CREATE TABLE u (id INT)", "READ ONLY" },
        { "SET @a = 1", "no SELECT" },
        { "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t", "error" },
        { "SELECT EXTRACTVALUE('<a/>', secret) FROM t", "error 1105" },
        { "CALL two()", "more than one result" },
    };
    run(fixture, "CREATE TABLE t (id INT, secret VARCHAR(40) DEFAULT '?!secret')");
    run(fixture, "INSERT INTO t (id) VALUES (1)");
    run(fixture, "CREATE PROCEDURE two() BEGIN SELECT 1 AS a; SELECT 2 AS a; END");
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++) {
        fixture->options.query = queries[i][0];
        g_autoptr(GError) error = NULL;
        g_autoptr(ReadAll) all = read_all(hn_mariadb_reader_new, &fixture->options, &error);
        g_assert_null(all);
        g_assert_error(error, HN_CONNECT_ERROR,
                       strcmp(queries[i][1], "nothing") == 0 ? HN_CONNECT_ERROR_COLUMN
                                                             : HN_CONNECT_ERROR_OPEN);
        if (strstr(error->message, queries[i][1]) == NULL ||
            strstr(error->message, "?!secret") != NULL)
            g_error("%s: %s", queries[i][0], error->message);
    }
    fixture->options.query = NULL;
    fixture->options.table = "t";
    assert_rows(hn_mariadb_reader_new, &fixture->options, "1|?!secret\n");
    fixture->options.since_column = "id";
    fixture->options.since_value = "1' OR '1";
    assert_refused(hn_mariadb_reader_new, &fixture->options, HN_CONNECT_ERROR_OPTIONS, "id");
}

/* Bytes of TCVN3 in a column that says it is latin1, beside a column that is honest. */
static void
test_legacy_bytes(Fixture *fixture, gconstpointer name)
{
    (void)name;
    run(fixture, "CREATE TABLE t (id INT, old VARCHAR(20) CHARACTER SET latin1, "
                 "mới VARCHAR(20) CHARACTER SET utf8mb4, born DATE, doc JSON)");
    run(fixture, "INSERT INTO t VALUES (1, X'4E677579D46E', 'Nguyễn', '1990-01-02', '[\"ễ\"]'), "
                 "(2, '', NULL, NULL, NULL)");
    fixture->options.table = "t";
    fixture->options.encoding = "tcvn3";
    assert_rows(hn_mariadb_reader_new, &fixture->options,
                "1|Nguyễn|Nguyễn|1990-01-02|~[\"ễ\"]\n2||NULL|NULL|NULL\n");
    g_autoptr(ReadAll) all = read_all(hn_mariadb_reader_new, &fixture->options, NULL);
    g_assert_cmpstr(all->columns->str, ==, "id,old,mới,born,doc");
    fixture->options.encoding = "no-such-thing";
    assert_refused(hn_mariadb_reader_new, &fixture->options, HN_CONNECT_ERROR_ENCODING,
                   "no-such-thing");
    run(fixture, "ALTER TABLE t ADD wide VARCHAR(9) CHARACTER SET utf16");
    fixture->options.encoding = "tcvn3";
    assert_refused(hn_mariadb_reader_new, &fixture->options, HN_CONNECT_ERROR_ENCODING, "'wide'");
}

static void
test_quarantine(Fixture *fixture, gconstpointer name)
{
    (void)name;
    run(fixture, "CREATE TABLE t (id INT, name VARCHAR(300) CHARACTER SET latin1, note TEXT)");
    run(fixture,
        "INSERT INTO t VALUES (1, 'an', ''), (2, X'61818D', 'x'), (3, 'b', REPEAT('c', 98)),"
        " (4, 'd', REPEAT('e', 99)), (5, 'f', NULL)");
    fixture->options.query = "SELECT * FROM t ORDER BY id";
    fixture->options.encoding = "windows-1258"; /* 81 and 8D mean nothing in it */
    fixture->options.record_bytes_max = 100;
    g_autoptr(GError) error = NULL;
    g_autoptr(ReadAll) all = read_all(hn_mariadb_reader_new, &fixture->options, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(all->quarantine->str, ==,
                    "1 encoding: column 'name'\n3 too_long: column 'note'\n");
    g_assert_cmpuint(all->n_accepted, ==, 3);
    g_assert_true(
        g_str_has_prefix(all->raw->str, "\"id\",\"name\",\"note\"\n\"2\",\"a\x81\x8d\","));
}

/* Reads until it is stopped by @kill from another connection. */
static void
read_until_killed(Fixture *fixture, const char *kill)
{
    fixture->options.query = "SELECT CONNECTION_ID() AS id, seq FROM seq_1_to_1000000000";
    g_autoptr(GError) error = NULL;
    g_autoptr(HnReader) reader = hn_mariadb_reader_new(&fixture->options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = FALSE;
    g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_true(more);
    guint64 n_rows = batch->n_rows;
    g_autofree char *id = g_strndup((const char *)batch->fields[0].bytes, batch->fields[0].n_bytes);
    g_autofree char *statement = g_strdup_printf("%s %s", kill, id);
    run(fixture, statement);
    while (reader->next(reader, batch, &more, &error)) {
        g_assert_true(more);
        n_rows += batch->n_rows;
    }
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_BROKEN);
    g_assert_cmpuint(batch->n_rows, ==, 0);
    g_assert_cmpuint(batch->n_quarantined, ==, 1);
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    g_assert_cmpuint(totals.n_read, >=, n_rows);
    g_assert_cmpuint(totals.n_quarantined, ==, totals.n_read);
    g_assert_cmpuint(batch->quarantined[0].n_records, ==, totals.n_read);
    run(fixture, "SELECT 1"); /* the server is well */
}

static void
test_cut_stream(Fixture *fixture, gconstpointer name)
{
    (void)name;
    read_until_killed(fixture, "KILL");
    read_until_killed(fixture, "KILL QUERY");
}

static void
test_interrupted(Fixture *fixture, gconstpointer name)
{
    (void)name;
    volatile int interrupted = 0;
    g_autoptr(GError) error = NULL;
    fixture->options.query = "SELECT seq FROM seq_1_to_1000000000";
    fixture->options.interrupted = &interrupted;
    g_autoptr(HnReader) reader = hn_mariadb_reader_new(&fixture->options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = FALSE;
    g_assert_true(reader->next(reader, batch, &more, NULL));
    g_assert_cmpfloat(reader->progress(reader), <, 0);
    interrupted = 1;
    g_assert_false(reader->next(reader, batch, &more, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
    g_clear_error(&error);
    g_assert_null(hn_mariadb_reader_new(&fixture->options, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED);
}

/* More rows than one batch has, and another writer between the batches: one state is read. */
static void
test_one_state(Fixture *fixture, gconstpointer name)
{
    (void)name;
    run(fixture, "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(40))");
    run(fixture, "INSERT INTO t SELECT seq, REPEAT('x', 30) FROM seq_1_to_200000");
    fixture->options.table = "t";
    g_autoptr(GError) error = NULL;
    g_autoptr(HnReader) reader = hn_mariadb_reader_new(&fixture->options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = FALSE;
    g_assert_true(reader->next(reader, batch, &more, NULL));
    run(fixture, "DELETE FROM t WHERE id > 100");
    guint64 n_rows = batch->n_rows;
    while (more) {
        g_assert_true(reader->next(reader, batch, &more, NULL));
        n_rows += batch->n_rows;
    }
    g_assert_cmpuint(n_rows, ==, 200000);
    HnReaderTotals totals;
    reader->totals(reader, &totals);
    g_assert_cmpuint(totals.n_bytes, ==, 200000 * 30 + 1088895);
}

static gpointer
read_aside(gpointer user)
{
    const Fixture *fixture = user;
    assert_rows(hn_mariadb_reader_new, &fixture->options, "1\n");
    g_autoptr(GError) error = NULL;
    HnQueryOptions options = fixture->options;
    options.query = "SELECT seq FROM seq_1_to_100000";
    g_autoptr(ReadAll) all = read_all(hn_mariadb_reader_new, &options, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(all->n_accepted, ==, 100000);
    return NULL;
}

static void
test_side_by_side(Fixture *fixture, gconstpointer name)
{
    (void)name;
    GThread *threads[4];
    fixture->options.query = "SELECT 1 AS a";
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("reads", read_aside, fixture);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *path, *database;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        { "types", "types", test_types },
        { "single_precision", "floats", test_single_precision },
        { "single_precision_of_queries", "float_queries", test_single_precision_of_queries },
        { "text_is_the_servers", "text", test_text_is_the_servers },
        { "choice", "choice", test_choice },
        { "keys", "keys", test_keys },
        { "keys_of_each_type", "key_types", test_keys_of_each_type },
        { "refused", "refused", test_refused },
        { "legacy_bytes", "legacy", test_legacy_bytes },
        { "quarantine", "quarantine", test_quarantine },
        { "cut_stream", "cut", test_cut_stream },
        { "interrupted", "interrupted", test_interrupted },
        { "one_state", "one_state", test_one_state },
        { "side_by_side", "side", test_side_by_side },
    };
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/connect/mariadb_reader/", tests[i].path, NULL);
        g_test_add(path, Fixture, tests[i].database, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
