/* Goal: a backup comes back whole, never over anything, never without its anchor's leave, and every
 * change to it is seen first. */
#include "store/store_restore.h"

#include "store/backup_list.h"
#include "tests/unit/backup_fixture.h"

static StoreFixture
fixture_with_backup(char **ret_folder, HnBackupInfo *ret_info)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    backup_fixture_night(store);
    backup_fixture_put(&fixture, "results/r-000000018", "golden.jsonl.zst");
    *ret_folder = backup_fixture_folder(&fixture);
    *ret_info = backup_fixture_make(&fixture, *ret_folder);
    return fixture;
}

static gboolean
restore(const StoreFixture *fixture, const char *folder, GError **error)
{
    HnBackupInfo info;
    return hn_store_restore(folder, fixture->state, NULL, &info, error);
}

static void
test_it_comes_back_and_goes_on(void)
{
    HnBackupInfo info;
    g_autofree char *folder = NULL;
    g_autoptr(GError) error = NULL;
    StoreFixture fixture = fixture_with_backup(&folder, &info);
    g_assert_true(hn_io_remove_tree(fixture.state, NULL));
    g_assert_true(restore(&fixture, folder, &error));
    g_assert_no_error(error);
    g_assert_true(store_fixture_exists(&fixture, "results/current/golden.jsonl.zst"));
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(hn_store_published_run(store), ==, 1);
    g_assert_cmpuint(hn_store_epoch(store), >, info.epoch + 4000); /* no target has seen it */
    g_assert_cmpuint(backup_fixture_night(store), ==, 2);
    store_fixture_free(&fixture);
}

static void
test_an_old_one_writes_after_recovery_alone(void)
{
    HnBackupInfo info;
    g_autofree char *folder = NULL;
    StoreFixture fixture = fixture_with_backup(&folder, &info);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const guint64 seen = store_fixture_reserve(store, 0, HN_ID_ENTITY, 10);
    g_clear_pointer(&store, hn_store_close);
    g_assert_true(hn_io_remove_tree(fixture.state, NULL));
    g_assert_true(restore(&fixture, folder, NULL));
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    store = store_fixture_open(&fixture, HN_STORE_READ);
    g_assert_true(hn_store_is_behind(store));
    g_clear_pointer(&store, hn_store_close);
    g_assert_true(hn_store_recover(fixture.state, fixture.anchor, NULL));
    store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 1), >=, seen + 10);
    store_fixture_free(&fixture);
}

static void
test_it_replaces_nothing(void)
{
    HnBackupInfo info;
    g_autofree char *folder = NULL;
    g_autoptr(GError) error = NULL;
    StoreFixture fixture = fixture_with_backup(&folder, &info);
    g_assert_false(restore(&fixture, folder, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
    g_assert_true(hn_io_remove_tree(fixture.state, NULL));
    g_assert_true(hn_io_make_folder(fixture.state, NULL)); /* as systemd makes it */
    g_clear_error(&error);
    g_assert_true(restore(&fixture, folder, &error));
    g_assert_no_error(error);
    store_fixture_free(&fixture);
}

/* Each file of the backup: changed, gone, or one too many. */
static void
test_every_change_is_seen_first(void)
{
    HnBackupInfo info;
    g_autofree char *folder = NULL;
    StoreFixture fixture = fixture_with_backup(&folder, &info);
    g_autofree char *extra = g_build_filename(folder, "state", "segments", "more", NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(hn_io_remove_tree(fixture.state, NULL));
    g_assert_true(hn_backup_walk(fixture.top, "backup", paths, NULL));
    g_assert_cmpuint(paths->len, ==, 7);
    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *path = g_build_filename(fixture.top, paths->pdata[i], NULL);
        g_autoptr(GBytes) bytes = hn_io_read_file(path, 1u << 20, NULL);
        const gsize n = g_bytes_get_size(bytes);
        g_autofree guint8 *other = g_memdup2(g_bytes_get_data(bytes, NULL), n);
        other[n / 2] ^= 4;
        g_assert_true(hn_io_write_file(path, other, n, NULL));
        g_assert_false(restore(&fixture, folder, NULL));
        g_assert_true(hn_io_unlink(path, NULL));
        g_assert_false(restore(&fixture, folder, NULL));
        g_assert_true(hn_io_write_file(path, g_bytes_get_data(bytes, NULL), n, NULL));
        g_assert_false(g_file_test(fixture.state, G_FILE_TEST_EXISTS));
    }
    g_assert_true(hn_io_write_file(extra, "x", 1, NULL));
    g_assert_false(restore(&fixture, folder, NULL));
    g_assert_true(hn_io_unlink(extra, NULL));
    g_assert_true(restore(&fixture, folder, NULL));
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_restore/it_comes_back_and_goes_on",
                    test_it_comes_back_and_goes_on);
    g_test_add_func("/store/store_restore/an_old_one_writes_after_recovery_alone",
                    test_an_old_one_writes_after_recovery_alone);
    g_test_add_func("/store/store_restore/it_replaces_nothing", test_it_replaces_nothing);
    g_test_add_func("/store/store_restore/every_change_is_seen_first",
                    test_every_change_is_seen_first);
    return g_test_run();
}
