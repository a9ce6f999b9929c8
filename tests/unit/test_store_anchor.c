/* Goal: whatever happened to the anchor or to the state, a store that may have been overtaken
 * issues nothing (I3), and a kill in the middle of an append never needs a person. */
#include "tests/unit/store_fixture.h"

static void
refuses_behind(const StoreFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    HnStore *store = hn_store_open(fixture->state, fixture->anchor, NULL, HN_STORE_WRITE, &error);
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    g_assert_nonnull(strstr(error->message, "hopnhat recover"));
    g_assert_null(store);
    g_autoptr(HnStore) reader = store_fixture_open(fixture, HN_STORE_READ);
    g_assert_true(hn_store_is_behind(reader));
}

/* A store that reserved twice; returns its anchor. */
static GBytes *
make_history(const StoreFixture *fixture)
{
    g_autoptr(HnStore) store = store_fixture_open(fixture, HN_STORE_WRITE);
    store_fixture_reserve(store, 0, HN_ID_ENTITY, 10);
    store_fixture_reserve(store, 0, HN_ID_EVENT, 3);
    return store_fixture_anchor(fixture);
}

static void
test_a_missing_or_empty_anchor_is_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(GBytes) anchor = make_history(&fixture);
    g_assert_true(hn_io_unlink(fixture.anchor, NULL));
    refuses_behind(&fixture);
    store_fixture_set_anchor(&fixture, "", 0);
    refuses_behind(&fixture);
    store_fixture_free(&fixture);
}

/* Every length at which an append may have been cut, and every flipped byte. */
static void
test_an_append_that_was_cut_is_completed(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(GBytes) anchor = make_history(&fixture);
    gsize n = 0;
    const char *text = g_bytes_get_data(anchor, &n);
    const gsize first = (gsize)(strchr(text, '\n') - text) + 1;
    for (gsize cut = first; cut < n; cut += 7) {
        store_fixture_set_anchor(&fixture, text, cut);
        hn_store_close(store_fixture_open(&fixture, HN_STORE_WRITE));
        g_autoptr(GBytes) now = store_fixture_anchor(&fixture);
        g_assert_true(g_bytes_equal(now, anchor));
    }
    /* What a power cut may leave instead of the line's end. */
    g_autofree char *zeros = g_malloc0(n);
    memcpy(zeros, text, n - 40);
    store_fixture_set_anchor(&fixture, zeros, n);
    hn_store_close(store_fixture_open(&fixture, HN_STORE_WRITE));
    g_autoptr(GBytes) now = store_fixture_anchor(&fixture);
    g_assert_true(g_bytes_equal(now, anchor));
    store_fixture_free(&fixture);
}

static void
test_a_changed_line_is_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(GBytes) anchor = make_history(&fixture);
    gsize n = 0;
    const char *text = g_bytes_get_data(anchor, &n);
    for (gsize at = 0; at < n; at += 5) {
        g_autofree char *flipped = g_memdup2(text, n);
        flipped[at] ^= 4;
        store_fixture_set_anchor(&fixture, flipped, n);
        refuses_behind(&fixture);
    }
    store_fixture_free(&fixture);
}

static void
test_an_older_copy_of_the_state_is_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *copy = g_build_filename(fixture.top, "copy", NULL);
    g_autoptr(GBytes) anchor = make_history(&fixture);
    store_fixture_copy(fixture.state, copy);
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 1), ==, 11);
    }
    store_fixture_copy(copy, fixture.state);
    refuses_behind(&fixture);
    store_fixture_free(&fixture);
}

/* The worst copy: the run was running in it, had its ids, and was published later. */
static void
test_a_copy_of_a_running_run_that_was_published_is_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *copy = g_build_filename(fixture.top, "copy", NULL);
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        const HnRunInfo run = store_fixture_begin(store);
        store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 4);
        store_fixture_copy(fixture.state, copy);
        store_fixture_commit(store, &run, NULL);
    }
    store_fixture_copy(copy, fixture.state);
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    store_fixture_free(&fixture);
}

/* Of a store that was killed, the log holds the newest transactions. SQLite takes a damaged frame
 * for the log's end: without the anchor a reader would see yesterday and nobody would know. */
static void
test_a_damaged_log_is_no_older_state(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *copy = g_build_filename(fixture.top, "copy", NULL);
    g_autofree char *log = g_build_filename(fixture.state, "store.db-wal", NULL);
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        store_fixture_reserve(store, 0, HN_ID_ENTITY, 10);
        store_fixture_copy(fixture.state, copy);
    }
    store_fixture_copy(copy, fixture.state);
    g_autoptr(GBytes) whole = hn_io_read_file(log, 1u << 24, NULL);
    const gsize n = g_bytes_get_size(whole);
    hn_store_close(store_fixture_open(&fixture, HN_STORE_READ));
    for (gsize at = n - 4000; at < n; at += 999) {
        g_autofree guint8 *hurt = g_memdup2(g_bytes_get_data(whole, NULL), n);
        hurt[at] ^= 16;
        store_fixture_copy(copy, fixture.state);
        g_assert_true(hn_io_write_file(log, hurt, n, NULL));
        store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
        store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    }
    store_fixture_free(&fixture);
}

static void
test_another_stores_anchor_and_a_lost_state_are_refused(void)
{
    StoreFixture one = store_fixture_new(), two = store_fixture_new();
    g_autoptr(GBytes) first = make_history(&one);
    g_autoptr(GBytes) second = make_history(&two);
    store_fixture_set_anchor(&two, g_bytes_get_data(first, NULL), g_bytes_get_size(first));
    refuses_behind(&two);
    g_assert_true(hn_io_remove_tree(one.state, NULL));
    refuses_behind(&one);
    refuses_behind(&one); /* the empty state that the first try left changes nothing */
    store_fixture_free(&one);
    store_fixture_free(&two);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_anchor/a_missing_or_empty_anchor_is_refused",
                    test_a_missing_or_empty_anchor_is_refused);
    g_test_add_func("/store/store_anchor/an_append_that_was_cut_is_completed",
                    test_an_append_that_was_cut_is_completed);
    g_test_add_func("/store/store_anchor/a_changed_line_is_refused",
                    test_a_changed_line_is_refused);
    g_test_add_func("/store/store_anchor/an_older_copy_of_the_state_is_refused",
                    test_an_older_copy_of_the_state_is_refused);
    g_test_add_func("/store/store_anchor/a_copy_of_a_running_run_that_was_published_is_refused",
                    test_a_copy_of_a_running_run_that_was_published_is_refused);
    g_test_add_func("/store/store_anchor/a_damaged_log_is_no_older_state",
                    test_a_damaged_log_is_no_older_state);
    g_test_add_func("/store/store_anchor/another_stores_anchor_and_a_lost_state_are_refused",
                    test_another_stores_anchor_and_a_lost_state_are_refused);
    return g_test_run();
}
