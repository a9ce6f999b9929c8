/* Goal: a number is given once; a run that comes back after a kill gets the same ones while they
 * are the newest (I1, I7). */
#include "tests/unit/store_fixture.h"

static void
test_numbers_go_up_by_kind(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 5), ==, 1);
    g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 1), ==, 6);
    g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_CASE, 2), ==, 1);
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 1), ==, 7);
    store_fixture_free(&fixture);
}

static void
test_a_run_gets_its_numbers_again(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 100), ==, 1);
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 100), ==, 1);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 60), ==, 1);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_EVENT, 2), ==, 1);
    g_autoptr(GError) error = NULL;
    guint64 first = 0;
    /* What was decided since asks for more: others, and they are remembered. */
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 101), ==, 101);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 100), ==, 101);
    store_fixture_commit(store, &run, NULL);
    g_assert_false(hn_store_reserve(store, run.sequence, HN_ID_ENTITY, 1, &first, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    store_fixture_free(&fixture);
}

/* Whoever decides meanwhile takes numbers behind those of the run, which must not come before them:
 * lists of entities and of events ascend. */
static void
test_a_run_comes_after_those_who_took_numbers_since(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 100), ==, 1);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_EVENT, 10), ==, 1);
    g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 1), ==, 101);
    g_clear_pointer(&store, hn_store_close);
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 100), ==, 102);
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 100), ==, 102);
    /* Nobody took events. */
    g_assert_cmpuint(store_fixture_reserve(store, run.sequence, HN_ID_EVENT, 10), ==, 1);
    store_fixture_free(&fixture);
}

static void
test_the_range_ends(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GError) error = NULL;
    guint64 first = 77;
    g_assert_false(
        hn_store_reserve(store, 0, HN_ID_ENTITY, G_GUINT64_CONSTANT(852891037441), &first, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_false(hn_store_reserve(store, 0, HN_ID_ENTITY, G_MAXUINT64, &first, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_LIMIT);
    g_assert_cmpuint(first, ==, 77);
    g_assert_cmpuint(
        store_fixture_reserve(store, 0, HN_ID_ENTITY, G_GUINT64_CONSTANT(852891037440)), ==, 1);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_ids/numbers_go_up_by_kind", test_numbers_go_up_by_kind);
    g_test_add_func("/store/store_ids/a_run_gets_its_numbers_again",
                    test_a_run_gets_its_numbers_again);
    g_test_add_func("/store/store_ids/a_run_comes_after_those_who_took_numbers_since",
                    test_a_run_comes_after_those_who_took_numbers_since);
    g_test_add_func("/store/store_ids/the_range_ends", test_the_range_ends);
    return g_test_run();
}
