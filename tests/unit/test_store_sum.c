/* Goal: no flipped or cut byte of a store at rest is taken for data; a killed store opens without a
 * sum. */
#include "store/store_sum.h"

#include "tests/unit/store_fixture.h"

static void
make_store(const StoreFixture *fixture)
{
    g_autoptr(HnStore) store = store_fixture_open(fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    store_fixture_reserve(store, run.sequence, HN_ID_ENTITY, 10);
    store_fixture_commit(store, &run, NULL);
}

static void
test_every_flip_is_found(void)
{
    StoreFixture fixture = store_fixture_new();
    make_store(&fixture);
    static const char *const names[] = { "store.db", "store.sum" };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(fixture.state, names[i], NULL);
        g_autoptr(GBytes) whole = hn_io_read_file(path, 1u << 20, NULL);
        gsize n = 0;
        const guint8 *bytes = g_bytes_get_data(whole, &n);
        const gsize step = i == 0 ? 509 : 3;
        for (gsize at = 0; at < n; at += step) {
            g_autofree guint8 *damaged = g_memdup2(bytes, n);
            damaged[at] ^= (guint8)(1u << at % 8);
            g_assert_true(hn_io_write_file(path, damaged, n, NULL));
            store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
            store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
            g_assert_true(hn_io_write_file(path, bytes, at, NULL));
            store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
        }
        g_assert_true(hn_io_write_file(path, bytes, n, NULL));
    }
    hn_store_close(store_fixture_open(&fixture, HN_STORE_READ));
    hn_store_close(store_fixture_open(&fixture, HN_STORE_WRITE));
    store_fixture_free(&fixture);
}

static void
test_a_writer_removes_it_and_leaves_a_new_one(void)
{
    StoreFixture fixture = store_fixture_new();
    make_store(&fixture);
    g_assert_true(store_fixture_exists(&fixture, "store.sum"));
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_false(store_fixture_exists(&fixture, "store.sum"));
    g_autoptr(HnStore) reader = store_fixture_open(&fixture, HN_STORE_READ);
    g_clear_pointer(&store, hn_store_close);
    g_clear_pointer(&reader, hn_store_close);
    gboolean is_checked = FALSE;
    g_assert_true(hn_store_sum_check(fixture.state, &is_checked, NULL)); /* whoever closed last */
    hn_store_close(store_fixture_open(&fixture, HN_STORE_WRITE));
    g_assert_true(hn_store_sum_check(fixture.state, &is_checked, NULL));
    g_assert_true(is_checked);
    store_fixture_free(&fixture);
}

static void
test_a_log_that_does_not_belong_is_refused(void)
{
    StoreFixture fixture = store_fixture_new();
    make_store(&fixture);
    g_autofree char *log = g_build_filename(fixture.state, "store.db-wal", NULL);
    g_assert_true(hn_io_write_file(log, "stale", 5, NULL));
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    g_assert_true(hn_io_write_file(log, "", 0, NULL));
    hn_store_close(store_fixture_open(&fixture, HN_STORE_WRITE));
    store_fixture_free(&fixture);
}

/* As a kill leaves it: no sum, and a database whose structure is broken somewhere. */
static void
test_without_a_sum_the_structure_is_checked(void)
{
    StoreFixture fixture = store_fixture_new();
    make_store(&fixture);
    g_assert_true(hn_store_sum_remove(fixture.state, NULL));
    hn_store_close(store_fixture_open(&fixture, HN_STORE_WRITE));
    g_assert_true(hn_store_sum_remove(fixture.state, NULL));
    g_autofree char *path = g_build_filename(fixture.state, "store.db", NULL);
    g_autoptr(GBytes) whole = hn_io_read_file(path, 1u << 20, NULL);
    gsize n = 0;
    const guint8 *bytes = g_bytes_get_data(whole, &n);
    g_autofree guint8 *damaged = g_memdup2(bytes, n);
    memset(damaged + 4 * 4096, 0xff, 4096);
    g_assert_true(hn_io_write_file(path, damaged, n, NULL));
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_sum/every_flip_is_found", test_every_flip_is_found);
    g_test_add_func("/store/store_sum/a_writer_removes_it_and_leaves_a_new_one",
                    test_a_writer_removes_it_and_leaves_a_new_one);
    g_test_add_func("/store/store_sum/a_log_that_does_not_belong_is_refused",
                    test_a_log_that_does_not_belong_is_refused);
    g_test_add_func("/store/store_sum/without_a_sum_the_structure_is_checked",
                    test_without_a_sum_the_structure_is_checked);
    return g_test_run();
}
