/* Goal: an undo gives back the former state, ids included, or names what stands in the way (I5). */
#include "linker/live_undo.h"

#include "linker/linker_error.h"
#include "tests/unit/live_fixture.h"

static char verb[] = "undo", reason[] = "a test", by[] = "clerk";
static const HnLiveWho who = { verb, reason, by };

static LiveFixture
two_entities(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 1), LIVE_MATCH(1, 2), LIVE_MATCH(3, 4) };
    return live_fixture_new("a:0=5 a:1=5 b:0=5 b:1=9 c:0=9", "5 9", edges, 3);
}

static guint64
decide(LiveFixture *fixture, HnDecisionKind kind, const char *rows, const char *other)
{
    hn_live_plan_take(live_fixture_plan(fixture, kind, rows, other));
    live_fixture_commit(fixture);
    live_fixture_load(fixture);
    const GPtrArray *decisions = hn_live_decisions(fixture->live);
    return ((const HnDecision *)decisions->pdata[decisions->len - 1])->sequence;
}

static void
undo(LiveFixture *fixture, guint64 decision)
{
    g_autoptr(GError) error = NULL;
    HnLivePlan *plan = hn_live_undo_decision(fixture->live, fixture->store, decision, &who, &error);
    g_assert_no_error(error);
    hn_live_plan_take(plan);
    live_fixture_commit(fixture);
    live_fixture_load(fixture);
}

static char *
refusal(LiveFixture *fixture, guint64 decision)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_live_undo_decision(fixture->live, fixture->store, decision, &who, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
    return g_strdup(error->message);
}

static void
test_merge_then_undo_is_the_former_state(void)
{
    LiveFixture fixture = two_entities();
    const guint64 same = decide(&fixture, HN_DECISION_SAME, "0 3", NULL);
    live_fixture_assert(fixture.live, "5 5 5 5 5");
    undo(&fixture, same);
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    const HnEntities *entities = hn_live_entities(fixture.live);
    g_assert_cmpuint(entities->n, ==, 2); /* no id was issued */
    g_assert_cmpint(entities->entities[1].status, ==, HN_ENTITY_LIVE);
    g_assert_cmpuint(entities->entities[1].n_records, ==, 2);
    live_fixture_free(&fixture);
}

/* a never meets c; b may be compared with both. */
static void
declare(LiveFixture *fixture)
{
    HnMeetings *meetings = &fixture->project->entities[0].meetings;
    *meetings = (HnMeetings){ 1, g_new0(HnSourceMeets, 1) };
    meetings->of[0].source = g_strdup("a");
    meetings->of[0].n_named = 1;
    meetings->of[0].named = g_new(HnMeetsNamed, 1);
    meetings->of[0].named[0] = (HnMeetsNamed){ g_strdup("c"), HN_MEET_NEVER };
    live_fixture_load(fixture);
}

static char *
refused_same(LiveFixture *fixture, guint32 row_a, guint32 row_b)
{
    HnRecordName names[] = { hn_live_name(fixture->live, row_a),
                             hn_live_name(fixture->live, row_b) };
    const HnDecision same = { .kind = HN_DECISION_SAME,
                              .verb = verb,
                              .reason = reason,
                              .by = by,
                              .n_records = { 2, 0 },
                              .records = { names, NULL } };
    const HnLiveAct act = { .n_decisions = 1, .decisions = &same };
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_live_new_decision(fixture->live, fixture->store, &act, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
    return g_strdup(error->message);
}

/* Rows: a:0 a:1 b:0 b:1 c:0. What two decisions would bind, each lawful by itself, contradicts: the
 * later one holds, as ever. */
static void
test_nobody_decides_against_the_law(void)
{
    LiveFixture fixture =
        live_fixture_new("a:0=5 a:1=7 b:0=9 b:1=11 c:0=13", "5 7 9 11 13", NULL, 0);
    declare(&fixture);
    g_autofree char *direct = refused_same(&fixture, 1, 4);
    g_assert_cmpstr(direct, ==,
                    "records of 'a' and 'c' are never of one entity: `meets` of the sources says "
                    "so");
    decide(&fixture, HN_DECISION_SAME, "1 2", NULL);
    live_fixture_assert(fixture.live, "5 7 7 11 13");
    decide(&fixture, HN_DECISION_SAME, "3 4", NULL);
    live_fixture_assert(fixture.live, "5 7 7 11 11");
    decide(&fixture, HN_DECISION_SAME, "2 3", NULL);
    g_assert_cmpuint(hn_live_settled(fixture.live)->overruled->len, ==, 1);
    const guint64 *entity_of = hn_live_crosswalk(fixture.live)->entity_of;
    g_assert_cmpuint(entity_of[2], ==, entity_of[3]);
    g_assert_cmpuint(entity_of[1], !=, entity_of[4]);
    live_fixture_free(&fixture);
}

/* What bound them before the law came is overruled when a decision touches them: edges that were
 * compared then, and what people said. */
static void
test_a_later_law_overrules(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 3), LIVE_MATCH(1, 2) };
    LiveFixture fixture = live_fixture_new("a:0=5 a:1=7 b:0=7 c:0=5", "5 7", edges, 2);
    decide(&fixture, HN_DECISION_SAME, "2 3", NULL);
    live_fixture_assert(fixture.live, "5 5 5 5");
    declare(&fixture);
    g_assert_cmpuint(hn_live_settled(fixture.live)->overruled->len, ==, 0);
    g_assert_cmpuint(hn_live_edges(fixture.live)->n, ==, 1); /* that of a:1 and b:0 */
    decide(&fixture, HN_DECISION_DIFFERENT, "0", "1");
    const guint64 *entity_of = hn_live_crosswalk(fixture.live)->entity_of;
    g_assert_cmpuint(entity_of[0], !=, entity_of[3]);
    g_assert_cmpuint(entity_of[1], !=, entity_of[3]);
    g_assert_cmpuint(entity_of[2], ==, entity_of[3]); /* people said so; a:1 stands back */
    live_fixture_free(&fixture);
}

