/* Goal: a table of PostgreSQL holds one set or the next, whole: what is written and what is left
 * alone, which sets are refused, what a row that the table refuses takes back, and what a user with
 * the least rights may do. What happens when the server ends: test_postgresql_sink_faults.c. */
#include "tests/databases/postgresql_sink_fixture.h"

static void
test_rows_come_change_and_go(SinkFixture *f, gconstpointer user)
{
    (void)user;
    sink_deliver(f, SET(1, 0),
                 (const SinkRow[]){ { 'u', { "1", "An", "x" } },
                                    { 'u', { "2", "Bình", NULL } },
                                    { 'u', { "3", "", "z" } } },
                 3);
    sink_check_table(f, "1=An/x 2=Bình/- 3=/z");
    g_autofree char *before = sink_value(f, "SELECT string_agg(xmin::text, ' ' ORDER BY id) FROM "
                                            "dwh.people WHERE id IN ('1', '3')");
    sink_deliver(f, SET(2, 1),
                 (const SinkRow[]){ { 'u', { "1", "An", "x" } },
                                    { 'd', { "2" } },
                                    { 'u', { "3", "", "z" } },
                                    { 'u', { "4", "Dung", "w" } } },
                 4);
    sink_check_table(f, "1=An/x 3=/z 4=Dung/w");
    g_autofree char *after = sink_value(f, "SELECT string_agg(xmin::text, ' ' ORDER BY id) FROM "
                                           "dwh.people WHERE id IN ('1', '3')");
    g_assert_cmpstr(before, ==, after); /* nobody wrote what was the same */
    sink_deliver(f, SET(3, 2), (const SinkRow[]){ { 'u', { "3", NULL, "" } } }, 1);
    sink_check_table(f, "1=An/x 3=-/ 4=Dung/w");
    sink_deliver(f, SET(4, 3), (const SinkRow[]){ { 'd', { "nobody" } }, { 'd', { "1" } } }, 2);
    sink_check_table(f, "3=-/ 4=Dung/w");
    sink_deliver(f, SET(5, 4), NULL, 0);
    sink_check_table(f, "3=-/ 4=Dung/w");
    sink_check_mark(f, "1 5");
}

static void
test_a_full_set_replaces_all(SinkFixture *f, gconstpointer user)
{
    (void)user;
    fixture_do(f->base.admin, "INSERT INTO dwh.people VALUES ('0', 'old', NULL), ('1', 'An', 'x')");
    g_autofree char *before = sink_value(f, "SELECT xmin FROM dwh.people WHERE id = '1'");
    HnChangeHead head = SET(7, 0);
    head.is_full = TRUE;
    const SinkRow rows[] = { { 'u', { "1", "An", "x" } }, { 'u', { "2", "Ba", "y" } } };
    g_assert_cmpuint(sink_deliver(f, head, rows, 2), ==, 1);
    sink_check_table(f, "1=An/x 2=Ba/y");
    g_autofree char *after = sink_value(f, "SELECT xmin FROM dwh.people WHERE id = '1'");
    g_assert_cmpstr(before, ==, after);
    g_assert_cmpuint(sink_deliver(f, head, rows, 2), ==, 0); /* again: nothing changes */
    sink_check_table(f, "1=An/x 2=Ba/y");
    head.sequence = 8;
    sink_deliver(f, head, NULL, 0);
    sink_check_table(f, "");
    head.sequence = 7;
    sink_check_refused(f, head, rows, 2, HN_SINK_ERROR_ORDER, "holds set 8");
    sink_check_mark(f, "1 8");
}

