/* Goal: a held run is published as it was staged, also after a kill, and only while nothing else
 * has been decided or published since. */
#include "linker/night_held.h"

#include "linker/linker_error.h"
#include "store/store_private.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 20u

/* The second night is held: half of the rows are missing. */
static NightFixture *
held(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE / 2);
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_true(f->summary.held);
    return f;
}

static void
ask(NightFixture *f, guint64 run)
{
    f->options.accept_run = run;
    f->options.accept_reason = "a register was closed";
    f->options.accept_by = "somebody";
}

static HnRunState
state_of(NightFixture *f, guint64 run)
{
    HnRunInfo info;
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_assert_true(hn_store_run_info(store, run, &info, NULL));
    return info.state;
}

static void
refuses(NightFixture *f, guint64 run, gint code, const char *words)
{
    g_autoptr(GError) error = NULL;
    ask(f, run);
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, code);
    g_assert_nonnull(strstr(error->message, words));
}

static void
test_what_was_staged_is_published(void)
{
    NightFixture *f = held();
    night_fixture_deliver_all(f, N_PEOPLE); /* nobody looks at it */
    ask(f, 2);
    night_fixture_run(f);
    g_assert_cmpstr(f->summary.accept_reason, ==, "a register was closed");
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
    g_assert_cmpuint(f->summary.bundles->len, >, 0);
    refuses(f, 2, HN_LINKER_ERROR_CONFLICT, "published already");
    refuses(f, 77, HN_LINKER_ERROR_UNKNOWN, "no such run");
    night_fixture_free(f);
}

static void
test_a_kill_between_leaves_it_accepted(void)
{
    for (guint with_run = 0; with_run < 2; with_run++) {
        NightFixture *f = held();
        ask(f, 2);
        g_autoptr(HnNight) killed = night_fixture_begin(f, NULL);
        g_assert_nonnull(killed);
        g_assert_true(hn_night_land(killed, NULL));
        g_clear_pointer(&killed, hn_night_free);
        g_assert_cmpint(state_of(f, 2), ==, HN_RUN_RUNNING);
        if (with_run > 0) /* the same deliveries: it goes on, and no gate asks again */
            ask(f, 0);
        night_fixture_run(f);
        g_assert_false(f->summary.held);
        g_assert_cmpstr(f->summary.accept_by, ==, "somebody");
        g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
        night_fixture_free(f);
    }
}

/* Killed behind its acceptance, at whatever stage. */
static NightFixture *
accepted_and_killed(guint n_stages)
{
    NightFixture *f = held();
    ask(f, 2);
    g_autoptr(HnNight) killed = night_fixture_begin(f, NULL);
    g_assert_nonnull(killed);
    g_assert_true(n_stages < 1 || hn_night_land(killed, NULL));
    g_assert_true(n_stages < 2 || hn_night_train(killed, NULL));
    g_assert_true(n_stages < 3 || hn_night_link(killed, NULL));
    ask(f, 0);
    return f;
}

/* What is delivered by then is no reason to forget it: that is the next night's, which begins. */
static void
test_a_night_finishes_what_was_let_pass(void)
{
    for (guint n_stages = 0; n_stages <= 3; n_stages++) {
        NightFixture *f = accepted_and_killed(n_stages);
        night_fixture_deliver_all(f, N_PEOPLE + 1);
        night_fixture_run(f);
        g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
        g_assert_cmpstr(f->summary.run_id, ==, "r-00000003R");
        g_assert_cmpint(state_of(f, 3), ==, HN_RUN_PUBLISHED);
        g_assert_false(night_fixture_notes_hold(f, "abandoned"));
        g_assert_cmpuint(f->summary.notes->len, ==, 1);
        g_assert_true(night_fixture_notes_hold(f, "run r-00000002G, which a gate had held"));
        g_assert_null(f->summary.accept_reason);
        g_assert_cmpuint(f->summary.sources->len, ==, f->project->n_feeds);
        g_autofree char *named =
            g_build_filename(f->project->state, "runs/r-00000002G/run.json", NULL);
        g_autofree char *text = NULL;
        g_assert_true(g_file_get_contents(named, &text, NULL, NULL));
        g_assert_nonnull(strstr(text, "a register was closed"));
        night_fixture_free(f);
    }
}

static void
test_nothing_but_a_night_puts_it_away(void)
{
    enum { DRY, TRAIN, BACK, FRESH, N_WAYS };
    for (guint way = 0; way < N_WAYS; way++) {
        NightFixture *f = accepted_and_killed(0);
        g_autoptr(GError) error = NULL;
        f->options.dry_run = way == DRY;
        f->options.train_only = way == TRAIN;
        f->options.fresh = way == TRAIN || way == FRESH;
        f->options.rollback_to = way == BACK ? 1 : 0;
        f->options.rollback_reason = f->options.rollback_by = "x";
        if (way == FRESH) {
            night_fixture_try(f, &error);
            g_assert_no_error(error);
            g_assert_cmpint(state_of(f, 2), ==, HN_RUN_ABANDONED);
        } else {
            g_assert_false(night_fixture_try(f, &error));
            g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
            g_assert_nonnull(strstr(error->message, "`hopnhat run` ends that first"));
            g_assert_cmpint(state_of(f, 2), ==, HN_RUN_RUNNING);
            f->options.dry_run = f->options.train_only = f->options.fresh = FALSE;
            f->options.rollback_to = 0;
            night_fixture_run(f);
            g_assert_cmpint(state_of(f, 2), ==, HN_RUN_PUBLISHED);
        }
        night_fixture_free(f);
    }
}

