/* Goal: a set is in MariaDB's table whole or not at all, exactly as it was sent, once, and rows
 * that do not change are not touched; whatever breaks on the way. */
#include "connect/table_sink.h"
#include "tests/databases/change_script.h"
#include "tests/databases/cutting_proxy.h"
#include "tests/databases/mariadb_server.h"

#define DATABASE "hn_sink"
#define TABLE DATABASE ".khách `hàng"
#define TABLE_SQL "`hn_sink`.`khách ``hàng`"

static const char *const columns[] = { "record_id", "họ `tên`", "ghi chú" };
static char user[] = "hn_writer", connection_name[] = "crm", database[] = DATABASE;

typedef struct {
    MYSQL *server;
    HnConnection connection;
    HnTableSinkOptions options;
} Fixture;

static void
run(const Fixture *fixture, const char *statement)
{
    mariadb_server_run(fixture->server, statement);
}

/* What the DBA does. */
static void
run_ddl(const Fixture *fixture)
{
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    g_auto(GStrv) statements = g_strsplit(ddl, ";\n", -1);
    for (char **statement = statements; **statement != '\0'; statement++)
        run(fixture, *statement);
}

static void
set_up(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    fixture->server = mariadb_server_database(DATABASE);
    run(fixture, "DROP USER IF EXISTS hn_writer@'%'");
    run(fixture, "CREATE USER hn_writer@'%'");
    fixture->connection = mariadb_server_connection(database);
    fixture->connection.name = connection_name;
    fixture->connection.user = user;
    fixture->options = (HnTableSinkOptions){ .connection = &fixture->connection,
                                             .shape = { .stream = "p/it's \\ one",
                                                        .table = TABLE,
                                                        .columns = columns,
                                                        .n_columns = G_N_ELEMENTS(columns),
                                                        .n_key = 1 } };
    run_ddl(fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    run(fixture, "SET GLOBAL local_infile = 1");
    run(fixture, "DROP DATABASE " DATABASE);
    run(fixture, "DROP USER hn_writer@'%'");
    mysql_close(fixture->server);
}

static HnChangeSink *
open_sink(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnChangeSink *sink = hn_table_sink_new(&fixture->options, &error);
    g_assert_no_error(error);
    return sink;
}

/* Ascending: "1|An|NULL\n" */
static void
assert_table(const Fixture *fixture, const char *expected)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    if (mysql_query(fixture->server, "SELECT * FROM " TABLE_SQL " ORDER BY record_id") != 0)
        g_error("MariaDB: %s", mysql_error(fixture->server));
    MYSQL_RES *result = mysql_store_result(fixture->server);
    for (MYSQL_ROW row = NULL; (row = mysql_fetch_row(result)) != NULL;)
        for (guint c = 0; c < SCRIPT_COLUMNS; c++)
            g_string_append_printf(rows, "%s%c", row[c] == NULL ? "NULL" : row[c],
                                   c + 1 == SCRIPT_COLUMNS ? '\n' : '|');
    mysql_free_result(result);
    g_assert_cmpstr(rows->str, ==, expected);
}

static guint64
n_of(const Fixture *fixture, const char *query)
{
    g_autofree char *n = mariadb_server_ask(fixture->server, query);
    return g_ascii_strtoull(n, NULL, 10);
}

/* Returns the rows that were in the way of a whole state. */
static guint64
send_set(const Fixture *fixture, HnChangeHead head, const ScriptRow *rows)
{
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    script_deliver(sink, &head, rows);
    return sink->n_deleted;
}

/* The message tells no value. */
static void
assert_refused(const Fixture *fixture, HnChangeHead head, const ScriptRow *rows, guint n,
               HnSinkError code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_assert_false(script_send(sink, &head, rows, n, &error));
    g_assert_error(error, HN_SINK_ERROR, (gint)code);
    g_assert_null(strstr(error->message, "secret"));
}

static const ScriptRow first[] = {
    { 'u', { "1", "An", "secret" } },
    { 'u', { "2", "", NULL } },
    { 'u', { "3", "Bình", "" } },
};

#define FIRST "1|An|secret\n2||NULL\n3|Bình|\n"

