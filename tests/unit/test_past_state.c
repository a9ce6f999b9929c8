/* Goal: the state that a run published comes out of today's and the events since: records that
 * moved, merged, came and went, ids that were issued later, what a live decision moved. (Ten
 * thousand random histories are undone in property/test_identity_histories.c.) */
#include "store/past_state.h"

#include "publish/changes.h"
#include "store/rekey.h"
#include "tests/reference/small_rekey.h"
#include "tests/reference/small_state.h"
#include "tests/unit/store_fixture.h"

static char person[] = "person";

static void
add(GPtrArray *segments, const char *kind, const char *path, guint64 run, guint64 rows,
    const HnSealedInfo *info)
{
    g_ptr_array_add(segments, hn_segment_new(kind, person, path, run, rows, info));
}

/* A night from one state to the next, whose events are those of publish/changes.h. */
static void
night(HnStore *store, const char *before, const char *before_entities, const char *after,
      const char *after_entities)
{
    g_autoptr(HnCrosswalk) old = hn_small_crosswalk(before);
    g_autoptr(HnCrosswalk) new = hn_small_crosswalk(after);
    g_autoptr(HnEntities) old_entities = hn_small_entities(before_entities);
    g_autoptr(HnEntities) new_entities = hn_small_entities(after_entities);
    const HnChangesInput input = { old, new, old_entities, new_entities };
    HnChangeCounts counts;
    g_autoptr(HnEvents) events = hn_changes_between(&input, &counts);
    const HnRunInfo run = store_fixture_begin(store);
    const guint64 first = store_fixture_reserve(store, run.sequence, HN_ID_EVENT, events->n + 1);
    for (gsize i = 0; i < events->n; i++)
        events->events[i].sequence = first + i;
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_autofree char *xwlk = hn_store_segment_path(store, run.sequence, "XWLK", person, NULL);
    g_autofree char *enty = hn_store_segment_path(store, run.sequence, "ENTY", person, NULL);
    g_autofree char *evnt = hn_store_segment_path(store, run.sequence, "EVNT", person, NULL);
    HnSealedInfo info;
    g_assert_true(hn_crosswalk_write(store, xwlk, new, &info, NULL));
    add(segments, "XWLK", xwlk, run.sequence, new->n_rows, &info);
    g_assert_true(hn_entities_write(store, enty, new_entities, &info, NULL));
    add(segments, "ENTY", enty, run.sequence, new_entities->n, &info);
    if (events->n > 0) {
        g_assert_true(hn_events_write(store, evnt, events, &info, NULL));
        add(segments, "EVNT", evnt, run.sequence, events->n, &info);
    }
    store_fixture_commit(store, &run, segments);
}

static void
assert_crosswalk(const HnCrosswalk *got, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint32 row = 0; row < got->n_rows; row++) {
        const HnSlice id = hn_crosswalk_id(got, row);
        g_string_append_printf(text, "%s%s:%.*s=%" G_GUINT64_FORMAT, row == 0 ? "" : " ",
                               got->sources[got->source_of[row]], (int)id.n_bytes,
                               (const char *)id.bytes, got->entity_of[row]);
    }
    g_assert_cmpstr(text->str, ==, expected);
}

/* "5 6>5 7x 8+": live, redirect, retired, issued later. */
static void
assert_entities(const HnPastState *past, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < past->entities->n; i++) {
        const HnEntity *entity = &past->entities->entities[i];
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT, i == 0 ? "" : " ", entity->sequence);
        if (past->issued_later[i])
            g_string_append_c(text, '+');
        else if (entity->status == HN_ENTITY_REDIRECT)
            g_string_append_printf(text, ">%" G_GUINT64_FORMAT, entity->redirect);
        else if (entity->status == HN_ENTITY_RETIRED)
            g_string_append_c(text, 'x');
    }
    g_assert_cmpstr(text->str, ==, expected);
}

static HnPastState *
past_of(HnStore *store, guint64 run)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnCrosswalk) crosswalk = hn_crosswalk_published(store, person, &error);
    g_autoptr(HnEntities) entities = hn_entities_published(store, person, &error);
    const HnPastToday today = { crosswalk, entities, hn_store_last_change(store), run };
    HnPastState *past = hn_past_state_new(store, person, &today, &error);
    g_assert_no_error(error);
    return past;
}

