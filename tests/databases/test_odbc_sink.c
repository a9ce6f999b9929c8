/* Goal: through three drivers of ODBC a set is in the table whole or not at all, exactly as it
 * was sent, once, and rows that do not change are not touched; whatever breaks on the way. */
#include "tests/databases/odbc_sink_fixture.h"

static gboolean
skips(const Fixture *fixture)
{
    if (is_there(fixture->database))
        return FALSE;
    g_test_skip("HN_PG_HOST is not set");
    return TRUE;
}

/* ---- sets ---- */

static HnChangeSink *
open_sink(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnChangeSink *sink = hn_table_sink_new(&fixture->options, &error);
    g_assert_no_error(error);
    return sink;
}

/* Ascending: "1|An|NULL,2||" */
static void
assert_table(const Fixture *fixture, const char *expected)
{
    g_autofree char *rows =
        ask(fixture, "SELECT record_id || '|' || COALESCE(\"họ tên\", 'NULL') || '|' || "
                     "COALESCE(\"ghi chú\", 'NULL') FROM \"" TABLE "\" ORDER BY record_id");
    g_assert_cmpstr(rows, ==, expected);
}

static void
assert_answer(const Fixture *fixture, const char *query, const char *expected)
{
    g_autofree char *answer = ask(fixture, query);
    g_assert_cmpstr(answer, ==, expected);
}

/* Returns the rows that were in the way of a whole state. */
static guint64
send_set(const Fixture *fixture, HnChangeHead head, const ScriptRow *rows)
{
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    script_deliver(sink, &head, rows);
    assert_answer(fixture, "SELECT COUNT(*) FROM \"" TABLE "_staging\"", "0");
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
    g_test_message("%s", error->message);
    g_assert_null(strstr(error->message, "secret"));
}

static const ScriptRow first[] = {
    { 'u', { "1", "An", "secret" } },
    { 'u', { "2", "", NULL } },
    { 'u', { "3", "Bình", "" } },
};

#define FIRST "1|An|secret,2||NULL,3|Bình|"

static void
test_changes(Fixture *fixture, gconstpointer unused)
{
    g_autofree char *text = g_strnfill(100000, 'x');
    const ScriptRow second[] = {
        { 'u', { "1", "An\\", "tab\there\nnext\r\nline" } },
        { 'u', { "2", NULL, "" } },
        { 'd', { "3", NULL, NULL } },
        { 'u', { "4", "\\N", "it's \"quoted\" \\t \\\\" } },
        { 'u', { "5", "Nguyễn 😀 𠀋", "NULL" } },
        { 'd', { "6", NULL, NULL } },
        { 'u', { "7", "long", text } },
        { 'u', { "A", "capital", "\n" } },
        { 'u', { "a", "small", "\\" } },
        { 'u', { "tab\tnew\nline\\", "key", "\t" } },
    };
    (void)unused;
    if (skips(fixture))
        return;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    assert_table(fixture, FIRST);
    send_set(fixture, script_head(1, 5, 1, G_N_ELEMENTS(second)), second);
    g_autofree char *expected = g_strdup_printf("1|An\\|tab\there\nnext\r\nline,2|NULL|,"
                                                "4|\\N|it's \"quoted\" \\t \\\\,"
                                                "5|Nguyễn 😀 𠀋|NULL,7|long|%s,A|capital|\n,"
                                                "a|small|\\,tab\tnew\nline\\|key|\t",
                                                text);
    assert_table(fixture, expected);
    send_set(fixture, script_head(2, 6, 5, 0), NULL); /* a night without changes */
    static const ScriptRow last[] = { { 'd', { "A", NULL, NULL } },
                                      { 'd', { "tab\tnew\nline\\", NULL, NULL } } };
    send_set(fixture, script_head(2, 7, 6, 2), last);
    assert_answer(fixture, "SELECT COUNT(*) FROM \"" TABLE "\"", "6");
    assert_answer(fixture, "SELECT epoch FROM hopnhat_watermark", "2");
}

