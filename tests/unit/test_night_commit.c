/* Goal: what people decide while a night is at work is in force and stays, at whatever stage it
 * comes; a night that another took over publishes nothing. */
#include "base/base_error.h"
#include "base/io.h"
#include "linker/live_undo.h"
#include "linker/night.h"
#include "store/store_error.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 12u

static const HnStage stages[] = { HN_STAGE_LAND,  HN_STAGE_STANDARDISE, HN_STAGE_TRAIN,
                                  HN_STAGE_BLOCK, HN_STAGE_SCORE,       HN_STAGE_LINK,
                                  HN_STAGE_GATE,  HN_STAGE_COMMIT,      HN_STAGE_PUBLISH };

static NightFixture *
second_night(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    return f;
}

static HnStore *
open_beside(const NightFixture *f)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = hn_night_open_store(f->project, HN_STORE_BESIDE, &error);
    g_assert_no_error(error);
    return store;
}

static guint
find_type(const NightFixture *f, const char *name)
{
    guint t = 0;
    while (strcmp(f->project->entities[t].name, name) != 0)
        t++;
    return t;
}

/* The first records of two entities of b are one, or the two of one are not; returns the decision.
 */
static guint64
decide(NightFixture *f, HnDecisionKind kind, guint32 row_a, guint32 row_b)
{
    static char verb[] = "decide", by[] = "clerk";
    g_autoptr(GError) error = NULL;
    HnStore *store = open_beside(f);
    g_assert_true(hn_store_pin(store, &error));
    HnLive *live = hn_live_new(store, f->project, find_type(f, "person"), &error);
    g_assert_no_error(error);
    HnRecordName names[2] = { hn_live_name(live, row_a), hn_live_name(live, row_b) };
    const gboolean same = kind == HN_DECISION_SAME;
    const HnDecision decision = { .kind = kind,
                                  .verb = verb,
                                  .reason = verb,
                                  .by = by,
                                  .n_records = { same ? 2 : 1, same ? 0 : 1 },
                                  .records = { names, same ? NULL : names + 1 } };
    const HnLiveAct act = { .n_decisions = 1, .decisions = &decision };
    HnLivePlan *plan = hn_live_new_decision(live, store, &act, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hn_live_plan_n_moved(plan), >, 0);
    const HnDecision *made = hn_live_plan_take(plan);
    g_assert_true(hn_live_commit(store, &live, 1, &error));
    g_assert_no_error(error);
    const guint64 sequence = made->sequence;
    hn_live_free(live);
    hn_store_close(store);
    return sequence;
}

static gboolean
are_one(const NightFixture *f, const char *a, const char *b)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = night_fixture_store(f);
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(store, "person", &error);
    g_assert_no_error(error);
    hn_store_close(store);
    const guint32 x = hn_crosswalk_find(crosswalk, "a", hn_slice_of(a));
    const guint32 y = hn_crosswalk_find(crosswalk, "a", hn_slice_of(b));
    g_assert_cmpuint(x, !=, G_MAXUINT32);
    g_assert_cmpuint(y, !=, G_MAXUINT32);
    return crosswalk->entity_of[x] == crosswalk->entity_of[y];
}

static void
go_on(HnNight *night, HnStage from)
{
    g_autoptr(GError) error = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(stages); i++)
        if (stages[i] >= from) {
            night_fixture_do_stage(night, stages[i], &error);
            g_assert_no_error(error);
        }
}

static void
test_decisions_at_every_stage(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(stages); i++) {
        NightFixture *f = second_night();
        HnNight *night = night_fixture_up_to(f, stages[i]);
        decide(f, HN_DECISION_SAME, 0, 2); /* rows 0 and 1 are one person, 2 and 3 another */
        go_on(night, stages[i]);
        const gboolean is_late = stages[i] > HN_STAGE_LINK && stages[i] <= HN_STAGE_COMMIT;
        g_assert_cmpint(night_fixture_notes_hold(f, "made while the night was at work"), ==,
                        is_late);
        hn_night_free(night);
        g_assert_true(are_one(f, "000", "002"));
        night_fixture_run(f); /* and the night after knows it */
        g_assert_true(are_one(f, "000", "002"));
        night_fixture_free(f);
    }
}

