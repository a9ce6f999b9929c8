/* Goal: a set is one transaction: all of it or nothing, once, in order; and a row that did not
 * change is not touched. */
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/io.h"
#include "base/pulse.h"
#include "connect/table_sink.h"
#include "tests/databases/change_script.h"
#include "tests/unit/change_texts.h"

static const char *const columns[] = { "source", "record id", "na\"me", NULL };

typedef struct {
    char *folder;
    HnConnection connection;
    HnTableSinkOptions options;
    sqlite3 *db; /* the DBA's look at it */
} Fixture;

static void
run_sql(Fixture *fixture, const char *sql)
{
    char *problem = NULL;
    if (sqlite3_exec(fixture->db, sql, NULL, NULL, &problem) != SQLITE_OK)
        g_error("%s: %s", sql, problem);
}

/* Rows of @query, "a|b|c" each, "~" for NULL, joined by ";". */
static char *
ask(Fixture *fixture, const char *query)
{
    g_autoptr(GString) text = g_string_new(NULL);
    sqlite3_stmt *statement = NULL;
    g_assert_cmpint(sqlite3_prepare_v2(fixture->db, query, -1, &statement, NULL), ==, SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *cell = (const char *)sqlite3_column_text(statement, i);
            g_string_append_printf(text, "%s%s", i == 0 ? "" : "|", cell == NULL ? "~" : cell);
        }
        g_string_append_c(text, ';');
    }
    sqlite3_finalize(statement);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
assert_asked(Fixture *fixture, const char *query, const char *expected)
{
    g_autofree char *text = ask(fixture, query);
    g_assert_cmpstr(text, ==, expected);
}

#define ALL "SELECT * FROM people ORDER BY 1, 2"
#define MARK "SELECT stream, epoch, sequence, substr(digest, 1, 4) FROM hopnhat_watermark"

static void
set_up(Fixture *fixture, gconstpointer table)
{
    static char name[] = "tax";
    fixture->folder = g_dir_make_tmp("hn-sink-XXXXXX", NULL);
    fixture->connection = (HnConnection){ .name = name, .kind = HN_CONNECTION_SQLITE };
    fixture->connection.file = g_build_filename(fixture->folder, "tax.db", NULL);
    fixture->options = (HnTableSinkOptions){ .connection = &fixture->connection,
                                             .shape = { .stream = "people/tax",
                                                        .table = table,
                                                        .columns = columns,
                                                        .n_columns = COLUMNS,
                                                        .n_key = 2 } };
    g_assert_cmpint(sqlite3_open(fixture->connection.file, &fixture->db), ==, SQLITE_OK);
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    run_sql(fixture, ddl);
    run_sql(fixture, ddl); /* a DBA may run it again */
    run_sql(fixture, "CREATE TABLE touched(operation TEXT);"
                     "CREATE TRIGGER i AFTER INSERT ON people BEGIN INSERT INTO touched VALUES "
                     "('insert'); END;"
                     "CREATE TRIGGER u AFTER UPDATE ON people BEGIN INSERT INTO touched VALUES "
                     "('update'); END;"
                     "CREATE TRIGGER d AFTER DELETE ON people BEGIN INSERT INTO touched VALUES "
                     "('delete'); END;");
}

static void
tear_down(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    g_assert_cmpint(sqlite3_close(fixture->db), ==, SQLITE_OK);
    g_assert_true(hn_io_remove_tree(fixture->folder, NULL));
    g_free(fixture->connection.file);
    g_free(fixture->folder);
}

static HnChangeSink *
open_sink(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnChangeSink *sink = hn_table_sink_new(&fixture->options, &error);
    g_assert_no_error(error);
    return sink;
}

/* Returns the rows that were in the way of a whole state. */
static guint64
assert_applied(Fixture *fixture, const HnChangeHead *head, const char *const *changes)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    put_all(sink, head, changes, &error);
    g_assert_no_error(error);
    return sink->n_deleted;
}

static void
apply_set(Fixture *fixture, guint64 sequence, guint64 previous, const char *const *changes)
{
    const HnChangeHead head = head_of(sequence, previous, g_strv_length((char **)(gsize)changes));
    assert_applied(fixture, &head, changes);
}

static void
assert_refused(Fixture *fixture, const HnChangeHead *head, const char *const *changes, gint code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_autofree char *rows = ask(fixture, ALL);
    g_autofree char *mark = ask(fixture, MARK);
    g_assert_false(put_all(sink, head, changes, &error));
    g_assert_error(error, HN_SINK_ERROR, code);
    g_assert_null(strstr(error->message, "secret"));
    assert_asked(fixture, ALL, rows); /* as if it had never come */
    assert_asked(fixture, MARK, mark);
}

