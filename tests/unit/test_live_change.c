/* Goal: what was planned in memory is what everybody reads after the commit, in one piece. */
#include "linker/live_change.h"

#include "tests/unit/live_fixture.h"

static LiveFixture
two_entities(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 1), LIVE_MATCH(1, 2), LIVE_MATCH(3, 4) };
    return live_fixture_new("a:0=5 a:1=5 b:0=5 b:1=9 c:0=9", "5 9", edges, 3);
}

static void
test_nothing_published_is_an_empty_state(void)
{
    g_autoptr(GError) error = NULL;
    LiveFixture fixture = { .files = store_fixture_new() };
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    fixture.project = hn_project_parse(hn_slice_of(live_fixture_yaml), "/data/live.yaml", &error);
    live_fixture_load(&fixture);
    g_assert_cmpuint(hn_live_crosswalk(fixture.live)->n_rows, ==, 0);
    g_assert_cmpuint(hn_live_decisions(fixture.live)->len, ==, 0);
    live_fixture_commit(&fixture);
    live_fixture_free(&fixture);
}

static void
test_committed_is_read_back(void)
{
    LiveFixture fixture = two_entities();
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_DIFFERENT, "0", "2"));
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "2 3", NULL));
    live_fixture_commit(&fixture);
    g_autofree char *events = hn_small_events(hn_live_events(fixture.live));
    g_autofree char *rows = live_fixture_rows(fixture.live);
    g_assert_cmpstr(rows, ==, "5 5 9 9 9");

    live_fixture_load(&fixture);
    live_fixture_assert(fixture.live, "5 5 9 9 9");
    const GPtrArray *decisions = hn_live_decisions(fixture.live);
    g_assert_cmpuint(decisions->len, ==, 2);
    g_assert_cmpuint(((const HnDecision *)decisions->pdata[0])->sequence, ==, 1);
    g_assert_cmpuint(((const HnDecision *)decisions->pdata[1])->sequence, ==, 2);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnEvents) stored = hn_store_live_events(fixture.store, &error);
    g_autofree char *text = hn_small_events(stored);
    g_assert_cmpstr(text, ==, events);
    g_assert_cmpuint(stored->events[0].cause, ==, 1);
    g_assert_cmpuint(stored->events[stored->n - 1].cause, ==, 2);
    /* The entity that was issued for a moment is a redirect; its number is a real one. */
    const HnEntities *entities = hn_live_entities(fixture.live);
    g_assert_cmpuint(entities->n, ==, 3);
    g_assert_cmpuint(entities->entities[2].sequence, ==, 51);
    g_assert_cmpuint(hn_entities_resolve(entities, 51), ==, 9);
    live_fixture_free(&fixture);
}

static void
test_uncommitted_is_forgotten(void)
{
    LiveFixture fixture = two_entities();
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "0 3", NULL));
    live_fixture_load(&fixture);
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    g_assert_cmpuint(hn_live_decisions(fixture.live)->len, ==, 0);
    live_fixture_free(&fixture);
}

static void
test_golden_digests_wait_for_the_night(void)
{
    LiveFixture fixture = two_entities();
    HnEntity *entity = hn_entities_find(hn_live_entities(fixture.live), 5);
    entity->golden[3] = 7;
    hn_live_plan_take(live_fixture_plan(&fixture, HN_DECISION_SAME, "0 3", NULL));
    live_fixture_commit(&fixture);
    live_fixture_load(&fixture);
    g_assert_cmpuint(hn_entities_find(hn_live_entities(fixture.live), 5)->golden[3], ==, 7);
    live_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/live_change/nothing_published_is_an_empty_state",
                    test_nothing_published_is_an_empty_state);
    g_test_add_func("/linker/live_change/committed_is_read_back", test_committed_is_read_back);
    g_test_add_func("/linker/live_change/uncommitted_is_forgotten", test_uncommitted_is_forgotten);
    g_test_add_func("/linker/live_change/golden_digests_wait_for_the_night",
                    test_golden_digests_wait_for_the_night);
    return g_test_run();
}
