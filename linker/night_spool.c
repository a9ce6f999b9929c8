#include "linker/night_spool.h"

#include <sys/stat.h>

#include "base/base_error.h"
#include "base/io.h"
#include "linker/linker_error.h"
#include "linker/night_fetch.h"

#define COPY_BYTES (1u << 18)

gboolean
hn_night_spool_is_pipe(const HnFeed *feed)
{
    struct stat info;
    if (feed->from.connection != NULL)
        return FALSE;
    const char *path = feed->from.paths[0];
    if (strcmp(path, "-") == 0)
        return TRUE;
    return feed->from.paths[1] == NULL && stat(path, &info) == 0 &&
           (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode) || S_ISSOCK(info.st_mode));
}

char *
hn_night_spool_path(const HnNight *night, const HnFeed *feed)
{
    g_autofree char *relative = g_build_filename("spool", feed->name, NULL);
    return hn_store_path(night->store, relative);
}

char *
hn_night_spool_waiting(const HnProject *project, const HnFeed *feed)
{
    g_autofree char *path = g_build_filename(project->state, "spool", feed->name, NULL);
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer(&path) : NULL;
}

static gboolean
copy_pipe(const HnNight *night, const char *from, const char *to, guint64 *ret_n_bytes,
          GError **error)
{
    const int in = hn_io_open_pipe(strcmp(from, "-") == 0 ? "/dev/stdin" : from, error);
    if (in < 0)
        return FALSE;
    const int out = hn_io_unlink(to, error) ? hn_io_create(to, error) : -1;
    g_autofree guint8 *buffer = g_malloc(COPY_BYTES);
    gboolean ok = out >= 0;
    guint64 total = 0;
    for (gsize n = 1; ok && n > 0; total += n)
        ok = hn_io_read_pipe(in, buffer, COPY_BYTES, night->options->interrupted, &n, error) &&
             hn_io_write(out, buffer, n, error);
    ok = ok && hn_io_sync(out, error);
    if (out >= 0)
        ok = hn_io_close(out, ok ? error : NULL) && ok;
    hn_io_close(in, NULL);
    if (!ok)
        hn_io_unlink(to, NULL); /* it may have filled the disk */
    *ret_n_bytes = total;
    return ok;
}

/* Nobody but the interrupted one waits for it. */
static gboolean
tell_interruption(const HnFeed *feed, GError **error)
{
    g_autoptr(GError) why = *error;
    *error = NULL;
    g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_INTERRUPTED,
                "source '%s': %s; nothing of it is kept: run again and deliver it again",
                feed->name, why->message);
    return FALSE;
}

static char *
newer_mark(const HnFeed *feed)
{
    return g_strconcat("newer:", feed->name, NULL);
}

/* What comes when a run is committed is no part of it, also where the bytes are the same: it may
 * have read them under another configuration. That is known behind a further kill. */
static gboolean
mark_newer(HnNight *night, const HnFeed *feed, GError **error)
{
    HnRunInfo run;
    gboolean found = FALSE;
    g_autofree char *mark = newer_mark(feed);
    return hn_store_unfinished_run(night->store, &found, &run, error) &&
           (!found || run.state != HN_RUN_COMMITTED ||
            hn_store_stage_done(night->store, run.sequence, mark, hn_slice(NULL, 0), error));
}