static void
test_sets_in_order(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    HnWatermark mark = { 0 };
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_assert_true(sink->watermark(sink, &mark, NULL));
    g_assert_false(mark.any);
    apply_set(fixture, 3, 0, CHANGES("ua|1|An", "ua|2|B\u00ecnh", "ub|1|~"));
    assert_asked(fixture, ALL, "a|1|An;a|2|B\u00ecnh;b|1|~;");
    assert_asked(fixture, MARK, "people/tax:people|7|3|ab03;");
    apply_set(fixture, 5, 3, CHANGES("da|1", "ua|2|Binh", "ub|1|Cuc", "ub|2|"));
    assert_asked(fixture, ALL, "a|2|Binh;b|1|Cuc;b|2|;");
    assert_asked(fixture, MARK, "people/tax:people|7|5|ab05;");
    g_assert_true(sink->watermark(sink, &mark, NULL));
    g_assert_true(mark.any);
    g_assert_cmpuint(mark.epoch, ==, 7);
    g_assert_cmpuint(mark.sequence, ==, 5);
    g_assert_cmpuint(mark.digest[1], ==, 5);
}

static void
test_two_sets_through_one_sink(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    const HnChangeHead first = head_of(1, 0, 2), second = head_of(2, 1, 1);
    g_assert_true(put_all(sink, &first, CHANGES("ua|1|An", "ua|2|Bình"), NULL));
    g_assert_true(
        put_all(sink, &second, CHANGES("da|2"), NULL)); /* nothing of the first is staged */
    assert_asked(fixture, ALL, "a|1|An;");
}

/* No value and an empty one are two things, both ways. */
static void
test_null_and_empty(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    apply_set(fixture, 1, 0, CHANGES("ua|1|~", "ua|2|"));
    assert_asked(fixture, ALL, "a|1|~;a|2|;");
    apply_set(fixture, 2, 1, CHANGES("ua|1|", "ua|2|~"));
    assert_asked(fixture, ALL, "a|1|;a|2|~;");
}

static void
test_what_did_not_change_is_not_touched(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    apply_set(fixture, 1, 0, CHANGES("ua|1|An", "ua|2|~", "ua|3|"));
    run_sql(fixture, "DELETE FROM touched");
    apply_set(fixture, 2, 1, CHANGES("ua|1|An", "ua|2|~", "ua|3|", "da|9"));
    assert_asked(fixture, "SELECT * FROM touched", "");
    HnChangeHead whole = head_of(3, 0, 3);
    whole.is_full = TRUE;
    assert_applied(fixture, &whole, CHANGES("ua|1|An", "ua|2|Binh", "ua|3|"));
    assert_asked(fixture, "SELECT * FROM touched", "update;");
}

static void
test_a_whole_state_replaces(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    HnChangeHead whole = head_of(9, 0, 2);
    whole.is_full = TRUE;
    apply_set(fixture, 1, 0, CHANGES("ua|1|An", "ua|2|Binh", "ub|1|Cuc"));
    g_assert_cmpuint(assert_applied(fixture, &whole, CHANGES("ua|2|Binh", "uc|1|Dung")), ==, 2);
    assert_asked(fixture, ALL, "a|2|Binh;c|1|Dung;");
    assert_asked(fixture, MARK, "people/tax:people|7|9|ab09;");
    g_assert_cmpuint(assert_applied(fixture, &whole, CHANGES("ua|2|Binh", "uc|1|Dung")), ==, 0);
    assert_asked(fixture, ALL, "a|2|Binh;c|1|Dung;");
    whole = head_of(10, 0, 0);
    whole.is_full = TRUE;
    assert_applied(fixture, &whole, (const char *const[]){ NULL });
    assert_asked(fixture, ALL, "");
}

