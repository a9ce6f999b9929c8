/* Goal: a run goes through its states once, leaves marks that outlive a kill, and is published in
 * one piece. */
#include "base/clock.h"
#include "store/store_private.h"
#include "tests/unit/store_fixture.h"

static gint64
fixed_clock(void)
{
    return 1700000000000000;
}

static void
expect_unfinished(HnStore *store, guint64 run)
{
    gboolean found = FALSE;
    HnRunInfo info = { 0 };
    g_assert_true(hn_store_unfinished_run(store, &found, &info, NULL));
    g_assert_true(found == (run != 0));
    g_assert_cmpuint(info.sequence, ==, run);
}

static void
test_a_run_is_found_again_as_it_began(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    hn_clock_set(fixed_clock, NULL);
    g_assert_true(hn_store_promote_bundle(store, "person", "abc", NULL));
    const HnRunInfo run = store_fixture_begin(store);
    hn_clock_set(NULL, NULL);
    g_assert_cmpuint(run.sequence, ==, 1);
    g_assert_cmpuint(run.based_on, ==, 0);
    g_assert_cmpint(run.started_us, ==, 1700000000000000);
    g_assert_cmpstr(run.bundle, ==, "abc");
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    gboolean found = FALSE;
    HnRunInfo again = { 0 };
    g_assert_true(hn_store_unfinished_run(store, &found, &again, NULL));
    g_assert_true(found);
    g_assert_cmpmem(&again, sizeof again, &run, sizeof run);
    store_fixture_free(&fixture);
}

static void
test_there_is_one_unfinished_run(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    expect_unfinished(store, 0);
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GError) error = NULL;
    HnRunInfo second = { .sequence = 99 };
    g_assert_false(hn_store_begin_run(store, run.config, &second, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    g_assert_cmpuint(second.sequence, ==, 99);
    g_clear_error(&error);
    g_assert_true(hn_store_abandon_run(store, run.sequence, &error));
    expect_unfinished(store, 0);
    g_assert_cmpuint(store_fixture_begin(store).sequence, ==, 2); /* the number is not used again */
    store_fixture_free(&fixture);
}

static void
test_stage_marks_outlive_a_kill(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const guint64 run = store_fixture_begin(store).sequence;
    g_assert_true(hn_store_stage_done(store, run, "land", hn_slice("a\0b", 3), NULL));
    g_assert_true(hn_store_stage_done(store, run, "block", hn_slice(NULL, 0), NULL));
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GBytes) land = hn_store_stage_payload(store, run, "land");
    g_autoptr(GBytes) block = hn_store_stage_payload(store, run, "block");
    g_assert_cmpmem(g_bytes_get_data(land, NULL), g_bytes_get_size(land), "a\0b", 3);
    g_assert_cmpuint(g_bytes_get_size(block), ==, 0);
    g_assert_null(hn_store_stage_payload(store, run, "score"));
    g_assert_null(hn_store_stage_payload(store, run + 1, "land"));
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_store_stage_done(store, run + 1, "land", hn_slice(NULL, 0), &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    g_assert_true(hn_store_abandon_run(store, run, NULL));
    g_assert_null(hn_store_stage_payload(store, run, "land"));
    store_fixture_free(&fixture);
}

static void
test_commit_flips_the_manifest(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    static const char *const kinds[] = { "RECV", "EVNT", "XWLK" };
    for (guint64 night = 1; night <= 3; night++) {
        const HnRunInfo run = store_fixture_begin(store);
        g_assert_cmpuint(run.based_on, ==, night - 1);
        g_autoptr(GPtrArray) segments = store_fixture_segments();
        for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
            g_ptr_array_add(segments,
                            store_fixture_segment(store, night, kinds[i], "person", night));
        store_fixture_commit(store, &run, segments);
        g_assert_cmpuint(hn_store_published_run(store), ==, night);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GPtrArray) segments = hn_store_segments(store, kinds[i], "person", NULL);
        const guint64 oldest = i == 2 ? 3 : 1; /* only the crosswalk is a whole state */
        g_assert_cmpuint(segments->len, ==, 4 - oldest);
        for (guint n = 0; n < segments->len; n++) {
            const HnSegment *segment = g_ptr_array_index(segments, n);
            g_assert_cmpuint(segment->run, ==, oldest + n);
            g_assert_cmpuint(segment->rows, ==, oldest + n);
        }
    }
    g_autofree char *summary = hn_store_run_summary(store, 2);
    g_assert_cmpstr(summary, ==, "{}");
    g_assert_null(hn_store_run_summary(store, 9));
    store_fixture_free(&fixture);
}

#define KEPT                                                                                       \
    "\"run_id\":\"r\",\"bundles\":[\"person=ab\"],\"rollback\":{\"to\":\"r-1\"},"                  \
    "\"entities_total\":3,\"results_sha256\":\"cd\"}"
#define WHOLE "{\"records\":{\"read\":1},\"pairs\":7,\"types\":[],\"peak_bytes\":9," KEPT
#define SHORTENED "{" KEPT

static void
commit_whole(HnStore *store)
{
    g_autoptr(GPtrArray) none = store_fixture_segments();
    g_autoptr(GError) error = NULL;
    const HnRunInfo run = store_fixture_begin(store);
    g_assert_true(hn_store_commit_run(store, &run, none, WHOLE, &error));
    g_assert_no_error(error);
    g_assert_true(hn_store_publish_run(store, run.sequence, &error));
}