static void
test_changes(Fixture *fixture, gconstpointer forbids_local)
{
    static const ScriptRow second[] = {
        { 'u', { "1", "An\\", "tab\there\nnext\r\nline" } },
        { 'u', { "2", NULL, "" } },
        { 'd', { "3", NULL, NULL } },
        { 'u', { "4", "\\N", "it's \"quoted\" \\t \\\\" } },
        { 'u', { "5", "Nguyễn 😀 𠀋", "NULL" } },
        { 'd', { "6", NULL, NULL } },
        { 'u', { "A", "capital", "\n" } },
        { 'u', { "a", "small", "\\" } },
        { 'u', { "tab\tnew\nline\\", "key", "\t" } },
    };
    if (forbids_local != NULL)
        run(fixture, "SET GLOBAL local_infile = 0");
    send_set(fixture, script_head(1, 1, 0, 3), first);
    assert_table(fixture, FIRST);
    send_set(fixture, script_head(1, 5, 1, G_N_ELEMENTS(second)), second);
    assert_table(fixture, "1|An\\|tab\there\nnext\r\nline\n"
                          "2|NULL|\n"
                          "4|\\N|it's \"quoted\" \\t \\\\\n"
                          "5|Nguyễn 😀 𠀋|NULL\n"
                          "A|capital|\n\n"
                          "a|small|\\\n"
                          "tab\tnew\nline\\|key|\t\n");
    send_set(fixture, script_head(2, 6, 5, 0), NULL); /* a night without changes */
    static const ScriptRow last[] = { { 'd', { "A", NULL, NULL } },
                                      { 'd', { "tab\tnew\nline\\", NULL, NULL } } };
    send_set(fixture, script_head(2, 7, 6, 2), last);
    g_assert_cmpuint(n_of(fixture, "SELECT COUNT(*) FROM " TABLE_SQL), ==, 5);
}

/* Triggers write down what happens to the table, but for the first set. */
static void
count_changes(const Fixture *fixture)
{
    run(fixture, "CREATE TABLE log (what CHAR(1), id VARCHAR(255))");
    run(fixture, "CREATE TRIGGER a AFTER INSERT ON " TABLE_SQL
                 " FOR EACH ROW INSERT INTO log VALUES ('i', NEW.record_id)");
    run(fixture, "CREATE TRIGGER b AFTER UPDATE ON " TABLE_SQL
                 " FOR EACH ROW INSERT INTO log VALUES ('u', NEW.record_id)");
    run(fixture, "CREATE TRIGGER c AFTER DELETE ON " TABLE_SQL
                 " FOR EACH ROW INSERT INTO log VALUES ('d', OLD.record_id)");
}

static void
assert_changes(const Fixture *fixture, const char *expected)
{
    g_autofree char *log = mariadb_server_ask(
        fixture->server, "SELECT IFNULL(GROUP_CONCAT(what, id ORDER BY id), '') FROM log");
    g_assert_cmpstr(log, ==, expected);
    run(fixture, "DELETE FROM log");
}

static void
test_unchanged(Fixture *fixture, gconstpointer unused)
{
    static const ScriptRow again[] = {
        { 'u', { "1", "An", "secret" } },
        { 'u', { "2", "", NULL } },
        { 'u', { "3", "Bình ", "" } }, /* a space more */
        { 'd', { "4", NULL, NULL } },
    };
    static const ScriptRow whole[] = {
        { 'u', { "1", "an", "secret" } },
        { 'u', { "2", NULL, NULL } },
        { 'u', { "4", "Chi", NULL } },
    };
    (void)unused;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    count_changes(fixture);
    send_set(fixture, script_head(1, 2, 1, 4), again);
    assert_changes(fixture, "u3");
    HnChangeHead head = script_head(1, 3, 0, 3);
    head.is_full = TRUE;
    g_assert_cmpuint(send_set(fixture, head, whole), ==, 1);
    assert_changes(fixture, "u1,u2,d3,i4");
    assert_table(fixture, "1|an|secret\n2|NULL|NULL\n4|Chi|NULL\n");
    g_assert_cmpuint(send_set(fixture, head, whole), ==, 0); /* the same set once more */
    assert_changes(fixture, "");
    head = script_head(1, 4, 0, 0);
    head.is_full = TRUE;
    g_assert_cmpuint(send_set(fixture, head, NULL), ==, 3);
    assert_changes(fixture, "d1,d2,d4");
}

/* The answer to its COMMIT was lost: it comes again, and not a row is touched. */
static void
test_again(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    send_set(fixture, script_head(1, 2, 1, 3), first);
    run(fixture, "DELETE FROM " TABLE_SQL " WHERE record_id = '1'");
    send_set(fixture, script_head(1, 2, 1, 3), first);
    assert_table(fixture, "2||NULL\n3|Bình|\n");
}

