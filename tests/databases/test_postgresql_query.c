/* Goal: what is asked is one SELECT that changes nothing, of names as they are; every type comes as
 * the server's own text of it, and whatever else is asked is refused before a row is read. */
#include "tests/databases/postgresql_fixture.h"

/* Values whose text is the server's own. */
static const char *const as_text[] = {
    "1::smallint",
    "'-32768'::smallint",
    "2147483647",
    "'-9223372036854775808'::bigint",
    "4294967295::oid",
    "0.1::float4",
    "'1e38'::float4",
    "1234567::float4",
    "123456::float4",
    "0.0001::float4",
    "0.00001::float4",
    "'NaN'::float4",
    "'-Infinity'::float4",
    "'-0'::float8",
    "0.1 + 0.2::float8",
    "1e15::float8",
    "123456789012345::float8",
    "5e-324::float8",
    "2.2250738585072014e-308::float8",
    "1.7976931348623157e308::float8",
    "'Infinity'::float8",
    "1.50::numeric",
    "0::numeric",
    "-0.000001::numeric",
    "100000000::numeric",
    "10000.0000::numeric",
    "'NaN'::numeric",
    "'-Infinity'::numeric",
    "1e100::numeric",
    "1e-100::numeric",
    "12345678901234567890.123456789012345678901234567890::numeric",
    "'Nguyễn Thị Ánh'::text",
    "'tên'::varchar(9)",
    "'public'::name",
    "'x'::\"char\"",
    "''::\"char\"",
    "'mood'",
    "'ok'::mood",
    "'Ab'::citext",
    "'2026-11-30'::date",
    "'infinity'::date",
    "'-infinity'::date",
    "'0044-03-15 BC'::date",
    "'0001-01-01'::date",
    "'5874897-12-31'::date",
    "'4713-01-01 BC'::date",
    "'2000-02-29'::date",
    "'2026-11-30 01:02:03'::timestamp",
    "'2026-11-30 01:02:03.5'::timestamp",
    "'2026-11-30 01:02:03.000001'::timestamp",
    "'1999-12-31 23:59:59.999999'::timestamp",
    "'0044-03-15 12:00 BC'::timestamp",
    "'infinity'::timestamp",
    "'2026-11-30 01:02:03.25+07'::timestamptz",
    "'0044-03-15 12:00+00 BC'::timestamptz",
    "'-infinity'::timestamptz",
    "'00:00'::time",
    "'24:00'::time",
    "'23:59:59.999999'::time",
    "'12:30+07'::timetz",
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
    "'1 year 2 mons 3 days 04:05:06'::interval",
    "'[1,5)'::int4range",
    "'(1,2)'::point",
    "'192.168.0.1/24'::inet",
    "ROW(1, 'b')",
    "B'101'",
    "'<a/>'::xml",
    "'a=>1'::hstore",
    "7::even",
    "123.45::money::numeric",
};

/* The same as those of the reader's transaction. */
static const char settings[] = "SET TimeZone = 'UTC'; SET IntervalStyle = 'iso_8601';"
                               "SET client_min_messages = warning;";
static const char make_types[] =
    "CREATE TYPE mood AS ENUM ('ok', 'happy'); CREATE EXTENSION citext; CREATE EXTENSION hstore;"
    "CREATE DOMAIN even AS int; CREATE DOMAIN names AS text[];";

