/* Goal: results are read as the store knows them: every changed byte is found, and between commit
 * and switch the committed run's are read, never those of the night before. */
#include "base/base_error.h"
#include "base/io.h"
#include "publish/published_results.h"
#include "tests/reference/night_fixture.h"

#define N_PEOPLE 20u

static void
test_every_changed_byte_is_found(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_autoptr(HnPublishedResults) results = hn_published_results_open(store, 1, NULL);
    g_assert_nonnull(results);
    g_assert_cmpuint(results->n_files, ==, 6);
    for (guint i = 0; i < results->n_files; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path = hn_published_results_file(results, results->files[i].name, &error);
        g_assert_no_error(error);
        g_assert_true(night_fixture_flip(path, results->files[i].bytes / 2));
        g_assert_null(hn_published_results_file(results, results->files[i].name, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
        g_assert_nonnull(strstr(error->message, results->files[i].name));
    }
    g_autofree char *manifest = g_build_filename(results->folder, "manifest.json", NULL);
    for (gsize at = 0; night_fixture_flip(manifest, at); at += 37) {
        g_autoptr(GError) error = NULL;
        g_assert_null(hn_published_results_open(store, 1, &error));
        g_assert_error(error, HN_BASE_ERROR, HN_BASE_ERROR_CORRUPT);
        g_assert_true(night_fixture_flip(manifest, at));
    }
    night_fixture_free(f);
}

static void
test_what_is_not_there_is_named(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_assert_null(hn_published_results_open(store, 7, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING);
    g_clear_error(&error);
    g_autoptr(HnPublishedResults) results = hn_published_results_open(store, 1, NULL);
    g_assert_null(hn_published_results_file(results, "people.jsonl.zst", &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING);
    night_fixture_free(f);
}

/* Until a later run is published. */
static void
test_a_held_run_has_its_results(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE / 2);
    g_assert_true(night_fixture_try(f, NULL));
    g_assert_true(f->summary.held);
    g_autoptr(GError) error = NULL;
    g_autoptr(HnStore) store = night_fixture_store(f);
    g_assert_null(hn_published_results_open(store, 2, NULL)); /* nobody has published them */
    g_autoptr(HnPublishedResults) results = hn_held_results_open(store, 2, &error);
    g_assert_no_error(error);
    g_autofree char *path = hn_published_results_file(results, "golden.jsonl.zst", &error);
    g_assert_no_error(error);
    g_assert_true(night_fixture_flip(path, 50));
    g_assert_null(hn_published_results_file(results, "golden.jsonl.zst", NULL));
    g_clear_pointer(&store, hn_store_close);
    night_fixture_deliver_all(f, N_PEOPLE + 1);
    night_fixture_run(f);
    night_fixture_run(f);
    store = night_fixture_store(f);
    g_assert_null(hn_held_results_open(store, 2, &error));
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_MISSING);
    night_fixture_free(f);
}

static void
test_a_committed_run_is_read_where_it_waits(void)
{
    NightFixture *f = night_fixture_new(NULL);
    night_fixture_deliver_all(f, N_PEOPLE);
    night_fixture_run(f);
    night_fixture_deliver_all(f, N_PEOPLE + 1);
    hn_night_free(night_fixture_up_to(f, HN_STAGE_PUBLISH));
    g_autoptr(HnStore) store = night_fixture_store(f);
    const guint64 run = hn_store_published_run(store);
    g_assert_cmpuint(run, ==, 2);
    g_autoptr(HnPublishedResults) results = hn_published_results_open(store, run, NULL);
    g_assert_nonnull(results);
    g_assert_nonnull(strstr(results->folder, "/runs/"));
    g_autofree char *path = hn_published_results_file(results, "crosswalk.jsonl.zst", NULL);
    g_assert_nonnull(path);
    night_fixture_free(f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publish/published_results/every_changed_byte_is_found",
                    test_every_changed_byte_is_found);
    g_test_add_func("/publish/published_results/what_is_not_there_is_named",
                    test_what_is_not_there_is_named);
    g_test_add_func("/publish/published_results/a_held_run_has_its_results",
                    test_a_held_run_has_its_results);
    g_test_add_func("/publish/published_results/a_committed_run_is_read_where_it_waits",
                    test_a_committed_run_is_read_where_it_waits);
    return g_test_run();
}