static void
test_order_fence_and_count(SinkFixture *f, gconstpointer user)
{
    const SinkRow row[] = { { 'u', { "1", "An", "x" } } };
    (void)user;
    sink_check_refused(f, SET(3, 2), row, 1, HN_SINK_ERROR_ORDER, "holds set 0");
    sink_check_mark(f, "");
    sink_deliver(f, SET(3, 0), row, 1);
    HnChangeHead other = SET(3, 0);
    other.digest[0] = 1; /* of another content */
    sink_check_refused(f, other, row, 1, HN_SINK_ERROR_ORDER, "holds set 3");
    fixture_do(f->base.admin, "DELETE FROM dwh.people");
    sink_deliver(f, SET(3, 0), row, 1); /* it is there: not a row is touched */
    sink_check_table(f, "");
    sink_check_refused(f, SET(5, 4), row, 1, HN_SINK_ERROR_ORDER, "holds set 3");
    HnChangeHead late = SET(4, 3);
    late.epoch = 9;
    sink_deliver(f, late, row, 1);
    sink_check_refused(f, SET(5, 4), row, 1, HN_SINK_ERROR_FENCED, "epoch 9");
    HnChangeHead more = SET(5, 4);
    more.epoch = 9;
    more.n_rows = 2;
    sink_check_refused(f, more, row, 1, HN_SINK_ERROR_COUNT, "1 of 2 rows");
    sink_check_refused(f, more, NULL, 0, HN_SINK_ERROR_COUNT, "0 of 2 rows");
    sink_check_mark(f, "9 4");
}

