/* Goal: what is asked is what the options say, and nothing that a name or a mark holds becomes
 * SQL. */
#include "connect/query_text.h"

#include <sqlite3.h>

#include "connect/connect_error.h"

static const HnSqlNames quoted = { .quote = "\"", .quotes_plain = TRUE, .alias_needs_as = TRUE };
static const HnSqlNames bare = { .quote = "\"" };
static const HnSqlNames backticks = { .quote = "`", .quotes_plain = TRUE, .alias_needs_as = TRUE };

static const HnSqlNames folding = { .quote = "\"", .folds_lower = TRUE };

static void
assert_name(const HnSqlNames *names, const char *name, const char *expected)
{
    g_autofree char *sql = hn_sql_name(names, name);
    g_assert_cmpstr(sql, ==, expected);
}

static void
test_names(void)
{
    assert_name(&quoted, "id", "\"id\"");
    assert_name(&quoted, "a\"; DROP TABLE x; --", "\"a\"\"; DROP TABLE x; --\"");
    assert_name(&quoted, "a.b", "\"a.b\"");
    assert_name(&bare, "ho_ten2", "ho_ten2");
    assert_name(&bare, "HO_TEN2", "HO_TEN2");
    assert_name(&bare, "Ho_Ten2", "\"Ho_Ten2\""); /* folding would miss it */
    assert_name(&folding, "ho_ten2", "ho_ten2");
    assert_name(&folding, "HO_TEN2", "\"HO_TEN2\"");
    assert_name(&bare, "2a", "\"2a\"");
    assert_name(&bare, "ng\u00e0y sinh", "\"ng\u00e0y sinh\"");
    assert_name(&bare, "a\"b", "\"a\"\"b\"");
    assert_name(&backticks, "a`b\"", "`a``b\"`");
}

static void
test_tables(void)
{
    g_autofree char *one = hn_sql_table(&quoted, "people");
    g_assert_cmpstr(one, ==, "\"people\"");
    g_autofree char *two = hn_sql_table(&quoted, "civil.people\"x");
    g_assert_cmpstr(two, ==, "\"civil\".\"people\"\"x\"");
    g_autofree char *three = hn_sql_table(&bare, "db.dbo.people");
    g_assert_cmpstr(three, ==, "db.dbo.people");
}

static void
assert_meant(const HnSqlNames *names, const char *given, const char *expected)
{
    static const char *const named[] = { "ho_ten", "SO", "Ten", "ma", "MA", "h\u1ecd", NULL };
    g_assert_cmpstr(hn_sql_name_meant(names, named, given), ==, expected);
}

/* A name that the database folds comes back as it folds it; one in quotes as it is. */
static void
test_what_a_column_is_called(void)
{
    assert_meant(&bare, "HO_TEN", "ho_ten");
    assert_meant(&bare, "ho_ten", "ho_ten");
    assert_meant(&bare, "so", "SO");
    assert_meant(&bare, "TEN", "TEN");
    assert_meant(&bare, "Ma", "Ma"); /* either of two */
    assert_meant(&bare, "MA", "MA");
    assert_meant(&bare, "H\u1eccC", "H\u1eccC");
    assert_meant(&bare, "KHAC", "KHAC");
    assert_meant(&folding, "so", "so"); /* "SO" is asked for in quotes there */
    assert_meant(&quoted, "HO_TEN", "HO_TEN");
    g_assert_cmpstr(hn_sql_name_meant(&bare, NULL, "HO_TEN"), ==, "HO_TEN");
}

