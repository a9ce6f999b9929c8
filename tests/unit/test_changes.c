#include "publish/changes.h"
#include "tests/reference/small_state.h"

typedef struct {
    const char *old_crosswalk, *old_entities, *new_crosswalk, *new_entities, *expected;
} Case;

static void
assert_changes(const Case *c)
{
    g_autoptr(HnCrosswalk) old_crosswalk = hn_small_crosswalk(c->old_crosswalk);
    g_autoptr(HnCrosswalk) new_crosswalk = hn_small_crosswalk(c->new_crosswalk);
    g_autoptr(HnEntities) old_entities = hn_small_entities(c->old_entities);
    g_autoptr(HnEntities) new_entities = hn_small_entities(c->new_entities);
    const HnChangesInput input = { old_crosswalk, new_crosswalk, old_entities, new_entities };
    HnChangeCounts counts;
    g_autoptr(HnEvents) events = hn_changes_between(&input, &counts);
    g_autofree char *got = hn_small_events(events);
    g_assert_cmpstr(got, ==, c->expected);
}

static void
test_cases(void)
{
    static const Case cases[] = {
        { "", "", "a:1=1 a:2=2 b:1=1", "1 2", "NEW 1 a:1 b:1; NEW 2 a:2" },
        { "a:1=1 b:1=1", "1", "a:1=1 b:1=1", "1", "" },
        { "a:1=1", "1", "a:1=1 b:1=1", "1", "JOINED 1 b:1" },
        /* A source that is new or gone does not disturb the order of the others. */
        { "b:1=1 d:1=1", "1", "a:1=1 b:1=1 c:1=1 d:1=1", "1", "JOINED 1 a:1 c:1" },
        { "a:1=1 b:1=1 c:1=1", "1", "b:1=1", "1", "WITHDRAWN 1 a:1 c:1" },
        { "a:1=1 b:1=2", "1 2", "a:1=1 b:1=1", "1 2>1", "MERGED 1<2 b:1" },
        { "a:1=1 a:2=1 b:1=2", "1 2", "a:1=1 a:2=2 b:1=2", "1 2", "MOVED 2<1 a:2" },
        { "a:1=1 a:2=1", "1", "a:1=1 a:2=2", "1 2", "SPLIT 2<1 a:2" },
        { "a:1=1", "1", "", "1x", "WITHDRAWN 1 a:1; RETIRED 1" },
        { "a:1=1 a:2=1", "1 2>1", "a:1=1 a:2=2", "1 2", "SPLIT 2<1 a:2" },
        { "", "1x", "a:1=1", "1", "RESTORED 1 a:1" },
        { "a:1=1", "1", "a:1=1", "1!", "LOCKED 1" },
        { "a:1=1", "1!", "a:1=1", "1", "UNLOCKED 1" },
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_changes(&cases[i]);
}

static void
test_mixed_origin(void)
{
    /* 3 is new; two of its records come from 2, one from 1, one from nowhere. */
    assert_changes(&(Case){ "a:1=1 a:2=1 b:1=2 b:2=2 b:3=2", "1 2",
                            "a:1=1 a:2=3 b:1=2 b:2=3 b:3=3 c:1=3", "1 2 3",
                            "JOINED 3 c:1; MOVED 3<1 a:2; SPLIT 3<2 b:2 b:3" });
    /* As many from both: the smaller id is the origin. */
    assert_changes(&(Case){ "a:1=1 a:2=1 b:1=2 b:2=2", "1 2", "a:1=1 a:2=3 b:1=2 b:2=3", "1 2 3",
                            "MOVED 3<2 b:2; SPLIT 3<1 a:2" });
}

static void
test_scattered_merge(void)
{
    /* 2 goes to 1 with most of its records, one of them to 3, one vanishes. */
    assert_changes(&(Case){ "a:1=1 a:2=2 a:3=2 a:4=2 a:5=2 a:6=3", "1 2 3",
                            "a:1=1 a:2=1 a:3=1 a:4=3 a:6=3", "1 2>1 3",
                            "MERGED 1<2 a:2 a:3; WITHDRAWN 2 a:5; MOVED 3<2 a:4" });
}

static void
test_updated(void)
{
    g_autoptr(HnCrosswalk) before = hn_small_crosswalk("a:1=1 a:2=2 a:3=2");
    g_autoptr(HnCrosswalk) after = hn_small_crosswalk("a:1=1 a:2=2 a:3=3");
    g_autoptr(HnEntities) old = hn_small_entities("1 2");
    g_autoptr(HnEntities) new = hn_small_entities("1 2 3");
    new->entities[0].golden[0] = 1;
    new->entities[1].golden[0] = 1; /* 2 lost a record: SPLIT says so */
    const HnChangesInput input = { before, after, old, new };
    HnChangeCounts counts;
    g_autoptr(HnEvents) events = hn_changes_between(&input, &counts);
    g_autofree char *got = hn_small_events(events);
    g_assert_cmpstr(got, ==, "UPDATED 1; SPLIT 3<2 a:3");
    g_assert_cmpuint(counts.n_updated, ==, 1);
    g_assert_cmpuint(counts.n_split, ==, 1);
    g_assert_cmpuint(counts.n_new, ==, 0);
    g_assert_cmpuint(events->events[0].sequence, ==, 0);
    g_assert_cmpuint(events->events[0].cause, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publish/changes/one_cause_one_event", test_cases);
    g_test_add_func("/publish/changes/a_new_entity_of_several_origins", test_mixed_origin);
    g_test_add_func("/publish/changes/a_merged_entity_whose_records_scatter", test_scattered_merge);
    g_test_add_func("/publish/changes/updated_only_where_nothing_else_is_said", test_updated);
    return g_test_run();
}
