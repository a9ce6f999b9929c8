/* Goal: what was decided since the last night lies over it, and goes into the next one exactly
 * once. */
#include "store/decisions.h"

#include "tests/unit/store_fixture.h"

typedef struct {
    StoreFixture files;
    HnStore *store;
} Fixture;

static char person[] = "person", registry[] = "registry";

/* Records a, b, c in entities 1, 1, 2. */
static void
add_crosswalk(HnStore *store, guint64 run, GPtrArray *segments)
{
    char *sources[] = { registry };
    guint32 source_of[] = { 0, 0, 0 };
    guint64 offsets[] = { 0, 1, 2, 3 }, entity_of[] = { 1, 1, 2 };
    guint8 bytes[] = { 'a', 'b', 'c' };
    const HnCrosswalk crosswalk = { 3, 1, sources, source_of, offsets, bytes, entity_of };
    g_autofree char *path = hn_store_segment_path(store, run, "XWLK", person, NULL);
    HnSealedInfo info;
    g_assert_true(hn_crosswalk_write(store, path, &crosswalk, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("XWLK", person, path, run, 3, &info));
}

static void
add_entities(HnStore *store, guint64 run, GPtrArray *segments)
{
    HnEntity rows[] = { { .sequence = 1, .n_records = 2 }, { .sequence = 2, .n_records = 1 } };
    const HnEntities entities = { 2, rows };
    g_autofree char *path = hn_store_segment_path(store, run, "ENTY", person, NULL);
    HnSealedInfo info;
    g_assert_true(hn_entities_write(store, path, &entities, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("ENTY", person, path, run, 2, &info));
}

static void
add_events(HnStore *store, guint64 run, guint64 first, GPtrArray *segments)
{
    g_autoptr(HnEvents) events = hn_events_new();
    hn_events_add(events, HN_EVENT_NEW, 1, 0, 0)->sequence = first;
    hn_events_add(events, HN_EVENT_NEW, 2, 0, 0)->sequence = first + 1;
    g_autofree char *path = hn_store_segment_path(store, run, "EVNT", person, NULL);
    HnSealedInfo info;
    g_assert_true(hn_events_write(store, path, events, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("EVNT", person, path, run, 2, &info));
}

static GPtrArray *
night(HnStore *store, const HnRunInfo *run)
{
    GPtrArray *segments = store_fixture_segments();
    add_crosswalk(store, run->sequence, segments);
    add_entities(store, run->sequence, segments);
    const guint64 first = store_fixture_reserve(store, run->sequence, HN_ID_EVENT, 2);
    add_events(store, run->sequence, first, segments);
    return segments;
}

static Fixture
fixture_new(void)
{
    Fixture fixture = { .files = store_fixture_new() };
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    store_fixture_reserve(fixture.store, 0, HN_ID_ENTITY, 2);
    const HnRunInfo run = store_fixture_begin(fixture.store);
    g_autoptr(GPtrArray) segments = night(fixture.store, &run);
    store_fixture_commit(fixture.store, &run, segments);
    return fixture;
}

static void
fixture_free(Fixture *fixture)
{
    hn_store_close(fixture->store);
    store_fixture_free(&fixture->files);
}

/* Splits @record off into a new entity; returns the entity. */
static guint64
split(HnStore *store, const char *record)
{
    const guint64 entity = store_fixture_reserve(store, 0, HN_ID_ENTITY, 1);
    const HnRecordName name = { registry, hn_slice_of(record) };
    char verb[] = "split", reason[] = "why", by[] = "me";
    const HnDecision decision = { .sequence = store_fixture_reserve(store, 0, HN_ID_DECISION, 1),
                                  .kind = HN_DECISION_LOCK,
                                  .verb = verb,
                                  .entity_type = person,
                                  .reason = reason,
                                  .by = by };
    g_autoptr(HnEvents) events = hn_events_new();
    hn_events_add(events, HN_EVENT_SPLIT, entity, 1, decision.sequence)->sequence =
        store_fixture_reserve(store, 0, HN_ID_EVENT, 1);
    hn_events_add_name(events, registry, name.record_id);
    const HnEntity rows[] = { { .sequence = 1, .n_records = 1 },
                              { .sequence = entity, .n_records = 1, .locked = 1 } };
    const HnLiveChange change = { .decision = &decision,
                                  .events = events,
                                  .n_entities = 2,
                                  .entities = rows,
                                  .n_moves = 1,
                                  .moved = &name,
                                  .moved_to = &entity };
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_store_apply_live(store, &change, &error));
    g_assert_no_error(error);
    return entity;
}

static guint64
entity_of(HnStore *store, const char *record)
{
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(store, person, NULL);
    g_assert(crosswalk != NULL && crosswalk->entity_of != NULL);
    return crosswalk->entity_of[hn_crosswalk_find(crosswalk, registry, hn_slice_of(record))];
}

static void
test_nothing_published_is_an_empty_state(void)
{
    Fixture fixture = { .files = store_fixture_new() };
    fixture.store = store_fixture_open(&fixture.files, HN_STORE_WRITE);
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(fixture.store, person, NULL);
    g_autoptr(HnEntities) entities = hn_entities_published(fixture.store, person, NULL);
    g_autoptr(HnEvents) events = hn_store_live_events(fixture.store, NULL);
    g_assert_cmpuint(crosswalk->n_rows, ==, 0);
    g_assert_cmpuint(hn_crosswalk_find(crosswalk, registry, hn_slice_of("a")), ==, G_MAXUINT32);
    g_assert_cmpuint(entities->n, ==, 0);
    g_assert_cmpuint(events->n, ==, 0);
    g_assert_cmpuint(hn_store_last_change(fixture.store), ==, 0);
    fixture_free(&fixture);
}

static void
test_live_changes_lie_over_the_night(void)
{
    Fixture fixture = fixture_new();
    const guint64 first = split(fixture.store, "b");
    const guint64 second = split(fixture.store, "b"); /* the later one counts */
    g_assert_cmpuint(first, ==, 3);
    g_assert_cmpuint(entity_of(fixture.store, "a"), ==, 1);
    g_assert_cmpuint(entity_of(fixture.store, "b"), ==, second);
    g_autoptr(HnEntities) entities = hn_entities_published(fixture.store, person, NULL);
    g_assert_cmpuint(entities->n, ==, 4);
    g_assert_cmpuint(entities->entities[0].n_records, ==, 1);
    g_assert_cmpuint(hn_entities_find(entities, second)->locked, ==, 1);
    g_autoptr(HnCrosswalk) other = hn_crosswalk_published(fixture.store, "organisation", NULL);
    g_assert_cmpuint(other->n_rows, ==, 0);
    g_autoptr(HnStore) reader = store_fixture_open(&fixture.files, HN_STORE_READ);
    g_assert_cmpuint(entity_of(reader, "b"), ==, second);
    fixture_free(&fixture);
}

static void
test_a_night_folds_in_what_it_saw(void)
{
    Fixture fixture = fixture_new();
    split(fixture.store, "b");
    const HnRunInfo run = store_fixture_begin(fixture.store);
    g_assert_cmpuint(run.base_change, ==, hn_store_last_change(fixture.store));
    const guint64 later = split(fixture.store, "c"); /* while the night computes */
    g_autoptr(GPtrArray) segments = night(fixture.store, &run);
    store_fixture_commit(fixture.store, &run, segments);
    g_assert_cmpuint(entity_of(fixture.store, "b"), ==, 1); /* as the night's segment has it */
    g_assert_cmpuint(entity_of(fixture.store, "c"), ==, later);
    g_autoptr(HnEvents) events = hn_store_live_events(fixture.store, NULL);
    g_assert_cmpuint(events->n, ==, 1);
    g_assert_cmpuint(events->events[0].entity, ==, later);
    g_assert_cmpstr(events->names[0].source, ==, registry);
    g_assert_cmpuint(hn_store_last_change(fixture.store), ==, events->events[0].sequence);
    const HnRunInfo next = store_fixture_begin(fixture.store);
    g_autoptr(GPtrArray) more = night(fixture.store, &next);
    store_fixture_commit(fixture.store, &next, more);
    g_autoptr(HnEvents) none = hn_store_live_events(fixture.store, NULL);
    g_assert_cmpuint(none->n, ==, 0);
    g_assert_cmpuint(hn_store_last_change(fixture.store), ==, events->events[0].sequence);
    fixture_free(&fixture);
}

static void
test_events_are_found_wherever_they_are(void)
{
    Fixture fixture = fixture_new();
    split(fixture.store, "b");
    const HnRunInfo run = store_fixture_begin(fixture.store);
    g_autoptr(GPtrArray) segments = night(fixture.store, &run);
    store_fixture_commit(fixture.store, &run, segments);
    split(fixture.store, "c");
    static const struct {
        guint64 sequence, entity; /* 3 was folded away with the segment that should hold it */
    } known[] = { { 1, 1 }, { 2, 2 }, { 4, 1 }, { 5, 2 }, { 6, 4 } };
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        g_autoptr(HnEvents) events = NULL;
        HnEvent event;
        g_assert_true(hn_store_find_event(fixture.store, known[i].sequence, &events, &event, NULL));
        g_assert_cmpuint(event.sequence, ==, known[i].sequence);
        g_assert_cmpuint(event.entity, ==, known[i].entity);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(HnEvents) events = NULL;
    HnEvent event;
    g_assert_false(hn_store_find_event(fixture.store, 7, &events, &event, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING);
    fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/live_state/nothing_published_is_an_empty_state",
                    test_nothing_published_is_an_empty_state);
    g_test_add_func("/store/live_state/live_changes_lie_over_the_night",
                    test_live_changes_lie_over_the_night);
    g_test_add_func("/store/live_state/a_night_folds_in_what_it_saw",
                    test_a_night_folds_in_what_it_saw);
    g_test_add_func("/store/live_state/events_are_found_wherever_they_are",
                    test_events_are_found_wherever_they_are);
    return g_test_run();
}
