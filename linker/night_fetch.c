#include "linker/night_fetch.h"

#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "linker/feed_fetch.h"
#include "linker/linker_error.h"
#include "linker/night_spool.h"
#include "records/batch_spool.h"

#define FIRST_WAIT_US G_USEC_PER_SEC
#define LOOK_US (G_USEC_PER_SEC / 10)
#define KEYS_AT_ONCE 200u /* in one query */

static const char *const suffixes[] = {
    [HN_SPOOL_WHOLE] = "", [HN_SPOOL_PART] = ".part", [HN_SPOOL_PART_AND_KEYS] = ".keys"
};

/* ---- spools ---- */

static char *
spool_of(const HnNight *night, const HnFeed *feed, HnSpoolScope scope)
{
    g_autofree char *path = hn_night_spool_path(night, feed);
    return g_strconcat(path, suffixes[scope], NULL);
}

HnSpoolScope
hn_night_fetch_scope(const HnNight *night, const HnFeed *feed)
{
    for (guint scope = HN_SPOOL_WHOLE; scope < G_N_ELEMENTS(suffixes); scope++) {
        g_autofree char *path = spool_of(night, feed, (HnSpoolScope)scope);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return (HnSpoolScope)scope;
    }
    return HN_SPOOL_NONE;
}

static char *
incoming_of(const char *path)
{
    return g_strconcat(path, ".new", NULL);
}

static char *
late_path(const HnNight *night, const HnFeed *feed, guint number)
{
    g_autofree char *path = hn_night_spool_path(night, feed);
    return g_strdup_printf("%s.late%u", path, number);
}

/* And the attempt at it that was not finished. */
static gboolean
remove_spool(const char *path, GError **error)
{
    g_autofree char *incoming = incoming_of(path);
    return hn_io_unlink(path, error) && hn_io_unlink(incoming, error);
}