/* A trigger writes down whose rows it is called for. */
static void
count_changes(const Fixture *fixture, const char *event, const char *row)
{
    g_autofree char *body =
        g_strdup_printf("INSERT INTO log VALUES ('%.1s' || %s.record_id)", event, row);
    g_autofree char *statement = NULL;
    if (fixture->database == POSTGRESQL)
        statement = g_strdup_printf("CREATE FUNCTION on_%s() RETURNS trigger SECURITY DEFINER AS "
                                    "$$ BEGIN %s; RETURN NULL; END $$ LANGUAGE plpgsql; CREATE "
                                    "TRIGGER t_%s AFTER %s ON \"" TABLE
                                    "\" FOR EACH ROW EXECUTE FUNCTION on_%s()",
                                    event, body, event, event, event);
    else
        statement = g_strdup_printf("CREATE TRIGGER t_%s AFTER %s ON \"" TABLE
                                    "\" FOR EACH ROW BEGIN %s; END",
                                    event, event, body);
    run(fixture, statement);
}

static void
assert_changes(const Fixture *fixture, const char *expected)
{
    assert_answer(fixture, "SELECT what FROM log ORDER BY what", expected);
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
    if (skips(fixture))
        return;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    run(fixture, "CREATE TABLE log (what VARCHAR(9))");
    count_changes(fixture, "insert", "NEW");
    count_changes(fixture, "update", "NEW");
    count_changes(fixture, "delete", "OLD");
    send_set(fixture, script_head(1, 2, 1, 4), again);
    assert_changes(fixture, "d3,i3");
    HnChangeHead head = script_head(1, 3, 0, 3);
    head.is_full = TRUE;
    g_assert_cmpuint(send_set(fixture, head, whole), ==, 1);
    assert_changes(fixture, "d1,d2,d3,i1,i2,i4");
    assert_table(fixture, "1|an|secret,2|NULL|NULL,4|Chi|NULL");
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
    if (skips(fixture))
        return;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    send_set(fixture, script_head(1, 2, 1, 3), first);
    run(fixture, "DELETE FROM \"" TABLE "\" WHERE record_id = '1'");
    send_set(fixture, script_head(1, 2, 1, 3), first);
    assert_table(fixture, "2||NULL,3|Bình|");
}

static void
test_order(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    assert_refused(fixture, script_head(1, 2, 1, 3), first, 3, HN_SINK_ERROR_ORDER);
    assert_table(fixture, "");
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
    fixture->options.shape.stream = "p/two"; /* in the same tables */
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_assert_cmpuint(script_held(sink), ==, 0);
}

/* Whose watermark it is, by a user of the least rights: of another table, of one that was emptied,
 * of one from before it had the table's name. */
static void
test_whose_mark(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    g_assert_false(script_mark(open_sink(fixture)).is_empty);
    run(fixture, fixture->database == MARIADB
                     ? "UPDATE hopnhat_watermark SET stream = 'p/it''s \\\\ Đ'"
                     : "UPDATE hopnhat_watermark SET stream = 'p/it''s \\ Đ'");
    g_assert_cmpuint(script_mark(open_sink(fixture)).sequence, ==, 1);
    assert_answer(fixture, "SELECT COUNT(*) FROM hopnhat_watermark WHERE stream LIKE '%:" TABLE "'",
                  "1");
    run(fixture, "DELETE FROM \"" TABLE "\"");
    g_assert_true(script_mark(open_sink(fixture)).any && script_mark(open_sink(fixture)).is_empty);
    fixture->options.shape.table = "other";
    g_assert_false(script_mark(open_sink(fixture)).any);
}

/* Rows that the table has no room for keep no other from it. */
static void
test_no_room(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    g_autofree char *longer = g_strnfill(401, 'k');
    const ScriptRow rows[] = {
        { 'u', { "1", "An", "x" } },
        { 'u', { longer, "An", NULL } },
        { 'u', { "2", "", NULL } },
        { 'd', { longer, NULL, NULL } },
    };
    HnChangeHead head = script_head(1, 1, 0, G_N_ELEMENTS(rows));
    for (guint is_full = 0; is_full < 2; is_full++) {
        g_autoptr(HnChangeSink) sink = open_sink(fixture);
        head.is_full = is_full == 1;
        g_assert_cmpuint(script_deliver(sink, &head, rows), ==, 1);
        assert_table(fixture, "1|An|x,2||NULL");
        head = script_head(1, 2, 0, G_N_ELEMENTS(rows) - 1);
    }
}

