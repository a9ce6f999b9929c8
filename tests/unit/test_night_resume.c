/* Goal: a run goes on only under what it began with: decisions, bundles, and its own purpose. */
#include "linker/night_resume.h"

#include "store/decisions.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

static NightFixture *
delivered(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    return f;
}

/* NULL: it can be gone on with. (transfer full) */
static char *
reason_of(HnNight *night)
{
    guint8 config[HN_DIGEST_BYTES];
    const HnResumeReason *why = NULL;
    g_autoptr(GError) error = NULL;
    hn_project_digest(night->options->project, config);
    hn_night_resume_reason(night, config, &why, &error);
    g_assert_no_error(error);
    return why == NULL ? NULL : g_strdup(why->english);
}

static void
test_nothing_stands_in_the_way_of_the_same(void)
{
    for (HnStage stage = HN_STAGE_LAND; stage <= HN_STAGE_COMMIT; stage++) {
        NightFixture *f = delivered();
        HnNight *night = night_fixture_up_to(f, stage);
        g_autofree char *why = reason_of(night);
        g_assert_null(why);
        hn_night_free(night);
        night_fixture_free(f);
    }
}

static void
test_a_changed_digest_is_a_reason(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_up_to(f, HN_STAGE_LAND);
    night->run.config[3] ^= 1;
    g_autofree char *why = reason_of(night);
    g_assert_nonnull(strstr(why, "configuration"));
    hn_night_free(night);
    night_fixture_free(f);
}

/* The same inputs under another bundle: blocks and scores of the old one are of no use. */
static void
test_another_bundle_is_a_reason(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_TRAIN);
    g_autofree char *bundle = hn_store_bundle(night->store, "person");
    g_assert_true(hn_store_promote_bundle(night->store, "person", "of another day", NULL));
    g_autofree char *before = reason_of(night);
    g_assert_null(before); /* nothing was decided by the old one yet */
    g_assert_true(hn_store_promote_bundle(night->store, "person", bundle, NULL));
    hn_night_free(night);
    night = night_fixture_up_to(f, HN_STAGE_SCORE);
    g_assert_true(hn_store_promote_bundle(night->store, "person", "of another day", NULL));
    g_autofree char *after = reason_of(night);
    g_assert_nonnull(strstr(after, "bundle"));
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_a_run_of_the_first_night_knows_its_own_bundle(void)
{
    NightFixture *f = delivered();
    HnNight *night = night_fixture_up_to(f, HN_STAGE_LINK);
    g_autofree char *learned = g_strdup(night->types[1].bundle->id);
    g_autofree char *early = hn_store_bundle(night->store, "person");
    g_assert_null(early); /* it decides when it is committed */
    hn_night_free(night);
    night_fixture_run(f);
    g_assert_true(f->summary.resumed);
    g_assert_cmpuint(night_fixture_n_told(f, "stage train start"), ==, 0);
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_autofree char *promoted = hn_store_bundle(store, "person");
    g_assert_cmpstr(promoted, ==, learned);
    night_fixture_free(f);
}

static void
decide(HnNight *night)
{
    char type[] = "person", verb[] = "same", word[] = "x", source[] = "a";
    HnRecordName records[] = { { source, hn_slice_of("000") }, { source, hn_slice_of("001") } };
    HnDecision decision = { .kind = HN_DECISION_SAME,
                            .verb = verb,
                            .entity_type = type,
                            .reason = word,
                            .by = word,
                            .n_records = { 2, 0 },
                            .records = { records, NULL } };
    g_autoptr(HnEvents) events = hn_events_new();
    HnLiveChange change = { .decision = &decision, .events = events };
    g_autoptr(GError) error = NULL;
    guint64 first = 0;
    g_assert_true(hn_store_reserve(night->store, 0, HN_ID_DECISION, 1, &decision.sequence, &error));
    g_assert_true(hn_store_reserve(night->store, 0, HN_ID_EVENT, 1, &first, &error));
    hn_events_add(events, HN_EVENT_UPDATED, 1, 0, decision.sequence)->sequence = first;
    hn_store_apply_live(night->store, &change, &error);
    g_assert_no_error(error);
}

/* It is heard by link, or by commit (test_night_commit.c). */
static void
test_a_decision_is_no_reason(void)
{
    NightFixture *f = delivered();
    night_fixture_run(f);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_STANDARDISE);
    decide(night);
    g_autofree char *why = reason_of(night);
    g_assert_null(why);
    hn_night_free(night);
    night_fixture_free(f);
}

static void
test_a_dry_run_and_a_night_are_two_things(void)
{
    for (guint dry = 0; dry < 2; dry++) {
        NightFixture *f = delivered();
        f->options.dry_run = dry == 1;
        HnNight *night = night_fixture_up_to(f, HN_STAGE_LAND);
        f->options.dry_run = dry == 0;
        g_autofree char *why = reason_of(night);
        g_assert_nonnull(strstr(why, "dry run"));
        hn_night_free(night);
        night_fixture_free(f);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(what) g_test_add_func("/linker/night_resume/" #what, test_##what)
    ADD(nothing_stands_in_the_way_of_the_same);
    ADD(a_changed_digest_is_a_reason);
    ADD(another_bundle_is_a_reason);
    ADD(a_run_of_the_first_night_knows_its_own_bundle);
    ADD(a_decision_is_no_reason);
    ADD(a_dry_run_and_a_night_are_two_things);
    return g_test_run();
}
