/* Goal: what kills and replaced nights leave is removed; what somebody may need is not. */
#include "tests/unit/store_fixture.h"

static void
put_file(const StoreFixture *fixture, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(fixture->state, folder, NULL);
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_assert_true(hn_io_make_folder(path, NULL));
    g_assert_true(hn_io_write_file(file, "x", 1, NULL));
}

static char *
publish_night(HnStore *store)
{
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "RECV", "s", 5));
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "XWLK", "p", 5));
    store_fixture_commit(store, &run, segments);
    const HnSegment *crosswalk = g_ptr_array_index(segments, 1);
    return g_strdup(crosswalk->path);
}

static void
test_replaced_segments_go_with_the_next_writer(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *first = publish_night(store);
    g_autofree char *second = publish_night(store);
    g_assert_true(store_fixture_exists(&fixture, first)); /* a reader may be at work on it */
    put_file(&fixture, "segments/r-000000018", "XWLK-p.hns.tmp");
    put_file(&fixture, "segments/lost+found", "x");
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_false(store_fixture_exists(&fixture, first));
    g_assert_false(store_fixture_exists(&fixture, "segments/r-000000018/XWLK-p.hns.tmp"));
    g_assert_true(store_fixture_exists(&fixture, "segments/r-000000018/RECV-s.hns"));
    g_assert_true(store_fixture_exists(&fixture, second));
    g_assert_true(store_fixture_exists(&fixture, "segments/lost+found/x")); /* not ours */
    store_fixture_free(&fixture);
}

static void
test_unfinished_and_held_runs_keep_their_files(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo held = store_fixture_begin(store);
    put_file(&fixture, "segments/r-000000018", "a.hns");
    put_file(&fixture, "runs/r-000000018", "STAGE-person.hns");
    put_file(&fixture, "runs/r-000000018", "quarantine-civil.jsonl");
    put_file(&fixture, "runs/r-000000018/results", "golden.jsonl.zst");
    g_assert_true(hn_store_hold_run(store, held.sequence, "{}", NULL));
    const HnRunInfo running = store_fixture_begin(store);
    put_file(&fixture, "segments/r-00000002G", "b.hns");
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_true(store_fixture_exists(&fixture, "segments/r-000000018/a.hns"));
    g_assert_true(store_fixture_exists(&fixture, "runs/r-000000018/STAGE-person.hns"));
    g_assert_true(store_fixture_exists(&fixture, "runs/r-000000018/results/golden.jsonl.zst"));
    g_assert_true(store_fixture_exists(&fixture, "segments/r-00000002G/b.hns"));
    store_fixture_commit(store, &running, NULL);
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_false(store_fixture_exists(&fixture, "segments/r-000000018"));
    g_assert_false(store_fixture_exists(&fixture, "segments/r-00000002G"));
    g_assert_false(store_fixture_exists(&fixture, "runs/r-000000018/STAGE-person.hns"));
    g_assert_false(store_fixture_exists(&fixture, "runs/r-000000018/results"));
    g_assert_true(store_fixture_exists(&fixture, "runs/r-000000018/quarantine-civil.jsonl"));
    store_fixture_free(&fixture);
}

/* Of two that wait the older one is published: the newer one was compared with what is gone. */
static void
test_a_superseded_run_goes_though_it_is_newer(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo older = store_fixture_begin(store);
    g_assert_true(hn_store_hold_run(store, older.sequence, "{}", NULL));
    const HnRunInfo newer = store_fixture_begin(store);
    put_file(&fixture, "segments/r-00000002G", "a.hns");
    put_file(&fixture, "runs/r-00000002G/results", "golden.jsonl.zst");
    g_assert_true(hn_store_hold_run(store, newer.sequence, "{}", NULL));
    g_assert_true(hn_store_accept_held(store, older.sequence, "accepted", hn_slice_of("x"), NULL));
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_false(hn_store_is_superseded(store, &newer));
    g_assert_true(store_fixture_exists(&fixture, "segments/r-00000002G/a.hns"));
    store_fixture_commit(store, &older, NULL);
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_true(hn_store_is_superseded(store, &newer));
    g_assert_false(store_fixture_exists(&fixture, "segments/r-00000002G"));
    g_assert_false(store_fixture_exists(&fixture, "runs/r-00000002G/results"));
    store_fixture_free(&fixture);
}

static void
test_an_abandoned_run_leaves_nothing(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *kept = publish_night(store);
    put_file(&fixture, "runs/r-000000018", "run.json");
    const HnRunInfo run = store_fixture_begin(store);
    put_file(&fixture, "segments/r-00000002G", "b.hns");
    put_file(&fixture, "runs/r-00000002G", "pairs.tmp");
    put_file(&fixture, "results/r-00000002G", "golden.jsonl.zst");
    g_assert_true(hn_store_abandon_run(store, run.sequence, NULL));
    g_assert_false(store_fixture_exists(&fixture, "segments/r-00000002G"));
    g_assert_false(store_fixture_exists(&fixture, "runs/r-00000002G"));
    g_assert_false(store_fixture_exists(&fixture, "results/r-00000002G"));
    g_assert_true(store_fixture_exists(&fixture, "runs/r-000000018/run.json"));
    g_assert_true(store_fixture_exists(&fixture, kept));
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_sweep/replaced_segments_go_with_the_next_writer",
                    test_replaced_segments_go_with_the_next_writer);
    g_test_add_func("/store/store_sweep/unfinished_and_held_runs_keep_their_files",
                    test_unfinished_and_held_runs_keep_their_files);
    g_test_add_func("/store/store_sweep/a_superseded_run_goes_though_it_is_newer",
                    test_a_superseded_run_goes_though_it_is_newer);
    g_test_add_func("/store/store_sweep/an_abandoned_run_leaves_nothing",
                    test_an_abandoned_run_leaves_nothing);
    return g_test_run();
}