/* A kill gives no leave: what was accepted was accepted under what it was decided by. */
static void
test_what_has_changed_since_the_kill_stands_in_the_way(void)
{
    NightFixture *f = held();
    ask(f, 2);
    g_autoptr(HnNight) killed = night_fixture_begin(f, NULL);
    g_assert_nonnull(killed);
    g_clear_pointer(&killed, hn_night_free);
    night_fixture_configure(f, "authority: 90", "authority: 91", NULL);
    refuses(f, 2, HN_LINKER_ERROR_CONFLICT, "configuration");
    ask(f, 0);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f); /* it puts the other away */
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_ABANDONED);
    night_fixture_free(f);
}

static void
test_what_has_changed_since_stands_in_the_way(void)
{
    NightFixture *f = held();
    HnStore *store = hn_night_open_store(f->project, HN_STORE_WRITE, NULL);
    g_autofree char *bundle = hn_store_bundle(store, "person");
    g_assert_true(hn_store_promote_bundle(store, "person", "of another day", NULL));
    hn_store_close(store);
    refuses(f, 2, HN_LINKER_ERROR_CONFLICT, "bundle");
    g_assert_cmpint(state_of(f, 2), ==, HN_RUN_HELD);
    store = hn_night_open_store(f->project, HN_STORE_WRITE, NULL);
    g_assert_true(hn_store_promote_bundle(store, "person", bundle, NULL));
    hn_store_close(store);
    ask(f, 0);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    refuses(f, 2, HN_LINKER_ERROR_CONFLICT, "superseded");
    night_fixture_free(f);
}

/* As a recovery by an earlier version left it. */
static void
forget(NightFixture *f, const char *mark)
{
    HnStore *store = hn_night_open_store(f->project, HN_STORE_WRITE, NULL);
    g_assert_true(hn_store_begin(store, NULL));
    g_assert_true(hn_store_end(
        store,
        hn_sql_run(store->db, NULL, "DELETE FROM stages WHERE run = 2 AND stage = ?", "t", mark),
        NULL));
    hn_store_close(store);
}

static void
test_without_its_marks_it_stays_out(void)
{
    static const char *const marks[] = { "begun", "link" };
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        NightFixture *f = held();
        forget(f, marks[i]);
        refuses(f, 2, HN_LINKER_ERROR_CONFLICT, "`hopnhat run` says what is so now");
        g_assert_cmpint(state_of(f, 2), ==, HN_RUN_HELD);
        night_fixture_free(f);
    }
}

#define STRANGERS "id,name,code\nc1,An Phát,100000\nc2,Bình Minh,543210\n"
#define TWINS STRANGERS "d1,An Phát,100000\nd2,Bình Minh,543210\n"

static char *
promoted(const NightFixture *f)
{
    g_autoptr(HnStore) store = night_fixture_store(f);
    return hn_store_bundle(store, "company");
}

/* No two companies share a key in the first night, so none decides about them. In the second, which
 * is held, they may. */
static void
test_what_it_learned_decides_when_it_is_published(void)
{
    for (guint learns = 0; learns < 2; learns++) {
        NightFixture *f = night_fixture_new(NULL);
        night_fixture_deliver_all(f, N_PEOPLE);
        night_fixture_deliver(f, "c.csv", STRANGERS);
        night_fixture_run(f);
        night_fixture_deliver_all(f, N_PEOPLE / 2);
        night_fixture_deliver(f, "c.csv", learns == 0 ? STRANGERS : TWINS);
        g_assert_true(night_fixture_try(f, NULL));
        g_assert_true(f->summary.held);
        const guint n_bundles = f->summary.bundles->len;
        g_autofree char *before = promoted(f);
        g_assert_null(before);
        ask(f, 2);
        night_fixture_run(f);
        g_assert_cmpuint(f->summary.bundles->len, ==, n_bundles);
        g_autofree char *after = promoted(f);
        g_assert_true((after != NULL) == (learns == 1));
        night_fixture_free(f);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_held/what_was_staged_is_published",
                    test_what_was_staged_is_published);
    g_test_add_func("/linker/night_held/a_kill_between_leaves_it_accepted",
                    test_a_kill_between_leaves_it_accepted);
    g_test_add_func("/linker/night_held/a_night_finishes_what_was_let_pass",
                    test_a_night_finishes_what_was_let_pass);
    g_test_add_func("/linker/night_held/nothing_but_a_night_puts_it_away",
                    test_nothing_but_a_night_puts_it_away);
    g_test_add_func("/linker/night_held/what_has_changed_since_the_kill_stands_in_the_way",
                    test_what_has_changed_since_the_kill_stands_in_the_way);
    g_test_add_func("/linker/night_held/what_has_changed_since_stands_in_the_way",
                    test_what_has_changed_since_stands_in_the_way);
    g_test_add_func("/linker/night_held/without_its_marks_it_stays_out",
                    test_without_its_marks_it_stays_out);
    g_test_add_func("/linker/night_held/what_it_learned_decides_when_it_is_published",
                    test_what_it_learned_decides_when_it_is_published);
    return g_test_run();
}