static void
test_bad_rows(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    static const ScriptRow bad[][3] = {
        { { 'u', { "1", "secret", "" } }, { 'u', { "1", "secret", NULL } } },
    };
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_refused(fixture, script_head(1, 1, 0, 2), bad[i], 2, HN_SINK_ERROR_TABLE);
    /* Only the target refuses it, behind rows that it takes. */
    run(fixture, "DROP TABLE \"" TABLE "\"");
    run(fixture, "CREATE TABLE \"" TABLE "\" (record_id VARCHAR(99) PRIMARY KEY, \"họ tên\" "
                 "VARCHAR(99), \"ghi chú\" VARCHAR(99) NOT NULL)");
    if (fixture->database != SQLITE)
        run(fixture, fixture->database == MARIADB
                         ? "GRANT SELECT, INSERT, DELETE ON \"" TABLE "\" TO hn_odbc_writer@'%'"
                         : "GRANT SELECT, INSERT, DELETE ON \"" TABLE "\" TO hn_odbc_writer");
    static const ScriptRow good[] = { { 'u', { "1", "An", "" } } };
    send_set(fixture, script_head(1, 1, 0, 1), good);
    assert_refused(fixture, script_head(1, 2, 1, 3), first, 3, HN_SINK_ERROR_TABLE);
    assert_table(fixture, "1|An|");
    assert_answer(fixture, "SELECT sequence FROM hopnhat_watermark", "1");
}

/* What a trigger says is its own, and may name a row. */
static void
test_raised(Fixture *fixture, gconstpointer unused)
{
    static const char *const triggers[] = {
        "CREATE TRIGGER no BEFORE INSERT ON \"" TABLE "\" FOR EACH ROW SIGNAL SQLSTATE '42000' SET "
        "MESSAGE_TEXT = 'no secret'",
        "CREATE TRIGGER no BEFORE INSERT ON \"" TABLE "\" BEGIN SELECT RAISE(ABORT, 'no secret'); "
        "END",
        "CREATE FUNCTION no() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no secret'; END $$ "
        "LANGUAGE plpgsql; CREATE TRIGGER no BEFORE INSERT ON \"" TABLE
        "\" FOR EACH ROW EXECUTE FUNCTION no()",
    };
    (void)unused;
    if (skips(fixture))
        return;
    run(fixture, triggers[fixture->database]);
    assert_refused(fixture, script_head(1, 1, 0, 3), first, 3, HN_SINK_ERROR_TABLE);
}

/* A column that was dropped has no values when it is added again. */
static void
test_a_column_that_was_away(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    send_set(fixture, script_head(1, 1, 0, 3), first);
    run(fixture, "ALTER TABLE \"" TABLE "\" DROP COLUMN \"ghi chú\"");
    script_check_columns_refused(open_sink(fixture), 1, "its table");
    run(fixture, "ALTER TABLE \"" TABLE "\" ADD COLUMN \"ghi chú\" TEXT");
    script_check_spoilt(open_sink(fixture), script_head(1, 1, 0, 0));
}

/* Of a column that a DBA made narrow the rows that it holds are there all the same, where the
 * driver tells; where it does not nothing is. */
static void
test_narrow_columns(Fixture *fixture, gconstpointer unused)
{
    static const ScriptRow rows[] = {
        { 'u', { "1", "Đỗ An", "x" } },
        { 'u', { "2", "Đỗ Anh", "secret" } },
    };
    (void)unused;
    if (skips(fixture))
        return;
    if (fixture->database == SQLITE) { /* it keeps to no width */
        send_set(fixture, script_head(1, 1, 0, 2), rows);
        assert_table(fixture, "1|Đỗ An|x,2|Đỗ Anh|secret");
        return;
    }
    run(fixture, fixture->database == MARIADB
                     ? "ALTER TABLE \"" TABLE "\" MODIFY \"họ tên\" VARCHAR(5)"
                     : "ALTER TABLE \"" TABLE "\" ALTER \"họ tên\" TYPE VARCHAR(5)");
    if (fixture->database == POSTGRESQL)
        assert_refused(fixture, script_head(1, 1, 0, 2), rows, 2, HN_SINK_ERROR_TABLE);
    else
        send_set(fixture, script_head(1, 1, 0, 2), rows);
    assert_table(fixture, fixture->database == POSTGRESQL ? "" : "1|Đỗ An|x");
}

