/* Goal: crosswalk, decisions and the database's rows have the new names, in their order, also where
 * two records change places. */
#include "tests/reference/small_rekey.h"
#include "tests/reference/small_state.h"
#include "tests/unit/store_fixture.h"

static void
test_a_crosswalk_is_sorted_anew(void)
{
    g_autoptr(HnRekey) rekey = hn_small_rekey("a:1>z:1 a:2>a:3 a:3>a:2");
    g_autoptr(HnCrosswalk) old = hn_small_crosswalk("a:1=5 a:2=6 a:3=7 b:1=5");
    g_autoptr(HnCrosswalk) now = hn_rekey_crosswalk(rekey, old);
    g_autoptr(HnCrosswalk) expected = hn_small_crosswalk("a:2=7 a:3=6 b:1=5 z:1=5");
    g_assert_cmpuint(now->n_rows, ==, expected->n_rows);
    g_assert_cmpuint(now->n_sources, ==, 3);
    for (guint32 row = 0; row < now->n_rows; row++) {
        g_assert_cmpstr(now->sources[now->source_of[row]], ==,
                        expected->sources[expected->source_of[row]]);
        g_assert_true(hn_slice_equal(hn_crosswalk_id(now, row), hn_crosswalk_id(expected, row)));
        g_assert_cmpuint(now->entity_of[row], ==, expected->entity_of[row]);
    }
}

static char type[] = "person", verb[] = "same", reason[] = "r", by[] = "b", a[] = "a", b[] = "b",
            phone[] = "phone";

static void
decide(HnStore *store, HnDecisionKind kind, HnRecordName *left, guint n_left, HnRecordName *right)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HnEvents) events = hn_events_new();
    const HnDecision decision = { .sequence = store_fixture_reserve(store, 0, HN_ID_DECISION, 1),
                                  .kind = kind,
                                  .verb = verb,
                                  .entity_type = type,
                                  .reason = reason,
                                  .by = by,
                                  .n_records = { n_left, right == NULL ? 0 : 1 },
                                  .records = { left, right } };
    const HnLiveChange change = { .decision = &decision, .events = events };
    g_assert_true(hn_store_apply_live(store, &change, &error));
    g_assert_no_error(error);
}

static HnStore *
store_with_decisions(const StoreFixture *files)
{
    HnStore *store = store_fixture_open(files, HN_STORE_WRITE);
    HnRecordName same[] = { { a, hn_slice_of("1") }, { a, hn_slice_of("2") } };
    HnRecordName one[] = { { a, hn_slice_of("1") } }, other[] = { { b, hn_slice_of("1") } };
    HnRecordName attribute[] = { { phone, hn_slice(NULL, 0) } };
    decide(store, HN_DECISION_SAME, same, 2, NULL);
    decide(store, HN_DECISION_DIFFERENT, one, 1, other);
    decide(store, HN_DECISION_VALUE, one, 1, attribute);
    return store;
}

static void
expect(const GPtrArray *decisions, guint at, guint side, guint n, const char *expected)
{
    const HnDecision *decision = decisions->pdata[at];
    g_assert_cmpuint(decision->n_records[side], >, n);
    hn_assert_name(&decision->records[side][n], expected);
}

static void
expect_renamed(const GPtrArray *decisions)
{
    g_assert_cmpuint(decisions->len, ==, 3);
    expect(decisions, 0, 0, 0, "a:1"); /* which was a:2 */
    expect(decisions, 0, 0, 1, "b:9");
    expect(decisions, 1, 0, 0, "b:9");
    expect(decisions, 1, 1, 0, "b:1");
    expect(decisions, 2, 0, 0, "b:9");
    g_assert_cmpstr(hn_decision_attribute(decisions->pdata[2]), ==, "phone");
}

static void
test_decisions_in_memory(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_with_decisions(&files);
    g_autoptr(HnRekey) rekey = hn_small_rekey("a:1>b:9 a:2>a:1");
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, NULL, FALSE, NULL);
    hn_rekey_decisions(rekey, decisions);
    expect_renamed(decisions);
    store_fixture_free(&files);
}

static guint64
publish(HnStore *store, const char *map, guint64 event)
{
    g_autoptr(HnRekey) rekey = hn_small_rekey(map);
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_autofree char *name = g_strdup_printf("v-%" G_GUINT64_FORMAT, event);
    g_autofree char *path = hn_store_segment_path(store, run.sequence, HN_REKEY, name, NULL);
    HnSealedInfo info;
    hn_rekey_number(rekey, event);
    g_assert_true(hn_rekey_write(store, path, rekey, &info, NULL));
    g_ptr_array_add(segments,
                    hn_segment_new(HN_REKEY, name, path, run.sequence, hn_rekey_n(rekey), &info));
    store_fixture_commit(store, &run, segments);
    return run.sequence;
}

static void
test_a_commit_renames_the_database(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_with_decisions(&files);
    const guint64 run = publish(store, "a:1>b:9 a:2>a:1", 1);
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, NULL, FALSE, NULL);
    expect_renamed(decisions);
    g_autoptr(GPtrArray) rekeys = hn_rekeys_load(store, NULL);
    g_assert_cmpuint(rekeys->len, ==, 1);
    g_assert_cmpuint(hn_rekeys_since(rekeys, run - 1), ==, 1);
    g_assert_cmpuint(hn_rekeys_since(rekeys, run), ==, 0);
    store_fixture_free(&files);
}

/* Two records of one decision: no order of renaming one by one would do. */
static void
test_two_change_places(void)
{
    StoreFixture files = store_fixture_new();
    g_autoptr(HnStore) store = store_with_decisions(&files);
    publish(store, "a:1>a:2 a:2>a:1", 1);
    g_autoptr(GPtrArray) decisions = hn_store_decisions(store, NULL, FALSE, NULL);
    expect(decisions, 0, 0, 0, "a:1");
    expect(decisions, 0, 0, 1, "a:2");
    expect(decisions, 1, 0, 0, "a:2");
    store_fixture_free(&files);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/rekey_names/a_crosswalk_is_sorted_anew",
                    test_a_crosswalk_is_sorted_anew);
    g_test_add_func("/store/rekey_names/decisions_in_memory", test_decisions_in_memory);
    g_test_add_func("/store/rekey_names/a_commit_renames_the_database",
                    test_a_commit_renames_the_database);
    g_test_add_func("/store/rekey_names/two_change_places", test_two_change_places);
    return g_test_run();
}
