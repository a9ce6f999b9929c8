/* Goal: a server that ends as by a power cut, at any point of a set, leaves nothing of it or all of
 * it; the sink tells which it cannot know; and of two publishers at once one comes second. The
 * points are held by locks that the test has: no clock decides what is tested. */
#include "base/pulse.h"
#include "tests/databases/postgresql_sink_fixture.h"

#define HOLD 77 /* number of the advisory lock that a held statement waits for */

static const SinkRow old_rows[] = { { 'u', { "1", "An", "x" } }, { 'u', { "2", "Ba", "y" } } };
static const SinkRow new_rows[] = { { 'd', { "1" } },
                                    { 'u', { "2", "Bình", "y" } },
                                    { 'u', { "3", "Chi", NULL } } };
#define IS_OLD "1=An/x 2=Ba/y"
#define IS_NEW "2=Bình/y 3=Chi/-"

/* As by a power cut, and up again; the fixture's own connection is made anew. */
static void
restart(SinkFixture *f)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *script =
        g_build_filename(g_getenv("HN_SOURCE_ROOT"), "tests/servers/restart_postgresql.sh", NULL);
    char *words[] = { script, NULL };
    int status = 0;
    g_spawn_sync(NULL, words, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
    g_assert_no_error(error);
    g_assert_true(g_spawn_check_wait_status(status, &error));
    PQfinish(f->base.admin); /* not before: it holds locks */
    f->base.admin = fixture_connect(f->base.database);
}

/* Every change of the table waits for the test: at once, or, as a rule that is looked at late, in
 * COMMIT. */
static void
hold_changes(SinkFixture *f, const char *when)
{
    g_autofree char *statements = g_strdup_printf(
        "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM "
        "pg_advisory_xact_lock(%d); RETURN coalesce(new, old); END'; CREATE %s ON dwh.people %s "
        "FOR EACH ROW EXECUTE FUNCTION hold(); SELECT pg_advisory_lock(%d)",
        HOLD,
        when == NULL ? "TRIGGER hold BEFORE INSERT OR UPDATE OR DELETE"
                     : "CONSTRAINT TRIGGER hold AFTER INSERT OR UPDATE OR DELETE",
        when == NULL ? "" : when, HOLD);
    fixture_do(f->base.admin, statements);
}

/* Until somebody waits for a lock: for the advisory one, or for a row's. */
static void
wait_until_held(PGconn *conn, guint n)
{
    guint64 found = 0;
    while (found < n) {
        g_autofree char *text = fixture_run(
            conn, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                  "wait_event_type = 'Lock'");
        found = g_ascii_strtoull(text, NULL, 10);
    }
}

/* One publisher on a thread of its own. */
typedef struct {
    SinkFixture *f;
    HnChangeHead head;
    volatile int interrupted;
    GError *error; /* NULL: applied */
    GThread *thread;
} Publisher;

static gpointer
publish(gpointer data)
{
    Publisher *own = data;
    HnTableSinkOptions options = own->f->options;
    options.interrupted = &own->interrupted;
    g_autoptr(HnChangeSink) sink = hn_postgresql_sink_new(&options, &own->error);
    if (sink != NULL)
        sink_send(sink, own->head, new_rows, 3, &own->error);
    return NULL;
}

static void
publisher_start(Publisher *own, SinkFixture *f, HnChangeHead head)
{
    *own = (Publisher){ .f = f, .head = head };
    own->thread = g_thread_new("publisher", publish, own);
}

static void
publisher_end(Publisher *own)
{
    g_thread_join(own->thread);
    if (own->error != NULL)
        g_test_message("%s", own->error->message);
}

/* ---- the server ends ---- */