static void
test_tables(Fixture *fixture, gconstpointer unused)
{
    static const char *const faults[] = {
        "REVOKE DELETE ON \"" TABLE "\" FROM hn_odbc_writer",
        "REVOKE UPDATE ON hopnhat_watermark FROM hn_odbc_writer",
        "REVOKE INSERT ON \"" TABLE "_staging\" FROM hn_odbc_writer",
        "ALTER TABLE \"" TABLE "\" DROP COLUMN \"ghi chú\"",
        "DROP TABLE \"" TABLE "\"",
        "DROP TABLE \"" TABLE "_staging\"",
    };
    (void)unused;
    if (skips(fixture))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        const gboolean is_right = g_str_has_prefix(faults[i], "REVOKE");
        g_autofree char *statement = g_strdup_printf(
            "%s%s", faults[i], is_right && fixture->database == MARIADB ? "@'%'" : "");
        if (is_right && fixture->database == SQLITE)
            continue;
        run(fixture, statement);
        assert_refused(fixture, script_head(1, 1, 0, 3), first, 3,
                       i == 3 ? HN_SINK_ERROR_COLUMN : HN_SINK_ERROR_TABLE);
    }
    run(fixture, "DROP TABLE hopnhat_watermark");
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    HnWatermark mark;
    g_assert_false(sink->watermark(sink, &mark, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
    g_clear_error(&error);
    static char nowhere[] = "Driver=there is none";
    fixture->connection.driver_string = nowhere;
    g_assert_null(hn_table_sink_new(&fixture->options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN);
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    g_assert_nonnull(strstr(ddl, "VARCHAR(4000)"));
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
    return NULL;
}

static gboolean
may_retry(const GError *error)
{
    return error->code == HN_SINK_ERROR_OPEN || error->code == HN_SINK_ERROR_BROKEN ||
           error->code == HN_SINK_ERROR_UNKNOWN;
}

/* A server may end one of two that lock where no row is yet, as a deadlock: it comes again. */
static void
come_again(Fixture *fixture, Rival *rival, const HnChangeHead *head)
{
    while (!rival->done && may_retry(rival->error)) {
        g_clear_error(&rival->error);
        rival->sink = open_sink(fixture);
        g_assert_true(script_fill(rival->sink, head, first, 3, NULL));
        apply_rival(rival);
        hn_change_sink_free(rival->sink);
    }
    g_assert_no_error(rival->error);
}

/* Who stages last has all of its rows, and wins if it applies. */
static void
test_rivals(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    for (guint64 sequence = 1; sequence < 10; sequence++) {
        Rival rivals[2] = { { 0 }, { 0 } };
        GThread *threads[2];
        HnChangeHead head = script_head(1, sequence, sequence - 1, 3);
        for (guint i = 0; i < 2; i++)
            rivals[i].sink = open_sink(fixture);
        for (guint i = 0; i < 2; i++) {
            head.digest[0] ^= i;
            g_assert_true(script_fill(rivals[i].sink, &head, first, 3, NULL));
        }
        for (guint i = 0; i < 2; i++)
            threads[i] = g_thread_new("rival", apply_rival, &rivals[i]);
        for (guint i = 0; i < 2; i++) {
            g_thread_join(threads[i]);
            hn_change_sink_free(rivals[i].sink);
        }
        come_again(fixture, &rivals[1], &head);
        g_assert_true(rivals[1].done);
        g_assert_false(rivals[0].done);
        g_assert_true(g_error_matches(rivals[0].error, HN_SINK_ERROR, HN_SINK_ERROR_ORDER) ||
                      g_error_matches(rivals[0].error, HN_SINK_ERROR, HN_SINK_ERROR_COUNT));
        g_error_free(rivals[0].error);
    }
    assert_table(fixture, FIRST);
}

/* Once, with the connection cut at the client's piece @at; what comes next makes it whole. */
static gboolean
cut_once(const Fixture *fixture, CuttingProxy *proxy, CutKind kind, gint at, guint *n_unknown)
{
    const HnChangeHead head = script_head(1, 1, 0, 3);
    g_autoptr(GError) error = NULL;
    cutting_proxy_cut(proxy, kind, at);
    HnChangeSink *sink = hn_table_sink_new(&fixture->options, &error);
    const gboolean done = sink != NULL && script_send(sink, &head, first, 3, &error);
    const gboolean was_cut = proxy->n_pieces >= at;
    const gboolean unknown = g_error_matches(error, HN_SINK_ERROR, HN_SINK_ERROR_UNKNOWN);
    hn_change_sink_free(sink);
    if (!done && !may_retry(error))
        g_error("at %d: %s", at, error->message);
    g_assert_true(done || was_cut);
    *n_unknown += unknown ? 1 : 0;
    cutting_proxy_cut(proxy, CUT_QUESTION, 0);
    g_autoptr(HnChangeSink) next = open_sink(fixture);
    const guint64 held = script_held(next);
    g_assert_true(unknown || (held == 1) == done);
    assert_table(fixture, held == 1 ? FIRST : "");
    g_clear_error(&error);
    if (held == 0 && !script_send(next, &head, first, 3, &error))
        g_error("behind %d: %s", at, error->message);
    assert_table(fixture, FIRST);
    return was_cut;
}

/* At each piece that has @word; NULL: at each. */
static void
cut_everywhere(const Fixture *fixture, CuttingProxy *proxy, const char *word)
{
    proxy->word = word;
    for (guint kind = CUT_QUESTION; kind <= CUT_ANSWER; kind++) {
        guint n_unknown = 0;
        gint at = 0;
        do {
            run(fixture, "DELETE FROM \"" TABLE "\"");
            run(fixture, "DELETE FROM hopnhat_watermark");
            at++;
        } while (cut_once(fixture, proxy, kind, at, &n_unknown));
        g_test_message("%s: %d places, %u unknown", word == NULL ? "all" : word, at - 1, n_unknown);
        g_assert_true(word == NULL || n_unknown == 1);
        g_assert_cmpint(at, >, 4);
    }
}

static void
test_cuts(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    const char *server = g_getenv(fixture->database == MARIADB ? "HN_MARIADB_PORT" : "HN_PG_PORT");
    CuttingProxy *proxy = cutting_proxy_new((guint)g_ascii_strtoull(server, NULL, 10));
    g_autofree char *own = g_strdup_printf("Port=%s;", server);
    g_autofree char *other = g_strdup_printf("Port=%u;", proxy->port);
    g_auto(GStrv) parts = g_strsplit(fixture->driver, own, 2);
    g_snprintf(fixture->driver, sizeof fixture->driver, "%s%s%s", parts[0], other, parts[1]);
    /* what comes in one piece may differ from run to run */
    cut_everywhere(fixture, proxy, NULL);
    cut_everywhere(fixture, proxy, "COMMIT");
    cutting_proxy_free(proxy);
}

static void
test_interrupted(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
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
    assert_table(fixture, "");
}

/* More than go at once. */
static void
test_many(Fixture *fixture, gconstpointer unused)
{
    (void)unused;
    if (skips(fixture))
        return;
    const guint n = 5001;
    g_autofree ScriptRow *rows = g_new0(ScriptRow, n);
    g_autoptr(GStringChunk) texts = g_string_chunk_new(65536);
    for (guint i = 0; i < n; i++) {
        char key[16];
        g_snprintf(key, sizeof key, "%05u", i);
        rows[i] = (ScriptRow){ 'u', { g_string_chunk_insert(texts, key), "Đỗ", NULL } };
    }
    send_set(fixture, script_head(1, 1, 0, n), rows);
    assert_answer(fixture, "SELECT COUNT(DISTINCT record_id) FROM \"" TABLE "\"", "5001");
    g_autofree char *statements = hn_table_sink_statements(&fixture->options, TRUE);
    g_assert_nonnull(strstr(statements, TABLE "_staging"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const char *const names[] = { "mariadb", "sqlite", "postgresql" };
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        { "changes", test_changes },
        { "unchanged", test_unchanged },
        { "again", test_again },
        { "order", test_order },
        { "whose_mark", test_whose_mark },
        { "no_room", test_no_room },
        { "bad_rows", test_bad_rows },
        { "raised", test_raised },
        { "a_column_that_was_away", test_a_column_that_was_away },
        { "narrow_columns", test_narrow_columns },
        { "tables", test_tables },
        { "rivals", test_rivals },
        { "interrupted", test_interrupted },
        { "many", test_many },
        { "cuts", test_cuts },
    };
    for (guint database = MARIADB; database <= POSTGRESQL; database++)
        for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
            if (database == SQLITE && tests[i].test == test_cuts)
                continue; /* it has no connection */
            g_autofree char *path =
                g_strdup_printf("/connect/odbc_sink/%s/%s", names[database], tests[i].path);
            g_test_add(path, Fixture, GUINT_TO_POINTER(database), set_up, tests[i].test, tear_down);
        }
    return g_test_run();
}