static void
assert_text(const HnQueryOptions *options, const HnSqlNames *names, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = hn_query_text(options, names, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_of_a_table(void)
{
    static const char *const columns[] = { "id", "full name", NULL };
    HnQueryOptions options = { .table = "civil.people" };
    assert_text(&options, &bare, "SELECT * FROM civil.people");
    options.columns = columns;
    assert_text(&options, &bare, "SELECT id, \"full name\" FROM civil.people");
    options.since_column = "changed at";
    options.since_value = "2026-11-30 01:02:03.5+07";
    assert_text(&options, &bare,
                "SELECT id, \"full name\" FROM civil.people WHERE \"changed at\" >= "
                "'2026-11-30 01:02:03.5+07'");
}

static void
test_of_a_query(void)
{
    static const char *const columns[] = { "a", NULL };
    HnQueryOptions options = { .query = "SELECT a, b FROM t" };
    assert_text(&options, &quoted, "SELECT a, b FROM t");
    options.since_column = "b";
    options.since_value = "17";
    assert_text(&options, &quoted,
                "SELECT * FROM (SELECT a, b FROM t\n) AS hn_query WHERE \"b\" >= '17'");
    assert_text(&options, &bare, "SELECT * FROM (SELECT a, b FROM t\n) hn_query WHERE b >= '17'");
    options.since_column = NULL;
    options.columns = columns;
    assert_text(&options, &quoted, "SELECT \"a\" FROM (SELECT a, b FROM t\n) AS hn_query");
}

static void
test_columns_as_sql(void)
{
    const HnQueryOptions table = { .table = "t" };
    const HnQueryOptions query = { .query = "SELECT 1 AS a" };
    g_autofree char *some = hn_query_text_with(&table, &bare, "a::text", NULL);
    g_assert_cmpstr(some, ==, "SELECT a::text FROM t");
    g_autofree char *all = hn_query_text_with(&table, &bare, NULL, NULL);
    g_assert_cmpstr(all, ==, "SELECT * FROM t");
    g_autofree char *whole = hn_query_text_with(&query, &bare, NULL, NULL);
    g_assert_cmpstr(whole, ==, "SELECT 1 AS a");
}

/* Asked of a database: the bracket behind a comment is no part of it. */
static void
test_a_comment_at_the_end(void)
{
    static const char *const columns[] = { "a", NULL };
    const HnQueryOptions options = { .query = "SELECT 1 AS a -- of the register",
                                     .columns = columns };
    g_autofree char *text = hn_query_text(&options, &quoted, NULL);
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(":memory:", &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, text, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

static void
test_hostile_marks(void)
{
    static const char *const values[] = { "1' OR '1'='1", "1;2",    "a\nb",  "\u0661", "x\\",
                                          "(select 1)",   "1/**/2", "\"x\"", "a=b",    NULL };
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(GError) error = NULL;
        const HnQueryOptions options = { .table = "t",
                                         .since_column = "changed",
                                         .since_value = values[i] };
        g_assert_null(hn_query_text(&options, &quoted, &error));
        g_assert_error(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPTIONS);
        g_assert_nonnull(strstr(error->message, "'changed'"));
        if (values[i] != NULL) /* it came from data */
            g_assert_null(strstr(error->message, values[i]));
    }
}

/* Keys come from rows: whatever is in them is a value. */
static void
test_keys(void)
{
    const char *const key[] = { "so", "quyen", NULL };
    g_auto(GStrv) first = g_strsplit("1|a'b", "|", -1);
    g_auto(GStrv) second = g_strsplit("x' OR '1'='1|\\", "|", -1);
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    HnSqlNames names = bare;
    HnQueryOptions options = { .table = "t", .key = key, .keys = keys };
    g_ptr_array_add(keys, first);
    g_ptr_array_add(keys, second);
    g_autofree char *plain = hn_query_text(&options, &names, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(plain, ==,
                    "SELECT * FROM t WHERE (so = '1' AND quyen = 'a''b') OR (so = 'x'' OR "
                    "''1''=''1' AND quyen = '\\')");
    names.backslash_escapes = TRUE;
    g_autofree char *escaped = hn_query_text(&options, &names, &error);
    g_assert_true(g_str_has_suffix(escaped, "quyen = '\\\\')"));
    names.backslash_escapes = FALSE;
    names.marks_escapes = TRUE; /* of literals that have one alone */
    g_autofree char *marked = hn_query_text(&options, &names, &error);
    g_assert_cmpstr(marked, ==,
                    "SELECT * FROM t WHERE (so = '1' AND quyen = 'a''b') OR (so = 'x'' OR "
                    "''1''=''1' AND quyen = E'\\\\')");
}

static void
assert_key(const HnSqlNames *names, HnKeyForm form, const char *value, const char *expected)
{
    static const char *const key[] = { "k", NULL };
    const guint8 forms[] = { (guint8)form };
    g_autofree char *one = g_strdup(value);
    char *parts[] = { one, NULL };
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_ptr_array_add(keys, parts);
    const HnQueryOptions options = { .table = "t", .key = key, .key_forms = forms, .keys = keys };
    g_autofree char *text = hn_query_text(&options, names, NULL);
    g_autofree char *whole = g_strdup_printf("SELECT * FROM t WHERE (k %s)", expected);
    g_assert_cmpstr(text, ==, whole);
}

/* Bytes and times are written as such where their text is one, and as a text where it is not. */
static void
test_forms_of_keys(void)
{
    HnSqlNames names = bare;
    assert_key(&names, HN_KEY_BYTES, "00ff", "= '00ff'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30", "= '2026-11-30'");
    names.bytes_before = "HEXTORAW('";
    names.bytes_behind = "')";
    names.escapes_times = TRUE;
    assert_key(&names, HN_KEY_BYTES, "00ff", "= HEXTORAW('00ff')");
    assert_key(&names, HN_KEY_BYTES, "0ff", "= '0ff'");
    assert_key(&names, HN_KEY_BYTES, "00F'", "= '00F'''");
    assert_key(&names, HN_KEY_BYTES, "", "= ''");
    assert_key(&names, HN_KEY_TEXT, "00ff", "= '00ff'");
    assert_key(&names, HN_KEY_TEXT, "2026-11-30", "= '2026-11-30'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30", "= {d '2026-11-30'}");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03", "= {ts '2026-11-30 01:02:03'}");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03.25", "= {ts '2026-11-30 01:02:03.25'}");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03.", "= '2026-11-30 01:02:03.'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03+07", "= '2026-11-30 01:02:03+07'");
    assert_key(&names, HN_KEY_TIME, "2026-11-3", "= '2026-11-3'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30'}", "= '2026-11-30''}'");
    assert_key(&names, HN_KEY_TIME, "", "= ''");
    names.reads_times = TRUE;
    assert_key(&names, HN_KEY_TIME, "0001-01-01", "= '00010101'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03", "= '2026-11-30T01:02:03'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03.5", "= '2026-11-30T01:02:03.500'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03.123", "= '2026-11-30T01:02:03.123'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03.1234567",
               "= '2026-11-30T01:02:03.1234567'");
    assert_key(&names, HN_KEY_TIME, "2026-11-30 01:02:03.", "= '2026-11-30 01:02:03.'");
    assert_key(&names, HN_KEY_TEXT, "2026-11-30", "= '2026-11-30'");
    names.untyped = TRUE;
    assert_key(&names, HN_KEY_TEXT, "13", "IN ('13', 13, x'13')");
    assert_key(&names, HN_KEY_TEXT, "-3", "IN ('-3', -3)");
    assert_key(&names, HN_KEY_TEXT, "1e+300",
               "IN ('1e+300', 1e+300) AND (typeof(k) <> 'text' OR k = '1e+300')");
    assert_key(&names, HN_KEY_TEXT, "1.10",
               "IN ('1.10', 1.10) AND (typeof(k) <> 'text' OR k = '1.10')");
    assert_key(&names, HN_KEY_TEXT, "-0", "IN ('-0', -0) AND (typeof(k) <> 'text' OR k = '-0')");
    assert_key(&names, HN_KEY_TEXT, "999999999999999999",
               "IN ('999999999999999999', 999999999999999999, x'999999999999999999')");
    assert_key(&names, HN_KEY_TEXT, "9999999999999999999",
               "IN ('9999999999999999999', 9999999999999999999) AND (typeof(k) <> 'text' OR k = "
               "'9999999999999999999')");
    assert_key(&names, HN_KEY_TEXT, "007", "= '007'");
    assert_key(&names, HN_KEY_TEXT, "00ff", "IN ('00ff', x'00ff')");
    assert_key(&names, HN_KEY_TEXT, "1.5.2", "= '1.5.2'");
    assert_key(&names, HN_KEY_TEXT, "1-2", "= '1-2'");
    assert_key(&names, HN_KEY_TEXT, "an", "= 'an'");
}

static void
test_marks_of_times(void)
{
    g_autoptr(GError) error = NULL;
    HnSqlNames names = bare;
    HnQueryOptions options = { .table = "t",
                               .since_column = "luc",
                               .since_value = "2026-11-30 01:02:03.5+00" };
    names.escapes_times = TRUE;
    g_autofree char *time = hn_query_text(&options, &names, &error);
    g_assert_cmpstr(time, ==, "SELECT * FROM t WHERE luc >= {ts '2026-11-30 01:02:03'}");
    options.since_value = "2026-11-30";
    g_autofree char *day = hn_query_text(&options, &names, &error);
    g_assert_cmpstr(day, ==, "SELECT * FROM t WHERE luc >= {d '2026-11-30'}");
    options.since_value = "12345";
    g_autofree char *number = hn_query_text(&options, &names, &error);
    g_assert_cmpstr(number, ==, "SELECT * FROM t WHERE luc >= '12345'");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/query_text/names", test_names);
    g_test_add_func("/connect/query_text/tables", test_tables);
    g_test_add_func("/connect/query_text/what_a_column_is_called", test_what_a_column_is_called);
    g_test_add_func("/connect/query_text/of_a_table", test_of_a_table);
    g_test_add_func("/connect/query_text/of_a_query", test_of_a_query);
    g_test_add_func("/connect/query_text/columns_as_sql", test_columns_as_sql);
    g_test_add_func("/connect/query_text/a_comment_at_the_end", test_a_comment_at_the_end);
    g_test_add_func("/connect/query_text/hostile_marks", test_hostile_marks);
    g_test_add_func("/query_text/keys", test_keys);
    g_test_add_func("/query_text/forms_of_keys", test_forms_of_keys);
    g_test_add_func("/query_text/marks_of_times", test_marks_of_times);
    return g_test_run();
}