/* "a0, a1, ..." of @values in one SELECT, all in one row. */
static char *
select_all(const char *const *values, guint n, const char *cast)
{
    g_autoptr(GString) text = g_string_new("SELECT ");
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%s(%s)%s AS a%u", i == 0 ? "" : ", ", values[i], cast, i);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_types_are_the_servers_text(Fixture *fixture, gconstpointer user)
{
    const guint n = G_N_ELEMENTS(as_text);
    (void)user;
    fixture_do(fixture->admin, settings);
    fixture_do(fixture->admin, make_types);
    g_autofree char *query = select_all(as_text, n, "");
    g_autofree char *texts = select_all(as_text, n, "::text");
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .connection = &fixture->connection, .query = query };
    g_autoptr(HnReader) reader = hn_postgresql_reader_new(&options, &error);
    g_assert_no_error(error);
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more;
    g_assert_true(reader->next(reader, batch, &more, &error));
    g_assert_cmpuint(batch->n_rows, ==, 1);
    g_assert_cmpuint(batch->n_columns, ==, n);
    PGresult *result = PQexec(fixture->admin, texts);
    g_assert_cmpint(PQresultStatus(result), ==, PGRES_TUPLES_OK);
    for (guint i = 0; i < n; i++) {
        g_autofree char *cell =
            g_strndup((const char *)batch->fields[i].bytes, batch->fields[i].n_bytes);
        g_test_message("%s", as_text[i]);
        g_assert_cmpint(batch->fields[i].kind, ==, HN_FIELD_TEXT);
        g_assert_cmpstr(cell, ==, PQgetvalue(result, 0, (int)i));
    }
    PQclear(result);
}

