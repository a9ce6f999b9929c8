/* Goal: one run at a time, one transaction at a time, and the last to close leaves the sum. */
#include "store/store_locks.h"

#include "tests/unit/store_fixture.h"

static void
test_runs(void)
{
    StoreFixture f = store_fixture_new();
    g_autoptr(GError) error = NULL;
    HnStore *run = store_fixture_open(&f, HN_STORE_WRITE);
    store_fixture_refuses(&f, HN_STORE_WRITE, HN_BASE_ERROR, HN_BASE_ERROR_BUSY);
    HnStore *beside = store_fixture_open(&f, HN_STORE_BESIDE);
    HnStore *other = store_fixture_open(&f, HN_STORE_TAKE_OVER);
    g_assert_true(hn_store_took_over(other));
    g_assert_false(hn_store_hold(run, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_FENCED);
    g_clear_error(&error);
    g_assert_cmpuint(store_fixture_reserve(other, 0, HN_ID_EVENT, 3), ==, 1);
    g_assert_cmpuint(store_fixture_reserve(beside, 0, HN_ID_EVENT, 1), ==, 4);
    hn_store_close(run);
    store_fixture_refuses(&f, HN_STORE_WRITE, HN_BASE_ERROR, HN_BASE_ERROR_BUSY);
    hn_store_close(other);
    hn_store_close(store_fixture_open(&f, HN_STORE_WRITE));
    hn_store_close(beside);
    store_fixture_free(&f);
}

static void
test_sum(void)
{
    StoreFixture f = store_fixture_new();
    HnStore *run = store_fixture_open(&f, HN_STORE_WRITE);
    HnStore *beside = store_fixture_open(&f, HN_STORE_BESIDE);
    store_fixture_reserve(beside, 0, HN_ID_ENTITY, 2);
    hn_store_close(run);
    g_assert_false(store_fixture_exists(&f, "store.sum"));
    store_fixture_reserve(beside, 0, HN_ID_ENTITY, 2);
    hn_store_close(beside);
    g_assert_true(store_fixture_exists(&f, "store.sum"));
    run = store_fixture_open(&f, HN_STORE_WRITE);
    g_assert_false(store_fixture_exists(&f, "store.sum"));
    g_assert_cmpuint(store_fixture_reserve(run, 0, HN_ID_ENTITY, 1), ==, 5);
    hn_store_close(run);
    store_fixture_free(&f);
}

static void
test_writing(void)
{
    StoreFixture f = store_fixture_new();
    g_autoptr(GError) error = NULL;
    HnStore *run = store_fixture_open(&f, HN_STORE_WRITE);
    g_assert_true(hn_store_hold(run, &error));
    g_autofree char *path = g_build_filename(f.state, "write.lock", NULL);
    const int fd = hn_io_open_lock(path, &error);
    g_assert_false(hn_io_lock_wait(fd, path, HN_IO_LOCK_EXCLUSIVE, 0, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_BUSY);
    g_clear_error(&error);
    g_assert_true(hn_store_release(run, &error));
    g_assert_true(hn_io_lock_wait(fd, path, HN_IO_LOCK_EXCLUSIVE, 0, &error));
    hn_io_close(fd, NULL);
    hn_store_close(run);
    store_fixture_free(&f);
}

/* Decisions may come before the first night. */
static void
test_beside_makes_the_store(void)
{
    StoreFixture f = store_fixture_new();
    HnStore *beside = store_fixture_open(&f, HN_STORE_BESIDE);
    g_assert_cmpuint(store_fixture_reserve(beside, 0, HN_ID_DECISION, 1), ==, 1);
    HnStore *run = store_fixture_open(&f, HN_STORE_WRITE);
    g_assert_cmpuint(store_fixture_reserve(run, 0, HN_ID_DECISION, 1), ==, 2);
    hn_store_close(beside);
    hn_store_close(run);
    store_fixture_free(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/locks/runs", test_runs);
    g_test_add_func("/store/locks/sum", test_sum);
    g_test_add_func("/store/locks/writing", test_writing);
    g_test_add_func("/store/locks/beside_makes_the_store", test_beside_makes_the_store);
    return g_test_run();
}
