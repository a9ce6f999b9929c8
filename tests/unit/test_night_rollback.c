/* Goal: an earlier run comes again through the pipeline; what never was published does not; a run
 * that was killed goes on only as what it was. */
#include "linker/night_rollback.h"

#include "linker/linker_error.h"
#include "linker/night_resume.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

/* Three nights: @N_PEOPLE, more, fewer. */
static NightFixture *
three_nights(void)
{
    NightFixture *f = night_fixture_new(NULL);
    for (guint n = 0; n < 3; n++) {
        night_fixture_deliver_all(f, N_PEOPLE + (n == 1 ? 3 : 0));
        night_fixture_run(f);
    }
    return f;
}

static void
ask(NightFixture *f, guint64 run)
{
    f->options.rollback_to = run;
    f->options.rollback_reason = "a bad feed";
    f->options.rollback_by = "somebody";
}

static gboolean
check(NightFixture *f, guint64 run, HnRollbackState *ret_state, GError **error)
{
    g_autoptr(HnStore) store = night_fixture_store(f);
    return hn_rollback_check(store, run, ret_state, error);
}

static void
test_a_run_comes_again(void)
{
    NightFixture *f = three_nights();
    g_autofree char *last = night_fixture_result(f, "crosswalk");
    ask(f, 2);
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.rollback_to, ==, 2);
    g_assert_cmpstr(f->summary.rollback_reason, ==, "a bad feed");
    g_autofree char *second = night_fixture_result(f, "crosswalk");
    g_assert_cmpstr(second, !=, last);
    HnRollbackState state = HN_ROLLBACK_POSSIBLE;
    g_assert_true(check(f, 2, &state, NULL));
    g_assert_cmpint(state, ==, HN_ROLLBACK_NOTHING);
    g_assert_true(check(f, 4, &state, NULL));
    g_assert_cmpint(state, ==, HN_ROLLBACK_NOTHING);
    g_assert_true(check(f, 3, &state, NULL));
    g_assert_cmpint(state, ==, HN_ROLLBACK_POSSIBLE);
    ask(f, 3);
    night_fixture_run(f);
    g_autofree char *third = night_fixture_result(f, "crosswalk");
    g_assert_cmpstr(third, ==, last);
    night_fixture_free(f);
}

static void
test_what_was_not_published_is_refused(void)
{
    NightFixture *f = three_nights();
    night_fixture_deliver_all(f, N_PEOPLE / 2);
    g_assert_true(night_fixture_try(f, NULL)); /* held by a gate */
    HnRollbackState state;
    g_autoptr(GError) held = NULL;
    g_assert_false(check(f, 4, &state, &held));
    g_assert_error(held, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
    g_assert_nonnull(strstr(held->message, "held by a gate"));
    g_autoptr(GError) unknown = NULL;
    g_assert_false(check(f, 77, &state, &unknown));
    g_assert_error(unknown, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN);
    g_autoptr(GError) asked = NULL;
    ask(f, 77);
    g_assert_false(night_fixture_try(f, &asked));
    g_assert_error(asked, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN);
    night_fixture_free(f);
}

static char *
reason_of(HnNight *night)
{
    guint8 config[HN_DIGEST_BYTES];
    const HnResumeReason *why = NULL;
    g_autoptr(GError) error = NULL;
    hn_project_digest(night->options->project, config);
    g_assert_true(hn_night_resume_reason(night, config, &why, &error));
    g_assert_no_error(error);
    return why == NULL ? NULL : g_strdup(why->english);
}

static void
test_only_the_same_goes_on(void)
{
    NightFixture *f = three_nights();
    ask(f, 1);
    g_autoptr(HnNight) night = night_fixture_begin(f, NULL);
    g_assert_nonnull(night);
    g_assert_true(hn_night_land_past(night, NULL));
    g_autofree char *same = reason_of(night);
    g_assert_null(same);
    ask(f, 2);
    g_autofree char *other = reason_of(night);
    g_assert_nonnull(strstr(other, "that run"));
    ask(f, 0);
    g_autofree char *ordinary = reason_of(night);
    g_assert_nonnull(strstr(ordinary, "earlier run"));
    ask(f, 1);
    g_clear_pointer(&night, hn_night_free);
    night_fixture_run(f);
    g_assert_true(f->summary.resumed);
    night_fixture_free(f);
}

/* Where events were taken away, what comes out of them is no state that ever was. */
static void
test_a_history_with_a_hole_is_refused(void)
{
    NightFixture *f = three_nights();
    HnStore *store = hn_night_open_store(f->project, HN_STORE_WRITE, NULL);
    g_assert_true(hn_store_forget_segments(store, "EVNT", "person", 3, NULL));
    hn_store_close(store);
    g_autoptr(GError) error = NULL;
    ask(f, 2);
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "cannot come again"));
    ask(f, 0); /* and the next night goes on as if nobody had asked */
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_assert_false(night_fixture_notes_hold(f, "abandoned"));
    night_fixture_free(f);
}

/* The bundle of then decides again, from the moment of the commit on. */
static void
test_the_model_of_then_decides(void)
{
    NightFixture *f = three_nights();
    HnStore *store = hn_night_open_store(f->project, HN_STORE_WRITE, NULL);
    g_autofree char *then = hn_store_bundle(store, "person");
    g_assert_true(hn_store_promote_bundle(store, "person", "of another day", NULL));
    hn_store_close(store);
    ask(f, 1);
    night_fixture_run(f);
    g_assert_true(night_fixture_notes_hold(f, "decides again"));
    g_autoptr(HnStore) after = night_fixture_store(f);
    g_autofree char *now = hn_store_bundle(after, "person");
    g_assert_cmpstr(now, ==, then);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_rollback/a_run_comes_again", test_a_run_comes_again);
    g_test_add_func("/linker/night_rollback/what_was_not_published_is_refused",
                    test_what_was_not_published_is_refused);
    g_test_add_func("/linker/night_rollback/only_the_same_goes_on", test_only_the_same_goes_on);
    g_test_add_func("/linker/night_rollback/a_history_with_a_hole_is_refused",
                    test_a_history_with_a_hole_is_refused);
    g_test_add_func("/linker/night_rollback/the_model_of_then_decides",
                    test_the_model_of_then_decides);
    return g_test_run();
}
