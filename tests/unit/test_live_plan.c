/* Goal: a plan is what a night would make of a decision, and leaves no trace until it is taken. */
#include "linker/live_plan.h"

#include "tests/unit/live_fixture.h"

static const char crosswalk[] = "a:0=5 a:1=5 b:0=5 b:1=9 c:0=9";

static LiveFixture
two_entities(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 1), LIVE_MATCH(1, 2), LIVE_MATCH(3, 4) };
    return live_fixture_new(crosswalk, "5 9", edges, 3);
}

static char *
events_text(const HnLive *live)
{
    return hn_small_events(hn_live_events(live));
}

static void
test_same_merges(void)
{
    LiveFixture fixture = two_entities();
    HnLivePlan *plan = live_fixture_plan(&fixture, HN_DECISION_SAME, "0 3", NULL);
    g_assert_cmpuint(hn_live_plan_n_rows(plan), ==, 5);
    g_assert_cmpuint(hn_live_plan_n_moved(plan), ==, 2);
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    hn_live_plan_take(plan);
    live_fixture_assert(fixture.live, "5 5 5 5 5");
    g_autofree char *text = events_text(fixture.live);
    g_assert_cmpstr(text, ==, "MERGED 5<9 b:1 c:0");
    const HnEntity *gone = hn_entities_find(hn_live_entities(fixture.live), 9);
    g_assert_cmpint(gone->status, ==, HN_ENTITY_REDIRECT);
    g_assert_cmpuint(gone->redirect, ==, 5);
    g_assert_cmpuint(hn_entities_find(hn_live_entities(fixture.live), 5)->n_records, ==, 5);
    live_fixture_free(&fixture);
}

static void
test_different_splits(void)
{
    LiveFixture fixture = two_entities();
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_DIFFERENT, "0", "2"));
    const HnCrosswalk *rows = hn_live_crosswalk(fixture.live);
    g_assert_cmpuint(rows->entity_of[0], ==, 5);
    g_assert_cmpuint(rows->entity_of[1], ==, 5);
    g_assert_cmpuint(rows->entity_of[2], ==, HN_LIVE_PROVISIONAL);
    g_assert_cmpuint(rows->entity_of[3], ==, 9);
    live_fixture_free(&fixture);
}

static void
test_a_dropped_plan_leaves_no_trace(void)
{
    LiveFixture fixture = two_entities();
    hn_live_plan_free(live_fixture_plan(&fixture, HN_DECISION_SAME, "0 3", NULL));
    hn_live_plan_free(live_fixture_plan(&fixture, HN_DECISION_DIFFERENT, "0", "2"));
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    g_assert_cmpuint(hn_live_decisions(fixture.live)->len, ==, 0);
    g_assert_cmpuint(hn_live_events(fixture.live)->n, ==, 0);
    live_fixture_free(&fixture);
}

static void
test_what_is_so_already_changes_nothing(void)
{
    LiveFixture fixture = two_entities();
    HnLivePlan *plan = live_fixture_plan(&fixture, HN_DECISION_SAME, "0 1", NULL);
    g_assert_cmpuint(hn_live_plan_n_moved(plan), ==, 0);
    g_assert_cmpuint(hn_live_plan_n_events(plan), ==, 0);
    hn_live_plan_take(plan);
    g_assert_cmpuint(hn_live_decisions(fixture.live)->len, ==, 1);
    live_fixture_free(&fixture);
}

static void
test_the_later_decision_wins_and_names_the_other(void)
{
    LiveFixture fixture = two_entities();
    const guint64 same =
        hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "0 3", NULL))->sequence;
    HnLivePlan *plan = live_fixture_plan(&fixture, HN_DECISION_DIFFERENT, "0", "3");
    g_assert_cmpuint(hn_live_plan_overruled(plan)->len, ==, 1);
    g_assert_cmpuint(g_array_index(hn_live_plan_overruled(plan), guint64, 0), ==, same);
    hn_live_plan_take(plan);
    const HnCrosswalk *rows = hn_live_crosswalk(fixture.live);
    g_assert_cmpuint(rows->entity_of[0], !=, rows->entity_of[3]);
    g_assert_cmpuint(rows->entity_of[0], ==, rows->entity_of[2]);
    g_assert_cmpuint(rows->entity_of[3], ==, rows->entity_of[4]);
    live_fixture_free(&fixture);
}

static void
test_a_decision_overruled_elsewhere_does_not_count(void)
{
    /* DIFFERENT names rows of two components; SAME later overrules it in one of them, so as a
     * whole: what it kept apart in the other comes together again. */
    LiveFixture fixture = two_entities();
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_DIFFERENT, "0 3", "1 4"));
    const HnCrosswalk *rows = hn_live_crosswalk(fixture.live);
    g_assert_cmpuint(rows->entity_of[0], !=, rows->entity_of[1]);
    g_assert_cmpuint(rows->entity_of[3], !=, rows->entity_of[4]);
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "3 4", NULL));
    g_assert_cmpuint(rows->entity_of[3], ==, rows->entity_of[4]);
    g_assert_cmpuint(rows->entity_of[0], ==, rows->entity_of[1]);
    live_fixture_free(&fixture);
}

static void
test_a_lock_is_a_flag_of_the_entity(void)
{
    LiveFixture fixture = two_entities();
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_LOCK, "3 4", NULL));
    g_autofree char *text = events_text(fixture.live);
    g_assert_cmpstr(text, ==, "LOCKED 9");
    g_assert_true(hn_entities_find(hn_live_entities(fixture.live), 9)->locked);
    g_assert_false(hn_entities_find(hn_live_entities(fixture.live), 5)->locked);
    live_fixture_free(&fixture);
}

static void
test_who_binds_and_who_separates(void)
{
    LiveFixture fixture = two_entities();
    const guint64 first =
        hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "0 3", NULL))->sequence;
    HnLivePlan *plan = live_fixture_plan(&fixture, HN_DECISION_DIFFERENT, "1", "4");
    g_autoptr(GArray) binds = hn_live_plan_who_binds(plan, 0, 3);
    g_autoptr(GArray) none = hn_live_plan_who_binds(plan, 0, 4);
    g_autoptr(GArray) apart = hn_live_plan_who_separates(plan, 4, 1);
    g_assert_cmpuint(binds->len, ==, 1);
    g_assert_cmpuint(g_array_index(binds, guint64, 0), ==, first);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpuint(apart->len, ==, 1);
    hn_live_plan_free(plan);
    live_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/live_plan/same_merges", test_same_merges);
    g_test_add_func("/linker/live_plan/different_splits", test_different_splits);
    g_test_add_func("/linker/live_plan/a_dropped_plan_leaves_no_trace",
                    test_a_dropped_plan_leaves_no_trace);
    g_test_add_func("/linker/live_plan/what_is_so_already_changes_nothing",
                    test_what_is_so_already_changes_nothing);
    g_test_add_func("/linker/live_plan/the_later_decision_wins_and_names_the_other",
                    test_the_later_decision_wins_and_names_the_other);
    g_test_add_func("/linker/live_plan/a_decision_overruled_elsewhere_does_not_count",
                    test_a_decision_overruled_elsewhere_does_not_count);
    g_test_add_func("/linker/live_plan/a_lock_is_a_flag_of_the_entity",
                    test_a_lock_is_a_flag_of_the_entity);
    g_test_add_func("/linker/live_plan/who_binds_and_who_separates",
                    test_who_binds_and_who_separates);
    return g_test_run();
}