static void
test_the_watermark(SinkFixture *f, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    HnWatermark mark;
    (void)user;
    g_autoptr(HnChangeSink) sink = sink_open(f);
    g_assert_true(sink->watermark(sink, &mark, &error));
    g_assert_false(mark.any);
    HnChangeHead head = SET(3, 0);
    memset(head.digest, 0xab, sizeof head.digest);
    sink_deliver(f, head, NULL, 0);
    g_assert_true(sink->watermark(sink, &mark, &error));
    g_assert_true(mark.any);
    g_assert_cmpuint(mark.epoch, ==, 1);
    g_assert_cmpuint(mark.sequence, ==, 3);
    g_assert_cmpmem(mark.digest, HN_DIGEST_BYTES, head.digest, HN_DIGEST_BYTES);
    fixture_do(f->base.admin, "UPDATE dwh.hopnhat_watermark SET digest = 'none'");
    g_assert_false(sink->watermark(sink, &mark, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
}

/* The connection's user is one of the whole server; it has nothing but what the DDL gives. */
static void
grant_by_ddl(SinkFixture *f)
{
    fixture_do(f->base.admin, "SET client_min_messages = warning; DROP SCHEMA dwh CASCADE; "
                              "DROP ROLE IF EXISTS \"hn \"\"writer\"\"\"; "
                              "CREATE ROLE \"hn \"\"writer\"\"\" LOGIN");
    g_autofree char *database = g_strdup_printf(
        "REVOKE ALL ON DATABASE %s FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC; "
        "GRANT CONNECT ON DATABASE %s TO \"hn \"\"writer\"\"\"",
        f->base.database, f->base.database);
    fixture_do(f->base.admin, database);
    g_free(f->base.connection.user);
    f->base.connection.user = g_strdup("hn \"writer\"");
    sink_make_tables(f);
    sink_make_tables(f); /* again: it changes nothing */
}

static void
drop_role(SinkFixture *f)
{
    fixture_do(f->base.admin, "DROP OWNED BY \"hn \"\"writer\"\"\"");
    fixture_do(f->base.admin, "DROP ROLE \"hn \"\"writer\"\"\"");
}

/* Of another table, of one that was made anew, of one from before it had the table's name. */
static void
test_whose_watermark(SinkFixture *f, gconstpointer user)
{
    const SinkRow row[] = { { 'u', { "1", "An", "x" } } };
    (void)user;
    grant_by_ddl(f);
    sink_deliver(f, SET(1, 0), row, 1);
    g_assert_false(script_mark(sink_open(f)).is_empty);
    fixture_do(f->base.admin, "UPDATE dwh.hopnhat_watermark SET stream = 'people/tax'");
    g_assert_cmpuint(script_mark(sink_open(f)).sequence, ==, 1);
    g_autofree char *name = sink_value(f, "SELECT stream FROM dwh.hopnhat_watermark");
    g_assert_cmpstr(name, ==, "people/tax:people");
    fixture_do(f->base.admin, "DROP TABLE dwh.people");
    sink_make_tables(f);
    g_assert_true(script_mark(sink_open(f)).any && script_mark(sink_open(f)).is_empty);
    f->options.shape.table = "dwh.other";
    sink_make_tables(f);
    g_assert_false(script_mark(sink_open(f)).any);
    drop_role(f);
}

/* Several sets by one session, as after some nights without the target. */
static void
test_sets_by_one_sink(SinkFixture *f, gconstpointer user)
{
    (void)user;
    g_autoptr(HnChangeSink) sink = sink_open(f);
    for (guint i = 1; i <= 5; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *id = g_strdup_printf("%u", i);
        const SinkRow rows[] = { { 'u', { id, "a", NULL } }, { 'd', { "1" } } };
        sink_send(sink, SET(i, i - 1), rows, i == 1 ? 1 : 2, &error);
        g_assert_no_error(error);
    }
    sink_check_table(f, "2=a/- 3=a/- 4=a/- 5=a/-");
}

static const char *const texts[] = {
    "\\",
    "\\.",
    "\\N",
    "\\.\n",
    "a\nb\r\n\tc",
    "'; DROP TABLE dwh.people; --",
    "\"",
    "\xF0\x9F\x98\x80\xF0\xA0\x9C\x8E", /* of four bytes */
    "Nguyễn Thị Ánh",
    "\x01\x7f",
    " ",
    "",
};

static void
test_texts_come_as_they_are(SinkFixture *f, gconstpointer user)
{
    SinkRow rows[G_N_ELEMENTS(texts)];
    (void)user;
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        rows[i] = (SinkRow){ 'u', { texts[i], texts[i], texts[i] } };
    sink_deliver(f, SET(1, 0), rows, G_N_ELEMENTS(texts));
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        PGresult *result = PQexecParams(f->base.admin,
                                        "SELECT id, name, note FROM dwh.people "
                                        "WHERE id = $1",
                                        1, NULL, &texts[i], NULL, NULL, 0);
        g_assert_cmpint(PQntuples(result), ==, 1);
        for (int column = 0; column < 3; column++)
            g_assert_cmpstr(PQgetvalue(result, 0, column), ==, texts[i]);
        PQclear(result);
    }
    sink_deliver(f, SET(2, 1), (const SinkRow[]){ { 'd', { "\\." } }, { 'd', { "" } } }, 2);
    g_autofree char *n = sink_value(f, "SELECT count(*) FROM dwh.people");
    g_assert_cmpstr(n, ==, "10");
}

static void
test_what_is_no_text_is_refused(SinkFixture *f, gconstpointer user)
{
    const guint8 operation = HN_CHANGE_UPSERT;
    const HnSlice fields[] = { hn_slice_of("1"), hn_slice("secret\0x", 8), hn_slice_of("x") };
    const HnChangeRows rows = { 1, 3, &operation, fields };
    HnChangeHead head = SET(1, 0);
    g_autoptr(GError) error = NULL;
    (void)user;
    head.n_rows = 1;
    g_autoptr(HnChangeSink) sink = sink_open(f);
    g_assert_true(sink->begin(sink, &head, &error));
    g_assert_false(sink->stage(sink, &rows, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "NUL"));
    g_assert_null(strstr(error->message, "secret"));
    sink_check_refused(f, head, (const SinkRow[]){ { 'u', { "1", "secret\xff", NULL } } }, 1,
                       HN_SINK_ERROR_TABLE, "SQLSTATE 22021");
}

/* The index of the key has pages of 8 KiB, and three entries in each. */
static void
test_keys_that_are_too_long(SinkFixture *f, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) longest = g_string_new(NULL); /* of what no server makes shorter */
    for (guint i = 0; longest->len < 2600; i++) {
        g_autofree char *word =
            g_compute_checksum_for_data(G_CHECKSUM_SHA512, (const guint8 *)&i, sizeof i);
        g_string_append_len(longest, word, (gssize)MIN(strlen(word), 2600 - longest->len));
    }
    g_autofree char *longer = g_strconcat(longest->str, longest->str, NULL);
    (void)user;
    HnChangeHead head = SET(1, 0);
    head.is_full = TRUE;
    const SinkRow rows[] = { { 'u', { "1", "An", "x" } },
                             { 'u', { longer, "An", "x" } },
                             { 'u', { longest->str, "An", "x" } } };
    g_autoptr(HnChangeSink) sink = sink_open(f);
    sink_send(sink, head, rows, 3, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(sink->left_out->len, ==, 1);
    g_autofree char *n = sink_value(f, "SELECT count(*) FROM dwh.people");
    g_assert_cmpstr(n, ==, "2");
}

/* One row of three is refused: the two others do not come either. */
static void
test_a_refused_row_takes_all_back(SinkFixture *f, gconstpointer user)
{
    (void)user;
    sink_deliver(f, SET(1, 0), (const SinkRow[]){ { 'u', { "1", "An", "x" } } }, 1);
    const SinkRow rows[] = { { 'd', { "1" } },
                             { 'u', { "2", "Ba", "y" } },
                             { 'u', { "3", "secret", "y" } } };
    fixture_do(f->base.admin, "ALTER TABLE dwh.people ADD CONSTRAINT few CHECK (length(name) < 5)");
    g_autofree char *message =
        sink_refused(f, SET(2, 1), rows, 3, HN_SINK_ERROR_TABLE, "the rule 'few'");
    g_assert_null(strstr(message, "secret"));
    sink_check_table(f, "1=An/x");
    sink_check_mark(f, "1 1");
    /* A rule that is looked at by COMMIT alone. */
    fixture_do(f->base.admin, "ALTER TABLE dwh.people DROP CONSTRAINT few, ADD CONSTRAINT late "
                              "UNIQUE (note) DEFERRABLE INITIALLY DEFERRED");
    sink_check_refused(f, SET(2, 1), rows, 3, HN_SINK_ERROR_TABLE, "the rule 'late'");
    sink_check_table(f, "1=An/x");
    fixture_do(f->base.admin, "ALTER TABLE dwh.people DROP CONSTRAINT late");
    sink_deliver(f, SET(2, 1), rows, 3);
    sink_check_table(f, "2=Ba/y 3=secret/y");
}

/* What keeps rows out without an error is seen where all rows are known. */
static void
test_rows_that_vanish(SinkFixture *f, gconstpointer user)
{
    HnChangeHead head = SET(1, 0);
    const SinkRow rows[] = { { 'u', { "1", "An", "x" } }, { 'u', { "2", "Ba", "y" } } };
    (void)user;
    fixture_do(f->base.admin,
               "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; "
               "END'; CREATE TRIGGER lose BEFORE INSERT ON dwh.people FOR EACH ROW WHEN "
               "(new.id = '2') EXECUTE FUNCTION lose()");
    head.is_full = TRUE;
    sink_check_refused(f, head, rows, 2, HN_SINK_ERROR_COUNT, "1 rows are in the table");
    sink_check_table(f, "");
    sink_check_mark(f, "");
}

static void
test_tables_that_are_not_there(SinkFixture *f, gconstpointer user)
{
    static const char *const faults[][2] = {
        { "ALTER TABLE dwh.people RENAME TO people_", "ALTER TABLE dwh.people_ RENAME TO people" },
        { "ALTER TABLE dwh.people RENAME note TO n", "ALTER TABLE dwh.people RENAME n TO note" },
        { "ALTER TABLE dwh.people DROP CONSTRAINT people_pkey",
          "ALTER TABLE dwh.people ADD PRIMARY KEY (id)" },
        { "ALTER TABLE dwh.people ALTER note TYPE int USING 0",
          "ALTER TABLE dwh.people ALTER note TYPE text" },
        { "ALTER TABLE dwh.hopnhat_watermark RENAME TO w",
          "ALTER TABLE dwh.w RENAME TO hopnhat_watermark" },
        { "ALTER TABLE dwh.hopnhat_watermark RENAME digest TO d",
          "ALTER TABLE dwh.hopnhat_watermark RENAME d TO digest" },
        { "ALTER SCHEMA dwh RENAME TO d", "ALTER SCHEMA d RENAME TO dwh" },
    };
    const SinkRow rows[] = { { 'd', { "0" } }, { 'u', { "1", "An", "x" } } };
    (void)user;
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        fixture_do(f->base.admin, faults[i][0]);
        const gboolean is_column = i == 1 || i == 3 || i == 5;
        sink_check_refused(f, SET(1, 0), rows, 2,
                           is_column ? HN_SINK_ERROR_COLUMN : HN_SINK_ERROR_TABLE,
                           "`hopnhat target ddl tax` prints");
        fixture_do(f->base.admin, faults[i][1]);
        sink_check_table(f, "");
        sink_check_mark(f, "");
    }
    sink_deliver(f, SET(1, 0), rows, 2);
}

