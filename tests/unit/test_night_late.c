/* Goal: a record whose key a sweep has shown comes in the same night, whatever the source makes of
 * its key; and no source is read whole for what a whole read does not mend. */
#include "linker/night_late.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "connect/connect_error.h"
#include "linker/feed_mark.h"
#include "tests/reference/hasty_clock.h"
#include "tests/reference/memory_reader.h"
#include "tests/reference/night_fixture.h"

static const char yaml[] =
    NIGHT_FIXTURE_OF_A_DATABASE "fetch: { at_once: 1, attempts: 1 }\n"
                                "sources:\n"
                                "  a:\n"
                                "    from: { connection: db, table: a }\n"
                                "    key: id\n"
                                "    incremental: { column: changed, key_sweep: nightly }\n"
                                "    map: { full_name: name, birth_date: born }\n";

#define COLUMNS "id|name|born|changed"
#define OLD "|2026-11-20"
#define NEW "|2026-11-29"

/* What the source answers to each question; a list of one "-": it refuses. */
typedef struct {
    NightFixture *night;
    const char *const *whole, *const *keys, *const *since, *const *late;
    guint n_whole, n_late;
    MemoryDelivery delivery;
} Fixture;

static const char *const refuses[] = { "-", NULL };
static const char *const nothing[] = { NULL };
static const char *const at_first[] = { "1|An|2001-02-03" OLD, "2|Binh|2002-03-04" NEW, NULL };
static const char *const later[] = { "1|An Nguyen|2001-02-03|2026-11-21", "2|Binh|2002-03-04" NEW,
                                     "3|Cuc|2003-04-05" OLD, NULL };
static const char *const later_keys[] = { "1|2026-11-21", "2" NEW, "3" OLD, NULL };
static const char *const since_mark[] = { "2|Binh|2002-03-04" NEW, NULL };
static const char *const late_rows[] = { "1|An Nguyen|2001-02-03|2026-11-21",
                                         "3|Cuc|2003-04-05" OLD, NULL };

static const char *const one_row[] = { "3|Cuc|2003-04-05" OLD, NULL };

static Fixture *current; /* the pipeline's user is the night's fixture */

static HnReader *
open_query(gpointer user, const HnFeed *feed, const HnQueryPart *part,
           const volatile int *interrupted, GError **error)
{
    const gboolean is_whole = !part->keys_alone && part->since == NULL && part->keys == NULL;
    const char *const *rows = part->keys_alone      ? current->keys
                              : part->since != NULL ? current->since
                              : part->keys != NULL  ? current->late
                                                    : current->whole;
    (void)user, (void)feed, (void)interrupted;
    current->n_whole += is_whole ? 1 : 0;
    current->n_late += part->keys != NULL ? 1 : 0;
    current->delivery =
        (MemoryDelivery){ .columns = part->keys_alone ? "id|changed" : COLUMNS, .rows = rows };
    if (rows != refuses)
        return memory_reader_new(&current->delivery);
    g_set_error_literal(error, HN_CONNECT_ERROR, HN_CONNECT_ERROR_OPEN, "ORA-01861");
    return NULL;
}

/* The first night is behind us, and in the database it is as in @later. */
static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    hasty_clock_use();
    current = fixture;
    fixture->night = night_fixture_new(yaml);
    fixture->night->options.open_query = open_query;
    fixture->whole = at_first;
    night_fixture_run(fixture->night);
    fixture->n_whole = 0;
    fixture->whole = later;
    fixture->keys = later_keys;
    fixture->since = since_mark;
    fixture->late = late_rows;
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    night_fixture_free(fixture->night);
    hn_clock_set(NULL, NULL);
}

/* A night that asked so often, after which so many records are known; of the sweep's day whether
 * the next night must sweep, whatever its schedule says. */
static void
assert_night(Fixture *fixture, guint n_late, guint n_whole, guint n_known, gboolean must_sweep)
{
    HnFeedMark mark;
    fixture->n_late = fixture->n_whole = 0;
    night_fixture_run(fixture->night);
    g_assert_false(fixture->night->summary.kept);
    g_assert_cmpuint(fixture->n_late, ==, n_late);
    g_assert_cmpuint(fixture->n_whole, ==, n_whole);
    g_assert_cmpuint(night_fixture_n_known(fixture->night), ==, n_known);
    HnStore *store = night_fixture_store(fixture->night);
    g_assert_true(hn_feed_mark_read(store, "a", &mark, NULL));
    g_assert_true(mark.any);
    g_assert_cmpint(mark.sweep_day == 0, ==, must_sweep);
    hn_feed_mark_clear(&mark);
    hn_store_close(store);
}

static void
assert_golden(const Fixture *fixture, const char *name, gboolean is_there)
{
    g_autofree char *golden = night_fixture_result(fixture->night, "golden");
    g_assert_cmpint(strstr(golden, name) != NULL, ==, is_there);
}

static void
test_by_their_keys(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_night(fixture, 1, 0, 3, FALSE);
    assert_golden(fixture, "An Nguyen", TRUE);
    assert_golden(fixture, "Cuc", TRUE);
    assert_night(fixture, 0, 0, 3, FALSE);
}

