/* Goal: over 100 random histories of crashes, torn anchors and restored old copies of the state,
 * with a million identifiers, none is issued twice (I1, I3). The anchor is never restored: that is
 * what it is for. */
#include "base/rng.h"
#include "tests/unit/store_fixture.h"

#ifdef __SANITIZE_ADDRESS__
#define N_HISTORIES 30 /* each takes five times as long, and fewer find the same misuse of memory */
#else
#define N_HISTORIES 100
#endif
#define N_STEPS 60
#define N_BACKUPS 4

typedef struct {
    guint64 first, end, run; /* run: who may get them again; 0 = nobody */
} Range;

typedef struct {
    StoreFixture files;
    HnRng rng;
    HnStore *store;
    GArray *issued[HN_ID_KINDS];
    char *backups[N_BACKUPS];
    gboolean has_backup[N_BACKUPS];
    guint64 n_issued;
    guint n_recovered, n_restored;
} History;

static void
note(History *history, HnIdKind kind, guint64 first, guint64 n, guint64 run)
{
    const Range range = { first, first + n, run };
    g_array_append_val(history->issued[kind], range);
    history->n_issued += n;
}

static void
open_again(History *history)
{
    g_autoptr(GError) error = NULL;
    history->store =
        hn_store_open(history->files.state, history->files.anchor, NULL, HN_STORE_WRITE, &error);
    if (history->store != NULL)
        return;
    g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_BEHIND);
    g_clear_error(&error);
    g_assert_true(hn_store_recover(history->files.state, history->files.anchor, &error));
    g_assert_no_error(error);
    history->n_recovered++;
    history->store = store_fixture_open(&history->files, HN_STORE_WRITE);
}

/* ---- what may happen ---- */

static guint64
running(History *history)
{
    gboolean found = FALSE;
    HnRunInfo run = { 0 };
    g_assert_true(hn_store_unfinished_run(history->store, &found, &run, NULL));
    return found && run.state == HN_RUN_RUNNING ? run.sequence : 0;
}

static void
reserve_some(History *history)
{
    const HnIdKind kind = (HnIdKind)hn_rng_below(&history->rng, HN_ID_RUN);
    const guint64 run = hn_rng_below(&history->rng, 2) == 0 ? running(history) : 0;
    const guint64 n = 1 + hn_rng_below(&history->rng, 800);
    g_autoptr(GError) error = NULL;
    guint64 first = 0;
    if (hn_store_reserve(history->store, run, kind, n, &first, &error))
        note(history, kind, first, n, run);
    else /* the run has fewer from before */
        g_assert_error(error, HN_STORE_ERROR, HN_STORE_ERROR_STATE);
}

static void
step_run(History *history)
{
    gboolean found = FALSE;
    HnRunInfo run = { 0 };
    g_assert_true(hn_store_unfinished_run(history->store, &found, &run, NULL));
    if (!found) {
        run = store_fixture_begin(history->store);
        note(history, HN_ID_RUN, run.sequence, 1, 0);
    } else if (run.state == HN_RUN_COMMITTED) {
        g_assert_true(hn_store_publish_run(history->store, run.sequence, NULL));
    } else if (hn_rng_below(&history->rng, 5) == 0) {
        g_assert_true(hn_store_abandon_run(history->store, run.sequence, NULL));
    } else {
        g_autoptr(GPtrArray) none = g_ptr_array_new();
        g_assert_true(hn_store_commit_run(history->store, &run, none, "{}", NULL));
    }
}

static void
back_up(History *history)
{
    const guint64 slot = hn_rng_below(&history->rng, N_BACKUPS);
    store_fixture_copy(history->files.state, history->backups[slot]); /* of an open store */
    history->has_backup[slot] = TRUE;
}

/* The files as they are while the store is open, write-ahead log and all. */
static void
crash(History *history)
{
    g_autofree char *image = g_build_filename(history->files.top, "image", NULL);
    store_fixture_copy(history->files.state, image);
    hn_store_close(g_steal_pointer(&history->store));
    store_fixture_copy(image, history->files.state);
    open_again(history);
}

/* A kill inside an append: the numbers were not handed out, the end of the line is missing or is
 * not text. */
