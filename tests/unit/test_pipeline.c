/* Goal: a night is published whole, an unchanged one says nothing, and a kill at the end of any
 * stage changes no byte. */
#include "linker/pipeline.h"

#include "linker/linker_error.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 40u

static void
test_a_night_publishes_its_results(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    const HnRunSummary *s = &f->summary;
    g_assert_cmpuint(s->n_read, ==, 2 * N_PEOPLE + 2 * N_PEOPLE / 4 + N_PEOPLE / 4);
    g_assert_cmpuint(s->n_accepted, ==, s->n_read);
    g_assert_cmpuint(s->n_records, ==, 2 * N_PEOPLE + 2 * N_PEOPLE / 4);
    g_assert_cmpuint(s->n_new, ==, s->n_entities);
    g_assert_cmpuint(s->n_entities, ==, N_PEOPLE + N_PEOPLE / 4); /* each two rows are one */
    g_assert_cmpuint(s->n_events, ==, s->n_new);
    g_assert_cmpuint(s->bundles->len, ==, 2);
    for (HnStage stage = HN_STAGE_LAND; stage <= HN_STAGE_PUBLISH; stage++) {
        g_autofree char *done = g_strdup_printf("stage %s done", hn_stage_name(stage));
        g_assert_cmpuint(night_fixture_n_told(f, done), >, 0);
    }
    g_autofree char *relations = night_fixture_result(f, "relations");
    g_assert_cmpuint(strlen(relations), >, 0);
    night_fixture_free(f);
}

static void
test_an_unchanged_night_says_nothing(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autofree char *crosswalk = night_fixture_result(f, "crosswalk");
    g_autofree char *golden = night_fixture_result(f, "golden");
    g_autofree char *cases = night_fixture_result(f, "cases");
    night_fixture_run(f);
    g_assert_cmpuint(f->summary.n_events, ==, 0);
    g_autofree char *crosswalk_again = night_fixture_result(f, "crosswalk");
    g_autofree char *golden_again = night_fixture_result(f, "golden");
    g_autofree char *cases_again = night_fixture_result(f, "cases");
    g_autofree char *changes = night_fixture_result(f, "changes");
    g_assert_cmpstr(crosswalk, ==, crosswalk_again);
    g_assert_cmpstr(golden, ==, golden_again);
    g_assert_cmpstr(cases, ==, cases_again);
    g_assert_cmpstr(changes, ==, "");
    night_fixture_free(f);
}

/* Two nights; the second is left after @stage (HN_STAGES: never) and run again. */
static char *
digest_of_two_nights(HnStage stage, guint n_threads, guint64 memory_bytes)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 5);
    f->options.n_threads = n_threads;
    f->options.memory_bytes = memory_bytes;
    if (stage < HN_STAGES)
        hn_night_free(night_fixture_up_to(f, (HnStage)(stage + 1)));
    night_fixture_run(f);
    g_assert_true(f->summary.resumed == (stage < HN_STAGE_PUBLISH));
    for (HnStage one = HN_STAGE_LAND; one < HN_STAGE_GATE; one++) {
        g_autofree char *start = g_strdup_printf("stage %s start", hn_stage_name(one));
        if (stage < HN_STAGE_PUBLISH && one <= stage)
            g_assert_cmpuint(night_fixture_n_told(f, start), ==, 0); /* not once more */
    }
    char *digest = night_fixture_digest(f);
    night_fixture_free(f);
    return digest;
}

static void
test_a_kill_changes_no_byte(void)
{
    g_autofree char *undisturbed = digest_of_two_nights(HN_STAGES, 2, (guint64)256 << 20);
    for (HnStage stage = HN_STAGE_LAND; stage < HN_STAGE_PUBLISH; stage++) {
        g_autofree char *resumed = digest_of_two_nights(stage, 2, (guint64)256 << 20);
        g_assert_cmpstr(resumed, ==, undisturbed);
    }
}

static void
test_threads_and_memory_change_no_byte(void)
{
    g_autofree char *two = digest_of_two_nights(HN_STAGES, 2, (guint64)256 << 20);
    g_autofree char *one = digest_of_two_nights(HN_STAGES, 1, (guint64)256 << 20);
    g_autofree char *four = digest_of_two_nights(HN_STAGES, 4, (guint64)16 << 20);
    g_assert_cmpstr(one, ==, two);
    g_assert_cmpstr(four, ==, two);
}

