#include "linker/night_fetch.h"

#include "base/base_error.h"
#include "base/clock.h"
#include "base/io.h"
#include "linker/linker_error.h"
#include "linker/night_inputs.h"
#include "records/batch_spool.h"

#define FIRST_WAIT_US G_USEC_PER_SEC
#define LOOK_US (G_USEC_PER_SEC / 10)

/* One source. */
typedef struct {
    HnNight *night;
    const HnFeed *feed;
    char *path;      /* of its spool; a file there is this run's last word about the source */
    char *incoming;  /* of an attempt's */
    GError *refused; /* the database's fault, after the last attempt */
    GError *failed;  /* this machine's fault, or an interruption */
} Fetch;

static gboolean
is_interrupted(const Fetch *fetch)
{
    const volatile int *interrupted = fetch->night->options->interrupted;
    return interrupted != NULL && *interrupted != 0;
}

/* Everything that the reader gives, and at its end or refusal what it says of it. FALSE: this
 * machine's fault. @ret_broke: the reader's, which the spool holds too. */
static gboolean
spool_all(HnReader *reader, HnBatchSpoolWriter *writer, GError **ret_broke, GError **error)
{
    g_autoptr(HnRawBatch) batch = hn_raw_batch_new();
    gboolean more = TRUE;
    while (more && *ret_broke == NULL) {
        guint n_columns = 0;
        if (!reader->next(reader, batch, &more, ret_broke) && batch->n_quarantined == 0)
            break;
        const char *const *columns = reader->columns(reader, &n_columns);
        if (!hn_batch_spool_writer_put(writer, batch, columns, n_columns, error))
            return FALSE;
    }
    HnReaderTotals totals = { 0 };
    reader->totals(reader, &totals);
    const char *why = *ret_broke == NULL ? NULL : (*ret_broke)->message;
    return hn_batch_spool_writer_finish(writer, &totals, why, error);
}

static gboolean
keep(const Fetch *fetch, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(fetch->path);
    return hn_io_rename(fetch->incoming, fetch->path, error) && hn_io_sync_folder(folder, error);
}

/* One attempt; FALSE: the source's fault in @ret_broke, or ours in @error. */
static gboolean
attempt(Fetch *fetch, GError **ret_broke, GError **error)
{
    const HnPipelineOptions *options = fetch->night->options;
    if (!hn_io_unlink(fetch->incoming, error)) /* of the attempt before */
        return FALSE;
    g_autoptr(HnReader) reader =
        options->open_query(options->user, fetch->feed, options->interrupted, ret_broke);
    if (reader == NULL)
        return FALSE;
    g_autoptr(HnBatchSpoolWriter) writer =
        hn_batch_spool_writer_new(fetch->incoming, hn_store_seal_key(fetch->night->store), error);
    return writer != NULL && spool_all(reader, writer, ret_broke, error) && *ret_broke == NULL &&
           keep(fetch, error);
}

static void
wait_before(const Fetch *fetch, guint n_attempts)
{
    const gint64 until =
        hn_clock_monotonic_us() + ((gint64)FIRST_WAIT_US << MIN(n_attempts - 1, 5u));
    while (!is_interrupted(fetch) && hn_clock_monotonic_us() < until)
        g_usleep(LOOK_US);
}

/* Faults of this machine (no memory, no disk) are the night's; all others the source's. */
static void
fetch_task(gpointer user, gsize task, guint thread)
{
    Fetch *fetch = (Fetch *)user + task;
    const guint n_attempts = fetch->night->options->project->fetch_attempts;
    (void)thread;
    for (guint n = 0; n < n_attempts && !is_interrupted(fetch); n++) {
        g_clear_error(&fetch->refused);
        if (n > 0)
            wait_before(fetch, n);
        if (attempt(fetch, &fetch->refused, &fetch->failed) || fetch->failed != NULL)
            break;
    }
    if (fetch->failed != NULL)
        return;
    if (!is_interrupted(fetch)) { /* what broke off for good is kept as that */
        if (fetch->refused != NULL && g_file_test(fetch->incoming, G_FILE_TEST_IS_REGULAR))
            keep(fetch, &fetch->failed);
        return;
    }
    g_clear_error(&fetch->refused);
    g_set_error(&fetch->failed, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED,
                "interrupted while source '%s' was read; what was finished is kept: run again to "
                "resume",
                fetch->feed->name);
}

/* What this run has landed, or had spooled before it was killed, is not asked again. */
static gboolean
is_needed(HnNight *night, const HnFeed *feed)
{
    if (feed->from.connection == NULL)
        return FALSE;
    g_autofree char *mark = g_strconcat("land:", feed->name, NULL);
    g_autoptr(GBytes) landed = hn_store_stage_payload(night->store, night->run.sequence, mark);
    g_autofree char *path = hn_night_inputs_spool_path(night, feed);
    return landed == NULL &&
           !(night->summary->resumed && g_file_test(path, G_FILE_TEST_IS_REGULAR));
}

/* One that broke off has a spool that says so; of the others the night knows why. */
static gboolean
take_outcome(HnNight *night, Fetch *fetch, GError **error)
{
    if (fetch->failed != NULL) {
        g_propagate_prefixed_error(error, g_steal_pointer(&fetch->failed),
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
    for (Fetch *fetch = fetches; fetch->night != NULL; fetch++) {
        g_clear_error(&fetch->refused);
        g_clear_error(&fetch->failed);
        g_free(fetch->path);
        g_free(fetch->incoming);
    }
    g_free(fetches);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fetch, fetches_free)

gboolean
hn_night_fetch(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    g_autoptr(Fetch) fetches = g_new0(Fetch, project->n_feeds + 1);
    g_autofree char *folder = hn_store_path(night->store, "spool");
    guint n = 0;
    for (guint i = 0; i < project->n_feeds; i++) {
        if (!is_needed(night, &project->feeds[i]))
            continue;
        Fetch *fetch = &fetches[n++];
        *fetch = (Fetch){ .night = night, .feed = &project->feeds[i] };
        fetch->path = hn_night_inputs_spool_path(night, fetch->feed);
        fetch->incoming = g_strconcat(fetch->path, ".new", NULL);
    }
    if (n == 0)
        return TRUE;
    if (!hn_io_make_folder(folder, error))
        return FALSE;
    const gint64 started_us = hn_clock_monotonic_us();
    g_autoptr(HnThreadPool) pool = hn_thread_pool_new(MIN(project->fetch_at_once, n));
    hn_thread_pool_run(pool, n, fetch_task, fetches);
    night->summary->seconds[HN_STAGE_LAND] +=
        (gdouble)(hn_clock_monotonic_us() - started_us) / G_USEC_PER_SEC;
    gboolean ok = TRUE;
    for (guint i = 0; ok && i < n; i++)
        ok = take_outcome(night, &fetches[i], error);
    return ok;
}