/* What differs from the server's text, or is a list. */
static void
test_other_forms(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture_do(fixture->admin, settings);
    fixture_do(fixture->admin, make_types);
    static const struct {
        const char *value, *expected;
    } cases[] = {
        { "true", "\"true\"" },
        { "false", "\"false\"" },
        { "'\\x00ff10'::bytea", "\"00ff10\"" },
        { "''::bytea", "\"\"" },
        { "'ab'::char(5)", "\"ab\"" },
        { "''::char(5)", "\"\"" },
        { "'{\"a\" : [1.50, \"x\\u00e9\"] }'::json", "{\"a\":[1.50,\"xé\"]}" },
        { "'{\"b\": 1, \"a\": null}'::jsonb", "{\"a\":null,\"b\":1}" },
        { "'[]'::jsonb", "[]" },
        { "'1.50'::json", "1.50" },
        { "' true '::jsonb", "true" },
        { "'\"Ánh\\n\"'::json", "\"Ánh\\n\"" },
        { "'\"\"'::jsonb", "\"\"" },
        { "ARRAY['a', 'b,\"c', NULL]", "[\"a\",\"b,\\\"c\",null]" },
        { "ARRAY[]::text[]", "[]" },
        { "ARRAY[1, 2]::bigint[]", "[1,2]" },
        { "ARRAY[1.50, 2]::numeric[]", "[1.50,2]" },
        { "ARRAY['ok']::mood[]", "[\"ok\"]" },
        { "ARRAY['Ab']::citext[]", "[\"Ab\"]" },
        { "ARRAY['x', 'y']::names", "[\"x\",\"y\"]" },
        { "ARRAY[[1, 2], [3, 4]]", "[[1,2],[3,4]]" },
        { "ARRAY['2026-11-30']::date[]", "[\"2026-11-30\"]" },
        { "'1 2'::int2vector", "\"1 2\"" },
        { "'1234.50'::money", "\"1234.50\"" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *query = g_strdup_printf("SELECT %s AS v", cases[i].value);
        g_autofree char *expected =
            g_strdup_printf("row 0 {\"v\":%s}\nread 1 = 1 + 0\n", cases[i].expected);
        fixture_check(fixture, (HnQueryOptions){ .query = query }, expected);
    }
    fixture_check(fixture,
                  (HnQueryOptions){ .query = "SELECT 'null'::jsonb AS v, NULL::json AS w" },
                  "row 0 {}\nread 1 = 1 + 0\n");
}

/* A value of JSON that is deeper than anybody reads is refused with its row, not with all. */
static void
test_deep_json(Fixture *fixture, gconstpointer user)
{
    (void)user;
    g_autofree char *text = fixture_read(
        fixture, (HnQueryOptions){ .query = "SELECT i, (repeat('[', i) || repeat(']', i))::json AS "
                                            "v FROM (VALUES (64), (65)) AS t (i)" });
    g_assert_nonnull(strstr(text, "row 0 {\"i\":\"64\",\"v\":[[["));
    g_assert_nonnull(strstr(text, "\nbad 1 x1 json_too_deep: column 'v' "));
    g_assert_nonnull(strstr(text, "read 2 = 1 + 1\n"));
}

static void
test_names_are_quoted(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture_do(fixture->admin,
               "CREATE SCHEMA \"Sở Y tế\"; CREATE TABLE \"Sở Y tế\".\"Tập \"\"A\"\"\" "
               "(\"Họ tên\" text, \"a\"\"b\" interval, \"SELECT\" text[], x int);"
               "INSERT INTO \"Sở Y tế\".\"Tập \"\"A\"\"\" VALUES ('Ánh', '1 day', '{u}', 1)");
    const char *const columns[] = { "SELECT", "a\"b", "Họ tên", NULL };
    fixture_check(fixture, (HnQueryOptions){ .table = "Sở Y tế.Tập \"A\"", .columns = columns },
                  "row 0 {\"SELECT\":[\"u\"],\"a\\\"b\":\"P1D\",\"Họ tên\":\"Ánh\"}\n"
                  "read 1 = 1 + 0\n");
    fixture_check(fixture, (HnQueryOptions){ .table = "Sở Y tế.Tập \"A\"" },
                  "row 0 {\"Họ tên\":\"Ánh\",\"a\\\"b\":\"P1D\",\"SELECT\":[\"u\"],\"x\":\"1\"}\n"
                  "read 1 = 1 + 0\n");
}

static void
test_columns_and_since(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture_do(fixture->admin,
               "CREATE TABLE t (id bigint, d date, u timestamptz, tags text[]);"
               "INSERT INTO t VALUES (9, '2026-01-01', '2026-01-01 00:00+00', '{a}'), "
               "(10, '2026-02-01', '2026-02-01 00:00:00.5+00', NULL), (11, NULL, NULL, '{}')");
    const char *const columns[] = { "tags", "id", NULL };
    const char *const query = "SELECT * FROM t WHERE id > 0 -- all of them";
    fixture_check(fixture,
                  (HnQueryOptions){
                      .table = "t", .columns = columns, .since_column = "id", .since_value = "10" },
                  "row 0 {\"id\":\"10\"}\nrow 1 {\"tags\":[],\"id\":\"11\"}\nread 2 = 2 + 0\n");
    fixture_check(fixture,
                  (HnQueryOptions){ .table = "public.t",
                                    .since_column = "u",
                                    .since_value = "2026-02-01 00:00:00.5+00" },
                  "row 0 {\"id\":\"10\",\"d\":\"2026-02-01\",\"u\":\"2026-02-01 "
                  "00:00:00.5+00\"}\nread 1 = 1 + 0\n");
    fixture_check(fixture,
                  (HnQueryOptions){ .query = "SELECT id, d FROM t",
                                    .since_column = "d",
                                    .since_value = "2026-02-01" },
                  "row 0 {\"id\":\"10\",\"d\":\"2026-02-01\"}\nread 1 = 1 + 0\n");
    fixture_check(fixture, (HnQueryOptions){ .query = "SELECT id FROM t WHERE id = 9 -- one" },
                  "row 0 {\"id\":\"9\"}\nread 1 = 1 + 0\n");
    fixture_check(fixture, (HnQueryOptions){ .query = "VALUES (1, 'x') ORDER BY 1" },
                  "row 0 {\"column1\":\"1\",\"column2\":\"x\"}\nread 1 = 1 + 0\n");
    fixture_check(
        fixture,
        (HnQueryOptions){
            .query = query, .columns = columns, .since_column = "id", .since_value = "11" },
        "row 0 {\"tags\":[],\"id\":\"11\"}\nread 1 = 1 + 0\n");
    g_autoptr(GError) error = NULL;
    const HnQueryOptions options = { .connection = &fixture->connection,
                                     .table = "t",
                                     .since_column = "id",
                                     .since_value = "1' OR '1" };
    g_assert_null(hn_postgresql_reader_new(&options, &error));
    g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS);
}