static void
test_a_server_that_ends_before_staging(SinkFixture *f, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    HnWatermark mark;
    (void)user;
    sink_deliver(f, SET(1, 0), old_rows, 2);
    g_autoptr(HnChangeSink) sink = sink_open(f);
    restart(f);
    g_assert_false(sink->watermark(sink, &mark, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN);
    g_clear_error(&error);
    g_autoptr(HnChangeSink) next = sink_open(f);
    restart(f);
    const HnChangeHead head = SET(2, 1);
    g_assert_false(next->begin(next, &head, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN);
    sink_check_table(f, IS_OLD);
    sink_deliver(f, SET(2, 1), new_rows, 3);
    sink_check_table(f, IS_NEW);
}

static void
test_a_server_that_ends_while_staging(SinkFixture *f, gconstpointer user)
{
    (void)user;
    sink_deliver(f, SET(1, 0), old_rows, 2);
    for (guint n_before = 0; n_before <= 3; n_before++) {
        g_autoptr(GError) error = NULL;
        HnChangeHead head = SET(2, 1);
        head.n_rows = 3;
        g_autoptr(HnChangeSink) sink = sink_open(f);
        g_assert_true(sink->begin(sink, &head, &error));
        for (guint i = 0; i < n_before; i++)
            g_assert_true(sink_stage(sink, &new_rows[i], 1, &error));
        restart(f);
        gboolean is_good = TRUE; /* what lies in a buffer yet is not missed */
        for (guint i = n_before; i < 3 && is_good; i++)
            is_good = sink_stage(sink, &new_rows[i], 1, &error);
        g_assert_false(is_good && sink->apply(sink, &error));
        g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN);
        sink_check_table(f, IS_OLD);
        sink_check_mark(f, "1 1");
    }
    sink_deliver(f, SET(2, 1), new_rows, 3);
    sink_check_table(f, IS_NEW);
}

/* A sender that sends for long sees it before the end. */
static void
test_a_server_that_ends_under_many_rows(SinkFixture *f, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    const HnChangeHead head = SET(1, 0);
    (void)user;
    g_autofree char *text = g_strnfill(100000, 'x');
    const SinkRow row = { 'u', { "1", text, text } };
    g_autoptr(HnChangeSink) sink = sink_open(f);
    g_assert_true(sink->begin(sink, &head, &error));
    for (guint i = 0; i < 50; i++)
        g_assert_true(sink_stage(sink, &row, 1, &error));
    restart(f);
    gboolean is_good = TRUE;
    for (guint i = 0; i < 500 && is_good; i++)
        is_good = sink_stage(sink, &row, 1, &error);
    g_assert_false(is_good);
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN);
    sink_check_mark(f, "");
}

static void
check_held_end(SinkFixture *f, const char *when, gint code)
{
    Publisher publisher;
    sink_deliver(f, SET(1, 0), old_rows, 2);
    hold_changes(f, when);
    publisher_start(&publisher, f, SET(2, 1));
    wait_until_held(f->base.admin, 1);
    restart(f);
    publisher_end(&publisher);
    g_assert_error(publisher.error, HN_SINK_ERROR, code);
    g_clear_error(&publisher.error);
    sink_check_table(f, IS_OLD);
    sink_check_mark(f, "1 1");
    sink_deliver(f, SET(2, 1), new_rows, 3); /* nobody holds it now */
    sink_check_table(f, IS_NEW);
}

static void
test_a_server_that_ends_while_applying(SinkFixture *f, gconstpointer user)
{
    (void)user;
    check_held_end(f, NULL, HN_SINK_ERROR_BROKEN);
}

static void
test_a_server_that_ends_in_commit(SinkFixture *f, gconstpointer user)
{
    (void)user;
    check_held_end(f, "DEFERRABLE INITIALLY DEFERRED", HN_SINK_ERROR_UNKNOWN);
}

