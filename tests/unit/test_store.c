/* Goal: one writer, any number of readers that see one published state, and nothing lost over open
 * and close. */
#include <errno.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/store_fixture.h"

static void
test_a_new_store_is_made_and_found_again(void)
{
    StoreFixture fixture = store_fixture_new();
    store_fixture_refuses(&fixture, HN_STORE_READ, HN_STORE_ERROR, HN_STORE_ERROR_MISSING);
    guint8 key[HN_KEYED_HASH_KEY_BYTES];
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        memcpy(key, hn_store_hash_key(store), sizeof key);
        g_assert_cmpstr(hn_store_folder(store), ==, fixture.state);
        g_assert_null(hn_store_seal_key(store));
        g_assert_cmpuint(hn_store_published_run(store), ==, 0);
        g_autofree char *path = hn_store_path(store, "runs/x");
        g_assert_true(g_str_has_suffix(path, "/state/runs/x"));
    }
    struct stat about;
    g_assert_cmpint(stat(fixture.state, &about), ==, 0);
    g_assert_cmpuint(about.st_mode & 0777, ==, 0700);
    g_autofree char *database = g_build_filename(fixture.state, "store.db", NULL);
    g_assert_cmpint(stat(database, &about), ==, 0);
    g_assert_cmpuint(about.st_mode & 0777, ==, 0600);   /* also when it is copied elsewhere */
    g_assert_cmpint(chmod(fixture.state, 0777), ==, 0); /* somebody made it, or opened it up */
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpint(stat(fixture.state, &about), ==, 0);
    g_assert_cmpuint(about.st_mode & 0777, ==, 0700);
    g_assert_cmpmem(hn_store_hash_key(store), sizeof key, key, sizeof key);
    g_autoptr(GBytes) anchor = store_fixture_anchor(&fixture);
    g_assert_cmpuint(g_bytes_get_size(anchor), <, 200); /* opening issues nothing */
    store_fixture_free(&fixture);
}

static void
test_a_second_writer_is_busy(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    store_fixture_refuses(&fixture, HN_STORE_WRITE, HN_BASE_ERROR, HN_BASE_ERROR_BUSY);
    g_autoptr(HnStore) reader = store_fixture_open(&fixture, HN_STORE_READ);
    g_assert_cmpmem(hn_store_hash_key(reader), 32, hn_store_hash_key(store), 32);
    store_fixture_free(&fixture);
}

static void
test_a_writer_that_slept_is_fenced(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) sleeper = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autofree char *lock = g_build_filename(fixture.state, "lock", NULL);
    g_assert_true(hn_io_unlink(lock, NULL)); /* as on a file system whose locks do not hold */
    g_autoptr(HnStore) other = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_autoptr(GError) error = NULL;
    guint64 first = 99;
    g_assert_false(hn_store_reserve(sleeper, 0, HN_ID_ENTITY, 1, &first, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_FENCED);
    g_assert_cmpuint(first, ==, 99);
    g_clear_error(&error);
    g_assert_false(hn_store_promote_bundle(sleeper, "person", "b", &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_FENCED);
    g_assert_cmpuint(store_fixture_reserve(other, 0, HN_ID_ENTITY, 1), ==, 1);
    store_fixture_free(&fixture);
}

static void
test_a_reader_sees_one_state_and_writes_nothing(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_true(hn_store_promote_bundle(store, "person", "old", NULL));
    g_autoptr(HnStore) reader = store_fixture_open(&fixture, HN_STORE_READ);
    g_assert_true(hn_store_promote_bundle(store, "person", "new", NULL));
    g_autofree char *seen = hn_store_bundle(reader, "person");
    g_assert_cmpstr(seen, ==, "old");
    g_autoptr(HnStore) later = store_fixture_open(&fixture, HN_STORE_READ);
    g_autofree char *seen_later = hn_store_bundle(later, "person");
    g_assert_cmpstr(seen_later, ==, "new");
    g_assert_null(hn_store_bundle(later, "organisation"));
    g_autoptr(GError) error = NULL;
    g_assert_false(hn_store_promote_bundle(reader, "person", "b", &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    store_fixture_free(&fixture);
}

static void
read_bundle(const StoreFixture *fixture)
{
    g_autoptr(HnStore) reader = store_fixture_open(fixture, HN_STORE_READ);
    g_autofree char *bundle = hn_store_bundle(reader, "person");
    g_assert_cmpstr(bundle, ==, "b");
}

/* Root writes where nobody may: its child hands the files over and gives up its rights. */
#define NOBODY 65534
static void
read_as_nobody(const StoreFixture *fixture)
{
    g_autofree char *folder = g_path_get_dirname(fixture->state);
    g_autofree char *command = g_strdup_printf("chown -R %d '%s'", NOBODY, folder);
    g_assert_cmpint(system(command), ==, 0);
    const pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        g_assert_cmpint(setresgid(NOBODY, NOBODY, NOBODY), ==, 0);
        g_assert_cmpint(setresuid(NOBODY, NOBODY, NOBODY), ==, 0);
        read_bundle(fixture);
        _exit(0);
    }
    int status = -1;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
}

/* Where not even the -shm file can be made. */
static void
test_a_read_only_folder_can_be_read(void)
{
    StoreFixture fixture = store_fixture_new();
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        g_assert_true(hn_store_promote_bundle(store, "person", "b", NULL));
    }
    g_assert_cmpint(chmod(fixture.state, 0500), ==, 0);
    if (geteuid() == 0)
        read_as_nobody(&fixture);
    else
        read_bundle(&fixture);
    g_assert_cmpint(chmod(fixture.state, 0700), ==, 0);
    store_fixture_free(&fixture);
}

static gboolean fail_sync;

static int
failing_fsync(int fd)
{
    return fail_sync ? (errno = EIO, -1) : fsync(fd);
}

/* The ids are burned, not handed out, and this handle does not go on as if nothing had happened. */
static void
test_an_anchor_that_cannot_be_written_stops_the_writer(void)
{
    StoreFixture fixture = store_fixture_new();
    const HnIoOps ops = { .fsync = failing_fsync };
    hn_io_set_ops(&ops);
    {
        g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
        g_autoptr(GError) error = NULL;
        guint64 first = 99;
        fail_sync = TRUE;
        g_assert_false(hn_store_reserve(store, 0, HN_ID_ENTITY, 5, &first, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_IO);
        g_assert_cmpuint(first, ==, 99);
        g_clear_error(&error);
        fail_sync = FALSE;
        g_assert_false(hn_store_reserve(store, 0, HN_ID_ENTITY, 5, &first, &error));
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
    }
    hn_io_set_ops(NULL);
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    g_assert_cmpuint(store_fixture_reserve(store, 0, HN_ID_ENTITY, 1), ==, 6);
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store/a_new_store_is_made_and_found_again",
                    test_a_new_store_is_made_and_found_again);
    g_test_add_func("/store/store/a_second_writer_is_busy", test_a_second_writer_is_busy);
    g_test_add_func("/store/store/a_writer_that_slept_is_fenced",
                    test_a_writer_that_slept_is_fenced);
    g_test_add_func("/store/store/a_reader_sees_one_state_and_writes_nothing",
                    test_a_reader_sees_one_state_and_writes_nothing);
    g_test_add_func("/store/store/a_read_only_folder_can_be_read",
                    test_a_read_only_folder_can_be_read);
    g_test_add_func("/store/store/an_anchor_that_cannot_be_written_stops_the_writer",
                    test_an_anchor_that_cannot_be_written_stops_the_writer);
    return g_test_run();
}