/* Only the newest run says all; of the others stays what a rollback to them and the check of
 * their results ask for. Of a store that an earlier program wrote all are shortened at once. */
static void
test_old_summaries_are_shortened(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    for (guint64 night = 1; night <= 6; night++) {
        commit_whole(store);
        if (night == 5) {
            g_assert_true(hn_store_begin(store, NULL));
            g_assert_true(hn_sql_run(store->db, NULL, "UPDATE runs SET summary = ?", "t", WHOLE));
            g_assert_true(hn_store_end(store, TRUE, NULL));
            continue;
        }
        for (guint64 run = 1; run <= night; run++) {
            g_autofree char *summary = hn_store_run_summary(store, run);
            g_assert_cmpstr(summary, ==, run < night ? SHORTENED : WHOLE);
        }
    }
    store_fixture_free(&fixture);
}

static void
test_commit_wants_the_state_that_it_was_made_from(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GPtrArray) none = store_fixture_segments();
    g_autoptr(GError) error = NULL;
    const HnRunInfo first = store_fixture_begin(store);
    store_fixture_commit(store, &first, none);
    HnRunInfo second = store_fixture_begin(store);
    second.based_on = 0;
    g_assert_false(hn_store_commit_run(store, &second, none, "{}", &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    second.based_on = first.sequence;
    g_assert_true(hn_store_commit_run(store, &second, none, "{}", NULL));
    store_fixture_free(&fixture);
}

static void
test_commit_wants_the_files(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    HnSegment *segment = store_fixture_segment(store, run.sequence, "XWLK", "person", 10);
    g_ptr_array_add(segments, segment);
    g_autoptr(GError) error = NULL;
    segment->file_bytes++;
    g_assert_false(hn_store_commit_run(store, &run, segments, "{}", &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    g_clear_error(&error);
    g_autofree char *path = hn_store_path(store, segment->path);
    g_assert_true(hn_io_unlink(path, NULL));
    g_assert_false(hn_store_commit_run(store, &run, segments, "{}", &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    expect_unfinished(store, run.sequence);
    store_fixture_free(&fixture);
}

/* All that can be asked of a run in each state; what is refused changes nothing. */
static void
test_only_the_right_steps_are_possible(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    const HnRunInfo run = store_fixture_begin(store);
    HnRunInfo now;
    g_assert_false(hn_store_publish_run(store, run.sequence, NULL));
    g_assert_true(hn_store_commit_run(store, &run, none, "{}", NULL));
    g_assert_false(hn_store_commit_run(store, &run, none, "{}", NULL));
    g_assert_false(hn_store_abandon_run(store, run.sequence, NULL));
    g_assert_false(hn_store_hold_run(store, run.sequence, "{}", NULL));
    expect_unfinished(store, run.sequence);
    g_assert_cmpuint(hn_store_published_run(store), ==, run.sequence);
    g_assert_true(hn_store_publish_run(store, run.sequence, NULL));
    g_assert_true(hn_store_publish_run(store, run.sequence, NULL)); /* rolled forward twice */
    expect_unfinished(store, 0);
    const HnRunInfo held = store_fixture_begin(store);
    g_assert_true(hn_store_hold_run(store, held.sequence, "{}", NULL));
    g_assert_true(hn_store_run_info(store, held.sequence, &now, NULL));
    g_assert_cmpint(now.state, ==, HN_RUN_HELD);
    g_assert_false(hn_store_commit_run(store, &held, none, "{}", NULL));
    expect_unfinished(store, 0);
    g_assert_cmpuint(hn_store_published_run(store), ==, run.sequence);
    g_assert_true(hn_store_abandon_run(store, held.sequence, NULL));
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_store_run_info(store, 77, &now, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING);
    store_fixture_free(&fixture);
}

static void
test_several_bundles_have_one_name(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_true(hn_store_promote_bundle(store, "person", "abc", NULL));
    g_assert_true(hn_store_promote_bundle(store, "organisation", "def", NULL));
    const HnRunInfo one = store_fixture_begin(store);
    g_assert_cmpuint(strlen(one.bundle), ==, HN_DIGEST_HEX_CHARS);
    g_assert_true(hn_store_abandon_run(store, one.sequence, NULL));
    g_assert_true(hn_store_promote_bundle(store, "organisation", "abc", NULL));
    const HnRunInfo two = store_fixture_begin(store);
    g_assert_cmpstr(one.bundle, !=, two.bundle);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_runs/a_run_is_found_again_as_it_began",
                    test_a_run_is_found_again_as_it_began);
    g_test_add_func("/store/store_runs/there_is_one_unfinished_run",
                    test_there_is_one_unfinished_run);
    g_test_add_func("/store/store_runs/stage_marks_outlive_a_kill",
                    test_stage_marks_outlive_a_kill);
    g_test_add_func("/store/store_runs/commit_flips_the_manifest", test_commit_flips_the_manifest);
    g_test_add_func("/store/store_runs/old_summaries_are_shortened",
                    test_old_summaries_are_shortened);
    g_test_add_func("/store/store_runs/commit_wants_the_state_that_it_was_made_from",
                    test_commit_wants_the_state_that_it_was_made_from);
    g_test_add_func("/store/store_runs/commit_wants_the_files", test_commit_wants_the_files);
    g_test_add_func("/store/store_runs/only_the_right_steps_are_possible",
                    test_only_the_right_steps_are_possible);
    g_test_add_func("/store/store_runs/several_bundles_have_one_name",
                    test_several_bundles_have_one_name);
    return g_test_run();
}