static void
test_a_server_that_is_away(SinkFixture *f, gconstpointer user)
{
    g_autoptr(GError) error = NULL;
    (void)user;
    f->base.connection.port = 1; /* nobody's */
    g_assert_null(hn_postgresql_sink_new(&f->options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_OPEN);
    g_assert_nonnull(strstr(error->message, "register"));
}

/* ---- who waits ---- */

static void
test_a_wish_to_stop(SinkFixture *f, gconstpointer user)
{
    Publisher publisher;
    (void)user;
    sink_deliver(f, SET(1, 0), old_rows, 2);
    hold_changes(f, NULL);
    publisher_start(&publisher, f, SET(2, 1));
    wait_until_held(f->base.admin, 1);
    publisher.interrupted = 1;
    publisher_end(&publisher);
    g_assert_error(publisher.error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED);
    g_clear_error(&publisher.error);
    sink_check_table(f, IS_OLD);
    volatile int stopped = 1;
    g_autoptr(GError) error = NULL;
    f->options.interrupted = &stopped;
    g_assert_null(hn_postgresql_sink_new(&f->options, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED);
    stopped = 0;
    g_autoptr(HnChangeSink) sink = sink_open(f);
    const HnChangeHead head = SET(2, 1);
    g_clear_error(&error);
    g_assert_true(sink->begin(sink, &head, &error));
    stopped = 1;
    g_assert_false(sink_stage(sink, new_rows, 3, &error) && sink->apply(sink, &error));
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_INTERRUPTED);
}

static gint n_beats;

static void
hear(void)
{
    g_atomic_int_inc(&n_beats);
}

/* And until then waiting is no hanging. */
static void
test_a_silent_server_is_given_up(SinkFixture *f, gconstpointer user)
{
    Publisher publisher;
    (void)user;
    sink_deliver(f, SET(1, 0), old_rows, 2);
    hold_changes(f, NULL);
    f->base.connection.idle_seconds = 1;
    hn_pulse_watch(0, hear);
    publisher_start(&publisher, f, SET(2, 1));
    wait_until_held(f->base.admin, 1);
    g_atomic_int_set(&n_beats, 0);
    publisher_end(&publisher);
    hn_pulse_watch(0, NULL);
    g_assert_cmpint(n_beats, >, 1);
    g_assert_error(publisher.error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN);
    g_clear_error(&publisher.error);
    sink_check_table(f, IS_OLD);
}

static void
test_a_lock_that_is_not_given(SinkFixture *f, gconstpointer user)
{
    Publisher publisher;
    (void)user;
    sink_deliver(f, SET(1, 0), old_rows, 2);
    fixture_do(f->base.admin, "BEGIN; LOCK TABLE dwh.people");
    f->base.connection.connect_seconds = 1;
    publisher_start(&publisher, f, SET(2, 1));
    publisher_end(&publisher);
    g_assert_error(publisher.error, HN_SINK_ERROR, HN_SINK_ERROR_BROKEN);
    g_assert_nonnull(strstr(publisher.error->message, "55P03"));
    g_clear_error(&publisher.error);
    fixture_do(f->base.admin, "ROLLBACK");
    sink_deliver(f, SET(2, 1), new_rows, 3);
    sink_check_table(f, IS_NEW);
}

/* ---- two at once ---- */

/* @heads: of the two; the one that the watermark's row is given second meets what the first has
 * left there. The second's error, or NULL. (transfer full) */
static GError *
run_two_at_once(SinkFixture *f, const HnChangeHead *heads)
{
    Publisher publishers[2];
    hold_changes(f, NULL);
    for (guint i = 0; i < 2; i++) {
        publisher_start(&publishers[i], f, heads[i]);
        wait_until_held(f->base.admin, i + 1); /* the first has the watermark */
    }
    g_autofree char *released = sink_value(f, "SELECT pg_advisory_unlock_all()");
    for (guint i = 0; i < 2; i++)
        publisher_end(&publishers[i]);
    g_assert_no_error(publishers[0].error);
    sink_check_table(f, IS_NEW);
    return publishers[1].error;
}

static void
test_two_at_once(SinkFixture *f, gconstpointer user)
{
    HnChangeHead heads[] = { SET(1, 0), SET(1, 0) };
    (void)user;
    heads[1].digest[0] = 1;
    g_autoptr(GError) error = run_two_at_once(f, heads);
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_ORDER);
}

/* One publisher that lost the answer to COMMIT and came again while the server still committed. */
static void
test_one_set_twice_at_once(SinkFixture *f, gconstpointer user)
{
    const HnChangeHead heads[] = { SET(1, 0), SET(1, 0) };
    (void)user;
    g_autoptr(GError) error = run_two_at_once(f, heads);
    g_assert_no_error(error);
}

static void
test_two_of_two_epochs_at_once(SinkFixture *f, gconstpointer user)
{
    HnChangeHead heads[] = { SET(1, 0), SET(1, 0) };
    (void)user;
    heads[0].epoch = 2;
    g_autoptr(GError) error = run_two_at_once(f, heads);
    g_assert_error(error, HN_SINK_ERROR, HN_SINK_ERROR_FENCED);
}

#define TEST(name)                                                                                 \
    g_test_add("/databases/postgresql_sink_faults/" #name, SinkFixture, NULL, sink_start,          \
               test_##name, sink_stop)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(a_server_that_ends_before_staging);
    TEST(a_server_that_ends_while_staging);
    TEST(a_server_that_ends_under_many_rows);
    TEST(a_server_that_ends_while_applying);
    TEST(a_server_that_ends_in_commit);
    TEST(a_server_that_is_away);
    TEST(a_wish_to_stop);
    TEST(a_silent_server_is_given_up);
    TEST(a_lock_that_is_not_given);
    TEST(two_at_once);
    TEST(one_set_twice_at_once);
    TEST(two_of_two_epochs_at_once);
    return g_test_run();
}