/* A column that was dropped has no values when it is added again, so the mark says no more that
 * they are there. */
static void
test_a_column_that_was_away(SinkFixture *f, gconstpointer user)
{
    const SinkRow rows[] = { { 'u', { "1", "An", "x" } } };
    (void)user;
    sink_deliver(f, SET(1, 0), rows, 1);
    fixture_do(f->base.admin, "ALTER TABLE dwh.people DROP note");
    script_check_columns_refused(sink_open(f), 1, "; ALTER the table, ");
    fixture_do(f->base.admin, "ALTER TABLE dwh.people ADD note text");
    script_check_spoilt(sink_open(f), SET(1, 0));
}

/* Of a column that a DBA made narrow the rows that it holds are there all the same. */
static void
test_narrow_columns(SinkFixture *f, gconstpointer user)
{
    const SinkRow rows[] = { { 'u', { "1", "Đỗ An", "x" } }, { 'u', { "2", "Đỗ Anh", "x" } } };
    (void)user;
    fixture_do(f->base.admin, "ALTER TABLE dwh.people ALTER name TYPE varchar(5)");
    sink_deliver(f, SET(1, 0), rows, 2);
    sink_check_table(f, "1=Đỗ An/x");
}

/* ---- rights ---- */

static void
test_the_least_rights(SinkFixture *f, gconstpointer user)
{
    static const char *const rights[][2] = {
        { "SELECT ON dwh.people", "dwh.people" },
        { "INSERT ON dwh.people", "people" },
        { "UPDATE ON dwh.people", "people" },
        { "DELETE ON dwh.people", "people" },
        { "SELECT ON dwh.hopnhat_watermark", "hopnhat_watermark" },
        { "INSERT ON dwh.hopnhat_watermark", "hopnhat_watermark" },
        { "UPDATE ON dwh.hopnhat_watermark", "hopnhat_watermark" },
        { "USAGE ON SCHEMA dwh", "dwh" },
        { NULL, "temporary" }, /* on the database */
    };
    const SinkRow rows[] = { { 'u', { "1", "An", "x" } }, { 'd', { "2" } } };
    (void)user;
    grant_by_ddl(f);
    g_autofree char *temporary = g_strdup_printf("TEMPORARY ON DATABASE %s", f->base.database);
    sink_deliver(f, SET(1, 0), rows, 2);
    for (gsize i = 0; i < G_N_ELEMENTS(rights); i++) {
        const char *right = rights[i][0] == NULL ? temporary : rights[i][0];
        g_autofree char *revoke = g_strdup_printf("REVOKE %s FROM \"hn \"\"writer\"\"\"", right);
        g_autofree char *grant = g_strdup_printf("GRANT %s TO \"hn \"\"writer\"\"\"", right);
        fixture_do(f->base.admin, revoke);
        sink_check_refused(f, SET(2, 1), rows, 2, HN_SINK_ERROR_TABLE, "target ddl tax");
        fixture_do(f->base.admin, grant);
    }
    sink_deliver(f, SET(2, 1), rows, 2);
    sink_check_table(f, "1=An/x");
    drop_role(f);
}