static void
test_a_dry_run_leaves_nothing(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autofree char *before = night_fixture_digest(f);
    night_fixture_deliver_all(f, N_PEOPLE + 5);
    f->options.dry_run = TRUE;
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_false(f->summary.published);
    g_assert_cmpuint(f->summary.n_new, >, 0);
    g_autofree char *after = night_fixture_digest(f);
    g_assert_cmpstr(before, ==, after);
    f->options.dry_run = FALSE;
    night_fixture_run(f);
    g_assert_false(f->summary.resumed);
    night_fixture_free(f);
}

/* Nothing is going on afterwards: neither a person nor a backup waits for it. */
static void
test_a_refused_night_leaves_no_run(void)
{
    NightFixture *f = night_fixture_new(NULL);
    HnRunInfo run;
    gboolean found = TRUE;
    g_autoptr(GError) error = NULL;
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_deliver(f, "r.csv", "x\n1\n");
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN);
    HnStore *store = night_fixture_store(f);
    g_assert_true(hn_store_unfinished_run(store, &found, &run, NULL));
    g_assert_false(found);
    hn_store_close(store);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_assert_false(night_fixture_notes_hold(f, "abandoned"));
    night_fixture_free(f);
}

static void
test_a_dry_first_night_promotes_no_bundle(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    f->options.dry_run = TRUE;
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_cmpuint(f->summary.n_new, >, 0);
    HnStore *store = night_fixture_store(f);
    g_assert_null(hn_store_bundle(store, "person"));
    g_assert_cmpuint(hn_store_published_run(store), ==, 0);
    hn_store_close(store);
    night_fixture_free(f);
}

static char *
promoted(const NightFixture *f)
{
    g_autoptr(HnStore) store = night_fixture_store(f);
    return hn_store_bundle(store, "person");
}

/* What it learned from other deliveries does not decide. */
static void
test_an_abandoned_first_night_leaves_no_model(void)
{
    for (HnStage stage = HN_STAGE_BLOCK; stage <= HN_STAGE_COMMIT; stage++) {
        NightFixture *f = night_fixture_new(NULL), *undisturbed = night_fixture_new(NULL);
        night_fixture_deliver_all(f, N_PEOPLE / 2);
        hn_night_free(night_fixture_up_to(f, stage));
        g_autofree char *early = promoted(f);
        g_assert_null(early);
        night_fixture_deliver_all(f, N_PEOPLE);
        night_fixture_deliver_all(undisturbed, N_PEOPLE);
        night_fixture_run(f);
        night_fixture_run(undisturbed);
        g_assert_false(f->summary.resumed);
        g_autofree char *model = promoted(f), *expected = promoted(undisturbed);
        g_assert_nonnull(model);
        g_assert_cmpstr(model, ==, expected);
        night_fixture_free(f);
        night_fixture_free(undisturbed);
    }
}

static void
test_training_alone_publishes_nothing(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    f->options.train_only = TRUE;
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_false(f->summary.published);
    g_assert_cmpuint(f->summary.bundles->len, ==, 2);
    HnStore *store = night_fixture_store(f);
    g_assert_cmpuint(hn_store_published_run(store), ==, 0);
    g_assert_null(hn_store_bundle(store, "person"));
    g_autoptr(GPtrArray) ids = hn_bundle_list(store, "person", NULL);
    g_assert_cmpuint(ids->len, ==, 1);
    hn_store_close(store);
    night_fixture_free(f);
}

static void
test_a_signal_keeps_what_was_finished(void)
{
    NightFixture *f = night_fixture_new(NULL);
    g_autoptr(GError) error = NULL;
    night_fixture_deliver_all(f, N_PEOPLE);
    hn_night_free(night_fixture_up_to(f, HN_STAGE_BLOCK));
    f->interrupted = 15;
    g_assert_false(night_fixture_try(f, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED);
    f->interrupted = 0;
    night_fixture_run(f);
    g_assert_true(f->summary.resumed);
    g_assert_cmpuint(night_fixture_n_told(f, "stage standardise start"), ==, 0);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/pipeline/" #what, test_##what)
    ADD(a_night_publishes_its_results);
    ADD(an_unchanged_night_says_nothing);
    ADD(a_kill_changes_no_byte);
    ADD(threads_and_memory_change_no_byte);
    ADD(a_dry_run_leaves_nothing);
    ADD(a_refused_night_leaves_no_run);
    ADD(a_dry_first_night_promotes_no_bundle);
    ADD(an_abandoned_first_night_leaves_no_model);
    ADD(training_alone_publishes_nothing);
    ADD(a_signal_keeps_what_was_finished);
    return g_test_run();
}