static void
test_order(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    assert_refused(fixture, script_head(1, 2, 1, 3), first, 3, HN_SINK_ERROR_ORDER);
    assert_table(fixture, "");
    g_assert_cmpuint(n_of(fixture, "SELECT COUNT(*) FROM hopnhat_watermark"), ==, 0);
    send_set(fixture, script_head(2, 2, 0, 3), first);
    HnChangeHead other = script_head(2, 2, 0, 3);
    other.digest[0] ^= 1; /* of another content */
    assert_refused(fixture, other, first, 3, HN_SINK_ERROR_ORDER);
    assert_refused(fixture, script_head(2, 4, 3, 3), first, 3, HN_SINK_ERROR_ORDER);
    assert_refused(fixture, script_head(1, 3, 2, 3), first, 3, HN_SINK_ERROR_FENCED);
    assert_refused(fixture, script_head(2, 3, 2, 4), first, 3, HN_SINK_ERROR_COUNT);
    assert_refused(fixture, script_head(2, 3, 2, 2), first, 3, HN_SINK_ERROR_COUNT);
    assert_table(fixture, FIRST);
    HnChangeHead head = script_head(2, 1, 0, 0);
    head.is_full = TRUE;
    assert_refused(fixture, head, NULL, 0, HN_SINK_ERROR_ORDER);
    send_set(fixture, script_head(3, 3, 2, 3), first);
    /* Another stream in the same tables. */
    fixture->options.shape.stream = "p/two";
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_assert_cmpuint(script_held(sink), ==, 0);
}

/* Whose watermark it is, by a user of the least rights: of another table, of one that was emptied,
 * of one from before it had the table's name. */
static void
test_whose_mark(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    g_assert_false(script_mark(open_sink(fixture)).is_empty);
    fixture->options.shape.table = DATABASE ".other";
    run_ddl(fixture);
    g_assert_false(script_mark(open_sink(fixture)).any);
    fixture->options.shape.table = TABLE;
    run(fixture, "TRUNCATE " TABLE_SQL);
    g_assert_true(script_mark(open_sink(fixture)).any && script_mark(open_sink(fixture)).is_empty);
    run(fixture, "UPDATE hopnhat_watermark SET stream = 'p/it''s \\\\ one'");
    g_assert_cmpuint(script_mark(open_sink(fixture)).sequence, ==, 1);
    g_autofree char *name =
        mariadb_server_ask(fixture->server, "SELECT stream FROM hopnhat_watermark");
    g_assert_cmpstr(name, ==, "p/it's \\ one:khách `hàng");
}

/* Rows that the table has no room for keep no other from it. */
static void
test_no_room(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    g_autofree char *longer = g_strnfill(256, 'k');
    const ScriptRow rows[] = {
        { 'u', { "1", "An", "x" } },   { 'u', { longer, "An", NULL } },
        { 'u', { "1 ", "Anh", "y" } }, /* a key ends in a space */
        { 'u', { "2", "", NULL } },    { 'd', { longer, NULL, NULL } },
    };
    HnChangeHead head = script_head(1, 1, 0, G_N_ELEMENTS(rows));
    for (guint is_full = 0; is_full < 2; is_full++) {
        g_autoptr(HnChangeSink) sink = open_sink(fixture);
        head.is_full = is_full == 1;
        g_assert_cmpuint(script_deliver(sink, &head, rows), ==, 2);
        assert_table(fixture, "1|An|x\n2||NULL\n");
        head = script_head(1, 2, 0, G_N_ELEMENTS(rows) - 1);
    }
}