/* Names of people who think of no database; a key of all columns; no schema; a service's name. */
static void
test_names_and_keys(SinkFixture *f, gconstpointer user)
{
    static const char *const columns[] = { "Họ \"và\" tên", "select" };
    HnChangeHead head = SET(1, 0);
    (void)user;
    f->options.shape = (HnTargetShape){
        .stream = "x/it's", .table = "Người 'dân'", .columns = columns, .n_columns = 2, .n_key = 2
    };
    f->base.connection.database = NULL;
    sink_make_tables(f);
    f->base.connection.database = f->base.database;
    sink_deliver(f, head, (const SinkRow[]){ { 'u', { "a", "b" } }, { 'u', { "a", "c" } } }, 2);
    sink_deliver(f, SET(2, 1), (const SinkRow[]){ { 'd', { "a", "b" } }, { 'u', { "a", "c" } } },
                 2);
    g_autofree char *rows = sink_value(
        f, "SELECT string_agg(\"Họ \"\"và\"\" tên\" || \"select\", ' ') FROM \"Người 'dân'\"");
    g_assert_cmpstr(rows, ==, "ac");
    g_autofree char *stream = sink_value(f, "SELECT stream FROM hopnhat_watermark");
    g_assert_cmpstr(stream, ==, "x/it's:Người 'dân'");
    g_clear_pointer(&f->base.connection.user, g_free);
    g_autofree char *ddl = hn_postgresql_sink_ddl(&f->options);
    g_assert_null(strstr(ddl, "GRANT"));
    g_assert_nonnull(strstr(ddl, "-- The connection names no user"));
}