/* The night learns how companies are linked, and no bundle of theirs was promoted before it. */
static void
test_under_a_bundle_of_the_night(void)
{
    static const char strangers[] = "id,name,code\nc1,An Phát,100000\nc2,Bình Minh,543210\n";
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_deliver(f, "c.csv", strangers);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 2);
    HnNight *night = night_fixture_up_to(f, HN_STAGE_COMMIT);
    decide(f, HN_DECISION_SAME, 0, 2);
    go_on(night, HN_STAGE_COMMIT);
    g_autofree char *promoted = hn_store_bundle(night->store, "company");
    g_assert_cmpstr(promoted, ==, night->types[find_type(f, "company")].bundle->id);
    hn_night_free(night);
    g_assert_true(are_one(f, "000", "002"));
    night_fixture_free(f);
}

static void
test_killed_before_commit(void)
{
    NightFixture *f = second_night();
    hn_night_free(night_fixture_up_to(f, HN_STAGE_COMMIT));
    decide(f, HN_DECISION_SAME, 0, 2);
    night_fixture_run(f);
    g_assert_true(f->summary.resumed);
    g_assert_true(are_one(f, "000", "002"));
    night_fixture_free(f);
}

static void
test_two_who_decide(void)
{
    NightFixture *f = second_night();
    g_autoptr(GError) error = NULL;
    HnStore *store = open_beside(f);
    g_assert_true(hn_store_pin(store, &error));
    HnLive *live = hn_live_new(store, f->project, find_type(f, "person"), &error);
    decide(f, HN_DECISION_SAME, 0, 2); /* the other was first */
    HnRecordName name = hn_live_name(live, 4);
    static char verb[] = "lock";
    const HnDecision decision = { .kind = HN_DECISION_LOCK,
                                  .verb = verb,
                                  .reason = verb,
                                  .by = verb,
                                  .n_records = { 1, 0 },
                                  .records = { &name, NULL } };
    const HnLiveAct act = { .n_decisions = 1, .decisions = &decision };
    hn_live_plan_take(hn_live_new_decision(live, store, &act, &error));
    g_assert_false(hn_live_commit(store, &live, 1, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED);
    hn_live_free(live);
    hn_store_close(store);
    night_fixture_free(f);
}

/* At whatever stage it was paused: it says so, and what counts is the other's. */
static void
test_taken_over(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(stages); i++) {
        NightFixture *f = second_night();
        HnNight *paused = night_fixture_up_to(f, stages[i]);
        const HnPipelineOptions *options = paused->options;
        HnPipelineOptions other = *options;
        HnRunSummary summary;
        g_autoptr(GError) error = NULL;
        hn_run_summary_init(&summary);
        other.take_over = TRUE;
        other.event = NULL;
        g_assert_true(hn_pipeline_run(&other, &summary, &error));
        g_assert_true(summary.published);
        for (gsize k = i; error == NULL && k < G_N_ELEMENTS(stages); k++)
            night_fixture_do_stage(paused, stages[k], &error);
        g_assert_nonnull(error);
        g_assert_false(hn_night_was_taken_over(paused, &error));
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_FENCED);
        g_autofree char *link = g_build_filename(f->project->state, "results", "current", NULL);
        g_autofree char *current = g_file_read_link(link, NULL);
        g_assert_cmpstr(current, ==, summary.run_id);
        hn_night_free(paused);
        hn_run_summary_clear(&summary);
        night_fixture_free(f);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/night_commit/decisions_at_every_stage", test_decisions_at_every_stage);
    g_test_add_func("/linker/night_commit/under_a_bundle_of_the_night",
                    test_under_a_bundle_of_the_night);
    g_test_add_func("/linker/night_commit/killed_before_commit", test_killed_before_commit);
    g_test_add_func("/linker/night_commit/two_who_decide", test_two_who_decide);
    g_test_add_func("/linker/night_commit/taken_over", test_taken_over);
    return g_test_run();
}