static void
test_each_night_comes_again(void)
{
    static const char *const crosswalks[] = {
        "",
        "a:1=1 a:2=2 b:1=1 b:2=3",
        "a:1=1 a:2=1 b:1=1 c:1=3", /* 2 into 1; b:2 gone, c:1 came to 3 */
        "a:1=1 a:2=2 b:1=4 d:1=5", /* 2 lives again, 4 and 5 are new, 3 ended */
        "b:1=4 d:1=4 d:2=3",       /* 5 into 4; 3 lives again */
    };
    static const char *const entities[] = { "", "1 2 3", "1 2>1 3", "1 2 3x 4 5", "1x 2x 3 4 5>4" };
    static const char *const expected[] = { "1+ 2+ 3+ 4+ 5+", "1 2 3 4+ 5+", "1 2>1 3 4+ 5+",
                                            "1 2 3x 4 5", "1x 2x 3 4 5>4" };
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    store_fixture_reserve(store, 0, HN_ID_ENTITY, 9);
    for (guint n = 1; n < G_N_ELEMENTS(crosswalks); n++)
        night(store, crosswalks[n - 1], entities[n - 1], crosswalks[n], entities[n]);
    for (guint n = 1; n < G_N_ELEMENTS(crosswalks); n++) {
        g_autoptr(HnPastState) past = past_of(store, n);
        assert_crosswalk(past->crosswalk, crosswalks[n]);
        assert_entities(past, expected[n]);
        assert_crosswalk(past->decided, "");
    }
    store_fixture_free(&files);
}

/* A decision right behind the run: its entity bears the number of that run, and came after it. */
static void
test_a_live_decision_is_undone_and_told(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    g_autoptr(GError) error = NULL;
    store_fixture_reserve(store, 0, HN_ID_ENTITY, 9);
    night(store, "", "", "a:1=1 a:2=1", "1");
    static char verb[] = "split", reason[] = "seen", by[] = "me", source[] = "a";
    HnRecordName names[] = { { source, hn_slice_of("1") }, { source, hn_slice_of("2") } };
    const HnDecision decision = { .sequence = store_fixture_reserve(store, 0, HN_ID_DECISION, 1),
                                  .kind = HN_DECISION_DIFFERENT,
                                  .verb = verb,
                                  .entity_type = person,
                                  .reason = reason,
                                  .by = by,
                                  .n_records = { 1, 1 },
                                  .records = { &names[0], &names[1] } };
    g_autoptr(HnEvents) events = hn_events_new();
    hn_events_add(events, HN_EVENT_SPLIT, 2, 1, decision.sequence)->sequence =
        store_fixture_reserve(store, 0, HN_ID_EVENT, 1);
    hn_events_add_name(events, source, hn_slice_of("2"));
    const HnEntity after[] = { { .sequence = 1, .first_seen = 1, .n_records = 1 },
                               { .sequence = 2, .first_seen = 1, .n_records = 1 } };
    const guint64 to[] = { 2 };
    const HnLiveChange change = { .decision = &decision,
                                  .events = events,
                                  .n_entities = 2,
                                  .entities = after,
                                  .n_moves = 1,
                                  .moved = &names[1],
                                  .moved_to = to };
    g_assert_true(hn_store_apply_live(store, &change, &error));
    g_assert_no_error(error);
    g_autoptr(HnPastState) past = past_of(store, 1);
    assert_crosswalk(past->crosswalk, "a:1=1 a:2=1");
    assert_entities(past, "1 2+");
    assert_crosswalk(past->decided, "a:2=2");
    g_assert_cmpuint(past->n_events, ==, 1);
    store_fixture_free(&files);
}

static HnCrosswalk *
undone(const char *crosswalk, const char *entities, HnEvents *own, HnEvents *later,
       HnPastState **ret_past)
{
    g_autoptr(HnCrosswalk) now = hn_small_crosswalk(crosswalk);
    g_autoptr(HnEntities) known = hn_small_entities(entities);
    g_autoptr(GPtrArray) since = g_ptr_array_new();
    g_ptr_array_add(since, later);
    const HnPastInput input = { .today = { now, known, 99, 1 }, .since = since, .own = own };
    *ret_past = hn_past_state_undo(&input);
    return (*ret_past)->crosswalk;
}

/* It was decided on the state before the run, which ended what people merged and placed what they
 * moved elsewhere: the run's own events say where things were. */