/* ---- size ---- */

#define MANY 200000u
#define LONG_BYTES (3u * 1024 * 1024)

static void
test_many_rows_and_long_fields(SinkFixture *f, gconstpointer user)
{
    (void)user;
    g_autoptr(GError) error = NULL;
    HnChangeHead head = SET(1, 0);
    head.n_rows = MANY + 1;
    g_autoptr(HnChangeSink) sink = sink_open(f);
    g_assert_true(sink->begin(sink, &head, &error));
    for (guint i = 0; i < MANY; i++) {
        char id[16];
        g_snprintf(id, sizeof id, "%06u", i);
        const SinkRow row = { 'u', { id, "Nguyễn Thị Ánh Nguyệt, số 5 phố Hàng Bài", NULL } };
        g_assert_true(sink_stage(sink, &row, 1, &error));
    }
    g_autofree char *text = g_strnfill(LONG_BYTES, 'y');
    const SinkRow row = { 'u', { "long", text, "end" } };
    g_assert_true(sink_stage(sink, &row, 1, &error));
    g_assert_true(sink->apply(sink, &error));
    g_autofree char *n = sink_value(f, "SELECT count(*) || ' ' || max(length(name)) || ' ' || "
                                       "count(note) FROM dwh.people");
    g_assert_cmpstr(n, ==, "200001 3145728 1");
    g_autofree char *settings = sink_value(
        f, "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND "
           "pid <> pg_backend_pid()");
    g_assert_cmpstr(settings, ==, "hopnhat");
}

#define TEST(name)                                                                                 \
    g_test_add("/databases/postgresql_sink/" #name, SinkFixture, NULL, sink_start, test_##name,    \
               sink_stop)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(rows_come_change_and_go);
    TEST(a_full_set_replaces_all);
    TEST(order_fence_and_count);
    TEST(the_watermark);
    TEST(keys_that_are_too_long);
    TEST(whose_watermark);
    TEST(sets_by_one_sink);
    TEST(texts_come_as_they_are);
    TEST(what_is_no_text_is_refused);
    TEST(a_refused_row_takes_all_back);
    TEST(rows_that_vanish);
    TEST(tables_that_are_not_there);
    TEST(a_column_that_was_away);
    TEST(narrow_columns);
    TEST(the_least_rights);
    TEST(names_and_keys);
    TEST(many_rows_and_long_fields);
    return g_test_run();
}