static void
test_replay_and_gap(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    HnChangeHead other = head_of(2, 1, 1);
    const HnChangeHead again = head_of(2, 1, 1), gap = head_of(5, 3, 1), first = head_of(1, 0, 1);
    HnChangeHead older = head_of(1, 0, 1);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    apply_set(fixture, 2, 1, CHANGES("ua|1|Anh"));
    other.digest[0] ^= 1; /* of another content */
    assert_refused(fixture, &other, CHANGES("ua|1|Anh"), HN_SINK_ERROR_ORDER);
    run_sql(fixture, "DELETE FROM people; DELETE FROM touched");
    assert_applied(fixture, &again, CHANGES("ua|1|Anh")); /* it is there */
    assert_asked(fixture, "SELECT * FROM touched", "");
    assert_refused(fixture, &gap, CHANGES("ua|1|Bao"), HN_SINK_ERROR_ORDER);
    assert_refused(fixture, &first, CHANGES("ua|1|An"), HN_SINK_ERROR_ORDER);
    older.is_full = TRUE;
    assert_refused(fixture, &older, CHANGES("ua|1|An"), HN_SINK_ERROR_ORDER);
}

static void
test_fence(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    HnChangeHead head = head_of(2, 1, 1);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    head.epoch = 6;
    assert_refused(fixture, &head, CHANGES("da|1"), HN_SINK_ERROR_FENCED);
    head.epoch = 8;
    assert_applied(fixture, &head, CHANGES("da|1"));
    assert_asked(fixture, MARK, "people/tax:people|8|2|ab02;");
}

static void
test_count(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    const HnChangeHead more = head_of(2, 1, 2), fewer = head_of(2, 1, 1);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    assert_refused(fixture, &more, CHANGES("ua|1|Anh"), HN_SINK_ERROR_COUNT);
    assert_refused(fixture, &fewer, CHANGES("ua|1|Anh", "ua|2|Binh"), HN_SINK_ERROR_COUNT);
}

/* The last row of a set meets a rule of the table: the first ones are taken back. */
static void
test_a_failing_row_takes_all_back(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(2, 1, 4);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An", "ua|2|Binh"));
    run_sql(fixture, "CREATE TRIGGER rule BEFORE INSERT ON people WHEN new.source = 'z' BEGIN "
                     "SELECT RAISE(ABORT, 'no secret'); END");
    assert_refused(fixture, &head, CHANGES("da|1", "ua|2|Bao", "ua|3|Cuc", "uz|1|x"),
                   HN_SINK_ERROR_TABLE);
    assert_asked(fixture, ALL, "a|1|An;a|2|Binh;");
}

static void
test_streams_are_apart(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    Fixture other = *fixture;
    other.options.shape.stream = "people/other";
    apply_set(fixture, 4, 0, CHANGES("ua|1|An"));
    apply_set(&other, 1, 0, CHANGES("ub|1|Binh"));
    assert_asked(fixture, MARK " ORDER BY 1",
                 "people/other:people|7|1|ab01;people/tax:people|7|4|ab04;");
}

/* It holds nothing of what the first one does. */
static void
test_another_table(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    fixture->options.shape.table = "persons";
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    run_sql(fixture, ddl);
    g_assert_false(script_mark(open_sink(fixture)).any);
    apply_set(fixture, 2, 0, CHANGES("ua|1|An"));
    fixture->options.shape.table = "people";
    g_assert_cmpuint(script_mark(open_sink(fixture)).sequence, ==, 1);
}

static void
test_an_emptied_table(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    g_assert_false(script_mark(open_sink(fixture)).is_empty);
    run_sql(fixture, "DROP TABLE people");
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    run_sql(fixture, ddl);
    g_assert_true(script_mark(open_sink(fixture)).any && script_mark(open_sink(fixture)).is_empty);
}

/* Before it had the table's name it was of the target alone. */
static void
test_a_mark_of_before(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    run_sql(fixture, "UPDATE hopnhat_watermark SET stream = 'people/tax'");
    g_assert_cmpuint(script_mark(open_sink(fixture)).sequence, ==, 1);
    assert_asked(fixture, MARK, "people/tax:people|7|1|ab01;");
    /* An earlier version was here again. */
    run_sql(fixture, "INSERT INTO hopnhat_watermark VALUES ('people/tax', 1, 9, 'x', 'now')");
    g_assert_cmpuint(script_mark(open_sink(fixture)).sequence, ==, 1);
}

