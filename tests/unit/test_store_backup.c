/* Goal: a backup is one whole published state, whatever a writer does meanwhile, and replaces
 * nothing. */
#include "store/store_backup.h"

#include "tests/unit/backup_fixture.h"

static void
test_it_holds_the_published_state_alone(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *folder = backup_fixture_folder(&fixture);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    backup_fixture_night(store);
    backup_fixture_night(store);
    backup_fixture_put(&fixture, "results/r-00000002G", "golden.jsonl.zst");
    backup_fixture_put(&fixture, "bundles/abc", "model.json");
    backup_fixture_put(&fixture, "spool", "civil");
    const HnRunInfo running = store_fixture_begin(store); /* and the writer is still there */
    backup_fixture_put(&fixture, "runs/r-00000003R", "STAGE-person.hns");
    g_autoptr(HnSegment) unborn = store_fixture_segment(store, running.sequence, "OUTB", "t", 5);
    const HnBackupInfo info = backup_fixture_make(&fixture, folder);
    g_assert_cmpuint(info.run, ==, 2);
    g_assert_cmpuint(info.n_segments, ==, 3);
    g_assert_true(info.was_going_on);
    g_autofree char *state = g_build_filename(folder, "state", NULL);
    StoreFixture copy = { .top = folder, .state = state, .anchor = fixture.anchor };
    g_assert_true(store_fixture_exists(&copy, "segments/r-000000018/OUTB-t.hns"));
    g_assert_false(store_fixture_exists(&copy, "segments/r-000000018/CASE-person.hns"));
    g_assert_true(store_fixture_exists(&copy, "segments/r-00000002G/CASE-person.hns"));
    g_assert_true(store_fixture_exists(&copy, "results/current/golden.jsonl.zst"));
    g_assert_true(store_fixture_exists(&copy, "bundles/abc/model.json"));
    g_assert_false(store_fixture_exists(&copy, "runs/r-00000003R"));
    g_assert_false(store_fixture_exists(&copy, "segments/r-00000003R"));
    g_assert_false(store_fixture_exists(&copy, "spool"));
    g_assert_false(store_fixture_exists(&copy, "lock"));
    HnBackupInfo checked;
    g_autoptr(GError) error = NULL;
    g_assert_true(hn_store_backup_check(folder, NULL, &checked, &error));
    g_assert_no_error(error);
    g_assert_cmpmem(checked.digest, sizeof checked.digest, info.digest, sizeof info.digest);
    store_fixture_commit(store, &running, NULL); /* the writer never noticed */
    store_fixture_free(&fixture);
}

static void
test_a_held_run_is_in_it(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *folder = backup_fixture_folder(&fixture);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    backup_fixture_night(store);
    const HnRunInfo held = store_fixture_begin(store);
    backup_fixture_put(&fixture, "runs/r-00000002G/results", "golden.jsonl.zst");
    backup_fixture_put(&fixture, "segments/r-00000002G", "CASE-person.hns");
    g_assert_true(hn_store_hold_run(store, held.sequence, "{}", NULL));
    backup_fixture_make(&fixture, folder);
    g_autofree char *state = g_build_filename(folder, "state", NULL);
    StoreFixture copy = { .top = folder, .state = state, .anchor = fixture.anchor };
    g_assert_true(store_fixture_exists(&copy, "runs/r-00000002G/results/golden.jsonl.zst"));
    g_assert_true(store_fixture_exists(&copy, "segments/r-00000002G/CASE-person.hns"));
    store_fixture_free(&fixture);
}

static void
refuses(const StoreFixture *fixture, const char *folder)
{
    HnBackupInfo info;
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_store_backup(fixture->state, fixture->anchor, NULL, folder, &info, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_EXISTS);
}

static void
test_it_replaces_nothing(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *folder = backup_fixture_folder(&fixture);
    g_autofree char *inside = g_build_filename(fixture.state, "backup", NULL);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    refuses(&fixture, inside);
    refuses(&fixture, fixture.state);
    backup_fixture_make(&fixture, folder);
    refuses(&fixture, folder);
    store_fixture_free(&fixture);
}

static void
test_what_a_kill_left_goes(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *folder = backup_fixture_folder(&fixture);
    g_autofree char *left = g_strconcat(folder, ".tmp/state/bundles", NULL);
    g_autofree char *file = g_build_filename(left, "of-another-day", NULL);
    g_autofree char *copied = g_build_filename(folder, "state", "bundles", NULL);
    g_assert_true(hn_io_make_folder(left, NULL));
    g_assert_true(hn_io_write_file(file, "x", 1, NULL));
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    backup_fixture_make(&fixture, folder);
    g_assert_false(g_file_test(copied, G_FILE_TEST_EXISTS));
    store_fixture_free(&fixture);
}

static void
test_damage_is_no_backup(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autofree char *folder = backup_fixture_folder(&fixture);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    backup_fixture_night(store);
    g_autofree char *path =
        g_build_filename(fixture.state, "segments/r-000000018/CASE-person.hns", NULL);
    g_assert_true(hn_io_write_file(path, "no segment", 10, NULL));
    HnBackupInfo info;
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_store_backup(fixture.state, fixture.anchor, NULL, folder, &info, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
    g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    g_clear_error(&error);
    g_assert_true(hn_io_unlink(path, NULL)); /* and it does not look for it for ever */
    g_assert_false(hn_store_backup(fixture.state, fixture.anchor, NULL, folder, &info, &error));
    g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_MISSING);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_backup/it_holds_the_published_state_alone",
                    test_it_holds_the_published_state_alone);
    g_test_add_func("/store/store_backup/a_held_run_is_in_it", test_a_held_run_is_in_it);
    g_test_add_func("/store/store_backup/it_replaces_nothing", test_it_replaces_nothing);
    g_test_add_func("/store/store_backup/what_a_kill_left_goes", test_what_a_kill_left_goes);
    g_test_add_func("/store/store_backup/damage_is_no_backup", test_damage_is_no_backup);
    return g_test_run();
}