static void
test_a_run_knows_what_it_did(void)
{
    static char a[] = "a";
    g_autoptr(HnEvents) own = hn_events_new(), later = hn_events_new();
    hn_events_add(own, HN_EVENT_WITHDRAWN, 2, 0, 0)->sequence = 10;
    hn_events_add_name(own, a, hn_slice_of("2"));
    hn_events_add(own, HN_EVENT_RETIRED, 2, 0, 0)->sequence = 11;
    hn_events_add(own, HN_EVENT_MOVED, 3, 4, 0)->sequence = 12;
    hn_events_add_name(own, a, hn_slice_of("3"));
    hn_events_add(later, HN_EVENT_MERGED, 1, 2, 7)->sequence = 20;
    hn_events_add_name(later, a, hn_slice_of("2"));
    hn_events_add(later, HN_EVENT_MOVED, 1, 4, 8)->sequence = 21;
    hn_events_add_name(later, a, hn_slice_of("3"));
    g_autoptr(HnPastState) past = NULL;
    const HnCrosswalk *then = undone("a:1=1 a:3=1 a:4=4 a:5=3", "1 2>1 3 4", own, later, &past);
    assert_crosswalk(then, "a:1=1 a:3=3 a:4=4 a:5=3");
    hn_past_state_look(past, own);
    assert_entities(past, "1 2x 3 4");
}

/* A run in which keys move; @after is the crosswalk under the new ones. */
static void
move_keys(HnStore *store, const char *moves, const char *after)
{
    g_autoptr(HnRekey) rekey = hn_small_rekey(moves);
    g_autoptr(HnCrosswalk) crosswalk = hn_small_crosswalk(after);
    g_autoptr(GError) error = NULL;
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_autofree char *xwlk = hn_store_segment_path(store, run.sequence, "XWLK", person, &error);
    const guint64 event = store_fixture_reserve(store, run.sequence, HN_ID_EVENT, 1);
    g_autofree char *name = g_strdup_printf("v-%" G_GUINT64_FORMAT, event); /* one for each */
    g_autofree char *reky = hn_store_segment_path(store, run.sequence, HN_REKEY, name, &error);
    HnSealedInfo info;
    hn_rekey_number(rekey, event);
    g_assert_true(hn_crosswalk_write(store, xwlk, crosswalk, &info, &error));
    add(segments, "XWLK", xwlk, run.sequence, crosswalk->n_rows, &info);
    g_assert_true(hn_rekey_write(store, reky, rekey, &info, &error));
    g_ptr_array_add(segments,
                    hn_segment_new(HN_REKEY, name, reky, run.sequence, hn_rekey_n(rekey), &info));
    store_fixture_commit(store, &run, segments);
    g_assert_no_error(error);
}

/* Events name records as they were called; one that went under its new key never got the old one
 * back, which another record has taken since. */
static void
test_records_have_the_names_of_then(void)
{
    static const char *const first = "a:1=1 a:2=2 a:3=2 b:1=1";
    static const char *const moved = "b:1=1 c:1=1 c:2=2 c:3=2";
    static const char *const between = "b:1=1 c:1=1 c:3=1 c:9=3";
    static const char *const back = "a:1=1 a:3=1 b:1=1 c:9=3";
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&files, HN_STORE_WRITE);
    store_fixture_reserve(store, 0, HN_ID_ENTITY, 9);
    night(store, "", "", first, "1 2");
    move_keys(store, "a:1>c:1 a:2>c:2 a:3>c:3", moved);
    night(store, moved, "1 2", between, "1 2>1 3");
    move_keys(store, "c:1>a:1 c:3>a:3", back);
    night(store, back, "1 2>1 3", "a:1=1 a:2=4 a:3=1 b:1=1 c:9=3", "1 2>1 3 4");
    g_autoptr(HnPastState) past = past_of(store, 1);
    assert_crosswalk(past->crosswalk, first);
    assert_entities(past, "1 2 3+ 4+");
    g_autoptr(HnPastState) later = past_of(store, 4);
    assert_crosswalk(later->crosswalk, back);
    store_fixture_free(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/past_state/each_night_comes_again", test_each_night_comes_again);
    g_test_add_func("/store/past_state/a_live_decision_is_undone_and_told",
                    test_a_live_decision_is_undone_and_told);
    g_test_add_func("/store/past_state/a_run_knows_what_it_did", test_a_run_knows_what_it_did);
    g_test_add_func("/store/past_state/records_have_the_names_of_then",
                    test_records_have_the_names_of_then);
    return g_test_run();
}