gboolean
hn_night_fetch_forget_late(const HnNight *night, const HnFeed *feed, GError **error)
{
    for (guint i = 0; i * KEYS_AT_ONCE < HN_LATE_MAX; i++) {
        g_autofree char *path = late_path(night, feed, i);
        if (!remove_spool(path, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hn_night_fetch_forget(const HnNight *night, const HnFeed *feed, GError **error)
{
    for (guint scope = HN_SPOOL_WHOLE; scope < G_N_ELEMENTS(suffixes); scope++) {
        g_autofree char *path = spool_of(night, feed, (HnSpoolScope)scope);
        if (!remove_spool(path, error))
            return FALSE;
    }
    return hn_night_fetch_forget_late(night, feed, error);
}

HnReader *
hn_night_fetch_open(const HnNight *night, const HnFeed *feed, GError **error)
{
    const HnSealKey *key = hn_store_seal_key(night->store);
    HnSpoolScope scope = hn_night_fetch_scope(night, feed);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(paths, spool_of(night, feed, MAX(scope, HN_SPOOL_WHOLE)));
    for (guint i = 0; i * KEYS_AT_ONCE < HN_LATE_MAX; i++) {
        char *path = late_path(night, feed, i);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(paths, path);
        else
            g_free(path);
    }
    g_ptr_array_add(paths, NULL);
    return hn_batch_spool_reader_new((const char *const *)paths->pdata, key, error);
}

/* ---- one source ---- */

typedef struct {
    HnNight *night;
    const HnFeed *feed;
    char *path;     /* of its spool; a file there is this run's last word about the source */
    char *incoming; /* of an attempt's */
    char *since;    /* NULL: whole */
    gboolean sweep;
    gboolean is_again;     /* behind an answer that stands where this one breaks off */
    const GPtrArray *keys; /* NULL: all */
    GError *refused;       /* the database's fault, after the last attempt */
    GError *failed;        /* this machine's fault, or an interruption */
} Fetch;

static gboolean
is_interrupted(const Fetch *fetch)
{
    const volatile int *interrupted = fetch->night->options->interrupted;
    return interrupted != NULL && *interrupted != 0;
}

static gboolean
keep(const Fetch *fetch, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(fetch->path);
    return hn_io_rename(fetch->incoming, fetch->path, error) && hn_io_sync_folder(folder, error);
}

static void
wait_before(const Fetch *fetch, guint n_attempts)
{
    const gint64 until =
        hn_clock_monotonic_us() + ((gint64)FIRST_WAIT_US << MIN(n_attempts - 1, 5u));
    while (!is_interrupted(fetch) && hn_clock_monotonic_us() < until)
        g_usleep(LOOK_US);
}

/* A column that a new source names and that is not there: a wrong configuration, which asking again
 * does not mend. One that was good before may be under repair. */
static gboolean
is_misconfigured(const Fetch *fetch)
{
    return g_error_matches(fetch->refused, HN_LINKER_ERROR, HN_LINKER_ERROR_COLUMN) &&
           !hn_night_has_published(fetch->night, fetch->feed);
}

/* Faults of this machine (no memory, no disk) are the night's; all others the source's. */
static void
fetch_task(gpointer user, gsize task, guint thread)
{
    Fetch *fetch = (Fetch *)user + task;
    const guint n_attempts = fetch->night->options->project->fetch_attempts;
    const HnFeedFetch one = { .options = fetch->night->options,
                              .feed = fetch->feed,
                              .seal = hn_store_seal_key(fetch->night->store),
                              .path = fetch->incoming,
                              .since = fetch->since,
                              .sweep = fetch->sweep,
                              .keys = fetch->keys };
    (void)thread;
    for (guint n = 0; n < n_attempts && !is_interrupted(fetch); n++) {
        g_clear_error(&fetch->refused);
        if (n > 0)
            wait_before(fetch, n);
        if (hn_feed_fetch(&one, &fetch->refused, &fetch->failed)) {
            keep(fetch, &fetch->failed);
            return;
        }
        if (fetch->failed != NULL || is_misconfigured(fetch))
            return;
    }
    if (!is_interrupted(fetch)) { /* what broke off for good is kept as that */
        if (fetch->refused != NULL && !fetch->is_again &&
            g_file_test(fetch->incoming, G_FILE_TEST_IS_REGULAR))
            keep(fetch, &fetch->failed);
        return;
    }
    g_clear_error(&fetch->refused);
    g_set_error(&fetch->failed, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED,
                "interrupted while it was read; what was finished is kept: run again to resume");
}

static void
fetch_clear(Fetch *fetch)
{
    g_clear_error(&fetch->refused);
    g_clear_error(&fetch->failed);
    g_free(fetch->path);
    g_free(fetch->incoming);
    g_free(fetch->since);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fetch, fetch_clear)

/* ---- what is asked for ---- */

static gint64
today_of(const HnNight *night)
{
    return night->run.started_us / G_USEC_PER_SEC / 86400;
}

/* What has been asked of the source before, under the configuration that it has now, need not be
 * asked again. */
static gboolean
choose_scope(HnNight *night, Fetch *fetch, HnSpoolScope *ret_scope, GError **error)
{
    const HnFeed *feed = fetch->feed;
    HnFeedMark mark;
    guint8 digest[HN_DIGEST_BYTES];
    *ret_scope = HN_SPOOL_WHOLE;
    if (feed->since_column == NULL)
        return TRUE;
    if (!hn_feed_mark_read(night->store, feed->name, &mark, error))
        return FALSE;
    hn_project_feed_digest(night->options->project, feed, digest);
    if (mark.any && memcmp(digest, mark.feed, sizeof digest) == 0)
        fetch->since = hn_feed_mark_since(mark.watermark, feed->overlap);
    if (fetch->since != NULL) {
        const gint64 age = today_of(night) - mark.sweep_day;
        fetch->sweep = feed->sweep_days != G_MAXUINT && age >= (gint64)feed->sweep_days;
        *ret_scope = fetch->sweep ? HN_SPOOL_PART_AND_KEYS : HN_SPOOL_PART;
    }
    hn_feed_mark_clear(&mark);
    return TRUE;
}

/* What this run has landed, or had spooled before it was killed, is not asked again. */
static gboolean
is_needed(HnNight *night, const HnFeed *feed)
{
    if (feed->from.connection == NULL)
        return FALSE;
    g_autofree char *mark = g_strconcat("land:", feed->name, NULL);
    g_autoptr(GBytes) landed = hn_store_stage_payload(night->store, night->run.sequence, mark);
    return landed == NULL &&
           !(night->summary->resumed && hn_night_fetch_scope(night, feed) != HN_SPOOL_NONE);
}

void
hn_night_fetch_tell_kept(HnNight *night)
{
    const HnProject *project = night->options->project;
    gboolean is_kept = FALSE;
    for (guint i = 0; i < project->n_feeds; i++)
        is_kept = is_kept || (project->feeds[i].from.connection != NULL &&
                              !is_needed(night, &project->feeds[i]));
    g_autoptr(GDateTime) began =
        g_date_time_new_from_unix_utc(night->run.started_us / G_USEC_PER_SEC);
    g_autofree char *when = began == NULL ? NULL : g_date_time_format(began, "%Y-%m-%d %H:%M UTC");
    if (is_kept && when != NULL)
        hn_night_note(night,
                      "this run began on %s and goes on with what databases gave then: what has "
                      "changed in them since comes with the next run",
                      "lượt chạy này bắt đầu lúc %s và chạy tiếp với dữ liệu mà các cơ sở dữ liệu "
                      "đã cho khi ấy: thay đổi từ đó đến nay sẽ đến cùng lượt chạy sau",
                      when);
}

static void
put_paths(Fetch *fetch, char *path)
{
    fetch->path = path;
    fetch->incoming = incoming_of(path);
}

static gboolean
prepare(HnNight *night, const HnFeed *feed, Fetch *fetch, GError **error)
{
    HnSpoolScope scope = HN_SPOOL_WHOLE;
    *fetch = (Fetch){ .night = night, .feed = feed };
    if (!hn_night_fetch_forget(night, feed, error) || !choose_scope(night, fetch, &scope, error))
        return FALSE;
    put_paths(fetch, spool_of(night, feed, scope));
    return TRUE;
}

/* ---- all sources ---- */

/* One that broke off has a spool that says so; of the others the night knows why. */
static gboolean
take_outcome(HnNight *night, Fetch *fetch, GError **error)
{
    if (fetch->failed != NULL) {
        g_propagate_prefixed_error(error, g_steal_pointer(&fetch->failed),
                                   "source '%s': ", fetch->feed->name);
        return FALSE;
    }
    if (is_misconfigured(fetch)) {
        g_propagate_prefixed_error(error, g_steal_pointer(&fetch->refused),
                                   "source '%s': ", fetch->feed->name);
        return FALSE;
    }
    if (fetch->refused != NULL && !g_file_test(fetch->path, G_FILE_TEST_IS_REGULAR))
        night->shut[fetch->feed - night->options->project->feeds] =
            g_steal_pointer(&fetch->refused);
    return TRUE;
}

static void
fetches_free(Fetch *fetches)
{
    for (Fetch *fetch = fetches; fetch->night != NULL; fetch++)
        fetch_clear(fetch);
    g_free(fetches);
}

static gboolean
fetch_all(HnNight *night, Fetch *fetches, guint n, GError **error)
{
    const gint64 started_us = hn_clock_monotonic_us();
    g_autoptr(HnThreadPool) pool =
        hn_thread_pool_new(MIN(night->options->project->fetch_at_once, n));
    hn_thread_pool_run(pool, n, fetch_task, fetches);
    night->summary->seconds[HN_STAGE_LAND] +=
        (gdouble)(hn_clock_monotonic_us() - started_us) / G_USEC_PER_SEC;
    gboolean ok = TRUE;
    for (guint i = 0; ok && i < n; i++)
        ok = take_outcome(night, &fetches[i], error);
    return ok;
}

gboolean
hn_night_fetch(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    Fetch *fetches = g_new0(Fetch, project->n_feeds + 1);
    g_autofree char *folder = hn_store_path(night->store, "spool");
    guint n = 0;
    gboolean ok = TRUE;
    for (guint i = 0; ok && i < project->n_feeds; i++)
        if (is_needed(night, &project->feeds[i]))
            ok = hn_io_make_folder(folder, error) &&
                 prepare(night, &project->feeds[i], &fetches[n++], error);
    ok = ok && (n == 0 || fetch_all(night, fetches, n, error));
    fetches_free(fetches);
    return ok;
}

/* ---- what was committed late ---- */

static gboolean
fetch_again(Fetch *fetch, GError **ret_refused, GError **error)
{
    fetch->is_again = TRUE;
    fetch_task(fetch, 0, 0);
    if (fetch->failed != NULL)
        g_propagate_prefixed_error(error, g_steal_pointer(&fetch->failed),
                                   "source '%s': ", fetch->feed->name);
    else if (fetch->refused == NULL)
        return TRUE;
    else if (hn_io_unlink(fetch->incoming, error))
        g_propagate_error(ret_refused, g_steal_pointer(&fetch->refused));
    return FALSE;
}

gboolean
hn_night_fetch_whole(HnNight *night, const HnFeed *feed, GError **ret_refused, GError **error)
{
    g_auto(Fetch) whole = { .night = night, .feed = feed };
    put_paths(&whole, spool_of(night, feed, HN_SPOOL_WHOLE));
    return fetch_again(&whole, ret_refused, error) && /* opened before those of other scopes */
           hn_night_fetch_forget_late(night, feed, error);
}

gboolean
hn_night_fetch_late(HnNight *night, const HnFeed *feed, const GPtrArray *late, GError **ret_refused,
                    GError **error)
{
    for (guint first = 0, number = 0; first < late->len; first += KEYS_AT_ONCE, number++) {
        g_autoptr(GPtrArray) some = g_ptr_array_new();
        g_auto(Fetch) one = { .night = night, .feed = feed, .keys = some };
        put_paths(&one, late_path(night, feed, number));
        for (guint i = first; i < MIN(first + KEYS_AT_ONCE, late->len); i++)
            g_ptr_array_add(some, late->pdata[i]);
        if (!fetch_again(&one, ret_refused, error))
            return FALSE;
    }
    return TRUE;
}
