/* Goal: the digest sees every fact of the state, and nothing else: not the clock, the user, the
 * store's keys, the order of columns, nor how rows are cut into segments. */
#include "store/logical_digest.h"

#include "base/clock.h"
#include "store/decisions.h"
#include "store/record_versions.h"
#include "tests/unit/store_fixture.h"

/* One little state; each member may differ from test to test. */
typedef struct {
    const char *value;       /* of a field */
    const char *other_value; /* of a second column */
    gboolean is_column_missing, are_columns_swapped, is_withdrawn;
    guint64 entity;               /* of the second record */
    guint64 first_seen, redirect; /* of the second entity */
    guint8 locked;
    gint32 weight;
    HnEventKind kind;
    const char *reason, *by, *bundle;
    gint64 at_us;
    gboolean is_live; /* the decision's event is live, not yet in the segment */
    gsize extra_bytes;
} State;

static const State plain = { .value = "nguyen",
                             .other_value = "1960",
                             .entity = 1,
                             .weight = 7,
                             .kind = HN_EVENT_MERGED,
                             .reason = "papers",
                             .by = "an",
                             .bundle = "b1",
                             .at_us = 5 };

static void
add_versions(HnStore *store, const State *state, GPtrArray *segments)
{
    static const char *const straight[] = { "name", "year" }, *const swapped[] = { "year", "name" };
    g_autofree char *path = hn_store_segment_path(store, 1, "RECV", "s", NULL);
    const guint n_columns = state->is_column_missing ? 1 : 2;
    const char *const *columns = state->are_columns_swapped ? swapped : straight;
    g_autoptr(HnVersionWriter) writer =
        hn_version_writer_new(store, path, 1, columns, n_columns, NULL);
    const HnSlice values[] = { hn_slice_of(state->value), hn_slice_of(state->other_value) };
    HnRawField fields[2] = { { NULL, 0, HN_FIELD_MISSING }, { NULL, 0, HN_FIELD_MISSING } };
    for (guint i = 0; i < 2; i++) {
        const guint at = state->are_columns_swapped ? 1 - i : i;
        if (values[i].bytes != NULL)
            fields[at] = (HnRawField){ values[i].bytes, (guint32)values[i].n_bytes, HN_FIELD_TEXT };
    }
    for (guint i = 0; i < 2; i++) {
        const guint8 id = (guint8)('a' + i);
        HnVersion version = { .record_id = hn_slice(&id, 1),
                              .withdrawn = i == 1 && state->is_withdrawn,
                              .n_fields = n_columns,
                              .fields = fields };
        version.n_fields = version.withdrawn ? 0 : n_columns;
        g_assert_true(hn_version_writer_put(writer, &version, NULL));
    }
    HnSealedInfo info;
    guint64 n_rows = 0;
    g_assert_true(hn_version_writer_finish(writer, &n_rows, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("RECV", "s", path, 1, n_rows, &info));
}

static void
add_links(HnStore *store, const State *state, GPtrArray *segments)
{
    char source[] = "s", *sources[] = { source };
    guint32 source_of[] = { 0, 0 };
    guint64 offsets[] = { 0, 1, 2 }, entity_of[] = { 1, state->entity };
    guint8 bytes[] = { 'a', 'b' };
    const HnCrosswalk crosswalk = { 2, 1, sources, source_of, offsets, bytes, entity_of };
    HnEdge edge = { 0, 1, state->weight, 3 };
    const HnEdges edges = { 1, &edge };
    HnEntity rows[] = { { .sequence = 1, .n_records = 1 },
                        { .sequence = 2,
                          .n_records = 1,
                          .first_seen = state->first_seen,
                          .redirect = state->redirect,
                          .status = state->redirect == 0 ? HN_ENTITY_LIVE : HN_ENTITY_REDIRECT,
                          .locked = state->locked } };
    const HnEntities entities = { 2, rows };
    g_autofree char *xwlk = hn_store_segment_path(store, 1, "XWLK", "person", NULL);
    g_autofree char *edge_path = hn_store_segment_path(store, 1, "EDGE", "person", NULL);
    g_autofree char *enty = hn_store_segment_path(store, 1, "ENTY", "person", NULL);
    HnSealedInfo info;
    g_assert_true(hn_crosswalk_write(store, xwlk, &crosswalk, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("XWLK", "person", xwlk, 1, 2, &info));
    g_assert_true(hn_edges_write(store, edge_path, &(HnEdgesHead){ "EDGE", info.digest }, &edges,
                                 &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("EDGE", "person", edge_path, 1, 1, &info));
    g_assert_true(hn_entities_write(store, enty, &entities, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("ENTY", "person", enty, 1, 2, &info));
}

static void
add_event(HnEvents *events, HnEventKind kind, guint64 sequence)
{
    hn_events_add(events, kind, 1, 2, sequence == 2 ? 1 : 0)->sequence = sequence;
    hn_events_add_name(events, "s", hn_slice_of("b"));
}

static void
add_events(HnStore *store, const State *state, GPtrArray *segments)
{
    g_autoptr(HnEvents) events = hn_events_new();
    add_event(events, state->kind, 1);
    if (!state->is_live)
        add_event(events, HN_EVENT_LOCKED, 2);
    g_autofree char *path = hn_store_segment_path(store, 1, "EVNT", "person", NULL);
    HnSealedInfo info;
    g_assert_true(hn_events_write(store, path, events, &info, NULL));
    g_ptr_array_add(segments, hn_segment_new("EVNT", "person", path, 1, events->n, &info));
}

static void
decide(HnStore *store, const State *state)
{
    char verb[] = "lock", type[] = "person";
    g_autofree char *reason = g_strdup(state->reason), *by = g_strdup(state->by);
    const HnDecision decision = { .sequence = 1,
                                  .kind = HN_DECISION_LOCK,
                                  .verb = verb,
                                  .entity_type = type,
                                  .reason = reason,
                                  .by = by,
                                  .at_us = state->at_us };
    g_autoptr(HnEvents) events = hn_events_new();
    if (state->is_live)
        add_event(events, HN_EVENT_LOCKED, 2);
    const HnLiveChange change = { .decision = &decision, .events = events };
    g_assert_true(hn_store_apply_live(store, &change, NULL));
}

static char *
digest_of(const State *state)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    store_fixture_reserve(store, 0, HN_ID_ENTITY, 2);
    store_fixture_reserve(store, 0, HN_ID_EVENT, 2);
    store_fixture_reserve(store, 0, HN_ID_DECISION, 1);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    add_versions(store, state, segments);
    add_links(store, state, segments);
    add_events(store, state, segments);
    if (state->extra_bytes > 0)
        g_ptr_array_add(segments,
                        store_fixture_segment(store, 1, "CASE", "person", state->extra_bytes));
    store_fixture_commit(store, &run, segments);
    g_assert_true(hn_store_promote_bundle(store, "person", state->bundle, NULL));
    decide(store, state);
    guint8 digest[HN_DIGEST_BYTES];
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_store_logical_digest(store, digest, &error));
    g_assert_no_error(error);
    char *hex = g_malloc(HN_DIGEST_HEX_CHARS + 1);
    hn_hex(digest, sizeof digest, hex);
    store_fixture_free(&fixture);
    return hex;
}

static void
test_facts_change_it(void)
{
    State states[16];
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        states[i] = plain;
    states[1].value = "nguyem";
    states[2].other_value = NULL;
    states[3].is_withdrawn = TRUE;
    states[4].entity = 2;
    states[5].weight = -7;
    states[6].kind = HN_EVENT_SPLIT;
    states[7].reason = "paper";
    states[8].bundle = "b2";
    states[9].extra_bytes = 1;
    states[10].extra_bytes = 2;
    states[11].value = "1960"; /* the two columns' values exchanged */
    states[11].other_value = "nguyen";
    states[12].value = NULL;
    states[13].locked = 1;
    states[14].first_seen = 1;
    states[15].redirect = 1;
    char *digests[G_N_ELEMENTS(states)];
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        digests[i] = digest_of(&states[i]);
        for (gsize k = 0; k < i; k++)
            g_assert_cmpstr(digests[i], !=, digests[k]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        g_free(digests[i]);
}

static void
test_nothing_else_changes_it(void)
{
    State states[6];
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        states[i] = plain;
    states[1].by = "binh";
    states[2].at_us = 1700000000000000;
    states[3].are_columns_swapped = TRUE;
    states[4].is_live = TRUE;
    g_autofree char *wanted = digest_of(&states[0]);
    for (gsize i = 1; i < G_N_ELEMENTS(states); i++) {
        g_autofree char *digest = digest_of(&states[i]);
        g_assert_cmpstr(digest, ==, wanted);
    }
    State without = plain, absent = plain;
    without.other_value = NULL;
    absent.other_value = NULL;
    absent.is_column_missing = TRUE;
    g_autofree char *one = digest_of(&without), *other = digest_of(&absent);
    g_assert_cmpstr(one, ==, other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/logical_digest/facts_change_it", test_facts_change_it);
    g_test_add_func("/store/logical_digest/nothing_else_changes_it", test_nothing_else_changes_it);
    return g_test_run();
}