/* Three entities of one merge part again, each with its own id. */
static void
test_each_merged_entity_gets_its_id_back(void)
{
    static HnEdge edges[] = { LIVE_MATCH(2, 3) };
    LiveFixture fixture = live_fixture_new("a:0=5 a:1=7 b:0=9 b:1=9", "5 7 9", edges, 1);
    const guint64 same = decide(&fixture, HN_DECISION_SAME, "0 1 2 3", NULL);
    live_fixture_assert(fixture.live, "9 9 9 9");
    g_autoptr(HnEvents) events = hn_store_live_events(fixture.store, NULL);
    g_assert_cmpuint(events->n, ==, 2);
    for (gsize i = 0; i < events->n; i++)
        g_assert_cmpuint(events->events[i].cause, ==, same);
    undo(&fixture, same);
    live_fixture_assert(fixture.live, "5 7 9 9");
    live_fixture_free(&fixture);
}

/* A record that two acts moved goes back to where it was before the first of them. */
static void
test_two_acts_overruled_at_once_go_back_to_the_first(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 1) };
    LiveFixture fixture = live_fixture_new("a:0=5 a:1=5 b:0=7 b:1=9", "5 7 9", edges, 1);
    decide(&fixture, HN_DECISION_SAME, "2 3", NULL);
    live_fixture_assert(fixture.live, "5 5 7 7");
    decide(&fixture, HN_DECISION_SAME, "0 1 2", NULL);
    live_fixture_assert(fixture.live, "5 5 5 5");
    decide(&fixture, HN_DECISION_DIFFERENT, "2", "0 1 3");
    live_fixture_assert(fixture.live, "5 5 7 9");
    live_fixture_free(&fixture);
}

static void
test_split_then_undo_is_the_former_state(void)
{
    LiveFixture fixture = two_entities();
    const guint64 different = decide(&fixture, HN_DECISION_DIFFERENT, "0", "1 2");
    undo(&fixture, different);
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    const HnEntities *entities = hn_live_entities(fixture.live);
    g_assert_cmpuint(entities->n, ==, 3);
    g_assert_cmpint(entities->entities[2].status, ==, HN_ENTITY_REDIRECT);
    g_assert_cmpuint(entities->entities[2].redirect, ==, 5);
    live_fixture_free(&fixture);
}

static void
test_what_is_overruled_goes_back_too(void)
{
    LiveFixture fixture = two_entities();
    decide(&fixture, HN_DECISION_SAME, "0 3", NULL);
    decide(&fixture, HN_DECISION_DIFFERENT, "0", "3");
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    live_fixture_free(&fixture);
}

static void
test_another_decision_stands_in_the_way(void)
{
    LiveFixture fixture = two_entities();
    const guint64 first = decide(&fixture, HN_DECISION_SAME, "0 3", NULL);
    const guint64 second = decide(&fixture, HN_DECISION_SAME, "0 3", NULL);
    g_autofree char *message = refusal(&fixture, first);
    g_assert_nonnull(strstr(message, "d-00000002G"));
    g_assert_cmpuint(second, ==, 2);
    undo(&fixture, second); /* had no effect of its own: nothing stands in its way */
    live_fixture_assert(fixture.live, "5 5 5 5 5");
    undo(&fixture, first);
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    live_fixture_free(&fixture);
}

static void
test_twice_is_refused(void)
{
    LiveFixture fixture = two_entities();
    const guint64 same = decide(&fixture, HN_DECISION_SAME, "0 3", NULL);
    undo(&fixture, same);
    g_autofree char *again = refusal(&fixture, same);
    g_assert_nonnull(strstr(again, "not in force"));
    g_autofree char *undone = refusal(&fixture, same + 1);
    g_assert_nonnull(strstr(undone, "an undo itself"));
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_live_undo_decision(fixture.live, fixture.store, 99, &who, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN);
    live_fixture_free(&fixture);
}

