/* Goal: a list of files comes back as it was written, and nothing that was changed does. */
#include "store/backup_list.h"

#include "tests/unit/store_fixture.h"

static HnBackupList *
two_files(const StoreFixture *fixture)
{
    const guint8 digest[HN_DIGEST_BYTES] = { 7 };
    g_autoptr(HnBackupList) list = hn_backup_list_new();
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_io_make_folder(fixture->top, &error));
    g_assert_true(hn_backup_list_add(list, "state/b", digest, &error));
    g_assert_true(hn_backup_list_add(list, "state/a b", digest, &error));
    g_assert_true(hn_backup_list_write(list, fixture->top, &error));
    g_assert_no_error(error);
    return g_steal_pointer(&list);
}

static void
test_it_comes_back(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnBackupList) written = two_files(&fixture);
    g_autoptr(HnBackupList) list = hn_backup_list_read(fixture.top, NULL);
    gsize n = 0;
    g_assert_nonnull(list);
    const HnBackupFile *files = hn_backup_list_files(list, &n);
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpstr(files[0].path, ==, "state/a b");
    g_assert_cmpstr(files[1].path, ==, "state/b");
    g_assert_cmpuint(files[1].digest[0], ==, 7);
    g_assert_nonnull(hn_backup_list_find(list, "state/b"));
    g_assert_null(hn_backup_list_find(list, "state/c"));
    store_fixture_free(&fixture);
}

static void
test_every_changed_byte_is_seen(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnBackupList) list = two_files(&fixture);
    g_autofree char *path = g_build_filename(fixture.top, HN_BACKUP_LIST, NULL);
    g_autoptr(GBytes) text = hn_io_read_file(path, 1u << 20, NULL);
    const gsize n = g_bytes_get_size(text);
    for (gsize i = 0; i <= n; i++) { /* a byte is another one; or the rest is cut off */
        g_autoptr(GError) error = NULL;
        g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(text, NULL), n);
        if (i < n)
            bytes[i] ^= 1;
        g_assert_true(hn_io_write_file(path, bytes, i < n ? n : n - 2, NULL));
        g_assert_null(hn_backup_list_read(fixture.top, &error));
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_CORRUPT);
    }
    store_fixture_free(&fixture);
}

static void
test_paths_stay_inside(void)
{
    static const char *const bad[] = { "",  "/etc/passwd", "../a", "a/../../b", "a//b",
                                       ".", "a\nb",        "a\\b", "a/",        "./a" };
    const guint8 digest[HN_DIGEST_BYTES] = { 0 };
    g_autoptr(HnBackupList) list = hn_backup_list_new();
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(hn_backup_list_add(list, bad[i], digest, &error));
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_NAME);
    }
}

static void
test_what_is_not_wanted_is_forgotten(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnBackupList) list = two_files(&fixture);
    g_autoptr(HnBackupList) wanted = hn_backup_list_new();
    const guint8 unknown[HN_DIGEST_BYTES] = { 0 };
    g_assert_true(hn_backup_list_add(wanted, "state/b", unknown, NULL));
    g_autoptr(GPtrArray) gone = hn_backup_list_keep(list, wanted);
    gsize n = 0;
    g_assert_cmpuint(gone->len, ==, 1);
    g_assert_cmpstr(gone->pdata[0], ==, "state/a b");
    hn_backup_list_files(list, &n);
    g_assert_cmpuint(n, ==, 1);
    store_fixture_free(&fixture);
}

static void
test_a_copy_replaces_nothing(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *from = g_build_filename(fixture.top, "from", NULL);
    g_autofree char *to = g_build_filename(fixture.top, "folder", "to", NULL);
    guint8 digest[HN_DIGEST_BYTES], expected[HN_DIGEST_BYTES];
    guint64 n_bytes = 0;
    g_assert_true(hn_io_write_file(from, "content", 7, NULL));
    hn_digest_of("content", 7, expected);
    g_assert_true(hn_backup_copy(from, to, digest, &n_bytes, &error));
    g_assert_cmpmem(digest, sizeof digest, expected, sizeof expected);
    g_assert_cmpuint(n_bytes, ==, 7);
    g_assert_false(hn_backup_copy(from, to, digest, &n_bytes, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(hn_backup_walk(fixture.top, "folder", paths, NULL));
    g_assert_true(hn_backup_walk(fixture.top, "nowhere", paths, NULL));
    g_assert_cmpuint(paths->len, ==, 1);
    g_assert_cmpstr(paths->pdata[0], ==, "folder/to");
    g_assert_true(hn_backup_sync_tree(fixture.top, NULL));
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/backup_list/it_comes_back", test_it_comes_back);
    g_test_add_func("/store/backup_list/every_changed_byte_is_seen",
                    test_every_changed_byte_is_seen);
    g_test_add_func("/store/backup_list/paths_stay_inside", test_paths_stay_inside);
    g_test_add_func("/store/backup_list/what_is_not_wanted_is_forgotten",
                    test_what_is_not_wanted_is_forgotten);
    g_test_add_func("/store/backup_list/a_copy_replaces_nothing", test_a_copy_replaces_nothing);
    return g_test_run();
}