static void
test_wrong_queries(Fixture *fixture, gconstpointer user)
{
    (void)user;
    fixture_do(fixture->admin, "CREATE TABLE t (id int, name text); INSERT INTO t VALUES (1, 'x');"
                               "CREATE SEQUENCE s");
    static const struct {
        const char *query, *word;
    } cases[] = {
        { "SELEC 1", "syntax error" },
        { "SELECT * FROM nowhere", "nowhere" },
        { "SELECT 1 AS a; SELECT 2 AS b", "multiple commands" },
        { "SELECT 1 AS a; DROP TABLE t", "multiple commands" },
        { "SELECT 1) TO STDOUT; DROP TABLE t; --", "syntax error" },
        { "SELECT 1 AS a;", "syntax error" },
        { "SELECT $1::int AS a", "parameters" },
        { "SELECT FROM t", "no SELECT" },
        { "DROP TABLE t", "no SELECT" },
        { "DELETE FROM t", "no SELECT" },
        { "COMMIT", "no SELECT" },
        { "", "" },
        { "SHOW server_version", "syntax error" },
        { "INSERT INTO t VALUES (2, 'y') RETURNING id", "read-only" },
        { "INSERT INTO t VALUES (2, 'y') RETURNING ARRAY[id] AS ids", "syntax error" },
        { "DELETE FROM t RETURNING id", "read-only" },
        { "WITH gone AS (DELETE FROM t RETURNING id) SELECT id FROM gone", "read-only" },
        { "SELECT * INTO u FROM t", "" },
        { "SELECT id FROM t FOR UPDATE", "read-only" },
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].query);
        fixture_check_refused(fixture, (HnQueryOptions){ .query = cases[i].query },
                              HN_CONNECT_ERROR_OPEN, cases[i].word);
    }
    fixture_check_refused(fixture, (HnQueryOptions){ .table = "nowhere" }, HN_CONNECT_ERROR_OPEN,
                          "nowhere");
    const char *const columns[] = { "id", "nothing", NULL };
    fixture_check_refused(fixture, (HnQueryOptions){ .table = "t", .columns = columns },
                          HN_CONNECT_ERROR_COLUMN, "nothing");
    fixture_check_refused(fixture, (HnQueryOptions){ .query = "SELECT nothing FROM t" },
                          HN_CONNECT_ERROR_COLUMN, "nothing");
    fixture_check_refused(fixture, (HnQueryOptions){ .query = "SELECT 1 AS a, 2 AS \"A\"" },
                          HN_CONNECT_ERROR_HEADER, "earlier one");
    g_autofree char *rows =
        fixture_run(fixture->admin, "SELECT string_agg(id || name, ' ') FROM t");
    g_assert_cmpstr(rows, ==, "1x");
}

/* What is only found while rows come; a message says what, never of which value. */
static void
test_faults_in_rows(Fixture *fixture, gconstpointer user)
{
    (void)user;
    static const struct {
        const char *query, *word;
    } cases[] = {
        { "SELECT 1 / (20000 - i) AS a FROM generate_series(1, 40000) AS i", "SQLSTATE 22012" },
        { "SELECT ('secret' || i)::int AS a FROM generate_series(1, 9) AS i", "SQLSTATE 22P02" },
        { "SELECT nextval('s') AS a", "read-only" },
    };
    fixture_do(fixture->admin, "CREATE SEQUENCE s");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = fixture_read(fixture, (HnQueryOptions){ .query = cases[i].query });
        g_assert_true(g_str_has_prefix(text, "refused query: connection 'register': reading: "));
        g_assert_nonnull(strstr(text, cases[i].word));
        g_assert_null(strstr(text, "secret"));
    }
}

#define TEST(name)                                                                                 \
    g_test_add("/databases/postgresql_query/" #name, Fixture, NULL, fixture_start, test_##name,    \
               fixture_stop)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(types_are_the_servers_text);
    TEST(other_forms);
    TEST(deep_json);
    TEST(names_are_quoted);
    TEST(columns_and_since);
    TEST(wrong_queries);
    TEST(faults_in_rows);
    return g_test_run();
}