/* A night merged 9 into 5; then the undo of its event. */
static LiveFixture
merged_by_a_night(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 1), LIVE_MATCH(1, 2), LIVE_MATCH(2, 3),
                              LIVE_MATCH(3, 4) };
    LiveFixture fixture = two_entities();
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk("a:0=5 a:1=5 b:0=5 b:1=5 c:0=5");
    g_autoptr(HnEntities) entities = hn_small_entities("5 9>5");
    g_autoptr(HnEvents) events = hn_events_new();
    const HnEdges table = { 4, edges };
    hn_events_add(events, HN_EVENT_MERGED, 5, 9, 0)->sequence = 7;
    hn_events_add_name(events, "b", hn_slice_of("1"));
    hn_events_add_name(events, "c", hn_slice_of("0"));
    hn_events_add(events, HN_EVENT_UPDATED, 5, 0, 0)->sequence = 8;
    live_fixture_publish(fixture.store, crosswalk, entities, &table, events);
    live_fixture_load(&fixture);
    return fixture;
}

static void
test_what_a_night_merged_comes_apart(void)
{
    LiveFixture fixture = merged_by_a_night();
    g_autoptr(GError) error = NULL;
    HnLivePlan *plan = hn_live_undo_event(fixture.live, fixture.store, 7, &who, &error);
    g_assert_no_error(error);
    hn_live_plan_take(plan);
    live_fixture_assert(fixture.live, "5 5 5 9 9");
    g_autofree char *events = hn_small_events(hn_live_events(fixture.live));
    g_assert_cmpstr(events, ==, "SPLIT 9<5 b:1 c:0");
    const HnDecision *decision = hn_live_decisions(fixture.live)->pdata[0];
    g_assert_cmpint(decision->kind, ==, HN_DECISION_DIFFERENT);
    g_assert_cmpstr(decision->verb, ==, "undo");
    live_fixture_free(&fixture);
}

static void
test_what_follows_from_deliveries_is_refused(void)
{
    LiveFixture fixture = merged_by_a_night();
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_live_undo_event(fixture.live, fixture.store, 8, &who, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_null(hn_live_undo_event(fixture.live, fixture.store, 1234, &who, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_UNKNOWN);
    live_fixture_free(&fixture);
}

static void
test_a_later_edit_is_named(void)
{
    LiveFixture fixture = merged_by_a_night();
    decide(&fixture, HN_DECISION_DIFFERENT, "0 1 2", "3 4");
    g_autoptr(GError) error = NULL;
    g_assert_null(hn_live_undo_event(fixture.live, fixture.store, 7, &who, &error));
    g_assert_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "stands in the way"));
    live_fixture_free(&fixture);
}

/* A record was split from an entity that lives on with other people: what is overruled gives
 * nothing of theirs back. */
static void
test_nothing_is_taken_from_others(void)
{
    static HnEdge edges[] = { LIVE_MATCH(0, 1), LIVE_MATCH(2, 3) };
    LiveFixture fixture = live_fixture_new("a:0=5 a:1=5 b:0=6 b:1=6", "5 6", edges, 2);
    const guint64 same = decide(&fixture, HN_DECISION_SAME, "0 2", NULL);
    live_fixture_assert(fixture.live, "5 5 5 5");
    decide(&fixture, HN_DECISION_DIFFERENT, "2", "3"); /* b:1 is split from 5 */
    undo(&fixture, same);
    decide(&fixture, HN_DECISION_SAME, "2 3", NULL);
    live_fixture_assert(fixture.live, "5 5 6 6");
    live_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/live_undo/nothing_is_taken_from_others",
                    test_nothing_is_taken_from_others);
    g_test_add_func("/linker/live_undo/merge_then_undo_is_the_former_state",
                    test_merge_then_undo_is_the_former_state);
    g_test_add_func("/linker/live_undo/each_merged_entity_gets_its_id_back",
                    test_each_merged_entity_gets_its_id_back);
    g_test_add_func("/linker/live_undo/two_acts_overruled_at_once_go_back_to_the_first",
                    test_two_acts_overruled_at_once_go_back_to_the_first);
    g_test_add_func("/linker/live_undo/split_then_undo_is_the_former_state",
                    test_split_then_undo_is_the_former_state);
    g_test_add_func("/linker/live_undo/what_is_overruled_goes_back_too",
                    test_what_is_overruled_goes_back_too);
    g_test_add_func("/linker/live_undo/another_decision_stands_in_the_way",
                    test_another_decision_stands_in_the_way);
    g_test_add_func("/linker/live_undo/twice_is_refused", test_twice_is_refused);
    g_test_add_func("/linker/live_undo/what_a_night_merged_comes_apart",
                    test_what_a_night_merged_comes_apart);
    g_test_add_func("/linker/live_undo/what_follows_from_deliveries_is_refused",
                    test_what_follows_from_deliveries_is_refused);
    g_test_add_func("/linker/live_undo/a_later_edit_is_named", test_a_later_edit_is_named);
    g_test_add_func("/linker/live_undo/nobody_decides_against_the_law",
                    test_nobody_decides_against_the_law);
    g_test_add_func("/linker/live_undo/a_later_law_overrules", test_a_later_law_overrules);
    return g_test_run();
}