/* Bytes, texts of another encoding ...: the database has no row whose key is this text. */
static void
test_keys_that_find_nothing(Fixture *fixture, gconstpointer answer)
{
    fixture->late = answer;
    assert_night(fixture, 1, 1, 3, FALSE);
    assert_golden(fixture, "An Nguyen", TRUE);
    assert_golden(fixture, "Cuc", TRUE);
    assert_night(fixture, 0, 0, 3, FALSE);
}

static void
test_keys_that_are_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->late = refuses;
    assert_night(fixture, 1, 1, 3, FALSE);
    assert_golden(fixture, "An Nguyen", TRUE);
    assert_night(fixture, 0, 0, 3, FALSE);
}

/* What came is taken, what did not is told, and looked for in the next night. */
static void
test_no_way_to_read_them(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const broken[] = { "1|An|2001-02-03" OLD, "@x", NULL };
    static const char *const since[] = { "2|Binh Tran|2002-03-04" NEW, NULL };
    const char *const *const answers[][2] = {
        { refuses, refuses }, { refuses, broken }, { nothing, refuses }, { nothing, broken }
    };
    fixture->since = since;
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        fixture->late = answers[i][0];
        fixture->whole = answers[i][1];
        assert_night(fixture, 1, 1, 2, TRUE);
        g_assert_true(
            night_fixture_notes_hold(fixture->night, "2 records that were committed late"));
        assert_golden(fixture, "Binh Tran", TRUE);
        assert_golden(fixture, "An Nguyen", FALSE);
    }
    fixture->late = late_rows;
    assert_night(fixture, 1, 0, 3, FALSE);
    assert_golden(fixture, "An Nguyen", TRUE);
}

/* One reading tells that it is gone; the next sweep does not have it. */
static void
test_gone_between_sweep_and_question(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const others[] = { "2|Binh|2002-03-04" NEW, "3|Cuc|2003-04-05" OLD, NULL };
    static const char *const late[] = { "3|Cuc|2003-04-05" OLD, NULL };
    static const char *const keys[] = { "2" NEW, "3" OLD, NULL };
    fixture->late = late;
    fixture->whole = others;
    assert_night(fixture, 1, 1, 2, FALSE);
    fixture->keys = keys;
    assert_night(fixture, 0, 0, 2, FALSE);
}

/* It comes each time that it is asked for, and is refused each time. */
static void
test_in_quarantine(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const late[] = { "1|An Nguyen|2001-02-03|2026-11-21", "!encoding", NULL };
    fixture->late = late;
    for (guint i = 0; i < 3; i++) {
        assert_night(fixture, 1, 0, 2, FALSE);
        g_assert_cmpuint(fixture->night->summary.n_quarantined, ==, 1);
    }
    assert_golden(fixture, "An Nguyen", TRUE);
}

static gboolean is_whole_kept; /* and the next sync fails */

static int
keeping(const char *from, const char *to)
{
    is_whole_kept = g_str_has_suffix(to, "/spool/a");
    return rename(from, to);
}

static int
syncing(int fd)
{
    if (!is_whole_kept)
        return fsync(fd);
    is_whole_kept = FALSE;
    errno = EIO;
    return -1;
}

/* The night ends right behind that, if it keeps what the whole read gave: then the run that goes on
 * has all. What broke off is no delivery, and what came since the mark stands. */
static void
test_ended_behind_the_whole_read(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const broken[] = { "1|An|2001-02-03" OLD, "@x", NULL };
    static const char *const since[] = { "2|Binh Tran|2002-03-04" NEW, NULL };
    const HnIoOps ops = { .rename = keeping, .fsync = syncing };
    fixture->since = since;
    fixture->late = refuses;
    for (guint is_good = 0; is_good < 2; is_good++) {
        fixture->whole = is_good ? later : broken;
        hn_io_set_ops(&ops);
        const gboolean has_ended = !night_fixture_try(fixture->night, NULL);
        hn_io_set_ops(NULL);
        if (has_ended)
            night_fixture_run(fixture->night);
        g_assert_true(fixture->night->summary.resumed == has_ended);
        g_assert_false(fixture->night->summary.kept);
        g_assert_true(has_ended == (is_good != 0));
        assert_golden(fixture, is_good ? "An Nguyen" : "Binh Tran", TRUE);
        g_assert_cmpuint(night_fixture_n_known(fixture->night), ==, is_good ? 3 : 2);
    }
}

#define ADD_WITH(name, data, test)                                                                 \
    g_test_add("/linker/night_late/" name, Fixture, data, set_up, test, tear_down)
#define ADD(name, test) ADD_WITH(name, NULL, test)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("by_their_keys", test_by_their_keys);
    ADD_WITH("keys_that_find_nothing", nothing, test_keys_that_find_nothing);
    ADD_WITH("keys_of_which_one_finds_nothing", one_row, test_keys_that_find_nothing);
    ADD("keys_that_are_refused", test_keys_that_are_refused);
    ADD("no_way_to_read_them", test_no_way_to_read_them);
    ADD("ended_behind_the_whole_read", test_ended_behind_the_whole_read);
    ADD("gone_between_sweep_and_question", test_gone_between_sweep_and_question);
    ADD("in_quarantine", test_in_quarantine);
    return g_test_run();
}