static void
test_without_tables(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_autoptr(GError) error = NULL;
    HnWatermark mark;
    const HnChangeHead head = head_of(1, 0, 1);
    run_sql(fixture, "ALTER TABLE people RENAME TO persons");
    g_assert_false(put_all(sink, &head, CHANGES("ua|1|An"), &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
    assert_asked(fixture, MARK, "");
    run_sql(fixture, "DROP TABLE hopnhat_watermark");
    g_clear_error(&error);
    g_autoptr(HnChangeSink) later = open_sink(fixture);
    g_assert_false(later->watermark(later, &mark, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_TABLE);
    g_assert_nonnull(strstr(error->message, "connection 'tax'"));
}

static void
test_without_a_column(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(1, 0, 1);
    run_sql(fixture, "ALTER TABLE people RENAME COLUMN \"na\"\"me\" TO name");
    assert_refused(fixture, &head, CHANGES("ua|1|An"), HN_SINK_ERROR_TABLE);
}

/* A column that was dropped has no values when it is added again. */
static void
test_a_column_that_was_away(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    run_sql(fixture, "DROP TRIGGER i; DROP TRIGGER u; DROP TRIGGER d");
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    run_sql(fixture, "ALTER TABLE people DROP COLUMN \"na\"\"me\"");
    script_check_columns_refused(open_sink(fixture), 1, "; ALTER the table, ");
    run_sql(fixture, "ALTER TABLE people ADD COLUMN \"na\"\"me\"");
    script_check_spoilt(open_sink(fixture), head_of(1, 0, 1));
    run_sql(fixture, "ALTER TABLE people RENAME TO persons");
    script_check_table_refused(open_sink(fixture),
                               "its table: no such table: people; `hopnhat target ddl tax` prints "
                               "what must be there");
}

static void
test_a_damaged_watermark(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    const HnChangeHead head = head_of(2, 1, 1);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    run_sql(fixture, "UPDATE hopnhat_watermark SET digest = 'x'");
    assert_refused(fixture, &head, CHANGES("ua|1|Anh"), HN_SINK_ERROR_TABLE);
}

static void
test_no_file(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(g_remove(fixture->connection.file), ==, 0);
    g_assert_null(hn_table_sink_new(&fixture->options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN);
    g_assert_false(g_file_test(fixture->connection.file, G_FILE_TEST_EXISTS));
}

/* ---- a disk that fails ---- */

static struct {
    enum { NOTHING, OPEN_JOURNAL, READ, SYNC } fails;
    sqlite3_vfs vfs;
    const sqlite3_vfs *real;
    sqlite3_io_methods methods;
    const sqlite3_io_methods *real_methods; /* of the database's file */
} disk;

static int
disk_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
    return disk.fails == READ ? SQLITE_IOERR_READ
                              : disk.real_methods->xRead(file, bytes, n, offset);
}

static int
disk_sync(sqlite3_file *file, int flags)
{
    return disk.fails == SYNC ? SQLITE_IOERR_FSYNC : disk.real_methods->xSync(file, flags);
}

static int
disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
    if (disk.fails == OPEN_JOURNAL && (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0)
        return SQLITE_CANTOPEN;
    const int answer = disk.real->xOpen(vfs, name, file, flags, ret_flags);
    if (answer != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0)
        return answer;
    disk.real_methods = file->pMethods;
    disk.methods = *file->pMethods;
    disk.methods.xRead = disk_read;
    disk.methods.xSync = disk_sync;
    file->pMethods = &disk.methods;
    return SQLITE_OK;
}

static void
make_disk(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "failing";
    disk.vfs.xOpen = disk_open;
    g_assert_cmpint(sqlite3_vfs_register(&disk.vfs, 1), ==, SQLITE_OK);
}

/* It may be whole again: a later try is worth it, also where nobody knows what the last one did. */
static void
test_a_failing_disk(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    static const struct {
        guint fails;
        gint code;
    } cases[] = { { OPEN_JOURNAL, HN_SINK_ERROR_BROKEN },
                  { READ, HN_SINK_ERROR_BROKEN },
                  { SYNC, HN_SINK_ERROR_UNKNOWN } };
    const HnChangeHead head = head_of(2, 1, 1);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    make_disk();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HnChangeSink) sink = open_sink(fixture);
        g_assert_true(sink->begin(sink, &head, &error));
        g_assert_true(stage(sink, "ua|1|Anh", &error));
        disk.fails = cases[i].fails;
        g_assert_false(sink->apply(sink, &error));
        g_assert_error(error, HN_SINK_ERROR, cases[i].code);
        disk.fails = NOTHING;
        assert_asked(fixture, ALL, "a|1|An;");
        assert_asked(fixture, MARK, "people/tax:people|7|1|ab01;");
    }
    assert_applied(fixture, &head, CHANGES("ua|1|Anh"));
    sqlite3_vfs_unregister(&disk.vfs);
}

static void
test_interrupted(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    volatile int interrupted = 0;
    const HnChangeHead head = head_of(2, 1, 1);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    run_sql(fixture, "CREATE TRIGGER slow BEFORE UPDATE ON people BEGIN SELECT count(*) FROM (WITH "
                     "RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT i FROM c); "
                     "END");
    fixture->options.interrupted = &interrupted;
    g_autoptr(HnChangeSink) sink = open_sink(fixture);
    g_autoptr(GError) error = NULL;
    g_assert_true(sink->begin(sink, &head, NULL));
    g_assert_true(stage(sink, "ua|1|Anh", NULL));
    interrupted = 2;
    g_assert_false(sink->apply(sink, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED);
    assert_asked(fixture, ALL, "a|1|An;");
    assert_asked(fixture, MARK, "people/tax:people|7|1|ab01;");
}

static gint n_beats;

static void
hear(void)
{
    n_beats++;
}

/* What computes for long does not hang. */
static void
test_long_statements_beat(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    run_sql(fixture, "CREATE TRIGGER slow BEFORE INSERT ON people BEGIN SELECT count(*) FROM (WITH "
                     "RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 10000) "
                     "SELECT i FROM c); END");
    hn_pulse_watch(0, hear);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An"));
    hn_pulse_watch(0, NULL);
    g_assert_cmpint(n_beats, >, 1);
}

/* What people read is what runs: on an empty staging table it changes nothing but the mark. */
static void
test_statements(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    g_autofree char *text = hn_table_sink_statements(&fixture->options, TRUE);
    g_assert_nonnull(strstr(text, "BEGIN IMMEDIATE;\nSELECT epoch, "));
    g_assert_nonnull(strstr(text, "ON CONFLICT (\"source\", \"record id\") DO UPDATE SET "
                                  "\"na\"\"me\" = excluded.\"na\"\"me\" WHERE "));
    g_assert_nonnull(strstr(text, " WHERE NOT EXISTS ("));
    g_assert_true(g_str_has_suffix(text, ";\nCOMMIT;\n"));
    g_assert_null(strchr(text, '@'));
}

/* A table of keys alone has nothing to update. */
static void
test_keys_alone(Fixture *fixture, gconstpointer table G_GNUC_UNUSED)
{
    fixture->options.shape.n_key = COLUMNS;
    fixture->options.shape.table = "keys";
    g_autofree char *ddl = hn_table_sink_ddl(&fixture->options);
    run_sql(fixture, ddl);
    apply_set(fixture, 1, 0, CHANGES("ua|1|An", "ua|1|Binh"));
    apply_set(fixture, 2, 1, CHANGES("ua|1|An", "da|1|Binh"));
    assert_asked(fixture, "SELECT * FROM keys", "a|1|An;");
}

#define ADD(name, test)                                                                            \
    g_test_add("/connect/sqlite_sink/" name, Fixture, "people", set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("sets_in_order", test_sets_in_order);
    g_test_add("/connect/sqlite_sink/with_a_schema", Fixture, "main.people", set_up,
               test_sets_in_order, tear_down);
    g_test_add("/connect/sqlite_sink/whole_state_with_a_schema", Fixture, "main.people", set_up,
               test_a_whole_state_replaces, tear_down);
    ADD("two_sets_through_one_sink", test_two_sets_through_one_sink);
    ADD("null_and_empty", test_null_and_empty);
    ADD("what_did_not_change_is_not_touched", test_what_did_not_change_is_not_touched);
    ADD("a_whole_state_replaces", test_a_whole_state_replaces);
    ADD("replay_and_gap", test_replay_and_gap);
    ADD("fence", test_fence);
    ADD("count", test_count);
    ADD("a_failing_row_takes_all_back", test_a_failing_row_takes_all_back);
    ADD("streams_are_apart", test_streams_are_apart);
    ADD("another_table", test_another_table);
    ADD("an_emptied_table", test_an_emptied_table);
    ADD("a_mark_of_before", test_a_mark_of_before);
    ADD("without_tables", test_without_tables);
    ADD("without_a_column", test_without_a_column);
    ADD("a_column_that_was_away", test_a_column_that_was_away);
    ADD("a_damaged_watermark", test_a_damaged_watermark);
    ADD("no_file", test_no_file);
    ADD("a_failing_disk", test_a_failing_disk);
    ADD("interrupted", test_interrupted);
    ADD("long_statements_beat", test_long_statements_beat);
    ADD("statements", test_statements);
    ADD("keys_alone", test_keys_alone);
    return g_test_run();
}
