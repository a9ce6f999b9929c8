/* Goal: what nobody needs goes; what anybody may need stays, whatever is asked for. */
#include "store/store_prune.h"

#include "records/entity_id.h"
#include "store/store_private.h"
#include "tests/unit/backup_fixture.h"

static const char *const targets[] = { "t", NULL };
static const char *const sources[] = { "civil", NULL };

static GPtrArray *
prune(HnStore *store, guint n_runs, gboolean is_dry)
{
    const HnPruneOptions options = {
        .n_runs = n_runs, .targets = targets, .sources = sources, .is_dry = is_dry
    };
    g_autoptr(GError) error = NULL;
    GPtrArray *items = hn_store_prune(store, &options, &error);
    g_assert_no_error(error);
    return items;
}

static const char *const ids[] = { "r-000000018", "r-00000002G", "r-00000003R", "r-00000004Y" };

/* Four published nights, of which each left something. */
static HnStore *
four_nights(const StoreFixture *fixture)
{
    HnStore *store = store_fixture_open(fixture, HN_STORE_WRITE);
    for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
        char id[HN_ENTITY_ID_CHARS + 1];
        hn_entity_id_format('r', backup_fixture_night(store), id);
        g_autofree char *results = g_build_filename("results", id, NULL);
        g_autofree char *run = g_build_filename("runs", id, NULL);
        backup_fixture_put(fixture, results, "golden.jsonl.zst");
        backup_fixture_put(fixture, run, "run.json");
    }
    return store;
}

static guint
n_left(const StoreFixture *fixture, const char *top)
{
    g_autofree char *path = g_build_filename(fixture->state, top, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    guint n = 0;
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
        n += g_str_has_prefix(name, "r-") ? 1 : 0;
    return n;
}

static void
test_old_runs_go(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = four_nights(&fixture);
    g_autoptr(GPtrArray) would = prune(store, 2, TRUE);
    g_assert_cmpuint(would->len, ==, 4);
    g_assert_cmpuint(n_left(&fixture, "results"), ==, 4);
    g_autoptr(GPtrArray) items = prune(store, 2, FALSE);
    g_assert_cmpuint(items->len, ==, 4);
    g_assert_cmpuint(((HnPruned *)items->pdata[0])->n_bytes, ==, 1);
    g_assert_cmpuint(n_left(&fixture, "results"), ==, 2);
    g_assert_cmpuint(n_left(&fixture, "runs"), ==, 2);
    g_assert_cmpuint(n_left(&fixture, "segments"), ==,
                     4); /* versions and change sets are history */
    g_autoptr(GPtrArray) again = prune(store, 2, FALSE);
    g_assert_cmpuint(again->len, ==, 0);
    g_autoptr(GPtrArray) more = prune(store, 1, FALSE);
    g_assert_cmpuint(more->len, ==, 2);
    g_autoptr(GPtrArray) all = prune(store, 1000, FALSE);
    g_assert_cmpuint(all->len, ==, 0);
    store_fixture_free(&fixture);
}

static void
test_what_is_shown_stays(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = four_nights(&fixture);
    g_autofree char *link = g_build_filename(fixture.state, "results", "current", NULL);
    g_autofree char *first = hn_store_run_folder("results", 1);
    g_autofree char *base = g_path_get_basename(first);
    g_assert_true(hn_io_symlink_replace(base, link, NULL));
    g_autoptr(GPtrArray) items = prune(store, 1, FALSE);
    g_assert_cmpuint(items->len, ==, 4); /* of the second and third */
    g_assert_true(store_fixture_exists(&fixture, "results/current/golden.jsonl.zst"));
    const HnRunInfo held = store_fixture_begin(store);
    g_autofree char *folder = hn_store_run_folder("runs", held.sequence);
    backup_fixture_put(&fixture, folder, "run.json");
    g_assert_true(hn_store_hold_run(store, held.sequence, "{}", NULL));
    const HnRunInfo running = store_fixture_begin(store);
    g_autofree char *going = hn_store_run_folder("runs", running.sequence);
    backup_fixture_put(&fixture, going, "STAGE-person.hns");
    g_autoptr(GPtrArray) none = prune(store, 1, FALSE);
    g_assert_cmpuint(none->len, ==, 0);
    store_fixture_free(&fixture);
}

static void
test_what_is_of_nobody_goes(void)
{
    StoreFixture fixture = store_fixture_new();
    g_autoptr(HnStore) store = store_fixture_open(&fixture, HN_STORE_WRITE);
    const HnRunInfo run = store_fixture_begin(store);
    g_autoptr(GPtrArray) segments = store_fixture_segments();
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "OUTB", "gone", 5));
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "TROW", "gone", 5));
    g_ptr_array_add(segments, store_fixture_segment(store, run.sequence, "OUTB", "t", 5));
    store_fixture_commit(store, &run, segments);
    backup_fixture_put(&fixture, "spool", "civil.part");
    backup_fixture_put(&fixture, "spool", "closed.part.new");
    g_autoptr(GPtrArray) items = prune(store, 1, FALSE);
    g_assert_cmpuint(items->len, ==, 2);
    g_assert_cmpstr(((HnPruned *)items->pdata[0])->name, ==, "spool/closed.part.new");
    g_assert_cmpstr(((HnPruned *)items->pdata[1])->name, ==, "gone");
    g_assert_true(store_fixture_exists(&fixture, "spool/civil.part"));
    g_assert_false(store_fixture_exists(&fixture, "spool/closed.part.new"));
    g_assert_true(store_fixture_exists(&fixture, "segments/r-000000018/OUTB-t.hns"));
    g_assert_false(store_fixture_exists(&fixture, "segments/r-000000018/OUTB-gone.hns"));
    g_assert_false(store_fixture_exists(&fixture, "segments/r-000000018/TROW-gone.hns"));
    store_fixture_free(&fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/store_prune/old_runs_go", test_old_runs_go);
    g_test_add_func("/store/store_prune/what_is_shown_stays", test_what_is_shown_stays);
    g_test_add_func("/store/store_prune/what_is_of_nobody_goes", test_what_is_of_nobody_goes);
    return g_test_run();
}