static void
crash_in_append(History *history)
{
    guint64 first = 0;
    g_assert_true(hn_store_reserve(history->store, 0, HN_ID_ENTITY, 7, &first, NULL));
    g_autoptr(GBytes) anchor = store_fixture_anchor(&history->files);
    gsize n = 0;
    const guint8 *bytes = g_bytes_get_data(anchor, &n);
    const guint64 lost = 1 + hn_rng_below(&history->rng, 150);
    g_autofree guint8 *torn = g_malloc0(n);
    memcpy(torn, bytes, n - lost);
    const gboolean is_cut = hn_rng_below(&history->rng, 2) == 0;
    store_fixture_set_anchor(&history->files, torn, is_cut ? n - lost : n);
    crash(history);
}

static void
restore(History *history)
{
    const guint64 slot = hn_rng_below(&history->rng, N_BACKUPS);
    if (!history->has_backup[slot])
        return;
    hn_store_close(g_steal_pointer(&history->store));
    store_fixture_copy(history->backups[slot], history->files.state);
    history->n_restored++;
    open_again(history);
}

/* ---- the promise ---- */

static gint
compare_ranges(gconstpointer a, gconstpointer b)
{
    const Range *one = a, *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return one->run < other->run ? -1 : one->run > other->run;
}

static void
check(const History *history)
{
    for (guint kind = 0; kind < HN_ID_KINDS; kind++) {
        g_array_sort(history->issued[kind], compare_ranges);
        guint64 end = 0;
        for (guint i = 0; i < history->issued[kind]->len; i++) {
            const Range *range = &g_array_index(history->issued[kind], Range, i);
            const gboolean is_again = i > 0 && range->run != 0 && range[-1].run == range->run &&
                                      range[-1].first == range->first;
            g_assert_true(range->first >= end || is_again);
            end = MAX(end, range->end);
        }
    }
}

static void
live_through(guint64 seed, guint64 index, guint64 *n_issued, guint *n_restored, guint *n_recovered)
{
    History history = { .files = store_fixture_new(), .rng = hn_rng_seed(seed, index) };
    for (guint kind = 0; kind < HN_ID_KINDS; kind++)
        history.issued[kind] = g_array_new(FALSE, FALSE, sizeof(Range));
    for (guint i = 0; i < N_BACKUPS; i++)
        history.backups[i] = g_strdup_printf("%s/backup-%u", history.files.top, i);
    open_again(&history);
    for (guint step = 0; step < N_STEPS; step++) {
        const guint64 dice = hn_rng_below(&history.rng, 20);
        if (dice < 10)
            reserve_some(&history);
        else if (dice < 15)
            step_run(&history);
        else if (dice < 17)
            back_up(&history);
        else if (dice == 17)
            crash(&history);
        else if (dice == 18)
            crash_in_append(&history);
        else
            restore(&history);
    }
    check(&history);
    *n_issued += history.n_issued;
    *n_restored += history.n_restored;
    *n_recovered += history.n_recovered;
    hn_store_close(history.store);
    for (guint kind = 0; kind < HN_ID_KINDS; kind++)
        g_array_unref(history.issued[kind]);
    for (guint i = 0; i < N_BACKUPS; i++)
        g_free(history.backups[i]);
    store_fixture_free(&history.files);
}

static void
test_none_is_issued_twice(void)
{
    const guint64 seed = (guint64)g_test_rand_int_range(0, G_MAXINT32);
    guint64 n_issued = 0;
    guint n_restored = 0, n_recovered = 0;
    g_test_message("seed %" G_GUINT64_FORMAT, seed);
    for (guint64 i = 0; i < N_HISTORIES; i++)
        live_through(seed, i, &n_issued, &n_restored, &n_recovered);
    g_test_message("%" G_GUINT64_FORMAT " issued, %u restored, %u recovered", n_issued, n_restored,
                   n_recovered);
    g_assert_cmpuint(n_issued, >, 10000 * N_HISTORIES);
    g_assert_cmpuint(n_restored, >, N_HISTORIES / 2);
    g_assert_cmpuint(n_recovered, >, N_HISTORIES / 2);
}

int
main(int argc, char **argv)
{
    if (g_file_test("/dev/shm", G_FILE_TEST_IS_DIR)) /* histories, not disks, are what is tested */
        g_setenv("TMPDIR", "/dev/shm", FALSE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/ids/none_is_issued_twice", test_none_is_issued_twice);
    return g_test_run();
}
