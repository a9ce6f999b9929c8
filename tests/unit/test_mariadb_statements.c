/* Goal: names, literals and grants mean to the server what the shape means. */
#include "connect/mariadb_statements.h"

static const char *const columns[] = { "a`b", "k2", "k3", "k4", "v" };

static HnTargetShape
shape_of(const char *table, guint n_key)
{
    return (HnTargetShape){ .stream = "p/it's \\",
                            .table = table,
                            .columns = columns,
                            .n_columns = G_N_ELEMENTS(columns),
                            .n_key = n_key };
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
test_index_length(void)
{
    static const guint expected[] = { 255, 255, 255, 255, 192, 153 };
    for (guint n = 0; n < G_N_ELEMENTS(expected); n++) {
        const HnTargetShape shape = shape_of("t", n);
        g_assert_cmpuint(hn_mariadb_key_chars(&shape), ==, expected[n]);
    }
}

static void
test_quotes(void)
{
    const HnTargetShape shape = shape_of("s 1.t`1", 1);
    const HnChangeHead head = { .epoch = G_MAXUINT64, .sequence = 2 };
    assert_has(hn_mariadb_read_mark_text(&shape, TRUE), "stream = 'p/it''s \\\\:t`1' FOR UPDATE");
    assert_has(hn_mariadb_make_mark_text(&shape), "INSERT INTO `s 1`.`hopnhat_watermark`");
    assert_has(hn_mariadb_set_mark_text(&shape, &head), "epoch = 18446744073709551615");
    assert_has(hn_mariadb_probe_text(&shape), "SELECT t.`a``b`, t.`k2`, ");
    assert_has(hn_mariadb_probe_text(&shape), " FROM `s 1`.`t``1` ");
    assert_has(hn_mariadb_load_text(&shape),
               "TERMINATED BY '\\t' ENCLOSED BY '' ESCAPED BY '\\\\'");
    assert_has(hn_mariadb_unchanged_text(&shape), "BINARY s.`v` <=> BINARY t.`v`");
    assert_has(hn_mariadb_delete_text(&shape, TRUE), "WHERE s.`a``b` IS NULL");
    assert_has(hn_mariadb_upsert_text(&shape), "ON DUPLICATE KEY UPDATE `k2` = VALUES(`k2`)");
}

static void
test_grants(void)
{
    char user[] = "o'brien", database[] = "my_base";
    HnConnection connection = { .user = user, .database = database };
    HnTableSinkOptions options = { .connection = &connection, .shape = shape_of("crm%.t", 1) };
    assert_has(hn_mariadb_sink_ddl(&options), "TABLES ON `crm\\%`.* TO 'o''brien'@'%';");
    assert_has(hn_mariadb_sink_ddl(&options), "DELETE ON `crm%`.`t` TO 'o''brien'@'%';");
    options.shape.table = "t";
    assert_has(hn_mariadb_sink_ddl(&options), "USE `my_base`;\nCREATE TABLE IF NOT EXISTS `t`");
    assert_has(hn_mariadb_sink_ddl(&options), "TABLES ON `my\\_base`.* TO 'o''brien'@'%';");
    connection.database = NULL;
    assert_has(hn_mariadb_sink_ddl(&options), "-- And CREATE TEMPORARY TABLES");
    connection.user = NULL;
    assert_has(hn_mariadb_sink_ddl(&options), "-- The connection names no user");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/connect/mariadb_statements/index_length", test_index_length);
    g_test_add_func("/connect/mariadb_statements/quotes", test_quotes);
    g_test_add_func("/connect/mariadb_statements/grants", test_grants);
    return g_test_run();
}