static void
test_bad_rows(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    g_autofree char *longest = g_strnfill(255, 'k');
    const ScriptRow good[] = { { 'u', { longest, "An", "secret" } } };
    const ScriptRow bad[][3] = {
        { { 'u', { "1", "secret", "" } }, { 'u', { "1", "secret", NULL } } },
        { { 'u', { "1", "secret", "" } }, { 'u', { "2", "secret \xff", NULL } } },
    };
    send_set(fixture, script_head(1, 1, 0, 1), good);
    run(fixture, "DELETE FROM " TABLE_SQL);
    for (guint local = 0; local < 2; local++) {
        for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
            assert_refused(fixture, script_head(1, 2, 1, 2), bad[i], 2, HN_SINK_ERROR_TABLE);
        run(fixture, "SET GLOBAL local_infile = 0");
    }
    assert_table(fixture, "");
    static const char *const fences[] = {
        "ALTER TABLE " TABLE_SQL " MODIFY `ghi chú` LONGTEXT CHECK (`ghi chú` <> 'secret')",
        "ALTER TABLE " TABLE_SQL " MODIFY `ghi chú` LONGTEXT",
        "CREATE TRIGGER no BEFORE INSERT ON " TABLE_SQL " FOR EACH ROW IF NEW.record_id = '3' "
        "THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no secret'; END IF",
        "CREATE OR REPLACE TRIGGER no BEFORE INSERT ON " TABLE_SQL " FOR EACH ROW IF "
        "NEW.record_id = '3' THEN SIGNAL SQLSTATE '42000' SET MESSAGE_TEXT = 'no secret'; END IF",
    };
    for (guint i = 0; i < G_N_ELEMENTS(fences); i++) {
        run(fixture, fences[i]);
        if (i != 1)
            assert_refused(fixture, script_head(1, 2, 1, 3), first, 3, HN_SINK_ERROR_TABLE);
        assert_table(fixture, "");
    }
    g_assert_cmpuint(n_of(fixture, "SELECT sequence FROM hopnhat_watermark"), ==, 1);
}

static void
test_tables(Fixture *fixture, gconstpointer unused)
{
    static const char *const faults[][2] = {
        { "REVOKE DELETE ON " TABLE_SQL " FROM hn_writer@'%'",
          "GRANT DELETE ON " TABLE_SQL " TO hn_writer@'%'" },
        { "REVOKE UPDATE ON hopnhat_watermark FROM hn_writer@'%'",
          "GRANT UPDATE ON hopnhat_watermark TO hn_writer@'%'" },
        { "REVOKE CREATE TEMPORARY TABLES ON `hn\\_sink`.* FROM hn_writer@'%'",
          "GRANT CREATE TEMPORARY TABLES ON `hn\\_sink`.* TO hn_writer@'%'" },
        { "ALTER TABLE " TABLE_SQL " DROP `ghi chú`",
          "ALTER TABLE " TABLE_SQL " ADD `ghi chú` TEXT" },
        { "DROP TABLE " TABLE_SQL, NULL },
    };
    (void)unused;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    run(fixture, faults[3][0]);
    script_check_columns_refused(open_sink(fixture), 1, "; ALTER the table, ");
    run(fixture, "ALTER TABLE " TABLE_SQL " ADD `ghi chú` VARCHAR(5)");
    script_check_spoilt(open_sink(fixture),
                        script_head(1, 1, 0, 0)); /* what is added again has no values */
    send_set(fixture, script_head(1, 2, 1, 3), first);
    assert_table(fixture, "2||NULL\n3|Bình|\n"); /* and 5 characters */
    run(fixture, "DELETE m, t FROM hopnhat_watermark m JOIN " TABLE_SQL " t");
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        run(fixture, faults[i][0]);
        assert_refused(fixture, script_head(1, 1, 0, 3), first, 3,
                       i == 3 ? HN_SINK_ERROR_COLUMN : HN_SINK_ERROR_TABLE);
        if (faults[i][1] != NULL)
            run(fixture, faults[i][1]);
    }
    run(fixture, "DROP TABLE hopnhat_watermark");
    g_autoptr(GError) error = NULL;
    script_check_table_refused(open_sink(fixture), "target ddl");
    static char nobody[] = "hn_nobody";
    fixture->connection.user = nobody;
    g_assert_null(hn_table_sink_new(&fixture->options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN);
}

typedef struct {
    HnChangeSink *sink;
    GError *error;
    gboolean done;
} Rival;

static gpointer
apply_rival(gpointer user_data)
{
    Rival *rival = user_data;
    rival->done = rival->sink->apply(rival->sink, &rival->error);
    mysql_thread_end();
    return NULL;
}

/* @is_same: as of one publisher that lost the answer to COMMIT and comes again while the server
 * still commits: who comes second finds the set, and has nothing to do. */