static gboolean
spool_feed(HnNight *night, const HnFeed *feed, GError **error)
{
    g_autofree char *path = hn_night_spool_path(night, feed);
    g_autofree char *incoming = g_strconcat(path, ".new", NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    guint64 n_bytes = 0;
    if (!hn_io_make_folder(folder, error) ||
        !copy_pipe(night, feed->from.paths[0], incoming, &n_bytes, error)) {
        if (g_error_matches(*error, HN_BASE_ERROR, HN_BASE_ERROR_INTERRUPTED))
            return tell_interruption(feed, error);
        if (g_error_matches(*error, HN_BASE_ERROR, HN_BASE_ERROR_UNREADABLE)) {
            night->shut[feed - night->options->project->feeds] = g_steal_pointer(error);
            return TRUE; /* landing refuses this delivery; the others are as good as before */
        }
        g_prefix_error(error, "source '%s': ", feed->name);
        return FALSE;
    }
    if (n_bytes == 0)
        return hn_io_unlink(incoming, error);
    return mark_newer(night, feed, error) && hn_io_rename(incoming, path, error) &&
           hn_io_sync_folder(folder, error);
}

gboolean
hn_night_spool_fill(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    for (guint i = 0; i < project->n_feeds; i++)
        if (hn_night_spool_is_pipe(&project->feeds[i]) &&
            !spool_feed(night, &project->feeds[i], error))
            return FALSE;
    return TRUE;
}

gboolean
hn_night_spool_landed(const HnNight *night, const HnFeed *feed, HnLanding **ret_landing,
                      GError **error)
{
    g_autofree char *mark = g_strconcat("land:", feed->name, NULL);
    g_autoptr(GBytes) payload = hn_store_stage_payload(night->store, night->run.sequence, mark);
    g_autoptr(HnLanding) landing = hn_landing_new();
    if (payload == NULL)
        return TRUE;
    if (!hn_landing_decode(hn_slice(g_bytes_get_data(payload, NULL), g_bytes_get_size(payload)),
                           landing) ||
        landing->feeds->len != 1) {
        g_set_error(error, HN_LINKER_ERROR, HN_LINKER_ERROR_CHECKPOINT,
                    "source '%s': the mark of its landing cannot be read", feed->name);
        return FALSE;
    }
    *ret_landing = g_steal_pointer(&landing);
    return TRUE;
}

/* An ordinary night has read the copy itself, or made sure that it is the same. When a run is
 * published that was held, or committed before the kill, another delivery may lie there by now. */
static gboolean
is_what_was_landed(HnNight *night, const char *path, const HnFeed *feed, const HnLandedFeed *landed)
{
    if (!night->is_accepted && !night->is_earlier)
        return TRUE;
    g_autofree char *mark = newer_mark(feed);
    g_autoptr(GBytes) newer = hn_store_stage_payload(night->store, night->run.sequence, mark);
    if (newer != NULL)
        return FALSE;
    g_autoptr(HnReader) reader =
        night->options->open_reader(night->options->user, feed, path, NULL);
    return reader != NULL && hn_landed_feed_is(landed, reader);
}

static gboolean
clear_feed(HnNight *night, const HnFeed *feed, GError **error)
{
    g_autofree char *path = hn_night_spool_path(night, feed);
    g_autoptr(HnLanding) landing = NULL;
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
        night->shut[feed - night->options->project->feeds] != NULL) /* the copy was not read */
        return TRUE;
    if (!hn_night_spool_landed(night, feed, &landing, error))
        return FALSE;
    return landing == NULL || !is_what_was_landed(night, path, feed, landing->feeds->pdata[0]) ||
           hn_io_unlink(path, error);
}

/* Nothing is left in it of most nights. */
static gboolean
remove_empty(HnNight *night, GError **error)
{
    g_autofree char *folder = hn_store_path(night->store, "spool");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    return (dir != NULL && g_dir_read_name(dir) != NULL) || hn_io_remove_tree(folder, error);
}

gboolean
hn_night_spool_clear(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].from.connection == NULL &&
            !clear_feed(night, &project->feeds[i], error))
            return FALSE;
    return hn_night_spool_forget_queries(night, error);
}

gboolean
hn_night_spool_forget_queries(HnNight *night, GError **error)
{
    const HnProject *project = night->options->project;
    for (guint i = 0; i < project->n_feeds; i++)
        if (project->feeds[i].from.connection != NULL &&
            !hn_night_fetch_forget(night, &project->feeds[i], error))
            return FALSE;
    return remove_empty(night, error);
}
