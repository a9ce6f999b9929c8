/* Goal: every database is spoken to in its own words, and names, types and grants are what the
 * shape means. */
#include "connect/odbc_statements.h"

static const char *const columns[] = { "record_id", "Họ tên", "note" };
static const HnTargetShape shape = { .stream = "p/t",
                                     .table = "crm.a@b",
                                     .columns = columns,
                                     .n_columns = G_N_ELEMENTS(columns),
                                     .n_key = 1 };

static HnOdbcWords
words_of(const char *dbms_name)
{
    return (HnOdbcWords){ .dialect = hn_odbc_dialect(dbms_name),
                          .names = { .quote = "\"" },
                          .shape = &shape,
                          .set = "S1" };
}

/* The text has @part; it is freed. */
static void
assert_has(char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        g_error("'%s' is not in: %s", part, text);
    g_free(text);
}

static void
test_dialects(void)
{
    static const char *const parts[][3] = {
        { "MariaDB", "record_id VARCHAR(255) CHARACTER SET utf8mb4", "TO hn@'%';" },
        { "MySQL", "LONGTEXT CHARACTER SET utf8mb4", "TO hn@'%';" },
        { "PostgreSQL", "note TEXT COLLATE \"C\"", "TO hn;" },
        { "SQLite", "record_id VARCHAR(400) NOT NULL", "-- SQLite has no users" },
        { "Oracle", "note NVARCHAR2(2000)", "TO hn;" },
        { "Microsoft SQL Server", "NVARCHAR(400) COLLATE Latin1_General_100_BIN2", "DATETIME2" },
        { "Firebird", "\"Họ tên\" VARCHAR(4000)", "TO hn;" },
        { "", "stream VARCHAR(200) NOT NULL PRIMARY KEY", "PRIMARY KEY (hopnhat_set, record_id)" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        const HnOdbcWords words = words_of(parts[i][0]);
        assert_has(hn_odbc_ddl_text(&words, "hn"), parts[i][1]);
        assert_has(hn_odbc_ddl_text(&words, "hn"), parts[i][2]);
    }
    const HnOdbcWords words = words_of("Oracle");
    assert_has(hn_odbc_ddl_text(&words, NULL), "-- GRANT SELECT");
    assert_has(hn_odbc_ddl_text(&words, NULL), "stream NVARCHAR2(200) ");
}

static void
test_names(void)
{
    const HnOdbcWords words = words_of("Microsoft SQL Server");
    const HnChangeHead head = { .epoch = G_MAXUINT64, .sequence = 7 };
    assert_has(hn_odbc_delete_text(&words), "s.record_id = crm.\"a@b\".record_id");
    assert_has(hn_odbc_delete_text(&words), "OR CAST(s.note AS VARBINARY(MAX)) <> "
                                            "CAST(crm.\"a@b\".note AS VARBINARY(MAX))");
    assert_has(hn_odbc_delete_missing_text(&words), "DELETE FROM crm.\"a@b\" WHERE NOT EXISTS");
    assert_has(hn_odbc_stage_text(&words), "VALUES ('S1', ?, ?, ?, ?)");
    assert_has(hn_odbc_clear_text(&words), "crm.\"a@b_staging\"");
    assert_has(hn_odbc_read_mark_text(&words), "FROM crm.hopnhat_watermark WHERE stream = ?");
    assert_has(hn_odbc_set_mark_text(&words, &head), "epoch = 18446744073709551615, sequence = 7");
}

/* Whether a source's name of @n_source letters and a key of @n of @letter go into its table. */
static gboolean
holds(const char *dbms_name, guint n_source, const char *letter, guint n)
{
    static const char *const of_key[] = { "source", "record_id" };
    static const HnTargetShape keys = { .columns = of_key, .n_columns = 2, .n_key = 2 };
    static const guint8 operation = HN_CHANGE_UPSERT;
    g_autofree char *source = g_strnfill(n_source, 's');
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append(key, letter);
    const HnSlice fields[] = { hn_slice_of(source), hn_slice_of(key->str) };
    const HnChangeRows rows = { 1, 2, &operation, fields };
    g_autoptr(HnSinkFilter) filter = hn_sink_filter_new(&keys, hn_odbc_dialect(dbms_name)->room);
    return hn_sink_filter_rows(filter, &rows)->n_rows == 1;
}

/* SQL Server's index has 900 bytes, of which the set's name in the table of staging takes 16; each
 * unit of UTF-16 takes two, whatever it has in UTF-8. */
static void
test_room_for_keys(void)
{
    static const char sql_server[] = "Microsoft SQL Server";
    g_assert_true(holds(sql_server, 3, "e", 400));
    g_assert_true(holds(sql_server, 3, "ễ", 400));
    g_assert_true(holds(sql_server, 3, "𠀋", 200));
    g_assert_false(holds(sql_server, 3, "ễ", 401));
    g_assert_false(holds(sql_server, 3, "𠀋", 201));
    g_assert_true(holds(sql_server, 40, "ễ", 400));
    g_assert_false(holds(sql_server, 43, "ễ", 400));
    g_assert_true(holds("PostgreSQL", 3, "ễ", 400));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/odbc_statements/dialects", test_dialects);
    g_test_add_func("/connect/odbc_statements/names", test_names);
    g_test_add_func("/connect/odbc_statements/room_for_keys", test_room_for_keys);
    return g_test_run();
}