static void
test_rivals(Fixture *fixture, gconstpointer is_same)
{
    for (guint64 sequence = 1; sequence < 40; sequence++) {
        Rival rivals[2] = { { 0 }, { 0 } };
        GThread *threads[2];
        HnChangeHead head = script_head(1, sequence, sequence - 1, 3);
        for (guint i = 0; i < 2; i++) {
            rivals[i].sink = open_sink(fixture);
            head.digest[0] ^= is_same == NULL ? i : 0;
            g_assert_true(script_fill(rivals[i].sink, &head, first, 3, NULL));
        }
        for (guint i = 0; i < 2; i++)
            threads[i] = g_thread_new("rival", apply_rival, &rivals[i]);
        for (guint i = 0; i < 2; i++) {
            g_thread_join(threads[i]);
            hn_change_sink_free(rivals[i].sink);
        }
        if (is_same != NULL) {
            g_assert_no_error(rivals[0].error);
            g_assert_no_error(rivals[1].error);
            continue;
        }
        const guint loser = rivals[0].done ? 1 : 0;
        g_assert_true(rivals[1 - loser].done);
        g_assert_false(rivals[loser].done);
        g_assert_error(rivals[loser].error, HN_SINK_ERROR, HN_SINK_ERROR_ORDER);
        g_error_free(rivals[loser].error);
    }
    assert_table(fixture, FIRST);
}

static gboolean
may_retry(const GError *error)
{
    return error->code == HN_SINK_ERROR_OPEN || error->code == HN_SINK_ERROR_BROKEN ||
           error->code == HN_SINK_ERROR_UNKNOWN;
}

/* Once, with the connection cut at the client's piece @at; what comes next makes it whole. FALSE:
 * there was no such piece. */
static gboolean
cut_once(const Fixture *fixture, CuttingProxy *proxy, CutKind kind, gint at, guint *n_unknown)
{
    const HnChangeHead head = script_head(1, 1, 0, 3);
    g_autoptr(GError) error = NULL;
    run(fixture, "DELETE FROM " TABLE_SQL);
    run(fixture, "DELETE FROM hopnhat_watermark");
    cutting_proxy_cut(proxy, kind, at);
    HnChangeSink *sink = hn_table_sink_new(&fixture->options, &error);
    const gboolean done = sink != NULL && script_send(sink, &head, first, 3, &error);
    const gboolean unknown = g_error_matches(error, HN_SINK_ERROR, HN_SINK_ERROR_UNKNOWN);
    const gboolean was_cut = at <= proxy->n_pieces;
    hn_change_sink_free(sink);
    g_assert_true(done ? error == NULL : was_cut && may_retry(error));
    *n_unknown += unknown ? 1 : 0;
    cutting_proxy_cut(proxy, CUT_QUESTION, 0);
    g_autoptr(HnChangeSink) next = open_sink(fixture);
    const guint64 held = script_held(next);
    g_assert_true(unknown || (held == 1) == done);
    g_assert_true(!unknown || (held == 1) == (kind == CUT_ANSWER)); /* that alone was lost */
    assert_table(fixture, held == 1 ? FIRST : "");
    g_clear_error(&error);
    g_assert_true(held == 1 || script_send(next, &head, first, 3, &error));
    assert_table(fixture, FIRST);
    return was_cut;
}

/* The connection ends at every place where it can, and at the only COMMIT. */
static void
test_cuts(Fixture *fixture, gconstpointer kind)
{
    static const char *const words[] = { NULL, "COMMIT" };
    static char host[] = "127.0.0.1";
    CuttingProxy *proxy =
        cutting_proxy_new((guint)g_ascii_strtoull(g_getenv("HN_MARIADB_PORT"), NULL, 10));
    fixture->connection.socket = NULL;
    fixture->connection.host = host;
    fixture->connection.port = proxy->port;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        guint n_unknown = 0;
        gint at = 1;
        proxy->word = words[i];
        while (cut_once(fixture, proxy, GPOINTER_TO_UINT(kind), at, &n_unknown))
            at++;
        g_test_message("%d places, %u unknown", at - 1, n_unknown);
        g_assert_true(words[i] == NULL ? at > 10 : at == 2 && n_unknown == 1);
    }
    cutting_proxy_free(proxy);
}

/* While a trigger runs its definer is the user. */
#define OTHERS                                                                                     \
    "FROM information_schema.PROCESSLIST WHERE db = '" DATABASE "' AND id <> CONNECTION_ID()"

/* Until the server's list of other connections has exactly @n that @condition is true of. */
static void
wait_for(const Fixture *fixture, const char *condition, guint64 n)
{
    g_autofree char *query = g_strdup_printf("SELECT COUNT(*) " OTHERS " AND %s", condition);
    while (n_of(fixture, query) != n)
        g_usleep(1000);
}

