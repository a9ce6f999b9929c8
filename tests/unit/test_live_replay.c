/* Goal: a decision made while a run was at work does on its state what it did when it was made,
 * under the same ids; where it cannot, further events say what is different. */
#include "linker/live_replay.h"

#include "linker/live_private.h"
#include "tests/unit/live_fixture.h"

/* The run's state, staged and not committed. */
typedef struct {
    HnRunInfo run;
    HnStoreMoment moment;
    GPtrArray *segments;
} Staged;

static Staged
stage(LiveFixture *f, const char *crosswalk_text, const char *entities_text, HnEdge *edges, gsize n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk(crosswalk_text);
    g_autoptr(HnEntities) entities = hn_small_entities(entities_text);
    const HnEdges table = { n, edges };
    Staged staged = { .segments = store_fixture_segments() };
    static const char *const kinds[] = { "XWLK", "ENTY", "EDGE" };
    HnSealedInfo info[3];
    g_assert_true(hn_store_moment(f->store, &staged.moment, &error));
    staged.run = store_fixture_begin(f->store);
    staged.run.base_change = staged.moment.last_change;
    for (guint i = 0; i < 3; i++) {
        g_autofree char *path =
            hn_store_segment_path(f->store, staged.run.sequence, kinds[i], "person", &error);
        const guint64 rows[] = { crosswalk->n_rows, entities->n, n };
        if (i == 0)
            hn_crosswalk_write(f->store, path, crosswalk, &info[i], &error);
        else if (i == 1)
            hn_entities_write(f->store, path, entities, &info[i], &error);
        else
            hn_edges_write(f->store, path, &(HnEdgesHead){ "EDGE", info[0].digest }, &table,
                           &info[i], &error);
        g_assert_no_error(error);
        g_ptr_array_add(staged.segments, hn_segment_new(kinds[i], "person", path,
                                                        staged.run.sequence, rows[i], &info[i]));
    }
    return staged;
}

static void
decide(LiveFixture *f, HnDecisionKind kind, const char *rows, const char *other)
{
    g_autoptr(GError) error = NULL;
    live_fixture_load(f);
    hn_live_plan_take(live_fixture_plan(f, kind, rows, other));
    g_assert_true(hn_live_commit(f->store, &f->live, 1, &error));
    g_assert_no_error(error);
}

/* Commits; returns the events of the difference. */
static char *
commit(LiveFixture *f, Staged *staged)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func(g_free);
    HnStoreMoment now;
    HnLiveOver over;
    const HnLiveAhead ahead = { staged->segments, &staged->run, &staged->moment };
    HnLive *live = hn_live_new_ahead(f->store, f->project, 0, &ahead, &error);
    g_assert_no_error(error);
    g_assert_true(hn_store_moment(f->store, &now, &error));
    g_assert_true(hn_live_replay(live, f->store, &now, &error));
    g_assert_true(hn_live_over(live, f->store, &over, blocks, &error));
    const HnCommit flip = { "{}", &staged->moment, 0, NULL };
    g_assert_false(hn_store_commit_run_at(f->store, &staged->run, staged->segments, &flip, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MOVED);
    g_clear_error(&error);
    const HnCommit again = { "{}", &now, 1, &over };
    hn_store_commit_run_at(f->store, &staged->run, staged->segments, &again, &error);
    g_assert_no_error(error);
    g_assert_true(hn_store_publish_run(f->store, staged->run.sequence, &error));
    char *events = hn_small_events(over.change.events);
    hn_live_free(live);
    g_ptr_array_unref(staged->segments);
    return events;
}

static guint64
entity_of(const LiveFixture *f, const char *source, const char *id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(f->store, "person", &error);
    g_assert_no_error(error);
    const guint32 row = hn_crosswalk_find(crosswalk, source, hn_slice_of(id));
    return row == G_MAXUINT32 ? 0 : crosswalk->entity_of[row];
}

static void
test_the_same_ids(void)
{
    HnEdge edges[] = { LIVE_MATCH(0, 1) };
    LiveFixture f = live_fixture_new("a:1=5 a:2=5 b:3=6", "5 6", edges, 1);
    Staged staged = stage(&f, "a:1=5 a:2=5 b:3=6 b:4=7", "5 6 7", edges, 1);
    decide(&f, HN_DECISION_DIFFERENT, "0", "1");
    const guint64 issued = MAX(entity_of(&f, "a", "1"), entity_of(&f, "a", "2"));
    g_assert_cmpuint(issued, >, 50);
    g_autofree char *events = commit(&f, &staged);
    g_assert_cmpstr(events, ==, ""); /* those of the decision say it all */
    g_assert_cmpuint(MAX(entity_of(&f, "a", "1"), entity_of(&f, "a", "2")), ==, issued);
    g_assert_cmpuint(entity_of(&f, "b", "4"), ==, 7);
    live_fixture_free(&f);
}

/* The run itself merged what the decision merges, the other way round. */
static void
test_merged_by_both(void)
{
    HnEdge edges[] = { LIVE_MATCH(0, 1) };
    LiveFixture f = live_fixture_new("a:1=5 b:3=6", "5 6", NULL, 0);
    Staged staged = stage(&f, "a:1=6 b:3=6", "5>6 6", edges, 1);
    decide(&f, HN_DECISION_SAME, "0 1", NULL);
    g_assert_cmpuint(entity_of(&f, "a", "1"), ==, 5);
    g_autofree char *events = commit(&f, &staged);
    g_assert_cmpuint(entity_of(&f, "a", "1"), ==, 6);
    g_assert_cmpuint(entity_of(&f, "b", "3"), ==, 6);
    g_assert_nonnull(strstr(events, "6<5")); /* who was told 5 learns that it is 6 */
    live_fixture_free(&f);
}

/* The run's records hang together otherwise: the decision parts more, and it is told. */
static void
test_another_effect(void)
{
    HnEdge before[] = { LIVE_MATCH(0, 1) };
    HnEdge after[] = { LIVE_MATCH(0, 1), LIVE_MATCH(0, 2) };
    LiveFixture f = live_fixture_new("a:1=5 a:2=5 b:3=6", "5 6", before, 1);
    Staged staged = stage(&f, "a:1=5 a:2=5 b:3=5", "5 6>5", after, 2);
    decide(&f, HN_DECISION_DIFFERENT, "0", "1 2");
    g_autofree char *events = commit(&f, &staged);
    g_assert_cmpuint(entity_of(&f, "a", "1"), !=, entity_of(&f, "a", "2"));
    g_assert_cmpuint(entity_of(&f, "a", "1"), !=, entity_of(&f, "b", "3"));
    g_assert_cmpstr(events, !=, "");
    live_fixture_free(&f);
}

static void
test_decisions_that_nothing_of_is_left(void)
{
    LiveFixture f = live_fixture_new("a:1=5 b:3=6", "5 6", NULL, 0);
    Staged staged = stage(&f, "a:9=7", "5x 6x 7", NULL, 0);
    decide(&f, HN_DECISION_SAME, "0 1", NULL);
    g_autofree char *events = commit(&f, &staged);
    g_assert_cmpuint(entity_of(&f, "a", "9"), ==, 7);
    g_assert_cmpuint(entity_of(&f, "a", "1"), ==, 0);
    live_fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linker/live_replay/the_same_ids", test_the_same_ids);
    g_test_add_func("/linker/live_replay/merged_by_both", test_merged_by_both);
    g_test_add_func("/linker/live_replay/another_effect", test_another_effect);
    g_test_add_func("/linker/live_replay/nothing_left", test_decisions_that_nothing_of_is_left);
    return g_test_run();
}