/* The server ends it while it writes, and while it is idle. */
static void
test_killed(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    run(fixture, "CREATE TRIGGER slow BEFORE UPDATE ON " TABLE_SQL
                 " FOR EACH ROW SET @got = GET_LOCK('hn', 1000)");
    g_assert_cmpuint(n_of(fixture, "SELECT GET_LOCK('hn', 0)"), ==, 1);
    static const ScriptRow other[] = { { 'u', { "0", "new", NULL } }, { 'u', { "1", "x", NULL } } };
    const HnChangeHead head = script_head(1, 2, 1, 2);
    for (guint idle = 0; idle < 2; idle++) {
        Rival rival = { .sink = open_sink(fixture) };
        g_assert_true(script_fill(rival.sink, &head, other, 2, NULL));
        GThread *thread = idle ? NULL : g_thread_new("killed", apply_rival, &rival);
        wait_for(fixture, idle ? "TRUE" : "state = 'User lock'", 1);
        g_autofree char *id =
            mariadb_server_ask(fixture->server, "SELECT CONCAT('KILL ', id) " OTHERS);
        run(fixture, id);
        if (idle) {
            wait_for(fixture, "TRUE", 0);
            g_assert_false(script_stage(rival.sink, other, 2, &rival.error));
        } else {
            g_thread_join(thread);
        }
        g_assert_false(rival.done);
        g_assert_error(rival.error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN);
        g_error_free(rival.error);
        hn_change_sink_free(rival.sink);
        wait_for(fixture, "TRUE", 0);
        assert_table(fixture, FIRST);
    }
    run(fixture, "DROP TRIGGER slow");
    send_set(fixture, head, other);
}

static void
test_interrupted(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    volatile int interrupted = 0;
    g_autoptr(GError) error = NULL;
    fixture->options.interrupted = &interrupted;
    HnChangeSink *sink = open_sink(fixture);
    const HnChangeHead head = script_head(1, 1, 0, 3);
    g_assert_true(script_fill(sink, &head, first, 3, &error));
    interrupted = 1;
    g_assert_false(sink->apply(sink, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED);
    hn_change_sink_free(sink);
    g_clear_error(&error);
    g_assert_null(hn_table_sink_new(&fixture->options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED);
    assert_table(fixture, "");
}

/* Keys of several columns, and of nothing else. */
static void
test_keys_alone(Fixture *fixture, gconstpointer unused)
{
    static const ScriptRow rows[] = { { 'u', { "1", "x", "y" } }, { 'u', { "1", "x", "z" } } };
    static const ScriptRow less[] = { { 'u', { "1", "x", "y" } }, { 'd', { "1", "x", "z" } } };
    (void)unused;
    fixture->options.shape.n_key = 3;
    run(fixture, "DROP TABLE " TABLE_SQL);
    run_ddl(fixture);
    send_set(fixture, script_head(1, 1, 0, 2), rows);
    count_changes(fixture);
    send_set(fixture, script_head(1, 2, 1, 2), less);
    g_assert_cmpuint(n_of(fixture, "SELECT COUNT(*) FROM log"), ==, 1);
    assert_table(fixture, "1|x|y\n");
    HnChangeHead head = script_head(1, 3, 0, 2);
    head.is_full = TRUE;
    send_set(fixture, head, rows);
    assert_table(fixture, "1|x|y\n1|x|z\n");
    g_autofree char *statements = hn_table_sink_statements(&fixture->options, TRUE);
    g_assert_nonnull(strstr(statements, TABLE_SQL));
    fixture->connection.user = NULL;
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    g_assert_null(strstr(ddl, "GRANT"));
}

#define ADD(path, data, test)                                                                      \
    g_test_add("/connect/mariadb_sink/" path, Fixture, data, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("changes", NULL, test_changes);
    ADD("changes_without_local", "", test_changes);
    ADD("unchanged", NULL, test_unchanged);
    ADD("again", NULL, test_again);
    ADD("order", NULL, test_order);
    ADD("whose_mark", NULL, test_whose_mark);
    ADD("no_room", NULL, test_no_room);
    ADD("bad_rows", NULL, test_bad_rows);
    ADD("tables", NULL, test_tables);
    ADD("rivals", NULL, test_rivals);
    ADD("rivals_of_one_set", "", test_rivals);
    ADD("cut_questions", GUINT_TO_POINTER(CUT_QUESTION), test_cuts);
    ADD("cut_answers", GUINT_TO_POINTER(CUT_ANSWER), test_cuts);
    ADD("killed", NULL, test_killed);
    ADD("interrupted", NULL, test_interrupted);
    ADD("keys_alone", NULL, test_keys_alone);
    return g_test_run();
}
